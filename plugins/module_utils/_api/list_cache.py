# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remembered lists: their objects are validated, and include newly created ones that a list may not show yet.

When a list is read, only the identities of its objects are validated. Other fields are validated when somebody uses an
object, so that an invalid object does not affect others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from threading import Lock
from typing import Any, Callable

from .._core.errors import ApiError
from .._core.fields.base import Field, Raw, always, first_mismatch
from .._core.identity import id_of, is_similar, key_of, narrowed, normalized, part_query, spellings
from .._core.kind import Kind, identified, with_article
from .._core.values import at, frozen, type_in_words
from .pacing import steady_time
from .responses import unlike_text, without_deleted


class CachedList:
    """A list as it was read, updated by our own writes; ``began`` and ``ended`` are the clock's times of reading it.

    ``has`` returns whether an object belongs to the list.
    """

    def __init__(
        self,
        kind: Kind,
        objects: Mapping[Any, dict[str, Any]],
        began: float,
        ended: float,
        has: Callable[[Raw], bool] = always,
    ) -> None:
        self.began = began
        self.ended = ended
        self.has = has
        self.by_id: dict[Any, dict[str, Any]] = {}
        self._kind = kind
        self._by_key: dict[Any, dict[Any, dict[str, Any]]] = {}
        self._writing = Lock()
        self._by_spelling: dict[str, dict[Any, dict[str, Any]]] | None = None  # created on first use
        for id, raw in objects.items():
            self._add(id, raw, key_of(kind, raw))

    @property
    def aged_from(self) -> float:
        """When the list begins to age as a basis for writes: later if reading it took long.

        So at most a third of the time is spent on reading, however long a list is.
        """
        return self.ended + 2 * (self.ended - self.began)

    def put(self, id: Any, raw: dict[str, Any]) -> None:
        """Add or replace an object."""
        key = key_of(self._kind, raw)
        with self._writing:
            self._add(id, raw, key)
            if self._by_spelling is not None:
                _index(self._by_spelling, key, id, raw)

    def _add(self, id: Any, raw: dict[str, Any], key: tuple[Any, ...]) -> None:
        self.by_id[id] = raw
        self._by_key.setdefault(frozen(key), {})[id] = raw

    def drop(self, id: Any) -> dict[str, Any]:
        """Remove an object and return it ({} if there is none)."""
        with self._writing:
            raw = self.by_id.pop(id, {})
            key = key_of(self._kind, raw)
            self._by_key.get(frozen(key), {}).pop(id, None)
            by_spelling = self._by_spelling or {}
            for spelling in spellings(key) if by_spelling else ():
                by_spelling.get(spelling, {}).pop(id, None)
        return raw

    def with_key(self, key: tuple[Any, ...]) -> list[dict[str, Any]]:
        """The objects with this natural key."""
        return list(self._by_key.get(frozen(key), {}).values())

    def similar(self, key: tuple[Any, ...]) -> dict[Any, dict[str, Any]]:
        """The objects, by ID, whose natural keys are different spellings of this one."""
        if not self.by_id:
            return {}
        with self._writing:
            if self._by_spelling is None:
                self._by_spelling = {}
                for id, raw in self.by_id.items():
                    _index(self._by_spelling, key_of(self._kind, raw), id, raw)
            near = [pair for spelling in spellings(key) for pair in self._by_spelling.get(spelling, {}).items()]
        return {id: raw for id, raw in near if is_similar(self._kind, raw, key)}


def _index(by_spelling: dict[str, dict[Any, dict[str, Any]]], key: Sequence[Any], id: Any, raw: dict[str, Any]) -> None:
    for spelling in spellings(key):
        by_spelling.setdefault(spelling, {})[id] = raw


ANNOUNCED = "announced"  # marks parts of lists of which only objects with announced keys are remembered


