# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP to the API: authorization, time-outs, retries, pacing, paging, errors. Plain values in and out.

It knows nothing of kinds or of Ansible. One loop sends every request, so that pacing and retries see each attempt,
and so that an answer whose body cannot be read is retried too, which urllib3's own retries cannot do; urllib3's
``Retry`` is used for what it knows: how long ``Retry-After`` asks to wait, in both of its forms.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Callable

from .._core.errors import ApiError
from .._core.values import first_of_each
from .._core.wanted import Content
from ..version import VERSION
from .addresses import origin_of
from .answers import Answer, judged, objects, total_of
from .authorization import Bearer
from .connection import Connection
from .halt import Halt, UnreachableError
from .lock import Creates, Turns
from .newborn import LAG, Newborns
from .pacing import Pacer

try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter

    REQUESTS_IMPORT_ERROR: str | None = None
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
    HTTPAdapter = object  # type: ignore[assignment,misc]

if TYPE_CHECKING:
    from concurrent.futures import Executor

PER_PAGE = 100  # the most that lists give
THREADS = 8  # requests at a time
MAX_PAGES = 10_000
MAX_PASSES = 5
LONGEST_WAIT = 300.0  # seconds; a Retry-After beyond it is an error, not a pause
LONGEST_BACKOFF = 30.0
NO_ADDRESS = "no request can be sent to this address; is api_url right?"


def _nothing() -> None:
    """Nobody watches."""


class _Adapter(HTTPAdapter):
    """Takes no body that is shorter than the answer announced, to which urllib3 sees by itself from version 2 on."""

    def build_response(self, req: Any, resp: Any) -> Any:
        resp.enforce_content_length = True
        return super().build_response(req, resp)


def new_session() -> Any:
    """A session of requests as all that is read here needs it."""
    session = requests.Session()
    # threads wait for one of the connections to a host, rather than opening more of them
    adapter = _Adapter(pool_maxsize=THREADS, pool_block=True)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


