# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that fail: what became of every change, what the error says, and that the next run goes on from there."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, ApplyError, GuardError
from tests.unit._reconcile.test_reconcile_cases import CASES, RESTREAM, SECOND, SPRING, THIRD, surroundings
from tests.unit.conftest import requests_of

SOME_ID = "93997264-97ac-4091-b48e-559614c2817a"
ERROR = {"kind", "key", "action", "status", "code", "request_id", "invalid_params"}
MOVED = {
    "name": "Webinar",
    "subtitle": "Part 2",
    "location": SPRING,
    "restreams": [{**RESTREAM, "url": "rtmp://new.example.com"}, THIRD],
}
STEPS = [
    ("PUT", "/v2/live/events/*", "live_event", "Webinar", "update"),
    ("PUT", "*/move", "live_event", "Webinar", "move"),
    ("PUT", "*/restreams/*", "restream", "Webinar/R1", "update"),
    ("POST", "*/restreams", "restream", "Webinar/R3", "create"),
    ("DELETE", "*/restreams/*", "restream", "Webinar/R2", "delete"),
]


def failed(told, number, count):
    """Which requests were carried out when the one of that number failed; of the object, it is told that it failed."""
    outcomes = ["applied"] * number + ["failed"] + ["not_attempted"] * (count - number - 1)
    assert told.error.outcomes == tuple(outcomes), "one for each request, and none besides"
    (change,) = told.result["changes"]
    assert (change["outcome"], change.get("requests", 1)) == ("failed", count)
    assert change["reason"].startswith(told.error.sentence())
    assert told.result["changed"] is (number > 0)
    assert isinstance(told.error, ApplyError)
    assert isinstance(told.error.cause, ApiError)
    details = told.error.details()
    assert set(details) == ERROR
    assert set(told.result) == {"changed", "changes"}
    return details


@pytest.mark.parametrize("number", range(len(STEPS)))
@pytest.mark.parametrize("kind", ["status", "drop_before"])
def test_an_event_and_its_restreams(world, number, kind):
    surroundings(world.sim)
    world.ok("live_event", **{**CASES["live_event"].key, **CASES["live_event"].create})
    method, path, of, key, action = STEPS[number]
    options = {"status": 403, "message": "access denied"} if kind == "status" else {}
    # the event's own PUT has a path that matches what is below it too: fnmatch's star knows no slash
    fault = world.sim.fault(kind, method=method, path=path, times=None, **options)
    told = world.run("live_event", **MOVED)
    assert fault.hits == (1 if kind == "status" else 4)
    details = failed(told, number, len(STEPS))
    assert (details["kind"], details["key"], details["action"]) == (of, key, action)
    assert told.error.sentence().startswith(f"Cannot {action} {of.replace('_', ' ')} '{key}': ")
    if kind == "status":
        assert (details["status"], details["code"]) == (403, 100103)
        assert details["request_id"] == told.requests[-1].request_id
        assert "scope" in told.error.sentence(), "a hint"
    world.sim.clear_faults()
    assert requests_of(world.settles("live_event", **MOVED)) == len(STEPS) - number


