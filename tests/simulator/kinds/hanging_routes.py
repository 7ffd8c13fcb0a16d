# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The irregular routes of objects that belong to a video: creating, ordering, copying."""

from __future__ import annotations

from typing import Any

from .. import checks, ids
from ..answers import Answer, Problem, invalid, missing, not_found, success
from ..fields import Field, Kind, Row
from ..multipart import parse
from ..regular import change, created, parent_of, routes, row_of, stored
from ..render import show as render
from ..router import Call, Route
from .hanging import ANNOTATION, MATERIAL, POSTER, SUBTITLE, link

FROM_TIME = (Field("from_time", "number"),)


def next_position(call: Call, kind: Kind, video: Any) -> int:
    """The position after the last one."""
    return max((row["position"] for row in call.ws[kind.name].children(video)), default=0) + 1


def _reordered(call: Call, kind: Kind, video: Any, wanted: list[str]) -> None:
    rows = [call.ws.get(kind.name, key) for key in wanted]
    for row in rows:
        if row is None or (video is not None and row["video_id"] != video):
            raise not_found()
    for position, row in enumerate(rows, 1):
        if row is not None:
            row["position"] = position


def make_poster(call: Call) -> Answer:
    """Create a poster from a frame; whether the first one of a video becomes active is unknown."""
    body = checks.decode(FROM_TIME, checks.load(call.raw), "Poster")
    checks.demand(FROM_TIME, body, ("from_time",))
    video = parent_of(call, POSTER)
    first = not call.ws["poster"].children(video) and call.switch("new_posters") == "active"
    return created(call, POSTER, call.ws.new("poster", stored(call, POSTER, body), video_id=video, active=first))


def activate(call: Call) -> Answer:
    """Make a poster the active one (documented: POST without a body)."""
    row = row_of(call, POSTER)
    for other in call.ws["poster"].children(row["video_id"]) if call.switch("ignored") != "active" else ():
        other["active"] = other is row
    return Answer(body={"data": render(call.ws, POSTER, row)})


def subtitles(call: Call) -> Answer:
    """The list; null rather than [] if there are none (documented)."""
    video = parent_of(call, SUBTITLE)
    rows = sorted(call.ws["subtitle"].children(video), key=lambda row: row["position"])
    return Answer(body={"data": [render(call.ws, SUBTITLE, row, True) for row in rows] or None})


def make_subtitle(call: Call) -> Answer:
    """A form with language, description and file (documented)."""
    if not call.raw:
        raise Problem(400, 1, "io error")
    parts = parse(call.header("Content-Type"), call.raw) or {}
    absent = [missing(name) for name in ("language", "file") if name not in parts or not parts[name].content]
    if absent:
        raise invalid(absent)
    video = parent_of(call, SUBTITLE)
    key = ids.new_id()
    call.core.files[key] = ("text/vtt; charset=utf-8", parts["file"].content)
    body: Row = {
        name: parts[name].content.decode("utf-8", "replace") for name in ("language", "description") if name in parts
    }
    suffix = (parts["file"].filename or "").rpartition(".")[2].lower()
    name = f"{key}.{suffix if suffix in ('vtt', 'srt') else 'vtt'}"
    position = next_position(call, SUBTITLE, video)
    fixed: Row = {"video_id": video, "file_name": name, "file_key": key, "position": position}
    return created(call, SUBTITLE, call.ws.new("subtitle", stored(call, SUBTITLE, body), **fixed))


def copy_subtitle(call: Call) -> Answer:
    """A duplicate of a track (documented: its file_name is null)."""
    row = row_of(call, SUBTITLE)
    body = {"language": row["language"], "description": row["description"]}
    key = ids.new_id()
    if row["file_key"] in call.core.files:
        call.core.files[key] = call.core.files[row["file_key"]]
    position = next_position(call, SUBTITLE, row["video_id"])
    fixed = {"video_id": row["video_id"], "file_name": None, "file_key": key, "position": position}
    return created(call, SUBTITLE, call.ws.new("subtitle", body, **fixed))


