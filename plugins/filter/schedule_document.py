# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter schedule_document: a calendar, CSV or a list of broadcasts -> a document with their live events."""

from __future__ import annotations

DOCUMENTATION = r"""
name: schedule_document
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.1.0
short_description: Make a document of live events from a calendar, CSV or a list
description:
  - Reads planned broadcasts from an iCalendar text, a CSV text or a list, and returns a document with one live
    event for each of them, for M(kinescope.kinescope.kinescope_workspace).
  - Broadcasts that are over are left out, and so are those of a series that start later than O(horizon).
  - It neither calls the API nor opens files.
  - All problems are reported at once in RV(_value.faults). If there are problems, the document contains no live
    events.
  - The role P(kinescope.kinescope.schedule#role) reads the source and applies the document.
requirements:
  - recurring-ical-events (Python package, on the controller) for iCalendar and for C(rrule)
options:
  _input:
    description:
      - A string that begins with C(BEGIN:VCALENDAR) is iCalendar (RFC 5545). C(SUMMARY) is the name, C(DTSTART) the
        start, and C(DTEND) or C(DURATION) sets the length. The first of C(CATEGORIES) that is the name of a
        template selects it. Series, moved and omitted dates are supported. Events with C(STATUS=CANCELLED) are left
        out.
      - Any other string is CSV with a header. The columns C(name) and C(start) are required. The others are
        C(length), C(rrule), C(except) (dates, separated by spaces), C(template), C(location) and C(record_to) (a
        project and folders, separated by slashes), C(subtitle) and C(poster).
      - A list contains dictionaries with C(name) and C(start), optionally C(length) (minutes), C(rrule) (a
        recurrence rule such as V(FREQ=WEEKLY;BYDAY=MO)), C(except) (a list of dates on which a series does not take
        place), C(template), and options of M(kinescope.kinescope.kinescope_live_event), which take precedence over
        those of the template.
      - A start has a UTC offset or an IANA time zone, such as V(2026-12-01T18:00+03:00) or V(2026-12-01 18:00
        Europe/Moscow), unless O(time_zone) is set. Series keep the time of the clock in that zone.
      - Each live event needs a name of its own.
    type: raw
    required: true
  templates:
    description:
      - Templates by their names, each with options of M(kinescope.kinescope.kinescope_live_event).
      - The template C(default) is for broadcasts that name none.
    type: dict
    default: {}
  horizon:
    description: For how many days ahead the broadcasts of a series become live events.
    type: int
    default: 30
  time_zone:
    description: IANA time zone of times without one. If empty, such a time is a problem.
    type: str
    default: ""
  length:
    description: Length of broadcasts without one, in minutes. It determines when they are over.
    type: int
    default: 60
  series_name:
    description:
      - Name of the live event for one date of a series, with C({name}) and C({date}). A date that was moved keeps
        the name, so that its live event is rescheduled.
      - A series of the type V(recurring) is one live event, which has its own name and the next start.
    type: str
    default: "{name} {date}"
  now:
    description: The current time, with its UTC offset. If empty, the time of the controller is used.
    type: str
    default: ""
seealso:
  - module: kinescope.kinescope.kinescope_workspace
  - module: kinescope.kinescope.kinescope_live_event
"""

EXAMPLES = r"""
- name: Make a document of a calendar
  ansible.builtin.set_fact:
    schedule: >-
      {{ lookup('ansible.builtin.file', 'school.ics', rstrip=false)
         | kinescope.kinescope.schedule_document(templates={'default': {'location': {'project': 'Lessons'}}}) }}

- name: Stop if there are problems
  ansible.builtin.assert:
    that: schedule.faults == []
    fail_msg: "{{ schedule.faults }}"

- name: Create and reschedule the live events
  kinescope.kinescope.kinescope_workspace:
    config: "{{ schedule.document }}"
"""

RETURN = r"""
_value:
  description: What the schedule says.
  type: dict
  contains:
    document:
      description: The document, with C(version) and C(live_events), in the order of their starts.
      type: dict
    past:
      description:
        - The number of broadcasts in CSV or a list that are over, apart from those of series. 0 for a calendar, which
          is read from the present on.
      type: int
    faults:
      description: Problems, as sentences. Empty if there are none.
      type: list
      elements: str
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import type_in_words
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import zoned
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._containers import copied
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._csv_rows import encoding_faults
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._schedule.calendar_file import read_calendar
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._schedule.listed import LONGEST, read_csv, read_list
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._schedule.plan import (
    Found,
    Rules,
    in_utc,
    plan_of,
    template_faults,
)

LONGEST_HORIZON = 400  # days


def schedule_document(
    source: Any,
    templates: Mapping[str, Mapping[str, Any]] | None = None,
    horizon: int = 30,
    time_zone: str = "",
    length: int = 60,
    series_name: str = "{name} {date}",
    now: str = "",
) -> Any:
    """The document of a schedule. Raises AnsibleFilterError if the source is neither a text nor a list."""
    if not isinstance(source, (str, list, tuple)):
        given = type_in_words(source)
        raise AnsibleFilterError(visible(f"schedule_document: expected iCalendar, CSV or a list, not {given}"))
    try:
        moment = in_utc(zoned(now)) if now else datetime.now(timezone.utc)
    except DocumentError as error:
        raise AnsibleFilterError(visible(f"schedule_document: now: {error}")) from None
    found = Found(faults=[*_rule_faults(horizon, time_zone, length, series_name), *template_faults(templates or {})])
    if not found.faults:
        rules = Rules(
            moment, timedelta(days=horizon), time_zone, timedelta(minutes=length), series_name, templates or {}
        )
        found = _read(source, rules)
    return wrap_var(copied(plan_of(found, moment)))


def _read(source: Any, rules: Rules) -> Found:
    if not isinstance(source, str):
        return read_list(source, rules)
    faults = encoding_faults(source)
    if faults:
        return Found(faults=faults)
    if source.removeprefix("\ufeff").lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return read_calendar(source.removeprefix("\ufeff"), rules)
    return read_csv(source, rules)


def _rule_faults(horizon: int, time_zone: str, length: int, series_name: str) -> list[str]:
    """The faults of the filter's own arguments."""
    faults = []
    if not 1 <= horizon <= LONGEST_HORIZON:
        faults.append(f"horizon must be a number of days from 1 to {LONGEST_HORIZON}")
    if not 1 <= length <= LONGEST:
        faults.append(f"length must be a number of minutes from 1 to {LONGEST}")
    if "{name}" not in series_name or "{date}" not in series_name:
        faults.append("series_name must contain {name} and {date}")
    try:
        zoned("2026-01-01T00:00", time_zone or "UTC")
    except DocumentError as error:
        faults.append(f"time_zone: {error}")
    return faults


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"schedule_document": schedule_document}
