# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP to the API: authorization, timeouts, retries, pacing, paging, errors. Plain values in and out.

It is independent of kinds and of Ansible. A single loop sends every request, so that pacing and retries apply to each
attempt, and a response whose body cannot be read is retried, too, which urllib3's own retries cannot do.
"""

from __future__ import annotations

import random
import re
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from http.client import HTTPException
from itertools import chain
from typing import TYPE_CHECKING, Any, Callable, Optional

from .._core.errors import ApiError
from .._core.wanted import Content
from .addresses import Bearer, origin_of
from .bounded import ENCODINGS, MOST, Adapter, body_of
from .connection import VERSION, Connection
from .faults import NO_ADDRESS, fault_of
from .halt import Halt, UnreachableError
from .list_cache import LAG, NewObjects
from .lock import CreateLock, RunLock
from .pacing import Pacer, steady_time
from .paging import SIDE_BY_SIDE, Listing, page_of, page_query
from .responses import ApiResponse, Interpreter, RawResponse, interpret

try:
    import requests
    import urllib3

    REQUESTS_IMPORT_ERROR: str | None = None
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()

if TYPE_CHECKING:
    from concurrent.futures import Executor

THREADS = 8  # concurrent requests
LONGEST_WAIT = 300.0  # seconds; a longer Retry-After is an error rather than a pause
LONGEST_BACKOFF = 30.0
ID_AT_END = re.compile(r"/[^/]{22,}\Z")  # not shown: that of an access token may be the token itself
VERSION_AT_END = re.compile(r"(/v[12])/*\Z")


def _nothing() -> None:
    """The default for ``on_request``."""


def new_session(seconds: float, most: float = MOST) -> Any:
    """A session of requests with the limits of bounded.py.

    A response may take at most ``seconds``, and its body may have at most ``most`` bytes.
    """
    session = requests.Session()
    # threads wait for a free connection to a host instead of opening more of them
    adapter = Adapter(seconds, most, pool_maxsize=THREADS, pool_block=True)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


class Client:
    """Sends requests until they succeed or certainly fail."""

    def __init__(
        self, connection: Connection, pacer: Pacer | None = None, sleep: Callable[[float], None] | None = None
    ) -> None:
        self.connection = connection
        self.halt = Halt()
        self.sleep = sleep = sleep or self.halt.sleep
        self.clock: Callable[[], float] = time.monotonic  # for deadlines
        shared = f"{connection.token} {connection.api_url.rstrip('/')}"
        self._pacer = pacer or Pacer.shared(shared, sleep=sleep)
        self.create_lock = CreateLock(shared, self._pause)
        self.run_lock = RunLock(shared, self._pause)
        self.new_objects = NewObjects()
        self._session = new_session(connection.total)
        self._session.headers["User-Agent"] = f"kinescope.kinescope/{VERSION} python-requests/{requests.__version__}"
        self._session.headers["Accept"] = "application/json"
        self._session.headers["Accept-Encoding"] = ENCODINGS
        self.auth = Bearer(connection.token, connection.api_url, connection.uploader_url)
        self.reads = 0  # requests sent, counted by what they may do
        self.writes = 0
        self._date = ("", 0.0)  # of the API's latest response that has one, and when it was received
        self.on_request: Callable[[], None] = _nothing  # called after each request
        self.on_wait: Callable[[str, float], None] | None = None  # called with the reason of a wait, and its seconds
        if connection.verify is False:
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> ApiResponse:
        """Send a GET request. Raises ApiError."""
        return self.send("GET", path, query=query)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        content: Mapping[str, Any] | None = None,
        repeatable: bool = True,
        host: str = "",
        interpreter: Interpreter | None = None,
    ) -> ApiResponse:
        """Send one request and return its response; retry if another attempt may help.

        ``content`` has the arguments of ``requests`` for a body that is not JSON, ``host`` is the address of another
        host that may get the token (the connection's uploader_url), ``interpreter`` decides what a response means. A
        request that is not ``repeatable`` is only sent again if the API certainly did not process it (429, or no
        connection); otherwise the ApiError is marked ``uncertain``, and the caller has to find out whether the request
        took effect.
        """
        arguments: dict[str, Any] = dict(content) if content else {} if body is None else {"json": body}
        arguments.update(params=query, interpreter=interpreter)
        if host:
            return self._sent(method, host, path, repeatable, arguments)
        try:
            with self.halt.sending(method):
                return self._sent(method, "", path, repeatable, arguments)
        except ApiError as error:
            error.request = f"GET {ID_AT_END.sub('/…', path)}" if method == "GET" else ""
            raise

    def _sent(self, method: str, host: str, path: str, repeatable: bool, arguments: Mapping[str, Any]) -> ApiResponse:
        """Send a request until it succeeds or certainly fails. Raises ApiError, HaltedError."""
        address = (host or self.connection.api_url).rstrip("/") + path
        failures, lagged = 0, 0.0
        error: Any = None
        while True:
            sent = self._pacer.wait()
            self.halt.check(error, method)
            error, wait = self.attempt(method, address, auth=self.auth, **arguments)
            if isinstance(error, ApiResponse):
                self._pacer.passed()
                self.new_objects.sent(method, "" if host else path, error.data)
                date = "" if host else error.headers.get("Date")  # other responses may come from a cache
                self._date = (date, steady_time()) if date else self._date
                return error
            if error.status == 429:
                self._wait_for_allowance(sent, error, wait or 0.0)
                continue
            if error.status is not None:
                self._pacer.passed()
            lag = self.new_objects.pause(error, path, lagged) if not failures else None
            if lag is not None:
                lagged += lag
                self.sleep(lag)
                continue
            error.retry_after = wait or 0.0
            may_repeat = wait is not None and (repeatable or not error.uncertain)
            if not may_repeat or failures >= self.connection.retries:
                raise error
            failures += 1
            self._wait(error, pause_after(failures, error))

    def date(self) -> tuple[str, float]:
        """The ``Date`` of the API's latest response that has one ('' for none), and how many seconds ago that was."""
        date, received = self._date
        return date, steady_time() - received

    def _wait_for_allowance(self, sent: float, error: ApiError, asked: float) -> None:
        """Wait after a 429, which does not count as a failure. Raises it if all requests have been refused for long."""
        error.retry_after = asked
        _refuse_long_wait(error)
        wait, silent = self._pacer.hold(asked, sent)  # the limit applies to all processes with this token
        deadline = self.connection.rate_deadline
        if silent >= deadline:
            raise error.note(f"no request got through for {deadline:g} s (api_rate_deadline)")
        self._wait(error, wait)

    def _wait(self, error: ApiError, seconds: float) -> None:
        """Sleep before another attempt, and report the reason."""
        if self.on_wait:
            reason = "the API limits the rate" if error.status == 429 else f"the API responds with {error.status}"
            self.on_wait(reason if error.status else "the API is not responding", seconds)
        self.sleep(seconds)

    def _pause(self, seconds: float) -> None:
        """Sleep. Raises HaltedError if the run has been stopped meanwhile."""
        self.sleep(seconds)
        self.halt.check()

    def attempt(
        self, method: str, address: str, interpreter: Interpreter | None = None, **arguments: Any
    ) -> tuple[Any, float | None]:
        """One unpaced request, with arguments of ``requests``; ``auth`` determines the authorization.

        Returns a response, or an error and the seconds to wait before another attempt (None: another attempt cannot
        help).
        """
        self.halt.check(method=method)
        if origin_of(address) is None:
            return ApiError(NO_ADDRESS), None
        if method in ("GET", "HEAD"):
            self.reads += 1
        else:
            self.writes += 1
        self.on_request()
        connection = self.connection
        try:
            response = self._session.request(
                method,
                address,
                timeout=connection.timeout,
                verify=connection.trusted,
                allow_redirects=False,  # the token is for this address only
                stream=True,  # the body is read with limits
                **arguments,
            )
            with response:
                received = RawResponse(response.status_code, response.headers, body_of(response))
        except (urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as fault:  # requests' are OSErrors
            error, wait = fault_of(fault, address, connection.timeout, connection.total)
        else:
            interpreted, wait = (interpreter or interpret)(received)
            if not isinstance(interpreted, ApiError):
                return interpreted, wait
            error = interpreted
        self._note_wrong_address(error, address)
        error.hide([connection.token, connection.token.lower(), connection.token.upper()])
        return error, wait

    def _note_wrong_address(self, error: ApiError, address: str) -> None:
        """Name the option to check if no connection is possible, or if a 404 is not about an object.

        The address may be wrong, or a proxy has responded.
        """
        urls = {"api_url": self.connection.api_url, "uploader_url": self.connection.uploader_url}
        name = next((name for name, url in urls.items() if address.startswith(url)), "")
        if not name:
            return
        if isinstance(error, UnreachableError):
            error.note(f"check {name} and the network")
        if error.status != 404:
            return
        version = VERSION_AT_END.search(urls[name])
        if version:
            error.foreign = True
            error.note(f"{name} ends in {version[1]}, which is a part of the path of each request; remove it")
        elif error.foreign:
            error.note(f"this is not an error of the API itself; check {name}")

    def recheck_times(self, failure: ApiError | None = None) -> Iterator[None]:
        """Yields whenever it is time to check what a request has done.

        Pauses in between, as long as a list may lag behind or, after a ``failure`` that lost the response, as the API
        may still be working. Raises the failure if that would take too long.
        """
        window = LAG
        if failure:
            window = max(failure.retry_after, self.connection.lookup_window if failure.still_working else LAG)
        waited, pause = 0.0, 0.5
        while waited < window:
            yield
            if failure and window > LONGEST_WAIT:
                raise failure
            pause = min(pause, window - waited)
            self.sleep(pause)
            waited, pause = waited + pause, pause * 2
        yield

    def pages(self, path: str, query: Mapping[str, Any] | None = None, id_key: str = "id") -> Iterator[dict[str, Any]]:
        """Every object of a list of any of the three families. Raises ApiError, see Listing."""
        return self._listing(path, query, id_key).objects()

    def listed(
        self, path: str, query: Mapping[str, Any] | None, id_key: str, pool: Executor | None, take: Take
    ) -> list[dict[str, Any]]:
        """The results of ``take`` for every object of a list and its position (from 1), without None.

        If there is a pool, pages after the first are requested concurrently. If the pages do not add up to the whole
        list (it was changed meanwhile, or the API does not page as requested), they are read again one by one. Raises
        ApiError as pages() does.
        """
        if pool is None:
            return _taken(self.pages(path, query, id_key), take)
        listing = self._listing(path, query, id_key)
        response = self.get(path, {**(query or {}), **page_query(1, 0)})
        first = page_of(response, path)
        total, size = first.total, len(first.rows)
        if total is None or not first.full or not size < total <= size * SIDE_BY_SIDE:
            return _taken(listing.objects(response), take)
        numbers = range(2, (total + size - 1) // size + 1)
        queries = [{**(query or {}), **page_query(number, (number - 1) * size)} for number in numbers]
        rest = (page_of(one, path) for one in pool.map(lambda asked: self.get(path, asked), queries))
        taken: list[dict[str, Any]] = []
        ids: set[str] = set()
        totals, live = set(), 0
        for page in chain([first], rest):
            taken += _taken(page.live, take, live)
            live += len(page.live)
            ids.update(id for id in (row.get(id_key) for row in page.live) if isinstance(id, str))
            totals.add(page.total)
        whole = totals == {total} and total == live == len(ids)
        return taken if whole else _taken(listing.objects(response), take)

    def _listing(self, path: str, query: Mapping[str, Any] | None, id_key: str) -> Listing:
        def get(paging: Mapping[str, Any]) -> ApiResponse:
            return self.get(path, {**(query or {}), **paging})

        return Listing(get, path, id_key, self.sleep, self.clock)


#: (position from 1, object of a list) -> what to keep of it; None to skip it
Take = Callable[[int, dict[str, Any]], Optional[dict[str, Any]]]


def _taken(rows: Iterable[dict[str, Any]], take: Take, before: int = 0) -> list[dict[str, Any]]:
    found = (take(position, row) for position, row in enumerate(rows, before + 1))
    return [one for one in found if one is not None]


def pause_after(failures: int, error: ApiError) -> float:
    """Seconds to wait after this many consecutive failures. Raises the error if it demands too long a pause."""
    _refuse_long_wait(error)
    backoff: float = min(LONGEST_BACKOFF, 0.5 * 2 ** (failures - 1))
    return max(error.retry_after, backoff * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret  # nosec B311


def _refuse_long_wait(error: ApiError) -> None:
    if error.retry_after > LONGEST_WAIT:
        raise error.note(f"it asks for a pause of more than {LONGEST_WAIT:g} seconds; run the task again later")


def form_of(body: Any) -> dict[str, Any] | None:
    """A body that contains files as form arguments for ``requests``; None if it contains none."""
    parts = body if isinstance(body, Mapping) else {}
    files = {
        name: (f"{name}{part.suffix}", part.data, part.media_type)
        for name, part in parts.items()
        if isinstance(part, Content)
    }
    texts = {name: part for name, part in parts.items() if name not in files}
    return {"data": texts, "files": files} if files else None
