# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's main() in Ansible's worker: what the items of a loop, which share the worker, leave to each other."""

from __future__ import annotations

import json
import pathlib
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.module_utils import basic

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.plugin_utils import _in_worker

pytestmark = pytest.mark.skipif(not _in_worker.CAN_RUN_HERE, reason="every module is shipped with this ansible-core")


def test_under_no_log_nothing_is_said_also_after_an_item_that_spoke(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """no_log may differ from item to item."""
    shown: list[str] = []
    for name in ("_ANSIBLE_ARGS", "_ANSIBLE_PROFILE"):
        monkeypatch.setattr(basic, name, None)

    def main() -> None:
        if edge.Module.say:
            edge.Module.say("at work")
        assert edge.Module.record
        edge.Module.record({"changed": False})

    def run(no_log: bool) -> Any:
        task = SimpleNamespace(action="kinescope_tag", no_log=no_log)
        loader = SimpleNamespace(get_basedir=lambda: str(tmp_path))
        action = type("Action", (_in_worker.InWorker,), {"module": SimpleNamespace(main=main)})(
            task, None, None, loader, None
        )
        action._display = SimpleNamespace(display=lambda text, stderr: shown.append(text))
        return json.loads(action._main({}))

    assert [run(no_log) for no_log in (False, True)] == [{"changed": False}] * 2
    assert shown == ["kinescope_tag: at work"]
    assert (edge.Module.say, edge.Module.record) == (None, None)
