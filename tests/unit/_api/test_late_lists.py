# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that do not show yet what a task has just created, or still show what it has just deleted.

No later task creates it again or denies that it exists; or deletes it again or takes it for existing.
"""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.cache_only import CacheOnlyGateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create, Delete, Update
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.send import send

ID = "01a1fa74-5c79-779b-464b-4a3975301600"
CASES = {
    "player": {"name": "Main", "settings": {"autoplay": True}},
    "tag": {"tag": "new"},
    "privacy_domain": {"domain": "a.example"},
    "webhook": {"name": "lms", "endpoint": "https://a.example"},
    "folder": {"project": "Courses", "parent": ["2026"], "name": "Spring"},
    "playlist": {"name": "PL", "location": {"project": "Courses"}},
    "video": {"title": "V", "location": {"project": "Courses"}, "url": "https://a.example/v.mp4", "wait": False},
}

LISTS = {
    "player": "/v1/players",
    "tag": "/v1/tags",
    "privacy_domain": "/v1/privacy-domains",
    "webhook": "/v1/webhooks",
    "folder": "*/folders",
    "playlist": "/v1/playlists",
    "video": "/v1/videos",
}


@pytest.fixture
def courses(sim):
    """A project with a folder; it was created long ago."""
    project = sim.seed("project", name="Courses")["id"]
    sim.seed("folder", project_id=project, parent_id=project, name="2026")
    return project


@pytest.mark.parametrize("kind", CASES)
class TestTasks:
    """Tasks right after one that has created something."""

    def test_the_same_task_again(self, sim, world, courses, kind):
        sim.set(names="free")
        world.ok(kind, **CASES[kind])
        for check in (True, False):
            sim.fault("late_row", path=LISTS[kind], method="GET", times=2)
            assert world.ok(kind, check, **CASES[kind]).result["changed"] is False
        assert len(sim.objects(kind)) == (2 if kind == "folder" else 1)

    def test_a_task_that_deletes_it(self, sim, world, courses, kind):
        world.ok(kind, **CASES[kind])
        sim.fault("late_row", path=LISTS[kind], method="GET", times=2)
        assert world.ok(kind, **{**CASES[kind], "state": "absent"}).result["changed"]
        assert len(sim.objects(kind)) == int(kind == "folder")

    def test_after_it_was_deleted_nobody_waits(self, sim, world, courses, kind):
        world.ok(kind, **CASES[kind])
        world.ok(kind, **{**CASES[kind], "state": "absent"})
        world.clock.waits.clear()
        world.ok(kind, True, **CASES[kind])
        world.unchanged(kind, **{**CASES[kind], "state": "absent"})
        assert world.clock.waits == []


@pytest.fixture
def late(monkeypatch):
    """After each delete, reads show so many times what they showed before."""
    real, shown, left = Client.attempt, {}, {}

    def lag(times):
        def attempt(self, method, address, **arguments):
            path = (address, str(arguments.get("params")))
            if method == "GET" and left.get(path):
                left[path] -= 1
                return shown[path]
            response = real(self, method, address, **arguments)
            if method == "GET":
                shown[path] = response
            elif method == "DELETE":
                left.update(dict.fromkeys(shown, times))
            return response

        monkeypatch.setattr(Client, "attempt", attempt)
        return left

    return lag


@pytest.mark.parametrize("kind", CASES)
class TestDeletedOnes:
    """Tasks right after one that has deleted something that lists still show."""

    def absent(self, kind):
        return {**CASES[kind], "state": "absent"}

    def test_the_same_task_again(self, sim, world, courses, late, kind):
        world.ok(kind, **CASES[kind])
        left = late(2)
        world.ok(kind, **self.absent(kind))
        remaining = dict(left)
        for check in (True, False):
            left.update(remaining)
            told = world.ok(kind, check, **self.absent(kind))
            assert told.result["changed"] is False
            assert told.writes == []

    def test_a_task_that_creates_it_again(self, sim, world, courses, late, kind):
        before = world.ok(kind, **CASES[kind]).result["resource"]["id"]
        late(2)
        world.ok(kind, **self.absent(kind))
        told = world.ok(kind, **CASES[kind])
        assert told.result["changed"] is True
        assert told.result["resource"]["id"] != before
        assert len(sim.objects(kind)) == (2 if kind == "folder" else 1)

    def test_one_that_lists_show_for_ever_exists(self, sim, world, courses, late, kind):
        """As after a restored backup, or a delete that the API ignored. Only the first task waits."""
        world.ok(kind, **CASES[kind])
        late(1000)
        world.ok(kind, **self.absent(kind))
        world.clock.waits.clear()
        world.ok(kind, True, **CASES[kind])
        assert 9.9 < sum(world.clock.waits) <= 10
        world.ok(kind, True, **CASES[kind])
        assert sum(world.clock.waits) <= 10


@pytest.mark.parametrize("status", [500, 503])
def test_a_delete_whose_response_was_lost_and_whose_list_lags(sim, world, late, status):
    world.ok("webhook", **CASES["webhook"])
    late(3)
    sim.fault("status_after", method="DELETE", status=status)
    told = world.ok("webhook", **{**CASES["webhook"], "state": "absent"})
    assert told.counted("DELETE") == 2
    assert sim.objects("webhook") == []


def test_an_object_that_the_api_restores_exists(canned, client_of):
    deleted, listed = (200, {}, {"data": {"success": True}}), (200, {}, {"data": [{"id": ID, "tag": "a"}]})
    server = canned(deleted, (200, {}, {"data": {"id": ID, "tag": "a"}}), listed)
    gateway = Gateway(client_of(server.url))
    send(Delete(KINDS["tag"], "a", ("tag",), ID), gateway)
    assert gateway.client.create_lock.since_deleted(ID) is not None
    send(Create(KINDS["tag"], "a", ("tag",), body={"tag": "a"}), gateway)
    assert gateway.client.create_lock.since_deleted(ID) is None
    assert len(gateway.objects(KINDS["tag"])) == 1
    assert len(server.seen) == 3


def test_what_is_only_remembered_is_not_waited_for(sim, world):
    """It would never be read again."""
    world.ok("tag", tag="new")
    gateway = world.gateway()
    sim.fault("late_row", path=LISTS["tag"], method="GET")
    assert gateway.objects(KINDS["tag"]) == []
    assert CacheOnlyGateway(gateway).with_key(KINDS["tag"], ("new",)) == []
    assert world.clock.waits == []


def test_a_reference_to_it(sim, world):
    world.ok("player", **CASES["player"])
    sim.fault("late_row", path=LISTS["player"], method="GET", times=2)
    world.ok("project", name="Courses", privacy_type="anywhere", player="Main")
    (project,) = sim.objects("project")
    (player,) = (one for one in sim.objects("player") if one["name"] == "Main")
    assert project["player_id"] == player["id"]


def test_after_it_was_renamed_nobody_waits_for_the_former_name(sim, world):
    id = world.ok("player", **CASES["player"]).result["resource"]["id"]
    world.ok("player", id=id, name="Other")
    world.clock.waits.clear()
    world.ok("player", **CASES["player"])
    assert world.clock.waits == []


def test_one_in_another_place_is_not_waited_for(sim, world, courses):
    world.ok("playlist", **CASES["playlist"])
    world.clock.waits.clear()
    world.ok("playlist", name="PL", location={"project": "Courses", "folder": ["2026"]})
    assert world.clock.waits == []
    assert len(sim.objects("playlist")) == 2


@pytest.mark.parametrize("late", [3, None])
@pytest.mark.parametrize("kind", ["tag", "privacy_domain"])
def test_a_response_with_nothing_but_the_id(sim, world, kind, late):
    """Kinds without a route for one object are read from their list."""
    sim.set(created_answer="id")
    sim.fault("late_row", path=LISTS[kind], method="GET", skip=1, times=late)
    told = world.run(kind, **CASES[kind])
    assert len(told.writes) == len(sim.objects(kind)) == 1
    if late:
        assert told.error is None
        assert told.result["unsettled"] == told.warnings == []
    else:
        assert "but does not show it; run the task again later" in told.error.sentence()


@pytest.mark.parametrize("status", [403, 500])
def test_a_create_that_is_certain_is_not_repeated_if_its_object_cannot_be_read(canned, client_of, status):
    created, failed, empty = (200, {}, {"data": {"id": ID}}), (status, {}, {}), (200, {}, {"data": []})
    server = canned(created, failed, empty)
    change = Create(KINDS["tag"], "a", ("tag",), body={"tag": "a"})
    with pytest.raises(ApiError, match=ID) as caught:
        send(change, Gateway(client_of(server.url, retries=0)))
    assert [method for method, *_others in server.seen] == ["POST", "GET"]
    assert caught.value.uncertain, "the log of creates must know it"


@pytest.mark.parametrize("times", [1, 3])
def test_an_update_that_no_response_shows_and_its_list_shows_late(canned, client_of, clock, times):
    before, after = ({"id": ID, "tag": "a", "archived_at": at} for at in (None, "2026-11-29T10:00:00Z"))
    late = [(200, {}, {"data": [before]})] * times
    server = canned(late[0], (200, {}, {"data": {"success": True}}), *late, (200, {}, {"data": [after]}))
    gateway = Gateway(client_of(server.url))
    gateway.objects(KINDS["tag"])
    shown = send(Update(KINDS["tag"], "a", ("archived",), id=ID, body={"tag": "a", "archived": True}), gateway)
    assert shown["archived_at"] == after["archived_at"]
    assert clock.waits == [0.5, 1.0, 2.0][:times]


def test_nobody_waits_for_a_list_that_does_not_show_what_was_updated(canned, client_of, clock):
    same = (200, {}, {"data": [{"id": ID, "name": "a", "endpoint": "https://a", "login": "b", "password": None}]})
    gateway = Gateway(client_of(canned(same, (200, {}, {"data": {"success": True}}), same).url))
    gateway.objects(KINDS["webhook"])
    body = {"name": "a", "endpoint": "https://a", "login": "b", "password": "new"}
    assert send(Update(KINDS["webhook"], "a", ("password",), id=ID, body=body), gateway)["login"] == "b"
    assert clock.waits == []


def test_an_update_that_the_api_ignores(canned, client_of, clock):
    same = (200, {}, {"data": [{"id": ID, "tag": "a", "archived_at": None}]})
    gateway = Gateway(client_of(canned(same, (200, {}, {"data": {"success": True}}), same).url))
    gateway.objects(KINDS["tag"])
    shown = send(Update(KINDS["tag"], "a", ("archived",), id=ID, body={"tag": "a", "archived": True}), gateway)
    assert shown["archived_at"] is None
    assert sum(clock.waits) == 10
