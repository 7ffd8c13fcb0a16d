# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Limits for the duration and the size of responses, whatever the other side sends.

The timeouts of sockets only limit the wait for the next byte, and the libraries read headers, chunk sizes and
compressed bodies without any limit. So bytes and time are counted where data is read from the socket.
"""

from __future__ import annotations

import contextlib
import io
import socket
import time
import zlib
from collections.abc import Callable
from functools import cache
from http.client import HTTPException, HTTPResponse
from typing import Any

try:
    from requests.adapters import HTTPAdapter
    from requests.exceptions import InvalidProxyURL, InvalidSchema
    from urllib3.exceptions import HTTPError
except ImportError:  # reported by the client
    HTTPAdapter = object  # type: ignore[assignment,misc]

MOST = 64 << 20  # bytes of a body, both as received and after decompression
MOST_HEAD = 1 << 20  # bytes of everything before a body, including 1xx responses
BLOCK = 1 << 16
MOST_DEPTH = 100  # levels of JSON
WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
ENCODINGS = "gzip, deflate"


class OverdueError(socket.timeout):
    """The response was not complete in time."""


class TooLargeError(HTTPException):
    """The response is larger than permitted."""


class EncodingError(HTTPException):
    """The body does not have the encoding that its header specifies."""


class _Reader(io.RawIOBase):
    """The data from a socket, limited to ``seconds`` from now on and to ``left`` bytes."""

    def __init__(self, raw: Any, sock: Any, seconds: float) -> None:
        super().__init__()
        self._raw, self._sock = raw, sock
        self._timeout = sock.gettimeout()
        self._until = time.monotonic() + seconds
        self.left: float = MOST_HEAD

    def readable(self) -> bool:
        """Always true."""
        return True

    def fileno(self) -> int:
        """The descriptor of the socket."""
        number: int = self._raw.fileno()
        return number

    def readinto(self, buffer: Any) -> int | None:
        """Read the available data. Raises OverdueError, TooLargeError, OSError."""
        rest = self._until - time.monotonic()
        if rest <= 0:
            raise OverdueError("timed out")
        if self.left <= 0:
            raise TooLargeError("the response is too large")
        waits = rest if self._timeout is None else min(rest, self._timeout)
        try:
            self._sock.settimeout(waits)
            count: int | None = self._raw.readinto(buffer)
        except socket.timeout:
            raise (OverdueError if waits == rest else socket.timeout)("timed out") from None
        finally:
            with contextlib.suppress(OSError):  # it has been closed meanwhile
                self._sock.settimeout(self._timeout)
        self.left -= count or 0
        return count

    def close(self) -> None:
        """Release the socket."""
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: Any, *arguments: Any, seconds: float, most: float, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self._reader = _Reader(self.fp.detach(), sock, seconds)
        self._most = most
        self.fp = io.BufferedReader(self._reader)

    def begin(self) -> None:
        super().begin()
        self._reader.left = self._most


@cache
def _bounded(connections: type[Any], seconds: float, most: float) -> type[Any]:
    """A class of connections whose responses are limited."""

    def respond(self: Any, sock: Any, *arguments: Any, **options: Any) -> _Response:
        return _Response(sock, *arguments, seconds=seconds, most=most, **options)

    return type("Bounded", (connections,), {"response_class": respond})


class Adapter(HTTPAdapter):
    """Refuses bodies that are shorter than announced, and responses beyond a number of seconds or bytes."""

    def __init__(self, seconds: float, most: float = MOST, **options: Any) -> None:
        self._seconds, self._most = seconds, most
        super().__init__(**options)

    def build_response(self, req: Any, resp: Any) -> Any:
        """Enable the check of the body's length, which urllib3 does by default from version 2 on."""
        resp.enforce_content_length = True
        return super().build_response(req, resp)

    def get_connection_with_tls_context(self, *arguments: Any, **options: Any) -> Any:
        """The pool for a request; requests calls this from 2.32 on."""
        return self._with_bounds(_chosen(super().get_connection_with_tls_context, *arguments, **options))

    def get_connection(self, *arguments: Any, **options: Any) -> Any:
        """The pool for a request; older versions of requests call this."""
        return self._with_bounds(_chosen(super().get_connection, *arguments, **options))

    def _with_bounds(self, pool: Any) -> Any:
        if pool.ConnectionCls.__name__ != "Bounded":
            pool.ConnectionCls = _bounded(pool.ConnectionCls, self._seconds, self._most)
        return pool


def _chosen(pool_of: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """The pool for a request. Raises InvalidProxyURL for all that is wrong: the URL itself has been checked before."""
    try:
        return pool_of(*arguments, **options)
    except InvalidSchema:  # a library is missing
        raise
    except (HTTPError, TypeError, ValueError):  # which of them depends on what is wrong, and on the versions
        raise InvalidProxyURL from None


def body_of(response: Any) -> bytes:
    """The decompressed body of a response that has not been read yet.

    Raises TooLargeError, EncodingError and urllib3's exceptions.
    """
    named = [name.strip().lower() for name in response.headers.get("Content-Encoding", "").split(",")]
    encodings = [name for name in named if name not in ("", "identity")]
    if len(encodings) > 1 or not {*encodings} <= {*WINDOWS}:
        raise EncodingError("the body is encoded in a way that was not asked for")
    unpacked = zlib.decompressobj(WINDOWS[encodings[0]]) if encodings else None
    body = bytearray()
    try:
        for piece in response.raw.stream(BLOCK, decode_content=False):
            body += unpacked.decompress(piece, MOST + 1 - len(body)) if unpacked else piece
            if len(body) > MOST:
                raise TooLargeError("the response is too large")
    except ValueError:
        raise EncodingError("the length of a part of the body is not valid") from None
    except zlib.error as fault:
        raise EncodingError(f"the body cannot be decompressed: {fault}") from None
    if unpacked and body and not unpacked.eof:
        raise EncodingError("the compressed body is cut off")
    return bytes(body)


def is_deep(value: Any) -> bool:
    """Whether JSON is nested deeper than anything in the API: recursion into it would exhaust the stack."""
    level = [value]
    for _depth in range(MOST_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True
