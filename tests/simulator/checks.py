# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of a request before it is carried out: body, JSON, types and IDs, required fields (observed order)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import clock, ids
from .answers import Problem, invalid, missing, not_found
from .fields import GO_NAMES, Field, Row

if TYPE_CHECKING:
    from .store import Workspace

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "bool": (bool,),
    "int": (int,),
    "number": (int, float),
    "uuid": (str,),
    "time": (str,),
    "strings": (list,),
    "uuids": (list,),
    "object": (dict,),
    "objects": (list,),
    "map": (dict,),
    "maps": (list,),
    "any": (object,),
}
ITEMS = {"strings": "string", "uuids": "uuid", "objects": "object", "maps": "map"}


def _json_type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def bad_id() -> Problem:
    """400/400301 (documented and observed)."""
    return Problem(
        400, 400301, "invalid uuid format", "see https://en.wikipedia.org/wiki/Universally_unique_identifier"
    )


def one_id(text: Any) -> str:
    """An ID in its long form."""
    found = ids.parse(text)
    if found is None:
        raise bad_id()
    return found


def bad_type(value: Any, where: str, go_type: str) -> Problem:
    """400/400102 with the message of Go's decoder (observed)."""
    place = f"Go struct field {where}" if where else "Go value"
    return Problem(
        400, 400102, "json type error", f"json: cannot unmarshal {_json_type(value)} into {place} of type {go_type}"
    )


def load(raw: bytes) -> Any:
    """A body as JSON, whatever its Content-Type; no body gives code 1, an invalid one 400101 (observed, documented)."""
    if not raw.strip():
        raise Problem(400, 1, "io error")
    try:
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem(400, 400101, "json syntax error", str(error)) from None


def _refuse(name: str) -> Any:
    raise ValueError(f"invalid literal {name}")


def _value(field: Field, value: Any, where: str) -> Any:
    wanted: Any = PYTHON_TYPES[field.type]
    is_bool = isinstance(value, bool) and field.type not in ("bool", "any")
    if is_bool or not isinstance(value, wanted):
        raise bad_type(value, where, GO_NAMES[field.type])
    if field.type == "uuid":
        return None if value == "" and field.nullable else one_id(value)
    if field.type == "time":
        moment = clock.parse(value)
        if moment is None:
            raise Problem(400, 400102, "json type error", f'parsing time "{value}" as "2006-01-02T15:04:05Z07:00"')
        return clock.stamp(moment)
    if field.type == "object":
        return decode(field.fields, value, where)
    if field.type in ITEMS:
        item = Field(field.name, ITEMS[field.type], fields=field.fields)
        return [_value(item, part, where) for part in value]
    return value


def decode(fields: Iterable[Field], body: Any, where: str) -> Row:
    """The known keys of a JSON object, with types checked; unknown keys are ignored (observed)."""
    if not isinstance(body, dict):
        raise bad_type(body, "", where or "struct")
    out: Row = {}
    for field in fields:
        if field.name not in body:
            continue
        value = body[field.name]
        if value is None:
            if field.nullable:
                out[field.name] = None
            continue
        out[field.name] = _value(field, value, f"{where}.{field.name}" if where else field.name)
    return out


def id_array(raw: bytes) -> list[str]:
    """A body that is a plain array of IDs."""
    body = load(raw)
    if not isinstance(body, list):
        raise bad_type(body, "", "[]uuid.UUID")
    return [one_id(item) for item in body]


def failures(fields: Iterable[Field], body: Row, required: Iterable[str], index: int = 0) -> list[dict[str, Any]]:
    """Every fault of a decoded body: missing required fields, and values that are not among their choices."""
    needed = set(required)
    out: list[dict[str, Any]] = []
    for field in fields:
        value = body.get(field.name)
        if value is None or value == "":
            if field.name in needed:
                out.append(missing(field.name, index))
            continue
        if field.choices and value not in field.choices:
            rule = {"index": index, "name": field.name, "reason": "oneof", "message": " ".join(field.choices)}
            out.append(rule)
        if field.type == "objects":
            inner = [part.name for part in field.fields if part.required]
            for number, item in enumerate(value):
                out += failures(field.fields, item, inner, number)
    return out


def demand(fields: Iterable[Field], body: Row, required: Iterable[str]) -> None:
    """Raise 400400 with all faults at once."""
    found = failures(fields, body, required)
    if found:
        raise invalid(found)


def complete(field: Field, value: Any) -> Any:
    """A given value, with the defaults of its subfields filled in."""
    if field.type == "object" and isinstance(value, dict):
        return {
            part.name: complete(part, value[part.name]) if part.name in value else part.fresh() for part in field.fields
        }
    if field.type == "objects" and isinstance(value, list):
        item = Field(field.name, "object", fields=field.fields)
        return [complete(item, part) for part in value]
    return value


def references(ws: Workspace, fields: Iterable[Field], body: Row) -> None:
    """404 if a body refers to an object that does not exist (inferred)."""
    for field in fields:
        value = body.get(field.name)
        if not field.ref or value is None:
            continue
        for key in value if isinstance(value, list) else [value]:
            if not any(ws.get(kind, key) for kind in field.ref):
                raise not_found()
