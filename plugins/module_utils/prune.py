# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deleting what a document does not name: which objects that is, and everything that speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Rules, Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import DocumentError, GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway, id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind, Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.folder import FOLDER
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils.lookup import Lookup, folder_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Plan, Wanted, object_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at, object_id, plain
from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_plan import (
    Faults,
    Item,
    Wishes,
    check,
    rank,
)

# What can be pruned: settings that exist once are set or not, they are no list.
PRUNABLE = {**{section: kind for section, kind in SECTIONS.items() if not kind.singleton}, FOLDER.section: FOLDER}


def plan_deletions(
    document: Mapping[str, Any], items: Sequence[Item], lookup: Lookup, wishes: Wishes, gateway: Gateway, faults: Faults
) -> list[Item]:
    """The deletes that pruning asks for, children first; what speaks against them goes into the faults."""
    deletes: list[Item] = []
    used = _used(items)
    for section in wishes.prune:
        kind = PRUNABLE[section]
        extra = _extra_folders(document, items, gateway) if kind is FOLDER else _extra(kind, items, gateway)
        if not _names_any(document, section) and not wishes.prune_empty:
            if extra:
                said = f"prune names {section}, but the document names none; prune_empty: true would delete all"
                faults.note((section,), GuardError(f"{said} {len(extra)} of them"))
            continue
        for raw, key, within, depth in extra:
            item = _delete(kind, raw, key, within, depth, gateway, lookup)
            deletes.append(item)
            check(item, wishes, faults)
            user = used.get(id_of(kind, raw)) or (used.get(("within", raw.get("name"))) if kind is PROJECT else None)
            if user:
                message = (
                    f"{kind.title} '{key}' would be deleted, because {section} does not name it, but {user} needs it"
                )
                faults.note((section,), GuardError(message))
    _count(deletes, wishes, faults)
    return sorted(deletes, key=lambda item: item.level)


def _names_any(document: Mapping[str, Any], section: str) -> bool:
    if section == FOLDER.section:
        return any(project.get(section) for project in document.get(PROJECT.section) or ())
    return bool(document.get(section))


def _extra(kind: Kind, items: Sequence[Item], gateway: Gateway) -> list[tuple[Raw, str, Target | None, int]]:
    """The objects of a kind that no entry names: (object, name, what it is in, depth)."""
    named = {id_of(kind, item.plan.observed) for item in items if item.plan.wanted.kind is kind and item.plan.observed}
    left = [raw for raw in gateway.objects(kind) if id_of(kind, raw) not in named]
    return [(raw, plain(at(raw, kind.key_fields[0].where)), None, 0) for raw in left]


def _extra_folders(
    document: Mapping[str, Any], items: Sequence[Item], gateway: Gateway
) -> list[tuple[Raw, str, Target | None, int]]:
    """The folders that no entry names, in projects and folders whose entry has a list of folders, with all below."""
    projects = {item.entry.path[:2]: item for item in items if item.entry and item.plan.wanted.kind is PROJECT}
    named = {
        id_of(FOLDER, item.plan.observed) for item in items if item.plan.wanted.kind is FOLDER and item.plan.observed
    }
    found: list[tuple[Raw, str, Target | None, int]] = []
    for index, project in enumerate(document.get(PROJECT.section) or ()):
        item = projects.get((PROJECT.section, index))
        if project.get(FOLDER.section) is None or item is None or item.plan.observed is None:
            continue
        within = Target(id_of(PROJECT, item.plan.observed), item.plan.wanted.key)
        folders = {id_of(FOLDER, raw): raw for raw in gateway.objects(FOLDER, object_path(PROJECT, "", within.id))}
        listed = {None, *_with_a_list(project, (PROJECT.section, index), items)}
        for id, raw in folders.items():
            if id not in named and _is_below_a_list(raw, folders, named, listed):
                path = folder_path(id, folders)
                found.append((raw, "/".join([within.label, *map(plain, path)]), within, len(path)))
    return found


def _with_a_list(project: Mapping[str, Any], path: tuple[Any, ...], items: Sequence[Item]) -> Iterator[Any]:
    """The ids of the project's named folders whose entry has a list of folders."""
    for item in items:
        if item.entry and item.plan.wanted.kind is FOLDER and item.entry.path[:2] == path and item.plan.observed:
            entry: Any = {PROJECT.section: {path[1]: project}}
            for part in item.entry.path:
                entry = entry[part]
            if entry.get(FOLDER.section) is not None:
                yield id_of(FOLDER, item.plan.observed)


def _is_below_a_list(raw: Raw, folders: Mapping[Any, Raw], named: set[Any], listed: set[Any]) -> bool:
    """Whether the nearest named ancestor of an unnamed folder has a list of folders that leaves it out."""
    here = raw
    for _step in range(len(folders) + 1):
        parent = object_id(here.get("parent_id"))
        if parent not in folders:
            return None in listed
        if parent in named:
            return parent in listed
        here = folders[parent]
    return False


def _delete(
    kind: Kind, raw: Raw, key: str, within: Target | None, depth: int, gateway: Gateway, lookup: Lookup
) -> Item:
    wanted = Wanted(kind, key, {}, present=False, within=within)
    rules = Rules(labels=lookup.labels)
    read_at = gateway.clock() - gateway.age(kind, wanted.base)
    return Item(plan_object(wanted, raw, rules), rules, (1, -rank(kind), -depth), read_at)


def _used(items: Sequence[Item]) -> dict[Any, str]:
    """The ids of all that entries refer to, and the names of projects that they are in, each with the entry."""
    used: dict[Any, str] = {}
    for item in items:
        where = item.entry.where if item.entry else ""
        wanted = item.plan.wanted
        for target in [*wanted.values.values(), wanted.within]:
            if isinstance(target, Target) and target.id:
                used.setdefault(target.id, where)
                if isinstance(target.label, Mapping) and target.label.get("project"):
                    used.setdefault(("within", target.label["project"]), where)
    return used


def _count(deletes: Sequence[Item], wishes: Wishes, faults: Faults) -> None:
    if len(deletes) > wishes.max_deletions:
        names = ", ".join(f"{item.plan.wanted.kind.title} '{item.plan.wanted.key}'" for item in deletes[:5])
        more = f" and {len(deletes) - 5} more" if len(deletes) > 5 else ""
        message = (
            f"prune would delete {len(deletes)} objects ({names}{more}), and max_deletions is {wishes.max_deletions}"
        )
        faults.note((), GuardError(message))


def takes_along(plan: Plan) -> dict[str, int]:
    """What a delete would take along: {items, bytes}; {} for what cannot hold anything."""
    raw = plan.observed
    if raw is None or plan.wanted.present or not plan.wanted.kind.holds:
        return {}
    return {"items": raw.get("items_count") or 0, "bytes": raw.get("size") or 0}


def checked_sections(names: Sequence[str]) -> tuple[str, ...]:
    """The sections that a task wants pruned, each once. Raises DocumentError for one that cannot be."""
    unknown = [name for name in names if name not in PRUNABLE]
    if unknown:
        raise DocumentError(f"prune cannot take {', '.join(unknown)}; it takes {', '.join(PRUNABLE)}")
    return tuple(dict.fromkeys(names))
