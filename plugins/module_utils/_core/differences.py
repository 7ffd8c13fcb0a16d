# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a changed field is shown: the parts of it that differ, each with its values before and after. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .display import visible
from .values import frozen, same

#: nested parts are compared one by one down to this depth; anything deeper is shown whole
_DEPTH = 8


class Absent:
    """The value of a field while its object does not exist: before it is created or after it is deleted."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class Difference(NamedTuple):
    """A part of a field that differs. ``path`` may contain any visible text; ``note`` is our own text.

    ``listed`` means that the values are only the removed and the added items of a list, not the whole list.
    """

    path: str
    before: Any
    after: Any
    note: str = ""
    listed: bool = False


def differences(name: str, before: Any, after: Any) -> list[Difference]:
    """The differences in a field, part by part; none if it is the same. ABSENT stands for a missing value."""
    return list(_parts(visible(name), before, after, _DEPTH))


def _parts(path: str, before: Any, after: Any, depth: int) -> Iterator[Difference]:
    """The parts that differ, at most ``depth`` levels deep."""
    if same(before, after):
        return
    whole: list[Any] = [value for value in (before, after) if value is not ABSENT]
    if not isinstance(whole[0], (dict, list)):
        yield Difference(path, before, after)
    elif depth and any(whole) and all(isinstance(value, dict) for value in whole):
        left, right = _or({}, before), _or({}, after)
        for name in {**left, **right}:
            below = f"{path}.{visible(name)}"
            yield from _parts(below, left.get(name, ABSENT), right.get(name, ABSENT), depth - 1)
    elif depth and any(whole) and all(isinstance(value, list) for value in whole):
        yield from _list_parts(path, _or([], before), _or([], after), depth - 1)
    else:
        yield Difference(path, before, after)


def _or(empty: Any, value: Any) -> Any:
    return empty if value is ABSENT else value


def _list_parts(path: str, before: Sequence[Any], after: Sequence[Any], depth: int) -> Iterator[Difference]:
    left, right = _by_name(before), _by_name(after)
    if left is None or right is None:
        yield _items(path, before, after)
        return
    for name in {**left, **right}:
        yield from _parts(f"{path}[{visible(name)}]", left.get(name, ABSENT), right.get(name, ABSENT), depth)
    if list(left) != list(right) and set(left) == set(right):
        yield Difference(path, list(left), list(right), "different order")


def _by_name(items: Sequence[Any]) -> dict[str, Any] | None:
    """Items by their names; None unless all of them have a unique one."""
    named: dict[str, Any] = {}
    for item in items:
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in named:
            return None
        named[name] = item
    return named


def _items(path: str, before: Sequence[Any], after: Sequence[Any]) -> Difference:
    """The removed and the added items of a list; the whole list if only the order differs."""
    if not before or not after:
        return Difference(path, list(before), list(after), listed=True)
    removed = Counter(map(frozen, before))
    new = Counter(map(frozen, after))
    if removed == new:
        return Difference(path, list(before), list(after), "different order")
    stay = sum((removed & new).values())
    note = f"{stay:,} more {'unchanged item' if stay == 1 else 'unchanged items'}" if stay else ""
    return Difference(path, _only(before, removed - new), _only(after, new - removed), note, listed=True)


def _only(items: Sequence[Any], counts: Counter[Any]) -> list[Any]:
    found = []
    for item in items:
        form = frozen(item)
        if counts[form] > 0:
            counts[form] -= 1
            found.append(item)
    return found
