# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request body of an update: the whole writable object.

The API refuses an update without its required fields, and it is not known whether it keeps what a body leaves out.
So everything that was observed goes back, unknown fields included, with what is wanted laid over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .comparison import MISSING, Comparison
from .fields.base import Field, Raw
from .kind import Kind
from .values import DICTIONARY, at, is_bare_mask, with_at, without_at
from .wanted import NamedSecret, Target, Wanted


def full_body(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The body, and the stored secrets that it cannot carry (left out of it)."""
    kind = wanted.kind
    body = kind.writable(observed)
    at_risk: list[str] = []
    for field in kind.fields:
        body, lost = field.carried(body, wanted, observed)
        at_risk += lost
    for field in kind.fields:
        if field.create_only and at(observed, field.where) is None:
            body = without_at(body, field.where)
        elif not (field.route or field.create_only or field.name == kind.routes.owner):
            at_risk += parts[field.name].at_risk
            given = wanted.values.get(field.name, MISSING)
            body = field.lay_over(body, given, observed, parts[field.name])
    body = {**_left_out(kind, observed), **body}
    body, lost = _without_masks(body, kind.fields, "")
    at_risk += lost
    return body, tuple(at_risk)


def with_left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """An observed object with the empty values that its responses leave out."""
    return {**_left_out(kind, observed), **observed}


def changed_body(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> dict[str, Any]:
    """The body for an update that leaves alone what it does not name: the changed fields and no others."""
    body: dict[str, Any] = {}
    for field in fields:
        body = with_at(body, field.where, parts[field.name].body)
    return body


def _left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """The empty values of an object that shows no empty value at all: its responses leave them out.

    A body without them would turn what is off by choice into what is on by default.
    """
    if any(value in (None, "", False, 0, []) for value in observed.values()):
        return {}
    return {field.name: field.shown(None) for field in kind.fields if field.may_be_left_out}


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
            if field is not None and not (field.parts or field.path):
                kept[key] = item  # text of the user's own, or a secret that was looked at already
                continue
            rest, names = _without_masks(item, field.parts if field else (), f"{name}.{key}" if name else key)
            lost += names
            if rest is not MISSING:
                kept[key] = rest
        return kept, lost
    if isinstance(value, list):
        parts = [_without_masks(item, fields, f"{name}[{index}]") for index, item in enumerate(value)]
        return [rest for rest, _names in parts if rest is not MISSING], [x for _rest, names in parts for x in names]
    return value, []


def settled(body: Any) -> Any:
    """A body as the API will show it, as far as that can be known: IDs that do not exist yet are null."""
    if isinstance(body, str):
        return body
    if isinstance(body, Target):
        return body.id
    if isinstance(body, NamedSecret):
        return body.value
    if isinstance(body, DICTIONARY):
        return {name: settled(value) for name, value in body.items()}
    if isinstance(body, (list, tuple)):
        return [settled(item) for item in body]
    return body
