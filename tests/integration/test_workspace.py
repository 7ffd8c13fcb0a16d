# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_workspace as a task: its life, its secrets, its two ways to run, and what a kill leaves behind."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml

from tests.integration.both_ways import CAN_RUN_HERE, COMPARABLE, normal
from tests.integration.conftest import Play
from tests.integration.play import (
    EDGES,
    PASSED,
    ROOT,
    Run,
    Secret,
    TaskRun,
    connection,
    kill,
    run_playbook,
    task,
    with_descendants,
)
from tests.integration.test_examples import VAULT, Pasted
from tests.integration.test_secrets import spellings
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

SECRETS = {name: Secret(f"Secret-of-{name}-'é\"") for name in ("webhook", "zone", "jwt", "drm", "restream", "old")}
DOCUMENT: dict[str, Any] = {
    "version": 1,
    "players": [{"name": "Main", "settings": {"autoplay": False}}],
    "privacy_domains": [{"domain": "school.example.com"}],
    "projects": [
        {
            "name": "Courses",
            "privacy_type": "custom",
            "privacy_domains": ["school.example.com"],
            "player": "Main",
            "drm_auth": {"url": "https://auth.example.com", "username": "u", "password": SECRETS["drm"]},
            "folders": [{"name": "2026", "folders": [{"name": "Spring"}]}],
        }
    ],
    "cdn_zones": [
        {
            "name": "Z",
            "host": "z.example.com",
            "origins": [{"addr": "o", "basic_auth": {"username": "u", "password": SECRETS["zone"]}}],
            "access_control": {"jwt_secret": SECRETS["jwt"]},
        }
    ],
    "webhooks": [{"name": "W", "endpoint": "https://w", "login": "u", "password": SECRETS["webhook"]}],
    "live_events": [
        {
            "name": "E",
            "type": "one-time",
            "location": {"project": "Courses", "folder": ["2026", "Spring"]},
            "restreams": [{"name": "R", "url": "rtmp://r.example.com", "key": SECRETS["restream"]}],
        }
    ],
}
ACTIONS = 9
RESULT_KEYS = {"changed", "changes", "diff", "lines", "plan_id", "requests", "sections", "summary"}
RESULT_KEYS |= {"needs_secrets", "unmanaged", "unsettled", "unverified"}


def workspace(name: str, document: Any = None, **options: Any) -> dict[str, Any]:
    """A task; ``check`` and ``diff`` as for any other, all else is an option of the module."""
    keywords = {key: options.pop(key) for key in ("check", "diff", "no_log", "register") if key in options}
    return task("workspace", name, {**({} if document is None else {"config": document}), **options}, **keywords)


def changed(**sections: Any) -> dict[str, Any]:
    return {**copy.deepcopy(DOCUMENT), **sections}


def plain(value: Any) -> Any:
    """The document with its secrets as texts."""
    return json.loads(json.dumps(value))


def by_name(value: Any) -> Any:
    """The document with the names of its secrets, for files."""
    text = json.dumps(value)
    for name, secret in SECRETS.items():
        text = text.replace(json.dumps(secret), json.dumps({"secret": name}))
    return json.loads(text)


def assert_silent(run: Run, *more: str) -> None:
    """No secret anywhere, in whatever spelling."""
    everything = run.output + "".join(json.dumps(one.result) for one in run)
    for secret in (*SECRETS.values(), *more):
        for text in spellings(str(secret)):
            at = everything.find(text)
            assert at < 0, f"{secret}: …{everything[max(0, at - 300) : at + 100]}…"


def own(result: dict[str, Any]) -> set[str]:
    return set(result) - {"invocation", "warnings", "exception", "deprecations", "failed"}


def assert_predicted(checked: TaskRun, done: TaskRun) -> None:
    assert own(checked.result) == own(done.result) == RESULT_KEYS
    assert checked.writes == []
    for one in checked.result["changes"]:
        assert one.pop("outcome") == "planned"
    for one in done.result["changes"]:
        assert one.pop("outcome") == "applied"
    for key in RESULT_KEYS - {"requests"}:
        assert checked.result[key] == done.result[key], key


