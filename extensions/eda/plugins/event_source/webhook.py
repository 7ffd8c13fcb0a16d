# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An Event-Driven Ansible source that receives Kinescope's webhooks.

Sources are started by path and cannot import anything from the collection, so everything is in this file.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import logging
import math
import re
import resource
import signal
import socket
import ssl
import sys
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Callable, cast

from aiohttp import web
from aiohttp.http import HttpProcessingError

DOCUMENTATION = r"""
short_description: Receive Kinescope webhooks as events.
description:
  - Listens for the calls that Kinescope makes when videos and live streams change, and passes each to the rulebook as
    an event with C(payload) (the C(event) and C(data) that Kinescope sent) and C(meta) (C(received_at) and C(path)).
  - The response to a call is 200 as soon as the call is queued. The source rejects calls without the correct login and
    password (401, before their body is read), anything but JSON objects whose C(event) is a word (400, 415), bodies
    that are too large (413) or take more than ten seconds (408), and calls for which the queue is full (503 with
    Retry-After; Kinescope may repeat those). Rejected calls are logged, with at most one line per second for each
    status.
  - The content of a call becomes variables of playbooks, and Ansible can evaluate variables as templates. The source
    therefore changes the content so that nothing in it can be evaluated. Curly braces in strings become parentheses,
    C(#jinja2:) and its parts are set apart by spaces, as in C(# jinja2 :), line endings and control characters become
    spaces, and strings are cut after 4096 characters. Fields whose key is not a name of letters, digits and underscores
    are left out. So are C(id) and fields that end in C(_id) if they are neither a UUID nor a 22-character short ID.
    Calls with more than 1000 values, nested more than 8 levels deep, or with a number beyond 1.8e308 are rejected.
  - Each connection is used for one call, and is closed after 20 seconds. If more than 200 connections are open, the
    oldest is closed for each new one. The limit is lower if the process may open only few files (a quarter of C(ulimit
    -n)).
  - On SIGTERM or SIGINT, the source stops accepting calls, passes on the accepted events and ends. ansible-rulebook
    then ends as soon as its playbooks are done. A second signal ends them, too.
  - C(GET /health) responds with 200 without a login, for load balancers.
  - Kinescope does not sign calls, so their content may be forged. Read the object again before you act on it.
options:
  host:
    description: Address to listen on. Put a TLS proxy in front of it, or set O(certfile).
    type: str
    default: 127.0.0.1
  port:
    description: Port to listen on.
    type: int
    required: true
  path:
    description:
      - Path of the webhook's endpoint. Must start with a slash and must not be V(/health).
      - A trailing slash makes no difference.
    type: str
    default: /
  username:
    description: Login of the webhook. Required with O(password).
    type: str
  password:
    description: Password of the webhook. Set both login and password, or neither. Neither requires O(allow_anonymous).
    type: str
  allow_anonymous:
    description: Whether to accept calls from anyone who can reach the port. A warning is logged at startup.
    type: bool
    default: false
  certfile:
    description: Certificate with its chain (PEM), to listen with TLS.
    type: str
  keyfile:
    description: Key of the certificate (PEM), if it is not in the same file.
    type: str
  max_body:
    description: Maximum size of a request body, in bytes.
    type: int
    default: 65536
  queue_size:
    description: Maximum number of events that wait for the rulebook. Further events are rejected.
    type: int
    default: 1000
  stop_timeout:
    description: Number of seconds that accepted events may still wait for the rulebook when the source is stopped.
    type: int
    default: 5
"""

EXAMPLES = r"""
- kinescope.kinescope.webhook:
    port: 5000
    username: kinescope
    # pprint because ansible-rulebook evaluates the result of a template: 0x10 would become 16
    password: "{{ (kinescope_webhook_password or '') | string | pprint }}"
"""

