# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: their files are compared through short-lived links, and uploaded exactly once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._core.change import Change, Create, Update
from .._core.errors import ApiError, DocumentError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.identity import folded, id_of, is_similar, key_of
from .._core.kind import object_path
from .._core.plan import Plan
from .._core.values import as_integer, at, object_id
from .._core.wanted import LocalFile, Wanted
from .._kinds.material import MATERIAL, filename_of
from .._reconcile.action import Action
from .._reconcile.effects import Effects
from .._reconcile.reconcile import reconcile
from .remote_files import is_copy
from .tus import FIRST, Source
from .uploader import HEADER, Uploader


class MaterialFiles(Effects):
    """The effects of materials."""

    def read_options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given fields, with the file's name as the default for the file name, and with its digest and size."""
        values, name = dict(given), filename_of(self.options)
        if name is not None:
            values["filename"] = name
        if "src" in values:
            values["src"] = _file("src", values["src"])
        return values

    def observe(self, wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
        """What is wanted, with whether the file is the same as the material's."""
        file = wanted.values.get("src")
        if file is None or observed is None:
            return wanted
        file = file.replaced(compared=id_of(MATERIAL, observed), same=_is_same(file, wanted.base, observed, gateway))
        return wanted._replace(values={**wanted.values, "src": file})

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Upload the file of a new material; send any other change as usual."""
        return dict(_uploaded(change, gateway)) if isinstance(change, Create) else super().send(change, plan, gateway)


def _is_same(file: LocalFile, base: str, observed: Raw, gateway: Gateway) -> bool | None:
    """Whether a file is the same as a material's; None if unknown."""
    if as_integer(observed.get("size")) not in (None, 0, file.size):
        return False
    try:
        link = at(gateway.client.get(f"{object_path(MATERIAL, base, observed['id'])}/link").data, ("link",))
    except ApiError:
        return None
    return is_copy(gateway.client, link, file.path, file.size)


def _file(name: str, path: str) -> LocalFile:
    summed = hashlib.sha256()
    try:
        with Source(path) as source:
            for block in source.blocks(0, source.size):
                summed.update(block)
            return LocalFile(path, source.size, summed.hexdigest())
    except KinescopeError as error:
        raise DocumentError(f"{name} {error.message}") from None


def _uploaded(change: Create, gateway: Gateway) -> Raw:
    """Upload a file as a new material, and set its title. Raises KinescopeError."""
    body, file = change.body, change.body["src"]
    known = {id_of(MATERIAL, raw) for raw in gateway.shown_in_parent(MATERIAL, change.base)}
    title = body.get("title", body["filename"])
    headers = {"X-File-Name": body["filename"], "X-Title": title}
    video = change.base.rpartition("/")[2]
    if file.size <= FIRST and all(HEADER.fullmatch(text) for text in headers.values()):
        made = _sent_whole({"X-Video-ID": video, **headers}, file, change, known, gateway)
    else:
        asked = {"type": "attachment", "video_id": video, "filesize": file.size, "filename": body["filename"]}
        made = _sent_in_parts({**asked, "title": title}, file, change, known, gateway)
    if folded(str(made.get("title") or "")) == folded(title):
        return made
    # the upload may ignore the title
    naming = Update(MATERIAL, change.key, ("title",), made["id"], change.base, {"title": title})
    return gateway.write("PUT", naming.path, naming.body, MATERIAL, id=naming.id) or {**made, "title": title}


def _sent_whole(headers: Mapping[str, str], file: LocalFile, change: Create, known: set[Any], gateway: Gateway) -> Raw:
    """Upload in one request, exactly once: after a lost response, only its result is looked for."""

    def sent() -> Raw | None:
        data = Uploader(gateway.client).send_whole("/additional-material", headers, file.path)
        return data if isinstance(data, Mapping) and object_id(data.get("id")) else None

    unseen = "the uploader's response does not contain the new material, and neither does the video"
    return create_once(gateway.client, unseen, sent, lambda failure: _new_one(failure, change, known, gateway))


def _sent_in_parts(asked: Mapping[str, Any], file: LocalFile, change: Create, known: set[Any], gateway: Gateway) -> Raw:
    """Upload with init and Tus, which support names in any language and files of any size."""
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
    """The new material in the video's response, however the API spells its file name; None if there is none.

    Raises PlanError if there are several.
    """
    wanted = key_of(MATERIAL, change.body)

    def is_new(raw: Raw) -> bool:
        named_so = key_of(MATERIAL, raw) == wanted or is_similar(MATERIAL, raw, wanted)
        return named_so and id_of(MATERIAL, raw) not in known

    def new() -> list[dict[str, Any]]:
        return [raw for raw in gateway.shown_in_parent(MATERIAL, change.base) if is_new(raw)]

    return find_created(gateway.client, MATERIAL, failure, new, "there are {} new ones")


MATERIALS = Action(
    name=MATERIAL.name,
    options={
        "video": {"type": "str", "required": True},
        **{field.name: field.spec() for field in MATERIAL.fields},
        "id": {"type": "str"},
        "allow_similar": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    run=partial(reconcile, MATERIAL, effects_of=MaterialFiles),
    rules={"required_one_of": [["filename", "src", "id"]]},
    keys=("video",),
)
