# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters: made once, of frames, files and links, whatever the API shows of them."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.pictures import picture_type
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.poster import display_name
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import POSTERS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile import reconcile as one_task
from tests.unit._media.attached import JPEG, PNG, Tasks
from tests.unit._reconcile.test_creating import before_execute
from tests.unit.sides import sides

URL = "https://cdn.example.com/covers/one.jpg?sign=secret"


@pytest.fixture
def poster(world):
    return Tasks(world, POSTERS)


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "cover.png"
    file.write_bytes(PNG)
    return file


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"GIF87a.", "image/gif"),
        (b"GIF89a.", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"%PDF-1.7", ""),
    ],
)
def test_a_picture_is_recognized_by_its_beginning(data, media_type):
    assert picture_type(data) == media_type


class TestFrames:
    @pytest.mark.parametrize("new", ["active", "inactive"])
    def test_life(self, poster, new):
        poster.sim.set(new_posters=new)
        first = poster.does(["create"], from_time=1)
        assert first["changes"][0]["key"] == "Intro/1"
        assert sides(first) == {"before": {}, "after": {"from_time": 1.0}}
        assert poster.sim.objects("poster")[0]["active"] is (new == "active")
        second = poster.does(["create"], 2, from_time=2.5, active=True)
        assert second["changes"][0]["fields"] == ["from_time", "active"]
        assert second["resource"]["active"] is True
        assert poster.sim.object("poster", second["resource"]["id"])["active"] is True
        back = poster.does(["update"], from_time=1, active=True)
        assert sides(back)["before"] == {"from_time": 1.0, "active": False}
        assert sides(back)["after"] == {"from_time": 1.0, "active": True}
        assert poster.sim.object("poster", second["resource"]["id"])["active"] is False
        poster.leaves(from_time=2.5, active=False)
        gone = poster.does(["delete"], from_time=2.5, state="absent")
        assert sides(gone) == {"before": {"from_time": 2.5, "active": False}, "after": {}}
        assert gone["resource"] == {}
        poster.does(["delete"], id=first["resource"]["id"], state="absent")
        assert poster.sim.objects("poster") == []

    def test_a_frame_is_the_same_within_its_length(self, poster):
        for time in (2.48, 2.54, 7):
            poster.sim.seed("poster", video_id=poster.video, from_time=time)
        assert poster.leaves(from_time=2.5)["resource"]["from_time"] == 2.48
        poster.does(["create"], from_time=2.6)

    def test_two_of_one_frame(self, poster):
        ids = [poster.sim.seed("poster", video_id=poster.video, from_time=3)["id"] for _number in range(2)]
        with pytest.raises(PlanError, match="2 posters show this frame") as raised:
            poster.run(from_time=3)
        assert ", ".join(sorted(ids)) in raised.value.message
        poster.does(["update"], id=ids[1], active=True)
        assert sides(poster.result.values)["after"] == {"active": True}

    def test_the_first_frame_looks_like_a_file(self, poster):
        poster.does(["create"], from_time=3)
        poster.sim.seed("poster", video_id=poster.video)
        assert poster.leaves(from_time=0)["unverified"] == ["from_time"]
        assert poster.result.warnings == []
        poster.sim.seed("poster", video_id=poster.video)
        with pytest.raises(PlanError, match="2 posters show this time"):
            poster.run(from_time=0)
        for row in poster.sim.objects("poster"):
            poster.sim.remove("poster", row["id"])
        poster.does(["create"], from_time=0)

    @pytest.mark.parametrize("check", [True, False])
    def test_the_active_one_cannot_be_switched_off(self, poster, check):
        poster.does(["create"], from_time=1)
        with pytest.raises(GuardError, match="cannot be deactivated; activate another poster") as raised:
            poster.run(check, from_time=1, active=False)
        assert raised.value.sentence().startswith("Cannot update poster 'Intro/1': ")
        assert poster.sim.writes == []

    def test_the_first_one_cannot_be_inactive(self, poster):
        with pytest.raises(GuardError, match="the first poster of a video becomes active"):
            poster.run(from_time=1, active=False)

    def test_an_unknown_id(self, poster):
        id = "93997264-97ac-4091-b48e-559614c2817a"
        with pytest.raises(PlanError, match="there is no poster with the ID"):
            poster.run(id=id)
        poster.leaves(id=id, state="absent")

    def test_a_video_that_an_earlier_task_makes(self, poster):
        result = poster.run(True, video="Later", from_time=1)
        assert result["changed"]
        assert "no video 'Later'" in poster.result.warnings[0]
        with pytest.raises(PlanError, match="no video 'Later'"):
            poster.run(video="Later", from_time=1)
        for check in (True, False):
            assert not poster.run(check, video="Later", from_time=1, state="absent")["changed"]
            assert poster.result.warnings == []


