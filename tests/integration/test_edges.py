# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A module's two ways to run: the same results to the byte, the choice between them, and what a loop shares."""

from __future__ import annotations

import pathlib
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.both_ways import (
    CAN_RUN_HERE,
    COMPARABLE,
    CORE,
    WAYS,
    assert_same_results,
    in_both_ways,
    shipped,
)
from tests.integration.play import COLLECTION, NO_RETRIES, TARGET_PYTHON, Run, Secret, TaskRun, run_playbook, task
from tests.integration.rhythm import assert_failure, assert_unchanged, assert_written
from tests.simulator import Simulator
from tests.simulator.journal import Entry
from tests.unit.sides import sides

#: What ansible-core puts in place of a secret.
NO_LOG = "$REDACTED$" if CORE >= (2, 22) else "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
GROUP = f"group/{COLLECTION}.kinescope"
PLAYER = f"{COLLECTION}.kinescope_player"
SECRETS = {"webhook": "Webhook-pa55", "restream": "Restream-k3y", "typed": "Typed-5ecret", "drm": "Drm-pa55"}
WATCHED = "watched.example.com"


def project(name: str, options: Mapping[str, Any], **keywords: Any) -> dict[str, Any]:
    return task("project", name, options, **keywords)


def tasks_of(token: str) -> list[list[dict[str, Any]]]:
    """All that Ansible lets a task do or get wrong, each name once: two plays, which need nothing of each other."""
    hook = {"name": "W", "endpoint": "https://hooks.example.com", "login": "u", "password": Secret(SECRETS["webhook"])}
    restream = {"name": "R", "url": "rtmp://r.example.com", "key": Secret(SECRETS["restream"])}
    event = {"name": "E", "type": "one-time", "restreams": [restream]}
    made = {"name": "A", "privacy_type": "anywhere"}
    settings = {PLAYER: {"settings": {"autoplay": True}}}
    objects = [
        # refused before any request
        project("wrong choice", {"name": "A", "privacy_type": "everywhere"}),
        project("wrong choice in a part", {"name": "A", "state": "gone", "force": "perhaps"}),
        project("unknown option", {**made, "privacy": "anywhere"}),
        task("webhook", "unknown option with a secret", {**hook, "pass_word": Secret(SECRETS["typed"])}),
        project("missing name", {"privacy_type": "anywhere"}),
        task("live_event", "missing in a part", {"name": "E", "restreams": [{"url": "rtmp://r.example.com"}]}),
        task("live_event", "null in a list", {"name": "E", "type": "one-time", "restreams": [None]}),
        project("token that is none", {**made, "api_token": Secret("no-uuid-at-all")}),
        project("not a number", {**made, "api_timeout": "soon"}),
        # one object's life
        project("check create", made, check=True),
        project("create", made, register="created"),
        project("no change", {**made, "privacy_domains": None, "player": None, "encrypted": None}),
        project(
            "update", {"name": "A", "privacy_type": "custom", "privacy_domains": ["b.example.com", "é.example.com"]}
        ),
        project("by registered id", {"id": "{{ created.resource.id }}", "name": "Ä {% raw %}{{ b }}{% endraw %}"}),
        project("without diff", {"id": "{{ created.resource.id }}", "name": "A"}, diff=False),
        project("check absent", {"name": "A", "state": "absent"}, check=True),
        project("refused by guards", {"name": "Full", "state": "absent"}),
        project("refused by the API", {"name": "Refused", "privacy_type": "anywhere"}),
        project("absent", {"name": "A", "state": "absent"}),
        project("warning", {"name": "B", "privacy_type": "nowhere", "player": "Missing"}, check=True),
        project(
            "failed by its warning",
            {"name": "B", "privacy_type": "nowhere", "player": "Missing"},
            check=True,
            register="warned",
            failed_when="warned.warnings | default([]) | length > 0",
        ),
        project("missing reference", {"name": "B", "privacy_type": "nowhere", "player": "Missing"}),
    ]
    keywords = [
        # secrets
        task("webhook", "create webhook", hook),
        task("webhook", "rotate webhook", {**hook, "update_secrets": "always"}),
        task("live_event", "create event", event),
        task("live_event", "unlogged", {**event, "subtitle": "s"}, no_log=True),
        project("own token", {**made, "api_token": Secret(token)}, check=True),
        # loops
        project("loop", {"name": "{{ item }}", "privacy_type": "nowhere"}, loop=["L1", "L2", "L1"]),
        project(
            "loop with a failure",
            {"name": "{{ item.n }}", "privacy_type": "{{ item.p }}"},
            loop=[{"n": "L4", "p": "everywhere"}, {"n": "L5", "p": "anywhere"}],
        ),
        project(
            "loop with warnings",
            {"name": "{{ item }}", "privacy_type": "nowhere", "player": "Missing {{ item }}"},
            check=True,
            loop=["M1", "L1"],
        ),
        # keywords
        project("defaults of another module", {"name": "D"}, module_defaults=settings, check=True),
        task("player", "defaults of the module", {"name": "D"}, module_defaults=settings, check=True),
        project(
            "defaults of the group",
            {"name": "D", "privacy_type": "nowhere"},
            module_defaults={GROUP: {"api_timeout": 7.5, "api_retries": 2}},
            check=True,
        ),
        task("player", "no defaults any more", {"name": "D"}, check=True),
        project("delegated", {"name": "L1"}, delegate_to="localhost"),
        project("run once", {"name": "L2", "privacy_type": "custom"}, run_once=True),
        project("skipped", {"name": "L2"}, when=False),
        task(
            "privacy_domain",
            "until seen",
            {"domain": WATCHED},
            check=True,
            register="seen",
            until="seen is not changed",
            retries=4,
            delay=1,
        ),
        task("cdn_zone", "retried", {"name": "Z"}, register="z", until="z is success", retries=2, delay=0),
        task(
            "drm_auth",
            "too slow",
            {"url": "https://k.example.com", "password": Secret(SECRETS["drm"])},
            timeout=1,
            check=True,
        ),
        task(
            "drm_auth",
            "too slow in a loop",
            {"url": "https://k.example.com/{{ item }}"},
            timeout=1,
            check=True,
            loop=["1"],
        ),
        # unforeseen
        task("moderator", "unexpected", {"email": "odd@example.com", "username": "o"}, check=True),
    ]
    return [objects, keywords]


