# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""File requests: pages on which others can upload files to a project or folder."""

from __future__ import annotations

from .._core.fields.location import Location
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes, Shape
from .._core.values import instant, instant_or_null
from ._archiving import ARCHIVE, ARCHIVED, archived

FILE_REQUEST = Kind(
    name="file_request",
    routes=Routes("/v1/file-requests", additional_lists=ARCHIVE),
    key=("title",),
    narrowed_by="location",
    fields=(
        Text("title", needed=True),
        Location("location", path=("uploading_location_id",), needed=True),
        Text("description"),
        Text("expires_at", path=("expired_at",), canonical=instant, send=instant_or_null),
        ARCHIVED,
    ),
    read_only=frozenset(
        {"id", "workspace_id", "created_by", "created_at", "updated_at", "archived_at", "user_count", "media_count"}
        | {"url"}
    ),
    shape=Shape(normalize=archived),
)
