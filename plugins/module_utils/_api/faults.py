# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors in words for people: no response, an unreadable one, or a refusal in any of its forms."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from .._core.display import masked_address, masked_links
from .._core.errors import ApiError
from .addresses import origin_of
from .bounded import MOST, EncodingError, OverdueError, TooLargeError
from .connection import AUTHORITIES
from .halt import UnreachableError

with contextlib.suppress(ImportError):  # reported by client.py
    import requests
    import urllib3

NO_ADDRESS = "no request can be sent to this URL; check api_url"
NO_PROXY = (
    "no request can be sent through the proxy of {place}: it is not a URL with a host, such as "
    "http://proxy.example.com:3128; correct or remove it"
)
UNKNOWN_AUTHORITY = ("self-signed", "self signed", "issuer", "unable to verify")  # in the reasons of OpenSSL
NO_AUTHORITIES = (
    "the request could not be sent: there are no certificates in PEM format in the file that is named in ca_path or in "
    + AUTHORITIES
)
SOCKS = "the environment names a SOCKS proxy, which requires the Python package PySocks on the host where the task runs"


def fault_of(fault: Exception, address: str, timeout: float, total: float) -> tuple[ApiError, float | None]:
    """The error for an exception of ``requests`` or urllib3, and the seconds before a retry (None: no retry).

    ``timeout`` and ``total`` are the seconds that were allowed for each part of a response and for all of it.
    """
    if _behind(fault, TooLargeError):
        path = "/" + address.split("://", 1)[-1].partition("/")[2].partition("?")[0]
        large = f"the response for {path} is larger than {MOST >> 20} MiB"
        return ApiError(f"{large}; ask for less, for example with a filter", uncertain=True), None
    if _behind(fault, OverdueError):
        late = f"the response was not complete within {total:g} s"
        return ApiError(late, uncertain=True, still_working=True), 0.0
    if isinstance(fault, requests.exceptions.SSLError) and "NO_CERTIFICATE" in str(fault):
        return ApiError(NO_AUTHORITIES), None
    if isinstance(fault, requests.exceptions.SSLError):
        return UnreachableError(f"the TLS connection{_to(address)} failed: {_reason(fault)}{_trust(fault)}"), None
    if isinstance(fault, requests.exceptions.ConnectTimeout):
        return UnreachableError(f"no connection within {timeout:g} s{_to(address)}"), 0.0
    if isinstance(fault, (requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError)):
        return ApiError(f"no response within {timeout:g} s", uncertain=True, still_working=True), 0.0
    if isinstance(fault, requests.exceptions.ConnectionError):
        kind = UnreachableError if _was_never_sent(fault) else ApiError
        return kind(f"the connection{_to(address)} failed: {_reason(fault)}", uncertain=kind is ApiError), 0.0
    return _other_fault_of(fault, address)


def _other_fault_of(fault: Exception, address: str) -> tuple[ApiError, float | None]:
    if isinstance(fault, requests.exceptions.InvalidSchema) and "SOCKS" in str(fault):
        return ApiError(SOCKS), None
    if isinstance(fault, requests.exceptions.InvalidProxyURL):
        return ApiError(NO_PROXY.format(place=_place_of(_proxy_of(address)))), None
    if isinstance(fault, requests.exceptions.InvalidURL):
        return ApiError(NO_ADDRESS), None
    if isinstance(fault, EncodingError):
        return ApiError(f"the response cannot be read: {fault}", uncertain=True), 0.0
    if isinstance(fault, (requests.exceptions.RequestException, urllib3.exceptions.HTTPError)):
        return ApiError(f"the response could not be read: {type(fault).__name__}", uncertain=True), 0.0
    if isinstance(fault, OSError):  # raised by requests for a missing certificate bundle (from the environment)
        return ApiError(f"the request could not be sent: {fault}"), None
    return ApiError(NO_ADDRESS), None


def _to(address: str) -> str:
    """The target of a connection and its proxy, so that readers can check them; without possible secrets."""
    origin = origin_of(address)
    proxy = _proxy_of(address)
    through = f" through the proxy {masked_address(proxy)} of the environment" if proxy else ""
    return f" to {origin.host}:{origin.port}{through}" if origin else through


def _proxy_of(address: str) -> str:
    return requests.utils.select_proxy(address, requests.utils.get_environ_proxies(address)) or ""


def _place_of(proxy: str) -> str:
    """The environment variable that sets a proxy; other places are settings of the operating system."""
    names = [name for name, value in os.environ.items() if value == proxy and name.lower().endswith("_proxy")]
    return " or ".join(sorted(names)) or "the system"


def _trust(fault: Exception) -> str:
    """What to do about an untrusted certificate."""
    said = str(fault).lower()
    if "certificate verify failed" not in said:
        return ""
    if "not yet valid" in said or "has expired" in said:
        return f"; check the clock of this machine, which shows {datetime.now(timezone.utc):%Y-%m-%dT%H:%MZ}"
    if not any(words in said for words in UNKNOWN_AUTHORITY):
        return ""
    return f"; if an authority of your own issued the certificate, name its file in ca_path or in {AUTHORITIES}"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """An exception and its causes."""
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


# what versions of urllib3 put before the reason: the connection object, and the operating system's error
_FORMS = re.compile(r"\A([^>]*>:? )?(Failed to establish a new connection: )?(\[Errno -?\d+\] )?", re.DOTALL)


def _reason(fault: BaseException) -> str:
    """The innermost reason of a connection error, without addresses and object names."""
    while True:
        inner: Any = fault.args[0] if fault.args and isinstance(fault.args[0], BaseException) else None
        inner = inner or getattr(fault, "reason", None) or getattr(fault, "original_error", None) or fault.__cause__
        if not isinstance(inner, BaseException):
            break
        fault = inner
    text = str(fault.args[-1]) if fault.args else type(fault).__name__
    return _FORMS.sub("", text)


