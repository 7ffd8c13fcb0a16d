# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out the plan of a workspace: level by level, side by side within a level, each change accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Callable

from ansible_collections.kinescope.kinescope.plugins.module_utils import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import ApplyError, KinescopeError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils.executor import execute
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway, id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.observe import (
    FRESH,
    GONE,
    STILL_MISSING,
    find,
    observe,
    read_again,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Plan, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import plain
from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_plan import Item


@dataclass(frozen=True)
class Outcome:
    """What became of an item's changes, one word each, and why when it was not all applied."""

    changes: tuple[str, ...]
    error: KinescopeError | None = None
    reason: str = ""


class _UnmetError(PlanError):
    """Something that this object needs could not be made."""


def apply(items: Sequence[Item], gateway: Gateway, pool: Executor, done: Callable[[Item], None]) -> list[Outcome]:
    """Carry out all changes, in the items' order of levels. A failure does not stop what does not depend on it.

    ``done`` is called after each item, whatever became of it.
    """
    work = _Work(gateway)
    outcomes: dict[int, Outcome] = {}

    def one(index: int) -> None:
        outcomes[index] = work.outcome(items[index])
        done(items[index])

    order = sorted((index for index, item in enumerate(items) if item.plan.changes), key=lambda n: items[n].level)
    for _level, indexes in groupby(order, key=lambda n: items[n].level):
        list(pool.map(one, indexes))
    return [outcomes.get(index, Outcome(())) for index in range(len(items))]


class _Work:
    """What has been made and what has failed so far."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._made: dict[Any, str] = {}  # address -> id
        self._failed_kinds: set[str] = set()
        self._still_used: dict[str, str] = {}  # id -> what could not be changed and still uses it

    def outcome(self, item: Item) -> Outcome:
        """Carry out one item."""
        count = len(item.plan.changes)
        try:
            self._refuse_delete(item)
            self._apply(item)
        except _UnmetError as error:
            self._note_failure(item)
            return Outcome(("not_attempted",) * count, reason=error.message)
        except ApplyError as error:
            self._note_failure(item)
            return Outcome(error.outcomes, error)
        except KinescopeError as error:
            self._note_failure(item)
            wanted, change = item.plan.wanted, item.plan.changes[0]
            error.about(wanted.kind.name, wanted.key, change.action)
            error.hide(secrets_in(wanted.kind, item.plan.observed) | secrets_in(wanted.kind, wanted.values))
            return Outcome(("failed", *["not_attempted"] * (count - 1)), error)
        return Outcome(("applied",) * count)

    def _apply(self, item: Item) -> None:
        plan = self._current(item)
        after = execute(plan, self._gateway) if plan.changes else plan.observed or {}
        if item.address is not None and after:
            self._made[item.address] = str(id_of(plan.wanted.kind, after))

    def _refuse_delete(self, item: Item) -> None:
        plan = item.plan
        if plan.wanted.present:
            return
        kind = plan.wanted.kind
        if kind.name in self._failed_kinds:
            raise _UnmetError(f"nothing is deleted from {kind.section} while a change in it fails")
        user = self._still_used.get(str(id_of(kind, plan.observed or {})))
        if user:
            raise _UnmetError(f"{user} could not be changed and still uses it")

    def _note_failure(self, item: Item) -> None:
        plan = item.plan
        self._failed_kinds.add(plan.wanted.kind.name)
        for field in plan.wanted.kind.fields:
            used = (plan.observed or {}).get(field.where[0]) if field.refers or field.place else None
            if isinstance(used, str):
                self._still_used[used] = f"{plan.wanted.kind.title} '{plan.wanted.key}'"

    def _current(self, item: Item) -> Plan:
        """The plan as it is to be carried out now: what it waited for is there, and what it rests on is fresh."""
        wanted = self._bound(item.plan.wanted)
        observed = item.plan.observed
        fresh = self._observed(item, wanted, observed)
        if wanted is item.plan.wanted and fresh is observed:
            return item.plan
        if not wanted.present and fresh is None:
            return plan_object(wanted, None, item.rules)  # gone already
        if observed is not None and fresh is None:
            raise PlanError(GONE)
        plan = plan_object(wanted, fresh, item.rules)
        guards.check(plan, item.rules.update_secrets, force=False if wanted.present else bool(item.plan.holds))
        if plan.changes and _shape(plan) != _shape(item.plan):
            raise PlanError("it was changed by someone else while this task was at work; run the task again")
        return plan

    def _observed(self, item: Item, wanted: Wanted, observed: Any) -> Any:
        kind, gateway = wanted.kind, self._gateway
        age = gateway.clock() - item.read_at
        if observed is None:
            if age <= STILL_MISSING or kind.singleton:
                return None
            gateway.renew(kind, wanted.base, STILL_MISSING)
            return observe(wanted, None, gateway)
        if age <= FRESH:
            return observed
        if kind.singleton:
            return gateway.read(kind, "", wanted.within.id if wanted.within else None)
        if kind.reads_one:
            return read_again(wanted, observed, gateway)
        gateway.renew(kind, wanted.base, FRESH)
        return find(kind, {}, str(id_of(kind, observed)), gateway, wanted.base)

    def _bound(self, wanted: Wanted) -> Wanted:
        """The wanted object with the ids of what has been made meanwhile. Raises _UnmetError for what has not."""
        values = {name: self._met(value) for name, value in wanted.values.items()}
        within = self._met(wanted.within)
        if within is wanted.within and all(values[name] is value for name, value in wanted.values.items()):
            return wanted
        return replace(wanted, values=values, within=within)

    def _met(self, value: Any) -> Any:
        if not isinstance(value, Target) or value.id is not None or value.cleared:
            return value
        if value.address not in self._made:
            raise _UnmetError(f"it needs {plain(value.label)}, which could not be made")
        return replace(value, id=self._made[value.address])


def _shape(plan: Plan) -> list[tuple[str, str, str, str]]:
    return [(change.kind.name, change.key, change.action, change.route) for change in plan.changes]
