# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitles of videos."""

from __future__ import annotations

from typing import Any

from .._core import cues
from .._core.fields.base import Raw
from .._core.fields.file import TextFile
from .._core.fields.position import Position, counted
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes, Shape
from .video import VIDEO


def _without_file(raw: dict[str, Any]) -> dict[str, Any]:
    # the API does not return the content here, but a link to it
    return {**raw, "file": None}


def _is_read(raw: Raw) -> bool:
    return bool(raw.get("file"))


SUBTITLE = Kind(
    name="subtitle",
    routes=Routes("/subtitles", update="PATCH"),
    parent=VIDEO,
    key=("language",),
    distinguished_by="description",
    fields=(
        # language tags are not case-sensitive
        Text("language", canonical=str.lower, needed=True),
        Text("description"),
        TextFile(
            "src",
            path=("file",),
            fault=cues.content_fault,
            link="url",
            equivalent=cues.equivalent,
            readable=_is_read,
            in_lists="hidden",
            needed=True,
        ),
        Position("position", canonical=counted, route="reorder"),
    ),
    read_only=frozenset({"id", "video_id", "file_name", "hls_file", "url", "created_at", "updated_at"}),
    hidden=frozenset({"url", "file", "hls_file"}),
    shape=Shape((Text("url"),), _without_file),
)
