# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for one object: the ordered changes that bring it about, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .change import Change
from .fields.base import Raw
from .wanted import Wanted


@dataclass(frozen=True)
class Plan:
    """The changes of one object, what the two sides look like, and what speaks against it (refused by guards.py)."""

    wanted: Wanted
    observed: Raw | None
    changes: tuple[Change, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    predicted: Raw  # the API's object as it will be, as far as that can be known
    unverified: tuple[str, ...] = ()  # wanted, but no read shows them
    at_risk: tuple[str, ...] = ()  # stored secrets that the update would lose
    unknown: tuple[str, ...] = ()  # secrets that it would lose if they are stored, which nothing tells
    locked: tuple[str, ...] = ()  # create-only fields that differ
    missing: tuple[str, ...] = ()  # fields without which nothing can be created
    holds: tuple[str, ...] = ()  # what a delete would take along
    refused: str = ""  # what else speaks against it

    @property
    def diff(self) -> dict[str, Any]:
        """The ``diff`` of a result: managed fields only, both sides normalised, secrets masked but shown as changed."""
        return {"before": dict(self.before), "after": dict(self.after)}
