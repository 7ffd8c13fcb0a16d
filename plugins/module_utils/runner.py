# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object, from validated options to the result of a task: observe, plan, guard, execute. Knows no AnsibleModule."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Content, Rules, Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import (
    ApiError,
    ApplyError,
    DocumentError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.executor import execute
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway, key_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind, Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.lookup import Lookup
from ansible_collections.kinescope.kinescope.plugins.module_utils.observe import FRESH, find, is_stale, needs_own_read
from ansible_collections.kinescope.kinescope.plugins.module_utils.options import given_id, given_values
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Plan, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import (
    changes_of,
    diff_of,
    resource_of,
    secrets_in,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at, digest, plain


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
    try:
        plan = _planned(kind, options, check_mode, gateway, report)
        guards.check(plan, options.get("update_secrets") or "on_create", bool(options.get("force")))
        if plan.changes and plan.observed and plan.wanted.present and kind.finished(plan.observed):
            report.warnings.append(f"{kind.title} '{plan.wanted.key}' has ended: the API may refuse to change it")
        if plan.changes and not check_mode:
            after: Raw = execute(plan, gateway)
        else:
            after = plan.predicted if plan.changes else plan.observed or {}
    except KinescopeError as error:
        _account(error, kind, options, plan, report)
        raise
    report.result.update(
        changed=bool(plan.changes),
        changes=changes_of(plan.changes, ["planned" if check_mode else "applied"] * len(plan.changes)),
        diff=diff_of(plan),
        resource=resource_of(kind, after, bool(options.get("reveal_secrets"))),
        unverified=list(plan.unverified),
    )


def _account(error: KinescopeError, kind: Kind, options: Mapping[str, Any], plan: Plan | None, report: Report) -> None:
    """Complete an error and the report of a task that fails: what it was about, and what became of every change."""
    error.about(kind.name, called(kind, options), "read" if isinstance(error, ApiError) else "plan")
    error.hide(secrets_in(kind, options) | secrets_in(kind, plan.observed if plan else None))
    if plan is None:
        return
    outcomes = error.outcomes if isinstance(error, ApplyError) else ["not_attempted"] * len(plan.changes)
    report.result["changes"] = changes_of(plan.changes, outcomes)
    report.result["changed"] = "applied" in outcomes


def called(kind: Kind, options: Mapping[str, Any]) -> str:
    """What a task calls its object, as long as no more is known."""
    if kind.singleton:
        return plain(options.get(kind.owner) or "workspace")
    return plain(options.get(kind.key[0]) or options.get("id") or "")


def _planned(kind: Kind, options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> Plan:
    """Observe and plan; once more when that rests on remembered lists which are too old. Nothing is written here."""
    present = options.get("state") != "absent"
    given = given_values(kind, options)
    if not present:
        given = {name: value for name, value in given.items() if name in (*kind.key, kind.owner)}
    for field in kind.fields:
        if field.content and field.name in given:
            given[field.name] = _content(field.name, given[field.name])
    lookup = Lookup(gateway, may_be_pending=check_mode or not present)
    try:
        plan = _planned_once(kind, options, given, lookup, gateway, gateway.age(kind))
        again = bool(lookup.warnings) and gateway.forget_older(FRESH)
    except _OutdatedError:
        gateway.forget(kind)
        again = True
    except PlanError:
        again = gateway.forget_older(FRESH)
        if not again:
            raise
    if again:
        lookup = Lookup(gateway, may_be_pending=check_mode or not present)
        plan = _planned_once(kind, options, given, lookup, gateway, age=0.0)
    if present:
        report.warnings += lookup.warnings
    return plan


class _OutdatedError(PlanError):
    """The list is too old to write upon, or it shows an object that is gone or has another key by now."""


def _planned_once(
    kind: Kind, options: Mapping[str, Any], given: Mapping[str, Any], lookup: Lookup, gateway: Gateway, age: float
) -> Plan:
    """``age`` is what the remembered list's is; 0 when it is read now."""
    present = options.get("state") != "absent"
    id = given_id(options)
    values = lookup.values(kind, given)
    owner = values.get(kind.owner)
    observed = _observed(kind, values, id, owner, gateway)
    if id is not None and observed is None and present:
        raise PlanError(f"there is no {kind.title} with the id {id}; leave id out to create one")
    key = called(kind, options)
    if kind.singleton:
        key = owner.label if owner else key
    elif observed is not None:
        key = plain(at(observed, kind.key_fields[0].where))
    rules = Rules(options.get("update_secrets") or "on_create", lookup.labels)
    wanted = Wanted(kind, key, values, present, within=owner)
    plan = plan_object(wanted, observed, rules)
    if is_stale(plan, age):
        raise _OutdatedError("what is remembered of it is too old")
    if observed is not None and needs_own_read(kind, plan):
        fresh = gateway.read(kind, "", observed[kind.id_key])
        if fresh is None or (id is None and key_of(kind, fresh) != key_of(kind, observed)):
            raise _OutdatedError("it was deleted or renamed while this task was looking at it; run the task again")
        plan = plan_object(wanted, {**{mark: observed[mark] for mark, _value in kind.lists}, **fresh}, rules)
    return plan


def _observed(
    kind: Kind, values: Mapping[str, Any], id: str | None, owner: Target | None, gateway: Gateway
) -> Raw | None:
    if not kind.singleton:
        return find(kind, values, id, gateway)
    if owner is not None and owner.id is None:
        return None
    return gateway.read(kind, "", owner.id if owner else None)


def _content(name: str, option: Mapping[str, Any]) -> Content:
    """The file that an option names, read. Raises DocumentError when that is not possible."""
    if option.get("state") == "absent":
        return Content()
    path = option["src"]
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise DocumentError(f"{name}.src '{path}' cannot be read: {error.strerror}") from None
    if not data:
        raise DocumentError(f"{name}.src '{path}' is empty")
    return Content(data, mimetypes.guess_type(path)[0] or "application/octet-stream", digest(data))
