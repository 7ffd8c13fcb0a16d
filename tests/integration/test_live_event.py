# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_live_event, as tasks, with its restreams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    HOSTILE,
    Life,
    assert_failure,
    assert_kept,
    assert_predicted,
    assert_result,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator

KEYS = tuple(map(Secret, ("Restream-key-one", "Restream-key-two", "Restream-key-three", "Restream-key-seeded")))
STREAMKEY = "feedfacefeedfacefeedfacefeedface"
WORLDS = [
    {**HOSTILE, "restream_keys": "masked"},
    *(
        {"unknown_fields": "extra", "put": put, "restream_keys": keys}
        for put, keys in (("merge", "echoed"), ("replace", "echoed"), ("replace", "masked"), ("merge", "omitted"))
    ),
]


def restream(number: int, **more: Any) -> dict[str, Any]:
    return {"name": f"R{number}", "url": f"rtmp://r{number}.example.com/live", "key": KEYS[number - 1], **more}


CREATE: dict[str, Any] = {
    "name": "Вебинар",
    "type": "one-time",
    "location": {"project": "Courses", "folder": ["2026", "Spring"]},
    "subtitle": "first",
    "auto_start": True,
    "reconnect_window": 300,
    "starts_at": "2026-12-01T10:00:00+03:00",
    "record_to": {"project": "Courses"},
    "presets": ["720p", "1080p"],
    "latency_mode": "reduced",
    "show_members": False,
    "chat_active": True,
    "restreams": [restream(1), restream(2, enabled=False)],
}
UPDATE = {
    **CREATE,
    "location": {"project": "Courses"},
    "subtitle": "",
    "starts_at": "2026-12-02T07:00:00Z",
    "record_to": {},
    "restreams": [restream(3), restream(1, description="primary")],
}


