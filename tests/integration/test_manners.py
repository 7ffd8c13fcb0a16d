# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How modules behave as tasks: connection options, check mode across tasks, trouble with the API, task keywords."""

from __future__ import annotations

import pathlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import COLLECTION, NO_RETRIES, TaskRun, task
from tests.integration.rhythm import (
    assert_failure,
    assert_predicted,
    assert_result,
    assert_unchanged,
    assert_written,
)
from tests.simulator import Simulator

GROUP = f"group/{COLLECTION}.kinescope"
PROJECT = {"name": "A", "privacy_type": "anywhere"}
NOTHING: dict[str, str | None] = {
    "KINESCOPE_API_TOKEN": None,
    "KINESCOPE_API_URL": None,
    "KINESCOPE_UPLOADER_URL": None,
}


@pytest.fixture
def closed() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


def assert_one_sentence(run: TaskRun, *parts: str) -> None:
    """A failure of the API is told in one line that names the object, the code and the request."""
    assert_failure(run)
    for part in parts:
        assert part in run.msg, run
    assert len(run.msg) < 500, run
    error = run.result["error"]
    assert error["kind"] == "project", run
    assert error["key"] == "A", run
    if error["status"]:
        assert error["request_id"] in {entry.request_id for entry in run.requests}, run
        assert error["request_id"] in run.msg, run
    if error["code"]:
        assert str(error["code"]) in run.msg, run


def test_defaults_of_the_action_group_reach_every_module(play: Play, sim: Simulator, closed: str) -> None:
    """module_defaults of the action group reach every module; a task's own option wins."""
    defaults = {"api_token": sim.token, "api_url": sim.url, "uploader_url": sim.uploader_url, "api_retries": 0}
    kinds: dict[str, dict[str, Any]] = {
        "project": PROJECT,
        "folder": {"project": "A", "name": "A"},
        "player": {"name": "A"},
        "webhook": {"name": "A", "endpoint": "https://a.example.com"},
        "privacy_domain": {"domain": "a.example.com"},
        "tag": {"tag": "a"},
        "speak_room": {"name": "A", "type": "instant_meeting"},
        "moderator": {"email": "a@example.com", "username": "A", "password": "password-of-a"},
        "cdn_zone": {"name": "A", "host": "a.example.com"},
        "drm_auth": {"url": "https://a.example.com"},
        "live_event": {"name": "A", "type": "one-time"},
        "live_stream": {"name": "A", "action": "enable"},
        "poster": {"video": "A", "from_time": 1},
        "material": {"video": "A", "filename": "a", "state": "present", "src": __file__},
        "upload_link": {"title": "A", "location": {"project": "A"}},
        "playlist": {"name": "A"},
        "access_token": {"name": "A", "scope": {"api": ["read"]}, "reveal_secrets": True},
    }
    run = play(
        sim,
        [
            *(task(kind, kind, options, check=True) for kind, options in kinds.items()),
            task("project", "own", {**PROJECT, "api_url": closed}),
            task("project", "other token", {**PROJECT, "api_token": sim.add_workspace()}),
        ],
        env=NOTHING,
        module_defaults={GROUP: defaults},
    )
    for kind in kinds:
        assert_result(run(kind))
        assert run(kind).changed
        assert run(kind).requests
    assert_failure(run("own"))
    assert run("own").requests == []
    assert_written(run("other token"), ["create"])
    assert sim.objects("project") == []
    assert len(sim.objects("project", workspace=2)) == 1


