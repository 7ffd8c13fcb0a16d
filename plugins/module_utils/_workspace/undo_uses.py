# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Indirect effects of deletes: objects that refer to deleted ones, or are inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import Any

from .._api.gateway import Gateway
from .._core.declaration import Declaration
from .._core.fields.base import Field, Raw
from .._core.identity import id_of, normalized
from .._core.kind import Kind
from .._core.values import at, id_form
from .._kinds.catalog import KINDS, SECTIONS
from .._kinds.folder import FOLDER
from .._kinds.player import PLAYER
from .._kinds.playlist import PLAYLIST
from .._kinds.project import PROJECT
from .._kinds.video import VIDEO
from .._reconcile.find import key_as_raw
from .._reconcile.member_lists import candidates, with_members
from .plan import PlannedObject
from .read import whole_objects
from .references import marks_of

#: kinds whose objects refer to objects of another kind, although none of their options shows that
UNSHOWN = {PLAYER: (PLAYLIST, VIDEO)}


class Affected(Declaration):
    """An object, as it is before the deletes ``by`` that affect it although the plan does not change it.

    If ``is_deleted``, it is deleted with them; otherwise its ``fields`` lose their references.
    """

    kind: Kind
    raw: Raw
    fields: tuple[str, ...]
    is_deleted: bool
    by: tuple[PlannedObject, ...]


