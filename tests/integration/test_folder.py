# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_folder, as tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Run, Unsafe, task
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

NAME = "Неделя 1 / «Введение»"
WAY = ["2026", "Spring. / "]
KEYS = ["Courses/2026", "Courses/2026/Spring. / ", f"Courses/2026/Spring. / /{NAME}"]
WEEK = ["2026", "Spring", "Week 1"]
ROOTS = ("null", "project", "null", "null")
WORLDS = [{**world, "root_folder_parent": root} for world, root in zip(SHAPE_WORLDS, ROOTS)]
ID = "93997264-97ac-4091-b48e-559614c2817a"
SHORT_ID = "je7WZBZhdMFQKPHHHmMr2m"


def keys(run: Any) -> list[str]:
    return [change["key"] for change in run.result["changes"]]


def assert_refused(run: Run, name: str, *parts: str) -> None:
    """A task failed before any write, and said why."""
    assert_failure(run(name))
    assert run(name).writes == [], run(name)
    for part in parts:
        assert part in run(name).msg, run(name)


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Created below two folders that are missing, renamed, deleted; nothing else of the project is touched."""
    sim = simulator(**world)
    courses = sim.seed("project", name="Courses", privacy_type="anywhere", catalog_type="live")
    other = sim.seed("project", name="Other", privacy_type="anywhere")
    sim.seed("folder", name="2026", project_id=other["id"])
    sim.seed("folder", name=WAY[1], project_id=courses["id"])
    before = sim.seed("folder", name=NAME, project_id=courses["id"])
    place = {"project": "Courses", "parent": WAY}
    life = Life(
        "folder",
        {**place, "name": NAME},
        {**place, "id": "{{ created.resource.id }}", "name": "New"},
        {**place, "name": "New", "state": "absent"},
        key=KEYS[0],
        updated_fields=("name",),
        create_actions=("create", "create", "create"),
        before={"name": NAME, "parent": WAY},
        after={"name": "New", "parent": WAY},
    )
    holding = {"project": "Courses", "name": "2026", "state": "absent"}
    run = live(
        play,
        sim,
        life,
        [
            task("folder", "check not empty", holding, check=True),
            task("folder", "not empty", holding),
            task("folder", "by its old name", {**place, "name": NAME, "state": "absent"}),
        ],
    )
    assert keys(run("create")) == KEYS
    assert [set(entry.body) for entry in run("create").writes] == [{"name"}, *[{"name", "parent_id"}] * 2]
    assert [entry.path for entry in run("create").writes] == [run("create").writes[0].path] * 3
    assert run("update").writes[0].body == {"name": "New"}
    assert keys(run("update")) == [KEYS[2]]
    for name in ("check not empty", "not empty"):
        assert_refused(run, name, "folders: 2", "force: true", "'Courses/2026'")
    assert_unchanged(run("by its old name"))
    assert sides(run("absent").result)["before"] == {"name": "New", "parent": WAY}
    assert_kept(before, sim.object("folder", before["id"]))
    assert len(sim.objects("folder")) == 5


def test_a_folder_is_found_by_its_way_and_its_id(play: Play, sim: Simulator) -> None:
    """By the way to it and by both forms of its id; renamed; never moved; ambiguous."""
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2026", project_id=courses)["id"]
    sim.seed("folder", id=ID, name="Spring", project_id=courses, parent_id=year)
    summer = sim.seed("folder", name="Summer", project_id=courses, parent_id=year)["id"]
    twins = [sim.seed("folder", name="Twin", project_id=courses)["id"] for _twin in range(2)]
    here = {"project": "Courses"}
    run = play(
        sim,
        [
            task("folder", "by its way", {**here, "parent": ["2026"], "name": "Spring"}),
            task("folder", "by id", {"project": courses, "id": SHORT_ID}),
            task("folder", "check rename", {**here, "id": SHORT_ID, "name": "Autumn"}, check=True),
            task("folder", "rename", {**here, "id": SHORT_ID, "name": "Autumn"}),
            task("folder", "rename again", {**here, "parent": ["2026"], "id": ID, "name": "Autumn"}),
            task("folder", "onto another", {**here, "id": ID, "name": "Summer"}),
            task("folder", "elsewhere", {**here, "id": ID, "name": "Autumn", "parent": ["Twin"]}),
            task("folder", "to the root", {**here, "id": ID, "parent": []}),
            task("folder", "to a new place", {**here, "id": ID, "parent": ["2027", "Spring"]}),
            task("folder", "no such id", {**here, "id": courses, "name": "Autumn"}),
            task("folder", "no id", {**here, "id": "Autumn"}),
            task("folder", "ambiguous", {**here, "name": "Twin"}),
            task("folder", "ambiguous absent", {**here, "name": "Twin", "state": "absent"}),
            task("folder", "ambiguous on the way", {**here, "parent": ["Twin"], "name": "Week 1"}),
            task("folder", "no project", {"name": "Week 1"}),
            task("folder", "no name", here),
            task("folder", "in one of them", {**here, "parent": [twins[1]], "name": "Week 1"}),
            task("folder", "absent by id", {**here, "id": twins[0], "state": "absent"}),
            task("folder", "absent by id again", {**here, "id": twins[0], "state": "absent"}),
        ],
    )
    for name in ("by its way", "by id", "rename again", "absent by id again"):
        assert_unchanged(run(name))
    assert_predicted(run("check rename"), run("rename"))
    assert_written(run("rename"), ["update"])
    assert_refused(run, "onto another", summer)
    assert_refused(run, "to the root", "parent is ['2026'], wanted []")
    assert_refused(run, "to a new place", "parent is ['2026'], wanted ['2027', 'Spring']")
    assert_refused(run, "no such id", courses)
    assert_refused(run, "no id", "'Autumn'")
    for name in ("elsewhere", "ambiguous", "ambiguous absent", "ambiguous on the way"):
        assert_refused(run, name, *twins)
    for name, missing in (("no project", "project"), ("no name", "name")):
        assert run(name).failed
        assert missing in run(name).msg
        assert run(name).requests == []
    assert_written(run("in one of them"), ["create"])
    assert_written(run("absent by id"), ["delete"])
    assert len(sim.objects("folder")) == 5
    assert [row["parent_id"] for row in sim.objects("folder") if row["name"] == "Week 1"] == [twins[1]]


def test_a_folder_that_holds_something_is_deleted_with_force_only(play: Play, sim: Simulator) -> None:
    """A folder with folders or videos in it is deleted with force only, and then with all of it."""
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    tree = sim.seed("folder", name="Tree", project_id=courses)["id"]
    inner = sim.seed("folder", name="Inner", project_id=courses, parent_id=tree)["id"]
    sim.seed("folder", name="Leaf", project_id=courses, parent_id=inner)
    full = sim.seed("folder", name="Full", project_id=courses)["id"]
    sim.seed("video", title="V", project_id=courses, folder_id=full)
    sim.seed("folder", name="Empty", project_id=courses)
    tasks = [
        task("folder", f"{step} {name} {force}", {**gone, "name": name, "force": force}, check=step == "check")
        for gone in [{"project": "Courses", "state": "absent"}]
        for name in ("Tree", "Full", "Empty")
        for force in ([False] if name == "Empty" else [False, True])
        for step in ("check", "do", "again")
    ]
    run = play(sim, tasks)
    for step in ("check", "do", "again"):
        assert_refused(run, f"{step} Tree False", "folders: 2", "force: true")
        assert_refused(run, f"{step} Full False", "items_count: 1", "force: true")
    for name in ("Tree True", "Full True", "Empty False"):
        assert_predicted(run(f"check {name}"), run(f"do {name}"))
        assert_written(run(f"do {name}"), ["delete"])
        assert_unchanged(run(f"again {name}"))
    assert sim.objects("folder") == []


def test_what_is_not_there_is_gone_already(play: Play, sim: Simulator) -> None:
    """What is not there is gone already, and so is what is in something that is not there."""
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    sim.seed("folder", name="2026", project_id=courses)
    places = {
        "folder": {"project": "Courses", "name": "Spring"},
        "in a folder": {"project": "Courses", "parent": ["2026"], "name": "2026"},
        "parent": {"project": "Courses", "parent": ["2026", "Spring"], "name": "Week 1"},
        "project": {"project": "Nowhere", "parent": ["2026"], "name": "Week 1"},
        "id": {"project": "Courses", "id": ID},
    }
    run = play(sim, [task("folder", name, {**place, "state": "absent"}) for name, place in places.items()])
    for name in places:
        assert_unchanged(run(name))
        assert run(name).warnings == []
    assert len(sim.objects("folder")) == 1


def test_check_mode_takes_what_earlier_tasks_would_create_as_created(play: Play, sim: Simulator) -> None:
    """A project that an earlier task creates, folders in it, and an event that is recorded into one of them."""
    tasks = [
        task("project", "project", {"name": "Courses", "privacy_type": "anywhere"}),
        task("folder", "folder", {"project": "Courses", "parent": WEEK[:2], "name": WEEK[2]}),
        task(
            "live_event",
            "event",
            {
                "name": "E",
                "type": "one-time",
                "record_to": {"project": "Courses", "folder": WEEK},
            },
        ),
    ]
    checked = play(sim, tasks, check=True, diff=True)
    assert sim.writes == []
    made = play(sim, tasks, diff=True)
    again = play(sim, tasks, check=True)
    for name in ("project", "folder", "event"):
        assert_predicted(checked(name), made(name))
        assert_unchanged(again(name))
        assert made(name).warnings == again(name).warnings == []
    assert keys(checked("folder")) == ["Courses/2026", "Courses/2026/Spring", "Courses/2026/Spring/Week 1"]
    assert len(checked("folder").warnings) == 1
    assert "there is no project 'Courses'" in checked("folder").warnings[0]
    week = sim.object("folder", "Week 1")["id"]
    assert sim.object("live_event", "E")["record"] == {"parent_id": week}


def test_a_lost_response_makes_no_second_folder(play: Play, sim: Simulator) -> None:
    """A lost answer makes no second folder, and when one fails, it is told which were made."""
    sim.seed("project", name="Courses", privacy_type="anywhere")
    sim.fault("drop_after", method="POST")
    sim.fault("truncated", method="POST", skip=1)
    sim.fault("status", method="POST", skip=2, status=403, message="access denied")  # not counting those struck
    lost = {"project": "Courses", "parent": ["A", "B"], "name": "C"}
    failing = {"project": "Courses", "parent": ["X", "Y"], "name": "Z"}
    tasks = [("lost", lost), ("lost again", lost), ("failing", failing), ("failing again", failing)]
    run = play(sim, [task("folder", name, options) for name, options in tasks])
    assert_result(run("lost"))
    assert [change["outcome"] for change in run("lost").result["changes"]] == ["applied"] * 3
    assert len(run("lost").writes) == 3
    assert_unchanged(run("lost again"))
    assert_failure(run("failing"))
    assert [change["outcome"] for change in run("failing").result["changes"]] == ["applied", "failed", "not_attempted"]
    assert run("failing").result["changed"] is True
    assert run("failing").result["error"]["key"] == "Courses/X/Y"
    assert_written(run("failing again"), ["create"] * 2)
    assert sorted(row["name"] for row in sim.objects("folder")) == ["A", "B", "C", "X", "Y", "Z"]


def test_the_items_of_a_loop_share_what_was_read_and_made(play: Play, sim: Simulator, edge: str) -> None:
    """The items of a loop share what was read, and the folders on the way that the first of them made."""
    sim.seed("project", name="Courses", privacy_type="anywhere")
    options = {"project": "Courses", "parent": ["2026", "Spring"], "name": "{{ item }}"}
    weeks = [f"Week {number}" for number in range(5)]
    run = play(sim, [task("folder", name, options, loop=weeks) for name in ("weeks", "weeks again")])
    assert [len(item["changes"]) for item in run("weeks").result["results"]] == [3, 1, 1, 1, 1]
    assert len(run("weeks").writes) == 7
    assert not run("weeks again").changed
    assert run("weeks again").writes == []
    lists = [entry for entry in run("weeks").reads if entry.path.endswith("/folders")]
    assert len(lists) == (1 if edge == "worker" else 5)


def test_names_are_taken_literally(play: Play, sim: Simulator) -> None:
    """A slash, a comma, dots, braces: nothing separates but the items of the list."""
    sim.seed("project", name="Courses", privacy_type="anywhere")
    names = ["a/b", "..", "a, b", Unsafe("{{ not_a_template }}"), " ", "null", "100%"]
    tasks = [
        task("folder", f"{step} {number}", {"project": "Courses", "parent": [name], "name": name})
        for number, name in enumerate(names)
        for step in ("create", "again")
    ]
    run = play(sim, tasks)
    for number, name in enumerate(names):
        assert_written(run(f"create {number}"), ["create", "create"])
        assert keys(run(f"create {number}")) == [f"Courses/{name}", f"Courses/{name}/{name}"]
        assert_unchanged(run(f"again {number}"))
    assert sorted(row["name"] for row in sim.objects("folder")) == sorted(names * 2)
