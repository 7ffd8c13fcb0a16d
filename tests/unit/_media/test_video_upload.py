# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos made from files and URLs: exactly one, also when answers are lost and runs are cut off, and never again."""

from __future__ import annotations

import hashlib
import os
import time

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import UploadProgress
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO
from ansible_collections.kinescope.kinescope.plugins.module_utils._media import tus
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.upload_state import LATELY, _locked, sending
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.video_files import VideoFiles, _given_up_key
from tests.simulator import ids
from tests.unit.conftest import requests_of
from tests.unit.sides import sides

HERE = {"project": "Courses", "folder": ["Spring"]}
URL = "https://cdn.example.com/a/b.mp4?sign=s3cr3t"
LOST = ["drop_before", "drop_after", "status", "html", "truncated"]


@pytest.fixture
def places(sim):
    """A project with a folder, and another project."""
    courses = sim.seed("project", name="Courses", privacy_type="nowhere")["id"]
    spring = sim.seed("folder", project_id=courses, parent_id=courses, name="Spring")["id"]
    return {"courses": courses, "spring": spring, "other": sim.seed("project", name="Other")["id"]}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """A few requests for a small file."""
    monkeypatch.setattr(tus, "FIRST", 1000)
    monkeypatch.setattr(tus, "MOST", 2000)


