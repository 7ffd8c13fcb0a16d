# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pictures that are sent to the uploader instead of the API."""

from __future__ import annotations

from typing import Any

from .._api.gateway import Gateway
from .._core.change import Change, PutFile
from .._core.errors import ApiError
from .._core.plan import Plan
from .._kinds.live_event import POSTER, misplaced
from .._reconcile.places import Places
from .remote_files import RemoteFiles
from .uploader import send_picture


class EventPoster(RemoteFiles):
    """The effects of live events: their posters go to the uploader, and are returned as links."""

    lookup = Places

    def check(self, plan: Plan, check_mode: bool) -> list[str]:
        """As usual, with warnings about locations in projects of the wrong catalog."""
        return [*super().check(plan, check_mode), *misplaced(plan)]

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Upload a poster; send any other change as usual."""
        if not isinstance(change, PutFile):
            return super().send(change, plan, gateway)
        _send_picture(change, POSTER.headers, gateway)
        return None


def _send_picture(change: Change, headers: tuple[str, ...], gateway: Gateway) -> None:
    """Upload a picture. It replaces the previous one, so sending it twice does no harm."""
    first, second = headers
    try:
        send_picture(gateway.client, {first: str(change.id)}, change.body, repeatable=True)
    except ApiError as error:
        if error.status not in (400, 404, 422):
            raise
        try:
            send_picture(gateway.client, {second: str(change.id)}, change.body, repeatable=True)
        except ApiError:
            raise error from None
