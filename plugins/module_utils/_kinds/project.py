# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Projects: the top of the content tree."""

from __future__ import annotations

from .._core.kind import Field, Kind, Raw, never
from .._core.values import domain_key
from .player import PLAYER
from .privacy_domain import PRIVACY_DOMAIN


def _shows_catalog(raw: Raw) -> bool:
    return raw.get("catalog_type") is not None


PROJECT = Kind(
    name="project",
    path="/v1/projects",
    fields=(
        Field("name", needed_to_create=True),
        Field("privacy_type", choices=("anywhere", "nowhere", "custom"), needed_to_create=True),
        Field("privacy_domains", type="list", canonical=domain_key, unordered=True, mentions=PRIVACY_DOMAIN),
        Field("player", path=("player_id",), refers=PLAYER),
        Field("encrypted", type="bool", create_only=True),
        # no answer carries it: it is known from the list that the project stands in
        Field("catalog_type", choices=("vod", "live"), create_only=True, readable=_shows_catalog),
        Field("apply_to_videos", type="bool", readable=never),
    ),
    # a list without catalog_type shows VOD projects only
    lists=(("catalog_type", "vod"), ("catalog_type", "live")),
    read_only=frozenset(
        {"id", "workspace_id", "folders", "size", "items_count", "favorite", "created_at", "updated_at"}
    ),
    holds=("items_count", "folders"),
)
