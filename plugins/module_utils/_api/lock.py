# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks between the processes of one user on one machine that use the same token.

Locks are files in the user's cache folder, locked with flock. They are released in a ``finally`` block rather than at
the end of the process: a worker whose ansible-playbook was killed may run for a long time. If the folder is not
private, or the system has no flock, there are no locks, and processes do not wait for each other.
"""

from __future__ import annotations

import hashlib
import math
import os
import time
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Callable

from .._core.errors import ApiError, GuardError, PlanError
from .._files.safe_open import open_private
from .list_cache import LAG
from .pacing import shared_file, steady_time

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.05  # seconds between two attempts to take a lock
TURN = 0.25  # the same for turns of runs, which last longer
PATIENCE = 900.0  # seconds to wait for another process that is creating the same object
MOST_NOTES = 2048  # names of creates that the log keeps


def try_lock(file: Path) -> int | None:
    """A descriptor that holds the lock of a file until it is closed; None while another process holds it.

    Raises OSError if locking is impossible.
    """
    if fcntl is None or not file.is_absolute():
        raise OSError("no locks here")
    descriptor = open_private(file, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_ino == os.stat(file).st_ino:  # otherwise its last owner has removed the file
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


class CreateLock:
    """Makes searching for an object and creating it a single step.

    A log of the latest creates, as hashes of what they created, shows whether another process has created the same
    since this one searched. Only then is another search needed. Each create in progress has its own locked file; if its
    process dies, the file is empty unless it may have created something.

    The log also contains the time of each create, because a list may not show a new object yet, and deletes with their
    times, because it may still show a deleted one. The marks of deletes are odd, those of creates are even.
    """

    def __init__(self, name: str, sleep: Callable[[float], None]) -> None:
        self._log = shared_file(name, "creates")
        self._sleep = sleep
        self._looked: dict[int, int] = {}  # mark -> number of creates in the log at the time of the last search
        log = self._read()
        self._began, now = log[0], _now()
        recent = {mark: moment for mark, moment in zip(log[1::2], log[2::2]) if now - LAG * 1000 < moment <= now}
        self._recent = {mark: moment for mark, moment in recent.items() if not mark & 1}
        self._deleted = {mark: moment for mark, moment in recent.items() if mark & 1}

    @property
    def any_recent(self) -> bool:
        """Whether anything was created so recently that lists may not show it yet; if not, there is no age()."""
        return bool(self._recent)

    def age(self, what: str) -> float | None:
        """The seconds since this process, or another one before it began, created the object named ``what``.

        None if nobody has created it within the last seconds, or if it has been deleted since.
        """
        return _age(self._recent.get(_mark(what)))

    def deleted(self, id: str) -> None:
        """Note that the object with this ID was deleted."""
        mark = _mark(id) | 1
        self._deleted[mark] = _now()
        self._change(lambda log: _add(log, [mark]))

    def since_deleted(self, id: Any) -> float | None:
        """The seconds since this process, or another one before it began, deleted the object with this ID.

        None if nobody has deleted it within the last seconds.
        """
        return _age(self._deleted.get(_mark(id) | 1)) if self._deleted and isinstance(id, str) else None

    def exists(self, id: str) -> None:
        """Note that an object exists although it was deleted: nobody waits for it to disappear any more."""
        mark = _mark(id) | 1
        if self._deleted.pop(mark, None) is not None:
            self._change(lambda log: _forget(log, {mark}))

    def missing(self, what: str) -> None:
        """Note that no list shows the object after all that time: nobody waits for it, or for older ones, any more."""
        moment = self._recent.get(_mark(what), 0)
        for mark, other in list(self._recent.items()):  # other threads may be noting creates
            if other <= moment:
                self._recent.pop(mark, None)

    def gone(self, names: Iterable[str]) -> None:
        """Note that nothing has these names any more, so that nobody waits until a list shows it."""
        marks = {_mark(what) for what in names}
        for mark in marks:
            self._recent.pop(mark, None)
        self._change(lambda log: _forget(log, marks))

    @contextmanager
    def exclusive(self, what: str, recheck: Callable[[], None], other_names: Sequence[str] = ()) -> Iterator[None]:
        """Create the object named ``what`` in the block: no other process creates the same meanwhile.

        ``recheck`` is called if another process may have created it since this one searched; it raises an error if
        that is so. ``other_names`` are further names under which age() knows the object.
        """
        mark = _mark(what)
        file = self._log.with_name(f"{self._log.name}-{mark:016x}")
        descriptor = self._taken(file)
        if descriptor is None:
            yield
            return
        try:
            yield from self._noted([mark, *map(_mark, other_names)], descriptor, recheck)
        finally:
            with suppress(OSError):
                file.unlink()
            os.close(descriptor)

    def _taken(self, file: Path) -> int | None:
        """A descriptor that holds the lock; None if locking is impossible. Raises PlanError after too long a wait."""
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

    def _noted(self, names: Sequence[int], descriptor: int, recheck: Callable[[], None]) -> Iterator[None]:
        """Log the create, unless it certainly failed. While it is in progress, the locked file is not empty."""
        log, mark = self._read(), names[0]
        count, marks = log[0], log[1::2]
        new = count - self._looked.get(mark, self._began)
        self._looked[mark] = count
        died = os.fstat(descriptor).st_size > 0  # the last owner of the lock, which may have created the object by then
        if died or not 0 <= new <= len(marks) or mark in marks[len(marks) - new :]:
            recheck()
        with suppress(OSError):  # e.g. a full disk
            os.write(descriptor, b"+")
        made = True
        try:
            yield
        except ApiError as error:
            made = error.uncertain
            raise
        finally:
            if made:
                self._looked[mark] = self._note(names) or count

    def _read(self) -> array[int]:
        """The log: the number of creates so far, then the mark and the time of each of the latest ones."""
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

    def _note(self, marks: Sequence[int]) -> int:
        """Log a create; returns the number of creates so far, or 0 if it cannot be logged."""
        self._recent.update(dict.fromkeys(marks, _now()))
        return self._change(lambda log: _add(log, marks))

    def _change(self, edit: Callable[[array[int]], None]) -> int:
        """Change the log; returns the number of creates so far, or 0 if that is impossible."""
        count = 0
        if fcntl is None or not self._log.is_absolute():
            return count
        with suppress(OSError):
            descriptor = open_private(self._log, os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                log = _content(descriptor)
                edit(log)
                os.ftruncate(descriptor, len(log) * log.itemsize)
                os.pwrite(descriptor, log.tobytes(), 0)
                count = log[0]
            finally:
                os.close(descriptor)
        return count


class RunLock:
    """Lets the runs that change a workspace take turns.

    The file of the lock contains a number, which each run makes odd at the beginning of its turn and even at the end,
    then the process and the start of its turn. So a run can see whether others have written since it began to read.
    """

    def __init__(self, name: str, pause: Callable[[float], None]) -> None:
        self._file = shared_file(name, "run")
        self._pause = pause

    def number(self) -> int:
        """The present number in the file; 0 if there is none."""
        with suppress(OSError):
            descriptor = open_private(self._file, os.O_RDONLY)
            try:
                return _holder(descriptor)[0]
            finally:
                os.close(descriptor)
        return 0

    @contextmanager
    def held(self, timeout: float, say: Callable[[str], None]) -> Iterator[int]:
        """Take a turn in the block, which gets the number from before it, or 0 if locking is impossible.

        Reports through ``say`` which process it is waiting for. Raises GuardError after ``timeout`` seconds.
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
    """The content of the lock file: the number, the process, and the start of its turn."""
    words = os.pread(descriptor, 100, 0).decode("ascii", "replace").split()
    try:
        return int(words[0]), int(words[1]), float(words[2])
    except (ValueError, IndexError):
        return 0, 0, 0.0