BODY_TIMEOUT = 10.0  # seconds within which a body has to arrive
CALL_TIMEOUT = 20.0  # seconds that a connection has for its request, including slow headers and the TLS handshake
LINGERING = 1.0  # seconds for which a refused request's body is discarded, so that its sender reads the response
ACCEPT_PAUSE = 0.1  # seconds to wait if there is no descriptor for a connection and none can be freed
LOG_INTERVAL = 1.0  # seconds between two log messages about the same fault
MAX_CONNECTIONS = 200
BACKLOG = 128
MAX_DEPTH = 8  # Kinescope sends two levels and five values
MAX_VALUES = 1000
MAX_TEXT = 4096
MAX_NAME = 64
JSON_TYPES = (
    "application/json",
    "text/plain",
    "application/octet-stream",
)  # the type that Kinescope sends is undocumented
WORD = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")  # an empty key stops the rule engine permanently
ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?=.{22}$)0*[1-9A-HJ-NP-Za-km-z]+")
#: The header that changes the delimiters of a template (``#jinja2:``), in every way in which a playbook could assemble
#: it from several texts, or from a text behind its own "#".
OVERRIDE = re.compile(r"\A#\Z|#(?=j)|jinja2(?=:)")
#: Single braces are replaced, too, so that a playbook that joins texts cannot create a delimiter of Jinja.
HARMLESS = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " "),  # line breaks, terminal controls
    **dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], " "),  # direction of text
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # surrogates, which cannot be written to a file
    ord("{"): "(",
    ord("}"): ")",
}


class OncePerSecond(logging.Filter):
    """Passes a message once a second, and adds how many were suppressed since.

    Strangers decide how often they are refused, and must not be able to fill the disk. Faults are distinguished by the
    message with its placeholders. Tracebacks of faults that callers cause (invalid HTTP, a lost connection) are removed
    because they may repeat what was sent.
    """

    def __init__(self) -> None:
        super().__init__()
        self._logged: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be logged; may modify it."""
        text, now = str(record.msg), time.monotonic()
        last, left_out = self._logged.get(text, (-math.inf, 0))
        if now - last < LOG_INTERVAL:
            self._logged[text] = (last, left_out + 1)
            return False
        self._logged[text] = (now, 0)
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, (HttpProcessingError, ConnectionError)):
            why = "it is not HTTP" if isinstance(fault, HttpProcessingError) else "the connection was lost"
            record.msg = f"{record.msg}: {why}"
            record.exc_info = None
        if left_out:
            record.msg = f"{record.msg} ({left_out} more like this were not logged)"
        return True


LOGGER = logging.getLogger("kinescope.kinescope.webhook")
HTTP_LOGGER = logging.getLogger("kinescope.kinescope.webhook.http")
for _logger in (LOGGER, HTTP_LOGGER):
    if not _logger.filters:  # each source of a rulebook executes this file again
        _logger.addFilter(OncePerSecond())


@dataclass(frozen=True)
class Options:
    """The options in the rulebook, validated. Raises ValueError."""

    port: int
    host: str = "127.0.0.1"
    path: str = "/"
    username: str | None = None
    password: str | None = None
    allow_anonymous: bool = False
    certfile: str | None = None
    keyfile: str | None = None
    max_body: int = 65536
    queue_size: int = 1000
    stop_timeout: int = 5

    @classmethod
    def of(cls, args: dict[str, Any]) -> Options:
        """The options among a source's arguments; the rulebook adds others that begin with ``eda``."""
        known = set(cls.__dataclass_fields__)
        unknown = sorted(name for name in args if name not in known and not name.startswith("eda"))
        if unknown:
            raise ValueError(f"unknown options: {', '.join(unknown)}; valid options are {', '.join(sorted(known))}")
        given = {name: value for name, value in args.items() if name in known and value is not None}
        if "port" not in given:
            raise ValueError("port is required")
        for name in ("port", "max_body", "queue_size", "stop_timeout"):
            if name in given:
                given[name] = _number(name, given[name])
        for name in ("username", "password"):
            if not isinstance(given.get(name, ""), (str, int)):
                raise ValueError(f"{name} is not a text: ansible-rulebook evaluates templates without pprint")
        if isinstance(given.get("allow_anonymous"), str):
            given["allow_anonymous"] = given["allow_anonymous"].lower() in ("true", "yes", "on", "1")
        options = cls(**given)
        options.check()
        return options

    def check(self) -> None:
        """Refuse options that cannot work or are not safe."""
        if not self.path.startswith("/") or self.path.rstrip("/") == "/health":
            raise ValueError("path must start with / and must not be /health")
        if not set("{}?#").isdisjoint(self.path):
            raise ValueError("path must not contain braces, ? or #, because it is a literal path")
        if bool(self.username) != bool(self.password):
            raise ValueError("username and password must be set together")
        if not self.username and not self.allow_anonymous:
            raise ValueError(
                "without username and password anyone could send events; set them, or set allow_anonymous: true"
            )
        if self.keyfile and not self.certfile:
            raise ValueError("keyfile requires certfile")


