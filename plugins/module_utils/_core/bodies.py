# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The request body of an update: the whole writable object.

The API refuses an update without its required fields, and it is unknown whether it keeps fields that a body omits. So
the body has everything that was observed, unknown fields included, overlaid with what is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .comparison import MISSING, Comparison
from .fields.base import Field, Raw
from .kind import Kind
from .values import DICTIONARY, at, is_bare_mask, with_at, without_at
from .wanted import Target, Wanted


def full_body(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The body, and the stored secrets that it has to leave out because their values are unknown."""
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
            body = field.overlay(body, given, observed, parts[field.name])
    body = {**_left_out(kind, observed), **body}
    body, lost = _without_masks(body, kind.fields, "")
    at_risk += lost
    return body, tuple(at_risk)


def with_left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """An observed object, completed by the empty values that its responses omit."""
    return {**_left_out(kind, observed), **observed}


def changed_body(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> dict[str, Any]:
    """The body of an update that keeps unnamed fields: the changed fields only."""
    body: dict[str, Any] = {}
    for field in fields:
        body = with_at(body, field.where, parts[field.name].body)
    return body


def _left_out(kind: Kind, observed: Raw) -> dict[str, Any]:
    """The empty values of an object whose responses omit all empty values.

    Without them in the body, settings that are turned off would return to their defaults, which may be on.
    """
    if any(value in (None, "", False, 0, []) for value in observed.values()):
        return {}
    return {field.name: field.shown(None) for field in kind.fields if field.may_be_left_out}


def _without_masks(value: Any, fields: Sequence[Field], name: str) -> tuple[Any, list[str]]:
    """A value without masks in undeclared fields (MISSING if it is just a mask), and the names of those fields."""
    if is_bare_mask(value):
        return MISSING, [name]
    lost: list[str] = []
    if isinstance(value, Mapping):
        declared = {field.where[0]: field for field in fields}
        kept = {}
        for key, item in value.items():
            field = declared.get(key)
            if field is not None and not (field.parts or field.path):
                kept[key] = item  # the user's own text, or a secret that its own field handles
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
    """A body as the API is expected to show it: IDs that do not exist yet are null."""
    if isinstance(body, Target):
        return body.id
    if isinstance(body, (list, tuple)):
        return [item if item.__class__ is str else settled(item) for item in body]
    if isinstance(body, DICTIONARY):
        return {name: value if value.__class__ is str else settled(value) for name, value in body.items()}
    return body
