# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calendars and recurrence rules -> their occurrences. Only this file needs the libraries for that."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError

if TYPE_CHECKING:
    from icalendar import Calendar

#: The accepted frequencies: more than one live event a day is not what anybody wants.
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_CYCLE = 400  # years after which the days of a calendar repeat
_LAST_FIRST_YEAR = 9899  # leaves at least a century before the last year of a date


class Occurrence(NamedTuple):
    """One occurrence; ``planned`` is its original start in the series, even if it has been moved.

    ``component`` is its component in the calendar.
    """

    start: Any
    end: Any
    planned: Any
    component: Any


def _libraries() -> tuple[Any, Any]:
    """The modules icalendar and recurring_ical_events. Raises a DocumentError that says what to install.

    They are imported on first use because that takes longer than most tasks, and Ansible imports all filters of the
    collection in every task that uses one of them.
    """
    try:
        import icalendar
        import recurring_ical_events
    except ImportError:
        raise DocumentError(
            "calendars and series require the Python package recurring-ical-events on the controller; install it with: "
            f"{sys.executable} -m pip install recurring-ical-events"
        ) from None
    return icalendar, recurring_ical_events


def calendar_of(text: str) -> Calendar:
    """The calendar of an iCalendar text (RFC 5545). Raises DocumentError."""
    icalendar, _recurring = _libraries()
    try:
        calendar: Calendar = icalendar.Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError) as error:
        raise DocumentError(f"is not an iCalendar file: {error}") from None
    _set_apart(calendar.walk("VEVENT"))
    return calendar


def _set_apart(events: Sequence[Any]) -> None:
    """Give events without a UID one of their own: of those with the same UID, the library shows only the newest.

    Raises DocumentError for two events with the same UID of which none is newer.
    """
    seen: dict[tuple[str, str], Any] = {}
    for place, event in enumerate(events):
        if not event.get("UID"):
            event.add("UID", f"event {place} without a UID")
        if "RECURRENCE-ID" in event:  # one date of a series
            continue
        other = seen.setdefault((str(event["UID"]), str(event.get("SEQUENCE", 0))), event)
        if any(_written(one, event) != _written(one, other) for one in ("SUMMARY", "DTSTART")):
            names = " and ".join(f"'{one.get('SUMMARY', '')}'" for one in (other, event))
            raise DocumentError(
                f"the events {names} have the same UID and the same SEQUENCE, so only one of them would count; give "
                "each a UID of its own"
            )


def _written(name: str, event: Any) -> str:
    value = event.get(name)
    return str(getattr(value, "dt", value))


def calendar_of_rule(start: datetime, length: timedelta, rule: str, without: Sequence[date]) -> Calendar:
    """The calendar of one series, which does not take place on the dates ``without``. Raises DocumentError."""
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
        if _never_matches(parts, start):
            raise ValueError("no date matches it")
        for day in without:
            event.add("exdate", start.replace(year=day.year, month=day.month, day=day.day))
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(
            f"rrule: '{rule}' is not a recurrence rule such as FREQ=WEEKLY;BYDAY=MO,WE: {error}"
        ) from None
    calendar: Calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar


def occurrences(calendar: Calendar, since: datetime, until: datetime) -> list[Occurrence]:
    """The occurrences in a calendar that are at least partly between two times. Raises DocumentError."""
    _icalendar, recurring = _libraries()
    try:
        _refuse_endless(calendar)
        _drop_rules_that_never_match(calendar)
        found = recurring.of(calendar).between(since, until)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise DocumentError(f"a series of it cannot be read: {error}") from None
    times = [Occurrence(one["DTSTART"].dt, one["DTEND"].dt, one["RECURRENCE-ID"].dt, one) for one in found]
    return sorted(times, key=lambda one: _order(one.start))


def _drop_rules_that_never_match(calendar: Calendar) -> None:
    """Remove rules that add no date to the first one, which the library would look for up to the year 9999."""
    for event in calendar.walk("VEVENT"):
        first = getattr(event.get("DTSTART"), "dt", None)
        if first is not None and "RRULE" in event:
            event["RRULE"] = [rule for rule in _rules_of(event) if not _never_matches(rule, first)]


def _never_matches(rule: Any, first: date) -> bool:
    """Whether no date matches a rule, such as 30 February, or every 7th day from a Monday if that is a Tuesday.

    Calendars repeat every 400 years. So the same days of the last centuries that dates can have show it in little time.
    """
    from dateutil.rrule import rrulestr

    late = first.year + max(0, _LAST_FIRST_YEAR - first.year) // _CYCLE * _CYCLE
    start = datetime(late, first.month, first.day, getattr(first, "hour", 0), getattr(first, "minute", 0))
    endless = type(rule)({part: value for part, value in rule.items() if part not in ("UNTIL", "COUNT")})
    try:
        return next(iter(rrulestr(endless.to_ical().decode(), dtstart=start)), None) is None
    except ValueError:
        return False  # the library says what is wrong with it


def _rules_of(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _refuse_endless(calendar: Calendar) -> None:
    """Raise a ValueError for rules whose occurrences the library would count forever, or nearly so."""
    for event in calendar.walk("VEVENT"):
        for rule in _rules_of(event):
            for part, refused in (("INTERVAL", ("0",)), ("FREQ", ("SECONDLY", "MINUTELY"))):
                for value in rule.get(part, []):
                    if str(value).upper() in refused:
                        raise ValueError(f"{part}={value} is not supported")


def _order(start: Any) -> float:
    """The sort key of a start; approximate for days and for times without a zone."""
    return (start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)).timestamp()
