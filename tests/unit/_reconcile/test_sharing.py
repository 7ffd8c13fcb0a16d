# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of a loop share what has been observed: fewer requests, and never a write that rests on what is too old."""

from __future__ import annotations

import os

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, ApplyError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import HURTS
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile import lookup
from tests.simulator import ids
from tests.unit._reconcile.test_reconcile_cases import CASES, surroundings
from tests.unit.conftest import TOKEN, Clock, World

FEW, OLD, VERY_OLD = 1.0, 4.0, 31.0  # seconds: trusted, too old for a change, too old for a create
LISTED = {"project": 2}  # requests for one list, where it is not one
SIMPLE = [name for name in CASES if CASES[name].kind in ("project", "player", "webhook", "cdn_zone", "privacy_domain")]
OWN_ROUTE = {"player": {"settings": {"a": 1}}, "live_event": {"subtitle": "B"}, "project": {"privacy_type": "nowhere"}}


class Loop(World):
    """A world in which all tasks share one gateway, and in which time passes by ``later``."""

    def __init__(self, sim):
        super().__init__(sim)
        self.time = Clock()
        self._gateway = None

    def gateway(self):
        if self._gateway is None:
            self._gateway = Gateway(super().gateway().client, clock=self.time)
        return self._gateway

    def later(self, seconds):
        """Let time pass."""
        self.time.now += seconds

    def quick(self, kind, **options):
        """Run a task that must succeed without a look at a usual list, but those of what its change could hurt."""
        hurts = {"on_air": "allow"} if kind in HURTS else {}
        told = self.ok(kind, **hurts, **({"force": True} if kind in ("project", "folder") else {}), **options)
        lists = [entry.path for entry in told.requests if entry.method == "GET" and "archived" not in entry.query]
        assert [path for path in lists if ids.parse(path.split("/")[-1]) is None and path != "/v1/drm/auth"] == []
        return told


@pytest.fixture
def loop(sim):
    """An empty workspace, and a loop over tasks in it."""
    surroundings(sim)
    return Loop(sim)


def webhook(name="ci", **options):
    return {"name": name, "endpoint": "https://a.example.com", **options}


class TestOneList:
    @pytest.mark.parametrize("kind", ["webhook", "cdn_zone", "player", "project", "privacy_domain"])
    def test_for_many_tasks_that_change_nothing(self, loop, kind):
        key = "domain" if kind == "privacy_domain" else "name"
        names = [f"n{number}.example" for number in range(50)]
        for name in names:
            loop.sim.seed(kind, **{key: name})
        loop.sim.clear_journal()
        for name in names:
            assert loop.ok(kind, **{key: name}).result["changed"] is False
            loop.later(2.0)
        assert len(loop.sim.journal) == LISTED.get(kind, 1)

    def test_and_one_read_each_where_lists_do_not_show_all(self, loop):
        for number in range(10):
            loop.sim.seed("live_event", name=f"E{number}")
        for number in range(10):
            loop.ok("live_event", name=f"E{number}")
            loop.later(2.0)
        assert len(loop.sim.requests(path="/v2/live/events")) == 1
        assert len(loop.sim.journal) == 11

    def test_of_archived_domains_too(self, loop):
        loop.sim.set(archived_lists="active")
        for number in range(10):
            loop.sim.seed("privacy_domain", domain=f"n{number}.example", archived=True)
        for number in range(10):
            assert loop.ok("privacy_domain", domain=f"n{number}.example").result["resource"]["archived"] is True
        assert [entry.query.get("archived") for entry in loop.sim.journal] == [None, ["true"]]

    def test_for_many_creates(self, loop):
        for number in range(20):
            loop.ok("webhook", **webhook(f"n{number}"))
        assert [entry.method for entry in loop.sim.journal] == ["GET"] + ["POST"] * 20

    def test_for_objects_that_are_not_there(self, loop):
        for number in range(20):
            assert loop.ok("webhook", name=f"n{number}", state="absent").result["changed"] is False
        assert len(loop.sim.journal) == 1

    def test_for_references(self, loop):
        player = loop.sim.seed("player", name="Main")["id"]
        for number in range(10):
            loop.ok("project", name=f"P{number}", privacy_type="anywhere", player="Main")
        assert len(loop.sim.requests("GET", "/v1/players")) == 1
        assert {row["player_id"] for row in loop.sim.objects("project") if row["name"].startswith("P")} == {player}


