# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Schedules: calendars, CSV and lists -> the document of their live events."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from dateutil.rrule import rrulestr

from ansible_collections.kinescope.kinescope.plugins.filter import schedule_document as filter_file
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

schedule_document = filter_file.FilterModule().filters()["schedule_document"]
NOW = "2026-10-20T12:00Z"
MOSCOW = "2026-11-02 18:00 Europe/Moscow"
NEVER = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"


def read(source: Any, **options: Any) -> Any:
    return schedule_document(source, **{"now": NOW, **options})


def events(source: Any, **options: Any) -> list[dict[str, Any]]:
    told = read(source, **options)
    assert told["faults"] == []
    assert told["document"]["version"] == 1
    found: list[dict[str, Any]] = told["document"]["live_events"]
    return found


def starts(source: Any, **options: Any) -> dict[str, str]:
    return {one["name"]: one["starts_at"] for one in events(source, **options)}


def calendar(*events: str) -> str:
    parts = [f"BEGIN:VEVENT\nUID:{place}\n{event}\nEND:VEVENT" for place, event in enumerate(events)]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *parts, "END:VCALENDAR", ""])


def test_a_list() -> None:
    templates = {"default": {"location": {"project": "Lessons"}}, "exam": {"protected": True, "time_shift": False}}
    found = events(
        [
            {"name": "Exam", "start": "2026-11-03T10:00+03:00", "template": "exam", "time_shift": True, "length": 180},
            {"name": "Lesson", "start": MOSCOW, "type": "recurring", "length": None},
        ],
        templates=templates,
    )
    assert found == [
        {
            "name": "Lesson",
            "type": "recurring",
            "location": {"project": "Lessons"},
            "starts_at": "2026-11-02T15:00:00Z",
        },
        {
            "name": "Exam",
            "type": "one-time",
            "protected": True,
            "time_shift": True,
            "starts_at": "2026-11-03T07:00:00Z",
        },
    ]


def test_what_is_over_is_left_alone() -> None:
    broadcasts = [
        {"name": "Over", "start": "2026-10-20T11:00Z"},
        {"name": "Under way", "start": "2026-10-20T11:01Z"},
        {"name": "Long", "start": "2026-10-20T09:00Z", "length": 181},
    ]
    told = read(broadcasts)
    assert [one["name"] for one in told["document"]["live_events"]] == ["Long", "Under way"]
    assert told["past"] == 1
    assert read(broadcasts, length=62)["past"] == 0


def test_csv() -> None:
    text = "name,start,length,template,location,record_to\n"
    text += 'Lesson,2026-11-02 18:00,90,,Lessons/2026,Archive\n"A, B",2026-11-03T10:00Z,,exam,,\n\n'
    found = events(text, time_zone="Europe/Moscow", templates={"exam": {"protected": True}})
    assert found[0] == {
        "name": "Lesson",
        "type": "one-time",
        "location": {"project": "Lessons", "folder": ["2026"]},
        "record_to": {"project": "Archive", "folder": []},
        "starts_at": "2026-11-02T15:00:00Z",
    }
    assert found[1] == {"name": "A, B", "type": "one-time", "protected": True, "starts_at": "2026-11-03T10:00:00Z"}


WEEKLY = {"name": "Lesson", "start": "2026-10-06 18:00 Europe/Berlin", "rrule": "FREQ=WEEKLY;BYDAY=TU"}


def test_a_series_keeps_the_time_of_the_clock_up_to_the_horizon() -> None:
    assert starts([WEEKLY], horizon=21) == {
        "Lesson 2026-10-20": "2026-10-20T16:00:00Z",
        "Lesson 2026-10-27": "2026-10-27T17:00:00Z",  # daylight saving time has ended
        "Lesson 2026-11-03": "2026-11-03T17:00:00Z",
    }
    assert list(starts([{**WEEKLY, "except": ["2026-10-27"]}], horizon=21, series_name="{date}: {name}")) == [
        "2026-10-20: Lesson",
        "2026-11-03: Lesson",
    ]
    assert starts([{**WEEKLY, "type": "recurring"}]) == {"Lesson": "2026-10-20T16:00:00Z"}
    assert starts("name,start,rrule,except\nA,2026-10-26T10:00Z,FREQ=DAILY;COUNT=4,2026-10-27 2026-10-28\n") == {
        "A 2026-10-26": "2026-10-26T10:00:00Z",
        "A 2026-10-29": "2026-10-29T10:00:00Z",
    }


