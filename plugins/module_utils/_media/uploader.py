# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sending files to the uploader, the vendor's host for files: resumable with init and Tus, or whole in one request.

Independent of kinds. Callers handle the consequences (a video that is being processed, an incomplete video).
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from typing import Any, Callable

from .._api.addresses import is_usable
from .._api.client import Client
from .._api.progress import UploadProgress
from .._core.errors import ApiError, DocumentError, PlanError
from .._core.pictures import LONGEST_BEGINNING, other_than_video
from .._core.values import object_id
from .._core.wanted import Content
from .digests import remember_digest, remembered_digest
from .tus import Part, Source, Transfer
from .upload_state import forget, remember

HEADER = re.compile(r"[!-~](?:[ -~]*[!-~])?|")


def digest(path: str) -> tuple[str, int]:
    """A file's (MD5 in hexadecimal, size in bytes), as in the API's assets. Raises DocumentError, PlanError.

    A file that cannot be a video is refused. A file that has not changed since it was last read is not read again.
    """
    with Source(path) as source:
        is_other = other_than_video(source.beginning(LONGEST_BEGINNING))
        if is_other:
            raise DocumentError(f"'{path}' is {is_other}, not a video")
        known = remembered_digest(path, source.status)
        if known:
            return known, source.size
        summed = hashlib.md5(usedforsecurity=False)
        for block in source.blocks(0, source.size):
            summed.update(block)
        source.check()
        remember_digest(path, summed.hexdigest(), source.status)
        return summed.hexdigest(), source.size


def send_picture(client: Client, headers: Mapping[str, str], content: Content, repeatable: bool = False) -> Any:
    """POST a poster; returns the data of the response. Raises ApiError; if ``uncertain``, the poster may exist.

    ``headers`` say what it is the poster of.
    """
    sent: dict[str, Any] = {"headers": {**headers, "X-Poster-URL": content.url}}
    if not content.url:
        sent = {"headers": {**headers, "Content-Type": content.media_type}, "data": content.data}
    host = client.connection.uploader_url
    try:
        return client.send("POST", "/v2/poster", content=sent, repeatable=repeatable, host=host).data
    except ApiError as error:
        if content.url:
            error.hide([content.url])
        raise


class Uploader:
    """Sends files. ``say`` gets messages about those that take long."""

    def __init__(self, client: Client, say: Callable[[str], None] | None = None) -> None:
        self._client = client
        self._say = say
        self._host = self._client.connection.uploader_url

    def init(self, body: Mapping[str, Any], state_key: str | None = None) -> tuple[str, str]:
        """Begin an upload; returns (the ID of the video or of ``video_id``'s object, the endpoint for send_file()).

        The endpoint is remembered under ``state_key`` (see upload_state). Raises ApiError; if it is ``uncertain``,
        there may be a video without a file, for which the caller has to search: the request is never repeated blindly.
        """
        response = self._client.send("POST", "/v2/init", body=dict(body), repeatable=False, host=self._host)
        data = response.data if isinstance(response.data, Mapping) else {}
        id, endpoint = data.get("id") or body.get("video_id"), data.get("endpoint")
        if not (
            isinstance(id, str) and object_id(id) and isinstance(endpoint, str) and is_usable(endpoint, self._host)
        ):
            message = f"the uploader responded with {response.status} without a valid ID and endpoint"
            raise ApiError(message, status=response.status, request_id=response.request_id, uncertain=True)
        if state_key is not None:
            remember(state_key, id, endpoint)
        return id, endpoint

    def send_file(
        self, endpoint: str, path: str, size: int, state_key: str | None = None, offset: int | None = None
    ) -> None:
        """Send a file of ``size`` bytes to an endpoint, continuing where the server is.

        ``offset`` is the server's offset: 0 for a new upload; None if the server has to be asked. The state under
        ``state_key`` is removed when the upload is complete or cannot be resumed. Raises DocumentError if the file
        cannot be read; PlanError if it has changed, or if the upload is for another file; otherwise ApiError: 404 or
        410 if the endpoint has expired, ``uncertain`` if that may be because it has the whole file.
        """
        if not is_usable(endpoint, self._host):
            raise PlanError("the endpoint of the upload is not an https URL; nothing was sent")
        try:
            with Source(path, size) as source:
                Transfer(self._client, endpoint, source, UploadProgress(source.name, source.size, self._say).sent).run(
                    offset
                )
        except ApiError as error:
            if state_key is not None and error.status in (404, 410):
                forget(state_key)
            raise
        except PlanError:  # parts of two contents must not become one file
            if state_key is not None:
                forget(state_key)
            raise
        if state_key is not None:
            forget(state_key)

    def send_whole(self, path_on_host: str, headers: Mapping[str, str], file: str | None = None) -> Any:
        """POST a file (None: the headers contain its URL); returns the data of the response.

        Raises PlanError for a header that HTTP cannot carry unchanged, and ApiError; if that is ``uncertain``, the file
        may have arrived nevertheless.
        """
        for name, value in headers.items():
            if not HEADER.fullmatch(value):
                raise PlanError(
                    f"the header {name} must be ASCII, without line breaks and without leading or trailing spaces"
                )
        if file is None:
            return self._posted(path_on_host, {"headers": dict(headers)})
        with Source(file) as source:
            media_type = mimetypes.guess_type(file)[0] or "application/octet-stream"
            part = Part(source, 0, source.size, UploadProgress(source.name, source.size, self._say).sent)
            sent = self._posted(path_on_host, {"headers": {"Content-Type": media_type, **headers}, "data": part})
            source.check()
            return sent

    def _posted(self, path: str, content: Mapping[str, Any]) -> Any:
        return self._client.send("POST", path, content=content, repeatable=False, host=self._host).data
