# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of a refusal, in whichever form they come: the API's own, a gateway's, or a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import ApiError
from .._core.masked_address import masked_links

# Characters of one text that are shown, of JSON and of another body. What is longer is not shown at all, and no text is
# shortened, escaped or divided here: a piece of a secret would not be found by those who take secrets out.
LONGEST = 4000
LONGEST_LINE = 300
MANY = 20  # texts that are shown
TAKEN = "if no list shows it, a deleted or archived object may hold it"
FUNDS = "see the balance and the plan of the workspace in the dashboard"
HINTS = {
    100101: "the token did not arrive; check whether a proxy removes the Authorization header",
    100102: "check that api_token is correct and has not been revoked",
    100103: "the scope of api_token does not allow this",
    100106: "the workspace has reached a limit of its plan",
    100107: "only the owner of the workspace may do this",
    400201: f"another object of the workspace has this key; {TAKEN}",
    400203: f"another object in the same workspace, project or folder has this name; {TAKEN}",
    400207: f"there is not enough money; {FUNDS}",
    400208: f"the workspace has no billing account; {FUNDS}",
    400209: f"the workspace has no payment method; {FUNDS}",
    400210: f"the plan lacks a product that this needs; {FUNDS}",
    400211: f"the workspace is not in a trial; {FUNDS}",
    400212: f"there are unpaid invoices; {FUNDS}",
    400216: "this list cannot be sorted by that field",
    400246: "the event has ended, and the API rejects all updates of an event that has ended",
}
STATUS_HINTS = {402: f"the plan or the balance does not cover this; {FUNDS}"}


def refusal_of(status: int, payload: Any, content: bytes, request_id: str | None, but: str = "") -> ApiError:
    """The error in a response: ``payload`` is its JSON (None for none), ``content`` its body.

    ``but`` is said after the status.
    Only the API itself can say that something is not there: a 404 without its own JSON error is ``foreign``.
    """
    said = payload.get("error") if isinstance(payload, Mapping) else None
    own = isinstance(said, Mapping) and bool(said)
    told: Mapping[str, Any] = said if isinstance(said, Mapping) else payload if isinstance(payload, Mapping) else {}
    code, invalid = told.get("code"), told.get("invalid_params")
    message = f"the API responded with {status}{but}" + (f" (code {code})" if own and code is not None else "")
    code = code if own and isinstance(code, int) and not isinstance(code, bool) else None
    parts = [part for part in dict.fromkeys(_words(payload, told) or [_line(content)]) if part][:MANY]
    # 100106 stands for the limits of a plan and for those of requests, which 429 tells already
    hint = HINTS.get(code or 0) if (code, status) != (100106, 429) else None
    hint = hint or STATUS_HINTS.get(status)
    parts += [hint] if hint else []
    error = ApiError(
        ": ".join([message, "; ".join(parts)]) if parts else f"{message}{',' * bool(but)} without an error message",
        status=status,
        code=code,
        request_id=request_id,
        invalid_params=invalid if isinstance(invalid, list) else [],
    )
    error.foreign = status == 404 and not own
    return error


def _words(payload: Any, told: Mapping[str, Any]) -> list[str]:
    """What JSON says for people, in the forms that are in use."""
    words: list[str] = []
    for name in ("message", "detail"):
        words += _texts(told.get(name))
    words += [_invalid(item) for item in _items(told.get("invalid_params"))]
    words += _texts(told.get("errors"))
    if told is payload:
        words += _texts(told.get("error"))
    elif isinstance(payload, Mapping):
        words += _texts(payload.get("errors")) or ([] if words else _texts(payload.get("message")))
    return [_if_short(word, LONGEST) for word in words if word]


def _texts(value: Any) -> list[str]:
    """The texts in a text, in a list of such, or in a dictionary by what they are about."""
    if isinstance(value, Mapping):
        inner = _texts(value.get("message"))
        return inner or [f"{name}: {', '.join(_texts(item))}" for name, item in _some(value.items())]
    if isinstance(value, list):
        return [text for item in _some(value) for text in _texts(item)]
    return [] if value in (None, "", False) or value is True else [str(value)]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _some(items: Any) -> Iterator[Any]:
    return (item for item, _number in zip(items, range(MANY)))


def _invalid(item: Any) -> str:
    if not isinstance(item, Mapping):
        return json.dumps(item, ensure_ascii=False)  # people's own words
    reason, message = item.get("reason"), item.get("message")
    return f"{item.get('name')}: " + ", ".join(str(text) for text in (reason, message) if text)


def _line(content: bytes) -> str:
    """What a body that is not JSON says, if it is a line rather than a log; or that it is a page."""
    text = content[: 1 << 20].decode("utf-8", "replace").strip()
    if text[:1] == "<":
        start = text[:LONGEST].lower()
        return "the response is an HTML page" if "<html" in start or "<!doctype html" in start else ""
    if text[:1] in ("", "{", "[", '"') or "\0" in text or text in ("null", "true", "false"):
        return ""
    return _if_short(masked_links(text), LONGEST_LINE)


def _if_short(text: str, most: int) -> str:
    return text if len(text) <= most else f"a text of {len(text)} characters"
