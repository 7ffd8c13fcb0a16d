# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos to import, from CSV."""

from __future__ import annotations

import re

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._csv_rows import (
    BYTES,
    NO_UTF_8,
    header_faults,
    rows_of,
    width_fault,
)

from .plan import Entry, Found

COLUMNS = ("url", "title", "description")
# Only the form of a link is checked here; the module checks where it leads.
NO_LINK = "has no http or https URL without a user name and without a backslash"
LINK = re.compile(r"https?://[^\s\\/?#@]+([/?#][^\s\\]*)?", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_csv(text: str) -> Found:
    """The videos in a CSV text. Without a header, its columns are url and title."""
    found = Found()
    rows = rows_of(text, found.faults)
    columns = list(COLUMNS[:2])
    if rows and _is_header(rows[0][1]):
        columns = [cell.lower() for cell in rows.pop(0)[1]]
        faults = header_faults(columns, COLUMNS[:2], COLUMNS)
        if faults:
            return Found(faults=faults)  # without a valid header, lines cannot be understood
    elif rows and len(rows[0][1]) == 1 and ";" in rows[0][1][0]:
        return Found(faults=[f"line {rows[0][0]}: the columns must be separated by commas"])
    if not rows and not found.faults:
        found.faults.append("it contains no videos")
    for line, cells in rows:
        entry = _entry(line, cells, columns)
        if isinstance(entry, Entry):
            found.entries.append(entry)
        else:
            found.faults.append(f"line {line}: {entry}")
    found.faults.sort(key=_line_of)
    return found


def _is_header(cells: list[str]) -> bool:
    return bool({"url", "title"} & {cell.lower() for cell in cells})


def _entry(line: int, cells: list[str], columns: list[str]) -> Entry | str:
    """The video in a row, or what is wrong with it. Links are not shown because they may be signed."""
    if not any(cells):
        return "is empty"
    while len(cells) > len(columns) and not cells[-1]:
        cells = cells[:-1]
    fault = width_fault(cells, columns)
    if fault:
        return fault
    row = dict(zip(columns, [*cells, *[""] * len(columns)]))
    for name in COLUMNS[:2]:
        if not row[name]:
            return f"has no {name}"
    if any(BYTES.search(cell) for cell in cells):
        return NO_UTF_8
    if any(CONTROL.search(cell) for cell in cells):
        return "has control characters"
    if not LINK.fullmatch(row["url"]):
        return f"{NO_LINK} in the column url"
    options = {"url": row["url"], **({"description": row["description"]} if row.get("description") else {})}
    return Entry(f"line {line}", row["title"], options)


def _line_of(fault: str) -> int:
    number = re.match(r"line (\d+)", fault)
    return int(number[1]) if number else 0