class Deleted:
    """The deletes of a plan: ``affected`` are other objects that they change, ``members`` the IDs of deleted members.

    Everything is read on creation: ``observed`` are the whole objects of the plan. Raises ApiError.
    """

    def __init__(
        self, items: Sequence[PlannedObject], observed: Iterable[tuple[Kind, Raw]], gateway: Gateway, pool: Executor
    ) -> None:
        self._gateway, self._pool = gateway, pool
        deletes = [item for item in items if item.plan.observed is not None and not item.plan.wanted.present]
        self._kinds = {item.plan.wanted.kind for item in deletes}
        self._places = bool(self._kinds & {PROJECT, FOLDER})
        self._by = {
            mark: item for item in deletes for mark in marks_of(item.plan.wanted.kind, item.plan.observed or {})
        }
        self._own = {item.identity: item.plan for item in items}
        others = {
            kind: self._all(kind)
            for kind in SECTIONS.values()
            if self._pointing(kind) and not (kind.routes.singleton or kind.routes.too_many_to_list)
        }
        self.members = self._deleted_members([*observed, *((kind, raw) for kind in others for raw in others[kind])])
        found = {kind: [one for raw in others[kind] for one in self._affected(kind, raw)] for kind in others}
        self.affected = [one for kind in others for one in self._whole(kind, found[kind])]

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of the affected objects."""
        return {one.kind for one in self.affected}

    def _pointing(self, kind: Kind) -> list[Field]:
        """The fields of a kind that may refer to deleted objects."""
        return [
            field
            for field in kind.fields
            if (self._places and (field.located or field.members)) or any(refers(field, other) for other in self._kinds)
        ]

    def _all(self, kind: Kind) -> list[Raw]:
        """All objects of a kind, including their members if these may be deleted."""
        found = self._gateway.all_objects(kind)
        if not any(field.members for field in self._pointing(kind)):
            return list(found)
        return [raw for raw in self._pool.map(lambda raw: with_members(kind, raw, self._gateway), found) if raw]

    def _deleted_members(self, objects: Sequence[tuple[Kind, Raw]]) -> dict[Any, PlannedObject]:
        """The members of objects that are deleted, possibly with their location: ID -> the delete."""
        found: dict[Any, PlannedObject] = {}
        for field in {field for kind, _raw in objects for field in kind.member_fields}:
            ids = {id_form(id) for kind, raw in objects if field in kind.fields for id in at(raw, field.where) or ()}
            found.update({id: self._by[id] for id in ids if id in self._by})
            for kind in field.needs:  # those with entries are moved, or their location stays
                left = sorted(id for id in ids - set(found) if self._places and (kind.name, id) not in self._own)
                place = kind.field(kind.narrowed_by)
                for raw in candidates(field, left, self._gateway):
                    around = [mark for mark in place.marks(at(normalized(kind, raw), place.where)) if mark in self._by]
                    found.update({id_form(raw.get("id")): self._by[mark] for mark in around})
        return found

    def _affected(self, kind: Kind, raw: Raw) -> Iterator[Affected]:
        """The object, if it is affected by the deletes."""
        fields: dict[str, list[PlannedObject]] = {}
        deleted_by: list[PlannedObject] = []
        for field in self._open(kind, raw):
            by = self.members if field.members else self._by
            used = [by[mark] for mark in field.marks(at(raw, field.where)) if mark in by]
            if used and field.holds:
                deleted_by += used
            elif used:
                fields[field.name] = used
        if deleted_by:
            yield Affected(kind, raw, (), True, tuple(deleted_by))
        elif fields:
            yield Affected(kind, raw, tuple(fields), False, tuple(item for used in fields.values() for item in used))

    def _open(self, kind: Kind, raw: Raw) -> list[Field]:
        """The fields of an object that may refer to deleted objects and that the plan does not change.

        Objects that entries need are never deleted, but members may be, together with their location.
        """
        plan, fields = self._own.get((kind.name, id_of(kind, raw))), self._pointing(kind)
        if plan is None:
            return fields
        changed = {name for change in plan.changes for name in change.fields}
        return [field for field in fields if plan.wanted.present and field.members and field.name not in changed]

    def _whole(self, kind: Kind, found: Sequence[Affected]) -> list[Affected]:
        """The objects of a kind including fields that lists do not show."""
        raws = whole_objects(kind, [one.raw for one in found], self._gateway, self._pool, files=True)
        whole = {id_of(kind, raw): raw for raw in raws}
        return [one.replaced(raw={**one.raw, **whole.get(id_of(kind, one.raw), {})}) for one in found]


class Named(Declaration):
    """A missing object that the API may create because the items ``by`` write its name."""

    kind: Kind
    name: str
    by: tuple[PlannedObject, ...]


def named_first(items: Sequence[PlannedObject], gateway: Gateway) -> list[Named]:
    """The missing objects that may be created because they are named. Raises ApiError."""
    present = [item.plan.wanted for item in items if item.plan.wanted.present]
    known = {mark for wanted in present for mark in marks_of(wanted.kind, key_as_raw(wanted.kind, wanted.values))}
    listed: set[str] = set()
    found: dict[Any, Named] = {}
    for item in items:
        for (name, key), text in _names_in(item):
            kind = KINDS[name]
            if name not in listed:
                known |= {mark for raw in gateway.all_objects(kind) for mark in marks_of(kind, raw)}
                listed.add(name)
            if (name, key) not in known:
                found[name, key] = Named(kind, text, (*(found[name, key].by if (name, key) in found else ()), item))
    return list(found.values())


def _names_in(item: PlannedObject) -> Iterator[tuple[Any, str]]:
    """The marks of objects to which the API refers by name, among the values that an item writes, with the names."""
    wanted = item.plan.wanted
    changed = {name for change in item.plan.changes for name in change.fields}
    for field in wanted.kind.fields if wanted.present else ():
        values = wanted.values.get(field.name) if field.name in changed else None
        for text in values if isinstance(values, list) else ():
            yield from ((mark, text) for mark in field.marks([text]) if isinstance(mark, tuple))


def refers(field: Field, kind: Kind) -> bool:
    """Whether a field, or one within it, refers to objects of a kind."""
    return kind in field.needs or any(refers(part, kind) for part in field.parts)


def unread_users(kind: Kind) -> list[str]:
    """The kinds, in the plural, whose objects are never read here and may refer to an object of ``kind``."""
    unread = [other for other in KINDS.values() if other.routes.too_many_to_list or other.section not in SECTIONS]
    users = [other for other in unread if not other.parent and any(refers(field, kind) for field in other.fields)]
    return [f"{other.title}s" for other in (*users, *UNSHOWN.get(kind, ()))]