class TestOwnWrites:
    """They keep what is remembered true."""

    @pytest.mark.parametrize("name", SIMPLE)
    @pytest.mark.parametrize("switches", [{}, {"created_answer": "success"}, {"id_form": "short"}])
    def test_a_life(self, loop, name, switches):
        loop.sim.set(**switches)
        case = CASES[name]
        options = {**case.key, **case.create}
        loop.ok(case.kind, **options)
        assert loop.quick(case.kind, **options).result["changed"] is False
        assert loop.quick(case.kind, **case.key, state="absent").writes != []
        assert loop.quick(case.kind, **case.key, state="absent").result["changed"] is False
        assert loop.ok(case.kind, **options).result["changed"] is True
        assert case.object(loop.sim) is not None

    @pytest.mark.parametrize("answer", ["success", "no_content", "object"])
    def test_a_delete(self, loop, answer):
        loop.sim.set(delete_answer=answer)
        loop.ok("webhook", **webhook())
        loop.quick("webhook", name="ci", state="absent")
        assert loop.quick("webhook", **webhook()).writes == ["POST /v1/webhooks"]

    @pytest.mark.parametrize("form", ["uuid", "short"])
    @pytest.mark.parametrize("kind", ["webhook", "project", "player"])
    def test_a_rename(self, loop, kind, form):
        loop.sim.set(id_form=form)
        more = {"webhook": {"endpoint": "https://a"}, "project": {"privacy_type": "anywhere"}, "player": {}}[kind]
        id = loop.ok(kind, name="A", **more).result["resource"]["id"]
        loop.quick(kind, id=id, name="B")
        assert loop.quick(kind, name="B").result["changed"] is False
        loop.quick(kind, name="A", **more)
        assert {"A", "B"} <= {row["name"] for row in loop.sim.objects(kind)}

    def test_ids_in_two_forms_are_one_object(self, loop):
        id = loop.ok("webhook", **webhook()).result["resource"]["id"]
        loop.sim.set(id_form="short")
        loop.quick("webhook", **webhook(events=["a"]))
        assert loop.quick("webhook", id=id, name="ci").result["changed"] is False
        assert len(loop.gateway().objects(KINDS["webhook"])) == 1

    def test_an_archived_domain_that_only_its_own_list_shows(self, loop):
        loop.sim.set(archived_lists="active")
        loop.sim.seed("privacy_domain", domain="a.example", archived=True)
        loop.ok("privacy_domain", domain="a.example")
        loop.quick("privacy_domain", domain="a.example", archived=False)
        assert loop.quick("privacy_domain", domain="a.example").result["resource"]["archived"] is False
        loop.quick("privacy_domain", domain="a.example", archived=True)
        loop.quick("privacy_domain", domain="a.example", state="absent")
        assert loop.quick("privacy_domain", domain="a.example", state="absent").result["changed"] is False
        loop.quick("privacy_domain", domain="a.example")
        assert loop.sim.object("privacy_domain", "a.example")["archived_at"] is None

    def test_an_archived_domain_that_is_deleted_at_once(self, loop):
        """It stands in the other list only, and must not be found there again."""
        loop.sim.set(archived_lists="active")
        loop.sim.seed("privacy_domain", domain="a.example", archived=True)
        loop.ok("privacy_domain", domain="a.example", state="absent")
        assert loop.quick("privacy_domain", domain="a.example").result["changed"] is True
        assert len([row for row in loop.sim.objects("privacy_domain") if row["domain"] == "a.example"]) == 1

    def test_a_reference_to_what_an_earlier_task_made(self, loop):
        loop.sim.seed("player", name="Other")
        loop.ok("project", name="P0", privacy_type="anywhere", player="Other")
        loop.quick("player", name="New")
        loop.quick("project", name="P1", privacy_type="anywhere", player="New")
        assert loop.sim.object("project", "P1")["player_id"] == loop.sim.object("player", "New")["id"]
        loop.quick("drm_auth", project="P1", url="https://auth.example.com")
        loop.quick("player", name="New", state="absent")
        assert "New" in loop.refused("project", name="P2", privacy_type="anywhere", player="New").error.sentence()

    def test_restreams(self, loop):
        event = {"name": "E", "type": "one-time"}
        one = {"name": "R1", "url": "rtmp://r.example.com", "key": "key-of-restream"}
        loop.ok("live_event", **event, restreams=[one])
        loop.quick("live_event", **event, restreams=[one, {**one, "name": "R2"}])
        told = loop.quick("live_event", **event)
        assert [item["name"] for item in told.result["resource"]["restreams"]] == ["R1", "R2"]
        loop.quick("live_event", **event, restreams=[])
        assert loop.sim.objects("restream") == []
        loop.quick("live_event", name="E", state="absent")
        loop.quick("live_event", **event)
        assert len([row for row in loop.sim.objects("live_event") if row["name"] == "E"]) == 1

    def test_a_last_read_that_fails(self, loop):
        """The event was created, and its restreams too: the next task must know."""
        options = {"name": "E", "type": "one-time"}
        options["restreams"] = [{"name": "R1", "url": "rtmp://r.example.com", "key": "key-of-restream"}]
        loop.ok("live_event", name="other", type="one-time")
        loop.sim.fault("status", status=403, method="GET", path="/v2/live/events/*", times=None)
        loop.run("live_event", **options)
        loop.sim.clear_faults()
        assert loop.ok("live_event", **options).result["changed"] is False
        assert len([row for row in loop.sim.objects("live_event") if row["name"] == "E"]) == 1

    def test_what_is_done_is_reported_although_the_last_read_fails(self, loop):
        restream = {"name": "R1", "url": "rtmp://r.example.com", "key": "key-of-restream"}
        loop.ok("live_event", name="E", type="one-time", restreams=[restream])
        loop.sim.fault("status", status=403, method="GET", path="/v2/live/events/*", skip=1, times=1)
        told = loop.ok("live_event", name="E", restreams=[{**restream, "url": "rtmp://new.example.com"}]).result
        assert told["changed"] is True
        assert [change["outcome"] for change in told["changes"]] == ["applied"]

    def test_check_mode_remembers_nothing_that_is_not_there(self, loop):
        planned = loop.ok("webhook", True, **webhook())
        assert planned.result["changed"] is True
        assert loop.ok("webhook", True, **webhook()).result["changed"] is True
        assert loop.quick("webhook", **webhook()).writes == ["POST /v1/webhooks"]
        assert loop.ok("webhook", True, name="ci", state="absent").result["changed"] is True
        assert loop.ok("webhook", True, **webhook(endpoint="https://b")).result["changed"] is True
        assert loop.quick("webhook", **webhook()).result["changed"] is False

    @pytest.mark.parametrize("fault", ["drop_after", "drop_before", "truncated"])
    @pytest.mark.parametrize("name", SIMPLE)
    def test_a_lost_response(self, loop, name, fault):
        case = CASES[name]
        loop.ok(case.kind, **case.key, state="absent")
        loop.sim.fault(fault, method="POST")
        loop.ok(case.kind, **{**case.key, **case.create})
        assert loop.quick(case.kind, **{**case.key, **case.create}).result["changed"] is False

    @pytest.mark.parametrize("fault", ["drop_after", "drop_before", "truncated"])
    def test_a_lost_response_of_a_delete(self, loop, fault):
        loop.ok("webhook", **webhook())
        loop.sim.fault(fault, method="DELETE")
        loop.ok("webhook", name="ci", state="absent")
        assert loop.quick("webhook", **webhook()).writes == ["POST /v1/webhooks"]

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    @pytest.mark.parametrize("done", [True, False])
    def test_after_a_write_that_failed_the_kind_is_listed_again(self, loop, method, done):
        loop.ok("webhook", **webhook("ci"))
        options = {
            "POST": webhook("new"),
            "PUT": webhook("ci", endpoint="https://b.example.com"),
            "DELETE": {"name": "ci", "state": "absent"},
        }[method]
        loop.sim.fault("status_after" if done else "status", method=method, status=403, times=None)
        assert isinstance(loop.run("webhook", **options).error, ApplyError)
        loop.sim.clear_faults()
        told = loop.ok("webhook", **options)
        assert told.result["changed"] is not done
        assert told.counted("GET") == 1


