# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of IDs with their own route: exactly the wanted ones in the wanted order, with few requests."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..change import Change, EditMembers, MoveMember, ReplaceMembers
from ..comparison import MISSING, Comparison, Rules
from ..errors import PlanError
from ..kind import Kind, item_path
from ..values import NO_ID, at, frozen, id_form, object_id, plain
from ..wanted import Target, Wanted
from .base import Field, Names, Raw, References
from .texts import Texts, compare_texts

REPLACED_FROM = 3  # requests: a replacement needs an additional read, and its effect is less certain


class MemberIds(Texts):
    """IDs that an object's own response does not contain. A member can also be given by its name and location.

    In that case, it is an object of the kind ``of``, whose names may repeat. After it has been resolved, the list has
    its ID instead, or a Target while it does not exist yet.

    GET at the route lists the members, POST adds and DELETE removes those in the key ``body``, and PUT ``{id}/move``
    moves one to a position, counted from 1. ``ordered`` has the path of an option, and the value with which the user
    determines the order; with any other value, the API sorts. ``among`` has the route that lists all possible members,
    and its query key to select some of them. ``replace`` is the key with which a POST replaces all members; the API
    reference mentions it in a text, but in no example.
    """

    members: ClassVar[bool] = True

    of: Kind | None = None
    body: str = ""
    ordered: tuple[tuple[str, ...], str] = ((), "")
    among: tuple[str, str] = ("", "")
    replace: str = ""

    @property
    def candidates(self) -> tuple[str, str]:
        return self.among

    @property
    def kind(self) -> Kind:
        """The kind of the members. Raises ValueError for a declaration without one."""
        if self.of is None:
            raise ValueError(f"{self.name} are of no kind")
        return self.of

    @property
    def needs(self) -> tuple[Kind, ...]:
        return (self.kind,)

    @property
    def naming(self) -> tuple[Field, Field]:
        """The fields that identify a member: its natural key and its location."""
        return self.kind.key_fields[0], self.kind.field(self.kind.narrowed_by)

    def spec(self) -> dict[str, Any]:
        return {"type": "list", "elements": "raw"}

    def schema(self) -> dict[str, Any]:
        key, place = self.naming
        item = {
            "type": ["string", "object"],
            "additionalProperties": False,
            "required": [key.name],
            "properties": {key.name: {"type": "string", "minLength": 1}, place.name: place.schema()},
        }
        return {"type": "array", "items": item}

    def faults(self, value: Any, where: str) -> list[str]:
        found = []
        seen = set()
        for index, item in enumerate(value):
            faults = self._faults_of(item, f"{where}[{index}]")
            form = frozen(item) if isinstance(item, Mapping) else id_form(item)
            if not faults and form in seen:
                shown_name = item[self.naming[0].name] if isinstance(item, Mapping) else item
                faults = [f"{where} contains '{shown_name}' twice"]
            found += faults
            seen.add(form)
        return found

    def _faults_of(self, item: Any, where: str) -> list[str]:
        """What is wrong with a member given by ID, or by name and location."""
        key, place = self.naming
        if not isinstance(item, Mapping):
            return [] if object_id(item) else [f"{where} '{item}' {NO_ID}"]
        unknown = [str(name) for name in item if name not in (key.name, place.name)]
        if unknown:
            return [f"{where}.{unknown[0]} is not a valid option; valid options are {key.name}, {place.name}"]
        if not isinstance(item.get(key.name), str) or not item[key.name]:
            return [f"{where} requires {key.name}"]
        given = item.get(place.name)
        if given is None:
            return []
        if not isinstance(given, Mapping):
            return [f"{where}.{place.name} must be a dictionary"]
        types = {name: option["type"] for name, option in place.spec()["options"].items()}
        odd = [name for name, part in given.items() if not isinstance(part, list if types.get(name) == "list" else str)]
        if odd:
            return [f"{where}.{place.name}.{odd[0]} must be a {'list' if types.get(odd[0]) == 'list' else 'string'}"]
        return place.faults(given, f"{where}.{place.name}")

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        found = [references.member(self.kind, item) if isinstance(item, Mapping) else item for item in value]
        ids = [(item.id or item) if isinstance(item, Target) else item for item in found]
        twice = [plain(given) for given, id in zip(value, ids) if ids.count(id) > 1 and isinstance(given, Mapping)]
        if twice:
            raise PlanError(f"{where} contains a member twice: {twice[0]}")
        return ids

    def canonical_form(self, value: Any) -> Any:
        return plain(value.label) if isinstance(value, Target) else id_form(value)

    def marks(self, value: Any) -> set[Any]:
        return {id_form(id) for id in value or () if not isinstance(id, Target)}

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Compared as a set unless the order counts. An order that cannot be seen is assumed to differ."""
        given = wanted.values.get(self.name, MISSING)
        if given is MISSING or not self.readable(observed):
            return super().compare_in(wanted, observed, rules)
        counts = self._order_counts(wanted.values, observed)
        current = at(observed, self.where)
        comparison = compare_texts(self, given, current, not counts)
        if _twice(current):  # duplicates are lost in a set
            return comparison._replace(differs=True, before=self.listed(current, False))
        hidden = self._order_is_hidden(wanted.values, observed) and len(given) > 1
        return comparison._replace(differs=comparison.differs or hidden)

    def _order_counts(self, values: Mapping[str, Any], observed: Raw) -> bool:
        """Whether the user determines the order of the members."""
        path, value = self.ordered
        given = at(values, path)
        return bool((at(observed, path) if given is None else given) == value)

    def _order_is_hidden(self, values: Mapping[str, Any], observed: Raw) -> bool:
        """Whether the order will count from now on, but cannot be seen because members are still sorted otherwise."""
        return self._order_counts(values, observed) and not self._order_counts({}, observed)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        """The fewest requests that produce the list; instead of REPLACED_FROM or more, one that replaces all of it."""
        target = [self.canonical_form(id) for id in wanted.values[self.name]]
        about = Change(wanted.kind, wanted.key, (self.name,), id, wanted.base)
        counts, hidden = self._order_counts(wanted.values, observed), self._order_is_hidden(wanted.values, observed)
        steps = self.steps(about, at(observed, self.where), target, counts, hidden)
        if not self.replace or len(steps) < REPLACED_FROM:
            return steps
        body = {self.body: target, self.replace: True}
        return [ReplaceMembers(*_about(about), body, self.route, field=self)]

    def steps(
        self, about: Change, observed: Sequence[Any] | None, target: Sequence[Any], counts: bool, hidden: bool = False
    ) -> list[Change]:
        """One request for all members to remove, one for all to add and, if the order counts, one for each to move.

        Duplicates are removed, named as often as they occur, and added once. ``hidden`` means that the order cannot be
        seen.
        """
        current = [id_form(id) for id in observed or ()]
        twice = _twice(current)
        removed = [id for id in current if id in twice or id not in set(target)]
        added = [id for id in target if id in twice or id not in set(current)]
        changes: list[Change] = []
        if removed:
            changes.append(EditMembers(*_about(about), {self.body: removed}, self.route, "DELETE"))
        if added:
            changes.append(EditMembers(*_about(about), {self.body: added}, self.route, "POST"))
        if counts:
            now = [id for id in current if id not in set(removed)] + added
            changes += [
                MoveMember(*_about(about), {"position": place}, f"{self.route}{_path_of(id)}/move")
                for id, place in (settled_moves(target) if hidden else fewest_moves(now, target))
            ]
        return changes

    def exported_from(self, raw: Raw, names: Names) -> Any:
        value = at(raw, self.where)
        return MISSING if value is None else self.listed(value, not self._order_counts({}, raw))


def _about(change: Change) -> tuple[Kind, str, tuple[str, ...], str | None, str]:
    return change.kind, change.key, change.fields, change.id, change.base


def _path_of(member: str) -> str:
    """The end of a member's route. If the member does not exist yet, its name is shown in the plan instead."""
    return item_path("", member, "member") if object_id(member) else f"/{member}"


def _twice(ids: Sequence[Any] | None) -> set[Any]:
    """The IDs that occur in a list more than once."""
    return {id for id, count in Counter(map(id_form, ids or ())).items() if count > 1}


def fewest_moves(now: Sequence[Any], wanted: Sequence[Any]) -> list[tuple[Any, int]]:
    """(item, position from 1) for each move that turns a list into another order of the same items.

    The longest run that is already in order stays; each of the others is moved behind its wanted predecessor.
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
    """Moves that lead to an order from any other order: all items but the last are moved to their positions."""
    return [(item, place) for place, item in enumerate(wanted[:-1], 1)]


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """A longest increasing subsequence of distinct numbers."""
    ends: list[int] = []  # for each length: the last number of the best subsequence
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
