# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: files that viewers of a video can download. Only the video shows them."""

from __future__ import annotations

from .._core.kind import Field, Kind
from .video import VIDEO

MATERIAL = Kind(
    name="material",
    path="/additional_materials",  # in the video
    parent=VIDEO,
    has_list=False,
    reads_one=False,
    key=("filename",),
    fields=(Field("filename", create_only=True), Field("title"), Field("position", type="int")),
    read_only=frozenset({"id", "video_id", "storage_id", "filetype", "size", "created_at", "updated_at", "deleted_at"}),
)