class TestFiles:
    @pytest.mark.parametrize("new", ["active", "inactive"])
    def test_life(self, poster, picture, new):
        poster.sim.set(new_posters=new)
        made = poster.does(["create"], src=str(picture))
        assert made["unverified"] == []
        assert made["changes"][0]["key"] == "Intro/cover.png"
        frame = poster.does(["create"], 2, from_time=2, active=True)
        poster.does(["update"], src=str(picture), active=True)
        poster.does(["update"], id=frame["resource"]["id"], active=True)
        gone = poster.does(["delete"], src=str(picture), state="absent")
        assert "id" not in gone["resource"]

    def test_what_is_sent(self, poster, picture):
        poster.run(src=str(picture))
        (entry,) = poster.sim.writes
        assert (entry.host, entry.path, entry.content_type, entry.size) == (
            "uploader",
            "/v2/poster",
            "image/png",
            len(PNG),
        )

    def test_an_inactive_one_leaves_the_active_one(self, poster, picture):
        frame = poster.does(["create"], from_time=2)["resource"]["id"]
        made = poster.does(["create"], 2, src=str(picture), active=False)
        assert poster.sim.object("poster", frame)["active"] is True
        assert made["resource"]["active"] is False

    def test_another_picture_is_uploaded_when_asked_for(self, poster, picture):
        poster.does(["create"], src=str(picture))
        picture.write_bytes(JPEG)
        assert poster.leaves(src=str(picture))["unverified"] == ["src"]
        assert "replace: true" in poster.result.warnings[0]
        poster.does(["create"], src=str(picture), replace=True)
        poster.leaves(src=str(picture), replace=True)
        assert len(poster.sim.objects("poster")) == 2

    def test_what_cannot_be_read_is_not_uploaded_again(self, poster, picture):
        made = poster.does(["create"], src=str(picture))
        poster.sim.edit("poster", made["resource"]["id"], file_key="nowhere")
        assert poster.leaves(src=str(picture), active=True)["unverified"] == ["src"]
        with pytest.raises(PlanError, match="it is unknown which of the video's posters"):
            poster.run(src=str(picture), state="absent")
        poster.sim.seed("poster", video_id=poster.video)
        poster.leaves(src=str(picture))
        for row in poster.sim.objects("poster"):
            poster.sim.edit("poster", row["id"], active=False)
        poster.leaves(src=str(picture), active=False)
        with pytest.raises(PlanError, match="2 posters may come from it"):
            poster.run(src=str(picture), active=True)
        poster.does(["create"], src=str(picture), replace=True)

    def test_two_of_one_file(self, poster, picture):
        for _number in range(2):
            poster.run(src=str(picture))
            key = poster.sim.objects("poster")[-1]["file_key"]
            poster.sim.edit("poster", poster.sim.objects("poster")[-1]["id"], from_time=9)
        for row in poster.sim.objects("poster"):
            poster.sim.edit("poster", row["id"], from_time=0, file_key=key)
        assert poster.leaves(src=str(picture))["resource"]["active"] is True
        with pytest.raises(PlanError, match="it is unknown which of the video's posters comes from this source"):
            poster.run(src=str(picture), state="absent")

    def test_an_invalid_picture(self, poster, tmp_path):
        file = tmp_path / "cover.png"
        for data, said in ((b"%PDF", "is not a supported image"), (b"", "is empty")):
            file.write_bytes(data)
            with pytest.raises(DocumentError, match=said):
                poster.run(src=str(file))
        with pytest.raises(DocumentError, match="cannot be read"):
            poster.run(src=str(tmp_path / "none.png"))
        with pytest.raises(DocumentError, match="src must not be empty"):
            poster.run(src="")
        assert poster.sim.journal == []


class TestLinks:
    def test_life(self, poster):
        made = poster.run(True, url=URL)
        assert sides(made)["after"] == {
            "url": {"state": "present", "url": "https://cdn.example.com/covers/one.jpg?********"}
        }
        made = poster.run(url=URL)
        assert made["unverified"] == ["url"]
        assert made["changes"][0]["key"] == "Intro/one.jpg"
        assert poster.leaves(url=URL)["unverified"] == ["url"]
        poster.does(["create"], url=URL, replace=True)
        with pytest.raises(PlanError, match="it is unknown which of the video's posters comes from this source"):
            poster.run(url=URL, state="absent")

    @pytest.mark.parametrize(
        "url", ["cover.png", "ftp://a.example/b", "https://", "https://a.example/b c", "http://я.рф"]
    )
    def test_an_invalid_link(self, poster, url):
        with pytest.raises(DocumentError, match="url must be a URL"):
            poster.run(url=url)

    @pytest.mark.parametrize("url", ["https://ann:s3cr3t@cdn.example.com", "https:ann:s3cr3t@cdn.example.com/"])
    def test_a_name_that_it_gives_shows_no_password(self, poster, url):
        """Such a link is refused by a message that names the poster."""
        assert "s3cr3t" not in display_name({"url": url})

    def test_a_refusal_does_not_show_it(self, poster):
        poster.sim.fault("status", method="POST", path="/v2/poster", status=400, code=1, message=f"no picture at {URL}")
        with pytest.raises(KinescopeError) as raised:
            poster.run(url=URL)
        assert "secret" not in raised.value.sentence()
        assert poster.result.values["changes"][0]["outcome"] == "failed"