def _number(name: str, value: Any) -> int:
    least = 0 if name in ("port", "stop_timeout") else 1
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be an integer") from None
    if number < least or (name == "port" and number > 65535):
        raise ValueError(f"{name} is out of range")
    return number


class Payload:
    """The content of a request in a form that nothing evaluates: ``harmless``, and the fields ``left_out`` of it.

    Ansible uses it as variables for templates, keys included. This is the last place before anything is evaluated.
    Raises ValueError for a payload that is too large or does not name an event.
    """

    def __init__(self, payload: Any) -> None:
        self.left_out: list[str] = []
        self._values = 0
        if not isinstance(payload, dict) or not isinstance(payload.get("event"), str):
            raise ValueError("the body is not an object with the name of an event")
        if len(payload["event"]) > MAX_NAME or not WORD.fullmatch(payload["event"]):
            raise ValueError("the name of the event is not a word")
        self.harmless: dict[str, Any] = self._value(payload, "", 0)

    def _value(self, value: Any, where: str, depth: int) -> Any:
        self._values += 1
        if self._values > MAX_VALUES:
            raise ValueError(f"the body has more than {MAX_VALUES} values")
        if depth > MAX_DEPTH:
            raise ValueError(f"the body is nested more than {MAX_DEPTH} levels deep")
        if isinstance(value, dict):
            return {key: self._value(item, path, depth + 1) for key, item, path in self._fields(value, where)}
        if isinstance(value, list):
            return [self._value(item, where, depth + 1) for item in value]
        if isinstance(value, (int, float)) and not abs(value) <= sys.float_info.max:  # refuses NaN, too
            raise ValueError("the body has a number that is not finite or is too large")
        return _text(value) if isinstance(value, str) else value

    def _fields(self, value: dict[str, Any], where: str) -> Iterator[tuple[str, Any, str]]:
        """The fields of an object that may be passed on, each with its path."""
        for key, item in value.items():
            path = f"{where}.{key}" if where else key
            if len(key) > MAX_NAME or not KEY.fullmatch(key):
                self.left_out.append("one whose key is not a name")
            elif (key == "id" or key.endswith("_id")) and not _may_be_id(item):
                self.left_out.append(f"{path}, which is not an ID")
            else:
                yield key, item, path


def _may_be_id(value: Any) -> bool:
    return value is None or (isinstance(value, str) and ID.fullmatch(value) is not None)


def _text(text: str) -> str:
    """The text in a form that is not a template and cannot become one by joining."""
    harmless = OVERRIDE.sub(r"\g<0> ", text.translate(HARMLESS))
    return harmless if len(harmless) <= MAX_TEXT else f"{harmless[: MAX_TEXT - 1]}…"


