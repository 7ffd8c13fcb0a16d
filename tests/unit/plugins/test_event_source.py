# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source: who may send what, what becomes of it, and how it stops. Real requests over loopback."""

from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import contextlib
import gzip
import json
import logging
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from typing import Any, Callable

import aiohttp
import pytest
import yaml
from jinja2 import StrictUndefined, UndefinedError
from jinja2.nativetypes import NativeEnvironment
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.extensions.eda.plugins.event_source import webhook
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import object_id

ROOT = pathlib.Path(__file__).resolve().parents[3]
EVENT = Draft202012Validator(json.loads((ROOT / "schemas/webhook_event.json").read_text()))
ID = "0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10"
SHORT = "je7WZBZhdMFQKPHHHmMr2m"
NEW = "0cxfXwkKh4Wzzd1boAnQFE"  # the short form of a UUID with few leading bits, as new ones have
PLAYBOOKS = ("publish_recording", "report_video")
SAID = {"event": "media.update.status", "data": {"id": ID, "status": "error"}}
SOURCE = "kinescope.kinescope.webhook"
SIGNALS = (signal.SIGTERM, signal.SIGINT)
LOGIN = {"username": "kinescope", "password": "pass-of-webhook-ö"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The options of a source that speaks TLS."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-days", "1", "-nodes", "-newkey", "rsa:2048"]
    subprocess.run(["openssl", "req", "-x509", *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return {"scheme": "https", "certfile": str(cert), "keyfile": str(key)}


@pytest.fixture(autouse=True)
def fresh_log(monkeypatch):
    """Each test has the log for itself, where nothing is said twice, however slow the machine is."""
    monkeypatch.setattr(webhook, "LOG_INTERVAL", 1000)
    for logger in (webhook.LOGGER, webhook.HTTP_LOGGER):
        for one in logger.filters:
            one._logged.clear()


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

    async def connect(self, first: bytes = b"", last: bytes = b"") -> bytes:
        """What a bare connection gets until it is closed; ``last`` is sent after something has come."""
        reader, writer = await asyncio.open_connection("127.0.0.1", int(self.url.rpartition(":")[2]))
        try:
            writer.write(first)
            got = await reader.read(1000) if last else b""
            writer.write(last)
            return got + await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()

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
def test_callers_without_valid_credentials_are_refused(given):
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
        ('{"event": ""}', "application/json", 400),
        ('{"event": "{{ x }}"}', "application/json", 400),
        ('{"event": "a b"}', "application/json", 400),
        ('{"event": "live.finished\\n"}', "application/json", 400),
        (json.dumps({"event": "e" * 65}), "application/json", 400),
        ('{"event": "x", "data": NaN}', "application/json", 400),
        ('{"event": "x", "data": {"a": -1e999}}', "application/json", 400),
        (f'{{"event": "x", "data": {{"a": -2{"0" * 308}}}}}', "application/json", 400),
        (f'{{"event": "x", "data": {{"a": 1{"0" * 308}}}}}', "application/json", 200),
        (json.dumps({"event": "x", "data": [[[[[[[[1]]]]]]]]}), "application/json", 400),
        (json.dumps({"event": "x", "data": [[[[[[[1]]]]]]]}), "application/json", 200),
        (json.dumps({"event": "x", "data": [1] * 998}), "application/json", 400),
        (json.dumps({"event": "x", "data": [1] * 997}), "application/json", 200),
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


@pytest.mark.parametrize(
    ("said", "handed_on"),
    [
        ({"title": "{{ lookup('pipe', 'id') }}"}, {"title": "(( lookup('pipe', 'id') ))"}),
        ({"title": "{% x %}{# y #}{z}"}, {"title": "(% x %)(# y #)(z)"}),
        ({"a": [["{{"], {"b": {"c": "}}"}}]}, {"a": [["(("], {"b": {"c": "))"}}]}),
        ({"a": "#jinja2:x:'['\n[y]"}, {"a": "# jinja2 :x:'[' [y]"}),
        ({"a": "jinja2:x", "b": "C# #3 jinja2"}, {"a": "jinja2 :x", "b": "C# #3 jinja2"}),
        ({"a": "\x1b[2J\r\n::error::\x9b\u2028\u202etxt"}, {"a": " [2J  ::error::   txt"}),
        ({"a": "\ud800 \U0001f600 ё"}, {"a": "\ufffd \U0001f600 ё"}),
        ({"a": "x" * 5000}, {"a": "x" * 4095 + "…"}),
        ({"a": "#jinja2:" * 500}, {"a": ("# jinja2 :" * 500)[:4095] + "…"}),
        (
            {"message": "import error: code=610100, http_code=404"},
            {"message": "import error: code=610100, http_code=404"},
        ),
        (
            {"a": True, "b": None, "c": -1.5, "d": 10**30, "e": {}},
            {"a": True, "b": None, "c": -1.5, "d": 10**30, "e": {}},
        ),
        ({"": 1, "a b": 1, "a.b": 1, "{{x}}": 1, "__ansible_vault": 1, "1": 1, "к": 1, "k" * 65: 1}, {}),
        ({"a": [{"": 1, "b": 2}]}, {"a": [{"b": 2}]}),
        ({"id": ID, "event_id": SHORT, "video_id": None}, {"id": ID, "event_id": SHORT, "video_id": None}),
        ({"id": ID.upper(), "ids": "x"}, {"id": ID.upper(), "ids": "x"}),
        ({"id": NEW}, {"id": NEW}),
        ({"id": f"../{ID}", "event_id": f"{ID}\n", "video_id": "v1", "a_id": 7, "b_id": [ID], "c": 1}, {"c": 1}),
        ({"id": SHORT[:-1] + "l", "deep": {"event_id": "{{ x }}"}}, {"deep": {}}),
    ],
)
def test_what_is_handed_on(said, handed_on):
    assert webhook.Payload({"event": "x", "data": said}).harmless == {"event": "x", "data": handed_on}
    assert webhook.Payload({"event": "x", **said}).harmless == {"event": "x", **handed_on}


@pytest.mark.parametrize("cut", range(len("#jinja2:") + 1))
def test_no_override_comes_about_where_texts_are_joined(cut):
    """With ansible-core before 2.19, set_fact makes a template of what it joins."""
    text = "#jinja2:variable_start_string:'['"
    handed_on = webhook.Payload({"event": "x", "a": text[:cut], "b": text[cut:]}).harmless
    assert "#jinja2:" not in handed_on["a"] + handed_on["b"]
    assert "#jinja2:" not in f"#{webhook.Payload({'event': 'x', 'tag': text[1:]}).harmless['tag']}"


def test_what_is_left_out_is_reported_and_not_repeated(caplog):
    async def test(source: Source) -> None:
        said = {"event": "x", "data": {"id": "{{ id }}", "{{ key }}": 1}}
        assert await source.call(said) == (200, "ok\n")
        assert (await source.queue.get())["payload"] == {"event": "x", "data": {}}

    run(test)
    assert caplog.messages == [
        "A call from 127.0.0.1 is forwarded without 2 of its fields, such as data.id, which is not an ID"
    ]


def test_nothing_else_of_a_call_is_handed_on():
    async def test(source: Source) -> None:
        assert (await source.call(path="/hook/?{{x}}=1#{{y}}", headers={"X-Some": "{{ z }}"}))[0] == 200
        event = await source.queue.get()
        assert set(event) == {"payload", "meta"}
        assert event["payload"] == SAID
        assert event["meta"]["path"] == "/hook"
        assert "{" not in json.dumps(event["meta"])[1:]

    run(test, path="/hook")


@pytest.mark.parametrize("path", ["/hook", "/hook/"])
def test_other_paths_and_methods(path):
    async def test(source: Source) -> None:
        for other in ("/", "/hooks", "/hook//"):
            assert (await source.call(path=other))[0] == 404
        for spelling in ("/hook", "/hook/"):
            assert (await source.call(path=spelling))[0] == 200
        async with source.session.get(source.url + "/hook") as answer:
            assert answer.status == 405
            assert answer.headers["Allow"] == "POST"

    run(test, path=path)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"headers": {"Authorization": ""}}, "401: wrong login or password"),
        ({"path": "/other\x1b"}, "404: Not Found"),
        ({"body": {"event": "\x1b"}}, "400: the name of the event is not a word"),
        ({"data": "\x1b"}, "400: the body is not JSON"),
        ({"headers": {"Content-Type": "evil/text"}}, "415: only JSON is accepted, and not compressed"),
        ({"data": "x" * 70_000}, "413: Maximum request body size 65536 exceeded"),
    ],
)
def test_a_refusal_leaves_one_line_in_the_log(how, said, caplog):
    """However often it happens, and with nothing in it that the caller has written."""

    async def test(source: Source) -> None:
        for _number in range(3):
            assert (await source.call(**how))[0] == int(said[:3])

    run(test)
    (line,) = caplog.messages
    assert line.startswith(f"A call from 127.0.0.1 was rejected with {said}")
    assert line.isprintable()


