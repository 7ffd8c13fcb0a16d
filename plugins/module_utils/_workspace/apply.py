# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out the plan of a workspace: level by level, concurrently within a level, every outcome recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import groupby
from typing import Any, Callable, NamedTuple

from .._api.create_once import MOST_PLANS, already_exists
from .._api.gateway import Gateway
from .._api.halt import HaltedError, UnreachableError
from .._core import guards
from .._core.change import Create, Delete, Update
from .._core.errors import (
    ApiError,
    ApplyError,
    KinescopeError,
    PlanError,
    unexpected_error,
)
from .._core.fields.base import Raw
from .._core.identity import Unseen, id_of, key_of
from .._core.on_air import harms
from .._core.plan import Plan, Unsettled
from .._core.planner import plan_object
from .._core.result import secrets_in
from .._core.wanted import Target, Wanted
from .._kinds.project import PROJECT
from .._reconcile.execute import execute
from .._reconcile.find import find, observe
from .._reconcile.observe import (
    FRESH,
    GONE,
    STILL_MISSING,
    all_in,
    needs_own_read,
    read_again,
)
from .._reconcile.on_air import OnAir
from .._reconcile.send import applied, seen, verified
from .concurrent_changes import refuse_unplanned
from .folders import with_folders
from .handovers import interim_plan
from .plan import PlannedObject
from .read_back import listed_again
from .references import marks_of, needed_now


class Outcome(NamedTuple):
    """The outcomes of an item's changes, and the reason if not all of them were applied.

    ``plan`` is the plan that was really carried out, if the object was changed after the first plan; ``after`` is the
    object afterwards. ``untouched`` means that the run has certainly written nothing of it: it was refused, or somebody
    else had done it already.
    """

    changes: tuple[str, ...]
    error: KinescopeError | None = None
    reason: str = ""
    plan: Plan | None = None
    after: Mapping[str, Any] = {}
    unsettled: tuple[Unsettled, ...] = ()
    untouched: bool = False


def _wrote_nothing(plan: Plan, error: ApplyError) -> bool:
    """Whether the API has certainly refused the first request of a plan, and with it the whole plan."""
    first, cause = plan.changes[0], error.cause
    if isinstance(first, Create):
        is_one_write = not first.kind.sources  # an upload makes an object before its file is sent
    else:
        is_one_write = isinstance(first, Delete) or (isinstance(first, Update) and not first.second_tries)
    return is_one_write and error.outcomes[0] == "failed" and (_is_refusal(cause) or already_exists(error))


def _is_refusal(error: KinescopeError) -> bool:
    """Whether the API has certainly refused a write. An error of a read after it says nothing about the write."""
    if not isinstance(error, ApiError) or error.uncertain or error.request:
        return False
    return isinstance(error, UnreachableError) or (error.status is not None and error.status >= 300)


EARLIER = "an earlier change of the same object failed"


class _MissingDependencyError(PlanError):
    """An object that this one requires could not be created."""


def apply(
    items: Sequence[PlannedObject],
    gateway: Gateway,
    pool: Executor,
    done: Callable[[PlannedObject, Outcome], None],
    on_air: OnAir,
    exact: bool = False,
) -> list[Outcome]:
    """Carry out all changes, level by level. A failure does not stop items that do not depend on it.

    ``done`` is called after each item, whatever its outcome. ``exact`` allows nothing but what was planned, even if
    others change the workspace meanwhile; ``on_air`` protects broadcasts from what was not.
    """
    work = _Work(gateway, on_air, exact)
    outcomes: dict[int, Outcome] = {}

    def one(index: int) -> None:
        outcomes[index] = work.outcome(items[index])
        done(items[index], outcomes[index])

    def rename(index: int) -> None:
        work.rename_temporarily(items[index])

    order = [(item.level, index, one) for index, item in enumerate(items) if item.plan.changes]
    order += [((*item.level[:-1], -1), index, rename) for index, item in enumerate(items) if item.interim]
    for _level, steps in groupby(sorted(order, key=lambda step: step[0]), key=lambda step: step[0]):
        work.begin_level()
        list(pool.map(lambda step: step[2](step[1]), steps))
        unseen = [index for index, outcome in outcomes.items() if isinstance(outcome.after, Unseen)]
        outcomes.update(zip(unseen, work.read_back([(items[index], outcomes[index]) for index in unseen], pool)))
    return [outcomes.get(index, Outcome(())) for index in range(len(items))]