def prepare(sim: Simulator, part: int) -> None:
    """Objects and troubles that the tasks meet; someone else who adds a domain as soon as it was looked for."""
    full = sim.seed("project", name="Full", privacy_type="anywhere")
    sim.seed("folder", name="F", project_id=full["id"])
    sim.seed("cdn_zone", name="Z", host="z.example.com")
    if part == 0:
        sim.fault("status", method="POST", path="/v1/projects", skip=1, status=403, code=100103, message='ask "é" <b>')
    sim.fault("status", method="GET", path="/v1/cdn/*", status=500)
    sim.fault("slow", method="GET", path="/v1/drm/*", times=None, seconds=12)

    def add() -> None:
        while not any(entry.status for entry in sim.requests("GET", "/v1/privacy-domains*")):
            time.sleep(0.05)
        time.sleep(0.3)
        sim.seed("privacy_domain", domain=WATCHED)

    threading.Thread(target=add, daemon=True).start()


#: Python runs it at its start: what nothing in the collection reckons with, in one of the API's lists.
UNFORESEEN = """
import http.client

putrequest = http.client.HTTPConnection.putrequest


def broken(self, method, url, *arguments, **options):
    return putrequest(self, method, url, *arguments, **options) if "moderators" not in url else 1 / 0


http.client.HTTPConnection.putrequest = broken
"""

Both = dict[str, tuple[Run, pathlib.Path]]


