# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source: who may send what, what becomes of it, and how it stops. Real requests over loopback."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import pathlib
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable
from typing import Any, Callable

import aiohttp
import pytest
import yaml
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.extensions.eda.plugins.event_source import webhook

ROOT = pathlib.Path(__file__).resolve().parents[3]
EVENT = Draft202012Validator(json.loads((ROOT / "schemas/webhook_event.json").read_text()))
SAID = {"event": "media.update.status", "data": {"id": "v1", "status": "error"}}
LOGIN = {"username": "kinescope", "password": "pass-of-webhook-ö"}


def basic(username: str = LOGIN["username"], password: str = LOGIN["password"]) -> str:
    """The header's value for a login and a password."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def free_port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Source:
    """A source that runs, its rulebook's queue, and a client that calls it."""

    def __init__(self, queue: asyncio.Queue[Any], session: aiohttp.ClientSession, url: str, task: Any) -> None:
        self.queue, self.session, self.url, self.task = queue, session, url, task

    async def call(self, body: Any = None, path: str = "/", **how: Any) -> tuple[int, str]:
        """(status, text) of a call; without other wishes it is a proper one."""
        how.setdefault("data", json.dumps(SAID if body is None else body))
        headers = {"Content-Type": "application/json", "Authorization": basic(), **how.pop("headers", {})}
        how["headers"] = {name: value for name, value in headers.items() if value}
        async with self.session.post(self.url + path, **how) as answer:
            return answer.status, await answer.text()

    async def stop(self) -> None:
        """Stop it as a rulebook does."""
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task


@contextlib.asynccontextmanager
async def source(room: int = 0, scheme: str = "http", **args: Any) -> AsyncIterator[Source]:
    """A source on a free port. ``room`` is how many events the rulebook takes before it makes the source wait."""
    queue: asyncio.Queue[Any] = asyncio.Queue(room)
    port = free_port()
    task = asyncio.ensure_future(webhook.main(queue, {"port": port, **LOGIN, **args}))
    trust = aiohttp.TCPConnector(ssl=False)
    async with aiohttp.ClientSession(connector=trust) as session:
        for _attempt in range(200):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{scheme}://127.0.0.1:{port}/health") as answer:
                    assert answer.status == 200
                    break
            if task.done():
                break
            await asyncio.sleep(0.02)
        running = Source(queue, session, f"{scheme}://127.0.0.1:{port}", task)
        try:
            yield running
        finally:
            await running.stop()


def run(test: Callable[[Source], Awaitable[None]], **args: Any) -> None:
    """Run a test with a source."""

    async def whole() -> None:
        async with source(**args) as running:
            await test(running)

    asyncio.run(whole())


def test_an_event_arrives_as_it_was_sent():
    async def test(source: Source) -> None:
        assert await source.call() == (200, "ok\n")
        event = await asyncio.wait_for(source.queue.get(), 5)
        assert event["payload"] == SAID
        assert set(event["meta"]) == {"received_at", "path"}
        assert [fault.message for fault in EVENT.iter_errors(event)] == []
        assert LOGIN["password"] not in json.dumps(event)

    run(test)


@pytest.mark.parametrize(
    "given",
    [
        "",
        basic(password="wrong"),
        basic(username="other"),
        basic("", ""),
        basic().replace("Basic ", ""),
        basic().replace("Basic", "Bearer"),
        "Basic",
        "Basic !!!",
        "Basic //8=",
    ],
)
def test_who_may_not(given):
    async def test(source: Source) -> None:
        status, text = await source.call(headers={"Authorization": given})
        assert status == 401
        assert LOGIN["password"] not in text
        assert source.queue.empty()

    run(test)


def test_a_stranger_learns_nothing_of_what_would_be_taken():
    async def test(source: Source) -> None:
        for body, headers in (("{", {"Content-Type": "text/html"}), ("x" * 100_000, {})):
            assert (await source.call(data=body, headers={"Authorization": "", **headers}))[0] == 401

    run(test)


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (json.dumps(SAID), "text/html", 415),
        (json.dumps(SAID), "application/x-www-form-urlencoded", 415),
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ("[" * 60_000, "application/json", 400),
        (b"\xff\xfe{", "application/json", 400),
        ("[1]", "application/json", 400),
        ('{"data": {}}', "application/json", 400),
        ('{"event": 1}', "application/json", 400),
        (json.dumps({**SAID, "more": "x" * 70_000}), "application/json", 413),
        (json.dumps(SAID), "application/vnd.kinescope+json; charset=utf-8", 200),
        (json.dumps(SAID), "text/plain", 200),
        (json.dumps({**SAID, "more": "ü" * 1000}).encode(), "application/json", 200),
    ],
)
def test_what_is_taken(data, media_type, status):
    async def test(source: Source) -> None:
        assert (await source.call(data=data, headers={"Content-Type": media_type}))[0] == status
        await asyncio.sleep(0.02)
        assert source.queue.qsize() == (status == 200)

    run(test)


def test_other_paths_and_methods():
    async def test(source: Source) -> None:
        assert (await source.call(path="/"))[0] == 404
        assert (await source.call(path="/hook"))[0] == 200
        async with source.session.get(source.url + "/hook") as answer:
            assert answer.status == 405

    run(test, path="/hook")


