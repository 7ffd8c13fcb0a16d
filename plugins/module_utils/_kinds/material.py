# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: files that viewers of a video can download. Only the video itself lists them.

The API cannot replace the file of a material: the new file is uploaded as a separate material, which gets the title and
the position of the old one; then the old one is deleted.
"""

from __future__ import annotations

import os
from typing import Any

from .._core.fields.base import Raw
from .._core.fields.position import Position, counted
from .._core.fields.scalar import Text
from .._core.fields.upload import Attachment
from .._core.kind import Kind, Routes
from .video import VIDEO


def filename_of(options: Raw) -> Any:
    """The file name of a material in a task: the given one, or that of the file unless the material is given by ID."""
    given, src = options.get("filename"), options.get("src")
    return given if given or not src or options.get("id") else os.path.basename(src)


MATERIAL = Kind(
    name="material",
    routes=Routes("/additional_materials", items_path="/v1/additional-materials", lists=False, reads_one=False),
    parent=VIDEO,
    key=("filename",),
    display_name=filename_of,
    fields=(
        Text("filename", written="on_create"),
        Attachment("src", needed=True),
        Text("title"),
        Position("position", canonical=counted, route="reorder"),
    ),
    read_only=frozenset(
        {"id", "video_id", "storage_id", "filename", "filetype", "size", "position"}
        | {"created_at", "updated_at", "deleted_at"}
    ),
    hidden=frozenset({"src"}),
)
