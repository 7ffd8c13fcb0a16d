# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A range of dates for analytics and billing: each end is a date, or a time with a UTC offset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .._core.errors import DocumentError
from .._core.values import instant

SPAN_OPTIONS = {"from": {"type": "str", "required": True}, "to": {"type": "str", "required": True}}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# A date begins at midnight in the workspace's time zone, which is unknown.
FURTHEST_ZONE = timedelta(hours=14)


def span_of(options: Mapping[str, Any], faults: list[str]) -> dict[str, str]:
    """The query keys of a range, with times in UTC. Adds what is wrong with it to ``faults``."""
    query: dict[str, str] = {}
    for name in ("from", "to"):
        try:
            query[name] = _end(options[name].strip())
        except (DocumentError, ValueError):
            faults.append(
                f"{name} '{options[name]}' is neither a date such as 2026-12-01 "
                "nor a time with a UTC offset such as 2026-12-01T10:00:00Z"
            )
    if len(query) == 2 and _is_backward(query["from"], query["to"]):
        faults.append(f"from '{options['from']}' is after to '{options['to']}'")
    return query


def _end(text: str) -> str:
    if _DATE.fullmatch(text):
        datetime.fromisoformat(text)
        return text
    if not text:
        raise DocumentError("nothing given")
    return instant(text)


def _is_backward(first: str, last: str) -> bool:
    """Whether the first end is certainly after the last; fractions of seconds are left to the API."""
    doubt = FURTHEST_ZONE if bool(_DATE.fullmatch(first)) != bool(_DATE.fullmatch(last)) else timedelta(0)
    return datetime.fromisoformat(first[:19]) - datetime.fromisoformat(last[:19]) > doubt
