# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Windows in which nothing is written."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import moments
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.freeze import Freeze, freeze_of
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

EXAMS = {"from": "2026-12-01 18:00 Europe/Moscow", "to": "2026-12-02 09:00 Europe/Moscow", "reason": "exams"}
PAST = {"from": "2025-12-01 18:00 Europe/Moscow", "to": "2025-12-02 09:00 Europe/Moscow", "reason": "exams"}
LATER = {"from": "2026-12-02T05:00Z", "to": "2026-12-02T12:00Z", "reason": "release"}
APART = {"from": "2026-12-03T00:00Z", "to": "2026-12-04T00:00Z"}
ONE = {"tags": [{"tag": "new"}]}


def at(text: str, *given: Any) -> Freeze:
    """The windows, seen at a time."""
    return Freeze(freeze_of(given).windows, moments(text).latest.timestamp)


@pytest.mark.parametrize(
    ("now", "given", "said"),
    [
        ("2026-12-01T14:59:59Z", [EXAMS], ""),
        ("2026-12-01T15:00:00Z", [EXAMS], "all writes are frozen until 2026-12-02T06:00:00Z (exams)"),
        ("2026-12-02T05:59:59Z", [EXAMS], "all writes are frozen until 2026-12-02T06:00:00Z (exams)"),
        ("2026-12-02T06:00:00Z", [EXAMS], ""),
        ("2026-12-03T10:00:00Z", [EXAMS, APART], "all writes are frozen until 2026-12-04T00:00:00Z"),
        # another begins before one ends, in whichever order they are given
        ("2026-12-01T16:00:00Z", [LATER, EXAMS, APART], "until 2026-12-02T12:00:00Z (exams; release)"),
        ("2026-12-01T16:00:00Z", [EXAMS, EXAMS], "until 2026-12-02T06:00:00Z (exams)"),
        ("2026-12-01T16:00:00Z", [], ""),
        # a time that clocks show twice, or skip: the longer window
        ("2026-10-25T00:30Z", [{"from": "2026-10-25 02:30 Europe/Berlin", "to": "2026-10-26T00:00Z"}], "frozen"),
        ("2026-10-25T01:29Z", [{"from": "2026-10-24T00:00Z", "to": "2026-10-25 02:30 Europe/Berlin"}], "frozen"),
        ("2026-03-29T00:30Z", [{"from": "2026-03-29 02:30 Europe/Berlin", "to": "2026-03-30T00:00Z"}], "frozen"),
        ("2026-03-29T01:29Z", [{"from": "2026-03-28T00:00Z", "to": "2026-03-29 02:30 Europe/Berlin"}], "frozen"),
    ],
)
def test_when_nothing_may_be_written(now: str, given: list[Any], said: str) -> None:
    told = at(now, *given).objection()
    assert said in told
    assert bool(told) is bool(said)


def test_every_fault_is_reported() -> None:
    with pytest.raises(DocumentError) as told:
        freeze_of([{"from": "2026-12-01T18:00", "to": "never"}, {"from": EXAMS["to"], "to": EXAMS["from"]}, EXAMS])
    said = told.value.message
    assert "freeze[0].from: '2026-12-01T18:00' has no time zone; write it with one, such as " in said
    assert "freeze[0].to: 'never' is not a time" in said
    assert "freeze[1]: to (2026-12-01 18:00 Europe/Moscow) must be later than from (2026-12-02 09:00 Eur" in said
    assert "freeze[2]" not in said


def test_a_run_in_a_window_writes_nothing_and_a_plan_says_so(sim: Simulator) -> None:
    space, frozen = Space(sim), at("2025-12-01T16:00:00Z", PAST)
    told = space.apply(ONE, freeze=frozen)
    assert told.error is not None
    assert told.error.sentence() == (
        "all writes are frozen until 2025-12-02T06:00:00Z (exams); nothing was written; "
        "run it again then, or change freeze"
    )
    assert told.writes == []
    assert told.result["changed"] is False
    assert [change["outcome"] for change in told.result["changes"]] == ["not_attempted"]
    planned = space.done(ONE, True, freeze=frozen)
    assert planned.result["changed"]
    assert planned.warnings == ["if this were not check mode, it would be refused: " + frozen.objection()]
    assert space.done(ONE, freeze=at("2025-12-02T06:00:00Z", PAST)).result["changed"]
    for check in (True, False):  # nothing to write, nothing to say
        assert space.done(ONE, check, freeze=frozen).warnings == []


@pytest.mark.parametrize("hours", [-24, -3, 3, 24])
def test_the_time_of_the_api_counts_too(sim: Simulator, hours: int) -> None:
    """The clock of the machine may be wrong."""
    now = datetime.now(timezone.utc)
    began, ends = (f"{now + timedelta(hours=away):%Y-%m-%dT%H:%MZ}" for away in (-1, 1))
    window = {"from": began, "to": ends}
    wrong = Freeze(freeze_of([window]).windows, lambda: time.time() + hours * 3600)
    told = Space(sim).apply(ONE, freeze=wrong)
    assert told.writes == []
    assert told.error is not None
    assert f":00Z by the clock of the API; this machine's is {abs(hours) * 60} minutes" in told.error.sentence()
