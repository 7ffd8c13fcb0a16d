# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several hosts, runs and processes at once with one token, and runs that end in the middle."""

from __future__ import annotations

import threading
import time
from typing import Any

from tests.integration.conftest import Play
from tests.integration.play import task
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


def test_six_hosts_create_one_project(play: Play, sim: Simulator) -> None:
    """The API would take six projects of one name: exactly one host creates it, the others find it."""
    sim.set(names="free")
    sim.fault("slow", method="POST", seconds=0.5, work="after", times=None)
    project = task("project", "project", {"name": "Courses", "privacy_type": "anywhere"})
    run = play(sim, [project], hosts="all", inventory=HOSTS, forks=6)
    assert [one.outcome for one in run] == ["ok"] * 6, run.output
    assert [one["name"] for one in sim.objects("project")] == ["Courses"]
    assert [one.changed for one in run].count(True) == 1


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
    assert time.monotonic() - began < 30
