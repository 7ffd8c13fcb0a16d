# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chat moderators: identified by user_id, password never returned (documented); what PUT requires is unknown."""

from __future__ import annotations

from ..fields import NO_DEFAULT, Field, Kind

MODERATOR = Kind(
    name="moderator",
    path="/v1/moderators",
    id_param="moderator_id",
    id_field="user_id",
    family="A",
    required_create=("username", "email", "password"),
    demands=(("moderator_put", "full", "put", ("username", "email", "password")),),
    key="email",
    unique=400202,
    order=(("created_at", "asc"),),
    order_fields=("username", "email", "created_at"),
    go_name="Moderator",
    fields=(
        Field("user_id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("username", on="both", default=NO_DEFAULT),
        Field("email", on="both", default=NO_DEFAULT),
        Field("password", on="both", default=NO_DEFAULT, shown=False),
        Field("scope", "map"),
        Field("created_at", "time", shown=False),
        Field("updated_at", "time", nullable=True, shown=False),
    ),
)
