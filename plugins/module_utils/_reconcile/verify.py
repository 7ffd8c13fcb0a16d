# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After the writes of a plan: the object is looked at, and what is not as it was wanted is said."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from .._api.gateway import Gateway
from .._core.change import EditMembers, MoveMember, Update
from .._core.errors import ApiError, ApplyError, PlanError
from .._core.fields.base import Raw
from .._core.identity import laid_over
from .._core.plan import Plan
from .._core.planner import here
from .._core.result import TaskResult
from .._core.unsettled import Unsettled, unsettled
from .._core.wanted import Wanted
from .member_lists import with_members


def verified(plan: Plan, after: Raw, gateway: Gateway) -> tuple[Raw, list[Unsettled]]:
    """The object after a plan that was carried out, and what in it is not as it was wanted.

    What the responses to the writes show is enough. Only when something is not as it was wanted is the object read once
    more, because a response may show less. Raises ApplyError when the API stored the natural key otherwise: another run
    would not find the object, and create another one.
    """
    wanted, kind = plan.wanted, plan.wanted.kind
    if not plan.changes or not wanted.present or not after:
        return after, []
    found = unsettled(wanted, plan.observed, _with_members(plan, after, gateway))
    if found:
        with contextlib.suppress(ApiError):  # all that was planned is done, and the response has shown something
            fresh = gateway.find(Update(kind, wanted.key, id=here(wanted, after), base=wanted.base))
            after = laid_over(after, fresh, kind)
            found = unsettled(wanted, plan.observed, _with_members(plan, after, gateway))
    keys = [one for one in found if (one.field.name in kind.key or one.field.matched) and not one.ignored]
    if keys:
        name, stored = keys[0].field.name, keys[0].stored
        error = PlanError(
            f"the API stored {name} '{keys[0].wanted}' as '{stored}'; set {name} to '{stored}', "
            "or every run would create another object"
        ).about(kind.name, wanted.key, plan.changes[0].action)
        raise ApplyError(error, ["applied"] * len(plan.changes))
    return after, found


def _with_members(plan: Plan, after: Raw, gateway: Gateway) -> Raw:
    """The object with its members, where the plan changed them: no response to such a write shows them."""
    if not any(isinstance(change, (EditMembers, MoveMember)) for change in plan.changes):
        return after
    with contextlib.suppress(ApiError):
        return with_members(plan.wanted.kind, after, gateway, plan.wanted.base) or after
    return after


def not_seen(wanted: Wanted, before: Raw | None, after: Raw, result: TaskResult) -> list[Unsettled]:
    """What in an object is not as an action was to make it, of which the result warns."""
    found = unsettled(wanted, before, after)
    result.warnings += warnings_of(f"{wanted.kind.title} '{wanted.key}'", found)
    return found


def warnings_of(title: str, found: Sequence[Unsettled]) -> list[str]:
    """A warning for each option that is not as it was wanted; ``title`` names the object."""
    return [f"{title}: {one.sentence}" for one in found]
