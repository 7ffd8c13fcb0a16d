# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Put the checkout where Ansible expects a collection.

build/link/ansible_collections/kinescope/kinescope is a symbolic link to the checkout, which suffices for everything
except ansible-test. build/tree/... is a copy of the working files for ansible-test, which does not accept the link.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACE = "ansible_collections/kinescope/kinescope"
#: not part of the sources; used in a checkout without git, where .gitignore is not evaluated
SKIP = frozenset((".ansible", ".git", ".nox", ".tox", ".venv", "__pycache__", "build", "collections", "dist"))


def working_files() -> list[str]:
    """Paths of the working files, relative to the root and sorted: tracked and new ones, without ignored ones."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        names = [name for name in listing.stdout.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [
            path.as_posix() for path in paths if SKIP.isdisjoint(path.parts) and not path.parts[-1].endswith(".log")
        ]
    return sorted(name for name in names if (ROOT / name).is_file())


def link() -> None:
    place = ROOT / "build/link" / PLACE
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() and place.resolve() == ROOT:
        return
    place.unlink(missing_ok=True)
    place.symlink_to(ROOT)


def copy() -> None:
    place = ROOT / "build/tree" / PLACE
    shutil.rmtree(place, ignore_errors=True)
    for name in working_files():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    # Without its own .git, ansible-test would ask the outer repository, which ignores build/, and skip every file.
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", "."], cwd=place, check=True)


if __name__ == "__main__":
    link()
    if "--link" not in sys.argv[1:]:
        copy()
