# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task has read, for the task right after it: memory that the workers of one ansible-playbook share.

Ansible forks a worker for each task, which would list the same objects again. This file is imported before that, by the
process that forks, so that all workers have the memory in common. It has no name, is on no disk, and ends with
ansible-playbook. Lists in it may have secrets of the workspace in them, as the memory of every worker has.

What a task finds there may tell it only that there is nothing to do (see inherited.py). If it finds anything to change,
to warn of or to refuse, it first reads everything itself. So nothing is ever written because of it, and "unchanged" is
never older than LONGEST. A task gets the lists only if all of this holds, which is a contract:

1. The task right before it in the same list of tasks was the last of this collection that ran. Tasks of one list follow
   each other, so nothing else came between: no other module, include, meta task, handler, rescue or pause.
2. Both are on the same host, and the play has no other: so nothing runs at the same time.
3. Both run once, and in a worker: neither has loop, until, retries, async or delegate_to, is a handler, or is shipped.
4. The one before came to its end without a failure, and nothing was written since the lists were read.
5. Both have the same connection: addresses, token, certificates, time-outs and proxies.
6. The reading began at most LONGEST seconds before the list is used (see inherited.py), by a clock that nobody can
   set, and by the time of day (where a computer that sleeps stops the first one).
7. No task of this collection has been started with async in this ansible-playbook: it may still be at work.
"""

from __future__ import annotations

import hashlib
import marshal
import mmap
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ansible.playbook.handler import Handler

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.inherited import Lists, SharingGateway, is_recent
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import steady_time

DRIFT = 0.5  # seconds by which the time of day may get ahead of the other clock, or fall behind
SIZE = 32 << 20  # bytes of memory, of which only those that are used take any
_LENGTH = 8  # bytes that hold the length of what follows; 0: nothing
_CLOSED = b"\xff" * _LENGTH  # instead of a length
PROXIES = tuple(form(f"{what}_proxy") for what in ("http", "https", "all", "no") for form in (str.lower, str.upper))


class CurrentTask(NamedTuple):
    """A running task: its ID, the ID of the task right before it in its list ('' if none), its host, and ``shares``.

    A task only ``shares`` lists if it runs once, in a worker, and as the only task of its play at that time.
    """

    task: str
    before: str
    host: str
    shares: bool


class SharedLists(NamedTuple):
    """What a task hands over: its ID, its host, a hash of its connection, the offset of the clocks, and its lists."""

    task: str
    host: str
    connection: str
    clock_offset: float
    lists: Lists


def current_task(task: Any, task_vars: Mapping[str, Any], ships: bool) -> CurrentTask:
    """The description of an Ansible task; ``ships`` says whether its module runs in another process."""
    host = str(task_vars.get("inventory_hostname"))
    is_only_host = list(task_vars.get("ansible_play_hosts_all") or ()) == [host]
    again = task.loop is not None or task.loop_with or task.until or task.retries
    elsewhere = ships or task.async_val or task.delegate_to or isinstance(task, Handler)
    siblings = [other._uuid for other in getattr(task._parent, "block", None) or ()]
    place = siblings.index(task._uuid) if task._uuid in siblings else 0
    return CurrentTask(
        task._uuid, siblings[place - 1] if place else "", host, is_only_host and not again and not elsewhere
    )


def lists_for(
    current: CurrentTask, shared: SharedLists | None, connection: str, now: float, clock_offset: float
) -> Lists:
    """The lists that a task may use (see the contract above). ``connection`` is the hash of the task's connection."""
    if shared is None or not current.shares or not current.before:
        return {}
    if (shared.task, shared.host, shared.connection) != (current.before, current.host, connection):
        return {}
    if abs(clock_offset - shared.clock_offset) > DRIFT:
        return {}
    return {name: read for name, read in shared.lists.items() if is_recent(read, now)}


def hash_of(connection: Connection, environment: Mapping[str, str]) -> str:
    """A hash that identifies a connection without revealing its token."""
    proxies = [environment.get(name) for name in PROXIES]
    parts = (vars(connection), connection.trusted, proxies)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class Memory:
    """The shared memory. Its content can be taken once. If there is no shared memory, it is always empty."""

    def __init__(self, size: int = SIZE) -> None:
        self._map: mmap.mmap | None = None
        if hasattr(os, "fork"):
            with suppress(OSError):  # a limit on memory
                self._map = mmap.mmap(-1, size)

    def take(self) -> bytes:
        """Take the content, which is then removed; b'' if there is none."""
        if self._map is None or self._map[:_LENGTH] == _CLOSED:
            return b""
        length = int.from_bytes(self._map[:_LENGTH], "big")
        shared = self._map[_LENGTH : _LENGTH + length]
        self._map[:_LENGTH] = bytes(_LENGTH)
        return shared

    def leave(self, data: bytes) -> None:
        """Store data unless it is too large."""
        if self._map is None or self._map[:_LENGTH] == _CLOSED or len(data) > len(self._map) - _LENGTH:
            return
        self._map[_LENGTH : _LENGTH + len(data)] = data
        self._map[:_LENGTH] = len(data).to_bytes(_LENGTH, "big")  # written last: an interrupted write leaves nothing

    def close(self) -> None:
        """Store nothing from now on, in any of the processes."""
        if self._map is not None:
            self._map[:_LENGTH] = _CLOSED


MEMORY = Memory()


class Handoff:
    """The part of one task. At the beginning it takes the content, so that an interrupted task leaves nothing."""

    def __init__(self, current: CurrentTask, memory: Memory = MEMORY) -> None:
        self.current, self._memory = current, memory
        data = memory.take()
        # only contains what end() has stored in another process of the same run
        self._shared = SharedLists(*marshal.loads(data)) if data and current.shares else None  # noqa: S302  # nosec B302
        self._sharing_gateway: SharingGateway | None = None
        self._connection = ""

    def gateway(self, connection: Connection) -> Gateway:
        """The gateway of the task, with the lists that it may use."""
        self._connection = hash_of(connection, os.environ)
        lists = lists_for(self.current, self._shared, self._connection, steady_time(), _clock_offset())
        self._sharing_gateway = SharingGateway(Client(connection), lists)
        return self._sharing_gateway

    def end(self, result: Mapping[str, Any]) -> None:
        """The task has ended with this result: store its lists."""
        if self._sharing_gateway is None or result.get("failed") or result.get("changed"):
            return
        shared = SharedLists(
            self.current.task,
            self.current.host,
            self._connection,
            _clock_offset(),
            self._sharing_gateway.lists_to_share(),
        )
        self._memory.leave(marshal.dumps(tuple(shared)))


def _clock_offset() -> float:
    return time.time() - steady_time()
