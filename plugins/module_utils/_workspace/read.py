# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading a whole workspace: lists concurrently, then what lists do not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from .._api.gateway import Gateway
from .._api.progress import Progress
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, object_path
from .._core.values import at
from .._kinds.catalog import SECTIONS
from .._kinds.drm_auth import DRM_AUTH
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.member_lists import (
    lists_all_but_members,
    with_members,
)
from .document import nested_kinds
from .export import (
    Names,
    exported,
    exported_folders,
    exported_one,
    in_order,
    left_out,
)
from .expressible import expressible
from .folders import show_folders


def live_document(
    gateway: Gateway,
    pool: Executor,
    sections: Sequence[str],
    omitted: list[dict[str, str]] | None = None,
    secrets: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The document of a live workspace; what it leaves out is added to ``omitted`` (see export). Raises ApiError.

    With ``secrets``, it names the stored secrets; otherwise it leaves them out. ``progress`` is told how many objects
    have to be read one by one, before that begins.

    The document is always valid: anything that a document cannot express is left out (see expressible.py).
    """
    omitted = [] if omitted is None else omitted
    wanted = [kind for section, kind in SECTIONS.items() if section in sections]
    names, objects, folders = known_names(wanted, gateway, pool, secrets)
    if progress:
        progress.expect_reads(
            sum(_single_reads(kind, objects[kind.name]) for kind in wanted if not kind.routes.singleton)
        )
    document: dict[str, Any] = {"version": 1}
    for kind in wanted:
        if kind.routes.singleton:
            found = gateway.read(kind, "", None, as_is=True)
            if found:
                document[kind.section] = exported_one(kind, found, names.under(kind.section))
        else:
            whole = whole_objects(kind, objects[kind.name], gateway, pool)
            document[kind.section] = exported(kind, whole, names)
            omitted += left_out(kind, whole, names)
            if nested_kinds(kind):
                nest(document[kind.section], whole, folders, names, gateway, pool)
    return expressible(document, omitted)


def known_names(
    wanted: Sequence[Kind], gateway: Gateway, pool: Executor, secrets: bool
) -> tuple[Names, dict[str, list[dict[str, Any]]], dict[Any, list[dict[str, Any]]]]:
    """The names for the objects of some kinds and for all objects to which these refer. Raises ApiError.

    Also returns these objects by kind name, and the folders of each project by its ID.
    """
    listed = [kind for kind in wanted if not kind.routes.singleton]  # the workspace's own settings refer to no object
    kinds = {kind.name: kind for kind in listed}
    for kind in listed:
        kinds.update({other.name: other for other in kinds_named_in(kind)})
    objects = dict(zip(kinds, pool.map(gateway.all_objects, kinds.values())))
    names = Names(secrets)
    for name, kind in kinds.items():
        names.learn(kind, objects[name])
    folders = _folders(objects.get(PROJECT.name, ()), gateway, pool)
    for project in objects.get(PROJECT.name, ()):
        names.learn_folders(project, folders[id_of(PROJECT, project)])
    return names, objects, folders


def kinds_named_in(kind: Kind) -> Iterator[Kind]:
    """The kinds to whose objects the entries of a kind refer, if only as a location."""
    for field in kind.fields:
        yield from field.looks_into
        if field.located:
            yield PROJECT


def whole_objects(
    kind: Kind, objects: Sequence[Raw], gateway: Gateway, pool: Executor, files: bool = False
) -> list[Raw]:
    """The objects including fields that lists do not show. Objects deleted meanwhile are left out.

    Files are only read if ``files`` is set.
    """
    left_out = _may_be_omitted(kind, objects)
    if not left_out and not _hides(kind, files):
        return list(objects)

    def whole(raw: Raw) -> dict[str, Any] | None:
        listed = not (left_out or files) and lists_all_but_members(kind)
        fresh = raw if listed else gateway.read(kind, "", str(id_of(kind, raw)), as_is=True)
        return None if fresh is None else with_members(kind, {**raw, **fresh}, gateway)

    return [fresh for fresh in pool.map(whole, objects) if fresh is not None]


def _hides(kind: Kind, files: bool = False) -> bool:
    """Whether lists omit a field of a kind; fields with files only count if ``files`` is set."""
    return any(field.in_lists == "hidden" and (files or not field.file) for field in kind.fields)


def _single_reads(kind: Kind, objects: Sequence[Raw]) -> int:
    """The minimum of requests for reading what the lists of a kind do not show."""
    single = _may_be_omitted(kind, objects) or _hides(kind)
    return len(objects) * (single + (DRM_AUTH.section in nested_kinds(kind)))


def _may_be_omitted(kind: Kind, objects: Sequence[Raw]) -> bool:
    """Whether a list may omit a field: it shows the field for no object, although it may have a value."""
    fields = [field for field in kind.fields if field.in_lists == "perhaps" and not field.source]
    return any(not any(at(raw, field.where) for raw in objects) for field in fields)


def _folders(projects: Sequence[Raw], gateway: Gateway, pool: Executor) -> dict[Any, list[dict[str, Any]]]:
    """The folders of each project; no requests are made for projects that certainly have none."""
    shows = show_folders(projects)
    asked = [raw for raw in projects if raw.get(FOLDER.section) or not shows]
    bases = [object_path(PROJECT, "", id_of(PROJECT, raw)) for raw in asked]
    lists = pool.map(lambda base: gateway.objects(FOLDER, base), bases)
    return {**{id_of(PROJECT, raw): [] for raw in projects}, **dict(zip((id_of(PROJECT, raw) for raw in asked), lists))}


def nest(
    entries: Sequence[dict[str, Any]],
    projects: Sequence[Raw],
    folders: Mapping[Any, Sequence[Raw]],
    names: Names,
    gateway: Gateway,
    pool: Executor,
) -> None:
    """Add to the entries of projects what belongs to them."""
    ids = [id_of(PROJECT, raw) for raw in in_order(PROJECT, projects)]
    settings = list(pool.map(lambda id: gateway.read(DRM_AUTH, "", id, as_is=True), ids))
    for entry, id, found in zip(entries, ids, settings):
        entry[FOLDER.section] = exported_folders(folders[id], names)  # even []: folders created later are unmanaged
        if found:
            path = (PROJECT.section, entry.get("id") or entry.get("name"), DRM_AUTH.section)
            entry[DRM_AUTH.section] = exported_one(DRM_AUTH, found, names.under(*path))
