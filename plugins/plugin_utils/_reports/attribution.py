# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of an object's changes a field belongs to.

The result of a single object has one diff of all its managed fields, and often several changes: of the object, of parts
with a route of their own, of children that are listed in a field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .differences import same
from .drift import ABSENT, Entry, FieldChange


def fields_of_object(
    entries: Sequence[Entry], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[FieldChange, ...]]:
    """The fields of each entry, in their order. Each field that differs is in one of them."""
    open_fields = {
        name: FieldChange(name, before.get(name, ABSENT), after.get(name, ABSENT))
        for name in dict.fromkeys((*before, *after))
        if not same(before.get(name, ABSENT), after.get(name, ABSENT))
    }
    found: list[tuple[FieldChange, ...]] = []
    listed: set[str] = set()
    for entry in entries:
        child = _child(entry, open_fields)
        if child is not None:
            listed.add(f"{entry.kind}s")
            found.append(child)
        else:
            own = [open_fields.pop(field.name) for field in entry.fields if field.name in open_fields]
            found.append(tuple(own))
    rest = tuple(field for name, field in open_fields.items() if name not in listed)
    if rest and found:
        found[0] += rest  # a delete names no fields
    return [own or entry.fields for own, entry in zip(found, entries)]


def _child(entry: Entry, fields: Mapping[str, FieldChange]) -> tuple[FieldChange, ...] | None:
    """What differs in a child, which its parent's field lists by name; None when the entry is no child's."""
    listing = fields.get(f"{entry.kind}s")
    if listing is None:
        return None
    before, after = _item(listing.before, entry.key), _item(listing.after, entry.key)
    if not before and not after:
        return None
    return tuple(
        FieldChange(name, before.get(name, ABSENT), after.get(name, ABSENT))
        for name in dict.fromkeys((*before, *after))
        if not same(before.get(name, ABSENT), after.get(name, ABSENT))
    )


def _item(items: Any, key: str) -> Mapping[str, Any]:
    """The item that a key of the form parent/name ends with; of several the one with the longest name."""
    found: Mapping[str, Any] = {}
    for item in items if isinstance(items, list) else ():
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(name, str) and key.endswith(f"/{name}") and len(name) >= len(str(found.get("name", ""))):
            found = item
    return found
