# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_playlist, as tasks, with the videos in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    HOSTILE,
    SHAPES,
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

VIDEOS = [f"0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c4{number}" for number in range(5)]
SHORT = "je7WZBZhdMFQKPHHHmMr2m"
SHORT_UUID = "93997264-97ac-4091-b48e-559614c2817a"
NOBODY = "0190aa11-2222-4333-8444-555566667777"
WORLDS = [
    {**HOSTILE, "playlist_sort": "custom", "domains_from_lists": "on"},
    *(
        {"playlist_sort": sort, **shape}
        for sort, shape in zip(
            ("created_at", "custom", "created_at", "custom"), ({"domains_from_lists": "on"}, *SHAPES)
        )
    ),
]
CREATE: dict[str, Any] = {
    "name": "Сезон 1",
    "location": {"project": "Courses", "folder": ["2026"]},
    "description": "first",
    "privacy_type": "custom",
    "privacy_domains": ["пример.рф", "b.example.com"],
    "settings": {"sort_field": "custom"},
    "videos": [VIDEOS[2], VIDEOS[0], VIDEOS[1], VIDEOS[3]],
}
UPDATE = {
    **CREATE,
    "description": "",
    "privacy_domains": [],
    "settings": {"sort_field": "custom", "ignore_interactive_tools": True},
    "videos": [VIDEOS[3], VIDEOS[2], SHORT, VIDEOS[0]],
}


