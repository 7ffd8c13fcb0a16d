# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback by itself: both shapes of what Ansible tells it, and results that are not as they should be."""

from __future__ import annotations

import json
import pathlib
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.callback.drift import CallbackModule
from tests.unit._reports.samples.samples import HOSTILE, change, workspace


class Screen:
    """A display that remembers."""

    verbosity = 0

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def display(self, line: str) -> None:
        self.lines.append(line)

    def warning(self, line: str) -> None:
        self.warnings.append(line)


class Callback(CallbackModule):
    """The callback with options of a test's own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.screen = Screen()
        super().__init__(display=self.screen)
        self.folder = folder

    def get_option(self, k: str, hostvars: Any = None) -> Any:
        return {"report_dir": str(self.folder), "title": "t"}[k]

    def end(self, **failures: int) -> dict[str, Any]:
        """The end of the run, and the report."""
        self.v2_playbook_on_stats(SimpleNamespace(summarize=lambda host: {"failures": failures.get(host, 0)}))
        report: dict[str, Any] = json.loads((self.folder / "drift.json").read_text(encoding="utf-8"))
        return report


@pytest.fixture
def callback(tmp_path: pathlib.Path) -> Callback:
    """A callback that writes to a folder of the test."""
    return Callback(tmp_path / "reports")


def told(result: Any, module: str = "workspace", new: bool = True, **task: Any) -> SimpleNamespace:
    """What Ansible tells; before 2.19 under other names."""
    action = module if "." in module else f"kinescope.kinescope.kinescope_{module}"
    about = {"action": action.rpartition(".")[2], "resolved_action": action, "no_log": False, **task}
    one = SimpleNamespace(get_name=lambda: f"the {module}", **about)
    host = SimpleNamespace(get_name=lambda: "h")
    if new:
        return SimpleNamespace(result=result, task=one, host=host)
    return SimpleNamespace(_result=result, _task=one, _host=host)


PLAN = workspace(
    (change("player", "A", "create", "name"), {}, {"name": "A"}),
    sections={"players": {"wanted": 3, "unchanged": 2, "unmanaged": 1}},
    summary={"unchanged": 2},
)


@pytest.mark.parametrize("new", [True, False])
def test_results_of_old_and_new_ansible_core(callback: Callback, new: bool) -> None:
    callback.v2_runner_on_ok(told(PLAN, new=new))
    report = callback.end()
    assert report["summary"]["create"] == 1
    assert report["sections"]["players"]["unmanaged"] == 1
    assert callback.screen.lines == [
        f"Drift reports in {callback.folder}: 1 change planned: 1 create; 2 objects in sync, 1 unmanaged"
    ]
    assert callback.screen.warnings == []


def test_a_failure_is_one_even_if_its_result_does_not_say_so(callback: Callback) -> None:
    callback.v2_runner_on_failed(told({"msg": "broken"}))
    callback.v2_runner_on_failed(told({"msg": "broken"}), ignore_errors=True)
    callback.v2_runner_on_unreachable(told({"unreachable": True, "msg": "away"}, "player"))
    callback.v2_runner_on_failed(told({"msg": "refused"}, "usage_info"))
    assert [error["message"] for error in callback.end()["errors"]] == ["broken", "broken", "away", "refused"]


def test_a_result_that_cannot_be_read_is_a_failure(callback: Callback) -> None:
    callback.v2_runner_on_ok(told({"changes": [7]}))
    callback.v2_runner_on_ok(told({"results": [{"changes": "x"}]}, "player"))
    messages = {error["message"] for error in callback.end()["errors"]}
    assert messages == {"the changes of the task are unknown, because its result cannot be read"}


def test_modules_without_changes_are_left_out(callback: Callback) -> None:
    callback.v2_runner_on_ok(told({"results": [{"views": 3}], "changed": False}, "analytics_info"))
    callback.v2_runner_on_ok(told({"results": [{"views": 3}, 7], "changed": False}, "player"))
    callback.v2_runner_on_ok(told({"censored": "x", "changed": False}, "usage_info"))
    callback.v2_runner_on_ok(told({"changes": 7, "changed": True}, "community.other.kinescope_player"))
    callback.v2_playbook_on_stats(None)
    assert not callback.folder.exists()
    assert (callback.screen.lines, callback.screen.warnings) == ([], [])


def test_tasks_in_the_background_are_mentioned(callback: Callback) -> None:
    callback.v2_runner_on_ok(told({"ansible_job_id": "1", "started": 1}, "player"))
    assert len(callback.screen.warnings) == 1
    assert "runs in the background" in callback.screen.warnings[0]


@pytest.mark.parametrize("module", ["info", "workspace_info", "usage_info"])
def test_reads_in_the_background_are_left_out(callback: Callback, module: str) -> None:
    callback.v2_runner_on_ok(told({"ansible_job_id": "1", "started": 1}, module))
    callback.v2_playbook_on_stats(None)
    assert callback.screen.warnings == []
    assert not callback.folder.exists()


def test_no_log_holds_also_where_ansible_did_not_apply_it(callback: Callback) -> None:
    callback.v2_runner_on_ok(told({**PLAN, "msg": "s3cret"}, no_log=True))
    callback.v2_runner_on_failed(told({"changes": [], "msg": "s3cret"}, no_log=True))
    report = callback.end()
    assert (report["summary"]["other"], report["summary"]["errors"]) == (1, 1)
    assert all("s3cret" not in path.read_text() and '"A"' not in path.read_text() for path in callback.folder.iterdir())


def test_failures_of_others_count_when_they_ended_the_run(callback: Callback) -> None:
    callback.v2_runner_on_ok(told(PLAN))
    callback.v2_runner_on_failed(told({"msg": "x"}, "ansible.builtin.fail"))
    assert len(callback.end(h=1)["errors"]) == 1


def test_failures_of_others_that_were_rescued(callback: Callback) -> None:
    callback.v2_runner_on_ok(told(PLAN))
    callback.v2_runner_on_failed(told({"msg": "x"}, "ansible.builtin.fail"))
    assert callback.end()["errors"] == []


def test_nothing_that_is_reported_breaks_the_run(callback: Callback) -> None:
    for nonsense in (None, SimpleNamespace(), told(None), told([]), told({"changes": [], "diff": 7, "sections": "x"})):
        callback.v2_runner_on_ok(nonsense)
        callback.v2_runner_on_failed(nonsense)
        callback.v2_runner_on_unreachable(nonsense)
    assert callback.screen.warnings
    assert not any(text in line for line in callback.screen.warnings for text in HOSTILE if len(text) > 5)


def test_no_file_is_left_half_written(callback: Callback, monkeypatch: pytest.MonkeyPatch) -> None:
    callback.v2_runner_on_ok(told(PLAN))
    callback.end()
    before = {path.name: path.read_bytes() for path in callback.folder.iterdir()}

    def refuse(source: str, target: str) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", refuse)
    callback.v2_playbook_on_stats(SimpleNamespace(summarize=lambda host: {}))
    assert {path.name: path.read_bytes() for path in callback.folder.iterdir()} == before
    assert callback.screen.warnings == ["The drift reports are incomplete: no space left"]
