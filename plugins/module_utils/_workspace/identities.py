# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object each entry of a document means, however it is identified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from .._api.gateway import Gateway
from .._core.errors import KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.identity import address_of, id_of, wanted_key
from .._core.kind import object_path
from .._core.values import at, id_form, object_id
from .._core.wanted import Target, Wanted
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.lookup import Lookup
from .document import Entry, Path
from .previous_names import Renames


def note_entries(
    found: Sequence[Entry], lookup: Lookup, gateway: Gateway, note: Callable[[Path, KinescopeError], None]
) -> list[Entry]:
    """Record in ``lookup`` which objects the document creates or keeps, and the names it gives to objects with IDs.

    Returns the entries, with IDs added for objects to be renamed; ambiguities are passed to ``note``. Parents come
    first: an entry's parent may be a different object from the one that has its name now. Objects whose identity
    depends on their location are left out, because that is not known yet (see note_planned). Raises ApiError.
    """
    containers: dict[Path, Target] = {}
    resolved = {entry.path: entry for entry in found}
    named = sorted((entry for entry in found if not entry.kind.routes.singleton), key=_depth)

    def objects_called(entry: Entry, name: str) -> Sequence[Raw]:
        return _objects_called(entry, name, containers, lookup, gateway)

    for _level, level in groupby(named, key=_depth):
        named_now = Renames(list(level), objects_called).resolved(note)
        resolved.update((entry.path, entry) for entry in named_now)
        entries = [(entry, address_in(entry, containers)) for entry in named_now]
        deleted = [(entry, address) for entry, address in entries if not entry.present]
        lookup.absent.update((address, entry) for entry, address in deleted)
        lookup.to_delete |= {object_id(entry.options.get("id")) or address for entry, address in deleted}
        entries = [(entry, address) for entry, address in entries if entry.present]
        for entry, address in entries:
            id = object_id(entry.options.get("id"))
            if id or not entry.reference_only:
                lookup.planned[address] = id
            if id and not entry.kind.narrowed_by:
                lookup.renamed[id] = address
        for entry, address in entries:
            if entry.kind in (PROJECT, FOLDER):
                id = lookup.planned.get(address) or _id_by_name(entry, containers, address, lookup, gateway)
                containers[entry.path] = Target(id, "", address=address)
    return list(resolved.values())


def _depth(entry: Entry) -> float:
    """The order of entries: parents first; after all locations, those entries that are identified by one."""
    if entry.kind.narrowed_by:
        return float("inf")
    return len(entry.parents) + 1 if entry.kind.parent else 0


def address_in(entry: Entry, containers: Mapping[Path, Target]) -> Any:
    """The address of an entry's object; ``containers`` maps paths of entries to their objects."""
    key = entry.kind.key[0]
    return address_of(entry.kind, wanted_key(entry.kind, {key: entry.options[key]}), containers.get(entry.path[:-2]))


def _id_by_name(
    entry: Entry, containers: Mapping[Path, Target], address: Any, lookup: Lookup, gateway: Gateway
) -> str | None:
    """The ID of the project or folder that has the name of an entry and keeps it; None if there is none."""
    found = _objects_called(entry, entry.name, containers, lookup, gateway)
    kept = lookup.without_renamed(entry.kind, found, address)
    return str(id_of(entry.kind, kept[0])) if kept else None


def _objects_called(
    entry: Entry, name: str, containers: Mapping[Path, Target], lookup: Lookup, gateway: Gateway
) -> Sequence[dict[str, Any]]:
    """The objects with a name, in the present or wanted location of an entry's object. Raises ApiError."""
    kind = entry.kind
    if kind.parent:
        project, above = containers[entry.path[:2]].id, containers[entry.path[:-2]].id
        if project is None or above is None or gateway.with_id(PROJECT, project) is None:
            return []
        key = (name, None if above == project else above)
        return gateway.with_key(kind, key, object_path(PROJECT, "", project))
    location = None
    if kind.narrowed_by in entry.values:
        try:
            place = lookup.place(entry.values[kind.narrowed_by])
        except PlanError:  # reported with the plan of the entry
            return []
        if place.id is None:
            return []
        location = kind.field(kind.narrowed_by).as_raw(place)
    return gateway.with_key(kind, wanted_key(kind, {kind.key[0]: name}), "", location)


def note_planned(wanted: Wanted, observed: Raw | None, lookup: Lookup, by_id: bool) -> None:
    """Record in ``lookup`` the location of an object whose name may repeat, and its new name if it has an ID."""
    kind = wanted.kind
    lookup.planned[wanted.address] = None if observed is None else id_of(kind, observed)
    if by_id and observed is not None:
        place = wanted.container or Target(id_form(at(observed, kind.field(kind.narrowed_by).where)), "")
        lookup.renamed[id_of(kind, observed)] = address_of(kind, wanted_key(kind, wanted.values), place)


def identity_of(wanted: Wanted, observed: Raw | None) -> Any:
    """What identifies the object of an entry: its ID, or its address until it has one."""
    return wanted.address if observed is None else (wanted.kind.name, id_of(wanted.kind, observed))
