# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: files that viewers of a video can download. Only the video shows them."""

from __future__ import annotations

from .._core.fields.scalar import Integer, Text
from .._core.kind import Kind, Routes
from .video import VIDEO

MATERIAL = Kind(
    name="material",
    routes=Routes("/additional_materials", lists=False, reads_one=False),  # in the video
    parent=VIDEO,
    key=("filename",),
    fields=(Text("filename", written="on_create"), Text("title"), Integer("position")),
    read_only=frozenset({"id", "video_id", "storage_id", "filetype", "size", "created_at", "updated_at", "deleted_at"}),
)
