# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What identifies an object of the API: its ID and its natural key, in comparable form. Pure."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from .fields.base import Field, Raw
from .kind import Kind
from .values import at, frozen, id_form, object_id, plain, with_at
from .wanted import Target


def normalized(kind: Kind, raw: dict[str, Any]) -> dict[str, Any]:
    """The object with its irregular parts normalized."""
    return kind.shape.normalize(raw) if kind.shape.normalize else raw


def id_of(kind: Kind, raw: Raw) -> Any:
    """An object's ID in its comparable form."""
    return id_form(raw.get(kind.routes.id_key))


def narrowed(kind: Kind, found: list[dict[str, Any]], raw: Raw | None) -> list[dict[str, Any]]:
    """Of objects with the same name, those in the same place as ``raw``; all of them if ``raw`` has no place."""
    field = kind.field(kind.narrowed_by) if kind.narrowed_by else None
    place = at(raw, field.where) if field else None
    if field is None or place is None:
        return found
    return [other for other in found if object_id(at(other, field.where)) == object_id(place)]


def create_names(kind: Kind, base: str, key: tuple[Any, ...], raw: Raw | None) -> tuple[str, ...]:
    """The names of an object in the log of creates (see _api/lock.py), the most exact one last.

    They have the natural key, and its place if that is in ``raw`` and distinguishes objects with the same name.
    """
    field = kind.field(kind.narrowed_by) if kind.narrowed_by else None
    place = object_id(at(raw, field.where)) if field else None
    return tuple(map(repr, [(kind.name, base, key), *([(kind.name, base, key, place)] if place else [])]))


def part_query(kind: Kind, key: tuple[Any, ...], there: Raw | None) -> dict[str, str]:
    """The query for a part of a list too long to read: objects in the place of ``there``, or with one name."""
    return (kind.field(kind.narrowed_by).query(there) if there else {}) or {"q": str(key[0])}


def key_of(kind: Kind, raw: Raw) -> tuple[Any, ...]:
    """An object's natural key in its comparable form."""
    return tuple([_comparable(field, at(raw, field.where)) for field in kind.key_fields])


def wanted_key(kind: Kind, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The natural key of an object with these values of its fields, in the same form."""
    return tuple([_comparable(field, values.get(field.name)) for field in kind.key_fields])


def key_text(kind: Kind, raw: Raw) -> str:
    """An object's natural key for people, or its first part."""
    field = kind.key_fields[0]
    return plain(field.display_name(at(raw, field.where)))


def _comparable(field: Field, value: Any) -> Any:
    """A part of a natural key, wanted or observed, in its comparable form."""
    if isinstance(value, Target):
        value = value.id
    return field.canonical_form(value) if value else value


def address_of(kind: Kind, key: tuple[Any, ...], container: Target | None = None) -> Any:
    """What identifies an object before it exists: its kind, its container and its natural key."""
    return (kind.name, container.mark if container else None, frozen(key[:1]))


SHORTEST_CUT = 60  # from this many characters on, a name that a longer one begins with may be the longer one, truncated


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """A name without invisible differences: Unicode form, HTML escapes, case and blanks are normalized."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(name)).casefold().split())


def spellings(key: Sequence[Any]) -> tuple[str, ...]:
    """Texts of which two natural keys share at least one if they are similar (see is_similar())."""
    name = key[0] if key else None
    if not isinstance(name, str):
        return ()
    return (folded(name), name[:SHORTEST_CUT]) if len(name) >= SHORTEST_CUT else (folded(name),)


def is_similar(kind: Kind, raw: Raw, key: tuple[Any, ...]) -> bool:
    """Whether the natural key of an object differs from this one only in its spelling, or is a truncated form of it."""
    there = key_of(kind, raw)
    texts = bool(key) and isinstance(key[0], str) and isinstance(there[0], str)
    if not texts or there[0] == key[0] or there[1:] != key[1:]:
        return False
    cut = len(there[0]) >= SHORTEST_CUT and key[0].startswith(there[0])
    return cut or folded(there[0]) == folded(key[0])


def ids_text(kind: Kind, found: Sequence[Raw]) -> str:
    """The IDs of objects with the same key, for messages that put them in brackets; secret IDs are not shown."""
    if kind.one_time_secret:
        return "their IDs may be secret and are not shown"
    return "IDs " + ", ".join(sorted(str(id_of(kind, raw)) for raw in found))


class Unseen(dict[str, Any]):
    """An object that has been created, but that no response has shown: its ID, and its key and place as they were sent.

    The API may have stored something else, so the object has to be read before anything else is known about it.
    """


def unseen(kind: Kind, id: Any, body: Raw) -> Unseen:
    """The object with this ID that the API has created from a body."""
    raw: dict[str, Any] = {kind.routes.id_key: id}
    for field in map(kind.field, filter(None, (*kind.key, kind.narrowed_by))):
        raw = with_at(raw, field.where, at(body, field.where))
    return Unseen(raw)


def overlaid(current: Raw, response: Raw | None, kind: Kind) -> dict[str, Any]:
    """The object as a response shows it, plus what only lists show; ``current`` if there is no response.

    Fields are not merged: those that a response omits may have become empty.
    """
    shown = current if response is None else response
    found = dict(current) if response is None else {**only_listed(kind, current), **response}
    return Unseen(found) if isinstance(shown, Unseen) else found


def only_listed(kind: Kind, raw: Raw) -> dict[str, Any]:
    """The fields of an object that only its list shows."""
    names = [*dict(kind.routes.listed_by), *(kind.ranked.where if kind.ranked else ())]
    return {name: raw[name] for name in names if name in raw}
