# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who says that something went wrong, and in which words: only the API can say that an object is not there."""

from __future__ import annotations

import json
import time
from email.utils import formatdate

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.faults import HINTS, refusal_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Delete
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
ID = "01a1fa74-5c79-779b-464b-4a3975301600"
OK = (200, {}, {"data": {"id": "x"}})
FOREIGN = {
    "text": (b"404 page not found", "404 page not found"),
    "html": (b"<html><body>Not Found</body></html>", "an HTML page"),
    "nothing": (b"", "404"),
    "JSON of a framework": ({"status": 404, "error": "Not Found", "path": "/"}, "Not Found"),
    "JSON of a gateway": ({"message": "no Route matched with those values"}, "no Route matched"),
    "an empty error": ({"error": {}}, "404"),
    "no error": ({"data": None}, "404"),
    "a list": ([], "404"),
}


class TestNotFound:
    @pytest.mark.parametrize("name", FOREIGN)
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_only_the_api_can_say_so(self, canned, client_of, clock, name, method):
        body, words = FOREIGN[name]
        server = canned((404, {}, body))
        with pytest.raises(ApiError, match=r"check api_url") as caught:
            client_of(server.url).send(method, "/v1/webhooks/x")
        assert (caught.value.not_found, caught.value.status, caught.value.uncertain) == (False, 404, False)
        assert words in caught.value.sentence()
        assert len(server.seen) == 1

    @pytest.mark.parametrize("how", ["text", "html"])
    def test_a_gateways_404_does_not_pass_for_absent(self, sim, world, how):
        sim.seed("webhook", name="W", endpoint="https://a")
        sim.fault("status", method="DELETE", status=404, body_kind=how, times=None)
        told = world.run("webhook", name="W", state="absent")
        assert "check api_url" in told.error.sentence()
        assert told.result["changes"][0]["outcome"] != "applied"
        sim.clear_faults()
        sim.fault("status", method="GET", path="/v1/drm/auth", status=404, body_kind=how, times=None)
        told = world.refused("drm_auth", state="absent")
        assert "check api_url" in told.error.sentence()

    @pytest.mark.parametrize("end", ["/v1", "/v2", "/v1/"])
    def test_an_address_with_a_version(self, sim, client_of, end):
        """The API itself says of /v1/v1/… that it is not there."""
        client = client_of(sim.url + end, sim.token)
        with pytest.raises(ApiError, match=rf"api_url ends in {end.rstrip('/')}") as caught:
            client.get("/v1/drm/auth")
        assert not caught.value.not_found

    def test_a_delete_below_such_an_address(self, sim, world):
        world.sim.seed("webhook", name="W", endpoint="https://a")
        gateway = world.gateway()
        object.__setattr__(gateway.client.connection, "api_url", sim.url + "/v1")
        with pytest.raises(ApiError, match="api_url ends in /v1"):
            gateway.delete(Delete(KINDS["webhook"], "W", id=ID))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"error": {"message": "a", "detail": "b"}}, "a; b"),
        ({"error": {"message": "a", "detail": ["b", "c"]}}, "a; b; c"),
        ({"error": {"code": 1, "message": {"ru": "нет"}}}, "ru: нет"),
        ({"error": "a"}, "a"),
        ({"error": "a", "message": "b"}, "b; a"),
        ({"error": ["a", "b"]}, "a; b"),
        ({"errors": ["a", "b"]}, "a; b"),
        ({"errors": [{"message": "a"}, {"message": "b"}]}, "a; b"),
        ({"errors": {"name": ["too long", "odd"], "url": "bad"}}, "name: too long, odd; url: bad"),
        ({"message": "a"}, "a"),
        ({"detail": "a"}, "a"),
        ({"detail": ["a", "b"]}, "a; b"),
        ({"detail": [{"loc": ["body"], "msg": "field required"}]}, "loc: body; msg: field required"),
        ({"invalid_params": [{"name": "n", "reason": "required"}]}, "n: required"),
        ({"error": {"code": 5, "errors": ["a"]}, "errors": ["b"]}, "a; b"),
        ({"error": {"code": 5}, "message": "a"}, "a"),
        (b" upstream connect error\r\n", ": upstream connect error"),
        (b"first line\r\nother line", "first line\r\nother line"),
        (b"see https://a.example/x?signature=secret", "https://a.example/x?********"),
        (b"<!DOCTYPE html><title>x</title>", "an HTML page"),
        (b"  <HTML>", "an HTML page"),
    ],
)
def test_messages_are_taken_from_any_form_of_response(body, expected):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    error = refusal_of(400, None if isinstance(body, bytes) else body, content, "r-1")
    assert expected in error.message
    assert "secret" not in error.message


@pytest.mark.parametrize("content", [b"", b"{", b"[1", b'"x', b"a\0b", b"<xml/>", b"null"])
def test_responses_without_a_message(content):
    assert refusal_of(400, None, content, None).message == "the API responded with 400 without an error message"


