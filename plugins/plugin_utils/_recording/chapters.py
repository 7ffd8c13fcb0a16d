# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chapters: a text with times and titles, or moderators' messages in a chat -> options of a video. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import moment
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._csv_rows import encoding_faults
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._recording.durations import clock

_LINE = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?\s+(\S.*)", re.ASCII)


@dataclass
class Found:
    """Chapters by their times in milliseconds; ``notes`` say what was left out, ``faults`` what is wrong."""

    titles: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def chapters(self) -> list[dict[str, Any]]:
        """The option of a video, sorted by time; [] if there are faults."""
        return [] if self.faults else [{"time": time, "title": self.titles[time]} for time in sorted(self.titles)]


def read_text(text: str, duration: float) -> Found:
    """The chapters in a text with lines such as ``1:02:30 Questions``. ``duration`` is in seconds, 0 if unknown."""
    found = Found(faults=encoding_faults(text))
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            found.faults.append(f"line {number}: is not a time and a title, such as 1:02:30 Questions")
            continue
        hours, minutes, seconds, fraction, title = match.groups(default="0")
        time = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
        if int(seconds) > 59 or (match[1] and int(minutes) > 59):
            found.faults.append(f"line {number}: minutes and seconds end at 59")
        elif time in found.titles:
            found.faults.append(f"line {number}: another chapter starts at the same time")
        elif duration and time >= duration * 1000:
            found.faults.append(f"line {number}: starts after the end of the recording, at {clock(duration)}")
        found.titles[time] = title
    if not found.titles and not found.faults:
        found.faults.append("has no chapters")
    return found


def read_chat(
    messages: Sequence[Mapping[str, Any]], marker: str, begin: datetime, duration: float, delay: int
) -> Found:
    """The chapters that moderators announced in a chat: ``#chapter Questions``, if the marker is ``#chapter``.

    ``begin`` is when the recording began (UTC), ``duration`` its length in seconds, and ``delay`` the delay of messages
    in seconds. Of the chapters announced before the beginning, only the last is used, and starts there. Of two chapters
    at the same time, the second is a correction.
    """
    found = Found()
    announced = sorted(_announced(messages, marker), key=lambda one: one[0])
    for when, title in announced:
        time = max(0, round(((when - begin).total_seconds() - delay) * 1000))
        if duration and time >= duration * 1000:
            found.notes.append(f"chapter '{title}' is left out: it was announced after the end of the recording")
        else:
            found.titles[time] = title
    if not announced:
        found.notes.append(f"no moderator announced a chapter in the chat ({marker} and a title)")
    return found


def _announced(messages: Sequence[Mapping[str, Any]], marker: str) -> list[tuple[datetime, str]]:
    """(time, title) of moderators' messages that begin with the marker. Viewers cannot create chapters."""
    found = []
    for message in messages:
        words = str(message.get("message") or "").split()
        when = moment(message.get("created_at"))
        if message.get("is_admin") is True and words[:1] == [marker] and len(words) > 1 and when:
            found.append((when, " ".join(words[1:])))
    return found
