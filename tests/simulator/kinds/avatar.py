# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatars: responses are user objects with fields that look secret (documented); an empty body gives 500 (observed)."""

from __future__ import annotations

from typing import Any

from .. import clock, ids
from ..answers import Answer, Problem, not_found
from ..fields import Field, Kind, Row
from ..multipart import parse
from ..router import Call, Route

AVATAR = Kind(
    name="avatar",
    path="",
    id_param="avatar_id",
    verbs=(),
    key="content_type",
    fields=(Field("id", "uuid"), Field("content_type"), Field("file_key"), Field("created_at", "time")),
)


def _user(call: Call) -> dict[str, Any]:
    moment = clock.now()
    return {
        "id": call.ws.id,
        "email": "user@example.com",
        "full_name": call.ws.user,
        "auto": False,
        "password_digest": "",
        "confirmation_token": "simulated-confirmation-token",
        "reset_password_token": "simulated-reset-token",
        "language": "EN",
        "system": False,
        "confirmed_at": moment,
        "created_at": moment,
        "updated_at": moment,
        "deleted_at": None,
    }


def _clear(call: Call) -> None:
    for row in call.ws["avatar"]:
        call.core.files.pop(row["file_key"], None)
        call.ws.delete("avatar", row)


def upload(call: Call) -> Answer:
    """POST of an image, raw or as a form."""
    parts = parse(call.header("Content-Type"), call.raw)
    part = next(iter(parts.values()), None) if parts else None
    content = part.content if part else call.raw
    content_type = part.content_type if part else call.header("Content-Type") or "image/png"
    if not content or parts == {}:
        raise Problem(500, 500500, "no message available")
    _clear(call)
    key = ids.new_id()
    call.core.files[key] = (content_type, content)
    call.ws.new("avatar", {"content_type": content_type, "file_key": key})
    return Answer(body={"data": _user(call)})


def delete(call: Call) -> Answer:
    """DELETE: also works without an avatar (observed)."""
    _clear(call)
    return Answer(body={"data": _user(call)})


def show(call: Call) -> Answer:
    """The image itself, by the ID of the avatar, the user or the workspace."""
    rows: list[Row] = list(call.ws["avatar"])
    if not rows or call.params["avatar_id"] not in (rows[0]["id"], call.ws.id):
        raise not_found()
    content_type, content = call.core.files[rows[0]["file_key"]]
    return Answer(raw=content, content_type=content_type)


ROUTES = [
    Route("POST", "/v1/avatar", upload),
    Route("DELETE", "/v1/avatar", delete),
    Route("GET", "/v1/user/avatar/{avatar_id}", show),
    Route("GET", "/v1/workspace/avatar/{avatar_id}", show),
]
