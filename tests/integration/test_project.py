# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_project, as tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Unsafe, task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
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
from tests.unit.sides import sides

NAME = "Курсы «2026» / весна"
CREATE = {
    "name": NAME,
    "privacy_type": "custom",
    "privacy_domains": ["school.example.com", "пример.рф"],
    "player": "Main",
    "encrypted": True,
    "catalog_type": "vod",
}
UPDATE = {
    "name": NAME,
    "privacy_domains": ["XN--E1AFMKFD.xn--p1ai", "new.example.com", "new.example.com"],
    "player": "Other",
    "apply_to_videos": True,
}


@pytest.mark.parametrize("world", SHAPE_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    sim = simulator(**world)
    sim.seed("player", name="Main")
    other = sim.seed("player", name="Other")
    seed = {
        "name": "Seed",
        "privacy_type": "custom",
        "privacy_domains": ["a.example.com"],
        "player_id": other["id"],
        "encrypted": True,
        "catalog_type": "live",
        "x_dashboard": "theirs",
    }
    before = sim.seed("project", **seed)
    sim.seed("folder", name="F", project_id=before["id"], parent_id=before["id"])
    before = sim.object("project", "Seed")
    life = Life(
        "project",
        CREATE,
        UPDATE,
        {"name": NAME, "state": "absent"},
        key=NAME,
        updated_fields=("privacy_domains", "player"),
        before={"player": "Main", "name": NAME},
        after={"player": "Other", "name": NAME},
    )
    partial = {"name": "Seed", "privacy_type": "nowhere"}
    run = live(
        play,
        sim,
        life,
        [
            task("project", "check partial", partial, check=True),
            task("project", "partial", partial),
            task("project", "partial again", {**partial, "apply_to_videos": True}),
        ],
    )
    for side in ("before", "after"):
        domains = sides(run("update").result)[side]["privacy_domains"]
        assert len(domains) == 2, run("update")
    assert "apply_to_videos" in run("update").result["unverified"]
    assert run("update").writes[0].body["apply_to_videos"] is True
    assert run("update").writes[0].body["privacy_type"] == "custom"
    assert_predicted(run("check partial"), run("partial"))
    assert_written(run("partial"), ["update"])
    assert_kept(before, sim.object("project", "Seed"), privacy_type="nowhere")
    assert_unchanged(run("partial again"))
    assert run("partial again").result["unverified"] == ["apply_to_videos"]
    assert run("partial again").result["resource"]["name"] == "Seed"


def test_a_project_is_found_by_name_and_id_and_never_guessed(play: Play, simulator: Callable[..., Simulator]) -> None:
    """By name, by either form of the id, renamed, ambiguous; a name in both catalogues counts once each."""
    sim = simulator(names="free")
    one = sim.seed("project", name="One", privacy_type="anywhere", catalog_type="live")
    twins = [sim.seed("project", name="Twin", privacy_type="anywhere", catalog_type=kind) for kind in ("vod", "live")]
    by_id = {"id": one["id"].upper()}
    run = play(
        sim,
        [
            task("project", "by id", {**by_id, "privacy_type": "anywhere"}),
            task("project", "check rename", {**by_id, "name": "Renamed"}, check=True),
            task("project", "rename", {**by_id, "name": "Renamed"}),
            task("project", "rename again", {**by_id, "name": "Renamed"}),
            task("project", "onto another", {**by_id, "name": "Twin"}),
            task("project", "ambiguous", {"name": "Twin", "privacy_type": "custom"}),
            task("project", "ambiguous absent", {"name": "Twin", "state": "absent"}),
            task("project", "no such id", {"id": "00000000-0000-4000-8000-000000000000", "privacy_type": "custom"}),
            task("project", "no id", {"id": "nonsense"}),
            task("project", "absent by id", {"id": twins[0]["id"], "state": "absent"}),
            task("project", "no such id absent", {"id": twins[0]["id"], "state": "absent"}),
        ],
    )
    assert_unchanged(run("by id"))
    assert_predicted(run("check rename"), run("rename"))
    assert_written(run("rename"), ["update"])
    assert run("rename").result["changes"][0]["fields"] == ["name"]
    assert sim.object("project", one["id"])["name"] == "Renamed"
    assert_unchanged(run("rename again"))
    for name in ("onto another", "ambiguous", "ambiguous absent", "no such id", "no id"):
        assert_failure(run(name))
        assert run(name).writes == [], run(name)
    for name in ("ambiguous", "ambiguous absent"):
        assert all(twin["id"] in run(name).msg for twin in twins), run(name)
    assert_written(run("absent by id"), ["delete"])
    assert_unchanged(run("no such id absent"))
    assert sim.object("project", twins[1]["id"])


def test_what_cannot_be_done_is_refused_before_any_write(play: Play, sim: Simulator) -> None:
    """Create-only fields, projects with content, references that do not exist or are ambiguous."""
    project = sim.seed("project", name="Full", privacy_type="anywhere", catalog_type="vod")
    sim.seed("folder", name="F", project_id=project["id"], parent_id=project["id"])
    sim.set(names="free")
    for _twin in range(2):
        sim.seed("player", name="Twin")
    full = {"name": "Full"}
    run = play(
        sim,
        [
            task("project", "encrypted", {**full, "encrypted": True, "privacy_type": "nowhere"}),
            task("project", "catalog_type", {**full, "catalog_type": "live"}),
            task("project", "no privacy_type", {"name": "New"}),
            task("project", "choice", {"name": "New", "privacy_type": "secret"}),
            task("project", "no player", {**full, "player": "Nobody"}),
            task("project", "twin player", {**full, "player": "Twin"}),
            task("project", "empty name", {"name": "", "privacy_type": "anywhere"}),
            task("project", "check absent full", {**full, "state": "absent"}, check=True),
            task("project", "absent full", {**full, "state": "absent"}),
            task("project", "check forced", {**full, "state": "absent", "force": True}, check=True),
            task("project", "forced", {**full, "state": "absent", "force": True}),
        ],
    )
    refused = ("encrypted", "catalog_type", "no privacy_type", "no player", "twin player", "empty name")
    for name in (*refused, "check absent full", "absent full"):
        assert_failure(run(name))
        assert run(name).writes == [], run(name)
    for name in ("encrypted", "catalog_type"):
        assert name in run(name).msg
    assert "privacy_type" in run("no privacy_type").msg
    assert "Nobody" in run("no player").msg
    assert "force" in run("absent full").msg
    assert run("choice").failed
    assert_predicted(run("check forced"), run("forced"))
    assert_written(run("forced"), ["delete"])
    assert sim.objects("project") == []


def test_null_is_not_managed_and_empty_clears(play: Play, sim: Simulator) -> None:
    """Omitted and null options are left alone; an empty list clears."""
    sim.seed("project", name="P", privacy_type="custom", privacy_domains=["a.example.com"])
    nulls: dict[str, Any] = {"name": "P", "privacy_type": None, "privacy_domains": None, "player": None}
    run = play(
        sim,
        [
            task("project", "nulls", nulls),
            task("project", "omitted", {"name": "P", "privacy_domains": "{{ nothing | default(omit) }}"}),
            task("project", "clear", {"name": "P", "privacy_domains": []}),
            task("project", "clear again", {"name": "P", "privacy_domains": []}),
        ],
    )
    assert_unchanged(run("nulls"))
    assert sides(run("nulls").result)["after"] == {"name": "P"}
    assert_unchanged(run("omitted"))
    assert_written(run("clear"), ["update"])
    assert sim.object("project", "P")["privacy_domains"] == []
    assert_unchanged(run("clear again"))


def test_names_are_taken_literally(play: Play, sim: Simulator) -> None:
    """Whatever stands in a name is the name: nothing is trimmed, templated or quoted away."""
    names = [
        "Ünïcödé 你好 🎬",
        "quotes ' and \" and `",
        Unsafe("{{ not_a_template }}"),
        "a/b\\c",
        "trailing ",
        " ",
        "null",
        "100%",
    ]
    tasks = []
    for number, name in enumerate(names):
        options = {"name": name, "privacy_type": "anywhere"}
        tasks += [task("project", f"{step} {number}", options) for step in ("create", "again")]
    run = play(sim, tasks)
    for number, name in enumerate(names):
        assert_written(run(f"create {number}"), ["create"])
        assert run(f"create {number}").result["resource"]["name"] == name
        assert run(f"create {number}").result["changes"][0]["key"] == name
        assert_unchanged(run(f"again {number}"))
    assert {project["name"] for project in sim.objects("project")} == set(names)
    for one in run:
        assert_result(one)
