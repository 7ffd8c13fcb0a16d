# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Causes that hit every request: a run that meets one stops at once, with all its threads, and sends nothing more."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .._core.errors import ApiError, KinescopeError

MOST_REFUSED = 3  # writes in a row, after which the next one would be refused as well
MOST_SILENT = 3  # reads in a row that got no response, retries and all, after which the next one would get none either
READS = ("GET", "HEAD")
ABANDONED = "the process that started this one has ended, so nobody would know of further changes"
_TOLD = 4  # arguments of a command line that tell what program it is


class Line:
    """The processes from this one up to the one that would miss it: when one of them ends, nobody waits any more.

    A worker is a fork of ansible-playbook, which is its parent. A module that is shipped to this machine is started by
    a worker, through a shell: that ansible-playbook is gone shows at the worker. An asynchronous one belongs to nobody,
    and one that came from another machine shows nothing but its parent.
    """

    def __init__(self) -> None:
        self._own = os.getppid()
        self._above: dict[int, int] = {}  # parents by process

    @classmethod
    def up_to_the_worker(cls) -> Line:
        """The line of a process that may have been started by a worker, as far as this system shows it."""
        line, above = cls(), {}
        process, parent = os.getpid(), line._own
        while parent > 1 and not _is_called(process, "ansible"):
            process, parent = parent, _parent_of(parent)
            above[process] = parent
            if _is_called(process, "async_wrapper"):
                return line
        if parent > 1:
            line._above = above
        return line

    def is_broken(self) -> bool:
        """Whether one of the processes has ended: those that it started have another parent then."""
        return os.getppid() != self._own or any(_parent_of(one) != parent for one, parent in self._above.items())


def _parent_of(process: int) -> int:
    """The parent of a process, or 0 where that is not shown."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])  # behind the name, which may be anything
    except (OSError, IndexError, ValueError):
        return 0


def _is_called(process: int, name: str) -> bool:
    """Whether a process runs a program, or a script, whose file name begins so."""
    try:
        with open(f"/proc/{process}/cmdline", "rb") as line:
            told = line.read(4096).decode(errors="replace").split("\0")[:_TOLD]
    except OSError:
        return False
    return any(os.path.basename(argument).startswith(name) for argument in told)


_line = Line.up_to_the_worker()


def _begin_line() -> None:
    global _line
    _line = Line()


# Ansible forks its workers; one whose ansible-playbook is killed goes on, and another process becomes its parent
os.register_at_fork(after_in_child=_begin_line)


class UnreachableError(ApiError):
    """No connection to the address could be made."""


class HaltedError(KinescopeError):
    """A request was not sent, because the run has been stopped."""


class Halt:
    """Stops the requests of a process, once there is a cause. Threads share it; those that sleep in it wake up.

    Causes are looked for only in the block of :meth:`watching`, which is one run.
    """

    def __init__(self) -> None:
        self.cause: KinescopeError | None = None
        self._watching = False
        self._stopped = threading.Event()
        self._turn = threading.Condition()
        self._clear()

    def _clear(self) -> None:
        self.cause = None
        self._stopped.clear()
        self._refused = 0  # writes in a row
        self._under_way = 0  # writes
        self._silent = 0  # reads in a row
        self._accepted = False  # whether the latest write that was decided upon was accepted

    @contextmanager
    def watching(self) -> Iterator[None]:
        """One run: what stops it does not stop the next one."""
        self._clear()
        self._watching = True
        try:
            yield
        finally:
            self._watching = False
            self._clear()

    def sleep(self, seconds: float) -> None:
        """Sleep, or wake up when the run is stopped."""
        self._stopped.wait(seconds)

    def stop(self, cause: KinescopeError) -> None:
        """Send nothing more. The first cause is the one that is told."""
        with self._turn:
            self.cause = self.cause or cause
            self._stopped.set()
            self._turn.notify_all()

    def check(self, last: ApiError | None = None, method: str = "GET") -> None:
        """Raise HaltedError when nothing may be sent any more; or what a request that is to be repeated failed with."""
        if method not in READS and _line.is_broken():
            self.stop(KinescopeError(ABANDONED))
        if self.cause is not None:
            raise last or HaltedError(f"the run was stopped: {self.cause.message}")

    @contextmanager
    def sending(self, method: str) -> Iterator[None]:
        """Send a request in the block, with its retries, and see whether its error would hit every other one, too.

        As long as no write was accepted, so few of them go out at a time that no more can be rejected than need be.
        """
        self.check()
        if not self._watching:
            yield
            return
        is_write = method not in READS
        if is_write:
            self._begin_write()
        error: ApiError | None = None
        done = False
        try:
            yield
            done = True
        except ApiError as failure:
            error = failure
            raise
        finally:
            if is_write:
                self._end_write(error, done)
            silent = self._is_silent(is_write, error, done)
            if error is not None and (error.status == 401 or isinstance(error, UnreachableError) or silent):
                self.stop(error)

    def _is_silent(self, is_write: bool, error: ApiError | None, done: bool) -> bool:
        """Whether nothing responds any more. A write is not repeated, so a lost response to one does not tell that."""
        with self._turn:
            if done or (error is not None and error.status is not None):
                self._silent = 0
            elif error is not None and error.uncertain and not is_write:
                self._silent += 1
            return self._silent >= MOST_SILENT

    def _begin_write(self) -> None:
        with self._turn:
            while self.cause is None and not self._may_write():
                self._turn.wait()
            self.check()
            self._under_way += 1

    def _may_write(self) -> bool:
        return (self._accepted and not self._refused) or self._refused + self._under_way < MOST_REFUSED

    def _end_write(self, error: ApiError | None, accepted: bool) -> None:
        with self._turn:
            self._under_way -= 1
            if accepted:
                self._accepted, self._refused = True, 0
            elif error is not None and error.status in (402, 403):
                self._refused += 1
            self._turn.notify_all()
        if self._refused >= MOST_REFUSED and error is not None:
            self.stop(error)
