# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Moderators: who may moderate the chats of live events."""

from __future__ import annotations

from .._core.fields.scalar import Secret, Text
from .._core.kind import Kind, Routes

MODERATOR = Kind(
    name="moderator",
    routes=Routes("/v1/moderators", id_key="user_id"),
    key=("email",),
    fields=(
        # email addresses are not case-sensitive, and the API may store them in lower case
        Text("email", canonical=str.lower, needed=True),
        Text("username", needed=True, never_empty=True),
        # cannot be read back, but every moderator has one
        Secret("password", sibling="email", needed=True, never_empty=True),
    ),
    read_only=frozenset({"user_id", "workspace_id", "created_at", "updated_at"}),
)
