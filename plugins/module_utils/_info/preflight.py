# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading the input of a preflight check: lists, and individual objects only for events in the period."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Callable, TypeVar

from .._api.gateway import Gateway
from .._core.clocks import moments_of, whose_clock
from .._core.errors import ApiError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind
from .._core.preflight import counted, findings, worst
from .._core.preflight_facts import (
    EventFacts,
    MaybePlace,
    Place,
    Unread,
    Window,
    at_once,
    is_encrypted,
    is_near,
    start_of,
)
from .._core.preflight_lines import lines_of
from .._core.result import secrets_in
from .._core.values import at, instant, object_id
from .._kinds.drm_auth import DRM_AUTH
from .._kinds.live_event import LIVE_EVENT
from .._kinds.player import PLAYER
from .._kinds.privacy_domain import PRIVACY_DOMAIN
from .._kinds.project import PROJECT
from .._reconcile.places import Places

#: the longest period that can be checked
LONGEST_HOURS = 8760
_Found = TypeVar("_Found")


def windows_of(gateway: Gateway, hours: int, margin: int, warnings: list[str]) -> list[Window]:
    """The period in the options: ``hours`` before and after now, and the ``margin`` in minutes.

    By the clock of this machine, and also by that of the API if they differ. The latter comes last; it decides when a
    broadcast is late. A response must have shown it before.
    """
    moments = moments_of(time.time(), *gateway.client.date())
    clock = whose_clock(moments, moments[-1])
    if clock:
        warnings.append(f"live events are checked {clock}")
    return [Window(moment, timedelta(hours=hours), timedelta(minutes=margin)) for moment in moments]


def near(gateway: Gateway, windows: Sequence[Window]) -> list[dict[str, Any]]:
    """The events of a rundown, each read individually, sorted by start. Raises ApiError."""
    listed = [raw for raw in gateway.objects(LIVE_EVENT) if _is_near(raw, windows)]
    found = [gateway.read(LIVE_EVENT, "", id_of(LIVE_EVENT, raw)) for raw in listed]
    events = [event for event in found if event is not None and _is_near(event, windows)]
    return sorted(events, key=lambda event: (start_of(event) or windows[-1].now, str(event.get("name"))))


def _is_near(event: Raw, windows: Sequence[Window]) -> bool:
    return any(is_near(event, window) for window in windows)


def checked(
    events: Sequence[Raw], gateway: Gateway, window: Window, ignore: Sequence[str], hours: int | None = None
) -> dict[str, Any]:
    """The additional result keys: ``events`` with their findings, ``summary`` and ``lines``. Raises ApiError.

    Without ``hours``, the events beside them have not been read yet.
    """
    reader, others = _FactReader(gateway), list(events)
    try:
        for event in events if hours is None and "restreams" not in ignore else ():
            others += _simultaneous(event, gateway, window)
        results = [(event, findings(reader.facts_of(event), window, others, ignore)) for event in events]
    except KinescopeError as error:
        error.hide(secret for event in others for secret in secrets_in(LIVE_EVENT, event))
        raise
    shown = [
        {
            "id": id_of(LIVE_EVENT, event),
            "name": event.get("name"),
            "starts_at": instant(at(event, ("scheduled", "time"))) or None,
            "status": at(event, ("stream", "status")),
            "severity": worst(found),
            "findings": [one._asdict() for one in found],
        }
        for event, found in results
    ]
    summary = {"events": len(shown), **counted(one for _event, found in results for one in found)}
    return {"events": shown, "summary": summary, "lines": lines_of(shown, summary, hours)}


def _simultaneous(event: Raw, gateway: Gateway, window: Window) -> list[dict[str, Any]]:
    """The events that are broadcast at the same time as an event with restreams. Raises ApiError."""
    if not event.get("restreams"):
        return []
    own = id_of(LIVE_EVENT, event)
    ids = [id_of(LIVE_EVENT, raw) for raw in gateway.objects(LIVE_EVENT) if at_once(event, raw, window)]
    found = [gateway.read(LIVE_EVENT, "", id) for id in ids if id != own]
    return [other for other in found if other is not None]


class _FactReader:
    """Reads what events depend on, each object once; what the token may not read is Unread."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._places: dict[Any, MaybePlace] = {}
        self._lists: dict[str, list[dict[str, Any]] | Unread] = {}
        self._callbacks: dict[Any, Raw | Unread | None] = {}

    def facts_of(self, event: Raw) -> EventFacts:
        """An event with what it depends on. Raises ApiError."""
        location = self._place(event.get("parent_id"))
        project: Raw = location.project if isinstance(location, Place) else {}
        players = self._list(PLAYER) if project.get("player_id") else []
        custom = project.get("privacy_type") == "custom" and project.get("privacy_domains")
        return EventFacts(
            event,
            location,
            self._place(at(event, ("record", "parent_id"))),
            players if isinstance(players, Unread) else {id_of(PLAYER, raw): raw for raw in players},
            self._list(PRIVACY_DOMAIN) if custom else [],
            self._callback(id_of(PROJECT, project)) if project and is_encrypted(event, project) else None,
        )

    def _place(self, id: Any) -> MaybePlace:
        wanted = object_id(id)
        if wanted is not None and wanted not in self._places:
            projects = self._list(PROJECT)
            found = (
                projects
                if isinstance(projects, Unread)
                else _unless_refused("folders", lambda: self._read_place(wanted))
            )
            self._places[wanted] = found
        return self._places.get(wanted)

    def _read_place(self, id: str) -> Place | None:
        try:
            target = Places(self._gateway).place({"id": id})
        except PlanError:
            return None
        project = self._gateway.with_id(PROJECT, (target.project or target).id)
        if project is None:
            return None
        names = [target.label.get("project"), *target.label.get("folder", ())]
        return Place("/".join(map(str, names)), project)

    def _list(self, kind: Kind) -> list[dict[str, Any]] | Unread:
        if kind.name not in self._lists:
            what = f"{kind.title}s"
            self._lists[kind.name] = _unless_refused(what, lambda: self._gateway.objects(kind))
        return self._lists[kind.name]

    def _callback(self, project: Any) -> Raw | Unread | None:
        """The DRM callback for a project: its own, or otherwise the workspace's."""
        if project not in self._callbacks:
            found = _unless_refused("DRM settings", lambda: self._gateway.read(DRM_AUTH, "", project))
            self._callbacks[project] = self._callback(None) if found is None and project is not None else found
        return self._callbacks[project]


def _unless_refused(what: str, read: Callable[[], _Found]) -> _Found | Unread:
    """The result of ``read``, or Unread if the token may not read it. Raises ApiError for any other error."""
    try:
        return read()
    except ApiError as error:
        if error.status != 403:
            raise
        return Unread(f"the token is not allowed to read {what}")
