# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters, clips and trimming that go along with an upload: set once, by the request that takes them, and no more."""

from __future__ import annotations

import pytest

from tests.unit.conftest import requests_of

LINK = "https://img.example.com/cover.jpg?sign=s3cr3t"
URL = "https://cdn.example.com/a/b.mp4"
PREVIEW = {"start": 3, "length": 5.5, "quality": "720p"}
TRIM = {"start": 1.5, "length": 2}
LOST = ["drop_before", "drop_after", "status", "html", "truncated"]


@pytest.fixture
def project(sim):
    return sim.seed("project", name="Courses")["id"]


@pytest.fixture
def file(tmp_path):
    def write(content=b"lecture" * 1000, name="lecture.mp4"):
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def task(**options):
    return {"title": "Введение", "location": {"project": "Courses"}, **options}


def stored(sim):
    (video,) = sim.objects("video")
    return video


def posters(sim):
    return len(sim.objects("poster"))


class TestOnce:
    @pytest.mark.parametrize(
        ("by", "options", "paths"),
        [
            ("src", {"preview": PREVIEW}, ["/v2/init"]),
            ("src", {"trim": TRIM}, ["/v2/video"]),
            ("src", {"trim": {"start": 4}, "title": "Intro"}, ["/v2/video"]),
            ("src", {"poster_url": LINK}, ["/v2/init", "/v2/poster"]),
            ("src", {"poster_url": LINK, "trim": TRIM, "title": "Intro"}, ["/v2/video"]),
            ("src", {"poster_url": LINK, "preview": PREVIEW}, ["/v2/init", "/v2/poster"]),
            ("url", {"poster_url": LINK}, ["/v2/video"]),
        ],
    )
    @pytest.mark.parametrize("original", ["cut", "kept"])
    def test_it_goes_along_and_is_not_compared(self, sim, world, project, file, by, options, paths, original):
        sim.set(trimmed_original=original)
        given = task(**{by: file() if by == "src" else URL}, **options)
        planned = world.ok("video", True, **given)
        done = world.ok("video", **given)
        for key in ("changed", "diff", "unverified"):
            assert planned.result[key] == done.result[key]
        assert [c["fields"] for c in planned.result["changes"]] == [c["fields"] for c in done.result["changes"]]
        uploads = [entry.path for entry in done.requests if entry.method == "POST"]
        assert uploads == paths
        assert "s3cr3t" not in done.text()
        assert (stored(sim)["preview"], stored(sim)["trim"]) == (options.get("preview"), options.get("trim"))
        assert posters(sim) == int("poster_url" in options)
        again = world.unchanged("video", **given)
        named = {"preview", "trim", "poster_url"} & set(options)
        altered = {"src"} if "trim" in options and original == "cut" else set()
        assert set(again.result["unverified"]) == named | altered | ({"url"} if by == "url" else set())

    def test_the_requests_are_counted(self, sim, world, project, file):
        done = world.ok("video", **task(src=file(), poster_url=LINK))
        assert requests_of(done) == 2, "the upload and the poster"

    def test_whole_seconds_are_sent_as_such(self, sim, world, project, file):
        done = world.ok("video", **task(src=file(), preview={**PREVIEW, "length": 5.0}))
        (init,) = [entry for entry in done.requests if entry.path == "/v2/init"]
        assert repr(init.body["preview"]["length"]) == "5"

    def test_what_is_there_gets_none(self, sim, world, project, file):
        world.ok("video", **task(src=file()))
        for options in ({"poster_url": LINK}, {"preview": PREVIEW}, {"trim": TRIM}):
            again = world.unchanged("video", **task(src=file(), **options))
            assert again.result["unverified"] == list(options)