class Receiver:
    """Responds to requests, and queues their payloads until the rulebook takes them."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._wanted = _digest(f"{options.username}:{options.password}") if options.username else None
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(options.queue_size)

    def application(self) -> web.Application:
        """The aiohttp application with its routes."""
        app = web.Application(client_max_size=self._options.max_body, middlewares=[_answer])
        app.router.add_get("/health", self._healthy)
        path = self._options.path.rstrip("/")
        for spelling in sorted({path or "/", f"{path}/"}):
            app.router.add_post(spelling, self._receive, expect_handler=self._expect)
        return app

    async def _healthy(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    def _is_authorized(self, request: web.Request) -> bool:
        return self._wanted is None or hmac.compare_digest(_given(request), self._wanted)

    async def _expect(self, request: web.Request) -> None:
        """Request the body only from callers who may send one; the others are refused by the handler."""
        if self._is_authorized(request):
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0  # "100 Continue" is not part of the response

    async def _receive(self, request: web.Request) -> web.Response:
        """Queue the payload of a request if it is a valid event. Raises the HTTP error that refuses it."""
        # comes first: nobody without the password can make us read or parse anything
        if not self._is_authorized(request):
            how = {"WWW-Authenticate": 'Basic realm="webhook"'}
            raise web.HTTPUnauthorized(text="wrong login or password", headers=how)
        media_type = request.content_type
        if (media_type not in JSON_TYPES and not media_type.endswith("+json")) or "Content-Encoding" in request.headers:
            raise web.HTTPUnsupportedMediaType(text="only JSON is accepted, and not compressed")
        try:
            body = await asyncio.wait_for(request.read(), BODY_TIMEOUT)
        except asyncio.TimeoutError:
            raise web.HTTPRequestTimeout(text=f"the body did not arrive within {BODY_TIMEOUT:g} s") from None
        try:
            payload = Payload(_parsed(body))
        except ValueError as fault:
            raise web.HTTPBadRequest(text=str(fault)) from None
        self._queue(payload, request.remote)
        return web.Response(text="ok\n")

    def _queue(self, payload: Payload, caller: str | None) -> None:
        """Queue the payload for the rulebook. Nothing else of the request is passed on: no header, query or path."""
        meta = {"received_at": datetime.now(timezone.utc).isoformat(), "path": self._options.path}
        try:
            self.waiting.put_nowait({"payload": payload.harmless, "meta": meta})
        except asyncio.QueueFull:
            why = "too many events are waiting for the rulebook"
            raise web.HTTPServiceUnavailable(text=why, headers={"Retry-After": "10"}) from None
        if payload.left_out:
            count, one = len(payload.left_out), payload.left_out[0]
            LOGGER.warning("A call from %s is forwarded without %d of its fields, such as %s", caller, count, one)

    async def deliver(self, queue: asyncio.Queue[Any]) -> None:
        """Pass events to the rulebook one by one, forever."""
        while True:
            event = await self.waiting.get()
            try:
                await queue.put(event)
            finally:
                self.waiting.task_done()


@web.middleware
async def _answer(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Close the connection after every response, and log every refusal."""
    try:
        response = await handler(request)
    except web.HTTPException as refusal:  # ours, or aiohttp's own: wrong path or method, body too large
        why = str(refusal.text).removeprefix(f"{refusal.status}: ")
        LOGGER.warning(f"A call from %s was rejected with {refusal.status}: %s", request.remote, why)
        headers = {name: value for name, value in refusal.headers.items() if not name.startswith("Content-")}
        response = web.json_response({"error": why}, status=refusal.status, headers=headers)
    response.force_close()
    return response