DAILY = "SUMMARY:A\nDTSTART:20261020T100000Z\nRRULE:FREQ=DAILY"
LESSON = (
    "SUMMARY:Lesson\nDTSTART;TZID=Europe/Berlin:20261006T180000\nDURATION:PT90M\nCATEGORIES:school,exam\n"
    "RRULE:FREQ=WEEKLY;BYDAY=TU\nEXDATE;TZID=Europe/Berlin:20261103T180000"
)
MOVED = (
    "BEGIN:VEVENT\nUID:0\nRECURRENCE-ID;TZID=Europe/Berlin:20261027T180000\nSUMMARY:Lesson\n"
    "DTSTART;TZID=Europe/Berlin:20261028T190000\nDTEND;TZID=Europe/Berlin:20261028T200000\nEND:VEVENT\n"
)


def test_a_calendar() -> None:
    text = calendar(
        LESSON,
        "SUMMARY:Concert\nDTSTART:20270601T180000Z\nDTEND:20270601T200000Z",
        "SUMMARY:Old\nDTSTART:20250601T180000Z\nDTEND:20250601T200000Z",
        "SUMMARY:Off\nDTSTART:20270601T180000Z\nSTATUS:CANCELLED",
        "SUMMARY:Local\nDTSTART:20261101T100000",
    ).replace("END:VCALENDAR", f"{MOVED}END:VCALENDAR")
    found = events(text, horizon=21, time_zone="Europe/Moscow", templates={"exam": {"protected": True}})
    assert {one["name"]: (one["starts_at"], one.get("protected")) for one in found} == {
        "Lesson 2026-10-20": ("2026-10-20T16:00:00Z", True),
        "Lesson 2026-10-27": ("2026-10-28T18:00:00Z", None),  # moved, and still known by its date
        "Local": ("2026-11-01T07:00:00Z", None),
        "Concert": ("2027-06-01T18:00:00Z", None),
    }
    windows = "\ufeff" + text.replace("\n", "\r\n")
    assert next(iter(starts(windows, horizon=1, time_zone="UTC"))) == "Lesson 2026-10-20"


@pytest.mark.parametrize(
    "original", [":20261026T213000Z", ";TZID=America/New_York:20261026T173000", ";TZID=Europe/Berlin:20261026T223000"]
)
def test_a_moved_date_is_known_by_its_date_where_the_series_takes_place(original: str) -> None:
    """Programs write the original date of a moved one in whichever time zone they like."""
    lesson = "SUMMARY:Lesson\nDTSTART;TZID=Europe/Moscow:20261006T003000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    moved = f"BEGIN:VEVENT\nUID:0\nRECURRENCE-ID{original}\nSUMMARY:Lesson\nDTSTART:20261028T100000Z\nEND:VEVENT\n"
    text = calendar(lesson).replace("END:VCALENDAR", f"{moved}END:VCALENDAR")
    assert starts(text, horizon=10) == {"Lesson 2026-10-27": "2026-10-28T10:00:00Z"}


def test_a_series_of_a_calendar_can_be_one_event() -> None:
    templates = {"school": {"type": "recurring"}}
    text = calendar(LESSON)
    assert starts(text, templates=templates) == {"Lesson": "2026-10-20T16:00:00Z"}
    assert starts(text, templates=templates, now="2026-10-20T17:29:59Z") == {"Lesson": "2026-10-20T16:00:00Z"}
    assert starts(text, templates=templates, now="2026-10-20T17:30:00Z") == {"Lesson": "2026-10-27T17:00:00Z"}


