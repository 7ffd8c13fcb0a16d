# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Players: look and behaviour of the embedded player."""

from __future__ import annotations

from .._core.fields.file import InlineFile
from .._core.fields.free import FreeItems, FreeParts
from .._core.fields.scalar import Text
from .._core.kind import Kind, Routes

PLAYER = Kind(
    name="player",
    # not in the vendor's reference, but in the vendor's own SDK, which expects refusals too
    routes=Routes("/v1/players", delete_is_unsure=True),
    fields=(
        Text("name", needed=True),
        # the API refuses a player without settings, and stores only the keys that it was given
        FreeParts("settings", sent_on_create={}),
        FreeItems("ads", match="url"),
        InlineFile("logo", route="logo", in_lists="hidden"),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "logo", "created_by_user_name", "created_at", "updated_at", "media_count"}
        | {"is_default", "default", "source", "deletable"}
    ),
    hidden=frozenset({"logo"}),
    also_used_by=("playlists", "videos"),
)