def test_each_step_of_a_documents_life_is_predicted_and_needed_once(
    play: Play, simulator: Any, tmp_path: pathlib.Path
) -> None:
    """Check, create, again, from files too, change, again, prune, again: at the highest verbosity, with --diff."""
    sim = simulator(unknown_fields="extra", put="replace")
    second = changed(webhooks=[{**DOCUMENT["webhooks"][0], "events": ["live.created"]}])
    files = tmp_path / "files"
    files.mkdir()
    for section, part in by_name(DOCUMENT).items():
        (files / f"{section}.yml").write_text(yaml.safe_dump({"version": 1, section: part}), encoding="utf-8")
    last = {"version": 1, "webhooks": second["webhooks"], "projects": [{"name": "Courses", "folders": []}]}
    prune: dict[str, Any] = {"prune": ["folders", "live_events", "cdn_zones"], "prune_empty": True}
    run = play(
        sim,
        [
            workspace("check", DOCUMENT, check=True, register="plan"),
            workspace("create", DOCUMENT, expected_plan_id="{{ plan.plan_id }}"),
            workspace("again", DOCUMENT),
            workspace("files", src=str(files)),
            workspace("check change", second, check=True),
            workspace("change", second),
            workspace("change again", second),
            workspace("other plan", last, expected_plan_id="{{ plan.plan_id }}", **prune),
            workspace("check prune", last, check=True, **prune),
            workspace("prune", last, **prune),
            workspace("prune again", last, **prune),
        ],
        diff=True,
        verbosity=4,
    )
    assert_silent(run, sim.token)
    assert len(run("create").writes) == len(run("create").result["changes"]) == ACTIONS
    assert run("create").result["requests"] == {"reads": len(run("create").reads), "writes": ACTIONS}
    assert len(run("change").writes) == 1
    assert len(run("prune").writes) == 4
    for name in ("create", "change", "prune"):
        assert_predicted(run("check" if name == "create" else f"check {name}"), run(name))
    for name in ("again", "files", "change again", "prune again"):
        assert not run(name).failed, run(name)
        assert run(name).result["changes"] == [], run(name)
        assert not run(name).changed
        assert run(name).writes == []
        assert run(name).result["summary"]["update"] == 0
    assert run("other plan").failed
    assert run("other plan").writes == []
    assert sim.object("webhook", "W")["password"] == SECRETS["webhook"]
    assert sim.object("webhook", "W")["x_dashboard"] == "kept"


