# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python API: a simulator in a background thread."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Any

from . import state
from .core import Core
from .fields import Row
from .journal import Entry
from .server import Server


class Simulator:
    """A running simulator; keyword arguments are switches. Safe to use from any thread."""

    def __init__(
        self, *, port: int = 0, uploader_port: int = 0, tokens: list[str] | None = None, **switches: object
    ) -> None:
        self.core = Core(switches)
        self.tokens = [self.core.add_workspace(token) for token in tokens] if tokens else [self.core.add_workspace()]
        self._ports = (port, uploader_port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopping: asyncio.Event | None = None

    def start(self) -> Simulator:
        """Start serving."""
        started = threading.Event()
        failure: list[BaseException] = []

        async def serve() -> None:
            self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
            server = Server(self.core)
            try:
                await server.start(*self._ports)
                started.set()
                await self._stopping.wait()
            finally:
                await server.stop()

        def run() -> None:
            try:
                asyncio.run(serve())  # also ends requests in progress
            except BaseException as error:
                failure.append(error)
            finally:
                started.set()

        self._thread = threading.Thread(target=run, name="kinescope-simulator", daemon=True)
        self._thread.start()
        started.wait()
        if failure:
            raise failure[0]
        return self

    def stop(self) -> None:
        """Stop serving; state and journal stay readable."""
        if self._thread is None or self._loop is None or self._stopping is None:
            return
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The URL of the API host."""
        return self.core.api_url

    @property
    def uploader_url(self) -> str:
        """The URL of the uploader host."""
        return self.core.uploader_url

    @property
    def token(self) -> str:
        """The token of the first workspace."""
        return self.tokens[0]

    def add_workspace(self, token: str | None = None) -> str:
        """Add an empty workspace; returns its token. Workspaces are numbered from 1."""
        self.tokens.append(self.core.add_workspace(token))
        return self.tokens[-1]

    @property
    def switches(self) -> dict[str, str]:
        """The current switches."""
        return dict(self.core.switches)

    def set(self, **switches: object) -> None:
        """Change switches at runtime."""
        self.core.set(switches)

    @property
    def journal(self) -> list[Entry]:
        """Every request, oldest first."""
        return self.core.journal.entries()

    @property
    def writes(self) -> list[Entry]:
        """The requests other than GET and HEAD."""
        return self.core.journal.writes()

    @property
    def reads(self) -> list[Entry]:
        """The GET and HEAD requests."""
        return self.core.journal.reads()

    def requests(self, method: str = "*", path: str = "*") -> list[Entry]:
        """The requests with this method and path, both globs."""
        return state.matching(self.journal, method, path)

    def clear_journal(self) -> None:
        """Remove all requests from the journal."""
        self.core.journal.clear()

    def fault(self, kind: str, **options: Any) -> Any:
        """Add a fault; the returned object counts its hits."""
        return self.core.fault(kind, **options)

    def clear_faults(self) -> None:
        """Remove every fault."""
        self.core.clear_faults()

    def objects(self, kind: str, workspace: int = 1) -> list[Row]:
        """Deep copies of the stored objects, real secrets included."""
        return state.objects(self.core, workspace, kind)

    def object(self, kind: str, key: str, workspace: int = 1) -> Row:
        """A deep copy of one stored object, by ID or natural key; LookupError unless there is exactly one."""
        return state.one(self.core, workspace, kind, key)

    def seed(self, kind: str, *, workspace: int = 1, **fields: Any) -> Row:
        """Add an object without using the API, with the API's defaults."""
        return state.seed(self.core, workspace, kind, fields)

    def edit(self, kind: str, key: str, *, workspace: int = 1, **changes: Any) -> Row:
        """Change an object without using the API."""
        return state.edit(self.core, workspace, kind, key, changes)

    def remove(self, kind: str, key: str, workspace: int = 1) -> Row:
        """Remove an object without using the API."""
        return state.remove(self.core, workspace, kind, key)

    def connect(self, event: str, workspace: int = 1) -> Row:
        """Let an encoder connect to a live event."""
        return state.stream(self.core, workspace, event, "connect")

    def disconnect(self, event: str, workspace: int = 1) -> Row:
        """Let the encoder disconnect."""
        return state.stream(self.core, workspace, event, "disconnect")

    def finish(self, event: str, workspace: int = 1) -> Row:
        """Let the stream of a live event end by itself."""
        return state.stream(self.core, workspace, event, "finish")

    def snapshot(self) -> dict[str, Any]:
        """The whole state, for restore()."""
        return self.core.dump()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Restore a snapshot."""
        self.core.load(snapshot)

    def reset(self) -> None:
        """Restore the start: empty workspaces with their tokens, no journal, no faults, initial switches."""
        self.core.reset()
