# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos that are there: fields, chapters, moves, deletes. The journal tells what was sent."""

from __future__ import annotations

import pytest

from tests.simulator import ids
from tests.unit.sides import sides

HERE = {"project": "Courses", "folder": ["Spring"]}


@pytest.fixture
def places(sim):
    """A project with a folder, and another project."""
    courses = sim.seed("project", name="Courses", privacy_type="nowhere")["id"]
    spring = sim.seed("folder", project_id=courses, parent_id=courses, name="Spring")["id"]
    other = sim.seed("project", name="Other")["id"]
    return {"courses": courses, "spring": spring, "other": other}


@pytest.fixture
def video(sim, places):
    """Make a video in the folder."""

    def make(title="Intro", **fields):
        where = {"project_id": places["courses"], "folder_id": places["spring"]}
        return sim.seed("video", title=title, **{**where, **fields})["id"]

    return make


SHAPES = [
    {},
    {"id_form": "short"},
    {"absent_fields": "dropped"},
    {"empty_lists": "null"},
    {"families": "offset"},
    {"put": "replace"},
    {"put": "replace", "absent_fields": "dropped", "video_patch": "all"},
]


@pytest.fixture(params=SHAPES, ids=lambda shape: " ".join(f"{k}={v}" for k, v in shape.items()) or "usual")
def shaped(request, sim):
    """The points that the known facts leave open."""
    sim.set(**request.param)


@pytest.fixture
def path(sim):
    """The route of a video, by the id that answers show."""
    return lambda id: f"/v1/videos/{id if sim.switches['id_form'] == 'uuid' else ids.to_short(id)}"


@pytest.mark.usefixtures("shaped")
class TestFields:
    def test_one_patch_of_what_differs(self, sim, world, path, video):
        id = video(description="old", tags=["a", "b"])
        done = world.settles(
            "video",
            title="Intro",
            location=HERE,
            description="new",
            tags=["b", "a", "b"],
            privacy_type="custom",
            privacy_domains=["Школа.example", "b.example.com"],
            additional_materials_enabled=True,
        )
        assert done.writes == [f"PATCH {path(id)}"]
        (body,) = [entry.body for entry in done.requests if entry.method == "PATCH"]
        assert set(body) == {"description", "privacy_type", "privacy_domains", "additional_materials_enabled"}
        stands = sim.object("video", id)
        assert (stands["description"], stands["tags"]) == ("new", ["a", "b"])
        assert done.result["resource"]["id"] == (id if sim.switches["id_form"] == "uuid" else ids.to_short(id))
        assert not {"parent_id", "original"} & set(done.result["resource"])

    def test_empty_values_clear(self, sim, world, path, video):
        id = video(description="old", tags=["a"], privacy_domains=["a.example.com"])
        cleared = {"description": "", "tags": [], "privacy_domains": [], "additional_materials_enabled": False}
        world.settles("video", title="Intro", location=HERE, **cleared)
        stands = sim.object("video", id)
        assert (stands["description"], stands["tags"], stands["privacy_domains"]) == ("", [], [])

    def test_chapters(self, sim, world, path, video):
        id = video()
        items = [{"time": 60000, "title": "Second"}, {"time": 0, "title": "First"}]
        done = world.settles("video", title="Intro", location=HERE, chapters={"items": items, "enabled": True})
        assert done.writes == [f"PUT {path(id)}/chapters"]
        assert sim.object("video", id)["chapters"] == {"items": items[::-1], "enabled": True}
        world.unchanged("video", title="Intro", location=HERE, chapters={"items": items[::-1]})
        done = world.settles("video", title="Intro", location=HERE, chapters={"enabled": False})
        assert sim.object("video", id)["chapters"] == {"items": items[::-1], "enabled": False}
        renamed = [{"time": 0, "title": "Start"}, items[0]]
        done = world.settles("video", title="Intro", location=HERE, chapters={"items": renamed})
        assert sim.object("video", id)["chapters"] == {"items": renamed, "enabled": False}
        assert sides(done.result)["before"]["chapters"] == {"items": items[::-1]}
        world.settles("video", title="Intro", location=HERE, chapters={"items": []})
        assert sim.object("video", id)["chapters"]["items"] == []

    def test_a_move_is_no_upload(self, sim, world, path, places, video):
        id = video()
        done = world.settles("video", id=id, location={"project": "Other"})
        assert done.writes == [f"PUT {path(id)}/move"]
        assert done.requests[-1].body == {"project_id": places["other"], "folder_id": None}
        about = {"kind": "video", "key": "Intro", "action": "move", "fields": ["location"]}
        assert done.result["changes"] == [{**about, **sides(done.result)}]
        assert sides(done.result) == {
            "before": {"location": {"project": "Courses", "folder": ["Spring"]}},
            "after": {"location": {"project": "Other"}},
        }
        done = world.settles("video", id=id, location={"id": places["spring"]})
        assert done.requests[-1].body == {"project_id": places["courses"], "folder_id": places["spring"]}
        stands = sim.object("video", id)
        assert (stands["project_id"], stands["folder_id"]) == (places["courses"], places["spring"])

    def test_everything_at_once(self, sim, world, path, video):
        id = video()
        options = {
            "title": "Start",
            "description": "d",
            "chapters": {"enabled": True},
            "location": {"project": "Other"},
        }
        done = world.settles("video", id=ids.to_short(id), **options)
        assert sorted(done.writes) == [
            f"PATCH {path(id)}",
            f"PUT {path(id)}/chapters",
            f"PUT {path(id)}/move",
        ]
        world.unchanged("video", **options)

    def test_absent_deletes_the_video(self, sim, world, path, video):
        id = video()
        video("Intro", folder_id=None)
        done = world.ok("video", title="Intro", location=HERE, state="absent")
        assert done.writes == [f"DELETE {path(id)}"]
        assert done.result["resource"] == {}
        world.unchanged("video", title="Intro", location=HERE, state="absent")
        assert len(sim.objects("video")) == 1


