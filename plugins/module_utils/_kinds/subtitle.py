# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitles of videos."""

from __future__ import annotations

from typing import Any

from .._core import cues
from .._core.errors import DocumentError
from .._core.kind import Field, Kind, Raw
from .video import VIDEO


def _counted(place: Any) -> int:
    if int(place) < 1:
        raise DocumentError("positions start at 1")
    return int(place)


def _without_file(raw: dict[str, Any]) -> dict[str, Any]:
    # what it shows there is no content; that is behind a link
    return {**raw, "file": None}


def _is_read(raw: Raw) -> bool:
    return bool(raw.get("file"))


SUBTITLE = Kind(
    name="subtitle",
    path="/subtitles",
    parent=VIDEO,
    key=("language",),
    told_apart_by="description",
    update="PATCH",
    fields=(
        # tags of languages are the same in any case
        Field("language", canonical=str.lower, needed_to_create=True),
        Field("description"),
        Field(
            "src",
            type="path",
            path=("file",),
            content=True,
            unfit=cues.unfit,
            link="url",
            equivalent=cues.equivalent,
            anew=True,
            readable=_is_read,
            hidden_in_list=True,
            needed_to_create=True,
        ),
        Field("position", type="int", canonical=_counted, rank=True, route="reorder"),
    ),
    read_only=frozenset({"id", "video_id", "file_name", "hls_file", "url", "created_at", "updated_at"}),
    hidden=frozenset({"url", "file", "hls_file"}),
    straighten=_without_file,
)
