# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the network half share: a simulator, a server of canned answers, and time that passes at once."""

from __future__ import annotations

import json
import os
import ssl
import threading
import time
import traceback
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import HealthCheck, settings

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import Pacer
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import HURTS
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import RARE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.remote_files import RemoteFiles
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.inhabitants import protect_place
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import protect
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.one_time_secret import OneTimeSecret
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.reconcile import harmless, reconcile
from tests.simulator import Simulator

# How many examples properties are tried with: few and always the same ones, or many and always new ones.
usual = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", usual, max_examples=25, derandomize=True)
settings.register_profile("long", usual, max_examples=500, print_blob=True)
settings.load_profile("long" if os.environ.get("TESTS") == "long" else "quick")

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
RESULT = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}  # the keys of a resource module's result
#: What the modules of these kinds hand to manage().
EFFECTS: dict[str, type[Effects]] = {
    **RARE,
    "access_token": OneTimeSecret,
    "subtitle": RemoteFiles,
}


class Clock:
    """Time that passes only when someone sleeps; with a `share`, that share of every sleep is slept for real."""

    def __init__(self, share: float = 0.0) -> None:
        self.now, self.share = 1000.0, share
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        if self.share:
            time.sleep(seconds * self.share)


@dataclass
class Run:
    """What a task came to: its result, what it warned of, its error, and the requests that it took."""

    result: dict[str, Any]
    warnings: list[str]
    error: KinescopeError | None
    requests: list[Any] = field(default_factory=list)

    @property
    def writes(self) -> list[str]:
        """The writes as METHOD path."""
        return [f"{entry.method} {entry.path}" for entry in self.requests if entry.method not in ("GET", "HEAD")]

    def counted(self, method: str) -> int:
        """How many requests of a method there were."""
        return sum(entry.method == method for entry in self.requests)

    def keeps_to(self, secrets: set[str], mask: str, check: bool, keys: set[str], said: str = "") -> None:
        """Assert what holds for every task: no secret told, no mask sent, no write in check mode, all keys there."""
        text = self.text() + said
        assert [secret for secret in secrets if secret in text] == []
        for entry in self.requests:
            assert mask not in json.dumps(entry.body), "a mask is never sent back"
        if check:
            assert self.writes == []
        if self.error is None:
            assert set(self.result) == keys

    def text(self) -> str:
        """All that could be shown or logged of it."""
        told = [json.dumps([self.result, self.warnings], ensure_ascii=False)]
        if self.error is not None:
            told += [self.error.text(), json.dumps(self.error.details(), ensure_ascii=False)]
            told += traceback.format_exception(type(self.error), self.error, self.error.__traceback__)
        return "\n".join(told)


class World:
    """A workspace on the simulator, and tasks run in it as a module would run them.

    After every task it is checked that no secret is told and that check mode wrote nothing.
    """

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.secrets: set[str] = {sim.token}
        self.clock = Clock()
        self.connection: dict[str, Any] = {"retries": 3, "timeout": 10.0}

    def gateway(self) -> Gateway:
        """A gateway that never waits for real."""
        connection = Connection(self.sim.token, self.sim.url, self.sim.uploader_url, **self.connection)
        pacer = Pacer(clock=self.clock, sleep=lambda seconds: None)
        return Gateway(Client(connection, pacer=pacer, sleep=self.clock.sleep))

    def run(self, kind: str, check: bool = False, **options: Any) -> Run:
        """Run one task; its error is in what comes back."""
        arguments = spec(KINDS[kind], kind in HURTS)
        validator = ArgumentSpecValidator(arguments["argument_spec"], required_one_of=arguments.get("required_one_of"))
        valid = validator.validate({"api_token": self.sim.token, **options})
        assert valid.error_messages == []
        self.secrets |= valid._no_log_values
        result, error = TaskResult(), None
        before = len(self.sim.journal)
        try:
            effects = EFFECTS.get(kind, Effects)
            guard = protect_place if KINDS[kind].holds else protect if kind in HURTS else harmless
            reconcile(KINDS[kind], valid.validated_parameters, check, self.gateway(), result, effects, guard)
        except KinescopeError as failure:
            error = failure
        told = Run(result.values, result.warnings, error, self.sim.journal[before:])
        told.keeps_to(self.secrets, self.sim.switches["mask"], check, RESULT)
        return told

    def ok(self, kind: str, check: bool = False, **options: Any) -> Run:
        """Run one task that must succeed."""
        told = self.run(kind, check, **options)
        if told.error is not None:
            raise AssertionError(told.error.sentence()) from told.error
        return told

    def refused(self, kind: str, check: bool = False, **options: Any) -> Run:
        """Run one task that must fail before any write."""
        told = self.run(kind, check, **options)
        assert told.error is not None, told.result
        assert told.writes == []
        return told

    def settles(self, kind: str, more_writes: int = 0, **options: Any) -> Run:
        """Run a task that changes something: predicted exactly, one write a change, and nothing left for a second.

        ``more_writes`` are for second ways to write what the API did not take at first.
        """
        planned = self.ok(kind, True, **options).result
        told = self.ok(kind, **options)
        done = told.result
        assert done["changed"] is planned["changed"] is True
        assert len(told.writes) == requests_of(told) + more_writes, told.writes
        assert {change.pop("outcome") for change in planned["changes"]} == {"planned"}
        assert {change.pop("outcome") for change in done["changes"]} == {"applied"}
        for key in ("changes", "diff", "unverified"):
            assert planned[key] == done[key]
        again = self.unchanged(kind, **options).result["resource"]
        assert {
            name: (value, again.get(name))
            for name, value in done["resource"].items()
            # catalog_type is known to who made it; a list may hide restreams, but must not say that there are none
            if name not in ("updated_at", "catalog_type", *(() if name in options else ("restreams",)))
            and value != again.get(name, value if value in ("", 0, [], {}, None) else None)
        } == {}
        assert "restreams" not in again or again["restreams"] == done["resource"]["restreams"]
        return told

    def unchanged(self, kind: str, **options: Any) -> Run:
        """Run a task for which nothing is to do, in check mode and for real."""
        for check in (True, False):
            again = self.ok(kind, check, **options)
            assert again.result["changes"] == []
            assert again.result["changed"] is False
            assert again.writes == []
            diff = again.result["diff"]
            assert diff["before"] == diff["after"]
        return again


