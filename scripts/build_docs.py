# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the documentation site in build/docs/html: the guides in docs/, and a page for each plugin and role.

Warnings are errors, and so are pages that would load anything from another host. The network is never used, not even by
the site's search.
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
#: a relative link to a file in the repository that is not part of the site
OUTWARD = re.compile(r"(?<=\]\()\.\./(?=\w)")
#: a block that shows a file, with the file's name
FILE = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
#: an entry of a generated list of pages, with the type of the plugin or role
ENTRY = re.compile(r"^( +)(\w+)_(callback|event_source|filter|inventory|lookup|module|role)$", re.MULTILINE)

#: a table of contents in the text; the theme has its own
CONTENTS = re.compile(r"^\.\. contents::.*\n(?:  +:.*\n)*", re.MULTILINE)
#: the heading for the list of all pages, in place of the collection's name
NAME = "Kinescope.Kinescope\n===================\n"
TITLE = "Modules, roles and plugins\n==========================\n"


def copy_guides() -> None:
    """Copy docs/, then its folder site/, which contains the files for Sphinx, over it."""
    shutil.copytree(ROOT / "docs", SOURCE, ignore=shutil.ignore_patterns("site", "docsite"))
    shutil.copytree(ROOT / "docs/site", SOURCE, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CHANGELOG.rst", SOURCE / "changes.rst")
    for page in SOURCE.glob("*.md"):
        rewrite(page, lambda text: FILE.sub(r"```{code-block} \1\n:caption: \2\n", OUTWARD.sub(REPOSITORY, text)))
    # guides that are not in the list yet are added at its end
    listed = set(re.findall(r"<(\w+)>$", (SOURCE / "index.md").read_text(encoding="utf-8"), re.MULTILINE))
    others = sorted(page.stem for page in SOURCE.glob("*.md") if page.stem not in {*listed, "index"})
    rewrite(SOURCE / "index.md", lambda text: text.replace("{others}", "\n".join(others)))


def write_reference() -> None:
    """Generate the reference pages with antsibull-docs, in reference/, and shorten the names in lists of them."""
    folder = SOURCE / "reference"
    folder.mkdir(mode=0o755)
    command = ["antsibull-docs", "--config-file", str(ROOT / "docs/site/antsibull-docs.cfg"), "collection"]
    command += ["--use-current", "--squash-hierarchy", "--fail-on-error", "--dest-dir", str(folder), COLLECTION]
    # it writes a log to the home directory
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(ROOT / "build/home")})
    rewrite(folder / "index.rst", lambda text: ENTRY.sub(called, text.replace(NAME, TITLE, 1)))
    connection = site_options.connection_options(ROOT)
    for page in SOURCE.rglob("*.rst"):
        rewrite(page, lambda text: site_options.own_first(CONTENTS.sub("", text), connection))


def called(entry: re.Match[str]) -> str:
    """Modules by name; anything else also by its type, because a role and a callback have the same name."""
    indent, name, what = entry.groups()
    return f"{indent}{name}{'' if what == 'module' else f' ({what})'} <{name}_{what}>"


def rewrite(page: Path, change: Callable[[str], str]) -> None:
    """Change the text of a page."""
    page.write_text(change(page.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Build everything from scratch, and check the result."""
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
