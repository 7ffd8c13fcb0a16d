# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads the lists that planning needs, each once and concurrently, in the order in which it needs them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache
from typing import Any

from .._api.gateway import Gateway
from .._api.paging import PER_PAGE
from .._api.read_ahead import ReadAheadGateway
from .._core.fields.base import Field
from .._core.identity import id_of, key_of
from .._core.kind import Kind, object_path
from .._core.values import frozen, object_id
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .document import PREVIOUS_NAMES, Entry
from .folders import may_have_folders
from .plan import dependency_depth


def prefetch(
    found: Sequence[Entry], base: Sequence[Entry], pruned: Iterable[Kind], gateway: ReadAheadGateway, pool: Executor
) -> None:
    """Begin to read all lists that planning needs; those of folders have been read then. Raises ApiError.

    ``base`` are the entries of the document as it was last applied: they take no request, but their objects are
    remembered. ``pruned`` are the kinds to be pruned.
    """
    _announce_lookups(found, base, gateway)
    pruned = tuple(pruned)
    kinds = {kind.name: kind for kind in pruned if not kind.parent}
    for entry in found:
        kinds.update((kind.name, kind) for kind in _kinds_of(entry) if not kind.routes.too_many_to_list)
    gateway.begin(sorted(kinds.values(), key=dependency_depth))
    former = {entry.name: entry.options.get(PREVIOUS_NAMES, ()) for entry in found if entry.kind is PROJECT}
    names = [name for given in dict.fromkeys(_projects(found)) for name in (given, *former.get(given, ()))]
    ids = dict.fromkeys(id for name in names for id in _ids(name, gateway))
    if FOLDER in pruned:  # before anything is compared with the base, which knows only what has been read
        given = [entry.options.get("id") or entry.name for entry in found if _lists_folders(entry)]
        names = [name for one in given for name in (one, *former.get(one, ()))]
        more = dict.fromkeys(id for name in names for id in _ids(name, gateway))
        ids.update((id, None) for id in more if may_have_folders(gateway.with_id(PROJECT, id) or {}, gateway))
    list(pool.map(lambda id: gateway.objects(FOLDER, object_path(PROJECT, "", id)), ids))


FEW = 10  # parts of a list that are read without requesting the length of the whole list


def _announce_lookups(found: Sequence[Entry], base: Sequence[Entry], gateway: Gateway) -> None:
    """Announce the lookups in a list that is too long to remember; read it as a whole if that takes fewer requests.

    Otherwise, planning requests parts of it: one for each location, and one for each name without a location.
    """
    for kind in {entry.kind.name: entry.kind for entry in found if entry.kind.routes.too_many_to_list}.values():
        options = [entry.options for entry in found if entry.kind is kind]
        names = _names(kind, (*found, *base))
        gateway.long_lists.announce(kind, [key_of(kind, {kind.key[0]: name}) for name in names])
        parts = {
            frozen(given.get(kind.narrowed_by) or given.get(kind.key[0])) for given in options if "id" not in given
        }
        if len(parts) > FEW and (gateway.length(kind) or math.inf) <= (len(parts) - 1) * PER_PAGE:
            gateway.long_lists.announced_objects(kind)


def _names(kind: Kind, entries: Iterable[Entry]) -> Iterator[Any]:
    """The names of objects of a kind in entries: their own, previous ones, and those of members."""
    for entry in entries:
        if entry.kind is kind:
            yield from (entry.options.get(kind.key[0]), *entry.options.get(PREVIOUS_NAMES, ()))
        for field in entry.kind.member_fields:
            if kind in field.needs:
                members = entry.options.get(field.name) or ()
                yield from (member.get(kind.key[0]) for member in members if isinstance(member, Mapping))


def _lists_folders(entry: Entry) -> bool:
    return entry.kind is PROJECT and entry.has_list


def _kinds_of(entry: Entry) -> Iterator[Kind]:
    """The kinds whose lists an entry needs."""
    kind = entry.kind
    if kind.parent:
        yield kind.parent
    elif not kind.routes.singleton:
        yield kind
    for field in _referring(kind):
        if entry.options.get(field.name):
            yield from field.looks_into
            if field.located:
                yield PROJECT


@cache
def _referring(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that refer to other objects."""
    return tuple(field for field in kind.fields if field.looks_into or field.located)


def _projects(found: Iterable[Entry]) -> Iterator[Any]:
    """The names or IDs of the projects whose folders are needed."""
    for entry in found:
        kind, options = entry.kind, entry.options
        if kind.parent:
            yield options[kind.parent.name]
        for field in _referring(kind):
            if field.located and (options.get(field.name) or {}).get("folder"):
                yield options[field.name]["project"]


def _ids(name: str, gateway: Gateway) -> Iterator[str]:
    found = gateway.with_key(PROJECT, key_of(PROJECT, {PROJECT.key[0]: name}))
    yield from (id_of(PROJECT, raw) for raw in found)
    id = object_id(name)
    if id and gateway.with_id(PROJECT, id):
        yield id
