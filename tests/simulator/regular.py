# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of regular kinds, derived from their declarations."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from typing import Any

from . import checks, domains, render
from .answers import Answer, Problem, not_found, success
from .fields import NO_DEFAULT, Field, Kind, Row
from .paging import Order, listing
from .router import Call, Route
from .store import Workspace

#: forms in which an API may store a text
STORED: dict[str, Callable[[str], str]] = {
    "trimmed": str.strip,
    "folded": str.lower,
    "escaped": html.escape,
    "nfc": lambda text: unicodedata.normalize("NFC", text),
    "cut": lambda text: text[:100],
}


def writable(call: Call, kind: Kind, moment: str) -> list[Field]:
    """The fields that a body may set."""
    switches = call.core.switches
    return [
        field
        for field in kind.fields
        if field.writable(moment)
        and render.active(field, switches)
        and (field.write is None or switches[field.write[0]] == field.write[1])
    ]


def body_of(call: Call, kind: Kind, fields: list[Field]) -> Row:
    """The decoded JSON body, with texts in the form in which they are stored."""
    return stored(call, kind, checks.decode(fields, checks.load(call.raw), kind.go_name))


def stored(call: Call, kind: Kind, body: Row) -> Row:
    """The part of a client's body that is stored, in the form in which it is stored."""
    texts = STORED["trimmed"] if call.switch("stored_texts") == "trimmed" else str
    names = STORED.get(call.switch("stored_names"), str)
    nested = {field.name for field in kind.fields if field.type == "objects"}

    def form(name: str, value: Any) -> Any:
        if name in nested and value:
            return [{part: names(text) if part == "name" else text for part, text in item.items()} for item in value]
        return (names if name == kind.key else texts)(value) if isinstance(value, str) else value

    return {name: form(name, value) for name, value in body.items() if name != call.switch("ignored")}


def parent_of(call: Call, kind: Kind) -> str | None:
    """The ID of the parent in the path; 404 if it does not exist."""
    if kind.parent is None:
        return None
    name, _field, param = kind.parent
    if call.ws.get(name, call.params[param]) is None:
        raise not_found()
    return call.params[param]


def row_of(call: Call, kind: Kind) -> Row:
    """The object in the path, within the parent in the path."""
    parent = parent_of(call, kind)
    row = call.ws.get(kind.name, call.params[kind.id_param])
    gone = row is not None and row.get("deleted_at") and call.method != "GET"
    if row is None or gone or (kind.parent and row[kind.parent[1]] != parent):
        raise not_found()
    return row


def taken(ws: Workspace, kind: Kind, value: Any, own: Any = None) -> None:
    """Refuse a natural key that another object has (codes documented, scope and status inferred)."""
    if not kind.unique or ws.switch("names") == "free" or value in (None, ""):
        return
    field = kind.field(kind.key)
    same = domains.named(ws, kind, value) if field and field.domain else ws[kind.name].keyed(value)
    if any(row[kind.id_field] != own for row in same):
        text = {400202: "email is already taken", 400203: "name already taken"}.get(kind.unique, "already taken")
        raise Problem(400, kind.unique, text)


def created(call: Call, kind: Kind, row: Row) -> Answer:
    """The response to a create."""
    status = int(call.switch("created_status"))
    return _written(call, kind, row, status, call.switch("created_answer") if kind.created_answer else "object")


def updated(call: Call, kind: Kind, row: Row) -> Answer:
    """The response to an update."""
    return _written(call, kind, row, 200, call.switch("updated_answer") if kind.updated_answer else "object")


def _written(call: Call, kind: Kind, row: Row, status: int, how: str) -> Answer:
    if how == "no_content":
        return Answer(204)
    if how == "no_data":
        return Answer(status, {})
    body = {"success": True} if how == "success" else render.show(call.ws, kind, row)
    if how == "id":
        body = {name: value for name, value in body.items() if name == kind.id_field}  # DRM settings have none
    return Answer(status, {"data": body})


def deleted(call: Call, shown: Row, as_object: bool = False) -> Answer:
    """The response to a delete."""
    how = call.switch("delete_answer")
    if how == "no_content":
        return Answer(204)
    return Answer(body={"data": shown}) if how == "object" or as_object else success()


