# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The chat of a stream: its messages, and its export to a file."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from typing import Any

from .._api.client import Client
from .._api.responses import ApiResponse, RawResponse, interpret, objects
from .._core.errors import ApiError, DocumentError
from .._files.atomic_file import check_destination, replace_file
from .._files.safe_open import read_regular

FORMATS = ["json", "csv", "txt"]
FLAGS = {"true": True, "false": False}
MISSPELT = {"cteated_at_local": "created_at_local"}


def messages(client: Client, chat: str) -> list[dict[str, Any]]:
    """The messages of a chat, given its route without a suffix. Raises ApiError."""
    path = f"{chat}.json"
    return [_straight(item) for item in objects(client.get(path), path)]


def _straight(item: Mapping[str, Any]) -> dict[str, Any]:
    """A message with its misspelled key corrected, and its textual flag converted to a boolean."""
    straight = {MISSPELT.get(name, name): value for name, value in item.items()}
    if isinstance(straight.get("is_admin"), str):
        straight["is_admin"] = FLAGS.get(straight["is_admin"], straight["is_admin"])
    return straight


def exported(client: Client, chat: str, form: str) -> bytes:
    """The chat as the content of a file: its messages as JSON, or the API's own export. Raises ApiError."""
    if form == "json":
        return (json.dumps(messages(client, chat), ensure_ascii=False, indent=2) + "\n").encode()
    return _text(client, f"{chat}.{form}")


def _text(client: Client, path: str) -> bytes:
    """The text in the body of a response.

    Anything else is left to the client: errors, retries, and proxy pages that only look like a response.
    """
    taken: list[bytes] = []

    def take(response: RawResponse) -> tuple[ApiResponse | ApiError, float | None]:
        media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if not 200 <= response.status < 300 or media_type in ("application/json", "text/html"):
            return interpret(response)
        taken.append(response.content)
        return ApiResponse(response.status, {}, response.headers.get("X-Request-ID")), None

    response = client.send("GET", path, content={"headers": {"Accept": "*/*"}}, interpreter=take)
    if not taken:
        raise ApiError(
            f"the API's response for {path} is JSON instead of text",
            status=response.status,
            request_id=response.request_id,
        )
    return taken[-1]


def check_dest(path: str) -> None:
    """Raise DocumentError if there is something other than a file at the path."""
    try:
        check_destination(path)
    except OSError as error:
        raise _dest_error(path, error) from None


def keep(path: str, content: bytes, check_mode: bool) -> bool:
    """Write the content to a file that only its owner can read; returns whether the file had to change.

    The file is replaced atomically. Raises DocumentError.
    """
    try:
        if _holds(path, content):
            return False
        if not check_mode:
            replace_file(path, content)
    except OSError as error:
        raise _dest_error(path, error) from None
    return True


def _dest_error(path: str, error: OSError) -> DocumentError:
    return DocumentError(f"dest '{path}' cannot be written: {error.strerror}")


def _holds(path: str, content: bytes) -> bool:
    """Whether the file exists and has this content; symbolic links do not count. Raises OSError."""
    try:
        check_destination(path)
        return not os.path.islink(path) and read_regular(path, len(content)) == content
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EFBIG):
            return False
        raise
