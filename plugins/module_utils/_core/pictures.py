# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a file is by its first bytes, whatever it is called: the pictures that posters are made of."""

from __future__ import annotations

from .errors import DocumentError

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(data: bytes) -> str:
    """The media type of a picture; '' for what is none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for begins, media_type in _BEGINNINGS if data.startswith(begins)), "")


def picture_type_of(name: str, given: str, data: bytes) -> str:
    """The media type of a picture that an option names. Raises DocumentError for what is none."""
    found = picture_type(data)
    if not found:
        raise DocumentError(f"{name} '{given}' is not a supported image (JPEG, PNG, WebP or GIF)")
    return found
