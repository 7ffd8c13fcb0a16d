# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that come in pages: the whole list or an error, because half a list leads to duplicates and wrong deletions."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

from .._core.errors import ApiError
from .answers import Answer, is_deleted, rows_of, total_of, unlike_text, whole_number

PER_PAGE = 100  # the most that lists give
USUAL_SIZE = 10  # of a page, when a list does not honor what it is asked for
MAX_PAGES = 10_000
MAX_PASSES = 5
LONGEST_LIST = 1800.0  # seconds to read a list in
SIDE_BY_SIDE = 1000  # pages that may be asked for before any of them has come
PAUSE = 0.5  # seconds before an incomplete list is read again; longer each time


def page_query(number: int, offset: int, size: int = PER_PAGE) -> dict[str, int]:
    """The query for a page. The keys of the offset family are not documented, so both pairs are sent."""
    return {"page": number, "per_page": size, "limit": size, "offset": offset}


class Page(NamedTuple):
    """A page of a list: its ``rows``, deleted ones too, and the ``total`` that it gives for the whole list, if any.

    ``full`` says that there may be more rows behind it, as far as its length tells. ``unpaged`` lists have no meta.
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
        """Whether a first page is all of its list for certain: its total may be its own length only."""
        return not self.full and (self.total is None or self.total <= len(self.rows))


def page_of(answer: Answer, path: str, asked: int = PER_PAGE) -> Page:
    """The page in the answer to a request for so many rows. Raises ApiError for an answer without a list."""
    rows, meta = rows_of(answer, path), answer.payload.get("meta")
    unpaged = not isinstance(meta, Mapping)
    sizes = {asked} if unpaged else {min(asked, _size(meta) or asked)} | (set() if _size(meta) else {USUAL_SIZE})
    full = len(rows) in sizes or (not unpaged and len(rows) > asked)
    return Page(rows, total_of(meta), full, unpaged)


def _size(meta: Any) -> int:
    """The size of a full page by the list's own account; 0 when it gives none."""
    paging = meta.get("pagination")
    size = paging.get("per_page") if isinstance(paging, Mapping) else meta.get("limit", meta.get("per_page"))
    return whole_number(size) or 0


@dataclass
class _Pass:
    """What one pass through the pages of a list has shown so far."""

    ids: set[Any] = field(default_factory=set)
    received: int = 0  # rows
    pages: int = 0
    last: Sequence[Any] = ()  # the ids of the last page
    repeats: bool = False  # the last page showed nothing that this pass had not seen
    deleted: bool = False  # there are rows of deleted objects, which the total may count or not
    per_page: bool = True  # each total so far is the length of its own page
    owed: int | None = None  # what the list had when the pass began
    total: int | None = None  # what it has now
    shrank: bool = False
    is_over: bool = False

    def take(self, page: Page, ids: Sequence[Any]) -> None:
        """Note a page, with the ids of its rows."""
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
        """Whether the totals say no more than how long each page is."""
        return self.per_page and self.pages > 1

    def _ends(self, page: Page) -> bool:
        if page.total is None or len(self.ids) > page.total or self.counts_pages:
            return not page.full
        # a total that is the length of its own full page may say nothing of the list
        unsure = page.full and (self.deleted or page.total == len(page.rows))
        return len(self.ids) == page.total and not unsure

    def is_whole(self, page: Page, seen: int) -> bool:
        """Whether so many distinct objects are the list, when the pass is over and the list did not shrink."""
        if self.repeats and page.full:
            return page.unpaged or (page.total is not None and page.total == seen)
        return self.owed is None or self.counts_pages or seen >= self.owed


class Listing:
    """One list on its way in, page by page, in as many passes as it takes to see all of it.

    Distinct ids are compared with the total that the API gives, because an object that is created or deleted
    meanwhile, or an order that is not stable, moves objects between pages. ``get`` sends a request with a query,
    ``sleep`` waits and ``clock`` tells seconds.
    """

    def __init__(
        self,
        get: Callable[[Mapping[str, Any]], Answer],
        path: str,
        id_key: str,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self._get, self._path, self._id_key, self._sleep, self._clock = get, path, id_key, sleep, clock
        self._until = clock() + LONGEST_LIST
        self._yielded: set[Any] = set()
        self._seen: set[Any] = set()  # ids, in all passes since the list last shrank
        self._total: int | None = None
        self._request_id: str | None = None

    def objects(self, first: Answer | None = None) -> Iterator[dict[str, Any]]:
        """Every object that is not deleted, once; ``first`` is the answer for the first page if it is there already.

        Raises ApiError at the end for a list that could not be read whole.
        """
        for count in range(1, MAX_PASSES + 1):
            done, page = yield from self._pass(first)
            if done.shrank:
                self._seen.clear()  # what was seen may be gone, and must not count for what was missed
            elif done.is_whole(page, len(self._seen)):
                return
            elif count < MAX_PASSES:
                self._sleep(count * PAUSE)
            first = None
        if done.shrank:
            raise self._fault("became shorter each time it was read; run the task again")
        raise self._fault(f"is incomplete: only {self._shown()} were returned, although it was read {MAX_PASSES} times")

    def _pass(self, first: Answer | None) -> Generator[dict[str, Any], None, tuple[_Pass, Page]]:
        """Go through the pages once, and yield what is new. Raises ApiError for pages without an end."""
        done = _Pass()
        while done.pages < MAX_PAGES and self._clock() <= self._until:
            answer = first or self._get(page_query(done.pages + 1, done.received))
            first, self._request_id = None, answer.request_id
            page = page_of(answer, self._path)
            ids = self._ids(page.rows, done.received)
            last = done.last
            done.take(page, ids)
            if page.total is not None and self._total is not None and page.total < self._total:
                self._seen.clear()  # also between two passes, what was seen may have gone
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
        """The ids of rows that stand behind so many others. Raises ApiError for what cannot be an id."""
        ids = [row.get(self._id_key) for row in rows]
        for position, id in enumerate(ids, before + 1):
            if not isinstance(id, (str, int)) or isinstance(id, bool):
                raise self._fault(f"has at position {position} an object {unlike_text(self._id_key, id)}")
        return ids

    def _fault(self, what: str) -> ApiError:
        return ApiError(f"the list at {self._path} {what}", request_id=self._request_id)
