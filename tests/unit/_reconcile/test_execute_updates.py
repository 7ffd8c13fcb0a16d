# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updates, moves, deletes and files whose answer is lost: done once more, to the same end."""

from __future__ import annotations

import base64

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from tests.unit._reconcile.test_reconcile_cases import CASES, RESTREAM, SECOND, SPRING, THIRD, stored_id, surroundings

FAULTS = {
    "drop_before": {},
    "status": {"status": 503},
    "drop_after": {},
    "status_after 500": {"status": 500},
    "status_after 504": {"status": 504, "body_kind": "html"},
    "truncated": {},
    "html": {},
    "garbage": {},
}
SLOW = {"slow before": {"seconds": 1.5, "work": "before"}, "slow after": {"seconds": 1.5, "work": "after"}}
LOST = [(name, fault) for name in CASES if name != "restream" for fault in FAULTS] + [
    ("project", name) for name in SLOW
]
MOVED = {**RESTREAM, "url": "rtmp://new.example.com"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def strike(world, name, **where):
    """Add a fault by its name here."""
    if name in SLOW:
        world.connection["timeout"] = 1.0
        world.clock.share = 0.1
    return world.sim.fault(name.split()[0], **{**FAULTS, **SLOW}[name], **where)


@pytest.mark.parametrize(("name", "fault"), [(name, fault) for name, fault in LOST if CASES[name].change])
def test_an_update_without_a_response(world, name, fault):
    surroundings(world.sim)
    case = CASES[name]
    world.ok(case.kind, **{**case.key, **case.create})
    hit = strike(world, fault, method="P[AU]T*")
    told = world.ok(case.kind, **{**case.key, **case.change})
    assert hit.hits == 1
    assert told.result["changed"] is True
    assert {change["outcome"] for change in told.result["changes"]} == {"applied"}
    assert len(told.writes) == len(case.puts) + 1
    again = world.unchanged(case.kind, **{**case.key, **case.change})
    assert told.result["resource"] == again.result["resource"] or name == "project", "apply_to_videos is not shown"


@pytest.mark.parametrize(("name", "fault"), LOST)
def test_a_delete_without_a_response(world, name, fault):
    surroundings(world.sim)
    case = CASES[name]
    world.ok(case.kind, **{**case.key, **case.create})
    hit = strike(world, fault, method="DELETE")
    told = world.ok(case.kind, **case.key, state="absent")
    assert hit.hits == 1
    assert told.result["changed"] is True
    assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
    assert case.object(world.sim) is None
    world.unchanged(case.kind, **case.key, state="absent")


@pytest.fixture
def answering(monkeypatch):
    """From now on the API answers every write with the same few words."""

    def start(answer):
        send = Client.send

        def little(client, method, *arguments, **options):
            said = send(client, method, *arguments, **options)
            return said._replace(payload=answer) if method in ("PUT", "PATCH", "POST", "DELETE") else said

        monkeypatch.setattr(Client, "send", little)

    return start


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": {"success": True}}])
@pytest.mark.parametrize("name", CASES)
def test_an_api_that_responds_to_writes_with_little(world, name, answer, answering):
    """What the object is afterwards is then read."""
    surroundings(world.sim)
    case = CASES[name]
    world.ok(case.kind, **{**case.key, **case.create})
    answering(answer)
    if case.change:
        world.settles(case.kind, **{**case.key, **case.change})
    world.settles(case.kind, **case.key, state="absent")


def test_whether_a_second_way_to_write_is_needed_is_read_where_no_response_shows_it(world, answering):
    world.sim.set(schedule="scheduled")
    world.ok("live_event", name="Webinar", type="one-time", starts_at="2027-01-01T10:00:00Z")
    answering({})
    world.settles("live_event", more_writes=1, name="Webinar", starts_at="2027-01-02T10:00:00Z")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["drm_auth", "drm_auth of a project"])
