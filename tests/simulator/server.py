# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The network side: two listening ports, the journal, and the faults that apply to requests."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from . import faults
from .answers import Answer, Problem
from .control import PREFIX, control
from .core import Core
from .journal import Entry
from .limits import MAX_BODY, too_large
from .router import Call

HTML = "<!DOCTYPE html><html><head><title>Simulated fault</title></head><body><h1>Simulated fault</h1></body></html>"
UNSUCCESSFUL: dict[str, Any] = {
    "success": {"data": {"success": False}},
    "error": {"error": {"code": 500500, "message": "no message available"}},
    "errors": {"errors": ["no message available"]},
}


def _decoded(raw: bytes) -> Any:
    """A body for the journal: its JSON, or None."""
    if not raw or len(raw) > MAX_BODY or raw[:1] not in b'{["tfn-0123456789 \t\r\n':
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


async def _first(request: web.BaseRequest, count: int) -> bytes:
    """The first ``count`` bytes of a body, or fewer if it is shorter."""
    raw = bytearray()
    while len(raw) < count:
        piece = await request.content.read(count - len(raw))
        if not piece:
            break
        raw += piece
    return bytes(raw)


def _faulty(fault: faults.Fault, path: str) -> Answer:
    """The response of a fault that returns a status."""
    status = int(fault["status"])
    headers = {} if fault["retry_after"] is None else {"Retry-After": str(fault["retry_after"])}
    if fault["body_kind"] == "html":
        return Answer(status, raw=HTML.encode(), content_type="text/html", headers=headers)
    if fault["body_kind"] == "empty":
        return Answer(status, raw=b"", headers=headers)
    if fault["body_kind"] == "text":
        return Answer(
            status,
            raw=(fault["message"] or f"{status} from a gateway").encode(),
            content_type="text/plain",
            headers=headers,
        )
    message = fault["message"] or {429: "limit reached"}.get(status, "no message available")
    return Problem(status, faults.code(fault), message, headers=headers).answer(path)


