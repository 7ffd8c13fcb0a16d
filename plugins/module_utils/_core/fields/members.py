# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of IDs with a route of their own: exactly the wanted ones, in the wanted order, by few requests."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..change import Change, EditMembers, MoveMember
from ..comparison import MISSING, Comparison, Rules
from ..kind import item_path
from ..values import NO_ID, at, id_form, object_id
from ..wanted import Wanted
from .base import Names, Raw
from .texts import Texts, compare_texts


@dataclass(frozen=True, eq=False)
class MemberIds(Texts):
    """IDs that an object's own responses do not show.

    GET at the route lists the members, POST adds and DELETE removes those that the key ``body`` names, and PUT
    ``{id}/move`` puts one at a position that counts from 1. ``ordered`` are an option's path and the value with which
    the order is what the user makes it; with any other, the API sorts. ``among`` is the route that lists all that can
    be members, and its query key for some of them.
    """

    members: ClassVar[bool] = True

    body: str = ""
    ordered: tuple[tuple[str, ...], str] = ((), "")
    among: tuple[str, str] = ("", "")

    @property
    def candidates(self) -> tuple[str, str]:
        return self.among

    def faults(self, value: Any, where: str) -> list[str]:
        found = []
        seen = set()
        for index, id in enumerate(value):
            if object_id(id) is None:
                found.append(f"{where}[{index}] '{id}' {NO_ID}")
            elif id_form(id) in seen:
                found.append(f"{where} contains '{id}' twice")
            seen.add(id_form(id))
        return found

    def canonical_form(self, value: Any) -> Any:
        return id_form(value)

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Compared as a set, unless the order counts. An order that cannot be seen may differ, so it does."""
        given = wanted.values.get(self.name, MISSING)
        if given is MISSING or not self.readable(observed):
            return super().compare_in(wanted, observed, rules)
        counts = self._order_counts(wanted.values, observed)
        comparison = compare_texts(self, given, at(observed, self.where), not counts)
        hidden = self._order_is_hidden(wanted.values, observed) and len(given) > 1
        return comparison._replace(differs=comparison.differs or hidden)

    def _order_counts(self, values: Mapping[str, Any], observed: Raw) -> bool:
        """Whether the order of the members is what the user makes it."""
        path, value = self.ordered
        given = at(values, path)
        return bool((at(observed, path) if given is None else given) == value)

    def _order_is_hidden(self, values: Mapping[str, Any], observed: Raw) -> bool:
        """Whether the order counts from now on, but the present one cannot be seen: members are sorted otherwise."""
        return self._order_counts(values, observed) and not self._order_counts({}, observed)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, here: str | None) -> list[Change]:
        """One request for all that go, one for all that come, and one for each that has to move."""
        target = [id_form(id) for id in wanted.values[self.name]]
        current = [id_form(id) for id in at(observed, self.where) or ()]
        going = [id for id in current if id not in set(target)]
        coming = [id for id in target if id not in set(current)]
        about = (wanted.kind, wanted.key, (self.name,), here, wanted.base)
        changes: list[Change] = []
        if going:
            changes.append(EditMembers(*about, {self.body: going}, self.route, "DELETE"))
        if coming:
            changes.append(EditMembers(*about, {self.body: coming}, self.route, "POST"))
        if self._order_counts(wanted.values, observed):
            now = [id for id in current if id not in set(going)] + coming
            hidden = self._order_is_hidden(wanted.values, observed)
            changes += [
                MoveMember(*about, {"position": place}, f"{self.route}{item_path('', id, 'member')}/move")
                for id, place in (settled_moves(target) if hidden else fewest_moves(now, target))
            ]
        return changes

    def exported_from(self, raw: Raw, names: Names) -> Any:
        value = at(raw, self.where)
        return MISSING if value is None else self.listed(value, not self._order_counts({}, raw))


def fewest_moves(now: Sequence[Any], wanted: Sequence[Any]) -> list[tuple[Any, int]]:
    """(item, position from 1) for each move that brings a list into another order of the same items.

    What stays is a longest run that is in order already; each of the others goes behind the one wanted before it.
    """
    places = {item: place for place, item in enumerate(wanted)}
    staying = {wanted[place] for place in longest_rise([places[item] for item in now])}
    order = list(now)
    moves = []
    for place, item in enumerate(wanted):
        if item not in staying:
            order.remove(item)
            position = order.index(wanted[place - 1]) + 1 if place else 0
            order.insert(position, item)
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
