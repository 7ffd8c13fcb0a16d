# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders: one flat list per project, a tree by parent_id; DELETE returns the folder itself (documented)."""

from __future__ import annotations

from .. import ids
from ..answers import not_found
from ..fields import NO_DEFAULT, Field, Kind, Row, stamps
from ..store import Workspace
from . import contents


def _create(ws: Workspace, row: Row, body: Row) -> None:
    row["parent_id"] = row["parent_id"] or row["project_id"]


def _check(ws: Workspace, row: Row, moment: str) -> None:
    """The parent must be the project or one of its folders (inferred)."""
    parent = row.get("parent_id")
    if moment == "create" and parent and parent != row["project_id"]:
        folder = ws.get("folder", parent)
        if folder is None or folder["project_id"] != row["project_id"]:
            raise not_found()


def _delete(ws: Workspace, row: Row) -> None:
    for folder in ws["folder"].children(row["project_id"]):
        if folder["parent_id"] == row["id"]:
            ws.delete("folder", folder)
    contents.empty(ws, row["id"])


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    if row["parent_id"] == row["project_id"]:
        out["parent_id"] = {"null": None, "zero": ids.ZERO}.get(ws.switch("root_folder_parent"), out["parent_id"])


FOLDER = Kind(
    name="folder",
    path="/v1/projects/{project_id}/folders",
    id_param="folder_id",
    family="A",
    required_create=("name",),
    order_fields=("name", "created_at"),
    parent=("project", "project_id", "project_id"),
    deleted_object=True,
    go_name="Folder",
    on_create=_create,
    on_delete=_delete,
    show=_show,
    check=_check,
    fields=(
        Field("id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("project_id", "uuid"),
        Field("parent_id", "uuid", on="create", nullable=True, ref=("project", "folder")),
        Field("size", "int"),
        Field("items_count", "int"),
        *stamps(deleted=True),
    ),
)
