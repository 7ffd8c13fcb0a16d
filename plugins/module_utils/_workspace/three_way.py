# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan compared with what was last applied: where each change comes from, and which are omitted for that reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Any

from .._api.read_ahead import ReadAheadGateway
from .._core.errors import GuardError, PlanError
from .._core.identity import address_of, key_of
from .._core.planner import plan_object
from .._core.values import at, id_form
from .._core.wanted import Target
from .._reconcile.effects import EffectsOf
from .._reconcile.lookup import Lookup
from .document import Entry
from .last_applied import LastApplied
from .origins import (
    DOCUMENT,
    WORKSPACE,
    Leaf,
    counted,
    differing,
    leaf_text,
    origins,
    sides_at,
    without_leaves,
)
from .plan import Faults, PlannedObject, ReconcileOptions, check, plan_entries, with_own_reads
from .plan_id import named
from .rotation import rotated

KEPT_GONE = "needs {other}, which was deleted from the workspace and, with on_drift: keep, is not created again"
KEPT_NAME = "cannot have this {key}: {other} still has it, because on_drift: keep leaves it there as it is"
MOST_NAMED = 5  # objects that an error lists


@dataclass
class Planned:
    """The plans of the entries, the lookup for their names, and the last applied document if it is known.

    ``references`` are the plans of objects that are only read. ``kept`` are the changes that are omitted in order to
    keep somebody's edits of the workspace (the key of the result).
    """

    items: list[PlannedObject]
    lookup: Lookup
    applied: LastApplied | None = None
    keeps: bool = False
    kept: list[dict[str, Any]] = attribute(default_factory=list)
    references: list[PlannedObject] = attribute(default_factory=list)

    def deletes(self, item: PlannedObject) -> list[PlannedObject]:
        """The delete of an object that the document does not contain, with its origin; [] if the object is kept."""
        if self.applied is None:
            return [item]
        observed = item.plan.observed or {}
        word = DOCUMENT if self.applied.names(item.plan.wanted.kind, observed) else WORKSPACE
        item = item._replace(origins=dict.fromkeys(differing(item.plan), word))
        if word == WORKSPACE and self.keeps:
            self.kept.append(_kept_entry(item, list(item.origins)))
            return []
        return [item]


def plan_with_base(
    found: Sequence[Entry],
    kinds: Collection[str],
    settings: ReconcileOptions,
    effects_of: EffectsOf,
    gateway: ReadAheadGateway,
    pool: Executor,
    faults: Faults,
    check_mode: bool = False,
) -> Planned:
    """The plan of every entry, parents first; faults are added to ``faults``. Raises ApiError.

    ``kinds`` are the names of all kinds that the document lists.
    """
    everything, lookup = plan_entries(found, kinds, settings, effects_of, gateway, pool, faults, check_mode)
    gateway.finish()  # the base is compared with all lists
    items = [item for item in everything if not item.is_reference_only]
    planned = Planned(items, lookup, keeps=settings.on_drift == "keep", references=everything[len(items) :])
    if settings.base is not None:
        planned.applied = LastApplied(settings.base, everything, gateway, settings.secrets, settings.only)
        if settings.secrets.used:
            items = [_with_new_secrets(item, planned.applied) for item in items]
    planned.items = with_own_reads(items, gateway, pool, faults)
    if planned.applied is not None:
        planned.items = [_weighed(item, planned.applied) for item in planned.items]
        if planned.keeps:
            planned.items = _kept_back(planned, planned.applied, faults)
        lookup.warnings += planned.applied.warnings
    for item in planned.items:
        check(item, item.entry.path if item.entry else (), settings, faults)
    planned.items.sort(key=lambda item: item.level)
    return planned


def _with_new_secrets(item: PlannedObject, applied: LastApplied) -> PlannedObject:
    """The plan of an object, which also sends the secrets whose names or versions have changed in the document."""
    wanted, entry = item.plan.wanted, applied.entry_of(item)
    if entry is None or item.plan.observed is None or not wanted.present:
        return item
    values = rotated(wanted.kind, wanted.values, entry.values)
    if values is wanted.values or values == wanted.values:
        return item
    return item._replace(plan=plan_object(wanted._replace(values=values), item.plan.observed, item.rules))


def _weighed(item: PlannedObject, applied: LastApplied) -> PlannedObject:
    """The plan of an object with the origin of each difference."""
    if not item.plan.changes:
        return item
    if not item.plan.wanted.present:  # somebody has recreated it, or the document has changed to delete it
        again = applied.has_base_entry(item) and applied.entry_of(item) is None
        return item._replace(origins=dict.fromkeys(differing(item.plan), WORKSPACE if again else DOCUMENT))
    return item._replace(origins=origins(item.plan, item.rules, applied.former(item)))


