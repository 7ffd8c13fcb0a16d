# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Responses and errors in the API's format, and the switches that change every response."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from . import ids

JSON = "application/json; charset=utf-8"


@dataclass
class Answer:
    """A response to the client."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = JSON

    def payload(self) -> bytes:
        """The bytes of the body."""
        if self.raw is not None:
            return self.raw
        if self.body is None:
            return b""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class Problem(Exception):
    """An error response: {"error": {code, message, detail?, invalid_params?}} (documented and observed format)."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        detail: str = "",
        invalid_params: list[dict[str, Any]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail
        self.invalid_params = invalid_params
        self.headers = headers or {}

    def answer(self, path: str) -> Answer:
        """The error as a response; a 500 also has the path and a timestamp with nine fractional digits (observed)."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.detail:
            error["detail"] = self.detail
        if self.invalid_params is not None:
            error["invalid_params"] = self.invalid_params
        if self.status >= 500:
            moment = datetime.now(timezone.utc)
            error["path"] = path
            error["timestamp"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"
        return Answer(self.status, {"error": error}, dict(self.headers))


def not_found() -> Problem:
    """404/400404: for unknown objects and unknown routes alike (documented body, inferred status)."""
    return Problem(404, 400404, "not found")


def not_allowed() -> Problem:
    """405/400405 (observed)."""
    return Problem(405, 400405, "method not allowed")


def invalid(params: list[dict[str, Any]]) -> Problem:
    """400/400400 with all faults at once (observed)."""
    return Problem(400, 400400, "request parameters didn't validate", invalid_params=params)


def missing(name: str, index: int = 0) -> dict[str, Any]:
    """One entry of invalid_params for a missing field, word for word as observed."""
    return {"index": index, "name": name, "reason": "required", "message": f"{name} param is required"}


def forbidden_edit() -> Problem:
    """400/400246: the broadcast is over (observed)."""
    return Problem(400, 400246, "it is forbidden to edit the broadcast")


def success() -> Answer:
    """The body of the response to most deletes (documented)."""
    return Answer(body={"data": {"success": True}})


def _is_id(key: str) -> bool:
    return key == "id" or (key.endswith("_id") and key != "external_id")


def _short(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _short(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_short(item, key) for item in value]
    if _is_id(key) and ids.is_uuid(value):
        return ids.to_short(value)
    return value


def _nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: (None if item == [] and isinstance(item, list) else item if name == "settings" else _nulls(item))
            for name, item in value.items()
        }
    return [_nulls(item) for item in value] if isinstance(value, list) else value


def _sparse(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: (item if name == "settings" else _sparse(item))
            for name, item in value.items()
            if not (item is None or (isinstance(item, (str, bool, int, float, list)) and not item))
        }
    return [_sparse(item) for item in value] if isinstance(value, list) else value


def reshape(answer: Answer, switches: dict[str, str]) -> None:
    """Apply id_form, empty_lists and absent_fields to the data of a successful response."""
    if not isinstance(answer.body, dict) or "data" not in answer.body:
        return
    data = answer.body["data"]
    if switches["id_form"] == "short":
        data = _short(data)
    if switches["empty_lists"] == "null":
        data = _nulls(data)
    if switches["absent_fields"] == "dropped":
        data = _sparse(data)
    answer.body["data"] = data
