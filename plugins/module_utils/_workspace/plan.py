# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries of a document -> the plan of a workspace: what is read, what each object needs, and the order of changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cache
from typing import Any, NamedTuple

from .._api.gateway import Gateway
from .._api.halt import HaltedError
from .._core import guards
from .._core.comparison import Rules
from .._core.errors import (
    ApiError,
    GuardError,
    KinescopeError,
    PlanError,
)
from .._core.fields.base import Field
from .._core.identity import key_of
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.planner import plan_object, plan_object_in_bulk
from .._core.values import plain
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .._reconcile.effects import Effects, EffectsOf
from .._reconcile.lookup import Lookup
from .._reconcile.observe import (
    GONE,
    look_up,
    needs_own_read,
    read_again,
)
from .._reconcile.on_air import OnAir
from .._reconcile.places import Places
from .document import SAME_OBJECT, Entry, Path
from .folders import with_folders
from .freeze import Freeze
from .identities import identity_of, note_entries, note_planned
from .narrowing import Patterns, bare
from .secrets import Secrets


@dataclass(frozen=True)
class ReconcileOptions:
    """The options of the task, apart from the document itself."""

    update_secrets: str = "on_create"
    secrets: Secrets = attribute(default_factory=Secrets)
    prune: Patterns = attribute(default_factory=dict)
    only: tuple[str, ...] = ()  # sections; () means all
    prune_empty: bool = False
    max_deletions: int = 10
    force: bool = False
    allow_similar: bool = False
    lock_timeout: float = 600.0  # seconds to wait for other runs that change the workspace
    base: tuple[Entry, ...] | None = None  # the entries of the document as it was last applied
    on_drift: str = "repair"  # or "keep" or "fail"
    on_air: OnAir = attribute(default_factory=OnAir)
    freeze: Freeze = attribute(default_factory=Freeze)
    undo_dest: str = ""  # path of the document that undoes the changes


class PlannedObject(NamedTuple):
    """The plan for one object. ``entry`` is None for an object that is pruned.

    ``level`` determines the order (equal levels may run concurrently); ``read_at`` is the gateway's clock when the
    object was observed. ``waits_for`` has the identities of the objects that have to release a value first, each with
    the field. ``interim`` is the temporary name that the object gets before, '' for none. ``origins`` are the origins
    of the differences, if the last applied document is known (see origins.py).
    """

    plan: Plan
    rules: Rules
    level: tuple[int, ...]
    read_at: float
    effects: Effects
    entry: Entry | None = None
    waits_for: tuple[tuple[Any, str], ...] = ()
    interim: str = ""
    origins: Mapping[tuple[str, ...], str] = {}

    @property
    def identity(self) -> Any:
        """What distinguishes the object from all others in the workspace and the document."""
        return identity_of(self.plan.wanted, self.plan.observed)

    @property
    def is_reference_only(self) -> bool:
        """Whether the object is only read."""
        return self.entry is not None and self.entry.reference_only


@dataclass
class Faults:
    """All objections to a plan, to be reported together."""

    errors: list[tuple[Path, KinescopeError]] = attribute(default_factory=list)

    def note(self, path: Path, error: KinescopeError) -> None:
        """Add a fault; errors of reading or checking are raised instead, as they are not faults of the document."""
        if isinstance(error, (ApiError, HaltedError)):
            raise error
        self.errors.append((path, error))

    @property
    def guarded(self) -> bool:
        """Whether the only objections come from guards."""
        return all(isinstance(error, GuardError) for _path, error in self.errors)


@cache
def dependency_depth(kind: Kind) -> int:
    """The depth of a kind's dependencies: 0 for kinds that do not need any other object."""
    first = [
        *kind.depends_on,
        *([FOLDER] if kind.parent is None and any(field.located for field in kind.fields) else []),
    ]
    return 1 + max((dependency_depth(other) for other in first), default=-1)


def plan_entries(
    found: Sequence[Entry],
    kinds: Collection[str],
    settings: ReconcileOptions,
    effects_of: EffectsOf,
    gateway: Gateway,
    pool: Executor,
    faults: Faults,
    check_mode: bool = False,
) -> tuple[list[PlannedObject], Lookup]:
    """The plan of every entry, based on lists; faults are added to ``faults``. Raises ApiError.

    The plans of objects that are only read come last, and the faults of their entries are not reported.

    In check mode, missing objects may be created by an earlier task, unless the document lists their kind (``kinds``).
    """
    listed = {*kinds, *([FOLDER.name] if PROJECT.name in kinds else [])}
    lookup = Places(gateway, check_mode, listed=listed)
    found = note_entries(found, lookup, gateway, faults.note)
    lenient = _lenient(lookup)

    def planned_one(entry: Entry) -> PlannedObject | KinescopeError:
        try:
            effects = effects_of(entry.kind, entry.options)
            return _plan_entry(entry, lookup if entry.present else lenient, settings, effects, gateway)
        except (ApiError, HaltedError):  # of a list that other entries need, too
            raise
        except KinescopeError as error:
            again = entry.reference_only and isinstance(error, PlanError) and bare(entry) != entry
            return planned_one(bare(entry)) if again else error

    singletons = [entry for entry in found if entry.kind.routes.singleton]
    # entries with IDs come first: names that they release are free for others, which may also refer to their objects
    by_id_first = sorted(found, key=lambda entry: (dependency_depth(entry.kind), "id" not in entry.options))
    results = {entry.path: planned_one(entry) for entry in by_id_first if not entry.kind.routes.singleton}
    results.update(zip([entry.path for entry in singletons], pool.map(planned_one, singletons)))
    items = []
    for entry in found:
        result = results[entry.path]
        if isinstance(result, PlannedObject):
            items.append(result)
        elif not entry.reference_only:
            faults.note(entry.path, result)
    references, items = [[item for item in items if item.is_reference_only is yes] for yes in (True, False)]
    _refuse_duplicates(items, faults)
    return [*items, *references], lookup


