# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Folders are a tree in a project: the way to one, what is missing on it, and what lies in it. None is ever moved."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApplyError, GuardError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.inhabitants import INHABITANTS
from tests.simulator import ids
from tests.unit._reconcile.test_sharing import FEW, OLD, VERY_OLD, Loop
from tests.unit.sides import sides

NOWHERE = "01a1fa74-5c79-779b-464b-4a3975301600"
FORMS = {"uuid": str, "short": ids.to_short, "capitals": str.upper}
LIST = "/v1/projects/*/folders"
DEEP = {"project": "Courses", "parent": ["2026", "Spring"], "name": "Week 1"}
KEYS = ["Courses/2026", "Courses/2026/Spring", "Courses/2026/Spring/Week 1"]


@pytest.fixture(
    autouse=True, params=[("project", "uuid"), ("null", "short"), ("zero", "uuid")], ids=["project", "null", "zero"]
)
def reading(request, sim):
    """The readings of what the parent of a folder at the root is, and the two forms of ids."""
    parent, form = request.param
    sim.set(root_folder_parent=parent, id_form=form)


@pytest.fixture
def courses(sim):
    """The id of an empty project."""
    return sim.seed("project", name="Courses", privacy_type="anywhere")["id"]


@pytest.fixture
def loop(sim):
    """Tasks that share what they have seen."""
    return Loop(sim)


def put(sim, project, *way):
    """Make the folders of a way, where they are missing, and return the id of the last."""
    here = project
    for name in way:
        there = [row for row in sim.objects("folder") if (row["parent_id"], row["name"]) == (here, name)]
        here = (there or [sim.seed("folder", name=name, project_id=project, parent_id=here)])[0]["id"]
    return here


def tree(sim):
    """The ways to all folders."""
    rows = {row["id"]: row for row in sim.objects("folder")}

    def way(row):
        above = rows.get(row["parent_id"])
        return (*(way(above) if above else ()), row["name"])

    return sorted(way(row) for row in rows.values())


def told(run):
    return [(change["key"], change["action"]) for change in run.result["changes"]]


def outcomes(run):
    return [change["outcome"] for change in run.result["changes"]]


