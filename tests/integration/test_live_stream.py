# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_live_stream as tasks: predicted, done once, refused in one sentence, without a secret."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    assert_failure,
    assert_no_secret,
    assert_predicted,
    assert_unchanged,
    assert_written,
)
from tests.simulator import Simulator

CHANNEL = {"name": "Channel", "url": "rtmp://live.example.com/app", "key": "key-of-the-channel"}
STEPS: dict[str, dict[str, Any]] = {
    "schedule": {"action": "schedule", "starts_at": "2026-12-01T13:00:00+03:00"},
    "enable": {"action": "enable"},
    "complete": {"action": "complete"},
    "next": {"action": "schedule", "starts_at": "2026-12-08T10:00:00Z"},
}


@pytest.mark.parametrize("world", [{}, {"schedule": "stream", "complete_again": "ok"}, {"id_form": "short"}])
def test_a_broadcast_and_the_next_take_each_step_once(play: Play, simulator: Any, world: dict[str, str]) -> None:
    """Each step in check mode, for real, and again."""
    sim: Simulator = simulator(**world, enable_again="refused")
    made = sim.seed("live_event", name="Weekly", type="recurring", restreams=[CHANNEL])
    run = play(
        sim,
        [
            one
            for name, options in STEPS.items()
            for one in (
                task("live_stream", f"check {name}", {"name": "Weekly", **options}, check=True, diff=True),
                task("live_stream", name, {"name": "Weekly", **options}, diff=True),
                task("live_stream", f"{name} again", {"id": made["id"], **options}),
            )
        ],
        verbosity=3,
    )
    for name in STEPS:
        assert_predicted(run(f"check {name}"), run(name))
        assert_written(run(name), ["update"])
        if name == "enable":  # before an encoder connects nothing proves it, so that only the API's refusal tells
            assert not run("enable again").changed
        else:
            assert_unchanged(run(f"{name} again"))
    assert_no_secret(run, [made["streamkey"], CHANNEL["key"]])
    methods = [(entry.method, entry.path.rsplit("/", 1)[-1]) for entry in sim.writes if entry.status == 200]
    assert methods == [("PUT", "stream"), ("PUT", "enable"), ("PUT", "complete"), ("POST", "stream")]
    assert len(sim.object("live_event", "Weekly")["past_streams"]) == 1


def test_refusals_say_why(play: Play, sim: Simulator) -> None:
    """A one-time event that has ended, one that is missing, options that make no sense, trouble with the API."""
    sim.finish(sim.seed("live_event", name="Ended", type="one-time")["id"])
    sim.seed("live_event", name="E", type="one-time")
    sim.fault("status", method="PUT", path="*/enable", status=403, code=100103, message="access denied")
    run = play(
        sim,
        [
            task("live_stream", "ended", {"name": "Ended", **STEPS["enable"]}),
            task("live_stream", "no second", {"name": "Ended", **STEPS["next"]}),
            task("live_stream", "missing", {"name": "New", **STEPS["enable"]}),
            task("live_stream", "to come", {"name": "New", **STEPS["enable"]}, check=True),
            task("live_stream", "no time", {"name": "E", "action": "schedule"}),
            task("live_stream", "no event", STEPS["enable"]),
            task("live_stream", "denied", {"name": "E", **STEPS["enable"]}),
        ],
    )
    for name in ("ended", "no second", "missing", "denied"):
        assert_failure(run(name))
        assert run(name).changed is False
    assert run("ended").msg.startswith("Cannot plan live event 'Ended': it has ended")
    assert "one-time" in run("no second").msg
    assert "'New'" in run("missing").msg
    assert run("to come").changed
    assert "'New'" in run("to come").warnings[0]
    assert run("no time").requests == run("no event").requests == []
    assert run("denied").msg.startswith("Cannot update live event 'E': ")
    assert run("denied").result["changes"][0]["outcome"] == "failed"
    assert len(sim.writes) == 1