def test_wrong_connections_and_missing_arguments_are_refused_before_any_request(play: Play, sim: Simulator) -> None:
    """Tokens that are none, addresses that are none, and missing arguments."""
    keys = {
        "project": "name",
        "player": "name",
        "webhook": "name",
        "privacy_domain": "domain",
        "tag": "tag",
        "speak_room": "name",
        "file_request": "title",
        "moderator": "email",
        "cdn_zone": "name",
        "live_event": "name",
        "playlist": "name",
        "access_token": "name",
    }
    tokens = {"empty": "", "word": "my-token", "short": "11111111-2222-3333-4444-55555555555", "bearer": "Bearer x"}
    run = play(
        sim,
        [
            *(task("project", f"token {name}", {**PROJECT, "api_token": token}) for name, token in tokens.items()),
            task("project", "url", {**PROJECT, "api_url": "api.kinescope.io"}),
            task("project", "timeout", {**PROJECT, "api_timeout": 0}),
            *(task(kind, f"missing {kind}") for kind in keys),
        ],
    )
    for one in run:
        assert one.failed, one
        assert one.requests == [], one
        assert "Traceback" not in one.output
    for name in tokens:
        assert "api_token" in run(f"token {name}").msg
        assert "UUID" in run(f"token {name}").msg
    assert "api_url" in run("url").msg
    assert "api_timeout" in run("timeout").msg
    for kind, key in keys.items():
        assert key in run(f"missing {kind}").msg


def test_every_connection_option_falls_back_on_its_variable(play: Play, sim: Simulator) -> None:
    """Every connection option falls back on its variable."""
    sim.fault("status", times=None, status=503)
    sim.fault("slow", times=None, seconds=3)
    env = {"KINESCOPE_API_RETRIES": "1", "KINESCOPE_API_TIMEOUT": "0.5", "KINESCOPE_VALIDATE_CERTS": "no"}
    failed = play(sim, [task("project", "retries", PROJECT)], env=env)("retries")
    assert_one_sentence(failed, "503")
    assert len(failed.requests) == 2
    sim.clear_faults()
    sim.fault("slow", times=None, seconds=3)
    slow = play(sim, [task("project", "timeout", PROJECT)], env={**env, **NO_RETRIES})("timeout")
    assert_one_sentence(slow, "0.5 s")
    missing = play(sim, [task("project", "missing", PROJECT)], env=NOTHING)("missing")
    assert missing.failed
    assert "api_token" in missing.msg
    assert "set the environment variable KINESCOPE_API_TOKEN" in missing.msg
    assert "create a token in the dashboard under Settings, API tokens" in missing.msg
    assert missing.requests == []


def test_a_missing_library_is_reported_without_a_traceback(
    play: Play, sim: Simulator, edge: str, tmp_path: pathlib.Path
) -> None:
    """A Python without the requests library gets Ansible's usual message, not a traceback."""
    if edge == "worker":
        pytest.skip("the worker's own Python is used, which has it")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    python = str(tmp_path / "bare/bin/python")
    run = play(sim, [task("project", "no library", PROJECT)], vars={"ansible_python_interpreter": python})
    assert run("no library").failed
    assert run("no library").requests == []
    assert "Failed to import the required Python library (requests)" in run("no library").msg
    assert python in run("no library").msg


def test_check_mode_takes_what_earlier_tasks_would_create_as_created(play: Play, sim: Simulator) -> None:
    """What an earlier task would create is taken as created; the real run agrees, and leaves nothing to do."""
    tasks = [
        task("player", "player", {"name": "Main", "settings": {"autoplay": False}}),
        task(
            "project",
            "project",
            {"name": "Courses", "privacy_type": "anywhere", "player": "Main", "catalog_type": "live"},
        ),
        task("project", "records", {"name": "Records", "privacy_type": "anywhere", "catalog_type": "vod"}),
        task("drm_auth", "drm", {"project": "Courses", "url": "https://auth.example.com"}),
        task(
            "live_event",
            "event",
            {"name": "E", "type": "one-time", "location": {"project": "Courses"}, "record_to": {"project": "Records"}},
        ),
    ]
    checked = play(sim, tasks, check=True, diff=True)
    assert sim.writes == []
    made = play(sim, tasks, diff=True)
    again = play(sim, tasks, check=True)
    for name in ("player", "project", "records", "drm", "event"):
        assert_predicted(checked(name), made(name))
        assert_written(made(name), ["create"])
        assert_unchanged(again(name))
        assert made(name).warnings == []
        assert again(name).warnings == []
    for name, missing in (("project", "Main"), ("drm", "Courses"), ("event", "Courses")):
        assert any(missing in warning for warning in checked(name).warnings), checked(name)
    assert checked("player").warnings == []
    assert sim.object("project", "Courses")["player_id"] == sim.object("player", "Main")["id"]


