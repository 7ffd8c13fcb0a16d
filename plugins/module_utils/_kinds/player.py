# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Players: look and behaviour of the embedded player."""

from __future__ import annotations

from .._core.kind import Field, Kind

PLAYER = Kind(
    name="player",
    path="/v1/players",
    fields=(
        Field("name", needed_to_create=True),
        # the API refuses a player without settings, and stores only the keys that it was given
        Field("settings", type="dict", sent_on_create={}),
        Field("ads", type="list", elements="dict", match="url"),
        Field(
            "logo",
            type="dict",
            fields=(Field("state", choices=("present", "absent"), default="present"), Field("src", type="path")),
            content=True,
            route="logo",
            hidden_in_list=True,
        ),
    ),
    # not in the vendor's reference, but in the vendor's own SDK, which expects refusals too
    delete_is_unsure=True,
    read_only=frozenset(
        {"id", "workspace_id", "logo", "created_by_user_name", "created_at", "updated_at", "media_count"}
        | {"is_default", "default", "source", "deletable"}
    ),
    hidden=frozenset({"logo"}),
)
