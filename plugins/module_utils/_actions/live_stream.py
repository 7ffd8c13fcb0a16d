# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Opening, ending and scheduling a broadcast of a live event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from .._api.create_once import create_once
from .._api.gateway import Gateway
from .._core.change import Transition
from .._core.errors import (
    DELETED_MEANWHILE,
    ApiError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)
from .._core.fields.base import Field, Raw
from .._core.options import given_id
from .._core.plan import Plan, Unsettled, plan_of_one
from .._core.result import TaskResult, resource_of, secrets_in
from .._core.values import at, instant, with_at
from .._kinds.live_event import LIVE_EVENT, start_in_stream
from .._reconcile.action import Action
from .._reconcile.lookup import object_called
from .._reconcile.send import warnings_of

NO_EDIT = 400246  # the API's error code: the event cannot be changed in its present state


@dataclass(frozen=True)
class Step:
    """One write: its request, the option that it changes, and how to see that it has already been done.

    ``seen`` reads the changed value from an event; it is None where events do not show that value reliably.
    """

    method: str
    route: str
    field: str
    before: Any
    after: Any
    is_done: Callable[[Raw], bool]
    seen: Callable[[Raw], Any] | None = None
    body: Mapping[str, Any] | None = None

    def plan(self, key: str, id: str | None) -> Plan:
        """The plan of the event that contains this request."""
        change = Transition(LIVE_EVENT, key, (self.field,), id, "", self.body, self.route, self.method)
        return plan_of_one(LIVE_EVENT, key, change, {self.field: self.before}, {self.field: self.after})

    def unsettled(self, now: Raw) -> list[Unsettled]:
        """The option, if the event does not show the value that was sent."""
        stored = self.seen(now) if self.seen else self.after
        found = Unsettled(Field(self.field), self.after, stored, stored == self.before)
        return [] if stored == self.after else [found]


def _ended(raw: Raw) -> bool:
    return at(raw, ("stream", "finished_at")) is not None


def _is_open(raw: Raw) -> bool:
    # "on-air" is the only status known to mean this; the other values are undocumented
    return not _ended(raw) and at(raw, ("stream", "status")) == "on-air"


def _starts_at(raw: Raw) -> str:
    """The scheduled start; '' if there is none."""
    return start_in_stream(raw) or instant(at(raw, ("scheduled", "time")))


def _enable(raw: Raw, moment: str) -> Step | None:
    if _ended(raw):
        advice = "schedule its next stream first" if raw.get("type") == "recurring" else "it cannot be opened again"
        raise GuardError(f"it has ended; {advice}")
    return None if _is_open(raw) else Step("PUT", "enable", "enabled", False, True, _is_open)


def _complete(raw: Raw, moment: str) -> Step | None:
    return None if _ended(raw) else Step("PUT", "complete", "completed", False, True, _ended, _ended)


def _schedule(raw: Raw, moment: str) -> Step | None:
    """The request that sets the start (``''`` clears it); None if nothing has to change. Raises GuardError."""
    stream = at(raw, ("stream", "id"))
    if _ended(raw) and raw.get("type") != "recurring":
        raise GuardError("it has ended, and a one-time event cannot have another stream")
    before = "" if _ended(raw) else _starts_at(raw)
    if before == moment:
        return None
    new = _ended(raw) or stream is None

    def is_done(now: Raw) -> bool:
        fresh = at(now, ("stream", "id")) not in (None, stream) if new else not _ended(now)
        return fresh and _starts_at(now) == moment

    method, body = "POST" if new else "PUT", {"started_at": moment}
    return Step(method, "stream", "starts_at", before, moment, is_done, _starts_at, body)


ACTIONS: dict[str, Callable[[Raw, str], Step | None]] = {
    "enable": _enable,
    "complete": _complete,
    "schedule": _schedule,
}


