# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a workspace and its outcomes -> the result keys of a task. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._core.change import Change
from .._core.display import visible
from .._core.errors import ApplyError, KinescopeError
from .._core.plan import Plan
from .._core.result import changes_of
from .._core.wanted import Content, Target

ACTIONS = ("create", "update", "delete", "move")


def changes_with_outcomes(
    plan: Plan, outcomes: Sequence[str], error: KinescopeError | None, reason: str, along: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The entries of one object in ``changes``: what failed says why, a delete says what it takes along."""
    told = changes_of(plan.changes, outcomes)
    blamed = "failed" if "failed" in outcomes else "applied"  # done, and not what was wanted
    for change in told:
        if change["outcome"] == blamed and error is not None:
            change["reason"] = visible(error.sentence())
        elif reason and change["outcome"] == "not_attempted":
            change["reason"] = visible(reason)
        if change["action"] == "delete" and along:
            change["takes_along"] = dict(along)
    return told


def diffs_of(plan: Plan) -> list[dict[str, Any]]:
    """One diff for each change of an object: only the fields that differ, secrets masked."""
    return [{**_header(change), **_sides(plan, change)} for change in plan.changes]


def _header(change: Change) -> dict[str, str]:
    name = visible(f"{change.kind.title} '{change.key}'")
    before = "" if change.action == "create" else name
    return {"before_header": before, "after_header": "" if change.action == "delete" else name}


def _sides(plan: Plan, change: Change) -> dict[str, Any]:
    wanted = plan.wanted
    if change.kind is not wanted.kind:
        return _child_sides(plan, change)
    if change.action == "delete":
        return {"before": dict(plan.before), "after": {}}
    if change.action == "create":
        return {"before": {}, "after": {name: plan.after[name] for name in change.fields if name in plan.after}}
    return {
        "before": {name: plan.before[name] for name in change.fields if name in plan.before},
        "after": {name: plan.after[name] for name in change.fields if name in plan.after},
    }


def _child_sides(plan: Plan, change: Change) -> dict[str, Any]:
    field = next(field for field in plan.wanted.kind.fields if field.child_kind is change.kind)
    name = change.key[len(plan.wanted.key) + 1 :]
    sides: list[dict[str, Any]] = []
    for side in (plan.before, plan.after):
        items = side.get(field.name) or ()
        item: dict[str, Any] = next((one for one in items if str(one.get(change.kind.key[0])) == name), {})
        sides.append({part: item[part] for part in change.fields if part in item} if change.fields else item)
    return {"before": sides[0], "after": {} if change.action == "delete" else sides[1]}


def counts(plans: Iterable[Plan]) -> dict[str, int]:
    """How many changes of each action, and how many objects without one."""
    found = {**dict.fromkeys(ACTIONS, 0), "unchanged": 0}
    for plan in plans:
        for change in plan.changes:
            found[change.action] += 1
        found["unchanged"] += not plan.changes
    return found


def plan_id(plans: Sequence[Plan], diffs: Sequence[Mapping[str, Any]]) -> str:
    """A hash of what the plan will do: equal for equal plans, whoever makes them and whenever.

    It covers everything that the diffs show, what goes along without being shown, and how many items a delete takes
    along. The values of secrets are left out: it is shown in public, and a weak secret could be guessed from it.
    """
    changes = [(plan, change) for plan in plans for change in plan.changes]
    told = [
        [change.kind.name, change.key, change.action, change.route, list(change.fields), change.id, diff, _beside(plan)]
        for (plan, change), diff in zip(changes, diffs)
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _beside(plan: Plan) -> list[Any]:
    """What a plan does besides what its diffs show."""
    unread = {name: plan.wanted.values[name] for name in plan.unverified if _may_be_told(plan, name)}
    held = (plan.observed or {}).get("items_count") if plan.holds else 0
    return [unread, list(plan.at_risk), held or 0]


def _may_be_told(plan: Plan, name: str) -> bool:
    """Whether an unverified field has a value that is sent along, and that is no secret."""
    field = next((field for field in plan.wanted.kind.fields if field.name == name), None)
    return field is not None and not field.secret and not isinstance(plan.wanted.values[name], (Content, Target))


def failure(
    errors: Sequence[KinescopeError], failed: int, skipped: int, total: int, stopped_by: KinescopeError | None = None
) -> str:
    """One sentence on a run in which something failed, or that was stopped by what would have failed every request."""
    if stopped_by is not None:
        return (
            f"the run was stopped; {failed} of {total} changes failed, and {skipped} were not attempted: "
            f"{stopped_by.message}"
        )
    first = errors[0].cause.sentence() if isinstance(errors[0], ApplyError) else errors[0].sentence()
    rest = f", and {skipped} that depend on it were not attempted" if skipped else ""
    return f"{failed} of {total} changes failed{rest}; the first: {first}"
