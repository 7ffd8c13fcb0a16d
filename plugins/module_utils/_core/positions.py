# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Places in lists that the user orders, and new objects that take the place of old ones in them. Pure.

One request gives a list its order: the ids of all that is in it. None stands for an object that is not there yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .change import Reorder
from .fields.base import Raw
from .identity import id_of
from .kind import Kind
from .values import at, with_at
from .wanted import Wanted


def rank_of(kind: Kind, raw: Raw) -> int:
    """An object's place in its list, as that shows it; 0 where it does not."""
    place = at(raw, kind.ranked.where) if kind.ranked else 0
    return place if isinstance(place, int) else 0


def with_ranks(kind: Kind, found: Mapping[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """The objects of a list, by id and in their order, with their places where they count."""
    if kind.ranked is None:
        return dict(found)
    where = kind.ranked.where
    in_order = sorted(found.items(), key=lambda item: rank_of(kind, item[1]))
    return {id: with_at(raw, where, place) for place, (id, raw) in enumerate(in_order, 1)}


def within_list(wanted: Wanted, order: Sequence[Any], is_there: bool) -> Wanted:
    """What is wanted in a list: a place beyond its end is the last one."""
    field = wanted.kind.ranked
    values = dict(wanted.values)
    if field and field.name in values:
        values[field.name] = min(values[field.name], len(order) + (not is_there))
    return replace(wanted, values=values, order=tuple(order))


def ranked(wanted: Wanted, now: int) -> dict[str, int]:
    """The place that an object will have, as its list will show it; ``now`` is the one that it has or gets."""
    field = wanted.kind.ranked
    return {field.where[0]: wanted.values.get(field.name, now)} if field else {}


def reordered(wanted: Wanted, now: int, order: Sequence[Any], id: str | None = None) -> list[Reorder]:
    """The request that brings an object from the place where it is now to the wanted one, if it is another one."""
    kind, field = wanted.kind, wanted.kind.ranked
    place = wanted.values.get(field.name, now) if field else now
    if field is None or place == now:
        return []
    ids = [*order[: now - 1], *order[now:]]
    body = (*ids[: place - 1], order[now - 1], *ids[place - 1 :])
    return [Reorder(kind, wanted.key, (field.name,), id, wanted.base, body, field.route)]


def after_another(wanted: Wanted, observed: Raw) -> list[Reorder]:
    """The request that puts a new object, which comes last in the list, where the one is that it takes the place of.

    That one is gone by then.
    """
    kind = wanted.kind
    if kind.ranked is None:
        return []
    rest = [*(id for id in wanted.order if id != id_of(kind, observed)), None]
    goal = replace(wanted, values={kind.ranked.name: rank_of(kind, observed), **wanted.values})
    return reordered(goal, len(rest), rest)
