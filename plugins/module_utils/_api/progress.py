# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Progress of long work, a line at a time: how much has been done, the last change, and the remaining time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable

from .._core.display import count
from .client import Client
from .pacing import requested_limits

QUIET = 10.0  # seconds between two lines: often enough to show activity, rarely enough for a log


class Progress:
    """Prints nothing about short work, and a line every few seconds about long work. Threads may share it."""

    def __init__(self, say: Callable[[str], None] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._lock = threading.Lock()
        self._last = clock()
        self._waits_until = self._last  # the end of the last long wait
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
    def watching(self, client: Client) -> Iterator[None]:
        """Report the requests of a client, and what it waits for, while the block runs."""
        before = client.on_request, client.on_wait
        client.on_request, client.on_wait = self.read, self.waits
        try:
            yield
        finally:
            client.on_request, client.on_wait = before

    def expect_reads(self, objects: int) -> None:
        """This many objects are about to be read one by one, before any change is made."""
        seconds = seconds_for(objects)
        if seconds >= QUIET:
            self.say(f"{objects} objects to read one by one, {duration(seconds)} at the API's pace")

    def begin(self, changes: int, requests: int) -> None:
        """This many changes are about to be made, which will take about this many requests."""
        with self._lock:
            self._total, self._requests, self._began = changes, requests, self._clock()
            seconds = seconds_for(requests)
            if seconds >= QUIET:
                self._line(f"{changes} changes to make, {duration(seconds)} at the API's pace", now=True)

    def advance(self, changes: int, last: str, failed: int = 0) -> None:
        """This many more changes have ended; ``last`` is the latest, and ``failed`` is how many of them failed."""
        with self._lock:
            self._done += changes
            self._failed += failed
            rest = f", {duration(self._remaining())} to go" if self._done < self._total else ""
            self._line(f"{self._so_far()}, last {last}{rest}")

    def waits(self, reason: str, seconds: float) -> None:
        """A request is going to be repeated after some seconds, for this reason.

        A long wait is reported at once, because nothing else might be until its end; but not those of all threads.
        """
        with self._lock:
            moment = self._clock()
            first = seconds >= QUIET and moment >= self._waits_until
            if first:
                self._waits_until = moment + seconds
            self._line(f"{self._so_far()}; {reason}, next try in {max(1, round(seconds))} s", now=first)

    def _so_far(self) -> str:
        if not self._total:
            return f"reading the workspace: {count(self._reads, 'request')} so far"
        failed = f", {self._failed} failed" if self._failed else ""
        return f"{self._done} of {self._total} changes{failed}"

    def say(self, text: str) -> None:
        """Print a line about a single change that takes long; callers limit how often."""
        with self._lock:
            self._line(text, now=True)

    def _remaining(self) -> float:
        """Remaining seconds at the pace so far, or at the API's limits if these are slower: bursts end."""
        left = (self._total - self._done) / self._total
        elapsed = self._clock() - self._began
        return max(elapsed * left / (1 - left), seconds_for(self._requests) - elapsed)

    def _line(self, text: str, now: bool = False) -> None:
        moment = self._clock()
        if self._say and (now or moment - self._last >= QUIET):
            self._last = moment
            self._say(text)


class UploadProgress:
    """Prints a line every few seconds about a long upload: how much has been sent, and the remaining time."""

    def __init__(
        self,
        name: str,
        size: int,
        say: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._size, self._say, self._clock = name, size, say, clock
        self._last = self._began = clock()
        self._first: int | None = None  # an upload may continue where an earlier run stopped
        self._done = 0

    def sent(self, count: int) -> None:
        """This many bytes have been sent so far, counted from the beginning of the file."""
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
    """A part of a number of bytes, in a unit that suits the total."""
    unit, size = ("GB", 10**9) if total >= 10**10 else ("MB", 10**6)
    return f"{count / size:.0f} of {total / size:.0f} {unit}"


def seconds_for(requests: float) -> float:
    """How many seconds this many requests take with the API's limits, after a while without any."""
    rest = max(requests - 1, 0)
    return max((rest // count * seconds for count, seconds in requested_limits()), default=0.0)


def duration(seconds: float) -> str:
    """A number of seconds, for people."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"about {hours} h {minutes} min"
    return f"about {minutes} min {rest} s" if minutes else f"about {rest} s"