def test_a_repeated_fault_is_counted(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(webhook.time, "monotonic", lambda: now[0])
    once = webhook.OncePerSecond()

    def told(text: str) -> str | None:
        record = logging.LogRecord("x", logging.WARNING, "x", 1, text, ("me",), None)
        return record.getMessage() if once.filter(record) else None

    assert [told("no %s"), told("no %s"), told("%s too"), told("no %s")] == ["no me", None, "me too", None]
    now[0] += 1000
    assert [told("no %s"), told("no %s")] == ["no me (2 more like this were not logged)", None]
    now[0] += 1000
    assert told("%s too") == "me too"


def test_what_is_not_http_is_not_repeated(caplog):
    async def test(source: Source) -> None:
        for _number in range(3):
            assert (await source.connect(b"\x16\x03\x01evil {{ x }}\r\n\r\n")).startswith(b"HTTP/1.0 400 ")
        for _number in range(3):
            assert b" 400 " in await source.connect(b"GET / HTTP/1.1\r\nevil {{ x }}\r\n\r\n")

    run(test)
    assert "evil" not in caplog.text
    assert len(caplog.text.splitlines()) <= 2


@pytest.mark.parametrize("abort", [False, True])
def test_who_hangs_up_leaves_no_traceback(abort, caplog):
    """Neither a body that ends early nor a reset is a fault of the source."""
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\nAuthorization: {basic()}\r\n"

    async def test(source: Source) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(source.url.rpartition(":")[2]))
        writer.write(f"{head}Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n{{".encode())
        assert await reader.readline() == b"HTTP/1.1 100 Continue\r\n"
        if abort:
            writer.transport.abort()
        writer.close()
        while not caplog.messages:
            await asyncio.sleep(0.02)

    run(test)
    assert caplog.messages == ["Error handling request from 127.0.0.1: the connection was lost"]
    assert "Traceback" not in caplog.text