def seed_tree(sim: Simulator) -> tuple[str, str]:
    """A project with a folder in a folder; the ids of the project and of the inner folder."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    outer = sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]
    inner = sim.seed("folder", name="Spring", project_id=project, parent_id=outer)["id"]
    return project, inner


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    sim = simulator(**world)
    project, inner = seed_tree(sim)
    seeded = sim.seed(
        "live_event",
        name="Seed",
        type="recurring",
        streamkey=STREAMKEY,
        parent_id=inner,
        record={"parent_id": project},
        scheduled={"time": "2026-12-24T18:00:00Z"},
        latency_mode="reduced",
        chat_preview=False,
        x_dashboard="theirs",
        restreams=[{"name": "S", "url": "rtmp://s.example.com", "key": KEYS[3], "enabled": False}],
    )
    life = Life(
        "live_event",
        CREATE,
        UPDATE,
        {"name": "Вебинар", "state": "absent"},
        key="Вебинар",
        updated_fields=("subtitle", "starts_at", "record_to", "location", "restreams"),
        update_action="move",
        update_requests=5,
        secrets=(*KEYS, STREAMKEY),
        before={"subtitle": "first", "record_to": CREATE["record_to"]},
        after={"subtitle": "", "location": {"project": "Courses"}, "record_to": {}, "latency_mode": "reduced"},
    )
    partial = {"name": "Seed", "protected": True}
    run = live(
        play,
        sim,
        life,
        [
            task("live_event", "partial", partial),
            task("live_event", "presets only", {"name": "Seed", "presets": ["360p"]}),
        ],
    )
    assert run("create").writes[0].body["parent_id"] == inner
    assert run("create").writes[0].body["video"] == {"presets": ["720p", "1080p"]}
    assert "presets" in run("create").result["unverified"]
    assert "streamkey" not in run("create").result["resource"]
    assert_unchanged(run("presets only"))
    assert run("presets only").result["unverified"] == ["presets"]
    stored = sim.object("live_event", "Seed")
    assert [one["key"] for one in stored["restreams"]] == [KEYS[3]], run("partial")
    if run("partial").failed:
        assert world["restream_keys"] != "echoed", run("partial")
        assert_failure(run("partial"))
        assert "key" in run("partial").msg
        assert_kept(seeded, stored)
    else:
        assert_written(run("partial"), ["update"])
        assert_kept(seeded, stored, protected=True)


def test_restreams_are_exactly_these(play: Play, sim: Simulator) -> None:
    """One write for each restream that differs, none of the event itself; in another order there is none at all."""
    sim.seed("live_event", name="E", type="one-time", restreams=[restream(1), restream(2)])
    one, two, three = restream(1), restream(2), restream(3)
    run = play(
        sim,
        [
            task("live_event", "other order", {"name": "E", "restreams": [two, one]}),
            task("live_event", "without key", {"name": "E", "restreams": [{"name": "R1"}, {"name": "R2"}]}),
            task("live_event", "new without url", {"name": "E", "restreams": [one, two, {"name": "R3"}]}),
            task("live_event", "check three", {"name": "E", "restreams": [one, three]}, check=True),
            task("live_event", "three", {"name": "E", "restreams": [one, three]}),
            task("live_event", "unmanaged", {"name": "E", "subtitle": "s"}),
            task("live_event", "twice", {"name": "E", "restreams": [one, one]}),
            task("live_event", "none", {"name": "E", "restreams": []}),
            task("live_event", "none again", {"name": "E", "restreams": []}),
        ],
    )
    assert_unchanged(run("other order"))
    assert_unchanged(run("without key"))
    assert_failure(run("new without url"))
    assert run("new without url").writes == []
    assert_predicted(run("check three"), run("three"))
    assert_written(run("three"), ["update"])
    (change,) = run("three").result["changes"]
    assert (change["kind"], change["fields"]) == ("live_event", ["restreams"])
    assert_written(run("unmanaged"), ["update"])
    assert_failure(run("twice"))
    assert run("twice").writes == []
    assert_written(run("none"), ["update"])
    assert_unchanged(run("none again"))
    assert sim.objects("restream") == []


def test_spellings_make_no_change_and_a_finished_event_is_refused(play: Play, sim: Simulator) -> None:
    """One moment in several spellings, places by id, create-only fields, and an event that has ended."""
    project, inner = seed_tree(sim)
    event = sim.seed(
        "live_event", name="E", type="one-time", parent_id=inner, scheduled={"time": "2026-12-24T18:00:00.5Z"}
    )
    sim.seed("live_event", name="Over", type="one-time")
    sim.finish("Over")
    here = {"id": inner}
    run = play(
        sim,
        [
            task("live_event", "same moment", {"name": "E", "starts_at": "2026-12-24T21:00:00.500+03:00"}),
            task("live_event", "no offset", {"name": "E", "starts_at": "2026-12-24T21:00:00"}),
            task("live_event", "same place", {"name": "E", "location": here, "record_to": {}}),
            task("live_event", "no place", {"name": "E", "location": {"project": "Courses", "folder": ["2027"]}}),
            task("live_event", "nowhere", {"name": "E", "location": {}}),
            task("live_event", "unscheduled", {"name": "E", "starts_at": ""}),
            task("live_event", "unscheduled again", {"name": "E", "starts_at": ""}),
            task("live_event", "type", {"name": "E", "type": "recurring", "subtitle": "x"}),
            task("live_event", "no type", {"name": "New"}),
            task("live_event", "check over", {"name": "Over", "subtitle": "x"}, check=True),
            task("live_event", "over", {"name": "Over", "subtitle": "x"}),
            task("live_event", "over unchanged", {"name": "Over", "type": "one-time"}),
        ],
    )
    assert project
    assert_unchanged(run("same moment"))
    for name in ("no offset", "no place", "nowhere", "type", "no type"):
        assert_failure(run(name))
        assert run(name).writes == [], run(name)
    assert_unchanged(run("same place"))
    assert "2027" in run("no place").msg
    assert_result(run("unscheduled"))
    assert run("unscheduled").changed
    assert sim.object("live_event", event["id"])["scheduled"]["time"] is None
    assert_unchanged(run("unscheduled again"))
    assert "type" in run("type").msg
    assert "type" in run("no type").msg
    assert_failure(run("over"))
    assert run("over").result["error"]["code"] == 400246
    assert [change["outcome"] for change in run("over").result["changes"]] == ["failed"]
    assert run("check over").writes == []
    assert_unchanged(run("over unchanged"))


@pytest.mark.parametrize("world", [{"schedule": "stream", "record_off": "null_only"}, {"record_off": "object_only"}])
def test_a_schedule_and_the_end_of_a_recording_settle_after_one_run(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Whatever way the API wants, a schedule and the end of a recording are settled after one run."""
    sim = simulator(**world)
    project, _inner = seed_tree(sim)
    sim.seed("live_event", name="E", type="one-time", record={"parent_id": project})
    wanted = {"name": "E", "starts_at": "2026-12-24T18:00:00Z", "record_to": {}}
    run = play(sim, [task("live_event", "apply", wanted), task("live_event", "again", wanted)])
    assert_result(run("apply"))
    assert run("apply").changed
    assert_unchanged(run("again"))
    assert sim.object("live_event", "E")["record"] == {"parent_id": None}
