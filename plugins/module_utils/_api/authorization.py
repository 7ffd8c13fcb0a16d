# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one place where a request gets the token, and the way to send one without any."""

from __future__ import annotations

from typing import Any

from .addresses import origin_of

try:
    from requests.auth import AuthBase
    from requests.exceptions import InvalidURL
except ImportError:  # which the client tells
    AuthBase = object  # type: ignore[assignment,misc]


class Bearer(AuthBase):
    """Sets the header itself: a session header would give way to a ``.netrc`` entry for the same host.

    It looks at the address as it will be sent: a request to where the token does not belong is not sent at all.
    """

    def __init__(self, token: str, *addresses: str) -> None:
        self._token = token
        self._origins = {origin_of(address) for address in addresses}

    def __call__(self, request: Any) -> Any:
        if origin_of(request.url) not in self._origins:
            raise InvalidURL("the token must not be sent to this URL")
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def no_token(request: Any) -> Any:
    """Authorization by nothing: without it ``requests`` would look into ``.netrc``."""
    return request
