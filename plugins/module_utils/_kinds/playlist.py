# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playlists and the videos in them."""

from __future__ import annotations

from .._core.kind import Field, Kind, Members, Raw
from .._core.values import domain_key, id_form
from .privacy_domain import PRIVACY_DOMAIN


def _shows_videos(raw: Raw) -> bool:
    return "entity_ids" in raw


PLAYLIST = Kind(
    name="playlist",
    path="/v1/playlists",
    narrowed_by="location",
    update="PATCH",
    fields=(
        Field("name", needed_to_create=True),
        Field("location", type="dict", path=("parent_id",), place=True),
        # that a create takes any of these is not documented
        Field("description", update_only=True),
        Field("privacy_type", choices=("anywhere", "nowhere", "custom"), update_only=True),
        Field(
            "privacy_domains",
            type="list",
            canonical=domain_key,
            unordered=True,
            mentions=PRIVACY_DOMAIN,
            update_only=True,
        ),
        Field(
            "settings",
            type="dict",
            fields=(
                Field("sort_field", never_empty=True),  # no choices: not all of them are published
                Field("sort_order", choices=("asc", "desc")),
                Field("ignore_interactive_tools", type="bool"),
            ),
            update_only=True,
        ),
        Field(
            "videos",
            type="list",
            path=("entity_ids",),
            canonical=id_form,
            members=Members(
                body="entity_ids",
                ordered=(("settings", "sort_field"), "custom"),
                among=("/v1/videos", "video_ids[]"),
            ),
            route="entities",
            readable=_shows_videos,
            hidden_in_list=True,
        ),
    ),
    read_only=frozenset({"id", "workspace_id", "player_id", "play_link", "embed_link", "created_at", "updated_at"}),
    hidden=frozenset({"entity_ids"}),
)