class TestOthers:
    """What others do meanwhile is neither undone nor overlooked for long."""

    @pytest.mark.parametrize("kind", OWN_ROUTE)
    @pytest.mark.parametrize("pause", [0.0, FEW, OLD])
    def test_their_edit_of_what_is_read_by_itself(self, loop, kind, pause):
        loop.sim.set(put="replace", unknown_fields="extra")
        loop.sim.seed(kind, name="A")
        loop.ok(kind, name="A")
        theirs = {"player": {"ads": [{"url": "x"}]}, "live_event": {"auto_start": True}}.get(kind, {"encrypted": True})
        loop.sim.edit(kind, "A", **theirs, x_dashboard="theirs")
        loop.later(pause)
        told = loop.ok(kind, name="A", **OWN_ROUTE[kind])
        assert told.counted("PUT") == 1
        stored = loop.sim.object(kind, "A")
        assert stored["x_dashboard"] == "theirs"
        assert {name: stored[name] for name in theirs if name != "encrypted"} == {
            name: value for name, value in theirs.items() if name != "encrypted"
        }

    @pytest.mark.parametrize(
        ("kind", "theirs", "ours"),
        [
            ("webhook", {"events": ["theirs"]}, {"endpoint": "https://b.example.com"}),
            ("cdn_zone", {"host": "theirs.example.com"}, {"settings": {"access_log": True}}),
            ("privacy_domain", {"domain": "A.example"}, {"archived": True, "on_air": "allow"}),
        ],
    )
    def test_their_edit_of_what_only_a_list_shows(self, loop, kind, theirs, ours):
        loop.sim.set(put="replace")
        key = {"domain": "a.example"} if kind == "privacy_domain" else {"name": "A"}
        id = loop.sim.seed(kind, **key)["id"]
        loop.ok(kind, **key)
        loop.sim.edit(kind, id, **theirs)
        loop.later(OLD)
        told = loop.ok(kind, **key, **ours)
        assert [entry.method for entry in told.requests] == ["GET", "PUT"]
        name, value = next(iter(theirs.items()))
        assert told.requests[-1].body[name] == value
        assert loop.sim.object(kind, id)[name] == value

    @pytest.mark.parametrize("kind", ["webhook", "cdn_zone"])
    def test_what_was_listed_just_now_is_trusted(self, loop, kind):
        loop.sim.seed(kind, name="A")
        loop.ok(kind, name="A")
        loop.later(FEW)
        loop.quick(kind, name="A", **{"webhook": {"login": "b"}, "cdn_zone": {"host": "b"}}[kind])

    def test_they_did_the_same(self, loop):
        id = loop.sim.seed("webhook", name="A")["id"]
        loop.ok("webhook", name="A")
        loop.sim.edit("webhook", id, login="b")
        loop.later(OLD)
        assert loop.ok("webhook", name="A", login="b").result["changed"] is False

    @pytest.mark.parametrize("kind", ["webhook", "project", "player"])
    def test_they_created_it(self, loop, kind):
        loop.sim.set(names="free")
        more = {"webhook": {"endpoint": "https://a"}, "project": {"privacy_type": "anywhere"}, "player": {}}[kind]
        loop.ok(kind, name="other", **more)
        loop.sim.seed(kind, name="A", **more)
        loop.later(VERY_OLD)
        told = loop.ok(kind, name="A", **more)
        assert told.result["changed"] is False
        assert len([row for row in loop.sim.objects(kind) if row["name"] == "A"]) == 1

    def test_they_created_nothing(self, loop):
        loop.ok("webhook", **webhook("a"))
        loop.later(OLD)
        loop.quick("webhook", **webhook("b"))
        loop.later(VERY_OLD)
        told = loop.ok("webhook", **webhook("c"))
        assert [entry.method for entry in told.requests] == ["GET", "POST"]

    def test_they_deleted_it(self, loop):
        loop.ok("webhook", **webhook())
        loop.sim.remove("webhook", "ci")
        loop.later(OLD)
        assert loop.ok("webhook", name="ci", state="absent").writes == []
        loop.ok("webhook", **webhook())
        loop.sim.remove("webhook", "ci")
        loop.later(OLD)
        assert loop.ok("webhook", **webhook(endpoint="https://b.example.com")).writes == ["POST /v1/webhooks"]

    @pytest.mark.parametrize("kind", ["webhook", "project"])
    def test_they_deleted_what_an_id_names(self, loop, kind):
        """It is not created anew: the list that is read again says that there is no such id."""
        id = loop.sim.seed(kind, name="A")["id"]
        loop.ok(kind, name="A")
        loop.sim.remove(kind, id)
        loop.later(OLD)
        change = {"webhook": {"endpoint": "https://b"}, "project": {"privacy_type": "nowhere"}}[kind]
        told = loop.refused(kind, id=id, name="A", **change)
        assert f"there is no {kind} with the ID" in told.error.sentence()
        assert loop.ok(kind, id=id, state="absent").result["changed"] is False

    @pytest.mark.parametrize("pause", [0.0, OLD])
    def test_they_deleted_what_is_read_by_itself(self, loop, pause):
        loop.sim.seed("live_event", name="A")
        loop.ok("live_event", name="A")
        loop.sim.remove("live_event", "A")
        loop.later(pause)
        assert loop.ok("live_event", name="A", type="one-time").writes == ["POST /v2/live/events"]

    @pytest.mark.parametrize("pause", [0.0, OLD])
    @pytest.mark.parametrize("kind", ["player", "live_event"])
    def test_they_renamed_it(self, loop, kind, pause):
        """The renamed one is theirs now: it is not renamed back."""
        more = {"player": {"settings": {"a": 1}}, "live_event": {"type": "one-time", "subtitle": "B"}}[kind]
        id = loop.sim.seed(kind, name="A")["id"]
        loop.ok(kind, name="A")
        loop.sim.edit(kind, id, name="B")
        loop.later(pause)
        told = loop.ok(kind, name="A", **more)
        assert [change["action"] for change in told.result["changes"]] == ["create"]
        assert loop.sim.object(kind, id)["name"] == "B"

    def test_a_list_and_an_object_that_never_agree(self, loop, monkeypatch):
        loop.sim.seed("player", name="A")
        read = Gateway.read
        monkeypatch.setattr(Gateway, "read", lambda *arguments: {**read(*arguments), "name": "B"})
        told = loop.refused("player", name="A", settings={"a": 1})
        assert "renamed while" in told.error.sentence()

    @pytest.mark.parametrize("kind", ["folder", "video"])
    def test_they_filled_the_project_that_shall_go(self, loop, kind):
        id = loop.ok("project", name="A", privacy_type="anywhere").result["resource"]["id"]
        if kind == "folder":
            loop.sim.seed("folder", name="F", project_id=id)
        else:
            loop.sim.seed("video", title="V", project_id=id)
        loop.later(OLD)
        assert "not empty" in loop.refused("project", name="A", state="absent").error.sentence()
        loop.ok("project", name="A", state="absent", force=True)

    def test_what_a_project_holds_is_known_when_responses_do_not_show_it(self, loop, monkeypatch):
        id = loop.sim.seed("project", name="A")["id"]
        loop.sim.seed("folder", name="F", project_id=id)
        write = Gateway.write

        def without(*arguments, **more):
            answer = write(*arguments, **more)
            return {name: value for name, value in answer.items() if name not in ("folders", "items_count")}

        monkeypatch.setattr(Gateway, "write", without)
        loop.ok("project", name="A", privacy_type="nowhere")
        assert "folders: 1" in loop.refused("project", name="A", state="absent").error.sentence()

    def test_a_delete_of_what_was_listed_just_now(self, loop):
        loop.ok("project", name="A", privacy_type="anywhere")
        loop.later(FEW)
        loop.quick("project", name="A", state="absent")

    def test_a_name_that_was_taken(self, loop):
        first = loop.sim.seed("webhook", name="A")["id"]
        second = loop.sim.seed("webhook", name="B")["id"]
        loop.ok("webhook", name="A")
        assert "cannot have" in loop.refused("webhook", id=second, name="A").error.sentence()
        loop.sim.edit("webhook", first, name="C")
        loop.later(OLD)
        loop.ok("webhook", id=second, name="A")

    def test_a_name_that_was_ambiguous(self, loop):
        loop.sim.set(names="free")
        both = [loop.sim.seed("webhook", name="A")["id"] for _time in range(2)]
        told = loop.refused("webhook", name="A", login="x")
        assert all(id in told.error.sentence() for id in both)
        assert loop.refused("webhook", name="A", login="x").requests == []
        loop.sim.remove("webhook", both[0])
        loop.later(OLD)
        loop.ok("webhook", name="A", login="x")


