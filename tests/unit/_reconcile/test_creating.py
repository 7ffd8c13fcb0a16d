# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Looking and creating is one step: several processes with one token create an object once."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile import reconcile as one_task
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import apply as whole
from tests.unit._reconcile.test_execute import CREATES
from tests.unit._reconcile.test_reconcile_cases import CASES, surroundings
from tests.unit._workspace.spaces import Space

HOOK = {"name": "ci", "endpoint": "https://a.example.com"}
CREATED = [name for name in CREATES if CASES[name].kind not in ("video", "subtitle", "annotation")]


@pytest.fixture
def free(sim):
    """A workspace whose API takes one name twice."""
    sim.set(names="free")
    surroundings(sim)
    return sim


def before_execute(monkeypatch, module, act):
    """Have something happen once, between the plan and its first write."""
    execute = module.execute
    todo = [act]

    def late(*arguments):
        if todo:
            todo.pop()()
        return execute(*arguments)

    monkeypatch.setattr(module, "execute", late)


def created_by(runs):
    return [run for run in runs if any(change["action"] == "create" for change in run.result["changes"])]


@pytest.mark.parametrize("name", CREATED)
def test_another_process_was_quicker(free, monkeypatch, name):
    """The second task finds what the first has created since the second looked, and has nothing to do."""
    case = CASES[name]
    options = {**case.key, **case.create}
    first, second = Space(free), Space(free)
    before_execute(monkeypatch, one_task, lambda: first.ok(case.kind, **options))
    told = second.run(case.kind, **options)
    if case.kind == "access_token":  # its secret was shown to the other task only
        assert "recreate" in told.error.sentence() or "created meanwhile" in told.error.sentence()
    else:
        assert told.error is None, told.error
        assert created_by([told]) == []
    assert case.object(free) is not None


@pytest.mark.parametrize("kind", ["project", "webhook"])
def test_six_processes_at_once(free, kind):
    options = HOOK if kind == "webhook" else {"name": "Courses", "privacy_type": "anywhere"}
    free.fault("slow", method="POST", seconds=0.2, work="after", times=None)
    runs = []
    hosts = [Space(free) for _host in range(6)]
    for host in hosts:
        host.clock.share = 0.02
    threads = [threading.Thread(target=lambda one=host: runs.append(one.run(kind, **options))) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run.error for run in runs] == [None] * 6
    assert [row["name"] for row in free.objects(kind)].count(options["name"]) == 1
    assert [run.result["changed"] for run in runs].count(True) == 1


def test_what_differs_is_updated(free, monkeypatch):
    """The new plan is carried out and told: another task created the object with other options."""
    first, second = Space(free), Space(free)
    before_execute(monkeypatch, one_task, lambda: first.ok("webhook", **{**HOOK, "endpoint": "https://b.example.com"}))
    told = second.ok("webhook", **HOOK)
    assert [(one["action"], one["outcome"]) for one in told.result["changes"]] == [("update", "applied")]
    assert free.object("webhook", "ci")["endpoint"] == HOOK["endpoint"]
    assert [entry.method for entry in told.requests if entry.method != "GET"] == ["POST", "PUT"]


def test_what_was_created_on_the_way_is_reported(free, monkeypatch):
    """A parent folder was created before the folder turned out to be there."""
    first, second = Space(free), Space(free)
    send, waiting = one_task.Effects.send, [True]

    def then_another(self, change, plan, gateway):
        made = send(self, change, plan, gateway)
        if waiting:
            waiting.clear()
            first.ok("folder", project="Holder", parent=["New"], name="Inner")
        return made

    monkeypatch.setattr(one_task.Effects, "send", then_another)
    told = second.ok("folder", project="Holder", parent=["New"], name="Inner")
    assert [(one["key"], one["outcome"]) for one in told.result["changes"]] == [("Holder/New", "applied")]
    assert told.result["changed"] is True
    assert len([row for row in free.objects("folder") if row["name"] == "Inner"]) == 1


def test_a_list_that_lags_behind(free, monkeypatch):
    """The other process's object appears in the list some seconds after it was created."""
    first, second = Space(free), Space(free)
    kept = []

    def quicker():
        first.ok("webhook", **HOOK)
        kept.append(free.object("webhook", "ci"))
        free.remove("webhook", "ci")

    before_execute(monkeypatch, one_task, quicker)
    sleep = second.clock.sleep

    def appears(seconds):
        sleep(seconds)
        if kept and second.clock.now > 1004:
            free.seed("webhook", **kept.pop())

    second.clock.sleep = appears
    told = second.ok("webhook", **HOOK)
    assert told.result["changed"] is False
    assert len(free.objects("webhook")) == 1


