# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding videos among very many: by id, by place, by title; what that takes, and what is remembered of it."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import id_of, key_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import LOCATION, VIDEO
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.places import Places
from tests.simulator import ids

NOWHERE = "01a1fa74-5c79-779b-464b-4a3975301600"


@pytest.fixture(params=["uuid", "short"])
def forms(request, sim):
    """The form of ids in answers."""
    sim.set(id_form=request.param)


@pytest.fixture
def places(sim):
    """A project with a folder and one in that, and another project."""
    courses = sim.seed("project", name="Courses")["id"]
    spring = sim.seed("folder", project_id=courses, parent_id=courses, name="Spring")["id"]
    week = sim.seed("folder", project_id=courses, parent_id=spring, name="Week 1")["id"]
    other = sim.seed("project", name="Other")["id"]
    return {"courses": courses, "spring": spring, "week": week, "other": other}


def video(sim, title, project, folder=None, **fields):
    return sim.seed("video", title=title, project_id=project, folder_id=folder, **fields)["id"]


def lists(sim):
    """The queries of the lists of videos that were asked for, without their paging."""
    paging = {"page", "per_page", "limit", "offset"}
    return [
        {name: value for name, (value,) in entry.query.items() if name not in paging}
        for entry in sim.journal
        if (entry.method, entry.path) == ("GET", "/v1/videos")
    ]


def place(lookup, **location):
    return LOCATION.as_raw(lookup.place(location))


@pytest.mark.usefixtures("forms")
class TestReferences:
    @pytest.mark.parametrize("form", [str, ids.to_short, str.upper])
    def test_an_id_is_read_by_its_own_route(self, sim, world, places, form):
        id = video(sim, "Intro", places["courses"])
        target = Places(world.gateway()).reference(VIDEO, form(id))
        assert (target.id, target.label) == (id, "Intro")
        assert [entry.path for entry in sim.journal] == [f"/v1/videos/{id}"]

    def test_a_title_is_searched_for(self, sim, world, places):
        id = video(sim, "Intro", places["courses"])
        video(sim, "Intro to all", places["courses"])
        video(sim, "intro", places["courses"])
        gateway = world.gateway()
        for _time in range(3):
            assert Places(gateway).reference(VIDEO, "Intro").id == id
        assert lists(sim) == [{"q": "Intro"}]

    def test_a_title_that_the_search_does_not_find(self, sim, world, places):
        video(sim, "Intro to all", places["courses"])
        with pytest.raises(PlanError, match="there is no video 'Intro'"):
            Places(world.gateway()).reference(VIDEO, "Intro")
        assert lists(sim) == [{"q": "Intro"}, {}]

    def test_a_search_that_finds_too_little(self, sim, world, places, monkeypatch):
        id = video(sim, "Intro", places["courses"])
        gateway = world.gateway()
        read = gateway.client.listed
        monkeypatch.setattr(
            gateway.client, "listed", lambda path, query, *rest: [] if query else read(path, query, *rest)
        )
        assert Places(gateway).reference(VIDEO, "Intro").id == id

    def test_several_of_one_title(self, sim, world, places):
        both = sorted(video(sim, "Intro", places[name]) for name in ("courses", "other"))
        with pytest.raises(PlanError, match=f"ambiguous.*{both[0]}, {both[1]}"):
            Places(world.gateway()).reference(VIDEO, "Intro")

    def test_a_title_that_is_an_id_of_nothing(self, sim, world, places):
        id = video(sim, NOWHERE, places["courses"])
        assert Places(world.gateway()).reference(VIDEO, NOWHERE).id == id

    def test_a_missing_one_in_check_mode(self, world):
        lookup = Places(world.gateway(), may_be_pending=True)
        assert lookup.reference(VIDEO, "Intro").id is None
        assert "check mode assumes that an earlier task will create it" in lookup.warnings[0]


