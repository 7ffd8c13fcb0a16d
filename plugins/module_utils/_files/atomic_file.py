# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that are written as a whole: nobody ever sees half of one, and nothing is written through what is there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile

from .safe_open import INVALID_NAME, NOT_REGULAR


def check_destination(path: str) -> None:
    """Raise OSError for a path at which there is something that is neither a regular file nor a symbolic link.

    A link is replaced, and what it leads to stays as it is; ansible.builtin.copy does so by default, too.
    """
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except ValueError:
        raise OSError(errno.EINVAL, INVALID_NAME, path) from None
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OSError(errno.EINVAL, NOT_REGULAR, path)


def replace_file(path: str, content: bytes, mode: int = 0o600) -> None:
    """Put a file at a path, in place of what is there. Without ``mode``, only its owner can read it. Raises OSError."""
    check_destination(path)
    folder = os.path.dirname(path) or "."
    descriptor, temporary = tempfile.mkstemp(prefix=".kinescope-", dir=folder)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)  # whatever the umask takes away
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    with contextlib.suppress(OSError):  # some file systems have no way to do this for a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
