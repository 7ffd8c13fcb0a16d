# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as text for the console, one line for each object. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.differences import ABSENT, Difference, differences
from .._core.display import count, visible
from .._core.plan import ObjectChange

SIGNS = {"create": "+", "update": "~", "delete": "-", "move": ">"}
LONGEST = 60  # characters shown of a value
MOST_PARTS = 8  # parts shown of an object


def line_of(
    one: ObjectChange, contents: Mapping[str, int], outcome: str = "planned", on_air: Sequence[str] = ()
) -> str:
    """The change of an object on one line.

    ``contents`` is what a delete removes besides the object, as {items, bytes}; ``on_air`` are the broadcasts that it
    can hurt. The ``outcome`` is only added if it is not the expected one.
    """
    text = f"{SIGNS[one.action]} {one.title}"
    if one.action == "delete" and any(contents.values()):
        text += f" with {count(contents['items'], 'item')} ({count(contents['bytes'], 'byte')}) inside"
    parts = list(_parts(one)) if one.action in ("update", "move") else []
    if len(parts) > MOST_PARTS:
        parts[MOST_PARTS:] = [f"and {len(parts) - MOST_PARTS} more"]
    text += f": {', '.join(parts)}" if parts else ""
    text += ", created anew" if one.recreated else ""
    text += "" if outcome in ("planned", "applied") else f" ({outcome.replace('_', ' ')})"
    return " ! ".join([text, *map(visible, on_air)])


def _parts(one: ObjectChange) -> Iterator[str]:
    """The parts of an object that differ: their paths and values."""
    for name in one.fields:
        before, after = one.before.get(name, ABSENT), one.after.get(name, ABSENT)
        if one.kind.field(name).located:
            yield _move(name, before, after)
            continue
        found = differences(name, before, after)
        yield from (_part(part) for part in found)
        if not found:
            yield visible(name)  # the field cannot be read back, or no part of it differs


def _move(name: str, before: Any, after: Any) -> str:
    """The old and the new location; the project is left out if it stays the same."""
    sides = [side if isinstance(side, Mapping) else {} for side in (before, after)]
    if sides[0].get("project") == sides[1].get("project") and all(side.get("folder") for side in sides):
        return f"folder {' → '.join(_folder_text(side['folder']) for side in sides)}"
    places = [
        _folder_text([side.get("project", side.get("id")), *side.get("folder", ())]) if side else "none"
        for side in sides
    ]
    return f"{visible(name)} {' → '.join(places)}"


def _folder_text(names: list[Any]) -> str:
    return _short("/".join(visible(str(name)) for name in names))


def _part(part: Difference) -> str:
    if part.note == "different order":
        return f"{part.path} in another order"
    if part.listed:
        items = [*(f"-{_value(item)}" for item in part.before), *(f"+{_value(item)}" for item in part.after)]
        return f"{part.path} {_short(' '.join(items))}"
    return f"{part.path} {_value(part.before)} → {_value(part.after)}"


def _value(value: Any) -> str:
    if value is ABSENT:
        return "none"
    bare = isinstance(value, str) and value and value == value.strip()
    return _short(visible(value if bare else json.dumps(value, ensure_ascii=False, default=str)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
