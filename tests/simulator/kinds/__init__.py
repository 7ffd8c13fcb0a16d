# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind and every route."""

from __future__ import annotations

from ..fields import Kind
from ..regular import routes
from ..router import Route
from . import drm_auth, hanging, live_stream, player, video
from .cdn_zone import CDN_ZONE
from .folder import FOLDER
from .live_event import LIVE_EVENT, RESTREAM
from .privacy_domain import PRIVACY_DOMAIN
from .project import PROJECT
from .webhook import WEBHOOK

REGULAR: tuple[Kind, ...] = (
    PROJECT,
    FOLDER,
    WEBHOOK,
    PRIVACY_DOMAIN,
    CDN_ZONE,
    LIVE_EVENT,
    RESTREAM,
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
)
KINDS: tuple[Kind, ...] = REGULAR + IRREGULAR
ROUTES: list[Route] = [route for kind in REGULAR for route in routes(kind)]
for _module in (player, drm_auth, live_stream, video):
    ROUTES += _module.ROUTES
