# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files opened without surprises: those that options name, and those that the collection keeps between runs.

What an option names must be a regular file, no larger than its kind can be. What is kept is private: what others could
have put there is not opened.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The most bytes of a file, by what it is for.
REQUEST = 10 << 20  # logos, avatars and subtitles are the body of a request to the API, which takes 10 MB
PICTURE = 64 << 20  # posters go to the uploader, for which no limit is documented; they are held in memory
UPLOAD = 1 << 40  # videos and materials: no limit is documented, but each byte is read before the first one is sent
DOCUMENT = 16 << 20  # of a workspace document, each file
CERTIFICATES = 16 << 20  # a bundle of authorities; those in use have less than 1 MiB

INVALID_NAME = "its name contains a character that is not allowed in a path, such as NUL"
NOT_REGULAR = "it is not a regular file"


def open_regular(path: str, limit: int) -> io.FileIO:
    """Open a regular file of at most so many bytes for reading, without a buffer. Never waits.

    Raises OSError, before a byte is read, also for a folder, a device, a FIFO and a name that is not valid.
    """
    try:
        _check(os.stat(path), path, limit)  # to open a device can be enough to set it off
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except ValueError:
        raise OSError(errno.EINVAL, INVALID_NAME, path) from None
    try:
        _check(os.fstat(descriptor), path, limit)  # it may be another one by now
    except OSError:
        os.close(descriptor)
        raise
    return io.FileIO(descriptor)


def read_regular(path: str, limit: int) -> bytes:
    """What is in a regular file of at most so many bytes. Raises OSError as ``open_regular`` does."""
    with io.BufferedReader(open_regular(path, limit)) as file:
        data = file.read(limit + 1) or b""  # nothing where it would have to be waited for
    if len(data) > limit:  # it has grown meanwhile
        raise _too_large(path, limit)
    return data


def size_text(size: int) -> str:
    """A number of bytes in the largest unit that it fills, such as 10 MiB."""
    power = max(size.bit_length() - 1, 0) // 10
    return f"{size >> 10 * power} {('bytes', 'KiB', 'MiB', 'GiB', 'TiB')[power]}"


def expanded(path: str) -> str:
    """A path with the home folder in place of ``~``; as it is where that cannot be, and opening it says so."""
    try:
        return os.path.expanduser(path)
    except ValueError:
        return path


def _check(status: os.stat_result, path: str, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, NOT_REGULAR, path)
    if status.st_size > limit:
        raise _too_large(path, limit)


def _too_large(path: str, limit: int) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {size_text(limit)}", path)


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
        _check_private(status, 0 if makes else 0o077, path)
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
        _check_private(os.fstat(descriptor), 0o022, folder)
        yield descriptor
    finally:
        with suppress(OSError):  # what was opened in it is good all the same, and must be closed by somebody
            os.close(descriptor)


def _check_private(status: os.stat_result, closed: int, path: Path) -> None:
    """Raise OSError for what is another user's, or has one of the permissions ``closed`` (the bits of a mode)."""
    if status.st_uid != os.geteuid() or status.st_mode & closed:
        raise OSError(errno.EPERM, NOT_PRIVATE, str(path))
