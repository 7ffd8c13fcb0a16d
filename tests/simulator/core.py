# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated service without a network: workspaces, the order of checks, and the state that tests inspect."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from . import faults, switches
from .answers import Answer, Problem, reshape
from .fields import Kind
from .journal import Journal
from .kinds import KINDS, ROUTES
from .limits import Limiter, refusal
from .router import Call, Router, checked_ids
from .store import Workspace


def needs_body(call: Call) -> bool:
    """Whether a DELETE lacks the body that its route may read: the vendor's client sends {} (observed)."""
    read = ("/v1/players/", "/v1/file-requests/", "/v1/privacy-domains/", "/v1/tags/")
    return call.method == "DELETE" and call.path.startswith(read) and not call.raw.strip()


class Core:
    """One simulated service. Every method takes the lock, so any thread may call it."""

    def __init__(self, wanted: Mapping[str, object], tokens: Iterable[str] = ()) -> None:
        self.lock = threading.RLock()
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in KINDS}
        self.router = Router(list(ROUTES))
        self.initial = switches.changed(switches.defaults(), wanted)
        self.switches = dict(self.initial)
        self.journal = Journal()
        self.faults: list[faults.Fault] = []
        self.limiter = Limiter()
        self.workspaces: list[Workspace] = []
        self.tokens: dict[str, Workspace] = {}
        self.issued: dict[str, str] = {}  # tokens created through the API -> IDs of their objects
        self.files: dict[str, tuple[str, bytes]] = {}
        self.digests: dict[str, Any] = {}  # uploads in progress -> their MD5 so far
        self.remembered: dict[str, dict[str, Any]] = {}
        self.api_url = ""
        self.uploader_url = ""
        for token in tokens:
            self.add_workspace(token)

    def add_workspace(self, token: str | None = None) -> str:
        """Add an empty workspace; returns its token."""
        with self.lock:
            token = (token or str(uuid.uuid4())).lower()
            workspace = Workspace(self, len(self.workspaces) + 1)
            self.workspaces.append(workspace)
            self.tokens[token] = workspace
            self._default_player(workspace)
            return token

    def _default_player(self, ws: Workspace) -> None:
        if self.switches["default_player"] == "on" and not any(row["is_default"] for row in ws["player"]):
            ws.new("player", {"name": "Default"}, is_default=True)

    def set(self, wanted: Mapping[str, object]) -> None:
        """Change switches at runtime."""
        with self.lock:
            self.switches.update(switches.changed(self.switches, wanted))
            for workspace in self.workspaces:
                self._default_player(workspace)

    def fault(self, kind: str, **options: Any) -> faults.Fault:
        """Add a fault."""
        with self.lock:
            fault = faults.make(kind, **options)
            self.faults.append(fault)
            return fault

    def struck(self, method: str, path: str) -> faults.Fault | None:
        """The first fault that applies to a request; faults before it have counted the request."""
        with self.lock:
            return next((fault for fault in self.faults if fault.strikes(method, path)), None)

    def clear_faults(self) -> None:
        """Remove every fault."""
        with self.lock:
            self.faults.clear()

    def reset(self) -> None:
        """Restore the start: empty workspaces with their tokens, no journal, no faults, initial switches."""
        with self.lock:
            tokens = [(token, ws) for token, ws in self.tokens.items() if token not in self.issued]
            self.issued.clear()
            self.switches = dict(self.initial)
            self.faults.clear()
            self.files.clear()
            self.digests.clear()
            self.limiter = Limiter()
            self.journal.clear()
            fresh = [Workspace(self, ws.index) for ws in self.workspaces]
            self.tokens = {token: fresh[ws.index - 1] for token, ws in tokens}
            self.workspaces = fresh
            for workspace in fresh:
                self._default_player(workspace)

    def dump(self) -> dict[str, Any]:
        """The whole state: objects, tokens, files and switches."""
        with self.lock:
            return {
                "switches": dict(self.switches),
                "tokens": {token: ws.index for token, ws in self.tokens.items()},
                "issued": dict(self.issued),
                "workspaces": [ws.dump() for ws in self.workspaces],
                "files": dict(self.files),
                "digests": {name: digest.copy() for name, digest in self.digests.items()},
            }

    def remember(self) -> str:
        """Keep a dump of the state; returns its name."""
        with self.lock:
            name = f"s{len(self.remembered) + 1}"
            self.remembered[name] = self.dump()
            return name

    def load(self, state: dict[str, Any]) -> None:
        """Restore a dumped state; workspaces added since are removed."""
        with self.lock:
            self.switches = dict(state["switches"])
            self.files = dict(state["files"])
            self.issued = dict(state["issued"])
            self.digests = {name: digest.copy() for name, digest in state["digests"].items()}
            self.workspaces = [Workspace(self, number) for number in range(1, len(state["workspaces"]) + 1)]
            for workspace, data in zip(self.workspaces, state["workspaces"]):
                workspace.load(data)
            self.tokens = {token: self.workspaces[index - 1] for token, index in state["tokens"].items()}

    def token_of(self, headers: Any) -> str | None:
        """The bearer token of a request; None if it has no Authorization header."""
        value = headers.get("Authorization")
        if value is None:
            return None
        scheme, _space, token = value.partition(" ")
        return token.strip().lower() if scheme.lower() == "bearer" else ""

    def sender(self, headers: Any) -> dict[str, Any]:
        """The sender of a request, without secrets: {workspace: number, token: name of an issued token or None}."""
        token = self.token_of(headers) or ""
        workspace = self.tokens.get(token)
        row = workspace.get("access_token", self.issued.get(token)) if workspace else None
        return {"workspace": workspace.index if workspace else None, "token": row["name"] if row else None}

    def _authorised(self, call: Call) -> None:
        token = self.token_of(call.headers)
        if token is None:  # 400, not 401 (observed)
            raise Problem(400, 100101, "authorization header not found")
        workspace = self.tokens.get(token)
        if workspace is None:
            raise Problem(401, 100102, "unauthorized")
        call.token, call.ws = token, workspace
        if self.switches["limits"] == "on":
            wait = self.limiter.wait(token)
            if wait:
                raise refusal(wait, self.switches["retry_after"])

    def _permitted(self, call: Call, host: str) -> None:
        """403/100103 for a token whose scope does not permit the request (code documented, status inferred)."""
        row = call.ws.get("access_token", self.issued[call.token]) if call.token in self.issued else None
        if row is None:
            return
        part = row["scope"].get("upload" if host == "uploader" else "api") or {}
        needed = {"GET": "read", "HEAD": "read", "DELETE": "delete"}.get(call.method, "write")
        granted = set(part.get("permissions") or [])
        for entity in part.get("entities") or []:
            granted |= set(entity.get("permissions") or []) if host == "uploader" else set()
        if needed not in granted:
            raise Problem(403, 100103, "access denied")

    def answer(self, host: str, call: Call) -> Answer:
        """Carry out a request: token, route and method, ID format, then the handler's checks (observed order)."""
        with self.lock:
            try:
                route = None
                try:
                    route, params = self.router.find(host, call.method, call.path)
                except Problem:
                    self._authorised(call)
                    raise
                if route.auth:
                    self._authorised(call)
                    self._permitted(call, host)
                if route.gate:
                    route.gate(call)
                call.params = checked_ids(params)
                if self.switches["delete_body"] == "needed" and needs_body(call):
                    raise Problem(400, 1, "io error")
                answer = route.handler(call)
                if route.auth:
                    reshape(answer, self.switches)
                if answer.raw is None:
                    answer.raw = answer.payload() if answer.body is not None else b""
                return answer
            except Problem as problem:
                return problem.answer(call.path)

    def workspace(self, number: int = 1) -> Workspace:
        """A workspace by its number."""
        with self.lock:
            if not 1 <= number <= len(self.workspaces):
                raise LookupError(f"there is no workspace {number}")
            return self.workspaces[number - 1]
