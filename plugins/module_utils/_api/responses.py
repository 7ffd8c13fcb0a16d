# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The meaning of the API's responses: data, or an error and whether another attempt can help."""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
from collections.abc import Collection, Mapping
from typing import Any, Callable, NamedTuple

from .._core.display import masked_address
from .._core.errors import ApiError
from .._core.values import object_id, type_in_words
from .bounded import is_deep
from .faults import refusal_of

HIDDEN_IDS = "/v1/access-tokens"  # the ID of an access token may be the token itself
LONGEST_ADDRESS = 200  # characters shown of a redirect's target

PROXY = "check whether a proxy or a cache mixes up responses"
MIXED_UP = f"the response shows another object than the one that was requested; {PROXY}"

PASSING = (408, 425, 429)  # besides 5xx: another attempt may help
NOTHING_DONE = (425, 429)  # refused without being processed


class ApiResponse(NamedTuple):
    """A successful response. ``payload`` is the decoded JSON object ({} for an empty body)."""

    status: int
    payload: Mapping[str, Any]
    request_id: str | None = None
    headers: Mapping[str, str] = {}

    @property
    def data(self) -> Any:
        """The content of the envelope."""
        return self.payload.get("data")


class RawResponse(NamedTuple):
    """A response as received, with its decompressed body."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Interpreter = Callable[[RawResponse], "tuple[ApiResponse | ApiError, float | None]"]


def rows_of(response: ApiResponse, path: str) -> list[dict[str, Any]]:
    """The rows of a page of a list, including deleted objects; null counts as an empty list.

    Raises ApiError if there is no list, or if it is unclear whether a row is deleted.
    """
    data = response.payload.get("data", "nothing" if total_of(response.payload.get("meta")) != 0 else None)
    items = [] if data is None else data
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ApiError(f"the API's response for {path} is not a list of objects", request_id=response.request_id)
    for item in items:
        is_deleted(item, path)
    return items


def objects(response: ApiResponse, path: str) -> list[dict[str, Any]]:
    """The objects of an unpaged list. Raises ApiError if there is no list, or if it is incomplete."""
    rows, total = rows_of(response, path), total_of(response.payload.get("meta"))
    if total is not None and total > len(rows):
        fault = f"the list at {path} is incomplete: only {len(rows)} of {total} objects were returned"
        raise ApiError(fault, request_id=response.request_id)
    return [row for row in rows if not is_deleted(row)]


def is_deleted(row: Mapping[str, Any], path: str = "") -> bool:
    """Whether an object is deleted: it has the time of its deletion (Go's zero time does not count).

    ``path`` is the route that returned it. Raises ApiError if that time is neither text nor a number.
    """
    moment = row.get("deleted_at")
    if isinstance(moment, (bool, list, dict)):
        shown = "" if path.startswith(HIDDEN_IDS) else f" (id {row.get('id')})"
        raise ApiError(f"the API's response for {path} contains an object{shown} {unlike_text('deleted_at', moment)}")
    return bool(moment) and not str(moment).startswith("0001-01-01")


def without_deleted(raw: dict[str, Any], path: str, own: Collection[str] = ()) -> dict[str, Any]:
    """An object without deleted objects in its lists; fields in ``own``, which contain the user's data, are skipped.

    ``path`` is the route that returned it. Raises ApiError as is_deleted() does.
    """
    kept = {}
    for name, value in raw.items():
        if isinstance(value, list) and name not in own:
            present = [one for one in value if not (isinstance(one, dict) and is_deleted(one, path))]
            if len(present) < len(value):
                kept[name] = present
    return {**raw, **kept} if kept else raw


def total_of(meta: Any) -> int | None:
    """The number of objects in the whole list; None for an unpaged list or a total that is not a number."""
    if not isinstance(meta, Mapping):
        return None
    paging = meta.get("pagination")
    return whole_number(paging.get("total") if isinstance(paging, Mapping) else meta.get("total"))


def whole_number(value: Any) -> int | None:
    """The non-negative integer in a response, as number or text (``150``, ``150.0``, ``"150"``); otherwise None."""
    text = str(value).strip()
    found = None if isinstance(value, bool) else re.fullmatch(r"([0-9]{1,18})(?:\.0*)?", text, re.ASCII)
    return int(found.group(1)) if found else None


def unlike_text(name: str, value: Any) -> str:
    """What is wrong with an object whose ID or key is not a string, as the end of a sentence about it."""
    if value is None:
        return f"without {name}"
    return f"whose {name} is {type_in_words(value)}, not a string"


def interpret(response: RawResponse) -> tuple[ApiResponse | ApiError, float | None]:
    """The meaning of a response: an ApiResponse, or an error and the seconds to wait before another attempt."""
    status = response.status
    request_id = response.headers.get("X-Request-ID")
    payload = _decoded(response.content)
    if 200 <= status < 300:
        if isinstance(payload, Mapping) and _failed(payload):
            return refusal_of(status, payload, b"", request_id, ", but also that it did not succeed"), None
        if isinstance(payload, Mapping):
            return ApiResponse(status, payload, request_id, response.headers), None
        kind = response.headers.get("Content-Type", "unknown").split(";")[0]
        message = f"the API responded with {status} and a body that is not a JSON object ({kind}); check api_url"
        return ApiError(message, status=status, request_id=request_id, uncertain=True), 0.0
    if 300 <= status < 400:
        message = (
            f"the API responded with {status}, a redirect{_target(response)}; "
            "it is not followed, so that only api_url gets the token"
        )
        return ApiError(message, status=status, request_id=request_id), None
    error = refusal_of(status, payload, response.content, request_id)
    if status in PASSING or status >= 500:
        error.uncertain = status not in NOTHING_DONE
        error.still_working = status == 504
        return error, _retry_after(response.headers)
    return error, None


def interpret_one(id_key: str, id: str) -> Interpreter:
    """The interpreter of responses that show one object: one that shows another object is an error.

    It belongs to another request, so a proxy or a cache has mixed them up, and a further attempt may help. Whoever took
    it for the requested object would change, or even delete, the other one.
    """

    def interpreted(response: RawResponse) -> tuple[ApiResponse | ApiError, float | None]:
        found, wait = interpret(response)
        if isinstance(found, ApiResponse) and shows_another(found.data, id_key, id):
            error = ApiError(MIXED_UP, status=found.status, request_id=found.request_id, uncertain=True)
            return error, 0.0
        return found, wait

    return interpreted


def shows_another(data: Any, id_key: str, id: Any) -> bool:
    """Whether a response shows an object with an ID other than the one requested, in whichever form."""
    shown = object_id(data.get(id_key)) if isinstance(data, Mapping) else None
    return shown is not None and object_id(id) not in (None, shown)


def _target(response: RawResponse) -> str:
    address = response.headers.get("Location", "")
    return f" to {masked_address(address)}" if 0 < len(address) <= LONGEST_ADDRESS else ""


def _decoded(content: bytes) -> Any:
    """The JSON in a body; {} for an empty one, None if it is not JSON or cannot come from the API."""
    try:
        # decoded strictly, as bytes: if invalid UTF-8 were replaced, the changed text could be sent back one day
        payload = json.loads(content) if content else {}
    except (ValueError, RecursionError):
        return None
    return None if is_deep(payload) else payload


def _failed(payload: Mapping[str, Any]) -> bool:
    """Whether the body of a response with a success status says that the request failed."""
    data = payload.get("data")
    error = payload.get("error") or payload.get("errors")
    return bool(error) or (isinstance(data, Mapping) and data.get("success") is False)


def _retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that ``Retry-After`` specifies; a date is compared with the Date of the same response."""
    header = headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]+", header, re.ASCII):
        return float(header)
    try:
        until, now = (_moment(text) for text in (header, headers.get("Date", "")))
    except (ValueError, OverflowError, TypeError):  # e.g. a year out of range
        return math.inf
    return 0.0 if until is None else max(0.0, until - (time.time() if now is None else now))


def _moment(text: str) -> float | None:
    """An HTTP date in seconds; None if it is invalid."""
    parts = email.utils.parsedate_tz(text)
    return None if parts is None else float(email.utils.mktime_tz(parts))