def test_failures_are_reported_with_their_places_and_without_secrets(
    play: Play, simulator: Any, tmp_path: pathlib.Path
) -> None:
    """Documents that are wrong, plans that are refused, and an API that refuses and repeats secrets."""
    sim = simulator(secrets="masked")
    sim.seed("webhook", name="W", endpoint="https://old", login="u", password=SECRETS["old"])
    wrong = tmp_path / "wrong.yml"
    text = "version: 1\nwebhooks:\n- name: W\n  passwordd: {}\n  password: [1]\n- namee: V\n"
    wrong.write_text(text.format(json.dumps(SECRETS["webhook"])), encoding="utf-8")
    broken = tmp_path / "broken.yml"
    broken.write_text(f"password: !Secret-of-webhook-{SECRETS['webhook']} *", encoding="utf-8")
    vaulted = tmp_path / "vaulted.yml"
    vaulted.write_text("$ANSIBLE_VAULT;1.1;AES256\n616263\n", encoding="utf-8")
    told = "; ".join(str(secret) for secret in SECRETS.values() if secret != SECRETS["old"])
    sim.fault("status", method="P*", times=None, status=400, message=f"not strong enough: {told}")
    refused = {"version": 1, "webhooks": [{"name": "W", "endpoint": "https://new"}]}
    run = play(
        sim,
        [
            workspace("wrong type", changed(webhooks=[{"name": "W", "password": [SECRETS["webhook"]]}])),
            workspace("unknown", changed(webhooks=[{"name": "W", "pass": SECRETS["webhook"]}])),
            workspace("no dictionary", SECRETS["webhook"]),
            workspace("wrong file", src=str(wrong)),
            workspace("broken file", src=str(broken)),
            workspace("vaulted file", src=str(vaulted)),
            workspace("no file", src="nowhere"),
            workspace("neither"),
            workspace("both", DOCUMENT, src=str(wrong)),
            workspace("no section", DOCUMENT, prune=["drm_auth"]),
            workspace("secret at risk", refused),
            workspace("refused by the API", DOCUMENT),
        ],
        diff=True,
        verbosity=4,
    )
    for one in run:
        assert one.failed, one
        assert one.msg.split("\n")[1:] == one.result.get("faults", []), "each fault on a line of its own"
        assert "Traceback" not in one.output
        assert one.result["changed"] is False
        assert one.result["error"]["kind"] in ("workspace", "player", "privacy_domain", "cdn_zone", "webhook"), one
        if one.name not in ("secret at risk", "refused by the API"):
            assert one.requests == [], one
    assert_silent(run, sim.token)
    assert (
        f"webhooks[0].passwordd ({wrong}, line 4): is not a valid option; did you mean password?"
        in run("wrong file").msg
    )
    assert f"webhooks[1] ({wrong}, line 6): requires name" in run("wrong file").msg
    assert "is encrypted" in run("vaulted file").msg
    assert "set src (in roles, kinescope_workspace_src)" in run("neither").msg
    assert "the API stores password" in run("secret at risk").msg
    assert run("secret at risk").writes == []
    last = run("refused by the API").result
    assert {one["outcome"] for one in last["changes"]} == {"failed", "not_attempted"}
    assert all(one["reason"] for one in last["changes"])
    assert "not strong enough" in last["msg"]


def test_vaulted_values_of_variables_are_decrypted(play: Play, sim: Simulator) -> None:
    """Ansible decrypts what stands in config: a value of a variable as well as an unsafe text."""
    document = {"version": 1, "webhooks": "{{ hooks }}", "players": [{"name": "{{ 'A' ~ 'B' }}"}]}
    hooks = [{"name": "W", "endpoint": "https://w", "password": SECRETS["webhook"]}]
    run = play(sim, [workspace("make", document)], vars={"hooks": hooks})
    assert not run("make").failed, run("make")
    assert sim.object("webhook", "W")["password"] == SECRETS["webhook"]
    assert sim.object("player", "AB")


def test_examples_work_as_they_stand(edge: str, tmp_path: pathlib.Path) -> None:
    """As they stand, twice."""
    hook = "version: 1\nwebhooks:\n- name: Site\n  endpoint: https://school.example.com/kinescope\n"
    hook += "  login: kinescope\n  password: {secret: webhooks/Site/password}\n"
    overlay = 'players:\n- name: Main\n  settings: {brand_color: "#204080"}\n'
    files = {"workspace/webhooks.yml": hook, "applied/workspace/webhooks.yml": hook, "overlays/north.yml": overlay}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Simulator(default_player="off") as sim:
        sim.seed("webhook", name="Old", endpoint="https://old")
        pasted = Pasted(tmp_path, sim, "kinescope_workspace", edge)
        first = [one for one in pasted.run() if "summary" in one]
        assert [one["changed"] for one in first] == [True, True, False, True, True, False]
        assert [row["name"] for row in sim.objects("webhook")] == ["Site"]
        assert len(sim.writes) == sum(len(first[number]["changes"]) for number in (0, 3, 4))
        sim.clear_journal()
        again = [one for one in pasted.run() if "summary" in one]
        assert [one["changed"] for one in again] == [False] * 6
        assert sim.object("webhook", "Site")["password"] == VAULT["vault_site_hook_password"]
        assert sim.writes == []


