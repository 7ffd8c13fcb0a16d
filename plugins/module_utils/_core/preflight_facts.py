# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The input of a preflight check: a live event with what it depends on; and which events to check. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Union

from .fields.base import Raw
from .on_air import ENDED, ON_AIR, airing
from .values import at, moment


@dataclass(frozen=True)
class Unread:
    """Something that could not be read, and why."""

    why: str


@dataclass(frozen=True)
class Place:
    """A project or folder: its name, and its project, which has the ``catalog_type`` (None: unknown)."""

    label: str
    project: Raw


#: an existing location; one that could not be looked up; or None: it does not exist, or there is none
MaybePlace = Union[Place, Unread, None]


@dataclass(frozen=True)
class EventFacts:
    """A live event with its restreams, and what it depends on. ``players`` maps IDs to players."""

    event: Raw
    location: MaybePlace = None
    record_to: MaybePlace = None
    players: Mapping[Any, Raw] | Unread | None = None
    domains: Sequence[Raw] | Unread | None = None
    drm_auth: Raw | Unread | None = None


@dataclass(frozen=True)
class Window:
    """The period to check: ``within`` before and after ``now`` (UTC).

    An event that is on air more than ``margin`` before its start is early.
    """

    now: datetime
    within: timedelta
    margin: timedelta


def start_of(event: Raw) -> datetime | None:
    """The start of an event; None if it is not scheduled."""
    return moment(at(event, ("scheduled", "time")))


def is_near(event: Raw, window: Window) -> bool:
    """Whether an event belongs in a rundown: it is on air, starts soon, or should have started recently."""
    start, ended = start_of(event), status_of(event) == ENDED
    if airing(event, window.now, timedelta(0)) and not ended:
        return True
    if start is None or abs(start - window.now) > window.within:
        return False
    return start > window.now or not ended


def is_over(event: Raw, window: Window) -> bool:
    """Whether an event has ended, and no other stream of it is to come."""
    start = start_of(event)
    return status_of(event) == ENDED and (event.get("type") != "recurring" or start is None or start <= window.now)


def at_once(event: Raw, other: Raw, window: Window) -> bool:
    """Whether two events are certainly broadcast at the same time, judging by their starts."""
    if is_over(event, window) or is_over(other, window):
        return False
    one, another = (window.now if status_of(raw) == ON_AIR else start_of(raw) for raw in (event, other))
    return one is not None and another is not None and abs(one - another) <= window.margin


def is_encrypted(event: Raw, project: Raw) -> bool:
    """Whether viewers may need a license, as far as is known."""
    return event.get("protected") is not False or project.get("encrypted") is not False


def status_of(event: Raw) -> Any:
    """The API's status of an event's stream; None if there is none."""
    return at(event, ("stream", "status"))
