# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads for reading and changing a whole workspace, and for reading files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from .._core.errors import KinescopeError
from .client import THREADS
from .halt import Halt


@contextlib.contextmanager
def pools(halt: Halt) -> Iterator[tuple[ThreadPoolExecutor, ThreadPoolExecutor]]:
    """Two pools: one for the pages of lists, and one for work that waits for lists (a shared one would deadlock).

    The block is one run: if it fails or is interrupted, ``halt`` ends what the pools have not done yet.
    """
    with halt.watching(), ThreadPoolExecutor(THREADS) as pages, ThreadPoolExecutor(THREADS) as pool:
        try:
            yield pages, pool
        except BaseException as error:
            halt.stop(error if isinstance(error, KinescopeError) else KinescopeError("the task was interrupted"))
            raise


def one_for_each_core() -> ThreadPoolExecutor:
    """A pool for hashing, which is limited by the processor and releases Python's lock."""
    return ThreadPoolExecutor(os.cpu_count())
