# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Edits of videos: a copy is made once, all else is sent once, whatever becomes of the answer."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions import video_edit as module
from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.video_edit import VIDEO_EDIT
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments
from tests.unit._media.attached import in_six_threads
from tests.unit._reconcile.test_verify import STORED
from tests.unit.sides import sides

KEYS = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}
SIGNED = "https://cdn.example.com/v.mp4?expires=1&sign=abc"
ARCHIVE = {"project": "Archive"}
SPRING = {"project": "Archive", "folder": ["Spring"]}


class Desk:
    """Tasks of the module in a workspace."""

    def __init__(self, world):
        self.world, self.sim = world, world.sim
        self.result = TaskResult()

    def run(self, action, video="Lesson", check=False, **options):
        valid = ArgumentSpecValidator(arguments(VIDEO_EDIT)["argument_spec"]).validate(
            {"api_token": self.sim.token, "action": action, "video": video, **options}
        )
        assert valid.error_messages == []
        self.sim.clear_journal()
        self.result = TaskResult()
        VIDEO_EDIT.run(valid.validated_parameters, check, self.world.gateway(), self.result)
        assert set(self.result.values) == KEYS
        assert SIGNED not in json.dumps(self.result.values)
        return self.result.values

    def does(self, action, *video, writes=1, **options):
        planned = self.run(action, *video, check=True, **options)
        assert self.sim.writes == []
        done = self.run(action, *video, **options)
        assert len(self.sim.writes) == writes
        for result, outcome in ((planned, "planned"), (done, "applied")):
            assert result["changed"] is True
            assert [change.pop("outcome") for change in result["changes"]] == [outcome]
        for key in ("changes", "diff", "unverified"):
            assert planned[key] == done[key]
        assert planned["resource"] == {name: done["resource"][name] for name in planned["resource"]}
        return done

    def leaves(self, *arguments, **options):
        for check in (True, False):
            result = self.run(*arguments, check=check, **options)
            assert self.sim.writes == []
            assert (result["changed"], result["changes"]) == (False, [])
            assert sides(result) == {"before": {}, "after": {}}
        return result

    def fails(self, error, match, *arguments, **options):
        with pytest.raises(error) as caught:
            self.run(*arguments, **options)
        assert match in caught.value.message
        return caught.value


@pytest.fixture
def desk(world):
    sim = world.sim
    for name in ("Courses", "Archive"):
        sim.seed("project", name=name)
    archive = sim.object("project", "Archive")["id"]
    sim.seed("folder", name="Spring", project_id=archive, parent_id=archive)
    here = sim.object("project", "Courses")["id"]
    asset = {"quality": "original", "file_size": 1, "download_link": SIGNED, "url": SIGNED}
    sim.seed("video", title="Lesson", project_id=here, duration=10.0, assets=[asset])
    for title, duration in (("Intro", 1.0), ("Outro", 2.0)):
        sim.seed("video", title=title, project_id=here, duration=duration)
    return Desk(world)


def video(sim, title="Lesson"):
    return sim.object("video", title)["id"]


def titled(sim, title="Lesson"):
    return [row for row in sim.objects("video") if row["title"] == title]


