# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: record
short_description: Record every task's full result for the integration tests
description:
  - Appends one JSON line per task to the file named by E(RECORD_FILE).
  - When E(RECORD_JOURNAL) holds the address of a simulator's journal, each line also says how many requests the
    simulator had seen when the task began and when it ended.
author: the kinescope.kinescope contributors
"""

FILE = os.environ["RECORD_FILE"]
JOURNAL = urlsplit(os.environ.get("RECORD_JOURNAL", ""))


def _seen() -> int:
    """How many requests the simulator has seen; 0 without a simulator."""
    if not JOURNAL.hostname:
        return 0
    connection = HTTPConnection(JOURNAL.hostname, JOURNAL.port, timeout=10)
    connection.request("GET", JOURNAL.path)
    entries = json.load(connection.getresponse())["entries"]
    connection.close()
    return len(entries)


class CallbackModule(CallbackBase):
    """Writes down what callbacks are told."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "record"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._started: dict[str, tuple[float, int]] = {}

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        self._started[task._uuid] = (time.time(), _seen())

    def v2_playbook_on_handler_task_start(self, task: Any) -> None:
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_ok(self, result: Any) -> None:
        self._record("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._record("failed", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._record("unreachable", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._record("skipped", result)

    def _record(self, outcome: str, result: Any) -> None:
        task = result._task
        begun, first = self._started.get(task._uuid, (time.time(), 0))
        line = {
            "name": task.name,
            "action": task.action,
            "outcome": outcome,
            # older versions of ansible-core tell callbacks internal keys too
            "result": {key: value for key, value in result._result.items() if key != "_ansible_no_log"},
            "begun": begun,
            "ended": time.time(),
            "requests": [first, _seen()],
        }
        with open(FILE, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")
