# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a report calls the things that it is about: those of a drift, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The actions that every report about a drift counts, whether there are any or not.
ACTIONS = ("create", "update", "move", "delete")


@dataclass(frozen=True)
class Terms:
    """The words of a report.

    ``actions`` are counted, each entry is a ``noun``, and ``quiet`` actions are only counted in a comment. ``marks``
    are what JUnit has for an action: failure, skipped, or '' for a test that passes. ``state`` colours the page,
    ``badge`` is the whole in a word and ``verdict`` in a sentence. ``document`` is the JSON of a report that is not
    about a drift.
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
        """Whether the report is about what differs."""
        return not self.state


DRIFT = Terms()
