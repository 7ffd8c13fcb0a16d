# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeping within the API's limits: 10 requests a second and 300 a minute, for all that use one token on this machine.

Forks and playbooks that run side by side share the allowance through a small file in the user's cache folder. Each
reserves its moment under a lock and sleeps without it; no daemon is needed. Where there is no such folder, or no way
to lock a file in it, each process keeps to the limits by itself.

The environment variable KINESCOPE_API_PACE asks for another pace: ``off``, or a whole number of requests a second.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Callable

from .._files.safe_open import open_private

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

from .._core.errors import DocumentError

LIMITS = ((10, 1.0), (300, 60.0))  # (requests, in seconds), as the vendor documents them
MARGIN = 0.02  # seconds: the server counts when a request arrives, not when it was sent
MOST, LATE = 0.8, 1.2  # parts of a limit and of its seconds by which a process has about used it up
SMALLEST = 0.1  # part of the rate that a process keeps, however often it is refused
GROWTH = 0.2  # part of the rate by which it grows in a second after a refusal
LONGEST = 60.0 + MARGIN  # seconds that one has to wait at most; the file is wrong, or the clock, if it says more
PACE = "KINESCOPE_API_PACE"
OFF = ("off", "false", "no")  # YAML makes false of an off without quotes
FASTEST = 1000  # requests a second; the file holds the moments of one


def cache_folder() -> Path:
    """Where the collection keeps files for this user; relative when the environment names no absolute place."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(cache, "kinescope.kinescope")


def shared_file(name: str, purpose: str = "pace") -> Path:
    """The file that those share who name the same (a token and an address): the name does not tell what it is."""
    return cache_folder() / f"{purpose}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def limits_asked_for() -> Sequence[tuple[int, float]]:
    """The limits to keep to, as (requests, in seconds): the documented ones, or those that the environment asks for.

    Raises DocumentError for a pace that cannot be kept. It is not shown: it may be a secret in the wrong place.
    """
    asked = os.environ.get(PACE, "").strip().lower()
    if not asked:
        return LIMITS
    if asked in OFF:
        return ()
    if re.fullmatch(r"[0-9]{1,4}", asked) and 1 <= int(asked) <= FASTEST:
        return ((int(asked), 1.0),)
    raise DocumentError(
        f"the environment variable {PACE} must be 'off', an integer from 1 to {FASTEST} (requests per second), or unset"
    )


class Pacer:
    """Lets a burst through, and then waits just as long as the limits demand (sliding windows).

    Times are of the wall clock, because several processes compare them; one that was set back is forgotten.
    """

    def __init__(
        self,
        file: Path | None = None,
        limits: Sequence[tuple[int, float]] = LIMITS,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = file
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._served = 0.0  # until when this process is held back anyway
        self._allowance = 1.0  # the part of the limits that this process had at the end of its latest refusal,
        self._learned = 0.0  # and when that is; refusals before it say nothing new
        self._refused_since: float | None = None  # since when nothing has got through
        self._passed: deque[float] = deque(maxlen=max((count for count, _seconds in limits), default=1))
        self._mine = threading.Lock()  # the file's lock keeps processes apart, not the threads of this one
        self._times = array("d", [0.0])  # first until when all are held back, then the moments reserved, oldest first

    def wait(self) -> None:
        """Return when the next request may be sent, and count it."""
        with self._reserved() as times:
            now = self._clock()
            due = max(now, times[0] if times[0] > self._served else now)
            for count, seconds in self._limits_of(self._part(now)):
                if len(times) > count:
                    due = max(due, times[-count] + seconds + MARGIN)
            due = min(due, now + LONGEST)
            times.append(due)
            del times[1 : -max(count for count, _seconds in (*LIMITS, *self._limits))]  # others may look further back
        if due > now:
            self._sleep(due - now)

    def _part(self, now: float) -> float:
        """The part of its rate that this process may use now: less after a refusal, and growing again."""
        return min(1.0, self._allowance + max(0.0, now - self._learned) * GROWTH)

    def _limits_of(self, part: float) -> Iterator[tuple[int, float]]:
        """The limits to keep to: a part of the rate, which is the first. What is left of others, Retry-After tells."""
        for number, (count, seconds) in enumerate(self._limits):
            yield (count if number else max(1, int(count * part)), seconds)

    def hold(self, seconds: float) -> float:
        """Let the others who share the allowance not send for that long: the API asked for it. The caller sleeps.

        Unless this process has about used up the limits itself, and a request was late, somebody elsewhere uses the
        token, too: this process goes on at half its rate. Returns for how many seconds nothing has got through.
        """
        with self._reserved() as times:
            now = self._clock()
            self._served = now + min(seconds, LONGEST)
            times[0] = max(self._served, times[0])
            if now >= self._learned and not self._has_used_up(now):  # before that, it was under way already
                self._allowance, self._learned = max(SMALLEST, self._part(now) / 2), self._served
            self._refused_since = now if self._refused_since is None else self._refused_since
            return now - self._refused_since

    def passed(self) -> None:
        """A request got through, whatever became of it."""
        self._refused_since = None
        self._passed.append(self._clock())

    def _has_used_up(self, now: float) -> bool:
        """Whether so many requests of this process got through that a late one explains a refusal."""
        recent = list(self._passed)
        return any(
            sum(now - moment < seconds * LATE for moment in recent) >= count * MOST for count, seconds in self._limits
        )

    @classmethod
    def shared(
        cls, name: str, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
    ) -> Pacer:
        """That of those who share a name (a token and an address), at the pace that the environment asks for.

        Without limits there is nothing to share. Raises DocumentError.
        """
        limits = limits_asked_for()
        return cls(shared_file(name) if limits else None, limits, clock, sleep)

    @contextmanager
    def _reserved(self) -> Iterator[array[float]]:
        """The moments of all who share, for one to change at a time."""
        with self._mine:
            yield from self._locked_times()

    def _locked_times(self) -> Iterator[array[float]]:
        """The times of recent requests of all processes, locked while the block runs."""
        descriptor = self._locked()
        latest = self._clock() + LONGEST
        if not self._times or not all(moment <= latest for moment in self._times):
            self._times = array("d", [0.0])
        if descriptor is None:
            yield self._times
            return
        try:
            try:
                yield self._times
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, self._times.tobytes())
                os.ftruncate(descriptor, len(self._times) * self._times.itemsize)
            finally:
                os.close(descriptor)
        except OSError:
            self._file = None  # a full disk, for one

    def _locked(self) -> int | None:
        """The file, for this process alone until it is closed, with its moments read; None when it cannot be shared."""
        if self._file is None or fcntl is None or not self._file.is_absolute():
            return None
        try:
            descriptor = open_private(self._file, os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                stored = os.read(descriptor, 1 << 16)
            except OSError:
                os.close(descriptor)
                raise
        except OSError:
            self._file = None  # a read-only home, or what others may have put there
            return None
        self._times = array("d", stored[: len(stored) // 8 * 8])
        return descriptor
