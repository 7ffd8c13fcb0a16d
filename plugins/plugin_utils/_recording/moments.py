# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's times, parsed. Pure."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import instant
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import zoned


def moment(text: Any) -> datetime | None:
    """A time of the API in UTC; None for an empty or invalid one."""
    try:
        written = instant(text)
    except DocumentError:
        return None
    return zoned(written).astimezone(timezone.utc) if written else None


def clock(seconds: float) -> str:
    """A duration for people, such as 1:02:30."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
