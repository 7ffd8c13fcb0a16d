# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads to the endpoint that init returns: Tus (HEAD, PATCH) and plain POST; no token needed (documented)."""

from __future__ import annotations

import hashlib
import mimetypes
from urllib.parse import urlsplit

from .. import ids
from ..answers import Answer, Problem, not_found
from ..fields import Row
from ..regular import stored
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace
from .contents import count
from .hanging import MATERIAL
from .hanging_routes import next_position
from .video import VIDEO, start_processing

TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
# First bytes of images, audio and documents: "Invalid file" for a video (documented).
NO_VIDEO = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"ID3", b"%PDF", b"PK\x03\x04")
SIMULATED_DURATION = 10.0


def begin_digest(call: Call, row: Row) -> None:
    """Begin to count and hash an upload."""
    call.core.digests[row["id"]] = hashlib.md5(usedforsecurity=False)


def _asset(video: Row, size: int, md5: str, name: str) -> list[Row]:
    suffix = name.rpartition(".")[2].lower() if "." in name else "mp4"
    original = {
        "id": ids.new_id(),
        "video_id": video["id"],
        "original_name": f"original.{suffix}",
        "file_size": size,
        "md5": md5,
        "filetype": suffix,
        "quality": "original",
        "resolution": "1280x720",
        "created_at": video["created_at"],
        "download_link": "",
    }
    small = {name: value for name, value in original.items() if name != "md5"}
    small |= {"id": ids.new_id(), "video_id": ids.ZERO, "original_name": "360p.mp4", "file_size": size // 2}
    return [original, {**small, "filetype": "mp4", "quality": "360p", "resolution": "640x360"}]


def _duration(video: Row) -> float:
    trim = video["trim"] or {"start": 0.0}
    rest = max(0.0, SIMULATED_DURATION - float(trim["start"]))
    return min(float(trim.get("length", rest)), rest)


def _arrived(ws: Workspace, video: Row, size: int, md5: str, name: str, outcome: str) -> None:
    """Handle the complete file of a video: its assets, and the statuses that follow."""
    count(ws, video, -1)
    assets = _asset(video, size, md5, name) if outcome == "done" else []
    shown = {"assets": assets, "duration": _duration(video) if assets else 0}
    if video["status"] == "done" and video["assets"] and ws.switch("replaced_file") == "late":
        video["new_file"] = shown
    else:
        ws["video"].change(video, shown)
    count(ws, video, 1)
    start_processing(ws, video, outcome)


def interrupted(call: Call, video: Row) -> None:
    """Handle an incomplete upload in a single request: the video gets no length (observed)."""
    call.ws["video"].change(video, {"status": "suspended", "duration": 0})


def received(call: Call, video: Row, content: bytes, name: str) -> None:
    """Handle the complete content of a video."""
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    outcome = "error" if content.startswith(NO_VIDEO) else "done"
    _arrived(call.ws, video, len(content), md5, name, outcome)


def trimmed(call: Call, video: Row, trim: Row) -> bytes:
    """The part that is kept of a file with a trim; whether "original" then means the uploaded file is unknown."""
    video["trim"] = trim
    return call.raw if call.switch("trimmed_original") == "kept" else call.raw[: max(1, len(call.raw) // 2)]


def start_url(call: Call, video: Row, url: str) -> None:
    """An import by URL: accepted at once, may fail later (documented): hosts under .invalid do. Downloads nothing."""
    parts = urlsplit(url)
    good = parts.scheme in ("http", "https") and parts.hostname and not parts.hostname.endswith(".invalid")
    md5 = hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()
    _arrived(call.ws, video, 1_000_000, md5, parts.path.rpartition("/")[2], "done" if good else "error")


def add_material(call: Call, video: str, title: str, filename: str, content: bytes) -> Row:
    """A new additional material at the end of the video's list."""
    key = ids.new_id()
    filetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    call.core.files[key] = (filetype, content)
    position = next_position(call, MATERIAL, video)
    body = {"title": title or filename, "filename": filename, "filetype": filetype, "size": len(content)}
    body = stored(call, MATERIAL, body)
    return call.ws.new("material", body, video_id=video, storage_id=ids.new_id(), position=position, file_key=key)


def _link(call: Call) -> Row:
    """The upload in the path, which also determines the workspace."""
    for workspace in call.core.workspaces:
        row = workspace.get("upload", call.params["upload_id"])
        if row is not None and row["complete"] and call.switch("tus_complete") == "gone":
            break
        if row is not None and (row["type"] == "attachment" or workspace.get("video", row["media_id"])):
            call.ws = workspace
            return row
    raise not_found()


def head(call: Call) -> Answer:
    """HEAD: the number of bytes received (Tus 1.0)."""
    row = _link(call)
    headers = {**TUS, "Upload-Offset": str(row["offset"])}
    headers |= {"Upload-Length": str(row["length"])} if row["length"] else {"Upload-Defer-Length": "1"}
    return Answer(int(call.switch("tus_head")), raw=b"", headers=headers)


def _complete(call: Call, row: Row, content: bytes) -> None:
    row["complete"] = True
    digest = call.core.digests.pop(row["id"], None)
    md5 = digest.hexdigest() if digest else ""
    if row["type"] == "attachment":
        title = row["title"] if call.switch("attachment_title") == "kept" else ""
        add_material(call, row["media_id"], title, row["filename"] or "file", content)
        return
    video = call.ws["video"].rows[row["media_id"]]
    if row["type"] == "replace":
        changes: Row = {"version": video["version"] + 1}
        if row["title"] and call.switch("replace_title") == "overwritten":
            changes["title"] = row["title"]
        call.ws["video"].change(video, changes)
    outcome = "error" if row["refused"] else "done"
    _arrived(call.ws, video, row["offset"], md5, row["filename"], outcome)


def _take(call: Call, row: Row) -> None:
    """Add the bytes of a request."""
    if row["offset"] == 0 and call.raw.startswith(NO_VIDEO) and row["type"] != "attachment":
        row["refused"] = True
    call.core.digests[row["id"]].update(call.raw)
    row["offset"] += len(call.raw)
    video = call.ws.get("video", row["media_id"])
    if video is not None and row["type"] == "video":
        video["status"] = "uploading"
        call.ws["video"].touch()


def patch(call: Call) -> Answer:
    """PATCH: 204 with the new offset (documented); 409 for a wrong one, 415 for a wrong type (Tus 1.0)."""
    row = _link(call)
    if call.header("Content-Type") != "application/offset+octet-stream":
        raise Problem(415, 415415, "unsupported media type")
    if call.header("Tus-Resumable") != "1.0.0":
        raise Problem(412, 412412, "precondition failed", headers={"Tus-Version": "1.0.0"})
    if not row["length"]:
        raise Problem(400, 400400, "filesize param is required")
    if call.header("Upload-Offset") != str(row["offset"]):
        raise Problem(409, 409409, "mismatched offset", headers=dict(TUS))
    if row["offset"] + len(call.raw) > row["length"]:
        raise Problem(413, 413413, "request entity too large", headers=dict(TUS))
    if not row["complete"]:
        _take(call, row)
        if row["type"] == "attachment":
            _type, before = call.core.files.get(row["id"], ("", b""))
            call.core.files[row["id"]] = ("", before + call.raw)
        if row["offset"] == row["length"]:
            _complete(call, row, call.core.files.pop(row["id"], ("", b""))[1])
    how = call.switch("tus_patch")
    shown = {} if how == "no_offset" else {"Upload-Offset": str(row["offset"])}
    return Answer(204 if how == "offset" else 200, raw=b"", headers={**TUS, **shown})


def post(call: Call) -> Answer:
    """POST of the whole file; works even if init announced another size (observed)."""
    row = _link(call)
    if not call.raw:
        raise Problem(400, 1, "io error")
    if row["complete"] or row["offset"]:
        raise Problem(409, 409409, "mismatched offset")
    _take(call, row)
    row["length"] = row["offset"]
    _complete(call, row, call.raw)
    video = call.ws.get("video", row["media_id"])
    return Answer(body={"data": render(call.ws, VIDEO, video) if video else {"id": row["media_id"]}})


LINK = "/v2/upload/{upload_id}"
ROUTES = [
    Route("HEAD", LINK, head, host="uploader", auth=False),
    Route("PATCH", LINK, patch, host="uploader", auth=False),
    Route("POST", LINK, post, host="uploader", auth=False),
]
