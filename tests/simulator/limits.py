# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rate limits: 10 requests a second and 300 a minute per token, bodies up to 10 MB on the REST host (documented)."""

from __future__ import annotations

import math
import time
from collections import deque
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from .answers import Problem

WINDOWS = ((1.0, 10), (60.0, 300))
MAX_BODY = 10 * 1024 * 1024


class Limiter:
    """Counts the requests of each token; refused requests do not count."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}

    def wait(self, token: str) -> float:
        """Seconds until the token may send another request; 0 if it may do so now, and then this request is counted."""
        moment = time.monotonic()
        seen = self._seen.setdefault(token, deque())
        while seen and moment - seen[0] >= WINDOWS[-1][0]:
            seen.popleft()
        for span, most in WINDOWS:
            recent = [at for at in seen if moment - at < span]
            if len(recent) >= most:
                return max(recent[-most] + span - moment, 0.001)
        seen.append(moment)
        return 0.0


def refusal(wait: float, form: str) -> Problem:
    """429 with Retry-After; error code 100106 is documented for quota and rate limits."""
    seconds = max(1, math.ceil(wait))
    headers = {}
    if form == "seconds":
        headers["Retry-After"] = str(seconds)
    elif form == "date":
        moment = datetime.now(timezone.utc) + timedelta(seconds=seconds)
        headers["Retry-After"] = format_datetime(moment, usegmt=True)
    return Problem(429, 100106, "limit reached", headers=headers)


def too_large() -> Problem:
    """413 (documented status; the code is inferred)."""
    return Problem(413, 413413, "request entity too large")