def _lenient(lookup: Places) -> Places:
    """A lookup for objects to be deleted: their parents may have been deleted already."""
    lenient = Places(lookup.gateway, True)
    lenient.planned, lenient.renamed, lenient.labels = lookup.planned, lookup.renamed, lookup.labels
    return lenient


def _plan_entry(
    entry: Entry,
    lookup: Lookup,
    settings: ReconcileOptions,
    effects: Effects,
    gateway: Gateway,
) -> PlannedObject:
    """The plan of one entry, with references resolved. Raises KinescopeError."""
    kind = entry.kind
    began = gateway.clock()
    options = {"allow_similar": True, **entry.options} if settings.allow_similar else entry.options
    wanted, observed = look_up(kind, options, entry.values, lookup, effects, gateway)
    wanted = effects.observe(wanted, observed, gateway)
    if observed is not None and not entry.present:
        observed = with_folders(kind, observed, gateway)
    elif kind.narrowed_by:
        note_planned(wanted, observed, lookup, "id" in entry.options)
    if wanted.within and kind.parent and observed is None:  # an ID in a path means nothing to people
        wanted = wanted._replace(key="/".join([plain(wanted.within.label), *entry.parents, entry.options[kind.key[0]]]))
    read_at = began if kind.routes.singleton else gateway.aged_from(kind, wanted.base)
    rules = Rules(entry.options.get("update_secrets") or settings.update_secrets, lookup.labels)
    depth = len(entry.options.get("parent") or ()) if kind.parent else 0
    level = (0, dependency_depth(kind), depth, 0) if entry.present else deleting(kind, depth + 1)
    plan = plan_object_in_bulk(wanted, observed, rules)
    return PlannedObject(plan, rules, level, read_at, effects, entry)


def deleting(kind: Kind, depth: int) -> tuple[int, ...]:
    """The level of a delete: after everything else, and children first."""
    return (1, -dependency_depth(kind), -depth, 0)


def _refuse_duplicates(items: Iterable[PlannedObject], faults: Faults) -> None:
    """Note entries that mean the same object in different ways: one by ID, the other by name or location."""
    seen: dict[Any, PlannedObject] = {}
    for item in items:
        absent = not item.plan.wanted.present and item.plan.observed is None
        if item.plan.wanted.kind.routes.singleton or item.entry is None or absent:
            continue
        first = seen.setdefault(item.identity, item)
        if first is not item and first.entry:
            faults.note(item.entry.path, PlanError(SAME_OBJECT.format(first.entry.where)))


def with_own_reads(
    items: Sequence[PlannedObject], gateway: Gateway, pool: Executor, faults: Faults
) -> list[PlannedObject]:
    """The items; those for which lists show too little are read and planned again."""

    def again(item: PlannedObject) -> PlannedObject | KinescopeError:
        wanted, observed = item.plan.wanted, item.plan.observed
        try:
            fresh = read_again(wanted, observed or {}, gateway, item.effects)
            if fresh is None or key_of(wanted.kind, fresh) != key_of(wanted.kind, observed or {}):
                return PlanError(GONE)
            return item._replace(plan=plan_object(wanted, fresh, item.rules), read_at=gateway.clock())
        except KinescopeError as error:
            return error

    unclear = [item for item in items if item.plan.observed is not None and needs_own_read_in_bulk(item.plan)]
    seen = dict(zip(map(id, unclear), pool.map(again, unclear)))
    kept = []
    for item in items:
        result = seen.get(id(item), item)
        if isinstance(result, PlannedObject):
            kept.append(result)
        else:
            faults.note(item.entry.path if item.entry else (), result)
    return kept


def needs_own_read_in_bulk(plan: Plan) -> bool:
    """Whether lists show too little of an object to plan for it; unlike a module's result, none here shows it whole."""
    kind = plan.wanted.kind
    hidden = _hidden(kind)
    given = any(field.name in plan.wanted.values for field in hidden)
    return bool(hidden) and (given or bool(plan.changes)) and needs_own_read(kind, plan)


@cache
def _hidden(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that lists may omit."""
    return tuple(field for field in kind.fields if field.maybe_hidden(None))


def check(item: PlannedObject, path: Path, settings: ReconcileOptions, faults: Faults) -> None:
    """Note the guards' objections to a plan."""
    try:
        guards.check(item.plan, item.rules.update_secrets, settings.force)
    except GuardError as error:
        faults.note(path, error)


def refusal(faults: Faults, lines: Sequence[str]) -> KinescopeError:
    """One error with all faults: a GuardError if all of them come from guards."""
    return (GuardError if faults.guarded else PlanError)("the plan is refused, nothing was written:", lines)
