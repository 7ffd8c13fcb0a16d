# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a request can carry: YAML and Python have values that JSON, or whoever reads it, has not. Pure."""

from __future__ import annotations

import math
import re
from typing import Any

DEEPEST = 100  # levels of lists and dictionaries within each other, as in responses
_BITS = 64  # of the largest integers that common readers of JSON keep
_SURROGATE = re.compile("[\ud800-\udfff]")


def value_fault(value: Any) -> str:
    """Why no request can carry a single value; '' when one can. No value is repeated."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "contains half of a surrogate pair, which is not a character" if _SURROGATE.search(value) else ""
    if isinstance(value, int):
        return "" if -(1 << (_BITS - 1)) <= value < 1 << _BITS else f"is an integer that does not fit into {_BITS} bits"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "is not a finite number"
    return "is not a string, a number or another JSON value"
