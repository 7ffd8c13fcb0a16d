# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects made from files and URLs: exactly one is created, even if responses are lost or runs are interrupted."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from typing import Any

from .._api.addresses import ascii_url, no_token
from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._core.change import Change, Create, Delete, PutFile, SendUpload
from .._core.errors import DELETED_MEANWHILE, ApiError, DocumentError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.fields.on_upload import SecretLink, fits_header, placeholder_name
from .._core.fields.upload import UploadFile, remains, source_of
from .._core.identity import id_of, unseen
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.values import at, id_form, object_id
from .._core.wanted import Upload, Wanted
from .._files.safe_open import expanded
from .._reconcile.option_files import checked_link
from .._reconcile.places import InPlaces
from .readiness import when_ready
from .tus import HEADERS
from .upload_state import (
    forget,
    is_being_replaced,
    is_given_up,
    remember_replacement,
    remembered,
    sending,
    state_key,
)
from .uploader import Uploader, digest, send_picture

GONE = "the uploader does not know this upload anymore: run the task again to start from the beginning"
REST = "the uploaded part is kept for some days: run the task again on this machine to send the rest"
NO_POSTER = "the file was sent, but later runs do not set poster_url again; use kinescope_poster to set it"
EXPIRED = "the upload of an earlier run has expired; run the task again with force: true to start again"


def _new(raw: Raw, key: str) -> dict[str, Any]:
    """What identifies the upload of a new object."""
    return {"in": id_form(raw.get("parent_id")), "called": raw.get(key)}


def _key(file: Upload, target: Mapping[str, Any], gateway: Gateway) -> str:
    return state_key(gateway.client.connection.token, file.md5, file.size, target)


def _given_up_key(id: Any, gateway: Gateway) -> str:
    """Whatever the content was: another content cannot continue the upload either."""
    return state_key(gateway.client.connection.token, "", 0, {"given up": id_form(id)})


def _is_open(endpoint: str, gateway: Gateway) -> bool:
    response, _wait = gateway.client.attempt("HEAD", endpoint, auth=no_token, headers=HEADERS)
    return not (isinstance(response, ApiError) and response.status in (404, 410))


def _uploaded(change: Create, file: Upload, gateway: Gateway) -> str:
    """Create an object from a file; returns its ID. Raises KinescopeError."""
    taken = ("title", "subtitle", "description", "preview")
    given = {name: change.body[name] for name in taken if change.body.get(name)}
    body = {"type": "video", "parent_id": change.body["parent_id"], **given, **_file(file)}
    key = _key(file, _new(change.body, change.kind.key[0]), gateway)
    begun: set[Any] = set()

    def begin() -> tuple[str, str]:
        id, endpoint = Uploader(gateway.client, gateway.say).init(body, key)
        begun.add(id_form(id))
        return id, endpoint

    unseen = "the uploader's response does not contain the new object"
    id, endpoint = create_once(
        gateway.client, unseen, begin, lambda failure: _remove_left(change, failure, begun, gateway)
    )
    _send(change.replaced(id=id), endpoint, file.replaced(key=key), gateway, 0)
    return id


def _file(file: Upload) -> dict[str, Any]:
    return {"filename": file.name, "filesize": file.size}


def _remove_left(change: Create, failure: ApiError, begun: set[Any], gateway: Gateway) -> None:
    """Remove the object of an upload whose init response was lost: its endpoint is unknown.

    There was no object with that name in that location before; ``begun`` are the IDs from init responses that arrived.
    """
    found = _find_created(change, failure, gateway, begun)
    if found is None:
        return
    id = id_of(change.kind, found)
    if not remains(change.kind.fields, found):
        raise PlanError(
            f"the response was lost, and there is now another one with this name (ID {id}); run the task again"
        )
    gateway.delete(Delete(change.kind, change.key, id=id, base=change.base))


def _find_created(
    change: Create, failure: ApiError, gateway: Gateway, known: Collection[Any] = ()
) -> dict[str, Any] | None:
    """The object created by a request whose response was lost; None if it certainly created nothing."""
    others = {*known, *change.ignored_ids}

    def new() -> list[dict[str, Any]]:
        return [raw for raw in gateway.same_key(change) if id_of(change.kind, raw) not in others]

    return find_created(gateway.client, change.kind, failure, new)