class LongLists:
    """Looks up objects in lists that are too long to remember, by remembering parts of them.

    The gateway hands in how it gets the ``whole`` list of a kind, or a ``part`` of it, and ``is_listed``, whether it
    has got a list already. ``announced`` maps the names of kinds to the spellings of the announced keys.
    """

    def __init__(
        self,
        whole: Callable[[Kind, str], CachedList],
        part: Callable[[Kind, str, str, Raw | None, Callable[[Raw], bool]], CachedList],
        is_listed: Callable[[Kind, str], bool],
    ) -> None:
        self.announced: dict[str, frozenset[str]] = {}
        self._whole, self._part, self._is_listed = whole, part, is_listed

    def announce(self, kind: Kind, keys: Iterable[tuple[Any, ...]]) -> None:
        """Announce lookups of these natural keys.

        From then on, only objects with one of these keys, or a similar one, are remembered from the list of the kind
        and from its parts. Lookups of other keys work as before.
        """
        self.announced[kind.name] = frozenset(spelling for key in keys for spelling in spellings(key))

    def _is_announced(self, kind: Kind, key: tuple[Any, ...]) -> bool:
        return any(spelling in self.announced.get(kind.name, ()) for spelling in spellings(key))

    def containing(self, kind: Kind, base: str, key: tuple[Any, ...], location: Raw | None) -> CachedList:
        """A list with all objects that have a key, or a similar one, in a location: the smallest that can be requested.

        Raises ApiError.
        """
        is_announced = self._is_announced(kind, key)
        if is_announced and self._is_listed(kind, f"{base}?{ANNOUNCED}"):
            return self.announced_objects(kind, base)
        query = part_query(kind, key, location)
        if "q" in query:
            part = self._part(kind, base, "", query, partial(_has_key, kind, key))
            # a search may be incomplete: only the whole list can prove that there is no such object
            if part.with_key(key):
                return part
            return self.announced_objects(kind, base) if is_announced else self._whole(kind, base)

        def has(raw: Raw) -> bool:
            return bool(narrowed(kind, [dict(raw)], location)) and (
                not is_announced or self._is_announced(kind, key_of(kind, raw))
            )

        return self._part(kind, base, ANNOUNCED if is_announced else "", query, has)

    def announced_objects(self, kind: Kind, base: str = "") -> CachedList:
        """The objects of a whole list whose keys were announced. Raises ApiError."""

        def has(raw: Raw) -> bool:
            return self._is_announced(kind, key_of(kind, raw))

        return self._part(kind, base, ANNOUNCED, None, has)


def _has_key(kind: Kind, key: tuple[Any, ...], raw: Raw) -> bool:
    return key_of(kind, raw) == key or is_similar(kind, raw, key)


LAG = 10.0  # seconds by which lists and other routes may lag behind a create


class NewObjects:
    """Distinguishes a temporary 404 for a new object from a final one."""

    def __init__(self, clock: Callable[[], float] = steady_time) -> None:
        self._clock = clock
        self._created: dict[str, tuple[float, str]] = {}  # ID -> (time of creation, beginning of its routes)

    def sent(self, method: str, path: str, data: Any) -> None:
        """A request was carried out: the object in its response was created, or the one in its path was deleted."""
        if method == "DELETE":
            self._created.pop(path.rsplit("/", 1)[-1], None)
        elif method == "POST" and isinstance(data, Mapping):
            self.created(data.get("id"), path)

    def created(self, id: Any, collection: str = "") -> None:
        """An object with this ID was created; ``collection`` is the route of its list if known."""
        if isinstance(id, str):
            self._created[id] = (self._clock(), collection and "/".join((collection, id)))  # never requested

    def pause(self, error: ApiError, path: str, waited: float) -> float | None:
        """Seconds to wait before requesting something at or below a new object again; None if that is no use.

        ``waited`` are the seconds that the request has already waited for this.
        """
        if not error.not_found or waited >= LAG:
            return None
        found = [self._created[part] for part in path.split("/") if part in self._created]
        moments = [moment for moment, route in found if path.startswith(route)]
        if not moments or (not waited and self._clock() - max(moments) >= LAG):
            return None
        return min(waited + 0.5, LAG - waited)


