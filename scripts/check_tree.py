# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fail when a committed file names a directory of somebody's machine, or a lock file names a host."""

from __future__ import annotations

import re
import sys

from stage import ROOT, working_files

MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root)/")
#: An address, or an option that makes pip look elsewhere.
ELSEWHERE = re.compile(r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b")


def faults(name: str, text: str) -> list[str]:
    """What is wrong in one file, as lines of the form ``name:line: fault``."""
    found = []
    lock = name.startswith("requirements") and name.endswith(".txt")
    for number, line in enumerate(text.splitlines(), 1):
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
            continue  # an image, a film
    print("\n".join(found) if found else "check_tree: no machine paths, no hosts in lock files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
