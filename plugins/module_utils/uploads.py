# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that are made from files and URLs: exactly one is made, also when answers are lost and runs are cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.authorization import no_token
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Upload
from ansible_collections.kinescope.kinescope.plugins.module_utils.contents import fits_header, source_of, stand_in
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import ApiError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.identity import id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.once import find_made, make_once
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils.tus import HEADERS
from ansible_collections.kinescope.kinescope.plugins.module_utils.upload_state import forget, remembered, state_key
from ansible_collections.kinescope.kinescope.plugins.module_utils.uploader import Uploader
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import id_form, object_id

REST = "; what has arrived is kept for some days: run the task again on this machine to send the rest"
EXPIRED = "the upload that an earlier run began has expired; run the task again with force: true to begin anew"


def with_begun(wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
    """The wanted object with what is remembered of an upload of its file, and whether that can be gone on with."""
    file = source_of(wanted.kind, wanted.values)
    if observed is None or not (isinstance(file, Upload) and wanted.present):
        return wanted
    id = id_of(wanted.kind, observed)
    key = wanted.kind.key[0]
    for target in (_new(observed, key), {"replaces": id}):
        name = _key(file, target, gateway)
        begun = remembered(name, gateway.client.connection.uploader_url)
        if begun and id_form(begun.id) == id:
            file = replace(file, begun=id, key=name, open=_is_open(begun.endpoint, gateway))
            break
    values = {name: file if isinstance(value, Upload) else value for name, value in wanted.values.items()}
    return replace(wanted, values=values)


def _new(raw: Raw, key: str) -> dict[str, Any]:
    """What tells the upload of a new object from others."""
    return {"in": id_form(raw.get("parent_id")), "called": raw.get(key)}


def _key(file: Upload, target: Mapping[str, Any], gateway: Gateway) -> str:
    return state_key(gateway.client.connection.token, file.md5, file.size, target)


def _is_open(endpoint: str, gateway: Gateway) -> bool:
    answer, _wait = gateway.client.attempt("HEAD", endpoint, auth=no_token, headers=HEADERS)
    return not (isinstance(answer, ApiError) and answer.status in (404, 410))


def make(change: Change, gateway: Gateway) -> dict[str, Any]:
    """Create an object from what the body of its change says. Raises KinescopeError."""
    file = source_of(change.kind, change.body)
    id = _uploaded(change, file, gateway) if isinstance(file, Upload) else _imported(change, gateway)
    made = gateway.find(replace(change, id=id))
    if made is None:
        raise PlanError("it was deleted while this task was making it")
    return made


def _uploaded(change: Change, file: Upload, gateway: Gateway) -> str:
    texts = {name: change.body[name] for name in ("title", "subtitle", "description") if change.body.get(name)}
    body = {"type": "video", "parent_id": change.body["parent_id"], **texts, **_file(file)}
    key = _key(file, _new(change.body, change.kind.key[0]), gateway)
    failure: ApiError | None = None
    for _attempt in range(gateway.client.connection.retries + 1):
        try:
            id, endpoint = Uploader(gateway.client, gateway.say).init(body, key)
        except ApiError as error:
            if not error.uncertain:
                raise
            failure = error
            _remove_left(change, error, gateway)
        else:
            _send(replace(change, id=id), endpoint, replace(file, key=key), gateway)
            return id
    raise failure or ApiError("nothing was sent")


def _file(file: Upload) -> dict[str, Any]:
    return {"filename": file.name, "filesize": file.size}


def _remove_left(change: Change, failure: ApiError, gateway: Gateway) -> None:
    """Remove what an upload left of which the beginning was not answered: nobody knows where its bytes go.

    There was none of that name in that place when it began.
    """
    found = _look(change, failure, gateway)
    if found is None:
        return
    id = id_of(change.kind, found)
    if not (change.kind.remains and change.kind.remains(found)):
        raise PlanError(f"its answer was lost, and now there is another of that name (id {id}); run the task again")
    gateway.delete(replace(change, action="delete", id=id))


def _look(change: Change, failure: ApiError, gateway: Gateway) -> dict[str, Any] | None:
    """What a request made of which the answer was lost; None when it surely made nothing."""
    return find_made(gateway.client, change.kind, failure, lambda: gateway.same_key(change))


def _send(change: Change, endpoint: str, file: Upload, gateway: Gateway) -> None:
    """Send a file to where its upload goes on."""
    try:
        Uploader(gateway.client, gateway.say).send_file(endpoint, file.path, file.size, file.key)
    except ApiError as error:
        if error.uncertain and error.status in (404, 410):
            now = gateway.find(change)
            if now is not None and not (change.kind.remains and change.kind.remains(now)):
                return  # it is gone because it is complete
        if error.status not in (404, 410):
            error.message += REST
        raise


def _imported(change: Change, gateway: Gateway) -> str:
    """Have an object made from a URL. Texts that no header carries are set by a change of their own."""
    key, body = change.kind.key[0], dict(change.body)
    if not fits_header(key, body[key]):
        body[key] = stand_in(body[key], body["parent_id"])
    change = replace(change, body=body)
    headers = {"X-Parent-ID": body["parent_id"], "X-Video-Title": body[key], "X-Video-URL": body["url"]}
    if fits_header("description", body.get("description", "")):
        headers["X-Video-Description"] = body["description"]

    def sent() -> str | None:
        data = Uploader(gateway.client, gateway.say).send_whole("/v2/video", headers)
        id = data.get("id") if isinstance(data, Mapping) else None
        return str(id) if object_id(id) else None

    def found(failure: ApiError) -> str | None:
        raw = _look(change, failure, gateway)
        return None if raw is None else str(id_of(change.kind, raw))

    unseen = "the uploader's answer does not show the new object, and no list shows it"
    return make_once(gateway.client, unseen, sent, found)


def fill(change: Change, gateway: Gateway) -> dict[str, Any] | None:
    """Send the file of an object that is there: the rest of what an earlier run began, or another one in its place."""
    file, kind = change.body, change.kind
    before = gateway.find(change)
    if before is None:
        raise PlanError("it was deleted while this task was looking at it; run the task again")
    begun = remembered(file.key, gateway.client.connection.uploader_url) if file.open else None
    if begun:
        _send(change, begun.endpoint, file, gateway)
    elif kind.remains and kind.remains(before):
        raise PlanError(EXPIRED)
    else:
        _replace(change, file, gateway)
    after = gateway.find(change)
    key = kind.key[0]
    if after is not None and after.get(key) != before.get(key):  # an upload may bring a name along
        after = gateway.write(kind.update, change.path, {key: before.get(key)}, kind)
    return after or gateway.find(change)


def _replace(change: Change, file: Upload, gateway: Gateway) -> None:
    id = str(change.id)
    uploader = Uploader(gateway.client, gateway.say)
    key = _key(file, {"replaces": id_form(id)}, gateway)
    body = {"type": "replace", "video_id": id, **_file(file)}
    failure: ApiError | None = None
    for _attempt in range(gateway.client.connection.retries + 1):  # without bytes it changes nothing
        try:
            made, endpoint = uploader.init(body, key)
        except ApiError as error:
            failure = error
            if error.uncertain:
                continue
            if error.status not in (400, 404, 422):
                raise
            break
        if id_form(made) == id_form(id):
            _send(change, endpoint, replace(file, key=key), gateway)
            return
        forget(key)  # the name of the key is not documented: it was taken for a new one
        gateway.delete(replace(change, action="delete", id=made))
        failure = None
        break
    if failure is not None and failure.uncertain:
        raise failure
    name = {"X-File-Name": file.name} if fits_header("title", file.name) else {}
    uploader.send_whole("/v2/video", {"X-Replace-Video-ID": id, **name}, file.path)
