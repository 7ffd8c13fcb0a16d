# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The position of an object in a list that the user orders.

A single request determines the order of a list: the IDs of all objects in it. None stands for an object that does not
exist yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..change import Change, Reorder
from ..comparison import Comparison
from ..errors import DocumentError
from ..identity import id_of
from ..values import at, with_at
from ..wanted import Wanted
from .base import Raw
from .scalar import Integer


def counted(place: Any) -> int:
    """A position in comparable form. Raises DocumentError for one below 1."""
    if int(place) < 1:
        raise DocumentError("positions start at 1")
    return int(place)


class Position(Integer):
    """A position, counted from 1. ``route``, below the list, accepts all IDs in order. See ``base.Ranking``."""

    def mismatch(self, value: Any, where: str) -> str:
        return ""  # shown by the order of the list

    @property
    def own_request(self) -> bool:
        return True

    @property
    def ranking(self) -> Position:
        return self

    def changes(self, part: Comparison, wanted: Wanted, observed: Mapping[str, Any], id: str | None) -> list[Change]:
        return self._reordered(wanted, self.rank_of(observed), wanted.order, id)

    def rank_of(self, raw: Raw) -> int:
        """An object's position; 0 if it is not shown."""
        place = at(raw, self.where)
        return place if isinstance(place, int) else 0

    def numbered(self, found: Mapping[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        """The objects of a list, each with its position."""
        in_order = sorted(found.items(), key=lambda item: self.rank_of(item[1]))  # some lists contain positions
        return {id: with_at(raw, self.where, place) for place, (id, raw) in enumerate(in_order, 1)}

    def within_list(self, wanted: Wanted, order: Sequence[Any], is_there: bool) -> Wanted:
        """What is wanted within a list with these IDs; ``is_there`` means that the object is one of them."""
        values = dict(wanted.values)
        if self.name in values:
            values[self.name] = min(values[self.name], len(order) + (not is_there))
        return wanted._replace(values=values, order=tuple(order))

    def predicted(self, wanted: Wanted, now: int) -> dict[str, int]:
        """The position as the list is going to show it."""
        return {self.where[0]: wanted.values.get(self.name, now)}

    def after_last(self, wanted: Wanted) -> list[Change]:
        """The request for a new object, which is at the end of the list."""
        return self._reordered(wanted, len(wanted.order) + 1, (*wanted.order, None))

    def after_another(self, wanted: Wanted, observed: Raw) -> list[Change]:
        """The request for a new object that replaces another one, which is deleted by then."""
        rest = [*(id for id in wanted.order if id != id_of(wanted.kind, observed)), None]
        goal = wanted._replace(values={self.name: self.rank_of(observed), **wanted.values})
        return self._reordered(goal, len(rest), rest)

    def _reordered(self, wanted: Wanted, now: int, order: Sequence[Any], id: str | None = None) -> list[Change]:
        """The request that moves an object from position ``now`` to the wanted one; [] if they are equal."""
        place = wanted.values.get(self.name, now)
        if place == now:
            return []
        ids = [*order[: now - 1], *order[now:]]
        body = (*ids[: place - 1], order[now - 1], *ids[place - 1 :])
        return [Reorder(wanted.kind, wanted.key, (self.name,), id, wanted.base, body, self.route)]
