# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times with offsets and time zones: daylight saving time, and what is no time."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import moments


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-01T18:00Z", "2026-12-01T18:00:00"),
        ("2026-12-01t18:00:05z", "2026-12-01T18:00:05"),
        ("2026-12-01 18:00:00.5+03:00", "2026-12-01T15:00:00.500000"),
        ("2026-12-01 18:00 -0330", "2026-12-01T21:30:00"),
        ("2026-12-01 18:00:00+00:00", "2026-12-01T18:00:00"),  # what is left of a time that YAML has read
        (" 2026-12-01 18:00 Europe/Moscow ", "2026-12-01T15:00:00"),
        ("2026-07-01 18:00 Europe/Berlin", "2026-07-01T16:00:00"),
        ("2026-12-01 18:00 Europe/Berlin", "2026-12-01T17:00:00"),
        ("2026-12-01T18:00 UTC", "2026-12-01T18:00:00"),
    ],
)
def test_a_time_is_one_moment(text: str, utc: str) -> None:
    found = moments(text)
    assert found.earliest == found.latest
    assert found.latest.isoformat() == f"{utc}+00:00"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        # the clocks of 2026-10-25 show 02:30 twice, those of 2026-03-29 never
        ("2026-10-25 02:30 Europe/Berlin", "00:30", "01:30"),
        ("2026-03-29 02:30 Europe/Berlin", "00:30", "01:30"),
        ("2026-10-25 03:00 Europe/Berlin", "02:00", "02:00"),
        ("2026-03-29 03:00 Europe/Berlin", "01:00", "01:00"),
    ],
)
def test_what_clocks_show_twice_or_skip_can_mean_two_moments(text: str, earliest: str, latest: str) -> None:
    assert [f"{moment:%H:%M}" for moment in moments(text)] == [earliest, latest]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-12-01T18:00", "no time zone; write it with one, such as 2026-12-01T18:00+03:00 or 2026-12-01 18:00 Eur"),
        ("2026-12-01 18:00:00", "has no time zone"),
        ("2026-12-01", "is not a time such as 2026-12-01T18:00+03:00 or 2026-12-01 18:00 Europe/Moscow"),
        ("tomorrow", "is not a time such as"),
        ("", "is not a time such as"),
        ("٢٠٢٦-12-01T18:00Z", "is not a time such as"),
        ("2026-02-30T18:00Z", "is not a valid time: "),
        ("2026-12-01T25:00Z", "is not a valid time: "),
        ("2026-12-01T18:00+25:00", "is not a valid time: "),
        ("0001-01-01T00:00+03:00", "is not a valid time: "),
        ("2026-12-01 18:00 Europe/Moskau", "'Europe/Moskau' is neither an offset such as +03:00 nor a time zone"),
        ("2026-12-01 18:00 Europe", "'Europe' is neither"),
        ("2026-12-01 18:00 ../../etc/passwd", "is neither"),
        ("2026-12-01 18:00 MSK", "'MSK' is neither"),
    ],
)
def test_an_invalid_time(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as told:
        moments(text)
    assert said in told.value.message
