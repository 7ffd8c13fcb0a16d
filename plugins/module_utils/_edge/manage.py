# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that bring one object to the wanted state."""

from __future__ import annotations

from .._api.gateway import Gateway
from .._core.kind import Kind
from .._core.result import TaskResult
from .._reconcile.effects import Effects
from .._reconcile.observe import display_name
from .._reconcile.reconcile import Protect, harmless, reconcile
from .argspec import spec
from .module import Module, carry_out


def manage(kind: Kind, effects: type[Effects] = Effects, protect: Protect = harmless) -> None:
    """Run the module of a kind: exits with the task's result. ``protect`` adds the broadcasts that a plan can hurt."""
    module = Module(addresses=kind.addresses, **spec(kind, protect is not harmless))
    result = TaskResult()

    def work(gateway: Gateway) -> None:
        gateway.say = Module.say
        reconcile(kind, module.params, module.check_mode, gateway, result, effects, protect)

    carry_out(work, module, result, (kind.name, display_name(kind, module.params), "plan"))