def run_both(folders: Mapping[str, pathlib.Path]) -> Both:
    """The same tasks in both ways, each play with a simulator of its own, all side by side."""

    def run(edge: str, part: int) -> Run:
        with Simulator(default_player="off") as sim:
            prepare(sim, part)
            tasks = tasks_of(sim.token)[part]
            folder, path = folders[edge] / f"part-{part}", folders[edge] / f"path-{part}"
            path.mkdir(parents=True)
            (path / "sitecustomize.py").write_text(UNFORESEEN, encoding="utf-8")
            env = {**COMPARABLE, "PYTHONPATH": str(path)}
            return run_playbook(folder, sim, tasks, edge=edge, diff=True, verbosity=4, env=env)

    with ThreadPoolExecutor() as pool:
        started = {edge: [pool.submit(run, edge, part) for part in (0, 1)] for edge in WAYS}
        parts = {edge: [future.result() for future in futures] for edge, futures in started.items()}
    return {
        edge: (Run([*one, *two], one.code or two.code, one.stdout + two.stdout, one.stderr + two.stderr), folders[edge])
        for edge, (one, two) in parts.items()
    }


def assert_each_way_was_used(both: Both) -> None:
    """Or else the comparison would say nothing."""
    for edge, (run, _folder) in both.items():
        for name in ("create", "loop", "delegated"):
            assert shipped(run, name) is (edge == "shipped" or not CAN_RUN_HERE)


def assert_secrets_are_hidden(both: Both) -> None:
    """At the highest verbosity, with diff, also in a mistyped option; and the invocation masks what it repeats."""
    for run, _folder in both.values():
        for secret in (SECRETS["webhook"], SECRETS["restream"], SECRETS["drm"]):
            assert secret not in run.output
        asked = run("create webhook").result["invocation"]["module_args"]
        assert asked["password"] == NO_LOG
        assert asked["api_token"] == NO_LOG
        asked = run("create event").result["invocation"]["module_args"]
        assert asked["restreams"][0]["key"] == NO_LOG


def assert_as_meant(both: Both) -> None:
    """That the tasks ran into what they were meant to run into."""
    for run, _folder in both.values():
        assert "value of privacy_type must be one of" in run("wrong choice").msg
        assert "Unsupported parameters" in run("unknown option").msg
        assert "one of the following is required: name, id" in run("missing name").msg
        assert "UUID" in run("token that is none").msg
        assert_unchanged(run("no change"))
        assert_written(run("update"), ["update"])
        assert_written(run("by registered id"), ["update"])
        assert run("by registered id").result["resource"]["name"] == "Ä {{ b }}"
        assert_failure(run("refused by guards"))
        assert run("refused by the API").result["error"]["code"] == 100103
        assert any("Missing" in warning for warning in run("warning").warnings)
        assert run("failed by its warning").failed
        assert [item["changed"] for item in run("loop").result["results"]] == [True, True, False]
        failing = run("loop with a failure").result["results"]
        assert ["must be one of" in item.get("msg", "") for item in failing] == [True, False]
        for item, wanted in zip(run("loop with warnings").result["results"], ("Missing M1", "Missing L1")):
            if CORE >= (2, 21):  # older versions show them, but take them out of the items of what callbacks get
                assert len(item["warnings"]) == 1
                assert wanted in str(item["warnings"])
        asked = run("defaults of another module").result
        assert "settings" not in str(asked)
        assert sides(run("defaults of the module").result)["after"]["settings"]["autoplay"] is True
        assert run("defaults of the group").result["invocation"]["module_args"]["api_timeout"] == 7.5
        assert run("no defaults any more").result["invocation"]["module_args"]["api_timeout"] == 30
        assert run("no defaults any more").result["invocation"]["module_args"]["settings"] is None
        assert run("until seen").result["attempts"] == 2
        assert_unchanged(run("until seen"))
        assert run("retried").result["attempts"] == 2
        for name in ("too slow", "too slow in a loop"):
            assert run(name).failed
            assert not run(name).changed
            assert run(name).seconds < 10
        if CAN_RUN_HERE:
            assert run("too slow").result["timedout"]["period"] == 1
        assert "internal error of the collection (ZeroDivisionError in " in run("unexpected").msg