FROM_THEN_ON = calendar(
    DAILY, "SUMMARY:A\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261103T100000Z\nDTSTART:20261103T120000Z"
).replace("UID:1", "UID:0")
ONE, OTHER = ("SUMMARY:A\nDTSTART:20261101T100000Z", "SUMMARY:B\nDTSTART:20270601T100000Z")


def test_events_without_a_uid_are_events_of_their_own() -> None:
    """RFC 5545 requires one, but calendars written by hand often have none."""
    text = calendar(f"{DAILY};COUNT=1", ONE.replace(":A", ":C"), OTHER)
    for place in range(3):
        text = text.replace(f"UID:{place}\n", "")
    assert list(starts(text, now="2026-10-20T09:00Z")) == ["A 2026-10-20", "C", "B"]


def test_the_newer_of_two_versions_of_an_event_counts() -> None:
    text = calendar(f"SEQUENCE:1\n{OTHER}", ONE).replace("UID:1", "UID:0")
    assert starts(text) == {"B": "2027-06-01T10:00:00Z"}
    assert list(starts(calendar(ONE, ONE).replace("UID:1", "UID:0"))) == ["A"]


def test_what_has_just_ended_in_a_calendar_does_not_count() -> None:
    over = "SUMMARY:A\nDTSTART:20261020T110000Z\nDTEND:20261020T115000Z"
    told = read(calendar(over, ONE))
    assert [one["starts_at"] for one in told["document"]["live_events"]] == ["2026-11-01T10:00:00Z"]
    assert (told["past"], told["faults"]) == (0, [])


