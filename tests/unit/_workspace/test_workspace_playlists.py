# Copyright (c) 2026, the kinescope.kinescope contributors
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
    assert [(one["action"], one.get("requests", 1)) for one in told.result["changes"]] == [("update", 1)]
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


def test_what_is_wrong_with_videos_is_reported_with_its_place(space: Space, videos: list[str]) -> None:
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
    document = {"playlists": [{"name": "a", "description": "d", "videos": [videos[1], videos[3]]}]}
    space.sim.fault("status", method="POST", path="*/entities", status=403, times=None)
    told = space.apply(document)
    (change,) = told.result["changes"]
    assert (change["outcome"], change["fields"], change["requests"]) == ("failed", ["description", "videos"], 3)
    assert change["reason"].endswith("; written: description, videos; not written: videos")
    space.sim.clear_faults()
    space.settles(document)


LIBRARY: dict[str, Any] = {"project": "Library"}


def video(title: str, location: Any = None, **more: Any) -> dict[str, Any]:
    return {"title": title, "location": location or LIBRARY, "url": f"https://v.example.com/{title}.mp4", **more}


class TestVideosByTheirTitles:
    def test_that_are_there(self, space: Space, videos: list[str]) -> None:
        space.sim.seed("playlist", name="L", entity_ids=[videos[0]])
        playlist = {"name": "L", "videos": [{"title": "V2"}, videos[0], {"title": "V1", "location": LIBRARY}]}
        told = space.settles({"playlists": [playlist]})
        assert actions(told) == [("update", "playlist", "L")]
        assert set(space.sim.objects("playlist")[0]["entity_ids"]) == {videos[2], videos[0], videos[1]}
        space.unchanged({"playlists": [{"name": "L", "videos": [videos[2], videos[0], videos[1]]}]})

    @pytest.mark.parametrize("by_place", [True, False])
    def test_that_the_same_document_makes(self, space: Space, videos: list[str], by_place: bool) -> None:
        """In their order, also in a project and a folder that it makes; the playlist may be there, and have an ID."""
        id = space.sim.seed("playlist", name="L", entity_ids=videos[:2], settings={"sort_field": "custom"})["id"]
        folder = {"project": "Courses", "folder": ["2026"]}
        members = [{"title": "New"}, {"title": "V1"}, {"title": "Newer"}]
        if by_place:
            members = [{**one, "location": folder if "New" in one["title"] else LIBRARY} for one in members]
        document = courses(
            {"id": id, "name": "L", "videos": members},
            {"name": "M", "location": {"project": "Courses"}, "videos": members[::2]},
        )
        document["videos"] = [video("New", folder), video("Newer", folder)]
        told = space.done(document, True)
        assert ("update", "playlist", "L") in actions(told)
        expected = told.result["plan_id"]
        space.done(document, expected=expected)
        titles = {row["id"]: row["title"] for row in space.sim.objects("video")}
        stored = {row["name"]: [titles[id] for id in row["entity_ids"]] for row in space.sim.objects("playlist")}
        assert stored == {"L": ["New", "V1", "Newer"], "M": ["New", "Newer"]}
        space.unchanged(document)

    def test_that_another_entry_renames(self, space: Space, videos: list[str]) -> None:
        entry = {"title": "W", "location": LIBRARY, "previous_names": ["V1"]}
        told = space.settles({"videos": [entry], "playlists": [{"name": "L", "videos": [{"title": "W"}]}]})
        assert actions(told) == [("update", "video", "V1"), ("create", "playlist", "L")]
        assert space.sim.objects("playlist")[0]["entity_ids"] == [videos[1]]
        said = space.refused({"videos": [{"title": "W"}], "playlists": [{"name": "L", "videos": [{"title": "V1"}]}]})
        assert "there is no video 'V1'" in said

    def test_that_cannot_be_made(self, space: Space, videos: list[str]) -> None:
        """The playlist is not attempted."""
        space.sim.fault("status", method="POST", path="/v1/projects", status=403)
        document = courses({"name": "L", "videos": [{"title": "New"}]})
        document["videos"] = [video("New", {"project": "Courses"})]
        told = space.apply(document)
        assert [one["outcome"] for one in told.result["changes"] if one["kind"] == "playlist"] == ["not_attempted"]

    @pytest.mark.parametrize(
        ("members", "said"),
        [
            ([{"title": "V0"}, {"title": "V0", "location": LIBRARY}], "videos contains a member twice"),
            ([{"title": "Two"}], "several have this title; add location, or use an ID"),
            ([{"title": "Two", "location": {"project": "Other"}}], "there is no project 'Other'"),
            ([{"title": "Both"}], "several have this title; add location, or use an ID"),
            ([{"title": "V1", "location": {"project": "Library", "folder": ["F"]}}], "has no folder 'F'"),
            ([{"title": "V3", "location": LIBRARY}], "videos[0]: has state: absent, but playlists[0] needs it"),
        ],
    )
    def test_that_are_not_clear(self, space: Space, videos: list[str], members: list[Any], said: str) -> None:
        other = space.sim.seed("project", name="Else", privacy_type="anywhere")["id"]
        library = space.sim.objects("project")[0]["id"]
        for title, project in (("Two", other), ("Two", library), ("Both", other)):
            space.sim.seed("video", title=title, project_id=project)
        document = {
            "projects": [{"name": "Library"}],
            "videos": [{"title": "V3", "location": LIBRARY, "state": "absent"}, video("Both")],
            "playlists": [{"name": "L", "videos": members}],
        }
        assert said in space.refused(document)

    def test_faults(self, space: Space) -> None:
        members = [1, {}, {"title": ""}, {"title": "A", "at": 1}, {"title": "A", "location": {"id": "x"}}, "x"]
        said = space.refused({"playlists": [{"name": "L", "videos": members}]})
        for part in (
            "videos[0]: must be a string (quote it if it looks like another type) or {title: <name>}",
            "videos[1]: requires title",
            "videos[2].title: must not be empty",
            "videos[3].at: is not a valid option; valid options are location, title",
        ):
            assert part in said
        twice = [{"title": "A", "location": {"id": "x"}}, {"title": "B"}, {"title": "B"}, "x"]
        said = space.refused({"playlists": [{"name": "L", "videos": twice}]})
        for part in ("videos[0].location.id 'x' is neither", "videos contains 'B' twice", "videos[3] 'x' is neither"):
            assert part in said
