# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several hosts, runs and processes at once with one token, and runs that end in the middle."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import prepared, task
from tests.simulator import Simulator

HOSTS = "a,b,c,d,e,f"
COUNT = 30


def document(*names: str) -> dict[str, Any]:
    """A document with webhooks of these names."""
    return {"config": {"version": 1, "webhooks": [{"name": name, "endpoint": "https://w.example"} for name in names]}}


HOOKS = document(*(f"hook {number}" for number in range(COUNT)))


def when(sim: Simulator, count: int, act: Any) -> threading.Thread:
    """Do something as soon as that many writes have arrived."""

    def wait() -> None:
        deadline = time.monotonic() + 60
        while len(sim.writes) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_six_hosts_create_each_object_once(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """The API would take six of each: exactly one host creates it, the others find it."""
    sim.set(names="free")
    sim.seed("video", title="Intro")
    sim.fault("slow", method="POST", seconds=0.5, work="after", times=None)
    slides = tmp_path / "slides.pdf"
    slides.write_bytes(b"%PDF-1.7 slides")
    tasks = [
        task("project", "project", {"name": "Courses", "privacy_type": "anywhere"}),
        task("material", "material", {"video": "Intro", "src": str(slides)}),
        task("poster", "poster", {"video": "Intro", "from_time": 2}),
        task("video_edit", "copy", {"action": "copy", "video": "Intro", "location": {"project": "Courses"}}),
    ]
    run = play(sim, tasks, hosts="all", inventory=HOSTS, forks=6)
    assert [one.outcome for one in run] == ["ok"] * 6 * len(tasks), run.output
    assert [one["name"] for one in sim.objects("project")] == ["Courses"]
    assert [len(sim.objects(kind)) for kind in ("material", "poster", "video")] == [1, 1, 2]
    assert [one.changed for one in run].count(True) == len(tasks)


def outcomes(run: Any) -> list[str]:
    """The outcome of each change of a task."""
    return [change["outcome"] for change in run.result["changes"]]


def test_a_token_that_may_not_write(play: Play, sim: Simulator) -> None:
    """Three rejected requests are enough to know, and the cause is named once."""
    sim.fault("status", method="POST", status=403, code=100103, message="access denied", times=None)
    run = play(sim, [task("workspace", "apply", HOOKS)])("apply")
    assert run.failed
    assert 1 <= len(run.writes) <= 3
    assert run.msg.count("access denied") == 1
    assert outcomes(run).count("not_attempted") == COUNT - len(run.writes)


def test_an_api_that_is_gone_in_the_middle(play: Play, sim: Simulator) -> None:
    """Nobody listens any more: what was not tried is told, and the next run goes on."""
    sim.fault("slow", method="POST", seconds=0.1, times=None)
    watcher = when(sim, 8, sim.stop)
    began = time.monotonic()
    # without the journal, which is gone as well
    run = play(sim, [task("workspace", "apply", HOOKS)], env={"KINESCOPE_API_RETRIES": "1", "RECORD_JOURNAL": None})
    watcher.join()
    told = run("apply")
    assert told.failed
    assert told.msg.startswith("the run was stopped; "), told.msg
    assert {"applied", "not_attempted"} <= set(outcomes(told))
    assert time.monotonic() - began < 300  # it once went on for 15 minutes


def test_two_runs_at_once(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """The API would take everything twice: the second run waits, says for whom, and has nothing to do then."""
    sim.set(names="free")
    sim.fault("slow", method="POST", seconds=0.2, work="after", times=None)
    shared = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    runs: list[Any] = []
    tasks = [task("workspace", "apply", HOOKS)]
    threads = [threading.Thread(target=lambda: runs.append(play(sim, tasks, env=shared))) for _run in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run("apply").outcome for run in runs] == ["ok", "ok"], [run.output for run in runs]
    assert len(sim.objects("webhook")) == COUNT
    assert sorted(run("apply").changed for run in runs) == [False, True]


def processes_of(folder: pathlib.Path) -> list[int]:
    """The processes whose command line names a folder."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


@pytest.mark.worker_only  # compares both ways by itself
@pytest.mark.parametrize("way", ["worker", "shipped"])
def test_a_run_that_is_killed(play: Play, sim: Simulator, tmp_path: pathlib.Path, way: str) -> None:
    """What goes on without it, its worker or a module that the worker has shipped, stops before its next write.

    The next run does the rest, once.
    """
    sim.set(names="free")
    sim.fault("slow", method="POST", seconds=0.3, work="after", times=None)
    shared, folder = {"XDG_CACHE_HOME": str(tmp_path / "cache")}, tmp_path / "killed"
    tasks = [task("workspace", "apply", HOOKS)]
    command, environment = prepared(folder, sim, tasks, edge=way, env=shared)
    with (folder / "output").open("w") as output:
        killed = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        when(sim, 5, killed.kill).join()
        killed.wait()
        again = play(sim, tasks, env=shared)("apply")
        assert again.outcome == "ok", again
        assert sorted(row["name"] for row in sim.objects("webhook")) == sorted(
            hook["name"] for hook in HOOKS["config"]["webhooks"]
        )
        made = outcomes(again).count("applied")
        assert 0 < made < COUNT, "the worker had stopped"
    finally:
        for process in processes_of(folder):
            os.kill(process, signal.SIGKILL)


@pytest.mark.worker_only  # compares both ways by itself
@pytest.mark.parametrize("way", ["worker", "shipped"])
def test_a_loop_that_is_killed(sim: Simulator, tmp_path: pathlib.Path, way: str) -> None:
    """The worker takes the next item by itself, and must not begin with it, neither here nor with a shipped module."""
    folder = tmp_path / "killed"
    options = {"name": "hook {{ item }}", "endpoint": "https://w.example"}
    tasks = [task("webhook", "hooks", options, loop=list(range(COUNT)))]
    command, environment = prepared(folder, sim, tasks, edge=way)
    with (folder / "output").open("w") as output:
        killed = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        when(sim, 2, killed.kill).join()
        killed.wait()
        time.sleep(1)  # for the module that was running
        writes, count = len(sim.writes), len(sim.journal)
        time.sleep(4)
        assert writes <= 4
        assert len(sim.journal) == count
    finally:
        for process in processes_of(folder):
            os.kill(process, signal.SIGKILL)
