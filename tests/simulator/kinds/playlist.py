# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playlists and their entities. Names may repeat, PATCH is partial (observed); lists cannot be filtered (observed)."""

from __future__ import annotations

from typing import Any

from .. import checks, ids
from ..answers import Answer, Problem, not_found
from ..fields import Field, Kind, Row
from ..regular import Regular, routes, row_of
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace
from . import contents
from .project import PRIVACY

SETTINGS = (
    Field("sort_field", default="created_at"),
    Field("sort_order", default="asc", choices=("asc", "desc")),
    Field("ignore_interactive_tools", "bool"),
)


def _create(ws: Workspace, row: Row, body: Row) -> None:
    short = ids.to_short(row["id"])
    row["play_link"] = row["play_link"] or f"https://kinescope.io/pl/{short}"
    row["embed_link"] = row["embed_link"] or f"https://kinescope.io/embed/pl/{short}"
    if "sort_field" not in (body.get("settings") or {}):
        row["settings"]["sort_field"] = ws.switch("playlist_sort")
    place = ws.location(row["parent_id"])
    project = ws.get("project", place.get("project_id", place["id"])) if place else None
    row["player_id"] = row["player_id"] or (project["player_id"] if project else None)


def _update(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    contents.name_domains(ws, changes.get("privacy_domains"))


PLAYLIST = Kind(
    name="playlist",
    path="/v1/playlists",
    id_param="playlist_id",
    verbs=("list", "get", "patch", "delete"),
    family="A",
    required_create=("name",),
    order_fields=("title", "name", "description", "created_at", "updated_at"),
    go_name="Playlist",
    on_create=_create,
    on_update=_update,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("player_id", "uuid", nullable=True),
        Field("parent_id", "uuid", on="both", nullable=True, ref=("project", "folder")),
        Field("name", on="both"),
        Field("description", on="both"),
        Field("privacy_type", on="both", default="anywhere", choices=PRIVACY),
        Field("privacy_domains", "strings", on="both", domain=True),
        Field("privacy_email_domains", "strings"),
        Field("privacy_share", "map"),
        Field("unique_codes_enabled", "bool"),
        Field("tags", "strings"),
        Field("settings", "object", on="both", fields=SETTINGS, merge=True),
        Field("play_link"),
        Field("embed_link"),
        Field("entity_ids", "uuids", on="create", shown=False, ref=("video",)),
        Field("created_at", "time", shown=False),
        Field("updated_at", "time", shown=False, nullable=True),
    ),
)

IDS = (Field("entity_ids", "uuids", ref=("video",)), Field("replace", "bool"))
POSITION = (Field("position", "int"),)


def _short(call: Call, row: Row) -> Answer:
    """Responses to create and to writes of entities lack two fields that get returns (documented)."""
    shown = render(call.ws, PLAYLIST, row)
    del shown["privacy_email_domains"], shown["unique_codes_enabled"]
    return Answer(body={"data": shown})


def create(call: Call) -> Answer:
    """POST; entity_ids must be the IDs of videos (inferred)."""
    answer = Regular(PLAYLIST).create(call)
    for name in ("privacy_email_domains", "unique_codes_enabled"):
        answer.body["data"].pop(name, None)
    return answer


def _sorted(ws: Workspace, row: Row) -> list[Row]:
    """The videos in the order that the settings select; "custom" is the order stored in the playlist."""
    videos = [video for video in (ws.get("video", key) for key in row["entity_ids"]) if video]
    field, direction = row["settings"]["sort_field"], row["settings"]["sort_order"]
    if field == "custom":
        return videos

    def key(video: Row) -> tuple[bool, Any]:
        value = video.get(field)
        return value is None, "" if value is None else value

    return sorted(videos, key=key, reverse=direction == "desc")


def entities(call: Call) -> Answer:
    """The entities: not paged, positions count from 1 (documented, observed)."""
    row = row_of(call, PLAYLIST)
    names = ("status", "title", "description", "duration", "created_at", "updated_at")
    items = [
        {"id": video["id"], "position": number, **{name: video[name] for name in names}}
        for number, video in enumerate(_sorted(call.ws, row), 1)
    ]
    return Answer(body={"data": items})


def _entity_body(call: Call) -> Row:
    body = checks.decode(IDS, checks.load(call.raw), "Entities")
    checks.demand(IDS, body, ("entity_ids",))
    return body


def add(call: Call) -> Answer:
    """Append videos; `replace` clears the list first (only mentioned in the text of the reference)."""
    body = _entity_body(call)
    row = row_of(call, PLAYLIST)
    checks.references(call.ws, IDS, body)
    meant = call.switch("entities_replace") if body.get("replace") else ""
    if meant == "refused":
        raise Problem(400, 400400, "request parameters didn't validate")
    kept = [] if meant == "honoured" else row["entity_ids"]
    added = [key for key in dict.fromkeys(body["entity_ids"]) if meant == "doubled" or key not in kept]
    call.ws["playlist"].change(row, {"entity_ids": [*kept, *added]})
    return _short(call, row)


def remove(call: Call) -> Answer:
    """DELETE with a JSON body; returns the playlist (documented)."""
    body = _entity_body(call)
    row = row_of(call, PLAYLIST)
    gone = set(body["entity_ids"])
    call.ws["playlist"].change(row, {"entity_ids": [key for key in row["entity_ids"] if key not in gone]})
    return _short(call, row)


def move(call: Call) -> Answer:
    """Move an entity to a position that counts from 1 (documented)."""
    body = checks.decode(POSITION, checks.load(call.raw), "Move")
    checks.demand(POSITION, body, ("position",))
    row = row_of(call, PLAYLIST)
    media = call.params["media_id"]
    if media not in row["entity_ids"]:
        raise not_found()
    rest = [key for key in row["entity_ids"] if key != media]
    rest.insert(max(0, body["position"] - 1), media)
    call.ws["playlist"].change(row, {"entity_ids": rest})
    return _short(call, row)


ONE = "/v1/playlists/{playlist_id}/entities"
ROUTES = [
    *routes(PLAYLIST),
    Route("POST", "/v1/playlists", create),
    Route("GET", ONE, entities),
    Route("POST", ONE, add),
    Route("DELETE", ONE, remove),
    Route("PUT", f"{ONE}/{{media_id}}/move", move),
]