@pytest.fixture
def file(tmp_path):
    """A file, and how to write another into it."""

    def write(content=b"lecture" * 1000, name="Лекция 1.mp4"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def remade(told):
    (change,) = told.result["changes"]
    return (change["action"], change["recreated"]) == ("update", True)


def task(**options):
    return {"title": "Введение", "location": HERE, **options}


def bytes_sent(told):
    return [entry for entry in told.requests if entry.method == "PATCH" and entry.path.startswith("/v2/upload/")]


class TestFile:
    @pytest.mark.parametrize("shape", [{}, {"id_form": "short"}, {"absent_fields": "dropped"}, {"import_polls": "0"}])
    def test_it_is_sent_once(self, sim, world, places, file, shape):
        sim.set(**shape)
        options = task(src=file(), description="d", subtitle="s")
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        for key in ("changed", "diff", "unverified"):
            assert planned.result[key] == done.result[key]
        assert [change["action"] for change in done.result["changes"]] == ["create"]
        assert done.result["changes"][0]["fields"] == ["title", "location", "src", "subtitle", "description"]
        (init,) = [entry for entry in done.requests if entry.path == "/v2/init"]
        assert init.body["filename"] == "Лекция 1.mp4"
        assert not [entry for entry in done.requests if entry.method == "HEAD"], "nobody need ask where it begins"
        (row,) = sim.objects("video")
        assert (row["title"], row["folder_id"], row["subtitle"]) == ("Введение", places["spring"], "s")
        assert row["assets"][0]["md5"] == hashlib.md5(b"lecture" * 1000, usedforsecurity=False).hexdigest()
        assert done.result["resource"]["status"] == "done"
        assert done.result["resource"]["privacy_type"] == "nowhere", "that of its project"
        world.unchanged("video", **options)

    def test_what_a_create_does_not_take_follows_it(self, sim, world, places, file):
        options = task(src=file(), tags=["a"], privacy_type="anywhere", chapters={"items": [{"time": 0, "title": "A"}]})
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        fields = [change["fields"] for change in done.result["changes"]]
        assert fields == [["title", "location", "src", "privacy_type", "tags", "chapters"]]
        assert [change.get("requests", 1) for change in done.result["changes"]] == [3]
        assert fields == [change["fields"] for change in planned.result["changes"]]
        assert done.result["resource"]["chapters"]["items"] == [{"time": 0, "title": "A"}]
        world.unchanged("video", **options)

    @pytest.mark.parametrize(
        ("given", "last"),
        [({}, "GET /v1/videos/"), ({"tags": ["a"]}, "PATCH /v1/videos/"), ({"url": URL}, "GET /v1/videos/")],
    )
    def test_it_is_read_once_unless_a_response_shows_it(self, world, places, file, given, last):
        options = {"src": file(), **given} if "url" not in given else given
        done = world.ok("video", **task(title="Intro", wait=False, **options))
        sent = [f"{one.method} {one.path}" for one in done.requests if not one.path.startswith("/v2/upload/")]
        begun = next(place for place, one in enumerate(sent) if one.startswith("POST"))
        assert len(sent[begun:]) == 2
        assert sent[-1].startswith(last)
        assert done.result["resource"]["status"] in ("uploading", "processing", "pre-processing")

    @pytest.mark.parametrize("complete", ["kept", "gone"])
    @pytest.mark.parametrize("patch", ["200", "no_offset"])
    def test_however_the_parts_are_answered(self, sim, world, places, file, patch, complete):
        sim.set(tus_patch=patch, tus_complete=complete)
        options = task(src=file(), replace=True)
        done = world.ok("video", **options)
        assert sum(entry.size for entry in bytes_sent(done)) == len(b"lecture" * 1000)
        world.unchanged("video", **options)
        changed = task(src=file(b"another" * 1000), replace=True)
        world.ok("video", **changed)
        world.unchanged("video", **changed)
        assert len(sim.objects("video")) == 1

    def test_one_that_cannot_be_read_has_been_written(self, sim, world, places, file):
        sim.fault("status", method="GET", path="/v1/videos/*", status=503, times=None)
        told = world.run("video", **task(src=file(), wait=False))
        assert "Cannot read video" in told.error.sentence()
        assert told.result["changed"] is True
        assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
        sim.clear_faults()
        assert world.unchanged("video", **task(src=file(), wait=False)).result["resource"]["title"] == "Введение"

    def test_another_file(self, sim, world, places, file):
        world.ok("video", **task(src=file()))
        (before,) = sim.objects("video")
        told = world.refused("video", **task(src=file(b"another")))
        assert "replace: true replaces it and keeps the ID" in told.error.sentence()
        assert told.error.kind == "video"
        options = task(src=file(b"another"), replace=True, description="d")
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        assert planned.result["changes"] != [] == [c for c in done.result["changes"] if c["outcome"] != "applied"]
        assert planned.result["diff"] == done.result["diff"]
        assert sides(done.result)["after"]["src"]["size"] == 7
        (row,) = sim.objects("video")
        assert (row["id"], row["title"], row["version"]) == (before["id"], "Введение", before["version"] + 1)
        world.unchanged("video", **options)

    @pytest.mark.parametrize("size", [7, 8])
    def test_a_digest_that_is_not_shown(self, sim, world, places, file, size):
        asset = {"quality": "original", "file_size": size, "original_name": "original.mp4"}
        sim.seed("video", title="Введение", project_id=places["courses"], folder_id=places["spring"], assets=[asset])
        if size == 8:
            world.refused("video", **task(src=file(b"another")))
            return
        assert world.unchanged("video", **task(src=file(b"another"))).result["unverified"] == ["src"]

    @pytest.mark.parametrize("status", ["processing", "pre-processing", "done"])
    def test_no_file_shown_yet(self, sim, world, places, file, status):
        where = {"project_id": places["courses"], "folder_id": places["spring"]}
        assets = [] if status == "done" else [{"quality": "original", "file_size": 1, "md5": "0" * 32}]
        sim.seed("video", title="Введение", status=status, duration=5.0, assets=assets, polls_left=0, **where)
        told = world.ok("video", **task(src=file(), wait=False))
        assert (told.result["changes"], told.result["unverified"]) == ([], ["src"])

    @pytest.mark.parametrize("given", ["missing.mp4", ""])
    def test_a_file_that_cannot_be_sent(self, sim, world, places, file, given):
        before = len(sim.journal)
        told = world.refused("video", **task(src=given and "/nowhere/" + given))
        assert "src" in told.error.sentence()
        assert len(sim.journal) == before
        assert "empty" in world.refused("video", **task(src=file(b""))).error.sentence()

    @pytest.mark.parametrize(
        ("url", "said"),
        [
            ("ftp://a.example/b.mp4", "url must be a URL that starts with https:// or http://"),
            ("https://user:s3cr3t@a.example/b.mp4", "with only a host"),
            ("https://evil.example\\@a.example/b.mp4", "without backslashes"),
            ("https://a.example:0/b.mp4", "with only a host"),
            ("https://a.example/b\tc.mp4", "url must be a URL in ASCII"),
        ],
    )
    def test_an_address_that_cannot_be_handed_on(self, sim, world, places, url, said):
        before = len(sim.journal)
        told = world.refused("video", **task(url=url))
        assert said in told.error.sentence()
        assert url not in told.error.sentence()
        assert len(sim.journal) == before

    def test_an_address_in_another_script_is_encoded(self, world, places):
        url = "https://пример.рф:8443/а б.mp4"
        encoded = "https://xn--e1afmkfd.xn--p1ai:8443/%D0%B0%20%D0%B1.mp4"
        assert VideoFiles(VIDEO, {}).read_options({"url": url}) == {"url": encoded}
        world.ok("video", **task(title="Intro", url=url))

    def test_src_and_url_exclude_each_other(self, world, file):
        assert (
            "src and url are mutually exclusive" in world.refused("video", **task(src=file(), url=URL)).error.sentence()
        )


class TestLostAnswers:
    @pytest.mark.parametrize("kind", LOST)
    def test_a_lost_response_to_init(self, sim, world, places, file, kind):
        sim.fault(kind, method="POST", path="/v2/init")
        done = world.ok("video", **task(src=file()))
        (row,) = sim.objects("video")
        assert row["assets"]
        assert done.result["resource"]["id"] == row["id"]
        world.unchanged("video", **task(src=file()))

    @pytest.mark.parametrize("kind", LOST)
    def test_lost_responses_to_parts(self, sim, world, places, file, kind):
        """After each, a request may fail as well, on a connection whose end has not been noticed yet."""
        sim.fault(kind, method="PATCH", times=2)
        world.connection["retries"] = 4
        world.ok("video", **task(src=file()))
        (row,) = sim.objects("video")
        assert row["assets"][0]["md5"] == hashlib.md5(b"lecture" * 1000, usedforsecurity=False).hexdigest()

    @pytest.mark.parametrize("polls", ["0", "1"])
    def test_of_the_last_part_where_complete_uploads_are_gone(self, sim, world, places, file, polls):
        """The video tells whether 404 means that all has arrived."""
        sim.set(tus_complete="gone", import_polls=polls)
        sim.fault("drop_after", method="PATCH", skip=3)
        done = world.ok("video", **task(src=file()))
        assert [entry.status for entry in done.requests if entry.method == "HEAD"][-1] == 404
        (row,) = sim.objects("video")
        assert row["assets"][0]["file_size"] == 7000
        assert done.result["resource"]["id"] == row["id"]
        world.unchanged("video", **task(src=file()))

    @pytest.mark.parametrize("kind", LOST)
    def test_a_lost_response_to_a_replacement(self, sim, world, places, file, kind):
        world.ok("video", **task(src=file()))
        sim.fault(kind, method="POST", path="/v2/init")
        sim.fault(kind, method="PATCH")
        world.ok("video", **task(src=file(b"another"), replace=True))
        (row,) = sim.objects("video")
        assert row["assets"][0]["file_size"] == 7

    @pytest.mark.parametrize("init", [True, False])
    def test_a_replacement_is_not_sent_again_while_the_former_file_is_shown(self, sim, world, places, file, init):
        world.ok("video", **task(src=file()))
        sim.set(replaced_file="late", import_polls="12")
        if not init:
            sim.fault("status", status=400, path="/v2/init", times=5)
        options = task(src=file(b"another"), replace=True)
        done = world.ok("video", **options)
        assert done.result["changed"]
        assert done.result["resource"]["assets"][0]["file_size"] == 7000
        again = world.unchanged("video", **options)
        assert again.result["unverified"] == ["src"]
        assert world.ok("video", True, **options, force=True).result["changed"], "force sends it again"
        for _poll in range(12):
            world.gateway().read(VIDEO, "", done.result["resource"]["id"])
        (row,) = sim.objects("video")
        assert row["assets"][0]["file_size"] == 7
        assert world.unchanged("video", **options).result["unverified"] == []

    @pytest.mark.parametrize("why", ["failed", "somebody else's file"])
    def test_a_replacement_is_sent_again_if_it_failed_or_another_file_is_shown(self, sim, world, places, file, why):
        world.ok("video", **task(src=file()))
        sim.set(replaced_file="late", import_polls="50")
        options = task(src=file(b"another"), replace=True)
        world.ok("video", **options)
        (row,) = sim.objects("video")
        other = {"status": "error"} if why == "failed" else {"assets": [{**row["assets"][0], "md5": "0" * 32}]}
        sim.edit("video", "Введение", **other)
        assert world.ok("video", True, **options).result["changed"]

    @pytest.mark.parametrize("title", ["Intro", "Введение"])
    @pytest.mark.parametrize("kind", LOST)
    def test_a_lost_response_to_an_import(self, sim, world, places, kind, title):
        sim.fault(kind, method="POST", path="/v2/video")
        done = world.ok("video", **task(title=title, url=URL))
        (row,) = sim.objects("video")
        assert row["title"] == title
        assert done.result["resource"]["status"] == "done"


class TestCutOff:
    def cut(self, sim, world, **options):
        """A run that gives up in the middle of the file."""
        sim.fault("cut", method="PATCH", after=2500)
        fault = sim.fault("status", method="PATCH", times=100, status=503)
        told = world.run("video", **options)
        assert told.error is not None
        sim.clear_faults()
        return told, fault

    def test_the_next_run_sends_the_rest(self, sim, world, places, file):
        options = task(src=file(), description="d", tags=["a"])
        told, _fault = self.cut(sim, world, **options)
        assert "run the task again" in told.error.sentence()
        assert told.error.outcomes == ("failed", "not_attempted")
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
        (row,) = sim.objects("video")
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        assert planned.result["diff"] == done.result["diff"]
        assert [(change["action"], change.get("requests", 1)) for change in done.result["changes"]] == [("update", 2)]
        assert not [entry for entry in done.requests if entry.path == "/v2/init"]
        assert 0 < sum(entry.size for entry in bytes_sent(done)) < len(b"lecture" * 1000)
        assert [stands["id"] for stands in sim.objects("video")] == [row["id"]]
        world.unchanged("video", **options)

    @pytest.mark.parametrize("seconds", [-366 * 86_400, -86_400, -3600, -5, 5, 3600, 86_400])
    @pytest.mark.parametrize("other", [False, True])
    def test_after_the_clock_was_set(self, sim, world, places, file, monkeypatch, seconds, other):
        """The rest is sent, or another file after what was given up is deleted: nobody waits for it."""
        self.cut(sim, world, **task(src=file()))
        options = task(src=file(b"revised" * 1000) if other else file())
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + seconds)
        done = world.ok("video", **options)
        assert len([entry for entry in done.requests if entry.path == "/v2/init"]) == other
        world.unchanged("video", **options)

    def test_an_upload_that_has_expired(self, sim, world, places, file):
        options = task(src=file())
        self.cut(sim, world, **options)
        (row,) = sim.objects("video")
        for upload in sim.objects("upload"):
            sim.core.workspaces[0].delete("upload", sim.core.workspaces[0].get("upload", upload["id"]))
        done = world.ok("video", **options)
        assert remade(done)
        (now,) = sim.objects("video")
        assert now["id"] != row["id"]
        world.unchanged("video", **options)

    @pytest.mark.parametrize("status", [404, 410])
    @pytest.mark.parametrize("skip", [0, 1])
    def test_an_endpoint_that_disappears_during_the_upload(self, sim, world, places, file, status, skip):
        options = task(src=file())
        sim.fault("status", method="PATCH", skip=skip, times=100, status=status)
        told = world.run("video", **options)
        assert told.error.cause.status == status
        assert "run the task again" in told.error.sentence()
        sim.clear_faults()
        (row,) = sim.objects("video")
        assert remade(world.ok("video", True, **options))
        assert remade(world.ok("video", **options))
        (now,) = sim.objects("video")
        assert now["id"] != row["id"]
        world.unchanged("video", **options)

    def test_another_file_instead_of_the_rest(self, sim, world, places, file):
        self.cut(sim, world, **task(src=file()))
        options = task(src=file(b"revised" * 1000))
        assert remade(world.ok("video", **options))
        (row,) = sim.objects("video")
        assert row["assets"][0]["md5"] == hashlib.md5(b"revised" * 1000, usedforsecurity=False).hexdigest()

    def test_an_upload_of_another_process_that_is_under_way(self, sim, world, places, file):
        """One that was given up before, and is resumed now, is not deleted."""
        options = task(src=file())
        self.cut(sim, world, **options)
        (row,) = sim.objects("video")
        other = task(src=file(b"revised" * 1000), wait=False)
        with sending(_given_up_key(row["id"], world.gateway())):
            assert world.ok("video", **other).result["changes"] == []

    def test_another_file_after_a_kill(self, sim, world, places, file):
        self.cut(sim, world, **task(src=file()))
        (row,) = sim.objects("video")
        os.close(_locked(_given_up_key(row["id"], world.gateway())))  # what a killed process leaves
        options = task(src=file(b"revised" * 1000))
        assert remade(world.ok("video", True, **options))
        assert remade(world.ok("video", **options))
        (now,) = sim.objects("video")
        assert now["id"] != row["id"]
        world.unchanged("video", **options)

    def test_a_file_that_is_changed_during_the_upload(self, sim, world, places, file, monkeypatch):
        """Neither is the upload resumed with the new content, nor does the next run wait for it to be completed."""
        options = task(src=file())

        def change(self, count):
            file(b"revised" * 1000)

        with monkeypatch.context() as patch:
            patch.setattr(UploadProgress, "sent", change)
            told = world.run("video", **options)
        assert "was changed while it was being uploaded" in told.error.sentence()
        assert remade(world.ok("video", **options))
        (row,) = sim.objects("video")
        assert row["assets"][0]["md5"] == hashlib.md5(b"revised" * 1000, usedforsecurity=False).hexdigest()
        world.unchanged("video", **options)

    @pytest.mark.parametrize("shown", ["shown", "late"])
    def test_a_replacement(self, sim, world, places, file, shown):
        world.ok("video", **task(src=file()))
        sim.set(replaced_file=shown, import_polls="9")
        options = task(src=file(b"another" * 1000), replace=True)
        self.cut(sim, world, **options)
        done = world.ok("video", **options)
        assert not [entry for entry in done.requests if entry.path == "/v2/init"]
        world.unchanged("video", **options)

    @pytest.mark.parametrize("seconds", [-366 * 86_400, -86_400, -3600, -5, 5, 3600])
    def test_a_replacement_is_not_sent_again_after_the_clock_was_set(
        self, sim, world, places, file, monkeypatch, seconds
    ):
        """For a day from then on, even if it was a year ahead."""
        world.ok("video", **task(src=file()))
        sim.set(replaced_file="late", import_polls="99")
        options = task(src=file(b"another" * 1000), replace=True, wait=False)
        world.ok("video", **options)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + seconds)
        world.unchanged("video", **options)
        monkeypatch.setattr(time, "time", lambda: now + seconds + LATELY + 60)
        assert world.ok("video", True, **options).result["changed"]

    @pytest.mark.parametrize("shown", ["shown", "late"])
    @pytest.mark.parametrize("status", [410, 503])
    def test_a_replacement_that_was_given_up_costs_no_video(self, sim, world, places, file, shown, status):
        """Another file is sent to the same video, which has a file all the time: it is not made anew."""
        world.ok("video", **task(src=file()))
        (row,) = sim.objects("video")
        sim.set(replaced_file=shown)
        sim.fault("status", method="PATCH", times=100, status=status)
        assert world.run("video", **task(src=file(b"another" * 1000), replace=True)).error.cause.status == status
        sim.clear_faults()
        options = task(src=file(b"third" * 1000), replace=True)
        assert [change["action"] for change in world.ok("video", **options).result["changes"]] == ["update"]
        assert [stands["id"] for stands in sim.objects("video")] == [row["id"]]
        world.unchanged("video", **options)

    @pytest.mark.parametrize("status", ["suspended", "aborted", "error"])
    def test_what_is_left_of_another_machines(self, sim, world, places, file, status):
        left = sim.seed("video", title="Введение", project_id=places["other"], status=status)["id"]
        options = task(src=file(), location={"project": "Other"}, description="d")
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        assert remade(done)
        assert planned.result["diff"] == done.result["diff"]
        assert sim.objects("video")[0]["id"] != left
        world.unchanged("video", **options)

    def test_a_negative_wait_is_refused_before_any_request(self, world, file):
        told = world.refused("video", **task(src=file(), wait_timeout=-1))
        assert "wait_timeout must be 0 or greater" in told.error.sentence()
        assert told.requests == []

    @pytest.mark.parametrize("status", ["pending", "uploading"])
    def test_what_somebody_else_may_be_uploading(self, sim, world, places, file, status):
        sim.seed("video", title="Введение", project_id=places["other"], status=status)
        options = task(src=file(), location={"project": "Other"}, wait_timeout=30)
        told = world.run("video", **options)
        assert told.writes == []
        assert f"it is still {status} after 30 seconds" in told.error.sentence()
        assert world.ok("video", **options, force=True).result["changed"]
        assert len(sim.objects("video")) == 1
        world.unchanged("video", **options)


