# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object each entry of a document means, however it is spelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from .._api.gateway import Gateway
from .._core.fields.base import Raw
from .._core.identity import address_of, id_of, key_of
from .._core.kind import object_path
from .._core.values import at, id_form, object_id
from .._core.wanted import Target, Wanted
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.find import key_as_raw
from .._reconcile.lookup import Lookup
from .document import Entry, Path


def note_entries(found: Sequence[Entry], lookup: Lookup, gateway: Gateway) -> None:
    """Tell the lookup what the document brings about, and what it calls each object that it names by its ID.

    Outermost first: what a folder is in may be another object than the one that has its name now. Where the place
    counts, it is not known yet (see note_planned). Raises ApiError.
    """
    containers: dict[Path, Target] = {}
    named = sorted((entry for entry in found if not entry.kind.routes.singleton), key=_depth)
    for _level, level in groupby(named, key=_depth):
        entries = [(entry, _address(entry, containers)) for entry in level]
        lookup.absent.update((address, entry.where) for entry, address in entries if not entry.present)
        entries = [(entry, address) for entry, address in entries if entry.present]
        for entry, address in entries:
            id = object_id(entry.options.get("id"))
            lookup.planned[address] = id
            if id and not entry.kind.narrowed_by:
                lookup.called[id] = address
        for entry, address in entries:
            if entry.kind in (PROJECT, FOLDER):
                id = lookup.planned[address] or _id_by_name(entry, containers, address, lookup, gateway)
                containers[entry.path] = Target(id, "", address=address)


def _depth(entry: Entry) -> int:
    return len(entry.way) + 1 if entry.kind.parent else 0


def _address(entry: Entry, containers: Mapping[Path, Target]) -> Any:
    key = entry.kind.key[0]
    return address_of(entry.kind, key_as_raw(entry.kind, {key: entry.options[key]}), containers.get(entry.path[:-2]))


def _id_by_name(
    entry: Entry, containers: Mapping[Path, Target], address: Any, lookup: Lookup, gateway: Gateway
) -> str | None:
    """The ID of the project or folder that has the name of an entry, and keeps it; None where there is none."""
    name = entry.options["name"]
    if entry.kind is PROJECT:
        found = gateway.with_key(PROJECT, key_of(PROJECT, {"name": name}))
    else:
        project, above = containers[entry.path[:2]].id, containers[entry.path[:-2]].id
        if project is None or above is None or gateway.with_id(PROJECT, project) is None:
            return None
        key = (name, None if above == project else above)
        found = gateway.with_key(FOLDER, key, object_path(PROJECT, "", project))
    kept = lookup.keeping_name(entry.kind, found, address)
    return str(id_of(entry.kind, kept[0])) if kept else None


def note_planned(wanted: Wanted, observed: Raw | None, lookup: Lookup) -> None:
    """Tell the lookup where an object will be that was planned by its ID and has a name that may repeat."""
    kind = wanted.kind
    if kind.narrowed_by and observed is not None:
        place = wanted.container or Target(id_form(at(observed, kind.field(kind.narrowed_by).where)), "")
        lookup.called[id_of(kind, observed)] = address_of(kind, key_as_raw(kind, wanted.values), place)


def identity_of(wanted: Wanted, observed: Raw | None) -> Any:
    """What tells the object of an entry from all others: its ID, or its address until it has one."""
    return wanted.address if observed is None else (wanted.kind.name, id_of(wanted.kind, observed))