def test_the_body_of_a_stranger_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(webhook, "LINGERING", 0.1)
    head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\nExpect: 100-continue\r\nAuthorization: {}\r\n"
    head += "Content-Type: application/json\r\n\r\n"

    async def test(source: Source) -> None:
        told = await source.connect(head.format(basic(password="wrong")).encode())
        assert told.startswith(b"HTTP/1.1 401 ")
        told = await source.connect(head.format(basic()).encode(), b'{"event":"x"}')
        assert told.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
        assert (await source.queue.get())["payload"] == {"event": "x"}

    run(test)


def test_what_is_compressed_is_not_unpacked():
    async def test(source: Source) -> None:
        bomb = gzip.compress(json.dumps({**SAID, "more": "x" * 50_000}).encode())
        assert (await source.call(data=bomb, headers={"Content-Encoding": "gzip"}))[0] == 415

    run(test)


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize("first", [b"", HEAD, HEAD + b"\r\n", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_connection_is_for_one_call_and_not_for_long(first, monkeypatch):
    monkeypatch.setattr(webhook, "CALL_TIMEOUT", 0.3)

    async def test(source: Source) -> None:
        await asyncio.wait_for(source.connect(first), 5)

    run(test)


def test_who_trickles_a_head_is_cut_off(monkeypatch):
    monkeypatch.setattr(webhook, "CALL_TIMEOUT", 0.3)

    async def test(source: Source) -> None:
        _reader, writer = await asyncio.open_connection("127.0.0.1", int(source.url.rpartition(":")[2]))
        for number in range(500):
            writer.write(b"%d" % number if number else HEAD)
            await asyncio.sleep(0.02)
            if writer.transport.is_closing():
                return
        pytest.fail("it may go on for ever")

    run(test)


@contextlib.asynccontextmanager
async def idle_connections(source: Source) -> AsyncIterator[None]:
    """30 connections that say nothing, of which 5 may stay."""
    idle = [asyncio.ensure_future(source.connect()) for _number in range(30)]
    end = time.monotonic() + 10
    while sum(one.done() for one in idle) < 25:
        assert time.monotonic() < end, "none of them makes room"
        await asyncio.sleep(0.02)
    yield
    for one in idle:
        one.cancel()


def test_idle_connections_make_room(monkeypatch, caplog):
    monkeypatch.setattr(webhook, "MAX_CONNECTIONS", 5)

    async def test(source: Source) -> None:
        async with idle_connections(source):
            for _number in range(3):
                assert (await source.call())[0] == 200

    run(test)
    assert caplog.messages[0] == "5 connections are open, which is the limit; the oldest is closed"
    assert len(caplog.messages) == 1


FLOODED = """
import asyncio, resource, sys
from ansible_collections.kinescope.kinescope.extensions.eda.plugins.event_source import webhook

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
if sys.argv[2] == "beyond":
    webhook._connection_limit = lambda: 1000
asyncio.run(webhook.main(asyncio.Queue(), {"port": int(sys.argv[1]), "allow_anonymous": True}))
"""


@pytest.mark.parametrize("limit", ["below", "beyond"])
def test_descriptors_do_not_run_out(limit):
    """64 are there, and 200 idle connections; ``beyond``: even if other parts of the process have taken the rest."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", FLOODED, str(port), limit], stderr=subprocess.PIPE, text=True)
    idle: list[socket.socket] = []
    try:
        assert call_health(port) == "ok\n"
        idle += [socket.create_connection(("127.0.0.1", port), 10) for _number in range(200)]
        assert [call_health(port) for _number in range(3)] == ["ok\n"] * 3
    finally:
        process.terminate()
        _out, log = process.communicate(timeout=30)
        for one in idle:
            one.close()
    assert "allow_anonymous is set" in log
    assert ("cannot be accepted" if limit == "beyond" else "which is the limit") in log
    assert "Traceback" not in log
    assert len(log.splitlines()) < 100


def call_health(port: int) -> str:
    """What /health answers, once the source listens."""
    for _attempt in range(400):
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), 10) as caller:
            caller.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: caller.recv(1000), b""))
            return answer.partition(b"\r\n\r\n")[2].decode()
        time.sleep(0.05)
    raise AssertionError("nobody listens")


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

    run(test, room=1, queue_size=2, stop_timeout=0)


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


def test_it_stops_although_nobody_takes_events(caplog):
    async def test(source: Source) -> None:
        for _number in range(5):
            assert (await source.call())[0] == 200
        await asyncio.wait_for(source.stop(), 20)

    run(test, room=1, stop_timeout=0)
    assert "4 accepted events are lost: stop_timeout is over" in caplog.messages


@pytest.fixture
def received():
    """The signals that reached the handlers of before the source, as those of ansible-rulebook would be."""
    numbers: list[int] = []
    before = {one: signal.signal(one, lambda number, _frame: numbers.append(number)) for one in SIGNALS}
    yield numbers
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_stops_it_without_loss(number, received, caplog):
    """It returns, upon which ansible-rulebook ends in an orderly way. A second signal is ansible-rulebook's."""

    async def test(source: Source) -> None:
        for _number in range(5):
            assert (await source.call())[0] == 200
        os.kill(os.getpid(), number)
        for _number in range(5):
            assert (await asyncio.wait_for(source.queue.get(), 5))["payload"] == SAID
        assert received == []
        os.kill(os.getpid(), number)
        assert received == [number]
        await asyncio.wait_for(source.task, 5)
        with pytest.raises(aiohttp.ClientConnectionError):
            await source.call()

    run(test, room=1)
    assert [line for line in caplog.messages if line.startswith(f"{number.name} received: no more calls are accepted")]


def test_the_signal_handlers_of_two_sources(received):
    """The last one takes the signal, and upon its end ansible-rulebook cancels the other."""

    async def test() -> None:
        async with source() as first, source() as second:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(second.task, 5)
            assert (await first.call())[0] == 200

    asyncio.run(test())
    assert received == []
    os.kill(os.getpid(), signal.SIGTERM)
    assert received == [signal.SIGTERM]


def test_it_needs_no_signals():
    """In a thread other than the main one, it is stopped by cancellation alone."""

    async def test(source: Source) -> None:
        assert (await source.call())[0] == 200

    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(run, test).result(20)


def test_tls(certificate):
    async def test(source: Source) -> None:
        assert (await source.call())[0] == 200
        with pytest.raises(aiohttp.ClientError):
            async with source.session.post(source.url.replace("https", "http")):
                pass

    run(test, **certificate)


def test_a_tls_handshake_that_never_ends(certificate, monkeypatch, caplog):
    """It has a place as other connections have, and no more time."""
    monkeypatch.setattr(webhook, "MAX_CONNECTIONS", 5)

    async def test(source: Source) -> None:
        async with idle_connections(source):
            assert (await source.call())[0] == 200
        monkeypatch.setattr(webhook, "CALL_TIMEOUT", 0.3)
        assert await asyncio.wait_for(source.connect(), 10) == b""

    run(test, **certificate)
    assert caplog.messages == ["5 connections are open, which is the limit; the oldest is closed"]


@pytest.mark.parametrize("login", [{"username": None, "password": None, "allow_anonymous": True}, {}])
def test_anybody_when_told_so_and_the_log_says_it(login, caplog):
    async def test(source: Source) -> None:
        assert (await source.call(headers={"Authorization": ""} if login else {}))[0] == 200

    run(test, **login)
    assert len([line for line in caplog.messages if line.startswith("allow_anonymous is set: anyone")]) == bool(login)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({}, "port is required"),
        ({"port": "x"}, "port must be an integer"),
        ({"port": 70000}, "port is out of range"),
        ({"port": 1, "max_body": 0}, "max_body is out of range"),
        ({"port": 1, "passwd": "x"}, "unknown options: passwd; valid options are allow_anonymous"),
        ({"port": 1}, "without username and password anyone could send events"),
        ({"port": 1, "username": "x"}, "username and password must be set together"),
        ({"port": 1, "username": "x", "password": ""}, "username and password must be set together"),
        ({"port": 1, "username": "x", "password": 1.5}, "password is not a text: ansible-rulebook evaluates templates"),
        ({"port": 1, "allow_anonymous": "no"}, "without username and password"),
        ({"port": 1, **LOGIN, "path": "hook"}, "path must start with /"),
        ({"port": 1, **LOGIN, "path": "/health"}, "must not be /health"),
        ({"port": 1, **LOGIN, "path": "/health/"}, "must not be /health"),
        ({"port": 1, **LOGIN, "path": "/{tail:.*}"}, "path must not contain braces"),
        ({"port": 1, **LOGIN, "keyfile": "k"}, "keyfile requires certfile"),
    ],
)
def test_options_that_cannot_be(args, said):
    with pytest.raises(ValueError, match=said) as refused:
        asyncio.run(asyncio.wait_for(webhook.main(asyncio.Queue(), args), 10))
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
    assert set(yaml.safe_load(webhook.EXAMPLES)[0][SOURCE]) <= set(options)