class TestCopy:
    @pytest.mark.parametrize("place", [ARCHIVE, SPRING])
    def test_a_second_copy_is_not_made(self, desk, sim, place):
        original = video(sim)
        done = desk.does("copy", location=place)
        assert sides(done) == {"before": {}, "after": {"location": place}}
        about = {"kind": "video", "key": "Lesson", "action": "create", "fields": ["location"]}
        assert done["changes"] == [{**about, "after": sides(done)["after"]}]
        again = desk.leaves("copy", location=place)
        assert again["resource"]["id"] == done["resource"]["id"] != original
        desk.leaves("copy", original, location=place)
        assert len(titled(sim)) == 2

    @pytest.mark.parametrize("answer", ["id", "success"])
    def test_whatever_the_response_shows(self, desk, sim, answer):
        sim.set(edited_answer=answer)
        done = desk.does("copy", location=ARCHIVE)
        assert done["unsettled"] == []
        assert desk.result.warnings == []
        assert desk.leaves("copy", location=ARCHIVE)["resource"]["id"] == done["resource"]["id"]

    def test_into_another_folder_of_its_project(self, desk, sim):
        desk.does("copy", location=ARCHIVE)
        desk.fails(PlanError, "ambiguous", "copy", location=SPRING)
        desk.does("copy", titled(sim)[0]["id"], location=SPRING)
        assert len(titled(sim)) == 3

    def test_by_title_within_its_own_place_is_there_already(self, desk, sim):
        own = {"project": "Courses"}
        assert desk.leaves("copy", location=own)["resource"]["id"] == video(sim)
        done = desk.does("copy", video(sim), location=own)
        assert desk.leaves("copy", titled(sim)[0]["id"], location=own)["resource"]["id"] in (
            done["resource"]["id"],
            titled(sim)[0]["id"],
        )

    def test_two_copies_are_one_too_many(self, desk, sim):
        place = sim.object("project", "Archive")["id"]
        twins = sorted(sim.seed("video", title="Lesson", project_id=place)["id"] for _number in range(2))
        error = desk.fails(PlanError, "2 videos with this title", "copy", location=ARCHIVE)
        assert ", ".join(twins) in error.message
        assert sim.writes == []

    @pytest.mark.parametrize(
        "fault", [{"kind": "drop_after"}, {"kind": "status_after", "status": 502}, {"kind": "html"}]
    )
    def test_a_lost_response(self, desk, sim, fault):
        sim.fault(method="POST", path="*/copy", **fault)
        result = desk.run("copy", location=ARCHIVE)
        assert len(sim.writes) == 1
        (copy,) = [row for row in titled(sim) if row["project_id"] == sim.object("project", "Archive")["id"]]
        assert result["resource"]["id"] == copy["id"]

    def test_a_lost_response_beside_the_original(self, desk, sim):
        original = video(sim)
        sim.fault("drop_after", method="POST", path="*/copy")
        result = desk.run("copy", original, location={"project": "Courses"})
        assert result["resource"]["id"] != original
        assert len(titled(sim)) == 2
        assert len(sim.writes) == 1

    def test_a_lost_request(self, desk, sim):
        sim.fault("drop_before", method="POST", path="*/copy")
        desk.run("copy", location=ARCHIVE)
        assert len(titled(sim)) == 2
        assert len(sim.writes) == 2

    def test_two_appear_after_a_lost_response(self, desk, sim, monkeypatch):
        place = sim.object("project", "Archive")["id"]
        looks = type(desk.world.gateway().client).recheck_times

        def meanwhile(client, failure):
            sim.seed("video", title="Lesson", project_id=place)
            return looks(client, failure)

        monkeypatch.setattr(type(desk.world.gateway().client), "recheck_times", meanwhile)
        sim.fault("drop_after", method="POST", path="*/copy")
        desk.fails(PlanError, "the response was lost, and now there are 2 copies", "copy", location=ARCHIVE)
        assert desk.result.values["changes"][0]["outcome"] == "failed"

    def test_a_request_that_was_never_carried_out_fails(self, desk, sim):
        sim.fault("status", method="POST", path="*/copy", status=500, code=500500, message="oh", times=9)
        desk.fails(ApiError, "oh", "copy", location=ARCHIVE)
        assert len(titled(sim)) == 1
        assert desk.result.values["changes"][0]["outcome"] == "failed"

    def test_a_response_that_shows_something_else(self, desk, sim, monkeypatch):
        gateway = type(desk.world.gateway())
        write = gateway.write
        monkeypatch.setattr(gateway, "write", lambda *a, **k: write(*a, **k) and None)
        desk.run("copy", location=ARCHIVE)
        assert len(titled(sim)) == 2
        sim.fault("status", method="POST", path="*/copy", status=200, body_kind="empty")
        error = desk.fails(ApiError, "does not contain the copy", "copy", video(sim, "Intro"), location=ARCHIVE)
        assert not error.uncertain

    def test_of_what_an_earlier_task_will_make(self, desk, sim):
        for options in ({"video": "New"}, {"location": {"project": "New"}}):
            result = desk.run("copy", check=True, **{"location": ARCHIVE, **options})
            assert result["changed"]
            assert "'New'" in desk.result.warnings[0]
            desk.fails(PlanError, "'New'", "copy", **{"location": ARCHIVE, **options})
            assert sim.writes == []


