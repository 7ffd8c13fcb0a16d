# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: order, the three families of paging, and their meta (documented, except for the query keys of family B)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .answers import Answer, Problem, invalid
from .fields import Row
from .router import Call

DEFAULT_SIZE = 10
MAX_SIZE = 100

Order = tuple[tuple[str, str], ...]


def order_of(call: Call, default: Order, fields: tuple[str, ...]) -> Order:
    """?order=field.dir,field2.dir; ascending by default; 400216 for a field that cannot be sorted by."""
    asked = call.asked("order")
    if not asked:
        return default
    order = []
    for part in asked.split(","):
        name, _dot, direction = part.strip().partition(".")
        if name not in fields or direction not in ("", "asc", "desc"):
            raise Problem(400, 400216, "not allowed order field")
        order.append((name, direction or "asc"))
    return tuple(order)


def _number(call: Call, name: str, default: int, least: int) -> int:
    text = call.asked(name)
    try:
        number = int(text) if text else default
    except ValueError:
        return default
    return number if number >= least else default


def _size(call: Call, name: str) -> int:
    size = _number(call, name, DEFAULT_SIZE, 1)
    if size <= MAX_SIZE or call.switch("page_limit") == "honour":
        return size
    if call.switch("page_limit") == "refuse":
        raise invalid([{"index": 0, "name": name, "reason": "max", "message": str(MAX_SIZE)}])
    return MAX_SIZE


def _window(call: Call) -> tuple[int, int]:
    """(offset, limit) of an offset list, from the query keys that the switch makes it accept."""
    keys = call.switch("offset_keys")
    offset, limit = 0, DEFAULT_SIZE
    if keys in ("both", "page"):
        limit = _size(call, "per_page")
        offset = (_number(call, "page", 1, 1) - 1) * limit
    if keys in ("both", "offset"):
        if call.asked("limit"):
            limit = _size(call, "limit")
        if call.asked("offset"):
            offset = _number(call, "offset", 0, 0)
    return offset, limit


def listing(
    call: Call,
    family: str,
    rows: Callable[[Order], list[Row]],
    show: Callable[[Row], Any],
    default: Order,
    fields: tuple[str, ...],
) -> Answer:
    """The response with a list; only the rows of the page are rendered."""
    if family == "C":
        return Answer(body={"data": [show(row) for row in _present(call, rows(default))]})
    forced = call.switch("families")
    family = {"page": "A", "offset": "B"}.get(forced, family)
    order = order_of(call, default, fields)
    if family == "A":
        page, size = _number(call, "page", 1, 1), _size(call, "per_page")
        start = (page - 1) * size
    else:
        page, (start, size) = 0, _window(call)
    found = _present(call, rows(order))
    shift = call.shift if start else 0
    shown = found[start - shift : min(start + size, len(found)) - shift]
    total = _total(call, len(found), len(shown))
    meta: dict[str, Any]
    if family == "A":
        meta = {"pagination": {"page": page, "per_page": size, **total}, "order": dict(order)}
    else:
        fixed = {"total_count": 0, "order": dict(order), "parent_id": None}
        meta = {"offset": start, "limit": size, **total, **fixed}
    return Answer(body={"meta": meta, "data": [show(row) for row in shown]})


def _present(call: Call, rows: list[Row]) -> list[Row]:
    """The rows that a list contains by now."""
    newest = max(rows, key=lambda row: str(row["created_at"]), default=None) if call.late else None
    return [row for row in rows if row is not newest]


def _total(call: Call, count: int, shown: int) -> dict[str, Any]:
    """The total of a list in the form that the switch selects."""
    forms: dict[str, Any] = {"number": count, "text": str(count), "float": float(count), "zero": 0, "page": shown}
    form = call.switch("totals")
    return {} if form == "missing" else {"total": forms[form]}
