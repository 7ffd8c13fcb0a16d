# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that options name, opened for reading: regular files only, and none that is larger than its kind can be."""

from __future__ import annotations

import errno
import io
import os
import stat

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