class TestReferences:
    """What another process created meanwhile is looked up anew before it is called missing."""

    def test_a_player(self, loop):
        project = {"name": "P", "privacy_type": "anywhere", "player": "New"}
        loop.refused("project", **project)
        loop.sim.seed("player", name="New")
        loop.later(FEW)
        assert loop.refused("project", **project).requests == []
        loop.later(OLD)
        loop.ok("project", **project)
        assert loop.sim.object("project", "P")["player_id"] == loop.sim.object("player", "New")["id"]

    def test_a_player_in_check_mode(self, loop):
        project = {"name": "P", "privacy_type": "anywhere", "player": "New"}
        assert len(loop.ok("project", True, **project).warnings) == 1
        loop.later(OLD)
        assert len(loop.ok("project", True, **project).warnings) == 1
        loop.sim.seed("player", name="New")
        loop.later(OLD)
        assert loop.ok("project", True, **project).warnings == []

    def test_a_project(self, loop):
        auth = {"project": "P", "url": "https://auth.example.com"}
        loop.refused("drm_auth", **auth)
        loop.sim.seed("project", name="P")
        loop.later(OLD)
        loop.ok("drm_auth", **auth)

    def test_a_project_whose_settings_shall_go(self, loop):
        loop.ok("drm_auth", project="P", state="absent")
        id = loop.sim.seed("project", name="P")["id"]
        loop.sim.seed("drm_auth", project_id=id, url="https://auth.example.com")
        loop.later(OLD)
        assert loop.ok("drm_auth", project="P", state="absent").result["changed"] is True

    @pytest.mark.parametrize("by_id", [True, False])
    def test_a_folder(self, loop, by_id):
        project = loop.sim.seed("project", name="P")["id"]
        folder = loop.sim.seed("folder", name="F", project_id=project)["id"]
        event = {"name": "E", "type": "one-time"}
        loop.ok("live_event", **event, location={"project": "P", "folder": ["F"]})
        new = loop.sim.seed("folder", name="G", project_id=project, parent_id=folder)["id"]
        place = {"id": new} if by_id else {"project": "P", "folder": ["F", "G"]}
        loop.later(OLD)
        loop.ok("live_event", **event, location=place)
        assert loop.sim.object("live_event", "E")["parent_id"] == new

    def test_one_that_is_really_missing(self, loop):
        project = {"name": "P", "privacy_type": "anywhere", "player": "Nobody"}
        for _time in range(3):
            told = loop.refused("project", **project)
            assert "there is no player 'Nobody'" in told.error.sentence()
            assert len([entry for entry in told.requests if entry.path == "/v1/players"]) == 1
            loop.later(OLD)

    def test_one_that_is_misspelt(self, loop):
        loop.sim.seed("player", name="Main")
        told = loop.refused("project", name="P", privacy_type="anywhere", player="Mainn")
        assert told.error.message == "there is no player 'Mainn' (did you mean Main?)"

    def test_hints_take_little_time(self, loop, monkeypatch):
        """Only a few names are compared with all others, and each of them once."""
        compared = []
        monkeypatch.setattr(lookup, "suggestion", lambda name, names, _otherwise: compared.append((name, names)) or "")
        names = [row["name"] for row in loop.sim.objects("player")]
        resolving = lookup.Lookup(loop.gateway(), may_be_pending=True)
        for number in range(3 * lookup.MOST_HINTS):
            for _time in range(2):
                resolving.reference(KINDS["player"], f"Player {number}")
        assert compared == [(f"Player {number}", names) for number in range(lookup.MOST_HINTS)]
        monkeypatch.setattr(lookup, "LONGEST_LIST", 0)
        lookup.Lookup(loop.gateway(), may_be_pending=True).reference(KINDS["player"], "Other")
        assert compared[lookup.MOST_HINTS :] == [("Other", [])]