def changes_of(call: Call, kind: Kind, row: Row, body: Row, partial: bool) -> Row:
    """The changes of the writable fields by an update."""
    changes: Row = {}
    for field in writable(call, kind, "update"):
        if field.name in body:
            value = body[field.name]
            stored = row.get(field.name)
            if field.merge and partial and isinstance(value, dict) and isinstance(stored, dict):
                changes[field.name] = {**stored, **value}
            else:
                changes[field.name] = checks.complete(field, value)
        elif not partial and field.default is not NO_DEFAULT:
            changes[field.name] = field.fresh() if field.lost is ... else field.lost
    return changes


def demanded(call: Call, kind: Kind, moment: str, partial: bool = True) -> tuple[str, ...]:
    """The fields that a create or PUT requires; a replacing PUT also requires every field without a default."""
    names = list(kind.required_create if moment == "create" else kind.required_put if moment == "put" else ())
    for switch, value, when, fields in kind.demands:
        if when == moment and call.switch(switch) == value:
            names += fields
    if not partial:
        names += [field.name for field in writable(call, kind, "update") if field.default is NO_DEFAULT]
    return tuple(names)


def change(call: Call, kind: Kind, row: Row, body: Row, partial: bool) -> None:
    """Carry out an update: references, uniqueness, then the change itself."""
    checks.references(call.ws, kind.fields, body)
    changes = changes_of(call, kind, row, body, partial)
    if changes.get(kind.key, row[kind.key]) != row[kind.key]:
        taken(call.ws, kind, changes[kind.key], row[kind.id_field])
    kind.on_update(call.ws, row, changes, body)
    call.ws[kind.name].change(row, changes)


class Regular:
    """The handlers of a kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def list(self, call: Call) -> Answer:
        """List, with the kind's filters."""
        kind, table = self.kind, call.ws[self.kind.name]
        parent = parent_of(call, kind)
        keep = kind.filters(call.ws, call.query)

        def rows(order: Order) -> list[Row]:
            return table.ordered(order, parent, keep)

        return listing(
            call, kind.family, rows, lambda row: render.show(call.ws, kind, row, True), kind.order, kind.order_fields
        )

    def create(self, call: Call) -> Answer:
        """Create."""
        kind = self.kind
        fields = writable(call, kind, "create")
        body = body_of(call, kind, fields)
        checks.demand(fields, body, demanded(call, kind, "create"))
        parent = parent_of(call, kind)
        checks.references(call.ws, fields, body)
        taken(call.ws, kind, body.get(kind.key))
        kind.check(call.ws, {**body, **({kind.parent[1]: parent} if kind.parent else {})}, "create")
        whole = {field.name: checks.complete(field, body[field.name]) for field in fields if field.name in body}
        fixed = {kind.parent[1]: parent} if kind.parent else {}
        return created(call, kind, call.ws.new(kind.name, whole, **fixed))

    def get(self, call: Call) -> Answer:
        """Get one object."""
        return Answer(body={"data": render.show(call.ws, self.kind, row_of(call, self.kind))})

    def put(self, call: Call) -> Answer:
        """PUT: partial or replacing, depending on the switch."""
        return self._update(call, call.switch("put") == "merge", "put")

    def patch(self, call: Call) -> Answer:
        """PATCH: partial (observed)."""
        return self._update(call, True, "patch")

    def _update(self, call: Call, partial: bool, moment: str) -> Answer:
        kind = self.kind
        fields = writable(call, kind, "update")
        body = body_of(call, kind, fields)
        checks.demand(fields, body, demanded(call, kind, moment, partial))
        row = row_of(call, kind)
        kind.check(call.ws, {**row, **body}, moment)
        change(call, kind, row, body, partial)
        return updated(call, kind, row)

    def delete(self, call: Call) -> Answer:
        """Delete, together with dependent objects."""
        row = row_of(call, self.kind)
        self.kind.check(call.ws, row, "delete")
        shown = render.show(call.ws, self.kind, row)
        call.ws.delete(self.kind.name, row)
        return deleted(call, shown, self.kind.deleted_object)


def routes(kind: Kind) -> list[Route]:
    """The routes for the verbs of a kind."""
    handlers = Regular(kind)
    one = f"{kind.path}/{{{kind.id_param}}}"
    known = {
        "list": Route("GET", kind.path, handlers.list),
        "create": Route("POST", kind.path, handlers.create),
        "get": Route("GET", one, handlers.get),
        "put": Route("PUT", one, handlers.put),
        "patch": Route("PATCH", one, handlers.patch),
        "delete": Route("DELETE", one, handlers.delete),
    }
    return [known[verb] for verb in kind.verbs]
