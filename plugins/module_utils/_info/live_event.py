# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A live event and what belongs to it: quality of service, restreams, recordings, chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .._api.list_cache import typed_object
from .._api.responses import objects
from .._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
    PlanError,
)
from .._core.fields.base import Raw
from .._core.kind import collection_path, item_path, object_path
from .._core.preflight_rules import RULES
from .._core.result import resource_of, secrets_in
from .._core.values import at
from .._kinds.live_event import LIVE_EVENT
from .._reconcile.lookup import object_called
from .._reconcile.on_air import LONGEST_MARGIN, NO_MARGIN
from .chat import (
    FORMATS,
    check_dest,
    exported,
    keep,
    messages,
)
from .info import Reader, ReadTask
from .kinds import READABLE
from .preflight import LONGEST_HOURS, checked, near, windows_of

RECORDING = READABLE["live_event_video"].kind


def _base(raw: Raw) -> str:
    return object_path(LIVE_EVENT, "", raw["id"])


def _restreams(task: ReadTask, raw: Raw) -> Mapping[str, Any]:
    return {"restreams": resource_of(LIVE_EVENT, raw, reveal=False).get("restreams") or []}


def _qos(task: ReadTask, raw: Raw) -> Mapping[str, Any]:
    path = f"{_base(raw)}/qos"
    try:
        return {"qos": objects(task.gateway.client.get(path), path)}
    except ApiError as error:
        if not error.not_found:
            raise
        task.warnings.append(
            f"no quality-of-service data for live event '{raw.get('name')}': the API returns none after it has ended"
        )
        return {"qos": []}


def _videos(task: ReadTask, raw: Raw) -> Mapping[str, Any]:
    path = collection_path(RECORDING, _base(raw))
    videos = [typed_object(RECORDING, video, path) for video in task.gateway.pages(RECORDING, _base(raw))]
    return {"videos": [resource_of(RECORDING, video, reveal=False) for video in videos]}


def _chat(task: ReadTask, raw: Raw) -> Mapping[str, Any]:
    stream, dest = at(raw, ("stream", "id")), task.options["dest"]
    if not stream:
        raise PlanError("it has no stream, so it has no chat")
    chat = f"{item_path(f'{_base(raw)}/stream', stream, 'stream')}/chat"
    if dest is None:
        return {"chat": messages(task.gateway.client, chat)}
    content = exported(task.gateway.client, chat, task.options["chat_format"])
    return {"dest": dest, "changed": keep(dest, content, task.check_mode)}


def _preflight(task: ReadTask, raw: Raw) -> Mapping[str, Any]:
    options = task.options
    window = windows_of(task.gateway, 0, options["on_air_margin"], task.warnings)[-1]
    return checked([raw], task.gateway, window, options["ignore"])


#: the parts to include, in the order in which they are read: those that leave a file behind come last
PARTS: dict[str, Callable[[ReadTask, Raw], Mapping[str, Any]]] = {
    "restreams": _restreams,
    "qos": _qos,
    "videos": _videos,
    "preflight": _preflight,
    "chat": _chat,
}


def _live(task: ReadTask) -> Mapping[str, Any]:
    """An event and its included parts, each with its own result key. Raises KinescopeError."""
    _refuse_faults(task.options)
    if task.options["event"] is None:
        return _rundown(task)
    parts = [part for part in PARTS if part in task.options["include"]]
    raw = object_called(LIVE_EVENT, task.gateway, task.options["event"], task.check_mode, task.warnings)
    if raw is None:
        return _of_a_pending_event(task, parts)
    event = resource_of(LIVE_EVENT, raw, reveal=False)
    event.pop("restreams", None)
    result: dict[str, Any] = {"event": event}
    try:
        for part in parts:
            result.update(PARTS[part](task, raw))
    except KinescopeError as error:
        error.hide(secrets_in(LIVE_EVENT, raw))
        raise
    return result


def _rundown(task: ReadTask) -> Mapping[str, Any]:
    """The events of the next hours, with their findings. Raises KinescopeError."""
    options, gateway = task.options, task.gateway
    hours = options["within_hours"]
    gateway.objects(LIVE_EVENT)  # its response also shows the time at the API
    windows = windows_of(gateway, hours, options["on_air_margin"], task.warnings)
    return checked(near(gateway, windows), gateway, windows[-1], options["ignore"], hours)


def _refuse_faults(options: Mapping[str, Any]) -> None:
    """Raises a DocumentError that lists all conflicts between the options."""
    form, dest, with_chat = options["chat_format"], options["dest"], "chat" in options["include"]
    hours = options["within_hours"]
    of_one = [part for part in options["include"] if part != "preflight"]
    faults = {
        "event must not be empty": options["event"] == "",
        "set either event or within_hours": (options["event"] is None) == (hours is None),
        f"within_hours must be between 1 and {LONGEST_HOURS}": hours is not None and not 1 <= hours <= LONGEST_HOURS,
        f"include {', '.join(of_one)} requires event": hours is not None and bool(of_one),
        NO_MARGIN: not 0 <= options["on_air_margin"] <= LONGEST_MARGIN,
        "report_dir requires within_hours, or preflight in include": bool(options["report_dir"])
        and hours is None
        and "preflight" not in options["include"],
        "dest must not be empty": dest == "",
        "dest requires chat in include": dest is not None and not with_chat,
        f"a chat as {form} requires dest, the file to write it to": form != "json" and dest is None,
    }
    if any(faults.values()):
        raise DocumentError("; ".join(fault for fault, found in faults.items() if found))
    if dest is not None:
        check_dest(dest)


def _of_a_pending_event(task: ReadTask, parts: list[str]) -> Mapping[str, Any]:
    """In check mode: an event that an earlier task will create has no parts yet, but its chat creates a file."""
    result: dict[str, Any] = {"event": {}, **{part: [] for part in parts if part != "preflight"}}
    if "preflight" in parts:
        result.update(checked([], task.gateway, windows_of(task.gateway, 0, 0, task.warnings)[-1], ()))
    if task.options["dest"] is not None:
        del result["chat"]
        result.update(dest=task.options["dest"], changed=True)
    return result


LIVE = Reader(
    name="live_event",
    options={
        "event": {"type": "str"},
        "within_hours": {"type": "int"},
        "include": {"type": "list", "elements": "str", "choices": list(PARTS), "default": []},
        "chat_format": {"type": "str", "choices": FORMATS, "default": "json"},
        "dest": {"type": "path"},
        "on_air_margin": {"type": "int", "default": 15},
        "ignore": {"type": "list", "elements": "str", "choices": list(RULES), "default": []},
        "report_dir": {"type": "path"},
        "report_name": {"type": "str", "default": "preflight"},
        "report_title": {"type": "str", "default": "Kinescope rundown"},
    },
    run=_live,
    key="event",
)