class TestFaults:
    @pytest.mark.parametrize("fault", ["drop_after", "garbage", "truncated"])
    @pytest.mark.parametrize("origin", ["from_time", "src"])
    def test_a_lost_response_makes_one(self, poster, picture, fault, origin):
        poster.sim.seed("poster", video_id=poster.video, from_time=9, active=True)
        poster.sim.fault(fault, method="POST", path="*poster*")
        result = poster.run(**({"from_time": 2} if origin == "from_time" else {"src": str(picture)}))
        assert result["changed"]
        assert len(poster.sim.objects("poster")) == 2
        assert len(poster.sim.writes) == 1
        assert result["resource"]["id"] == poster.sim.objects("poster")[-1]["id"]

    def test_a_request_that_did_not_arrive_is_sent_again(self, poster):
        poster.sim.fault("drop_before", method="POST", path="*poster*")
        poster.does(["create"], 2, from_time=2)
        assert len(poster.sim.objects("poster")) == 1

    def test_a_refusal(self, poster):
        poster.sim.fault("status", method="POST", path="*posters", status=403, code=100103)
        with pytest.raises(KinescopeError) as raised:
            poster.run(from_time=2)
        assert raised.value.sentence().startswith("Cannot create poster 'Intro/2': ")
        assert poster.result.values["changes"][0]["outcome"] == "failed"
        assert poster.result.values["changed"] is False

    def test_trouble_in_reading(self, poster):
        poster.sim.fault("status", method="GET", path="*posters", status=403, code=100103)
        with pytest.raises(ApiError) as raised:
            poster.run(from_time=2)
        assert raised.value.sentence().startswith("Cannot read poster 'Intro/2': ")

    def test_what_is_wrong_in_itself(self, poster):
        for options, said in (
            ({"from_time": -1}, "from_time must be 0 or greater"),
            ({"from_time": 1, "replace": True}, "replace is only supported with src and url"),
            ({"id": "x"}, "neither a UUID"),
            ({"video": "", "from_time": 1}, "video must not be empty"),
        ):
            with pytest.raises(DocumentError, match=said):
                poster.run(**options)
        assert poster.sim.journal == []


class TestWhatIsStored:
    """A write counts when it is seen."""

    def test_a_frame_that_is_ignored(self, poster):
        poster.sim.set(ignored="from_time")
        with pytest.raises(KinescopeError) as told:
            poster.run(from_time=2.5)
        assert "the API stored from_time '2.5' as '0'; set from_time to '0'" in told.value.sentence()
        assert poster.result.values["changes"][0]["outcome"] == "applied"

    def test_one_that_did_not_become_active(self, poster):
        for time in (1, 2):
            poster.sim.seed("poster", video_id=poster.video, from_time=time, active=time == 1)
        poster.sim.set(ignored="active")
        for time, before in ((2, [1, 2]), (3, [1, 2, 3])):
            told = poster.run(from_time=time, active=True)
            assert told["unsettled"] == [{"field": "active", "wanted": True, "stored": False}]
            assert sorted(row["from_time"] for row in poster.sim.objects("poster")) == before
        assert "active" in poster.result.warnings[0]


class TestSideBySide:
    """Several processes make a poster once."""

    @pytest.mark.parametrize("origin", ["from_time", "src", "url"])
    def test_another_process_was_quicker(self, poster, picture, monkeypatch, origin):
        options = {"from_time": {"from_time": 2.5}, "src": {"src": str(picture)}, "url": {"url": URL}}[origin]
        poster.sim.seed("poster", video_id=poster.video, from_time=9, active=True)
        other = poster.beside()
        before_execute(monkeypatch, one_task, lambda: other.run(**options))
        assert poster.run(**options)["changed"] is False
        assert len(poster.sim.objects("poster")) == 2

    def test_what_it_made_is_another_poster(self, poster, picture, monkeypatch):
        other = poster.beside()
        before_execute(monkeypatch, one_task, lambda: other.run(from_time=7))
        poster.run(src=str(picture))
        assert len(poster.sim.objects("poster")) == 2
