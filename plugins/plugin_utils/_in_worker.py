# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Running a module's own main() in the worker that Ansible forked for the task, instead of starting a process for it.

Shipping a module costs some 200 ms before it does anything. On the controller, shipping is unnecessary: the same main()
runs here, and its arguments and its result go through the same serialization, so that both ways give the same result.
Tasks that a worker cannot run (another connection, become, async, environment) ship the module as usual. So do tasks
for which a library is missing here: ansible_python_interpreter may have it, and otherwise the module says what to do.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.vars import clean

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.halt import ABANDONED, is_abandoned
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import MISSING
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import frozen, given_only
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.module import LIBRARIES, missing
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._handoff import MEMORY, Handoff, current_task

try:
    from ansible.module_utils.common.json import Direction, get_module_encoder

    CAN_RUN_HERE = hasattr(basic.AnsibleModule, "_record_module_result")  # ansible-core 2.19.1 and newer
except ImportError:
    CAN_RUN_HERE = False

PROFILE = "legacy"  # the serialization of modules that do not declare any


class InWorker(ActionBase):
    """The action plugin of every module; a subclass sets ``module``, which may have its own ``LIBRARIES``."""

    module: ModuleType
    _last_arguments: dict[str, Any] | None = None
    _supports_check_mode = True
    _supports_async = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The module's result, whichever way it is run."""
        if is_abandoned():  # a loop would go on to its end, and a shipped module may not be able to see it
            raise AnsibleActionFail(visible(ABANDONED))
        ships = self._must_ship()
        handoff = Handoff(current_task(self._task, task_vars or {}, ships))
        super().run(tmp, task_vars)
        if not ships:
            # lists that a lookup in this very task has read are more recent
            alone = handoff.current.shares and not edge.gateway_of.cache_info().currsize
            result = self._run_here(task_vars or {}, handoff.gateway if alone else None)
            handoff.end(result)
            return result
        if self._task.async_val:
            MEMORY.close()
        return dict(self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val))

    def _must_ship(self) -> bool:
        return (
            not CAN_RUN_HERE
            or missing({**LIBRARIES, **getattr(self.module, "LIBRARIES", {})}) is not None
            or os.environ.get("KINESCOPE_FORCE_MODULE") == "1"
            or self._connection.transport != "local"
            or bool(self._task.async_val)
            or bool(self._connection.become)
            or any(self._task.environment or ())
        )

    def _run_here(
        self, task_vars: dict[str, Any], gateway: Callable[[Connection], Gateway] | None = None
    ) -> dict[str, Any]:
        """Run main(), with a gateway created by ``gateway`` if that is given."""
        arguments = dict(self._task.args)
        if arguments == InWorker._last_arguments:
            edge.gateway_of.cache_clear()  # a repeated attempt (until, retries) wants to see what has changed meanwhile
        InWorker._last_arguments = dict(arguments)
        self._update_module_args(self._task.action, arguments, task_vars)
        printed, harmless = self._main(arguments, gateway)
        result = _read(self, printed)
        if isinstance(result, dict):  # before ansible-core 2.21
            getattr(clean, "remove_internal_keys")(result)  # noqa: B009 - newer ones have no such name
        else:
            result.remove_internal_keys()
            result = dict(result.as_result_dict(for_round_trip=True))
        return {**result, **{name: json.loads(text) for name, text in harmless.items()}}

    def _main(
        self, arguments: dict[str, Any], gateway: Callable[[Connection], Gateway] | None
    ) -> tuple[str, Mapping[str, str]]:
        """Call main() and return what it would have printed, and the JSON of values that stand for null there."""
        recorded: list[tuple[str, Mapping[str, str]]] = []

        def record(result: dict[str, Any], harmless: Mapping[str, str]) -> None:
            printed = json.dumps(result, cls=get_module_encoder(PROFILE, Direction.MODULE_TO_CONTROLLER))
            recorded.append((printed, harmless))

        encoder = get_module_encoder(PROFILE, Direction.CONTROLLER_TO_MODULE)
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}, cls=encoder).encode()
        basic._ANSIBLE_PROFILE = PROFILE
        edge.Module.record = staticmethod(record)
        edge.Module.gateway = staticmethod(gateway) if gateway else None
        if not self._task.no_log:
            edge.Module.say = staticmethod(self._say)
        try:
            with contextlib.suppress(SystemExit), _as_in_a_module(self._loader.get_basedir()):
                self.module.main()
        finally:
            edge.Module.record = edge.Module.say = edge.Module.gateway = None
        return recorded[-1]

    def _say(self, text: str) -> None:
        # If it is not a terminal, standard output is buffered until the task ends; and it may be meant for a program.
        self._display.display(visible(f"{self._task.action}: {text}"), stderr=True)


def _read(action: ActionBase, printed: str) -> Any:
    """The output of a module: a dictionary, or an object from ansible-core 2.21 on."""
    answer: Any = {"stdout": printed, "stdout_lines": [], "stderr": "", "stderr_lines": [], "rc": 0}
    return action._parse_returned_data(answer, PROFILE)


def _warm_up() -> None:
    """Do once what every worker would have to do: Ansible imports this file in the process that forks the workers."""
    for direction in Direction:
        get_module_encoder(PROFILE, direction)
    sample = {"values": ["", 0, 0.5, True, None, {}]}  # fills Python's caches of isinstance() for these types
    given_only(sample)
    frozen((sample, MISSING))
    with contextlib.suppress(Exception):  # only fills caches of ansible-core; if that fails, tasks take longer
        remove_values(sample, set())
        result = _read(InWorker.__new__(InWorker), "{}")
        getattr(type(result), "from_action_result_dict", dict)({})
    # What exists by now lives as long as Ansible. To examine it for garbage takes long after a large result, and in a
    # worker it copies the memory that the processes share.
    gc.freeze()


if CAN_RUN_HERE:
    _warm_up()


@contextlib.contextmanager
def _as_in_a_module(folder: str) -> Iterator[None]:
    """Put warnings in the result, where failed_when and until look for them, instead of displaying them.

    File names are relative to the playbook's folder, in which Ansible's local connection starts modules.
    """
    before = os.getcwd()
    internal = getattr(warnings, "_internal")  # noqa: B009 - ansible-core before 2.19 has no such name
    for name in ("_global_warnings", "_global_deprecations"):
        getattr(warnings, name).clear()
    internal.is_controller = False
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        internal.is_controller = True
