# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The threads in which a whole workspace is read and changed."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from .client import THREADS

#: What other modules import in functions, as few kinds need it. A thread must not: of two that import from the archive
#: in which a module travels, one fails with Python 3.9.
IMPORTED_LATE = (
    "_media.readiness",
    "_media.remote_files",
    "_media.uploader",
    "_media.video_files",
    "_reconcile.one_time_secret",
)


@contextlib.contextmanager
def pools() -> Iterator[tuple[ThreadPoolExecutor, ThreadPoolExecutor]]:
    """Two pools: for the pages of lists, and for what waits for lists (in one, they would wait for each other)."""
    for name in IMPORTED_LATE:
        importlib.import_module(f"{__name__.rsplit('.', 2)[0]}.{name}")
    with ThreadPoolExecutor(THREADS) as pages, ThreadPoolExecutor(THREADS) as pool:
        yield pages, pool
