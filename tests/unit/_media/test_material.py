# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Additional materials: uploaded once, whatever they are called and whatever happens on the way."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    ApplyError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import LocalFile
from ansible_collections.kinescope.kinescope.plugins.module_utils._media import material as deed
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MATERIALS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile import reconcile as one_task
from tests.simulator.ids import new_id
from tests.simulator.kinds import upload_link, uploader
from tests.unit._media.attached import Tasks, in_six_threads
from tests.unit._reconcile.test_creating import before_execute
from tests.unit._reconcile.test_verify import STORED
from tests.unit.sides import sides

SLIDES = b"%PDF-1.7 slides"


class Materials(Tasks):
    """Tasks of the module, and what the video then has."""

    def order(self):
        rows = [row for row in self.sim.objects("material") if row["video_id"] == self.video]
        return [row["filename"] for row in sorted(rows, key=lambda row: row["position"])]

    def seed(self, *names):
        for position, name in enumerate(names, 1):
            self.sim.seed("material", video_id=self.video, filename=name, title=name, size=9, position=position)


@pytest.fixture
def material(world):
    return Materials(world, MATERIALS)


@pytest.fixture
def slides(tmp_path):
    file = tmp_path / "slides.pdf"
    file.write_bytes(SLIDES)
    return file


@pytest.mark.parametrize("switches", [{}, {"id_form": "short", "delete_answer": "no_content"}, {"empty_lists": "null"}])
def test_life(material, slides, switches):
    material.sim.set(**switches)
    made = material.does(["create"], src=str(slides), title="Slides")
    assert made["changes"][0]["key"] == "Intro/slides.pdf"
    assert made["changes"][0]["fields"] == ["filename", "src", "title"]
    assert made["resource"]["size"] == len(SLIDES)
    named = material.does(["update"], filename="slides.pdf", title="The slides")
    assert sides(named)["before"] == {"filename": "slides.pdf", "title": "Slides"}
    assert named["resource"]["title"] == "The slides"
    material.leaves(id=made["resource"]["id"])
    gone = material.does(["delete"], filename="slides.pdf", state="absent")
    assert sides(gone)["before"] == {"filename": "slides.pdf", "title": "The slides", "position": 1}
    assert gone["resource"] == {}


def test_what_is_sent(material, slides):
    material.run(src=str(slides), filename="a.pdf")
    (entry,) = material.sim.writes
    assert (entry.host, entry.path) == ("uploader", "/additional-material")
    assert (entry.content_type, entry.size) == ("application/pdf", len(SLIDES))
    assert material.sim.object("material", "a.pdf")["title"] == "a.pdf"


@pytest.mark.parametrize("title", ["kept", "ignored"])
@pytest.mark.parametrize(
    "names",
    [{"filename": "слайды.pdf"}, {"filename": "слайды.pdf", "title": "Слайды"}, {"title": "Слайды"}, {"title": " a "}],
)
def test_names_in_any_language(material, slides, title, names):
    material.sim.set(attachment_title=title)
    wanted = names.get("title", names.get("filename"))
    second = title == "ignored" and "title" in names
    made = material.does(["create"], 2 + second, src=str(slides), **names)
    assert made["resource"]["title"] == wanted
    row = material.sim.objects("material")[0]
    assert (row["title"], row["filename"], row["size"]) == (wanted, names.get("filename", "slides.pdf"), len(SLIDES))


def test_a_large_file_goes_in_parts(material, slides, monkeypatch):
    monkeypatch.setattr(deed, "FIRST", 4)
    material.does(["create"], 2, src=str(slides))
    assert material.order() == ["slides.pdf"]


class TestPlaces:
    def test_moved(self, material):
        material.seed("a", "b", "c")
        moved = material.does(["move"], filename="c", position=1)
        assert sides(moved) == {"before": {"filename": "c", "position": 3}, "after": {"filename": "c", "position": 1}}
        assert material.order() == ["c", "a", "b"]
        material.does(["move"], filename="c", position=9)
        assert material.order() == ["a", "b", "c"]
        material.leaves(filename="c", position=3)

    def test_named_and_moved(self, material):
        material.seed("a", "b")
        both = material.does(["move"], 2, filename="b", title="B", position=1)
        assert [change["fields"] for change in both["changes"]] == [["title", "position"]]
        assert (both["resource"]["title"], both["resource"]["position"]) == ("B", 1)

    @pytest.mark.parametrize(("position", "writes"), [(1, 2), (3, 1), (8, 1)])
    def test_a_new_one(self, material, slides, position, writes):
        material.seed("a", "b")
        material.does(["create"], writes, src=str(slides), position=position)
        assert material.order().index("slides.pdf") == min(position, 3) - 1

    def test_positions_with_gaps(self, material):
        material.seed("a", "b", "c")
        material.sim.remove("material", "b")
        material.leaves(filename="c", position=2)


