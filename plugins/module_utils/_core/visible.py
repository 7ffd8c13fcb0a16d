# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other people's text on its way to eyes: terminals, logs of CI systems, reports. Data is left as it is.

Whoever may name a video, or answer in the API's place, must not be able to move a reader's cursor, to turn the text
around, to begin a line that looks like one of ours, or to give the CI system an order.
"""

from __future__ import annotations

import re

# What nobody can see, or what turns the text around it. The last two of each plane are not characters, and XML refuses
# two of them. Those of Unicode's Default_Ignorable_Code_Point that emoji and scripts need are seen to below.
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# The joiners (U+200C, U+200D) are needed behind emoji and letters of Semitic and Indic scripts; elsewhere they hide.
_JOINER = "(?<![\u0590-\u1cff\u2190-\u2bff\ufb1d-\ufdff\ufe0f-\ufefc\U00010000-\U000dffff])[\u200c\u200d]"
# The flags of England, Scotland and Wales are a black flag and letters that cannot be seen. Kept as they are.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
# Orders to CI systems. GitHub obeys `##[name]` anywhere in a line, and `::name::` at its beginning, which may be where
# Ansible wraps a warning; Azure `##vso[`, TeamCity `##teamcity[`. Those of GitLab need a carriage return and an escape.
_ORDER = (
    r"\#(?=\#\w{0,20}\[)"
    r"|:(?=:(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-[a-z-]+|notice|remove-matcher"
    r"|save-state|set-env|set-output|stop-commands|warning)(?:::| ))"
)
_HARMFUL = re.compile(f"{_FLAG}|{_UNSEEN}|{_JOINER}|(?i:{_ORDER})")


def visible(text: str) -> str:
    """The text on one line, with nothing in it that cannot be seen, nor an order to a CI system.

    What is taken out stands there by its number, as in Python: ``\\u202e``. Ordinary text of any script, emoji and
    combining marks stay as people write them. To make a text visible twice changes nothing.
    """
    return _HARMFUL.sub(_numbered, text)


def _numbered(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) > 1:
        return found
    number = ord(found)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
