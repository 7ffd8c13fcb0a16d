# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes that others make to an object between its plan and its first write, and whether to write then. Pure."""

from __future__ import annotations

from .._core.change import Delete
from .._core.errors import PlanError
from .._core.plan import Plan
from .contents import contents_of
from .plan_id import effect_of

CHANGED = "it was changed by somebody else while this task was running"


def refuse_unplanned(planned: Plan, plan: Plan, exact: bool) -> None:
    """Refuse a new plan, made just before the first write, that does what nobody expected. Raises PlanError.

    With ``exact``, it must do the same as the first plan, which has been reviewed. Otherwise it may write more fields
    of the object, but it must not write to another object, add a delete, or delete more contents.
    """
    if not plan.changes:
        return
    if exact and not _same(planned, plan):
        raise PlanError(f"{CHANGED}, and expected_plan_id allows only what was reviewed; make a new plan")
    before, now = contents_of(planned), contents_of(plan)
    growth = before.growth(now) if before and now else ""
    if growth:
        raise PlanError(f"its contents grew while this task was running ({growth}); run the task again")
    if (planned.observed is None) != (plan.observed is None) or not _deletes(plan) <= _deletes(planned):
        raise PlanError(f"{CHANGED}; run the task again")


def _same(planned: Plan, plan: Plan) -> bool:
    """Whether two plans do the same. For deletes, fields that lists do not show are ignored."""
    if plan.wanted.present:
        return effect_of(planned) == effect_of(plan)
    listed = {field.name for field in plan.wanted.kind.fields if field.in_lists == "shown"} | set(planned.before)
    same = all(planned.before.get(name) == plan.before.get(name) for name in listed)
    return same and contents_of(planned) == contents_of(plan)


def _deletes(plan: Plan) -> set[tuple[str, str]]:
    return {(change.kind.name, change.key) for change in plan.changes if isinstance(change, Delete)}


def extra_writes(planned: Plan, plan: Plan | None) -> str:
    """A warning about fields written beyond the plan because somebody changed the object meanwhile; '' if none were."""
    foreseen = {(change.key, name) for change in planned.changes for name in change.fields}
    written = [(change.key, name) for change in (plan.changes if plan else ()) for name in change.fields]
    more = dict.fromkeys(name for key, name in written if (key, name) not in foreseen)
    return f"{CHANGED}, so {', '.join(more)} had to be set, too" if more else ""
