# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Videos: fields, PATCH (partial; observed), statuses after an upload, and what is deleted with a video."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import checks, ids
from ..answers import Answer
from ..fields import Field, Kind, Row, stamps
from ..regular import routes, row_of
from ..render import show as render
from ..router import Call, Route
from ..store import Workspace
from . import contents
from .project import PRIVACY

# the documented statuses, in the order in which an upload goes through them
STEPS = ("pending", "uploading", "pre-processing", "processing", "done")
HANGING = ("poster", "subtitle", "annotation", "material")


def _create(ws: Workspace, row: Row, body: Row) -> None:
    short = ids.to_short(row["id"])
    row["play_link"] = row["play_link"] or f"https://kinescope.io/{short}"
    row["embed_link"] = row["embed_link"] or f"https://kinescope.io/embed/{short}"
    row["hls_link"] = row["hls_link"] or f"https://kinescope.io/{short}/master.m3u8"
    row["chapters"] = {"items": [], "enabled": False, **(row["chapters"] or {})}
    project = ws.get("project", row["project_id"])
    if project and "privacy_type" not in body:
        row["privacy_type"], row["privacy_domains"] = project["privacy_type"], list(project["privacy_domains"])
    if project and "player_id" not in body:
        row["player_id"] = project["player_id"]
    contents.count(ws, row, 1)


def name_tags(ws: Workspace, tags: Any) -> None:
    """Create the tags of a video (inferred)."""
    if ws.switch("tags_from_videos") == "on":
        for tag in tags or []:
            if not ws["tag"].keyed(tag):
                ws.new("tag", {"tag": tag})


def _update(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    contents.name_domains(ws, changes.get("privacy_domains"))
    name_tags(ws, changes.get("tags"))


def _delete(ws: Workspace, row: Row) -> None:
    for kind in HANGING:
        for item in ws[kind].children(row["id"]):
            ws.delete(kind, item)
    for playlist in ws["playlist"]:
        if row["id"] in playlist["entity_ids"]:
            playlist["entity_ids"].remove(row["id"])
    contents.count(ws, row, -1)


def _show(ws: Workspace, row: Row, out: Row, listed: bool) -> None:
    for kind, name in (("subtitle", "subtitles"), ("material", "additional_materials")):
        table = ws[kind]
        items = sorted(table.children(row["id"]), key=lambda item: item["position"])
        out[name] = [render(ws, table.kind, item) for item in items]
    posters = ws["poster"]
    active = next((item for item in posters.children(row["id"]) if item["active"]), None)
    out["poster"] = {**render(ws, posters.kind, active), "media_id": row["id"]} if active else None
    if listed and ws.switch("video_lists") == "short":
        for name in ("subtitle", "tags", "player_id", "privacy_share"):
            out.pop(name, None)


def _filters(ws: Workspace, query: dict[str, list[str]]) -> tuple[Any, Callable[[Row], bool]] | None:
    """status[], folder_id, project_id, video_ids[], q, without_folder (documented); status works, too (observed)."""
    status = set(query.get("status[]", []) + query.get("status", [])) - {""}
    listed = ",".join(query.get("video_ids[]", []) + query.get("video_ids", []))
    wanted = [checks.one_id(key) for key in listed.split(",") if key]
    folder, project = (
        checks.one_id(query[name][-1]) if query.get(name, [""])[-1] else "" for name in ("folder_id", "project_id")
    )
    words = query.get("q", [""])[-1].casefold()
    without = query.get("without_folder", [""])[-1].lower() in ("true", "1")
    if ws.switch("place_filters") == "ignored":
        folder, project, without = "", "", False
    if not (status or wanted or folder or project or words or without):
        return None

    def keep(row: Row) -> bool:
        return (
            (not status or row["status"] in status)
            and (not wanted or row["id"] in wanted)
            and (not folder or row["folder_id"] == folder)
            and (not project or row["project_id"] == project)
            and (not words or words in f"{row['title']}\n{row['description']}".casefold())
            and not (without and row["folder_id"])
        )

    return (frozenset(status), tuple(wanted), folder, project, words, without), keep


VIDEO = Kind(
    name="video",
    path="/v1/videos",
    id_param="video_id",
    verbs=("list", "patch", "delete"),
    family="A",
    key="title",
    order=(("created_at", "desc"), ("title", "asc")),
    order_fields=("title", "description", "created_at", "updated_at", "duration"),
    go_name="Video",
    on_create=_create,
    on_update=_update,
    on_delete=_delete,
    show=_show,
    filters=_filters,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid", shown=False),
        Field("project_id", "uuid"),
        Field("folder_id", "uuid", nullable=True),
        Field("player_id", "uuid", on="update", nullable=True, ref=("player",), write=("video_patch", "all")),
        Field("version", "int"),
        Field("title", on="update"),
        Field("subtitle", on="update", write=("video_patch", "all")),
        Field("description", on="update"),
        Field("status", default="done"),
        Field("progress", "int"),
        Field("duration", "number"),
        Field("assets", "maps"),
        Field("has_audio", "bool", default=True),
        Field("audio_tracks", "maps"),
        Field("chapters", "map"),
        Field("privacy_type", on="update", default="anywhere", choices=PRIVACY),
        Field("privacy_domains", "strings", on="update", domain=True),
        Field("privacy_email_domains", "strings"),
        Field("privacy_share", "map"),
        Field("tags", "strings", on="update"),
        Field("poster", "any"),
        Field("additional_materials", "maps"),
        Field("additional_materials_enabled", "bool", on="update"),
        Field("annotation_text_enabled", "bool"),
        Field("annotation_video_enabled", "bool"),
        Field("play_link"),
        Field("embed_link"),
        Field("hls_link"),
        *stamps(),
        Field("subtitles", "maps"),
        Field("subtitles_enabled", "bool", on="update", write=("video_patch", "all")),
        Field("chat_preview", "bool"),
        Field("chat_inside_player", "bool"),
        Field("chat_expand_on_load", "bool"),
        Field("meta", "map"),
        Field("polls_left", "int", shown=False),
        Field("outcome", default="done", shown=False),
        Field("new_file", "any", shown=False),
        Field("preview", "any", shown=False),
        Field("trim", "any", shown=False),
    ),
)


def start_processing(ws: Workspace, row: Row, outcome: str = "done") -> None:
    """The file has arrived: the next reads show the statuses that lead to the outcome."""
    row["outcome"], row["polls_left"] = outcome, int(ws.switch("import_polls"))
    set_status(row)
    ws["video"].touch()


def get(call: Call) -> Answer:
    """GET; each read advances the status of an upload in progress, so that polling clients see it change."""
    row = row_of(call, VIDEO)
    shown = render(call.ws, VIDEO, row)
    if row["polls_left"] > 0:
        row["polls_left"] -= 1
        set_status(row)
        call.ws["video"].touch()
    return Answer(body={"data": shown})


def set_status(row: Row) -> None:
    """Set the status that corresponds to the number of reads left."""
    left = row["polls_left"]
    if row["new_file"] and left:
        return
    row.update(row["new_file"] or {})
    row["new_file"] = None
    row["status"] = row["outcome"] if left == 0 else STEPS[max(0, len(STEPS) - 1 - left)]
    row["progress"] = 100 if left == 0 else max(0, 100 - 25 * left)


ROUTES = [*routes(VIDEO), Route("GET", "/v1/videos/{video_id}", get)]