def test_a_put_that_creates(world, name, fault):
    surroundings(world.sim)
    case = CASES[name]
    strike(world, fault, method="PUT")
    told = world.ok(case.kind, **{**case.key, **case.create})
    assert told.result["changed"] is True
    assert told.counted("PUT") == 2
    assert case.object(world.sim)["password"] == case.create["password"]
    world.unchanged(case.kind, **{**case.key, **case.create})


@pytest.mark.parametrize("fault", FAULTS)
def test_a_move_without_a_response(world, fault):
    surroundings(world.sim)
    world.ok("live_event", name="Webinar", type="one-time", location={"project": "Holder"})
    hit = strike(world, fault, method="PUT", path="*/move")
    told = world.ok("live_event", name="Webinar", location=SPRING)
    assert hit.hits == 1
    assert [change["action"] for change in told.result["changes"]] == ["move"]
    assert world.sim.object("live_event", "Webinar")["parent_id"] == stored_id(world.sim, "folder", "Spring")
    again = world.unchanged("live_event", name="Webinar", location=SPRING)
    assert told.result["resource"] == again.result["resource"]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_of_a_restream_without_a_response(world, method, fault):
    world.ok("live_event", name="Webinar", type="one-time", restreams=[RESTREAM, SECOND])
    hit = strike(world, fault, method=method, path="*/restreams/*")
    wanted = [MOVED, THIRD]
    told = world.ok("live_event", name="Webinar", restreams=wanted)
    assert hit.hits == 1
    (change,) = told.result["changes"]
    assert (change["action"], change["fields"], change["requests"]) == ("update", ["restreams"], 3)
    rows = world.sim.objects("restream")
    assert sorted((row["name"], row["url"]) for row in rows) == sorted((item["name"], item["url"]) for item in wanted)
    again = world.unchanged("live_event", name="Webinar", restreams=wanted)
    assert told.result["resource"] == again.result["resource"]


class TestRestreamsMadeAnew:
    """An API that ignores the IDs of restreams in an event: after its PUT, each restream has another ID."""

    @pytest.fixture
    def after_put(self, world, monkeypatch):
        """What else happens right after the event's PUT."""
        world.ok("live_event", name="Webinar", type="one-time", restreams=[RESTREAM, SECOND])
        send, then = Client.send, []

        def without_ids(client, method, path, body=None, *arguments, **options):
            if method != "PUT" or "restreams" not in (body or {}):
                return send(client, method, path, body, *arguments, **options)
            items = [{name: value for name, value in item.items() if name != "id"} for item in body["restreams"]]
            said = send(client, method, path, {**body, "restreams": items}, *arguments, **options)
            for act in then:
                act()
            return said

        monkeypatch.setattr(Client, "send", without_ids)
        return then

    def test_each_write_goes_to_the_id_of_by_then(self, world, after_put):
        before = {row["id"] for row in world.sim.objects("restream")}
        world.settles("live_event", name="Webinar", subtitle="s", restreams=[MOVED, THIRD])
        rows = world.sim.objects("restream")
        wanted = [(item["name"], item["url"]) for item in (MOVED, THIRD)]
        assert sorted((row["name"], row["url"]) for row in rows) == wanted
        assert before.isdisjoint(row["id"] for row in rows), "the event's PUT made none anew"

    def test_of_two_of_one_name_none_is_written(self, world, after_put):
        id = world.sim.object("live_event", "Webinar")["id"]
        after_put.append(lambda: world.sim.seed("restream", event_id=id, **RESTREAM))
        told = world.run("live_event", name="Webinar", subtitle="s", restreams=[MOVED, SECOND])
        assert told.error.details()["status"] == 404, "it was sent to the ID that is gone"
        assert told.error.outcomes == ("applied", "failed")
        (change,) = told.result["changes"]
        assert change["outcome"] == "failed"
        assert change["reason"].split("; ")[-2:] == ["written: subtitle", "not written: restreams"]
        assert {row["url"] for row in world.sim.objects("restream")} == {RESTREAM["url"], SECOND["url"]}


