# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CDN zones: delivery of files from the user's own origins."""

from __future__ import annotations

from .._core.fields.items import Items
from .._core.fields.parts import Parts
from .._core.fields.scalar import Address, Flag, Integer, Secret, Text
from .._core.kind import Kind, Routes

CDN_ZONE = Kind(
    name="cdn_zone",
    routes=Routes("/v1/cdn/zones", reads_one=False),
    fields=(
        Text("name", needed=True),
        Text("host", needed=True, unique=True),
        Items(
            "origins",
            matched_by="addr",
            sent_on_create=[],  # every documented create contains the list
            fields=(
                Address("addr", needed=True),
                Parts(
                    "basic_auth",
                    fields=(Text("username"), Secret("password", sibling="username")),
                ),
            ),
        ),
        Parts(
            "access_control",
            fields=(Secret("jwt_secret"), Secret("secure_link")),
        ),
        Parts(
            "settings",
            fields=(
                Flag("ignore_query_strings"),
                Text("index_html"),
                Flag("block_bad_bots"),
                Flag("access_log"),
                Integer("max_send_size_bytes"),
            ),
        ),
    ),
    read_only=frozenset({"id", "workspace_id", "created_at", "updated_at"}),
)
