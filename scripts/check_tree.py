# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check committed files: no directories of a developer's machine, no hosts in lock files, no broken links in READMEs.

Galaxy and Automation Hub show the READMEs of the collection and its roles, and do not resolve relative links.
"""

from __future__ import annotations

import re
import sys

from stage import ROOT, working_files

MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root)/")
#: a URL, or an option that makes pip use another index
ELSEWHERE = re.compile(r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b")
#: the lines in which a file may name its copyright holder
HEAD = 5
#: the target of a link or an image in Markdown
TARGET = re.compile(r"\]\(([^)\s]*)")
#: a link whose text is a file name, with an extension or as in the target, rather than a description
FILE_NAME = re.compile(
    r"\[`?[\w./-]+\.(?:md|rst|ya?ml|json|toml|py)`?\]\("
    r"|\[`?(?:[\w.-]+/)*([\w.-]+)`?\]\((?:https://\S+/blob/main/)?(?:[\w.-]+/)*\1(?:#[^)\s]*)?\)"
)
SHOWN_ELSEWHERE = re.compile(r"(roles/\w+/)?README\.md")
#: URLs of files in this repository, as web pages and as raw files
OURS = re.compile(
    r"https://(?:github|raw\.githubusercontent)\.com/kinescope/ansible-collection-kinescope/(?:blob/)?main/([^#]+)"
)


def bad_link(target: str) -> str:
    """What is wrong with the target of a link in a README that is shown elsewhere; '' if nothing."""
    ours = OURS.match(target)
    if ours and not (ROOT / ours[1]).is_file():
        return "a link to a file that is not here"
    return "" if re.match("https://|#", target) else "a link that is no full address"


def faults(name: str, text: str) -> list[str]:
    """The faults of one file, as lines of the form ``name:line: fault``."""
    found = []
    lock = name.startswith("requirements") and name.endswith(".txt")
    shown = SHOWN_ELSEWHERE.fullmatch(name)
    for number, line in enumerate(text.splitlines(), 1):
        for target in TARGET.findall(line) if shown else ():
            if why := bad_link(target):
                found.append(f"{name}:{number}: {why}: {target}")
        if name.endswith(".md") and FILE_NAME.search(line):
            found.append(f"{name}:{number}: the text of a link is the name of a file: say what is there")
        if number <= HEAD and "Copyright" + ": (c)" in line:
            found.append(f"{name}:{number}: a copyright that REUSE does not read: write it without the colon")
        if MACHINE_PATH.search(line):
            found.append(f"{name}:{number}: a path of one machine: {line.strip()[:100]}")
        if lock and not line.startswith("#") and ELSEWHERE.search(line):
            found.append(f"{name}:{number}: a lock file must not say where packages come from: {line.strip()[:100]}")
    return found


def main() -> int:
    found = []
    for name in working_files():
        try:
            found += faults(name, (ROOT / name).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # an image or a video
    print("\n".join(found) if found else "check_tree: nothing of one machine, no bad links")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
