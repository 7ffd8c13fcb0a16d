# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeping within the API's limits: 10 requests a second and 300 a minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from typing import Callable

LIMITS = ((10, 1.0), (300, 60.0))  # (requests, in seconds), as the vendor documents them
MARGIN = 0.02  # seconds: the server counts when a request arrives, not when it was sent


class Pacer:
    """Lets a burst through and then waits just as long as the limits demand (sliding windows)."""

    def __init__(
        self,
        limits: Sequence[tuple[int, float]] = LIMITS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._sent: deque[float] = deque(maxlen=max(count for count, _seconds in limits))

    def wait(self) -> None:
        """Return when the next request may be sent, and count it."""
        now = self._clock()
        due = now
        for count, seconds in self._limits:
            if len(self._sent) >= count:
                due = max(due, self._sent[-count] + seconds + MARGIN)
        if due > now:
            self._sleep(due - now)
        self._sent.append(max(due, self._clock()))
