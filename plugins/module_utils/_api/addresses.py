# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where URLs lead, according to the parser that is used to connect: two parsers may find different hosts in one URL.

URLs that other parsers could read differently (with a backslash, a blank, a user before an @, an odd port) are refused,
wherever they come from: the API, a user, or a file of an earlier run.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from .._core.values import domain_key

try:
    from requests.auth import AuthBase
    from requests.exceptions import InvalidURL
except ImportError:  # reported by the client
    AuthBase = object  # type: ignore[assignment,misc]


with suppress(ImportError):  # reported by the client
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

PORTS = {"http": 80, "https": 443}
_BEGINNING = re.compile(r"(https?://)([^/?#\\:]+)", re.IGNORECASE)
_HOST = re.compile(r"[0-9a-z_-][0-9a-z._-]*|\[[0-9a-f:.]+\]")
_PRINTED = re.compile(r"[!-~]+")
_KEPT = "".join(sorted({*map(chr, range(128))} - {*' "<>^`{|}'}))  # not encoded here, even if refused later


class Origin(NamedTuple):
    """What a connection is made to: anything that belongs to one origin must not reach another."""

    scheme: str
    host: str
    port: int


def origin_of(text: Any) -> Origin | None:
    """The origin that a request to this URL would reach; None for a URL to which no request may be sent."""
    return _origin_of(text) if isinstance(text, str) else None


@lru_cache(maxsize=64)  # every request needs the origins of the same few URLs
def _origin_of(text: str) -> Origin | None:
    if not _PRINTED.fullmatch(text) or "\\" in text:
        return None
    try:
        parts = parse_url(text)
    except LocationParseError:
        return None
    scheme, host = parts.scheme or "", parts.host or ""
    if scheme not in PORTS or not _HOST.fullmatch(host) or parts.port == 0:
        return None
    start = f"{scheme}://{host}" + ("" if parts.port is None else f":{parts.port}")
    if not text.lower().startswith(start) or text[len(start) : len(start) + 1] not in ("", "/", "?", "#"):
        return None  # there is more than a host and a port between the scheme and the path
    return Origin(scheme, host, parts.port or PORTS[scheme])


def is_usable(text: Any, beside: str) -> bool:
    """Whether a URL from the API may be used: an unencrypted one only if the URL ``beside`` is unencrypted, too."""
    origin, own = origin_of(text), origin_of(beside)
    return origin is not None and own is not None and origin.scheme in ("https", own.scheme)


def link_fault(name: str, link: str) -> str:
    """What is wrong with a link that is passed on; '' if nothing. The link is not repeated because it may be signed."""
    if not _BEGINNING.match(link):
        return f"{name} must be a URL that starts with https:// or http://"
    if not _PRINTED.fullmatch(link):
        return f"{name} must be a URL in ASCII; percent-encode other characters, and write the domain in Punycode"
    if origin_of(link) is None:
        return f"{name} must be a URL without backslashes, and with only a host (and port) before the path"
    return ""


def ascii_url(url: str) -> str:
    """A URL in ASCII. Encoded parts are left as they are, and so are texts that are not URLs."""
    url = url.strip()
    begins = _BEGINNING.match(url)
    if not begins:
        return url
    scheme, host = begins.groups()
    try:
        return scheme + (host if host.isascii() else domain_key(host)) + quote(url[begins.end() :], safe=_KEPT)
    except UnicodeEncodeError:  # half of a surrogate pair
        return url


class Bearer(AuthBase):
    """Sets the header itself: a session header would be overridden by a ``.netrc`` entry for the same host.

    It checks the final URL: a request to an address that must not get the token is not sent at all.
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
    """Authentication without a header: without it, ``requests`` would look into ``.netrc``."""
    return request
