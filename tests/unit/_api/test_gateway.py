# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The gateway: how many requests reading takes, and the API's quirks one by one."""

from __future__ import annotations

import threading
import time

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Create, Delete
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import id_of, key_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from tests.simulator import ids

PROJECT, WEBHOOK, PLAYER = KINDS["project"], KINDS["webhook"], KINDS["player"]
DOMAIN, EVENT, AUTH = KINDS["privacy_domain"], KINDS["live_event"], KINDS["drm_auth"]
NOWHERE = "01a1fa74-5c79-779b-464b-4a3975301600"


@pytest.fixture
def gateway(world):
    return world.gateway()


class TestReading:
    def test_a_list_is_read_once(self, sim, gateway):
        for _time in range(3):
            gateway.objects(WEBHOOK)
        assert len(sim.journal) == 1
        gateway.forget(PLAYER)
        gateway.objects(WEBHOOK)
        assert len(sim.journal) == 1
        gateway.forget(WEBHOOK)
        gateway.objects(WEBHOOK)
        assert len(sim.journal) == 2

    def test_a_look_for_what_was_made_does_not_take_an_older_list(self, sim, gateway):
        """Another thread began to list before the create, and comes to its end after it."""
        gateway.clock = time.monotonic
        sim.fault("slow", method="GET", seconds=0.3)
        other = threading.Thread(target=gateway.objects, args=(WEBHOOK,))
        other.start()
        while not sim.journal:
            time.sleep(0.01)
        sim.seed("webhook", name="A", endpoint="https://a")
        assert len(gateway.same_key(Create(WEBHOOK, "A", body={"name": "A"}))) == 1
        other.join()

    def test_projects_are_in_two_lists(self, sim, gateway):
        for name, catalog in (("A", "vod"), ("B", "live")):
            sim.seed("project", name=name, catalog_type=catalog)
        assert {raw["name"]: raw["catalog_type"] for raw in gateway.objects(PROJECT)} == {"A": "vod", "B": "live"}
        assert [entry.query["catalog_type"] for entry in sim.journal] == [["vod"], ["live"]]

    def test_a_filter_that_is_ignored_tells_nothing(self, sim, gateway):
        sim.set(catalog_filter="ignored")
        sim.seed("project", name="A", catalog_type="live")
        assert [raw["catalog_type"] for raw in gateway.objects(PROJECT)] == [None]

    def test_archived_domains_are_looked_for_only_when_needed(self, sim, gateway):
        sim.set(archived_lists="active")
        sim.seed("privacy_domain", domain="a.example")
        sim.seed("privacy_domain", domain="b.example", archived=True)
        assert gateway.with_key(DOMAIN, ("a.example",))
        assert len(sim.journal) == 1
        found = gateway.with_key(DOMAIN, ("b.example",))
        assert [raw["archived"] for raw in found] == [True]
        assert [entry.query.get("archived") for entry in sim.journal] == [None, ["true"]]
        assert gateway.with_key(DOMAIN, ("c.example",)) == []
        assert len(sim.journal) == 2
        gateway.forget(DOMAIN)
        gateway.with_key(DOMAIN, ("c.example",))
        assert len(sim.journal) == 4

    @pytest.mark.parametrize(("status", "code"), [(404, 400404), (404, 404404), (400, 404404), (404, 1)])
    def test_what_is_not_there(self, sim, gateway, status, code):
        sim.fault("status", status=status, code=code)
        assert gateway.read(AUTH, "", None) is None

    @pytest.mark.parametrize(("status", "code"), [(400, 400301), (403, 100103), (405, 400405)])
    def test_what_cannot_be_read(self, sim, gateway, status, code):
        sim.fault("status", status=status, code=code, times=None)
        with pytest.raises(ApiError):
            gateway.read(AUTH, "", None)

    @pytest.mark.parametrize("data", [None, [], [{"id": "x"}], "text", 12])
    def test_an_invalid_object(self, canned, client_of, data):
        gateway = Gateway(client_of(canned((200, {"X-Request-ID": "r-1"}, {"data": data})).url, retries=0))
        with pytest.raises(ApiError, match="is not an object") as caught:
            gateway.read(PLAYER, "", NOWHERE)
        assert caught.value.request_id == "r-1"


