# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan -> nothing or GuardError: what is refused before the first write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .errors import GuardError, KinescopeError
from .fields.base import Field, Raw
from .kind import Kind, given_with
from .plan import Plan
from .values import at, plain


def check(plan: Plan, update_secrets: str, force: bool) -> None:
    """Refuse a plan that would do harm or cannot succeed. Raises GuardError, which names the fields."""
    message = _objection(plan, update_secrets, force)
    if message:
        raise refusal(plan, message)


def plan_warnings(plan: Plan, update_secrets: str) -> list[str]:
    """Warnings about possible effects of a plan, or possible refusals by the API, that are no reason to refuse it."""
    if not plan.changes:
        return []
    kind, found = plan.wanted.kind, []
    name = plan.wanted.title
    if plan.observed and plan.wanted.present and kind.routes.closed(plan.observed):
        found.append(f"{name} has ended, and the API may reject the change")
    left_out = [] if plan.observed is not None else [name for name in _usual(kind) if name not in plan.wanted.values]
    if left_out:
        names = " and ".join(left_out)
        found.append(f"{name} is created without {names}; if the API rejects that, set {names}")
    if plan.wanted.present:
        found += [f"{name}: {mistake}" for mistake in likely_mistakes(kind, plan.wanted.values, plan.observed or {})]
    if plan.unknown and update_secrets != "leave_out":
        found.append(
            f"{name}: the API does not show whether it stores {' and '.join(plan.unknown)}, and the whole object is "
            "sent, which could erase what is not given; set a value, or '' if there is none"
        )
    reset = _reset(plan)
    if reset:
        found.append(
            f"{name}: the API does not show {reset}, and the whole object is sent, which could reset it; set {reset}"
        )
    return found


@cache
def _usual(kind: Kind) -> tuple[str, ...]:
    """The fields without which the API may refuse to create an object."""
    return tuple(field.name for field in kind.fields if field.usual)


def _reset(plan: Plan) -> str:
    """The fields that an update may reset because nobody knows their stored values."""
    if not plan.observed or not plan.wanted.present:
        return ""
    fields = [field for field in plan.wanted.kind.fields if field.reset_unless_sent]
    hidden = [field for field in fields if at(plan.observed, field.where) is None]
    return " and ".join(field.name for field in hidden if field.name not in plan.wanted.values)


def on_air(plan: Plan, policy: str) -> list[str]:
    """Refuse a plan that can hurt a broadcast, or return warnings instead. Raises GuardError."""
    if plan.on_air and policy == "refuse":
        raise refusal(plan, f"{'; '.join(plan.on_air)}; on_air: allow changes it all the same")
    return [f"{plan.wanted.title}: {text}" for text in plan.on_air]


def likely_mistakes(kind: Kind, values: Mapping[str, Any], observed: Raw) -> list[str]:
    """Options of an object that are probably mistakes, considering what the object already has."""
    return [
        mistake
        for field in given_with(kind, tuple(values), Field.likely_mistakes)
        for mistake in field.likely_mistakes(values[field.name], at(observed, field.where), field.name)
    ]


def refusal(plan: Plan, message: str) -> KinescopeError:
    """The error with which a plan is refused."""
    action = "update" if plan.observed and plan.wanted.present else plan.changes[0].action
    return GuardError(message).about(plan.wanted.kind.name, plan.wanted.key, action)


def _objection(plan: Plan, update_secrets: str, force: bool) -> str:
    """Why a plan is refused; '' if it is not. Impossible changes come first, those that an option allows come last."""
    if plan.refused:
        return plan.refused
    if plan.locked:
        return _locked(plan)
    if plan.missing and plan.changes and plan.changes[0].action == "delete":
        return _no_restart(plan)
    if plan.missing and plan.observed:
        return f"new items cannot be created without {' and '.join(plan.missing)}"
    if plan.missing:
        return f"it does not exist, and creating it requires {' and '.join(plan.missing)}"
    if plan.holds and not force:
        return (
            f"it is not empty ({', '.join(plan.holds)}), and its contents would be deleted too; force: true allows this"
        )
    if plan.at_risk and update_secrets != "leave_out":
        way_out = "set the value ('' if there is none), or accept the risk with update_secrets: leave_out"
        if not plan.wanted.kind.has_secrets:
            way_out = "change the object in the dashboard"
        return (
            f"the API stores {' and '.join(plan.at_risk)} without returning the value, and an update sends the whole "
            f"object, so it could erase it; {way_out}"
        )
    return ""


def _no_restart(plan: Plan) -> str:
    """What to do about the rest of an upload if the task, which selects it by its ID, lacks options of a new object."""
    kind = plan.wanted.kind
    given = " and ".join(field.name for field in kind.sources if field.name in plan.wanted.values)
    return (
        f"its upload failed and left it without a file; check {given}, and run the task again with "
        f"{' and '.join(plan.missing)}: it deletes the incomplete {kind.title} and starts again"
    )


def _locked(plan: Plan) -> str:
    """What to do about create-only fields that differ, in the object or in one of its items."""
    kind, names = plan.wanted.kind, " and ".join(plan.locked)
    if not any(name in plan.after for name in plan.locked):
        return (
            f"{names} can only be set when the item is added; "
            "leave it out, or remove the item in one run and add it in the next"
        )
    if not kind.routes.update:
        ending = ", whose secret then becomes invalid" if kind.one_time_secret else ""
        return (
            f"the API cannot change it, and {'; '.join(_sides(plan))}; "
            f"recreate: true creates a new one and deletes this one{ending}"
        )
    sides = "; ".join(
        f"{name} is {plan.before.get(name)!r}, wanted {plan.after[name]!r}"
        for name in plan.locked
        if name in plan.after
    )
    return (
        f"{names} can only be set when the {kind.title} is created ({sides}); "
        "leave it out, or delete the object and create it again"
    )


def _sides(plan: Plan) -> Iterator[str]:
    """Each part that differs, with both values."""
    for name in plan.locked:
        before, after = plan.before.get(name), plan.after[name]
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            for part in after:
                if before.get(part) != after[part]:
                    yield f"{name}.{part} is {plain(before.get(part))}, wanted {plain(after[part])}"
        else:
            yield f"{name} is {plain(before)}, wanted {plain(after)}"