TAKEN = ("project", "player", "webhook", "cdn_zone", "tag", "moderator")  # kinds whose names can be taken
UNIQUE = [name for name in CREATED if CASES[name].kind in TAKEN]


class TestTakenNames:
    """The API refuses a name that exists: somebody on another machine was quicker, or it is held by what is gone."""

    @pytest.fixture
    def elsewhere(self, free, monkeypatch, tmp_path):
        """A process on another machine."""
        free.set(names="unique")

        class Elsewhere(Space):
            def run(self, *arguments, **options):
                with monkeypatch.context() as other:
                    other.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
                    return super().run(*arguments, **options)

        return Elsewhere(free)

    @pytest.mark.parametrize("name", UNIQUE)
    def test_by_somebody_who_was_quicker(self, free, monkeypatch, elsewhere, name):
        case = CASES[name]
        options = {**case.key, **case.create}
        before_execute(monkeypatch, one_task, lambda: elsewhere.ok(case.kind, **options))
        told = Space(free).ok(case.kind, **options)
        assert told.result["changed"] is False
        assert case.object(free) is not None

    def test_with_other_options(self, free, monkeypatch, elsewhere):
        before_execute(monkeypatch, one_task, lambda: elsewhere.ok("webhook", **{**HOOK, "endpoint": "https://b"}))
        told = Space(free).ok("webhook", **HOOK)
        assert [(one["action"], one["outcome"]) for one in told.result["changes"]] == [("update", "applied")]
        assert free.object("webhook", "ci")["endpoint"] == HOOK["endpoint"]

    @pytest.mark.parametrize("code", [400201, 400203])
    def test_by_something_that_no_list_shows(self, free, code):
        free.fault("status", method="POST", status=400, code=code, message="name already taken", times=None)
        space = Space(free)
        for told in (space.run("webhook", **HOOK), space.apply({"webhooks": [HOOK]})):
            said = told.error.sentence()
            assert "nothing shows an object of this name: a deleted or archived webhook may hold it" in said
            assert told.error.details()["code"] == code
            assert [entry.method for entry in told.requests if entry.method != "GET"] == ["POST"]
            assert [one["outcome"] for one in told.result["changes"]] == ["failed"]

    @pytest.mark.parametrize("theirs", [HOOK, {**HOOK, "endpoint": "https://b.example.com"}])
    def test_in_a_document(self, free, monkeypatch, elsewhere, theirs):
        before_execute(monkeypatch, whole, lambda: elsewhere.ok("webhook", **theirs))
        Space(free).done({"webhooks": [HOOK]})
        assert free.object("webhook", "ci")["endpoint"] == HOOK["endpoint"]
        Space(free).unchanged({"webhooks": [HOOK]})


def test_a_process_alone_looks_once(free):
    """A look more than once would cost a request for each create."""
    space = Space(free)
    told = space.ok("webhook", **HOOK)
    assert [entry.method for entry in told.requests] == ["GET", "POST"]
    told = space.done({"webhooks": [{**HOOK, "name": name} for name in "abcdefghij"]})
    assert told.counted("GET") == 2, "for the plan, and for twins after the last write"


class TestWorkspace:
    """A document whose objects somebody creates while it is applied."""

    @pytest.mark.parametrize(
        ("theirs", "writes"), [(HOOK, []), ({**HOOK, "endpoint": "https://b.example.com"}, ["PUT"])]
    )
    def test_another_process_was_quicker(self, free, monkeypatch, theirs, writes):
        first, second = Space(free), Space(free)
        before_execute(monkeypatch, whole, lambda: first.ok("webhook", **theirs))
        told = second.done({"webhooks": [HOOK]})
        assert [entry.method for entry in told.requests if entry.method != "GET"] == ["POST", *writes]
        assert [one["outcome"] for one in told.result["changes"]] == ["applied"]
        assert free.object("webhook", "ci")["endpoint"] == HOOK["endpoint"]
        second.unchanged({"webhooks": [HOOK]})

    def test_what_depends_on_it_goes_on(self, free, monkeypatch):
        first, second = Space(free), Space(free)
        before_execute(monkeypatch, whole, lambda: first.ok("player", name="Main"))
        second.done(
            {"players": [{"name": "Main"}], "projects": [{"name": "A", "privacy_type": "anywhere", "player": "Main"}]}
        )
        assert free.object("project", "A")["player_id"] == free.object("player", "Main")["id"]
