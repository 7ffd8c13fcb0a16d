# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Players and their logos: PUT requires settings (observed), lists omit the logo (documented)."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from ..answers import Answer, Problem, invalid, missing, not_allowed, not_found, success
from ..fields import DASHBOARD, NO_DEFAULT, Field, Kind, Row, stamps
from ..multipart import parse
from ..regular import deleted, routes, row_of
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    logo = row["logo"]
    if listed or not logo:
        return
    shape = ws.switch("logo_shape")
    link = f"{ws.core.api_url}/_simulator/files/{logo['file']}"
    data = f"data:{logo['content_type']};base64,{logo['data']}"
    out["logo"] = {"data_uri": data, "object": {"url": link}, "url": link}[shape]


def _delete(ws: Workspace, row: Row) -> None:
    fallback = next((p["id"] for p in ws["player"] if p["is_default"] and p["id"] != row["id"]), None)
    for kind in ("project", "video", "playlist"):
        for user in ws[kind]:
            if user["player_id"] == row["id"]:
                user["player_id"] = fallback


PLAYER = Kind(
    name="player",
    path="/v1/players",
    id_param="player_id",
    verbs=("list", "create", "get", "put"),
    family="B",
    required_create=("name",),
    required_put=("settings",),
    unique=400203,
    order=(("created_at", "asc"),),
    created_answer=True,
    updated_answer=True,
    go_name="Player",
    on_delete=_delete,
    show=_show,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("settings", "map", on="both", merge=True),
        Field("created_by_user_name"),
        *stamps(),
        Field("media_count", "int"),
        Field("logo", "any", listed=False),
        Field("ads", "maps", on="both"),
        Field("is_default", "bool", shown=False),
        DASHBOARD,
    ),
)


def _delete_gate(call: Call) -> None:
    how = call.switch("player_delete")
    if how == "missing":
        raise not_allowed()
    if how == "no_route":
        raise not_found()


def delete_player(call: Call) -> Answer:
    """DELETE of a player, used by the vendor's SDK; may fail for default players and those in use (SDK's comments)."""
    row = row_of(call, PLAYER)
    if row["is_default"]:
        raise Problem(400, 400400, "default player cannot be deleted")
    if call.switch("player_delete") == "refused":
        raise Problem(400, 400400, "player is in use")
    shown = render(call.ws, PLAYER, row)
    call.ws.delete("player", row)
    return deleted(call, shown)


def _image(call: Call) -> tuple[str, bytes]:
    """The uploaded image, raw or as the first file of a form; which one the API accepts is unknown."""
    parts = parse(call.header("Content-Type"), call.raw)
    wanted = call.switch("logo_upload")
    if wanted == ("raw" if parts is not None else "multipart"):
        raise invalid([missing("logo")])
    if parts is None:
        content_type, content = call.header("Content-Type"), call.raw
    else:
        part = next((part for part in parts.values() if part.filename is not None), None)
        if part is None:
            raise invalid([missing("logo")])
        content_type, content = part.content_type, part.content
    if not content:
        raise Problem(400, 1, "io error")
    return content_type if content_type.startswith("image/") else "image/png", content


def set_logo(call: Call) -> Answer:
    """POST of a logo."""
    content_type, content = _image(call)
    row = row_of(call, PLAYER)
    name = str(uuid.uuid4())
    call.core.files[name] = (content_type, content)
    logo: dict[str, Any] = {"content_type": content_type, "data": base64.b64encode(content).decode(), "file": name}
    call.ws["player"].change(row, {"logo": logo})
    return Answer(body={"data": render(call.ws, PLAYER, row)})


def _logo_gate(call: Call) -> None:
    """DELETE with a malformed ID was once answered with 405, so the method is checked before the ID (observed)."""
    if call.switch("logo_delete") == "refused":
        raise not_allowed()


def delete_logo(call: Call) -> Answer:
    """DELETE of a logo."""
    call.ws["player"].change(row_of(call, PLAYER), {"logo": None})
    return success() if call.switch("delete_answer") != "no_content" else Answer(204)


ROUTES = [
    *routes(PLAYER),
    Route("DELETE", "/v1/players/{player_id}", delete_player, gate=_delete_gate),
    Route("POST", "/v1/players/{player_id}/logo", set_logo),
    Route("DELETE", "/v1/players/{player_id}/logo", delete_logo, gate=_logo_gate),
]