class TestRefusedAsItWasRead:
    """An API that does not take back what it shows: the update is sent once more, without what nobody asked for."""

    @pytest.fixture
    def refusing(self, world, monkeypatch):
        """Have the API refuse every PUT whose body has a key; what it says of it is up to the test."""
        send = Client.send

        def refuse(key, **said):
            def sent(client, method, path, body=None, *arguments, **options):
                if method == "PUT" and key in (body or {}):
                    raise ApiError(said.pop("text", "refused"), status=400, **said)
                return send(client, method, path, body, *arguments, **options)

            monkeypatch.setattr(Client, "send", sent)

        world.ok("webhook", name="W", endpoint="https://a.example.com", events=["media.update.status"])
        return refuse

    @pytest.mark.parametrize(
        "said",
        [
            {"code": 400400, "invalid_params": [{"index": 0, "name": "events", "reason": "oneof", "message": "a b"}]},
            {"code": 400102, "text": "json: cannot unmarshal array into Go struct field Form.events of type string"},
        ],
    )
    def test_without_it_the_second_time(self, world, refusing, said):
        refusing("events", **said)
        told = world.ok("webhook", name="W", endpoint="https://b.example.com")
        (warning,) = told.warnings
        assert "webhook 'W': the API rejected events as it had returned them" in warning
        assert world.sim.object("webhook", "W")["endpoint"] == "https://b.example.com"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"events": ["a.b"]}, {"invalid_params": [{"name": "events"}]}),
            ({}, {"invalid_params": [{"name": "endpoint"}]}),
            ({}, {"invalid_params": [{"name": "elsewhere"}]}),
            ({}, {"invalid_params": [{"name": "events[0]"}]}),
            ({}, {"invalid_params": ["events"]}),
            ({}, {}),
        ],
        ids=["asked for", "another one, asked for", "not in the body", "an item", "another form", "no name"],
    )
    def test_never_without_what_was_asked_for(self, world, refusing, options, said):
        refusing("events", **said)
        told = world.run("webhook", name="W", endpoint="https://b.example.com", **options)
        assert told.error.details()["status"] == 400
        assert told.writes == []

    def test_it_is_reported_when_a_later_change_fails(self, world, refusing):
        world.ok("live_event", name="E", type="one-time", subtitle="s")
        refusing("subtitle", code=400400, invalid_params=[{"name": "subtitle"}])
        world.sim.fault("status", method="POST", path="*/restreams", status=403)
        told = world.run("live_event", name="E", auto_start=True, restreams=[RESTREAM])
        assert told.error.outcomes == ("applied", "failed")
        (change,) = told.result["changes"]
        assert change["outcome"] == "failed"
        assert change["reason"].split("; ")[-2:] == ["written: auto_start", "not written: restreams"]
        assert [text for text in told.warnings if "the API rejected subtitle" in text]


