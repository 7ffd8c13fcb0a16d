# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which objects need which others: an object must not be deleted while another refers to it or is in it. Pure.

A mark is an ID, or a kind and a name for objects to which the API refers by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._core.fields.base import Raw
from .._core.kind import Kind
from .._core.values import at, id_form
from .._core.wanted import Wanted


def marks_of(kind: Kind, raw: Raw) -> set[Any]:
    """All marks by which others may refer to an object or to anything deleted with it; none for singletons."""
    if kind.routes.singleton:
        return set()
    key = kind.key_fields[0]
    name = at(raw, key.where)
    within = [item for list in kind.holds if isinstance(raw.get(list), Sequence) for item in raw[list]]
    marks = {id_form(raw.get(kind.routes.id_key)), (kind.name, key.canonical_form(name) if name else name)}
    return marks | {id_form(item.get("id")) for item in within}


def needed(wanted: Wanted, observed: Raw | None) -> set[Any]:
    """The marks of what an object will need: from the given fields, and from its present values for all others."""
    marks: set[Any] = set()
    for field in wanted.kind.fields:
        given = wanted.values.get(field.name)
        marks |= field.marks(at(observed, field.where) if given is None else given)
    return marks | ({wanted.within.id} if wanted.within and wanted.within.id else set())


def needed_now(kind: Kind, observed: Raw | None) -> set[Any]:
    """The marks of what an object needs in its present state."""
    return {mark for field in kind.fields for mark in field.marks(at(observed, field.where))}
