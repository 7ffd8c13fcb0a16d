# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos."""

from __future__ import annotations

from typing import Any

from .._core.kind import Field, Kind, Raw, SecondTry, never
from .._core.signed_links import unsigned_video
from .._core.values import domain_key, id_form
from .privacy_domain import PRIVACY_DOMAIN
from .tag import TAG

UNFINISHED = frozenset({"pending", "uploading", "pre-processing", "processing"})
FAILED = frozenset({"suspended", "aborted", "error"})
_STUBS = {"pending": "unfinished", "uploading": "unfinished", **dict.fromkeys(FAILED, "failed")}
_LISTS = ("assets", "subtitles", "additional_materials", "audio_tracks", "tags", "privacy_domains")
NOT_TAKEN = "the API accepts a subtitle only when a video is uploaded; remove subtitle, or set it in the dashboard"


def _regular(raw: dict[str, Any]) -> dict[str, Any]:
    # the place is a project and, if any, a folder in it; an empty list may come back as null, or not at all
    lists = {name: raw.get(name) or [] for name in _LISTS}
    place = raw.get("folder_id") or raw.get("project_id")
    whole = {**unsigned_video({**raw, **lists}), "parent_id": id_form(place), **_original(raw)}
    return {**whole, **_chapters(raw["chapters"])} if raw.get("chapters") else whole


def _chapters(raw: Raw) -> dict[str, Any]:
    # of the first, the time may be left out: it is 0
    items = [{**item, "time": item.get("time") or 0} for item in raw.get("items") or ()]
    return {"chapters": {**raw, "items": items}}


def _original(raw: Raw) -> dict[str, Any]:
    """The file that a video is of, as far as that can be known: while one is processed, an older one may be shown."""
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


VIDEO = Kind(
    name="video",
    path="/v1/videos",
    key=("title",),
    narrowed_by="location",
    vast=True,
    update="PATCH",
    fields=(
        Field("title", needed_to_create=True),
        Field(
            "location",
            type="dict",
            path=("parent_id",),
            place=True,
            split=("project_id", "folder_id"),
            route="move",
            needed_to_create=True,
        ),
        Field("src", type="path", path=("original",), source="file", perhaps_in_list=True),
        Field("url", source="url", readable=never),
        Field("subtitle", perhaps_in_list=True, second_try=SecondTry(refusal=NOT_TAKEN)),
        Field("description"),
        # a new video has those of its project
        Field("privacy_type", choices=("anywhere", "nowhere", "custom"), update_only=True),
        Field(
            "privacy_domains",
            type="list",
            canonical=domain_key,
            unordered=True,
            mentions=PRIVACY_DOMAIN,
            update_only=True,
        ),
        Field("tags", type="list", unordered=True, mentions=TAG, update_only=True, perhaps_in_list=True),
        Field("additional_materials_enabled", type="bool", update_only=True),
        Field(
            "chapters",
            type="dict",
            fields=(
                Field(
                    "items",
                    type="list",
                    elements="dict",
                    fields=(Field("time", type="int"), Field("title")),
                    match="time",
                    unordered=True,
                ),
                Field("enabled", type="bool"),
            ),
            route="chapters",
            perhaps_in_list=True,
        ),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "project_id", "folder_id", "parent_id", "assets", "status", "progress"}
        | {"duration", "version", "play_link", "embed_link", "hls_link", "created_at", "updated_at"}
    ),
    hidden=frozenset({"parent_id", "original"}),
    remains=_remains,
    straighten=_regular,
)