class TestTheWay:
    @pytest.mark.parametrize("there", [[], ["2026"], ["2026", "Spring"]], ids=len)
    def test_what_is_missing_on_it_is_created(self, world, courses, there):
        put(world.sim, courses, *there)
        done = world.settles("folder", **DEEP)
        assert told(done) == [(key, "create") for key in KEYS[len(there) :]]
        assert {path.split("/")[0] + path[-8:] for path in done.writes} == {"POST /folders"}
        assert tree(world.sim) == [("2026",), ("2026", "Spring"), ("2026", "Spring", "Week 1")]
        assert sides(done.result) == {"before": {}, "after": {"name": "Week 1", "parent": ["2026", "Spring"]}}

    def test_bodies_hold_a_parent_only_below_the_root(self, world, courses):
        done = world.settles("folder", **DEEP)
        bodies = [entry.body for entry in done.requests if entry.method == "POST"]
        assert [set(body) for body in bodies] == [{"name"}, {"name", "parent_id"}, {"name", "parent_id"}]
        done = world.settles("folder", project="Courses", parent=[], name="2027")
        assert [entry.body for entry in done.requests if entry.method == "POST"] == [{"name": "2027"}]

    def test_the_list_of_a_project_is_read_once(self, world, courses):
        put(world.sim, courses, "2026")
        assert len([e for e in world.ok("folder", **DEEP).requests if e.path.endswith("/folders")]) == 1 + 2

    @pytest.mark.parametrize("name", ["a/b", ".", "..", " ", "a, b", "?x=1&y#z", "Ёлка 🎄", "null", '"', "{{"])
    def test_names_are_taken_as_they_are(self, world, courses, name):
        world.settles("folder", project="Courses", parent=[name, "a", name], name=name)
        world.settles("folder", project="Courses", parent=["a"], name="b")
        assert (name, "a", name, name) in tree(world.sim)
        assert len(world.sim.objects("folder")) == 6

    @pytest.mark.parametrize("form", FORMS)
    def test_a_project_by_its_id(self, world, courses, form):
        done = world.settles("folder", **{**DEEP, "project": FORMS[form](courses)})
        assert [key for key, _action in told(done)] == KEYS
        world.unchanged("folder", **DEEP)

    @pytest.mark.parametrize("state", ["present", "absent"])
    @pytest.mark.parametrize("check", [True, False])
    def test_two_of_one_name_on_it(self, world, courses, state, check):
        both = [world.sim.seed("folder", name="2026", project_id=courses)["id"] for _time in range(2)]
        refused = world.refused("folder", check, **DEEP, state=state)
        assert isinstance(refused.error, PlanError)
        assert all(id in refused.error.sentence() for id in both)

    def test_an_id_in_place_of_a_name(self, world, courses):
        first, second = (world.sim.seed("folder", name="2026", project_id=courses)["id"] for _time in range(2))
        done = world.settles("folder", **{**DEEP, "parent": [second, "Spring"]})
        assert [row["parent_id"] for row in world.sim.objects("folder") if row["name"] == "Spring"] == [second]
        assert first not in {row["parent_id"] for row in world.sim.objects("folder")}
        assert [change["action"] for change in done.result["changes"]] == ["create", "create"]

    def test_an_id_that_is_wrong_is_no_name(self, world, courses):
        refused = world.refused("folder", **{**DEEP, "parent": [NOWHERE]})
        assert NOWHERE in refused.error.sentence()

    @pytest.mark.parametrize(
        "options", [{"project": ""}, {"name": ""}, {"parent": [""]}, {"parent": ["2026", ""]}, {"id": "Week 1"}]
    )
    def test_what_cannot_be_meant(self, world, courses, options):
        for state in ("present", "absent"):
            refused = world.refused("folder", **{**DEEP, **options}, state=state)
            assert next(iter(options)) in refused.error.sentence()
            assert refused.requests == []

    def test_two_of_one_name(self, world, courses):
        both = [world.sim.seed("folder", name="Week 1", project_id=courses)["id"] for _time in range(2)]
        put(world.sim, courses, "2026", "Week 1")
        for options in ({}, {"parent": []}, {"state": "absent"}):
            refused = world.refused("folder", project="Courses", name="Week 1", **options)
            assert all(id in refused.error.sentence() for id in both)
        world.unchanged("folder", project="Courses", parent=["2026"], name="Week 1")
        world.unchanged("folder", project="Courses", id=both[0], name="Week 1")


class TestAProjectThatIsNotThere:
    def test_it_is_an_error(self, world):
        refused = world.refused("folder", **DEEP)
        assert "there is no project 'Courses'" in refused.error.sentence()
        assert refused.error.details()["key"] == KEYS[-1]

    def test_an_earlier_task_may_create_it(self, world):
        planned = world.ok("folder", True, **DEEP)
        assert told(planned) == [(key, "create") for key in KEYS]
        assert len(planned.warnings) == 1
        assert "Courses" in planned.warnings[0]
        world.ok("project", name="Courses", privacy_type="anywhere")
        done = world.ok("folder", **DEEP)
        assert done.warnings == []
        assert planned.result["diff"] == done.result["diff"]
        assert [key for key, _action in told(done)] == KEYS

    def test_nothing_in_it_is_there(self, world):
        world.unchanged("folder", **DEEP, state="absent")

    def test_no_id_can_be_in_it(self, world):
        assert NOWHERE in world.refused("folder", True, **DEEP, id=NOWHERE).error.sentence()


