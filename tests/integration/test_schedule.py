# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role schedule and its playbook, as people call them."""

from __future__ import annotations

import json
import pathlib
from datetime import datetime, timedelta, timezone

import pytest

from tests.integration.console import Console
from tests.integration.test_guide import follow
from tests.simulator import Simulator

KEY = "the key of the channel"


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """An empty folder, and a workspace with the projects."""
    sim.seed("project", name="Live", catalog_type="live", privacy_type="anywhere")
    courses = sim.seed("project", name="Courses", catalog_type="vod", privacy_type="anywhere")
    sim.seed("folder", name="2030", project_id=courses["id"])
    return Console(tmp_path / "schedule", sim, edge)


@pytest.mark.worker_only
def test_the_guide_schedule_shows_what_happens(console: Console, sim: Simulator) -> None:
    """Each file is written, each command run, and each line of output seen."""
    console.environment["CHANNEL_KEY"] = KEY
    assert follow(console, "schedule", (sim.token, KEY)) == 5
    assert {event["name"] for event in sim.objects("live_event")} == {"Algebra", "Open day"}
    assert [restream["key"] for restream in sim.objects("restream")] == [KEY]


def test_a_calendar_is_followed(console: Console, sim: Simulator) -> None:
    """A series becomes events up to the horizon; the one on air is refused, and left alone when it is over."""
    begun = datetime.now(timezone.utc) - timedelta(minutes=30)
    event = "\n".join(
        [
            "UID:1",
            "SUMMARY:Алгебра",
            f"DTSTART:{begun:%Y%m%dT%H%M%SZ}",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY",
        ]
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
    console.write("school.ics", text)
    variables = {
        "kinescope_schedule_src": "school.ics",
        "kinescope_schedule_horizon": 2,
        "kinescope_schedule_templates": {"default": {"location": {"project": "Live"}}},
    }
    run = console.playbook("schedule", **variables)
    assert run, run.output
    days = [f"Алгебра {begun + timedelta(days=day):%Y-%m-%d}" for day in range(3)]
    assert sorted(one["name"] for one in sim.objects("live_event")) == days
    assert "changed=0" in console.playbook("schedule", **variables).output

    sim.set(stream_words="on-air")
    sim.edit("live_event", days[0], enabled=True)
    sim.connect(days[0])
    variables["kinescope_schedule_templates"] = {"default": {"latency_mode": "reduced"}}
    run = console.playbook("schedule", **variables)
    assert not run
    assert f"live event '{days[0]}' is on air since" in " ".join(run.output.split())


def test_the_outcome_is_reported(console: Console, sim: Simulator) -> None:
    """Where a directory for reports is set, and of this run, also if its options cannot be templated."""
    variables: dict[str, object] = {**ONE, "kinescope_base_dir": str(console.folder)}
    assert console.playbook("schedule", **variables, kinescope_schedule_report_dir="")
    assert list(console.folder.iterdir()) == []
    variables["kinescope_schedule_report_dir"] = "a/b"
    sim.edit("live_event", "A", reconnect_window=5)
    variables["kinescope_schedule_templates"] = {"default": {"reconnect_window": 60}}
    for check, outcome in (("--check", "planned"), ("--diff", "applied")):
        run = console.playbook("schedule", check, **variables)
        assert run, run.output
        report = json.loads(console.read("a/b/schedule.json"))
        assert (report["title"], report["outcomes"]) == ("Kinescope schedule", {outcome: 1})
    endings = ("html", "json", "md", "xml")
    assert sorted(path.name for path in (console.folder / "a/b").iterdir()) == [f"schedule.{one}" for one in endings]

    console.write(
        "site.yml",
        """
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_role: {name: kinescope.kinescope.schedule, rolespec_validate: false}
      vars: {kinescope_workspace_on_air_margin: "{{ nowhere.to_be_found }}"}
""",
    )
    assert not console.playbook("site.yml", **variables)
    assert json.loads(console.read("a/b/schedule.json"))["drift"] is None


ONE = {"kinescope_schedule_broadcasts": [{"name": "A", "start": "2030-01-01T00:00Z"}]}


@pytest.mark.worker_only
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "set exactly one of kinescope_schedule_src"),
        ({"kinescope_schedule_broadcasts": None}, "set exactly one of kinescope_schedule_src"),
        ({"kinescope_schedule_src": "none.csv"}, "kinescope_schedule_src: file not found: "),
        ({"kinescope_schedule_broadcasts": [{"name": "A"}, {"start": "x"}]}, "broadcast 2: must have name and start"),
        ({**ONE, "kinescope_schedule_time_zone": 5}, "time_zone: '5' is neither an offset"),
        ({**ONE, "kinescope_schedule_series_name": None, "kinescope_schedule_horizon": 0}, "horizon must be a number"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_asked(
    console: Console, sim: Simulator, variables: dict[str, object], said: str
) -> None:
    """One source that can be read."""
    run = console.playbook("schedule", **variables)
    assert not run
    assert said in run.output
    assert sim.requests() == []
