# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CDN zones: no paging and no get-one route (documented); names are stored untrimmed (observed)."""

from __future__ import annotations

from ..fields import DASHBOARD, NO_DEFAULT, Field, Kind, stamps

BASIC_AUTH = (Field("username"), Field("password", secret="secrets"))

CDN_ZONE = Kind(
    name="cdn_zone",
    path="/v1/cdn/zones",
    id_param="zone_id",
    verbs=("list", "create", "put", "delete"),
    family="C",
    required_create=("name", "host"),
    unique=400203,
    order=(("created_at", "asc"),),
    created_answer=True,
    updated_answer=True,
    go_name="Zone",
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("host", on="both", default=NO_DEFAULT),
        Field(
            "origins",
            "objects",
            on="both",
            fields=(Field("addr", required=True), Field("basic_auth", "object", fields=BASIC_AUTH)),
        ),
        Field(
            "settings",
            "object",
            on="both",
            fields=(
                Field("access_log", "bool"),
                Field("index_html"),
                Field("block_bad_bots", "bool"),
                Field("ignore_query_strings", "bool"),
                Field("max_send_size_bytes", "int"),
            ),
        ),
        Field(
            "access_control",
            "object",
            on="both",
            fields=(Field("jwt_secret", secret="secrets"), Field("secure_link", secret="secrets")),
        ),
        *stamps(),
        DASHBOARD,
    ),
)