class TestTrim:
    def test_another_file_is_not_told_from_what_was_kept(self, sim, world, project, file):
        world.ok("video", **task(src=file(), trim=TRIM))
        again = world.unchanged("video", **task(src=file(b"another"), trim=TRIM, replace=True))
        assert again.result["unverified"] == ["src", "trim"]

    def test_without_it_the_whole_file_is_wanted(self, sim, world, project, file):
        world.ok("video", **task(src=file(), trim=TRIM))
        assert world.ok("video", **task(src=file(), replace=True)).result["changed"]
        assert stored(sim)["assets"][0]["file_size"] == 7000

    @pytest.mark.parametrize("kind", LOST)
    def test_a_response_that_is_lost(self, sim, world, project, file, kind):
        sim.fault(kind, method="POST", path="/v2/video")
        done = world.ok("video", **task(src=file(), trim=TRIM))
        assert done.result["resource"]["status"] == "done"
        assert (stored(sim)["title"], stored(sim)["trim"]) == ("Введение", TRIM)
        world.unchanged("video", **task(src=file(), trim=TRIM))

    def test_a_file_of_which_a_part_arrived(self, sim, world, project, file):
        """The video without a length that this leaves is removed, and the file sent again."""
        sim.fault("cut", method="POST", path="/v2/video", after=2500)
        done = world.ok("video", **task(src=file(), trim=TRIM))
        assert stored(sim)["assets"]
        assert [entry.method for entry in done.requests if entry.method in ("POST", "DELETE")] == [
            "POST",
            "DELETE",
            "POST",
        ]

    def test_one_that_was_begun_without_it(self, sim, world, project, file):
        sim.fault("status", method="PATCH", times=100, status=503)
        assert world.run("video", **task(src=file())).error
        sim.clear_faults()
        before = stored(sim)["id"]
        world.ok("video", **task(src=file(), trim=TRIM))
        assert (stored(sim)["id"] != before, stored(sim)["trim"]) == (True, TRIM)


class TestPoster:
    def test_it_follows_the_rest_of_a_file(self, sim, world, project, file):
        given = task(src=file(), poster_url=LINK)
        sim.fault("status", method="PATCH", times=100, status=503)
        told = world.run("video", **given)
        assert told.error.outcomes == ("failed", "not_attempted")
        sim.clear_faults()
        planned = world.ok("video", True, **given)
        done = world.ok("video", **given)
        assert planned.result["diff"] == done.result["diff"]
        assert [change["fields"] for change in done.result["changes"]] == [["src", "poster_url"]]
        assert posters(sim) == 1
        world.unchanged("video", **given)

    def test_it_comes_with_another_file(self, sim, world, project, file):
        world.ok("video", **task(src=file()))
        given = task(src=file(b"another"), replace=True, poster_url=LINK)
        world.ok("video", **given)
        assert posters(sim) == 1
        world.unchanged("video", **given)

    @pytest.mark.parametrize("kind", LOST)
    def test_a_response_that_is_lost_is_not_asked_for_again(self, sim, world, project, file, kind):
        sim.fault(kind, method="POST", path="/v2/poster")
        told = world.run("video", **task(src=file(), poster_url=LINK))
        assert "use kinescope_poster to set it" in told.error.sentence()
        assert "s3cr3t" not in told.text()
        assert told.error.outcomes == ("applied", "failed")
        assert [entry.path for entry in told.requests if entry.method == "POST"] == ["/v2/init", "/v2/poster"]
        assert stored(sim)["assets"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"preview": PREVIEW, "url": URL}, "preview and url are mutually exclusive"),
        ({"preview": PREVIEW, "trim": TRIM}, "preview and trim are mutually exclusive"),
        ({"trim": TRIM, "url": URL}, "trim and url are mutually exclusive"),
        ({"trim": {"start": -1}}, "trim.start must be 0 or greater"),
        ({"trim": {"start": float("nan")}}, "trim.start must be 0 or greater"),
        ({"trim": {"start": 0, "length": 0}}, "trim.length must be greater than 0"),
        ({"preview": {**PREVIEW, "length": float("inf")}}, "preview.length must be greater than 0"),
        ({"poster_url": "ftp://a.example/s3cr3t"}, "poster_url must be a URL that starts with https:// or http://"),
        ({"poster_url": "https://user:s3cr3t@a.example/"}, "with only a host"),
        ({"poster_url": ""}, "poster_url must not be empty"),
    ],
)
def test_what_no_upload_takes(sim, world, file, options, said):
    source = {} if "url" in options else {"src": file()}
    before = len(sim.journal)
    told = world.refused("video", **task(**source, **options))
    assert said in told.error.sentence()
    assert "s3cr3t" not in told.text()
    assert len(sim.journal) == before