def object_in_list(kind: Kind, raw: Any, path: str, position: int) -> dict[str, Any]:
    """An object of a list, normalized.

    Raises ApiError that names the list and the position (from 1) for values that are not objects, and for objects that
    cannot be identified: without an ID or a natural key, or with an unknown location.
    """
    try:
        found = normalized_object(kind, identified(kind, raw, path), path)
    except ApiError as error:
        raise error.note(f"it is at position {position} of the list") from None
    fault = _key_fault(kind, found) or _as_clause(first_mismatch(_distinguishing(kind), found))
    if fault:
        raise ApiError(f"the list at {path} has at position {position} {_object_text(kind, found)} {fault}")
    return found


def normalized_object(kind: Kind, raw: dict[str, Any], path: str) -> dict[str, Any]:
    """An object, normalized, without deleted objects in it. Raises ApiError, see typed_object()."""
    _refuse(kind, kind.shape.read, raw, path)
    return normalized(kind, without_deleted(raw, path, _own_data(kind)))


def typed_object(kind: Kind, raw: dict[str, Any], path: str) -> dict[str, Any]:
    """A normalized object in which every field has the declared type and format.

    Raises ApiError that names the route, the object and the field for any other: fields that are not understood are
    neither compared nor written back.
    """
    _refuse(kind, kind.fields, raw, path, _not_json(raw))
    return raw


def keyed_object(kind: Kind, raw: dict[str, Any], path: str) -> dict[str, Any]:
    """A normalized object with a natural key. Raises ApiError for any other."""
    fault = _key_fault(kind, raw)
    if fault:
        raise ApiError(f"the API's response for {path} contains {_object_text(kind, raw)} {fault}")
    return raw


def _refuse(kind: Kind, fields: Sequence[Field], raw: Raw, path: str, other_fault: str = "") -> None:
    fault = _as_clause(first_mismatch(fields, raw) or other_fault)
    if fault:
        raise ApiError(f"the API's response for {path} contains {_object_text(kind, raw)} {fault}")


def _not_json(value: Any, where: str = "") -> str:
    """The path and value of a number that no request could send back; '' if there is none."""
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"{where} is {type_in_words(value)}, not a number"
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in inner:
        if item.__class__ is not str and isinstance(item, (float, dict, list)):  # most values are texts
            named = f"[{part}]" if isinstance(part, int) else f".{part}" if where else part
            found = _not_json(item, where + named)
            if found:
                return found
    return ""


def _as_clause(mismatch: str) -> str:
    return mismatch and f"whose {mismatch}"


def _key_fault(kind: Kind, raw: Raw) -> str:
    """What is wrong with the natural key of an object, as the end of a sentence about it; '' if nothing is."""
    for field in _keys(kind):
        value = at(raw, field.where)
        if not isinstance(value, str):
            return unlike_text(field.name, value)
    return ""


def _object_text(kind: Kind, raw: Raw) -> str:
    """An object by its ID; by its name if it has no ID or a secret one."""
    if kind.has_ids and not kind.one_time_secret:
        return f"{with_article(kind.title)} ({kind.routes.id_key} {id_of(kind, raw)})"
    return with_article(kind.title, at(raw, kind.key_fields[0].where) if kind.key else None)


@cache
def _keys(kind: Kind) -> tuple[Field, ...]:
    """The text fields of a kind's natural key."""
    return tuple(field for field in kind.key_fields if field.type == "str")


@cache
def _distinguishing(kind: Kind) -> tuple[Field, ...]:
    """The fields that distinguish objects from each other."""
    names = (*kind.key, kind.narrowed_by, kind.distinguished_by)
    return tuple(field for field in kind.fields if field.name in names)


@cache
def _own_data(kind: Kind) -> frozenset[str]:
    """The fields of a kind that contain the user's own data, whatever its keys may be."""
    return frozenset(field.where[0] for field in kind.fields if field.own_data)
