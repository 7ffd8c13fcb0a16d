# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deletes: the objects that a document does not contain (prune) or marks as absent, and the objections to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from .._api.gateway import Gateway
from .._api.list_cache import typed_object
from .._core.comparison import Rules
from .._core.display import count
from .._core.errors import GuardError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, collection_path
from .._core.planner import plan_object
from .._core.values import at
from .._core.wanted import Wanted
from .._kinds.catalog import SECTIONS
from .._reconcile.effects import Effects
from .._reconcile.find import key_as_raw
from .._reconcile.inhabitants import holding, looking_inside
from .._reconcile.member_lists import with_members
from .._reconcile.observe import all_in
from .document import Entry
from .folders import with_folders
from .identities import identity_of
from .narrowing import PRUNABLE, matches
from .plan import Faults, PlannedObject, ReconcileOptions, check, deleting
from .references import marks_of, needed
from .three_way import Planned
from .unmanaged import Unnamed, unnamed

IN_ROLES = "(in roles, kinescope_workspace_{})"


def plan_deletions(
    found: Sequence[Entry],
    planned: Planned,
    settings: ReconcileOptions,
    gateway: Gateway,
    pool: Executor,
    faults: Faults,
) -> list[PlannedObject]:
    """The deletes for pruning, children first.

    Objections to them are added to the faults, and so are those to deletes that entries request.
    """
    deletes: list[PlannedObject] = []
    items = planned.items
    deleted = [item for item in items if not item.plan.wanted.present]
    staying = [item for item in items if item.plan.wanted.present] + planned.references
    if not (settings.prune or deleted):
        return deletes
    kinds = [PRUNABLE[section] for section in settings.prune] + [item.plan.wanted.kind for item in deleted]
    users = _users(staying, _with_hidden_members(staying, kinds, gateway, pool))
    _refuse_needed(deleted, users, faults)
    for section in settings.prune:
        kind = PRUNABLE[section]
        extra = [
            one
            for one in unnamed(kind, [*items, *planned.references], gateway)
            if matches(kind, one.key, settings.prune[section])
        ]
        if not settings.prune_empty and not any(entry.kind is kind and entry.present for entry in found):
            if extra:
                message = f"prune includes {section}, but the document has no {section}"
                advice = f"prune_empty: true {IN_ROLES.format('prune_empty')} deletes what prune selects ({len(extra)})"
                faults.note((section,), GuardError(f"{message}; {advice}"))
            continue
        for item in _whole([item for one in extra for item in _deletes(kind, one, gateway, planned)], gateway):
            deletes.append(item)
            check(item, (section,), settings, faults)
            if user := _user(item, users):
                message = f"would be deleted, because {section} does not contain it, but {user} needs it"
                faults.note((section,), GuardError(f"{item.plan.wanted.title} {message}"))
    _refuse_inhabited([*deleted, *deletes], [*items, *deletes], settings, gateway, faults)
    _count(deletes, settings, faults)
    return sorted(deletes, key=_order)


def _order(item: PlannedObject) -> tuple[tuple[int, ...], str, str]:
    """Children first; then in a fixed order, because the order of a list may change."""
    wanted = item.plan.wanted
    return item.level, wanted.key, str(id_of(wanted.kind, item.plan.observed or {}))


def _deletes(kind: Kind, extra: Unnamed, gateway: Gateway, planned: Planned) -> list[PlannedObject]:
    """The delete of an object; [] if it is kept."""
    wanted = Wanted(kind, extra.key, {}, present=False, within=extra.within)
    raw = typed_object(kind, dict(extra.raw), collection_path(kind, wanted.base))
    observed = with_folders(kind, raw, gateway)
    rules = Rules(labels=planned.lookup.labels)
    read_at = gateway.aged_from(kind, wanted.base)
    level = deleting(kind, extra.depth)
    item = PlannedObject(plan_object(wanted, observed, rules), rules, level, read_at, Effects(kind, {}))
    return planned.deletes(item)


def _whole(deletes: Sequence[PlannedObject], gateway: Gateway) -> list[PlannedObject]:
    """The deletes; a folder shows those folders in it that would only be deleted because of that."""
    ids = {item.identity for item in deletes}

    def whole(item: PlannedObject) -> PlannedObject:
        wanted, observed = item.plan.wanted, item.plan.observed
        kind, inside = wanted.kind, wanted.kind.parent_field
        if observed is None or inside is None:
            return item
        found = all_in(observed, kind, inside, gateway, wanted.base)
        others = [raw for raw in found if identity_of(wanted, raw) not in ids]
        if not others:
            return item
        return item._replace(plan=plan_object(wanted, {**observed, kind.section: others}, item.rules))

    return [whole(item) for item in deletes]


