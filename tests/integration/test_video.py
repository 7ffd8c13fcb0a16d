# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_video, as tasks: files, imports, and videos that are there."""

from __future__ import annotations

import hashlib
import pathlib
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import kill, task, with_descendants
from tests.integration.rhythm import (
    HOSTILE,
    assert_failure,
    assert_no_secret,
    assert_predicted,
    assert_result,
    assert_unchanged,
    assert_written,
    world_name,
)
from tests.integration.test_workspace import started
from tests.simulator import Simulator

URL = "https://cdn.example.com/film.mp4?sign=s3cr3ts3cr3t"
HERE = {"project": "Courses", "folder": ["2026"]}
WORLDS: list[dict[str, str]] = [
    {**HOSTILE, "replace_title": "kept", "video_lists": "short", "import_polls": "1"},
    {"replace_title": "overwritten", "id_form": "short", "put": "replace"},
    {"replace_title": "kept", "absent_fields": "dropped", "video_patch": "all", "import_polls": "1"},
]
CREATE: dict[str, Any] = {
    "title": "Лекция 1",
    "location": HERE,
    "subtitle": "первая",
    "description": "first",
    "tags": ["physics", "autumn"],
    "privacy_type": "custom",
    "privacy_domains": ["пример.рф"],
    "chapters": {"items": [{"time": 0, "title": "Начало"}], "enabled": True},
}
UPDATE = {
    **CREATE,
    "description": "",
    "tags": ["autumn"],
    "chapters": {"items": [{"time": 5000, "title": "Дальше"}, {"time": 0, "title": "Начало"}]},
}


def seed(sim: Simulator) -> tuple[str, str]:
    """A project with a folder; the ids of both."""
    project = sim.seed("project", name="Courses", privacy_type="nowhere")["id"]
    return project, sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]


@pytest.fixture
def films(tmp_path: pathlib.Path) -> tuple[str, str]:
    """Two files."""
    for name in ("film.mp4", "cut.mp4"):
        (tmp_path / name).write_bytes(name.encode() * 100)
    return str(tmp_path / "film.mp4"), str(tmp_path / "cut.mp4")


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str], films: tuple[str, str]
) -> None:
    sim = simulator(**world)
    _project, folder = seed(sim)
    film, cut = ({"src": path} for path in films)
    run = play(
        sim,
        [
            task("video", "check create", {**CREATE, **film}, check=True),
            task("video", "create", {**CREATE, **film}),
            task("video", "again", {**CREATE, **film}),
            task("video", "check update", {**UPDATE, **film}, check=True),
            task("video", "update", {**UPDATE, **film}),
            task("video", "another file", {**UPDATE, **cut}),
            task("video", "check replace", {**UPDATE, **cut, "replace": True}, check=True),
            task("video", "replace", {**UPDATE, **cut, "replace": True}),
            task("video", "replaced", {**UPDATE, **cut, "replace": True}),
            task("video", "check absent", {"title": "Лекция 1", "location": HERE, "state": "absent"}, check=True),
            task("video", "absent", {"title": "Лекция 1", "location": HERE, "state": "absent"}),
            task("video", "absent already", {"title": "Лекция 1", "location": HERE, "state": "absent"}),
        ],
    )
    for checked, done in (("check create", "create"), ("check update", "update"), ("check replace", "replace")):
        assert_predicted(run(checked), run(done))
    assert_written(run("create"), ["create"], writes=4)
    assert run("create").writes[0].path == "/v2/init"
    assert run("create").writes[0].body["parent_id"] == folder
    assert run("create").result["resource"]["status"] == "done"
    for name in ("again", "replaced", "absent already"):
        assert_unchanged(run(name))
        assert run(name).result["unverified"] == []
    assert_written(run("update"), ["update"])
    assert set(run("update").writes[0].body) == {"description", "tags"}
    assert_failure(run("another file"))
    assert run("another file").writes == []
    assert "replace: true" in run("another file").msg
    assert_written(run("replace"), ["update"], writes=2)
    asset = run("replace").result["resource"]["assets"][0]
    assert asset["md5"] == hashlib.md5(b"cut.mp4" * 100, usedforsecurity=False).hexdigest()
    assert run("replace").result["resource"]["title"] == "Лекция 1"
    assert run("replace").result["resource"]["id"] == run("create").result["resource"]["id"]
    assert_predicted(run("check absent"), run("absent"))
    assert_written(run("absent"), ["delete"])


