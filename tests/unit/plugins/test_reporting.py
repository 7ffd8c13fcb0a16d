# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action with the option report_dir: four files that appear as a whole, or an error before anything is done."""

from __future__ import annotations

import json
import os
import pathlib
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.kinescope.kinescope.plugins.plugin_utils import _in_worker, _reporting
from tests.unit._reports.samples.samples import change, workspace

PLAN = workspace((change("player", "Main", "create", "name"), {}, {"name": "Main"}), msg="planned")
NAMES = ["drift.html", "drift.json", "drift.md", "drift.xml"]


@pytest.fixture
def action(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the action of a module that returns a result; the folder of the playbook is tmp_path."""

    def make(result: dict[str, Any], *, async_val: int = 0, **options: Any) -> Any:
        calls: list[None] = []
        monkeypatch.setattr(_in_worker.InWorker, "run", lambda *_arguments: calls.append(None) or dict(result))
        task = SimpleNamespace(args=options, async_val=async_val)
        made = _reporting.Reporting(task, None, None, SimpleNamespace(get_basedir=lambda: str(tmp_path)), None)
        return made.run(None, {"inventory_hostname": "school"}), len(calls)

    return make


def test_the_reports_stand_beside_the_playbook_and_can_be_read_by_others(action: Any, tmp_path: pathlib.Path) -> None:
    umask = os.umask(0o077)
    try:
        told, _calls = action(PLAN, report_dir="a/b", report_title="Plan")
    finally:
        os.umask(umask)
    assert sorted(os.listdir(tmp_path / "a/b")) == NAMES
    assert told == {
        **PLAN,
        "reports": [str(tmp_path / f"a/b/{name}") for name in ("drift.html", "drift.json", "drift.xml", "drift.md")],
    }
    assert {os.stat(path).st_mode & 0o777 for path in told["reports"]} == {0o644}
    report = json.loads((tmp_path / "a/b/drift.json").read_text())
    assert (report["title"], report["hosts"], report["drift"]) == ("Plan (school)", ["school"], True)


@pytest.mark.parametrize(
    ("base", "folder", "expected"),
    [
        ("", "r", "r"),
        ("base", "r", "base/r"),
        ("base", "/absolute", "/absolute"),
        ("~", "r", "home/r"),
        ("", "$WHERE", "there"),
    ],
)
def test_where_they_are(
    action: Any, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, base: str, folder: str, expected: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WHERE", "there")
    absolute = str(tmp_path / "else")
    folder, expected = folder.replace("/absolute", absolute), expected.replace("/absolute", absolute)
    told, _calls = action(PLAN, base_dir=base, report_dir=folder, report_name="apply")
    assert told["reports"][0] == str(tmp_path / expected / "apply.html")


def test_without_the_option_nothing_is_written(action: Any, tmp_path: pathlib.Path) -> None:
    assert action(PLAN) == (PLAN, 1)
    assert action(PLAN, report_dir=None) == (PLAN, 1)
    assert action(PLAN, report_dir="") == (PLAN, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_task_has_reports(action: Any, tmp_path: pathlib.Path) -> None:
    told, _calls = action({"failed": True, "msg": "the document is not valid"}, report_dir="r")
    assert (told["failed"], told["msg"], len(told["reports"])) == (True, "the document is not valid", 4)
    assert json.loads((tmp_path / "r/drift.json").read_text())["drift"] is None


def _fifo(folder: pathlib.Path) -> None:
    (folder / "r").mkdir()
    os.mkfifo(folder / "r/drift.md")


UNWRITABLE = {
    "a pipe in place of a report": (_fifo, "r", "it is not a regular file: {}/r/drift.md"),
    "a file in place of the folder": (lambda folder: (folder / "r").write_text(""), "r", "Not a directory"),
    "a name that none may have": (lambda _folder: None, "r\0", "a character that is not allowed in a path"),
}


@pytest.mark.parametrize("case", UNWRITABLE)
def test_what_cannot_be_written_is_reported_before_anything_is_done(
    action: Any, tmp_path: pathlib.Path, case: str
) -> None:
    prepare, folder, said = UNWRITABLE[case]
    prepare(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    told, calls = action(PLAN, report_dir=folder)
    assert calls == 0
    assert (told["failed"], told["changed"], told["reports"]) == (True, False, [])
    assert told["msg"].startswith("the reports cannot be written; ")
    assert said.format(tmp_path) in told["msg"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_is_replaced_and_not_followed(action: Any, tmp_path: pathlib.Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (tmp_path / "drift.json").symlink_to("kept")
    action(PLAN, report_dir=".")
    assert (tmp_path / "kept").read_text() == "kept"
    assert json.loads((tmp_path / "drift.json").read_text())["drift"] is True


def test_what_was_applied_is_not_lost_when_its_reports_cannot_be_written(
    action: Any, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device", "r/drift.html")

    monkeypatch.setattr(os, "fsync", full)
    told, _calls = action(PLAN, report_dir="r")
    assert told["changes"] == PLAN["changes"]
    assert told["failed"] is True
    assert told["msg"] == "planned; the reports cannot be written; No space left on device: r/drift.html"
    assert os.listdir(tmp_path / "r") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"report_dir": ["r"]}, "report_dir must be a string"),
        ({"report_dir": "r", "report_title": 1}, "report_title must be a string"),
        ({"report_dir": "r", "report_name": "a/b"}, "report_name must be the name of a file, not 'a/b'"),
        ({"report_dir": "r", "report_name": ""}, "report_name must be the name of a file, not ''"),
        ({"report_dir": "r", "async_val": 5}, "report_dir cannot be used with async"),
    ],
)
def test_options_that_cannot_be(action: Any, tmp_path: pathlib.Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(AnsibleActionFail, match=said):
        action(PLAN, **options)
    assert list(tmp_path.iterdir()) == []
