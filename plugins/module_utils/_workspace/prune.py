# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deleting what a document does not name: which objects that is, and everything that speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._api.gateway import Gateway
from .._core.comparison import Rules
from .._core.errors import DocumentError, GuardError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, object_path
from .._core.plan import Plan
from .._core.planner import plan_object
from .._core.values import at, object_id, plain
from .._core.wanted import Target, Wanted
from .._kinds.catalog import SECTIONS
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.effects import Effects
from .._reconcile.lookup import Lookup
from .._reconcile.places import folder_path
from .document import Entry, Path
from .plan import Faults, PlannedObject, ReconcileOptions, check, rank
from .references import marks_of, needed

# What can be pruned: settings that exist once are set or not, they are no list.
PRUNABLE = {
    **{section: kind for section, kind in SECTIONS.items() if not kind.routes.singleton},
    FOLDER.section: FOLDER,
}


@dataclass(frozen=True)
class _Extra:
    """An object that no entry names."""

    raw: Raw
    key: str
    within: Target | None = None
    depth: int = 0


def plan_deletions(
    found: Sequence[Entry],
    items: Sequence[PlannedObject],
    lookup: Lookup,
    wishes: ReconcileOptions,
    gateway: Gateway,
    faults: Faults,
) -> list[PlannedObject]:
    """The deletes that pruning asks for, children first; what speaks against them goes into the faults."""
    deletes: list[PlannedObject] = []
    users = _users(items)
    for section in wishes.prune:
        kind = PRUNABLE[section]
        extra = list(_extra_folders(items, gateway) if kind.parent else _extra(kind, items, gateway))
        if not wishes.prune_empty and not any(entry.kind is kind for entry in found):
            if extra:
                said = (
                    f"prune includes {section}, but the document has no {section}; prune_empty: true would delete all"
                )
                faults.note((section,), GuardError(f"{said} {len(extra)} objects"))
            continue
        for one in extra:
            item = _delete(kind, one, gateway, lookup)
            deletes.append(item)
            check(item, (section,), wishes, faults)
            user = next((users[mark] for mark in marks_of(kind, one.raw) if mark in users), None)
            if user:
                message = f"would be deleted, because {section} does not contain it, but {user} needs it"
                faults.note((section,), GuardError(f"{kind.title} '{one.key}' {message}"))
    _count(deletes, wishes, faults)
    return sorted(deletes, key=lambda item: item.level)


def _extra(kind: Kind, items: Sequence[PlannedObject], gateway: Gateway) -> Iterator[_Extra]:
    """The objects of a kind that no entry names."""
    named = _named(kind, items)
    for raw in gateway.objects(kind):
        if id_of(kind, raw) not in named:
            yield _Extra(raw, plain(at(raw, kind.key_fields[0].where)))


def _named(kind: Kind, items: Sequence[PlannedObject]) -> set[Any]:
    """The ids of the objects of a kind that entries name."""
    return {id_of(kind, item.plan.observed) for item in items if item.plan.wanted.kind is kind and item.plan.observed}


def _extra_folders(items: Sequence[PlannedObject], gateway: Gateway) -> Iterator[_Extra]:
    """The folders that no entry names, in projects and folders whose entry has a list of folders, with all below."""
    named = _named(FOLDER, items)
    # of each project, the named folders whose entry has a list; None stands for the project's own
    listed: dict[Path, set[Any]] = {}
    for item in items:
        if item.entry and item.entry.has_list and item.plan.observed:
            id = id_of(FOLDER, item.plan.observed) if item.plan.wanted.kind is FOLDER else None
            listed.setdefault(item.entry.path[:2], set()).add(id)
    for item in items:
        if item.plan.wanted.kind is not PROJECT or not item.entry or item.entry.path not in listed:
            continue
        within = Target(id_of(PROJECT, item.plan.observed or {}), item.plan.wanted.key)
        folders = {id_of(FOLDER, raw): raw for raw in gateway.objects(FOLDER, object_path(PROJECT, "", within.id))}
        for id, raw in folders.items():
            if id not in named and _is_below_a_list(raw, folders, named, listed[item.entry.path]):
                path = folder_path(id, folders)
                yield _Extra(raw, "/".join([within.label, *map(plain, path)]), within, len(path))


def _is_below_a_list(raw: Raw, folders: Mapping[Any, Raw], named: set[Any], listed: set[Any]) -> bool:
    """Whether the nearest named ancestor of an unnamed folder has a list of folders that leaves it out."""
    here = raw
    for _step in folders:
        parent = object_id(here.get("parent_id"))
        if parent not in folders:
            return None in listed
        if parent in named:
            return parent in listed
        here = folders[parent]
    return False  # folders in a circle


def _delete(kind: Kind, extra: _Extra, gateway: Gateway, lookup: Lookup) -> PlannedObject:
    wanted = Wanted(kind, extra.key, {}, present=False, within=extra.within)
    rules = Rules(labels=lookup.labels)
    read_at = gateway.clock() - gateway.age(kind, wanted.base)
    level = (1, -rank(kind), -extra.depth)
    return PlannedObject(plan_object(wanted, extra.raw, rules), rules, level, read_at, Effects(kind, {}))


def _users(items: Sequence[PlannedObject]) -> dict[Any, str]:
    """The marks of all that entries need, each with the entry: what they give, and what they leave as it is."""
    users: dict[Any, str] = {}
    for item in items:
        for mark in needed(item.plan.wanted, item.plan.observed):
            users.setdefault(mark, item.entry.where if item.entry else "")
    return users


def _count(deletes: Sequence[PlannedObject], wishes: ReconcileOptions, faults: Faults) -> None:
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
        raise DocumentError(f"prune does not support {', '.join(unknown)}; valid sections are {', '.join(PRUNABLE)}")
    return tuple(dict.fromkeys(names))
