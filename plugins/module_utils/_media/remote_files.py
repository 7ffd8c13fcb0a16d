# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files behind links in the API's responses, downloaded for comparison.

A link may be signed and lead anywhere: it is never shown, is requested only once, and gets the token only at the API's
own address. If a file cannot be read, its content is unknown, which is not an error.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .._api.addresses import is_usable, no_token, origin_of
from .._api.client import Client, new_session
from .._api.gateway import Gateway
from .._core.fields.file import File
from .._core.pictures import picture_type
from .._core.values import with_at
from .._core.wanted import Content, Wanted
from .._reconcile.option_files import OptionFiles
from .tus import BLOCK, Source

with suppress(ImportError):  # reported by the client
    import requests

NO_ANSWER = 10.0  # seconds
LONGEST = 120.0  # seconds for a whole file
LARGEST_WHOLE = 1 << 26  # bytes of a file that is held in memory
LARGEST = 1 << 28  # bytes of a file that is read for comparison


def file_at(client: Client, link: Any) -> bytes | None:
    """The file behind a link; None if it cannot be read, or is too large to be held in memory."""
    taken = bytearray()
    try:
        for block in _blocks(client, link):
            taken += block
            if len(taken) > LARGEST_WHOLE:
                return None
    except _UnreadableError:
        return None
    return bytes(taken) or None


def is_copy(client: Client, link: Any, path: str, size: int) -> bool | None:
    """Whether the content behind a link equals a local file; None if unknown.

    Raises DocumentError if the local file cannot be read.
    """
    if size > LARGEST:
        return None
    with Source(path, size) as source:
        seen = 0
        try:
            for block in _blocks(client, link):
                here = b"".join(source.blocks(seen, len(block))) if seen + len(block) <= size else b""
                if here != block:
                    return False
                seen += len(block)
        except _UnreadableError:
            return None
    return seen == size


class _UnreadableError(Exception):
    """There is nothing behind a link that can be compared."""


def _blocks(client: Client, link: Any) -> Iterator[bytes]:
    """The content behind a link, in blocks. Raises _UnreadableError."""
    until = time.monotonic() + LONGEST
    try:
        with _opened(client, link) as response:
            if response.status_code != 200:
                raise _UnreadableError
            for block in response.iter_content(BLOCK):
                yield block
                if time.monotonic() > until:
                    raise _UnreadableError
    except (requests.exceptions.RequestException, OSError, ValueError):
        raise _UnreadableError from None


@contextmanager
def _opened(client: Client, link: Any) -> Iterator[Any]:
    """The response behind a link, with its body not yet read."""
    connection = client.connection
    if not is_usable(link, connection.api_url):
        raise _UnreadableError
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    auth = client.auth if origin_of(link) == origin_of(connection.api_url) else no_token
    client.reads += 1
    client.on_request()
    with new_session(LONGEST, LARGEST + 1) as session:
        response = session.get(
            link,
            auth=auth,
            headers=headers,
            timeout=min(NO_ANSWER, connection.timeout),
            verify=connection.trusted,
            allow_redirects=False,
            stream=True,
        )
        with response:
            yield response


class RemoteFiles(OptionFiles):
    """The effects of kinds that return a link for a given file: the file is downloaded for comparison."""

    def read_files(self, wanted: Wanted, observed: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
        """An object with the digests of stored files for which the task gives files, as far as they can be read."""
        for field in wanted.kind.fields:
            content = wanted.values.get(field.name)
            if not isinstance(field, File) or not isinstance(content, Content) or content.data is None:
                continue
            link = field.link_in(observed)
            data = None if link is None else file_at(gateway.client, link)
            if data is not None and (not field.takes_links or picture_type(data) == content.media_type):
                observed = with_at(observed, (*field.where, "sha256"), field.digest_of(content.data, data))
        return observed
