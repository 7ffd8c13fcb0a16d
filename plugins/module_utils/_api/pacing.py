# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keeping the API's limits: 10 requests a second and 300 a minute, for everyone who uses one token on this machine.

Forks and concurrent playbooks share the allowance through a small file in the user's cache folder. Each of them
reserves a time under a lock and sleeps without it; no daemon is needed. If there is no such folder, or files in it
cannot be locked, each process keeps the limits on its own.

The environment variable KINESCOPE_API_PACE sets another pace: ``off``, or an integer number of requests a second.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import threading
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Callable

from .._files.safe_open import open_private

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

from .._core.errors import DocumentError

LIMITS = ((10, 1.0), (300, 60.0))  # (requests, seconds), as documented by the vendor
MARGIN = 0.02  # seconds: the server counts requests on arrival, not when they were sent
LONGEST = 60.0 + MARGIN  # seconds to wait at most; if there is more in the file, the file or the clock is wrong
# The part of the rate that is left after a refusal. The first refusal means that others use the token, too. A later
# one, or one in a process that has nearly used up the rate on its own (the part USED_UP), only means that the rate is a
# little too high.
AT_FIRST, LATER, USED_UP = 0.5, 0.85, 0.8
SMALLEST = 0.05  # the smallest part of the rate, however often requests are refused
RECOVERY = 7.0  # seconds until the full rate is tried again; longer after a longer wait, because a failed try costs one
SCATTER = 5.0  # seconds by which processes that are refused repeatedly spread their attempts
# The content of the file: until when all have to wait, the time of the refusal that caused it, the part of the rate
# that was left then, and from FIRST on the reserved times, oldest first.
HELD, REFUSED, PART, FIRST = range(4)
PACE = "KINESCOPE_API_PACE"
OFF = ("off", "false", "no")  # unquoted "off" in YAML means false
FASTEST = 1000  # requests a second; the file contains the times of a whole second


def _steady_clock() -> Callable[[], float]:
    try:
        with_sleep = partial(time.clock_gettime, time.CLOCK_BOOTTIME)
        with_sleep()
    except (AttributeError, OSError):
        return time.monotonic
    return with_sleep


#: The clock for ages, in seconds: shared by all processes of a machine, and never set. Where the system has such a
#: clock (Linux), it goes on while the machine sleeps: what was read before that is old afterwards. Deadlines do not use
#: it, because nothing can make progress meanwhile.
steady_time = _steady_clock()


