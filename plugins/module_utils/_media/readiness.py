# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting until an uploaded object can be watched."""

from __future__ import annotations

from typing import Any

from .._api.gateway import Gateway
from .._api.progress import QUIET
from .._core.errors import KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.fields.upload import remains, source_of
from .._core.plan import Plan
from .._kinds.video import FAILED, UNFINISHED
from .._reconcile.send import applied

FIRST, LONGEST = 1.0, 20.0  # seconds between two checks
WHY = {
    "error": "its file could not be fetched or processed",
    "aborted": "its upload was aborted",
    "suspended": "its upload was interrupted",
}
STILL = (
    "it is still {status} after {waited:.0f} seconds; set a longer wait_timeout, or wait: false. If nobody is "
    "uploading it anymore, force: true deletes it and uploads src again"
)
SO = "check src or url, and run the task again: it deletes the incomplete video and starts again"
SO_KEPT = "check the file, and run the task again with replace: true"


def when_ready(plan: Plan, raw: Raw, seconds: float, gateway: Gateway) -> Raw:
    """The object as it is when it is ready, if the task gives its source.

    Raises ApplyError if it never will be, or is not in time; all changes of the plan have been applied by then.
    """
    wanted = plan.wanted
    if not wanted.present or source_of(wanted.kind.fields, wanted.values) is None:
        return raw
    try:
        return _ready(plan, raw, seconds, gateway)
    except KinescopeError as error:
        error.about(wanted.kind.name, wanted.key, "read")
        raise applied(plan, error) from error


def _ready(plan: Plan, raw: Raw, seconds: float, gateway: Gateway) -> Raw:
    """Check at growing intervals until the video is ready. Raises PlanError if it never will be."""
    kind, began, waited, pause, told = plan.wanted.kind, gateway.clock(), 0.0, FIRST, 0.0
    now: dict[str, Any] = dict(raw)
    while now.get("status") in UNFINISHED:
        if waited >= seconds:
            raise PlanError(STILL.format(status=now["status"], waited=waited))
        step = min(pause, max(seconds - waited, 0.1))
        gateway.client.sleep(step)
        pause = min(LONGEST, pause * 1.5)
        fresh = gateway.read(kind, "", str(raw["id"]))
        waited = max(waited + step, gateway.clock() - began)  # a read may take long, too
        if fresh is None:
            raise PlanError("it was deleted while this task was waiting")
        now = fresh
        if gateway.say and waited - told >= QUIET:
            told = waited
            gateway.say(f"{plan.wanted.title}: {now.get('status')}, {now.get('progress') or 0} %")
    if now.get("status") in FAILED:
        way = SO if remains(kind.fields, now) else SO_KEPT
        raise PlanError(f"it is not ready (status {now['status']}): {WHY[now['status']]}; {way}")
    gateway.remember(kind, "", raw.get("id"), now)
    return now
