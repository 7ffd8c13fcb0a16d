# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines that show that long work goes on: how much of how much, what was done last, and how long the rest will take."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable

from .client import Client
from .pacing import limits_asked_for

QUIET = 10.0  # seconds between two lines: enough to show life, few enough for a log


class Progress:
    """Says nothing about short work, and of long work a line every few seconds. Threads may share it."""

    def __init__(self, say: Callable[[str], None] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._lock = threading.Lock()
        self._last = clock()
        self._reads = 0
        self._done = 0
        self._failed = 0
        self._total = 0
        self._requests = 0
        self._began = self._last

    def read(self) -> None:
        """A request was sent."""
        with self._lock:
            self._reads += 1
            if not self._total:
                self._line(self._so_far())

    @contextmanager
    def hearing(self, client: Client) -> Iterator[None]:
        """Hear of the requests of a client, and of what it waits for."""
        before = client.watch, client.waits
        client.watch, client.waits = self.read, self.waits
        try:
            yield
        finally:
            client.watch, client.waits = before

    def expect(self, objects: int) -> None:
        """So many objects will be read one by one, before any change is made."""
        seconds = seconds_for(objects)
        if seconds >= QUIET:
            self.say(f"{objects} objects to read one by one, {duration(seconds)} at the API's pace")

    def begin(self, changes: int, requests: int) -> None:
        """So many changes will be made, which takes about so many requests."""
        with self._lock:
            self._total, self._requests, self._began = changes, requests, self._clock()
            seconds = seconds_for(requests)
            if seconds >= QUIET:
                self._line(f"{changes} changes to make, {duration(seconds)} at the API's pace", now=True)

    def did(self, changes: int, last: str, failed: int = 0) -> None:
        """So many changes more were dealt with, the last of them this one, and so many of them failed."""
        with self._lock:
            self._done += changes
            self._failed += failed
            rest = f", {duration(self._to_go())} to go" if self._done < self._total else ""
            self._line(f"{self._so_far()}, last {last}{rest}")

    def waits(self, reason: str, seconds: float) -> None:
        """A request will be sent again after a while, for a reason."""
        with self._lock:
            self._line(f"{self._so_far()}; {reason}, next try in {max(1, round(seconds))} s")

    def _so_far(self) -> str:
        if not self._total:
            return f"reading the workspace: {self._reads} requests so far"
        failed = f", {self._failed} failed" if self._failed else ""
        return f"{self._done} of {self._total} changes{failed}"

    def say(self, text: str) -> None:
        """A line about one change that takes long by itself, from what says such lines rarely enough."""
        with self._lock:
            self._line(text, now=True)

    def _to_go(self) -> float:
        """Seconds by the pace so far, or by the API's limits where these will be slower: bursts end."""
        left = (self._total - self._done) / self._total
        elapsed = self._clock() - self._began
        return max(elapsed * left / (1 - left), seconds_for(self._requests) - elapsed)

    def _line(self, text: str, now: bool = False) -> None:
        moment = self._clock()
        if self._say and (now or moment - self._last >= QUIET):
            self._last = moment
            self._say(text)


class Sending:
    """Of a file that takes long, a line every few seconds: how much of it was sent, and how long the rest will take."""

    def __init__(
        self,
        name: str,
        size: int,
        say: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._size, self._say, self._clock = name, size, say, clock
        self._last = self._began = clock()
        self._first: int | None = None  # an upload may go on where an earlier run ended
        self._done = 0

    def sent(self, count: int) -> None:
        """So many bytes were sent by now, counted from the beginning of the file."""
        moment = self._clock()
        if self._first is None or count < self._done:
            self._first, self._began = count, moment
        self._done = count
        if self._say is None or moment - self._last < QUIET or not 0 < count < self._size:
            return
        self._last = moment
        new = count - self._first
        rest = f", {duration((moment - self._began) * (self._size - count) / new)} to go" if new else ""
        self._say(f"uploading {self._name}: {100 * count // self._size} %, {amounts(count, self._size)}{rest}")


def amounts(count: int, total: int) -> str:
    """So many of so many bytes, in the unit that suits the total."""
    unit, size = ("GB", 10**9) if total >= 10**10 else ("MB", 10**6)
    return f"{count / size:.0f} of {total / size:.0f} {unit}"


def seconds_for(requests: float) -> float:
    """For how long the limits make so many requests last, after a while without any."""
    rest = max(requests - 1, 0)
    return max((rest // count * seconds for count, seconds in limits_asked_for()), default=0.0)


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"about {hours} h {minutes} min"
    return f"about {minutes} min {rest} s" if minutes else f"about {rest} s"
