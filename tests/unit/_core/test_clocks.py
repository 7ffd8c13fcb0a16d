# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The time of day by the clock of the machine and by that of the API."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.clocks import moments_of, whose_clock

NOW = datetime(2026, 12, 1, 17, 0, tzinfo=timezone.utc)
DATE = "Tue, 01 Dec 2026 17:00:00 GMT"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-86_400, "1440 minutes behind"),
        (-121, "2 minutes behind"),
        (-120, ""),
        (0, ""),
        (120, ""),
        (3600, "60 minutes ahead"),
        (366 * 86_400, "527040 minutes ahead"),
    ],
)
def test_the_clock_of_the_machine_and_that_of_the_api(seconds: float, said: str) -> None:
    here = NOW + timedelta(seconds=seconds)
    now = moments_of(here.timestamp(), DATE, 0.0)
    assert now == ([here, NOW] if said else [here])
    assert whose_clock(now, now[0]) == ""
    assert whose_clock(now, now[-1]) == (f"by the clock of the API; this machine's is {said}" if said else "")
    later = timedelta(seconds=90)
    assert moments_of((here + later).timestamp(), DATE, 90.0) == [moment + later for moment in now]


@pytest.mark.parametrize("date", ["", "now", "Tue, 99 Dec 2026 12:00:00 GMT", "Fri, 01 Jan 99999 00:00:00 GMT"])
def test_no_time_of_the_api_or_an_invalid_one(date: str) -> None:
    assert moments_of(NOW.timestamp(), date, 0.0) == [NOW]
