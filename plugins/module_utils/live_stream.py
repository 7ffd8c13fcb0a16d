# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Opening, ending and scheduling a broadcast of a live event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from ansible_collections.kinescope.kinescope.plugins.module_utils.deed import Deed
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import (
    ApiError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.live_event import LIVE_EVENT
from ansible_collections.kinescope.kinescope.plugins.module_utils.live_reading import event_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.options import given_id
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import changes_of, resource_of, secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils.routes import object_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.runner import Report
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at, instant, with_at

NO_EDIT = 400246  # the code of a refusal to change an event in its present state


@dataclass(frozen=True)
class Step:
    """One write: the request, what it changes in the terms of the options, and what shows that it is done already."""

    method: str
    route: str
    field: str
    before: Any
    after: Any
    is_done: Callable[[Raw], bool]
    body: Mapping[str, Any] | None = None


def _ended(raw: Raw) -> bool:
    return at(raw, ("stream", "finished_at")) is not None


def _is_open(raw: Raw) -> bool:
    # of the statuses only this one is documented; an open event may go on to show it until an encoder connects
    return not _ended(raw) and at(raw, ("stream", "status")) not in (None, "pending")


def _starts_at(raw: Raw) -> str:
    """The planned start; '' for none. A stream without a plan shows when its event was created."""
    started_at = instant(at(raw, ("stream", "started_at")))
    if started_at and started_at != instant(raw.get("created_at")):
        return started_at
    return instant(at(raw, ("scheduled", "time")))


def _enable(raw: Raw, moment: str) -> Step | None:
    if _ended(raw):
        way = "schedule its next stream first" if raw.get("type") == "recurring" else "it cannot be opened again"
        raise GuardError(f"it has ended; {way}")
    return None if _is_open(raw) else Step("PUT", "enable", "enabled", False, True, _is_open)


def _complete(raw: Raw, moment: str) -> Step | None:
    return None if _ended(raw) else Step("PUT", "complete", "completed", False, True, _ended)


def _schedule(raw: Raw, moment: str) -> Step | None:
    stream = at(raw, ("stream", "id"))
    if _ended(raw) and raw.get("type") != "recurring":
        raise GuardError("it has ended, and a one-time event has no second stream")
    before = "" if _ended(raw) else _starts_at(raw)
    if before == moment:
        return None
    new = _ended(raw) or stream is None

    def is_done(now: Raw) -> bool:
        fresh = at(now, ("stream", "id")) not in (None, stream) if new else not _ended(now)
        return fresh and _starts_at(now) == moment

    return Step("POST" if new else "PUT", "stream", "starts_at", before, moment, is_done, {"started_at": moment})


ACTIONS: dict[str, Callable[[Raw, str], Step | None]] = {
    "enable": _enable,
    "complete": _complete,
    "schedule": _schedule,
}


def _live_stream(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> None:
    key = options["id"] if options["name"] is None else options["name"]
    raw: dict[str, Any] | None = None
    try:
        moment = _moment(options)
        raw = _event(options, check_mode, gateway, report)
        key = raw["name"] if raw else key
        step = ACTIONS[options["action"]](raw or {}, moment)
        if raw and step and not check_mode:
            step = step if _written(step, raw, key, gateway, report) else None
            _tell(report, key, step, "applied")
            raw = _read_again(raw, gateway)
        else:
            _tell(report, key, step, "planned")
            raw = _predicted(raw, step)
    except KinescopeError as error:
        error.about(LIVE_EVENT.name, key, "read" if isinstance(error, ApiError) else "plan")
        error.hide(secrets_in(LIVE_EVENT, raw))
        raise
    report.result.update(resource=resource_of(LIVE_EVENT, raw, reveal=False), unverified=[])


def _read_again(raw: Raw, gateway: Gateway) -> dict[str, Any]:
    after = gateway.read(LIVE_EVENT, "", raw["id"])
    if after is None:
        raise PlanError("it was deleted while this task was changing it")
    gateway.remember(LIVE_EVENT, "", raw["id"], after)
    return after


def _predicted(raw: dict[str, Any] | None, step: Step | None) -> dict[str, Any]:
    if raw and step and step.field == "starts_at":
        return with_at(raw, ("scheduled", "time"), step.after)
    return raw or {}


def _moment(options: Mapping[str, Any]) -> str:
    """When the stream is to start, as the API writes it; '' for other actions."""
    given, schedules = options["starts_at"], options["action"] == "schedule"
    if given is not None and not schedules:
        raise DocumentError("starts_at is for action schedule")
    if schedules and not given:
        raise DocumentError("starts_at must not be empty")
    try:
        return instant(given)
    except DocumentError as error:
        raise DocumentError(f"starts_at: {error.message}") from None


def _event(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, report: Report) -> dict[str, Any] | None:
    """The event as it is now; None for one that an earlier task will create."""
    if options["name"] is not None:
        if not options["name"]:
            raise DocumentError("name must not be empty")
        return event_of(gateway, options["name"], check_mode, report.warnings)
    id = given_id(options)
    raw = gateway.read(LIVE_EVENT, "", id)
    if raw is None:
        raise PlanError(f"there is no live event with the id {id}")
    return raw


def _tell(report: Report, key: str, step: Step | None, outcome: str) -> None:
    change = [Change(LIVE_EVENT, key, "update", (step.field,))] if step else []
    report.result.update(
        changed=bool(step) and outcome != "failed",
        changes=changes_of(change, [outcome] * len(change)),
        diff={
            "before": {step.field: step.before} if step else {},
            "after": {step.field: step.after} if step else {},
        },
    )


def _written(step: Step, raw: Raw, key: str, gateway: Gateway, report: Report) -> bool:
    """Write; whether that changed something. Raises ApiError, the report then tells what failed."""
    path = f"{object_path(LIVE_EVENT, '', raw['id'])}/{step.route}"
    attempts_left = gateway.client.connection.retries
    wait = 0.5
    while True:
        try:
            gateway.client.send(step.method, path, body=step.body, repeatable=step.method != "POST")
        except ApiError as error:
            done = _is_done(step, raw, error, gateway)
            if done is not None:
                return done
            again = step.method == "POST" and error.uncertain and not error.still_working
            if not again or not attempts_left:
                _tell(report, key, step, "failed")
                report.result.pop("diff")
                error.about(LIVE_EVENT.name, key, "update")
                raise
            gateway.client.sleep(max(error.asked_to_wait, wait))
            attempts_left, wait = attempts_left - 1, wait * 2
        else:
            return True


def _is_done(step: Step, raw: Raw, error: ApiError, gateway: Gateway) -> bool | None:
    """Whether what was refused, or got no answer, is as wanted all the same, by this task; None when it is not.

    An event that is open already may refuse to be opened once more, and show no other sign of it; then nothing
    changed. One that ended meanwhile, or whose first answer was lost, refuses to be ended.
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


LIVE_STREAM = Deed(
    name=LIVE_EVENT.name,
    options={
        "name": {"type": "str"},
        "id": {"type": "str"},
        "action": {"type": "str", "required": True, "choices": list(ACTIONS)},
        "starts_at": {"type": "str"},
    },
    do=_live_stream,
    rules={
        "required_one_of": [["name", "id"]],
        "mutually_exclusive": [["name", "id"]],
        "required_if": [["action", "schedule", ["starts_at"]]],
    },
    keys=("name", "id"),
)