def _send(change: Change, endpoint: str, file: Upload, gateway: Gateway, offset: int | None = None) -> None:
    """Send a file to its endpoint, continuing its upload or beginning it (``offset`` 0)."""
    with sending(_given_up_key(change.id, gateway)):
        try:
            Uploader(gateway.client, gateway.say).send_file(endpoint, file.path, file.size, file.key, offset)
        except ApiError as error:
            is_gone = error.status in (404, 410)
            if not (is_gone and error.uncertain and _has_arrived(change, gateway)):
                error.note(GONE if is_gone else REST)
                raise


def _has_arrived(change: Change, gateway: Gateway) -> bool:
    """Whether an endpoint is gone because its upload is complete, which the object may show with a delay."""
    for _moment in gateway.client.recheck_times():
        now = gateway.find(change)
        if now is None or not remains(change.kind.fields, now):
            return now is not None
    return False


def _made_by_headers(change: Create, file: Upload | None, gateway: Gateway) -> str:
    """Create an object from a URL, or from a file sent as a whole. Texts that headers cannot contain are set later."""
    key, body = change.kind.key[0], dict(change.body)
    if not fits_header(key, body[key]):
        body[key] = placeholder_name(body[key], body["parent_id"])
    change, headers = change.replaced(body=body), _headers(body, key, file)

    def sent() -> str | None:
        path = None if file is None else file.path
        data = Uploader(gateway.client, gateway.say).send_whole("/v2/video", headers, path)
        id = data.get("id") if isinstance(data, Mapping) else None
        return str(id) if object_id(id) else None

    def found(failure: ApiError) -> str | None:
        raw = _find_created(change, failure, gateway)
        if raw is None:
            return None
        id = str(id_of(change.kind, raw))
        if file is not None and remains(change.kind.fields, raw) == "failed":  # the file had not arrived completely
            gateway.delete(Delete(change.kind, change.key, id=id, base=change.base))
            return None
        return id

    unseen = "the uploader's response does not contain the new object, and neither does any list"
    return create_once(gateway.client, unseen, sent, found)


def _headers(body: Mapping[str, Any], key: str, file: Upload | None) -> dict[str, str]:
    """The headers for the uploader."""
    headers = {"X-Parent-ID": body["parent_id"], "X-Video-Title": body[key]}
    if fits_header("description", body.get("description", "")):
        headers["X-Video-Description"] = body["description"]
    links = {"X-Video-URL": "url", "X-Poster-URL": "poster_url"}
    headers.update({header: body[name] for header, name in links.items() if name in body})
    if "trim" in body:
        headers["X-Video-Trim"] = json.dumps(body["trim"])
    return headers if file is None else {**headers, **_named(file)}


def _named(file: Upload) -> dict[str, str]:
    return {"X-File-Name": file.name} if fits_header("title", file.name) else {}


def _fill(change: SendUpload, gateway: Gateway) -> dict[str, Any] | None:
    """Send the file of an existing object: the rest of an earlier upload, or a replacement."""
    file, kind = change.body, change.kind
    before = gateway.find(change)
    if before is None:
        raise PlanError(DELETED_MEANWHILE)
    begun = remembered(file.key, gateway.client.connection.uploader_url) if file.open else None
    former = _file_of(before, change.fields[0], kind)
    if begun:
        _send(change, begun.endpoint, file, gateway)
        if former:
            remember_replacement(file.key, former)
    elif remains(kind.fields, before):
        raise PlanError(EXPIRED)
    else:
        _replace(change, file, former, gateway)
    after = gateway.find(change)
    key = kind.key[0]
    if after is not None and after.get(key) != before.get(key):  # an upload may set the name
        after = gateway.write(kind.routes.update, change.path, {key: before.get(key)}, kind, id=change.id)
    return after or gateway.find(change)


