# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paged lists: the whole list or an error, because a part of it would lead to duplicates and wrong deletions."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

from .._core.errors import ApiError
from .responses import ApiResponse, is_deleted, rows_of, total_of, unlike_text, whole_number

PER_PAGE = 100  # the most that lists return
USUAL_SIZE = 10  # page size of lists that ignore the requested size
MAX_PAGES = 10_000
MAX_PASSES = 5
LONGEST_LIST = 1800.0  # seconds for reading a list
SIDE_BY_SIDE = 1000  # pages that may be requested before the first of them has arrived
PAUSE = 0.5  # seconds before an incomplete list is read again; increases each time


def page_query(number: int, offset: int, size: int = PER_PAGE) -> dict[str, int]:
    """The query for a page. The keys of the offset family are undocumented, so both pairs are sent."""
    return {"page": number, "per_page": size, "limit": size, "offset": offset}


class Page(NamedTuple):
    """A page of a list: its ``rows``, including deleted ones, and the ``total`` of the whole list, if any.

    ``full`` means that there may be more rows after it, judging by its length. ``unpaged`` lists have no meta.
    """

    rows: list[dict[str, Any]]
    total: int | None
    full: bool
    unpaged: bool

    @property
    def live(self) -> list[dict[str, Any]]:
        """The objects of the page that are not deleted."""
        return [row for row in self.rows if not is_deleted(row)]

    @property
    def is_whole_list(self) -> bool:
        """Whether a first page is certainly the whole list: its total may just be its own length."""
        return not self.full and (self.total is None or self.total <= len(self.rows))


def page_of(response: ApiResponse, path: str, asked: int = PER_PAGE) -> Page:
    """The page in the response to a request for ``asked`` rows. Raises ApiError if there is no list."""
    rows, meta = rows_of(response, path), response.payload.get("meta")
    unpaged = not isinstance(meta, Mapping)
    sizes = {asked} if unpaged else {min(asked, _size(meta) or asked)} | (set() if _size(meta) else {USUAL_SIZE})
    full = len(rows) in sizes or (not unpaged and len(rows) > asked)
    return Page(rows, total_of(meta), full, unpaged)


def _size(meta: Any) -> int:
    """The size of a full page according to the list's meta; 0 if unknown."""
    paging = meta.get("pagination")
    size = paging.get("per_page") if isinstance(paging, Mapping) else meta.get("limit", meta.get("per_page"))
    return whole_number(size) or 0


@dataclass
class _Pass:
    """The state of one pass through the pages of a list."""

    ids: set[Any] = field(default_factory=set)
    received: int = 0  # rows
    pages: int = 0
    last: Sequence[Any] = ()  # the IDs on the last page
    repeats: bool = False  # the last page contained nothing new
    deleted: bool = False  # there are rows of deleted objects, which may or may not be included in the total
    per_page: bool = True  # so far, each total was the length of its own page
    owed: int | None = None  # the total at the beginning of the pass
    total: int | None = None  # the present total
    shrank: bool = False
    is_over: bool = False

    def take(self, page: Page, ids: Sequence[Any]) -> None:
        """Add a page with the IDs of its rows."""
        fresh, before = set(ids) - self.ids, self.total
        self.repeats = bool(ids) and not fresh
        self.ids |= fresh
        self.received += len(ids)
        self.pages += 1
        self.deleted = self.deleted or len(page.live) < len(ids)
        self.per_page = self.per_page and page.total == len(ids)
        self.owed = page.total if self.owed is None else self.owed
        if page.total is not None and before is not None and not self.counts_pages:
            self.shrank = self.shrank or page.total < before
        self.total = before if page.total is None else page.total
        self.is_over = not fresh or self._ends(page)

    @property
    def counts_pages(self) -> bool:
        """Whether the totals are just the lengths of the pages."""
        return self.per_page and self.pages > 1

    def _ends(self, page: Page) -> bool:
        if page.total is None or len(self.ids) > page.total or self.counts_pages:
            return not page.full
        # a total equal to the length of its own full page may not be the total of the list
        unsure = page.full and (self.deleted or page.total == len(page.rows))
        return len(self.ids) == page.total and not unsure

    def is_whole(self, page: Page, seen: int) -> bool:
        """Whether ``seen`` distinct objects are the whole list, after a pass during which the list did not shrink."""
        if self.repeats and page.full:
            return page.unpaged or (page.total is not None and page.total == seen)
        return self.owed is None or self.counts_pages or seen >= self.owed