def _kept_back(planned: Planned, applied: LastApplied, faults: Faults) -> list[PlannedObject]:
    """The plans without changes that would undo edits of the workspace. What is then missing becomes a fault."""
    left: list[PlannedObject] = []
    deleted: dict[Any, PlannedObject] = {}
    staying: dict[Any, PlannedObject] = {}  # by present address: what was to be renamed, moved or deleted
    for item in planned.items:
        leaves = [leaf for leaf, word in item.origins.items() if word == WORKSPACE]
        if item.plan.wanted.present and item.plan.observed is None and applied.entry_of(item):
            planned.kept.append(_kept_entry(item, list(item.origins)))
            deleted[item.plan.wanted.address] = item
        elif leaves:
            planned.kept.append(_kept_entry(item, leaves))
            left.append(_without(item, leaves))
            if _present_address(item) != item.plan.wanted.address or not item.plan.wanted.present:
                staying[_present_address(item)] = left[-1]
        else:
            left.append(item)
    deleted.pop(None, None)
    staying.pop(None, None)
    for item in left:
        other = next((deleted[mark] for mark in _needs(item) if mark in deleted), None) if deleted else None
        if other and item.entry:
            faults.note(item.entry.path, PlanError(KEPT_GONE.format(other=other.plan.wanted.title)))
        other = staying.get(item.plan.wanted.address) if item.plan.changes else None
        if other and other is not item and item.entry and _present_address(item) != item.plan.wanted.address:
            text = KEPT_NAME.format(key=item.plan.wanted.kind.key[0], other=other.plan.wanted.title)
            faults.note(item.entry.path, PlanError(text))
    return left


def _present_address(item: PlannedObject) -> Any:
    """The address of an object as it was observed; None if it has none."""
    kind, observed, place = item.plan.wanted.kind, item.plan.observed, item.plan.wanted.container
    if observed is None or kind.routes.singleton:
        return None
    if kind.narrowed_by:
        place = Target(id_form(at(observed, kind.field(kind.narrowed_by).where)), "")
    return address_of(kind, key_of(kind, observed), place)


def _needs(item: PlannedObject) -> Iterable[Any]:
    """The IDs and addresses of an object's parents, and of what its changes refer to."""
    wanted = item.plan.wanted
    written = {leaf[0] for leaf in differing(item.plan)} if wanted.present else set()
    yield from (mark for name in written for mark in named(wanted.values.get(name)))
    yield from named(wanted.within)


def _without(item: PlannedObject, leaves: Sequence[Leaf]) -> PlannedObject:
    """The plan of an object that leaves some leaves as they are."""
    plan, kind = item.plan, item.plan.wanted.kind
    rest = {leaf: word for leaf, word in item.origins.items() if leaf not in leaves}
    if not plan.wanted.present:
        return item._replace(plan=replace(plan, changes=(), before={}, after={}), origins=rest)
    wanted = plan.wanted._replace(values=without_leaves(plan.wanted.values, leaves))
    if kind.key and kind.key[0] not in wanted.values:  # the object keeps the name that somebody has given it
        wanted = wanted._replace(address=address_of(kind, key_of(kind, plan.observed or {}), wanted.container))
    return item._replace(plan=plan_object(wanted, plan.observed, item.rules), origins=rest)


def _kept_entry(item: PlannedObject, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """The entry of an object in ``kept``."""
    plan = item.plan
    action = "delete" if not plan.wanted.present else "create" if plan.observed is None else "update"
    about = {"kind": plan.wanted.kind.name, "key": plan.wanted.key, "action": action}
    return {**about, "fields": [leaf_text(leaf) for leaf in leaves], **sides_at(plan, leaves)}


def result_with_base(planned: Planned, items: Sequence[PlannedObject]) -> dict[str, Any]:
    """The result keys that depend on the base; ``items`` are all planned objects, including deletes."""
    if planned.applied is None:
        return {}
    deleted = {item.identity for item in items if not item.plan.wanted.present}
    named_now = {item.identity for item in planned.items if item.plan.wanted.present}
    return {
        "origin": counted(item.origins for item in items),
        "kept": planned.kept,
        "dropped": list(planned.applied.dropped(deleted | named_now)),
    }


def origin_of(item: PlannedObject) -> dict[str, dict[str, str]]:
    """The ``origin`` of an object's entry in ``changes``; {} if unknown."""
    return {"origin": {leaf_text(leaf): word for leaf, word in item.origins.items()}} if item.origins else {}


def refuse_drift(items: Sequence[PlannedObject]) -> None:
    """Refuse a plan that would undo somebody's edits. Raises GuardError."""
    edited = []
    for item in items:
        leaves = [leaf_text(leaf) for leaf, word in item.origins.items() if word != DOCUMENT]
        if leaves:
            edited.append(f"{item.plan.wanted.title} ({', '.join(leaves)})")
    if edited:
        more = f" and {len(edited) - MOST_NAMED} more" if len(edited) > MOST_NAMED else ""
        raise GuardError(
            "the workspace was edited since the document was last applied, and on_drift is fail; nothing was written: "
            + ", ".join(edited[:MOST_NAMED])
            + more
        )
