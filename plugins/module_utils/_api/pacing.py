# Copyright (c) 2026, the kinescope.kinescope contributors
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
import random
import re
import threading
import time
from array import array
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
LONGEST = 60.0 + MARGIN  # seconds that one has to wait at most; the file is wrong, or the clock, if it says more
# What a refusal leaves of the rate: the first one says that others use the token, too; a later one, or one of a process
# that has about used up the rate by itself (a part of it, USED_UP), only that it is a little too high.
AT_FIRST, LATER, USED_UP = 0.5, 0.85, 0.8
SMALLEST = 0.05  # part of the rate that is left, however often requests are refused
RECOVERY = 7.0  # seconds after which the whole rate is tried again; longer after a longer wait, as trying costs one
SCATTER = 5.0  # seconds by which those who are refused again and again come at different times
# What the file holds: until when all are held, when the refusal came that asks for it, which part of the rate was left
# then, and from FIRST on the moments reserved, oldest first.
HELD, REFUSED, PART, FIRST = range(4)
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

    The API may grant less, because others use the token elsewhere. So a refusal lowers the rate, which is the first of
    the limits, and time raises it again. Of the others, the API's Retry-After tells what is left.
    """

    def __init__(
        self,
        file: Path | None = None,
        limits: Sequence[tuple[int, float]] = LIMITS,
        clock: Callable[[], float] = time.monotonic,  # is that of all processes of a machine, and is never set
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = file
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._silent_since: float | None = None  # since when nothing of this process has got through
        self._mine = threading.Lock()  # the file's lock keeps processes apart, not the threads of this one
        self._times = array("d")  # what the file holds, or would hold

    def wait(self) -> float:
        """Return when the next request may be sent, and count it. Returns that moment, which hold() asks for."""
        while True:
            with self._reserved() as times:
                now = self._clock()
                due = max(now, times[HELD])
                for count, seconds in self._limits_at(now, times):
                    if len(times) >= FIRST + count:
                        due = max(due, times[-count] + seconds + MARGIN)
                due = min(due, now + LONGEST)
                times.append(due)
                del times[FIRST : -max(count for count, _seconds in (*LIMITS, *self._limits))]  # others look back, too
            if due > now:
                self._sleep(due - now)
                with self._reserved() as times:
                    if times[REFUSED] > now:
                        continue  # what was reserved before a refusal is void
            return self._clock()

    def _limits_at(self, now: float, times: array[float]) -> Iterator[tuple[int, float]]:
        """The limits to keep to now: the rate as far as it is granted, and the others."""
        for number, (count, seconds) in enumerate(self._limits):
            granted = count if number else count * self._part(now, times)
            yield max(1, int(granted)), seconds / min(1.0, granted)

    def _part(self, now: float, times: array[float]) -> float:
        """The part of the rate to use now: what was left after a refusal, and more and more, the longer ago that is."""
        recovery = max(RECOVERY, times[HELD] - times[REFUSED])
        age = min(max(now - times[HELD], 0.0) / recovery, 1.0)
        return min(1.0, max(SMALLEST, times[PART]) + age**2)

    def hold(self, asked: float, sent: float) -> tuple[float, float]:
        """Let nobody who shares the allowance send for a while: a request was refused that was sent at that moment.

        ``asked`` are the seconds that the API asks to wait, counted from its answer on (RFC 9110, 10.2.3); 0 if it
        does not tell: then the second of its limit, counted from the request on.
        Returns for how many seconds to wait, and for how many nothing of this process has got through.
        """
        with self._reserved() as times:
            now = self._clock()
            passed, self._silent_since = self._silent_since is None, self._silent_since or now
            silent = now - self._silent_since
            pause = max(asked, sent + 1.0 - now, 0.0)
            until, part = now + min(pause, LONGEST), self._part(now, times)
            if sent > times[REFUSED]:  # one that was under way when another was refused tells nothing new
                until += random.random() * min(silent, max(SCATTER, pause / 3))  # noqa: S311 - no secret  # nosec B311
                if passed and self._limits:  # otherwise, it is a limit of another kind that lasts
                    part *= self._left(now, times, part)
            if until > times[HELD]:
                moments = [moment for moment in times[FIRST:] if moment <= now]
                times[:] = array("d", [until, now, part, *moments])
            return pause, silent

    def _left(self, now: float, times: array[float], part: float) -> float:
        """What a refusal leaves of the part of the rate that was in use."""
        count, seconds = self._limits[0]
        recent = sum(0.0 <= now - moment < seconds for moment in times[FIRST:]) - 1
        return LATER if part < 1.0 or recent >= count * USED_UP else AT_FIRST

    def passed(self) -> None:
        """A request got through, whatever became of it."""
        self._silent_since = None

    @classmethod
    def shared(
        cls, name: str, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
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
