# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway that reads lists before they are needed: planning goes on while the API's limits delay later lists."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from functools import partial
from itertools import count
from queue import PriorityQueue
from typing import Any, Callable, TypeVar

from .._core.errors import KinescopeError
from .._core.fields.base import Raw, always
from .._core.kind import Kind
from .client import Client
from .gateway import ELSEWHERE, Gateway
from .list_cache import CachedList

Result = TypeVar("Result")
Read = Callable[[], "dict[Any, dict[str, Any]]"]


class ReadAheadGateway(Gateway):
    """Whoever needs a list that is being read waits for it. A list that cannot be read stops the run.

    ``pages`` is the pool for the pages of lists, and ``pool`` that for the lists, which wait for their pages.
    """

    def __init__(self, client: Client, clock: Callable[[], float], pages: Executor, pool: Executor) -> None:
        super().__init__(client, clock)
        self._pool: Executor = pages
        self._lists_pool = pool
        self._begun: dict[tuple[str, str], Future[CachedList]] = {}

    def begin(self, kinds: Iterable[Kind]) -> None:
        """Begin to read the lists of kinds, including additional ones, in the order in which they will be needed."""
        waiting: PriorityQueue[Any] = PriorityQueue()
        for rank, kind in enumerate(kinds):
            self._begin(kind, "", partial(self._read_list, kind, "", pool=_Ranked(rank, self._pool, waiting)))
            if kind.routes.additional_lists:
                self._begin(kind, ELSEWHERE, partial(self._read_additional, kind, ""))

    def _begin(self, kind: Kind, base: str, read: Read) -> None:
        remembered = super()._remembered

        def reading() -> CachedList:
            try:
                return remembered(kind, base, read)
            except KinescopeError as error:
                self.client.halt.stop(error)
                raise

        self._begun[kind.name, base] = self._lists_pool.submit(reading)

    def finish(self) -> None:
        """Wait for all lists that have been begun. Raises ApiError, HaltedError."""
        for reading in self._begun.values():
            reading.result()

    def is_listed(self, kind: Kind, base: str = "") -> bool:
        """Whether every object of a kind has been listed; waits for a list that is being read."""
        self._wait_for(kind, base)
        return super().is_listed(kind, base)

    def _remembered(self, kind: Kind, base: str, read: Read, has: Callable[[Raw], bool] = always) -> CachedList:
        seen = self._seen.get((kind.name, base))
        if seen is not None:  # for speed: it is asked for several times for each object
            return seen
        self._wait_for(kind, base)
        return super()._remembered(kind, base, read, has)

    def _wait_for(self, kind: Kind, base: str) -> None:
        reading = self._begun.get((kind.name, base))
        if reading is not None:
            reading.result()

    def forget(self, kind: Kind, base: str = "") -> None:
        """Make the next lookup of this kind request the list."""
        for name in ((kind.name, base), (kind.name, ELSEWHERE)):
            self._begun.pop(name, None)
        super().forget(kind, base)


class _Ranked(Executor):
    """A pool for the pages of one of several lists, which share another pool: the lowest rank comes first.

    Otherwise, the pages of a long list might delay those of lists that are needed earlier. ``waiting`` is for all of
    them.
    """

    _numbers = count()

    def __init__(self, rank: int, pool: Executor, waiting: PriorityQueue[Any]) -> None:
        self._rank, self._pool, self._waiting = rank, pool, waiting

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Have a function called when it is its turn."""
        future: Future[Result] = Future()
        self._waiting.put((self._rank, next(self._numbers), future, partial(fn, *args, **kwargs)))
        self._pool.submit(self._do_first)
        return future

    def _do_first(self) -> None:
        _rank, _number, future, work = self._waiting.get()
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)
