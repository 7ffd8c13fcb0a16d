# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that only read."""

from __future__ import annotations

from typing import Any

from .._api.gateway import Gateway
from .._core.result import TaskResult
from .._info.info import Reader, ReadTask
from .._reconcile.observe import FRESH
from .argspec import connection_spec
from .module import Module, carry_out, refuse_missing


def arguments(reader: Reader) -> dict[str, Any]:
    """The arguments for AnsibleModule."""
    return {"argument_spec": {**connection_spec(), **reader.options}, "supports_check_mode": True}


def read(reader: Reader) -> None:
    """Run a module that only reads: exits with the task's result."""
    module = Module(**arguments(reader))
    result = TaskResult({"changed": False})
    refuse_missing(module, reader.libraries)

    def work(gateway: Gateway) -> None:
        gateway.say = Module.say
        gateway.forget_older(FRESH)  # forget what earlier items of a loop have read
        result.values.update(reader.run(ReadTask(module.params, module.check_mode, gateway, result.warnings)))

    carry_out(work, module, result, reader.about(module.params))
