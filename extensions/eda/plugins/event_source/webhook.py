# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An Event-Driven Ansible source that receives Kinescope's webhooks.

A source is started by its path and can import nothing from the collection: all of it is in this file.
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
import ssl
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from aiohttp import web

DOCUMENTATION = r"""
short_description: Receive Kinescope webhooks as events.
description:
  - Receives the webhook calls that Kinescope sends when videos and live streams change. Each call becomes an event in
    the rulebook with C(payload) (the body that Kinescope sent, with C(event) and C(data)) and C(meta) (C(received_at)
    and C(path)).
  - A call is answered with 200 as soon as it is queued. It is rejected if the login or password is wrong (401), if it
    is not a JSON object that names an C(event) (400, 415), if the body is too large (413) or takes more than ten
    seconds (408), and if the queue is full (503 with Retry-After; Kinescope may repeat such a call).
  - C(GET /health) returns 200 without a login, for load balancers.
  - Kinescope does not sign its calls, so the content of a call is not proven to be true. Read the object again before
    you act on it.
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
    description: Path of the webhook endpoint. It must start with a slash, and must not be V(/health).
    type: str
    default: /
  username:
    description: Login of the webhook. Required with O(password).
    type: str
  password:
    description: Password of the webhook. Set both login and password, or neither. Neither requires O(allow_anonymous).
    type: str
  allow_anonymous:
    description: Accept calls from anyone who can reach the port.
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
    password: "{{ kinescope_webhook_password }}"
"""

BODY_TIMEOUT = 10.0  # seconds in which a body has to arrive
JSON_TYPES = (
    "application/json",
    "text/plain",
    "application/octet-stream",
)  # which one Kinescope sends is not documented
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """What the rulebook says, checked. Raises ValueError."""

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
            raise ValueError(f"unknown options: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        given = {name: value for name, value in args.items() if name in known and value is not None}
        if "port" not in given:
            raise ValueError("port is required")
        for name in ("port", "max_body", "queue_size", "stop_timeout"):
            if name in given:
                given[name] = _number(name, given[name])
        if isinstance(given.get("allow_anonymous"), str):
            given["allow_anonymous"] = given["allow_anonymous"].lower() in ("true", "yes", "on", "1")
        options = cls(**given)
        options.check()
        return options

    def check(self) -> None:
        """Refuse what cannot work or is not safe."""
        if not self.path.startswith("/") or self.path == "/health":
            raise ValueError("path must begin with / and cannot be /health")
        if bool(self.username) != bool(self.password):
            raise ValueError("username and password belong together")
        if not self.username and not self.allow_anonymous:
            raise ValueError(
                "without username and password anybody could send events; give them, or set allow_anonymous: true"
            )
        if self.keyfile and not self.certfile:
            raise ValueError("keyfile needs certfile")


def _number(name: str, value: Any) -> int:
    least = 0 if name in ("port", "stop_timeout") else 1
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a whole number") from None
    if number < least or (name == "port" and number > 65535):
        raise ValueError(f"{name} is out of range")
    return number


class Receiver:
    """Answers calls, and keeps what they said until the rulebook takes it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._wanted = _digest(f"{options.username}:{options.password}") if options.username else None
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(options.queue_size)

    def application(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=self._options.max_body)
        app.router.add_get("/health", self._healthy)
        app.router.add_post(self._options.path, self._receive)
        return app

    async def _healthy(self, request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _receive(self, request: web.Request) -> web.Response:
        # first of all, so that nobody without the password makes us read or parse anything
        if self._wanted is not None and not hmac.compare_digest(_given(request), self._wanted):
            return _refused(401, "the login or the password is wrong", {"WWW-Authenticate": 'Basic realm="webhook"'})
        media_type = request.content_type
        if media_type not in JSON_TYPES and not media_type.endswith("+json"):
            return _refused(415, "only JSON is taken")
        try:
            body = await asyncio.wait_for(request.read(), BODY_TIMEOUT)
        except asyncio.TimeoutError:
            return _refused(408, f"the body did not arrive within {BODY_TIMEOUT:g} s")
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError):
            return _refused(400, "the body is no JSON")
        if not isinstance(payload, dict) or not isinstance(payload.get("event"), str):
            return _refused(400, "the body is no object that names an event")
        meta = {"received_at": datetime.now(timezone.utc).isoformat(), "path": request.path}
        try:
            self.waiting.put_nowait({"payload": payload, "meta": meta})
        except asyncio.QueueFull:
            LOGGER.warning("An event was refused: %d are waiting for the rulebook", self._options.queue_size)
            return _refused(503, "too many events are waiting", {"Retry-After": "10"})
        return web.Response(text="ok\n")

    async def deliver(self, queue: asyncio.Queue[Any]) -> None:
        """Hand events to the rulebook, one after the other, for ever."""
        while True:
            event = await self.waiting.get()
            try:
                await queue.put(event)
            finally:
                self.waiting.task_done()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _given(request: web.Request) -> bytes:
    """The digest of the login and password in a call: digests are equally long, whatever was sent."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return _digest(base64.b64decode(value.strip(), validate=True).decode())
    except (binascii.Error, ValueError):
        return b""


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": why}, status=status, headers=headers)


def _tls(options: Options) -> ssl.SSLContext | None:
    if not options.certfile:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certfile, options.keyfile)
    return context


async def main(queue: asyncio.Queue[Any], args: dict[str, Any]) -> None:
    """Receive until cancelled. Calls on their way are answered then, and what was taken is handed over."""
    options = Options.of(args)
    receiver = Receiver(options)
    tls = _tls(options)
    runner = web.AppRunner(receiver.application(), access_log=None, shutdown_timeout=options.stop_timeout)
    await runner.setup()
    delivery = asyncio.ensure_future(receiver.deliver(queue))
    try:
        site = web.TCPSite(runner, options.host, options.port, ssl_context=tls)
        await site.start()
        LOGGER.info("Listening for Kinescope's webhooks on port %d", options.port)
        await asyncio.wait({delivery})  # which being cancelled does not cancel
        delivery.result()
    finally:
        await runner.cleanup()
        if not delivery.done():
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(receiver.waiting.join(), options.stop_timeout)
        delivery.cancel()
