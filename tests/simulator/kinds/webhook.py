# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks: no get-one route (documented); whether the password is masked is unknown."""

from __future__ import annotations

from ..fields import DASHBOARD, NO_DEFAULT, Field, Kind, stamps

WEBHOOK = Kind(
    name="webhook",
    path="/v1/webhooks",
    id_param="webhook_id",
    verbs=("list", "create", "put", "delete"),
    family="A",
    required_create=("name", "endpoint"),
    unique=400203,
    order=(("name", "asc"),),
    go_name="Webhook",
    fields=(
        Field("id", "uuid"),
        Field("name", on="both", default=NO_DEFAULT),
        Field("endpoint", on="both", default=NO_DEFAULT),
        Field("login", on="both"),
        Field("password", on="both", secret="secrets"),
        Field("events", "strings", on="both"),
        *stamps(deleted=True),
        DASHBOARD,
    ),
)
