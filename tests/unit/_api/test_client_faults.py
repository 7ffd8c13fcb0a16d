# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client when answers do not come, or ask to wait: what it sends again, and after how long."""

from __future__ import annotations

import socket
import threading
import time
from email.utils import formatdate

import pytest
import urllib3

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, KinescopeError
from tests.simulator.limits import Limiter

OK = (200, {}, {"data": {"id": "x"}})
FAULTS = {
    "500": ("status", {"status": 500}),
    "502": ("status", {"status": 502, "body_kind": "html"}),
    "503": ("status", {"status": 503}),
    "504": ("status", {"status": 504, "body_kind": "html"}),
    "507": ("status", {"status": 507}),
    "429": ("status", {"status": 429}),
    "500 after": ("status_after", {"status": 500}),
    "drop before": ("drop_before", {}),
    "drop after": ("drop_after", {}),
    "slow, work before": ("slow", {"seconds": 0.8, "work": "before"}),
    "slow, work after": ("slow", {"seconds": 0.8, "work": "after"}),
    "truncated": ("truncated", {}),
    "truncated in chunks": ("truncated", {"chunked": True}),
    "html": ("html", {}),
    "garbage": ("garbage", {}),
}


def told(error: KinescopeError) -> str:
    return f"{error} {error.args} {error.sentence()} {error.details()}"