class TestFinding:
    def test_a_title_alone(self, sim, world, video):
        id = video()
        done = world.settles("video", title="Intro", description="d")
        assert done.writes == [f"PATCH /v1/videos/{id}"]

    @pytest.mark.parametrize("state", ["present", "absent"])
    def test_a_title_that_several_have(self, world, video, state):
        both = sorted([video(), video(folder_id=None)])
        told = world.refused("video", title="Intro", state=state)
        assert f"IDs {both[0]}, {both[1]}" in told.error.sentence()
        assert "location or id" in told.error.sentence()

    def test_two_of_one_title_in_one_place(self, world, video):
        video(), video()
        assert "select one with id" in world.refused("video", title="Intro", location=HERE).error.sentence()

    def test_nothing_to_make_it_from(self, world, places):
        told = world.refused("video", title="Intro", location=HERE)
        assert "creating it requires src or url" in told.error.sentence()
        assert "creating it requires src or url and location" in world.refused("video", title="Intro").error.sentence()

    def test_a_loop_lists_a_place_once(self, sim, world, video):
        for number in range(5):
            video(f"Part {number}")
        gateway = world.gateway()
        world.gateway = lambda: gateway
        before = len(sim.journal)
        for number in range(5):
            world.ok("video", title=f"Part {number}", location=HERE, description="d")
        lists = [entry for entry in sim.journal[before:] if entry.path == "/v1/videos"]
        assert len(lists) == 1
        before = len(sim.journal)
        for number in range(5):
            world.unchanged("video", title=f"Part {number}", location=HERE, description="d")
        assert sim.journal[before:] == []


class TestSubtitle:
    def test_a_subtitle_that_the_api_stores(self, sim, world, video):
        sim.set(video_patch="all")
        id = video()
        world.settles("video", title="Intro", location=HERE, subtitle="s")
        assert sim.object("video", id)["subtitle"] == "s"
        world.settles("video", title="Intro", location=HERE, subtitle="")

    def test_a_subtitle_that_the_api_ignores(self, sim, world, video):
        id = video(subtitle="old")
        told = world.run("video", title="Intro", location=HERE, subtitle="s", description="d")
        assert "the API accepts a subtitle only when a video is uploaded" in told.error.sentence()
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
        assert told.writes == [f"PATCH /v1/videos/{id}"]
        world.unchanged("video", title="Intro", location=HERE, subtitle="old")


class TestFaults:
    @pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status", "html", "truncated"])
    @pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
    def test_responses_that_are_lost(self, sim, world, video, kind, method):
        video()
        sim.fault(kind, method=method)
        if method == "DELETE":
            world.ok("video", title="Intro", location=HERE, state="absent")
            assert sim.objects("video") == []
            return
        options = {"title": "Intro", "location": HERE, "description": "d", "chapters": {"enabled": True}}
        assert world.ok("video", **options).result["changed"]
        world.unchanged("video", **options)
