# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects. catalog_type and apply_to_videos are write-only (documented); PUT requires privacy_type (observed)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..fields import DASHBOARD, NO_DEFAULT, Field, Kind, Row, stamps
from ..render import show as render
from ..store import Workspace
from . import contents

PRIVACY = ("anywhere", "nowhere", "custom")


def _default_player(ws: Workspace) -> Any:
    return next((row["id"] for row in ws["player"] if row["is_default"]), None)


def _create(ws: Workspace, row: Row, body: Row) -> None:
    row["player_id"] = row["player_id"] or _default_player(ws)
    row["catalog_type"] = row["catalog_type"] or "vod"
    contents.name_domains(ws, row["privacy_domains"])


def _update(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    if "player_id" in changes and changes["player_id"] is None:
        changes["player_id"] = _default_player(ws)
    if changes.pop("apply_to_videos", False):
        pushed: Row = {
            name: changes[name] for name in ("privacy_type", "privacy_domains", "player_id") if name in changes
        }
        for video in ws["video"]:
            if video["project_id"] == row["id"]:
                ws["video"].change(video, pushed)
    contents.name_domains(ws, changes.get("privacy_domains"))


def _delete(ws: Workspace, row: Row) -> None:
    for folder in ws["folder"].children(row["id"]):
        if ws.get("folder", folder["id"]):
            ws.delete("folder", folder)
    contents.empty(ws, row["id"])
    for auth in ws["drm_auth"].keyed(row["id"]):
        ws.delete("drm_auth", auth)


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    table = ws["folder"]
    out["folders"] = [render(ws, table.kind, folder) for folder in table.children(row["id"])]


def _filters(ws: Workspace, query: dict[str, list[str]]) -> tuple[Any, Callable[[Row], bool]] | None:
    asked = query.get("catalog_type", [""])[-1]
    how = ws.switch("catalog_filter")
    if how == "ignored" or (how == "all_by_default" and not asked):
        return None
    wanted = asked or "vod"
    return wanted, lambda row: row["catalog_type"] == wanted


PROJECT = Kind(
    name="project",
    path="/v1/projects",
    id_param="project_id",
    family="A",
    required_create=("name", "privacy_type"),
    required_put=("privacy_type",),
    demands=(("create_requires", "documented", "create", ("privacy_domains",)),),
    unique=400203,
    order=(("name", "asc"),),
    created_answer=True,
    updated_answer=True,
    go_name="Project",
    on_create=_create,
    on_update=_update,
    on_delete=_delete,
    show=_show,
    filters=_filters,
    fields=(
        Field("id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("folders", "objects"),
        Field("privacy_type", on="both", default="anywhere", choices=PRIVACY),
        Field("privacy_domains", "strings", on="both", domain=True),
        Field("privacy_email_domains", "strings"),
        Field("privacy_share", "map"),
        Field("player_id", "uuid", on="both", nullable=True, ref=("player",)),
        Field("favorite", "bool"),
        Field("size", "int"),
        Field("items_count", "int"),
        *stamps(),
        Field("encrypted", "bool", on="create"),
        Field("catalog_type", on="create", choices=("vod", "live"), shown=False),
        Field("apply_to_videos", "bool", on="update", shown=False),
        DASHBOARD,
    ),
)
