# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a result's ``diff`` says: it is text, for people, and reads as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def sides(result: Mapping[str, Any]) -> Any:
    """Both sides of the diff of an object, or of each object of a workspace, as values."""
    diff = result["diff"]
    return [_values(one) for one in diff] if isinstance(diff, list) else _values(diff)


def _values(diff: Mapping[str, str]) -> dict[str, Any]:
    return {side: yaml.load(diff[side], yaml.CSafeLoader) or {} for side in ("before", "after")}
