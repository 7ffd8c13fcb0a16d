# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's main() in Ansible's worker: what the items of a loop, which share the worker, leave to each other."""

from __future__ import annotations

import gc
import pathlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.module_utils import basic

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.plugin_utils import _in_worker

pytestmark = pytest.mark.skipif(not _in_worker.CAN_RUN_HERE, reason="every module is shipped with this ansible-core")


@pytest.fixture
def action(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make the action of a module with this main()."""
    for name in ("_ANSIBLE_ARGS", "_ANSIBLE_PROFILE"):
        monkeypatch.setattr(basic, name, None)
    monkeypatch.setattr(_in_worker.InWorker, "_last_arguments", None)
    monkeypatch.setattr(_in_worker.InWorker, "_update_module_args", lambda *arguments: None)

    def make(main: Callable[[], None], no_log: bool = False) -> Any:
        task = SimpleNamespace(action="kinescope_tag", args={}, no_log=no_log)
        loader = SimpleNamespace(get_basedir=lambda: str(tmp_path))
        kind = type("Action", (_in_worker.InWorker,), {"module": SimpleNamespace(main=main)})
        return kind(task, None, None, loader, None)

    return make


def test_garbage_collections_leave_alone_what_workers_share_with_ansible() -> None:
    assert not any(one is _in_worker.InWorker for one in gc.get_objects())


def test_under_no_log_nothing_is_said_also_after_an_item_that_spoke(action: Any) -> None:
    """no_log may differ from item to item."""
    shown: list[str] = []

    def main() -> None:
        if edge.Module.say:
            edge.Module.say("at work")
        assert edge.Module.record
        edge.Module.record({"changed": False}, {})

    for no_log in (False, True):
        item = action(main, no_log)
        item._display = SimpleNamespace(display=lambda text, stderr: shown.append(text))
        assert item._run_here({})["changed"] is False
    assert shown == ["kinescope_tag: at work"]
    assert (edge.Module.say, edge.Module.record) == (None, None)


def test_what_ansible_takes_out_of_results_of_modules_is_taken_out_here_too(action: Any) -> None:
    def main() -> None:
        assert edge.Module.record
        edge.Module.record({"changed": False, "ansible_facts": {"discovered_interpreter_python": "/no/python"}}, {})

    assert not action(main)._run_here({})["ansible_facts"]


def test_values_that_ansible_need_not_handle_arrive_in_their_places(action: Any) -> None:
    def main() -> None:
        assert edge.Module.record
        edge.Module.record({"first": None, "changed": False, "last": None}, {"first": '[{"a": 1}]', "last": "{}"})

    result = action(main)._run_here({})
    assert (result["first"], result["last"], result["changed"]) == ([{"a": 1}], {}, False)