def test_what_has_no_end_lasts_as_long_as_is_usual() -> None:
    text = calendar("SUMMARY:A\nDTSTART:20261020T113000Z", "SUMMARY:B\nDTSTART:20261020T105900Z")
    assert list(starts(text)) == ["A"]
    assert list(starts(text, length=62)) == ["B", "A"]


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        (["x"], {}, "broadcast 1: must be a dictionary with name and start"),
        ([{"name": " ", "start": MOSCOW}], {}, "broadcast 1: must have name and start"),
        ([{"name": "A"}], {}, "must have name and start"),
        ([{"name": ["A"], "start": {}}], {}, "broadcast 1: name and start must be strings"),
        ([{"name": "A", "start": "2026-11-02T18:00"}], {}, "'2026-11-02T18:00' has no time zone; write it with one"),
        ([{"name": "A", "start": "2026-10-25 02:30 Europe/Berlin"}], {}, "clocks show 02:30 twice or not at all"),
        ([{"name": "A", "start": "2027-03-28 02:30 Europe/Berlin"}], {}, "write it with its UTC offset"),
        ([{"name": "A", "start": MOSCOW, "nime": 1}], {}, "unknown option nime"),
        ([{"name": "A", "start": MOSCOW, "starts_at": 1}], {}, "unknown option starts_at"),
        ([{"name": "A", "start": MOSCOW, "length": "1h"}], {}, "length must be a number of minutes from 1 to 10080"),
        ([{"name": "A", "start": MOSCOW, "template": "x"}], {}, "there is no template x"),
        ([{"name": "A", "start": MOSCOW, "except": ["2026-11-02"]}], {}, "except requires rrule"),
        ([{**WEEKLY, "except": "2026-11-02"}], {}, "except must be a list of dates"),
        ([{**WEEKLY, "except": ["soon"]}], {}, "except must be a list of dates such as 2026-12-31"),
        ([{**WEEKLY, "rrule": "weekly"}], {}, "rrule: 'weekly' is not a recurrence rule"),
        ([{**WEEKLY, "rrule": "FREQ=WEEKLY;INTERVAL=0"}], {}, "a series of it cannot be read: INTERVAL=0 is"),
        (calendar(f"{DAILY};INTERVAL=0"), {}, "a series of it cannot be read: INTERVAL=0 is"),
        (calendar(DAILY.replace("DAILY", "SECONDLY")), {}, "cannot be read: FREQ=SECONDLY is"),
        (calendar(f"{DAILY}\nRRULE:FREQ=MINUTELY"), {}, "FREQ=MINUTELY is"),
        ([{**WEEKLY, "rrule": NEVER}], {}, f"rrule: '{NEVER}' is not a recurrence rule such as"),
        ([{**WEEKLY, "rrule": NEVER}], {}, "no date matches it"),
        ([{**WEEKLY, "rrule": "FREQ=DAILY;INTERVAL=7;BYDAY=WE"}], {}, "no date matches it"),
        ([{**WEEKLY, "start": "2026-10-18 02:30 Europe/Berlin", "rrule": "FREQ=DAILY"}], {}, "leave this date out"),
        ([{**WEEKLY, "rrule": "FREQ=SECONDLY"}], {}, "it must have FREQ, one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ([{"name": "A", "start": MOSCOW}, {"name": "A", "start": MOSCOW}], {}, "broadcast 2: has the same name"),
        ("", {}, "it contains no broadcasts"),
        ("name,begin\nA,x\n", {}, "line 1: the header has no column start"),
        ("name,begin\nA,x\n", {}, "line 1: unknown column begin; known are name, start, length"),
        ("name,name,start\n", {}, "line 1: the header has more than one column name"),
        ('name,start\n"A,x\n', {}, "line 2: a quote is not closed"),
        ("name,start\nA,B,2026-11-02T18:00Z\n", {}, "line 2: has 3 columns instead of 2; a value"),
        ("name,start\n\nA,2026-11-02T18:00Z\n", {}, "line 2: must have name and start"),
        ("name,start\nA\udce9,2026-11-02T18:00Z\n", {}, "line 2: is not UTF-8; save the file as UTF-8"),
        (calendar("SUMMARY:A\udce9\nDTSTART:20261101T100000Z"), {}, "line 6: is not UTF-8; save the file as UTF-8"),
        ("BEGIN:VCALENDAR\nnonsense\n", {}, "is not an iCalendar file: "),
        (calendar(ONE, OTHER).replace("UID:1", "UID:0"), {}, "'A' and 'B' have the same UID and the same SEQUENCE"),
        (FROM_THEN_ON, {}, "event 'A': its series is changed from a date on (RANGE=THISANDFUTURE)"),
        (FROM_THEN_ON, {}, "let the series end before that date, and add a new series that begins there"),
        (calendar("DTSTART:20261101T100000Z"), {}, "has no SUMMARY, which is its name"),
        (calendar("SUMMARY:A\nDTSTART;VALUE=DATE:20261101"), {}, "event 'A': is an all-day event; a broa"),
        (calendar("SUMMARY:A\nDTSTART:20261101T100000"), {}, "time zone; set time_zone (in the role, kinescope_sched"),
        (calendar("SUMMARY:A\nDTSTART;TZID=Europe/Berlin:20261025T023000"), {}, "event 'A': DTSTART: clocks"),
        ([], {"horizon": 0}, "horizon must be a number of days from 1 to 400"),
        ([], {"length": 0}, "length must be a number of minutes"),
        ([], {"time_zone": "Mars"}, "time_zone: 'Mars' is neither an offset"),
        ([], {"series_name": "{name}"}, "series_name must contain {name} and {date}"),
        ([], {"templates": {"a": 1}}, "template a must be a dictionary"),
        ([], {"templates": {"a": {"name": "x"}}}, "template a: unknown option name"),
        ([], {"templates": [1]}, "templates must be a dictionary"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_reported_and_nothing_planned(source: Any, options: dict[str, Any], said: str) -> None:
    told = read(source, **options)
    assert [fault for fault in told["faults"] if said in fault], told["faults"]
    assert told["document"]["live_events"] == []


def test_a_series_that_is_changed_from_a_date_on() -> None:
    """Its dates have no names of their own, which only those need that are live events each."""
    (fault,) = read(FROM_THEN_ON)["faults"]
    assert "which is not supported" in fault
    told = read(FROM_THEN_ON, templates={"default": {"type": "recurring"}})
    assert told["faults"] == []
    assert [one["name"] for one in told["document"]["live_events"]] == ["A"]


@pytest.mark.parametrize("rule", [NEVER, f"{NEVER};UNTIL=20300101T000000Z", "FREQ=HOURLY;BYMONTH=4;BYMONTHDAY=31"])
def test_a_rule_of_a_calendar_that_no_date_matches_takes_no_time(rule: str) -> None:
    """The library counts its days up to the year 9999. What remains is the first date, as with any rule."""
    series = f"SUMMARY:A\nDTSTART:20261101T100000Z\nRRULE:{rule}"
    with_other = f"{series}\nRRULE:FREQ=WEEKLY;COUNT=2"
    begin = time.process_time()
    counted = len(list(rrulestr("FREQ=DAILY;UNTIL=24261101T100000", dtstart=datetime(2026, 11, 1, 10))))
    of_400_years = time.process_time() - begin
    assert counted > 146_000
    begin = time.process_time()
    assert starts(calendar(series)) == {"A 2026-11-01": "2026-11-01T10:00:00Z"}
    assert events(calendar(series.replace("2026", "2025"))) == []
    assert len(events(calendar(with_other))) == 2
    assert time.process_time() - begin < 20 * of_400_years  # it was 80 times as much, and is 3 to 6 times


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=5MO;COUNT=1", "FREQ=DAILY;X=1"]
)
def test_a_rule_that_seldom_matches_is_one(rule: str) -> None:
    told = read([{**WEEKLY, "rrule": rule}])
    assert "no date matches it" not in " ".join(told["faults"])


def test_every_fault_is_reported() -> None:
    told = read([{"name": "A"}, {"name": "B", "start": "never"}, {"name": "C", "start": MOSCOW}])
    assert [fault.partition(":")[0] for fault in told["faults"]] == ["broadcast 1", "broadcast 2"]


@pytest.mark.parametrize(("source", "now"), [({"a": 1}, NOW), (None, NOW), ([], "today")])
def test_an_invalid_schedule(source: Any, now: str) -> None:
    with pytest.raises(AnsibleFilterError, match="schedule_document: "):
        schedule_document(source, now=now)


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "recurring_ical_events", None)
    for source in ([WEEKLY], calendar(LESSON)):
        [fault] = read(source)["faults"]
        assert "require the Python package recurring-ical-events on the controller; install it with: " in fault
        assert "-m pip install recurring-ical-events" in fault
    assert events([{"name": "A", "start": MOSCOW}])  # nothing else needs it


