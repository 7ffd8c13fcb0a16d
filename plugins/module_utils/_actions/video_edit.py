# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copying a video, joining it with others, and cutting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.create_once import MOST_PLANS, AlreadyExistsError, create_once, creating, find_created
from .._api.gateway import Gateway
from .._core.change import Create, Update
from .._core.errors import ApiError, KinescopeError, PlanError
from .._core.fields.base import Field, Raw
from .._core.fields.location import OPTIONS
from .._core.identity import id_of, key_of
from .._core.kind import object_path
from .._core.plan import Unsettled, plan_of_one
from .._core.result import TaskResult, resource_of
from .._core.values import without_none
from .._core.wanted import Wanted
from .._kinds.video import VIDEO
from .._reconcile.action import Action
from .._reconcile.places import Places
from .._reconcile.send import find_unsettled, shows_only_id, warnings_of, whole
from .edits import ACTIONS, Edit, refuse_faults


def _video_edit(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Copy, join or cut videos; an existing copy counts as unchanged. Fills the result. Raises KinescopeError."""
    action, key = options["action"], options["video"]
    given = {name: without_none(value) for name, value in options.items() if value is not None}
    try:
        refuse_faults(action, given)
        for left in reversed(range(MOST_PLANS)):
            lookup = Places(gateway, check_mode)
            edit = ACTIONS[action](given, lookup, gateway)
            if not isinstance(edit, Edit):
                result.show(plan_of_one(VIDEO, key, None, {}, {}), resource_of(VIDEO, edit, reveal=False), ())
                break
            key = edit.source.label
            try:
                _carried_out(edit, action, key, check_mode, gateway, result)
                break
            except AlreadyExistsError:  # meanwhile another process on this machine has made the copy
                if not left:
                    raise
        result.warnings += lookup.warnings
    except KinescopeError as error:
        error.about(VIDEO.name, key, "read" if isinstance(error, ApiError) else "plan")
        raise


def _carried_out(edit: Edit, action: str, key: str, check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Send the request unless in check mode, and show the resulting video as far as it is known."""
    change = edit.change(key)
    plan = plan_of_one(VIDEO, key, change, {}, edit.shown)
    raw, found = edit.predicted, []
    if not check_mode:
        path = f"{object_path(VIDEO, '', edit.source.id)}/{action}"
        try:
            raw = _sent(edit, change, path, gateway, result)
        except AlreadyExistsError:
            raise
        except KinescopeError as error:
            error.about(VIDEO.name, key, change.action)
            result.account(plan, "failed", error.sentence())
            raise
        found = _find_unsettled(edit, key, raw, result) if "id" in raw else []
    result.account(plan, "planned" if check_mode else "applied")
    if edit.place and any(one.field.name == "title" for one in found):
        stored = raw["title"]
        raise PlanError(
            f"the API stored the title '{key}' of the copy (ID {raw['id']}) as '{stored}'; rename the original to "
            f"'{stored}', or every run would make another copy"
        ).about(VIDEO.name, key, change.action)
    result.show(plan, resource_of(VIDEO, raw, reveal=False), (), found)


def _find_unsettled(edit: Edit, key: str, raw: Raw, result: TaskResult) -> list[Unsettled]:
    """The options that the video does not show as sent, and its ID if it should have kept it but did not."""
    found = find_unsettled(Wanted(VIDEO, key, edit.wanted), None, raw, result)
    if id_of(VIDEO, {**raw, **edit.predicted}) == id_of(VIDEO, raw):
        return found
    other = Unsettled(Field("replace"), True, False, True)
    result.warnings += warnings_of(f"{VIDEO.title} '{key}'", [other])
    return [*found, other]


def _sent(edit: Edit, change: Create | Update, path: str, gateway: Gateway, result: TaskResult) -> Raw:
    """Send an edit; returns the video that it created or changed. Raises KinescopeError."""
    if edit.place is not None:
        with creating(change, gateway):
            made = whole(change, _copied(edit, change, path, gateway), gateway)
    else:
        try:
            response = gateway.write("POST", path, edit.body, VIDEO, repeatable=False)
        except ApiError as error:
            gateway.forget(VIDEO)
            raise _explained(error, edit) from None
        if response is not None and shows_only_id(VIDEO, response):
            response = _read(id_of(VIDEO, response), gateway)
        if response is None:
            result.warnings.append(f"the API's response does not contain the video that results from '{change.key}'")
        made = response or dict(edit.predicted)
    gateway.forget(VIDEO)
    return made


def _read(id: str, gateway: Gateway) -> dict[str, Any] | None:
    """The video after an edit; None if it cannot be read: the edit is done, and an error would make users repeat it."""
    gateway.forget(VIDEO)
    try:
        return gateway.read(VIDEO, "", id)
    except ApiError:
        return None


def _explained(error: ApiError, edit: Edit) -> ApiError:
    """Explain why the request is not repeated: its result could not be told from what existed before."""
    if error.uncertain:
        what = (
            "itself"
            if edit.change_of is Update and "replace" in edit.shown
            else "itself, and look for new videos next to it,"
        )
        error.note(
            f"it is unknown whether the API performs the edit anyway. Check the video {edit.source.id} {what} "
            "before you run the task again: another run performs the edit again"
        )
    return error


def _copied(edit: Edit, change: Create | Update, path: str, gateway: Gateway) -> dict[str, Any]:
    """Make exactly one copy. If a response is lost, the POST is only repeated after a search for the first copy."""

    def sent() -> dict[str, Any] | None:
        made = gateway.write("POST", path, edit.body, VIDEO, repeatable=False)
        return made if made is not None and id_of(VIDEO, made) != edit.source.id else None

    def new() -> list[dict[str, Any]]:
        same_key = gateway.same_key(change)
        alike = gateway.similar(VIDEO, key_of(VIDEO, change.body), "", change.body)  # spelled differently by the API
        return [raw for raw in (*same_key, *alike) if id_of(VIDEO, raw) not in edit.existing]

    def found(failure: ApiError) -> dict[str, Any] | None:
        return find_created(gateway.client, VIDEO, failure, new, "there are {} copies")

    unseen = "the API's response does not contain the copy, and neither does any list"
    return create_once(gateway.client, unseen, sent, found)


_VIDEOS = {"type": "list", "elements": "str"}
VIDEO_EDIT = Action(
    name=VIDEO.name,
    options={
        "video": {"type": "str", "required": True},
        "action": {"type": "str", "required": True, "choices": list(ACTIONS)},
        "location": {"type": "dict", "options": OPTIONS},
        "prepend": _VIDEOS,
        "append": _VIDEOS,
        "replace": {"type": "bool"},
        "trim": {
            "type": "list",
            "elements": "dict",
            "options": {
                "start": {"type": "float", "required": True},
                "length": {"type": "float", "required": True},
            },
        },
        "crop": {
            "type": "dict",
            "options": {
                "width": {"type": "int", "required": True},
                "height": {"type": "int", "required": True},
                "x": {"type": "int", "default": 0},
                "y": {"type": "int", "default": 0},
                "quality": {"type": "str"},
            },
        },
        "title": {"type": "str"},
        "description": {"type": "str"},
        "allow_similar": {"type": "bool", "default": False},
    },
    run=_video_edit,
    rules={"required_if": [["action", "copy", ["location"]]]},
    keys=("video",),
)
