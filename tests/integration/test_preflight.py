# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role preflight and its playbook, as people and pipelines call them."""

from __future__ import annotations

import json
import pathlib
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest

from tests.integration.console import Console
from tests.integration.test_guide import follow
from tests.simulator import Simulator

KEY = "the key of the channel"
NAME = "Открытый урок <b>&amp;</b>"


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """An empty folder, and a workspace with a broadcast in an hour."""
    live = sim.seed("project", name="Live", catalog_type="live", privacy_type="anywhere")
    courses = sim.seed("project", name="Courses", catalog_type="vod", privacy_type="anywhere")
    sim.seed(
        "live_event",
        name=NAME,
        type="one-time",
        auto_start=True,
        parent_id=live["id"],
        record={"parent_id": courses["id"]},
        scheduled={"time": f"{datetime.now(timezone.utc) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"},
        restreams=[{"name": "Channel", "url": "rtmp://live.example.com/app", "key": KEY}],
    )
    return Console(tmp_path / "preflight", sim, edge)


def test_a_broadcast_is_checked_before_and_while_it_is_on_air(console: Console, sim: Simulator) -> None:
    """Table, reports and exit code: all is well; something is amiss; it goes on air too early."""
    run = console.playbook("preflight")
    assert run, run.output
    assert '"1 live event within 24 hours: no problems found"' in run.output
    assert "changed=0" in run.output
    assert json.loads(console.read("preflight/preflight.json"))["ready"] is True

    sim.edit("restream", "Channel", enabled=False)
    run = console.playbook("preflight", "--check")
    assert run, run.output  # a warning
    assert "  warning  restreams   'Channel' is disabled; enable it, or remove" in run.output

    sim.edit("restream", "Channel", enabled=True, url="live.example.com")
    sim.set(stream_words="on-air")
    sim.connect(NAME)
    run = console.playbook("preflight", kinescope_workspace_on_air_margin=30)
    assert (run.code, sim.writes) == (2, [])
    told = " ".join(run.output.split())
    assert "broadcasts are not in order: 1 live event within 24 hours: 1 error, 2 warnings; reports in " in told
    assert "is on air since" in told
    texts = {ending: console.read(f"preflight/preflight.{ending}") for ending in ("json", "md", "html", "xml")}
    everything = run.output + "".join(texts.values())
    assert KEY not in everything
    assert sim.object("live_event", NAME)["streamkey"] not in everything
    report = json.loads(texts["json"])
    assert (report["ready"], report["summary"]["error"], report["events"][0]["name"]) == (False, 1, NAME)
    assert "Открытый урок &lt;b&gt;&amp;amp;&lt;/b&gt;" in texts["html"]
    assert "<b>&amp;" not in texts["html"]
    root = ET.fromstring(texts["xml"])  # noqa: S314 - our own
    assert (root.get("failures"), root.get("skipped")) == ("1", "1")  # two findings about the restream are one test
    assert console.playbook("preflight", kinescope_preflight_fail_on="never")


@pytest.mark.worker_only
def test_what_is_asked_for(console: Console, sim: Simulator) -> None:
    """One event by its name, rules to ignore, warnings that count, and what nobody may read."""
    sim.fault("status", path="/v1/projects", status=403, code=100103, times=99)
    run = console.playbook("preflight", kinescope_preflight_event=NAME, kinescope_preflight_fail_on="warning")
    assert run.code == 2
    assert "1 live event: 5 warnings; reports in" in run.output
    assert "could not be checked: the token is not" in run.output
    ignored = ["location", "record_to", "player", "privacy", "drm_auth"]
    given = {"kinescope_preflight_fail_on": "warning", "kinescope_preflight_ignore": ignored}
    assert console.playbook("preflight", **given)

    sim.fault("status", path="/v2/live/events", status=403, code=100103, times=99)
    run = console.playbook("preflight", kinescope_preflight_fail_on="never")
    assert run.code == 2
    assert json.loads(console.read("preflight/preflight.json"))["ready"] is None
    assert "The check failed" in console.read("preflight/preflight.md")
    assert console.playbook("preflight", "--check", kinescope_preflight_event="None").code == 2
    run = console.playbook("preflight", kinescope_hosts="nowhere")
    assert not run
    assert "no host of the inventory matches kinescope_hosts" in run.output


@pytest.mark.worker_only
def test_the_guide_shows_what_happens(console: Console, sim: Simulator) -> None:
    """Each command is run, and each line of output seen."""
    sim.edit("live_event", NAME, name="Open day", auto_start=False)
    sim.edit("restream", "Channel", url="live.example.com/app")
    assert follow(console, "preflight", (sim.token, KEY)) > 1
