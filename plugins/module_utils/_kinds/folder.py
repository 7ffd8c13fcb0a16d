# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders of a project."""

from __future__ import annotations

from typing import Any

from .._core.fields.free import FreeItems
from .._core.fields.location import ParentFolders
from .._core.fields.scalar import Integer, Text
from .._core.kind import Kind, Routes, Shape
from .._core.values import object_id
from .project import PROJECT

ZERO_ID = "00000000-0000-0000-0000-000000000000"


def _root(raw: dict[str, Any]) -> dict[str, Any]:
    # The parent of a top-level folder is the project, null, or the zero UUID, with which Go shows that there is none.
    parent = object_id(raw.get("parent_id"))
    return {**raw, "parent_id": None} if parent in (object_id(raw.get("project_id")), ZERO_ID) else raw


FOLDER = Kind(
    name="folder",
    routes=Routes("/folders", within="project_id"),
    parent=PROJECT,
    key=("name", "parent"),
    fields=(
        Text("name", needed=True),
        # a path from the project's root; the API documents no way to move a folder
        ParentFolders("parent", path=("parent_id",), written="on_create"),
    ),
    read_only=frozenset(
        {"id", "project_id", "parent_id", "size", "items_count", "created_at", "updated_at", "deleted_at"}
    ),
    holds=("items_count", "folders"),
    shape=Shape((Text("project_id"), Integer("items_count"), FreeItems("folders")), _root),
)
