# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in a project or folder besides videos and folders: the API does not count it, as far as is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from .._api.gateway import Gateway
from .._core import guards
from .._core.errors import ApiError
from .._core.identity import id_of
from .._core.plan import Plan
from .._core.values import object_id
from .on_air import protect


class Inhabitants(NamedTuple):
    """A list of objects that are in places: its section and route, and the key with the ID of an object's place.

    ``additional`` are the queries for more lists of such objects.
    """

    section: str
    path: str
    key: str
    additional: tuple[tuple[str, str], ...] = ()


#: without the kinds, which would double the code that a task about a project or folder imports
INHABITANTS = (
    Inhabitants("live_events", "/v2/live/events", "parent_id"),
    Inhabitants("playlists", "/v1/playlists", "parent_id"),
    Inhabitants("file_requests", "/v1/file-requests", "uploading_location_id", (("archived", "true"),)),
)
_UNREADABLE = (
    "so it is unknown whether the place to be deleted is empty; allow the token to read this, or set force: true, "
    "which deletes it with its contents"
)


@contextmanager
def looking_inside() -> Iterator[None]:
    """Read inside the block what may be in a place to be deleted. An ApiError about missing rights says what to do."""
    try:
        yield
    except ApiError as error:
        if error.status == 403:
            error.note(_UNREADABLE)
        raise


def holding(plan: Plan, found: Mapping[str, int]) -> Plan:
    """The plan of a place that contains as many objects of each section as ``found`` says."""
    return replace(plan, holds=tuple(f"{section}: {number}" for section, number in found.items() if number))


def protect_place(plan: Plan, options: Mapping[str, Any], gateway: Gateway) -> Plan:
    """The plan of a task about a place, with the broadcasts that it can hurt. Raises KinescopeError.

    Refuses to delete a place that is not empty.
    """
    plan = protect(plan, options, gateway)
    if plan.changes and plan.observed and not (plan.wanted.present or plan.holds or options.get("force")):
        id = id_of(plan.wanted.kind, plan.observed)
        guards.check(holding(plan, _found_in(id, gateway)), "", force=False)
    return plan


def _found_in(id: Any, gateway: Gateway) -> dict[str, int]:
    """The number of objects of each section in a place. Raises ApiError."""
    with looking_inside():
        return {one.section: len(_ids_in(id, one, gateway)) for one in INHABITANTS}


def _ids_in(id: Any, listed: Inhabitants, gateway: Gateway) -> set[Any]:
    queries = ({}, *(dict([query]) for query in listed.additional))
    found = [raw for query in queries for raw in gateway.client.pages(listed.path, query)]
    return {object_id(raw.get("id")) for raw in found if object_id(raw.get(listed.key)) == id}
