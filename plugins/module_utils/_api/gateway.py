# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds -> routes: listing, reading and writing objects, including the API's quirks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, Callable

from .._core.change import Change, Create, Delete
from .._core.errors import ApiError
from .._core.fields.base import Raw, always
from .._core.identity import create_names, id_of, key_of, narrowed
from .._core.kind import Kind, collection_path, identified, object_path
from .._core.values import at, id_form, object_id
from .._core.wanted import Content
from .client import Client, form_of
from .list_cache import LAG, CachedList, LongLists, keyed_object, normalized_object, object_in_list, typed_object
from .pacing import steady_time
from .paging import page_of, page_query
from .responses import PROXY, Interpreter, interpret_one, is_deleted, shows_another

if TYPE_CHECKING:
    from concurrent.futures import Executor


#: Below these routes, the API may read a JSON body of a DELETE and treat a missing one as an error (the vendor's own
#: client sends an empty object). An empty object is harmless where no body is read, so it is always sent, which saves a
#: request.
READ_A_BODY = ("/v1/players/", "/v1/file-requests/", "/v1/privacy-domains/", "/v1/tags/")


#: In place of the path of a parent: the additional lists of a kind.
ELSEWHERE = "elsewhere"
FIRST_PAUSE = 0.25  # seconds until a list that may lag behind a create is read again; doubles each time


