# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module that only reads is: a value, from which the edge makes a module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Callable

from .._api.gateway import Gateway


@dataclass(frozen=True)
class Question:
    """One task that reads: its options as Ansible validated them, and where to look. ``warnings`` is filled in."""

    options: Mapping[str, Any]
    check_mode: bool
    gateway: Gateway
    warnings: list[str]


@dataclass(frozen=True)
class Reading:
    """What a module reads. ``answer`` returns what is to be added to the task's result; it raises KinescopeError.

    ``options`` are those besides the connection's, ``key`` is the one that names what is read, and ``kind_key`` the one
    that says of which kind it is, where there are several. ``libraries`` are those that it takes besides those of every
    module, each with what went wrong when it was imported.
    """

    name: str
    options: Mapping[str, Any]
    answer: Callable[[Question], Mapping[str, Any]]
    key: str = ""
    kind_key: str = ""
    libraries: Mapping[str, str | None] = attribute(default_factory=dict)

    def about(self, options: Mapping[str, Any]) -> tuple[str, str | None, str]:
        """What errors are about that do not say so."""
        return options.get(self.kind_key) or self.name, options.get(self.key), "read"
