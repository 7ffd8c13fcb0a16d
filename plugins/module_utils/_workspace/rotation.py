# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Named secrets in two versions of an entry: those whose name or version has changed are sent. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .._core.kind import Kind
from .._core.wanted import NamedSecret

Place = tuple[Any, ...]  # an option, followed by keys; an item of a list is represented by what identifies it


def rotated(kind: Kind, values: Mapping[str, Any], former: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values; named secrets that are new or have another name or version are marked to be sent again."""
    before = named_in(kind, former)

    def judged(place: Place, secret: NamedSecret) -> NamedSecret:
        known = before.get(place)
        return secret if known and _is_same(known, secret) else secret.replaced(again=True)

    return _mapped(kind, values, judged)


def at_hand(kind: Kind, former: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The former values, completed by the secrets of the present ones where they are the same.

    The former value of a secret that is sent again is unknown: the task has a new one.
    """
    now = named_in(kind, values)

    def found(place: Place, secret: NamedSecret) -> NamedSecret:
        known = now.get(place)
        return known if known and _is_same(known, secret) and not known.again else secret

    return _mapped(kind, former, found)


def named_in(kind: Kind, values: Mapping[str, Any]) -> dict[Place, NamedSecret]:
    """The named secrets in values, by their places."""
    found: dict[Place, NamedSecret] = {}

    def noted(place: Place, secret: NamedSecret) -> NamedSecret:
        found[place] = secret
        return secret

    _mapped(kind, values, noted)
    return found


def _is_same(one: NamedSecret, other: NamedSecret) -> bool:
    return (one.name, one.version) == (other.name, other.version)


def _mapped(
    kind: Kind, values: Mapping[str, Any], change: Callable[[Place, NamedSecret], NamedSecret]
) -> Mapping[str, Any]:
    """The values with a function applied to each named secret."""

    def mapped(value: Any, place: Place, match: str) -> Any:
        if isinstance(value, NamedSecret):
            return change(place, value)
        if isinstance(value, Mapping):
            return {name: mapped(item, (*place, name), match) for name, item in value.items()}
        if isinstance(value, list):
            return [mapped(item, (*place, _mark(item, match, index)), match) for index, item in enumerate(value)]
        return value

    secret = _may_be_secret(kind)
    if not any(name in secret for name in values):
        return values
    return {name: mapped(value, (name,), secret[name]) if name in secret else value for name, value in values.items()}


@cache
def _may_be_secret(kind: Kind) -> dict[str, str]:
    """The fields that may contain a secret; for lists, with the part that identifies an item."""
    return {field.name: field.match for field in kind.secret_fields}


def _mark(item: Any, match: str, index: int) -> Any:
    """What identifies an item of a list; its index if nothing does."""
    identity = item.get(match) if isinstance(item, Mapping) else None
    return index if identity is None else ("item", str(identity))
