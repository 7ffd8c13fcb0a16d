# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Broadcasts from an iCalendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import one_moment

from .listed import template_of
from .plan import DEFAULT, Broadcast, Found, Rules, in_utc
from .series import Occurrence, calendar_of, occurrences

#: how far ahead events that do not recur are read
_FAR = timedelta(days=3650)
RANGE = (
    "its series is changed from a date on (RANGE=THISANDFUTURE), which is not supported; let the series end before "
    "that date, and add a new series that begins there, with a UID of its own"
)


def read_calendar(text: str, rules: Rules) -> Found:
    """The broadcasts in an iCalendar text. Cancelled ones are left out."""
    found = Found()
    try:
        calendar = calendar_of(text)
        series = {
            str(one.get("UID")): getattr(one.get("DTSTART"), "dt", None)
            for one in calendar.walk("VEVENT")
            if any(name in one for name in ("RRULE", "RDATE"))
        }
        changed = {str(one.get("UID")) for one in calendar.walk("VEVENT") if _is_range(one)}
        since = rules.now - rules.length  # a broadcast without an end may be in progress
        near = occurrences(calendar, since, rules.until)
        calendar.subcomponents = [one for one in calendar.subcomponents if str(one.get("UID")) not in series]
        alone = occurrences(calendar, since, rules.now + _FAR)
    except DocumentError as error:
        return Found(faults=[str(error)])
    times = [(_dated(one, series), True) for one in near if str(one.component.get("UID")) in series]
    shown: set[str] = set()  # series that are a single live event, which shows the next start
    for one, recurs in [*times, *((other, False) for other in alone)]:
        name = str(one.component.get("SUMMARY", "")).strip()
        where = f"event '{name}'"
        if str(one.component.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            broadcast = _broadcast(where, name, one, recurs, rules)
            if broadcast.start + broadcast.length <= rules.now:
                continue
            if recurs and broadcast.options.get("type") == "recurring":
                uid = str(one.component.get("UID"))
                if uid in shown:
                    continue
                shown.add(uid)
            elif recurs and str(one.component.get("UID")) in changed:  # nothing says which date each of them was
                raise DocumentError(RANGE)
            found.broadcasts.append(broadcast)
        except DocumentError as error:
            found.faults.append(f"{where}: {error}")
    found.faults[:] = dict.fromkeys(found.faults)  # the dates of a series may all have the same
    return found


def _is_range(event: Any) -> bool:
    """Whether an event stands for all dates of its series from one on."""
    return "RANGE" in getattr(event.get("RECURRENCE-ID"), "params", {})


def _dated(one: Occurrence, series: Mapping[str, Any]) -> Occurrence:
    """An occurrence with its original start in the zone of its series; ``series`` has the first start of each by UID.

    The start of a moved occurrence may be written in any zone, where it may have another date.
    """
    first, planned = series[str(one.component.get("UID"))], one.planned
    if all(isinstance(side, datetime) and side.tzinfo for side in (first, planned)):
        return one._replace(planned=planned.astimezone(first.tzinfo))
    return one


def _broadcast(where: str, name: str, one: Occurrence, recurs: bool, rules: Rules) -> Broadcast:
    """The broadcast of an occurrence. Raises DocumentError."""
    if not name:
        raise DocumentError("has no SUMMARY, which is its name")
    start, end = (_zoned(side, rules.zone) for side in (one.start, one.end))
    one_moment(start, "DTSTART")
    length = in_utc(end) - in_utc(start)
    options = template_of(_template(one.component, rules), rules)
    if recurs and options.get("type") != "recurring":
        name = rules.named(name, one.planned)
        where = f"event '{name}'"
    return Broadcast(where, name, in_utc(start), length if length > timedelta() else rules.length, options)


def _zoned(side: Any, zone: str) -> datetime:
    if not isinstance(side, datetime):
        raise DocumentError("is an all-day event; a broadcast has a time")
    if side.tzinfo is not None:
        return side
    if not zone:
        raise DocumentError(
            f"its time {side:%Y-%m-%d %H:%M} has no time zone; set time_zone "
            "(in the role, kinescope_schedule_time_zone)"
        )
    return side.replace(tzinfo=ZoneInfo(zone))


def _template(component: Any, rules: Rules) -> str:
    """The first category that is the name of a template."""
    categories = component.get("CATEGORIES", [])
    names = [str(name) for one in (categories if isinstance(categories, list) else [categories]) for name in one.cats]
    return next((name for name in names if name in rules.templates), DEFAULT)