class TestUrl:
    @pytest.mark.parametrize("title", ["Intro", "Введение", " spaced ", "emoji 🎬"])
    @pytest.mark.parametrize("description", [None, "plain", "строка", "two\nlines"])
    def test_a_url_is_imported_as_predicted(self, sim, world, places, title, description):
        options = task(title=title, url=URL, **({"description": description} if description else {}))
        planned = world.ok("video", True, **options)
        done = world.ok("video", **options)
        for key in ("changed", "diff", "unverified"):
            assert planned.result[key] == done.result[key]
        assert [c["fields"] for c in planned.result["changes"]] == [c["fields"] for c in done.result["changes"]]
        assert len(done.writes) == requests_of(done)
        assert len(done.writes) == 1 if title == "Intro" and description in (None, "plain") else 2
        assert "s3cr3t" not in done.text()
        (row,) = sim.objects("video")
        assert (row["title"], row["description"]) == (title, description or "")
        again = world.unchanged("video", **options)
        assert again.result["unverified"] == ["url"]

    def test_a_run_that_was_cut_off_before_the_name(self, sim, world, places):
        sim.fault("status", method="PATCH", status=403)
        told = world.run("video", **task(url=URL))
        assert told.error.outcomes == ("applied", "failed")
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
        (row,) = sim.objects("video")
        assert row["title"].startswith("kinescope.kinescope import ")
        done = world.ok("video", **task(url=URL))
        assert done.writes == [f"PATCH /v1/videos/{row['id']}"]
        assert sim.object("video", row["id"])["title"] == "Введение"
        world.unchanged("video", **task(url=URL))

    def test_one_that_fails(self, sim, world, places):
        bad = task(title="Intro", url="https://nowhere.invalid/a.mp4")
        told = world.run("video", **bad)
        assert "not ready (status error)" in told.error.sentence()
        assert told.result["changed"] is True
        assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
        again = world.ok("video", **task(title="Intro", url=URL))
        assert remade(again)
        (row,) = sim.objects("video")
        assert row["status"] == "done"

    @pytest.mark.parametrize("wait", [True, False])
    def test_one_that_fails_and_is_given_by_its_id_alone(self, sim, world, places, wait):
        world.run("video", **task(title="Intro", url="https://nowhere.invalid/a.mp4"))
        (left,) = sim.objects("video")
        told = world.refused("video", id=left["id"], url=URL, wait=wait)
        assert "video 'Intro': its upload failed" in told.error.sentence()
        assert "check url, and run the task again with title and location" in told.error.sentence()
        assert sim.objects("video") == [left], "the task does not say what the new one would be"

    def test_what_is_there_stays(self, sim, world, places, file):
        world.ok("video", **task(src=file()))
        again = world.unchanged("video", **task(url=URL))
        assert again.result["unverified"] == ["url"]


