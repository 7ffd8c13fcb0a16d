# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitles: their files, which links show and no route replaces, and their places in the list."""

from __future__ import annotations

import json

import pytest

from tests.unit.conftest import TOKEN
from tests.unit.sides import sides

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"
SRT = "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\n{}\r\n"
VENDOR = "kinescopecdn.net"


class Track:
    """Tasks for the subtitles of one video."""

    def __init__(self, world, folder):
        self.world, self.sim, self.folder = world, world.sim, folder
        self.video = world.sim.seed("video", title="Lesson")["id"]

    def file(self, text, form=VTT, name="a.vtt"):
        path = self.folder / name
        path.write_bytes(form.format(text).encode())
        return str(path)

    def options(self, language="en", **options):
        return {"video": "Lesson", "language": language, **options}

    def has(self, *languages):
        """Subtitles in these languages."""
        for language in languages:
            self.settles(language, src=self.file(language))

    def settles(self, language="en", **options):
        return self.world.settles("subtitle", **self.options(language, **options))

    def unchanged(self, language="en", **options):
        return self.world.unchanged("subtitle", **self.options(language, **options))

    def refused(self, language="en", **options):
        return self.world.refused("subtitle", **self.options(language, **options)).error.sentence()

    def rows(self):
        return sorted(self.sim.objects("subtitle"), key=lambda row: row["position"])

    def order(self):
        return [row["language"] for row in self.rows()]

    def text(self, language="en"):
        (row,) = [row for row in self.rows() if row["language"] == language]
        return self.sim.core.files[row["file_key"]][1].decode("utf-8-sig")


@pytest.fixture
def track(world, tmp_path):
    return Track(world, tmp_path)


def actions(told):
    return ["remake" if change.get("recreated") else change["action"] for change in told.result["changes"]]


class TestFile:
    def test_an_unchanged_file_is_not_sent_again(self, track):
        told = track.settles(src=track.file("Hello"), description="English")
        assert actions(told) == ["create"]
        assert "file" not in told.result["resource"]
        assert "url" not in told.result["resource"]
        assert told.result["resource"]["position"] == 1
        assert track.text() == VTT.format("Hello")
        (post,) = [entry for entry in told.requests if entry.method == "POST"]
        assert post.content_type.startswith("multipart/form-data")

    @pytest.mark.parametrize("form", [VTT.replace("\n", "\r\n"), "\ufeff" + VTT, SRT])
    def test_the_same_in_other_words(self, track, form):
        track.settles(src=track.file("Hello"))
        track.unchanged(src=track.file("Hello", form))

    def test_a_changed_file_replaces_the_track(self, track):
        track.has("ru", "en", "de")
        old = track.rows()[1]
        told = track.settles(src=track.file("Changed"), position=2, description="New")
        assert actions(told) == ["remake"]
        assert told.result["changes"][0]["fields"] == ["language", "description", "src", "position"]
        assert sides(told.result)["before"]["src"] != sides(told.result)["after"]["src"]
        assert track.order() == ["ru", "en", "de"]
        assert track.text() == VTT.format("Changed")
        assert told.result["resource"]["id"] == track.rows()[1]["id"] != old["id"]

    def test_another_keeps_what_is_not_managed(self, track):
        track.settles(src=track.file("Hello"), description="English")
        told = track.settles(src=track.file("Changed", SRT, "a.srt"))
        assert actions(told) == ["remake"]
        assert track.rows()[0]["description"] == "English"
        assert track.rows()[0]["file_name"].endswith(".srt")

    def test_another_at_another_place(self, track):
        track.has("ru", "en", "de")
        told = track.settles("de", src=track.file("Changed"), position=1)
        assert actions(told) == ["remake"]
        assert track.order() == ["de", "ru", "en"]

    def test_another_that_is_last(self, track):
        track.has("ru", "en")
        assert actions(track.settles(src=track.file("Changed"))) == ["remake"]
        assert track.order() == ["ru", "en"]

    def test_where_no_link_can_be_followed(self, track):
        track.settles(src=track.file("Hello"), description="English")
        track.sim.set(files="vendor")
        told = track.unchanged(src=track.file("Changed"), description="English")
        assert told.result["unverified"] == ["src"]
        told = track.settles(src=track.file("Changed"), description="New")
        assert actions(told) == ["update"]
        assert told.result["unverified"] == ["src"]
        assert track.text() == VTT.format("Hello")

    def test_a_file_that_is_gone(self, track):
        track.settles(src=track.file("Hello"))
        track.sim.core.files.clear()
        assert track.unchanged(src=track.file("Changed")).result["unverified"] == ["src"]

    @pytest.mark.parametrize("fault", ["drop_after", "html", "drop_before"])
    def test_a_lost_response_makes_one(self, track, fault):
        track.has("ru", "en", "de")
        old = track.rows()[1]["id"]
        track.sim.fault(fault, method="POST", path="*/subtitles")
        told = track.world.ok("subtitle", **track.options(src=track.file("Changed")))
        assert track.order() == ["ru", "en", "de"]
        assert track.text() == VTT.format("Changed")
        assert told.result["resource"]["id"] == track.rows()[1]["id"] != old
        assert told.counted("POST") == (2 if fault == "drop_before" else 1)

    def test_a_delete_that_fails(self, track):
        track.has("en")
        track.sim.fault("status", method="DELETE", path="*", status=403, code=100103, message="denied")
        told = track.world.run("subtitle", **track.options(src=track.file("Changed")))
        assert told.error.outcomes == ("applied", "failed")
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
        assert told.error.sentence().startswith("Cannot delete subtitle 'Lesson/en'")
        ids = ", ".join(sorted(row["id"] for row in track.rows()))
        assert ids in track.refused(src=track.file("Changed"))

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is empty"),
            (b"no cue", "it contains no cues"),
            (b"1\n00:01,0 --> 00:02,0\n\xff", "is not encoded in UTF-8"),
        ],
    )
    def test_a_file_that_is_not_a_subtitle_file(self, track, content, said):
        path = track.folder / "bad.srt"
        path.write_bytes(content)
        assert said in track.refused(src=str(path))

    def test_a_new_track_requires_a_file(self, track):
        assert "creating it requires src" in track.refused()
        assert "src must not be empty" in track.refused(src="")
        assert "No such file" in track.refused(src=str(track.folder / "none.vtt"))


