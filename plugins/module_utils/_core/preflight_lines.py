# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results of a preflight check as text: a table for consoles with at least 80 columns. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .display import count, visible
from .preflight_rules import OK, RULES, SEVERITIES

_WIDTH = 68  # characters of a line: Ansible indents and quotes lists
_SEVERITY = max(map(len, SEVERITIES)) + 2
_RULE = max(map(len, RULES)) + 2
_HEAD = ("", "starts at (UTC)", "live event")
_START = len("2026-12-01 10:00  ")


def lines_of(events: Sequence[Mapping[str, Any]], summary: Mapping[str, int], hours: int | None = None) -> list[str]:
    """The table: a line for each event, followed by its problems, and the totals at the end.

    ``events`` and ``summary`` are those of a result; ``hours`` is the period that was checked, None for a single event.
    """
    rows = [_row(*_HEAD)] if events else []
    for event in events:
        start = str(event["starts_at"] or "not scheduled")
        rows.append(_row(event["severity"], start[:16].replace("T", " "), visible(str(event["name"]))))
        for one in event["findings"]:
            rows += _finding(one) if one["severity"] != OK else ()
    return [*rows, total(summary, hours)]


def total(summary: Mapping[str, int], hours: int | None = None) -> str:
    """The totals in one sentence."""
    within = f" within {count(hours, 'hour')}" if hours is not None else ""
    if not summary["events"]:
        return f"no live events{within}"
    events = count(summary["events"], "live event")
    found = [count(summary[word], word) for word in SEVERITIES if word != OK and summary[word]]
    return f"{events}{within}: {', '.join(found) or 'no problems found'}"


def _row(severity: str, start: str, name: str) -> str:
    return f"{severity:<{_SEVERITY}}{start:<{_START}}{name}"


def _finding(one: Mapping[str, Any]) -> Iterator[str]:
    """The lines about one finding, to the right of its severity and rule."""
    head = f"  {one['severity']:<{_SEVERITY}}{one['rule']:<{_RULE}}"
    text = "; ".join(filter(None, (one["message"], one["advice"])))
    for line in textwrap.wrap(visible(text), _WIDTH - len(head), break_on_hyphens=False):
        yield f"{head}{line}"
        head = " " * len(head)
