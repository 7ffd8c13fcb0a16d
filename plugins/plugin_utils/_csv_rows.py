# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of a CSV text, and what is wrong with them. Cells are not shown because they may be secret."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

BYTES = re.compile("[\ud800-\udfff]")  # how Ansible represents bytes that are not valid UTF-8
NO_UTF_8 = "is not UTF-8; save the file as UTF-8"

Row = tuple[int, list[str]]


def rows_of(text: str, faults: list[str]) -> list[Row]:
    """The rows without empty ones at the end, each with the number of its first line.

    Unreadable rows are added to the faults.
    """
    rows = list(_readable(text, faults))
    while rows and not any(rows[-1][1]):
        del rows[-1]
    return rows


def _readable(text: str, faults: list[str]) -> Iterator[Row]:
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


def _error_text(error: str) -> str:
    if "end of data" in error:
        return "a quote is not closed"
    if "expected after" in error:
        return "there is text after a closing quote; a quote inside a value must be doubled"
    return f"cannot be read: {error}"


def encoding_faults(text: str) -> list[str]:
    """The first line of a text that is not UTF-8, as a fault; [] if there is none."""
    found = BYTES.search(text)
    return [f"line {text.count(chr(10), 0, found.start()) + 1}: {NO_UTF_8}"] if found else []


def header_faults(columns: Sequence[str], required: Sequence[str], known: Sequence[str]) -> list[str]:
    """The required columns that a header lacks, and the known ones that it has more than once."""
    faults = [f"line 1: the header has no column {name}" for name in required if name not in columns]
    return faults + [f"line 1: the header has more than one column {name}" for name in known if columns.count(name) > 1]


def width_fault(cells: Sequence[str], columns: Sequence[str]) -> str:
    """What is wrong with a row that has more cells than columns; '' for any other."""
    if len(cells) <= len(columns):
        return ""
    return f"has {len(cells)} columns instead of {len(columns)}; a value that contains a comma must be in quotes"
