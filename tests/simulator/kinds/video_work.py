# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on a video: chapters, move, copy, concat, cut."""

from __future__ import annotations

from typing import Any

from .. import checks
from ..answers import Answer, not_found, success
from ..fields import Field, Row
from ..regular import row_of, stored
from ..render import show as render
from ..router import Call, Route
from .contents import count, place
from .video import VIDEO, start_processing

CHAPTERS = (
    Field("items", "objects", fields=(Field("time", "int"), Field("title"))),
    Field("enabled", "bool"),
)
MOVE = (Field("project_id", "uuid", ref=("project",)), Field("folder_id", "uuid", nullable=True, ref=("folder",)))
COPY = (Field("parent_id", "uuid", ref=("project", "folder")),)
PIECES = (Field("video_id", "uuid", required=True),)
CONCAT = (
    Field("prepend", "objects", fields=PIECES),
    Field("append", "objects", fields=PIECES),
    Field("replace", "bool"),
)
CUT = (
    *MOVE,
    Field("title"),
    Field("description"),
    Field("crop", "map"),
    Field("trim", "objects", fields=(Field("start", "number"), Field("length", "number"))),
)
COPIED = (
    "player_id",
    "subtitle",
    "description",
    "privacy_type",
    "privacy_domains",
    "tags",
    "chapters",
    "assets",
    "duration",
)


def _body(call: Call, fields: tuple[Field, ...], required: tuple[str, ...] = ()) -> tuple[Row, Row]:
    """The decoded body and the video; the body is validated before the video is looked up (observed)."""
    body = checks.decode(fields, checks.load(call.raw), "Video")
    checks.demand(fields, body, required)
    row = row_of(call, VIDEO)
    checks.references(call.ws, fields, body)
    return body, row


def _shown(call: Call, row: Row) -> Answer:
    return Answer(body={"data": render(call.ws, VIDEO, row)})


def chapters(call: Call) -> Answer:
    """PUT: an empty list clears; {"enabled": true} alone is accepted (observed)."""
    body, row = _body(call, CHAPTERS)
    kept = row["chapters"] if call.switch("put") == "merge" else {"items": [], "enabled": False}
    items = [{"time": 0, "title": "", **item} for item in body["items"]] if "items" in body else kept["items"]
    wanted = {**kept, "items": items, "enabled": body.get("enabled", kept["enabled"])}
    call.ws["video"].change(row, {"chapters": wanted})
    return Answer(body={"data": wanted})


def _target(call: Call, body: Row) -> dict[str, Any]:
    """The project_id and folder_id in a body; the folder must be in the project (inferred)."""
    folder = call.ws.get("folder", body.get("folder_id"))
    if folder is not None and folder["project_id"] != body.get("project_id", folder["project_id"]):
        raise not_found()
    return {
        "project_id": body.get("project_id") or (folder or {}).get("project_id"),
        "folder_id": body.get("folder_id"),
    }


def move(call: Call) -> Answer:
    """PUT: project_id is required (observed)."""
    body, row = _body(call, MOVE, ("project_id",))
    target = _target(call, body)
    count(call.ws, row, -1)
    call.ws["video"].change(row, target)
    count(call.ws, row, 1)
    return _shown(call, row)


def _derived(call: Call, row: Row, where: dict[str, Any], **other: Any) -> Row:
    fixed = {name: row[name] for name in COPIED} | {"title": row["title"]} | where | other
    new = call.ws.new("video", stored(call, VIDEO, fixed))
    start_processing(call.ws, new)
    return new


def _edited(call: Call, row: Row) -> Answer:
    """The response to an edit, which no source shows."""
    how, shown = call.switch("edited_answer"), _shown(call, row)
    if how == "success":
        return success()
    return Answer(body={"data": {"id": shown.body["data"]["id"]}}) if how == "id" else shown


def copy(call: Call) -> Answer:
    """POST: a full copy, in another location if parent_id is given (documented)."""
    body, row = _body(call, COPY)
    here = {"project_id": row["project_id"], "folder_id": row["folder_id"]}
    where = place(call.ws, body["parent_id"]) if "parent_id" in body else here
    return _edited(call, _derived(call, row, where))


def concat(call: Call) -> Answer:
    """POST: a new video, or the same one with `replace` (documented)."""
    body, row = _body(call, CONCAT)
    pieces = [call.ws.get("video", item["video_id"]) for item in body.get("prepend", []) + body.get("append", [])]
    duration = row["duration"]
    for piece in pieces:
        if piece is None:
            raise not_found()
        duration += piece["duration"]
    if body.get("replace") and call.switch("ignored") != "replace":
        call.ws["video"].change(row, {"duration": duration, "version": row["version"] + 1})
        start_processing(call.ws, row)
        return _edited(call, row)
    here = {"project_id": row["project_id"], "folder_id": row["folder_id"]}
    return _edited(call, _derived(call, row, here, duration=duration))


def cut(call: Call) -> Answer:
    """POST: the reference says both that it creates a new video and that it changes this one."""
    body, row = _body(call, CUT)
    lengths = [part.get("length", 0) for part in body.get("trim", [])]
    duration = sum(lengths) if lengths else row["duration"]
    texts = {name: body[name] for name in ("title", "description") if body.get(name)}
    if call.switch("cut_result") == "same":
        call.ws["video"].change(
            row, {**stored(call, VIDEO, texts), "duration": duration, "version": row["version"] + 1}
        )
        start_processing(call.ws, row)
        return _edited(call, row)
    where = _target(call, body)
    if where["project_id"] is None:
        where = {"project_id": row["project_id"], "folder_id": row["folder_id"]}
    return _edited(call, _derived(call, row, where, duration=duration, **texts))


ONE = "/v1/videos/{video_id}"
ROUTES = [
    Route("PUT", f"{ONE}/chapters", chapters),
    Route("PUT", f"{ONE}/move", move),
    Route("POST", f"{ONE}/copy", copy),
    Route("POST", f"{ONE}/concat", concat),
    Route("POST", f"{ONE}/cut", cut),
]
