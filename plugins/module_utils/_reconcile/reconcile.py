# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object, from validated options to a task's result: observe, plan, guard, execute. Knows no AnsibleModule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Callable

from .._api.create_once import MOST_PLANS, already_exists
from .._api.gateway import Gateway
from .._core import guards
from .._core.change import Change
from .._core.comparison import Rules
from .._core.errors import ApiError, ApplyError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.identity import key_of
from .._core.kind import Kind
from .._core.options import given_values
from .._core.plan import Plan, Unsettled
from .._core.planner import plan_object
from .._core.result import TaskResult, resource_of, secrets_in
from .effects import Effects
from .execute import execute
from .find import read_by_id
from .lookup import Lookup
from .member_lists import appended
from .observe import FRESH, GONE, completed, display_name, is_stale, look_up, needs_own_read, read_again
from .send import seen, verified, warnings_of

#: (plan, the task's options, gateway) -> the plan, with the broadcasts that it can hurt
Protect = Callable[[Plan, Mapping[str, Any], Gateway], Plan]


def harmless(plan: Plan, options: Mapping[str, Any], gateway: Gateway) -> Plan:
    """Accept any plan: for kinds that no broadcast depends on."""
    return plan


def reconcile(
    kind: Kind,
    options: Mapping[str, Any],
    check_mode: bool,
    gateway: Gateway,
    result: TaskResult,
    effects_of: type[Effects] = Effects,
    protect: Protect = harmless,
) -> None:
    """Bring one object to the wanted state; in check mode, only predict the changes.

    ``options`` are the task's, validated by Ansible. Fills ``result``. Raises KinescopeError without secrets.
    """
    plan: Plan | None = None
    done: list[Change] = []  # changes of plans before the last one
    warned, effects, more_plans = list(result.warnings), effects_of(kind, options), iter(range(1, MOST_PLANS))
    gateway.warned.clear()
    try:
        while True:
            result.warnings[:] = warned
            try:
                plan = _Planning(kind, options, check_mode, gateway, effects).plan(result)
                plan = protect(_checked(plan, options, check_mode, effects, result), options, gateway)
                result.warnings += guards.on_air(plan, options.get("on_air") or "allow")
                if (plan.changes or result.warnings != warned) and gateway.forget_inherited():
                    raise _InheritedError("it was read by another process")
                after, found = _carried_out(plan, check_mode, gateway, effects)
                break
            except KinescopeError as error:
                plan = _left_of(plan, error, gateway, more_plans, done)
    except KinescopeError as error:
        error.about(kind.name, display_name(kind, options), "read" if isinstance(error, ApiError) else "plan")
        error.hide(secrets_in(kind, options) | secrets_in(kind, plan.observed if plan else None))
        if plan is not None:
            outcomes = error.outcomes if isinstance(error, ApplyError) else ["not_attempted"] * len(plan.changes)
            result.account(_with(done, plan), [*["applied"] * len(done), *outcomes], error.sentence())
        result.values.update({"resource": effects.reveal()} if effects.reveal() else {})
        raise
    finally:
        result.warnings += gateway.warned
    result.account(_with(done, plan), "planned" if check_mode else "applied")
    shown = {**resource_of(kind, after, bool(options.get("reveal_secrets"))), **effects.reveal()}
    result.show(plan, shown, plan.unverified, found)
    result.warnings += warnings_of(plan.wanted.title, found)


class _InheritedError(KinescopeError):
    """Lists of another process show that something has to change, but they may only be used if nothing has."""


def _left_of(
    plan: Plan | None, error: KinescopeError, gateway: Gateway, more_plans: Iterator[int], done: list[Change]
) -> Plan | None:
    """The plan that has failed, if another one may follow it; ``done`` gets its applied changes.

    Returns None if the plan was based on lists of another process. Raises all other errors. An ApplyError says nothing
    about lists: by then, this process has read them, or there was nothing to write.
    """
    if isinstance(error, _InheritedError) or (not isinstance(error, ApplyError) and gateway.forget_inherited()):
        return None
    if plan is None or not isinstance(error, ApplyError) or not already_exists(error) or next(more_plans, None) is None:
        raise error
    done += [change for change, word in zip(plan.changes, error.outcomes) if word == "applied"]
    return plan