def test_a_player_and_its_logo(world, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(b"png")
    options = {"name": "Main", "settings": {"autoplay": True}, "logo": {"state": "present", "src": str(path)}}
    for applied in (1, 1):  # at first behind the create, then behind the update
        fault = world.sim.fault("status", method="POST", path="*/logo", status=402, times=None, message="upgrade")
        told = world.run("player", **options)
        details = failed(told, applied, 2)
        assert (details["kind"], details["key"], details["status"]) == ("player", "Main", 402)
        assert "upgrade" in told.error.sentence()
        assert fault.hits == 1
        world.sim.edit("player", "Main", settings={"autoplay": False})
        world.sim.clear_faults()
    done = world.settles("player", **options)
    assert [change["fields"] for change in done.result["changes"]] == [["settings", "logo"]]


def test_a_domain_that_shall_be_archived(world):
    world.sim.fault("status", method="PUT", status=403, times=None)
    told = world.run("privacy_domain", domain="a.example", archived=True)
    details = failed(told, 1, 2)
    assert [change["action"] for change in told.result["changes"]] == ["create"]
    assert details["key"] == "a.example"
    world.sim.clear_faults()
    done = world.settles("privacy_domain", domain="a.example", archived=True)
    assert [change["action"] for change in done.result["changes"]] == ["update"]


@pytest.mark.parametrize("answer", ["object", "id", "success", "no_data"])
def test_a_domain_archived_at_once(world, answer):
    world.sim.set(created_answer=answer, put="replace", archived_lists="active", id_form="short", idn="punycode")
    done = world.settles("privacy_domain", domain="Пример.рф", archived=True)
    assert [change["action"] for change in done.result["changes"]] == ["create"]
    assert done.result["resource"]["archived"] is True
    assert done.result["resource"]["archived_at"]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        (name, action)
        for name in CASES
        for action in ("create", "change", "delete")
        if CASES[name].change or action != "change"
    ],
)
def test_what_every_error_has(world, name, action):
    surroundings(world.sim)
    case = CASES[name]
    if action != "create":
        world.ok(case.kind, **{**case.key, **case.create})
    options = {"state": "absent"} if action == "delete" else {**case.create, **getattr(case, action)}
    world.sim.fault("status", method="P*", status=422, code=400400, message="did not validate", times=None)
    world.sim.fault("status", method="DELETE", status=422, code=400400, message="did not validate", times=None)
    told = world.run(case.kind, **{**case.key, **options})
    details = failed(told, 0, requests_of(told))
    assert (details["status"], details["code"], details["invalid_params"]) == (422, 400400, [])
    assert details["request_id"] in told.error.sentence()
    assert "did not validate" in told.error.sentence()
    assert details["kind"] in (case.kind, "restream", "participant")
    assert details["kind"] != case.kind or details["action"] == action.replace("change", "update")


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("status", "code", "hint"), [(401, 100102, "api_token"), (403, 100103, ""), (400, 100101, "")])
def test_a_read_that_fails(world, check, status, code, hint):
    world.sim.fault("status", method="GET", status=status, code=code, message="no entry", times=None)
    told = world.refused("webhook", check, name="ci", endpoint="https://a.example.com")
    assert told.error.details() == {
        "kind": "webhook",
        "key": "ci",
        "action": "read",
        "status": status,
        "code": code,
        "request_id": told.requests[0].request_id,
        "invalid_params": [],
    }
    assert told.error.sentence().startswith("Cannot read webhook 'ci': ")
    assert hint in told.error.sentence()
    assert told.result == {"changed": False, "changes": []}