def test_imports_moves_and_faults_are_reported(play: Play, sim: Simulator, films: tuple[str, str]) -> None:
    project, folder = seed(sim)
    left = sim.seed("video", title="Left", project_id=project, status="suspended")["id"]
    moved = sim.seed("video", title="Moved", project_id=project)["id"]
    film, _cut = films
    concert: dict[str, Any] = {"title": "Концерт", "location": {"project": "Courses"}, "url": URL}
    run = play(
        sim,
        [
            task("video", "check import", concert, check=True),
            task("video", "import", concert),
            task("video", "import again", concert),
            task("video", "check move", {"id": moved, "location": HERE}, check=True),
            task("video", "move", {"id": moved, "location": HERE}),
            task("video", "bad url", {**concert, "title": "Bad", "url": "https://nowhere.invalid/a.mp4"}),
            task("video", "check left", {"title": "Left", "location": {"project": "Courses"}, "src": film}, check=True),
            task("video", "left", {"title": "Left", "location": {"project": "Courses"}, "src": film}),
            task("video", "both", {**concert, "url": "https://cdn.example.com/film.mp4", "src": film}),
            task("video", "neither", {"title": "None", "location": HERE}),
            task("video", "no file", {"title": "None", "location": HERE, "src": "/nowhere/film.mp4"}),
        ],
    )
    assert_predicted(run("check import"), run("import"))
    assert_written(run("import"), ["create"])
    assert run("import").result["unverified"] == ["url"]
    assert_unchanged(run("import again"))
    assert_predicted(run("check move"), run("move"))
    assert run("move").writes[0].body == {"project_id": project, "folder_id": folder}
    assert sim.object("video", moved)["folder_id"] == folder
    assert_failure(run("bad url"))
    assert [change["outcome"] for change in run("bad url").result["changes"]] == ["applied"]
    assert "status error" in run("bad url").msg
    assert_predicted(run("check left"), run("left"))
    assert_result(run("left"))
    assert run("left").writes[0].path == f"/v1/videos/{left}"
    for name, part in (("both", "src"), ("neither", "src or url"), ("no file", "src")):
        assert run(name).failed
        assert run(name).writes == []
        assert part in run(name).msg
    assert_no_secret(run, ["s3cr3ts3cr3t"])


def test_videos_of_a_document_are_made_once_and_exported(
    play: Play, simulator: Callable[..., Simulator], films: tuple[str, str]
) -> None:
    """Made once; exported without what they are made from, and that changes nothing."""
    sim = simulator(import_polls="0")  # documents do not wait
    projects = [{"name": "Courses", "privacy_type": "nowhere", "folders": [{"name": "2026"}]}]
    concert = {"title": "Концерт", "location": {"project": "Courses"}, "url": URL}
    document = {"version": 1, "projects": projects, "videos": [{**CREATE, "src": films[0]}, concert]}
    other = {"version": 1, "videos": [{**CREATE, "src": films[1]}]}
    run = play(
        sim,
        [
            task("workspace", "check", {"config": document}, check=True),
            task("workspace", "apply", {"config": document}),
            task("workspace", "again", {"config": document}),
            task("workspace_info", "taken", {"kinds": ["videos"]}, register="taken"),
            task("workspace", "taken again", {"config": "{{ taken.workspace }}"}),
            task("workspace", "another file", {"config": other}),
        ],
    )
    assert not run("apply").failed
    for part in ("changed", "diff", "summary", "plan_id", "unverified"):
        assert run("check").result[part] == run("apply").result[part]
    assert [one.path for one in run("apply").writes if one.host == "uploader"].count("/v2/init") == 1
    assert len(sim.objects("video")) == 2
    for name in ("again", "taken again"):
        assert run(name).result["changed"] is False
        assert run(name).writes == []
    taken = {entry["title"]: entry for entry in run("taken").result["workspace"]["videos"]}
    assert set(taken) == {"Лекция 1", "Концерт"}
    assert all(not {"src", "url", "id"} & set(entry) for entry in taken.values())
    assert taken["Лекция 1"]["chapters"] == CREATE["chapters"]
    assert run("another file").failed
    assert run("another file").writes == []
    assert "replace: true" in run("another file").msg
    assert_no_secret(run, ["s3cr3ts3cr3t"])


@pytest.mark.worker_only
def test_another_file_after_an_upload_was_killed(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """Nobody sends the rest of the former one, so nobody has to wait for it. While it is sent, it is left alone."""
    seed(sim)
    film = tmp_path / "film.mp4"
    film.write_bytes(b"former" * 100)
    options = {"title": "Film", "location": HERE, "src": str(film), "wait": False}
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    play = [{"hosts": "localhost", "gather_facts": False, "vars": local, "tasks": [task("video", "Send", options)]}]
    sim.fault("slow", method="PATCH", path="/v2/*", times=1, seconds=60.0, work="after")
    with started(tmp_path, sim, play, edge) as sender:
        while not any(entry.fault for entry in sim.journal):
            time.sleep(0.02)
            assert sender.poll() is None, sender.communicate()
        (begun,) = sim.objects("video")
        film.write_bytes(b"revised" * 100)
        for ended in (False, True):
            if ended:
                kill(with_descendants(sender.pid))
                sender.wait()
            with started(tmp_path, sim, play, edge) as process:
                output, _nothing = process.communicate(timeout=60)
                assert process.returncode == 0, output
            (now,) = sim.objects("video")
            assert (now["id"] != begun["id"]) is ended, output
    assert now["assets"][0]["md5"] == hashlib.md5(b"revised" * 100, usedforsecurity=False).hexdigest()
