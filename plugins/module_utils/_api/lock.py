# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks between the processes of one user on one machine that use the same token.

They are files in the user's cache folder, locked with flock. A lock is released in a ``finally`` and never left to the
end of the process: a worker whose ansible-playbook was killed may not end for a long time. Where the folder is not
private, or the system has no flock, there are no locks, and each process is on its own.
"""

from __future__ import annotations

import hashlib
import os
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Callable

from .._core.errors import ApiError, GuardError, PlanError
from .._files.safe_open import open_private
from .pacing import shared_file

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.05  # seconds between two attempts to take a lock
TURN = 0.25  # the same for runs, which last longer
PATIENCE = 900.0  # seconds to wait for another process that creates the same object
MOST_NOTES = 1024  # creates that the log remembers


def try_lock(file: Path) -> int | None:
    """A descriptor that holds the lock of a file until it is closed; None while another one holds it.

    Raises OSError where there can be no lock.
    """
    if fcntl is None or not file.is_absolute():
        raise OSError("no locks here")
    descriptor = open_private(file, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_ino == os.stat(file).st_ino:  # else it was removed by who held it before
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


class Creates:
    """Makes looking for an object and creating it one step.

    A log of the latest creates, by hashes of what they created, tells whether another process has created the same
    since this one began to look. Only then another look is needed. While one is under way, a locked file of its own
    stands for it; what a process that died leaves of it is empty unless it may have created something.
    """

    def __init__(self, name: str, sleep: Callable[[float], None]) -> None:
        self._log = shared_file(name, "created")
        self._sleep = sleep
        self._looked: dict[int, int] = {}  # mark -> how many creates the log had counted at the last look
        self._began = self._read()[0]

    @contextmanager
    def alone(self, what: str, look: Callable[[], None]) -> Iterator[None]:
        """Create in the block what has this name: no other process creates the same meanwhile.

        ``look`` is called when another process may have created it since this one looked; it raises when that is so.
        """
        mark = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big")
        file = self._log.with_name(f"{self._log.name}-{mark:016x}")
        descriptor = self._taken(file)
        if descriptor is None:
            yield
            return
        try:
            yield from self._noted(mark, descriptor, look)
        finally:
            with suppress(OSError):
                file.unlink()
            os.close(descriptor)

    def _taken(self, file: Path) -> int | None:
        """A descriptor that holds the lock; None where there can be none. Raises PlanError when it takes too long."""
        waited = 0.0
        with suppress(OSError):
            while waited < PATIENCE:
                descriptor = try_lock(file)
                if descriptor is not None:
                    return descriptor
                self._sleep(PAUSE)
                waited += PAUSE
            raise PlanError(
                f"another process on this machine has been creating it for {PATIENCE:.0f} seconds; "
                "run the task again when that has ended"
            )
        return None

    def _noted(self, mark: int, descriptor: int, look: Callable[[], None]) -> Iterator[None]:
        """Note what was created, unless it surely was not. While it is under way, the locked file is not empty."""
        count, *marks = self._read()
        new = count - self._looked.get(mark, self._began)
        self._looked[mark] = count
        died = os.fstat(descriptor).st_size > 0  # who held the lock before: perhaps it had created it by then
        if died or not 0 <= new <= len(marks) or mark in marks[len(marks) - new :]:
            look()
        with suppress(OSError):  # a full disk, for one
            os.write(descriptor, b"+")
        made = True
        try:
            yield
        except ApiError as error:
            made = error.uncertain
            raise
        finally:
            if made:
                self._looked[mark] = self._note(mark) or count

    def _read(self) -> array[int]:
        """The log: how many creates it has counted, and the marks of the latest of them."""
        log = array("Q", [0])
        with suppress(OSError):
            descriptor = open_private(self._log, os.O_RDONLY)
            try:
                if fcntl is not None:
                    fcntl.flock(descriptor, fcntl.LOCK_SH)
                log = _content(descriptor)
            finally:
                os.close(descriptor)
        return log

    def _note(self, mark: int) -> int:
        """Note a create, and return how many there were; 0 where that cannot be noted."""
        count = 0
        with suppress(OSError):
            descriptor = open_private(self._log, os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                log = _content(descriptor)
                log.append(mark)
                del log[1:-MOST_NOTES]
                log[0] += 1
                os.pwrite(descriptor, log.tobytes(), 0)
                count = log[0]
            finally:
                os.close(descriptor)
        return count


class Turns:
    """Lets the runs that change a workspace take turns.

    The file of the lock has a number that each run makes odd when its turn begins and even when it ends, then the
    process and since when it has its turn. So a run can tell whether others wrote after it had begun to read.
    """

    def __init__(self, name: str, pause: Callable[[float], None]) -> None:
        self._file = shared_file(name, "run")
        self._pause = pause

    def number(self) -> int:
        """The number of the file now; 0 where there is none."""
        with suppress(OSError):
            descriptor = open_private(self._file, os.O_RDONLY)
            try:
                return _holder(descriptor)[0]
            finally:
                os.close(descriptor)
        return 0

    @contextmanager
    def turn(self, timeout: float, say: Callable[[str], None]) -> Iterator[int]:
        """Take a turn in the block, which gets the number from before it. Where there are no locks, that is 0.

        Tells by ``say`` whom it waits for. Raises GuardError when that takes longer than ``timeout`` seconds.
        """
        try:
            descriptor = self._taken(timeout, say)
        except OSError:
            yield 0
            return
        number = _holder(descriptor)[0]
        try:
            _note_holder(descriptor, number | 1)
            yield number
        finally:
            _note_holder(descriptor, (number | 1) + 1)
            os.close(descriptor)

    def _taken(self, timeout: float, say: Callable[[str], None]) -> int:
        waited = 0.0
        while True:
            descriptor = try_lock(self._file)
            if descriptor is not None:
                return descriptor
            if waited >= timeout:
                raise GuardError(
                    f"{self._other()} has not ended within {timeout:g} seconds (lock_timeout); nothing was written"
                )
            if not waited:
                say(f"waiting for {self._other()}")
            self._pause(TURN)
            waited += TURN

    def _other(self) -> str:
        process, since = 0, 0.0
        with suppress(OSError):
            descriptor = open_private(self._file, os.O_RDONLY)
            _number, process, since = _holder(descriptor)
            os.close(descriptor)
        who = f" (process {process}, since {time.strftime('%H:%M:%S', time.localtime(since))})" if process else ""
        return f"another run on this machine with the same token{who}"


def _holder(descriptor: int) -> tuple[int, int, float]:
    """What the file of runs says: its number, the process and when its turn began."""
    words = os.pread(descriptor, 100, 0).decode("ascii", "replace").split()
    try:
        return int(words[0]), int(words[1]), float(words[2])
    except (ValueError, IndexError):
        return 0, 0, 0.0


def _note_holder(descriptor: int, number: int) -> None:
    with suppress(OSError):  # a full disk, for one
        os.pwrite(descriptor, f"{number} {os.getpid()} {time.time():.0f} {' ' * 20}".encode(), 0)


def _content(descriptor: int) -> array[int]:
    stored = os.pread(descriptor, (MOST_NOTES + 2) * 8, 0)
    log = array("Q", stored[: len(stored) // 8 * 8] or bytes(8))
    return log if log[0] < 1 << 63 else array("Q", [0])