def test_check_mode_takes_a_pending_reference_of_an_update(play: Play, sim: Simulator) -> None:
    """An object that exists is to refer to one that an earlier task will create."""
    old = sim.seed("player", name="Old")
    sim.seed("project", name="A", privacy_type="anywhere", player_id=old["id"])
    sim.seed("project", name="B", privacy_type="anywhere")
    tasks = [
        task("player", "player", {"name": "New"}),
        task("project", "a", {"name": "A", "player": "New"}),
        task("project", "b", {"name": "B", "player": "New"}),
    ]
    checked, made = play(sim, tasks, check=True), play(sim, tasks)
    for name in ("player", "a", "b"):
        assert_predicted(checked(name), made(name))
        assert made(name).changed, made(name)


def test_trouble_that_passes_is_mended_and_the_rest_told_in_one_sentence(
    play: Play, sim: Simulator, closed: str
) -> None:
    """Faults that pass are mended by another attempt; others are told in one clear sentence."""
    sim.seed("project", name="A", privacy_type="custom")
    path = "/v1/projects*"
    # one after the other, by how often each may strike: a list is read twice, once for each catalogue
    sim.fault("status", method="GET", path=path, status=503, times=1)
    sim.fault("drop_before", method="GET", path=path, times=1)
    sim.fault("status", method="GET", path=path, status=429, retry_after=1, times=1)
    mended = play(sim, [task("project", "mended", PROJECT)])("mended")
    assert_written(mended, ["update"])
    moments = [entry.at for entry in mended.requests]
    assert max(later - earlier for earlier, later in zip(moments, moments[1:])) >= 1  # second
    tasks = []
    faults: list[tuple[str, dict[str, Any]]] = [
        ("status", {"status": 500}),
        ("status", {"status": 403, "code": 100103, "message": "access denied"}),
        ("status", {"status": 402, "body_kind": "html"}),
        ("status", {"status": 429}),
        ("html", {}),
        ("garbage", {}),
        ("truncated", {}),
        ("drop_before", {}),
        ("redirect", {"location": "https://elsewhere.example.com/"}),
    ]
    for number, (kind, options) in enumerate(faults):
        sim.fault(kind, method="GET", path=path, times=1, **options)
        tasks.append(task("project", f"{kind} {options.get('status', number)}", PROJECT))
    tasks.append(task("project", "refused", {**PROJECT, "api_url": closed}))
    tasks.append(task("project", "unknown token", {**PROJECT, "api_token": "99999999-9999-4999-8999-999999999999"}))
    run = play(sim, tasks, env={**NO_RETRIES, "KINESCOPE_API_RATE_DEADLINE": "0"})
    for one in run:
        assert_one_sentence(one, "A", "project")
        assert one.result["changed"] is False, one
        assert one.writes == [], one
    assert run("status 500").result["error"]["code"] == 500500
    assert run("status 403").result["error"]["code"] == 100103
    assert run("status 402").result["error"]["status"] == 402
    assert "elsewhere" not in "".join(str(entry) for entry in sim.journal)
    assert run("unknown token").result["error"]["status"] == 401
    assert "api_token" in run("unknown token").msg