def reorder_subtitles(call: Call) -> Answer:
    """A plain array of IDs (documented); the response has a single subtitle (documented example)."""
    wanted = checks.id_array(call.raw)
    video = parent_of(call, SUBTITLE)
    _reordered(call, SUBTITLE, video, wanted)
    first = call.ws.get("subtitle", wanted[0]) if wanted else None
    return Answer(body={"data": render(call.ws, SUBTITLE, first) if first else None})


def list_annotations(call: Call) -> Answer:
    """The list; [] if there are none (documented)."""
    video = parent_of(call, ANNOTATION)
    return Answer(
        body={"data": [render(call.ws, ANNOTATION, row, True) for row in call.ws["annotation"].children(video)]}
    )


TYPE = Field("type", choices=("video", "text"))
ANNOTATION_FIELDS = (TYPE, *(field for field in ANNOTATION.fields if field.on))
VIDEO_NEEDED = {"index": 0, "name": "video_id", "reason": "required_if", "message": "Type video"}


def _annotation_body(call: Call, of: Any, required: tuple[str, ...]) -> Row:
    """The decoded body; video_id is required if the annotation is a video (observed)."""
    body = checks.decode(ANNOTATION_FIELDS, checks.load(call.raw), "Annotation")
    found = checks.failures(ANNOTATION_FIELDS, body, required)
    if (body.get("type") if of is None else of) == "video" and not body.get("video_id"):
        found.insert(0, VIDEO_NEEDED)
    if found:
        raise invalid(found)
    return stored(call, ANNOTATION, body)


def make_annotation(call: Call) -> Answer:
    """`type` is sent, `annotation_type` is returned (documented)."""
    body = _annotation_body(call, None, ("type", "end_time"))
    media = parent_of(call, ANNOTATION)
    checks.references(call.ws, ANNOTATION_FIELDS, body)
    kind = body.pop("type")
    return created(call, ANNOTATION, call.ws.new("annotation", body, media_id=media, annotation_type=kind))


def put_annotation(call: Call) -> Answer:
    """PUT requires end_time (observed); start_time may be missing."""
    stored = call.ws.get("annotation", call.params["annotation_id"])
    body = _annotation_body(call, stored["annotation_type"] if stored else "", ("end_time",))
    row = row_of(call, ANNOTATION)
    body.pop("type", None)
    change(call, ANNOTATION, row, body, call.switch("put") == "merge")
    return Answer(body={"data": render(call.ws, ANNOTATION, row)})


def material_link(call: Call) -> Answer:
    """A short-lived link (documented)."""
    row = row_of(call, MATERIAL)
    return Answer(body={"data": {"link": link(call.ws, row, f"materials/{row['id']}/{row['filename']}")}})


def reorder_materials(call: Call) -> Answer:
    """A plain array of IDs; returns success (documented)."""
    _reordered(call, MATERIAL, None, checks.id_array(call.raw))
    return success()


VIDEO = "/v1/videos/{video_id}"
ROUTES = [
    *routes(POSTER),
    *routes(SUBTITLE),
    *routes(ANNOTATION),
    *routes(MATERIAL),
    Route("POST", f"{VIDEO}/posters", make_poster),
    Route("POST", f"{VIDEO}/posters/{{poster_id}}/active", activate),
    Route("GET", f"{VIDEO}/subtitles", subtitles),
    Route("POST", f"{VIDEO}/subtitles", make_subtitle),
    Route("POST", f"{VIDEO}/subtitles/{{subtitle_id}}/copy", copy_subtitle),
    Route("PATCH", f"{VIDEO}/subtitles/reorder", reorder_subtitles),
    Route("GET", f"{VIDEO}/annotations", list_annotations),
    Route("POST", f"{VIDEO}/annotations", make_annotation),
    Route("PUT", f"{VIDEO}/annotations/{{annotation_id}}", put_annotation),
    Route("GET", "/v1/additional-materials/{material_id}/link", material_link),
    Route("PATCH", "/v1/additional-materials/reorder", reorder_materials),
]
