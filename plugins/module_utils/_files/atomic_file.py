# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that are replaced as a whole: no reader ever sees a partial one, and no symbolic link is written through."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile

from .safe_open import INVALID_NAME, NOT_REGULAR


def check_destination(path: str) -> None:
    """Raise OSError if there is something at the path that is neither a regular file nor a symbolic link.

    A link is replaced and its target is left alone, as ansible.builtin.copy does by default.
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
    """Create or replace a file. Without ``mode``, only its owner can read it. Raises OSError."""
    check_destination(path)
    folder = os.path.dirname(path) or "."
    descriptor, temporary = tempfile.mkstemp(prefix=".kinescope-", dir=folder)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)  # regardless of the umask
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    with contextlib.suppress(OSError):  # some file systems do not support this for directories
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
