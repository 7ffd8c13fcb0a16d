# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Speak rooms: video meetings, and who takes part in them by name."""

from __future__ import annotations

from .._core.kind import Field, Kind
from .._core.values import uuid_of

PARTICIPANT = Kind(
    name="participant",
    path="/participants",
    has_list=False,  # read with its room
    key=("user_id",),
    update="PATCH",
    fields=(
        Field("user_id", canonical=uuid_of, needed_to_create=True),
        Field("name", needed_to_create=True),
        Field("role", choices=("admin", "manager"), create_only=True, needed_to_create=True),
    ),
    read_only=frozenset({"id", "room_id", "created_at", "updated_at"}),
)

SPEAK_ROOM = Kind(
    name="speak_room",
    path="/v1/speak/rooms",
    update="PATCH",
    fields=(
        Field("name", needed_to_create=True),
        Field("owner_id", canonical=uuid_of, create_only=True),
        Field("type", choices=("instant_meeting", "permanent_meeting"), create_only=True, needed_to_create=True),
        # whether lists show them is not documented
        Field(
            "participants",
            type="list",
            elements="dict",
            children=PARTICIPANT,
            hidden_in_list=True,
            route="participants",
        ),
    ),
    read_only=frozenset({"id", "workspace_id", "code", "link", "status", "created_at", "updated_at"}),
)