# ---- both ways to run


@contextlib.contextmanager
def started(
    folder: pathlib.Path, sim: Simulator, playbook: Any, edge: str = "worker", pace: str = "off"
) -> Iterator[Any]:
    """An ansible-playbook process of its own group, of a playbook in a folder that it is not started from."""
    (folder / "plays").mkdir(parents=True, exist_ok=True)
    (folder / "plays/play.yml").write_text(json.dumps(playbook), encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if PASSED.fullmatch(name)},
        **EDGES[edge],
        **connection(sim),
        "KINESCOPE_API_PACE": pace,
        "HOME": str(folder),
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/link"),
        "ANSIBLE_NOCOLOR": "1",
    }
    command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", "plays/play.yml"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(with_descendants(process.pid))
        process.wait()
        if process.stdout:
            process.stdout.close()


def one_task(options: dict[str, Any], **keywords: Any) -> Any:
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    made = {"name": "Reconcile", "kinescope.kinescope.kinescope_workspace": options, **keywords}
    return [{"hosts": "localhost", "gather_facts": False, "vars": local, "tasks": [made]}]


def test_relative_names_are_meant_from_the_playbook(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """In both ways, wherever ansible-playbook was started."""
    (tmp_path / "plays/files").mkdir(parents=True)
    (tmp_path / "plays/files/logo.png").write_bytes(b"picture")
    text = "version: 1\nplayers: [{name: A, logo: {src: logo.png}}]"
    (tmp_path / "plays/files/players.yml").write_text(text, encoding="utf-8")
    with started(tmp_path, sim, one_task({"src": "files"}), edge) as process:
        output, _nothing = process.communicate(timeout=60)
        assert process.returncode == 0, output
    assert sim.object("player", "A")["logo"]


@pytest.mark.worker_only  # compares both ways by itself
def test_results_are_the_same_either_way(edge: str, tmp_path: pathlib.Path) -> None:
    """To the byte: what is done, what fails, and what the process says."""
    hooks = [{"name": "W", "endpoint": "https://w"}, {"name": "V", "endpoint": "https://v"}]
    small = {"version": 1, "players": [{"name": "A"}], "webhooks": DOCUMENT["webhooks"]}
    tasks = [
        workspace("check", DOCUMENT, check=True),
        workspace("create", DOCUMENT),
        workspace("prune", {"version": 1, "webhooks": hooks[:1]}, prune=["webhooks", "live_events"], prune_empty=True),
        workspace("again", small),
        workspace("wrong", {"version": 2, "webhooks": [{"namee": "é"}, None]}),
        workspace("wrong option", {"version": 1}, max_deletions="many"),
        workspace("wrong src", src="nowhere.yml"),
        workspace("nothing"),
        workspace("at risk", {"version": 1, "webhooks": [{"name": "W", "endpoint": "https://new"}]}),
        workspace("refused", {"version": 1, "webhooks": [{"name": "N", "endpoint": "https://refused"}, *hooks[1:]]}),
        {**workspace("loop", {"version": 1, "players": [{"name": "{{ item }}"}]}), "loop": ["A", "B", "A"]},
        workspace("unlogged", small, no_log=True),
    ]

    def results(name: str) -> Any:
        with Simulator(default_player="off", secrets="masked") as sim:
            sim.fault("status", method="POST", path="/v1/webhooks", skip=1, times=None, status=403, message='"é"')
            folder = tmp_path / name
            run = run_playbook(folder, sim, tasks, edge=name, diff=True, verbosity=4, env=COMPARABLE)
            assert [one.name for one in run if one.failed] == [one["name"] for one in tasks[4:10]]
            return [(*one[:2], re.sub(r"[0-9a-f]{64}", "<hash>", one[2])) for one in normal(run, folder)]

    with ThreadPoolExecutor() as pool:
        for mine, theirs in zip(*pool.map(results, EDGES)):
            assert mine == theirs


# ---- progress


@pytest.mark.worker_only  # a shipped module shows nothing before it ends
@pytest.mark.skipif(not CAN_RUN_HERE, reason="every module is shipped with this ansible-core")
@pytest.mark.parametrize("quiet", [False, True])
def test_progress_is_reported_as_soon_as_it_will_take_long(
    sim: Simulator, edge: str, tmp_path: pathlib.Path, quiet: bool
) -> None:
    """A line as soon as it is clear that it will take long, and none under no_log; the API refuses no request."""
    sim.set(limits="on")
    document = {"version": 1, "webhooks": [{"name": f"W{n}", "endpoint": "https://w"} for n in range(150)]}
    with started(tmp_path, sim, one_task({"config": document}, no_log=quiet), pace="") as process:
        while len(sim.writes) < 24:
            time.sleep(0.05)
            assert process.poll() is None, process.communicate()
        kill(with_descendants(process.pid))
        output, _nothing = process.communicate()
    refused = [entry for entry in sim.journal if entry.status == 429]
    assert len(refused) <= len(sim.journal) // 10, "none, unless the machine holds requests up"
    line = "kinescope.kinescope.kinescope_workspace: 150 changes to make, about 14 s at the API's pace"
    assert (line in output) is not quiet
    assert "webhook 'W" not in output


# ---- what a kill leaves behind

BEFORE: list[tuple[str, dict[str, Any]]] = [
    ("player", {"name": "Old"}),
    ("webhook", {"name": "Old", "endpoint": "https://old"}),
    ("webhook", {"name": "W", "endpoint": "https://old"}),
    ("cdn_zone", {"name": "Z", "host": "old.example.com"}),
    ("live_event", {"name": "Old", "type": "one-time"}),
]
OPTIONS: dict[str, Any] = {"prune": ["players", "webhooks", "live_events"]}
WRITES = 12


def seeded() -> Simulator:
    sim = Simulator(names="free", default_player="off")
    sim.start()
    for kind, fields in BEFORE:
        sim.seed(kind, **fields)
    return sim


def undisturbed() -> tuple[Any, int]:
    """The picture of the workspace after a run that nobody disturbed, and how many writes that takes."""
    sim = seeded()
    try:
        space = Space(sim)
        told = space.done(plain(DOCUMENT), **OPTIONS)
        return space.picture(), len(told.writes)
    finally:
        sim.stop()


@pytest.mark.slow
@pytest.mark.worker_only
@pytest.mark.parametrize(("number", "answer"), [(n, ("lost", "refused")[n % 2]) for n in range(WRITES)])
def test_a_run_goes_on_after_a_kill_at_any_write(
    edge: str, tmp_path: pathlib.Path, number: int, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it waits for its n-th write, done or not. Run again, it goes on: nothing twice, nothing lost."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    wanted, writes = undisturbed()
    assert writes == WRITES
    sim = seeded()
    try:
        fault = {"lost": ("slow", {"seconds": 30.0, "work": "before"}), "refused": ("status", {"retry_after": 60})}[
            answer
        ]
        sim.fault(fault[0], method="[PD]*", skip=number, times=None, **fault[1])
        with started(tmp_path / "run", sim, one_task({"config": plain(DOCUMENT), **OPTIONS})) as process:
            deadline = time.monotonic() + 60
            while not _struck(sim) and time.monotonic() < deadline:
                time.sleep(0.02)
                assert process.poll() is None, process.communicate()
            kill(with_descendants(process.pid))
        sim.clear_faults()
        space = Space(sim)
        space.done(plain(DOCUMENT), **OPTIONS)
        assert space.picture() == wanted
        space.unchanged(plain(DOCUMENT), **OPTIONS)
    finally:
        sim.stop()


def _struck(sim: Simulator) -> bool:
    return any(entry.fault for entry in sim.journal)