def seed(sim: Simulator) -> tuple[str, str]:
    """A project with a folder and videos; the ids of both."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    folder = sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]
    for id in (*VIDEOS, SHORT_UUID):
        sim.seed("video", id=id, title="Lesson", project_id=project)
    return project, folder


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    sim = simulator(**world)
    project, folder = seed(sim)
    other = sim.seed("playlist", name="Other", parent_id=project, entity_ids=VIDEOS[:2], description="kept")
    life = Life(
        "playlist",
        CREATE,
        UPDATE,
        {"name": "Сезон 1", "state": "absent"},
        key="Сезон 1",
        updated_fields=("description", "privacy_domains", "settings", "videos"),
        update_requests=2,
        before={"description": "first", "videos": CREATE["videos"]},
        after={"description": "", "videos": [VIDEOS[3], VIDEOS[2], SHORT_UUID, VIDEOS[0]]},
    )
    run = live(
        play,
        sim,
        life,
        [
            task("playlist", "partial", {"name": "Other", "privacy_type": "nowhere"}),
            task("playlist", "unmanaged", {"name": "Other", "settings": {}}),
        ],
    )
    created = [(entry.method, entry.path.count("/"), entry.body) for entry in run("create").writes]
    assert created[0] == (
        "POST",
        2,
        {"name": "Сезон 1", "parent_id": folder, "entity_ids": CREATE["videos"]},
    )
    assert created[1][0] == "PATCH"
    assert set(created[1][2]) == {"description", "privacy_type", "privacy_domains", "settings"}
    assert [entry.method for entry in run("update").writes] == ["PATCH", "POST"]
    assert set(run("update").writes[0].body) == {"description", "privacy_domains", "settings"}
    replaced = [VIDEOS[3], VIDEOS[2], SHORT_UUID, VIDEOS[0]]
    assert run("update").writes[1].body == {"entity_ids": replaced, "replace": True}
    assert "entity_ids" not in run("update").result["resource"]
    assert_written(run("partial"), ["update"])
    assert run("partial").writes[0].body == {"privacy_type": "nowhere"}
    assert not [entry for entry in run("partial").requests if entry.path.endswith("/entities")]
    assert_unchanged(run("unmanaged"))
    assert_kept(other, sim.object("playlist", "Other"), privacy_type="nowhere")


def test_videos_are_exactly_these(play: Play, sim: Simulator) -> None:
    """Few moves, order only where it counts, and clear errors before anything is written."""
    project, _folder = seed(sim)
    sim.seed("playlist", name="L", parent_id=project, entity_ids=VIDEOS, settings={"sort_field": "custom"})
    sim.seed("playlist", name="Sorted", parent_id=project, entity_ids=VIDEOS[:3], settings={"sort_field": "duration"})
    last_first = [VIDEOS[4], *VIDEOS[:4]]
    run = play(
        sim,
        [
            task("playlist", "same", {"name": "L", "videos": VIDEOS}),
            task("playlist", "check move", {"name": "L", "videos": last_first}, check=True),
            task("playlist", "move", {"name": "L", "videos": last_first}),
            task("playlist", "sorted", {"name": "Sorted", "videos": VIDEOS[2::-1]}),
            task(
                "playlist", "by hand", {"name": "Sorted", "videos": VIDEOS[2::-1], "settings": {"sort_field": "custom"}}
            ),
            task("playlist", "unknown", {"name": "L", "videos": [NOBODY]}),
            task("playlist", "unknown in a new one", {"name": "New", "videos": [NOBODY]}, check=True),
            task("playlist", "twice", {"name": "L", "videos": [SHORT, SHORT_UUID]}),
            task("playlist", "no id", {"name": "L", "videos": ["Intro"]}),
            task("playlist", "none", {"name": "L", "videos": []}),
            task("playlist", "none again", {"name": "L", "videos": []}),
        ],
    )
    assert_unchanged(run("same"))
    assert_predicted(run("check move"), run("move"))
    assert_written(run("move"), ["update"])
    assert run("move").writes[0].path.endswith(f"/entities/{VIDEOS[4]}/move")
    assert run("move").writes[0].body == {"position": 1}
    assert_unchanged(run("sorted"))
    assert_written(run("by hand"), ["update"])
    assert sim.object("playlist", "Sorted")["entity_ids"] == VIDEOS[2::-1]
    for name, part in (
        ("unknown", NOBODY),
        ("unknown in a new one", NOBODY),
        ("twice", "twice"),
        ("no id", "videos[0] 'Intro'"),
    ):
        assert_failure(run(name))
        assert run(name).writes == []
        assert part in run(name).msg
    assert_written(run("none"), ["update"])
    assert_unchanged(run("none again"))
    assert len(sim.objects("video")) == len(VIDEOS) + 1


def test_playlists_of_one_name_are_distinguished_by_place_or_id(play: Play, sim: Simulator) -> None:
    """A place tells playlists of one name apart; to move one takes its id."""
    project, folder = seed(sim)
    first = sim.seed("playlist", name="L", parent_id=project)["id"]
    second = sim.seed("playlist", name="L", parent_id=folder)["id"]
    here, there = {"project": "Courses"}, {"project": "Courses", "folder": ["2026"]}
    run = play(
        sim,
        [
            task("playlist", "either", {"name": "L", "description": "x"}),
            task("playlist", "that one", {"name": "L", "location": there, "description": "x"}),
            task("playlist", "elsewhere", {"name": "M", "location": here}),
            task("playlist", "same name elsewhere", {"name": "M", "location": there}),
            task("playlist", "check moved", {"id": first, "name": "L", "location": there}, check=True),
            task("playlist", "moved", {"id": first, "name": "L", "location": there}),
            task("playlist", "cannot tell any more", {"name": "L", "location": there}),
            task("playlist", "delete one", {"id": second, "state": "absent"}),
        ],
    )
    assert_failure(run("either"))
    assert first in run("either").msg
    assert second in run("either").msg
    assert "location or id" in run("either").msg
    assert_written(run("that one"), ["update"])
    assert run("that one").result["resource"]["id"] == second
    assert_written(run("elsewhere"), ["create"])
    assert_written(run("same name elsewhere"), ["create"])
    assert_predicted(run("check moved"), run("moved"))
    assert_written(run("moved"), ["update"])
    assert run("moved").writes[0].body == {"parent_id": folder}
    assert_failure(run("cannot tell any more"))
    assert_result(run("delete one"))
    assert [one["id"] for one in sim.objects("playlist") if one["name"] == "L"] == [first]