@pytest.mark.usefixtures("forms")
class TestPlaces:
    def test_a_place_is_listed_and_no_more(self, sim, world, places):
        here = {
            "root": video(sim, "Intro", places["courses"]),
            "spring": video(sim, "Intro", places["courses"], places["spring"]),
            "week": video(sim, "Intro", places["courses"], places["week"]),
        }
        video(sim, "Intro", places["other"])
        gateway = world.gateway()
        lookup = Places(gateway)
        where = {
            "root": place(lookup, project="Courses"),
            "spring": place(lookup, project="Courses", folder=["Spring"]),
            "week": place(lookup, id=ids.to_short(places["week"])),
        }
        for _time in range(3):
            for name, there in where.items():
                found = gateway.with_key(VIDEO, ("Intro",), location=there)
                assert [id_of(VIDEO, raw) for raw in found] == [here[name]]
        assert lists(sim) == [
            {"project_id": places["courses"], "without_folder": "true"},
            {"folder_id": places["spring"]},
            {"folder_id": places["week"]},
        ]

    def test_a_filter_that_the_api_ignores(self, sim, world, places, monkeypatch):
        id = video(sim, "Intro", places["courses"], places["spring"])
        video(sim, "Intro", places["courses"])
        gateway = world.gateway()
        read = gateway.client.listed
        monkeypatch.setattr(gateway.client, "listed", lambda path, query, *rest: read(path, None, *rest))
        there = place(Places(gateway), project="Courses", folder=["Spring"])
        assert [id_of(VIDEO, raw) for raw in gateway.with_key(VIDEO, ("Intro",), location=there)] == [id]

    def test_what_is_missing_in_a_place_is_not_looked_for_elsewhere(self, sim, world, places):
        video(sim, "Intro", places["other"])
        gateway = world.gateway()
        assert gateway.with_key(VIDEO, ("Intro",), location=place(Places(gateway), project="Courses")) == []
        assert len(lists(sim)) == 1

    def test_the_whole_list_serves_for_every_part(self, sim, world, places):
        id = video(sim, "Intro", places["courses"])
        gateway = world.gateway()
        gateway.objects(VIDEO)
        assert [id_of(VIDEO, raw) for raw in gateway.with_key(VIDEO, ("Intro",))] == [id]
        assert gateway.with_key(VIDEO, ("Intro",), location=place(Places(gateway), project="Other")) == []
        assert id_of(VIDEO, gateway.with_id(VIDEO, id)) == id
        assert lists(sim) == [{}]

    def test_own_writes_keep_every_part_true(self, sim, world, places):
        id = video(sim, "Intro", places["courses"])
        gateway = world.gateway()
        lookup = Places(gateway)
        root, spring = place(lookup, project="Courses"), place(lookup, project="Courses", folder=["Spring"])

        def found(title, there):
            return [id_of(VIDEO, raw) for raw in gateway.with_key(VIDEO, (title,), location=there)]

        assert (found("Intro", root), found("Intro", spring), found("Intro", None)) == ([id], [], [id])
        asked = len(lists(sim))
        moved = gateway.write(
            "PUT", f"/v1/videos/{id}/move", {n: spring[n] for n in ("project_id", "folder_id")}, VIDEO
        )
        gateway.remember(VIDEO, "", id, moved)
        assert (found("Intro", root), found("Intro", spring), found("Intro", None)) == ([], [id], [id])
        gateway.remember(VIDEO, "", id, gateway.write("PATCH", f"/v1/videos/{id}", {"title": "Start"}, VIDEO))
        assert (found("Intro", spring), found("Start", spring)) == ([], [id])
        gateway.remember(VIDEO, "", id, {})
        assert found("Start", spring) == []
        assert len(lists(sim)) == asked
        gateway.forget(VIDEO)
        assert found("Start", spring) == [id]

    def test_the_oldest_part_counts(self, world, places):
        gateway = world.gateway()
        gateway.clock = lambda: now
        now = 100.0
        lookup = Places(gateway)
        assert gateway.age(VIDEO) == 0.0
        gateway.with_key(VIDEO, ("Intro",), location=place(lookup, project="Courses"))
        now = 110.0
        gateway.with_key(VIDEO, ("Intro",), location=place(lookup, project="Other"))
        assert gateway.age(VIDEO) == 10.0

    def test_a_look_for_what_was_made_asks_again(self, sim, world, places):
        gateway = world.gateway()
        there = place(Places(gateway), project="Courses", folder=["Spring"])
        assert gateway.with_key(VIDEO, ("Intro",), location=there) == []
        id = video(sim, "Intro", places["courses"], places["spring"])
        change = Create(VIDEO, "Intro", body={"title": "Intro", **there})
        assert [id_of(VIDEO, raw) for raw in gateway.same_key(change)] == [id]
        assert lists(sim) == [{"folder_id": places["spring"]}] * 2


@pytest.mark.parametrize("switches", [{"absent_fields": "dropped"}, {"empty_lists": "null"}, {}])
def test_awkward_shapes_are_made_regular(sim, world, places, switches):
    sim.set(**switches)
    id = video(sim, "Intro", places["courses"])
    raw = world.gateway().read(VIDEO, "", id)
    assert raw["parent_id"] == places["courses"]
    assert key_of(VIDEO, raw) == ("Intro",)
    assert {name: raw[name] for name in ("assets", "tags", "privacy_domains")} == {
        "assets": [],
        "tags": [],
        "privacy_domains": [],
    }