def _was_never_sent(fault: Exception) -> bool:
    """Whether a connection failed before any byte of the request was sent, also because a proxy refused to connect."""
    reason: Any = fault.args[0] if fault.args else None
    reason = getattr(reason, "reason", reason)
    reason = getattr(reason, "original_error", reason)
    return isinstance(reason, urllib3.exceptions.NewConnectionError) or "Tunnel connection failed" in str(reason)


# Characters shown of one text. Longer texts are not shown at all, and texts are never shortened, escaped or split here:
# a part of a secret would not be recognized when secrets are removed later.
LONGEST = 4000
LONGEST_LINE = 300
MANY = 20  # texts shown
TAKEN = "if no list shows it, a deleted or archived object may hold it"
SEE_BALANCE = "see the balance and the plan of the workspace in the dashboard"
HINTS = {
    100101: "the token did not arrive; check whether a proxy removes the Authorization header",
    100102: "check that api_token is correct and has not been revoked",
    100103: "the scope of api_token does not allow this",
    100106: "the workspace has reached a limit of its plan or a rate limit",
    100107: "only the owner of the workspace may do this",
    400201: f"another object of the workspace has this key; {TAKEN}",
    400202: f"another account has this email address; {TAKEN}",
    400203: f"another object in the same workspace, project or folder has this name; {TAKEN}",
    400207: f"there is not enough money; {SEE_BALANCE}",
    400208: f"the workspace has no billing account; {SEE_BALANCE}",
    400209: f"the workspace has no payment method; {SEE_BALANCE}",
    400210: f"the plan lacks a product that this needs; {SEE_BALANCE}",
    400211: f"the workspace is not in a trial; {SEE_BALANCE}",
    400212: f"there are unpaid invoices; {SEE_BALANCE}",
    400216: "this list cannot be sorted by that field",
    400246: "the event has ended, and the API rejects all updates of an event that has ended",
}
STATUS_HINTS = {402: f"the plan or the balance does not cover this; {SEE_BALANCE}"}


def refusal_of(status: int, payload: Any, content: bytes, request_id: str | None, but: str = "") -> ApiError:
    """The error in a response: ``payload`` is its JSON (None if it has none), ``content`` its body.

    ``but`` is inserted after the status. Only the API itself can say that an object does not exist: a 404 without the
    API's own JSON error is marked ``foreign``.
    """
    nested = payload.get("error") if isinstance(payload, Mapping) else None
    own = isinstance(nested, Mapping) and bool(nested)
    details: Mapping[str, Any] = (
        nested if isinstance(nested, Mapping) else payload if isinstance(payload, Mapping) else {}
    )
    code, invalid = details.get("code"), details.get("invalid_params")
    message = f"the API responded with {status}{but}" + (f" (code {code})" if own and code is not None else "")
    code = code if own and isinstance(code, int) and not isinstance(code, bool) else None
    parts = [part for part in dict.fromkeys(_words(payload, details) or [_line(content)]) if part][:MANY]
    # 100106 means a limit of the plan or a rate limit, and a 429 already says which
    hint = HINTS.get(code or 0) if (code, status) != (100106, 429) else None
    hint = hint or STATUS_HINTS.get(status)
    parts += [hint] if hint else []
    error = ApiError(
        ": ".join([message, "; ".join(parts)]) if parts else f"{message}{',' * bool(but)} without an error message",
        status=status,
        code=code,
        request_id=request_id,
        invalid_params=invalid if isinstance(invalid, list) else [],
    )
    error.foreign = status == 404 and not own
    return error


def _words(payload: Any, details: Mapping[str, Any]) -> list[str]:
    """The messages for people in a JSON response, in any of the forms in use."""
    words: list[str] = []
    for name in ("message", "detail"):
        words += _texts(details.get(name))
    words += [_invalid(item) for item in _items(details.get("invalid_params"))]
    words += _texts(details.get("errors"))
    if details is payload:
        words += _texts(details.get("error"))
    elif isinstance(payload, Mapping):
        words += _texts(payload.get("errors")) or ([] if words else _texts(payload.get("message")))
    return [_if_short(word, LONGEST) for word in words if word]


def _texts(value: Any) -> list[str]:
    """The texts in a text, a list or a dictionary; those in a dictionary are preceded by their keys."""
    if isinstance(value, Mapping):
        inner = _texts(value.get("message"))
        return inner or [f"{name}: {', '.join(_texts(item))}" for name, item in _some(value.items())]
    if isinstance(value, list):
        return [text for item in _some(value) for text in _texts(item)]
    return [] if value in (None, "", False) or value is True else [str(value)]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _some(items: Any) -> Iterator[Any]:
    return (item for item, _number in zip(items, range(MANY)))


def _invalid(item: Any) -> str:
    if not isinstance(item, Mapping):
        return json.dumps(item, ensure_ascii=False)  # kept as people wrote it
    reason, message = item.get("reason"), item.get("message")
    return f"{item.get('name')}: " + ", ".join(str(text) for text in (reason, message) if text)


def _line(content: bytes) -> str:
    """The text of a body that is not JSON if it is a single line; otherwise that it is an HTML page or the like."""
    text = content[: 1 << 20].decode("utf-8", "replace").strip()
    if text[:1] == "<":
        start = text[:LONGEST].lower()
        return "the response is an HTML page" if "<html" in start or "<!doctype html" in start else ""
    if text[:1] in ("", "{", "[", '"') or "\0" in text or text in ("null", "true", "false"):
        return ""
    return _if_short(masked_links(text), LONGEST_LINE)


def _if_short(text: str, most: int) -> str:
    return text if len(text) <= most else f"a text of {len(text)} characters"
