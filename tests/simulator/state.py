# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inspecting and changing the state without using the API; shared by the Python API and the control routes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from . import checks, clock, ids
from .core import Core
from .fields import Kind, Row
from .journal import Entry
from .kinds import live_stream
from .store import Workspace


def matching(entries: list[Entry], method: str, path: str) -> list[Entry]:
    """The entries with this method and path, both globs."""
    return [e for e in entries if fnmatchcase(e["method"], method.upper()) and fnmatchcase(e["path"], path)]


def _kind(core: Core, name: str) -> Kind:
    if name not in core.kinds:
        raise LookupError(f"unknown kind {name!r}; known: {', '.join(sorted(core.kinds))}")
    return core.kinds[name]


def find(core: Core, number: int, name: str, key: str) -> tuple[Workspace, Row]:
    """The only object with this ID (in either form) or natural key."""
    kind, ws = _kind(core, name), core.workspace(number)
    row = ws.get(name, ids.parse(key))
    if row is None:
        rows = ws[name].keyed(key)
        if len(rows) > 1:
            raise LookupError(f"{len(rows)} objects of kind {name} have the key {key!r}: name one by its id")
        if not rows:
            raise LookupError(f"no {kind.name} {key!r}")
        row = rows[0]
    return ws, row


NESTED = {
    "live_event": ("restream", "restreams"),
    "speak_room": ("participant", "participants"),
    "project": ("folder", "folders"),
}


def _copied(ws: Workspace, name: str, row: Row) -> Row:
    """A deep copy, including the objects that the API returns inside it."""
    out = copy.deepcopy(row)
    if name in NESTED:
        kind, field = NESTED[name]
        out[field] = copy.deepcopy(ws[kind].children(row["id"]))
    return out


def objects(core: Core, number: int, name: str) -> list[Row]:
    """Deep copies of the stored objects, oldest first."""
    with core.lock:
        _kind(core, name)
        ws = core.workspace(number)
        return [_copied(ws, name, row) for row in ws[name]]


def one(core: Core, number: int, name: str, key: str) -> Row:
    """A deep copy of one stored object."""
    with core.lock:
        ws, row = find(core, number, name, key)
        return _copied(ws, name, row)


def _known(kind: Kind, fields: Mapping[str, Any]) -> None:
    names = {field.name for field in kind.fields}
    for name in fields:
        if name not in names:
            raise ValueError(f"{kind.name} has no field {name!r}; known: {', '.join(sorted(names))}")


def _archived(kind: Kind, fields: Row) -> Row:
    """Accept archived=True for kinds that keep archived_at."""
    if "archived" in fields and kind.field("archived_at"):
        fields["archived_at"] = clock.now() if fields.pop("archived") else None
    return fields


def seed(core: Core, number: int, name: str, fields: Mapping[str, Any] | None) -> Row:
    """Add an object with the API's defaults and without its checks."""
    with core.lock:
        kind, ws = _kind(core, name), core.workspace(number)
        given = _archived(kind, copy.deepcopy(dict(fields or {})))
        _known(kind, given)
        filled = {}
        for field in kind.fields:
            if field.name in given:
                filled[field.name] = checks.complete(field, given[field.name])
        row = ws.new(name, filled)
        derived = ("stream", "restreams", "participants", "record", "scheduled", "video", "chapters", "scope")
        row.update({part: value for part, value in filled.items() if part not in derived})
        return _copied(ws, name, row)


def edit(core: Core, number: int, name: str, key: str, changes: Mapping[str, Any]) -> Row:
    """Change an object; updated_at is set unless given."""
    with core.lock:
        _known(_kind(core, name), changes)
        ws, row = find(core, number, name, key)
        if name in NESTED and NESTED[name][1] in changes:
            raise ValueError(f"{NESTED[name][1]} are objects of the kind {NESTED[name][0]}")
        ws[name].change(row, _archived(ws[name].kind, copy.deepcopy(dict(changes))))
        return _copied(ws, name, row)


def remove(core: Core, number: int, name: str, key: str) -> Row:
    """Remove an object, together with dependent objects."""
    with core.lock:
        ws, row = find(core, number, name, key)
        ws.delete(name, row)
        return copy.deepcopy(row)


def stream(core: Core, number: int, key: str, action: str) -> Row:
    """Simulate an encoder of an event: connect, disconnect, finish."""
    with core.lock:
        ws, row = find(core, number, "live_event", key)
        live_stream.encoder(ws, row, action)
        return copy.deepcopy(row)