class Server:
    """Serves a Core on two ports of the loopback interface."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._runners: list[web.ServerRunner] = []
        self._sockets: list[socket.socket] = []  # that listen

    async def start(self, port: int = 0, uploader_port: int = 0) -> None:
        """Listen, and set the core's URLs."""
        urls = []
        for host, wanted in (("api", port), ("uploader", uploader_port)):
            runner = web.ServerRunner(web.Server(self._handler(host)), shutdown_timeout=1.0)
            await runner.setup()
            self._runners.append(runner)
            self._sockets.append(socket.create_server(("127.0.0.1", wanted), backlog=128))
            await web.SockSite(runner, self._sockets[-1]).start()
            urls.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        self.core.api_url, self.core.uploader_url = urls

    async def stop(self) -> None:
        """Stop listening."""
        for listening in self._sockets:
            asyncio.get_running_loop().remove_reader(listening)
        for _step in range(3):  # a connection accepted at the last moment is never closed if its server is closed first
            await asyncio.sleep(0)
        for runner in self._runners:
            await runner.cleanup()
        await asyncio.sleep(0.05)  # connections that are closing must end before the event loop does

    def _handler(self, host: str) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            return await self._serve(host, request)

        return handle

    async def _serve(self, host: str, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if host == "api" and path.startswith(PREFIX):
            return self._response(control(self.core, request, await request.content.read()), "")
        query = parse_qs(request.rel_url.raw_query_string, keep_blank_values=True)
        entry = Entry(
            method=request.method,
            path=path,
            query=query,
            body=None,
            size=0,
            status=None,
            at=time.time(),
            workspace=None,
            token=None,
            request_id=str(uuid.uuid4()),
            fault=None,
            host=host,
            content_type=request.headers.get("Content-Type"),
            user_agent=request.headers.get("User-Agent"),
        )
        entry.update(self.core.sender(request.headers))
        self.core.journal.add(entry)
        fault = self.core.struck(request.method, path)
        cut = fault is not None and fault.kind == "cut"
        raw = await _first(request, int(fault["after"])) if fault and cut else await request.content.read()
        entry["size"] = len(raw)
        if host == "api" and len(raw) > MAX_BODY:
            return self._finish(entry, too_large().answer(path))
        if host == "api" or "json" in (entry["content_type"] or "") or len(raw) < 65536:
            entry["body"] = _decoded(raw)
        call = Call(self.core, request.method, path, query, request.headers, raw, cut)
        if fault is None:
            return self._finish(entry, self.core.answer(host, call))
        entry["fault"] = fault.kind
        return await self._strike(fault, entry, host, call, request)

    async def _strike(
        self, fault: faults.Fault, entry: Entry, host: str, call: Call, request: web.BaseRequest
    ) -> web.StreamResponse:
        kind = fault.kind
        if kind == "cut" and host == "uploader" and (call.method == "PATCH" or call.path.endswith("/video")):
            self.core.answer(host, call)
        if kind in ("drop_before", "cut"):
            return self._drop(request)
        if kind == "redirect":
            answer = Answer(int(fault["status"]), raw=b"", headers={"Location": str(fault["location"])})
            return self._finish(entry, answer)
        if kind == "status":
            return self._finish(entry, _faulty(fault, call.path))
        if kind == "slow" and fault["work"] == "before":
            answer = self.core.answer(host, call)
            await asyncio.sleep(float(fault["seconds"]))
            return self._finish(entry, answer)
        if kind == "slow":
            before = self.core.workspaces
            await asyncio.sleep(float(fault["seconds"]))
            if self.core.workspaces is not before:  # a reset discards requests in progress
                return self._drop(request)
            return self._finish(entry, self.core.answer(host, call))
        if kind == "unsuccessful":
            return self._finish(entry, Answer(200, UNSUCCESSFUL[str(fault["shape"])]))
        call.shift = int(kind == "shifted_page")
        call.late = kind == "late_row"
        answer = self.core.answer(host, call)
        if kind == "drip":
            return await self._drip(entry, answer, request, float(fault["seconds"]))
        if kind == "endless":
            return await self._drip(entry, Answer(answer.status, raw=b" " * (1 << 16)), request, 0.0, ends=False)
        if kind in ("empty_page", "shifted_page", "late_row"):
            if kind == "empty_page" and isinstance(answer.body, dict) and isinstance(answer.body.get("data"), list):
                answer = Answer(answer.status, {**answer.body, "data": []})
            return self._finish(entry, answer)
        if kind == "drop_after":
            return self._drop(request)
        if kind == "truncated":
            return await self._truncate(entry, answer, request, bool(fault["chunked"]))
        if kind == "html":
            answer = Answer(200, raw=HTML.encode(), content_type="text/html")
        elif kind == "garbage":
            answer = Answer(200, raw=b'["garbage", 1, null]')
        else:
            answer = _faulty(fault, call.path)
        return self._finish(entry, answer)

    def _drop(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    async def _truncate(
        self, entry: Entry, answer: Answer, request: web.BaseRequest, chunked: bool
    ) -> web.StreamResponse:
        payload = answer.payload()
        response = web.StreamResponse(status=answer.status, headers={"X-Request-ID": entry["request_id"]})
        response.headers["Content-Type"] = answer.content_type
        if chunked:
            response.enable_chunked_encoding()
        else:
            response.content_length = len(payload)
        entry["status"] = answer.status
        await response.prepare(request)
        await response.write(payload[: len(payload) // 2])
        if request.transport is not None:
            request.transport.close()
        return response

    async def _drip(
        self, entry: Entry, answer: Answer, request: web.BaseRequest, seconds: float, ends: bool = True
    ) -> web.StreamResponse:
        """Send a response byte by byte; without an end, the whole response is sent again and again."""
        payload, entry["status"] = answer.payload(), answer.status
        response = web.StreamResponse(status=answer.status, headers={"X-Request-ID": entry["request_id"]})
        response.headers["Content-Type"] = answer.content_type
        await response.prepare(request)
        try:
            while not ends:
                await response.write(payload)
            for number in range(len(payload)):
                await response.write(payload[number : number + 1])
                await asyncio.sleep(seconds)
        except ConnectionError:  # the client has disconnected
            pass
        return response

    def _finish(self, entry: Entry, answer: Answer) -> web.Response:
        entry["status"] = answer.status
        return self._response(answer, entry["request_id"])

    def _response(self, answer: Answer, request_id: str) -> web.Response:
        payload = answer.payload()
        headers = dict(answer.headers)
        if request_id:
            headers["X-Request-ID"] = request_id
        if payload or answer.status not in (204, 304):
            headers["Content-Type"] = answer.content_type
        return web.Response(status=answer.status, body=payload or None, headers=headers)
