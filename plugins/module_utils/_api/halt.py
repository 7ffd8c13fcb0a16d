# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors that end a run: it stops at once in all threads, and sends nothing more. Some affect every request."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .._core.errors import ApiError, KinescopeError

MOST_REFUSED = 3  # consecutive writes after which the next one would be refused, too
REFUSALS = (402, 403, 429)  # a 429 after its deadline, or with too long a wait: otherwise it is not an error
MOST_SILENT = 3  # consecutive reads without a response, including retries, after which the next one would fail, too
READS = ("GET", "HEAD")
ABANDONED = "the process that started this one has ended, so nobody would know of further changes"
_ARGUMENTS = 4  # arguments of a command line that identify the program


class ProcessChain:
    """The processes from this one up to the one that uses the result: if any of them ends, nobody is waiting any more.

    A worker is a fork of ansible-playbook, which is its parent. A module shipped to this machine is started by a worker
    through a shell, so the end of ansible-playbook can be seen at the worker. An asynchronous module belongs to nobody,
    and one that came from another machine only shows its own parent.
    """

    def __init__(self) -> None:
        self._own = os.getppid()
        self._above: dict[int, int] = {}  # process -> parent

    @classmethod
    def up_to_the_worker(cls) -> ProcessChain:
        """The line of a process that may have been started by a worker, as far as this system shows it."""
        chain, above = cls(), {}
        process, parent = os.getpid(), chain._own
        while parent > 1 and not _runs_program(process, "ansible"):
            process, parent = parent, _parent_of(parent)
            above[process] = parent
            if _runs_program(process, "async_wrapper"):
                return chain
        if parent > 1:
            chain._above = above
        return chain

    def is_broken(self) -> bool:
        """Whether one of the processes has ended: its children then have another parent."""
        return os.getppid() != self._own or any(_parent_of(one) != parent for one, parent in self._above.items())


def _parent_of(process: int) -> int:
    """The parent of a process; 0 if unknown."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])  # after the name, which may contain anything
    except (OSError, IndexError, ValueError):
        return 0


def _runs_program(process: int, name: str) -> bool:
    """Whether a process runs a program or a script whose file name begins with ``name``."""
    try:
        with open(f"/proc/{process}/cmdline", "rb") as chain:
            arguments = chain.read(4096).decode(errors="replace").split("\0")[:_ARGUMENTS]
    except OSError:
        return False
    return any(os.path.basename(argument).startswith(name) for argument in arguments)


_chain = ProcessChain.up_to_the_worker()


def _start_chain() -> None:
    global _chain
    _chain = ProcessChain()


# Ansible forks its workers; if ansible-playbook is killed, its workers continue and get another parent
os.register_at_fork(after_in_child=_start_chain)


def is_abandoned() -> bool:
    """Whether nobody would know of what this process still does: ansible-playbook has ended, see ProcessChain."""
    return _chain.is_broken()


class UnreachableError(ApiError):
    """No connection to the address could be established."""


class HaltedError(KinescopeError):
    """A request was not sent because the run has been stopped."""


class Halt:
    """Stops the requests of a process if there is a cause. Threads share it; sleeping ones are woken up.

    Causes are only detected in the block of :meth:`watching`, which is one run.
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
        self._refused = 0  # consecutive writes
        self._under_way = 0  # writes in progress
        self._silent = 0  # consecutive reads
        self._accepted = False  # whether the API accepted the last write that it decided on

    @contextmanager
    def watching(self) -> Iterator[None]:
        """One run: the cause that stops it does not stop the next one. Raises the cause in place of HaltedError."""
        self._clear()
        self._watching = True
        try:
            yield
        except HaltedError as error:
            raise self.cause or error from None
        finally:
            self._watching = False
            self._clear()

    def sleep(self, seconds: float) -> None:
        """Sleep; wake up early if the run is stopped."""
        self._stopped.wait(seconds)

    def stop(self, cause: KinescopeError) -> None:
        """Send nothing more. Only the first cause is reported."""
        with self._turn:
            self.cause = self.cause or cause
            self._stopped.set()
            self._turn.notify_all()

    def check(self, last: ApiError | None = None, method: str = "GET") -> None:
        """Raise HaltedError (or ``last``, if it is given) when nothing may be sent any more."""
        if method not in READS and is_abandoned():
            self.stop(KinescopeError(ABANDONED))
        if self.cause is not None:
            raise last or HaltedError(f"the run was stopped: {self.cause.message}")

    @contextmanager
    def sending(self, method: str) -> Iterator[None]:
        """Send a request, with its retries, in the block; check whether its error would affect all others, too.

        Until a write is accepted, the number of concurrent writes is limited, so that as few as possible are rejected.
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
        """Whether nothing responds any more. Writes are not repeated, so a lost response to one does not count."""
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
            elif error is not None and error.status in REFUSALS:
                self._refused += 1
            self._turn.notify_all()
        if self._refused >= MOST_REFUSED and error is not None:
            self.stop(error)
