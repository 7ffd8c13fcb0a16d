# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What belongs to a video and is kept as declared, but is found and written in a way of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from .._api.gateway import Gateway
from .._core.change import Change
from .._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
)
from .._core.fields.base import Raw
from .._core.kind import Kind
from .._core.options import given_id
from .._core.plan import Plan
from .._core.result import TaskResult, resource_of
from .._core.values import plain
from .._core.wanted import Target, Wanted
from .._kinds.video import VIDEO
from .._reconcile.execute import in_order
from .._reconcile.lookup import Lookup


@dataclass(frozen=True)
class Attached:
    """A kind of them. Each may raise KinescopeError.

    ``given`` takes a task's options and gives what they ask for, checked as far as that is possible without a look
    at the video, and what the object is called. ``plan`` reads what is there. ``write`` carries out one change,
    given the object as it was before, and returns it as it is then.
    """

    kind: Kind
    given: Callable[[Mapping[str, Any]], tuple[dict[str, Any], str]]
    plan: Callable[[Wanted, Mapping[str, Any], Gateway, TaskResult], Plan]
    write: Callable[[Change, Plan, Raw, Gateway], Raw]


def attend(one: Attached, options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Bring one object of a video to the wanted state, or say what that would take. Fills the result."""
    key, action, plan = plain(options["video"]), "plan", None
    try:
        values, name = _given(one, options)
        key = f"{key}/{name}"
        action = "read"
        wanted = _wanted(one.kind, options, values, name, check_mode, gateway, result)
        key = wanted.key
        plan = one.plan(wanted, options, gateway, result)
        after = plan.predicted if check_mode or not plan.changes else _written(one, plan, gateway)
    except KinescopeError as error:
        error.about(one.kind.name, key, action if isinstance(error, ApiError) else "plan")
        if plan is not None:
            result.account_for_failure(error, plan.changes)
        raise
    result.account(plan.changes, "planned" if check_mode else "applied")
    result.show(plan.before, plan.after, resource_of(one.kind, after, reveal=False), *plan.unverified)


def _given(one: Attached, options: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    if not options["video"]:
        raise DocumentError("video must not be empty")
    id = given_id(options)
    values, name = one.given(options)
    return {**values, **({"id": id} if id else {})}, plain(name)


def _wanted(
    kind: Kind,
    options: Mapping[str, Any],
    values: Mapping[str, Any],
    name: str,
    check_mode: bool,
    gateway: Gateway,
    result: TaskResult,
) -> Wanted:
    """What a task wants of one object of a video; the video is looked up. Raises PlanError, ApiError."""
    present = options["state"] == "present"
    lookup = Lookup(gateway, check_mode or not present)
    video: Target = lookup.reference(VIDEO, options["video"])
    if present:
        result.warnings += lookup.warnings
    return Wanted(kind, f"{plain(video.label)}/{name}", values, present, video)


def _written(one: Attached, plan: Plan, gateway: Gateway) -> Raw:
    """Carry out a plan. Raises ApplyError with the outcome of every change."""
    current: Raw = plan.observed or {}

    def write(change: Change) -> None:
        nonlocal current
        current = one.write(change, plan, current, gateway)

    in_order(plan.changes, write)
    return current


def sought(options: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The options of these names that are given."""
    return {name: options[name] for name in names if options.get(name) is not None}
