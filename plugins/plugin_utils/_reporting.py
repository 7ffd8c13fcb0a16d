# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action of a module with the option report_dir: it writes the reports on the controller.

This is done in the worker, where the result is at hand: separate tasks for the files would start a process for each,
and Ansible would copy the whole result to each of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._in_worker import InWorker
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.terms import NAME, TITLE


class Reporting(InWorker):
    """The action plugin of such a module. A subclass can give reports another name, title and topic."""

    name, title = NAME, TITLE

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The module's result. The module does not run if the reports could not be written."""
        if self._task.args.get("report_dir") in (None, ""):
            return super().run(tmp, task_vars)
        # a task without reports does not need the libraries for them
        from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.files import Files

        files = Files(*self._place(), private=False)
        try:
            files.prepare()
        except OSError as error:
            return {"failed": True, "changed": False, "reports": [], "msg": _error_text(error)}
        result = super().run(tmp, task_vars)
        return {**result, **self._written(files, result, str((task_vars or {}).get("inventory_hostname", "")))}

    def _place(self) -> tuple[str, str]:
        """The folder and the name of the reports. Raises AnsibleActionFail."""
        given = self._task.args
        if self._task.async_val:
            raise AnsibleActionFail("report_dir cannot be used with async: the task ends before there is a result")
        for option in ("report_dir", "report_name", "report_title"):
            if not isinstance(given.get(option, ""), str):
                raise AnsibleActionFail(visible(f"{option} must be a string"))
        name = given.get("report_name", self.name)
        if not name or "/" in name:
            raise AnsibleActionFail(visible(f"report_name must be the name of a file, not '{name}'"))
        folder = os.path.expanduser(os.path.expandvars(given["report_dir"]))
        base = os.path.expanduser(str(given.get("base_dir") or ""))
        return os.path.join(os.path.abspath(self._loader.get_basedir()), base, folder), name

    def _written(self, files: Any, result: Mapping[str, Any], host: str) -> dict[str, Any]:
        """The keys that are added to a result after its reports have been written."""
        try:
            title = self._task.args.get("report_title", self.title)
            return {"reports": files.write(self._reported(result, host), title)}
        except OSError as error:
            message = "; ".join(filter(None, (str(result.get("msg") or ""), _error_text(error))))
            return {"failed": True, "reports": [], "msg": message}

    def _reported(self, result: Mapping[str, Any], host: str) -> Any:
        """The content of the reports."""
        from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import drift_of

        return drift_of(result, host)


def _error_text(error: OSError) -> str:
    return visible(f"the reports cannot be written; {error.strerror}: {error.filename}")