class TestWaiting:
    def test_without_wait_the_task_ends_at_once(self, sim, world, places, file):
        done = world.ok("video", **task(src=file(), wait=False))
        assert done.result["resource"]["status"] != "done"
        assert world.clock.waits == []

    def test_by_its_id_a_video_is_read_alone_and_once(self, sim, world, places, file):
        sim.set(import_polls="1000")
        options = {"id": world.ok("video", **task(src=file(), wait=False)).result["resource"]["id"], "src": file()}
        for more in ({"wait": False}, {"wait": False, "description": ""}):
            (read,) = world.ok("video", **options, **more).requests
            assert read.path == f"/v1/videos/{options['id']}"
        written = world.ok("video", **options, wait=False, description="d")
        assert [one.method for one in written.requests] == ["GET", "PATCH"]
        assert written.result["resource"]["description"] == "d"

    def test_waiting_ends_when_the_video_is_ready(self, sim, world, places, file):
        sim.set(import_polls="12")
        done = world.ok("video", **task(src=file()))
        assert done.result["resource"]["status"] == "done"
        assert world.clock.waits == sorted(world.clock.waits)
        assert max(world.clock.waits) <= 20

    def test_waiting_ends_after_the_given_time(self, sim, world, places, file):
        sim.set(import_polls="1000")
        told = world.run("video", **task(src=file(), wait_timeout=60))
        assert "it is still pending after 60 seconds" in told.error.sentence()
        assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
        assert sum(world.clock.waits) == pytest.approx(60)

    def test_waiting_includes_the_time_that_reads_take(self, sim, world, places, file):
        """An API that is slow, or limits the rate, does not make the task wait for longer."""
        sim.set(import_polls="1000")
        gateway = world.gateway()
        gateway.clock = world.clock
        read = gateway.read

        def slowly(*arguments, **options):
            world.clock.now += 25.0
            return read(*arguments, **options)

        gateway.read = slowly
        world.gateway = lambda: gateway
        told = world.run("video", **task(src=file(), wait_timeout=60))
        assert "it is still pending after 80 seconds" in told.error.sentence()  # three reads
        assert sum(world.clock.waits) == pytest.approx(4.75)

    def test_a_file_that_is_no_video(self, sim, world, places, file):
        told = world.run("video", **task(src=file(b"GIF89a not a video")))
        assert "not ready (status error)" in told.error.sentence()
        done = world.ok("video", **task(src=file()))
        assert remade(done)

    def test_in_check_mode(self, sim, world, places, file):
        world.ok("video", **task(src=file(), wait=False))
        world.ok("video", True, **task(src=file()))
        assert world.clock.waits == []
        assert ids.to_short(sim.objects("video")[0]["id"])


@pytest.mark.parametrize("by", ["src", "url"])
def test_what_another_entry_renames_was_not_made_by_a_lost_request(sim, world, places, file, by):
    """It may still have the title when the response is lost, and nothing may be done to it."""
    there = {"project_id": places["courses"], "folder_id": places["spring"]}
    other = sim.seed("video", title="A", status="uploading", **there)["id"]
    effects = VideoFiles(VIDEO, {})
    given = effects.read_options({by: file() if by == "src" else URL})
    body = {"title": "A", "parent_id": places["spring"], **there, **given}
    sim.fault("drop_before", method="POST", path="/v2/*")
    made = effects.send(Create(VIDEO, "A", body=body, ignored_ids=(other,)), None, world.gateway())
    assert made["id"] != other
    assert {row["id"] for row in sim.objects("video")} == {other, made["id"]}