class TestGateway:
    @pytest.fixture
    def gateway(self, loop):
        return loop.gateway()

    def test_the_age_of_a_list(self, loop, gateway):
        kind = KINDS["webhook"]
        assert gateway.age(kind) == 0.0
        gateway.objects(kind)
        loop.later(5)
        assert gateway.age(kind) == 5.0
        assert gateway.age(KINDS["player"]) == 0.0
        gateway.forget(kind)
        assert gateway.age(kind) == 0.0

    def test_the_age_counts_from_the_end_of_the_reading(self, loop, gateway, monkeypatch):
        pages = gateway.client.pages

        def slow(*arguments):
            loop.later(7)
            return pages(*arguments)

        monkeypatch.setattr(gateway.client, "pages", slow)
        gateway.objects(KINDS["webhook"])
        assert gateway.age(KINDS["webhook"]) == -14.0
        loop.later(20)
        assert gateway.age(KINDS["webhook"]) == 6.0

    def test_a_list_that_takes_long_to_read_is_not_read_by_each_task(self, loop, gateway, monkeypatch):
        pages = gateway.client.pages

        def slow(*arguments):
            loop.later(7)
            return pages(*arguments)

        monkeypatch.setattr(gateway.client, "pages", slow)
        loop.sim.seed("webhook", name="A")
        for event, reads in (("a", ["GET"]), ("b", []), ("c", ["GET"])):
            told = loop.ok("webhook", name="A", events=[event])
            assert [entry.method for entry in told.requests] == [*reads, "PUT"]
            loop.later(10)

    def test_what_is_older_is_forgotten(self, loop, gateway):
        gateway.objects(KINDS["webhook"])
        loop.later(2)
        gateway.objects(KINDS["player"])
        loop.later(2)
        assert gateway.forget_older(3.0) is True
        assert gateway.forget_older(3.0) is False
        loop.sim.clear_journal()
        gateway.objects(KINDS["player"])
        gateway.objects(KINDS["webhook"])
        assert [entry.path for entry in loop.sim.journal] == ["/v1/webhooks"]

    def test_a_list_that_could_not_be_read_is_not_remembered(self, loop, gateway):
        fault = {"status": 403, "path": "/v1/webhooks"}
        loop.sim.fault("status", **fault)
        with pytest.raises(ApiError):
            gateway.objects(KINDS["webhook"])
        assert gateway.objects(KINDS["webhook"]) == []

    def test_nothing_is_remembered_of_a_kind_that_was_not_listed(self, gateway):
        gateway.remember(KINDS["webhook"], "", None, {"id": "x", "name": "ci"})
        assert gateway.objects(KINDS["webhook"]) == []


