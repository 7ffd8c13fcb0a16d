# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback that reports drift, in real runs of ansible-playbook."""

from __future__ import annotations

import json
import pathlib
import re
import stat
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Run, Secret, task
from tests.simulator import Simulator

CALLBACK = "kinescope.kinescope.drift"
FILES = ("drift.html", "drift.json", "drift.md", "drift.xml")
PASSWORD = "the-password-of-the-webhook"


@pytest.fixture
def reports(tmp_path: pathlib.Path) -> pathlib.Path:
    """Where the reports of a test go."""
    return tmp_path / "a folder" / "reports"


def enabled(reports: pathlib.Path, **more: str | None) -> dict[str, str | None]:
    """The environment in which the callback runs."""
    return {
        "ANSIBLE_CALLBACKS_ENABLED": f"record,{CALLBACK}",
        "KINESCOPE_DRIFT_REPORT_DIR": str(reports),
        **more,
    }


def read(reports: pathlib.Path, run: Run) -> dict[str, Any]:
    """The JSON report, after checks that hold for every run: all reports are there, and agree."""
    assert sorted(path.name for path in reports.iterdir()) == sorted(FILES)
    for path in reports.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        text = path.read_text(encoding="utf-8")
        assert PASSWORD not in text
        assert RESTREAM["key"] not in text
        assert "invocation" not in text
        assert "api_token" not in text
    report: dict[str, Any] = json.loads((reports / "drift.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", report["generated_at"])
    root = ET.parse(reports / "drift.xml").getroot()  # noqa: S314 - of our own making
    assert int(root.get("errors", "")) >= report["summary"]["errors"]
    lines = [line for line in run.stdout.splitlines() if line.startswith("Drift reports in ")]
    assert len(lines) == 1
    assert lines[0].startswith(f"Drift reports in {reports}: ")
    assert "Traceback" not in run.output
    return report


def told(report: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Each change in short."""
    return [(change["kind"], change["key"], change["action"], change["outcome"]) for change in report["changes"]]


RESTREAM = {"url": "rtmp://r.example.com", "key": Secret("the-key-of-the-stream")}
WEBHOOK = {"name": "W", "endpoint": "https://w.example.com", "login": "me", "password": Secret(PASSWORD)}
TASKS = [
    task("player", "The player", {"name": "Main", "settings": {"autoplay": False}}),
    task("project", "The projects", {"name": "{{ item }}", "privacy_type": "anywhere"}, loop=["A", "B", "C"]),
    task("project", "Too many", {"name": "B", "state": "absent"}),
    task("webhook", "A secret", WEBHOOK),
    task("privacy_domain", "Not to be told", {"domain": "hidden.example.com"}, no_log=True),
    task("live_event", "Its streams", {"name": "E", "subtitle": "s", "restreams": [{"name": "R", **RESTREAM}]}),
]


@pytest.fixture
def stocked(sim: Simulator) -> Simulator:
    """A workspace that is not as TASKS want it."""
    sim.seed("player", name="Main")
    sim.seed("project", name="A", privacy_type="anywhere")
    sim.seed("project", name="B", privacy_type="nowhere")
    sim.seed("live_event", name="E", type="one-time")
    return sim


def test_a_check_is_reported(play: Play, stocked: Simulator, reports: pathlib.Path) -> None:
    failing = task("project", "Refused", {"id": "nonsense"})
    run = play(stocked, [*TASKS, failing], check=True, env=enabled(reports, KINESCOPE_DRIFT_TITLE="Our workspace"))
    assert stocked.writes == []
    report = read(reports, run)
    assert told(report) == [
        ("player", "Main", "update", "planned"),
        ("project", "B", "update", "planned"),
        ("project", "C", "create", "planned"),
        ("project", "B", "delete", "planned"),
        ("webhook", "W", "create", "planned"),
        ("privacy_domain", "Not to be told", "change", "hidden"),
        ("live_event", "E", "update", "planned"),
    ]
    by_key = {(change["action"], change["key"]): change for change in report["changes"]}
    assert by_key["update", "Main"]["fields"] == {"settings": {"before": {}, "after": {"autoplay": False}}}
    assert by_key["update", "B"]["fields"] == {"privacy_type": {"before": "nowhere", "after": "anywhere"}}
    assert by_key["update", "B"]["task"] == "The projects"
    assert by_key["create", "W"]["fields"]["password"] == {"after": "********"}
    (restream,) = by_key["update", "E"]["fields"]["restreams"]["after"]
    assert restream["url"] == "rtmp://r.example.com"
    assert [(error["task"], error["kind"]) for error in report["errors"]] == [("Refused", "project")]
    assert "nonsense" in report["errors"][0]["message"]
    assert report["title"] == "Our workspace"
    assert report["summary"]["unchanged"] == 1
    assert report["sections"]["projects"]["unchanged"] == 1
    for name in FILES:
        text = (reports / name).read_text(encoding="utf-8")
        assert "hidden.example.com" not in text
        assert "Our workspace" in text.replace("\\", "")
    assert "7 changes" in run.stdout
    assert "1 task failed" in run.stdout


def test_a_real_run_is_reported_and_then_there_is_no_drift(
    play: Play, stocked: Simulator, reports: pathlib.Path
) -> None:
    tasks = [*TASKS[:2], TASKS[3]]
    first = read(reports, play(stocked, tasks, env=enabled(reports)))
    assert {change["outcome"] for change in first["changes"]} == {"applied"}
    assert first["errors"] == []
    run = play(stocked, tasks, check=True, env=enabled(reports))
    assert read(reports, run)["drift"] is False
    assert "No drift: 5 objects in sync" in run.stdout
    assert "No drift: 5 objects in sync" in (reports / "drift.md").read_text(encoding="utf-8")


def test_a_report_says_how_far_a_failed_task_came(play: Play, sim: Simulator, reports: pathlib.Path) -> None:
    sim.seed("live_event", name="E", type="one-time")
    sim.fault("status", method="POST", path="*/restreams", status=400, times=1)
    restreams = [{"name": name, **RESTREAM} for name in ("R", "S")]
    event = task("live_event", "event", {"name": "E", "subtitle": "s", "restreams": restreams}, ignore_errors=False)
    rescued = {"name": "block", "block": [event], "rescue": [{"ansible.builtin.debug": {"msg": "rescued"}}]}
    silent = task("project", "silent", {"id": "nonsense"}, failed_when=False)
    report = read(reports, play(sim, [rescued, silent], env=enabled(reports)))
    assert told(report) == [
        ("live_event", "E", "update", "failed"),
    ]
    assert report["changes"][0]["reason"].endswith("; written: subtitle; not written: restreams")
    assert [error["task"] for error in report["errors"]] == ["event", "silent"]
    assert report["errors"][0]["status"] == 400


def test_a_report_says_what_was_not_looked_at(play: Play, sim: Simulator, reports: pathlib.Path) -> None:
    ignored = {"name": "ignored", "ansible.builtin.fail": {"msg": "no"}}
    stops = {"name": "stops", "ansible.builtin.fail": {"msg": "a secret of theirs"}, "ignore_errors": False}
    report = read(reports, play(sim, [TASKS[0], ignored, stops, TASKS[1]], check=True, env=enabled(reports)))
    assert len(report["changes"]) == 1
    assert [error["task"] for error in report["errors"]] == ["stops"]
    assert "a secret of theirs" not in json.dumps(report)


def test_each_host_has_its_part_of_the_report(play: Play, sim: Simulator, reports: pathlib.Path) -> None:
    tasks = [task("player", "The player", {"name": "{{ inventory_hostname }}"})]
    run = play(sim, tasks, check=True, env=enabled(reports), inventory="one,two,", hosts="all")
    report = read(reports, run)
    assert sorted((change["key"], change["host"]) for change in report["changes"]) == [("one", "one"), ("two", "two")]
    assert "on two" in (reports / "drift.html").read_text(encoding="utf-8")


def test_a_run_without_our_tasks_leaves_no_report(play: Play, reports: pathlib.Path) -> None:
    other = {"name": "other", "ansible.builtin.debug": {"msg": "x"}}
    skipped = {**TASKS[0], "when": False}
    run = play(None, [other, skipped], check=True, env=enabled(reports))
    assert run.code == 0
    assert not reports.exists()
    assert "Drift reports" not in run.output


def test_trouble_with_the_reports_does_not_break_the_run(play: Play, stocked: Simulator, reports: pathlib.Path) -> None:
    reports.parent.mkdir()
    reports.write_text("a file, where a folder should be")
    run = play(stocked, TASKS[:1], check=True, env=enabled(reports))
    assert run.code == 0
    assert run("The player").changed
    assert "The drift reports are incomplete" in run.stderr
    assert reports.read_text() == "a file, where a folder should be"


def test_the_reports_of_an_earlier_run_are_replaced(
    play: Play, stocked: Simulator, reports: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """Also where someone put a link: what it points to stays as it is."""
    target = tmp_path / "target"
    target.write_text("not a report")
    reports.mkdir(parents=True)
    (reports / "drift.json").symlink_to(target)
    read(reports, play(stocked, TASKS[:1], check=True, env=enabled(reports)))
    assert target.read_text() == "not a report"
    assert not (reports / "drift.json").is_symlink()


def test_the_filter_makes_the_same_report_in_a_playbook(play: Play, stocked: Simulator, tmp_path: pathlib.Path) -> None:
    """The values of a template have types of their own, and the text still is one."""
    page = tmp_path / "page.html"
    tasks = [
        task("project", "seen", {"name": "{{ item }}", "privacy_type": "anywhere"}, loop=["A", "B"], register="seen"),
        {
            "name": "written",
            "ansible.builtin.copy": {
                "content": "{{ seen | kinescope.kinescope.drift_report('html', title=inventory_hostname) }}",
                "dest": str(page),
                "mode": "0600",
            },
            "check_mode": False,
        },
        {
            "name": "refused",
            "ansible.builtin.debug": {"msg": "{{ 'x' | kinescope.kinescope.drift_report('html') }}"},
        },
    ]
    run = play(stocked, tasks, check=True)
    assert run("written").changed
    text = page.read_text(encoding="utf-8")
    assert '<h1 dir="auto">localhost</h1>' in text
    assert '<ins class="value">&quot;anywhere&quot;</ins>' in text
    assert "this is a string, not the result of a task" in run("refused").msg


SIGNED = "https://ads.example.com/vast?zone=7&token=s3cret-of-the-ad-{}"


def test_no_output_has_what_is_secret_in_links_of_players(play: Play, sim: Simulator, reports: pathlib.Path) -> None:
    """They are compared as they are, and shown masked."""

    def player(name: str, one: str, two: str) -> dict[str, Any]:
        settings = {"logo_url": Secret(SIGNED.format(one)), "links": [Secret(SIGNED.format(one))]}
        return {"name": name, "settings": settings, "ads": [{"url": Secret(SIGNED.format(two))}]}

    def tasks(one: str, two: str) -> list[dict[str, Any]]:
        document = {"version": 1, "players": [player("Of a document", one, two)]}
        return [
            task("player", "Alone", player("Alone", one, two)),
            task("workspace", "A document", {"config": document}),
            task("info", "Read", {"kind": "player"}),
        ]

    loud: dict[str, Any] = {"diff": True, "verbosity": 3, "env": enabled(reports)}
    steps = [("a", "a", "create"), ("b", "a", "update"), ("b", "c", "update"), ("b", "c", "")]
    for one, two, action in steps:
        for check in (True, False):
            run = play(sim, tasks(one, two), check=check, **loud)
            assert [each.outcome for each in run] == ["ok", "ok", "ok"], run.output
            assert all(each.changed is bool(action) for each in run[:2])
            report = read(reports, run)
            assert [change["action"] for change in report["changes"]] == [action, action] * bool(action)
            assert not action or "https://ads.example.com/vast?********" in run.output
            texts = [path.read_text(encoding="utf-8") for path in reports.iterdir()]
            assert "s3cret" not in "".join([run.output, json.dumps([each.result for each in run]), *texts])
            assert action != "update" or "vast?******** (changed)" in texts[0].replace("\\", "")
    stored = [sim.object("player", name) for name in ("Alone", "Of a document")]
    assert {one["ads"][0]["url"] for one in stored} == {SIGNED.format("c")}
    assert {one["settings"]["logo_url"] for one in stored} == {SIGNED.format("b")}
    sim.fault("status", method="PUT", path="/v1/players/*", status=400, message=SIGNED.format("d"), times=2)
    run = play(sim, tasks("d", "d"), **loud)
    assert [each.outcome for each in run] == ["failed", "failed", "ok"]
    read(reports, run)
    texts = [path.read_text(encoding="utf-8") for path in reports.iterdir()]
    assert "s3cret" not in "".join([run.output, json.dumps([each.result for each in run]), *texts])