class Gateway:
    """Remembers reads, one list per kind, so that a loop lists each kind only once; writes update the lists."""

    def __init__(self, client: Client, clock: Callable[[], float] = steady_time, pool: Executor | None = None) -> None:
        self.client = client
        self.clock = clock
        self._pool = pool
        self.say: Callable[[str], None] | None = None  # gets messages about long work
        self.warned: list[str] = []  # warnings about writes that had to leave something out
        self.long_lists = LongLists(self.whole, self.part, self.is_listed)
        self._seen: dict[tuple[str, str], CachedList] = {}
        self._reading: dict[tuple[str, str], Lock] = defaultdict(Lock)

    def objects(self, kind: Kind, base: str = "") -> list[dict[str, Any]]:
        """Every object of a kind; children are listed below the path of their parent. Raises ApiError."""
        return list(self.whole(kind, base).by_id.values())

    def is_listed(self, kind: Kind, base: str = "") -> bool:
        """Whether every object of a kind has been listed."""
        return (kind.name, base) in self._seen

    def all_objects(self, kind: Kind) -> list[dict[str, Any]]:
        """Every object of a kind, including those that only additional lists contain."""
        return list(self.all_by_id(kind).values())

    def all_by_id(self, kind: Kind) -> Mapping[Any, dict[str, Any]]:
        """The objects of all_objects(), by ID."""
        found = self.whole(kind, "").by_id
        return {**self._additional(kind, "").by_id, **found} if kind.routes.additional_lists else found

    def with_id(self, kind: Kind, id: Any, base: str = "") -> dict[str, Any] | None:
        """The object of a kind with this ID (a UUID), from its list; from its own route if the list is too long."""
        if kind.routes.too_many_to_list and not self.is_listed(kind, base):
            return self.read(kind, base, id)
        found = self.whole(kind, base).by_id.get(id)
        return self._additional(kind, base).by_id.get(id) if found is None and kind.routes.additional_lists else found

    def with_key(
        self, kind: Kind, key: tuple[Any, ...], base: str = "", location: Raw | None = None
    ) -> list[dict[str, Any]]:
        """The objects of a kind with this natural key (see key_of()), as lists show them.

        If names may repeat, only objects in the same place as ``location``, if that has a place. For an object that has
        just been created, waits until the list shows it.
        """
        return self._with_key(kind, key, base, location) or self._new_with_key(kind, key, base, location)

    def _new_with_key(self, kind: Kind, key: tuple[Any, ...], base: str, location: Raw | None) -> list[dict[str, Any]]:
        """The objects of with_key() if the list lags behind their creation by a task of this user; [] otherwise.

        Otherwise a task that runs right after another one would create the same object once more.
        """
        creates = self.client.create_lock
        if not creates.any_recent:
            return []
        name = create_names(kind, base, key, location)[-1]
        age = creates.age(name)
        found: list[dict[str, Any]] = []
        for _moment in self._until_shown(age):
            self._list_again(kind, base, key, location)
            found = self._with_key(kind, key, base, location)
            if found:
                break
        if age is not None and not found:
            creates.missing(name)
        return found

    def _with_key(self, kind: Kind, key: tuple[Any, ...], base: str, location: Raw | None) -> list[dict[str, Any]]:
        """The objects of with_key(), as lists show them now."""
        found = narrowed(kind, self._list_containing(kind, base, key, location).with_key(key), location)
        if found or not kind.routes.additional_lists:
            return found
        return narrowed(kind, self._additional(kind, base).with_key(key), location)

    def similar(
        self, kind: Kind, key: tuple[Any, ...], base: str = "", location: Raw | None = None
    ) -> list[dict[str, Any]]:
        """The objects whose natural keys are different spellings of this one, chosen like those of with_key()."""
        shown = self._list_containing(kind, base, key, location)
        additional = self._additional(kind, base).similar(key) if kind.routes.additional_lists else {}
        found = [raw for id, raw in additional.items() if id not in shown.by_id]
        return narrowed(kind, [*found, *shown.similar(key).values()], location)

    def whole(self, kind: Kind, base: str) -> CachedList:
        """The whole list of a kind. Raises ApiError."""
        return self._remembered(kind, base, lambda: self._read_list(kind, base))

    def _list_containing(self, kind: Kind, base: str, key: tuple[Any, ...], location: Raw | None) -> CachedList:
        """A list with all objects that have a key, or one spelled differently, in a location. Raises ApiError."""
        if kind.routes.too_many_to_list and not self.is_listed(kind, base):
            return self.long_lists.containing(kind, base, key, location)
        return self.whole(kind, base)

    def part(self, kind: Kind, base: str, mark: str, query: Raw | None, has: Callable[[Raw], bool]) -> CachedList:
        """The part of a list that a query selects; only its objects that fulfill ``has`` are remembered.

        ``mark`` distinguishes it from other parts with the same query. Raises ApiError.
        """
        name = f"{base}?{query or ''}{mark}"
        return self._remembered(kind, name, lambda: self._read_list(kind, base, query, has), has)

    def length(self, kind: Kind) -> int | None:
        """The total number of objects according to a list; None if it has no total. Raises ApiError."""
        path = collection_path(kind)
        return page_of(self.client.get(path, page_query(1, 0, 1)), path, 1).total

    def _additional(self, kind: Kind, base: str) -> CachedList:
        """The additional lists, searched if the usual list does not contain an object."""
        return self._remembered(kind, ELSEWHERE, lambda: self._read_additional(kind, base))

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> CachedList:
        name = (kind.name, base)
        seen = self._seen.get(name)
        if seen is not None:
            return seen
        with self._reading[name]:  # threads that need the same list wait for the one that reads it
            seen = self._seen.get(name)
            if seen is None:
                began = self.clock()
                objects = read()
                seen = self._seen[name] = CachedList(kind, objects, began, self.clock(), has)
        return seen

    def age(self, kind: Kind, base: str = "") -> float:
        """For how many seconds the list of a kind has aged; 0 if the next lookup will request it.

        The age is negative for a list that took long to read, see Seen. If parts of the list have been read, the one
        that was read first counts.
        """
        return self.clock() - self.aged_from(kind, base)

    def aged_from(self, kind: Kind, base: str = "") -> float:
        """The clock's time from which age() counts; now if the next lookup will request the list."""
        seen = self._seen.get((kind.name, base))
        if seen is not None and not kind.routes.too_many_to_list:  # there are no parts
            return seen.aged_from
        return min((seen.aged_from for seen in self._lists(kind, base).values()), default=self.clock())

    def _lists(self, kind: Kind, base: str) -> dict[tuple[str, str], CachedList]:
        """The remembered list of a kind, and the lists that contain a part of it."""
        return {
            name: seen
            for name, seen in list(self._seen.items())
            if name == (kind.name, base) or (name[0] == kind.name and name[1].startswith(f"{base}?"))
        }

    def remember(self, kind: Kind, base: str, id: Any, raw: dict[str, Any]) -> None:
        """Update the remembered list after our own write; an empty object is a deleted one."""
        id = id_form(id)
        additional = self._seen.get((kind.name, ELSEWHERE))
        if additional is not None:
            additional.drop(id)
        for seen in self._lists(kind, base).values():
            before = seen.drop(id)
            if raw and seen.has(raw):
                # these decide whether it may be deleted, and perhaps only lists show them
                kept = {name: before[name] for name in kind.holds if name in before}
                seen.put(id_of(kind, raw), {**kept, **raw})

    def forget(self, kind: Kind, base: str = "") -> None:
        """Make the next lookup of this kind request the list."""
        for name in [*self._lists(kind, base), (kind.name, ELSEWHERE)]:
            self._seen.pop(name, None)

    def _list_again(self, kind: Kind, base: str, key: tuple[Any, ...] = (), location: Raw | None = None) -> None:
        """List a kind now: a list that another thread began to read earlier may lack later writes."""
        began = self.clock()
        self.forget(kind, base)
        while self._list_containing(kind, base, key, location).began < began:
            self.forget(kind, base)

    def renew(self, kind: Kind, base: str, seconds: float) -> None:
        """Make the next lookup of a kind request its list if that has aged for longer than this."""
        if self.age(kind, base) > seconds:
            self.forget(kind, base)

    def forget_older(self, seconds: float) -> bool:
        """Forget everything remembered for longer than this; returns whether there was anything."""
        now = self.clock()
        young = {name: seen for name, seen in self._seen.items() if now - seen.ended <= seconds}
        self._seen, before = young, self._seen
        return len(young) < len(before)

    def forget_inherited(self) -> bool:
        """Have every look from now on ask the API, see inherited.py; whether anything of another process was used."""
        return False

    def _read_additional(self, kind: Kind, base: str) -> dict[Any, dict[str, Any]]:
        pages = [self.pages(kind, base, dict([query])) for query in kind.routes.additional_lists]
        return {id_of(kind, raw): raw for page in pages for raw in page}

    def pages(self, kind: Kind, base: str = "", query: Raw | None = None) -> Iterator[dict[str, Any]]:
        """The present objects of a list or of a part of it, page by page. Raises ApiError."""
        path = collection_path(kind, base)
        for position, raw in enumerate(self.client.pages(path, query, kind.routes.id_key), 1):
            yield object_in_list(kind, raw, path, position)

    def _read_list(
        self,
        kind: Kind,
        base: str,
        part: Raw | None = None,
        has: Callable[[Raw], bool] = always,
        pool: Executor | None = None,
    ) -> dict[Any, dict[str, Any]]:
        """The objects of a list or of a ``part``, by ID, as far as they fulfill ``has``. Raises ApiError.

        ``pool`` is for its pages, instead of that of the gateway.
        If the list still shows objects that a task of this user has just deleted, waits until it no longer does:
        otherwise the next task would not create them again, or would delete them once more.
        """
        creates = self.client.create_lock
        pool = pool or self._pool
        found = self._rows(kind, base, part, has, pool)
        ages = {id: age for id in found for age in [creates.since_deleted(id)] if age is not None}
        for _moment in self._until_shown(min(ages.values(), default=None)):
            found = self._rows(kind, base, part, has, pool)
            if not ages.keys() & found.keys():
                break
        for id in ages.keys() & found.keys():
            creates.exists(id)
        return found

    def _until_shown(self, age: float | None) -> Iterator[None]:
        """Yields, after a pause each time, as long as lists may lag behind a write of this age; None is no write."""
        left, pause = 0.0 if age is None else LAG - age, FIRST_PAUSE
        while left > 0:
            pause = min(pause, left)
            self.client.sleep(pause)
            left, pause = left - pause, pause * 2
            yield

    def _rows(
        self, kind: Kind, base: str, part: Raw | None, has: Callable[[Raw], bool], pool: Executor | None
    ) -> dict[Any, dict[str, Any]]:
        """The objects of _read_list(), as the list shows them now."""
        found: dict[Any, dict[str, Any]] = {}
        if not kind.routes.lists:
            found = {id_of(kind, raw): raw for raw in self.shown_in_parent(kind, base)}
        path, parent = collection_path(kind, base), base.rsplit("/", 1)[-1]
        for mark, value in kind.routes.listed_by or (("", ""),) if kind.routes.lists else ():
            query = {mark: value} if mark else part

            def take(position: int, raw: dict[str, Any]) -> dict[str, Any] | None:
                one = object_in_list(kind, raw, path, position)
                if kind.routes.within and shows_another(raw, kind.routes.within, parent):
                    raise ApiError(f"the list at {path} has at position {position} an object of another place; {PROXY}")
                return one if has(one) else None

            for raw in self.client.listed(path, query, kind.routes.id_key, pool, take):
                if mark:
                    # in several lists: the API ignores the filter, so it is unknown which value the object has
                    raw = {mark: None if id_of(kind, raw) in found else value, **raw}
                found[id_of(kind, raw)] = raw
        return kind.ranked.numbered(found) if kind.ranked else found

    def read(self, kind: Kind, base: str, id: str | None, as_is: bool = False) -> dict[str, Any] | None:
        """One object from its own route (without an ID: a singleton); None if it does not exist.

        Raises ApiError, also for an object with a field that cannot be understood, unless ``as_is`` is set.
        """
        path = object_path(kind, base, id)
        try:
            response = self.client.send("GET", path, interpreter=_of_one(kind, id))
        except ApiError as error:
            if error.not_found:
                return None
            raise
        raw = identified(kind, response.data, path, response.request_id)
        if is_deleted(raw, path):
            return None
        found = keyed_object(kind, normalized_object(kind, raw, path), path)
        return found if as_is else typed_object(kind, found, path)

    def write(
        self, method: str, path: str, body: Any, kind: Kind, repeatable: bool = True, id: str | None = None
    ) -> dict[str, Any] | None:
        """Send a body, as a form if it contains files. Raises ApiError.

        Returns the object in the response. Returns None if there is none, if it is not the one with this ID, or if it
        cannot be understood: the write has succeeded nevertheless, and reading the object reports the problem.
        """
        form = form_of(body)
        data = self.client.send(method, path, None if form else body, content=form, repeatable=repeatable).data
        if not isinstance(data, Mapping) or "success" in data or shows_another(data, kind.routes.id_key, id):
            return None
        shows = not kind.has_ids or object_id(data.get(kind.routes.id_key)) is not None
        try:
            if not shows or is_deleted(data, path):
                return None
            return typed_object(kind, normalized_object(kind, dict(data), path), path)
        except ApiError:
            return None

    def create(self, change: Create) -> dict[str, Any] | None:
        """Send a create, only once, and return the new object as write() does. Raises ApiError.

        An object that a list has shown before is not the new one: the response belongs to another request.
        """
        kind = change.kind
        created = self.write("POST", change.path, change.body, kind, repeatable=False)
        if created is None:
            return None
        id = id_of(kind, created)
        if any(id in seen.by_id for seen in self._lists(kind, change.base).values()):
            return None
        self.client.create_lock.exists(id)  # the API may have restored it instead of creating another one
        return created

    def delete(self, change: Delete) -> None:
        """Delete an object. If it is already gone, that is fine; if it still exists after a 404, that is an error."""
        if not self._delete(change.path) and self._still_shown(change):
            raise ApiError("the API responded with 404, but the object exists", status=404)
        if change.id is not None:
            self.client.create_lock.deleted(id_form(change.id))

    def _still_shown(self, change: Delete) -> bool:
        """Whether an object is still shown when no route lags behind its deletion any more."""
        return all(self.find(change) is not None for _moment in self.client.recheck_times())

    def _delete(self, path: str) -> bool:
        """Delete; returns whether there was anything to delete."""
        try:
            self.client.send("DELETE", path, body={} if path.startswith(READ_A_BODY) else None)
        except ApiError as error:
            if error.not_found:
                return False
            raise
        return True

    def delete_file(self, path: str) -> None:
        """Delete a file that belongs to an object."""
        self._delete(path)

    def find(self, change: Change) -> dict[str, Any] | None:
        """The present object of a change, by its ID."""
        kind = change.kind
        if kind.routes.reads_one or kind.routes.singleton:
            return self.read(kind, change.base, change.id)
        self._list_again(kind, change.base)
        found = self.with_id(kind, id_form(change.id), change.base)
        return None if found is None else typed_object(kind, found, collection_path(kind, change.base))

    def same_key(self, change: Change) -> list[dict[str, Any]]:
        """All present objects with the natural key in a create's body."""
        kind, body = change.kind, (change.natural_key or {}) if isinstance(change, Delete) else change.body
        wanted = key_of(kind, body)
        if not kind.routes.lists:
            return [raw for raw in self.shown_in_parent(kind, change.base) if key_of(kind, raw) == wanted]
        self._list_again(kind, change.base, wanted, body)
        path = collection_path(kind, change.base)
        return [typed_object(kind, raw, path) for raw in self._with_key(kind, wanted, change.base, body)]

    def shown_in_parent(self, kind: Kind, base: str) -> list[dict[str, Any]]:
        """The objects of a kind without a list, from the parent's response, under the name of their route."""
        name = kind.routes.path.strip("/")
        response = self.client.send("GET", base, interpreter=interpret_one("id", base.rsplit("/", 1)[-1]))
        shown = at(response.data, (name,)) or []
        if not isinstance(shown, list):
            raise ApiError(f"the API's response for {base} has {name} that are not a list")
        path = f"{base}, {name},"
        found = [(n, identified(kind, raw, path)) for n, raw in enumerate(shown, 1)]
        return [
            typed_object(kind, object_in_list(kind, raw, path, n), path)
            for n, raw in found
            if not is_deleted(raw, path)
        ]

    def upload(self, path: str, content: Content) -> None:
        """Send a file. The API's format is undocumented: the plain bytes are tried first, then a form."""
        plain = {"data": content.data, "headers": {"Content-Type": content.media_type}}
        try:
            self.client.send("POST", path, content=plain)
        except ApiError as error:
            if error.status not in (400, 415, 422, 500):
                raise
            self.client.send("POST", path, content={"files": {"file": ("file", content.data, content.media_type)}})


def _of_one(kind: Kind, id: str | None) -> Interpreter | None:
    """How to interpret the response that shows an object of a kind; None (as usual) for an object without an ID."""
    return interpret_one(kind.routes.id_key, id) if kind.has_ids and id else None
