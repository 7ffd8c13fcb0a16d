# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that only reads, as a value; _edge turns it into a module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Callable

from .._api.gateway import Gateway


@dataclass(frozen=True)
class ReadTask:
    """One task that reads: its validated options and the gateway. ``warnings`` is filled in while it runs."""

    options: Mapping[str, Any]
    check_mode: bool
    gateway: Gateway
    warnings: list[str]


@dataclass(frozen=True)
class Reader:
    """What a module reads. ``run`` returns the keys to add to the task's result; it raises KinescopeError.

    ``options`` are its options besides those of the connection; ``key`` is the option that names what is read,
    ``kind_key`` the one that says which kind it has, if there are several. ``libraries`` are those that this module
    needs besides the usual ones, each with the error of its import.
    """

    name: str
    options: Mapping[str, Any]
    run: Callable[[ReadTask], Mapping[str, Any]]
    key: str = ""
    kind_key: str = ""
    libraries: Mapping[str, str | None] = attribute(default_factory=dict)

    def about(self, options: Mapping[str, Any]) -> tuple[str, str | None, str]:
        """Kind, key and action for errors that do not have them."""
        return options.get(self.kind_key) or self.name, options.get(self.key), "read"
