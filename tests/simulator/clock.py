# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Timestamps as the API writes them: RFC 3339, UTC, microseconds with trailing zeros trimmed (documented examples)."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta, timezone

RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)")
ZERO_TIME = "0001-01-01T00:00:00Z"

_lock = threading.Lock()
_last = datetime(1970, 1, 1, tzinfo=timezone.utc)


def stamp(moment: datetime) -> str:
    """A time in the API's format."""
    moment = moment.astimezone(timezone.utc)
    whole = moment.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{moment.microsecond:06d}".rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"


def now() -> str:
    """The current time; never the same twice, so that timestamps show the order of creation."""
    global _last
    with _lock:
        _last = max(datetime.now(timezone.utc), _last + timedelta(microseconds=1))
        return stamp(_last)


def parse(text: str) -> datetime | None:
    """An RFC 3339 text as a time, or None."""
    found = RFC3339.fullmatch(text)
    if found is None:
        return None
    day, clock, fraction, zone = found.groups()
    micro = ((fraction or "") + "000000")[:6]
    zone = "+00:00" if zone in "Zz" else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{micro}{zone}").astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
