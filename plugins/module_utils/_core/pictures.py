# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a file is by its first bytes, whatever it is called: pictures for posters, and what is certainly no video."""

from __future__ import annotations

from .errors import DocumentError

_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


#: the API takes none of them for a video (the first two and MP3 are known to be refused)
_NO_VIDEO = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"ID3", "an MP3 file"),
    *((b"\xff" + kind, "an MP3 file") for kind in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
)
LONGEST_BEGINNING = 16  # bytes that tell what a file is


def other_than_video(data: bytes) -> str:
    """What a file is that is certainly no video, in words; '' for any other."""
    return next((words for begins, words in _NO_VIDEO if data.startswith(begins)), "")


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
