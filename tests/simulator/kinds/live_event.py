# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live events: their fields, the effects of PUT on record, schedule and restreams, and when updates are refused."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from typing import Any

from .. import checks, ids
from ..answers import forbidden_edit, not_found
from ..fields import DASHBOARD, NO_DEFAULT, Field, Kind, Row, stamps
from ..render import show as render
from ..store import Workspace

DEFAULT_POSTER = "https://static.kinescopecdn.net/assets/event_default_poster.png"

RESTREAM_PARTS = (
    Field("id", "uuid", nullable=True),
    Field("name", required=True),
    Field("url", required=True),
    Field("key", required=True),
    Field("description"),
    Field("enabled", "bool", default=True),
)


def new_stream(event: Any, started_at: Any) -> dict[str, Any]:
    """A pending stream (documented shape)."""
    return {"id": ids.new_id(), "event_id": event, "status": "pending", "started_at": started_at, "finished_at": None}


def set_restreams(ws: Workspace, event: Row, items: list[Row]) -> None:
    """Replace the restreams of an event; one with a known ID keeps it (inferred)."""
    table = ws["restream"]
    kept = {row["id"]: row for row in table.children(event["id"])}
    for item in items:
        body = {name: value for name, value in item.items() if name in ("name", "url", "key", "description", "enabled")}
        old = kept.pop(item.get("id"), None)
        if old is None:
            ws.new("restream", body, event_id=event["id"])
        elif any(old[name] != value for name, value in body.items()):
            table.change(old, body)
    for row in kept.values():
        ws.delete("restream", row)


def _create(ws: Workspace, row: Row, body: Row) -> None:
    short = ids.to_short(row["id"])
    row["streamkey"] = row["streamkey"] or secrets.token_hex(16)
    row["play_link"] = row["play_link"] or f"https://kinescope.io/{short}"
    row["rtmp_link"] = row["rtmp_link"] or "rtmp://rtmp.kinescope.io/live"
    row["record"] = {"parent_id": (row["record"] or {}).get("parent_id")}
    row["scheduled"] = {"time": (row["scheduled"] or {}).get("time")}
    row["video"] = {"presets": (row["video"] or {}).get("presets")}
    stream = new_stream(row["id"], row["scheduled"]["time"] or row["created_at"])
    row["stream"] = stream if row["stream"] is None else stream | row["stream"]
    items, row["restreams"] = row["restreams"] or [], []
    set_restreams(ws, row, items)


