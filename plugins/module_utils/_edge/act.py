# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that perform an action rather than keeping an object as declared."""

from __future__ import annotations

from typing import Any

from .._api.gateway import Gateway
from .._core.result import TaskResult
from .._reconcile.action import Action
from .._reconcile.observe import FRESH
from .argspec import connection_spec
from .module import Module, carry_out


def arguments(action: Action) -> dict[str, Any]:
    """The arguments for AnsibleModule."""
    return {"argument_spec": {**connection_spec(), **action.options}, "supports_check_mode": True, **action.rules}


def act(action: Action) -> None:
    """Run the module of an action: exits with the task's result."""
    module = Module(**arguments(action))
    result = TaskResult()

    def work(gateway: Gateway) -> None:
        gateway.forget_older(FRESH)  # forget what earlier items of a loop have read
        action.run(module.params, module.check_mode, gateway, result)

    carry_out(work, module, result, (action.name, action.display_name(module.params), "plan"))
