# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Privacy domains: sites that may embed videos."""

from __future__ import annotations

from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import domain_key


def _archived(raw: dict[str, Any]) -> dict[str, Any]:
    # goes in as `archived`, comes out as `archived_at`
    return {**raw, "archived": bool(raw.get("archived_at"))}


PRIVACY_DOMAIN = Kind(
    name="privacy_domain",
    path="/v1/privacy-domains",
    reads_one=False,
    key=("domain",),
    fields=(
        Field("domain", canonical=domain_key, needed_to_create=True),
        Field("archived", type="bool", update_only=True),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "created_by_user_name", "created_at", "updated_at", "archived_at", "media_count"}
    ),
    # whether the list shows archived domains is not documented
    elsewhere=(("archived", "true"),),
    straighten=_archived,
)
