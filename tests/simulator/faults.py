# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: what a failing network or server does to a request, on demand and by count."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

# kind -> (description, its own options)
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "status": (
        "responds with the status; the request is not executed",
        ("status", "code", "message", "retry_after", "body_kind"),
    ),
    "status_after": (
        "executes the request, then responds with the status",
        ("status", "code", "message", "retry_after", "body_kind"),
    ),
    "drop_before": ("closes the connection; the request is not executed", ()),
    "drop_after": ("executes the request, then closes the connection without a response", ()),
    "cut": (
        "closes the connection after `after` bytes of the body; an upload keeps them, other requests are not executed",
        ("after",),
    ),
    "slow": (
        "waits for `seconds`; `work` (before, after) sets whether the request is executed before or after the wait",
        ("seconds", "work"),
    ),
    "truncated": ("executes the request and cuts off its response in the middle", ("chunked",)),
    "html": ("executes the request and responds with 200 and an HTML page", ()),
    "garbage": ("executes the request and responds with 200 and JSON that is not an object", ()),
    "empty_page": ("responds to a list with an empty page; its total stays", ()),
    "shifted_page": (
        "pages of a list after the first begin and end one row early, as with an order that is not stable",
        (),
    ),
    "late_row": ("lists do not contain their newest object yet", ()),
    "unsuccessful": (
        "responds with 200 and a body that reports a failure by `shape` (success, error, errors); "
        "the request is not executed",
        ("shape",),
    ),
    "drip": ("executes the request and sends its response one byte at a time, `seconds` apart", ("seconds",)),
    "endless": ("executes the request and responds with a JSON body that does not end", ()),
    "redirect": ("responds with `status` (302) and `location`; the request is not executed", ("status", "location")),
}
DEFAULTS: dict[str, Any] = {
    "status": 503,
    "code": None,
    "message": None,
    "retry_after": None,
    "body_kind": "json",
    "after": 0,
    "seconds": 1.0,
    "work": "before",
    "chunked": False,
    "location": "/",
    "shape": "success",
}
CODES = {400: 400400, 401: 100102, 403: 100103, 404: 400404, 405: 400405, 429: 100106, 500: 500500}
_numbers = itertools.count(1)


@dataclass
class Fault:
    """One fault: the requests to which it applies, how often, and what it does."""

    kind: str
    method: str = "*"
    path: str = "*"
    times: int | None = 1
    skip: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    hits: int = 0
    number: int = field(default_factory=lambda: next(_numbers))

    def strikes(self, method: str, path: str) -> bool:
        """Count a request; returns whether the fault applies to it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if not fnmatchcase(method, self.method.upper()) or not fnmatchcase(path, self.path):
            return False
        self.seen += 1
        if self.seen <= self.skip:
            return False
        self.hits += 1
        return True

    def describe(self) -> dict[str, Any]:
        """The fault with its counts, as plain data."""
        return {
            "number": self.number,
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "times": self.times,
            "skip": self.skip,
            "seen": self.seen,
            "hits": self.hits,
            **self.options,
        }

    def __getitem__(self, name: str) -> Any:
        return self.options[name]


def make(kind: str, method: str = "*", path: str = "*", times: int | None = 1, skip: int = 0, **options: Any) -> Fault:
    """Create a fault. Raises ValueError that lists the known kinds or options."""
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind!r}; known: {', '.join(KINDS)}")
    known = KINDS[kind][1]
    for name in options:
        if name not in known:
            raise ValueError(f"fault {kind} has no option {name!r}; known: {', '.join(known) or 'none'}")
    filled = {name: DEFAULTS[name] for name in known} | options
    if kind == "redirect":
        filled["status"] = options.get("status", 302)
    if kind == "status_after":
        filled["status"] = options.get("status", 500)
    return Fault(kind, method, path, times, skip, filled)


def code(fault: Fault) -> int:
    """The error code for a fault's status."""
    status = int(fault["status"])
    return int(fault["code"] if fault["code"] is not None else CODES.get(status, status * 1000 + status))


def table() -> str:
    """The table for the documentation."""
    rows = ["| Fault | What happens | Options |", "|---|---|---|"]
    for name, (about, options) in KINDS.items():
        rows.append(f"| `{name}` | {about} | {', '.join(f'`{option}`' for option in options) or 'none'} |")
    return "\n".join(rows) + "\n"