def test_a_wrong_token(world):
    world.sim.tokens.insert(0, "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
    try:
        told = world.refused("webhook", name="ci", endpoint="https://a.example.com")
    finally:
        world.sim.tokens.pop(0)
    assert told.error.details()["status"] == 401
    assert "api_token" in told.error.sentence()
    assert len(told.requests) == 1


class TestFinishedEvents:
    @pytest.fixture(autouse=True)
    def event(self, world):
        world.ok("live_event", name="Webinar", type="one-time")
        world.sim.finish("Webinar")

    def test_an_update_is_refused_once_and_said_so(self, world):
        planned = world.ok("live_event", True, name="Webinar", subtitle="Too late")
        assert planned.result["changed"] is True
        told = world.run("live_event", name="Webinar", subtitle="Too late")
        details = failed(told, 0, 1)
        assert (details["status"], details["code"]) == (400, 400246)
        assert told.counted("PUT") == 1
        assert "the event has ended" in told.error.sentence()
        for run in (planned, told):
            assert any("Webinar" in warning for warning in run.warnings)

    def test_nothing_to_do_is_no_error(self, world):
        assert world.unchanged("live_event", name="Webinar", type="one-time").warnings == []

    def test_it_can_be_deleted(self, world):
        assert world.settles("live_event", name="Webinar", state="absent").warnings == []

    def test_a_move_is_tried(self, world):
        world.sim.seed("project", name="Archive")
        told = world.run("live_event", name="Webinar", location={"project": "Archive"})
        assert [path.rpartition("/")[2] for path in told.writes] == ["move"]
        assert failed(told, 0, 1)["code"] == 400246
        assert "the event has ended" in told.error.sentence()


class TestGuards:
    """Refused before any write, in check mode too."""

    def refused(self, world, text, kind, **options):
        for check in (True, False):
            told = world.refused(kind, check, **options)
            assert isinstance(told.error, GuardError)
            assert text in told.error.sentence()
            assert set(told.error.details()) == ERROR
            assert {change["outcome"] for change in told.result["changes"]} <= {"not_attempted"}
            assert told.result["changed"] is False

    @pytest.mark.parametrize(
        ("kind", "options", "text"),
        [
            ("project", {"name": "A"}, "privacy_type"),
            ("webhook", {"name": "A"}, "endpoint"),
            ("cdn_zone", {"name": "A"}, "host"),
            ("drm_auth", {"username": "a"}, "url"),
            ("live_event", {"name": "A"}, "type"),
            ("live_event", {"name": "A", "type": "recurring", "restreams": [{"name": "R"}]}, "restreams[R].url"),
        ],
    )
    def test_what_a_create_needs(self, world, kind, options, text):
        self.refused(world, text, kind, **options)

    @pytest.mark.parametrize(
        ("kind", "seed", "wanted"),
        [
            ("project", {"privacy_type": "anywhere", "encrypted": False}, {"encrypted": True}),
            (
                "project",
                {"privacy_type": "anywhere", "encrypted": True},
                {"encrypted": False, "privacy_type": "nowhere"},
            ),
            ("live_event", {"type": "one-time"}, {"type": "recurring"}),
        ],
    )
    def test_what_can_only_be_set_on_create(self, world, kind, seed, wanted):
        world.sim.seed(kind, name="A", **seed)
        self.refused(world, next(iter(wanted)), kind, name="A", **wanted)

    def test_a_project_that_holds_something(self, world):
        id = world.sim.seed("project", name="A", privacy_type="anywhere")["id"]
        world.sim.seed("folder", name="2026", project_id=id)
        self.refused(world, "force", "project", name="A", state="absent")
        world.settles("project", name="A", state="absent", force=True)

    @pytest.mark.parametrize("keys", ["masked", "omitted"])
    @pytest.mark.parametrize("put", ["merge", "replace"])
    def test_an_event_whose_restreams_keys_are_not_shown(self, world, keys, put):
        world.sim.set(restream_keys=keys, put=put)
        world.ok("live_event", name="A", type="one-time", restreams=[RESTREAM, SECOND])
        world.unchanged("live_event", name="A", subtitle="")
        self.refused(world, "key", "live_event", name="A", subtitle="New")
        world.settles("live_event", name="A", subtitle="New", restreams=[RESTREAM, SECOND])
        stored = [row["key"] for row in world.sim.objects("restream")]
        assert stored == [RESTREAM["key"], SECOND["key"]]


class TestDeletes:
    @pytest.mark.parametrize(("how", "status"), [("refused", 400), ("missing", 405), ("no_route", 404)])
    def test_a_player_that_the_api_keeps(self, world, how, status):
        world.sim.seed("player", name="Main")
        world.sim.set(player_delete=how)
        told = world.run("player", name="Main", state="absent")
        details = failed(told, 0, 1)
        assert details["status"] == status
        assert "default" in told.error.sentence()
        assert told.counted("DELETE") == 1

    def test_the_default_player(self, world):
        world.sim.set(default_player="on")
        told = world.run("player", name="Default", state="absent")
        assert failed(told, 0, 1)["status"] == 400

    @pytest.mark.parametrize("code", [400404, 404404])
    @pytest.mark.parametrize("status", [404, 400])
    @pytest.mark.parametrize("kind", ["webhook", "player", "drm_auth"])
    def test_deleting_what_is_already_deleted_succeeds(self, world, kind, status, code):
        """Someone else was faster: gone is gone."""
        key = {} if kind == "drm_auth" else {"name": "A"}
        needs = {"webhook": {"endpoint": "https://a"}, "drm_auth": {"url": "https://a"}}.get(kind, {})
        world.ok(kind, **key, **needs)
        gone = world.sim.remove

        def send(client, method, path, **options):
            if method == "DELETE":
                gone(kind, world.sim.objects(kind)[0]["id"])
                raise ApiError("not found", status=status, code=code)
            return original(client, method, path, **options)

        original = Client.send
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Client, "send", send)
            told = world.ok(kind, **key, state="absent")
        assert [change["outcome"] for change in told.result["changes"]] == ["applied"]

    def test_a_response_that_says_no(self, world, canned):

        listed = {
            "meta": {"pagination": {"page": 1, "per_page": 100, "total": 1}},
            "data": [{"id": SOME_ID, "name": "A"}],
        }
        server = canned((200, {}, listed), (200, {}, {"data": {"success": False}}))

        class Elsewhere:
            token, url, uploader_url = world.sim.token, server.url, server.url
            journal: list = []  # noqa: RUF012
            switches = {"mask": "<REDACTED>"}  # noqa: RUF012

        told = type(world)(Elsewhere()).run("webhook", name="A", state="absent")
        assert isinstance(told.error, ApplyError)
        assert [seen[0] for seen in server.seen] == ["GET", "DELETE"]