class TestWriting:
    @pytest.mark.parametrize(
        "answer",
        [{}, {"data": None}, {"data": []}, {"data": {"success": True}}, {"data": {"x": 1}}, {"data": {"id": "x"}}],
    )
    def test_a_response_without_the_object(self, canned, client_of, answer):
        gateway = Gateway(client_of(canned((200, {}, answer)).url))
        assert gateway.write("PUT", "/v1/webhooks/x", {}, WEBHOOK) is None

    def test_a_response_with_it(self, canned, client_of):
        raw = {"id": NOWHERE, "domain": "a", "archived_at": "2026-01-01T00:00:00Z"}
        gateway = Gateway(client_of(canned((200, {}, {"data": raw})).url))
        assert gateway.write("PUT", "/v1/privacy-domains/x", {}, DOMAIN) == {**raw, "archived": True}

    def test_a_singleton_has_no_id(self, canned, client_of):
        gateway = Gateway(client_of(canned((200, {}, {"data": {"url": "a"}})).url))
        assert gateway.write("PUT", "/v1/drm/auth", {}, AUTH) == {"url": "a"}

    def test_a_delete_of_what_is_gone(self, sim, gateway):
        gateway.delete(Delete(WEBHOOK, "ci", id=NOWHERE))
        assert [entry.method for entry in sim.journal] == ["DELETE", "GET"]

    @pytest.mark.parametrize("form", [str, ids.to_short])
    def test_a_delete_that_gets_404_although_it_is_there(self, sim, gateway, form):
        id = sim.seed("webhook", name="ci")["id"]
        sim.fault("status", method="DELETE", status=404)
        with pytest.raises(ApiError, match="404"):
            gateway.delete(Delete(WEBHOOK, "ci", id=form(id)))

    @pytest.mark.parametrize("needed", ["needed", "ignored"])
    @pytest.mark.parametrize(
        ("kind", "options"),
        [
            ("player", {"name": "A"}),
            ("file_request", {"title": "A"}),
            ("privacy_domain", {"domain": "a.example"}),
            ("tag", {"tag": "A"}),
            ("webhook", {"name": "A"}),
        ],
    )
    def test_a_delete_whose_route_may_read_a_body(self, world, needed, kind, options):
        """One request under both readings: with an empty object where it may be read, else without a body."""
        world.sim.set(delete_body=needed)
        world.sim.seed(kind, **options)
        told = world.ok(kind, state="absent", **options)
        assert world.sim.objects(kind) == []
        deletes = [(entry.body, entry.size) for entry in told.requests if entry.method == "DELETE"]
        assert deletes == [(None, 0) if kind == "webhook" else ({}, 2)]

    def test_a_delete_of_a_logo(self, world):
        world.sim.set(delete_body="needed")
        id = world.sim.seed("player", name="A")["id"]
        world.gateway().delete_file(f"/v1/players/{id}/logo")
        assert world.sim.writes[-1].body == {}

    def test_a_delete_that_did_not_succeed(self, canned, client_of):
        gateway = Gateway(client_of(canned((200, {}, {"data": {"success": False}})).url))
        with pytest.raises(ApiError, match="did not succeed"):
            gateway.delete_file("/v1/players/x/logo")

    @pytest.mark.parametrize("status", [400, 415, 422, 500])
    def test_a_file_is_sent_in_the_other_form(self, canned, client_of, status):
        server = canned((status, {}, {"error": {"code": 1, "message": "io error"}}), (200, {}, {"data": {}}))
        Gateway(client_of(server.url, retries=0)).upload("/v1/players/x/logo", Content(b"png", "image/png", ""))
        plain, form = server.seen
        assert (plain[2]["Content-Type"], plain[3]) == ("image/png", b"png")
        assert form[2]["Content-Type"].startswith("multipart/form-data; boundary=")
        assert b"\r\n\r\npng\r\n" in form[3]

    def test_the_first_refusal_is_reported_when_both_forms_are_refused(self, canned, client_of):
        """Nothing is lost: the error of the second form is an ApiError with its own words."""
        server = canned((400, {}, {"error": {"message": "first"}}), (415, {}, {"error": {"message": "second"}}))
        with pytest.raises(ApiError, match=r"first|second"):
            Gateway(client_of(server.url, retries=0)).upload("/", Content(b"png", "image/png", ""))
        assert len(server.seen) == 2


class TestForms:
    def test_ids_compare_in_both_forms(self):
        assert id_of(PLAYER, {"id": ids.to_short(NOWHERE)}) == id_of(PLAYER, {"id": NOWHERE.upper()}) == NOWHERE
        assert id_of(PLAYER, {"id": "odd"}) == "odd"
        assert id_of(PLAYER, {}) is None

    def test_keys_compare_in_their_canonical_form(self):
        assert key_of(DOMAIN, {"domain": "Пример.РФ"}) == key_of(DOMAIN, {"domain": "xn--e1afmkfd.xn--p1ai"})
        assert key_of(DOMAIN, {}) == (None,)
        assert key_of(PLAYER, {"name": "Main"}) != key_of(PLAYER, {"name": "main"})


class TestRequests:
    """How many reads a task takes."""

    @pytest.mark.parametrize(
        ("kind", "options", "expected"),
        [
            ("webhook", {}, ["/v1/webhooks"]),
            ("cdn_zone", {}, ["/v1/cdn/zones"]),
            ("player", {}, ["/v1/players"]),
            ("project", {}, ["/v1/projects", "/v1/projects"]),
        ],
    )
    def test_nothing_to_do_takes_one_list(self, world, kind, options, expected):
        world.sim.seed(kind, name="A")
        told = world.unchanged(kind, name="A", **options)
        assert [entry.path for entry in told.requests] == expected

    def test_an_event_is_read_by_itself_because_the_list_hides_its_restreams(self, world):
        event = world.sim.seed("live_event", name="A")
        world.sim.seed("restream", event_id=event["id"], name="R1", url="rtmp://r.example.com", key="k-1")
        told = world.unchanged("live_event", name="A")
        assert [entry.path for entry in told.requests] == ["/v2/live/events", f"/v2/live/events/{event['id']}"]
        assert [item["name"] for item in told.result["resource"]["restreams"]] == ["R1"]

    @pytest.mark.parametrize("kind", ["webhook", "cdn_zone"])
    def test_a_change_takes_one_list_and_one_write(self, world, kind):
        options = {"webhook": {"endpoint": "https://a"}, "cdn_zone": {"host": "a"}}[kind]
        told = world.ok(kind, name="A", **options, **({"origins": []} if kind == "cdn_zone" else {}))
        assert [entry.method for entry in told.requests] == ["GET", "POST"]

    @pytest.mark.parametrize("kind", ["player", "live_event", "project"])
    def test_a_change_reads_the_object_by_itself(self, world, kind):
        """Its PUT carries the whole object, and lists do not show the whole object."""
        id = world.sim.seed(kind, name="A")["id"]
        change = {
            "player": {"settings": {"a": 1}},
            "live_event": {"subtitle": "B"},
            "project": {"privacy_type": "nowhere"},
        }
        told = world.ok(kind, name="A", on_air="allow", **change[kind])
        assert [entry.path.endswith(id) for entry in told.requests if entry.method == "GET"][-1]
        assert told.counted("PUT") == 1
