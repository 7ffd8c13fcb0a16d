# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos to import, from CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from .plan import Entry, Found

COLUMNS = ("url", "title", "description")
# Only the form of a link is checked here; the module checks where it leads.
NO_LINK = "has no http or https URL without a user name and without a backslash"
LINK = re.compile(r"https?://[^\s\\/?#@]+([/?#][^\s\\]*)?", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BYTES = re.compile("[\ud800-\udfff]")  # how Ansible represents bytes that are not valid UTF-8
NO_UTF_8 = "is not UTF-8; save the file as UTF-8"

Row = tuple[int, list[str]]


def read_csv(text: str) -> Found:
    """The videos in a CSV text. Without a header, its columns are url and title."""
    found = Found()
    rows = list(rows_of(text, found.faults))
    while rows and not any(rows[-1][1]):
        del rows[-1]
    columns = list(COLUMNS[:2])
    if rows and _is_header(rows[0][1]):
        columns = [cell.lower() for cell in rows.pop(0)[1]]
        if _header_faults(columns):
            return Found(faults=_header_faults(columns))  # without a valid header, lines cannot be understood
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


def rows_of(text: str, faults: list[str]) -> Iterator[Row]:
    """The rows, each with the number of its first line; unreadable rows are added to the faults."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(f"line {line}: {_error_text(str(error))}")
            continue
        yield line, [cell.strip() for cell in cells]


def encoding_faults(text: str) -> list[str]:
    """The first line of a text that is not UTF-8, as a fault; [] if there is none."""
    found = BYTES.search(text)
    return [f"line {text.count(chr(10), 0, found.start()) + 1}: {NO_UTF_8}"] if found else []


def _error_text(error: str) -> str:
    if "end of data" in error:
        return "a quote is not closed"
    if "expected after" in error:
        return "there is text after a closing quote; a quote inside a value must be doubled"
    return f"cannot be read: {error}"


def _is_header(cells: list[str]) -> bool:
    return bool({"url", "title"} & {cell.lower() for cell in cells})


def _header_faults(columns: list[str]) -> list[str]:
    faults = [f"line 1: the header has no column {name}" for name in COLUMNS[:2] if name not in columns]
    return faults + [
        f"line 1: the header has more than one column {name}" for name in COLUMNS if columns.count(name) > 1
    ]


def _entry(line: int, cells: list[str], columns: list[str]) -> Entry | str:
    """The video in a row, or what is wrong with it. Links are not shown because they may be signed."""
    if not any(cells):
        return "is empty"
    while len(cells) > len(columns) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > len(columns):
        return f"has {len(cells)} columns instead of {len(columns)}; a value that contains a comma must be in quotes"
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