class TestAbsent:
    @pytest.mark.parametrize("there", [[], ["2026"], ["2026", "Spring"]], ids=len)
    def test_what_is_not_there(self, world, courses, there):
        put(world.sim, courses, *there)
        told = world.unchanged("folder", **DEEP, state="absent")
        assert told.warnings == []
        assert len(tree(world.sim)) == len(there), "nothing is created on the way"

    def test_one_at_another_place_stays(self, world, courses):
        put(world.sim, courses, "Week 1")
        put(world.sim, courses, "2026", "Week 1")
        world.unchanged("folder", **DEEP, state="absent")
        world.settles("folder", project="Courses", name="Week 1", state="absent")
        assert tree(world.sim) == [("2026",), ("2026", "Week 1")]

    @pytest.mark.parametrize("by_id", [True, False])
    def test_one_that_holds_folders(self, world, courses, by_id):
        id = put(world.sim, courses, "2026")
        put(world.sim, courses, "2026", "Spring", "Week 1")
        put(world.sim, courses, "2025", "Spring")
        named = {"id": id} if by_id else {"name": "2026"}
        for check in (True, False):
            refused = world.refused("folder", check, project="Courses", **named, state="absent")
            assert isinstance(refused.error, GuardError)
            assert "folders: 2" in refused.error.sentence()
            assert "Courses/2026" in refused.error.sentence()
        done = world.settles("folder", project="Courses", **named, state="absent", force=True)
        assert sides(done.result)["before"] == {"name": "2026"}
        assert tree(world.sim) == [("2025",), ("2025", "Spring")]

    def test_one_that_holds_videos(self, world, courses):
        id = put(world.sim, courses, "2026")
        world.sim.seed("video", title="V", project_id=courses, folder_id=id)
        refused = world.refused("folder", project="Courses", name="2026", state="absent")
        assert "items_count: 1" in refused.error.sentence()
        world.settles("folder", project="Courses", name="2026", state="absent", force=True)

    def test_where_it_was_is_reported(self, world, courses):
        put(world.sim, courses, *DEEP["parent"], DEEP["name"])
        done = world.settles("folder", **DEEP, state="absent")
        assert sides(done.result) == {"before": {"name": "Week 1", "parent": ["2026", "Spring"]}, "after": {}}

    def test_an_id_of_nothing(self, world, courses):
        world.unchanged("folder", project="Courses", id=NOWHERE, state="absent")


class TestTheId:
    @pytest.mark.parametrize("form", FORMS)
    def test_a_rename(self, world, courses, form):
        id = put(world.sim, courses, "2026", "Spring")
        before = world.sim.object("folder", id)
        done = world.settles("folder", project="Courses", id=FORMS[form](id), name="Summer")
        assert told(done) == [("Courses/2026/Spring", "update")]
        assert sides(done.result) == {"before": {"name": "Spring"}, "after": {"name": "Summer"}}
        after = world.sim.object("folder", id)
        assert {**after, "updated_at": None} == {**before, "name": "Summer", "updated_at": None}
        assert "parent_id" not in done.requests[-1].body
        world.unchanged("folder", project="Courses", parent=["2026"], name="Summer")

    @pytest.mark.parametrize("fault", ["drop_before", "drop_after", "truncated"])
    def test_a_rename_whose_response_is_lost(self, world, courses, fault):
        id = put(world.sim, courses, "2026")
        hit = world.sim.fault(fault, method="PUT")
        assert world.ok("folder", project="Courses", id=id, name="2027").result["changed"] is True
        assert hit.hits == 1
        assert tree(world.sim) == [("2027",)]

    @pytest.mark.parametrize("check", [True, False])
    def test_a_rename_onto_another(self, world, courses, check):
        id = put(world.sim, courses, "2026", "Spring")
        other = put(world.sim, courses, "2026", "Summer")
        put(world.sim, courses, "Autumn")
        refused = world.refused("folder", check, project="Courses", id=id, name="Summer")
        assert isinstance(refused.error, PlanError)
        assert other in refused.error.sentence()
        if not check:
            world.settles("folder", project="Courses", id=id, name="Autumn")

    @pytest.mark.parametrize("parent", [[], ["2025"], ["2026", "Spring"], ["2027"], ["2027", "Spring"]], ids=str)
    @pytest.mark.parametrize("name", ["Spring", "Summer"])
    def test_it_is_not_moved(self, world, courses, parent, name):
        id = put(world.sim, courses, "2026", "Spring")
        put(world.sim, courses, "2025", name)
        before = tree(world.sim)
        for check in (True, False):
            refused = world.refused("folder", check, project="Courses", id=id, name=name, parent=parent)
            assert isinstance(refused.error, GuardError)
            assert f"parent is ['2026'], wanted {parent}" in refused.error.sentence()
        assert tree(world.sim) == before

    def test_it_may_lie_anywhere(self, world, courses):
        id = put(world.sim, courses, "2026", "Spring")
        world.unchanged("folder", project="Courses", id=id)
        world.unchanged("folder", project="Courses", id=id, parent=["2026"])
        world.settles("folder", project="Courses", id=id, state="absent")
        assert tree(world.sim) == [("2026",)]

    @pytest.mark.parametrize("check", [True, False])
    def test_one_of_another_project(self, world, courses, check):
        other = world.sim.seed("project", name="Other", privacy_type="anywhere")["id"]
        id = put(world.sim, other, "2026")
        for options in ({"name": "2026"}, {"name": "2027"}, {"name": "2026", "parent": ["A"]}):
            assert id in world.refused("folder", check, project="Courses", id=id, **options).error.sentence()
        world.unchanged("folder", project="Courses", id=id, state="absent")


