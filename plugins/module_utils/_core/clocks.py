# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The time of day, by the clock of this machine and by that of the API. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

#: a smaller difference between two clocks is none: responses take time, and show full seconds
TOLERANCE = timedelta(minutes=2)


def moments_of(now: float, date: str, age: float) -> list[datetime]:
    """``now``, the time of day of this machine (Unix time), and the time at the API if that differs.

    The latter is the ``date`` of a response (RFC 9110), '' if unknown, and its ``age`` in seconds. The clock of the
    machine may be wrong: what must not happen at certain times must happen by neither of the two.
    """
    here = datetime.fromtimestamp(now, timezone.utc)
    try:
        there = parsedate_to_datetime(date).replace(tzinfo=timezone.utc) + timedelta(seconds=age)
    except (ValueError, TypeError, OverflowError, IndexError):  # none, or an invalid one
        return [here]
    return [here] if abs(there - here) <= TOLERANCE else [here, there]


def whose_clock(now: Sequence[datetime], moment: datetime) -> str:
    """Which clock shows a moment of moments_of(), in words; '' for the one of this machine."""
    if moment is now[0]:
        return ""
    minutes = round((now[0] - moment).total_seconds() / 60)
    return f"by the clock of the API; this machine's is {abs(minutes)} minutes {'ahead' if minutes > 0 else 'behind'}"


def time_text(moment: datetime) -> str:
    """A time, for people."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
