# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines about long work: rare, true, and none about short work."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import Progress, duration, seconds_for
from tests.unit.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_short_work_says_nothing(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.read()
    progress.begin(20, 40)
    for number in range(20):
        clock.now += 0.2
        progress.advance(1, f"webhook '{number}'")
    assert told == []


def test_long_work_says_how_much_of_how_much_and_how_long(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.begin(500, 1000)
    assert told == ["500 changes to make, about 3 min 0 s at the API's pace"]
    for number in range(500):
        clock.now += 0.36
        progress.advance(1, f"webhook '{number}'")
    assert told[1] == "28 of 500 changes, last webhook '27', about 2 min 50 s to go"
    assert len(told) <= 180 / 10 + 1
    seconds = [line.rsplit(", ", 1)[1] for line in told[1:]]
    assert seconds[-1] == "about 9 s to go"


def test_a_burst_is_not_taken_for_the_pace(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.begin(350, 350)
    clock.now += 30
    progress.advance(300, "webhook 'x'")
    assert told[-1] == "300 of 350 changes, last webhook 'x', about 30 s to go"


def test_the_last_line_has_nothing_to_go(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.begin(2, 2)
    clock.now += 60
    progress.advance(2, "webhook 'x'")
    assert told == ["2 of 2 changes, last webhook 'x'"]


@pytest.mark.parametrize(("objects", "said"), [(100, ""), (1000, "about 3 min 0 s")])
def test_what_has_to_be_read_one_by_one_is_reported_before(clock: Clock, objects: int, said: str) -> None:
    told: list[str] = []
    Progress(told.append, clock).expect_reads(objects)
    assert told == ([f"{objects} objects to read one by one, {said} at the API's pace"] if said else [])


def test_reading_that_takes_long(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    for _number in range(240):
        clock.now += 0.125
        progress.read()
    assert told == [f"reading the workspace: {count} requests so far" for count in (80, 160, 240)]
    progress.begin(1, 1)
    clock.now += 60
    progress.read()
    assert len(told) == 3


@pytest.mark.parametrize(
    ("done", "failed", "line"),
    [
        (78, 3, "78 of 185 changes, 3 failed; the API is not responding, next try in 12 s"),
        (78, 0, "78 of 185 changes; the API is not responding, next try in 12 s"),
        (0, 0, "0 of 185 changes; the API is not responding, next try in 12 s"),
    ],
)
def test_waits_and_failures_are_reported(clock: Clock, done: int, failed: int, line: str) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.begin(185, 0)
    for number in range(done):
        progress.advance(1, "webhook 'x'", int(number < failed))
    clock.now += 10
    progress.waits("the API is not responding", 11.7)
    progress.waits("the API is not responding", 11.7)  # of another thread
    assert told == [line]
    clock.now += 10
    progress.waits("the API limits the rate", 0.4)
    assert told[1].endswith("; the API limits the rate, next try in 1 s")


def test_a_long_wait_is_reported_at_once(clock: Clock) -> None:
    """However recent the last line is: nothing else would be said until the wait ends."""
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.begin(2, 0)
    progress.waits("the API limits the rate", 9)
    progress.waits("the API limits the rate", 300)
    clock.now += 5
    progress.waits("the API limits the rate", 295)  # of another thread
    assert told == ["0 of 2 changes; the API limits the rate, next try in 300 s"]
    clock.now += 295
    progress.advance(1, "webhook 'x'")
    progress.waits("the API limits the rate", 60)
    assert told[2:] == ["1 of 2 changes; the API limits the rate, next try in 60 s"]


def test_waits_while_reading(clock: Clock) -> None:
    told: list[str] = []
    progress = Progress(told.append, clock)
    progress.read()
    clock.now += 10
    progress.waits("the API responds with 503", 4)
    assert told == ["reading the workspace: 1 request so far; the API responds with 503, next try in 4 s"]


def test_nobody_listens(clock: Clock) -> None:
    progress = Progress(None, clock)
    progress.begin(1000, 1000)
    clock.now += 60
    progress.advance(1, "webhook 'x'")


@pytest.mark.parametrize(("requests", "seconds"), [(0, 0), (1, 0), (10, 0), (11, 1), (300, 29), (301, 60), (1000, 180)])
def test_what_the_limits_take(requests: int, seconds: float) -> None:
    assert seconds_for(requests) == seconds


@pytest.mark.parametrize(("pace", "seconds"), [("off", 0), ("2", 150), ("100", 3)])
def test_what_another_pace_takes(monkeypatch: pytest.MonkeyPatch, pace: str, seconds: float) -> None:
    monkeypatch.setenv("KINESCOPE_API_PACE", pace)
    assert seconds_for(301) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "about 0 s"), (59.6, "about 1 min 0 s"), (61, "about 1 min 1 s"), (3725, "about 1 h 2 min")],
)
def test_durations_as_people_say_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words
