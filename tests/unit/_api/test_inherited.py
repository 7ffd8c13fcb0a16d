# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that knows what another process has read: less to read if there is nothing to do, and else no difference."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.inherited import LONGEST, SharingGateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from tests.unit._reconcile.test_reconcile_cases import CASES, surroundings
from tests.unit.conftest import World


class Heirs(World):
    """A world in which each task takes over what the one before has read."""

    def __init__(self, sim):
        super().__init__(sim)
        self.lists = {}
        self.heir = None

    def gateway(self):
        self.heir = SharingGateway(super().gateway().client, self.lists)
        return self.heir

    def run(self, kind, check=False, **options):
        told = super().run(kind, check, **options)
        self.lists = self.heir.lists_to_share()
        return told


@pytest.fixture
def heirs(sim):
    """An empty workspace."""
    surroundings(sim)
    return Heirs(sim)


def asked(run):
    """The requests of a task, without what differs from one request to the next."""
    return [(entry.method, entry.path, entry.query, entry.body) for entry in run.requests]


def read_first(run):
    """What a task asks before its first write."""
    first = next((n for n, entry in enumerate(run.requests) if entry.method != "GET"), None)
    return asked(run)[:first]


@pytest.mark.parametrize("name", CASES)
def test_the_second_of_equal_tasks_lists_nothing(heirs, name):
    """Unless it has something to say, which it never says of what another process has read."""
    case = CASES[name]
    options = {**case.key, **case.create}
    heirs.ok(case.kind, **options)
    first = heirs.ok(case.kind, **options)
    lists = set(heirs.lists)
    second = heirs.ok(case.kind, **options)
    assert first.result["changed"] is False
    assert (second.result, second.warnings) == (first.result, first.warnings)
    if first.warnings:
        assert asked(second)[-len(asked(first)) :] == asked(first)
    else:
        assert (len(asked(second)) < len(asked(first))) is bool(lists)
        assert {path for _method, path, _query, _body in asked(second)} & {
            base + KINDS[kind].routes.path for kind, base in lists
        } == set()


@pytest.mark.parametrize("name", CASES)
def test_what_a_task_writes_rests_on_what_it_reads_itself(heirs, name):
    """With something to change or to delete, a task asks all that it would have asked without."""
    case = CASES[name]
    for _n in range(2):
        heirs.ok(case.kind, **{**case.key, **case.create})
    lists, before = heirs.lists, heirs.sim.snapshot()
    for wanted in filter(None, (case.change, {"state": "absent"})):
        runs = []
        for known in (lists, {}):
            heirs.sim.restore(before)
            heirs.lists = known
            runs.append(heirs.ok(case.kind, **{**case.key, **wanted}))
            assert heirs.lists == {}
        heir, other = runs
        assert heir.writes == other.writes != []
        assert [one for one in read_first(other) if one not in read_first(heir)] == []


def test_what_is_there_by_now_is_not_created(heirs):
    heirs.ok("tag", tag="A")
    heirs.ok("tag", tag="A")
    assert heirs.lists
    heirs.sim.seed("tag", tag="B")
    assert heirs.ok("tag", tag="B").writes == []


def test_a_task_that_would_fail_looks_itself(heirs):
    heirs.ok("player", name="Main player")
    assert heirs.lists
    heirs.sim.seed("player", name="New")
    assert heirs.ok("project", name="Holder", player="New").writes != []
    told = heirs.run("project", name="Holder", player="None")
    assert "there is no player 'None'" in told.error.text()


def test_a_task_that_would_warn_looks_itself(heirs):
    heirs.ok("player", name="Main player")
    assert heirs.lists
    heirs.sim.seed("player", name="New")
    told = heirs.ok("project", check=True, name="Another", privacy_type="anywhere", player="New")
    assert told.warnings == []
    assert told.counted("GET") > 0


@pytest.mark.parametrize("forgets", [lambda heir: heir.forget_older(3.0), lambda heir: heir.forget(KINDS["tag"])])
def test_who_doubts_reads_all_again(heirs, forgets):
    """The modules that only read do so first."""
    heirs.ok("webhook", name="A", endpoint="https://a.example.com")
    heirs.ok("webhook", name="A", endpoint="https://a.example.com")
    heir = heirs.gateway()
    assert heir.lists_to_share() == heirs.lists != {}
    forgets(heir)
    assert heir.lists_to_share() == {}


def test_what_this_process_has_read_is_its_own(heirs):
    """It stays, and is what the next one gets, however often it looks."""
    heirs.sim.seed("tag", tag="A")
    heirs.lists = {}
    heir = heirs.gateway()
    assert len(heir.objects(KINDS["tag"])) == 1
    assert heir.forget_inherited() is False
    left = heir.lists_to_share()
    heirs.lists = left
    heir = heirs.gateway()
    assert len(heir.objects(KINDS["tag"])) == 1
    assert heir.lists_to_share() == left
    assert heir.client.reads == 0
    assert heir.forget_inherited() is True
    assert len(heir.objects(KINDS["tag"])) == 1
    assert heir.client.reads == 1


def test_a_wait_that_was_too_short_is_not_repeated(heirs):
    """What another process has read is no reason for it."""
    project = heirs.sim.seed("project", name="Library", privacy_type="anywhere")["id"]
    heirs.sim.seed("video", title="A", project_id=project, status="processing")
    options = {"title": "A", "location": {"project": "Library"}, "url": "https://videos.example.com/a.mp4"}
    heirs.ok("video", **options, wait=False)
    assert heirs.lists
    told = heirs.run("video", **options, wait=True, wait_timeout=60)
    assert "still processing after 60 seconds" in told.error.text()
    assert sum(heirs.clock.waits) == 60


def test_what_is_too_old_when_it_is_needed_is_read_again(heirs):
    """The task may have computed the digest of a large file first."""
    for _n in range(2):
        heirs.ok("tag", tag="A")
    (began, *_rest) = heirs.lists["tag", ""]
    for seconds, reads in ((LONGEST, False), (LONGEST + 0.1, True)):
        heir = heirs.gateway()
        heir.clock = lambda now=began + seconds: now
        assert len(heir.objects(KINDS["tag"])) == 1
        assert bool(heir.client.reads) is reads
