# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speak rooms: video meetings and their named participants."""

from __future__ import annotations

from .._core.fields.children import Children
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes
from .._core.values import uuid_of

PARTICIPANT = Kind(
    name="participant",
    routes=Routes("/participants", lists=False, update="PATCH"),  # read with its room
    key=("user_id",),
    fields=(
        Text("user_id", canonical=uuid_of, send=uuid_of, needed=True),
        Text("name", needed=True),
        Text("role", choices=("admin", "manager"), written="on_create", needed=True),
    ),
    read_only=frozenset({"id", "room_id", "created_at", "updated_at"}),
)

SPEAK_ROOM = Kind(
    name="speak_room",
    routes=Routes("/v1/speak/rooms", update="PATCH"),
    fields=(
        Text("name", needed=True),
        Text("owner_id", canonical=uuid_of, send=uuid_of, written="on_create", usual=True),
        Text("type", choices=("instant_meeting", "permanent_meeting"), written="on_create", needed=True),
        # it is undocumented whether lists show them
        Children("participants", of=PARTICIPANT, in_lists="hidden", route="participants"),
    ),
    read_only=frozenset({"id", "workspace_id", "code", "link", "status", "created_at", "updated_at"}),
)
