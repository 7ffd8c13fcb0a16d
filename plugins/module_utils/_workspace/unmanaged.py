# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unmanaged objects: those that exist in the sections and folder lists of a document without being in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._api.gateway import Gateway
from .._core.display import visible
from .._core.fields.base import Raw
from .._core.identity import id_of, key_text
from .._core.kind import Kind
from .._core.values import object_id, plain
from .._core.wanted import Target
from .._kinds.catalog import SECTIONS
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.places import folder_path
from .document import Path
from .folders import folders_of
from .narrowing import is_in
from .plan import PlannedObject

MOST_NAMES = 100  # names that are listed for a section


class Unnamed(NamedTuple):
    """An object without an entry: as the API shows it, its name for people, its parent and its depth."""

    raw: Raw
    key: str
    within: Target | None = None
    depth: int = 0


def unnamed(kind: Kind, items: Sequence[PlannedObject], gateway: Gateway, look: bool = True) -> list[Unnamed]:
    """The objects of a kind that are in no item, including archived ones.

    Without ``look``, only folders that are already known are considered.
    """
    if kind.parent:
        return list(_folders(items, gateway, look))
    named = _named(kind, items)
    found = [raw for id, raw in gateway.all_by_id(kind).items() if id not in named]
    return [Unnamed(raw, key_text(kind, raw)) for raw in found]


def unmanaged(
    items: Sequence[PlannedObject], document: Mapping[str, Any], gateway: Gateway, only: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """The ``unmanaged`` key: {section: {total, names}} for the sections of a document with unmanaged objects.

    ``items`` are all planned objects, including pruned ones and those that are only read because of ``only``. Videos
    count only if they have been listed.
    """
    sections = {name: kind for name, kind in SECTIONS.items() if document.get(name) is not None}
    planned = [item.plan.wanted.kind for item in items if not item.is_reference_only]
    sections.update({kind.section: kind for kind in planned})
    if is_in(FOLDER, only):
        sections[FOLDER.section] = FOLDER
    unmanaged_objects = {}
    for section, kind in sections.items():
        if kind.routes.singleton or (kind.routes.too_many_to_list and not gateway.is_listed(kind)):
            continue
        names = sorted(visible(one.key) for one in unnamed(kind, items, gateway, look=False))
        if names:
            unmanaged_objects[section] = {"total": len(names), "names": names[:MOST_NAMES]}
    return unmanaged_objects


def _named(kind: Kind, items: Sequence[PlannedObject]) -> set[Any]:
    """The IDs of the objects of a kind that items have."""
    return {id_of(kind, item.plan.observed) for item in items if item.plan.wanted.kind is kind and item.plan.observed}


def _folders(items: Sequence[PlannedObject], gateway: Gateway, look: bool) -> Iterator[Unnamed]:
    """The folders without an entry, at any depth below a project or folder whose entry has a list of folders."""
    named = _named(FOLDER, items)
    # project -> the folders with an entry that has a list; None stands for the project itself
    listed: dict[Path, set[Any]] = {}
    for item in items:
        if item.entry and item.entry.has_list and item.plan.observed:
            id = id_of(FOLDER, item.plan.observed) if item.plan.wanted.kind is FOLDER else None
            listed.setdefault(item.entry.path[:2], set()).add(id)
    for item in items:
        project = item.plan.observed
        if item.plan.wanted.kind is not PROJECT or project is None or not item.entry or item.entry.path not in listed:
            continue
        within = Target(id_of(PROJECT, project), item.plan.wanted.key)
        folders = {id_of(FOLDER, raw): raw for raw in folders_of(project, gateway, look)}
        for id, raw in folders.items():
            if id not in named and _is_below_a_list(raw, folders, named, listed[item.entry.path]):
                path = folder_path(id, folders)
                yield Unnamed(raw, "/".join([within.label, *map(plain, path)]), within, len(path))


def _is_below_a_list(raw: Raw, folders: Mapping[Any, Raw], named: set[Any], listed: set[Any]) -> bool:
    """Whether an unnamed folder is missing from the list of folders of its nearest ancestor with an entry."""
    here = raw
    for _step in folders:
        parent = object_id(here.get("parent_id"))
        if parent not in folders:
            return None in listed
        if parent in named:
            return parent in listed
        here = folders[parent]
    return False  # the folders form a cycle