def _with(done: Sequence[Change], plan: Plan) -> Plan:
    """The plan, preceded by the changes done before somebody else's change required another plan."""
    return replace(plan, changes=(*done, *plan.changes)) if done else plan


def _checked(plan: Plan, options: Mapping[str, Any], check_mode: bool, effects: Effects, result: TaskResult) -> Plan:
    """The plan, if it may be carried out. Adds warnings to the result. Raises KinescopeError."""
    update_secrets = options.get("update_secrets") or "on_create"
    guards.check(plan, update_secrets, bool(options.get("force")))
    result.warnings += [*effects.check(plan, check_mode), *guards.plan_warnings(plan, update_secrets)]
    return plan


def _carried_out(plan: Plan, check_mode: bool, gateway: Gateway, effects: Effects) -> tuple[Raw, Sequence[Unsettled]]:
    """The object after a plan, and the options that differ from what was wanted; predicted in check mode."""
    if check_mode:
        return (plan.predicted if plan.changes else plan.observed or {}), ()
    after = execute(plan, gateway, effects) if plan.changes else plan.observed or {}
    # the result shows the object, so one that no response has shown is read, even if the task does not wait for it
    return verified(plan, effects.settle(plan, seen(plan, after, gateway), gateway), gateway)


class _OutdatedError(PlanError):
    """The list is too old to base a write on, or its object has meanwhile been deleted or renamed."""


class _Planning:
    """Observing and planning, repeated if they relied on outdated lists. Writes nothing."""

    def __init__(
        self, kind: Kind, options: Mapping[str, Any], check_mode: bool, gateway: Gateway, effects: Effects
    ) -> None:
        self._kind, self._options, self._gateway = kind, options, gateway
        self._effects = effects
        self._present = options.get("state") != "absent"
        self._assumes = check_mode or not self._present  # that an earlier task creates missing objects
        self._began = gateway.clock()

    def plan(self, result: TaskResult) -> Plan:
        """The plan. Adds warnings to the result. Raises KinescopeError."""
        given = self._effects.read_options(self._given())
        lookup = self._lookup()
        try:
            plan = self._once(given, lookup)
            again = bool(lookup.warnings) and self._gateway.forget_older(FRESH)
        except _OutdatedError:
            again = True
        except PlanError:
            again = self._gateway.forget_older(FRESH)
            if not again:
                raise
        if again:
            lookup = self._lookup()
            plan = self._once(given, lookup)
        if self._present:
            result.warnings += lookup.warnings
        return plan

    def _given(self) -> dict[str, Any]:
        kind, given = self._kind, given_values(self._kind, self._options)
        if self._present:
            return given
        return {name: value for name, value in given.items() if name in kind.identifying}

    def _lookup(self) -> Lookup:
        return self._effects.lookup(self._gateway, self._assumes, makes_parents=self._present)

    def _once(self, given: Mapping[str, Any], lookup: Lookup) -> Plan:
        """One plan. Lists that this task has read are recent enough; those remembered from before may not be.

        Raises _OutdatedError if the plan must not be carried out.
        """
        kind, gateway, began = self._kind, self._gateway, self._gateway.clock()
        wanted, observed = look_up(kind, self._options, given, lookup, self._effects, gateway)
        wanted = self._effects.observe(wanted, observed, gateway)
        rules = Rules(self._options.get("update_secrets") or "on_create", lookup.labels)
        plan = plan_object(wanted, observed, rules)
        age = gateway.age(kind, wanted.base) - (gateway.clock() - self._began)
        if is_stale(plan, age):
            gateway.forget(kind, wanted.base)
            raise _OutdatedError("the cached object is outdated")
        if observed is None or not needs_own_read(kind, plan):
            return plan
        just_read = self._options.get("id") is not None and read_by_id(kind) and gateway.clock() - began <= FRESH
        fresh = (completed if just_read else read_again)(wanted, dict(observed), gateway, self._effects)
        if fresh is None or (self._options.get("id") is None and key_of(kind, fresh) != key_of(kind, observed)):
            gateway.forget(kind, wanted.base)
            raise _OutdatedError(GONE)
        return plan_object(*(appended(wanted, fresh) if self._options.get("append") else (wanted, fresh)), rules)