class TestContent:
    @pytest.mark.parametrize("content", [SLIDES + b" and more", SLIDES[::-1]])
    def test_another_file_takes_the_place(self, material, slides, content):
        material.seed("a")
        first = material.does(["create"], src=str(slides), title="Slides")["resource"]
        material.sim.seed("material", video_id=material.video, filename="z", size=9, position=3)
        slides.write_bytes(content)
        done = material.does(["update"], 3, src=str(slides))
        assert done["changes"][0]["fields"] == ["filename", "src", "title", "position"]
        assert done["changes"][0]["recreated"] is True
        assert sides(done)["before"]["src"] == {"state": "present", "size": len(SLIDES)}
        assert (done["resource"]["title"], done["resource"]["size"]) == ("Slides", len(content))
        assert done["resource"]["id"] != first["id"]
        assert material.order() == ["a", "slides.pdf", "z"]

    def test_the_last_one_needs_no_new_place(self, material, slides):
        material.does(["create"], src=str(slides))
        slides.write_bytes(SLIDES * 2)
        material.does(["update"], src=str(slides), writes=2)

    def test_the_new_one_is_there_before_the_old_one_goes(self, material, slides):
        material.does(["create"], src=str(slides))
        slides.write_bytes(SLIDES * 2)
        material.sim.fault("status", method="DELETE", status=403, code=100103)
        with pytest.raises(ApplyError) as caught:
            material.run(src=str(slides))
        assert caught.value.outcomes == ("applied", "failed")
        (change,) = material.result.values["changes"]
        assert change["outcome"] == "failed"
        assert change["reason"].endswith("; written: filename, src, title; not written: delete")
        assert material.result.values["changed"] is True
        assert material.order() == ["slides.pdf"] * 2
        with pytest.raises(PlanError, match="2 objects have this filename"):
            material.run(src=str(slides))

    def test_a_failed_upload_deletes_nothing(self, material, slides):
        material.does(["create"], src=str(slides))
        slides.write_bytes(SLIDES * 2)
        material.sim.fault("status", method="POST", status=413)
        with pytest.raises(ApplyError) as caught:
            material.run(src=str(slides))
        assert caught.value.outcomes == ("failed", "not_attempted")
        assert [change["outcome"] for change in material.result.values["changes"]] == ["failed"]
        assert [row["size"] for row in material.sim.objects("material")] == [len(SLIDES)]

    @pytest.mark.parametrize("how", ["no link", "no file"])
    def test_what_cannot_be_read(self, material, slides, how):
        material.does(["create"], src=str(slides))
        if how == "no file":
            material.sim.edit("material", "slides.pdf", file_key="nowhere")
        else:
            material.sim.fault("status", method="GET", path="*/link", status=403, times=None)
        assert material.leaves(src=str(slides))["unverified"] == ["src"]
        named = material.does(["update"], src=str(slides), title="Slides")
        assert named["unverified"] == ["src"]
        assert sides(named)["before"] == {"filename": "slides.pdf", "title": "slides.pdf"}


class TestFaults:
    @pytest.mark.parametrize("fault", ["drop_after", "garbage", "truncated"])
    def test_a_lost_response_makes_one(self, material, slides, fault):
        material.sim.fault(fault, method="POST", path="/additional-material")
        material.does(["create"], src=str(slides), title="Slides")
        assert material.order() == ["slides.pdf"]

    def test_a_request_that_did_not_arrive_is_sent_again(self, material, slides):
        material.sim.fault("drop_before", method="POST", path="/additional-material")
        material.does(["create"], 2, src=str(slides))
        assert material.order() == ["slides.pdf"]

    @pytest.mark.parametrize(("fault", "method", "writes"), [("drop_after", "PATCH", 2), ("drop_after", "POST", 3)])
    def test_a_lost_response_to_an_upload_in_parts(self, material, slides, fault, method, writes):
        material.sim.fault(fault, method=method)
        material.does(["create"], writes, src=str(slides), title="Слайды")
        assert material.order() == ["slides.pdf"]

    def test_the_endpoint_gone_after_the_last_part(self, material, slides):
        material.sim.set(tus_complete="gone")
        material.sim.fault("drop_after", method="PATCH")
        material.does(["create"], 2, src=str(slides), title="Слайды")

    def test_repeated_failures_are_an_error(self, material, slides):
        material.sim.fault("drop_before", method="POST", times=None)
        for title in ("Slides", "Слайды"):
            with pytest.raises(KinescopeError):
                material.run(src=str(slides), title=title)
            assert len(material.sim.writes) == 4
        assert material.order() == []

    def test_trouble_in_reading(self, material, slides):
        material.sim.fault("status", method="GET", path="/v1/videos/*", status=403, code=100103)
        with pytest.raises(ApiError) as raised:
            material.run(src=str(slides))
        assert raised.value.sentence().startswith("Cannot read material 'Intro/slides.pdf': ")


