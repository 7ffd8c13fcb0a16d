# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitle files, VTT and SRT: whether a file is one, and whether two say the same. Pure.

The API may convert a file, or write it in other words; so it is cues that are compared, their times and texts.
"""

from __future__ import annotations

import html
import re

_TIME = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(.*)")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


def unfit(data: bytes) -> str:
    """What is wrong with a subtitle file; '' for nothing."""
    text = _text(data)
    if text is None:
        return "is not encoded in UTF-8; convert it"
    return "" if text.startswith("WEBVTT") or _cues(text) else "is not a VTT or SRT file: it contains no cues"


def equivalent(wanted: bytes, stored: bytes) -> bool:
    """Whether two subtitle files say the same.

    In one format, everything counts but line ends, spaces at the ends of lines, comments, and what cues are called.
    Of a VTT and an SRT file, which cannot say everything, the times and the bare texts do.
    """
    one, other = _text(wanted), _text(stored)
    if one is None or other is None:
        return wanted == stored
    if one.startswith("WEBVTT") is other.startswith("WEBVTT"):
        return _cues(one) == _cues(other) and _styles(one) == _styles(other)
    return _bare(one) == _bare(other)


def _text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _blocks(text: str) -> list[list[str]]:
    return [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n"))]


def _cues(text: str) -> list[tuple[int, int, list[str], list[str]]]:
    """Start and end in milliseconds, settings, lines."""
    found = []
    for block in _blocks(text):
        for number, line in enumerate(block[:2]):  # the first line may be a number or a name
            cue = _CUE.fullmatch(line)
            if cue:
                times = cue.groups()
                found.append((_ms(times[:4]), _ms(times[4:8]), sorted(times[8].split()), block[number + 1 :]))
                break
    return found


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds) * 1000 + int(fraction.ljust(3, "0"))


def _styles(text: str) -> list[list[str]]:
    return [block for block in _blocks(text) if block[0].startswith(("STYLE", "REGION"))]


def _bare(text: str) -> list[tuple[int, int, str]]:
    """Cues without what only one of the formats can say."""
    return [(start, end, html.unescape(_TAG.sub("", "\n".join(lines)))) for start, end, _settings, lines in _cues(text)]