@pytest.mark.parametrize(
    ("kind", "options"),
    [("drop_after", {}), ("status_after", {"status": 502}), ("truncated", {}), ("html", {})],
    ids=["dropped", "502", "truncated", "html"],
)
def test_a_lost_response_makes_no_second_object(play: Play, sim: Simulator, kind: str, options: dict[str, Any]) -> None:
    """The create was carried out, its answer was lost: exactly one object, and the task knows it as its own."""
    sim.fault(kind, method="POST", path="/v1/projects", times=1, **options)
    run = play(sim, [task("project", "create", PROJECT)])
    assert_result(run("create"))
    assert run("create").changed
    assert [change["outcome"] for change in run("create").result["changes"]] == ["applied"]
    assert [project["name"] for project in sim.objects("project")] == ["A"]
    assert run("create").result["resource"]["id"] == sim.object("project", "A")["id"]
    assert len(run("create").writes) == 1


def test_a_create_that_was_never_carried_out_is_made_again(play: Play, sim: Simulator) -> None:
    """The connection broke before the work: looked for, not found, made again."""
    sim.fault("drop_before", method="POST", path="/v1/projects", times=1)
    run = play(sim, [task("project", "create", PROJECT)])
    assert_result(run("create"))
    assert run("create").changed
    assert [project["name"] for project in sim.objects("project")] == ["A"]
    assert len(run("create").writes) == 2


def test_every_change_is_accounted_for(play: Play, sim: Simulator) -> None:
    """A change in the middle fails: what came before was applied, what comes after was not attempted."""
    restreams = [{"name": f"R{number}", "url": "rtmp://r.example.com", "key": "a-key"} for number in range(3)]
    sim.seed("live_event", name="E", type="one-time")
    event = {"name": "E", "subtitle": "s", "restreams": restreams}
    sim.fault("status", method="POST", path="*/restreams", status=400, skip=1, times=1)
    run = play(sim, [task("live_event", "apply", event), task("live_event", "again", event)])
    assert_failure(run("apply"))
    assert run("apply").result["changed"] is True
    (change,) = run("apply").result["changes"]
    assert (change["outcome"], change["requests"]) == ("failed", 4)
    assert change["reason"].endswith("; written: subtitle, restreams; not written: restreams")
    assert run("apply").result["error"]["kind"] == "restream"
    assert run("apply").result["error"]["key"].endswith("R1")
    assert_written(run("again"), ["update"])


def test_modules_take_the_keywords_of_tasks(play: Play, sim: Simulator) -> None:
    """Loops, until, register, delegation, async, failed_when: modules are tasks like any other."""
    sim.fault("status", method="GET", path="/v1/projects", status=500, times=2)
    names = [f"P{number}" for number in range(5)]
    run = play(
        sim,
        [
            task("project", "until", PROJECT, register="made", until="made is success", retries=3, delay=0),
            {
                "name": "registered",
                "ansible.builtin.assert": {
                    "that": [
                        "made.resource.name == 'A'",
                        "made.changes[0].action == 'create'",
                        "made.changes[0].after.privacy_type == 'anywhere'",
                        "made is changed",
                    ]
                },
            },
            task("project", "loop", {"name": "{{ item }}", "privacy_type": "nowhere"}, loop=names),
            task("project", "loop again", {"name": "{{ item }}", "privacy_type": "nowhere"}, loop=names[:2]),
            task("project", "delegated", PROJECT, delegate_to="localhost"),
            {**task("player", "async", {"name": "Async"}), "async": 60, "poll": 1},
            task("project", "not there", {"id": "nonsense"}, register="bad", failed_when=False),
            {
                "name": "error registered",
                "ansible.builtin.assert": {"that": ["bad.error.kind == 'project'", "bad.changes == []"]},
            },
        ],
        env=NO_RETRIES,
    )
    assert run.code == 0, run.output
    assert not any(one.failed for one in run), run.output
    assert run("until").result["attempts"] == 3
    assert run("loop").changed
    assert [item["resource"]["name"] for item in run("loop").result["results"]] == names
    assert len(run("loop").writes) == 5
    assert not run("loop again").changed
    assert_unchanged(run("delegated"))
    assert run("async").changed
    assert sim.object("player", "Async")
