# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects: the top of the content tree."""

from __future__ import annotations

from typing import ClassVar

from .._core.fields.base import Raw, never
from .._core.fields.free import FreeItems
from .._core.fields.reference import Reference
from .._core.fields.scalar import Flag, Integer, Text
from .._core.fields.texts import DomainSet
from .._core.kind import Kind, Routes, Shape
from .player import PLAYER
from .privacy_domain import PRIVACY_DOMAIN


def _shows_catalog(raw: Raw) -> bool:
    return raw.get("catalog_type") is not None


class _PropagatedFlag(Flag):
    """Whether a write also changes the videos in the project."""

    propagates_to: ClassVar[str] = "the videos in it"


PROJECT = Kind(
    name="project",
    # without catalog_type, the list only has VOD projects
    routes=Routes("/v1/projects", listed_by=(("catalog_type", "vod"), ("catalog_type", "live"))),
    fields=(
        Text("name", needed=True),
        Text("privacy_type", choices=("anywhere", "nowhere", "custom"), needed=True),
        DomainSet("privacy_domains", mentions=PRIVACY_DOMAIN, sent_on_create=[]),
        Reference("player", path=("player_id",), to=PLAYER),
        Flag("encrypted", written="on_create"),
        # no response contains it: it is known from the list that contains the project
        Text("catalog_type", choices=("vod", "live"), written="on_create", readable=_shows_catalog),
        _PropagatedFlag("apply_to_videos", readable=never),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "folders", "size", "items_count", "favorite", "created_at", "updated_at"}
    ),
    holds=("items_count", "folders"),
    shape=Shape((Integer("items_count"), FreeItems("folders"))),
)