@pytest.mark.parametrize(
    ("rulebook", "option", "name"),
    [
        ("EXAMPLES", "password", "kinescope_webhook_password"),
        *(
            (rulebook, option, f"kinescope_webhook_{what}")
            for rulebook in ("video_failed", "stream_ended", "drift_check")
            for option, what in (("username", "login"), ("password", "password"))
        ),
    ],
)
def test_the_login_and_the_password_are_what_was_set(rulebook, option, name):
    """Whatever ansible-rulebook makes of its variables: it evaluates the result of a template as Python."""
    if rulebook == "EXAMPLES":
        (given,) = yaml.safe_load(webhook.EXAMPLES)
    else:
        (rules,) = yaml.safe_load((ROOT / f"extensions/eda/rulebooks/{rulebook}.yml").read_text())
        (given,) = rules["sources"]
    template = NativeEnvironment(undefined=StrictUndefined).from_string(given[SOURCE][option])
    strange = ["0x10", "1.50", "1_000", "None", "[1]", "'a'", '"', "a\\'", " 1", "{{ 1 }}", "ö \U0001f511 " * 40]
    for text in [*strange, "", "ordinary"]:
        assert template.render({name: text}) == text
    assert template.render({name: 12}) == "12"
    assert template.render({name: None}) == ""
    with pytest.raises(UndefinedError, match=f"'{name}' is undefined"):
        template.render()