def test_long_texts_are_not_shown_in_part():
    """The part might be one of a secret, which nobody would find."""
    assert refusal_of(500, None, b"x" * 10**4, None).message.endswith(": a text of 10000 characters")
    assert "a text of 100000 characters" in refusal_of(500, {"errors": ["x" * 10**5] * 1000}, b"", None).message


@pytest.mark.parametrize("how", ["message", "detail", "errors"])
def test_they_are_made_visible_where_they_are_shown(how):
    """And not before: an escaped secret would not be found."""
    assert "a\u202eb\x1b" in refusal_of(400, {how: "a\u202eb\x1b"}, b"", None).message


@pytest.mark.parametrize("body", [f"bad token {TOKEN}".encode(), {"errors": [TOKEN.upper()]}, {"detail": TOKEN}])
def test_the_token_is_not_among_them(canned, client_of, body):
    with pytest.raises(ApiError) as caught:
        client_of(canned((400, {}, body)).url).get("/")
    assert TOKEN not in caught.value.sentence().lower()


@pytest.mark.parametrize("code", sorted(HINTS))
def test_hints_by_error_code(code):
    assert HINTS[code] in refusal_of(400, {"error": {"code": code, "message": "x"}}, b"", None).message


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (402, 5, "the plan or the balance"),
        (402, 400207, "not enough money"),
        (403, 100106, "limit of its plan or a rate limit"),
    ],
)
def test_hints_by_status(status, code, words):
    assert words in refusal_of(status, {"error": {"code": code, "message": "x"}}, b"", None).message


def test_a_rate_limit_is_no_limit_of_the_plan():
    assert "plan" not in refusal_of(429, {"error": {"code": 100106, "message": "x"}}, b"", None).message


class TestGoodStatus:
    @pytest.mark.parametrize("status", [200, 201, 202])
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"data": {"success": False}}, "did not succeed"),
            ({"error": {"code": 400400, "message": "because"}}, "because"),
            ({"error": "because", "data": {"id": ID}}, "because"),
            ({"errors": [{"message": "because"}]}, "because"),
        ],
    )
    def test_a_body_that_reports_failure_is_an_error(self, canned, client_of, clock, status, method, body, words):
        server = canned((status, {"X-Request-ID": "r-1"}, body))
        with pytest.raises(ApiError, match=words) as caught:
            client_of(server.url).send(method, "/v1/webhooks", body={})
        assert (caught.value.status, caught.value.request_id, caught.value.uncertain) == (status, "r-1", False)
        assert len(server.seen) == 1

    @pytest.mark.parametrize(
        "body", [{"error": None, "data": {}}, {"errors": [], "data": {}}, {"data": {"success": True}}]
    )
    def test_a_body_that_reports_success_is_a_response(self, canned, client_of, body):
        assert client_of(canned((200, {}, body)).url).get("/").status == 200

    @pytest.mark.parametrize("shape", ["success", "error", "errors"])
    @pytest.mark.parametrize("state", ["present", "absent"])
    def test_a_task_fails_despite_the_status(self, sim, world, shape, state):
        sim.seed("webhook", name="W", endpoint="https://a")
        sim.fault("unsuccessful", method="*", path="/v1/webhooks/*", shape=shape, times=None)
        told = world.run("webhook", name="W", endpoint="https://b", state=state)
        assert "did not succeed" in told.error.sentence()
        assert sim.objects("webhook")[0]["endpoint"] == "https://a"


class TestPassing:
    @pytest.mark.parametrize("status", [408, 425])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_it_is_sent_again(self, canned, client_of, clock, status, method):
        server = canned((status, {"Retry-After": "7"}, b""), OK)
        assert client_of(server.url).send(method, "/").data == {"id": "x"}
        assert clock.waits == [7.0]

    @pytest.mark.parametrize(("status", "uncertain"), [(408, True), (425, False)])
    def test_whether_it_may_have_been_done(self, canned, client_of, clock, status, uncertain):
        server = canned((status, {}, b""))
        with pytest.raises(ApiError) as caught:
            client_of(server.url, retries=2).send("POST", "/", body={}, repeatable=False)
        assert (caught.value.uncertain, len(server.seen)) == (uncertain, 1 if uncertain else 3)

    @pytest.mark.parametrize("hours", [-12, -0.5, 0, 5, 48])
    def test_a_date_is_measured_by_the_servers_clock(self, canned, client_of, clock, hours):
        now = time.time() + hours * 3600
        headers = {"Retry-After": formatdate(now + 90, usegmt=True), "Date": formatdate(now, usegmt=True)}
        server = canned((503, headers, b""), OK)
        real = server.server.RequestHandlerClass
        real.send_response = real.send_response_only  # which adds no Date of its own
        client_of(server.url).get("/")
        assert 89 <= clock.waits[0] <= 91