def _note_holder(descriptor: int, number: int) -> None:
    with suppress(OSError):  # e.g. a full disk
        os.pwrite(descriptor, f"{number} {os.getpid()} {time.time():.0f} {' ' * 20}".encode(), 0)


def _content(descriptor: int) -> array[int]:
    stored = os.pread(descriptor, (2 * MOST_NOTES + 1) * 8, 0)
    log = array("Q", stored[: len(stored) // 8 * 8] or bytes(8))
    return log if log[0] < 1 << 63 and len(log) % 2 else array("Q", [0])


def _mark(what: str) -> int:
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big") & ~1


def _now() -> int:
    """The time in milliseconds for the log: the time of day could be set between a create and the next task."""
    return int(steady_time() * 1000)


def _age(moment: int | None) -> float | None:
    """The seconds since a moment in the log; None if lists no longer lag behind it, or it is of another clock."""
    age = math.inf if moment is None else (_now() - moment) / 1000
    return age if 0 <= age < LAG else None


def _add(log: array[int], marks: Collection[int]) -> None:
    now = _now()
    for mark in marks:
        log.extend((mark, now))
    del log[1 : -2 * MOST_NOTES]
    log[0] += len(marks)


def _forget(log: array[int], marks: Collection[int]) -> None:
    for place in range(1, len(log), 2):
        if log[place] in marks:
            log[place + 1] = 0
