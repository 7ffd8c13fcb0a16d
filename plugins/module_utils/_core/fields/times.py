# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times from the beginning of something and durations in seconds, and ranges of times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..comparison import Comparison
from ..values import as_integer, at
from ..wanted import Wanted
from .base import Raw
from .scalar import NEGATIVE, Number, WholeTime


class Seconds(Number):
    """A time from the beginning, in seconds."""

    def faults(self, value: Any, where: str) -> list[str]:
        return [] if 0 <= value < math.inf else [NEGATIVE.format(where)]


class Span(Seconds):
    """A duration in seconds."""

    def faults(self, value: Any, where: str) -> list[str]:
        return [] if 0 < value < math.inf else [f"{where} must be greater than 0"]


class RangeSide(WholeTime):
    """The begin or the end of a range; ``begin`` or ``end`` is the name of the field with the other side."""

    begin: str = ""
    end: str = ""

    def clashes(self, given: Mapping[str, Any]) -> list[str]:
        if not self.begin or self.begin not in given or as_integer(given[self.begin]) <= as_integer(given[self.name]):
            return []
        return [f"{self.name} must not be before {self.begin}"]

    def refusal(self, wanted: Wanted, part: Comparison, observed: Raw) -> str:
        """A side that is given alone must fit the other side that the object has."""
        begin, end = self.begin or self.name, self.end or self.name
        first, last = (
            as_integer(wanted.values.get(name, at(observed, wanted.kind.field(name).where))) for name in (begin, end)
        )
        return "" if None in (first, last) or first <= last else f"{end} ({last}) would be before {begin} ({first})"