def _refuse_needed(deleted: Sequence[PlannedObject], users: Mapping[Any, Entry], faults: Faults) -> None:
    """Note objects that some entries delete although other entries need them."""
    for item in deleted:
        user = _user(item, users)
        if user and item.entry:
            faults.note(item.entry.path, GuardError(f"has state: absent, but {user} needs it"))


def _refuse_inhabited(
    deletes: Sequence[PlannedObject],
    items: Sequence[PlannedObject],
    settings: ReconcileOptions,
    gateway: Gateway,
    faults: Faults,
) -> None:
    """Note places that would be deleted together with objects of which the plan says nothing.

    The API counts no events, playlists or file requests among the items of a place (see inhabitants.py).
    """
    empty = [item for item in deletes if item.plan.observed and not item.plan.holds]
    places = [item for item in empty if item.plan.wanted.kind.holds and not settings.force]
    by = {mark: item for item in places for mark in marks_of(item.plan.wanted.kind, item.plan.observed or {})}
    planned = {item.identity for item in items}
    inside: dict[Any, tuple[PlannedObject, Counter[str]]] = {}
    for kind in SECTIONS.values() if by else ():
        located = [field for field in kind.fields if field.holds and not kind.routes.too_many_to_list]
        for raw in _listed(kind, gateway) if located else ():
            marks = {mark for field in located for mark in field.marks(at(raw, field.where))}
            for item in [by[mark] for mark in marks if mark in by and (kind.name, id_of(kind, raw)) not in planned]:
                inside.setdefault(item.identity, (item, Counter()))[1][kind.section] += 1
    for item, counts in inside.values():
        path = item.entry.path if item.entry else (item.plan.wanted.kind.section,)
        check(item._replace(plan=holding(item.plan, counts)), path, settings, faults)


def _listed(kind: Kind, gateway: Gateway) -> Iterable[Raw]:
    with looking_inside():
        return gateway.all_objects(kind)


def _user(item: PlannedObject, users: Mapping[Any, Entry]) -> str | None:
    """The position of the entry that needs an object to be deleted; None if no entry does."""
    wanted = item.plan.wanted
    marks = marks_of(wanted.kind, item.plan.observed or key_as_raw(wanted.kind, wanted.values))
    return next((users[mark].where for mark in marks if mark in users), None)


def _with_hidden_members(
    items: Sequence[PlannedObject], pruned: Sequence[Kind], gateway: Gateway, pool: Executor
) -> list[Raw | None]:
    """The observed objects, including members that are not in their entries if these may be pruned."""
    routes = {kind.routes.path for kind in pruned}

    def whole(item: PlannedObject) -> Raw | None:
        wanted, observed = item.plan.wanted, item.plan.observed
        hidden = [field for field in wanted.kind.member_fields if field.name not in wanted.values]
        if observed is None or not any(field.candidates[0] in routes for field in hidden):
            return observed
        return with_members(wanted.kind, observed, gateway, wanted.base)

    return list(pool.map(whole, items))


def _users(items: Sequence[PlannedObject], observed: Sequence[Raw | None]) -> dict[Any, Entry]:
    """The marks of everything that entries need, each with the entry: what they set, and what they leave as it is."""
    users: dict[Any, Entry] = {}
    for item, raw in zip(items, observed):
        if item.entry:
            users.update({mark: item.entry for mark in needed(item.plan.wanted, raw) if mark not in users})
    return users


def _count(deletes: Sequence[PlannedObject], settings: ReconcileOptions, faults: Faults) -> None:
    if len(deletes) > settings.max_deletions:
        names = ", ".join(item.plan.wanted.title for item in deletes[:5])
        more = f" and {len(deletes) - 5} more" if len(deletes) > 5 else ""
        message = (
            f"prune would delete {count(len(deletes), 'object')} ({names}{more}), and max_deletions "
            f"{IN_ROLES.format('max_deletions')} is {settings.max_deletions}"
        )
        faults.note((), GuardError(message))