def requests_of(told: Run) -> int:
    """How many requests the changes of a result take by their own account."""
    return sum(change.get("requests", 1) for change in told.result["changes"])


@dataclass
class Canned:
    """A server that plays answers back, (status, headers, body) each, the last one again and again."""

    answers: list[tuple[int, dict[str, str], bytes]]
    server: ThreadingHTTPServer
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    scheme: str = "http"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    def take(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Note a request, and say what to answer."""
        self.seen.append((method, path, headers, body))
        return self.answers[min(len(self.seen), len(self.answers)) - 1]


class _Handler(BaseHTTPRequestHandler):
    canned: Canned
    protocol_version = "HTTP/1.0"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, answer = self.canned.take(self.command, self.path, dict(self.headers.items()), body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _answer

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def cache_folder(tmp_path, monkeypatch):
    """Keep what is shared between processes out of the user's own cache folder, and of the folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", f"{tmp_path}-cache")


@pytest.fixture(autouse=True)
def usual_pace(monkeypatch):
    """The API's limits, whatever the environment of the tests asks for."""
    monkeypatch.delenv("KINESCOPE_API_PACE", raising=False)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    """The tests' servers are reached directly."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def shared_simulator():
    """One simulator for the whole run. A workspace of its own has a default player: tests of that ask for it."""
    with Simulator(default_player="off") as simulator:
        yield simulator


@pytest.fixture
def sim(shared_simulator):
    """The simulator, empty."""
    shared_simulator.reset()
    return shared_simulator


@pytest.fixture
def world(sim):
    """An empty workspace."""
    return World(sim)


@pytest.fixture
def clock():
    """Time that passes at once."""
    return Clock()


@pytest.fixture
def slow_clock():
    """A tenth of the time: for what the server does meanwhile."""
    return Clock(share=0.1)


@pytest.fixture
def lenient_urllib3(monkeypatch):
    """urllib3 as it was before version 2: it compares no body's length with the one that was announced."""
    real = urllib3.HTTPResponse.__init__

    def init(self, *arguments, **options):
        real(self, *arguments, **{**options, "enforce_content_length": False})

    monkeypatch.setattr(urllib3.HTTPResponse, "__init__", init)


@pytest.fixture
def canned():
    """Start servers of canned answers; with a certificate's path they speak TLS."""
    servers = []

    def start(*answers: tuple[int, dict[str, str], Any], certificate: str = "") -> Canned:
        played = [(s, h, b if isinstance(b, bytes) else json.dumps(b).encode()) for s, h, b in answers]
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {}))
        server.daemon_threads = True
        made = Canned(played, server)
        server.RequestHandlerClass.canned = made
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.handle_error = lambda request, address: None  # clients that refuse the certificate hang up
            made.scheme = "https"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return made

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def client_of(clock):
    """Make a client of an address that waits for nothing, with what Connection takes besides."""

    def make(url: str, token: str = TOKEN, **connection: Any) -> Client:
        pacer = Pacer(clock=clock, sleep=lambda seconds: None)
        return Client(Connection(token, url, **connection), pacer=pacer, sleep=clock.sleep)

    return make
