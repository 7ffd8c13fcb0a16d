# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos."""

from __future__ import annotations

from typing import Any

from .._core.fields.base import Raw, SecondTry
from .._core.fields.free import FreeItems
from .._core.fields.items import Items
from .._core.fields.location import Location
from .._core.fields.on_upload import Clip, PosterLink, Trim
from .._core.fields.parts import Parts
from .._core.fields.scalar import Flag, Integer, Text, WholeTime
from .._core.fields.texts import DomainSet, TextSet
from .._core.fields.times import Seconds, Span
from .._core.fields.upload import UploadFile, UploadUrl
from .._core.kind import Kind, Routes, Shape
from .._core.undeclared import unsigned_video
from .._core.values import id_form
from .privacy_domain import PRIVACY_DOMAIN
from .tag import TAG

UNFINISHED = frozenset({"pending", "uploading", "pre-processing", "processing"})
FAILED = frozenset({"suspended", "aborted", "error"})
_STUBS = {"pending": "unfinished", "uploading": "unfinished", **dict.fromkeys(FAILED, "failed")}
_LISTS = ("assets", "subtitles", "additional_materials", "audio_tracks", "tags", "privacy_domains")
NOT_TAKEN = "the API accepts a subtitle only when a video is uploaded; remove subtitle, or set it in the dashboard"


def _regular(raw: dict[str, Any]) -> dict[str, Any]:
    # the location is a project and possibly a folder in it; an empty list may be returned as null or omitted
    lists = {name: raw.get(name) or [] for name in _LISTS}
    place = raw.get("folder_id") or raw.get("project_id")
    whole = {**unsigned_video({**raw, **lists}), "parent_id": id_form(place), **_original(raw)}
    return {**whole, **_chapters(raw["chapters"])} if raw.get("chapters") else whole


def _chapters(raw: Raw) -> dict[str, Any]:
    # the time of the first chapter may be omitted: it is 0
    items = [{**item, "time": item.get("time") or 0} for item in raw.get("items") or ()]
    return {"chapters": {**raw, "items": items}}


def _original(raw: Raw) -> dict[str, Any]:
    """The source file of a video, as far as it is known: during processing, the previous one may be shown."""
    if raw.get("status") != "done":
        return {}
    found = [asset for asset in raw.get("assets") or () if asset.get("quality") == "original" or asset.get("md5")]
    if not found or not found[0].get("file_size"):
        return {}
    md5 = found[0].get("md5")
    return {"original": {**({"md5": md5.lower()} if md5 else {}), "size": found[0]["file_size"]}}


def _remains(raw: Raw) -> str:
    if raw.get("assets") or raw.get("duration") or "original" in raw:
        return ""
    return _STUBS.get(str(raw.get("status")), "")


def _has_failed(raw: Raw) -> bool:
    return raw.get("status") in FAILED


#: the keys that the functions above read
READ = (
    Text("status"),
    Text("project_id"),
    Text("folder_id"),
    Items("assets", fields=(Text("quality"), Text("md5"), Integer("file_size"))),
    FreeItems("subtitles"),
    FreeItems("additional_materials"),
    Parts("chapters", fields=(FreeItems("items"),)),
)
LOCATION = Location("location", path=("parent_id",), split=("project_id", "folder_id"), route="move", needed=True)

# PREVIEW is only accepted by resumable uploads, TRIM only with a whole file, and neither with a URL
PREVIEW = Clip(
    "preview",
    fields=(
        Seconds("start", needed=True),
        Span("length", needed=True),
        Text("quality", choices=("360p", "480p", "720p", "1080p"), needed=True),
    ),
    not_with=("url", "trim"),
)
TRIM = Trim("trim", fields=(Seconds("start", needed=True), Span("length")), not_with=("url",))

VIDEO = Kind(
    name="video",
    routes=Routes("/v1/videos", too_many_to_list=True, ids_filter="video_ids[]", update="PATCH"),
    key=("title",),
    narrowed_by="location",
    fields=(
        Text("title", needed=True, usual_length=140),
        LOCATION,
        UploadFile(
            "src",
            path=("original",),
            instead="url",
            altered_by="trim",
            remains=_remains,
            failed=_has_failed,
            in_lists="perhaps",
        ),
        UploadUrl("url", remains=_remains),
        PosterLink("poster_url", with_headers=("url", "trim"), route="poster"),
        PREVIEW,
        TRIM,
        Text("subtitle", in_lists="perhaps", second_try=SecondTry(refusal=NOT_TAKEN), usual_length=140),
        Text("description"),
        # a new video inherits those of its project
        Text("privacy_type", choices=("anywhere", "nowhere", "custom"), written="by_update"),
        DomainSet("privacy_domains", mentions=PRIVACY_DOMAIN, written="by_update"),
        TextSet("tags", mentions=TAG, written="by_update", in_lists="perhaps"),
        Flag("additional_materials_enabled", written="by_update"),
        Parts(
            "chapters",
            fields=(
                Items(
                    "items",
                    fields=(WholeTime("time"), Text("title")),
                    matched_by="time",
                    unordered=True,
                ),
                Flag("enabled"),
            ),
            route="chapters",
            in_lists="perhaps",
        ),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "project_id", "folder_id", "parent_id", "assets", "status", "progress"}
        | {"duration", "version", "play_link", "embed_link", "hls_link", "created_at", "updated_at"}
    ),
    hidden=frozenset({"parent_id", "original"}),
    shape=Shape(READ, _regular),
)
