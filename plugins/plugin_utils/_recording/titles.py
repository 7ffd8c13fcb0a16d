# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The titles of recordings: a pattern with {name}, {date} and {part} -> text. Pure, except for the time zone data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import moment
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import zoned

_PLACE = re.compile(r"\{(\w+)\}")
PLACES = ("name", "date", "part")


def title_faults(pattern: str, zone: str) -> list[str]:
    """What is wrong with a pattern, a sentence each."""
    named = _PLACE.findall(pattern)
    faults = [f"the title has an unknown placeholder {{{name}}}" for name in named if name not in PLACES]
    if faults:
        faults.append("known placeholders are {name}, {date} and {part}")
    if "date" in named and not zone:
        faults.append("a title with {date} requires kinescope_recording_time_zone, such as Europe/Moscow")
    try:
        zoned("2026-01-01T00:00", zone or "UTC")
    except DocumentError as error:
        faults.append(f"kinescope_recording_time_zone: {error}")
    return faults


def titled(pattern: str, zone: str, event: Mapping[str, Any], video: Mapping[str, Any], part: int) -> str:
    """The title of a recording. Inserted texts are never interpreted as patterns.

    The date is that of the recording's beginning, because the API creates a recording when it ends.
    """
    created = moment(video.get("created_at"))
    began = created - timedelta(seconds=float(video.get("duration") or 0)) if created else None
    where = zoned("2026-01-01T00:00", zone or "UTC").tzinfo
    values = {
        "name": str(event.get("name")),
        "date": f"{began.astimezone(where):%Y-%m-%d}" if began else "",
        "part": str(part),
    }
    return _PLACE.sub(lambda match: values[match[1]], pattern)


def duplicate_titles(chosen: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong with the new titles of recordings beside those of all recordings of their event."""
    titles = [one["new_title"] for one in chosen]
    if len(set(titles)) < len(titles):
        return ["several recordings would get the same title; add {part} to it"]
    ids = {one["id"] for one in chosen}
    taken = [one for one in own if one["id"] not in ids and one.get("title") in titles]
    said = "recording {} of the same live event has the title '{}' already; add {{part}} or {{date}} to it"
    return [said.format(one["id"], visible(str(one["title"]))) for one in taken]
