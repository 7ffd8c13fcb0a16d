# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module that performs an action rather than keeping an object as declared: a value, like a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Callable

from .._api.gateway import Gateway
from .._core.result import TaskResult


@dataclass(frozen=True)
class Action:
    """What an action module does.

    ``run`` gets the options, check mode and the gateway; it fills the result and raises KinescopeError. ``options`` are
    the module's options besides those of the connection, ``rules`` other arguments of AnsibleModule, ``keys`` the
    options that may name the object.
    """

    name: str
    options: Mapping[str, Any]
    run: Callable[[Mapping[str, Any], bool, Gateway, TaskResult], None]
    rules: Mapping[str, Any] = attribute(default_factory=dict)
    keys: tuple[str, ...] = ()

    def display_name(self, options: Mapping[str, Any]) -> str | None:
        """How a task names its object."""
        return next((options[key] for key in self.keys if options.get(key) is not None), None)
