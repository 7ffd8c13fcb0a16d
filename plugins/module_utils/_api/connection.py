# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The address of the API, and the settings for connections to it."""

from __future__ import annotations

import os

from .._core.declaration import Value
from .._core.display import link_for_path
from .._core.errors import DocumentError
from .._core.values import is_uuid
from .._files.safe_open import CERTIFICATES, open_regular
from .addresses import origin_of

VERSION = "1.0.0"  # of the collection, as in galaxy.yml (a test compares them)
API_URL = "https://api.kinescope.io"
UPLOADER_URL = "https://uploader.kinescope.io"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")  # hosts that are reached without a network
LONGEST_TIMEOUT = 86_400.0  # seconds
HOW_TO_CONNECT = (
    "set the environment variable KINESCOPE_API_TOKEN on the host where the task runs, or set api_token; "
    "create a token in the dashboard under Settings, API tokens"
)
PARTS = 4  # timeouts that a whole response may take
AUTHORITIES = "KINESCOPE_CA_PATH, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or SSL_CERT_FILE"  # environment variables


class Connection(Value):
    """The address of the API and the settings for connections.

    ``timeout`` is in seconds, ``retries`` is the number of attempts after the first, ``rate_deadline`` the number of
    seconds for which the API may respond with nothing but 429.

    Raises DocumentError for a token that is not a UUID, and for an invalid address.
    """

    token: str
    api_url: str = API_URL
    uploader_url: str = UPLOADER_URL
    timeout: float = 30.0
    retries: int = 5
    rate_deadline: float = 300.0
    verify: bool | str = True

    def _check(self) -> None:
        """Refuse a token that is not a UUID, and an invalid address. Raises DocumentError."""
        if not self.token:
            raise DocumentError(f"api_token is empty, which is not a UUID; {HOW_TO_CONNECT}")
        if not is_uuid(self.token):
            raise DocumentError(
                f"api_token is not a UUID (it has {len(self.token)} characters); "
                "copy the token from Settings, API tokens in the dashboard"
            )
        for name in ("api_url", "uploader_url"):
            if not _is_address(getattr(self, name)):
                raise DocumentError(
                    f"{name} must be a URL such as {API_URL}, in ASCII and without user, password or query"
                )
        if not 0 < self.timeout <= LONGEST_TIMEOUT:
            raise DocumentError(f"api_timeout must be greater than 0 and at most {LONGEST_TIMEOUT:.0f} seconds")
        if self.retries < 0:
            raise DocumentError("api_retries must be 0 or greater")
        if not 0 <= self.rate_deadline <= LONGEST_TIMEOUT:
            raise DocumentError(f"api_rate_deadline must be from 0 to {LONGEST_TIMEOUT:.0f} seconds")
        if isinstance(self.verify, str):
            _refuse_unreadable(self.verify)

    @property
    def total(self) -> float:
        """Seconds after which a response must be complete, counted from sending the request."""
        return PARTS * self.timeout

    @property
    def trusted(self) -> bool | str:
        """The ``verify`` argument for ``requests``, which does not know one of the environment variables."""
        own = any(os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        return os.environ.get("SSL_CERT_FILE") or True if self.verify is True and not own else self.verify

    @property
    def lookup_window(self) -> float:
        """For how many seconds a create that timed out may still take effect (the API's own limit is unknown)."""
        return max(10.0, self.timeout)

    @property
    def token_travels_in_clear(self) -> bool:
        """Whether the token would be sent over a network without encryption."""
        origins = [origin_of(address) for address in (self.api_url, self.uploader_url)]
        return any(one is not None and one.scheme == "http" and one.host not in LOCAL_HOSTS for one in origins)


def _refuse_unreadable(authorities: str) -> None:
    """Raise DocumentError for a path without certificates: it is neither a file nor a folder."""
    try:
        if not os.path.isdir(authorities):
            open_regular(authorities, CERTIFICATES).close()
    except OSError as error:
        fault = link_for_path("ca_path", authorities) or f"ca_path '{authorities}' cannot be read: {error.strerror}"
        raise DocumentError(fault) from None


def _is_address(text: str) -> bool:
    return origin_of(text) is not None and not {"?", "#"} & {*text}