class TestTrouble:
    @pytest.mark.parametrize("struck", [0, 1, 2])
    @pytest.mark.parametrize("fault", ["drop_before", "drop_after", "truncated", "html", "garbage"])
    def test_a_lost_response_on_the_way(self, world, courses, fault, struck):
        """A folder of the same name at another place is not taken for the one that was made."""
        for way in (["Spring"], ["Week 1"], ["2025", "2026"], ["2025", "Spring", "Week 1"]):
            put(world.sim, courses, *way)
        before = tree(world.sim)
        hit = world.sim.fault(fault, method="POST", skip=struck)
        done = world.ok("folder", **DEEP)
        assert hit.hits == 1
        assert told(done) == [(key, "create") for key in KEYS]
        assert tree(world.sim) == sorted([*before, ("2026",), ("2026", "Spring"), ("2026", "Spring", "Week 1")])
        assert done.counted("POST") == 3 + (fault == "drop_before")
        assert world.unchanged("folder", **DEEP).result["resource"] == done.result["resource"]

    @pytest.mark.parametrize("struck", [0, 1, 2])
    def test_a_failure_on_the_way(self, world, courses, struck):
        world.sim.fault("status", method="POST", skip=struck, status=403, message="access denied")
        failed = world.run("folder", **DEEP)
        assert isinstance(failed.error, ApplyError)
        assert outcomes(failed) == ["applied"] * struck + ["failed"] + ["not_attempted"] * (2 - struck)
        assert told(failed) == [(key, "create") for key in KEYS]
        assert failed.result["changed"] is (struck > 0)
        assert failed.error.sentence().startswith(f"Cannot create folder '{KEYS[struck]}': ")
        assert len(tree(world.sim)) == struck
        assert told(world.settles("folder", **DEEP)) == [(key, "create") for key in KEYS[struck:]]

    def test_a_list_without_a_parent(self, world, courses):
        id = put(world.sim, courses, "A")
        world.sim.edit("folder", id, parent_id=NOWHERE)
        assert told(world.settles("folder", project="Courses", id=id, name="B")) == [("Courses/A", "update")]

    def test_a_list_that_goes_in_circles(self, world, courses):
        first = put(world.sim, courses, "A")
        second = put(world.sim, courses, "A", "B")
        world.sim.edit("folder", first, parent_id=second)
        assert world.ok("folder", project="Courses", id=second).result["changed"] is False
        assert "folders: " in world.refused("folder", project="Courses", id=second, state="absent").error.sentence()


