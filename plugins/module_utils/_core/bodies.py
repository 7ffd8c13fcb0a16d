# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request body of an update: the whole writable object.

The API refuses an update without its required fields, and it is not known whether it keeps what a body leaves out.
So everything that was observed goes back, unknown fields included, with what is wanted laid over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .compare import compare
from .comparison import MISSING, Comparison, Rules
from .display import shown
from .identity import item_identity
from .kind import Field, Kind, Raw, always
from .values import at, is_bare_mask, with_at, without_at
from .wanted import Target, Wanted


def full_body(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The body, and the stored secrets that it cannot carry (left out of it)."""
    kind = wanted.kind
    body = kind.writable(observed)
    at_risk: list[str] = []
    for field, child in kind.child_fields:
        children, lost = _carried(field, child, wanted, observed)
        at_risk += lost
        body.pop(field.name, None)
        if children and not lost:
            body[field.name] = children
    for field in kind.fields:
        if field.create_only and at(observed, field.where) is None:
            body = without_at(body, field.where)
        elif not (field.route or field.create_only or field.name == kind.owner):
            at_risk += parts[field.name].at_risk
            body = _with_field(body, field, wanted, observed, parts[field.name])
    body = {**_left_out(kind, observed), **body}
    body, lost = _without_masks(body, kind.fields, "")
    at_risk += lost
    return body, tuple(at_risk)


def with_left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """An observed object with the empty values that its answers leave out."""
    return {**_left_out(kind, observed), **observed}


def changed_body(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> dict[str, Any]:
    """The body for an update that leaves alone what it does not name: the changed fields and no others."""
    body: dict[str, Any] = {}
    for field in fields:
        body = with_at(body, field.where, parts[field.name].body)
    return body


def _left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """The empty values of an object that shows no empty value at all: its answers leave them out, they are not unknown.

    A body without them would turn what is off by choice into what is on by default.
    """
    if any(value in (None, "", False, 0, []) for value in observed.values()):
        return {}
    return {
        field.name: shown(field, None)
        for field in kind.fields
        if field.type in ("bool", "int") and not field.path and field.readable is always and not field.update_only
    }


def _without_masks(value: Any, fields: Sequence[Field], name: str) -> tuple[Any, list[str]]:
    """A value without the masks in it that no field declares (MISSING for a mask alone), and their names."""
    if is_bare_mask(value):
        return MISSING, [name]
    lost: list[str] = []
    if isinstance(value, Mapping):
        declared = {field.where[0]: field for field in fields}
        kept = {}
        for key, item in value.items():
            field = declared.get(key)
            if field is not None and not (field.fields or field.children or field.path):
                kept[key] = item  # text of the user's own, or a secret that was looked at already
                continue
            inner = () if field is None else field.children.fields if field.children else field.fields
            rest, names = _without_masks(item, inner, f"{name}.{key}" if name else key)
            lost += names
            if rest is not MISSING:
                kept[key] = rest
        return kept, lost
    if isinstance(value, list):
        parts = [_without_masks(item, fields, f"{name}[{index}]") for index, item in enumerate(value)]
        return [rest for rest, _names in parts if rest is not MISSING], [x for _rest, names in parts for x in names]
    return value, []


def _with_field(body: dict[str, Any], field: Field, wanted: Wanted, observed: Raw, part: Comparison) -> dict[str, Any]:
    given = wanted.values.get(field.name, MISSING)
    stands = at(observed, field.where)
    if given is MISSING and stands is None and field.sent_on_create is not None:
        return with_at(body, field.where, field.sent_on_create)
    if given is MISSING and stands is None:
        # a null that means "not shown" would be taken for "none"; any other null says what is there already
        return body if field.readable(observed) and not field.secret else without_at(body, field.where)
    if isinstance(given, Target) and given.cleared and part.differs:
        return {**body, **field.clear}
    if part.body is MISSING:
        return without_at(body, field.where)
    return with_at(body, field.where, part.body)


def _carried(field: Field, kind: Kind, wanted: Wanted, observed: Raw) -> tuple[list[dict[str, Any]], list[str]]:
    """The children as a write of their owner carries them: as observed, for their own writes come later."""
    identity = item_identity(field)
    given = {identity(item): item for item in wanted.values.get(field.name, ())}
    bodies = []
    at_risk = []
    for item in observed.get(field.name) or []:
        goes = field.name in wanted.values and identity(item) not in given
        body = {name: value for name, value in item.items() if name == "id" or name not in kind.read_only}
        for part in kind.fields:
            if part.secret:
                value = compare(part, MISSING, item.get(part.name), Rules(), item).body
                if value is MISSING:
                    value = given.get(identity(item), {}).get(part.name)
                if value is None and not goes:
                    at_risk.append(f"{field.name}[{item.get(field.identity)}].{part.name}")
                body[part.name] = value
        if None not in (body[part.name] for part in kind.fields if part.secret):
            bodies.append(body)
    return bodies, at_risk


def settled(body: Any) -> Any:
    """A body as the API will show it, as far as that can be known: ids that do not exist yet are null."""
    if isinstance(body, Target):
        return body.id
    if isinstance(body, Mapping):
        return {name: settled(value) for name, value in body.items()}
    if isinstance(body, (list, tuple)):
        return [settled(item) for item in body]
    return body