def test_a_body_that_does_not_come(monkeypatch):
    monkeypatch.setattr(webhook, "BODY_TIMEOUT", 0.1)

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)

    async def test(source: Source) -> None:
        assert (await source.call(data=slowly()))[0] == 408

    run(test)


def test_no_room_for_more():
    """One event is with the rulebook, one waits to be handed over, two are in the source's own queue."""

    async def test(source: Source) -> None:
        for _number in range(4):
            assert (await source.call())[0] == 200
            await asyncio.sleep(0.02)
        async with source.session.post(source.url, json=SAID, headers={"Authorization": basic()}) as answer:
            assert answer.status == 503
            assert answer.headers["Retry-After"] == "10"
        await source.queue.get()
        await asyncio.sleep(0.02)
        assert (await source.call())[0] == 200

    run(test, room=1, queue_size=2)


def test_what_was_taken_is_handed_over_before_it_stops():
    async def test(source: Source) -> None:
        for _number in range(5):
            assert (await source.call())[0] == 200
        stopping = asyncio.ensure_future(source.stop())
        for _number in range(5):
            assert (await asyncio.wait_for(source.queue.get(), 5))["payload"] == SAID
        await asyncio.wait_for(stopping, 5)
        with pytest.raises(aiohttp.ClientConnectionError):
            await source.call()

    run(test, room=1)


def test_it_stops_although_nobody_takes_events():
    async def test(source: Source) -> None:
        for _number in range(5):
            assert (await source.call())[0] == 200
        await asyncio.wait_for(source.stop(), 20)

    run(test, room=1, stop_timeout=0)


def test_tls(tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=localhost", "-days", "1", "-nodes", "-newkey", "rsa:2048"]
    subprocess.run(["openssl", "req", "-x509", *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)

    async def test(source: Source) -> None:
        assert (await source.call())[0] == 200
        with pytest.raises(aiohttp.ClientError):
            async with source.session.post(source.url.replace("https", "http")):
                pass

    run(test, scheme="https", certfile=str(cert), keyfile=str(key))


def test_anybody_when_told_so():
    async def test(source: Source) -> None:
        assert (await source.call(headers={"Authorization": ""}))[0] == 200

    run(test, username=None, password=None, allow_anonymous=True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({}, "port is required"),
        ({"port": "x"}, "port must be a whole number"),
        ({"port": 70000}, "port is out of range"),
        ({"port": 1, "max_body": 0}, "max_body is out of range"),
        ({"port": 1, "passwd": "x"}, "unknown options: passwd; there are allow_anonymous"),
        ({"port": 1}, "without username and password anybody could send events"),
        ({"port": 1, "username": "x"}, "username and password belong together"),
        ({"port": 1, "username": "x", "password": ""}, "username and password belong together"),
        ({"port": 1, "allow_anonymous": "no"}, "without username and password"),
        ({"port": 1, **LOGIN, "path": "hook"}, "path must begin with /"),
        ({"port": 1, **LOGIN, "path": "/health"}, "cannot be /health"),
        ({"port": 1, **LOGIN, "keyfile": "k"}, "keyfile needs certfile"),
    ],
)
def test_options_that_cannot_be(args, said):
    with pytest.raises(ValueError, match=said) as refused:
        asyncio.run(webhook.main(asyncio.Queue(), args))
    assert LOGIN["password"] not in str(refused.value)


def test_options_that_can_be():
    assert webhook.Options.of({"port": "0", "allow_anonymous": "yes", "eda_feedback_queue": 1, "host": None}) == (
        webhook.Options(port=0, allow_anonymous=True)
    )


def test_a_port_that_is_taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(OSError, match="address already in use"):
            asyncio.run(webhook.main(asyncio.Queue(), {"port": holder.getsockname()[1], **LOGIN}))


def test_a_certificate_that_is_none(tmp_path):
    (tmp_path / "cert.pem").write_text("none")
    with pytest.raises(ssl.SSLError):
        asyncio.run(webhook.main(asyncio.Queue(), {"port": 0, **LOGIN, "certfile": str(tmp_path / "cert.pem")}))


def test_its_documentation_says_all():
    options = yaml.safe_load(webhook.DOCUMENTATION)["options"]
    assert set(options) == set(webhook.Options.__dataclass_fields__)
    for name, field in webhook.Options.__dataclass_fields__.items():
        if name != "port":
            assert options[name].get("default") == field.default, name
    assert set(yaml.safe_load(webhook.EXAMPLES)[0]["kinescope.kinescope.webhook"]) <= set(options)


def test_the_schema_of_an_event():
    Draft202012Validator.check_schema(EVENT.schema)
    meta = {"received_at": "2026-01-01T00:00:00+00:00", "path": "/"}
    good = [SAID, {"event": "live.created", "data": {"event_id": "e"}}, {"event": "new.one", "more": 1}]
    bad = [{}, {"event": 1}, {**SAID, "data": {"id": 1}}, {"event": "live.created", "data": {"event_id": 1}}]
    assert all(EVENT.is_valid({"payload": payload, "meta": meta}) for payload in good)
    assert not any(EVENT.is_valid({"payload": payload, "meta": meta}) for payload in bad)
