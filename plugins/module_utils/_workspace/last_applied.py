# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The document as it was last applied (the base), compared with the present plan. This makes no requests.

Names in the base are resolved with the lists that planning has read. Names that cannot be resolved never block a plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from .._api.cache_only import CacheOnlyGateway
from .._api.gateway import Gateway
from .._core.errors import KinescopeError
from .._core.fields.base import Raw
from .._core.identity import id_of, wanted_key
from .._core.kind import Kind, object_path
from .._core.values import at, object_id, plain
from .._core.wanted import Target
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.places import Places
from .document import Entry, Path
from .identities import address_in
from .narrowing import is_chosen
from .origins import Former
from .pairs import container, pairs
from .plan import PlannedObject
from .rotation import at_hand
from .secrets import Secrets

UNSEEN = object()  # in place of the ID of an object whose existence no list shows


class LastApplied:
    """The base of one plan, which may be restricted to the sections in ``only``.

    ``items`` are all planned or read objects; ``warnings`` lists what can no longer be resolved.
    """

    def __init__(
        self,
        base: Sequence[Entry],
        items: Sequence[PlannedObject],
        gateway: Gateway,
        secrets: Secrets,
        only: Collection[str] = (),
    ) -> None:
        self._base, self._secrets, self._only = base, secrets, only
        self._gateway = CacheOnlyGateway(gateway)
        self._items = {item.entry.path: item for item in items if item.entry}
        found = [item.entry for item in items if item.entry]
        self._pairs = pairs(found, base, dict(_renamed(items)))
        self.warnings: list[str] = []

    def has_base_entry(self, item: PlannedObject) -> bool:
        """Whether the base has an entry for an object of the document, even one with state: absent."""
        return item.entry is not None and item.entry.path in self._pairs

    def entry_of(self, item: PlannedObject) -> Entry | None:
        """The base's entry for an object; None if the base does not want it to exist."""
        entry = self._pairs.get(item.entry.path) if item.entry else None
        return entry if entry and entry.present else None

    def former(self, item: PlannedObject) -> Former | None:
        """What the base wanted of an object, with references resolved; None if it did not want it to exist."""
        entry = self.entry_of(item)
        if entry is None or item.entry is None:
            return None
        values: dict[str, Any] = {}
        unknown: dict[str, bool] = {}
        asked = entry.values
        if self._secrets.used:
            asked = at_hand(entry.kind, asked, item.plan.wanted.values)
        for field in entry.kind.fields:
            if field.name not in asked:
                continue
            try:
                given, within = asked[field.name], item.plan.wanted.within
                values[field.name] = field.resolve(given, self._ids[0], within, field.name)
            except KinescopeError as error:
                unknown[field.name] = entry.options.get(field.name) == item.entry.options.get(field.name)
                self.warnings.append(f"base: {entry.where}.{field.name} is no longer known: {error.message}")
        return Former(values, unknown)

    def names(self, kind: Kind, raw: Raw) -> bool:
        """Whether the base has an entry for an object that the document does not contain."""
        return (kind.name, id_of(kind, raw)) in self._named

    def dropped(self, deleted: Collection[Any]) -> Iterator[dict[str, str]]:
        """The ``dropped`` key: existing objects that are in the base but not in the document.

        ``deleted`` are the identities of the objects that the plan deletes.
        """
        for entry in self._only_in_base:
            if not is_chosen(entry, self._only):
                continue
            id = self._ids[1][entry.path]
            if id is not None and (entry.kind.name, id) not in deleted:
                yield {"kind": entry.kind.name, "key": _display_name(entry, self._by_path), "hint": _hint(entry, id)}

    @cached_property
    def _by_path(self) -> dict[Path, Entry]:
        return {entry.path: entry for entry in self._base}

    @cached_property
    def _only_in_base(self) -> list[Entry]:
        """The entries for wanted objects that only the base has."""
        paired = {entry.path for entry in self._pairs.values()}
        return [entry for entry in self._base if entry.path not in paired and entry.present]

    @cached_property
    def _named(self) -> set[Any]:
        _lookup, ids = self._ids
        return {(entry.kind.name, ids.get(entry.path)) for entry in self._only_in_base}

    @cached_property
    def _ids(self) -> tuple[Places, dict[Path, Any]]:
        """The lookup for names in the base, and the IDs of its entries; None for objects that do not exist.

        An object that the document has renamed is still found by its former name.
        """
        lookup = Places(self._gateway)
        ids: dict[Path, Any] = {}
        containers: dict[Path, Target] = {}
        peers = {entry.path: self._items[path] for path, entry in self._pairs.items()}
        for entry in self._base:
            item = peers.get(entry.path)
            id = ids[entry.path] = _id(item) if item else self._find(entry, ids, lookup)
            if entry.kind.routes.singleton:
                continue
            address = address_in(entry, containers)
            if item:
                lookup.planned[address] = id
            if item and id and not entry.kind.narrowed_by:
                lookup.renamed[id] = address
            if entry.kind in (PROJECT, FOLDER):
                containers[entry.path] = Target(None if id is UNSEEN else id, "", address=address)
        return lookup, ids

    def _find(self, entry: Entry, ids: Mapping[Path, Any], lookup: Places) -> Any:
        """The ID of the object of an entry that only the base has; UNSEEN if uncertain, None if it does not exist."""
        kind, home = entry.kind, container(entry)
        if kind.routes.singleton or (home and ids[home] in (None, UNSEEN)):
            return ids[home] and UNSEEN if home else UNSEEN
        base = object_path(PROJECT, "", ids[entry.path[:2]]) if kind.parent else ""
        found = self._with_id_or_key(entry, base, ids, lookup)
        if len(found) == 1:
            return id_of(kind, found[0])
        return UNSEEN if found or not self._gateway.is_listed(kind, base) else None

    def _with_id_or_key(self, entry: Entry, base: str, ids: Mapping[Path, Any], lookup: Places) -> list[dict[str, Any]]:
        """The objects in the lists below a path that an entry may mean."""
        kind, id = entry.kind, object_id(entry.options.get("id"))
        if id:
            one = self._gateway.with_id(kind, id, base)
            return [one] if one else []
        parent = (
            {kind.parent_field.name: Target(ids[container(entry)] if entry.parents else None, "")}
            if kind.parent_field
            else {}
        )
        place = entry.options.get(kind.narrowed_by)
        try:
            location = kind.field(kind.narrowed_by).as_raw(lookup.place(place)) if place else None
        except KinescopeError:
            return []
        return self._gateway.with_key(kind, wanted_key(kind, {**entry.options, **parent}), base, location)


