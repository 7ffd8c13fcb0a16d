# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Freeze windows, during which nothing may be written. Pure."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Callable, NamedTuple

from .._core.clocks import moments_of, time_text, whose_clock
from .._core.declaration import Declaration
from .._core.errors import DocumentError
from .._core.zoned import moments


class Window(NamedTuple):
    """A period in which nothing may be written, from ``start`` until just before ``end`` (UTC)."""

    start: datetime
    end: datetime
    reason: str


class Freeze(Declaration):
    """The windows of a task. ``now`` is the wall clock, in seconds since 1970."""

    windows: tuple[Window, ...] = ()
    now: Callable[[], float] = time.time

    def objection(self, date: str = "", age: float = 0.0) -> str:
        """Why nothing may be written now, and until when; '' if writes are allowed.

        The ``date`` that the API showed ``age`` seconds ago counts, too.
        """
        now = moments_of(self.now(), date, age)
        for moment in now:
            frozen = self._objection_at(moment)
            if frozen:
                clock = whose_clock(now, moment)
                return f"{frozen} {clock}" if clock else frozen
        return ""

    def _objection_at(self, now: datetime) -> str:
        until, reasons = now, []
        for window in sorted(self.windows):  # windows may overlap
            if window.start <= until < window.end:
                until = window.end
                reasons += [window.reason] if window.reason and window.reason not in reasons else []
        if until == now:
            return ""
        why = f" ({'; '.join(reasons)})" if reasons else ""
        return f"all writes are frozen until {time_text(until)}{why}"


def freeze_of(given: Sequence[Mapping[str, Any]]) -> Freeze:
    """The windows of the option ``freeze``: a list of {from, to, reason}. Raises DocumentError with all faults.

    A time that clocks show twice or skip is read in the way that makes the window longer.
    """
    windows, faults = [], []
    for place, one in enumerate(given):
        sides = {}
        for name in ("from", "to"):
            try:
                sides[name] = moments(str(one[name]))
            except DocumentError as error:
                faults.append(f"freeze[{place}].{name}: {error.message}")
        if len(sides) == 2:
            window = Window(sides["from"].earliest, sides["to"].latest, one.get("reason") or "")
            windows.append(window)
            if window.end <= window.start:
                faults.append(f"freeze[{place}]: to ({one['to']}) must be later than from ({one['from']})")
    if faults:
        raise DocumentError("; ".join(faults))
    return Freeze(tuple(windows))
