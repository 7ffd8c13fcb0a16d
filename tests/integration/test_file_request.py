# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_file_request, as tasks. Titles may repeat: the place tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
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

WORLDS = [
    {**world, "archived_lists": lists} for world, lists in zip(SHAPE_WORLDS, ("active", "active", "all", "active"))
]
HERE: dict[str, Any] = {"title": "Домашние задания", "location": {"project": "Courses", "folder": ["2026"]}}


def seed_tree(sim: Simulator) -> tuple[str, str]:
    """A project with a folder; their ids."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    return project, sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """One of its title in another place stays as it is, archived or not, whatever lists show."""
    sim = simulator(**world)
    project, folder = seed_tree(sim)
    other = sim.seed("file_request", title=HERE["title"], uploading_location_id=project)
    life = Life(
        "file_request",
        {**HERE, "description": "As MP4.", "expires_at": "2026-12-01T13:00:00+03:00"},
        {**HERE, "description": "", "expires_at": "", "archived": True},
        {**HERE, "state": "absent"},
        key=HERE["title"],
        updated_fields=("description", "expires_at", "archived"),
        before={"description": "As MP4.", "expires_at": "2026-12-01T10:00:00Z", "archived": False},
        after={"description": "", "expires_at": "", "archived": True},
    )
    restore = {**HERE, "archived": False, "expires_at": "2026-12-01T10:00:00.5Z"}
    run = live(
        play,
        sim,
        life,
        [
            task("file_request", "unmanaged", HERE),
            task("file_request", "check restore", restore, check=True),
            task("file_request", "restore", restore),
            task("file_request", "restore again", {**restore, "expires_at": "2026-12-01 13:00:00.500+03:00"}),
            task("file_request", "archive again", {**HERE, "archived": True}),
        ],
    )
    assert run("create").writes[0].body["uploading_location_id"] == folder
    assert run("create").result["resource"]["url"]
    assert run("update").writes[0].body["expired_at"] is None
    assert_unchanged(run("unmanaged"))
    assert_predicted(run("check restore"), run("restore"))
    assert_written(run("restore"), ["update"])
    assert_unchanged(run("restore again"))
    assert_written(run("archive again"), ["update"])
    assert [row["id"] for row in sim.objects("file_request")] == [other["id"]]
    assert_kept(other, sim.objects("file_request")[0])


def test_requests_of_one_title_are_distinguished_and_never_guessed(play: Play, sim: Simulator) -> None:
    """Several of one title: told apart by their place or id, never guessed; moved and renamed by id."""
    project, folder = seed_tree(sim)
    first = sim.seed("file_request", title="A", uploading_location_id=project)["id"]
    second = sim.seed("file_request", title="A", uploading_location_id=folder, archived=True)["id"]
    for place in (project, folder):
        sim.seed("file_request", title="E", uploading_location_id=place)
    moved = {"id": second, "location": {"project": "Courses"}}
    run = play(
        sim,
        [
            task("file_request", "ambiguous", {"title": "A", "description": "x"}),
            task("file_request", "absent ambiguous", {"title": "A", "state": "absent"}),
            task("file_request", "by place", {"title": "A", "location": {"id": folder}, "description": "x"}),
            task("file_request", "by id", {"id": first, "title": "A", "description": "x"}),
            task("file_request", "taken title", {"id": first, "title": "B"}),
            task("file_request", "check moved", moved, check=True),
            task("file_request", "moved", moved),
            task("file_request", "moved again", moved),
            task("file_request", "archived", {"title": "C", "location": {"project": "Courses"}, "archived": True}),
            task(
                "file_request", "archived again", {"title": "C", "location": {"project": "Courses"}, "archived": True}
            ),
            task("file_request", "absent by place", {"title": "E", "location": {"id": folder}, "state": "absent"}),
            task("file_request", "nowhere", {"title": "D"}),
            task("file_request", "no place", {"title": "D", "location": {"project": "Courses", "folder": ["2027"]}}),
            task("file_request", "no offset", {"title": "C", "expires_at": "2026-12-01T10:00:00"}),
            task("file_request", "cleared place", {"title": "C", "location": {}}),
        ],
    )
    for name, words in {
        "ambiguous": (first, second, "location"),
        "absent ambiguous": (first, second, "location"),
        "nowhere": ("location",),
        "no place": ("2027",),
        "no offset": ("offset",),
        "cleared place": ("location",),
    }.items():
        assert_failure(run(name))
        assert run(name).writes == []
        for word in words:
            assert word in run(name).msg, run(name)
    for name in ("by place", "by id", "taken title"):
        assert_written(run(name), ["update"])
    assert_predicted(run("check moved"), run("moved"))
    assert_written(run("moved"), ["update"])
    assert_unchanged(run("moved again"))
    assert_written(run("archived"), ["create"])
    assert_unchanged(run("archived again"))
    rows = {row["id"]: row for row in sim.objects("file_request")}
    assert_written(run("absent by place"), ["delete"])
    assert [row["uploading_location_id"] for row in rows.values() if row["title"] == "E"] == [project]
    assert (rows[first]["title"], rows[first]["description"]) == ("B", "x")
    assert rows[second]["uploading_location_id"] == project
    assert rows[second]["archived_at"]


@pytest.mark.parametrize("lists", ["all", "active"])
def test_one_that_is_archived_is_found_beside_an_active_one(
    play: Play, simulator: Callable[..., Simulator], lists: str
) -> None:
    """Of one title, the active one is somewhere else: the archived one is not made a second time."""
    sim = simulator(archived_lists=lists)
    project, folder = seed_tree(sim)
    sim.seed("file_request", title="A", uploading_location_id=project)
    sim.seed("file_request", title="A", uploading_location_id=folder, archived=True)
    here = {"title": "A", "location": {"project": "Courses", "folder": ["2026"]}}
    run = play(sim, [task("file_request", "same", here), task("file_request", "restore", {**here, "archived": False})])
    assert_unchanged(run("same"))
    assert_written(run("restore"), ["update"])
    assert len(sim.objects("file_request")) == 2