def test_a_task_with_another_filter_does_not_import_the_libraries() -> None:
    """Ansible imports the files of all filters to find one."""
    libraries = "{'icalendar', 'recurring_ical_events'}"
    script = f"import sys; import {filter_file.__name__}; sys.exit(len({libraries} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_events_are_made_and_moved_and_nothing_else_is_touched(sim: Simulator) -> None:
    space = Space(sim)
    sim.seed("project", name="Lessons", catalog_type="live", privacy_type="anywhere")
    sim.seed("live_event", name="By hand", type="one-time")
    templates = {"default": {"location": {"project": "Lessons"}, "auto_start": True}}
    lessons = [{"name": "Exam", "start": MOSCOW}, {"name": "Over", "start": "2026-10-19T12:00Z"}, WEEKLY]

    def document(broadcasts: Any) -> Any:
        return read(broadcasts, templates=templates, horizon=8)["document"]

    space.settles(document(lessons))
    names = {event["name"] for event in sim.objects("live_event")}
    assert names == {"By hand", "Exam", "Lesson 2026-10-20", "Lesson 2026-10-27"}
    sim.edit("live_event", "Exam", subtitle="set by hand")
    lessons[0] = {"name": "Exam", "start": "2026-11-02 19:00 Europe/Moscow"}
    told = space.settles(document(lessons)).result
    assert [(change["key"], change["fields"]) for change in told["changes"]] == [("Exam", ["starts_at"])]
    assert sim.object("live_event", "Exam")["subtitle"] == "set by hand"
    assert space.done(document(lessons[:1])).result["changed"] is False
    assert len(sim.objects("live_event")) == len(names)
