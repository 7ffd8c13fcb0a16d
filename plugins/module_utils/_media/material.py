# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: read from their video, compared with what a task wants, uploaded, renamed, ordered, deleted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._core.change import Change, Create, Delete
from .._core.errors import ApiError, DocumentError, PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import item_path
from .._core.plan import Plan
from .._core.result import TaskResult
from .._core.values import at, object_id
from .._core.wanted import Wanted
from .._kinds.material import MATERIAL
from .._reconcile.action import Action
from .attached import Attached, attend, sought
from .material_plan import (
    LocalFile,
    found_in,
    in_order,
    plan_material,
    reordered,
)
from .remote_files import is_copy
from .tus import FIRST, Source
from .uploader import HEADER, Uploader

PATH = "/v1/additional-materials"


def _given(options: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    values = sought(options, ("filename", "title", "position", "src"))
    for name in ("filename", "src"):
        if values.get(name) == "":
            raise DocumentError(f"{name} must not be empty")
    if values.get("position", 1) < 1:
        raise DocumentError("position must be at least 1")
    if "filename" not in values and options["id"] is None:
        values["filename"] = os.path.basename(values["src"])
    if options["state"] == "absent":
        values = sought(values, ("filename",))
    elif "src" in values:
        values["src"] = _file(values["src"])
    return values, values.get("filename") or options["id"]


def _file(path: str) -> LocalFile:
    summed = hashlib.sha256()
    with Source(path) as source:
        for block in source.blocks(0, source.size):
            summed.update(block)
        return LocalFile(path, source.size, summed.hexdigest())


def _plan(wanted: Wanted, options: Mapping[str, Any], gateway: Gateway, result: TaskResult) -> Plan:
    materials = gateway.shown_above(MATERIAL, wanted.base) if wanted.base else []
    file = wanted.values.get("src")
    found = found_in(wanted, materials)
    return plan_material(wanted, materials, None if file is None or found is None else _is_same(file, found, gateway))


def _is_same(file: LocalFile, found: Raw, gateway: Gateway) -> bool | None:
    if found.get("size") not in (None, 0, file.size):
        return False
    try:
        link = at(gateway.client.get(f"{_path(found['id'])}/link").data, ("link",))
    except ApiError:
        return None
    return is_copy(gateway.client, link, file.path, file.size)


def _path(id: Any) -> str:
    return item_path(PATH, id, MATERIAL.title)


def _write(change: Change, plan: Plan, current: Raw, gateway: Gateway) -> Raw:
    if isinstance(change, Delete):
        gateway.delete_file(_path(change.id))
        return current if plan.wanted.present else {}
    if isinstance(change, Create):
        return _uploaded(change, plan, gateway)
    if change.fields == ("title",):
        return _titled(current, change.body["title"], gateway)
    return _placed(current, change.body["position"], None, change.base, gateway)


def _titled(raw: Raw, title: str, gateway: Gateway) -> Raw:
    answer = gateway.write("PUT", _path(raw["id"]), {"title": title}, MATERIAL)
    return answer or {**raw, "title": title}


def _placed(raw: Raw, place: int, beside: Any, base: str, gateway: Gateway) -> Raw:
    """Have a material stand at a place, with another one right behind it that is to go."""
    there = gateway.shown_above(MATERIAL, base)
    order = [id_of(MATERIAL, other) for other in in_order(there)]
    here = id_of(MATERIAL, raw)
    wanted = reordered(order, here, place, beside)
    stays = [id for id in order if id != beside] == [id for id in wanted if id != beside]
    if here in order and not stays:
        gateway.client.send("PATCH", f"{PATH}/reorder", body=wanted)
        there = gateway.shown_above(MATERIAL, base)
    return next((other for other in there if id_of(MATERIAL, other) == here), raw)


def _uploaded(change: Create, plan: Plan, gateway: Gateway) -> Raw:
    """Upload a file as a new material, and give it its title and position. Raises KinescopeError."""
    body, file = change.body, plan.wanted.values["src"]
    known = {id_of(MATERIAL, raw) for raw in gateway.shown_above(MATERIAL, change.base)}
    title = body.get("title", body["filename"])
    headers = {"X-File-Name": body["filename"], "X-Title": title}
    video = str(plan.wanted.within.id if plan.wanted.within else "")
    if file.size <= FIRST and all(HEADER.fullmatch(text) for text in headers.values()):
        made = _sent_whole({"X-Video-ID": video, **headers}, file, change, known, gateway)
    else:
        asked = {"type": "attachment", "video_id": video, "filesize": file.size, "filename": body["filename"]}
        made = _sent_in_parts({**asked, "title": title}, file, change, known, gateway)
    if (made.get("title") or "") != title:
        made = _titled(made, title, gateway)
    if "position" in body:
        made = _placed(made, body["position"], plan.observed and id_of(MATERIAL, plan.observed), change.base, gateway)
    return made


def _sent_whole(headers: Mapping[str, str], file: LocalFile, change: Create, known: set[Any], gateway: Gateway) -> Raw:
    """Upload in one request, and exactly once: after a lost answer only what the first request made is looked for."""

    def sent() -> Raw | None:
        data = Uploader(gateway.client).send_whole("/additional-material", headers, file.path)
        return data if isinstance(data, Mapping) and object_id(data.get("id")) else None

    unseen = "the uploader's response does not contain the new material, and neither does the video"
    return create_once(gateway.client, unseen, sent, lambda failure: _new_one(failure, change, known, gateway))


def _sent_in_parts(asked: Mapping[str, Any], file: LocalFile, change: Create, known: set[Any], gateway: Gateway) -> Raw:
    """Upload by init and Tus, where names may be in any language and files of any size."""
    uploader = Uploader(gateway.client)
    begun: list[str] = []

    def begin() -> str:
        begun[:] = uploader.init(asked)
        return begun[1]

    def refuse_left(failure: ApiError) -> None:
        if not begun and _new_one(failure, change, known, gateway) is not None:
            message = "the response was lost, and the video has a material with this name; delete it"
            raise PlanError(f"{message}, then run the task again")

    endpoint = create_once(
        gateway.client, "the uploader's response does not say where to send the file", begin, refuse_left
    )
    failure = ApiError("it was uploaded, but the video does not show it; look for it before you run the task again")
    try:
        uploader.send_file(endpoint, file.path, file.size)
    except ApiError as error:
        if not error.uncertain:
            raise
        failure = error
    failure.still_working = True
    found = _new_one(failure, change, known, gateway)
    if found is None:
        raise failure
    return found


def _new_one(failure: ApiError, change: Create, known: set[Any], gateway: Gateway) -> Raw | None:
    """The material of a change that the video shows and did not show before. Raises PlanError for several."""

    def new() -> list[dict[str, Any]]:
        there = gateway.shown_above(MATERIAL, change.base)
        return [
            raw for raw in there if id_of(MATERIAL, raw) not in known and raw.get("filename") == change.body["filename"]
        ]

    return find_created(gateway.client, MATERIAL, failure, new, "there are {} new ones")


MATERIALS = Action(
    name=MATERIAL.name,
    options={
        "video": {"type": "str", "required": True},
        "filename": {"type": "str"},
        "id": {"type": "str"},
        "src": {"type": "path"},
        "title": {"type": "str"},
        "position": {"type": "int"},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    do=partial(attend, Attached(MATERIAL, _given, _plan, _write)),
    rules={"required_one_of": [["filename", "src", "id"]]},
    keys=("video",),
)
