# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitle files (VTT and SRT): whether a file is valid, and whether two files have the same content. Pure.

The API may convert or reformat a file, so cues are compared (their times and texts), not bytes.
"""

from __future__ import annotations

import html
import re

_TIME = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(.*)")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


def content_fault(data: bytes) -> str:
    """What is wrong with a subtitle file; '' if nothing is."""
    text = _text(data)
    if text is None:
        return "is not encoded in UTF-8; convert it"
    return "" if text.startswith("WEBVTT") or _cues(text) else "is not a VTT or SRT file: it contains no cues"


def equivalent(wanted: bytes, stored: bytes) -> bool:
    """Whether two subtitle files have the same content.

    Within one format, everything counts except line endings, trailing spaces, comments and cue identifiers. Between VTT
    and SRT, which differ in what they can express, only times and plain texts count.
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
    """Each cue as (start in ms, end in ms, settings, lines)."""
    found = []
    for block in _blocks(text):
        for number, line in enumerate(block[:2]):  # the first line may be a cue number or identifier
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
    """Cues without anything that only one of the two formats can express."""
    return [(start, end, html.unescape(_TAG.sub("", "\n".join(lines)))) for start, end, _settings, lines in _cues(text)]
