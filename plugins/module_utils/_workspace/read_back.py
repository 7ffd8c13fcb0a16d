# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Created objects that no response has shown: a few requests for all of them, instead of one for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from .._api.gateway import Gateway
from .._api.list_cache import object_in_list, typed_object
from .._api.paging import page_of, page_query
from .._core.errors import KinescopeError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, collection_path
from .._core.plan import Plan
from .._reconcile.member_lists import AT_ONCE


def listed_again(made: Iterable[tuple[Plan, Raw]], gateway: Gateway, pool: Executor) -> dict[Any, dict[str, Any]]:
    """The objects, by (name of the kind, ID), that lists show with every option that their plans set.

    The others have to be read one by one: lists may lag behind creates, and show less than an object's own route.
    """
    plans = {(plan.wanted.kind.name, id_of(plan.wanted.kind, raw)): plan for plan, raw in made}
    asked: dict[Kind, list[Any]] = {}
    for (_name, id), plan in plans.items():
        if plan.wanted.kind.routes.ids_filter:
            asked.setdefault(plan.wanted.kind, []).append(id)
    parts = [(kind, ids[at : at + AT_ONCE]) for kind, ids in asked.items() for at in range(0, len(ids), AT_ONCE)]
    found = {}
    for (kind, _ids), rows in zip(parts, pool.map(lambda part: list(_shown(part[0], part[1], gateway)), parts)):
        for raw in rows:
            place = (kind.name, id_of(kind, raw))
            if place in plans and _shows_all(plans[place], raw):
                found[place] = raw
    return found


def _shown(kind: Kind, ids: Sequence[Any], gateway: Gateway) -> Iterator[dict[str, Any]]:
    """What one page of a list shows if it is requested for these IDs; nothing if it cannot be read.

    An API that ignores the filter returns other objects, of which there may be too many to look for these among them.
    """
    path = collection_path(kind, "")
    with suppress(KinescopeError):
        answer = gateway.client.get(path, {kind.routes.ids_filter: ids, **page_query(1, 0)})
        for position, raw in enumerate(page_of(answer, path).live, 1):
            yield typed_object(kind, object_in_list(kind, raw, path, position), path)


def _shows_all(plan: Plan, raw: Raw) -> bool:
    """Whether a list certainly shows every option of an object that can be read back."""
    given = [field for field in plan.wanted.kind.fields if field.name in plan.wanted.values and not field.source]
    return not any(field.maybe_hidden(raw) for field in given)
