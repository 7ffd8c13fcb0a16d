# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tags: words by which videos can be found."""

from __future__ import annotations

from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes, Shape
from ._archiving import ARCHIVE, ARCHIVED, archived

TAG = Kind(
    name="tag",
    routes=Routes("/v1/tags", reads_one=False, additional_lists=ARCHIVE),
    key=("tag",),
    fields=(
        Text("tag", needed=True),
        ARCHIVED,
    ),
    read_only=frozenset(
        {"id", "workspace_id", "created_by_user_name", "created_at", "updated_at", "archived_at", "media_count"}
    ),
    shape=Shape(normalize=archived),
)