class TestFaults:
    """Against the simulator: two faults, then it works."""

    @pytest.mark.parametrize("name", FAULTS)
    @pytest.mark.parametrize("method", ["GET", "PUT"])
    def test_it_tries_again(self, sim, client_of, clock, name, method):
        project = sim.seed("project", name="A")
        kind, options = FAULTS[name]
        fault = sim.fault(kind, method=method, times=2, **options)
        client = client_of(sim.url, sim.token, timeout=0.4 if kind == "slow" else 5)
        answer = client.send(method, f"/v1/projects/{project['id']}", body={"name": "A", "privacy_type": "nowhere"})
        assert answer.data["name"] == "A"
        assert fault.hits == 2
        assert [entry.method for entry in sim.journal] == [method] * 3
        assert len(clock.waits) == 2
        if name == "429":
            assert clock.waits == [1.0, 1.0], "what is beyond that, the pacer waits"
        else:
            assert 0.25 <= clock.waits[0] <= 0.5 <= clock.waits[1] <= 1.0

    @pytest.mark.parametrize("name", FAULTS)
    def test_what_is_not_repeatable_is_not_sent_twice(self, sim, client_of, clock, name):
        kind, options = FAULTS[name]
        sim.fault(kind, method="POST", times=None, **options)
        client = client_of(sim.url, sim.token, retries=2, timeout=0.4 if kind == "slow" else 5, rate_deadline=3.0)
        with pytest.raises(ApiError) as caught:
            client.send("POST", "/v1/webhooks", body={"name": "A", "endpoint": "https://a"}, repeatable=False)
        surely_undone = name == "429"  # refused by the limiter
        assert len(sim.journal) == (4 if surely_undone else 1)
        assert caught.value.uncertain is not surely_undone
        assert caught.value.still_working is (kind == "slow" or name == "504")

    @pytest.mark.parametrize("retries", [0, 1, 5])
    @pytest.mark.parametrize("kind", ["status", "drop_before", "html"])
    def test_it_gives_up_after_the_configured_retries(self, sim, client_of, clock, retries, kind):
        sim.fault(kind, times=None)
        with pytest.raises(ApiError) as caught:
            client_of(sim.url, sim.token, retries=retries).get("/v1/projects")
        assert len(sim.journal) == retries + 1
        assert len(clock.waits) == retries
        assert sim.token not in told(caught.value)
        assert " at 0x" not in told(caught.value)

    @pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 409, 413, 422])
    def test_other_refusals_are_final(self, sim, client_of, clock, status):
        sim.fault("status", status=status, times=None, message="because", retry_after=1)
        with pytest.raises(ApiError, match="because") as caught:
            client_of(sim.url, sim.token).get("/v1/projects")
        assert len(sim.journal) == 1
        assert clock.waits == []
        error = caught.value
        assert (error.status, error.uncertain) == (status, False)
        assert error.code is not None
        assert error.request_id == sim.journal[0].request_id
        assert error.request_id in error.sentence()
        assert error.not_found is (status == 404)

    def test_nobody_listens(self, client_of, clock):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
            client = client_of(f"http://127.0.0.1:{port}", retries=2)
            refused = rf"connection to 127\.0\.0\.1:{port} failed: .*[Rr]efused; check api_url and the network$"
            with pytest.raises(ApiError, match=refused) as caught:
                client.send("POST", "/v1/projects", body={}, repeatable=False)
        assert len(clock.waits) == 2, "nothing was sent, so it may be sent again"
        assert caught.value.uncertain is False
        assert " at 0x" not in told(caught.value)
        assert "Pool" not in told(caught.value)

    def test_no_connection_in_time(self, client_of, clock, monkeypatch):
        def late(*arguments, **options):
            raise socket.timeout("timed out")

        monkeypatch.setattr(urllib3.util.connection, "create_connection", late)
        with pytest.raises(ApiError, match=r"no connection within 0\.5 s") as caught:
            client_of("http://127.0.0.1:9", timeout=0.5, retries=2).send("POST", "/", body={}, repeatable=False)
        assert caught.value.uncertain is False
        assert len(clock.waits) == 2

    def test_an_unknown_host(self, client_of, clock, monkeypatch):
        def unknown(*arguments, **options):
            raise socket.gaierror(-2, "Name or service not known")

        monkeypatch.setattr(urllib3.util.connection, "create_connection", unknown)
        with pytest.raises(ApiError, match="Name or service not known") as caught:
            client_of("http://api.invalid", retries=1).send("POST", "/", body={}, repeatable=False)
        assert caught.value.uncertain is False
        assert " at 0x" not in told(caught.value)

    def test_no_response_in_time(self, sim, client_of):
        sim.fault("slow", seconds=0.4)
        with pytest.raises(ApiError, match=r"no response within 0\.1 s"):
            client_of(sim.url, sim.token, timeout=0.1, retries=0).get("/v1/projects")

    def test_half_of_a_body_in_time(self, client_of):
        """The head comes at once, the rest never."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = client_of(f"http://127.0.0.1:{server.getsockname()[1]}", timeout=0.2, retries=0)

            def serve() -> None:
                peer, _address = server.accept()
                peer.recv(65536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                time.sleep(0.5)
                peer.close()

            thread = threading.Thread(target=serve)
            thread.start()
            with pytest.raises(ApiError) as caught:
                client.send("POST", "/", body={}, repeatable=False)
            thread.join()
        assert caught.value.uncertain is True

    @pytest.mark.parametrize(
        "answer",
        [
            (200, {"Content-Encoding": "gzip"}, b"this is not gzip"),
            (200, {"Content-Type": "application/json"}, b"\xff\xfe\xff"),
            (200, {"Content-Type": "application/json"}, b'{"data": {"id": "\xff"}}'),
            (200, {}, b"[" * 100_000),
            (200, {}, b"null"),
            (200, {}, b"12"),
            (200, {}, b'"data"'),
            (200, {}, b"{" + b" " * 100),
            (200, {}, b'{"data": NaN'),
        ],
        ids=["gzip", "utf-8", "utf-8 inside", "deep", "null", "number", "text", "cut", "nan"],
    )
    def test_a_body_that_cannot_be_read(self, canned, client_of, answer):
        server = canned((answer[0], {**answer[1], "X-Request-ID": "r-1"}, answer[2]), OK)
        assert client_of(server.url).get("/").data == {"id": "x"}
        assert len(server.seen) == 2

    def test_a_response_without_a_body_is_one(self, canned, client_of):
        server = canned((204, {}, b""))
        answer = client_of(server.url).send("DELETE", "/v1/webhooks/x")
        assert (answer.status, answer.payload, answer.data) == (204, {}, None)

    @pytest.mark.parametrize("status", [200, 201, 202, 204])
    def test_every_status_of_success_is_one(self, canned, client_of, status):
        assert client_of(canned((status, {}, b"")).url).get("/").status == status


class TestWaits:
    def waited(self, canned, client_of, clock, status, header):
        server = canned((status, {} if header is None else {"Retry-After": header}, b"{}"), OK)
        client_of(server.url).get("/")
        assert len(server.seen) == 2
        assert len(clock.waits) == 1
        return clock.waits[0]

    @pytest.mark.parametrize("status", [429, 500, 503])
    @pytest.mark.parametrize("seconds", ["3", "7", " 12 ", "300"])
    def test_as_long_as_asked(self, canned, client_of, clock, status, seconds):
        assert self.waited(canned, client_of, clock, status, seconds) == float(seconds)

    @pytest.mark.parametrize("seconds", [5, 60])
    def test_until_the_date_asked_for(self, canned, client_of, clock, seconds):
        moment = formatdate(time.time() + seconds, usegmt=True)
        assert seconds - 2 <= self.waited(canned, client_of, clock, 429, moment) <= seconds + 1

    @pytest.mark.parametrize(
        "header",
        [
            None,
            "0",
            "soon",
            "-5",
            "1.5",
            "1e3",
            "0x10",
            "NaN",
            "inf",
            "\u00b2",
            "Wed, 21 Oct 2015 07:28:00 GMT",
            "Wed, 99 Xyz 2015 07:28:00 GMT",
            "Wed, 00 Jan 0000 00:00:00 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            ", ,",
        ],
    )
    def test_what_asks_for_nothing_leaves_the_backoff(self, canned, client_of, clock, header):
        assert 1.0 <= self.waited(canned, client_of, clock, 429, header) <= 2.0

    @pytest.mark.parametrize(
        "header",
        [
            "301",
            "3600",
            "9" * 30,
            "9" * 400,
            "9" * 5000,
            "Fri, 31 Dec 2999 23:59:59 GMT",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Fri, 31 Dec 99999 23:59:59 GMT",
        ],
    )
    def test_too_long_a_wait_is_an_error(self, canned, client_of, clock, header):
        server = canned((429, {"Retry-After": header}, {"error": {"code": 100106, "message": "limit reached"}}), OK)
        with pytest.raises(ApiError, match="limit reached") as caught:
            client_of(server.url).get("/")
        assert caught.value.status == 429
        assert len(server.seen) == 1
        assert clock.waits == []

    def test_waits_grow_with_jitter_up_to_a_bound(self, canned, client_of, clock):
        server = canned((503, {}, b""))
        with pytest.raises(ApiError):
            client_of(server.url, retries=12).get("/")
        assert len(clock.waits) == 12
        for number, wait in enumerate(clock.waits):
            bound = min(30.0, 0.5 * 2**number)
            assert bound / 2 <= wait <= bound
        assert len({wait / min(30.0, 0.5 * 2**number) for number, wait in enumerate(clock.waits)}) > 6

    def test_the_limiters_response_is_understood(self, sim, client_of, clock):
        """In all three forms of Retry-After."""
        for form in ("seconds", "date", "none"):
            sim.reset()
            sim.set(limits="on", retry_after=form)
            clock.waits.clear()
            client = client_of(sim.url, sim.token)
            client.sleep = lambda seconds: clock.sleep(seconds) or setattr(sim.core, "limiter", Limiter())
            for _time in range(11):
                client.get("/v1/cdn/zones")
            assert [entry.status for entry in sim.journal].count(429) == 1, form
            assert len(clock.waits) == 1
            assert 1.0 <= clock.waits[0] <= 2.0


class TestRateLimit:
    """429 is no fault: it is waited out until a deadline without any request that got through."""

    LIMITED = (429, {"Retry-After": "7"}, {"error": {"code": 100106, "message": "limit reached"}})

    @pytest.mark.parametrize("retries", [0, 5])
    def test_it_does_not_count_as_a_retry(self, canned, client_of, clock, retries):
        server = canned(*[self.LIMITED] * 20, OK)
        client_of(server.url, retries=retries).send("POST", "/", body={}, repeatable=False)
        assert clock.waits == [7.0] * 20

    def test_faults_between_are_counted(self, canned, client_of, clock):
        server = canned(self.LIMITED, (503, {}, {}), self.LIMITED, (503, {}, {}), self.LIMITED)
        with pytest.raises(ApiError, match="503"):
            client_of(server.url, retries=1).get("/")
        assert len(server.seen) == 4

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize("asked", ["301", "Fri, 31 Dec 2999 23:59:59 GMT", "Fri, 31 Dec 99999 23:59:59 GMT"])
    def test_a_pause_that_is_too_long_is_not_made(self, canned, client_of, clock, status, asked):
        server = canned((status, {"Retry-After": asked}, {}))
        with pytest.raises(ApiError, match="it asks for a pause of more than 300 seconds; run the task again later"):
            client_of(server.url).get("/")
        assert (len(server.seen), clock.waits) == (1, [])

    @pytest.mark.parametrize(("deadline", "requests"), [(0.0, 1), (20.0, 4), (300.0, 44)])
    def test_nothing_gets_through(self, canned, client_of, clock, deadline, requests):
        server = canned(self.LIMITED)
        with pytest.raises(ApiError, match=rf"no request got through for {deadline:g} s \(api_rate_deadline\)") as told:
            client_of(server.url, retries=0, rate_deadline=deadline).get("/")
        assert len(server.seen) == requests
        assert told.value.status == 429

    def test_what_gets_through_starts_the_time_anew(self, canned, client_of, clock):
        """Other threads' requests, refusals and all."""
        refused = (403, {}, {"error": {"code": 100103, "message": "no"}})
        server = canned(self.LIMITED, self.LIMITED, refused, self.LIMITED, self.LIMITED, OK)
        client = client_of(server.url, rate_deadline=10.0)
        with pytest.raises(ApiError, match="403"):
            client.get("/")
        client.get("/")
        assert len(server.seen) == 6


@pytest.mark.parametrize(
    ("fault", "options", "reason"),
    [
        ("status", {"status": 503, "retry_after": 4}, "the API responds with 503"),
        ("status", {"status": 429, "retry_after": 4}, "the API limits the rate"),
        ("drop_before", {}, "the API is not responding"),
    ],
)
def test_whoever_listens_hears_why_a_request_waits(sim, client_of, clock, fault, options, reason):
    told = []
    client = client_of(sim.url, sim.token)
    client.on_wait = lambda *what: told.append(what)
    sim.fault(fault, **options)
    client.get("/v1/projects")
    assert told == [(reason, clock.waits[0])]
