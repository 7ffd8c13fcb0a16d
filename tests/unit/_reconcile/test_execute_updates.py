# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updates, moves, deletes and files whose answer is lost: done once more, to the same end."""

from __future__ import annotations

import base64

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
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
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def strike(world, name, **where):
    """Add a fault by its name here."""
    if name in SLOW:
        world.connection["timeout"] = 1.0
        world.clock.share = 0.1
    return world.sim.fault(name.split()[0], **{**FAULTS, **SLOW}[name], **where)


@pytest.mark.parametrize(("name", "fault"), [(name, fault) for name, fault in LOST if CASES[name].change])
def test_a_put(world, name, fault):
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
def test_a_delete(world, name, fault):
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


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"data": {"success": True}}])
@pytest.mark.parametrize("name", CASES)
def test_an_api_that_answers_writes_with_little(world, name, answer, monkeypatch):
    """What the object is afterwards is then read."""
    surroundings(world.sim)
    case = CASES[name]
    world.ok(case.kind, **{**case.key, **case.create})
    send = Client.send

    def little(client, method, *arguments, **options):
        said = send(client, method, *arguments, **options)
        return said._replace(payload=answer) if method in ("PUT", "PATCH", "POST", "DELETE") else said

    monkeypatch.setattr(Client, "send", little)
    if case.change:
        world.settles(case.kind, **{**case.key, **case.change})
    world.settles(case.kind, **case.key, state="absent")


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
def test_a_move(world, fault):
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
def test_a_restream(world, method, fault):
    world.ok("live_event", name="Webinar", type="one-time", restreams=[RESTREAM, SECOND])
    hit = strike(world, fault, method=method, path="*/restreams/*")
    wanted = [{**RESTREAM, "url": "rtmp://new.example.com"}, THIRD]
    told = world.ok("live_event", name="Webinar", restreams=wanted)
    assert hit.hits == 1
    assert [change["action"] for change in told.result["changes"]] == ["update", "create", "delete"]
    rows = world.sim.objects("restream")
    assert sorted((row["name"], row["url"]) for row in rows) == sorted((item["name"], item["url"]) for item in wanted)
    again = world.unchanged("live_event", name="Webinar", restreams=wanted)
    assert told.result["resource"] == again.result["resource"]


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
        assert [change["fields"] for change in done.result["changes"]] == [["name", "settings"], ["logo"]]
        assert self.stored(world) == PNG
        assert "base64" not in done.text()

    def test_another_content(self, world, logo, tmp_path):
        world.ok("player", name="Main", logo=logo)
        (tmp_path / "logo.png").write_bytes(PNG + b"2")
        done = world.settles("player", name="Main", logo=logo)
        assert done.writes == [f"POST /v1/players/{world.sim.object('player', 'Main')['id']}/logo"]
        assert self.stored(world) == PNG + b"2"

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
