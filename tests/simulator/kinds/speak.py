# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speak rooms and their participants: PATCH only accepts the name (documented)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from .. import ids
from ..answers import Answer
from ..fields import Field, Kind, Row, stamps
from ..regular import Regular
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROLES = ("admin", "manager")
FIELDS = (
    Field("user_id", "uuid", required=True),
    Field("name"),
    Field("role", choices=ROLES),
)


def _code() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _index in range(size)) for size in (3, 4, 3))


def _create(ws: Workspace, row: Row, body: Row) -> None:
    row["code"] = row["code"] or _code()
    row["link"] = row["link"] or f"https://speak.kinescope.io/{row['code']}"
    row["type"] = row["type"] or "instant_meeting"
    row["owner_id"] = row["owner_id"] or ids.new_id()
    guests, row["participants"] = row["participants"] or [], []
    for guest in guests:
        ws.new("participant", guest, room_id=row["id"])


def _delete(ws: Workspace, row: Row) -> None:
    for guest in ws["participant"].children(row["id"]):
        ws.delete("participant", guest)


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    table = ws["participant"]
    if row.get("late"):
        row["late"], guests = row["late"] - 1, row["late_guests"]
        for guest in guests if not row["late"] else []:
            ws.new("participant", guest)
    out["participants"] = [render(ws, table.kind, guest) for guest in table.children(row["id"])]


def _among(query: dict[str, list[str]], *names: str) -> tuple[Any, Callable[[Row], bool]] | None:
    """A filter by status[], type[], code[], role[] and q (documented)."""
    wanted = {name: frozenset(query.get(f"{name}[]", []) + query.get(name, [])) for name in names}
    words = query.get("q", [""])[-1].casefold()
    if not words and not any(wanted.values()):
        return None

    def keep(row: Row) -> bool:
        return words in row["name"].casefold() and all(not some or row[name] in some for name, some in wanted.items())

    return (tuple(wanted.items()), words), keep


def create(call: Call) -> Answer:
    """POST; only the text of the reference says that it accepts participants."""
    answer = Regular(SPEAK_ROOM).create(call)
    meant, shown = call.switch("room_participants"), answer.body.get("data")
    if meant != "taken" and isinstance(shown, dict) and "id" in shown:
        id = ids.parse(shown["id"]) or ""
        guests = call.ws["participant"].children(id) if meant != "unseen" else []
        for guest in guests:
            call.ws.delete("participant", guest)
        if meant == "late":
            call.ws["speak_room"].rows[id].update(late=3, late_guests=guests)
        shown["participants"] = []
    return answer


SPEAK_ROOM = Kind(
    name="speak_room",
    path="/v1/speak/rooms",
    id_param="room_id",
    verbs=("list", "get", "patch", "delete"),
    family="A",
    required_create=("name", "type"),
    order=(("created_at", "desc"), ("name", "asc")),
    order_fields=("name", "code", "type", "status", "created_at", "updated_at"),
    go_name="Room",
    on_create=_create,
    on_delete=_delete,
    show=_show,
    filters=lambda ws, query: _among(query, "status", "type", "code"),
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("owner_id", "uuid", on="create"),
        Field("type", on="create", choices=("instant_meeting", "permanent_meeting")),
        Field("participants", "objects", on="create", fields=FIELDS),
        Field("code"),
        Field("name", on="both"),
        Field("link"),
        Field("status", default="scheduled"),
        *stamps(),
    ),
)

PARTICIPANT = Kind(
    name="participant",
    path="/v1/speak/rooms/{room_id}/participants",
    id_param="participant_id",
    verbs=("list", "create", "get", "patch", "delete"),
    family="A",
    required_create=("user_id", "name", "role"),
    order=(("created_at", "desc"), ("name", "asc")),
    order_fields=("name", "role", "created_at", "updated_at"),
    parent=("speak_room", "room_id", "room_id"),
    go_name="Participant",
    filters=lambda ws, query: _among(query, "role"),
    fields=(
        Field("id", "uuid"),
        Field("user_id", "uuid", on="create"),
        Field("room_id", "uuid"),
        Field("name", on="both"),
        Field("role", on="create", choices=ROLES),
        *stamps(),
    ),
)

ROUTES = [Route("POST", "/v1/speak/rooms", create)]