def _live_stream(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Open, end or schedule a broadcast unless that has been done already. Fills the result. Raises KinescopeError."""
    key = options["id"] if options["name"] is None else options["name"]
    raw: dict[str, Any] | None = None
    found: list[Unsettled] = []
    try:
        moment = _moment(options)
        raw = _event(options, check_mode, gateway, result)
        key = raw["name"] if raw else key
        step = ACTIONS[options["action"]](raw or {}, moment)
        if raw and step and not check_mode:
            step = step if _written(step, raw, key, gateway, result) else None
            raw = _read_again(raw, gateway)
            found = step.unsettled(raw) if step else []
        else:
            raw = _predicted(raw, step)
    except KinescopeError as error:
        error.about(LIVE_EVENT.name, key, "read" if isinstance(error, ApiError) else "plan")
        error.hide(secrets_in(LIVE_EVENT, raw))
        raise
    plan = step.plan(key, raw.get("id")) if step else plan_of_one(LIVE_EVENT, key, None, {}, {})
    result.account(plan, "planned" if check_mode or not raw else "applied")
    result.show(plan, resource_of(LIVE_EVENT, raw, reveal=False), (), found)
    result.warnings += warnings_of(f"live event '{key}'", found)


def _read_again(raw: Raw, gateway: Gateway) -> dict[str, Any]:
    after = gateway.read(LIVE_EVENT, "", raw["id"])
    if after is None:
        raise PlanError(DELETED_MEANWHILE)
    gateway.remember(LIVE_EVENT, "", raw["id"], after)
    return after


def _predicted(raw: dict[str, Any] | None, step: Step | None) -> dict[str, Any]:
    if raw and step and step.field == "starts_at":
        return with_at(raw, ("scheduled", "time"), step.after)
    return raw or {}


def _moment(options: Mapping[str, Any]) -> str:
    """The requested start of the stream, in the API's format; '' for other actions."""
    given, schedules = options["starts_at"], options["action"] == "schedule"
    if given is not None and not schedules:
        raise DocumentError("starts_at is only supported with action schedule")
    if schedules and not given:
        raise DocumentError("starts_at must not be empty")
    try:
        return instant(given)
    except DocumentError as error:
        raise DocumentError(f"starts_at: {error.message}") from None


def _event(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> dict[str, Any] | None:
    """The event as it is now; None if an earlier task is going to create it."""
    if options["name"] is not None:
        if not options["name"]:
            raise DocumentError("name must not be empty")
        return object_called(LIVE_EVENT, gateway, options["name"], check_mode, result.warnings)
    id = given_id(options)
    raw = gateway.read(LIVE_EVENT, "", id)
    if raw is None:
        raise PlanError(f"there is no live event with the ID {id}")
    return raw


def _written(step: Step, raw: Raw, key: str, gateway: Gateway, result: TaskResult) -> bool:
    """Send the request; returns whether it changed anything. On KinescopeError, the result says what failed."""
    plan = step.plan(key, raw["id"])

    def send() -> bool:
        try:
            gateway.client.send(step.method, plan.changes[0].path, body=step.body, repeatable=step.method != "POST")
        except ApiError as error:
            done = _is_done(step, raw, error, gateway) if not error.uncertain or step.method != "POST" else None
            if done is None:
                raise
            return done
        return True

    def find(failure: ApiError) -> bool | None:
        for _moment in gateway.client.recheck_times(failure):
            done = _is_done(step, raw, failure, gateway)
            if done is not None:
                return done
        return None

    try:
        if step.method != "POST":
            return send()
        return create_once(gateway.client, "the event does not show the change", send, find)
    except ApiError as error:
        error.about(LIVE_EVENT.name, key, "update")
        result.account(plan, "failed", error.sentence())
        raise


def _is_done(step: Step, raw: Raw, error: ApiError, gateway: Gateway) -> bool | None:
    """Whether a refused or unanswered request has taken effect after all.

    True if this task's request did it, False if the event was in that state before, None if it is not in that state. An
    event that is open already may refuse to be opened again without showing that it is open; that counts as no change.
    An event that has ended meanwhile, or whose first response was lost, refuses to be ended.
    """
    if not (error.uncertain or error.code == NO_EDIT):
        return None
    try:
        now = gateway.read(LIVE_EVENT, "", raw["id"])
    except ApiError:
        return None
    if now is None:
        return None
    if step.is_done(now):
        return True
    return False if step.field == "enabled" and error.code == NO_EDIT and not _ended(now) else None


LIVE_STREAM = Action(
    name=LIVE_EVENT.name,
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "action": {"type": "str", "required": True, "choices": list(ACTIONS)},
        "starts_at": {"type": "str"},
    },
    run=_live_stream,
    rules={
        "required_one_of": [["name", "id"]],
        "mutually_exclusive": [["name", "id"]],
        "required_if": [["action", "schedule", ["starts_at"]]],
    },
    keys=("name", "id"),
)