def test_the_schema_of_an_event():
    Draft202012Validator.check_schema(EVENT.schema)
    meta = {"received_at": "2026-01-01T00:00:00+00:00", "path": "/"}
    good = [SAID, {"event": "live.created", "data": {"event_id": SHORT}}, {"event": "new.one", "more": 1}]
    bad = [{}, {"event": 1}, {"event": "a b"}, {**SAID, "data": {"id": "v1"}}, {"event": "x", "data": {"": 1}}]
    bad += [{"event": "live.created", "data": {"event_id": 1}}, {"event": "x", "data": {"title": "{"}}]
    assert all(EVENT.is_valid({"payload": payload, "meta": meta}) for payload in good)
    assert not any(EVENT.is_valid({"payload": payload, "meta": meta}) for payload in bad)


def test_ids_have_one_form():
    """That of the modules, in the source and in the playbooks that check again."""
    playbooks = [yaml.safe_load((ROOT / f"playbooks/{name}.yml").read_text()) for name in PLAYBOOKS]
    forms = {play["vars"]["kinescope_id_form"] for (play,) in playbooks}
    assert len(forms) == 1
    (form,) = forms
    no_ids = ["", "v1", f"{ID}\n", f" {ID}", f"../{ID}", ID[:-1], SHORT + "1", SHORT[:-1] + "0", "{{ x }}"]
    for text in [ID, ID.upper(), SHORT, NEW, *no_ids]:
        right = text not in no_ids
        assert bool(webhook.ID.fullmatch(text)) == bool(re.match(form, text)) == right, text
        assert (object_id(text) is not None) == right or text != text.strip(), text
