# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the check before a broadcast looks at: a live event with what it depends on, and which events are near. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Union

from .fields.base import Raw
from .on_air import ENDED, airing, moment
from .values import at


@dataclass(frozen=True)
class Unread:
    """What could not be read, and why."""

    why: str


@dataclass(frozen=True)
class Place:
    """A project or folder: what it is called, and its project, which knows its ``catalog_type`` (None: unknown)."""

    label: str
    project: Raw


#: a place that exists, one that could not be looked up, or None: it does not exist, or there is none
MaybePlace = Union[Place, Unread, None]


@dataclass(frozen=True)
class Seen:
    """A live event with its restreams, and what it depends on. ``players`` are by ID."""

    event: Raw
    location: MaybePlace = None
    record_to: MaybePlace = None
    players: Mapping[Any, Raw] | Unread | None = None
    domains: Sequence[Raw] | Unread | None = None
    drm_auth: Raw | Unread | None = None


@dataclass(frozen=True)
class Window:
    """The time that is looked at: from as long before ``now`` (UTC) as after it, which is ``within``.

    An event that is on air longer than ``margin`` before its start is early.
    """

    now: datetime
    within: timedelta
    margin: timedelta


def start_of(event: Raw) -> datetime | None:
    """When an event is to start; None for one that is not scheduled."""
    return moment(at(event, ("scheduled", "time")))


def is_near(event: Raw, window: Window) -> bool:
    """Whether an event belongs to a rundown: it is on air, starts soon, or should have started a short while ago."""
    start, ended = start_of(event), status_of(event) == ENDED
    if airing(event, window.now, timedelta(0)) and not ended:
        return True
    if start is None or abs(start - window.now) > window.within:
        return False
    return start > window.now or not ended


def is_encrypted(event: Raw, project: Raw) -> bool:
    """Whether viewers may need a license, as far as it is known."""
    return event.get("protected") is not False or project.get("encrypted") is not False


def status_of(event: Raw) -> Any:
    """What the API calls the state of an event's stream; None for none."""
    return at(event, ("stream", "status"))
