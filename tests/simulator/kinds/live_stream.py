# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on a live event: enable, complete, move, scheduling, quality of service, chat, recordings."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timezone
from typing import Any

from .. import checks, clock
from ..answers import Answer, forbidden_edit, not_found
from ..fields import Field, Kind, Row
from ..paging import Order, listing
from ..regular import row_of
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace
from .contents import place
from .live_event import LIVE_EVENT, new_stream, reschedule

QOS = Kind(
    name="qos",
    path="",
    id_param="",
    verbs=(),
    key="event_id",
    fields=(
        Field("id", "uuid", shown=False),
        Field("event_id", "uuid", shown=False),
        Field("bitrate_video", "int", default=2438),
        Field("bitrate_audio", "int", default=156),
        Field("frame_rate", "int", default=30),
        Field("status", "int"),
        Field("time", "time"),
        Field("created_at", "time", shown=False),
    ),
)

CHAT_MESSAGE = Kind(
    name="chat_message",
    path="",
    id_param="",
    verbs=(),
    key="stream_id",
    fields=(
        Field("id", "uuid"),
        Field("stream_id", "uuid", shown=False),
        Field("username", default="Ann"),
        Field("external_id"),
        Field("is_admin", default="false"),
        Field("message"),
        Field("created_at", "time", nullable=True),
    ),
)


def record(ws: Workspace, row: Row) -> None:
    """Create the recording of a stream that was on air, if the event says where to store it (title documented)."""
    target = row["record"]["parent_id"]
    if row["enabled"] and target and ws.location(target):
        meta = {"event_id": row["id"], "stream_id": row["stream"]["id"]}
        title = f"{row['name']}, saved ({datetime.now(timezone.utc):%Y.%m.%d %H:%M})"
        ws.new("video", {"title": title, "status": "done", "duration": 60.0}, meta=meta, **place(ws, target))


def finish(ws: Workspace, row: Row) -> None:
    """End the stream; the event shows its status and end (observed)."""
    record(ws, row)
    stream = {**row["stream"], "status": "finished", "finished_at": clock.now()}
    ws["live_event"].change(row, {"finished": True, "stream": stream})


def encoder(ws: Workspace, row: Row, action: str) -> None:
    """Simulate an encoder; not part of the API."""
    if action not in ("connect", "disconnect", "finish"):
        raise ValueError(f"unknown action {action!r}; known: connect, disconnect, finish")
    if row["finished"]:
        raise ValueError("the event is finished")
    if action == "finish":
        finish(ws, row)
        return
    word = f"{action}ed" if ws.switch("stream_words") == "connected" else "on-air"
    stream = {**row["stream"], "status": word}
    ws["live_event"].change(row, {"enabled": True, "stream": stream})


def _event(call: Call) -> Row:
    return row_of(call, LIVE_EVENT)


def _shown(call: Call, row: Row) -> Answer:
    return Answer(body={"data": render(call.ws, LIVE_EVENT, row)})


def enable(call: Call) -> Answer:
    """Open the event to viewers; the body of the response is undocumented."""
    row = _event(call)
    if row["finished"] or (row["enabled"] and call.switch("enable_again") == "refused"):
        raise forbidden_edit()
    if call.switch("ignored") == "enable":
        return _shown(call, row)
    stream = row["stream"]
    if stream["status"] == "pending":
        stream = {**stream, "status": "enabled"}
    call.ws["live_event"].change(row, {"enabled": True, "stream": stream})
    return _shown(call, row)


def complete(call: Call) -> Answer:
    """End the event; this may fail the second time (a client is known to ignore that error)."""
    row = _event(call)
    if row["finished"]:
        if call.switch("complete_again") == "refused":
            raise forbidden_edit()
        return _shown(call, row)
    if call.switch("ignored") != "complete":
        finish(call.ws, row)
    return _shown(call, row)


MOVE = (Field("parent_id", "uuid", ref=("project", "folder")),)
STARTED_AT = (Field("started_at", "time"),)


def move(call: Call) -> Answer:
    """Move to another project or folder: the body is validated before the state of the event is checked (observed)."""
    body = checks.decode(MOVE, checks.load(call.raw), "Move")
    checks.demand(MOVE, body, ("parent_id",))
    row = _event(call)
    checks.references(call.ws, MOVE, body)
    if row["finished"]:
        raise forbidden_edit()
    call.ws["live_event"].change(row, body)
    return _shown(call, row)


