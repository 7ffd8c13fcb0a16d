# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calendars and recurrence rules -> their occurrences. Only this file needs the libraries for that."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from icalendar import Calendar

#: The accepted frequencies: more than one live event a day is not what anybody wants.
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class SeriesError(ValueError):
    """A rule or a calendar that cannot be read; the text says why."""


class Occurrence(NamedTuple):
    """One occurrence; ``planned`` is its original start in the series, even if it has been moved.

    ``component`` is its component in the calendar.
    """

    start: Any
    end: Any
    planned: Any
    component: Any


def _libraries() -> tuple[Any, Any]:
    """The modules icalendar and recurring_ical_events. Raises a SeriesError that says what to install.

    They are imported on first use because that takes longer than most tasks, and Ansible imports all filters of the
    collection in every task that uses one of them.
    """
    try:
        import icalendar
        import recurring_ical_events
    except ImportError:
        raise SeriesError(
            "calendars and series require the Python package recurring-ical-events on the controller; install it with: "
            f"{sys.executable} -m pip install recurring-ical-events"
        ) from None
    return icalendar, recurring_ical_events


def calendar_of(text: str) -> Calendar:
    """The calendar of an iCalendar text (RFC 5545). Raises SeriesError."""
    icalendar, _recurring = _libraries()
    try:
        calendar: Calendar = icalendar.Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError) as error:
        raise SeriesError(f"is not an iCalendar file: {error}") from None
    return calendar


def calendar_of_rule(start: datetime, length: timedelta, rule: str, without: Sequence[date]) -> Calendar:
    """The calendar of one series, which does not take place on the dates ``without``. Raises SeriesError."""
    icalendar, _recurring = _libraries()
    event = icalendar.Event()
    try:
        parts = icalendar.vRecur.from_ical(rule.upper().replace("RRULE:", ""))
        if [str(word) for word in parts.get("FREQ", [])] not in [[word] for word in FREQUENCIES]:
            raise ValueError(f"it must have FREQ, one of {', '.join(FREQUENCIES)}")
        event.add("uid", "series")
        event.add("dtstart", start)
        event.add("duration", length)
        event.add("rrule", parts)
        for day in without:
            event.add("exdate", start.replace(year=day.year, month=day.month, day=day.day))
    except (ValueError, KeyError, TypeError) as error:
        raise SeriesError(
            f"rrule: '{rule}' is not a recurrence rule such as FREQ=WEEKLY;BYDAY=MO,WE: {error}"
        ) from None
    calendar: Calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


def occurrences(calendar: Calendar, since: datetime, until: datetime) -> list[Occurrence]:
    """The occurrences in a calendar that are at least partly between two times. Raises SeriesError."""
    _icalendar, recurring = _libraries()
    try:
        _refuse_endless(calendar)
        found = recurring.of(calendar).between(since, until)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise SeriesError(f"a series of it cannot be read: {error}") from None
    times = [Occurrence(one["DTSTART"].dt, one["DTEND"].dt, one["RECURRENCE-ID"].dt, one) for one in found]
    return sorted(times, key=lambda one: _order(one.start))


def _refuse_endless(calendar: Calendar) -> None:
    """Raise a ValueError for rules whose occurrences the library would count forever, or nearly so."""
    for event in calendar.walk("VEVENT"):
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            for part, refused in (("INTERVAL", ("0",)), ("FREQ", ("SECONDLY", "MINUTELY"))):
                for value in rule.get(part, []):
                    if str(value).upper() in refused:
                        raise ValueError(f"{part}={value} is not supported")


def _order(start: Any) -> float:
    """The sort key of a start; approximate for days and for times without a zone."""
    return (start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)).timestamp()
