# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags: like privacy domains (inferred); PUT requires the tag even if it only archives (observed)."""

from __future__ import annotations

from ..fields import NO_DEFAULT, Field, Kind, stamps
from .privacy_domain import archive, archived

TAG = Kind(
    name="tag",
    path="/v1/tags",
    id_param="tag_id",
    verbs=("list", "create", "put", "delete"),
    family="B",
    required_create=("tag",),
    required_put=("tag",),
    key="tag",
    unique=400201,
    order=(("created_at", "asc"),),
    order_fields=("tag", "created_at", "updated_at"),
    created_answer=True,
    updated_answer=True,
    go_name="Tag",
    on_update=archive,
    filters=archived,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("tag", on="both", default=NO_DEFAULT),
        Field("created_by_user_name"),
        *stamps(archived=True),
        Field("media_count", "int"),
        Field("archived", "bool", on="update", shown=False),
    ),
)