class TestALoop:
    def test_one_list_for_all(self, loop, courses):
        for number in range(10):
            loop.ok("folder", project="Courses", parent=["2026", f"{number % 2}"], name=f"Week {number}")
            loop.later(1.0)
        assert len(loop.sim.requests("GET", LIST)) == 1
        assert len(loop.sim.writes) == 1 + 2 + 10
        loop.sim.clear_journal()
        for number in range(10):
            assert not loop.ok(
                "folder", project="Courses", parent=["2026", f"{number % 2}"], name=f"Week {number}"
            ).writes
        assert loop.sim.journal == []

    def test_two_projects(self, loop, courses):
        other = loop.sim.seed("project", name="Other", privacy_type="anywhere")["id"]
        for project in ("Courses", "Other") * 3:
            loop.ok("folder", **{**DEEP, "project": project})
        assert len(loop.sim.requests("GET", LIST)) == 2
        assert sorted(row["project_id"] for row in loop.sim.objects("folder")) == sorted([courses, other] * 3)

    def test_own_writes_are_remembered(self, loop, courses):
        id = loop.ok("folder", **DEEP).result["resource"]["id"]
        loop.ok("folder", project="Courses", id=id, name="Week 2")
        assert loop.quick("folder", **{**DEEP, "name": "Week 2"}).result["changed"] is False
        loop.quick("folder", **{**DEEP, "name": "Week 2"}, state="absent")
        assert told(loop.quick("folder", **DEEP)) == [(KEYS[-1], "create")]

    def test_what_went_along_is_gone(self, loop, courses):
        id = loop.ok("folder", **DEEP).result["resource"]["id"]
        loop.ok("folder", project="Courses", name="2026", state="absent", force=True)
        assert loop.ok("folder", project="Courses", id=id, state="absent").result["changed"] is False
        assert len(loop.ok("folder", **DEEP).result["changes"]) == 3

    def test_a_delete_rests_on_a_list_that_is_fresh(self, loop, courses):
        id = loop.ok("folder", project="Courses", name="2026").result["resource"]["id"]
        loop.later(FEW)
        assert len(loop.ok("folder", project="Courses", name="2026").requests) == 0
        loop.sim.seed("folder", name="theirs", project_id=courses, parent_id=ids.parse(id))
        loop.later(OLD)
        assert "folders: 1" in loop.refused("folder", project="Courses", name="2026", state="absent").error.sentence()

    def test_they_made_the_way_meanwhile(self, loop, courses):
        loop.ok("folder", project="Courses", name="first")
        put(loop.sim, courses, "2026", "Spring")
        loop.later(VERY_OLD)
        assert told(loop.ok("folder", **DEEP)) == [(KEYS[-1], "create")]

    @pytest.mark.parametrize("pause", [0.0, OLD])
    def test_they_renamed_it(self, loop, courses, pause):
        id = loop.ok("folder", project="Courses", name="2026").result["resource"]["id"]
        loop.sim.edit("folder", ids.parse(id), name="theirs")
        loop.later(pause)
        loop.ok("folder", project="Courses", id=id, name="2027")
        assert tree(loop.sim) == [("2027",)]


IN_IT = {
    "live_event": {"name": "E", "type": "one-time"},
    "playlist": {"name": "L"},
    "file_request": {"title": "R"},
    "archived file_request": {"title": "R", "archived": True},
}


@pytest.mark.parametrize("kind", IN_IT)
@pytest.mark.parametrize("place", ["project", "folder"])
def test_a_place_that_is_not_empty_although_nothing_is_counted(sim, world, courses, kind, place):
    inside = put(sim, courses, "Spring") if place == "folder" else courses
    named, kind = IN_IT[kind], kind.split()[-1]
    key = "uploading_location_id" if kind == "file_request" else "parent_id"
    sim.seed(kind, **named, **{key: inside})
    task = {"name": "Courses"} if place == "project" else {"project": "Courses", "name": "Spring"}
    for check in (True, False):
        told = world.refused(place, check, state="absent", **task)
        assert f"it is not empty ({kind}s: 1), and its contents would be deleted too; force: true" in told.text()
    done = world.ok(place, state="absent", force=True, **task)
    assert len(done.writes) == 1
    asked = {entry.path for entry in done.requests}
    assert not asked & {"/v1/playlists", "/v1/file-requests"}, "it may be deleted whatever is in it"


def test_a_place_whose_contents_the_token_may_not_list(sim, world, courses):
    sim.fault("status", status=403, path="/v1/playlists", times=9)
    told = world.refused("project", name="Courses", state="absent")
    assert "it is unknown whether the place to be deleted is empty" in told.text()
    assert "force: true" in told.text()
    world.ok("project", name="Courses", state="absent", force=True)


def test_everything_that_is_in_places_is_looked_for():
    """The API counts videos, and shows folders."""
    kinds = [kind for kind in KINDS.values() if kind.name not in ("video", "folder")]
    holding = [(kind, field) for kind in kinds for field in kind.fields if field.holds]
    declared = {(kind.section, kind.routes.path, *field.where, kind.routes.additional_lists) for kind, field in holding}
    assert declared == set(INHABITANTS)