class TestConcat:
    def test_a_new_video(self, desk, sim):
        done = desk.does("concat", prepend=["Intro"], append=["Outro", video(sim, "Intro")])
        pieces = {"prepend": ["Intro"], "append": ["Outro", "Intro"], "replace": False}
        assert sides(done) == {"before": {}, "after": pieces}
        assert done["changes"][0]["action"] == "create"
        assert done["resource"]["duration"] == 14.0
        assert sim.writes[0].body == {
            "prepend": [{"video_id": video(sim, "Intro")}],
            "append": [{"video_id": video(sim, "Outro")}, {"video_id": video(sim, "Intro")}],
            "replace": False,
        }
        assert len(titled(sim)) == 2

    def test_concat_replaces_the_video_in_place(self, desk, sim):
        done = desk.does("concat", prepend=["Intro"], replace=True)
        assert done["changes"][0]["action"] == "update"
        assert done["resource"]["id"] == video(sim)
        assert sim.object("video", "Lesson")["duration"] == 11.0

    @pytest.mark.parametrize("replace", [True, False])
    def test_a_lost_response_is_reported_and_not_sent_again(self, desk, sim, replace):
        sim.fault("drop_after", method="POST", path="*/concat")
        error = desk.fails(ApiError, "unknown whether", "concat", append=["Outro"], replace=replace)
        assert error.uncertain
        assert f"video {video(sim) if replace else titled(sim)[0]['id']}" in error.message
        assert ("new videos" in error.message) is not replace
        assert len(sim.writes) == 1
        assert desk.result.values["changes"][0]["outcome"] == "failed"

    def test_what_was_never_done_is_sent_again(self, desk, sim):
        sim.fault("status", method="POST", path="*/concat", status=429)
        desk.run("concat", append=["Outro"])
        assert [entry.status for entry in sim.writes] == [429, 200]

    def test_a_refused_request_changes_nothing(self, desk, sim):
        sim.fault("status", method="POST", path="*/concat", status=403, code=100103, message="access denied")
        error = desk.fails(ApiError, "access denied", "concat", append=["Outro"])
        assert "unknown whether" not in error.message
        assert error.sentence().startswith("Cannot create video 'Lesson': ")

    def test_a_response_without_the_video(self, desk, sim, monkeypatch):
        gateway = type(desk.world.gateway())
        write = gateway.write
        monkeypatch.setattr(gateway, "write", lambda *a, **k: write(*a, **k) and None)
        assert desk.run("concat", append=["Outro"])["resource"] == {}
        assert "does not contain" in desk.result.warnings[0]


class TestCut:
    @pytest.mark.parametrize("cut_result", ["new", "same"])
    def test_whatever_it_makes(self, desk, sim, cut_result):
        sim.set(cut_result=cut_result)
        trim = [{"start": 6, "length": 2}, {"start": 1, "length": 2.5}]
        options = {"trim": trim, "crop": {"width": 300, "height": 200, "x": 100, "quality": "360p"}, "title": "Short"}
        done = desk.does("cut", location=SPRING, description="d", **options)
        crop = {"width": 300, "height": 200, "x": 100, "y": 0, "quality": "360p"}
        shown = {**options, "crop": crop, "description": "d", "location": SPRING}
        assert sides(done) == {"before": {}, "after": shown}
        assert done["changes"][0]["action"] == "update"
        same = video(sim, "Short") == done["resource"]["id"] and len(titled(sim)) == 0
        assert same is (cut_result == "same")
        assert sim.writes[0].body == {
            "trim": trim,
            "crop": {"w": 300, "h": 200, "x": 100, "y": 0, "quality": "360p"},
            "title": "Short",
            "description": "d",
            "project_id": sim.object("project", "Archive")["id"],
            "folder_id": sim.object("folder", "Spring")["id"],
        }

    @pytest.mark.parametrize("cut_result", ["new", "same"])
    def test_a_response_with_the_id_only(self, desk, sim, cut_result):
        sim.set(edited_answer="id", cut_result=cut_result)
        done = desk.does("cut", trim=[{"start": 0, "length": 5}], title="Short", description="d")
        assert done["resource"]["title"] == "Short"
        assert (done["unsettled"], desk.result.warnings) == ([], [])
        sim.fault("status", method="GET", path="/v1/videos/*", status=403)
        assert desk.run("cut", "Short", trim=[{"start": 0, "length": 1}], title="Shorter")["changed"]
        assert "does not contain" in desk.result.warnings[0]

    def test_to_the_root_of_a_project(self, desk, sim):
        done = desk.does("cut", crop={"width": 3, "height": 2}, location=ARCHIVE)
        assert "folder_id" not in sim.writes[0].body
        assert done["resource"]["project_id"] == sim.object("project", "Archive")["id"]

    def test_a_lost_response(self, desk, sim):
        sim.fault("drop_after", method="POST", path="*/cut")
        error = desk.fails(ApiError, "unknown whether", "cut", trim=[{"start": 0, "length": 1}])
        assert "look for new videos next to it" in error.message
        assert len(sim.writes) == 1


