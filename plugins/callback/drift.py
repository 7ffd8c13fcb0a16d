# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback drift: writes reports on what the tasks of a run changed or would change, when the run ends."""

from __future__ import annotations

DOCUMENTATION = r"""
name: drift
type: aggregate
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.0.0
short_description: Report the drift of a workspace from any playbook
description:
  - Collects what the modules of this collection would change if a playbook runs with C(--check), or did change if it
    runs without. At the end it writes C(drift.html), C(drift.md), C(drift.json) and C(drift.xml) (JUnit).
  - Tasks that fail are in the reports as errors, even if the playbook ignores or rescues them.
  - For a task with C(no_log), the reports only say that it changed something or failed.
  - A run without any task of this collection writes nothing.
  - The filter P(kinescope.kinescope.drift_report#filter) creates the same reports from a single result, and documents
    them.
requirements:
  - enable in configuration, with C(callbacks_enabled = kinescope.kinescope.drift)
options:
  report_dir:
    description:
      - Directory for the reports. The reports of an earlier run are replaced. It is created if it does not exist.
      - A relative path is relative to the directory that the playbook is run from or, in C(ansible.cfg), to the
        directory of that file.
      - Only the user who runs the playbook can read the files.
      - A symbolic link in place of a report is replaced. If anything else there is not a regular file, no report is
        written, and the callback issues a warning.
    type: path
    default: drift
    env:
      - name: KINESCOPE_DRIFT_REPORT_DIR
    ini:
      - section: kinescope_drift
        key: report_dir
  title:
    description: Title of the reports.
    type: str
    default: Kinescope drift
    env:
      - name: KINESCOPE_DRIFT_TITLE
    ini:
      - section: kinescope_drift
        key: title
seealso:
  - plugin: kinescope.kinescope.drift_report
    plugin_type: filter
"""

EXAMPLES = r"""
# In ansible.cfg
#
# [defaults]
# callbacks_enabled = kinescope.kinescope.drift
#
# [kinescope_drift]
# report_dir = reports
# title = Drift of our workspace
#
# Or for one run
#
# ANSIBLE_CALLBACKS_ENABLED=kinescope.kinescope.drift ansible-playbook --check site.yml
"""

import functools
import os
from collections.abc import Callable, Mapping
from typing import Any

from ansible.plugins.callback import CallbackBase

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.files import Files
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import Ledger
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.terms import NAME
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.words import verdict

_OWN = "kinescope.kinescope.kinescope_"


def _harmless(method: Callable[..., None]) -> Callable[..., None]:
    """Turns any exception into a warning: a report is not worth a broken run."""

    @functools.wraps(method)
    def guarded(self: CallbackModule, *arguments: Any, **named: Any) -> None:
        try:
            method(self, *arguments, **named)
        except Exception as error:
            # The text of an error about a result could repeat parts of the result.
            content = str(error) if isinstance(error, OSError) else error.__class__.__name__
            self._display.warning(visible(f"The drift reports are incomplete: {content}"))

    return guarded


class CallbackModule(CallbackBase):
    """Collects the results of this collection's tasks, and writes the reports at the end of the run."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "kinescope.kinescope.drift"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._ledger = Ledger()
        self._seen = False
        self._foreign: list[tuple[str, str]] = []  # (host, task)

    @_harmless
    def v2_runner_on_ok(self, result: Any) -> None:
        """A task of any collection has finished."""
        self._collect(result)

    @_harmless
    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """A task of any collection has failed, possibly in a block that is rescued."""
        self._collect(result, failed=True, ignored=ignore_errors)

    @_harmless
    def v2_runner_on_unreachable(self, result: Any) -> None:
        """A host was unreachable for a task."""
        self._collect(result, failed=True)

    @_harmless
    def v2_playbook_on_stats(self, stats: Any) -> None:
        """The run ends."""
        if not self._seen:
            return
        for host, task in self._foreign:
            summary = stats.summarize(host)
            if summary.get("failures") or summary.get("unreachable"):
                self._ledger.fail("the task failed, so later tasks may not have been checked", host, task)
        self._write()

    def _collect(self, result: Any, failed: bool = False, ignored: bool = False) -> None:
        """Keep what the result of a task says about the workspace, for the report."""
        task, content, host = _parts(result)
        action = str(getattr(task, "resolved_action", None) or task.action)
        name = str(task.get_name()).strip()
        if not action.startswith(_OWN):
            if failed and not ignored:
                self._foreign.append((host, name))
            return
        kind = action[len(_OWN) :]
        reads = action.endswith("_info")
        if not failed and (reads or not _has_changes(content)):
            if content.get("ansible_job_id") and not reads:
                said = f"The drift reports cannot show what '{name}' changes, because it runs in the background"
                self._display.warning(visible(said))
            return
        self._seen = True
        read = {"failed": True, **content} if failed and not content.get("unreachable") else content
        try:
            self._ledger.add(read, kind, host, name)
        except ValueError:
            self._ledger.fail("the changes of the task are unknown, because its result cannot be read", host, name)

    def _write(self) -> None:
        folder = os.path.abspath(str(self.get_option("report_dir")))  # type: ignore[no-untyped-call]
        title = str(self.get_option("title"))  # type: ignore[no-untyped-call]
        drift = self._ledger.drift()
        files = Files(folder, NAME, private=True)
        files.prepare()
        files.write(drift, title)
        self._display.display(visible(f"Drift reports in {folder}: {verdict(drift)}"))


def _has_changes(content: Any) -> bool:
    """Whether a result has changes; some modules never return any."""
    if not isinstance(content, Mapping):
        return False
    items = content.get("results")
    return any(key in content for key in ("changes", "censored", "error")) or (
        isinstance(items, list)
        and any(_has_changes(item) or item.get("failed") for item in items if isinstance(item, Mapping))
    )


def _parts(result: Any) -> tuple[Any, Mapping[str, Any], str]:
    """The task, its result and its host; their names were different before ansible-core 2.19."""
    if hasattr(result, "result"):
        task, content, host = result.task, result.result, result.host
    else:
        task, content, host = result._task, result._result, result._host
    if getattr(task, "no_log", False) is True and "results" not in content:
        content = {
            "censored": "no_log",
            **{key: content[key] for key in ("changed", "failed", "unreachable") if key in content},
        }
    return task, content, str(host.get_name())
