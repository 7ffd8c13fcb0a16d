# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How reports show a changed field: the parts of it that differ, each as lines of text before and after."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import (
    ABSENT,
    Difference,
    differences,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

if TYPE_CHECKING:
    from .drift import Entry, FieldChange

#: shorter values are written on one line
_LINE = 60
_TEXT = json.JSONEncoder(ensure_ascii=False).encode
_BOTH = "changed in the document, too"


class Row(NamedTuple):
    """A part of a field that differs. No lines mean no value. ``note`` is our own text, the others are not."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str = ""


def lines_of(value: Any) -> tuple[str, ...]:
    """A value as JSON; a short one on one line. A missing value has no lines."""
    if value is ABSENT:
        return ()
    text = _TEXT(value)
    if len(text) > _LINE and isinstance(value, (dict, list)):
        return tuple(visible(line) for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"))
    return (visible(text),)


def rows_of(fields: Iterable[FieldChange]) -> list[Row]:
    """The parts that differ. A field that is only known by name, or has no differing part, has one row."""
    rows: list[Row] = []
    for field in fields:
        if field.before is ABSENT and field.after is ABSENT:
            rows.append(Row(visible(field.name), (), (), "its values are unknown"))
            continue
        found = [_row(one) for one in differences(field.name, field.before, field.after)]
        rows += found or [Row(visible(field.name), lines_of(field.before), lines_of(field.after))]
    return rows


def rows_of_entry(entry: Entry) -> list[Row]:
    """The differing parts of an object, or of the part that an entry covers; with a note if both sides changed."""
    rows = rows_of(entry.fields)
    if not entry.origin:
        return rows
    words = [(row, entry.origins_of(row.path)) for row in rows]
    return [
        row._replace(note="; ".join(filter(None, (row.note, _BOTH * ("both" in found)))))
        for row, found in words
        if entry.is_whole or not found or found & set(entry.only)
    ]


def _row(one: Difference) -> Row:
    if one.listed:
        return Row(one.path, _each(one.before), _each(one.after), one.note)
    return Row(one.path, lines_of(one.before), lines_of(one.after), one.note)


def _each(items: Sequence[Any]) -> tuple[str, ...]:
    return tuple(line for item in items for line in lines_of(item))
