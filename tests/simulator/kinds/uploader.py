# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The uploader host: links for Tus, whole files, imports by URL, posters, materials. Nothing is ever downloaded."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlsplit

from .. import checks, ids
from ..answers import Answer, Problem, invalid, missing, not_found
from ..fields import Field, Kind, Row
from ..regular import stored
from ..render import show as render
from ..router import Call, Route
from .contents import place
from .hanging import MATERIAL, POSTER
from .upload_link import add_material, begin_digest, interrupted, received, start_url, trimmed
from .video import VIDEO

UPLOAD = Kind(
    name="upload",
    path="",
    id_param="upload_id",
    verbs=(),
    key="media_id",
    fields=(
        Field("id", "uuid"),
        Field("type"),
        Field("media_id", "uuid"),
        Field("length", "int", nullable=True),
        Field("offset", "int"),
        Field("title"),
        Field("filename"),
        Field("complete", "bool"),
        Field("refused", "bool"),
        Field("created_at", "time"),
    ),
)
INIT = (
    Field("type", choices=("video", "attachment", "replace")),
    Field("client_ip"),
    Field("filesize", "int"),
    Field("parent_id", "uuid"),
    Field("video_id", "uuid", ref=("video",)),
    Field("title"),
    Field("subtitle"),
    Field("description"),
    Field("filename"),
    Field("preview", "map"),
)
NEEDED = {"video": ("parent_id", "title"), "attachment": ("video_id",), "replace": ("video_id",)}


def permitted(call: Call, location: Any) -> None:
    """A token for one project can only upload there (documented scope, inferred error)."""
    token = call.ws.get("access_token", call.core.issued.get(call.token))
    upload = (token["scope"].get("upload") or {}) if token else {}
    if token and "write" not in (upload.get("permissions") or []):
        project = place(call.ws, location)["project_id"]
        if not any(e["id"] == project and "write" in e["permissions"] for e in upload.get("entities") or []):
            raise Problem(403, 100103, "access denied")


def _metadata(call: Call) -> Row:
    """The dashboard's variant of init: Upload-Length and Upload-Metadata headers with Base64 values (observed)."""
    body: Row = {"type": "video"}
    for part in call.header("Upload-Metadata").split(","):
        name, _space, value = part.strip().partition(" ")
        try:
            body[name] = base64.b64decode(value).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Problem(400, 400400, "request parameters didn't validate") from None
    size = call.header("Upload-Length")
    body["filesize"] = int(size) if size.isdigit() else 0
    for name in ("parent_id", "video_id", "init_id"):
        if name in body:
            body[name] = checks.one_id(body[name])
    return body


def init(call: Call) -> Answer:
    """POST /v2/init: 201 with the media's ID and an endpoint that needs no token (documented)."""
    headed = "Upload-Metadata" in call.headers and not call.raw
    body = _metadata(call) if headed else checks.decode(INIT, checks.load(call.raw), "Init")
    checks.demand(INIT, body, ("type", *NEEDED.get(body.get("type", ""), ())))
    checks.references(call.ws, INIT, body)
    if body["type"] == "video":
        if call.ws.location(body["parent_id"]) is None:
            raise not_found()
        permitted(call, body["parent_id"])
        texts: Row = {name: body[name] for name in ("title", "subtitle", "description") if name in body}
        fixed = {"id": body["init_id"]} if "init_id" in body else {}
        texts = stored(call, VIDEO, texts)
        texts["preview"] = _preview(body)
        media = call.ws.new("video", {**texts, "status": "pending"}, **place(call.ws, body["parent_id"]), **fixed)["id"]
    else:
        media = body["video_id"]
    fixed = {"type": body["type"], "media_id": media, "length": body.get("filesize") or None}
    row = call.ws.new("upload", {"title": body.get("title", ""), "filename": body.get("filename", "")}, **fixed)
    begin_digest(call, row)
    endpoint = f"{call.core.uploader_url}/v2/upload/{row['id']}"
    return Answer(201, {"data": {"id": media, "endpoint": endpoint}}, {"Location": endpoint} if headed else {})


def _parent(call: Call) -> tuple[dict[str, Any], Row | None]:
    """The location for an upload in a single request, or the video that it replaces."""
    replaced = call.header("X-Replace-Video-ID")
    if replaced:
        row = call.ws.get("video", checks.one_id(replaced))
        if row is None:
            raise not_found()
        return {}, row
    absent = [
        missing(name)
        for name, header in (("parent_id", "X-Parent-ID"), ("title", "X-Video-Title"))
        if not call.header(header)
    ]
    if absent:
        raise invalid(absent)
    parent = checks.one_id(call.header("X-Parent-ID"))
    if call.ws.location(parent) is None:
        raise not_found()
    permitted(call, parent)
    return place(call.ws, parent), None


