# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos."""

from __future__ import annotations

from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.privacy_domain import PRIVACY_DOMAIN
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.tag import TAG
from ansible_collections.kinescope.kinescope.plugins.module_utils.unsigned import unsigned_video
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import domain_key

_LISTS = ("assets", "subtitles", "additional_materials", "audio_tracks", "tags", "privacy_domains")


def _regular(raw: dict[str, Any]) -> dict[str, Any]:
    # an empty list may come back as null, or not at all; the place is a project and, if any, a folder in it
    lists = {name: raw.get(name) or [] for name in _LISTS}
    return {**unsigned_video({**raw, **lists}), "parent_id": raw.get("folder_id") or raw.get("project_id")}


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
        Field("tags", type="list", unordered=True, mentions=TAG, update_only=True),
        Field("additional_materials_enabled", type="bool", update_only=True),
    ),
    read_only=frozenset({"id", "project_id", "folder_id", "parent_id", "created_at", "updated_at"}),
    hidden=frozenset({"parent_id"}),
    straighten=_regular,
)
