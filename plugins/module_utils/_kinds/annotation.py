# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Annotations: texts and links to other videos, which a player shows while a video plays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.fields.reference import Reference
from .._core.fields.scalar import Text
from .._core.fields.times import RangeSide
from .._core.kind import Kind, Routes, Shape
from .._core.values import uuid_of, uuid_or_null
from .video import VIDEO


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    # written as type, returned as annotation_type
    return {**raw, "type": raw["annotation_type"]} if "annotation_type" in raw else raw


def _is_of_video(given: Mapping[str, Any]) -> bool:
    return given.get("type") == "video"


ANNOTATION = Kind(
    name="annotation",
    routes=Routes("/annotations"),
    parent=VIDEO,
    key=("title",),
    fields=(
        Text("title", needed=True),
        Text("type", choices=("video", "text"), written="on_create", needed=True),
        Reference("target_video", path=("video_id",), to=VIDEO, needed=_is_of_video),
        Text("link"),
        RangeSide("start_time", end="end_time"),
        # an update without it is refused
        RangeSide("end_time", begin="start_time", needed=True),
        Text("poster_id", path=("annotation_poster_id",), canonical=uuid_of, send=uuid_or_null),
    ),
    read_only=frozenset({"id", "media_id", "annotation_type", "poster_url", "created_at", "updated_at"}),
    shape=Shape((Text("annotation_type"),), _typed),
)
