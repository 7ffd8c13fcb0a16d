# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""File types by their first bytes, whatever the name says: pictures for posters, and files that cannot be videos."""

from __future__ import annotations

from .errors import DocumentError

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


#: none of these is accepted as a video (the API is known to refuse the first two and MP3)
_NO_VIDEO = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"ID3", "an MP3 file"),
    *((b"\xff" + kind, "an MP3 file") for kind in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
)
LONGEST_BEGINNING = 16  # bytes needed to recognize any of the types


def other_than_video(data: bytes) -> str:
    """The type, in words, of a file that cannot be a video; '' for any other file."""
    return next((words for begins, words in _NO_VIDEO if data.startswith(begins)), "")


def picture_type(data: bytes) -> str:
    """The media type of a picture; '' if it is not a known one."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for begins, media_type in _BEGINNINGS if data.startswith(begins)), "")


def picture_type_of(name: str, given: str, data: bytes) -> str:
    """The media type of the picture given for an option. Raises DocumentError if it is not a known one."""
    found = picture_type(data)
    if not found:
        raise DocumentError(f"{name} '{given}' is not a supported image (JPEG, PNG, WebP or GIF)")
    return found
