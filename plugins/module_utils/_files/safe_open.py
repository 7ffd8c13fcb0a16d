# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Opening files safely: those that options name, and those that the collection keeps between runs.

Files named by options must be regular and not larger than their purpose allows. Kept files are private; those that
other users could have written are not opened.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The size limits of files in bytes, by purpose.
REQUEST = 10 << 20  # logos, avatars and subtitles are request bodies, which the API limits to 10 MB
PICTURE = 64 << 20  # posters: the uploader documents no limit, but they are held in memory
UPLOAD = 1 << 40  # videos and materials: no limit is documented, but a file is read completely before the upload begins
DOCUMENT = 16 << 20  # each file of a workspace document
CERTIFICATES = 16 << 20  # a bundle of CA certificates; common ones have less than 1 MiB

INVALID_NAME = "its name contains a character that is not allowed in a path, such as NUL"
NOT_REGULAR = "it is not a regular file"


def open_regular(path: str, limit: int) -> io.FileIO:
    """Open a regular file of at most ``limit`` bytes for reading, unbuffered. Never blocks.

    Raises OSError before anything is read, also for directories, devices, FIFOs and invalid names.
    """
    try:
        _check(os.stat(path), path, limit)  # before os.open(), which alone can trigger a device
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except ValueError:
        raise OSError(errno.EINVAL, INVALID_NAME, path) from None
    try:
        _check(os.fstat(descriptor), path, limit)  # the file may have been replaced meanwhile
    except OSError:
        os.close(descriptor)
        raise
    return io.FileIO(descriptor)


def read_regular(path: str, limit: int) -> bytes:
    """The content of a regular file of at most ``limit`` bytes. Raises OSError as ``open_regular`` does."""
    with io.BufferedReader(open_regular(path, limit)) as file:
        data = file.read(limit + 1) or b""  # None if the read would block
    if len(data) > limit:  # it has grown meanwhile
        raise _too_large(path, limit)
    return data


def size_text(size: int) -> str:
    """A number of bytes in the largest fitting unit, such as 10 MiB."""
    power = max(size.bit_length() - 1, 0) // 10
    return f"{size >> 10 * power} {('bytes', 'KiB', 'MiB', 'GiB', 'TiB')[power]}"


def expanded(path: str) -> str:
    """A path with ``~`` expanded; unchanged if that is impossible, and opening it then fails."""
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
    """Create a folder that no other user can enter. Raises OSError if it exists and other users can write to it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder):
        pass


def open_private(path: Path, flags: int) -> int:
    """A descriptor of a regular file that belongs to this user, in a folder that no other user can write to.

    With O_CREAT, folder and file are created if necessary, and permissions for other users are removed from the file;
    otherwise, a file with such permissions is refused. Raises OSError. Never follows a link and never blocks.
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
        with suppress(OSError):  # the descriptor opened in it is valid, and the caller must get it to close it
            os.close(descriptor)


def _check_private(status: os.stat_result, closed: int, path: Path) -> None:
    """Raise OSError if the file belongs to another user, or has one of the permissions in ``closed`` (mode bits)."""
    if status.st_uid != os.geteuid() or status.st_mode & closed:
        raise OSError(errno.EPERM, NOT_PRIVATE, str(path))