def _replace(change: SendUpload, file: Upload, former: Mapping[str, Any], gateway: Gateway) -> None:
    """Replace the ``former`` file. With init first, which can be resumed; with a header if that is refused."""
    id = str(change.id)
    uploader = Uploader(gateway.client, gateway.say)
    key = _key(file, {"replaces": id_form(id)}, gateway)
    body = {"type": "replace", "video_id": id, **_file(file)}
    unseen = "the uploader's response does not say where to send the file"
    try:  # without content it changes nothing, so it can be repeated without a search
        made, endpoint = create_once(gateway.client, unseen, lambda: uploader.init(body, key), lambda failure: None)
    except ApiError as error:
        if error.uncertain or error.status not in (400, 404, 422):
            raise
    else:
        if id_form(made) == id_form(id):
            _send(change, endpoint, file.replaced(key=key), gateway, 0)
            remember_replacement(key, former)
            return
        forget(key)  # the name of the key is undocumented: the API has created a new object instead
        gateway.delete(Delete(change.kind, change.key, id=made, base=change.base))
    uploader.send_whole("/v2/video", {"X-Replace-Video-ID": id, **_named(file)}, file.path)
    remember_replacement(key, former)


def _file_of(raw: Raw, name: str, kind: Kind) -> Mapping[str, Any]:
    """The digest and size of the file that an object shows; {} if it shows none."""
    return at(raw, kind.field(name).where) or {}


def _set_poster(change: PutFile, gateway: Gateway) -> None:
    """Create a poster from a URL, once: it could not be distinguished from posters that the API creates itself."""
    try:
        send_picture(gateway.client, {"X-Video-ID": str(change.id)}, change.body)
    except ApiError as error:
        error.note(NO_POSTER)
        raise


def _link(name: str, given: str) -> str:
    return checked_link(name, ascii_url(given))


class VideoFiles(InPlaces):
    """The effects of objects that are made from files and URLs."""

    def read_options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given fields; for a file to upload, its size, its digest, and what the task permits."""
        values = dict(super().read_options(given))
        if self.options.get("wait_timeout", 0) < 0:
            raise DocumentError("wait_timeout must be 0 or greater")
        for field in self.kind.fields:
            if field.name in given and isinstance(field, (UploadFile, SecretLink)):
                read = self._upload if isinstance(field, UploadFile) else _link
                values[field.name] = read(field.name, given[field.name])
        return values

    def _upload(self, name: str, given: str) -> Upload:
        path = os.path.join(self.folder_of([name]), expanded(given))
        try:
            md5, size = digest(path)
        except KinescopeError as error:
            raise DocumentError(f"{name} {error.message}") from None
        replaces, forces = bool(self.options.get("replace")), bool(self.options.get("force"))
        return Upload(path, os.path.basename(path), size, md5, replaces, forces)

    def observe(self, wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
        """What is wanted, with the state of an earlier upload of its file, and whether that can be resumed.

        While a file that was sent lately is processed, the object may still show the one that it replaces.
        """
        file = source_of(wanted.kind.fields, wanted.values)
        if observed is None or not (isinstance(file, Upload) and wanted.present):
            return wanted
        id = id_of(wanted.kind, observed)
        for target in (_new(observed, wanted.kind.key[0]), {"replaces": id}):
            name = _key(file, target, gateway)
            begun = remembered(name, gateway.client.connection.uploader_url)
            if begun and id_form(begun.id) == id:
                file = file.replaced(begun=id, key=name, open=_is_open(begun.endpoint, gateway))
                break
        else:
            if is_given_up(_given_up_key(id, gateway)):
                file = file.replaced(begun=id)
        given = next(name for name, value in wanted.values.items() if isinstance(value, Upload))
        shown = _file_of(observed, given, wanted.kind)
        if shown and not file.force and is_being_replaced(name, shown):
            file = file.replaced(sent=True)
        values = {**wanted.values, given: file}
        return wanted._replace(values=values)

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Create an object from its source, or send it a file; send any other change as usual."""
        if isinstance(change, SendUpload):
            return _fill(change, gateway)
        if isinstance(change, PutFile):
            _set_poster(change, gateway)
            return None
        if not isinstance(change, Create):
            return super().send(change, plan, gateway)
        file = source_of(change.kind.fields, change.body)
        if isinstance(file, Upload) and "trim" not in change.body:
            id = _uploaded(change, file, gateway)
        else:
            id = _made_by_headers(change, file if isinstance(file, Upload) else None, gateway)
        return unseen(change.kind, id, change.body)

    def settle(self, plan: Plan, after: Raw, gateway: Gateway) -> Raw:
        """Wait until the object can be watched, if the task wants that."""
        return when_ready(plan, after, self.options["wait_timeout"], gateway) if self.options.get("wait") else after
