# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values that comparing is about: the rules for it, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .display import CHANGED, MASK
from .values import same

SECRET = MASK
NEW_SECRET = SECRET + CHANGED


class _Missing:
    """The one value that means: nothing here."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Any = _Missing()


class Rules(NamedTuple):
    """How to compare: when secrets are sent again (on_create, always, leave_out), and what ids are called in diffs.

    ``labels`` has (is it a place, id) -> label.
    """

    update_secrets: str = "on_create"
    labels: Mapping[tuple[bool, str], Any] = {}


class Comparison(NamedTuple):
    """The result for one value. Its two sides and its body are MISSING where there is nothing to show or to send."""

    differs: bool = False
    before: Any = MISSING
    after: Any = MISSING
    body: Any = MISSING
    unverified: tuple[str, ...] = ()  # wanted, but no read shows it
    at_risk: tuple[str, ...] = ()  # stored secrets that a full write would lose
    unknown: tuple[str, ...] = ()  # secrets that it would lose if they are stored, which nothing tells


def both(before: Any, after: Any, body: Any, observed: Any) -> Comparison:
    """Two normalized sides. What is equal goes back as it was observed, so that no other spelling is written."""
    if observed is MISSING:
        return Comparison(True, MISSING, after, body)
    differs = not same(before, after)
    return Comparison(differs, before, after, body if differs or observed is None else observed)