class TestLogo:
    @pytest.fixture
    def logo(self, tmp_path):
        path = tmp_path / "logo.png"
        path.write_bytes(PNG)
        return {"state": "present", "src": str(path)}

    def stored(self, world):
        logo = world.sim.object("player", "Main")["logo"]
        return logo and base64.b64decode(logo["data"])

    @pytest.mark.parametrize("upload", ["either", "raw", "multipart"])
    @pytest.mark.parametrize("fault", FAULTS)
    def test_an_upload(self, world, logo, upload, fault):
        world.sim.set(logo_upload=upload)
        world.ok("player", name="Main")
        hit = strike(world, fault, method="POST")
        told = world.ok("player", name="Main", logo=logo)
        assert hit.hits == 1
        assert told.result["changed"] is True
        assert self.stored(world) == PNG
        world.unchanged("player", name="Main", logo=logo)

    @pytest.mark.parametrize("upload", ["either", "raw", "multipart"])
    def test_a_player_with_its_logo(self, world, logo, upload):
        world.sim.set(logo_upload=upload, put="replace", unknown_fields="extra")
        options = {"name": "Main", "settings": {"autoplay": True}, "logo": logo}
        done = world.settles("player", more_writes=int(upload == "multipart"), **options)
        assert [change["fields"] for change in done.result["changes"]] == [["name", "settings", "logo"]]
        assert self.stored(world) == PNG
        assert "base64" not in done.text()

    def test_another_content(self, world, logo, tmp_path):
        world.ok("player", name="Main", logo=logo)
        (tmp_path / "logo.png").write_bytes(PNG + b"2")
        done = world.settles("player", name="Main", logo=logo)
        assert done.writes == [f"POST /v1/players/{world.sim.object('player', 'Main')['id']}/logo"]
        assert self.stored(world) == PNG + b"2"

    def test_a_player_that_cannot_be_read_afterwards(self, world, logo):
        """What was sent is done all the same."""
        world.ok("player", name="Main")
        before = world.ok("player", True, name="Main", logo=logo).counted("GET")
        hit = world.sim.fault("status", method="GET", skip=before, status=403, times=None)
        told = world.ok("player", name="Main", logo=logo)
        assert hit.hits > 0
        assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
        assert self.stored(world) == PNG

    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_removal(self, world, logo, fault):
        world.ok("player", name="Main", logo=logo)
        hit = strike(world, fault, method="DELETE")
        told = world.ok("player", name="Main", logo={"state": "absent"})
        assert hit.hits == 1
        assert told.result["changed"] is True
        assert self.stored(world) is None
        world.unchanged("player", name="Main", logo={"state": "absent"})

    def test_a_removal_that_the_api_does_not_offer(self, world, logo):
        world.ok("player", name="Main", logo=logo)
        world.sim.set(logo_delete="refused")
        told = world.run("player", name="Main", logo={"state": "absent"})
        assert told.error.details()["status"] == 405
        assert "logo" in told.error.sentence()
        assert "dashboard" in told.error.sentence()
        assert told.counted("DELETE") == 1
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]

    @pytest.mark.parametrize("shape", ["object", "url"])
    def test_a_logo_that_cannot_be_compared(self, world, logo, shape):
        """What cannot be read back never causes a change by itself."""
        world.ok("player", name="Main", logo=logo)
        world.sim.set(logo_shape=shape)
        again = world.unchanged("player", name="Main", logo=logo)
        assert again.result["unverified"] == ["logo"]
        world.settles("player", name="Main", settings={"autoplay": True}, logo=logo)

    @pytest.mark.parametrize("shape", ["data_uri", "object", "url"])
    def test_a_logo_that_cannot_be_compared_can_be_removed(self, world, logo, shape):
        world.ok("player", name="Main", logo=logo)
        world.sim.set(logo_shape=shape)
        world.settles("player", name="Main", logo={"state": "absent"})
        assert self.stored(world) is None

    @pytest.mark.parametrize("shape", ["object", "url"])
    def test_a_logo_that_cannot_be_compared_is_set_where_there_is_none(self, world, logo, shape):
        world.sim.set(logo_shape=shape)
        world.ok("player", name="Main")
        told = world.ok("player", name="Main", logo=logo)
        assert told.result["changed"] is True
        assert self.stored(world) == PNG
        world.unchanged("player", name="Main", logo=logo)

    def test_a_refusal_of_both_forms(self, world, logo):
        world.ok("player", name="Main")
        world.sim.fault("status", method="POST", status=400, times=None, message="no logo today")
        told = world.run("player", name="Main", logo=logo)
        assert "no logo today" in told.error.sentence()
        assert told.counted("POST") == 2
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]

    def test_a_refusal_that_another_form_does_not_mend(self, world, logo):
        world.ok("player", name="Main")
        world.sim.fault("status", method="POST", status=403, times=None)
        assert world.run("player", name="Main", logo=logo).counted("POST") == 1

    @pytest.mark.parametrize("content", [None, b""])
    def test_a_file_that_cannot_be_sent(self, world, tmp_path, content):
        path = tmp_path / "logo.png"
        if content is not None:
            path.write_bytes(content)
        for check in (True, False):
            told = world.refused("player", check, name="Main", logo={"state": "present", "src": str(path)})
            assert str(path) in told.error.sentence()
