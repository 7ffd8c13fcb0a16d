# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of ids with routes of their own: exactly the wanted ones, in the wanted order, by few requests. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .change import Change, EditMembers, MoveMember
from .comparison import Comparison
from .kind import Field, Members, Raw
from .routes import item_path
from .values import NO_ID, at, id_form, object_id
from .wanted import Wanted


def member_faults(ids: Sequence[Any], where: str) -> list[str]:
    """What is wrong with a list of members in itself, a sentence each."""
    faults = []
    seen = set()
    for index, id in enumerate(ids):
        if object_id(id) is None:
            faults.append(f"{where}[{index}] '{id}' {NO_ID}")
        elif id_form(id) in seen:
            faults.append(f"{where} contains '{id}' twice")
        seen.add(id_form(id))
    return faults


def in_force(field: Field, values: Mapping[str, Any], observed: Raw) -> Field:
    """A field of members as it is compared: a set, unless their order counts. Any other field as it is."""
    if field.members is None:
        return field
    return replace(field, unordered=not _order_counts(field.members, values, observed))


def _order_counts(members: Members, values: Mapping[str, Any], observed: Raw) -> bool:
    """Whether the order of the members is what the user makes it."""
    path, value = members.ordered
    given = at(values, path)
    return bool((at(observed, path) if given is None else given) == value)


def _order_is_hidden(members: Members, values: Mapping[str, Any], observed: Raw) -> bool:
    """Whether the order counts from now on, but that which there is cannot be seen: members are sorted otherwise."""
    return _order_counts(members, values, observed) and not _order_counts(members, {}, observed)


def with_hidden_order(field: Field, comparison: Comparison, wanted: Wanted, observed: Raw) -> Comparison:
    """The comparison of members, which differ too when they may be in another order than that which is shown."""
    if field.members is None or field.name not in wanted.values:
        return comparison
    hidden = _order_is_hidden(field.members, wanted.values, observed) and len(wanted.values[field.name]) > 1
    return replace(comparison, differs=comparison.differs or hidden)


def member_changes(field: Field, wanted: Wanted, observed: Raw, here: str | None) -> list[Change]:
    """One request for all that go, one for all that come, and one for each that has to move."""
    members = field.members
    if members is None:
        return []
    target = [id_form(id) for id in wanted.values[field.name]]
    stands = [id_form(id) for id in at(observed, field.where) or ()]
    going = [id for id in stands if id not in set(target)]
    coming = [id for id in target if id not in set(stands)]

    about = (wanted.kind, wanted.key, (field.name,), here, wanted.base)
    changes: list[Change] = []
    if going:
        changes.append(EditMembers(*about, {members.body: going}, field.route, "DELETE"))
    if coming:
        changes.append(EditMembers(*about, {members.body: coming}, field.route, "POST"))
    if _order_counts(members, wanted.values, observed):
        now = [id for id in stands if id not in set(going)] + coming
        hidden = _order_is_hidden(members, wanted.values, observed)
        order = settled_moves(target) if hidden else fewest_moves(now, target)
        changes += [
            MoveMember(*about, {"position": place}, f"{field.route}{item_path('', id, 'member')}/move")
            for id, place in order
        ]
    return changes


def fewest_moves(now: Sequence[Any], wanted: Sequence[Any]) -> list[tuple[Any, int]]:
    """(item, position from 1) for each move that brings a list into another order of the same items.

    What stays is a longest run that is in order already; each of the others goes behind the one wanted before it.
    """
    places = {item: place for place, item in enumerate(wanted)}
    staying = {wanted[place] for place in longest_rise([places[item] for item in now])}
    current = list(now)
    moves = []
    for place, item in enumerate(wanted):
        if item not in staying:
            current.remove(item)
            position = current.index(wanted[place - 1]) + 1 if place else 0
            current.insert(position, item)
            moves.append((item, position + 1))
    return moves


def settled_moves(wanted: Sequence[Any]) -> list[tuple[Any, int]]:
    """The moves that bring about an order whatever the order was: all but the last item, each to its place."""
    return [(item, place) for place, item in enumerate(wanted[:-1], 1)]


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """A longest increasing subsequence of different numbers."""
    ends: list[int] = []  # of the best rise of each length: its last number
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    rise: list[int] = []
    here = ends[-1] if ends else None
    while here is not None:
        rise.append(here)
        here = before[here]
    return rise[::-1]
