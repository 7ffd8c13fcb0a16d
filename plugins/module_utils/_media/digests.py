# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The MD5 of files that an earlier run read, so that a run that finds nothing to do need not read a library of videos.

One small file each in the user's cache folder. As git does with a working tree, a digest is taken as that of a file as
long as device, inode, size and both times, to the nanosecond, are the same; the time of change (ctime) cannot be set by
hand. A file that was written a moment before it was read is not remembered: a clock may be too coarse to tell a later
write. What cannot be read, or is not the user's own, counts as nothing remembered; nothing here ever fails a task.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from functools import cache
from pathlib import Path

from .._api.pacing import cache_folder
from .._files.atomic_file import replace_file
from .._files.safe_open import make_private_folder, open_private

PREFIX = "digest-"
SETTLED = 5.0  # seconds between the last write of a file and the reading of what is remembered
LONGEST = 90 * 86_400.0  # seconds after which it is forgotten
LARGEST = 4096  # bytes of a file of ours
_MD5 = re.compile("[0-9a-f]{32}")


def remembered_digest(path: str, status: os.stat_result) -> str | None:
    """The MD5 (hexadecimal) of an open file that is as it was when it was read last; None when that is not known."""
    try:
        with open(open_private(_note(path), os.O_RDONLY), "rb") as file:
            md5, *mark = json.loads(file.read(LARGEST))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return md5 if mark == _mark(status) and isinstance(md5, str) and _MD5.fullmatch(md5) else None


def remember_digest(path: str, md5: str, status: os.stat_result) -> None:
    """Note the MD5 of a file; ``status`` is what it was when it was opened, which it still is."""
    folder = cache_folder()
    settled = time.time() - max(status.st_mtime, status.st_ctime) >= SETTLED
    if not (folder.is_absolute() and settled):
        return
    with contextlib.suppress(OSError):  # a read-only home, a full disk: then the next run reads it again
        make_private_folder(folder)
        _drop_old(folder)
        replace_file(str(_note(path)), json.dumps([md5, *_mark(status)]).encode())


def _mark(status: os.stat_result) -> list[int]:
    return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _note(path: str) -> Path:
    return cache_folder() / (PREFIX + hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32])


@cache
def _drop_old(folder: Path) -> None:
    """Remove what has become too old, once in a process: there may be as many notes as videos."""
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > LONGEST:
                path.unlink()
