# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playlists as a section of a document: with what the same document brings about, with their videos, and pruned."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit._workspace.spaces import Space, actions

NOBODY = "0190aa11-2222-4333-8444-555566667777"


@pytest.fixture
def space(sim: Any) -> Space:
    return Space(sim)


@pytest.fixture
def videos(sim: Any) -> list[str]:
    project = sim.seed("project", name="Library", privacy_type="anywhere")["id"]
    return [sim.seed("video", title=f"V{number}", project_id=project)["id"] for number in range(4)]


def courses(*playlists: dict[str, Any]) -> dict[str, Any]:
    project = {"name": "Courses", "privacy_type": "anywhere", "folders": [{"name": "2026"}]}
    return {
        "privacy_domains": [{"domain": "a.example.com"}],
        "projects": [project],
        "playlists": list(playlists),
    }


@pytest.mark.parametrize("switches", [{}, {"id_form": "short", "empty_lists": "null"}, {"absent_fields": "dropped"}])
def test_in_what_the_same_document_makes(space: Space, videos: list[str], switches: dict[str, str]) -> None:
    space.sim.set(**switches)
    first = {
        "name": "Season",
        "location": {"project": "Courses", "folder": ["2026"]},
        "privacy_type": "custom",
        "privacy_domains": ["A.example.com"],
        "settings": {"sort_field": "custom"},
        "videos": videos[:3],
    }
    second = {"name": "Season", "location": {"project": "Courses"}}
    told = space.settles(courses(first, second))
    assert actions(told)[-2:] == [
        ("create", "playlist", "Season"),
        ("create", "playlist", "Season"),
    ]
    stored = {tuple(row["entity_ids"]) for row in space.sim.objects("playlist")}
    assert stored == {tuple(videos[:3]), ()}

    turned = [videos[3], videos[1], videos[0]]
    told = space.settles(courses({**first, "videos": turned}, second))
    assert [(one["action"], one["requests"]) for one in told.result["changes"]] == [("update", 4)]
    assert turned in [row["entity_ids"] for row in space.sim.objects("playlist")]


def test_each_is_read_by_itself_only_where_its_videos_are_given(space: Space, videos: list[str]) -> None:
    for name in "abc":
        space.sim.seed("playlist", name=name, entity_ids=videos)
    document = {"playlists": [{"name": "a", "videos": videos}, {"name": "b"}, {"name": "c", "description": ""}]}
    told = space.unchanged(document)
    assert sum(entry.path.endswith("/entities") for entry in told.requests) == 1
    assert len(told.requests) == 3


def test_pruned_like_the_others(space: Space, videos: list[str]) -> None:
    for name in "ab":
        space.sim.seed("playlist", name=name, entity_ids=videos)
    told = space.settles({"playlists": [{"name": "a"}]}, prune=["playlists"])
    assert actions(told) == [("delete", "playlist", "b")]
    assert len(space.sim.objects("video")) == len(videos)


def test_a_place_that_a_playlist_needs_is_not_pruned(space: Space) -> None:
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    space.sim.seed("playlist", name="a", parent_id=project)
    document = {"projects": [{"name": "Q", "privacy_type": "anywhere"}], "playlists": [{"name": "a"}]}
    assert "playlists[0] needs it" in space.refused(document, prune=["projects"])


def test_what_is_wrong_with_videos_is_told_with_its_place(space: Space, videos: list[str]) -> None:
    space.sim.seed("playlist", name="a")
    wrong = [{"name": "a", "videos": [NOBODY]}, {"name": "b", "videos": [videos[0], NOBODY]}]
    said = space.refused({"playlists": wrong})
    assert f"playlists[0]: videos contains IDs that do not exist: {NOBODY}" in said.replace(
        "Cannot plan playlist 'a': ", ""
    )
    assert "playlists[1]" in said
    assert "twice" in space.refused({"playlists": [{"name": "a", "videos": [videos[0], videos[0]]}]})
    assert "settings.sort_field must not be empty" in space.refused(
        {"playlists": [{"name": "a", "settings": {"sort_field": ""}}]}
    )
    same = [{"name": "a", "location": {"project": "Library"}}, {"name": "a", "location": {"project": "Library"}}]
    assert "is the same object as playlists[0]" in space.refused({"playlists": same})


def test_a_change_that_fails_leaves_the_rest_undone_and_the_next_run_goes_on(space: Space, videos: list[str]) -> None:
    space.sim.seed("playlist", name="a", entity_ids=videos[:2], settings={"sort_field": "custom"})
    document = {"playlists": [{"name": "a", "description": "d", "videos": [videos[3], videos[1]]}]}
    space.sim.fault("status", method="POST", path="*/entities", status=403, times=None)
    told = space.apply(document)
    (change,) = told.result["changes"]
    assert (change["outcome"], change["fields"], change["requests"]) == ("failed", ["description", "videos"], 4)
    assert change["reason"].endswith("; written: description, videos; not written: videos")
    space.sim.clear_faults()
    space.settles(document)