def replace(call: Call, row: Row, title: str) -> None:
    """ID and links are kept; a title in the request replaces the title (observed)."""
    changes: Row = {"version": row["version"] + 1}
    if title and call.switch("replace_title") == "overwritten":
        changes["title"] = title
    call.ws["video"].change(row, changes)


def _preview(body: Row) -> Row | None:
    """The preview clip created with the video; no response contains it (documented)."""
    given = body.get("preview")
    if given is not None and given.get("quality") not in ("360p", "480p", "720p", "1080p"):
        raise invalid([{"index": 0, "name": "preview.quality", "reason": "oneof", "message": ""}])
    return given


def _trim(call: Call) -> Row | None:
    """X-Video-Trim: {start, length}; without length, up to the end (documented)."""
    if not call.header("X-Video-Trim"):
        return None
    try:
        given = json.loads(call.header("X-Video-Trim"))
        return {"start": float(given["start"]), **({"length": float(given["length"])} if "length" in given else {})}
    except (ValueError, KeyError, TypeError):
        raise Problem(400, 400400, "request parameters didn't validate") from None


def upload(call: Call) -> Answer:
    """POST /v2/video: the file in the body, or X-Video-URL without one; returns 200 (observed)."""
    url = call.header("X-Video-URL")
    where, row = _parent(call)
    title, trim = call.header("X-Video-Title"), _trim(call)
    if not url and not call.raw:
        raise Problem(400, 1, "io error")
    if row is None:
        texts = stored(call, VIDEO, {"title": title, "description": call.header("X-Video-Description")})
        row = call.ws.new("video", {**texts, "status": "pending"}, **where)
        if call.cut:
            interrupted(call, row)
    elif not call.cut:
        replace(call, row, title)
    if url:
        start_url(call, row, url)
    elif not call.cut:
        received(call, row, trimmed(call, row, trim) if trim else call.raw, call.header("X-File-Name"))
    if call.header("X-Poster-URL"):
        _activate(call, row["id"])
    names = ("id", "title", "description", "status", "play_link", "embed_link", "hls_link", "created_at")
    shown = {name: row[name] for name in names}
    return Answer(body={"data": {**shown, "parent_id": row["folder_id"] or row["project_id"]}})


def _activate(call: Call, video: str, key: str = "") -> Row:
    """Create a poster from a file; whether it becomes active is unknown."""
    if call.switch("new_posters") == "inactive":
        return call.ws.new("poster", {"file_key": key}, video_id=video)
    for other in call.ws["poster"].children(video):
        other["active"] = False
    return call.ws.new("poster", {"file_key": key}, video_id=video, active=True)


def poster(call: Call) -> Answer:
    """POST /v2/poster: for a video or an event; an event's ID works in X-Video-ID, too (observed)."""
    text = call.header("X-Video-ID") or call.header("X-Event-ID")
    url = call.header("X-Poster-URL")
    if not text:
        raise invalid([missing("video_id")])
    target = checks.one_id(text)
    if not url and not call.raw:
        raise Problem(400, 1, "io error")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise invalid([{"index": 0, "name": "poster_url", "reason": "url", "message": ""}])
    key = ids.new_id()
    if call.raw:
        call.core.files[key] = (call.header("Content-Type") or "image/jpeg", call.raw)
    event, video = call.ws.get("live_event", target), call.ws.get("video", target)
    if video is not None:
        return Answer(body={"data": render(call.ws, POSTER, _activate(call, target, key if call.raw else ""))})
    if event is None:
        raise not_found()
    row = {
        **POSTER.fresh(),
        "id": ids.new_id(),
        "video_id": target,
        "active": True,
        "file_key": key if call.raw else "",
    }
    shown = {**render(call.ws, POSTER, row), "media_id": target}
    call.ws["live_event"].change(event, {"poster": shown})
    return Answer(body={"data": shown})


def material(call: Call) -> Answer:
    """POST /additional-material: X-Video-ID, X-File-Name, X-Title and the content (documented)."""
    absent = [missing(n) for n, h in (("video_id", "X-Video-ID"), ("filename", "X-File-Name")) if not call.header(h)]
    if absent:
        raise invalid(absent)
    video = checks.one_id(call.header("X-Video-ID"))
    if not call.raw:
        raise Problem(400, 1, "io error")
    if call.ws.get("video", video) is None:
        raise not_found()
    row = add_material(call, video, call.header("X-Title"), call.header("X-File-Name"), call.raw)
    return Answer(body={"data": render(call.ws, MATERIAL, row)})


ROUTES = [
    Route("POST", "/v2/init", init, host="uploader"),
    *(Route("POST", f"{prefix}/video", upload, host="uploader") for prefix in ("/v2", "")),
    *(Route("POST", f"{prefix}/poster", poster, host="uploader") for prefix in ("/v2", "")),
    Route("POST", "/additional-material", material, host="uploader"),
]
