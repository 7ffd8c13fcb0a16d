# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds to routes: how objects are listed, read and written, and the API's quirks in doing so."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any, Callable

from .._core.change import Change, Delete
from .._core.errors import ApiError
from .._core.fields.base import Raw, always
from .._core.identity import id_of, is_similar, key_of, narrowed, part_query, spellings
from .._core.kind import Kind, collection_path, identified, object_path
from .._core.values import at, id_form, object_id
from .._core.wanted import Content
from .answers import is_deleted
from .client import Client, form_of
from .list_cache import Seen, known, named, regular, understood
from .paging import page_of, page_query

if TYPE_CHECKING:
    from concurrent.futures import Executor


#: Below these the API may read a JSON body of a DELETE too, and takes none for a fault (the vendor's own client sends
#: an empty object). Where it reads none, an empty object says nothing: so it is sent at once, and no request is lost.
READ_A_BODY = ("/v1/players/", "/v1/file-requests/", "/v1/privacy-domains/", "/v1/tags/")

SOUGHT = "?sought"  # the mark of a list of which only what is looked for is remembered


class Gateway:
    """Reads are remembered, one list a kind, so that the items of a loop list a kind once; writes keep it true."""

    def __init__(
        self, client: Client, clock: Callable[[], float] = time.monotonic, pool: Executor | None = None
    ) -> None:
        self.client = client
        self.clock = clock
        self._pool = pool
        self.say: Callable[[str], None] | None = None  # hears lines about work that takes long
        self.warned: list[str] = []  # what to tell of writes that had to do without something
        self._sought: dict[str, frozenset[str]] = {}  # see look_for()
        self._seen: dict[tuple[str, str], Seen] = {}
        self._reading: dict[tuple[str, str], Lock] = defaultdict(Lock)

    def objects(self, kind: Kind, base: str = "") -> list[dict[str, Any]]:
        """Every object of a kind, below a parent object's path for children. Raises ApiError."""
        return list(self._list(kind, base).by_id.values())

    def shows_all(self, kind: Kind, base: str = "") -> bool:
        """Whether every object of a kind has been listed."""
        return (kind.name, base) in self._seen

    def everything(self, kind: Kind) -> list[dict[str, Any]]:
        """Every object of a kind, also those that only the lists beside the usual one show."""
        found = {id_of(kind, raw): raw for raw in self.objects(kind)}
        if kind.routes.elsewhere:
            found = {**self._elsewhere(kind, "").by_id, **found}
        return list(found.values())

    def with_id(self, kind: Kind, id: Any, base: str = "") -> dict[str, Any] | None:
        """The object of a kind that has this id (a UUID), as lists show it; of a vast kind, as its own route does."""
        if kind.routes.too_many_to_list and not self.shows_all(kind, base):
            return self.read(kind, base, id)
        found = self._list(kind, base).by_id.get(id)
        return self._elsewhere(kind, base).by_id.get(id) if found is None and kind.routes.elsewhere else found

    def with_key(
        self, kind: Kind, key: tuple[Any, ...], base: str = "", there: Raw | None = None
    ) -> list[dict[str, Any]]:
        """The objects of a kind that have this natural key (see key_of), as lists show them.

        Where names repeat, only those in the place that ``there`` is in, if it says any.
        """
        found = narrowed(kind, self._that_shows(kind, base, key, there).with_key(key), there)
        if found or not kind.routes.elsewhere:
            return found
        return narrowed(kind, self._elsewhere(kind, base).with_key(key), there)

    def similar(
        self, kind: Kind, key: tuple[Any, ...], base: str = "", there: Raw | None = None
    ) -> list[dict[str, Any]]:
        """The objects whose natural key differs from this one in its spelling only, among those of with_key()."""
        shown = self._that_shows(kind, base, key, there)
        beside = self._elsewhere(kind, base).similar(key) if kind.routes.elsewhere else {}
        found = [raw for id, raw in beside.items() if id not in shown.by_id]
        return narrowed(kind, [*found, *shown.similar(key).values()], there)

    def _list(self, kind: Kind, base: str) -> Seen:
        return self._remembered(kind, base, lambda: self._read_list(kind, base))

    def _that_shows(self, kind: Kind, base: str, key: tuple[Any, ...], there: Raw | None) -> Seen:
        """The list that shows all objects of a key in a place: of a vast kind only a part, where that will do."""
        if not kind.routes.too_many_to_list or self.shows_all(kind, base):
            return self._list(kind, base)
        is_sought = self._is_sought(kind, key)
        if is_sought and (kind.name, base + SOUGHT) in self._seen:
            return self.list_sought(kind, base)
        query = part_query(kind, key, there)
        if "q" in query:
            part = self._part(kind, base, query, lambda raw: key_of(kind, raw) == key or is_similar(kind, raw, key))
            # a search may find less than there is; that there is none, only the whole list can tell
            if part.with_key(key):
                return part
            return self.list_sought(kind, base) if is_sought else self._list(kind, base)
        mark = SOUGHT if is_sought else ""
        return self._part(kind, base, query, lambda raw: self._keeps(kind, raw, there, bool(mark)), mark)

    def _part(self, kind: Kind, base: str, query: Raw, has: Callable[[Raw], bool], mark: str = "") -> Seen:
        """The part of a list that a query asks for; of what it shows, only what it ``has`` to show is remembered."""
        return self._remembered(kind, f"{base}?{query}{mark}", lambda: self._read_list(kind, base, query, has), has)

    def _keeps(self, kind: Kind, raw: Raw, there: Raw | None, sought: bool) -> bool:
        """Whether an object is in a place, and looked for, where ``sought`` says that only such are kept."""
        return bool(narrowed(kind, [dict(raw)], there)) and (not sought or self._is_sought(kind, key_of(kind, raw)))

    def look_for(self, kind: Kind, keys: Iterable[tuple[Any, ...]]) -> None:
        """Objects with these natural keys are going to be looked for, among more than memory should hold.

        Of the list of the kind and of its parts, only objects that have one of these keys, or a similar one, are then
        remembered. Another key is looked for as before.
        """
        self._sought[kind.name] = frozenset(spelling for key in keys for spelling in spellings(key))

    def _is_sought(self, kind: Kind, key: tuple[Any, ...]) -> bool:
        return any(spelling in self._sought.get(kind.name, ()) for spelling in spellings(key))

    def list_sought(self, kind: Kind, base: str = "") -> Seen:
        """The objects of a whole list that are looked for, see look_for(). Raises ApiError."""

        def has(raw: Raw) -> bool:
            return self._is_sought(kind, key_of(kind, raw))

        return self._remembered(kind, base + SOUGHT, lambda: self._read_list(kind, base, None, has), has)

    def length(self, kind: Kind, base: str = "") -> int | None:
        """How many objects a list has by its own account; None where it gives none. Raises ApiError."""
        path = collection_path(kind, base)
        return page_of(self.client.get(path, page_query(1, 0, 1)), path, 1).total

    def _elsewhere(self, kind: Kind, base: str) -> Seen:
        """The lists beside the usual one, looked into when that has no such object."""
        return self._remembered(kind, "elsewhere", lambda: self._read_elsewhere(kind, base))

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> Seen:
        name = (kind.name, base)
        seen = self._seen.get(name)
        if seen is not None:
            return seen
        with self._reading[name]:  # threads that need the same list wait for the one that reads it
            seen = self._seen.get(name)
            if seen is None:
                began = self.clock()
                objects = read()
                seen = self._seen[name] = Seen(kind, objects, began, self.clock(), has)
        return seen

    def age(self, kind: Kind, base: str = "") -> float:
        """For how many seconds the list of a kind has aged; 0 when the next look asks the API.

        It is negative for a list that took long to read, see Seen. Of the parts of a vast kind's list, the one that was
        read first counts.
        """
        now = self.clock()
        return now - min((seen.aged_from for seen in self._lists(kind, base).values()), default=now)

    def _lists(self, kind: Kind, base: str) -> dict[tuple[str, str], Seen]:
        """The remembered list of a kind, and those that show a part of it."""
        return {
            name: seen
            for name, seen in list(self._seen.items())
            if name == (kind.name, base) or (name[0] == kind.name and name[1].startswith(f"{base}?"))
        }

    def remember(self, kind: Kind, base: str, id: Any, raw: dict[str, Any]) -> None:
        """Keep the remembered list true after a write of ours; an empty object is one that is gone."""
        id = id_form(id)
        elsewhere = self._seen.get((kind.name, "elsewhere"))
        if elsewhere is not None:
            elsewhere.drop(id)
        for seen in self._lists(kind, base).values():
            before = seen.drop(id)
            if raw and seen.has(raw):
                # what it holds decides whether it may be deleted, and perhaps only lists show it
                kept = {name: before[name] for name in kind.holds if name in before}
                seen.put(id_of(kind, raw), {**kept, **raw})

    def forget(self, kind: Kind, base: str = "") -> None:
        """Have the next look at this kind ask the API."""
        for name in [*self._lists(kind, base), (kind.name, "elsewhere")]:
            self._seen.pop(name, None)

    def _list_anew(self, kind: Kind, base: str, key: tuple[Any, ...] = (), there: Raw | None = None) -> None:
        """List a kind now: what another thread began to list earlier may lack what was written since."""
        began = self.clock()
        self.forget(kind, base)
        while self._that_shows(kind, base, key, there).began < began:
            self.forget(kind, base)

    def renew(self, kind: Kind, base: str, seconds: float) -> None:
        """Have the next look at a kind's list ask the API, when it has aged for longer."""
        if self.age(kind, base) > seconds:
            self.forget(kind, base)

    def forget_older(self, seconds: float) -> bool:
        """Have the next look at what has been remembered for longer ask the API; whether there was any such thing."""
        now = self.clock()
        young = {name: seen for name, seen in self._seen.items() if now - seen.ended <= seconds}
        self._seen, before = young, self._seen
        return len(young) < len(before)

    def _read_elsewhere(self, kind: Kind, base: str) -> dict[Any, dict[str, Any]]:
        pages = [self.pages(kind, base, dict([query])) for query in kind.routes.elsewhere]
        return {id_of(kind, raw): raw for page in pages for raw in page}

    def pages(self, kind: Kind, base: str = "", query: Raw | None = None) -> Iterator[dict[str, Any]]:
        """The objects of a list, or of a part of it, page by page, as they are now. Raises ApiError."""
        path = collection_path(kind, base)
        for position, raw in enumerate(self.client.pages(path, query, kind.routes.id_key), 1):
            yield known(kind, raw, path, position)

    def _read_list(
        self, kind: Kind, base: str, part: Raw | None = None, has: Callable[[Raw], bool] = always
    ) -> dict[Any, dict[str, Any]]:
        """The objects of a list or of a ``part``, by ID, without those that it need not have. Raises ApiError."""
        found: dict[Any, dict[str, Any]] = {}
        if not kind.routes.lists:
            found = {id_of(kind, raw): raw for raw in self.shown_above(kind, base)}
        path = collection_path(kind, base)
        for mark, value in kind.routes.listed_by or (("", ""),) if kind.routes.lists else ():
            query = {mark: value} if mark else part

            def take(position: int, raw: dict[str, Any]) -> dict[str, Any] | None:
                one = known(kind, raw, path, position)
                return one if has(one) else None

            for raw in self.client.listed(path, query, kind.routes.id_key, self._pool, take):
                if mark:
                    # in several lists: the API ignores the filter, and which kind of object it is cannot be known
                    raw = {mark: None if id_of(kind, raw) in found else value, **raw}
                found[id_of(kind, raw)] = raw
        return kind.ranked.numbered(found) if kind.ranked else found

    def read(self, kind: Kind, base: str, id: str | None, as_is: bool = False) -> dict[str, Any] | None:
        """One object as its own route shows it (without an id: a singleton), or None when there is none.

        Raises ApiError, also for one of which a field cannot be understood, unless it is wanted ``as_is``.
        """
        path = object_path(kind, base, id)
        try:
            answer = self.client.get(path)
        except ApiError as error:
            if error.not_found:
                return None
            raise
        raw = identified(kind, answer.data, path, answer.request_id)
        if is_deleted(raw, path):
            return None
        found = named(kind, regular(kind, raw, path), path)
        return found if as_is else understood(kind, found, path)

    def write(self, method: str, path: str, body: Any, kind: Kind, repeatable: bool = True) -> dict[str, Any] | None:
        """Send a body, as a form if it holds files. Raises ApiError.

        Returns the object in the response; None for none, and for one that cannot be understood: it is there all the
        same, and reading it says what is wrong.
        """
        form = form_of(body)
        data = self.client.send(method, path, None if form else body, content=form, repeatable=repeatable).data
        if not isinstance(data, Mapping) or "success" in data:
            return None
        shows = not kind.has_ids or object_id(data.get(kind.routes.id_key)) is not None
        try:
            if not shows or is_deleted(data, path):
                return None
            return understood(kind, regular(kind, dict(data), path), path)
        except ApiError:
            return None

    def delete(self, change: Delete) -> None:
        """Delete an object. One that is gone already is no error; one that is still there after a 404 is."""
        if not self._delete(change.path) and self.find(change) is not None:
            raise ApiError("the API responded with 404, but the object exists", status=404)

    def _delete(self, path: str) -> bool:
        """Whether there was something to delete."""
        try:
            self.client.send("DELETE", path, body={} if path.startswith(READ_A_BODY) else None)
        except ApiError as error:
            if error.not_found:
                return False
            raise
        return True

    def delete_file(self, path: str) -> None:
        """Remove a file that belongs to an object."""
        self._delete(path)

    def find(self, change: Change) -> dict[str, Any] | None:
        """The object of a change as it is now, by its id."""
        kind = change.kind
        if kind.routes.reads_one or kind.routes.singleton:
            return self.read(kind, change.base, change.id)
        self._list_anew(kind, change.base)
        found = self.with_id(kind, id_form(change.id), change.base)
        return None if found is None else understood(kind, found, collection_path(kind, change.base))

    def same_key(self, change: Change) -> list[dict[str, Any]]:
        """All objects that have the natural key of a create's body, as they are now."""
        kind, body = change.kind, (change.natural_key or {}) if isinstance(change, Delete) else change.body
        wanted = key_of(kind, body)
        if not kind.routes.lists:
            return [raw for raw in self.shown_above(kind, change.base) if key_of(kind, raw) == wanted]
        self._list_anew(kind, change.base, wanted, body)
        path = collection_path(kind, change.base)
        return [understood(kind, raw, path) for raw in self.with_key(kind, wanted, change.base, body)]

    def shown_above(self, kind: Kind, base: str) -> list[dict[str, Any]]:
        """The objects that no list shows, but the object that they belong to, under the name of their route."""
        name = kind.routes.path.strip("/")
        shown = at(self.client.get(base).data, (name,)) or []
        if not isinstance(shown, list):
            raise ApiError(f"the API's response for {base} has {name} that are not a list")
        path = f"{base}, {name},"
        found = [(n, identified(kind, raw, path)) for n, raw in enumerate(shown, 1)]
        return [understood(kind, known(kind, raw, path, n), path) for n, raw in found if not is_deleted(raw, path)]

    def upload(self, path: str, content: Content) -> None:
        """Send a file. The form that the API takes is not documented: the plain bytes first, then a form's file."""
        plain = {"data": content.data, "headers": {"Content-Type": content.media_type}}
        try:
            self.client.send("POST", path, content=plain)
        except ApiError as error:
            if error.status not in (400, 415, 422, 500):
                raise
            self.client.send("POST", path, content={"files": {"file": ("file", content.data, content.media_type)}})
