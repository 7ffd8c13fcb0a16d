# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the API's answers mean: data, or an error and whether a second attempt can help."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import ApiError

with contextlib.suppress(ImportError):  # client.py reports it
    import urllib3

HINTS = {
    400246: "the event has ended, and the API rejects all updates of an event that has ended",
    100102: "check that api_token is correct and has not been revoked",
    100103: "the scope of api_token does not allow this",
}


@dataclass(frozen=True)
class Answer:
    """A successful answer. ``payload`` is the decoded JSON object ({} for an empty body)."""

    status: int
    payload: Mapping[str, Any]
    request_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Any:
        """What the envelope carries."""
        return self.payload.get("data")


def objects(answer: Answer, path: str) -> list[dict[str, Any]]:
    """The objects of a list's page; null is an empty list. Raises ApiError for what is no list."""
    data = answer.payload.get("data", "nothing" if total_of(answer.payload.get("meta")) != 0 else None)
    items = [] if data is None else data
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ApiError(f"the API's response for {path} is not a list of objects", request_id=answer.request_id)
    return items


def total_of(meta: Any) -> int | None:
    """How many objects the whole list has, or None for a list without pages."""
    if not isinstance(meta, Mapping):
        return None
    paging = meta.get("pagination")
    total = paging.get("total") if isinstance(paging, Mapping) else meta.get("total")
    return total if isinstance(total, int) else None


def judged(response: Any) -> tuple[Any, float | None]:
    """What an HTTP response means: an answer; or an error and the seconds to wait before another attempt."""
    status = response.status_code
    request_id = response.headers.get("X-Request-ID")
    try:
        # not response.json(): it would read over a byte that is no UTF-8, and that text would be sent back one day
        payload = json.loads(response.content) if response.content else {}
    except (ValueError, RecursionError):
        payload = None
    if 200 <= status < 300:
        if isinstance(payload, Mapping):
            return Answer(status, payload, request_id, response.headers), None
        kind = response.headers.get("Content-Type", "unknown").split(";")[0]
        message = f"the API responded with {status} and a body that is not a JSON object ({kind}); check api_url"
        return ApiError(message, status=status, request_id=request_id, uncertain=True), 0.0
    if 300 <= status < 400:
        message = (
            f"the API responded with {status}, a redirect; it is not followed, so that only api_url gets the token"
        )
        return ApiError(message, status=status, request_id=request_id), None
    error = _api_error(status, payload, request_id)
    if status == 429:
        return error, _asked_to_wait(response)
    if status >= 500:
        error.uncertain = True
        error.still_working = status == 504
        return error, _asked_to_wait(response)
    return error, None


def _api_error(status: int, payload: Any, request_id: str | None) -> ApiError:
    """The error in an answer, in whichever of the API's shapes it comes (facts.md, section 2)."""
    said = payload.get("error") if isinstance(payload, Mapping) else None
    if not isinstance(said, Mapping):
        return ApiError(
            f"the API responded with {status} without an error message", status=status, request_id=request_id
        )
    code = said.get("code")
    invalid = said.get("invalid_params")
    invalid = invalid if isinstance(invalid, list) else []
    parts = [str(said[name]) for name in ("message", "detail") if said.get(name)]
    parts += [_invalid(item) for item in invalid]
    message = f"the API responded with {status}" + (f" (code {code})" if code is not None else "")
    code = code if isinstance(code, int) and not isinstance(code, bool) else None
    parts += [HINTS[code]] if code in HINTS else []
    return ApiError(
        ": ".join([message, "; ".join(parts)] if parts else [message]),
        status=status,
        code=code,
        request_id=request_id,
        invalid_params=invalid,
    )


def _invalid(item: Any) -> str:
    if not isinstance(item, Mapping):
        return json.dumps(item, ensure_ascii=False)  # people's own words
    reason, message = item.get("reason"), item.get("message")
    return f"{item.get('name')}: " + ", ".join(str(text) for text in (reason, message) if text)


def _asked_to_wait(response: Any) -> float:
    header = response.headers.get("Retry-After")
    if not header:
        return 0.0
    try:
        return float(urllib3.util.Retry().parse_retry_after(header))
    except urllib3.exceptions.InvalidHeader:
        return 0.0
    except (ValueError, OverflowError, TypeError):  # a number or a year beyond all bounds
        return math.inf
