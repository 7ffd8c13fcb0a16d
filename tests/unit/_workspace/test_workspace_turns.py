# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that change a workspace take turns, and stop when nobody is there any more to hear of them."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import halt
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.lock import RunLock
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.freeze import Freeze, freeze_of
from tests.unit._workspace.spaces import Space

HOOKS = [{"name": f"hook {number}", "endpoint": "https://w.example.com"} for number in range(10)]
DOCUMENT = {"webhooks": HOOKS}


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def other_run(space) -> RunLock:
    """Another process that uses the same token."""
    connection = space.gateway().client.connection
    return RunLock(f"{connection.token} {connection.api_url}", lambda seconds: None)


class TestTurns:
    def test_whoever_waits_says_for_whom_and_plans_anew(self, space):
        """Meanwhile the other run has created everything: the plan from before would create it twice."""
        space.sim.set(names="free")
        held = ExitStack()
        held.enter_context(other_run(space).held(0, lambda line: None))

        def ends(line: str) -> None:
            if line.startswith("waiting for"):
                for hook in HOOKS:
                    space.sim.seed("webhook", **hook)
                held.close()

        said = []
        space.said = type("Said", (list,), {"append": lambda self, line: (said.append(line), ends(line))})()
        told = space.done(DOCUMENT)
        assert told.writes == []
        assert told.result["changed"] is False
        assert told.result["changes"] == []
        assert said[0].startswith("waiting for another run on this machine with the same token (process ")
        assert f"(process {os.getpid()}, since " in said[0]

    def test_a_window_without_writes_that_begins_while_it_waits(self, space):
        now, held = [0.0], ExitStack()
        held.enter_context(other_run(space).held(0, lambda line: None))

        def ends(line: str) -> None:
            if line.startswith("waiting for"):
                now[0] = 86400.0
                held.close()

        space.said = type("Said", (list,), {"append": lambda self, line: ends(line)})()
        windows = freeze_of([{"from": "1970-01-02T00:00Z", "to": "1970-01-03T00:00Z"}]).windows
        told = space.apply(DOCUMENT, freeze=Freeze(windows, lambda: now[0]))
        assert told.writes == []
        assert "all writes are frozen until 1970-01-03T00:00:00Z" in told.error.text()

    def test_a_run_that_ended_between_the_plan_and_the_turn(self, space, monkeypatch):
        space.sim.set(names="free")
        turns, plan = other_run(space), space.gateway
        client = space.gateway().client

        def late() -> None:
            with turns.held(0, lambda line: None):
                space.sim.seed("webhook", **HOOKS[0])

        entered = client.run_lock.held

        def turn(timeout, say):
            late()
            return entered(timeout, say)

        monkeypatch.setattr(client.run_lock, "held", turn)
        monkeypatch.setattr(space, "gateway", lambda: type("Gateway", (), {"client": client}))
        told = space.done({"webhooks": HOOKS[:2]})
        assert len(told.writes) == 1
        assert plan is not None

    def test_a_run_that_was_killed(self, space):
        """It took its turn and never ended it: what it wrote is looked at again, and the lock is free."""
        space.done({"webhooks": HOOKS[:1]})
        file = other_run(space)._file
        assert file.read_bytes().split()[0] == b"2"
        file.write_bytes(b"3 12345 1700000000")
        told = space.done({"webhooks": HOOKS[:2]})
        assert told.counted("GET") >= 2
        assert file.read_bytes().split()[0] == b"4"

    def test_what_two_plans_warn_of_is_reported_once(self, space):
        space.sim.seed("project", name="Courses", privacy_type="anywhere", catalog_type="vod")
        event = {"name": "Webinar", "type": "one-time", "location": {"project": "Courses"}}
        space.done({"webhooks": HOOKS[:1]})
        other_run(space)._file.write_bytes(b"3 12345 1700000000")
        told = space.done({"live_events": [event]})
        assert len([warning for warning in told.warnings if "catalog_type" in warning]) == 1

    @pytest.mark.parametrize("timeout", [0, 600.0])
    def test_nobody_waits_longer_than_asked_for(self, space, timeout):
        with other_run(space).held(0, lambda line: None):
            told = space.apply(DOCUMENT, lock_timeout=timeout)
        assert isinstance(told.error, GuardError)
        assert f"has not ended within {timeout:g} seconds (lock_timeout); nothing was written" in told.error.text()
        assert told.writes == []
        assert told.result["changed"] is False
        assert {one["outcome"] for one in told.result["changes"]} == {"not_attempted"}
        assert sum(space.clock.waits) == timeout
        assert [line for line in space.said if "waiting" in line] == space.said
        assert len(space.said) == (timeout > 0)

    def test_plans_and_runs_without_changes_wait_for_nobody(self, space):
        space.done({"webhooks": HOOKS[:1]})
        with other_run(space).held(0, lambda line: None):
            space.done(DOCUMENT, True, lock_timeout=0)
            space.unchanged({"webhooks": HOOKS[:1]}, lock_timeout=0)

    def test_a_reviewed_plan_that_is_not_the_plan_any_more(self, space):
        """After the wait another plan is needed, which nobody has reviewed."""
        reviewed = space.done(DOCUMENT, True).result["plan_id"]
        held = ExitStack()
        held.enter_context(other_run(space).held(0, lambda line: None))
        sleep = space.clock.sleep

        def ends(seconds):
            sleep(seconds)
            if not space.sim.objects("webhook"):
                space.sim.seed("webhook", **HOOKS[0])
                held.close()

        space.clock.sleep = ends
        told = space.apply(DOCUMENT, expected=reviewed)
        assert "the current plan differs from the reviewed plan" in told.error.text()
        assert told.writes == []

    def test_a_turn_ends_with_a_run_that_fails(self, space):
        space.sim.fault("status", method="POST", status=400)
        assert space.apply(DOCUMENT).error is not None
        with other_run(space).held(0, lambda line: None) as number:
            assert number == 2

    def test_two_runs_at_once(self, sim):
        """The API would take everything twice."""
        sim.set(names="free")
        sim.fault("slow", method="POST", seconds=0.05, work="after", times=None)
        runs = []

        def one() -> None:
            space = Space(sim)
            space.clock.share = 0.02
            runs.append(space.apply(DOCUMENT))

        threads = [threading.Thread(target=one) for _run in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [run.error for run in runs] == [None, None]
        assert len(sim.objects("webhook")) == len(HOOKS)
        assert sorted(run.result["changed"] for run in runs) == [False, True]

    @pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xff", b"1 2"])
    def test_a_file_that_says_nonsense(self, space, content):
        space.done({"webhooks": HOOKS[:1]})
        other_run(space)._file.write_bytes(content)
        space.done({"webhooks": HOOKS[:2]})

    def test_without_locks(self, space, monkeypatch):
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        space.done(DOCUMENT)


class TestParent:
    """A process whose ansible-playbook is gone stops before its next write."""

    def test_a_run_ends_when_its_parent_has_ended(self, space, monkeypatch):
        def killed() -> int:
            return -1 if len(space.sim.writes) >= 3 else parent

        parent = os.getppid()
        monkeypatch.setattr(halt.os, "getppid", killed)
        told = space.apply({"webhooks": [{**HOOKS[0], "name": f"hook {number}"} for number in range(30)]})
        assert 3 <= len(told.writes) <= 3 + 8, "what was under way is ended"
        assert "the process that started this one has ended" in told.error.text()
        assert {one["outcome"] for one in told.result["changes"]} == {"applied", "not_attempted"}
        with other_run(space).held(0, lambda line: None) as number:
            assert number == 2, "its turn is over"

    def test_a_task_ends_when_its_parent_has_ended(self, world, monkeypatch):
        monkeypatch.setattr(halt.os, "getppid", lambda: -1)
        told = world.refused("webhook", **HOOKS[0])
        assert "the process that started this one has ended" in told.error.text()
        assert [one["outcome"] for one in told.result["changes"]] == ["not_attempted"]

    def test_reads_go_on(self, space, monkeypatch):
        space.sim.seed("webhook", **HOOKS[0])
        monkeypatch.setattr(halt.os, "getppid", lambda: -1)
        space.done({"webhooks": HOOKS[:1]})

    def test_a_fork_has_another_parent(self):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.write(write, b"1" if not halt._chain.is_broken() else b"0")
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(read, 1) == b"1"
        os.close(read)
        os.close(write)
