# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inspecting and controlling the simulator over HTTP: /_simulator/… on the API port, without token or journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from . import state
from .answers import Answer
from .core import Core

PREFIX = "/_simulator/"

# method, path, description
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "journal", "`{entries, writes, reads}`; `?method=` and `?path=` (glob) filter the entries"),
    ("DELETE", "journal", "clears the journal"),
    ("GET", "faults", "the faults with their counts"),
    ("POST", "fault", "adds a fault: `{kind, method, path, times, skip, …options}`"),
    ("DELETE", "faults", "removes all faults"),
    ("GET", "switches", "the switches"),
    ("PUT", "switches", "sets switches"),
    ("GET", "objects/{kind}", "the stored objects, real secrets included; `?workspace=` (1)"),
    ("GET", "objects/{kind}/{id or key}", "one of them"),
    ("POST", "objects/{kind}", "adds an object without an API request, with the defaults of the API"),
    ("PATCH", "objects/{kind}/{id or key}", "changes an object"),
    ("DELETE", "objects/{kind}/{id or key}", "removes an object"),
    (
        "POST",
        "stream/{event}/{action}",
        "`connect`, `disconnect` or `finish` the stream of a live event, as an encoder would",
    ),
    ("POST", "workspaces", "adds a workspace: `{token}`"),
    ("POST", "snapshot", "saves the whole state: `{snapshot}`"),
    ("POST", "restore/{snapshot}", "restores a saved state"),
    ("POST", "reset", "empties the workspaces, the journal and the faults, and resets the switches"),
    ("GET", "endpoints", "every `{host, method, path}` that it serves"),
    ("GET", "files/{id}", "the bytes of an uploaded subtitle, poster or material"),
)


def _workspace(request: web.BaseRequest) -> int:
    return int(request.rel_url.query.get("workspace", "1"))


def _journal(core: Core, request: web.BaseRequest, _parts: list[str], _body: Any) -> Any:
    if request.method == "DELETE":
        core.journal.clear()
        return {}
    query = request.rel_url.query
    entries = state.matching(core.journal.entries(), query.get("method", "*"), query.get("path", "*"))
    writes = sum(entry["method"] not in ("GET", "HEAD") for entry in entries)
    return {"entries": entries, "writes": writes, "reads": len(entries) - writes}


def _fault(core: Core, _request: web.BaseRequest, _parts: list[str], body: Any) -> Any:
    options = dict(body)
    return core.fault(options.pop("kind", ""), **options).describe()


def _faults(core: Core, request: web.BaseRequest, _parts: list[str], _body: Any) -> Any:
    if request.method == "DELETE":
        core.clear_faults()
    return [fault.describe() for fault in core.faults]


def _switches(core: Core, request: web.BaseRequest, _parts: list[str], body: Any) -> Any:
    if request.method == "PUT":
        core.set(body)
    return dict(core.switches)


def _objects(core: Core, request: web.BaseRequest, parts: list[str], body: Any) -> Any:
    number, kind, key = _workspace(request), parts[0], "/".join(parts[1:])
    if request.method == "POST":
        return state.seed(core, number, kind, body)
    if request.method == "PATCH":
        return state.edit(core, number, kind, key, body)
    if request.method == "DELETE":
        return state.remove(core, number, kind, key)
    return state.one(core, number, kind, key) if key else state.objects(core, number, kind)


def _stream(core: Core, request: web.BaseRequest, parts: list[str], _body: Any) -> Any:
    return state.stream(core, _workspace(request), parts[0], parts[1])


def _workspaces(core: Core, _request: web.BaseRequest, _parts: list[str], body: Any) -> Any:
    return {"token": core.add_workspace((body or {}).get("token"))}


def _snapshot(core: Core, _request: web.BaseRequest, _parts: list[str], _body: Any) -> Any:
    return {"snapshot": core.remember()}


def _restore(core: Core, _request: web.BaseRequest, parts: list[str], _body: Any) -> Any:
    core.load(core.remembered[parts[0]])
    return {}


def _reset(core: Core, _request: web.BaseRequest, _parts: list[str], _body: Any) -> Any:
    core.reset()
    return {}


def _endpoints(core: Core, _request: web.BaseRequest, _parts: list[str], _body: Any) -> Any:
    return core.router.table()


HANDLERS: dict[tuple[str, int], tuple[Callable[[Core, web.BaseRequest, list[str], Any], Any], tuple[str, ...]]] = {
    ("journal", 0): (_journal, ("GET", "DELETE")),
    ("fault", 0): (_fault, ("POST",)),
    ("faults", 0): (_faults, ("GET", "DELETE")),
    ("switches", 0): (_switches, ("GET", "PUT")),
    ("objects", 1): (_objects, ("GET", "POST")),
    ("objects", 2): (_objects, ("GET", "PATCH", "DELETE")),
    ("stream", 2): (_stream, ("POST",)),
    ("workspaces", 0): (_workspaces, ("POST",)),
    ("snapshot", 0): (_snapshot, ("POST",)),
    ("restore", 1): (_restore, ("POST",)),
    ("reset", 0): (_reset, ("POST",)),
    ("endpoints", 0): (_endpoints, ("GET",)),
}


def _error(status: int, text: str) -> Answer:
    return Answer(status, {"error": text})


def control(core: Core, request: web.BaseRequest, raw: bytes) -> Answer:
    """Carry out a control request; errors are {"error": text}."""
    parts = [unquote(part) for part in request.rel_url.raw_path[len(PREFIX) :].strip("/").split("/")]
    if parts[0] == "files" and len(parts) == 2:
        content = core.files.get(parts[1])
        return Answer(raw=content[1], content_type=content[0]) if content else _error(404, "no such file")
    handler, methods = HANDLERS.get((parts[0], min(len(parts) - 1, 2)), (None, ()))
    if handler is None:
        return _error(404, f"no such control route; known: {', '.join(f'{route[0]} {route[1]}' for route in ROUTES)}")
    if request.method not in methods:
        return _error(405, f"{parts[0]} knows {', '.join(methods)}")
    try:
        body = json.loads(raw) if raw.strip() else None
        if (request.method in ("PUT", "PATCH") or parts[0] == "fault") and not isinstance(body, dict):
            return _error(400, "a JSON object is needed")
        with core.lock:
            answer = Answer(body=handler(core, request, parts[1:], body))
            answer.raw = answer.payload()
        return answer
    except LookupError as error:
        return _error(404, str(error.args[0]) if error.args else "not found")
    except (ValueError, TypeError) as error:
        return _error(400, str(error))


def table() -> str:
    """The table for the documentation."""
    rows = ["| Request | What it does |", "|---|---|"]
    rows += [f"| `{method} {PREFIX}{path}` | {about} |" for method, path, about in ROUTES]
    return "\n".join(rows) + "\n"
