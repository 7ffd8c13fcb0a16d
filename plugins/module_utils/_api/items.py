# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects that responses show, on their way to those who compare them: checked, and without what is deleted."""

from __future__ import annotations

from functools import cache
from typing import Any

from .._core.errors import ApiError
from .._core.identity import id_of, normalized
from .._core.kind import Kind, identified
from .._core.values import at
from .answers import unlike_text, without_deleted


def known(kind: Kind, raw: Any, path: str, position: int) -> dict[str, Any]:
    """An object of a list, made regular.

    Raises ApiError that names the list and the position (from 1) for what is not an object, and for an object
    without an id or a natural key: nobody could tell which one it is.
    """
    try:
        found = regular(kind, identified(kind, raw, path))
    except ApiError as error:
        raise error.note(f"it is at position {position} of the list") from None
    for name, where in _keys(kind):
        value = at(found, where)
        if not isinstance(value, str):
            called = kind.title if kind.one_time_secret else f"{kind.title} ({kind.routes.id_key} {id_of(kind, found)})"
            raise ApiError(f"the list at {path} has at position {position} a {called} {unlike_text(name, value)}")
    return found


def regular(kind: Kind, raw: dict[str, Any]) -> dict[str, Any]:
    """An object without what is deleted in it, its awkward shapes made regular."""
    return normalized(kind, without_deleted(raw, _own_data(kind)))


@cache
def _keys(kind: Kind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields of a kind's natural key that are text, each with its place."""
    return tuple((field.name, field.where) for field in kind.key_fields if field.type == "str")


@cache
def _own_data(kind: Kind) -> frozenset[str]:
    """The names of a kind's fields that hold the user's own data, whatever its keys mean."""
    return frozenset(field.where[0] for field in kind.fields if field.own_data)
