# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault does what it says, where and as often as it was told."""

from __future__ import annotations

import time

import pytest
import requests

BODY = {"name": "p"}
PATH = "/v1/players"


def count(sim):
    return len(sim.objects("player"))


def test_status(sim_api):
    sim, api = sim_api
    fault = sim.fault("status", method="POST", path="/v1/pl*", status=503, times=2, skip=1, retry_after=3)
    assert api("GET", PATH).status_code == 200
    codes = [api("POST", PATH, {"name": f"p{number}"}).status_code for number in range(4)]
    assert codes == [200, 503, 503, 200]
    assert count(sim) == 2
    assert fault.hits == 2
    assert [entry.fault for entry in sim.writes] == [None, "status", "status", None]
    assert [entry.status for entry in sim.writes] == codes


@pytest.mark.parametrize(
    ("status", "code"), [(401, 100102), (403, 100103), (404, 400404), (429, 100106), (500, 500500), (503, 503503)]
)
def test_codes(sim_api, status, code):
    sim, api = sim_api
    sim.fault("status", status=status)
    answer = api("GET", PATH)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.headers["X-Request-ID"]


def test_own_code_and_html(sim_api):
    sim, api = sim_api
    sim.fault("status", status=402, code=400207, message="not enough money", retry_after=7)
    answer = api("GET", PATH)
    assert answer.json() == {"error": {"code": 400207, "message": "not enough money"}}
    assert answer.headers["Retry-After"] == "7"
    sim.fault("status", status=502, body_kind="html")
    answer = api("GET", PATH)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    sim.fault("status", status=404, body_kind="text")
    answer = api("GET", PATH)
    assert (answer.status_code, answer.headers["Content-Type"], answer.text[:4]) == (404, "text/plain", "404 ")


@pytest.mark.parametrize(("kind", "made"), [("drop_before", 0), ("drop_after", 1)])
def test_drops(sim_api, kind, made):
    sim, api = sim_api
    sim.fault(kind, method="POST")
    with pytest.raises(requests.ConnectionError):
        api("POST", PATH, BODY)
    assert count(sim) == made
    assert (sim.writes[0].fault, sim.writes[0].status) == (kind, None)
    assert api("GET", PATH).status_code == 200


def test_status_after(sim_api):
    sim, api = sim_api
    sim.fault("status_after", status=502, method="POST")
    assert api("POST", PATH, BODY).status_code == 502
    assert count(sim) == 1


@pytest.mark.parametrize(("work", "made"), [("before", 1), ("after", 0)])
def test_slow(sim_api, work, made):
    sim, api = sim_api
    fault = sim.fault("slow", method="POST", seconds=0.5, work=work)
    with pytest.raises(requests.Timeout):
        api("POST", PATH, BODY, timeout=0.1)
    assert count(sim) == made
    assert api("GET", PATH).status_code == 200
    assert fault.hits == 1


@pytest.mark.parametrize("chunked", [False, True])
def test_truncated(sim_api, chunked):
    sim, api = sim_api
    sim.fault("truncated", method="POST", chunked=chunked)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api("POST", PATH, BODY)
    assert count(sim) == 1


def test_html_and_garbage(sim_api):
    sim, api = sim_api
    sim.fault("html")
    sim.fault("garbage")
    answer = api("POST", PATH, BODY)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")
    assert api("POST", PATH, {"name": "q"}).json() == ["garbage", 1, None]
    assert count(sim) == 2


@pytest.mark.parametrize("status", [302, 307])
def test_redirect(sim_api, status):
    sim, api = sim_api
    sim.fault("redirect", status=status, location="https://example.com/elsewhere")
    answer = api("POST", PATH, BODY)
    assert (answer.status_code, answer.headers["Location"]) == (status, "https://example.com/elsewhere")
    assert count(sim) == 0


def test_forever_and_cleared(sim_api):
    sim, api = sim_api
    sim.fault("status", times=None)
    assert {api("GET", PATH).status_code for _index in range(5)} == {503}
    sim.clear_faults()
    assert api("GET", PATH).status_code == 200


def test_mistakes_are_named(sim_api):
    sim, _api = sim_api
    with pytest.raises(ValueError, match="unknown fault 'x'; known: status, "):
        sim.fault("x")
    with pytest.raises(ValueError, match="fault html has no option 'status'; known: none"):
        sim.fault("html", status=5)


def test_over_http(sim_api):
    sim, api = sim_api
    answer = api.control("POST", "fault", {"kind": "status", "status": 500, "method": "GET", "path": "/v1/*"})
    assert answer.json()["hits"] == 0
    assert api("GET", PATH).status_code == 500
    assert api.control("GET", "faults").json()[0]["hits"] == 1
    assert api.control("DELETE", "faults").json() == []
    assert api.control("POST", "fault", {"kind": "x"}).status_code == 400
    assert len(sim.journal) == 1


def test_a_reset_forgets_slow_requests(sim_api):
    sim, api = sim_api
    late = sim.fault("slow", method="POST", seconds=0.3, work="after")
    with pytest.raises(requests.exceptions.Timeout):
        api("POST", "/v1/tags", {"tag": "late"}, timeout=0.05)
    while not late.hits:
        time.sleep(0.01)
    sim.reset()
    sim.fault("slow", method="GET", seconds=0.5)
    assert api.data("GET", "/v1/tags") == []
    assert sim.objects("tag") == []


@pytest.mark.parametrize(("kind", "second", "total"), [("empty_page", [], 12), ("shifted_page", ["h09", "h10"], 12)])
def test_incomplete_pages(sim_api, kind, second, total):
    sim, api = sim_api
    for number in range(12):
        sim.seed("webhook", name=f"h{number:02}", endpoint="e")
    sim.fault(kind, path="/v1/webhooks", times=None, skip=int(kind == "empty_page"))
    pages = [api("GET", f"/v1/webhooks?page={page}&per_page=10").json() for page in (1, 2)]
    assert [row["name"] for row in pages[0]["data"]] == [f"h{number:02}" for number in range(10)]
    assert [row["name"] for row in pages[1]["data"]] == second
    assert pages[1]["meta"]["pagination"]["total"] == total


@pytest.mark.parametrize(
    ("path", "kind", "values"),
    [("/v1/webhooks", "webhook", {"endpoint": "e"}), ("/v1/cdn/zones", "cdn_zone", {"host": "h"})],
)
def test_a_list_that_lags_behind(sim_api, path, kind, values):
    sim, api = sim_api
    sim.seed(kind, name="b", **values)
    sim.seed(kind, name="a", **values)
    sim.fault("late_row", path=path)
    assert [{row["name"] for row in api.data("GET", path)} for _time in range(2)] == [{"b"}, {"a", "b"}]


@pytest.mark.parametrize(("shape", "key"), [("success", "data"), ("error", "error"), ("errors", "errors")])
def test_unsuccessful(sim_api, shape, key):
    sim, api = sim_api
    sim.fault("unsuccessful", method="POST", shape=shape)
    answer = api("POST", PATH, BODY)
    assert (answer.status_code, list(answer.json())) == (200, [key])
    assert count(sim) == 0


def test_drip(sim_api):
    sim, api = sim_api
    sim.fault("drip", seconds=0.01)
    began = time.monotonic()
    assert api("GET", PATH).json()["data"] == []
    assert time.monotonic() - began > 0.3


def test_endless(sim_api):
    sim, api = sim_api
    sim.fault("endless")
    with api("GET", PATH, stream=True) as answer:
        assert sum(len(piece) for piece, _n in zip(answer.iter_content(1 << 16), range(20))) > 1 << 20
