# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Identifiers: their two public forms, and new ones that sort by time.

The short form is the UUID's integer in Flickr base58, left-padded with "0" to 22 characters (computed on published
pairs of id and link). Recent ids start with their creation time in milliseconds like UUIDv7, but follow no RFC variant.
"""

from __future__ import annotations

import re
import secrets
import time

ALPHABET = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = {char: value for value, char in enumerate(ALPHABET)}
SHORT_LENGTH = 22
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
ZERO = "00000000-0000-0000-0000-000000000000"

_last = 0


def from_int(number: int) -> str:
    """The 36-character form of a 128-bit integer."""
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_id() -> str:
    """A new ID: 48 bits of milliseconds, version nibble 7, the rest random; always greater than the previous one."""
    global _last
    number = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(76)
    if number <= _last:
        number = _last + 1 + secrets.randbits(32)
    _last = number
    return from_int(number)


def is_uuid(text: object) -> bool:
    """Whether a value is an ID in its long form."""
    return isinstance(text, str) and UUID.fullmatch(text) is not None


def to_short(uuid: str) -> str:
    """The 22-character form of a UUID."""
    number = int(uuid.replace("-", ""), 16)
    digits = []
    while number:
        number, rest = divmod(number, 58)
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits)).rjust(SHORT_LENGTH, "0")


def parse(text: object) -> str | None:
    """The long form, in lower case, of an ID in either form; None if it is not an ID."""
    if not isinstance(text, str):
        return None
    if UUID.fullmatch(text):
        return text.lower()
    if len(text) != SHORT_LENGTH:
        return None
    number = 0
    for char in text.lstrip("0"):
        digit = DIGITS.get(char)
        if digit is None:
            return None
        number = number * 58 + digit
    return from_int(number) if number < 1 << 128 else None
