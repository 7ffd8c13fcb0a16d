# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planned broadcasts -> the document of their live events, without past ones. All faults are reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import LIVE_EVENT

#: the options that a broadcast or a template may set, besides name and start
OPTIONS = tuple(one.name for one in LIVE_EVENT.fields if one.name not in ("name", "starts_at"))
DEFAULT = "default"  # the template of broadcasts that do not name one


@dataclass(frozen=True)
class Rules:
    """How a schedule is read.

    ``zone`` is the default time zone, '' for none; ``length`` is the default length of a broadcast. Series are read
    from ``now`` (UTC) until ``horizon`` later; ``series_name`` is the pattern for the names of their broadcasts.
    """

    now: datetime
    horizon: timedelta = timedelta(days=30)
    zone: str = ""
    length: timedelta = timedelta(hours=1)
    series_name: str = "{name} {date}"
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def until(self) -> datetime:
        """The end of the time for which series are read."""
        return self.now + self.horizon

    def named(self, name: str, planned: datetime) -> str:
        """The name of the live event for one occurrence of a series; a moved occurrence keeps its original date."""
        return self.series_name.replace("{date}", f"{planned:%Y-%m-%d}").replace("{name}", name)


@dataclass(frozen=True)
class Broadcast:
    """One broadcast; ``where`` is its position in the source, ``start`` is in UTC."""

    where: str
    name: str
    start: datetime
    length: timedelta
    options: Mapping[str, Any]

    @property
    def entry(self) -> dict[str, Any]:
        """Its entry in the document."""
        return {"name": self.name, "type": "one-time", **self.options, "starts_at": f"{self.start:%Y-%m-%dT%H:%M:%SZ}"}


@dataclass
class Found:
    """The content of a source: broadcasts, and faults."""

    broadcasts: list[Broadcast] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def template_faults(templates: Any) -> list[str]:
    """What is wrong with the templates, a sentence each."""
    if not isinstance(templates, Mapping):
        return ["templates must be a dictionary of templates, each a dictionary of options of a live event"]
    faults = []
    for name, options in templates.items():
        if not isinstance(options, Mapping):
            faults.append(f"template {name} must be a dictionary of options of a live event")
            continue
        faults += [f"template {name}: unknown option {option}" for option in options if option not in OPTIONS]
    return faults


def plan_of(found: Found, now: datetime) -> dict[str, Any]:
    """{document, past, faults}: no broadcasts if there are faults, otherwise those that are not over yet."""
    faults = [*found.faults, *_duplicates(found.broadcasts)]
    ahead = [one for one in found.broadcasts if one.start + one.length > now]
    ahead.sort(key=lambda one: (one.start, one.name))
    return {
        "document": {"version": 1, "live_events": [] if faults else [one.entry for one in ahead]},
        "past": len(found.broadcasts) - len(ahead),
        "faults": [visible(fault) for fault in faults],
    }


def _duplicates(broadcasts: list[Broadcast]) -> list[str]:
    """Faults for broadcasts with the same name, which would be the same live event."""
    first: dict[str, Broadcast] = {}
    faults = []
    for one in broadcasts:
        other = first.setdefault(one.name, one)
        if other is not one:
            faults.append(
                f"{one.where}: has the same name as {other.where}, '{one.name}'; each needs a name of its own"
            )
    return faults


def in_utc(moment: datetime) -> datetime:
    """A time with a zone, converted to UTC."""
    return moment.astimezone(timezone.utc)