def test_whatever_a_task_does_or_gets_wrong_returns_the_same_either_way(tmp_path: pathlib.Path) -> None:
    """The rich list of tasks: one test, so that it runs once however tests are spread over processes."""
    both = run_both({edge: tmp_path / edge for edge in WAYS})
    assert_each_way_was_used(both)
    assert_same_results(both)
    assert_secrets_are_hidden(both)
    assert_as_meant(both)


def without_requests(folder: pathlib.Path, among: str) -> dict[str, str]:
    """The environment in which no process has the requests library whose command line has a text in it."""
    folder.mkdir()
    hidden = (
        f"import sys\nif {among!r} in ' '.join(getattr(sys, 'orig_argv', ())):\n    sys.modules['requests'] = None\n"
    )
    (folder / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def test_what_the_controller_lacks_the_interpreter_may_have(tmp_path: pathlib.Path) -> None:
    """Without requests on the controller, a module runs in the Python that ansible_python_interpreter names."""
    env = without_requests(tmp_path / "path", "ansible-playbook")
    tasks = [project("create", {"name": "A", "privacy_type": "anywhere"})]
    with Simulator(default_player="off") as sim:
        run = run_playbook(tmp_path / "run", sim, tasks, edge="worker", verbosity=4, env=env)
    assert_written(run("create"), ["create"])
    assert shipped(run, "create")


def test_a_missing_library_is_reported_the_same_either_way(tmp_path: pathlib.Path) -> None:
    """The usual message in both ways when the requests library is missing, and a remedy for that very Python."""
    env = without_requests(tmp_path / "path", "")

    def play(edge: str) -> Run:
        with Simulator(default_player="off") as sim:
            run = run_playbook(
                tmp_path / edge, sim, [project("create", {"name": "A"})], edge=edge, verbosity=4, env=env
            )
        assert run("create").failed
        assert run("create").requests == []
        assert "Failed to import the required Python library (requests)" in run("create").msg
        assert f"run '{TARGET_PYTHON} -m pip install requests'" in run("create").msg
        return run

    in_both_ways(play, tmp_path)


def test_run_once_runs_once_for_all_hosts(tmp_path: pathlib.Path) -> None:
    """run_once runs once, and every host gets what it registered; without it each host runs the module."""
    tasks = [
        project("once", {"name": "A", "privacy_type": "anywhere"}, run_once=True, register="made"),
        project("by id", {"id": "{{ made.resource.id }}", "privacy_type": "anywhere"}),
    ]
    hosts = {"inventory": "one,two,", "hosts": "all"}

    def play(edge: str) -> Run:
        with Simulator(default_player="off") as sim:
            run = run_playbook(tmp_path / edge, sim, tasks, edge=edge, verbosity=4, env=COMPARABLE, **hosts)
            assert [entry.method for entry in sim.writes] == ["POST"]
        assert [one.name for one in run] == ["once", "by id", "by id"]
        assert [one.changed for one in run] == [True, False, False]
        return run

    in_both_ways(play, tmp_path)


def test_only_what_needs_a_process_of_its_own_is_shipped(tmp_path: pathlib.Path) -> None:
    """In the worker wherever that can be; what only a process of its own can do is shipped."""
    become = tmp_path / "become"
    become.write_text('#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\nexec "$@"\n', encoding="utf-8")
    become.chmod(0o755)
    other = {
        "become": True,
        "become_user": "root",
        "become_method": "sudo",
        "vars": {"ansible_become_exe": str(become)},
    }
    made = {"name": "A", "privacy_type": "anywhere"}
    with Simulator(default_player="off") as sim:
        run = run_playbook(
            tmp_path / "play",
            sim,
            [
                project("plain", made),
                project("empty environment", made, environment={}),
                project(
                    "environment", {**made, "name": "{{ omit }}", "id": "x"}, environment={"KINESCOPE_API_TOKEN": "B"}
                ),
                {**project("async", made), "async": 30, "poll": 1},
                project("become", made, **other),
                project("delegated", made, delegate_to="localhost"),
                project("other interpreter", made, vars={"ansible_python_interpreter": "/nowhere/python"}),
            ],
            edge="worker",
            verbosity=3,
        )
    here = not CAN_RUN_HERE
    wanted = {"plain": here, "empty environment": here, "delegated": here, "other interpreter": here}
    for name in ("environment", "async", "become"):
        wanted[name] = True
    assert {name: shipped(run, name) for name in wanted} == wanted
    assert_written(run("plain"), ["create"])
    assert "UUID" in run("environment").msg, "the variable did not reach the module"
    for name in ("empty environment", "delegated", "become"):
        assert_unchanged(run(name))
    assert not run("async").failed
    assert not run("async").changed


def test_environment_and_the_forcing_variable_ship_whole_plays(tmp_path: pathlib.Path) -> None:
    """The play's environment ships; KINESCOPE_FORCE_MODULE=1 does, and no other value."""
    made = [project("task", {"name": "A", "privacy_type": "anywhere"}, check=True)]

    def ships(name: str, sim: Simulator, **options: Any) -> bool:
        run = run_playbook(tmp_path / name, sim, made, verbosity=3, **{"edge": "worker", **options})
        assert run("task").changed, run.output
        return shipped(run, "task")

    with Simulator(default_player="off") as sim, ThreadPoolExecutor() as pool:
        environment = pool.submit(ships, "environment", sim, environment={"A": "b"})
        forced = pool.submit(ships, "forced", sim, edge="shipped")
        not_forced = pool.submit(ships, "not forced", sim, env={"KINESCOPE_FORCE_MODULE": "0"})
        assert environment.result()
        assert forced.result()
        assert not_forced.result() is not CAN_RUN_HERE


def test_tasks_for_other_machines_never_run_on_the_controller(tmp_path: pathlib.Path) -> None:
    """A task for another machine never runs on the controller; one that is delegated to it does, in the worker."""
    hosts = tmp_path / "hosts.ini"
    ssh = "ansible_connection=ssh ansible_host=127.0.0.1 ansible_port=1 ansible_ssh_executable=/nowhere/ssh"
    hosts.write_text(f"far {ssh}\n", encoding="utf-8")
    made = {"name": "A", "privacy_type": "anywhere"}
    with Simulator(default_player="off") as sim:
        run = run_playbook(
            tmp_path / "play",
            sim,
            [
                project("delegated", made, delegate_to="localhost"),
                project("there", {**made, "name": "B"}, ignore_unreachable=True),
            ],
            edge="worker",
            verbosity=3,
            inventory=str(hosts),
            hosts="far",
            vars={"ansible_connection": None},
        )
        assert [stored["name"] for stored in sim.objects("project")] == ["A"]
    assert_written(run("delegated"), ["create"])
    assert shipped(run, "delegated") is not CAN_RUN_HERE
    assert run("there").failed
    assert run("there").requests == []


def lists(run: TaskRun, workspace: int | None = None) -> list[Entry]:
    """The requests for lists of projects."""
    found = [entry for entry in run.reads if entry.path == "/v1/projects"]
    return [entry for entry in found if workspace in (None, entry.workspace)]


def actions(run: TaskRun) -> list[list[str]]:
    """What each item of a loop did."""
    return [[change["action"] for change in item["changes"]] for item in run.result["results"]]


@pytest.mark.skipif(not CAN_RUN_HERE, reason="each item is a process of its own with this ansible-core")
def test_a_loop_shares_lists(tmp_path: pathlib.Path) -> None:
    """A loop lists a kind once, whatever its items do; another token and another task list anew."""
    by_item = {"name": "{{ item.name }}", "privacy_type": "{{ item.type | default('anywhere') }}"}
    tokens = {**by_item, "api_token": "{{ item.token }}"}
    names = [f"P{number:02}" for number in range(50)]
    with Simulator(default_player="off") as sim:
        second = sim.add_workspace()
        for name in names:
            sim.seed("project", name=name, privacy_type="nowhere")
        both = [{"name": name, "token": Secret(token)} for name in ("T1", "T2", "T1") for token in (sim.token, second)]
        run = run_playbook(
            tmp_path / "play",
            sim,
            [
                project("unchanged", {"name": "{{ item }}", "privacy_type": "nowhere"}, loop=names),
                project("create", by_item, loop=[{"name": name} for name in "aba"]),
                project(
                    "create and update",
                    by_item,
                    loop=[
                        {"name": "c", "type": "nowhere"},
                        {"name": "c", "type": "custom"},
                        {"name": "c", "type": "nowhere"},
                        {"name": "c", "type": "custom"},
                    ],
                ),
                project(
                    "delete and create",
                    {**by_item, "state": "{{ item.state | default('present') }}"},
                    loop=[
                        {"name": "c", "state": "absent"},
                        {"name": "c"},
                        {"name": "c", "state": "absent"},
                        {"name": "c", "type": "nowhere"},
                    ],
                ),
                project("two tokens", tokens, loop=both),
            ],
            edge="worker",
            env=NO_RETRIES,
        )
        assert not [one for one in run if one.failed], run.output
        assert len(sim.objects("project")) == len(names) + 5
        assert sorted(stored["name"] for stored in sim.objects("project", workspace=2)) == ["T1", "T2"]
        assert sim.object("project", "c")["privacy_type"] == "nowhere"
    once = len(lists(run("unchanged")))
    assert once == len(run("unchanged").requests) == 2  # videos and live events
    assert run("create").reads == lists(run("create"))
    assert len(lists(run("create"))) == once
    assert actions(run("create")) == [["create"], ["create"], []]
    assert [entry.method for entry in run("create").writes] == ["POST", "POST"]
    assert actions(run("create and update")) == [["create"], ["update"], ["update"], ["update"]]
    assert len(lists(run("create and update"))) == once
    assert actions(run("delete and create")) == [["delete"], ["create"], ["delete"], ["create"]]
    ids = [item["resource"].get("id") for item in run("delete and create").result["results"]]
    assert ids[1] != ids[3]
    assert len(lists(run("delete and create"))) == once
    assert actions(run("two tokens")) == [["create"]] * 4 + [[]] * 2
    for workspace in (1, 2):
        assert len(lists(run("two tokens"), workspace)) == once
        assert len([entry for entry in run("two tokens").writes if entry.workspace == workspace]) == 2


def test_a_loop_looks_again_after_a_failed_write(tmp_path: pathlib.Path) -> None:
    """What became of a failed item's write is not known: the next item looks, and so does each new attempt."""
    by_item = {"name": "a", "privacy_type": "{{ item }}"}
    present = {"name": "a", "privacy_type": "nowhere", "state": "{{ item }}"}
    tasks = [
        project("update", by_item, loop=["nowhere", "custom", "nowhere"]),
        project("delete", present, loop=["absent", "present"]),
        project("again", {"name": "a{{ item }}", "privacy_type": "nowhere"}, loop=[1, 1]),
    ]

    def play(edge: str) -> Run:
        with Simulator(default_player="off") as sim:
            sim.seed("project", name="a", privacy_type="anywhere")
            sim.fault("status_after", method="PUT", times=1, status=502)
            sim.fault("status_after", method="DELETE", times=1, status=502)
            run = run_playbook(tmp_path / edge, sim, tasks, edge=edge, diff=True, verbosity=4, env=COMPARABLE)
            assert sorted(stored["name"] for stored in sim.objects("project")) == ["a", "a1"]
            return run

    in_both_ways(play, tmp_path)
