# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Upload links: they let a client application upload one file without knowing the token."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from .._api.gateway import Gateway
from .._api.paging import page_of
from .._core.change import Create
from .._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
)
from .._core.fields.free import FreeParts
from .._core.fields.location import OPTIONS, Location
from .._core.fields.scalar import Integer, Text
from .._core.kind import Kind, Routes
from .._core.options import given_values
from .._core.plan import Unsettled, plan_of_one
from .._core.result import TaskResult
from .._core.values import object_id
from .._core.wanted import Wanted
from .._kinds.video import VIDEO
from .._media.uploader import Uploader
from .._reconcile.action import Action
from .._reconcile.places import Places
from .._reconcile.send import find_unsettled

KIND = Kind(
    "upload_link",
    Routes("/v2/init"),
    (
        Location("location"),
        Text("video"),
        Text("title"),
        Text("subtitle"),
        Text("description"),
        Text("filename"),
        Integer("filesize"),
        Text("client_ip"),
        FreeParts("preview"),
    ),
    ("title",),
)
# options that only new videos have; all others work with any type, and no type accepts both a location and a video
OF_NEW_VIDEOS = ("location", "subtitle", "description", "preview")


def _upload_link(options: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult) -> None:
    """Create one link. Fills the result, which also has the link at its top level. Raises KinescopeError."""
    key = options["title"] or options["video"]
    try:
        given = _given(options)
        body, wanted = _asked(options["type"], given, check_mode, gateway, result)
    except KinescopeError as error:
        error.about(KIND.name, key, "read" if isinstance(error, ApiError) else "plan")
        raise
    shown = {"type": options["type"], **given}
    plan = plan_of_one(KIND, key, Create(KIND, key, tuple(shown)), {}, shown)
    made: dict[str, Any] = {}
    if not check_mode:
        try:
            made = dict(zip(("id", "endpoint"), Uploader(gateway.client).init(body)))
        except ApiError as error:
            error.about(KIND.name, key, "create")
            result.account(plan, "failed", error.sentence())
            _note_possible_leftovers(error, body, gateway)
            raise
    result.values.update(made)
    result.account(plan, "planned" if check_mode else "applied")
    found = _find_unsettled(wanted, made, gateway, result) if wanted and made else []
    result.show(plan, made, (), found)


def _find_unsettled(wanted: Wanted, made: Mapping[str, Any], gateway: Gateway, result: TaskResult) -> list[Unsettled]:
    """The options that the link's new video does not show as they were sent."""
    try:
        video = gateway.read(VIDEO, "", made["id"])
    except ApiError:  # the link works nevertheless
        return []
    return find_unsettled(wanted, None, video, result) if video else []


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the link that are given, checked as far as possible without requests."""
    given = given_values(KIND, options)
    faults = []
    if options["type"] == "video" and "video" in given:
        faults.append("video is only supported with type attachment and type replace")
    if options["type"] != "video":
        faults += [f"{name} is only supported with type video" for name in OF_NEW_VIDEOS if name in given]
    if given.get("video") == "":
        faults.append("video must not be empty")
    if given.get("filesize", 1) < 1:
        faults.append("filesize must be at least 1")
    preview = given.get("preview", {})
    if preview.get("start", 0) < 0 or preview.get("length", 1) < 1:
        faults.append("preview requires a start of at least 0 and a length greater than 0")
    try:
        ipaddress.ip_address(given.get("client_ip", "::"))
    except ValueError:
        faults.append(f"client_ip '{given['client_ip']}' is not an IP address")
    if faults:
        raise DocumentError("; ".join(faults))
    return given


def _asked(
    type: str, given: Mapping[str, Any], check_mode: bool, gateway: Gateway, result: TaskResult
) -> tuple[dict[str, Any], Wanted | None]:
    """The body of the init request, with IDs instead of names, and what can be checked in its result.

    Raises PlanError and ApiError.
    """
    body = {"type": type, **{name: value for name, value in given.items() if name not in ("location", "video")}}
    lookup = Places(gateway, may_be_pending=check_mode)
    wanted = None
    if type == "video":
        place = lookup.place(given["location"])
        target = {"parent_id": place.id}
        texts = {name: given[name] for name in ("title", "subtitle", "description") if name in given}
        wanted = Wanted(VIDEO, given["title"], {**texts, "location": place})
    else:
        target = {"video_id": lookup.reference(VIDEO, given["video"]).id}
    result.warnings += lookup.warnings
    return {**body, **target}, wanted


def _note_possible_leftovers(error: ApiError, body: Mapping[str, Any], gateway: Gateway) -> None:
    """Add to the error of a request that may have succeeded nevertheless. The request is not repeated."""
    if not error.uncertain:
        return
    error.note("the link may have been created but is lost, and the request is not repeated automatically")
    if body["type"] != "video":
        return
    ids = _videos_without_file(error, body, gateway)
    if ids:
        error.note(f"videos with this title in this location that are still waiting for a file: {', '.join(ids)}")
    error.note("before you run the task again, delete the video without a file that this run may have left there")


def _videos_without_file(error: ApiError, body: Mapping[str, Any], gateway: Gateway) -> list[str]:
    """The IDs of the videos with this title and location that have no file yet; [] also if they cannot be read."""
    query = {"q": body["title"], "status[]": "pending", "order": "created_at.desc", "page": 1, "per_page": 100}
    try:
        for _moment in gateway.client.recheck_times(error):
            found = [
                str(video.get("id"))
                for video in page_of(gateway.client.get(VIDEO.routes.path, query), VIDEO.routes.path).live
                if video.get("title") == body["title"]
                and video.get("status") == "pending"
                and object_id(body["parent_id"]) == object_id(video.get("folder_id") or video.get("project_id"))
            ]
            if found:
                return found
    except ApiError:
        pass
    return []


UPLOAD_LINK = Action(
    name=KIND.name,
    options={
        "type": {"type": "str", "choices": ["video", "attachment", "replace"], "default": "video"},
        "location": {"type": "dict", "options": OPTIONS},
        "video": {"type": "str"},
        "title": {"type": "str"},
        "subtitle": {"type": "str"},
        "description": {"type": "str"},
        "filename": {"type": "str"},
        "filesize": {"type": "int"},
        "client_ip": {"type": "str"},
        "preview": {
            "type": "dict",
            "options": {
                "start": {"type": "int", "required": True},
                "length": {"type": "int", "required": True},
                "quality": {"type": "str", "choices": ["360p", "480p", "720p", "1080p"], "required": True},
            },
        },
    },
    run=_upload_link,
    rules={
        "required_if": [
            ["type", "video", ["location", "title"]],
            ["type", "attachment", ["video"]],
            ["type", "replace", ["video"]],
        ]
    },
    keys=("title", "video"),
)
