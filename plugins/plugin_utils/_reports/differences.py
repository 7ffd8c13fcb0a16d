# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a changed field reads: the parts of it that differ, each as lines of text before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

from .drift import ABSENT, FieldChange

#: A value shorter than this is written on one line.
_LINE = 60
#: Parts of parts are told apart down to here; what lies deeper is shown whole.
_DEPTH = 8


@dataclass(frozen=True)
class Row:
    """A part of a field that differs. No lines at all: it is not there. ``note`` is ours, the other texts are not."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str = ""


def lines_of(value: Any) -> tuple[str, ...]:
    """A value as JSON: a short one on one line. What is not there has no line."""
    if value is ABSENT:
        return ()
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > _LINE and isinstance(value, (dict, list)):
        return tuple(visible(line) for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"))
    return (visible(text),)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: true is not 1, the order of keys does not count."""
    return one is other or (one == other and _canonical(one) == _canonical(other))


def _canonical(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)


def rows_of(fields: Iterable[FieldChange]) -> list[Row]:
    """What differs, part by part. A field of which only the name is known, or no part differs, has one row."""
    rows: list[Row] = []
    for field in fields:
        if field.before is ABSENT and field.after is ABSENT:
            rows.append(Row(visible(field.name), (), (), "its values are unknown"))
            continue
        found = list(_rows(visible(field.name), field.before, field.after, _DEPTH))
        rows += found or [Row(visible(field.name), lines_of(field.before), lines_of(field.after))]
    return rows


def _rows(path: str, before: Any, after: Any, depth: int) -> Iterator[Row]:
    if same(before, after):
        return
    whole: list[Any] = [value for value in (before, after) if value is not ABSENT]
    if depth and any(whole) and all(isinstance(value, dict) for value in whole):
        left, right = _or({}, before), _or({}, after)
        for name in {**left, **right}:
            below = f"{path}.{visible(name)}"
            yield from _rows(below, left.get(name, ABSENT), right.get(name, ABSENT), depth - 1)
    elif depth and any(whole) and all(isinstance(value, list) for value in whole):
        yield from _list_rows(path, _or([], before), _or([], after), depth - 1)
    else:
        yield Row(path, lines_of(before), lines_of(after))


def _or(empty: Any, value: Any) -> Any:
    return empty if value is ABSENT else value


def _list_rows(path: str, before: Sequence[Any], after: Sequence[Any], depth: int) -> Iterator[Row]:
    left, right = _by_name(before), _by_name(after)
    if left is None or right is None:
        yield _items(path, before, after)
        return
    for name in {**left, **right}:
        yield from _rows(f"{path}[{visible(name)}]", left.get(name, ABSENT), right.get(name, ABSENT), depth)
    if list(left) != list(right) and set(left) == set(right):
        yield Row(path, lines_of(list(left)), lines_of(list(right)), "different order")


def _by_name(items: Sequence[Any]) -> dict[str, Any] | None:
    """Items by their name; None when not all of them have one, or two the same."""
    named: dict[str, Any] = {}
    for item in items:
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in named:
            return None
        named[name] = item
    return named


def _items(path: str, before: Sequence[Any], after: Sequence[Any]) -> Row:
    """Which items of a list come and go; the whole list when only their order differs."""
    gone = Counter(map(_canonical, before))
    new = Counter(map(_canonical, after))
    if gone == new:
        return Row(path, lines_of(list(before)), lines_of(list(after)), "different order")
    stay = sum((gone & new).values())
    note = f"{stay:,} more {'unchanged item' if stay == 1 else 'unchanged items'}" if stay else ""
    return Row(path, _only(before, gone - new), _only(after, new - gone), note)


def _only(items: Sequence[Any], counts: Counter[str]) -> tuple[str, ...]:
    lines: list[str] = []
    for item in items:
        text = _canonical(item)
        if counts[text] > 0:
            counts[text] -= 1
            lines += lines_of(item)
    return tuple(lines)