class TestConnections:
    BASE = {  # noqa: RUF012
        "api_token": TOKEN,
        "api_url": "https://api.example.com",
        "uploader_url": "https://up.example.com",
        "api_timeout": 7.5,
        "api_retries": 2,
        "api_rate_deadline": 300,
        "validate_certs": True,
        "ca_path": None,
    }

    @pytest.fixture(autouse=True)
    def nothing_cached(self):
        edge.gateway_of.cache_clear()
        yield
        edge.gateway_of.cache_clear()

    def gateway(self, **options):
        return edge.gateway_of(edge.connection_of({**self.BASE, **options}))

    def test_the_same_share(self):
        assert self.gateway() is self.gateway()
        assert self.gateway() is self.gateway(api_timeout=7.5, ca_path="")

    @pytest.mark.parametrize(
        "other",
        [
            {"api_token": TOKEN.replace("0", "1")},
            {"api_url": "https://other.example.com"},
            {"uploader_url": "https://other.example.com"},
            {"api_timeout": 8.0},
            {"api_retries": 3},
            {"api_rate_deadline": 3.0},
            {"validate_certs": False},
            {"ca_path": "authorities"},
        ],
        ids=lambda other: next(iter(other)),
    )
    def test_others_do_not(self, tmp_path, other):
        if "ca_path" in other:
            (tmp_path / "ca.pem").touch()
            other = {"ca_path": str(tmp_path / "ca.pem")}
        own = self.gateway(**other)
        assert own is not self.gateway()
        assert own is self.gateway(**other)
        assert own.client is not self.gateway().client

    @pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # the child leaves at once
    def test_a_fork_starts_with_none(self):
        """Ansible forks its workers: two processes that use one connection read each other's responses."""
        ours = self.gateway()
        child = os.fork()
        if not child:
            os._exit(int(self.gateway() is ours))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert self.gateway() is ours

    def test_another_workspace_is_another_world(self, sim):
        second = sim.add_workspace()
        sim.seed("webhook", name="ci")
        kind = KINDS["webhook"]
        first = edge.gateway_of(Connection(sim.token, sim.url))
        assert [raw["name"] for raw in first.objects(kind)] == ["ci"]
        assert edge.gateway_of(Connection(second, sim.url)).objects(kind) == []
        assert len(edge.gateway_of(Connection(sim.token, sim.url)).objects(kind)) == 1
        assert len(sim.journal) == 2


class TestLongLists:
    """A clock that goes by as the API's limits let it: 0.2 seconds for each request."""

    def test_a_loop_of_changes_reads_them_at_most_twice(self, loop, monkeypatch):
        for number in range(3000):
            loop.sim.seed("webhook", **webhook(f"W{number}"))
        loop.sim.clear_journal()
        gateway = loop.gateway()
        monkeypatch.setattr(gateway, "clock", lambda: 0.3 * len(loop.sim.journal))
        for number in range(30):
            assert loop.ok("webhook", name=f"W{number}", events=["a"]).result["changed"] is True
        assert len(loop.sim.writes) == 30
        assert len(loop.sim.reads) <= 2 * 30  # pages