def _record(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    """{"record": null} or {"record": {"parent": null}} turns recording off; which one is uncertain."""
    if "record" not in changes:
        return
    given = changes.pop("record")
    how = ws.switch("record_off")
    if "record" not in body:
        changes["record"] = {"parent_id": None}
    elif given is not None and given.get("parent_id"):
        changes["record"] = {"parent_id": given["parent_id"]}
    elif how in ("either", "null_only" if given is None else "object_only"):
        changes["record"] = {"parent_id": None}


def reschedule(ws: Workspace, row: Row, changes: Row, time: Any, by_event: bool) -> None:
    """Set the start in the places that the switch `schedule` names."""
    separate = ws.switch("schedule") == "scheduled"
    if by_event or not separate:
        changes["scheduled"] = {"time": time}
    if not by_event or not separate:
        stream: Row = changes["stream"] if "stream" in changes else row["stream"]
        changes["stream"] = {**stream, "started_at": time or row["created_at"]}


def _update(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    _record(ws, row, changes, body)
    if "scheduled" in changes:
        reschedule(ws, row, changes, (changes["scheduled"] or {}).get("time"), True)
    if "video" in changes:
        changes["video"] = {"presets": (changes["video"] or {}).get("presets")}
    if "restreams" in changes:
        set_restreams(ws, row, body.get("restreams", []))
        changes["restreams"] = []


def _delete(ws: Workspace, row: Row) -> None:
    for restream in ws["restream"].children(row["id"]):
        ws.delete("restream", restream)


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    """The list returns restreams as [] (observed); presets are not returned in the documented examples."""
    table = ws["restream"]
    out["restreams"] = [] if listed else [render(ws, table.kind, item) for item in table.children(row["id"])]
    if ws.switch("schedule") == "stream":
        out["scheduled"] = {"time": None}
    if ws.switch("presets") == "hidden":
        out["video"] = {"presets": None}
    if row["poster"] is None and ws.switch("event_poster") == "default":
        out["poster"] = {
            "id": str(uuid.uuid5(uuid.UUID(row["id"]), "poster")),
            "type": "image",
            "status": "done",
            "active": True,
            "from_time": 0,
            "to_time": 0,
        }
        out["poster"] |= dict.fromkeys(("original", "md", "sm", "xs"), DEFAULT_POSTER)
    if row["stream"]["status"] == "enabled" and ws.switch("enable_shows") == "nothing":
        out["stream"] = {**row["stream"], "status": "pending"}


def check(ws: Workspace, row: Row, moment: str) -> None:
    """A finished event cannot be updated (observed); references in record must exist (inferred)."""
    if moment == "put" and row["finished"]:
        raise forbidden_edit()
    if moment == "delete":
        if row["enabled"] and not row["finished"] and ws.switch("running_delete") == "refused":
            raise forbidden_edit()
        return
    target = (row.get("record") or {}).get("parent_id")
    if target and ws.location(target) is None:
        raise not_found()


def _filters(ws: Workspace, query: dict[str, list[str]]) -> tuple[Any, Callable[[Row], bool]] | None:
    """folder_id, project_id and without_folder (documented)."""
    folder, project = query.get("folder_id", [""])[-1], query.get("project_id", [""])[-1]
    without = query.get("without_folder", [""])[-1].lower() in ("true", "1")
    if ws.switch("place_filters") == "ignored" or not (folder or project or without):
        return None
    folder = checks.one_id(folder) if folder else ""
    project = checks.one_id(project) if project else ""

    def keep(row: Row) -> bool:
        inside = ws.get("folder", row["parent_id"])
        if folder and row["parent_id"] != folder:
            return False
        if project and project not in (row["parent_id"], inside["project_id"] if inside else None):
            return False
        return not (without and inside)

    return (folder, project, without, len(ws["folder"])), keep


def _flag(name: str, default: bool) -> Field:
    return Field(name, "bool", on="both", default=default)


LIVE_EVENT = Kind(
    name="live_event",
    path="/v2/live/events",
    id_param="event_id",
    family="A",
    required_create=("name", "type"),
    order=(("created_at", "desc"), ("name", "asc")),
    order_fields=("created_at", "name"),
    go_name="Event",
    on_create=_create,
    on_update=_update,
    on_delete=_delete,
    show=_show,
    check=check,
    filters=_filters,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("parent_id", "uuid", on="create", nullable=True, ref=("project", "folder")),
        Field("name", on="both", default=NO_DEFAULT),
        Field("subtitle", on="both"),
        Field("type", on="create", choices=("one-time", "recurring")),
        Field("streamkey"),
        _flag("auto_start", False),
        _flag("protected", False),
        _flag("time_shift", False),
        _flag("chat_after_stream", True),
        _flag("chat_active", False),
        Field(
            "record",
            "object",
            on="both",
            nullable=True,
            default={"parent_id": None},
            fields=(Field("parent_id", "uuid", nullable=True), Field("parent", "uuid", nullable=True)),
        ),
        Field(
            "video",
            "object",
            on="both",
            nullable=True,
            default={"presets": None},
            fields=(Field("presets", "strings", nullable=True),),
        ),
        Field("audio", "map", default={"channel_mapping": None}),
        Field("restreams", "objects", on="both", fields=RESTREAM_PARTS),
        Field("reconnect_window", "int", on="both", default=600),
        Field("play_link"),
        Field("rtmp_link"),
        Field(
            "scheduled",
            "object",
            on="both",
            nullable=True,
            default={"time": None},
            fields=(Field("time", "time", nullable=True),),
        ),
        Field("stream", "any"),
        _flag("show_members", True),
        _flag("allow_chat_links", False),
        _flag("chat_preview", True),
        Field("moderators", "any", on="both", nullable=True),
        Field("latency_mode", on="both", default="standard"),
        Field("poster", "any"),
        *stamps(),
        Field("chat_jwt_required", "bool", on="both", shown=False),
        Field("enabled", "bool", shown=False),
        Field("finished", "bool", shown=False),
        Field("past_streams", "maps", shown=False),
        DASHBOARD,
    ),
)

RESTREAM = Kind(
    name="restream",
    path="/v2/live/events/{event_id}/restreams",
    id_param="restream_id",
    verbs=("create", "get", "put", "delete"),
    required_create=("name", "url", "key"),
    parent=("live_event", "event_id", "event_id"),
    go_name="Restream",
    fields=(
        Field("id", "uuid"),
        Field("event_id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("url", on="both", default=NO_DEFAULT),
        Field("key", on="both", default=NO_DEFAULT, secret="restream_keys"),
        Field("status", default="disconnected"),
        Field("enabled", "bool", on="both", default=True),
        Field("description", on="both"),
        *stamps(),
    ),
)
