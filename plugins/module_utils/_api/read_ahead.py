# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway that reads lists before they are needed: planning goes on while the API's limits delay later lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from threading import Event
from typing import Any, Callable

from .._core.fields.base import Raw, always
from .._core.kind import Kind
from .client import Client
from .gateway import ELSEWHERE, Gateway
from .list_cache import CachedList


class ReadAheadGateway(Gateway):
    """Whoever needs a list that is being read waits for it, and gets its error.

    ``pages`` is the pool for the pages of lists, and ``pool`` that for the lists, which wait for their pages.
    """

    def __init__(self, client: Client, clock: Callable[[], float], pages: Executor, pool: Executor) -> None:
        super().__init__(client, clock, pages)
        self._pages, self._lists_pool = pages, pool
        self._begun: dict[tuple[str, str], Future[CachedList]] = {}

    def begin(self, kinds: Iterable[Kind]) -> None:
        """Begin to read the lists of kinds, including additional ones, in the order in which they will be needed."""
        queued = None
        for kind in kinds:
            turn = _Turn(self._pages, queued)
            queued = turn.queued
            self._begun[kind.name, ""] = self._lists_pool.submit(self._read_in_turn, kind, turn)
            if kind.routes.additional_lists:
                self._begun[kind.name, ELSEWHERE] = self._lists_pool.submit(self._read_elsewhere, kind)

    def finish(self) -> None:
        """Wait for all lists that have been begun. Raises ApiError."""
        for reading in self._begun.values():
            reading.result()

    def _read_in_turn(self, kind: Kind, turn: _Turn) -> CachedList:
        try:
            return super()._remembered(kind, "", lambda: self._read_list(kind, "", pool=turn))
        finally:
            turn.queued.set()

    def _read_elsewhere(self, kind: Kind) -> CachedList:
        return super()._remembered(kind, ELSEWHERE, lambda: self._read_additional(kind, ""))

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> CachedList:
        name = (kind.name, base)
        seen = self._seen.get(name)
        if seen is not None:
            return seen
        if name in self._begun:
            self._begun[name].result()
        return super()._remembered(kind, base, read, has)

    def forget(self, kind: Kind, base: str = "") -> None:
        """Make the next lookup of this kind request the list."""
        for name in ((kind.name, base), (kind.name, ELSEWHERE)):
            self._begun.pop(name, None)
        super().forget(kind, base)


class _Turn(Executor):
    """Another pool, to which the pages of a list are given after those of the list before, whose event is ``before``.

    In the order in which first pages arrive, all lists might be completed at the end.
    """

    def __init__(self, pool: Executor, before: Event | None) -> None:
        self._pool, self._before = pool, before
        self.queued = Event()  # set when all pages of the list have been given to the pool

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **options: Any) -> Iterator[Any]:
        """What the other pool returns."""
        if self._before is not None:
            self._before.wait()
        results = self._pool.map(fn, *iterables, **options)
        self.queued.set()
        return results