def _id(item: PlannedObject) -> Any:
    observed = item.plan.observed
    return None if observed is None else id_of(item.plan.wanted.kind, observed)


def _renamed(items: Sequence[PlannedObject]) -> Iterator[tuple[Path, str]]:
    """The present names of objects that the document renames, as (path of the entry, name)."""
    for item in items:
        kind, observed = item.plan.wanted.kind, item.plan.observed
        if item.entry and observed is not None and kind.key and not kind.routes.singleton:
            field = kind.key_fields[0]
            name = at(observed, field.where)
            if isinstance(name, str) and name != item.entry.options[kind.key[0]]:
                yield item.entry.path, name


def _display_name(entry: Entry, by_path: Mapping[Path, Entry]) -> str:
    """The key of an object of the base, as in results."""
    if entry.kind.routes.singleton:
        return _display_name(by_path[container(entry)], by_path) if container(entry) else "workspace"
    name = plain(entry.kind.key_fields[0].display_name(entry.options[entry.kind.key[0]]))
    return "/".join([_display_name(by_path[container(entry)], by_path), name]) if entry.kind.parent else name


def _hint(entry: Entry, id: Any) -> str:
    """What to do about an object that the document no longer contains."""
    existence = "it may still exist" if id is UNSEEN else "it still exists"
    prune = "" if entry.kind.routes.singleton else f", or prune {entry.kind.section}"
    return f"{existence} and is no longer managed; to delete it, list it with state: absent{prune}"
