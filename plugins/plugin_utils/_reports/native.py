# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as Ansible passes them -> plain values that JSON can contain and UTF-8 can encode."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")  # an unpaired surrogate, which no file can contain
_DEEPEST = 100  # JSON parsers that read a report have their own limits


def text(value: Any) -> str:
    """A text without Ansible's types and tags."""
    shown = str(value)
    return shown if shown.isascii() else _HALF.sub("\ufffd", shown)


def number(value: Any) -> int | None:
    """An integer, or None for anything else."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def native(value: Any, deepest: int = _DEEPEST) -> Any:
    """A copy that only consists of dict, list, str, int, float, bool and None."""
    if value.__class__ is str and value.isascii():
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else text(value)
    if isinstance(value, str) or not deepest:
        return text(value)
    if isinstance(value, Mapping):
        return {text(name): native(item, deepest - 1) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [native(item, deepest - 1) for item in value]
    return text(value)