class _Work:
    """What has been created and what has failed so far."""

    def __init__(self, gateway: Gateway, on_air: OnAir, exact: bool) -> None:
        self._gateway, self._on_air, self._exact = gateway, on_air, exact
        self._made: dict[Any, str] = {}  # address -> id
        self._failed_kinds: set[str] = set()
        self._still_used: dict[Any, str] = {}  # mark -> the object that could not be changed and still needs it
        self._level_began = gateway.clock()
        self._unchanged: dict[Any, str] = {}  # identity -> the object that could not be changed and still has them
        #: identity -> (plan of an object with a temporary name, the rest of its item)
        self._temporary: dict[Any, tuple[Plan, PlannedObject] | KinescopeError] = {}

    def begin_level(self) -> None:
        """From here on, a list that has been read once is recent enough for the whole level."""
        self._level_began = self._gateway.clock()

    def rename_temporarily(self, item: PlannedObject) -> None:
        """Give an object its temporary name; its outcome reports a failure."""
        try:
            self._gateway.client.halt.check()
            plan = self._current(item)
            after = execute(interim_plan(plan, item.interim), self._gateway, item.effects)
            rest = plan_object(plan.wanted, after, item.rules)
            self._temporary[item.identity] = (plan, item._replace(plan=rest, read_at=self._gateway.clock(), interim=""))
        except KinescopeError as error:
            self._note_failure(item)
            self._temporary[item.identity] = error.cause if isinstance(error, ApplyError) else error
        except Exception as error:
            # the outcomes of the other items must be reported nevertheless
            self._note_failure(item)
            self._temporary[item.identity] = KinescopeError(unexpected_error(error))

    def outcome(self, item: PlannedObject) -> Outcome:
        """Carry out one item."""
        if not item.interim:
            return self._outcome(item)
        found = self._temporary[item.identity]
        if isinstance(found, HaltedError):
            return Outcome(("not_attempted",) * len(item.plan.changes), reason=found.message)
        if isinstance(found, KinescopeError):
            return self._failed(item, found)
        plan, left = found
        outcome = self._outcome(left)
        if "applied" in outcome.changes or not (outcome.error or outcome.reason):
            return outcome._replace(plan=plan, untouched=False)
        error = outcome.error or PlanError(outcome.reason)
        cause = error.cause if isinstance(error, ApplyError) else error
        return self._failed(item, cause.note(f"it is called '{item.interim}' now; run the task again"))

    def _outcome(self, item: PlannedObject) -> Outcome:
        """Carry out one item that does not need a temporary name, or already has it."""
        plan = item.plan
        try:
            self._gateway.client.halt.check()
            self._refuse_delete(plan)
            self._refuse_taken(item)
            plan = self._current(item)
            plan, after = self._carried_out(item, plan)
            self._made_by(item, after)
            if not plan.changes:  # somebody else has done it
                return self._done(item.plan, after)._replace(untouched=True)
        except (HaltedError, _MissingDependencyError) as error:
            self._note_failure(item)
            return Outcome(("not_attempted",) * len(plan.changes), reason=error.message)
        except ApplyError as error:
            self._note_failure(item)
            if isinstance(error.cause, HaltedError):
                return Outcome(error.outcomes, reason=error.cause.message, plan=plan, after=error.made)
            return Outcome(error.outcomes, error, EARLIER, plan, error.made, untouched=_wrote_nothing(plan, error))
        except KinescopeError as error:
            return self._failed(item, error)._replace(untouched=True)
        except Exception as error:
            # the outcomes of the other items must be reported nevertheless
            return self._failed(item, KinescopeError(unexpected_error(error)))
        return self._done(plan, after) if isinstance(after, Unseen) else self._verified(item, plan, after)

    def _done(self, plan: Plan, after: Raw, found: Sequence[Unsettled] = ()) -> Outcome:
        return Outcome(("applied",) * len(plan.changes), plan=plan, after=after, unsettled=tuple(found))

    def read_back(self, made: Sequence[tuple[PlannedObject, Outcome]], pool: Executor) -> list[Outcome]:
        """The outcomes of items whose objects no response has shown, after these have been read."""
        gateway = self._gateway
        done = [(item, outcome.plan or item.plan, outcome.after) for item, outcome in made]
        found = listed_again([(plan, after) for _item, plan, after in done], gateway, pool)

        def one(item: PlannedObject, plan: Plan, after: Raw) -> Outcome:
            kind, base = plan.wanted.kind, plan.wanted.base
            raw = found.get((kind.name, id_of(kind, after)))
            if raw is None:
                return self._verified(item, plan, after)
            gateway.remember(kind, base, id_of(kind, raw), raw)
            return self._verified(item, plan, raw)

        return list(pool.map(lambda each: one(*each), done))

    def _verified(self, item: PlannedObject, plan: Plan, after: Raw) -> Outcome:
        """The outcome of an item whose whole plan was applied, whatever can be found out about its object."""
        try:
            after, found = verified(plan, seen(plan, after, self._gateway), self._gateway)
        except HaltedError:
            return self._done(plan, after)
        except ApplyError as error:
            if isinstance(error.cause, HaltedError):
                return self._done(plan, after)
            self._note_failure(item)
            return Outcome(error.outcomes, error, EARLIER, plan, dict(after))
        except Exception as error:
            # the outcomes of the other items must be reported nevertheless
            self._note_failure(item)
            failure = applied(plan, KinescopeError(unexpected_error(error)))
            return Outcome(failure.outcomes, failure, EARLIER, plan, dict(after))
        return self._done(plan, after, found)

    def _carried_out(self, item: PlannedObject, plan: Plan) -> tuple[Plan, Raw]:
        """Carry out a plan, or a new one if somebody else was faster; returns that plan, and the object."""
        plans = 1
        while plan.changes:
            try:
                return plan, execute(plan, self._gateway, item.effects)
            except ApplyError as error:
                if plans == MOST_PLANS or not already_exists(error) or "applied" in error.outcomes:
                    raise
            plan = self._replan(item)
            plans += 1
        return plan, plan.observed or {}

    def _replan(self, item: PlannedObject) -> Plan:
        """The plan for an object that was to be created but exists by now."""
        gateway, wanted = self._gateway, self._bound(item.plan.wanted)
        gateway.forget(wanted.kind, wanted.base)
        observed = observe(wanted, None, gateway)
        plan = plan_object(wanted, observed, item.rules)
        if observed is not None and needs_own_read(wanted.kind, plan):
            plan = plan_object(wanted, read_again(wanted, observed, gateway, item.effects), item.rules)
        guards.check(plan, item.rules.update_secrets, force=False)
        if plan.changes and self._exact:
            refuse_unplanned(plan_object(wanted, item.plan.observed, item.rules), plan, exact=True)
        return self._protected(item, plan)

    def _protected(self, item: PlannedObject, plan: Plan) -> Plan:
        """A new plan, which must not hurt a broadcast in a way that the first one could not. Raises GuardError."""
        if harms(plan).keys() <= harms(item.plan).keys():
            return plan
        plan = self._on_air.noted_now(plan, self._gateway)
        guards.on_air(plan, self._on_air.policy)
        return plan

    def _failed(self, item: PlannedObject, error: KinescopeError) -> Outcome:
        """The outcome of an item of which nothing was applied."""
        self._note_failure(item)
        wanted, changes = item.plan.wanted, item.plan.changes
        error.about(wanted.kind.name, wanted.key, changes[0].action)
        error.hide(secrets_in(wanted.kind, item.plan.observed) | secrets_in(wanted.kind, wanted.values))
        return Outcome(("failed", *["not_attempted"] * (len(changes) - 1)), error, EARLIER)

    def _made_by(self, item: PlannedObject, after: Raw) -> None:
        if after:
            wanted = item.plan.wanted
            self._made[wanted.address] = str(id_of(wanted.kind, after))

    def _refuse_delete(self, plan: Plan) -> None:
        if plan.wanted.present:
            return
        kind = plan.wanted.kind
        if kind.name in self._failed_kinds:
            raise _MissingDependencyError(f"nothing is deleted from {kind.section}, because a change in it failed")
        for mark in marks_of(kind, plan.observed or {}):
            if mark in self._still_used:
                raise _MissingDependencyError(f"{self._still_used[mark]} could not be changed and still needs it")

    def _refuse_taken(self, item: PlannedObject) -> None:
        for identity, name in item.waits_for:
            if identity in self._unchanged:
                raise _MissingDependencyError(
                    f"{self._unchanged[identity]} could not be changed and still has its {name}"
                )

    def _note_failure(self, item: PlannedObject) -> None:
        wanted = item.plan.wanted
        if wanted.present:
            self._failed_kinds.add(wanted.kind.name)
        self._unchanged[item.identity] = wanted.title
        self._still_used.update(dict.fromkeys(needed_now(wanted.kind, item.plan.observed), wanted.title))

    def _current(self, item: PlannedObject) -> Plan:
        """The plan to carry out now: with the IDs that it had to wait for, and based on a recent observation."""
        wanted = self._bound(item.plan.wanted)
        observed = item.plan.observed
        fresh = self._observed(item, wanted, observed)
        if wanted is item.plan.wanted and fresh is observed:
            return item.plan
        if not wanted.present and fresh is None:
            return plan_object(wanted, None, item.rules)  # already deleted
        if observed is not None and (fresh is None or key_of(wanted.kind, fresh) != key_of(wanted.kind, observed)):
            raise PlanError(GONE)
        plan = plan_object(wanted, fresh, item.rules)
        guards.check(plan, item.rules.update_secrets, force=False if wanted.present else bool(item.plan.holds))
        if fresh is not observed:
            refuse_unplanned(plan_object(wanted, observed, item.rules), plan, self._exact)
        return self._protected(item, plan)

    def _observed(self, item: PlannedObject, wanted: Wanted, observed: Raw | None) -> Raw | None:
        """The object, recent enough to base a write on: as observed before, or read again if that is too long ago.

        With ``exact``, existing objects are always read again: they must be as they were when the plan was reviewed.
        """
        kind, gateway = wanted.kind, self._gateway
        fresh = 0.0 if self._exact else FRESH
        takes_all = observed is not None and kind is PROJECT and not wanted.present
        if not takes_all and gateway.clock() - item.read_at <= (STILL_MISSING if observed is None else fresh):
            return observed
        if kind.routes.singleton:
            return gateway.read(kind, "", wanted.within.id if wanted.within else None)
        if observed is None:
            gateway.renew(kind, wanted.base, STILL_MISSING)
            return observe(wanted, None, gateway)
        in_a_tree = kind.parent_field and not wanted.present
        if kind.routes.reads_one and not in_a_tree:
            found = read_again(wanted, observed, gateway, item.effects)
            return with_folders(kind, found, gateway, age=FRESH) if found and takes_all else found
        gateway.renew(kind, wanted.base, max(fresh, gateway.clock() - self._level_began))
        found = find(wanted._replace(values={}), str(id_of(kind, observed)), gateway)
        if found and kind.parent_field and in_a_tree:  # folders added since; planned deletes inside it are done
            return {**found, kind.section: all_in(found, kind, kind.parent_field, gateway, wanted.base)}
        return found

    def _bound(self, wanted: Wanted) -> Wanted:
        """The wanted object with the IDs of objects created meanwhile. Raises _MissingDependencyError."""
        values = {name: self._resolved(value) for name, value in wanted.values.items()}
        within = self._resolved(wanted.within)
        if within is wanted.within and all(values[name] is value for name, value in wanted.values.items()):
            return wanted
        return wanted._replace(values=values, within=within)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, list) and any(isinstance(item, Target) for item in value):
            met = [self._resolved(item) for item in value]
            return [item.id if isinstance(item, Target) else item for item in met]
        if not isinstance(value, Target) or value.id is not None or value.cleared:
            return value
        if value.address not in self._made:
            raise _MissingDependencyError(f"it requires {value.path}, which could not be created")
        return replace(value, id=self._made[value.address])
