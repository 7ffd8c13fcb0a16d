# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The broadcasts that are on air, read only if a plan could hurt one."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Callable

from .._api.gateway import Gateway
from .._core.clocks import moments_of, whose_clock
from .._core.declaration import Declaration
from .._core.errors import ApiError, DocumentError, PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import object_path
from .._core.on_air import Airing, Broadcast, airing, harms, objections
from .._core.plan import Plan
from .._core.values import at, object_id
from .._kinds.folder import FOLDER
from .._kinds.live_event import LIVE_EVENT
from .._kinds.project import PROJECT
from .observe import FRESH
from .places import Places

LONGEST_MARGIN = 7 * 24 * 60  # minutes
NO_MARGIN = f"on_air_margin must be between 0 and {LONGEST_MARGIN} minutes"
HIDDEN = (
    "it is unknown whether this can hurt a broadcast that is on air, because the token is not allowed to read live "
    "events; allow it to, or set on_air: allow"
)


class OnAir(Declaration):
    """What to do about plans that can hurt a broadcast.

    ``policy`` is refuse, warn or allow. A broadcast is protected from ``margin`` before its start. ``now`` is the wall
    clock, in seconds since 1970; the time at the API counts, too.
    """

    policy: str = "refuse"
    margin: timedelta = timedelta(minutes=15)
    now: Callable[[], float] = time.time

    def noted(self, plans: Sequence[Plan], gateway: Gateway) -> list[Plan]:
        """The plans, each with the broadcasts that it can hurt; reads them only if necessary. Raises ApiError."""
        harmful = [] if self.policy == "allow" else [plan for plan in plans if harms(plan)]
        if not harmful:
            return list(plans)
        try:
            found = self._broadcasts(gateway, all(plan.wanted.kind is LIVE_EVENT for plan in harmful))
        except ApiError as error:
            if error.status != 403:
                raise
            if self.policy == "refuse":
                raise error.note(HIDDEN) from None
            return [replace(plan, on_air=(f"{error.message}; {HIDDEN}",)) if harms(plan) else plan for plan in plans]
        return [replace(plan, on_air=tuple(objections(plan, found))) for plan in plans]

    def noted_now(self, plan: Plan, gateway: Gateway) -> Plan:
        """The plan with the broadcasts that it can hurt now: earlier reads may be outdated. Raises ApiError."""
        if self.policy != "allow" and harms(plan):
            for kind in (LIVE_EVENT, PROJECT):
                gateway.renew(kind, "", FRESH)
        return self.noted([plan], gateway)[0]

    def _broadcasts(self, gateway: Gateway, only_events: bool) -> list[Broadcast]:
        """The events on air or about to start: their list is read once, and each of them individually."""
        events, found = gateway.objects(LIVE_EVENT), []
        moments = moments_of(self.now(), *gateway.client.date())
        for listed in events:
            if self._airing(listed, moments):
                event = gateway.read(LIVE_EVENT, "", id_of(LIVE_EVENT, listed))
                state = self._airing(event, moments) if event else None
                if event and state:
                    found.append(Broadcast(event, state) if only_events else _placed(Broadcast(event, state), gateway))
        return found

    def _airing(self, event: Raw, moments: Sequence[datetime]) -> Airing | None:
        """The event's broadcast if it is on air or about to start, at one of these times at least."""
        for moment in moments:
            state = airing(event, moment, self.margin)
            if state:
                clock = whose_clock(moments, moment)
                return state._replace(status=f"{state.status} ({clock})") if clock else state
        return None


def on_air_of(options: Mapping[str, Any]) -> OnAir:
    """The policy in the options of a task. Raises DocumentError."""
    minutes = options["on_air_margin"]
    if not 0 <= minutes <= LONGEST_MARGIN:
        raise DocumentError(NO_MARGIN)
    return OnAir(options["on_air"], timedelta(minutes=minutes))


def protect(plan: Plan, options: Mapping[str, Any], gateway: Gateway) -> Plan:
    """The plan of a task, with the broadcasts that it can hurt. Raises DocumentError, ApiError."""
    return on_air_of(options).noted_now(plan, gateway)


def _placed(broadcast: Broadcast, gateway: Gateway) -> Broadcast:
    """A broadcast with the locations of its event and of its recording."""
    event = broadcast.event
    ids = [object_id(event.get("parent_id")), object_id(at(event, ("record", "parent_id")))]
    paths = [_ids_to(id, gateway) for id in ids if id]
    projects: list[Raw | None] = [gateway.with_id(PROJECT, ids[0]) for ids in paths if ids]
    return Broadcast(event, broadcast.airing, frozenset().union(*paths), tuple(filter(None, projects)))


def _ids_to(id: str, gateway: Gateway) -> list[str]:
    """The IDs of a location: its project, the folder and its parent folders; [] if it does not exist."""
    try:
        place = Places(gateway).place({"id": id})
    except PlanError:
        return []
    if place.project is None or place.project.id is None:
        return [id]
    ids, folder_id = [place.project.id], object_id(id)
    while folder_id is not None and folder_id not in ids:
        ids.append(folder_id)
        folder = gateway.with_id(FOLDER, folder_id, object_path(PROJECT, "", ids[0])) or {}
        folder_id = object_id(folder.get("parent_id"))
    return ids