@pytest.mark.parametrize(
    ("action", "options", "faults"),
    [
        ("copy", {"location": {}}, ["location requires project or id"]),
        (
            "copy",
            {"location": ARCHIVE, "trim": [], "replace": True},
            ["replace is not supported with action copy", "trim is not"],
        ),
        ("concat", {}, ["concat requires prepend or append"]),
        (
            "concat",
            {"append": [], "title": "a"},
            ["concat requires prepend or append", "title is not supported with action concat"],
        ),
        ("cut", {}, ["cut requires trim or crop"]),
        (
            "cut",
            {"video": "", "title": "", "trim": [{"start": 0, "length": 1}]},
            ["video must not be", "title must not"],
        ),
        (
            "cut",
            {"trim": [{"start": -1, "length": 1}, {"start": 0, "length": 0}]},
            ["trim[0] requires", "trim[1] requires"],
        ),
        ("cut", {"crop": {"width": 0, "height": 1}}, ["crop requires"]),
        ("cut", {"crop": {"width": 1, "height": 1, "x": -1}}, ["crop requires"]),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_request(desk, sim, action, options, faults):
    with pytest.raises(DocumentError) as caught:
        desk.run(action, **options)
    assert [fault for fault in faults if fault not in caught.value.message] == []
    assert sim.journal == []


def test_what_is_missing_is_reported_for_the_video_of_the_task(desk, sim):
    with pytest.raises(KinescopeError) as caught:
        desk.run("concat", append=["Credits"])
    assert caught.value.sentence() == "Cannot plan video 'Lesson': there is no video 'Credits'"
    assert sim.writes == []


class TestWhatIsStored:
    """An edit counts when it is seen, however the API spells titles."""

    @pytest.fixture
    def target(self, desk):
        return {"id": desk.sim.object("project", "Archive")["id"]}

    def titles(self, desk, target):
        return [row["title"] for row in desk.sim.objects("video") if row["project_id"] == target["id"]]

    @pytest.mark.parametrize("how", STORED)
    @pytest.mark.parametrize("fault", ["", "drop_after"])
    def test_the_title_of_a_copy(self, desk, target, how, fault):
        given, stored = STORED[how]
        original = desk.sim.seed("video", title=given)["id"]
        desk.sim.set(stored_names=how)
        if fault:
            desk.sim.fault(fault, method="POST")
        with pytest.raises(KinescopeError) as told:
            desk.run("copy", original, location=target)
        assert f"as '{stored}'; rename the original to '{stored}'" in told.value.sentence()
        assert [change["outcome"] for change in desk.result.values["changes"]] == ["applied"]
        with pytest.raises(PlanError, match="only in spelling"):
            desk.run("copy", original, location=target)
        assert self.titles(desk, target) == [stored]

    @pytest.mark.parametrize("check", [True, False])
    def test_a_similar_object(self, desk, target, check):
        desk.sim.seed("video", title="lesson ", project_id=target["id"])
        with pytest.raises(PlanError, match="'Lesson' differs from it only in spelling"):
            desk.run("copy", video(desk.sim), check, location=target)
        desk.does("copy", video(desk.sim), location=target, allow_similar=True)

    def test_what_a_cut_asks_for(self, desk, target):
        desk.sim.set(stored_texts="trimmed", stored_names="folded", cut_result="same")
        asked = {"title": "Part", "description": "First\n", "location": target}
        told = desk.run("cut", trim=[{"start": 0, "length": 5}], **asked)
        stored = {one["field"].partition(".")[0]: one["stored"] for one in told["unsettled"]}
        assert set(stored) == {"title", "description", "location"}
        assert (stored["title"], stored["description"]) == ("part", "First")
        assert len(desk.result.warnings) == 3
        assert "every run" not in str(desk.result.warnings), "each run cuts anyway"

    def test_a_video_that_was_not_replaced(self, desk):
        desk.sim.set(ignored="replace")
        told = desk.run("concat", append=["Outro"], replace=True)
        assert told["unsettled"] == [{"field": "replace", "wanted": True, "stored": False}]
        assert told["resource"]["id"] != video(desk.sim, "Intro")
        assert "did not change it" in desk.result.warnings[0]

    def test_another_process_was_quicker(self, desk, target, monkeypatch):
        creating, todo = module.creating, [lambda: Desk(desk.world).run("copy", location=target)]

        def late(change, gateway):
            if todo:
                todo.pop()()
            return creating(change, gateway)

        monkeypatch.setattr(module, "creating", late)
        told = desk.run("copy", location=target)
        assert (told["changed"], told["changes"]) == (False, [])
        assert self.titles(desk, target) == ["Lesson"]

    def test_six_processes_at_once(self, desk, target):
        desk.sim.fault("slow", method="POST", seconds=0.2, work="after", times=None)
        results = in_six_threads(desk.world, lambda: Desk(desk.world).run("copy", video(desk.sim), location=target))
        assert [one["changed"] for one in results].count(True) == 1
        assert self.titles(desk, target) == ["Lesson"]
