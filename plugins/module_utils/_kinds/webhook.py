# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks: addresses to which the API reports events."""

from __future__ import annotations

from .._core.fields.scalar import Secret, Text, WebAddress
from .._core.fields.texts import TextSet
from .._core.kind import Kind, Routes

#: the names in the vendor's pages (broadcasts have at least three more events)
EVENTS = ("media.update.status", "live.created", "live.connected", "live.disconnected")

WEBHOOK = Kind(
    name="webhook",
    routes=Routes("/v1/webhooks", reads_one=False),
    fields=(
        Text("name", needed=True),
        WebAddress("endpoint", needed=True),
        Text("login"),
        Secret("password", sibling="login"),
        # no choices, because some event names are unpublished; every documented create contains the list
        TextSet("events", sent_on_create=[], documented=EVENTS),
    ),
    read_only=frozenset({"id", "workspace_id", "created_at", "updated_at", "deleted_at"}),
)
