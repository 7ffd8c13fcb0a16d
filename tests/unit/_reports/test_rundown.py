# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The four reports about the check of live events."""

from __future__ import annotations

import json
import pathlib
import re
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight import counted, worst
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_lines import lines_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_rules import Finding, finding
from ansible_collections.kinescope.kinescope.plugins.plugin_utils import _in_worker, _rundown
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_markdown import LIMIT
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.formats import FORMATS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.native import native
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.rundown import rundown_of
from tests.unit._reports.samples.samples import HOSTILE

GOOD, ODD = finding("streamkey", "set"), finding("auto_start", "off")
BAD, DISABLED = finding("restreams", "no_key", name="A"), finding("restreams", "disabled", name="B")


def result(*events: tuple[str, list[Finding]]) -> dict[str, Any]:
    """The result of a task: each event with its findings."""
    shown: list[dict[str, Any]] = [
        {
            "id": str(number),
            "name": name,
            "starts_at": "2026-12-01T10:00:00Z" if number else None,
            "status": "pending",
            "severity": worst(found),
            "findings": [one._asdict() for one in found],
        }
        for number, (name, found) in enumerate(events)
    ]
    summary = {"events": len(shown), **counted(one for _name, found in events for one in found)}
    return {"events": shown, "summary": summary, "lines": lines_of(shown, summary, 24)}


def reports(given: dict[str, Any], host: str = "localhost") -> dict[str, str]:
    return {form: render(rundown_of(given, host), "Rundown", None) for form, render in FORMATS.items()}


@pytest.mark.parametrize(
    ("found", "badge", "verdict", "ready"),
    [
        ([GOOD], "Ready", "1 live event within 24 hours: no problems found", True),
        ([GOOD, ODD], "Look here", "1 live event within 24 hours: 1 warning", True),
        ([ODD, BAD, GOOD], "Not ready", "1 live event within 24 hours: 1 error, 1 warning", False),
    ],
)
def test_the_whole_in_a_word_and_a_sentence(found: list[Finding], badge: str, verdict: str, ready: bool) -> None:
    told = reports(result(("Lesson", found)))
    assert f"<title>{badge}: Rundown</title>" in told["html"]
    assert verdict in told["html"]
    assert verdict in told["markdown"]
    assert json.loads(told["json"])["ready"] is ready


def test_all_that_was_found() -> None:
    given = result(("Open day", [GOOD, DISABLED, BAD]), ("Lesson", [ODD]))
    told = reports(given, "school")
    report = json.loads(told["json"])
    assert (report["title"], report["hosts"], report["errors"]) == ("Rundown (school)", ["school"], [])
    assert (report["events"], report["summary"]) == (given["events"], given["summary"])

    root = ET.fromstring(told["junit"])  # noqa: S314 - our own
    assert [suite.get("name") for suite in root] == ["Not scheduled, Open day", "2026-12-01 10:00 UTC, Lesson"]
    cases = [(case.get("name"), [mark.tag for mark in case]) for case in root.iter("testcase")]
    assert cases == [("restreams", ["failure"]), ("streamkey", ["system-out"]), ("auto_start", ["skipped"])]
    assert root.findtext(".//failure") == (
        "\nerror: 'A' has no stream key; set its key\nwarning: 'B' is disabled; enable it, or remove it\n"
    )
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "0", "1"]

    assert "! 'A' has no stream key; set its key\n" in told["markdown"]
    assert "| **Total** | **1** | **2** | **1** |" in told["markdown"]
    assert "has a stream key" not in told["markdown"]  # only counted
    assert "unchanged" not in told["markdown"]
    assert "has a stream key" in told["html"]
    assert 'id="show-warning">warning 2' in told["html"]
    assert "Skip to the findings" in told["html"]
    assert "2 warnings" in told["html"]


def test_nothing_is_on() -> None:
    told = reports(result())
    assert "No live events within 24 hours" in told["markdown"]
    assert json.loads(told["json"])["ready"] is True
    assert "<title>Ready: Rundown</title>" in told["html"]


@pytest.mark.parametrize("word", ["failed", "unreachable"])
def test_what_is_not_known_is_not_ready(word: str) -> None:
    error = {"kind": "live_event", "key": None, "action": "read", "status": 401}
    told = reports({word: True, "msg": "Cannot read live event: 401", "error": error})
    report = json.loads(told["json"])
    assert (report["ready"], report["summary"], report["events"]) == (None, None, [])
    assert report["errors"] == [{"message": "Cannot read live event: 401", "status": 401}]
    for form in ("html", "markdown"):
        assert "The check failed, so whether the broadcasts are in order is unknown" in told[form]
        assert "Cannot read live event: 401" in told[form]
    assert "<title>Failed: Rundown</title>" in told["html"]
    assert 'class="counts"' not in told["html"]
    assert ET.fromstring(told["junit"]).get("errors") == "1"  # noqa: S314 - our own


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_only_shown(name: str) -> None:
    told = reports(result((name, [finding("restreams", "disabled", name=name)])))
    assert set(re.findall(r"<(script|img|b|a)\b[^>]*>", told["html"])) <= {"script", "a", "b"}
    assert len(re.findall("<script", told["html"])) == 1
    assert json.loads(told["json"])["events"][0]["name"] == native(name)
    ET.fromstring(told["junit"])  # noqa: S314 - our own


def test_many_findings_fit_into_a_comment() -> None:
    many = [finding("restreams", "disabled", name=f"Channel {number}") for number in range(60)]
    text = reports(result(*((f"Lesson {number}", many) for number in range(40))))["markdown"]
    assert len(text) <= LIMIT
    assert "more findings" in text
    assert "| **Total** |  | **2,400** |" in text.replace("**0**", "")


def test_the_action_writes_them(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = result(("Lesson", [BAD]))
    monkeypatch.setattr(_in_worker.InWorker, "run", lambda *_arguments: dict(given))
    task = SimpleNamespace(args={"report_dir": "r"}, async_val=0)
    action = _rundown.Rundown(task, None, None, SimpleNamespace(get_basedir=lambda: str(tmp_path)), None)
    told = action.run(None, {"inventory_hostname": "school"})
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == [
        f"preflight.{ending}" for ending in ("html", "json", "md", "xml")
    ]
    assert told["reports"][0] == str(tmp_path / "r/preflight.html")
    assert json.loads((tmp_path / "r/preflight.json").read_text())["title"] == "Kinescope rundown (school)"
