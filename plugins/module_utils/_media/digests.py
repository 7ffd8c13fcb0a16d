# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The MD5 of files that an earlier run has read, so that a run without changes need not read a library of videos.

Each digest is a small file in the user's cache folder. As with git's index, a digest is valid as long as device, inode,
size and both times (in nanoseconds) are unchanged; the change time (ctime) cannot be set manually. Files modified just
before they were read are not remembered: the clock may be too coarse to detect a later write. Digests that cannot be
read, or belong to another user, are ignored; nothing here ever fails a task.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from pathlib import Path

from .._api.pacing import cache_folder
from .._files.atomic_file import replace_file
from .._files.safe_open import make_private_folder, open_private
from .upload_state import drop_old

PREFIX = "digest-"
SETTLED = 5.0  # seconds between the last write of a file and the reading after which its digest is remembered
LONGEST = 90 * 86_400.0  # seconds after which a digest is forgotten
LARGEST = 4096  # bytes of a cached digest's file
_MD5 = re.compile("[0-9a-f]{32}")


def remembered_digest(path: str, status: os.stat_result) -> str | None:
    """The MD5 (hexadecimal) of an open file that has not changed since it was last read; None if unknown."""
    try:
        with open(open_private(_note(path), os.O_RDONLY), "rb") as file:
            md5, *mark = json.loads(file.read(LARGEST))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return md5 if mark == _mark(status) and isinstance(md5, str) and _MD5.fullmatch(md5) else None


def remember_digest(path: str, md5: str, status: os.stat_result) -> None:
    """Remember the MD5 of a file; ``status`` is its status when it was opened, and has not changed since."""
    folder = cache_folder()
    settled = time.time() - max(status.st_mtime, status.st_ctime) >= SETTLED
    if not (folder.is_absolute() and settled):
        return
    with contextlib.suppress(OSError):  # e.g. a read-only home or a full disk: the next run reads the file again
        make_private_folder(folder)
        drop_old(folder, PREFIX, LONGEST)
        replace_file(str(_note(path)), json.dumps([md5, *_mark(status)]).encode())


def _mark(status: os.stat_result) -> list[int]:
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _note(path: str) -> Path:
    return cache_folder() / (PREFIX + hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32])