def _started_at(call: Call) -> Any:
    body = checks.decode(STARTED_AT, checks.load(call.raw), "Stream")
    checks.demand(STARTED_AT, body, ("started_at",))
    return body["started_at"]


def new(call: Call) -> Answer:
    """Schedule a new stream; a finished recurring event can be reused, a finished one-time event cannot (inferred)."""
    time = _started_at(call)
    row = _event(call)
    if row["finished"] and row["type"] != "recurring":
        raise forbidden_edit()
    changes: Row = {
        "stream": new_stream(row["id"], time),
        "past_streams": [*row["past_streams"], row["stream"]],
        "enabled": False,
        "finished": False,
    }
    reschedule(call.ws, row, changes, time, False)
    call.ws["live_event"].change(row, changes)
    return Answer(int(call.switch("created_status")), {"data": row["stream"]})


def update(call: Call) -> Answer:
    """Change the start of the scheduled stream; not found after the event has finished (observed)."""
    time = _started_at(call)
    row = _event(call)
    if row["finished"]:
        raise not_found()
    changes: Row = {}
    if call.switch("ignored") != "stream":
        reschedule(call.ws, row, changes, time, False)
    call.ws["live_event"].change(row, changes)
    return Answer(body={"data": row["stream"]})


def qos(call: Call) -> Answer:
    """Quality of service; not found after the event has finished (observed)."""
    row = _event(call)
    if row["finished"]:
        raise not_found()
    rows = call.ws["qos"].keyed(row["id"])
    return Answer(body={"data": [render(call.ws, QOS, item) for item in rows]})


def _messages(call: Call) -> list[Row]:
    row = _event(call)
    known = [row["stream"]["id"], *(stream["id"] for stream in row["past_streams"])]
    if call.params["stream_id"] not in known:
        raise not_found()
    shown = [render(call.ws, CHAT_MESSAGE, item) for item in call.ws["chat_message"].keyed(call.params["stream_id"])]
    return [{**item, "cteated_at_local": item["created_at"]} for item in shown]


def chat_json(call: Call) -> Answer:
    """The chat as JSON; is_admin is a string, and one key is misspelled (documented)."""
    return Answer(body={"data": _messages(call)})


COLUMNS = ("id", "username", "external_id", "is_admin", "message", "created_at", "cteated_at_local")


def chat_csv(call: Call) -> Answer:
    """The chat as CSV; the format is inferred from the JSON."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_messages(call))
    return Answer(raw=out.getvalue().encode(), content_type="text/csv; charset=utf-8")


def chat_txt(call: Call) -> Answer:
    """The chat as text; the format is inferred."""
    lines = [f"[{item['created_at']}] {item['username']}: {item['message']}\n" for item in _messages(call)]
    return Answer(raw="".join(lines).encode(), content_type="text/plain; charset=utf-8")


def videos(call: Call) -> Answer:
    """The recordings of an event, as a paged list (documented)."""
    row = _event(call)
    table = call.ws["video"]

    def own(video: Row) -> bool:
        return bool((video["meta"] or {}).get("event_id") == row["id"])

    def rows(order: Order) -> list[Row]:
        return table.ordered(order, None, (row["id"], own))

    kind = table.kind
    return listing(
        call, "A", rows, lambda v: render(call.ws, kind, v, True), (("created_at", "desc"),), kind.order_fields
    )


EVENT = "/v2/live/events/{event_id}"
CHAT = f"{EVENT}/stream/{{stream_id}}/chat"
ROUTES = [
    Route("PUT", f"{EVENT}/enable", enable),
    Route("PUT", f"{EVENT}/complete", complete),
    Route("PUT", f"{EVENT}/move", move),
    Route("POST", f"{EVENT}/stream", new),
    Route("PUT", f"{EVENT}/stream", update),
    Route("GET", f"{EVENT}/qos", qos),
    Route("GET", f"{EVENT}/videos", videos),
    Route("GET", CHAT, chat_json),
    Route("GET", f"{CHAT}.json", chat_json),
    Route("GET", f"{CHAT}.csv", chat_csv),
    Route("GET", f"{CHAT}.txt", chat_txt),
]
