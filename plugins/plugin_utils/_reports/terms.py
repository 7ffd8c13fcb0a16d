# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of a report: those for drift by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: the name and the title of reports that are given none
NAME = "drift"
TITLE = "Kinescope drift"
#: actions that every report about drift counts, even if there are none
ACTIONS = ("create", "update", "move", "delete")


@dataclass(frozen=True)
class Terms:
    """The words of a report.

    ``actions`` are counted, each entry is a ``noun``, and ``quiet`` actions are only counted in a comment. ``marks``
    maps actions to JUnit elements: failure, skipped, or '' for a test that passes. ``state`` determines the color of
    the page, ``badge`` is the result in one or two words, ``verdict`` the result in a sentence. ``document`` is the
    JSON of a report that is not about drift.
    """

    actions: tuple[str, ...] = ACTIONS
    noun: str = "change"
    picture: str = "The workspace"
    quiet: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    badge: str = ""
    verdict: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)

    @property
    def about_drift(self) -> bool:
        """Whether the report is about drift."""
        return not self.state


DRIFT = Terms()