class TestRefusals:
    def test_what_is_wrong_in_itself(self, material, slides, tmp_path):
        for options, said in (
            ({"filename": ""}, "filename must not be empty"),
            ({"src": ""}, "src must not be empty"),
            ({"filename": "a", "position": 0}, "positions start at 1"),
            ({"src": str(tmp_path / "none")}, f"src '{tmp_path}/none' cannot be read"),
        ):
            with pytest.raises(DocumentError, match=said):
                material.run(**options)
        assert material.sim.journal == []

    @pytest.mark.parametrize("check", [True, False])
    def test_what_does_not_fit(self, material, check):
        material.seed("a", "b")
        id = material.sim.object("material", "a")["id"]
        for options, said in (
            ({"filename": "c"}, "creating it requires src"),
            ({"id": id, "filename": "c"}, "filename can only be set"),
            ({"id": material.video}, "no material with the ID"),
        ):
            with pytest.raises((GuardError, PlanError), match=said):
                material.run(check, **options)
            assert material.sim.writes == []

    def test_absent_already(self, material):
        material.leaves(filename="a", state="absent")
        material.leaves(id=material.video, state="absent")
        for check in (True, False):
            assert not material.run(check, video="Later", filename="a", state="absent")["changed"]

    def test_a_video_that_an_earlier_task_makes(self, material, slides):
        assert material.run(True, video="Later", src=str(slides))["changed"]
        assert "no video 'Later'" in material.result.warnings[0]

    def test_deleted_ones_do_not_count(self, material):
        material.seed("a")
        material.sim.edit("material", "a", deleted_at="2026-01-01T00:00:00Z")
        material.leaves(filename="a", state="absent")


class TestWhatIsStored:
    """A write counts when it is seen, however the API spells names."""

    @pytest.mark.parametrize("how", STORED)
    @pytest.mark.parametrize("parts", [False, True])
    def test_a_file_name_stored_differently_is_reported(self, material, slides, monkeypatch, how, parts):
        given, stored = STORED[how]
        if parts:
            monkeypatch.setattr(deed, "FIRST", 4)
        material.sim.set(stored_names=how)
        with pytest.raises(KinescopeError) as told:
            material.run(src=str(slides), filename=given)
        assert f"the API stored filename '{given}' as '{stored}'; set filename to '{stored}'" in told.value.sentence()
        assert material.result.values["changes"][0]["outcome"] == "applied"
        with pytest.raises(PlanError, match="only in spelling"):
            material.run(src=str(slides), filename=given)
        assert material.order() == [stored]
        material.leaves(src=str(slides), filename=stored)

    def test_a_title_stored_differently_is_reported(self, material, slides):
        material.sim.set(stored_texts="trimmed")
        told = material.run(src=str(slides), title="Slides ")
        assert told["unsettled"] == [{"field": "title", "wanted": "Slides ", "stored": "Slides"}]
        assert 'the API stored title "Slides " as "Slides"' in material.result.warnings[0]
        assert material.writes() == ["POST init", *material.writes()[1:]]
        assert sum(write.startswith("PUT") for write in material.writes()) == 0, "it is the API's spelling"

    def test_a_title_that_is_ignored(self, material):
        material.seed("a")
        material.sim.set(ignored="title")
        told = material.run(filename="a", title="A")
        assert told["unsettled"] == [{"field": "title", "wanted": "A", "stored": "a"}]
        assert "did not change it" in material.result.warnings[0]

    def test_a_file_that_was_cut(self, material, slides, monkeypatch):
        add = upload_link.add_material
        monkeypatch.setattr(uploader, "add_material", lambda *words: add(*words[:-1], words[-1][:3]))
        told = material.run(src=str(slides))
        assert [one["field"] for one in told["unsettled"]] == ["src.size"]

    @pytest.mark.parametrize("check", [True, False])
    def test_a_similar_object(self, material, slides, check):
        material.seed("Slides.pdf")
        with pytest.raises(PlanError, match=r"'slides.pdf' differs from it only in spelling"):
            material.run(check, src=str(slides))
        material.run(check, src=str(slides), allow_similar=True)


class TestSideBySide:
    """Several processes upload a material once."""

    def test_another_process_was_quicker(self, material, slides, monkeypatch):
        other = material.beside()
        before_execute(monkeypatch, one_task, lambda: other.run(src=str(slides)))
        assert material.run(src=str(slides))["changed"] is False
        assert material.order() == ["slides.pdf"]

    def test_a_lost_response_beside_another_one(self, material, slides):
        material.seed("other.pdf")
        material.sim.fault("drop_after", method="POST", path="/additional-material")
        material.does(["create"], src=str(slides))
        assert material.order() == ["other.pdf", "slides.pdf"]

    def test_six_processes_at_once(self, material, slides):
        material.sim.fault("slow", method="POST", seconds=0.2, work="after", times=None)
        results = in_six_threads(material.world, lambda: material.beside().run(src=str(slides)))
        assert [one["changed"] for one in results].count(True) == 1
        assert material.order() == ["slides.pdf"]


@pytest.mark.parametrize(("size", "same"), [("15", True), (15.0, True), ("16", False)])
def test_a_size_that_is_text_is_compared_as_a_number(monkeypatch, size, same):
    monkeypatch.setattr(deed, "is_copy", lambda *_parts: True)
    gateway = SimpleNamespace(client=SimpleNamespace(get=lambda _path: ApiResponse(200, {"data": {"link": "x"}})))
    assert deed._is_same(LocalFile("slides.pdf", len(SLIDES), ""), "", {"id": new_id(), "size": size}, gateway) is same
