# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CDN zones: delivery of files from the user's own origins."""

from __future__ import annotations

from .._core.kind import Field, Kind

CDN_ZONE = Kind(
    name="cdn_zone",
    path="/v1/cdn/zones",
    reads_one=False,
    fields=(
        Field("name", needed_to_create=True),
        Field("host", needed_to_create=True),
        Field(
            "origins",
            type="list",
            elements="dict",
            match="addr",
            fields=(
                Field("addr", address=True, needed_to_create=True),
                Field(
                    "basic_auth",
                    type="dict",
                    fields=(Field("username"), Field("password", secret=True, beside="username")),
                ),
            ),
        ),
        Field(
            "access_control",
            type="dict",
            fields=(Field("jwt_secret", secret=True), Field("secure_link", secret=True)),
        ),
        Field(
            "settings",
            type="dict",
            fields=(
                Field("ignore_query_strings", type="bool"),
                Field("index_html"),
                Field("block_bad_bots", type="bool"),
                Field("access_log", type="bool"),
                Field("max_send_size_bytes", type="int"),
            ),
        ),
    ),
    read_only=frozenset({"id", "workspace_id", "created_at", "updated_at"}),
)
