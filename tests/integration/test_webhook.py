# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_webhook, as tasks; and what the interface says about secrets, on its password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Run, Secret, task
from tests.integration.rhythm import (
    SECRET_WORLDS,
    Life,
    assert_failure,
    assert_kept,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator
from tests.unit.sides import sides

SECRETS = (Secret("S3cret-of-create"), Secret("S3cret-of-rotation"), Secret("S3cret-of-seed"))
CREATE = {
    "name": "Hook",
    "endpoint": "https://hooks.example.com/k",
    "login": "user",
    "password": SECRETS[0],
    "events": ["media.update.status", "live.created"],
}
UPDATE = {**CREATE, "endpoint": "https://hooks.example.com/new", "events": ["live.created", "media.update.status"]}


@pytest.mark.parametrize("world", SECRET_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    sim = simulator(**world)
    seed: dict[str, Any] = {
        "name": "Seed",
        "endpoint": "https://a.example.com",
        "login": "l",
        "password": SECRETS[2],
        "events": ["x"],
    }
    before = sim.seed("webhook", **seed, x_dashboard="theirs")
    life = Life(
        "webhook",
        CREATE,
        UPDATE,
        {"name": "Hook", "state": "absent"},
        key="Hook",
        updated_fields=("endpoint",),
        secrets=SECRETS,
        before={"endpoint": CREATE["endpoint"], "login": "user"},
        after={"endpoint": UPDATE["endpoint"], "login": "user"},
    )
    rotate = {"name": "Hook", "password": SECRETS[1]}
    partial = {"name": "Seed", "events": ["y", "x", "y"]}
    run = live(
        play,
        sim,
        life,
        [
            task("webhook", "rotate", rotate, diff=True),
            task("webhook", "check always", {**rotate, "update_secrets": "always"}, check=True, diff=True),
            task("webhook", "always", {**rotate, "update_secrets": "always"}, diff=True),
            task("webhook", "partial", partial),
            task("webhook", "leave out", {**partial, "update_secrets": "leave_out"}),
            task("webhook", "partial again", {"name": "Seed", "events": ["x", "y"]}),
        ],
    )
    made = run("create").writes[0]
    assert made.body["password"] == SECRETS[0]
    assert run("update").writes[0].body["password"] == SECRETS[0]
    assert "password" not in run("create").result["resource"]
    if world["secrets"] == "echoed":
        _judge_echoed(run)
    else:
        _judge_hidden(run, world["secrets"])
    kept = SECRETS[2] if world["secrets"] == "echoed" or world["put"] == "merge" else ""
    stored = sim.object("webhook", "Seed")
    assert_kept(before, stored, events=stored["events"], password=kept)
    assert set(stored["events"]) == {"x", "y"}
    assert_unchanged(run("partial again"))
    masks = [entry.body for entry in sim.writes if "<REDACTED>" in str(entry.body)]
    assert masks == []


def _judge_echoed(run: Run) -> None:
    """The real value is shown: it is compared, and goes back with every full update."""
    assert_written(run("rotate"), ["update"])
    assert run("rotate").result["changes"][0]["fields"] == ["password"]
    diff = sides(run("rotate").result)
    assert diff["before"]["password"] != diff["after"]["password"]
    assert run("rotate").result["unverified"] == []
    assert_unchanged(run("check always"))
    assert_unchanged(run("always"))
    assert_written(run("partial"), ["update"])
    assert run("partial").writes[0].body["password"] == SECRETS[2]
    assert_unchanged(run("leave out"))


def _judge_hidden(run: Run, how: str) -> None:
    """The real value is not shown: a given one is sent again when asked for only, a missing one stops an update."""
    assert_unchanged(run("rotate"))
    assert run("rotate").result["unverified"] == ["password"]
    assert_predicted(run("check always"), run("always"))
    assert_written(run("always"), ["update"])
    assert run("always").writes[0].body["password"] == SECRETS[1]
    diff = sides(run("always").result)
    assert diff["before"]["password"] != diff["after"]["password"]
    assert_failure(run("partial"))
    assert "password" in run("partial").msg
    assert "leave_out" in run("partial").msg
    assert run("partial").writes == []
    assert [change["outcome"] for change in run("partial").result["changes"]] == ["not_attempted"]
    assert_written(run("leave out"), ["update"])
    assert "password" not in run("leave out").writes[0].body


def test_empty_values_clear_and_any_event_name_is_taken(play: Play, sim: Simulator) -> None:
    """Empty texts and lists clear; names of events are free; an unknown option is refused before any request."""
    sim.seed("webhook", name="W", endpoint="https://a.example.com", login="", password="", events=["x"])
    run = play(
        sim,
        [
            task("webhook", "events", {"name": "W", "events": ["any.name", "Ünïcode"]}),
            task("webhook", "clear", {"name": "W", "events": [], "login": ""}),
            task("webhook", "clear again", {"name": "W", "events": [], "login": ""}),
            task("webhook", "typo", {"name": "W", "event": ["x"]}),
        ],
    )
    assert_written(run("events"), ["update"])
    assert_written(run("clear"), ["update"])
    assert sim.object("webhook", "W")["events"] == []
    assert_unchanged(run("clear again"))
    assert run("typo").failed
    assert run("typo").requests == []
