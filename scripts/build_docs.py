# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site, build/docs/html: the guides of docs/, a page for each plugin and role.

A warning is an error, and so is a page that would load anything from another host. Nothing is asked of the network, not
even by the search of the site.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import site_check
import site_options
import site_search
from stage import ROOT

REPOSITORY = "https://github.com/kinescope/ansible-collection-kinescope/blob/main/"
COLLECTION = "kinescope.kinescope"
BUILD = ROOT / "build/docs"
SOURCE = BUILD / "source"
#: A relative link to what is in the repository but not on the site.
OUTWARD = re.compile(r"(?<=\]\()\.\./(?=\w)")
#: A block that is a file, with the file's name.
FILE = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
#: An entry of a generated list of pages, and what it is.
ENTRY = re.compile(r"^( +)(\w+)_(callback|event_source|filter|inventory|lookup|module|role)$", re.MULTILINE)

#: A table of contents in the text; the theme has one beside it.
CONTENTS = re.compile(r"^\.\. contents::.*\n(?:  +:.*\n)*", re.MULTILINE)
#: The heading that the list of all pages gets instead of the collection's name.
NAME = "Kinescope.Kinescope\n===================\n"
TITLE = "Modules, roles and plugins\n==========================\n"


def copy_guides() -> None:
    """docs/ as it is, with its folder site/ on top, which has what only Sphinx needs."""
    shutil.copytree(ROOT / "docs", SOURCE, ignore=shutil.ignore_patterns("site", "docsite"))
    shutil.copytree(ROOT / "docs/site", SOURCE, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.rst", SOURCE / "changes.rst")
    for page in SOURCE.glob("*.md"):
        rewrite(page, lambda text: FILE.sub(r"```{code-block} \1\n:caption: \2\n", OUTWARD.sub(REPOSITORY, text)))
    # A guide that nobody has put into the list yet is at its end.
    listed = set(re.findall(r"<(\w+)>$", (SOURCE / "index.md").read_text(encoding="utf-8"), re.MULTILINE))
    others = sorted(page.stem for page in SOURCE.glob("*.md") if page.stem not in {*listed, "index"})
    rewrite(SOURCE / "index.md", lambda text: text.replace("{others}", "\n".join(others)))


def write_reference() -> None:
    """The pages that antsibull-docs makes, in reference/, and short names for them where they are listed."""
    folder = SOURCE / "reference"
    folder.mkdir(mode=0o755)
    command = ["antsibull-docs", "--config-file", str(ROOT / "docs/site/antsibull-docs.cfg"), "collection"]
    command += ["--use-current", "--squash-hierarchy", "--fail-on-error", "--dest-dir", str(folder), COLLECTION]
    # It writes a log into the home directory.
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(ROOT / "build/home")})
    rewrite(folder / "index.rst", lambda text: ENTRY.sub(called, text.replace(NAME, TITLE, 1)))
    connection = site_options.connection_options(ROOT)
    for page in SOURCE.rglob("*.rst"):
        rewrite(page, lambda text: site_options.own_first(CONTENTS.sub("", text), connection))


def called(entry: re.Match[str]) -> str:
    """A module by its name, anything else also by what it is, because there is a role and a callback of one name."""
    indent, name, what = entry.groups()
    return f"{indent}{name}{'' if what == 'module' else f' ({what})'} <{name}_{what}>"


def rewrite(page: Path, change: Callable[[str], str]) -> None:
    """Change the text of a page."""
    page.write_text(change(page.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Build everything anew, and look through the result."""
    shutil.rmtree(BUILD, ignore_errors=True)
    copy_guides()
    write_reference()
    html = BUILD / "html"
    options = ["-W", "--keep-going", "-q", "-n", "-j", "2", "-d", str(BUILD / "doctrees")]
    done = subprocess.run(["sphinx-build", *options, "-b", "html", str(SOURCE), str(html)], check=False)
    if done.returncode:
        return done.returncode
    found = site_check.faults(html) + site_options.faults(html, site_options.connection_options(ROOT))
    found += site_search.faults(html)
    print("\n".join(found) if found else f"docs: {len(list(html.rglob('*.html')))} pages in {html.relative_to(ROOT)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
