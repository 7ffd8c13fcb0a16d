# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks: where the API reports what happens."""

from __future__ import annotations

from .._core.kind import Field, Kind

WEBHOOK = Kind(
    name="webhook",
    path="/v1/webhooks",
    reads_one=False,
    fields=(
        Field("name", needed_to_create=True),
        Field("endpoint", address=True, needed_to_create=True),
        Field("login"),
        Field("password", secret=True, beside="login"),
        # no choices: the names of some events are not published
        Field("events", type="list", unordered=True),
    ),
    read_only=frozenset({"id", "workspace_id", "created_at", "updated_at", "deleted_at"}),
)