def cache_folder() -> Path:
    """The folder for files that the collection keeps for this user; relative if no absolute path is known."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(cache, "kinescope.kinescope")


def shared_file(name: str, purpose: str = "pace") -> Path:
    """The file shared by processes with the same token and address; its name is a hash, which does not reveal them."""
    return cache_folder() / f"{purpose}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def requested_limits() -> Sequence[tuple[int, float]]:
    """The limits to keep as (requests, seconds): the documented ones, or those set in the environment.

    Raises DocumentError for an impossible pace. It is not shown: it may be a misplaced secret.
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
    """Lets a burst through, and then waits just as long as the limits require (sliding windows).

    The API may grant less, because others use the token elsewhere. So a refusal lowers the rate (the first of the
    limits), which then recovers over time. What is left of the other limits follows from the API's Retry-After.
    """

    def __init__(
        self,
        file: Path | None = None,
        limits: Sequence[tuple[int, float]] = LIMITS,
        clock: Callable[[], float] = time.monotonic,  # shared by all processes of a machine, and never set
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = file
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._silent_since: float | None = None  # since when every request of this process has been refused
        self._mine = threading.Lock()  # the file's lock separates processes, but not the threads of this one
        self._times = array("d")  # the content of the file, or what it would be

    def wait(self) -> float:
        """Wait until the next request may be sent, and count it. Returns the time, which hold() needs."""
        while True:
            with self._reserved() as times:
                now = self._clock()
                due = max(now, times[HELD])
                for count, seconds in self._limits_at(now, times):
                    if len(times) >= FIRST + count:
                        due = max(due, times[-count] + seconds + MARGIN)
                due = min(due, now + LONGEST)
                times.append(due)
                del times[FIRST : -max(count for count, _seconds in (*LIMITS, *self._limits))]  # others may need more
            if due > now:
                self._sleep(due - now)
                with self._reserved() as times:
                    if times[REFUSED] > now:
                        continue  # times reserved before a refusal are void
            return self._clock()

    def _limits_at(self, now: float, times: array[float]) -> Iterator[tuple[int, float]]:
        """The present limits: the rate, as far as it is granted, and the others."""
        for number, (count, seconds) in enumerate(self._limits):
            granted = count if number else count * self._part(now, times)
            yield max(1, int(granted)), seconds / min(1.0, granted)

    def _part(self, now: float, times: array[float]) -> float:
        """The part of the rate to use now: what was left after the last refusal, increasing with time."""
        recovery = max(RECOVERY, times[HELD] - times[REFUSED])
        age = min(max(now - times[HELD], 0.0) / recovery, 1.0)
        return min(1.0, max(SMALLEST, times[PART]) + age**2)

    def hold(self, asked: float, sent: float) -> tuple[float, float]:
        """Make everyone who shares the allowance wait, because a request sent at the time ``sent`` was refused.

        ``asked`` are the seconds to wait according to the API, counted from its response (RFC 9110, 10.2.3); 0 if
        unknown: then one second, counted from the request. Returns for how many seconds to wait, and for how many
        seconds all requests of this process have been refused.
        """
        with self._reserved() as times:
            now = self._clock()
            passed, self._silent_since = self._silent_since is None, self._silent_since or now
            silent = now - self._silent_since
            pause = max(asked, sent + 1.0 - now, 0.0)
            until, part = now + min(pause, LONGEST), self._part(now, times)
            if sent > times[REFUSED]:  # a request that was in progress during another refusal shows nothing new
                until += random.random() * min(silent, max(SCATTER, pause / 3))  # noqa: S311 - no secret  # nosec B311
                if passed and self._limits:  # otherwise, a limit of another kind is still exceeded
                    part *= self._left(now, times, part)
            if until > times[HELD]:
                moments = [moment for moment in times[FIRST:] if moment <= now]
                times[:] = array("d", [until, now, part, *moments])
            return pause, silent

    def _left(self, now: float, times: array[float], part: float) -> float:
        """The part of the rate that is left after a refusal."""
        count, seconds = self._limits[0]
        recent = sum(0.0 <= now - moment < seconds for moment in times[FIRST:]) - 1
        return LATER if part < 1.0 or recent >= count * USED_UP else AT_FIRST

    def passed(self) -> None:
        """A request was not refused, whatever its outcome."""
        self._silent_since = None

    @classmethod
    def shared(
        cls, name: str, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> Pacer:
        """The pacer shared by all who use the same name (a token and an address), with the pace set in the environment.

        Without limits, nothing is shared. Raises DocumentError.
        """
        limits = requested_limits()
        return cls(shared_file(name) if limits else None, limits, clock, sleep)

    @contextmanager
    def _reserved(self) -> Iterator[array[float]]:
        """The reserved times of all processes, for exclusive changes."""
        with self._mine:
            yield from self._locked_times()

    def _locked_times(self) -> Iterator[array[float]]:
        """The times of recent requests of all processes, locked while the block runs."""
        descriptor = self._locked()
        now = self._clock()
        known = len(self._times) >= FIRST and all(moment <= now + LONGEST for moment in self._times)
        if not known or self._times[REFUSED] > now:
            self._times = array("d", [now - LONGEST, now - LONGEST, 1.0])
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
            self._file = None  # e.g. a full disk

    def _locked(self) -> int | None:
        """The file, locked until it is closed, with its times loaded; None if it cannot be shared."""
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
            self._file = None  # e.g. a read-only home, or a file that others may have created
            return None
        self._times = array("d", stored[: len(stored) // 8 * 8])
        return descriptor
