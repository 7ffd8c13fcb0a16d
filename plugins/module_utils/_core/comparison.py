# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The input and the result of a comparison, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .display import CHANGED, MASK
from .values import same

SECRET = MASK
NEW_SECRET = SECRET + CHANGED


class _Missing:
    """The single value that means "not there", as opposed to null."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Any = _Missing()


class Rules(NamedTuple):
    """How to compare: when secrets are sent again (on_create, always, leave_out), and which labels diffs show for IDs.

    ``labels`` maps (is it a location, ID) to a label.
    """

    update_secrets: str = "on_create"
    labels: Mapping[tuple[bool, str], Any] = {}


class Comparison(NamedTuple):
    """The result for one value. Both sides and the body are MISSING where there is nothing to show or to send."""

    differs: bool = False
    before: Any = MISSING
    after: Any = MISSING
    body: Any = MISSING
    unverified: tuple[str, ...] = ()  # wanted, but cannot be read back
    at_risk: tuple[str, ...] = ()  # stored secrets that a full write would lose
    unknown: tuple[str, ...] = ()  # secrets that a full write would lose if they are stored, which cannot be read


def both(before: Any, after: Any, body: Any, observed: Any) -> Comparison:
    """The comparison of two normalized sides. An equal value is sent back as observed, to keep its spelling."""
    if observed is MISSING:
        return Comparison(True, MISSING, after, body)
    differs = not same(before, after)
    return Comparison(differs, before, after, body if differs or observed is None else observed)
