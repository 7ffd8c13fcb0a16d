# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that somebody else creates at the same time, which only a look after the run shows; and lines of progress."""

from __future__ import annotations

import re

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import reconcile as run
from tests.unit._workspace.spaces import Space

DOCUMENTS = {
    "webhook": {"webhooks": [{"name": "A", "endpoint": "https://a.example.com"}]},
    "project": {"projects": [{"name": "A", "privacy_type": "anywhere"}]},
    "player": {"players": [{"name": "A"}]},
    "cdn_zone": {"cdn_zones": [{"name": "A", "host": "a.example.com"}]},
    "live_event": {"live_events": [{"name": "A", "type": "one-time"}]},
    "speak_room": {"speak_rooms": [{"name": "A", "type": "instant_meeting"}]},
}
SEEDS = {
    "live_event": {"type": "one-time"},
    "webhook": {"endpoint": "https://theirs"},
    "cdn_zone": {"host": "b.example"},
}


@pytest.fixture
def space(sim):
    """An empty workspace, whose API takes names twice."""
    sim.set(names="free")
    return Space(sim)


def during(space, monkeypatch, act):
    """Have somebody else do something while the run is at work."""
    apply = run.apply

    def busy(*arguments):
        outcomes = apply(*arguments)
        act()
        return outcomes

    monkeypatch.setattr(run, "apply", busy)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_duplicate_is_named_with_both_ids(space, monkeypatch, kind):
    during(space, monkeypatch, lambda: space.sim.seed(kind, name="A", **SEEDS.get(kind, {})))
    told = space.done(DOCUMENTS[kind])
    ids = [row["id"] for row in space.sim.objects(kind)]
    assert len(ids) == 2
    (warning,) = (said for said in told.warnings if "'A' was created by somebody else at the same time" in said)
    assert all(id in warning for id in ids)
    assert told.result["changed"] is True


def test_a_duplicate_of_a_folder(space, monkeypatch):
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    during(space, monkeypatch, lambda: space.sim.seed("folder", name="F", project_id=project, parent_id=project))
    told = space.done({"projects": [{"name": "P", "folders": [{"name": "F"}]}]})
    assert "folder 'P/F' was created by somebody else at the same time" in told.warnings[0]


@pytest.mark.parametrize("fails", [False, True])
def test_each_list_is_read_once_more(space, monkeypatch, fails):
    """And none below what is new; also when another change of the run failed."""
    webhooks = [{"name": name, "endpoint": "https://a.example.com"} for name in "ABCDEF"]
    project = {"name": "P", "privacy_type": "anywhere", "folders": [{"name": "F"}, {"name": "G"}]}
    reads = []
    during(space, monkeypatch, lambda: reads.append(len(space.sim.reads)))
    if fails:
        space.sim.fault("status", method="POST", path="/v1/webhooks", status=400)
    told = space.apply({"webhooks": webhooks, "projects": [project]})
    assert (told.error is not None) is fails
    after = [entry.path for entry in space.sim.reads[reads[0] :]]
    assert sorted(after) == ["/v1/projects", "/v1/projects", "/v1/webhooks"], "projects of both catalogues"
    assert told.warnings == []


@pytest.mark.parametrize("change", [{"endpoint": "https://b.example.com"}, {}])
def test_a_run_that_creates_nothing_reads_nothing(space, monkeypatch, change):
    space.done(DOCUMENTS["webhook"])
    reads = []
    during(space, monkeypatch, lambda: reads.append(len(space.sim.reads)))
    space.done({"webhooks": [{**DOCUMENTS["webhook"]["webhooks"][0], **change}]})
    assert len(space.sim.reads) == (reads[0] if reads else len(space.sim.reads))


def test_a_list_that_cannot_be_read(space, monkeypatch):
    during(space, monkeypatch, lambda: space.sim.fault("status", method="GET", status=403, times=None))
    assert space.done(DOCUMENTS["webhook"]).warnings == []


def test_progress_tells_failures_and_waits(space):
    """The clock of progress stands still for the API's own lines, so each wait is told only when enough has passed.

    A thread whose refusal took some of the time that the API asked for waits for the rest.
    """
    hooks = [{"name": str(number), "endpoint": "https://a.example.com"} for number in range(30)]
    sleep = space.clock.sleep

    def slow(seconds):
        sleep(seconds)
        space.time.now += 20

    space.clock.sleep = slow
    space.sim.fault("status", method="POST", status=400)
    space.sim.fault("status", method="POST", status=429, retry_after=12, skip=10, times=12)
    told = space.apply({"webhooks": hooks})
    assert told.error is not None
    waits = [line for line in space.said if "next try" in line]
    said = re.compile(r"\d+ of 30 changes, 1 failed; the API limits the rate, next try in (\d+) s")
    told = [said.fullmatch(line) for line in waits]
    assert 12 in [int(match[1]) for match in told if match]
    assert all(match and 1 <= int(match[1]) <= 12 for match in told)
