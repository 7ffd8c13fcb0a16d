# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Annotations: texts and other videos that a player offers while a video plays."""

from __future__ import annotations

from typing import Any

from .._core.kind import Field, Kind
from .._core.values import uuid_of, uuid_or_null
from .video import VIDEO


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    # it goes in as type and comes out as annotation_type
    return {**raw, "type": raw["annotation_type"]} if "annotation_type" in raw else raw


ANNOTATION = Kind(
    name="annotation",
    path="/annotations",
    parent=VIDEO,
    key=("title",),
    fields=(
        Field("title", needed_to_create=True),
        Field("type", choices=("video", "text"), create_only=True, needed_to_create=True),
        Field("target_video", path=("video_id",), refers=VIDEO, needed_with=("type", "video")),
        Field("link"),
        Field("start_time", type="int"),
        # an update is refused without it
        Field("end_time", type="int", needed_to_create=True),
        Field("poster_id", path=("annotation_poster_id",), canonical=uuid_of, send=uuid_or_null),
    ),
    read_only=frozenset({"id", "media_id", "annotation_type", "poster_url", "created_at", "updated_at"}),
    straighten=_typed,
)
