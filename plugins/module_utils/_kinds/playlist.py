# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playlists and the videos in them."""

from __future__ import annotations

from .._core.fields.base import Raw
from .._core.fields.location import Location
from .._core.fields.members import MemberIds
from .._core.fields.parts import Parts
from .._core.fields.scalar import Flag, Text
from .._core.fields.texts import DomainSet
from .._core.kind import Kind, Routes
from .privacy_domain import PRIVACY_DOMAIN
from .video import VIDEO


def _shows_videos(raw: Raw) -> bool:
    return "entity_ids" in raw


PLAYLIST = Kind(
    name="playlist",
    routes=Routes("/v1/playlists", update="PATCH"),
    narrowed_by="location",
    fields=(
        Text("name", needed=True),
        Location("location", path=("parent_id",), usual=True),
        # it is undocumented whether a create accepts any of these
        Text("description", written="by_update"),
        Text("privacy_type", choices=("anywhere", "nowhere", "custom"), written="by_update"),
        DomainSet("privacy_domains", mentions=PRIVACY_DOMAIN, written="by_update"),
        Parts(
            "settings",
            fields=(
                Text("sort_field", never_empty=True),  # no choices, because not all of them are published
                Text("sort_order", choices=("asc", "desc")),
                Flag("ignore_interactive_tools"),
            ),
            written="by_update",
        ),
        MemberIds(
            "videos",
            path=("entity_ids",),
            of=VIDEO,
            body="entity_ids",
            ordered=(("settings", "sort_field"), "custom"),
            among=("/v1/videos", "video_ids[]"),
            replace="replace",
            route="entities",
            readable=_shows_videos,
            in_lists="hidden",
        ),
    ),
    read_only=frozenset({"id", "workspace_id", "player_id", "play_link", "embed_link", "created_at", "updated_at"}),
    hidden=frozenset({"entity_ids"}),
)
