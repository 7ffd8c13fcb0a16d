# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""File requests: titles may repeat (documented); `archived` is sent, `archived_at` is returned."""

from __future__ import annotations

from ..fields import NO_DEFAULT, Field, Kind, Row, stamps
from ..store import Workspace
from .privacy_domain import archive, archived


def _create(ws: Workspace, row: Row, body: Row) -> None:
    row["url"] = row["url"] or f"https://kinescope.io/request/{row['id']}"


FILE_REQUEST = Kind(
    name="file_request",
    path="/v1/file-requests",
    id_param="file_request_id",
    family="B",
    required_create=("title", "uploading_location_id"),
    key="title",
    order=(("title", "asc"),),
    order_fields=("title", "created_at", "updated_at"),
    go_name="FileRequest",
    on_create=_create,
    on_update=archive,
    filters=archived,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("title", on="both", default=NO_DEFAULT),
        Field("description", on="both"),
        Field("uploading_location_id", "uuid", on="both", default=NO_DEFAULT, ref=("project", "folder")),
        Field("expired_at", "time", on="both", nullable=True),
        Field("created_by", nullable=True),
        *stamps(archived=True),
        Field("user_count", "int"),
        Field("media_count", "int"),
        Field("url"),
        Field("archived", "bool", on="update", shown=False),
    ),
)
