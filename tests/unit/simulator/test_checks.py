# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of checks, and each error's exact form."""

from __future__ import annotations

import pytest
import requests

UNKNOWN = "3c4bf808-9a40-4abd-a0f2-0c3e81a15b6d"


def test_no_authorization_header(sim_api):
    sim, _api = sim_api
    answer = requests.get(f"{sim.url}/v1/projects", timeout=5)
    assert answer.status_code == 400
    assert answer.json() == {"error": {"code": 100101, "message": "authorization header not found"}}


@pytest.mark.parametrize("value", ["Bearer " + UNKNOWN, "Bearer", "Basic x", ""])
def test_bad_token(sim_api, value):
    sim, _api = sim_api
    answer = requests.get(f"{sim.url}/v1/projects", headers={"Authorization": value}, timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, 100102)


def test_auth_comes_before_the_route(sim_api):
    sim, _api = sim_api
    assert requests.get(f"{sim.url}/nowhere", timeout=5).json()["error"]["code"] == 100101


def test_unknown_route_and_method(sim_api):
    _sim, api = sim_api
    assert api.error("GET", "/v1/nowhere") == (404, 400404)
    assert api.error("PATCH", "/v1/projects") == (405, 400405)


def test_the_method_is_judged_before_the_id(sim_api):
    _sim, api = sim_api
    assert api.error("PATCH", "/v1/players/nonsense") == (405, 400405)
    assert api.error("GET", "/v1/players/nonsense") == (400, 400301)


def test_each_host_has_its_own_paths(sim_api):
    _sim, api = sim_api
    assert api.error("POST", "/v2/init", {}) == (404, 400404)
    assert api.error("GET", "/v1/projects", host="uploader") == (404, 400404)


def test_the_id_is_judged_before_the_body(sim_api):
    _sim, api = sim_api
    answer = api("PUT", "/v1/projects/nonsense", data="")
    assert answer.json()["error"] == {
        "code": 400301,
        "message": "invalid uuid format",
        "detail": "see https://en.wikipedia.org/wiki/Universally_unique_identifier",
    }


@pytest.mark.parametrize(("body", "code"), [("", 1), ("  ", 1), ("{", 400101), ("[]", 400102), ("{}", 400400)])
def test_the_body_is_judged_before_existence(sim_api, body, code):
    _sim, api = sim_api
    assert api.error("PUT", f"/v1/projects/{UNKNOWN}", data=body) == (400, code)


def test_existence_comes_last(sim_api):
    _sim, api = sim_api
    body = {"privacy_type": "anywhere"}
    assert api.error("PUT", f"/v1/projects/{UNKNOWN}", body) == (404, 400404)


def test_every_missing_field_is_listed(sim_api):
    _sim, api = sim_api
    answer = api("POST", "/v1/projects", {"name": ""})
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": 400400,
        "message": "request parameters didn't validate",
        "invalid_params": [
            {"index": 0, "name": "name", "reason": "required", "message": "name param is required"},
            {"index": 0, "name": "privacy_type", "reason": "required", "message": "privacy_type param is required"},
        ],
    }


def test_choices(sim_api):
    _sim, api = sim_api
    answer = api("POST", "/v1/projects", {"name": "a", "privacy_type": "some"})
    rule = {"index": 0, "name": "privacy_type", "reason": "oneof", "message": "anywhere nowhere custom"}
    assert answer.json()["error"]["invalid_params"] == [rule]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"name": 1}, "json: cannot unmarshal number into Go struct field Project.name of type string"),
        (
            {"privacy_domains": {}},
            "json: cannot unmarshal object into Go struct field Project.privacy_domains of type []string",
        ),
        ({"encrypted": "yes"}, "json: cannot unmarshal string into Go struct field Project.encrypted of type bool"),
    ],
)
def test_wrong_types(sim_api, body, detail):
    _sim, api = sim_api
    error = api("POST", "/v1/projects", body).json()["error"]
    assert error == {"code": 400102, "message": "json type error", "detail": detail}


def test_an_object_instead_of_an_array_of_ids(sim_api):
    _sim, api = sim_api
    error = api("PATCH", "/v1/additional-materials/reorder", {}).json()["error"]
    assert error["detail"] == "json: cannot unmarshal object into Go value of type []uuid.UUID"


def test_malformed_id_in_a_body(sim_api):
    _sim, api = sim_api
    body = {"name": "a", "privacy_type": "anywhere", "player_id": "nonsense"}
    assert api.error("POST", "/v1/projects", body) == (400, 400301)


def test_unknown_reference(sim_api):
    _sim, api = sim_api
    body = {"name": "a", "privacy_type": "anywhere", "player_id": UNKNOWN}
    assert api.error("POST", "/v1/projects", body) == (404, 400404)


def test_json_whatever_the_content_type_and_unknown_fields(sim_api):
    _sim, api = sim_api
    raw = b'{"name": " a ", "privacy_type": "anywhere", "description": 5}'
    made = api.data("POST", "/v1/projects/", data=raw, headers={"Content-Type": "text/plain"})
    assert made["name"] == " a "
    assert "description" not in made


def test_null_counts_as_not_given_where_null_is_no_value(sim_api):
    _sim, api = sim_api
    assert api.error("POST", "/v1/projects", {"name": None, "privacy_type": "anywhere"}) == (400, 400400)


def test_every_response_has_a_request_id(sim_api):
    sim, api = sim_api
    seen = {api("GET", path).headers["X-Request-ID"] for path in ("/v1/projects", "/v1/nowhere", "/v1/players/x")}
    assert seen == {entry.request_id for entry in sim.journal}
    assert len(seen) == 3


def test_large_bodies_are_refused_on_the_api_host_only(sim_api):
    _sim, api = sim_api
    big = b" " * (10 * 1024 * 1024 + 1)
    assert api("POST", "/v1/projects", data=big).status_code == 413
    assert api("POST", "/v2/video", data=big, host="uploader").status_code == 400


def test_internal_errors_tell_path_and_time(sim_api):
    _sim, api = sim_api
    error = api("POST", "/v1/avatar").json()["error"]
    assert error["code"] == 500500
    assert error["path"] == "/v1/avatar"
    assert len(error["timestamp"].rpartition(".")[2]) == len("123456789Z")
