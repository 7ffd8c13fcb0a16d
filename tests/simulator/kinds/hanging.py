# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that belong to a video: posters, subtitles, annotations, additional materials."""

from __future__ import annotations

from ..fields import Field, Kind, Row, stamps
from ..store import Workspace

PARENT = ("video", "video_id", "video_id")


def link(ws: Workspace, row: Row, path: str) -> str:
    """A link to a file: to the simulator if it has the content, otherwise in the vendor's form."""
    if ws.switch("files") == "local" and row.get("file_key"):
        return f"{ws.core.api_url}/_simulator/files/{row['file_key']}"
    return f"https://kinescopecdn.net/{ws.id}/{path}"


def _forget(ws: Workspace, row: Row) -> None:
    ws.core.files.pop(row["file_key"], None)


def _show_poster(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    for name, part in (("original", ""), ("md", "md/"), ("sm", "sm/"), ("xs", "xs/")):
        out[name] = link(ws, row, f"posters/{row['video_id']}/{part}{row['id']}.jpg")


POSTER = Kind(
    name="poster",
    path="/v1/videos/{video_id}/posters",
    id_param="poster_id",
    verbs=("list", "get", "delete"),
    family="A",
    key="from_time",
    order=(("created_at", "desc"),),
    order_fields=("created_at",),
    parent=PARENT,
    go_name="Poster",
    on_delete=_forget,
    show=_show_poster,
    fields=(
        Field("id", "uuid"),
        Field("video_id", "uuid", shown=False),
        Field("type", default="image"),
        Field("from_time", "number", on="create"),
        Field("status", default="done"),
        Field("active", "bool"),
        Field("to_time", "number"),
        Field("file_key", shown=False),
        Field("created_at", "time", shown=False),
    ),
)


def _show_subtitle(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    out["url"] = link(ws, row, f"subtitles/{row['video_id']}/{row['id']}") + "?expires=1&sign=simulated"


SUBTITLE = Kind(
    name="subtitle",
    path="/v1/videos/{video_id}/subtitles",
    id_param="subtitle_id",
    verbs=("get", "patch", "delete"),
    family="C",
    key="language",
    parent=PARENT,
    go_name="Subtitle",
    on_delete=_forget,
    show=_show_subtitle,
    fields=(
        Field("id", "uuid"),
        Field("video_id", "uuid"),
        Field("description", on="update"),
        Field("language", on="update"),
        Field("file"),
        Field("file_name", nullable=True),
        Field("hls_file"),
        Field("position", "int", shown=False),
        Field("file_key", shown=False),
        Field("created_at", "time", shown=False),
    ),
)

ANNOTATION = Kind(
    name="annotation",
    path="/v1/videos/{video_id}/annotations",
    id_param="annotation_id",
    verbs=("get", "delete"),
    family="C",
    key="title",
    parent=("video", "media_id", "video_id"),
    go_name="Annotation",
    fields=(
        Field("id", "uuid"),
        Field("media_id", "uuid"),
        Field("video_id", "uuid", on="both", nullable=True, ref=("video",)),
        Field("annotation_type"),
        Field("title", on="both"),
        Field("link", on="both"),
        Field("start_time", "int", on="both"),
        Field("end_time", "int", on="both"),
        Field("annotation_poster_id", "uuid", on="both", nullable=True),
        *stamps(),
    ),
)

MATERIAL = Kind(
    name="material",
    path="/v1/additional-materials",
    id_param="material_id",
    verbs=("put", "delete"),
    key="filename",
    go_name="AdditionalMaterial",
    on_delete=_forget,
    grouped="video_id",
    fields=(
        Field("id", "uuid"),
        Field("video_id", "uuid"),
        Field("storage_id", "uuid"),
        Field("title", on="update"),
        Field("filename"),
        Field("filetype"),
        Field("size", "int"),
        Field("position", "int"),
        *stamps(deleted=True),
        Field("file_key", shown=False),
    ),
)
