# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that the collection keeps for its user between runs. What others could have put there is not opened."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .regular_file import NOT_REGULAR

NOT_PRIVATE = "it belongs to another user, or is accessible to other users"


def make_private_folder(folder: Path) -> None:
    """Make a folder that nobody else can enter, unless it is there. Raises OSError for one that others can change."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder):
        pass


def open_private(path: Path, flags: int) -> int:
    """A descriptor of a regular file that belongs to this user, in a folder that nobody else can change.

    With O_CREAT the folder and the file are made if need be, and a file that is open to others is closed to them;
    without it, such a file is refused. Raises OSError. No link is followed, and nothing is waited for.
    """
    makes = bool(flags & os.O_CREAT)
    if makes:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(path.parent) as folder:
        safely = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(path.name, flags | safely, 0o600, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, NOT_REGULAR, str(path))
        _check(status, 0 if makes else 0o077, path)
        if status.st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _check(os.fstat(descriptor), 0o022, folder)
        yield descriptor
    finally:
        with suppress(OSError):  # what was opened in it is good all the same, and must be closed by somebody
            os.close(descriptor)


def _check(status: os.stat_result, closed: int, path: Path) -> None:
    """Raise OSError for what is another user's, or has one of the permissions ``closed`` (the bits of a mode)."""
    if status.st_uid != os.geteuid() or status.st_mode & closed:
        raise OSError(errno.EPERM, NOT_PRIVATE, str(path))
