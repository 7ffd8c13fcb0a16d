# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All kinds, by name, for code that handles all of them: workspaces, generators, tests. A module imports its own."""

from __future__ import annotations

from .._core.kind import Kind
from .access_token import ACCESS_TOKEN
from .annotation import ANNOTATION
from .cdn_zone import CDN_ZONE
from .drm_auth import DRM_AUTH
from .file_request import FILE_REQUEST
from .folder import FOLDER
from .live_event import LIVE_EVENT
from .moderator import MODERATOR
from .player import PLAYER
from .playlist import PLAYLIST
from .privacy_domain import PRIVACY_DOMAIN
from .project import PROJECT
from .speak_room import SPEAK_ROOM
from .subtitle import SUBTITLE
from .tag import TAG
from .video import VIDEO
from .webhook import WEBHOOK

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PROJECT,
        FOLDER,
        PLAYER,
        WEBHOOK,
        LIVE_EVENT,
        PRIVACY_DOMAIN,
        TAG,
        CDN_ZONE,
        DRM_AUTH,
        MODERATOR,
        PLAYLIST,
        FILE_REQUEST,
        SPEAK_ROOM,
        VIDEO,
        ANNOTATION,
        ACCESS_TOKEN,
        SUBTITLE,
    )
}

# The sections of a workspace document, in the order in which they are written.
SECTIONS: dict[str, Kind] = {
    kind.section: kind
    for kind in (
        PLAYER,
        PRIVACY_DOMAIN,
        TAG,
        PROJECT,
        CDN_ZONE,
        WEBHOOK,
        DRM_AUTH,
        MODERATOR,
        LIVE_EVENT,
        VIDEO,
        PLAYLIST,
        FILE_REQUEST,
        SPEAK_ROOM,
    )
}

# The sections that an export reads by default: not those that may have very many objects.
READ_WHOLE: tuple[str, ...] = tuple(section for section, kind in SECTIONS.items() if not kind.routes.too_many_to_list)