class TestPlace:
    def test_new_tracks_get_their_positions(self, track):
        track.has("ru", "en")
        assert actions(track.settles("de", src=track.file("de"), position=1)) == ["create"]
        assert track.order() == ["de", "ru", "en"]
        assert actions(track.settles("fr", src=track.file("fr"), position=4)) == ["create"]
        assert actions(track.settles("it", src=track.file("it"), position=9)) == ["create"]
        assert track.order() == ["de", "ru", "en", "fr", "it"]

    @pytest.mark.parametrize(
        ("language", "place", "order"),
        [("de", 1, "de ru en"), ("ru", 2, "en ru de"), ("ru", 3, "en de ru"), ("ru", 30, "en de ru")],
    )
    def test_a_track_is_moved_with_one_request(self, track, language, place, order):
        track.has("ru", "en", "de")
        told = track.settles(language, position=place)
        assert actions(told) == ["move"]
        assert track.order() == order.split()
        assert told.result["resource"]["position"] == min(place, 3)

    def test_invalid_positions(self, track):
        track.has("ru", "en")
        track.unchanged(position=2)
        track.unchanged(position=5)
        assert "positions start at 1" in track.refused(position=0)


class TestWhichOne:
    def test_languages_in_any_case(self, track):
        track.has("en")
        track.unchanged("EN")

    def test_two_of_one_language(self, track):
        track.has("en")
        twin = track.sim.seed("subtitle", video_id=track.video, language="en", description="SDH", position=2)
        ids = ", ".join(sorted(row["id"] for row in track.rows()))
        said = track.refused(position=1)
        assert f"(IDs {ids}); select one with description or id" in said
        assert "select one with id" in track.refused(description="Other")
        track.settles(description="SDH", position=1)
        track.settles(id=twin["id"], description="For the deaf")
        assert "already has it" not in track.settles("en-GB", id=twin["id"]).text()

    def test_absent_takes_no_other(self, track):
        track.has("en")
        twin = {"state": "absent", "description": "SDH"}
        track.unchanged(**twin)
        track.sim.seed("subtitle", video_id=track.video, language="en", description="SDH", position=2)
        told = track.world.ok("subtitle", **track.options(**twin))
        assert actions(told) == ["delete"]
        assert [row["description"] for row in track.rows()] == [""]
        assert told.requests[-1].method != "POST"
        track.unchanged(**twin)
        track.world.ok("subtitle", **track.options(state="absent"))
        assert track.rows() == []

    def test_of_a_video_to_come(self, track):
        options = {**track.options(src=track.file("a"), position=1), "video": "New"}
        told = track.world.ok("subtitle", True, **options)
        assert actions(told) == ["create"]
        assert "no video 'New'" in track.world.refused("subtitle", **options).error.sentence()


def test_no_link_is_shown(track):
    track.sim.set(files="vendor")
    told = track.settles(src=track.file("Hello"))
    track.sim.fault("status", method="PATCH", path="*", status=500, code=1, message="no", times=9)
    failed = track.world.run("subtitle", **track.options(src=track.file("a"), description="b"))
    for text in (told.text(), failed.text(), json.dumps(track.unchanged().result)):
        assert VENDOR not in text
        assert TOKEN not in text
