# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clock for ages and pauses, in seconds. All processes of a machine share it, and nobody can set it.

Where the system has such a clock (Linux), it also counts the time for which the machine sleeps: what was read before
that is old afterwards.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Callable


def _clock() -> Callable[[], float]:
    try:
        with_sleep = partial(time.clock_gettime, time.CLOCK_BOOTTIME)
        with_sleep()
    except (AttributeError, OSError):
        return time.monotonic
    return with_sleep


steady_time = _clock()