class Client:
    """Sends requests until they succeed, or it is certain that they do not."""

    def __init__(
        self, connection: Connection, pacer: Pacer | None = None, sleep: Callable[[float], None] | None = None
    ) -> None:
        self.connection = connection
        self.halt = Halt()
        self.sleep = sleep = sleep or self.halt.sleep
        shared = f"{connection.token} {connection.api_url.rstrip('/')}"
        self._pacer = pacer or Pacer.shared(shared, sleep=sleep)
        self.creates = Creates(shared, self._pause)
        self.turns = Turns(shared, self._pause)
        self.newborns = Newborns()
        self._session = new_session()
        self._session.headers["User-Agent"] = f"kinescope.kinescope/{VERSION} python-requests/{requests.__version__}"
        self._session.headers["Accept"] = "application/json"
        self.auth = Bearer(connection.token, connection.api_url, connection.uploader_url)
        self.reads = 0  # requests sent, by what they may do
        self.writes = 0
        self.watch: Callable[[], None] = _nothing  # called after each request
        self.waits: Callable[[str, float], None] | None = None  # hears why a request waits, and for how many seconds
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
        host: str = "",
    ) -> Answer:
        """Send one request and return its answer; retry faults that a second attempt can mend.

        ``content`` are arguments of ``requests`` for a body that is not JSON, ``host`` the address of another host
        that may have the token (the connection's uploader_url). A request that is not ``repeatable``
        is sent again only when the API surely did no work (429, or no connection); otherwise the ApiError is marked
        ``uncertain``, and the caller has to look what became of it.
        """
        arguments: dict[str, Any] = dict(content) if content else {} if body is None else {"json": body}
        arguments["params"] = query
        if host:
            return self._sent(method, host, path, repeatable, arguments)
        with self.halt.sending(method):
            return self._sent(method, "", path, repeatable, arguments)

    def _sent(self, method: str, host: str, path: str, repeatable: bool, arguments: Mapping[str, Any]) -> Answer:
        """Send a request until it succeeds, or it is certain that it does not. Raises ApiError, HaltedError."""
        address = (host or self.connection.api_url).rstrip("/") + path
        failures, refusals, lagged = 0, 0, 0.0
        error: Any = None
        while True:
            self._pacer.wait()
            self.halt.check(error, method)
            error, wait = self.attempt(method, address, auth=self.auth, **arguments)
            if isinstance(error, Answer):
                self._pacer.passed()
                self.newborns.sent(method, "" if host else path, error.data)
                return error
            if error.status == 429:
                refusals += 1
                self._wait_for_allowance(refusals, error, wait or 0.0)
                continue
            refusals = 0
            if error.status is not None:
                self._pacer.passed()
            lag = self.newborns.pause(error, path, lagged) if not failures else None
            if lag is not None:
                lagged += lag
                self.sleep(lag)
                continue
            error.asked_to_wait = wait or 0.0
            may_repeat = wait is not None and (repeatable or not error.uncertain)
            if not may_repeat or failures >= self.connection.retries:
                raise error
            failures += 1
            self._wait(error, pause_after(failures, error))

    def _wait_for_allowance(self, refusals: int, error: ApiError, asked: float) -> None:
        """Wait after so many 429 in a row, which is no fault. Raises the error if nothing gets through for long."""
        error.asked_to_wait = asked
        wait = max(asked, 1.0) if 0 < asked <= LONGEST_WAIT else pause_after(refusals, error)
        deadline = self.connection.rate_deadline
        if self._pacer.hold(wait) >= deadline:  # all who share the token are meant
            raise error.note(f"no request got through for {deadline:g} s (api_rate_deadline)")
        self._wait(error, wait)

    def _wait(self, error: ApiError, seconds: float) -> None:
        """Sleep before another attempt, and tell why."""
        if self.waits:
            reason = "the API limits the rate" if error.status == 429 else f"the API responds with {error.status}"
            self.waits(reason if error.status else "the API is not responding", seconds)
        self.sleep(seconds)

    def _pause(self, seconds: float) -> None:
        """Sleep. Raises HaltedError when the run has been stopped meanwhile."""
        self.sleep(seconds)
        self.halt.check()

    def attempt(self, method: str, address: str, **arguments: Any) -> tuple[Any, float | None]:
        """One request, with arguments of ``requests``, which say by ``auth`` who asks. It is not paced.

        Returns an answer; or an error and the seconds that the API asks to wait (None: a second attempt cannot help).
        """
        self.halt.check(method=method)
        if origin_of(address) is None:
            return ApiError(NO_ADDRESS), None
        if method in ("GET", "HEAD"):
            self.reads += 1
        else:
            self.writes += 1
        self.watch()
        try:
            response = self._session.request(
                method,
                address,
                timeout=self.connection.timeout,
                verify=self.connection.verify,
                allow_redirects=False,  # the token belongs to this address and no other
                **arguments,
            )
        except requests.exceptions.SSLError as fault:
            return UnreachableError(f"the TLS connection failed: {_reason(fault)}"), None
        except requests.exceptions.ConnectTimeout:
            return UnreachableError(f"no connection within {self.connection.timeout:g} s"), 0.0
        except requests.exceptions.ConnectionError as fault:
            kind = UnreachableError if _was_never_sent(fault) else ApiError
            return kind(f"the connection failed: {_reason(fault)}", uncertain=kind is ApiError), 0.0
        except requests.exceptions.Timeout:
            late = ApiError(f"no answer within {self.connection.timeout:g} s", uncertain=True, still_working=True)
            return late, 0.0
        except requests.exceptions.InvalidURL:
            return ApiError(NO_ADDRESS), None
        except requests.exceptions.RequestException as fault:
            return ApiError(f"the answer could not be read: {type(fault).__name__}", uncertain=True), 0.0
        except OSError as fault:  # requests' own word for a certificate bundle (of the environment) that is not there
            return ApiError(f"the request could not be sent: {fault}"), None
        except ValueError:  # requests before 2.27 let it through, for a proxy (of the environment) that is no address
            return ApiError("no request can be sent to this address, or to its proxy; is api_url right?"), None
        error, wait = judged(response)
        if isinstance(error, ApiError):
            error.hide([self.connection.token, self.connection.token.lower(), self.connection.token.upper()])
        return error, wait

    def looks(self, failure: ApiError) -> Iterator[None]:
        """The moments at which to look what a request of which the answer was lost has done.

        Pauses between them, as long as the API may still be at work, or a list may lag behind what it did. Raises the
        failure where that is too long.
        """
        window = max(failure.asked_to_wait, self.connection.lookup_window if failure.still_working else LAG)
        waited, pause = 0.0, 0.5
        while waited < window:
            yield
            if window > LONGEST_WAIT:
                raise failure
            pause = min(pause, window - waited)
            self.sleep(pause)
            waited, pause = waited + pause, pause * 2
        yield

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

    def listed(
        self, path: str, query: Mapping[str, Any] | None, id_key: str, pool: Executor | None
    ) -> list[dict[str, Any]]:
        """Every object of a list, the pages after the first fetched side by side where there is a pool of threads.

        Pages that do not add up to the whole list (somebody changed it meanwhile, or the API pages otherwise than
        asked) are gone through again one after the other. Raises ApiError as pages() does.
        """
        if pool is None:
            return list(self.pages(path, query, id_key))
        first = self.get(path, {**(query or {}), **_paging(1, 0)})
        whole = objects(first, path)
        total, size = total_of(first.payload.get("meta")), len(whole)
        if total is None:
            return list(first_of_each(whole, lambda item: _mark(item, id_key) or id(item)))
        if 0 < size < total:
            numbers = range(2, min(MAX_PAGES, (total + size - 1) // size) + 1)
            queries = [{**(query or {}), **_paging(number, (number - 1) * size)} for number in numbers]
            answers = list(pool.map(lambda asked: self.get(path, asked), queries))
            whole = whole + [item for answer in answers for item in objects(answer, path)]
            if {total_of(answer.payload.get("meta")) for answer in answers} != {total}:
                whole = []
        complete = len(whole) == total == len({_mark(item, id_key) for item in whole})
        return whole if complete else list(self.pages(path, query, id_key))

    def _one_pass(
        self, path: str, query: Mapping[str, Any] | None, id_key: str, seen: set[Any]
    ) -> Generator[dict[str, Any], None, bool]:
        """Yield what was not ``seen`` yet, page by page; return whether the list became shorter meanwhile.

        The family is told by ``meta``.
        """
        here: set[Any] = set()
        totals: list[int] = []
        received = 0
        for page in range(1, MAX_PAGES + 1):
            answer = self.get(path, {**(query or {}), **_paging(page, received)})
            items = objects(answer, path)
            marks = [(item, _mark(item, id_key) or (page, index)) for index, item in enumerate(items)]
            yield from (item for item, mark in marks if mark not in seen)
            fresh = {mark for _item, mark in marks} - here
            seen.update(fresh)
            here.update(fresh)
            received += len(items)
            total = total_of(answer.payload.get("meta"))
            if total is None:
                return False
            totals.append(total)
            if not items or len(here) >= total or (not fresh and len(set(totals)) > 1):
                return total < totals[0]
            if not fresh:
                break
        message = f"the list at {path} repeats itself before its end: {len(here)} of {totals[-1]} objects were seen"
        raise ApiError(message, request_id=answer.request_id)


def pause_after(failures: int, error: ApiError) -> float:
    """Seconds to wait after so many failures in a row. Raises the error when it asks for too long a pause."""
    if error.asked_to_wait > LONGEST_WAIT:
        raise error
    first = 2.0 if error.status == 429 else 0.5  # a full minute's window needs longer than a fault
    backoff: float = min(LONGEST_BACKOFF, first * 2 ** (failures - 1))
    return max(error.asked_to_wait, backoff * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret  # nosec B311


def _mark(item: Mapping[str, Any], id_key: str) -> str | int | None:
    """What tells an object from others of its list; None where it has no id that could."""
    id = item.get(id_key)
    return id if isinstance(id, (str, int)) else None


def _paging(page: int, offset: int) -> dict[str, int]:
    """The query for a page. The keys of the offset family are not documented, so both pairs are sent."""
    return {"page": page, "per_page": PER_PAGE, "limit": PER_PAGE, "offset": offset}


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


def form_of(body: Any) -> dict[str, Any] | None:
    """A body with files in it as a form, in the arguments of ``requests``; None for one without."""
    parts = body if isinstance(body, Mapping) else {}
    files = {
        name: (f"{name}{part.suffix}", part.data, part.media_type)
        for name, part in parts.items()
        if isinstance(part, Content)
    }
    texts = {name: part for name, part in parts.items() if name not in files}
    return {"data": texts, "files": files} if files else None
