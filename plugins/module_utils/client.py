# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP to the API: authorization, time-outs, retries, pacing, paging, errors. Plain values in and out.

It knows nothing of kinds or of Ansible. One loop sends every request, so that pacing and retries see each attempt,
and so that an answer whose body cannot be read is retried too, which urllib3's own retries cannot do; urllib3's
``Retry`` is used for what it knows: how long ``Retry-After`` asks to wait, in both of its forms.
"""

from __future__ import annotations

import json
import math
import os
import random
import re
import time
import traceback
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Callable
from urllib.parse import urlsplit

from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils.pacing import Pacer
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import is_uuid
from ansible_collections.kinescope.kinescope.plugins.module_utils.version import VERSION

try:
    import requests
    import urllib3
    from requests.auth import AuthBase

    REQUESTS_IMPORT_ERROR: str | None = None
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
    AuthBase = object  # type: ignore[assignment,misc]

API_URL = "https://api.kinescope.io"
UPLOADER_URL = "https://uploader.kinescope.io"
PER_PAGE = 100  # the most that lists give
MAX_PAGES = 10_000
MAX_PASSES = 5
LONGEST_WAIT = 300.0  # seconds; a Retry-After beyond it is an error, not a pause
LONGEST_BACKOFF = 30.0
LONGEST_TIMEOUT = 86_400.0


HINTS = {
    400246: "the event was completed, and the API refuses every change to a finished event",
    100102: "is api_token right, and has it not been revoked?",
    100103: "the scope of api_token does not allow it",
}


@dataclass(frozen=True)
class Answer:
    """A successful answer. ``payload`` is the decoded JSON object ({} for an empty body)."""

    status: int
    payload: Mapping[str, Any]
    request_id: str | None = None

    @property
    def data(self) -> Any:
        """What the envelope carries."""
        return self.payload.get("data")


@dataclass(frozen=True)
class Connection:
    """Where the API is and how to reach it. ``timeout`` is in seconds, ``retries`` counts attempts after the first.

    Raises DocumentError for a token that is not a UUID, or an address that is none.
    """

    token: str
    api_url: str = API_URL
    uploader_url: str = UPLOADER_URL
    timeout: float = 30.0
    retries: int = 5
    verify: bool | str = True

    def __post_init__(self) -> None:
        if not is_uuid(self.token):
            raise DocumentError(
                f"api_token is not a UUID (it has {len(self.token)} characters); "
                "copy the token as the dashboard shows it in Settings, API tokens"
            )
        for name in ("api_url", "uploader_url"):
            if not _is_address(getattr(self, name)):
                raise DocumentError(f"{name} must be an address such as {API_URL}, without user, password or query")
        if not 0 < self.timeout <= LONGEST_TIMEOUT:
            raise DocumentError(f"api_timeout must be above 0 and at most {LONGEST_TIMEOUT:.0f} seconds")
        if self.retries < 0:
            raise DocumentError("api_retries must not be below 0")
        if isinstance(self.verify, str) and not os.path.exists(self.verify):
            raise DocumentError(f"ca_path '{self.verify}' does not exist")

    @property
    def lookup_window(self) -> float:
        """For how many seconds a create that timed out may still come true (the API's own limit is not known)."""
        return max(10.0, self.timeout)

    @property
    def token_travels_in_clear(self) -> bool:
        """Whether the token would cross a network without encryption."""
        parts = urlsplit(self.api_url)
        return parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        clean = not (parts.query or parts.fragment or "@" in parts.netloc or re.search(r"[\s\\]", text))
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and clean
    except ValueError:
        return False


class _Bearer(AuthBase):
    """Sets the header itself: a session header would give way to a ``.netrc`` entry for the same host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Client:
    """Sends requests until they succeed, or it is certain that they do not."""

    def __init__(
        self, connection: Connection, pacer: Pacer | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.connection = connection
        self._pacer = pacer or Pacer()
        self.sleep = sleep
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"kinescope.kinescope/{VERSION} python-requests/{requests.__version__}"
        self._session.headers["Accept"] = "application/json"
        self._auth = _Bearer(connection.token)
        if connection.verify is False:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Answer:
        """Read. Raises ApiError."""
        return self.send("GET", path, query=query)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        content: Mapping[str, Any] | None = None,
        repeatable: bool = True,
    ) -> Answer:
        """Send one request and return its answer; retry faults that a second attempt can mend.

        ``content`` are arguments of ``requests`` for a body that is not JSON. A request that is not ``repeatable``
        is sent again only when the API surely did no work (429, or no connection); otherwise the ApiError is marked
        ``uncertain``, and the caller has to look what became of it.
        """
        arguments: dict[str, Any] = dict(content) if content else {} if body is None else {"json": body}
        failures = 0
        while True:
            error, wait = self._attempt(method, path, query, arguments)
            if isinstance(error, Answer):
                return error
            may_repeat = wait is not None and (repeatable or not error.uncertain)
            if not may_repeat or failures >= self.connection.retries:
                raise error
            failures += 1
            self._pause(failures, wait or 0.0, error)

    def _attempt(
        self, method: str, path: str, query: Mapping[str, Any] | None, arguments: Mapping[str, Any]
    ) -> tuple[Any, float | None]:
        """An answer; or an error and the seconds that the API asks to wait (None: a second attempt cannot help)."""
        self._pacer.wait()
        try:
            response = self._session.request(
                method,
                self.connection.api_url.rstrip("/") + path,
                params=query,
                auth=self._auth,
                timeout=self.connection.timeout,
                verify=self.connection.verify,
                allow_redirects=False,  # the token belongs to this address and no other
                **arguments,
            )
        except requests.exceptions.SSLError as fault:
            return ApiError(f"the TLS connection failed: {_reason(fault)}"), None
        except requests.exceptions.ConnectTimeout:
            return ApiError(f"no connection within {self.connection.timeout:g} s"), 0.0
        except requests.exceptions.ConnectionError as fault:
            refused = _was_never_sent(fault)
            return ApiError(f"the connection failed: {_reason(fault)}", uncertain=not refused), 0.0
        except requests.exceptions.Timeout:
            late = ApiError(f"no answer within {self.connection.timeout:g} s", uncertain=True, still_working=True)
            return late, 0.0
        except requests.exceptions.InvalidURL:
            return ApiError("no request can be sent to this address; is api_url right?"), None
        except requests.exceptions.RequestException as fault:
            return ApiError(f"the answer could not be read: {type(fault).__name__}", uncertain=True), 0.0
        except OSError as fault:  # requests' own word for a certificate bundle (of the environment) that is not there
            return ApiError(f"the request could not be sent: {fault}"), None
        error, wait = _judged(response)
        if isinstance(error, ApiError):
            error.hide([self.connection.token, self.connection.token.lower(), self.connection.token.upper()])
        return error, wait

    def _pause(self, failures: int, asked: float, error: ApiError) -> None:
        if asked > LONGEST_WAIT:
            raise error
        first = 2.0 if error.status == 429 else 0.5  # a full minute's window needs longer than a fault
        backoff = min(LONGEST_BACKOFF, first * 2 ** (failures - 1))
        self.sleep(max(asked, backoff * random.uniform(0.5, 1.0)))  # noqa: S311 - jitter, not a secret

    def pages(self, path: str, query: Mapping[str, Any] | None = None, id_key: str = "id") -> Iterator[dict[str, Any]]:
        """Every object of a list, whichever of the three families it is of.

        An object that is deleted while pages are read moves another one to a page that was read already; what is
        missed would look as if it did not exist. So a list that shrank is gone through again. Raises ApiError when a
        list cannot be read to its end: half a list would lead to duplicates.
        """
        seen: set[Any] = set()
        for _pass in range(MAX_PASSES):
            shrank = yield from self._one_pass(path, query, id_key, seen)
            if not shrank:
                return
        raise ApiError(f"the list at {path} shrank each time it was read; run the task again")

    def _one_pass(
        self, path: str, query: Mapping[str, Any] | None, id_key: str, seen: set[Any]
    ) -> Generator[dict[str, Any], None, bool]:
        """Yield what was not ``seen`` yet, page by page; return whether the list became shorter meanwhile.

        The family is told by ``meta``. The page keys of the offset family are not documented, so both pairs are sent.
        """
        here: set[Any] = set()
        totals: list[int] = []
        received = 0
        for page in range(1, MAX_PAGES + 1):
            paging = {"page": page, "per_page": PER_PAGE, "limit": PER_PAGE, "offset": received}
            answer = self.get(path, {**(query or {}), **paging})
            items = _objects(answer, path)
            marks = [(item, item.get(id_key) or (page, index)) for index, item in enumerate(items)]
            yield from (item for item, mark in marks if mark not in seen)
            fresh = {mark for _item, mark in marks} - here
            seen.update(fresh)
            here.update(fresh)
            received += len(items)
            total = _total(answer.payload.get("meta"))
            if total is None:
                return False
            totals.append(total)
            if not items or len(here) >= total or (not fresh and len(set(totals)) > 1):
                return total < totals[0]
            if not fresh:
                break
        message = f"the list at {path} repeats itself before its end: {len(here)} of {totals[-1]} objects were seen"
        raise ApiError(message, request_id=answer.request_id)


def _objects(answer: Answer, path: str) -> list[dict[str, Any]]:
    """The objects of a list's page; null is an empty list. Raises ApiError for what is no list."""
    data = answer.payload.get("data", "nothing" if _total(answer.payload.get("meta")) != 0 else None)
    items = [] if data is None else data
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ApiError(f"the API's answer for {path} is no list of objects", request_id=answer.request_id)
    return items


def _total(meta: Any) -> int | None:
    """How many objects the whole list has, or None for a list without pages."""
    if not isinstance(meta, Mapping):
        return None
    paging = meta.get("pagination")
    total = paging.get("total") if isinstance(paging, Mapping) else meta.get("total")
    return total if isinstance(total, int) else None


def _judged(response: Any) -> tuple[Any, float | None]:
    """What an HTTP response means: an answer; or an error and the seconds to wait before another attempt."""
    status = response.status_code
    request_id = response.headers.get("X-Request-ID")
    try:
        # not response.json(): it would read over a byte that is no UTF-8, and that text would be sent back one day
        payload = json.loads(response.content) if response.content else {}
    except (ValueError, RecursionError):
        payload = None
    if 200 <= status < 300:
        if isinstance(payload, Mapping):
            return Answer(status, payload, request_id), None
        kind = response.headers.get("Content-Type", "unknown").split(";")[0]
        message = f"the API answered {status} with a body that is no JSON object ({kind}); is api_url right?"
        return ApiError(message, status=status, request_id=request_id, uncertain=True), 0.0
    if 300 <= status < 400:
        message = (
            f"the API answered {status}, a redirect; it is not followed, because the token belongs to api_url only"
        )
        return ApiError(message, status=status, request_id=request_id), None
    error = _api_error(status, payload, request_id)
    if status == 429:
        return error, _asked_to_wait(response)
    if status >= 500:
        error.uncertain = True
        error.still_working = status == 504
        return error, _asked_to_wait(response)
    return error, None


def _api_error(status: int, payload: Any, request_id: str | None) -> ApiError:
    said = payload.get("error") if isinstance(payload, Mapping) else None
    if not isinstance(said, Mapping):
        return ApiError(f"the API answered {status} without saying why", status=status, request_id=request_id)
    code = said.get("code")
    invalid = said.get("invalid_params")
    invalid = invalid if isinstance(invalid, list) else []
    parts = [str(said[name]) for name in ("message", "detail") if said.get(name)]
    parts += [_invalid(item) for item in invalid]
    message = f"the API answered {status}" + (f" (code {code})" if code is not None else "")
    code = code if isinstance(code, int) and not isinstance(code, bool) else None
    parts += [HINTS[code]] if code in HINTS else []
    return ApiError(
        ": ".join([message, "; ".join(parts)] if parts else [message]),
        status=status,
        code=code,
        request_id=request_id,
        invalid_params=invalid,
    )


def _invalid(item: Any) -> str:
    if not isinstance(item, Mapping):
        return json.dumps(item)
    reason, message = item.get("reason"), item.get("message")
    return f"{item.get('name')}: " + ", ".join(str(text) for text in (reason, message) if text)


def _asked_to_wait(response: Any) -> float:
    header = response.headers.get("Retry-After")
    if not header:
        return 0.0
    try:
        return float(urllib3.util.Retry().parse_retry_after(header))
    except urllib3.exceptions.InvalidHeader:
        return 0.0
    except (ValueError, OverflowError, TypeError):  # a number or a year beyond all bounds
        return math.inf


def _reason(fault: BaseException) -> str:
    """The innermost reason of a connection fault, without addresses and object names."""
    while True:
        inner = fault.args[0] if fault.args and isinstance(fault.args[0], BaseException) else None
        inner = inner or getattr(fault, "reason", None) or fault.__cause__
        if not isinstance(inner, BaseException):
            break
        fault = inner
    text = str(fault.args[-1]) if fault.args else type(fault).__name__
    return text.split("> ", 1)[-1].split(">: ", 1)[-1]


def _was_never_sent(fault: BaseException) -> bool:
    """Whether a connection fault happened before a byte of the request left."""
    reason = fault.args[0] if fault.args else None
    reason = getattr(reason, "reason", reason)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
