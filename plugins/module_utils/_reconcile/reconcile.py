# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object, from validated options to the result of a task: observe, plan, guard, execute. Knows no AnsibleModule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .._api.gateway import Gateway
from .._core import guards
from .._core.comparison import Rules
from .._core.errors import (
    ApiError,
    ApplyError,
    KinescopeError,
    PlanError,
)
from .._core.identity import key_of
from .._core.kind import Kind, Raw
from .._core.options import given_values
from .._core.plan import Plan
from .._core.planner import plan_object
from .._core.result import (
    changes_of,
    diff_of,
    resource_of,
    secrets_in,
)
from .execute import execute
from .lookup import Lookup
from .observe import (
    FRESH,
    GONE,
    called,
    is_stale,
    look_up,
    needs_own_read,
    read_again,
)
from .option_files import with_contents
from .secret_file import Place, place_of


@dataclass
class Report:
    """What a task returns, filled in as the work goes on, so that a failure can tell how far it came."""

    result: dict[str, Any] = attribute(default_factory=lambda: {"changed": False, "changes": []})
    warnings: list[str] = attribute(default_factory=list)


def run(kind: Kind, options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> None:
    """Bring one object to the wanted state, or in check mode say what that would take.

    ``options`` are the task's, validated by Ansible. Fills ``report``. Raises KinescopeError, without secrets in it.
    """
    plan: Plan | None = None
    place = place_of(kind, options)
    try:
        plan = _planned(kind, options, check_mode, gateway, report)
        guards.check(plan, options.get("update_secrets") or "on_create", bool(options.get("force")), place.exists)
        report.warnings += _place_checked(plan, place, check_mode)
        if plan.changes and plan.observed and plan.wanted.present and kind.finished(plan.observed):
            report.warnings.append(f"{kind.title} '{plan.wanted.key}' has ended: the API may refuse to change it")
        if plan.changes and not check_mode:
            after: Raw = execute(plan, gateway, place.keep)
        else:
            after = plan.predicted if plan.changes else plan.observed or {}
        if options.get("wait") and not check_mode:  # imported here: few kinds need it, an import costs every task
            from .._media.readiness import when_ready

            after = when_ready(plan, after, options["wait_timeout"], gateway)
    except KinescopeError as error:
        _account(error, kind, options, plan, report)
        if place.told():  # the one time that the API showed it
            report.result["resource"] = place.told()
        raise
    report.result.update(
        changed=bool(plan.changes),
        changes=changes_of(plan.changes, ["planned" if check_mode else "applied"] * len(plan.changes)),
        diff=diff_of(plan),
        resource={**resource_of(kind, after, bool(options.get("reveal_secrets"))), **place.told()},
        unverified=list(plan.unverified),
    )


def _place_checked(plan: Plan, place: Place, check_mode: bool) -> list[str]:
    """Warnings about the place of a secret. Raises DocumentError for one that it could not be put to."""
    if any(change.action == "create" for change in plan.changes):
        return place.check(may_be_pending=check_mode)
    return place.doubts() if plan.wanted.present else []


def _account(error: KinescopeError, kind: Kind, options: Mapping[str, Any], plan: Plan | None, report: Report) -> None:
    """Complete an error and the report of a task that fails: what it was about, and what became of every change."""
    error.about(kind.name, called(kind, options), "read" if isinstance(error, ApiError) else "plan")
    error.hide(secrets_in(kind, options) | secrets_in(kind, plan.observed if plan else None))
    if plan is None:
        return
    outcomes = error.outcomes if isinstance(error, ApplyError) else ["not_attempted"] * len(plan.changes)
    report.result["changes"] = changes_of(plan.changes, outcomes)
    report.result["changed"] = "applied" in outcomes


def _planned(kind: Kind, options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> Plan:
    """Observe and plan; once more when that rests on remembered lists which are too old. Nothing is written here."""
    present = options.get("state") != "absent"
    given = given_values(kind, options)
    if not present:
        given = {
            name: value
            for name, value in given.items()
            if name in (*kind.key, kind.narrowed_by, kind.told_apart_by, kind.owner)
        }
    given = with_contents(kind, given, options=options)
    began = gateway.clock()
    lookup = Lookup(gateway, check_mode or not present, makes_parents=present)
    try:
        plan = _planned_once(kind, options, given, lookup, gateway, began)
        again = bool(lookup.warnings) and gateway.forget_older(FRESH)
    except _OutdatedError:
        again = True
    except PlanError:
        again = gateway.forget_older(FRESH)
        if not again:
            raise
    if again:
        lookup = Lookup(gateway, check_mode or not present, makes_parents=present)
        plan = _planned_once(kind, options, given, lookup, gateway, began)
    if present:
        report.warnings += lookup.warnings
    return plan


class _OutdatedError(PlanError):
    """The list is too old to write upon, or it shows an object that is gone or has another key by now."""


def _planned_once(
    kind: Kind, options: Mapping[str, Any], given: Mapping[str, Any], lookup: Lookup, gateway: Gateway, began: float
) -> Plan:
    """``began`` is the gateway's time when the task did: what it has read itself since then is as new as can be."""
    wanted, observed = look_up(kind, options, given, lookup, gateway)
    rules = Rules(options.get("update_secrets") or "on_create", lookup.labels)
    plan = plan_object(wanted, observed, rules)
    age = gateway.age(kind, wanted.base) - (gateway.clock() - began)
    if is_stale(plan, age):
        gateway.forget(kind, wanted.base)
        raise _OutdatedError("what is remembered of it is too old")
    if observed is not None and needs_own_read(kind, plan):
        fresh = read_again(wanted, observed, gateway)
        if fresh is None or (options.get("id") is None and key_of(kind, fresh) != key_of(kind, observed)):
            gateway.forget(kind, wanted.base)
            raise _OutdatedError(GONE)
        plan = plan_object(wanted, fresh, rules)
    return plan