class Listing:
    """Reads one list page by page, in as many passes as it takes to see all of it.

    The number of distinct IDs is compared with the API's total, because objects move between pages if others are
    created or deleted meanwhile, or if the order is not stable. ``get`` sends a request with a query, ``sleep`` waits,
    and ``clock`` returns seconds.
    """

    def __init__(
        self,
        get: Callable[[Mapping[str, Any]], ApiResponse],
        path: str,
        id_key: str,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self._get, self._path, self._id_key, self._sleep, self._clock = get, path, id_key, sleep, clock
        self._until = clock() + LONGEST_LIST
        self._yielded: set[Any] = set()
        self._seen: set[Any] = set()  # IDs seen in all passes since the list last shrank
        self._total: int | None = None
        self._request_id: str | None = None

    def objects(self, first: ApiResponse | None = None) -> Iterator[dict[str, Any]]:
        """Every object that is not deleted, once; ``first`` is the response with the first page if already available.

        Raises ApiError at the end if the list could not be read completely.
        """
        for count in range(1, MAX_PASSES + 1):
            done, page = yield from self._pass(first)
            if done.shrank:
                self._seen.clear()  # objects seen before may be deleted, and must not make up for missing ones
            elif done.is_whole(page, len(self._seen)):
                return
            elif count < MAX_PASSES:
                self._sleep(count * PAUSE)
            first = None
        if done.shrank:
            raise self._fault("became shorter each time it was read; run the task again")
        raise self._fault(f"is incomplete: only {self._shown()} were returned, although it was read {MAX_PASSES} times")

    def _pass(self, first: ApiResponse | None) -> Generator[dict[str, Any], None, tuple[_Pass, Page]]:
        """Go through the pages once, and yield new objects. Raises ApiError if the pages do not end."""
        done = _Pass()
        while done.pages < MAX_PAGES and self._clock() <= self._until:
            response = first or self._get(page_query(done.pages + 1, done.received))
            first, self._request_id = None, response.request_id
            page = page_of(response, self._path)
            ids = self._ids(page.rows, done.received)
            last = done.last
            done.take(page, ids)
            if page.total is not None and self._total is not None and page.total < self._total:
                self._seen.clear()  # objects may also be deleted between two passes
            self._seen |= done.ids
            self._total = done.total
            for row, id in zip(page.rows, ids):
                if id not in self._yielded and not is_deleted(row):
                    self._yielded.add(id)
                    yield row
            if done.repeats and ids == last and not done.is_whole(page, len(self._seen)):
                raise self._fault(f"repeats objects before its end: only {self._shown()} were returned")
            if done.is_over:
                return done, page
            done.last = ids
        raise self._fault(f"does not end: {self._shown()} were returned on {done.pages} pages")

    def _shown(self) -> str:
        return f"{len(self._seen)} of {'?' if self._total is None else self._total} objects"

    def _ids(self, rows: list[dict[str, Any]], before: int) -> list[Any]:
        """The IDs of rows that come after ``before`` others. Raises ApiError for invalid ones."""
        ids = [row.get(self._id_key) for row in rows]
        for position, id in enumerate(ids, before + 1):
            if not isinstance(id, (str, int)) or isinstance(id, bool):
                raise self._fault(f"has at position {position} an object {unlike_text(self._id_key, id)}")
        return ids

    def _fault(self, what: str) -> ApiError:
        return ApiError(f"the list at {self._path} {what}", request_id=self._request_id)