class Acceptor:
    """Accepts a limited number of connections, each for one request.

    Sockets are counted, not the connections that aiohttp knows: a TLS handshake that never ends uses a descriptor as
    well. When the limit is reached, the oldest connection is closed, which is an idle one: connections with a request
    end soon.
    """

    def __init__(self, server: web.Server, tls: ssl.SSLContext | None) -> None:
        self._server = server
        self._tls = tls
        self._limit = _connection_limit()
        self._open: dict[socket.socket, tuple[asyncio.Task[Any], asyncio.TimerHandle]] = {}
        self.accepting: set[asyncio.Task[None]] = set()

    async def open(self, host: str, port: int) -> None:
        """Start to listen. Raises OSError."""
        loop = asyncio.get_running_loop()
        # asyncio only resolves the addresses and binds to them; it would accept connections without a limit
        bound = await loop.create_server(asyncio.Protocol, host, port, start_serving=False)
        listeners = [one.dup() for one in bound.sockets]
        bound.close()
        for listener in listeners:
            listener.setblocking(False)
            listener.listen(BACKLOG)
            self.accepting.add(loop.create_task(self._accept(listener)))

    async def close(self) -> None:
        """Accept no more connections. Requests in progress are not interrupted."""
        for task in self.accepting:
            task.cancel()
        await asyncio.gather(*self.accepting, return_exceptions=True)
        for connecting, deadline in self._open.values():
            connecting.cancel()
            deadline.cancel()

    async def _accept(self, listener: socket.socket) -> None:
        with listener:
            while True:
                try:
                    connection, _address = await asyncio.get_running_loop().sock_accept(listener)
                except OSError as fault:  # perhaps there is no descriptor left
                    LOGGER.warning("A connection cannot be accepted: %s", fault)
                    await asyncio.sleep(0 if self._make_room() else ACCEPT_PAUSE)
                    continue
                self._admit(connection)
                await asyncio.sleep(0)  # open connections get their turn, however many others are waiting

    def _admit(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        for closed in [one for one in self._open if one.fileno() == -1]:
            self._abort(closed)
        if len(self._open) >= self._limit:
            LOGGER.warning("%d connections are open, which is the limit; the oldest is closed", self._limit)
            self._make_room()
        deadline = loop.call_later(CALL_TIMEOUT, self._abort, connection)
        self._open[connection] = (loop.create_task(self._connect(connection)), deadline)

    async def _connect(self, connection: socket.socket) -> asyncio.BaseTransport | None:
        """Serve a connection; returns its transport after the TLS handshake, or None if that failed."""
        try:
            transport, _protocol = await asyncio.get_running_loop().connect_accepted_socket(
                self._server, connection, ssl=self._tls
            )
        except Exception as fault:  # any fault only ends this connection
            LOGGER.info("A connection failed: %s", fault)
            return None
        return transport

    def _make_room(self) -> bool:
        """Close the oldest connection, if there is one; returns whether there was one."""
        oldest = next(iter(self._open), None)
        if oldest is not None:
            self._abort(oldest)
        return oldest is not None

    def _abort(self, connection: socket.socket) -> None:
        """Close a connection in whichever state it is."""
        connecting, deadline = self._open.pop(connection)
        deadline.cancel()
        if not connecting.cancel() and not connecting.cancelled():
            transport = connecting.result()
            if transport is not None:
                transport.abort()


def _connection_limit() -> int:
    """The limit of open connections: at most a quarter of the descriptors, as the engine and playbooks need some."""
    descriptors, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_CONNECTIONS if descriptors == resource.RLIM_INFINITY else max(1, min(MAX_CONNECTIONS, descriptors // 4))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _given(request: web.Request) -> bytes:
    """The digest of the user name and password in a request. Digests have the same length whatever was sent."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return _digest(base64.b64decode(value.strip(), validate=True).decode())
    except (binascii.Error, ValueError):
        return b""


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("the body is not JSON") from None


def _tls(options: Options) -> ssl.SSLContext | None:
    if not options.certfile:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certfile, options.keyfile)
    return context


@contextlib.contextmanager
def _told_to_stop() -> Iterator[asyncio.Future[None]]:
    """A future that is done as soon as the process receives SIGTERM or SIGINT.

    ansible-rulebook has handlers of its own, but starts a Java VM after it has set them, and that ends the process at
    once: events are lost, and the directory of a running playbook remains, with the environment of the playbook in it.
    If the source returns instead, ansible-rulebook waits for its playbooks and ends. A second signal has the effect
    that ansible-rulebook intended.
    """
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()
    before: dict[int, Any] = {}

    def received(number: int, _frame: Any) -> None:
        restore()
        loop.call_soon_threadsafe(stop, signal.Signals(number).name)

    def stop(name: str) -> None:
        LOGGER.warning("%s received: no more calls are accepted; a second one ends the playbooks", name)
        if not stopped.done():
            stopped.set_result(None)

    def restore() -> None:
        for number, handler in before.items():
            if signal.getsignal(number) is received:  # a second source may have set its own
                signal.signal(number, handler)

    with contextlib.suppress(ValueError):  # signals are received by the main thread only
        for number in (signal.SIGTERM, signal.SIGINT):
            before[number] = signal.signal(number, received) or signal.SIG_DFL
    try:
        yield stopped
    finally:
        restore()


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Receive until stopped; requests in progress are then answered, and accepted events passed on."""
    options = Options.of(args)
    receiver = Receiver(options)
    tls = _tls(options)
    if not options.username:
        LOGGER.warning("allow_anonymous is set: anyone who can reach port %d can send events", options.port)
    runner = web.AppRunner(
        receiver.application(),
        access_log=None,
        logger=HTTP_LOGGER,
        auto_decompress=False,
        lingering_time=LINGERING,
        shutdown_timeout=options.stop_timeout,
    )
    await runner.setup()
    acceptor = Acceptor(cast(web.Server, runner.server), tls)
    delivery = asyncio.ensure_future(receiver.deliver(queue))
    try:
        with _told_to_stop() as stopped:
            await acceptor.open(options.host, options.port)
            LOGGER.info("Listening for Kinescope's webhooks on port %d", options.port)
            # cancelling asyncio.wait() does not cancel the tasks that it waits for
            ends = {stopped, delivery, *acceptor.accepting}
            done, _waiting = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            done.pop().result()
    finally:
        await acceptor.close()
        await runner.cleanup()
        if not delivery.done():
            try:
                await asyncio.wait_for(receiver.waiting.join(), options.stop_timeout)
            except asyncio.TimeoutError:
                LOGGER.warning("%d accepted events are lost: stop_timeout is over", receiver.waiting.qsize() + 1)
        delivery.cancel()
