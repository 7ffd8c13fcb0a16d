# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DRM authorization: one for the workspace and one per project; PUT creates it; 404/404404 if missing (documented)."""

from __future__ import annotations

from typing import Any

from .. import checks
from ..answers import Answer, Problem, not_found
from ..fields import NO_DEFAULT, Field, Kind, Row, stamps
from ..regular import body_of, change, deleted, demanded, updated, writable
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    if ws.switch("strict_in_drm") == "hidden":
        out.pop("strict", None)


DRM_AUTH = Kind(
    name="drm_auth",
    path="",
    id_param="",
    verbs=(),
    key="project_id",
    required_put=("url",),
    updated_answer=True,
    go_name="DRMAuth",
    show=_show,
    fields=(
        Field("id", "uuid", shown=False),
        Field("project_id", "uuid", nullable=True, shown=False),
        Field("url", on="both", default=NO_DEFAULT),
        Field("username", on="both"),
        Field("password", on="both", secret="secrets"),
        Field("strict", "bool", on="both"),
        *stamps(),
    ),
)


def _scope(call: Call) -> Any:
    """The project in the path, or None for the workspace; 404/400404 for an unknown project (inferred)."""
    project = call.params.get("project_id")
    if project is not None and call.ws.get("project", project) is None:
        raise not_found()
    return project


def _stored(call: Call) -> Row:
    rows = call.ws["drm_auth"].keyed(_scope(call))
    if not rows:
        raise Problem(404, 404404, "no such entity")
    return rows[0]


def get(call: Call) -> Answer:
    """GET."""
    return Answer(body={"data": render(call.ws, DRM_AUTH, _stored(call))})


def put(call: Call) -> Answer:
    """PUT: creates or updates; url is required (observed)."""
    fields = writable(call, DRM_AUTH, "update")
    body = body_of(call, DRM_AUTH, fields)
    partial = call.switch("put") == "merge"
    checks.demand(fields, body, demanded(call, DRM_AUTH, "put", partial))
    project = _scope(call)
    rows = call.ws["drm_auth"].keyed(project)
    if rows:
        change(call, DRM_AUTH, rows[0], body, partial)
        row = rows[0]
    else:
        row = call.ws.new("drm_auth", body, project_id=project)
    return updated(call, DRM_AUTH, row)


def delete(call: Call) -> Answer:
    """DELETE."""
    row = _stored(call)
    shown = render(call.ws, DRM_AUTH, row)
    call.ws.delete("drm_auth", row)
    return deleted(call, shown)


ROUTES = [
    Route(method, path, handler)
    for path in ("/v1/drm/auth", "/v1/drm/auth/{project_id}")
    for method, handler in (("GET", get), ("PUT", put), ("DELETE", delete))
]
