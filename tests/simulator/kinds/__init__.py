# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind and every route."""

from __future__ import annotations

from ..fields import Kind
from ..regular import routes
from ..router import Route
from . import (
    access_token,
    avatar,
    drm_auth,
    hanging,
    hanging_routes,
    live_stream,
    player,
    playlist,
    reports,
    speak,
    upload_link,
    uploader,
    video,
    video_work,
)
from .cdn_zone import CDN_ZONE
from .file_request import FILE_REQUEST
from .folder import FOLDER
from .live_event import LIVE_EVENT, RESTREAM
from .moderator import MODERATOR
from .privacy_domain import PRIVACY_DOMAIN
from .project import PROJECT
from .speak import PARTICIPANT, SPEAK_ROOM
from .tag import TAG
from .webhook import WEBHOOK

REGULAR: tuple[Kind, ...] = (
    PROJECT,
    FOLDER,
    WEBHOOK,
    PRIVACY_DOMAIN,
    CDN_ZONE,
    LIVE_EVENT,
    RESTREAM,
    TAG,
    FILE_REQUEST,
    MODERATOR,
    SPEAK_ROOM,
    PARTICIPANT,
)
IRREGULAR: tuple[Kind, ...] = (
    player.PLAYER,
    drm_auth.DRM_AUTH,
    live_stream.QOS,
    live_stream.CHAT_MESSAGE,
    video.VIDEO,
    hanging.POSTER,
    hanging.SUBTITLE,
    hanging.ANNOTATION,
    hanging.MATERIAL,
    playlist.PLAYLIST,
    access_token.ACCESS_TOKEN,
    avatar.AVATAR,
    uploader.UPLOAD,
)
KINDS: tuple[Kind, ...] = REGULAR + IRREGULAR
ROUTES: list[Route] = [route for kind in REGULAR for route in routes(kind)]
for _routes in (
    player.ROUTES,
    drm_auth.ROUTES,
    live_stream.ROUTES,
    video.ROUTES,
    video_work.ROUTES,
    hanging_routes.ROUTES,
    playlist.ROUTES,
    access_token.ROUTES,
    avatar.ROUTES,
    reports.ROUTES,
    speak.ROUTES,
    uploader.ROUTES,
    upload_link.ROUTES,
):
    ROUTES += _routes
