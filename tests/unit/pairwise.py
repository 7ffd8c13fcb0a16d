# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Few combinations that hold every pair: most faults that take several causes take two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product


def pairwise(dimensions: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Rows with a value of each dimension; any two values of two dimensions stand together in one of them.

    Always the same rows, and nearly as few as can be: each begins with a pair that no row had yet, and takes of every
    other dimension the value that makes the most new pairs with what it has already.
    """
    missing = dict.fromkeys(
        ((one, first), (other, second))
        for one, other in combinations(dimensions, 2)
        for first, second in product(dimensions[one], dimensions[other])
    )
    rows = []
    while missing:
        row = dict(next(iter(missing)))
        for name in dimensions:
            if name not in row:
                row[name] = max(dimensions[name], key=lambda value: _new(name, value, row, missing))
        row = {name: row[name] for name in dimensions}
        for pair in combinations(row.items(), 2):
            missing.pop(pair, None)
        rows.append(row)
    return rows


def _new(name: str, value: str, row: Mapping[str, str], missing: Mapping[object, None]) -> int:
    """How many new pairs a value makes with those that a row has."""
    mine = (name, value)
    return sum((item, mine) in missing or (mine, item) in missing for item in row.items())
