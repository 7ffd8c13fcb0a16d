# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What went wrong when no response came, or none that can be read: named for what it is, for people."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from .._core.errors import ApiError
from .._core.masked_address import masked_address
from .addresses import origin_of
from .bounded import MOST, EncodingError, OverdueError, TooLargeError
from .connection import AUTHORITIES
from .halt import UnreachableError

with contextlib.suppress(ImportError):  # client.py reports it
    import requests
    import urllib3

NO_ADDRESS = "no request can be sent to this URL; check api_url"
NO_PROXY = "no request can be sent to this URL or to its proxy; check api_url"
SOCKS = "the environment names a SOCKS proxy, which requires the Python package PySocks on the host where the task runs"


def fault_of(fault: Exception, address: str, timeout: float, total: float) -> tuple[ApiError, float | None]:
    """The error for an exception of ``requests`` or urllib3, and whether a second attempt can help (None: it cannot).

    ``timeout`` and ``total`` are the seconds that were given to each part of a response and to the whole.
    """
    if _behind(fault, TooLargeError):
        path = "/" + address.split("://", 1)[-1].partition("/")[2].partition("?")[0]
        large = f"the response for {path} is larger than {MOST >> 20} MiB"
        return ApiError(f"{large}; ask for less, for example with a filter", uncertain=True), None
    if _behind(fault, OverdueError):
        late = f"the response was not complete within {total:g} s"
        return ApiError(late, uncertain=True, still_working=True), 0.0
    if isinstance(fault, requests.exceptions.SSLError):
        return UnreachableError(f"the TLS connection{_to(address)} failed: {_reason(fault)}{_trust(fault)}"), None
    if isinstance(fault, requests.exceptions.ConnectTimeout):
        return UnreachableError(f"no connection within {timeout:g} s{_to(address)}"), 0.0
    if isinstance(fault, (requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError)):
        return ApiError(f"no response within {timeout:g} s", uncertain=True, still_working=True), 0.0
    if isinstance(fault, requests.exceptions.ConnectionError):
        kind = UnreachableError if _was_never_sent(fault) else ApiError
        return kind(f"the connection{_to(address)} failed: {_reason(fault)}", uncertain=kind is ApiError), 0.0
    return _other_fault_of(fault)


def _other_fault_of(fault: Exception) -> tuple[ApiError, float | None]:
    if isinstance(fault, requests.exceptions.InvalidSchema) and "SOCKS" in str(fault):
        return ApiError(SOCKS), None
    if isinstance(fault, requests.exceptions.InvalidProxyURL):
        return ApiError(NO_PROXY), None
    if isinstance(fault, requests.exceptions.InvalidURL):
        return ApiError(NO_ADDRESS), None
    if isinstance(fault, EncodingError):
        return ApiError(f"the response cannot be read: {fault}", uncertain=True), 0.0
    if isinstance(fault, (requests.exceptions.RequestException, urllib3.exceptions.HTTPError)):
        return ApiError(f"the response could not be read: {type(fault).__name__}", uncertain=True), 0.0
    if isinstance(fault, OSError):  # requests' own word for a certificate bundle (of the environment) that is not there
        return ApiError(f"the request could not be sent: {fault}"), None
    return ApiError(NO_PROXY), None  # ValueError: requests before 2.27 let it through, for a proxy that is no address


def _to(address: str) -> str:
    """Where a connection was to go, by which proxy: what a reader can check. Without anything that may be secret."""
    origin = origin_of(address)
    proxy = requests.utils.select_proxy(address, requests.utils.get_environ_proxies(address))
    through = f" through the proxy {masked_address(proxy)} of the environment" if proxy else ""
    return f" to {origin.host}:{origin.port}{through}" if origin else through


def _trust(fault: Exception) -> str:
    """What to do about a certificate that is not trusted."""
    if "certificate verify failed" not in str(fault).lower():
        return ""
    return f"; if an authority of your own issued the certificate, name its file in ca_path or in {AUTHORITIES}"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """A fault and those that are behind it."""
    waiting, seen = [fault], set()
    while waiting:
        fault = waiting.pop()
        if id(fault) in seen:
            continue
        seen.add(id(fault))
        yield fault
        behind = [*fault.args, getattr(fault, "reason", None), getattr(fault, "original_error", None)]
        behind += [fault.__cause__, fault.__context__]
        waiting += [other for other in behind if isinstance(other, BaseException)]


def _behind(fault: Exception, kind: type[Exception]) -> bool:
    return any(isinstance(other, kind) for other in _chain(fault))


def _reason(fault: BaseException) -> str:
    """The innermost reason of a connection fault, without addresses and object names."""
    while True:
        inner: Any = fault.args[0] if fault.args and isinstance(fault.args[0], BaseException) else None
        inner = inner or getattr(fault, "reason", None) or getattr(fault, "original_error", None) or fault.__cause__
        if not isinstance(inner, BaseException):
            break
        fault = inner
    text = str(fault.args[-1]) if fault.args else type(fault).__name__
    return text.split("> ", 1)[-1].split(">: ", 1)[-1]


def _was_never_sent(fault: Exception) -> bool:
    """Whether a connection fault happened before a byte of the request left: also when a proxy refused to connect."""
    reason: Any = fault.args[0] if fault.args else None
    reason = getattr(reason, "reason", reason)
    reason = getattr(reason, "original_error", reason)
    return isinstance(reason, urllib3.exceptions.NewConnectionError) or "Tunnel connection failed" in str(reason)
