# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the client's errors say, whatever the API said; and what its requests say of it."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import VERSION
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

OK = (200, {}, {"data": {"id": "x"}})


class TestErrors:
    def error(self, canned, client_of, body, status=400) -> ApiError:
        server = canned((status, {"X-Request-ID": "r-1"}, body))
        with pytest.raises(ApiError) as caught:
            client_of(server.url, retries=0).get("/v1/projects")
        assert caught.value.status == status
        assert caught.value.request_id == "r-1"
        assert "r-1" in caught.value.sentence()
        assert str(status) in caught.value.sentence()
        return caught.value

    def test_all_that_the_api_says(self, canned, client_of):
        invalid = [
            {"index": 0, "name": "settings", "reason": "required", "message": "settings param is required"},
            {"name": "language", "reason": "oneof", "message": "EN RU"},
        ]
        body = {
            "error": {"code": 400400, "message": "did not validate", "detail": "see below", "invalid_params": invalid}
        }
        error = self.error(canned, client_of, body)
        assert error.code == 400400
        assert error.invalid_params == invalid
        for text in ("400400", "did not validate", "see below", "settings", "required", "language", "EN RU"):
            assert text in error.sentence()
        details = error.about("project", "A", "update").details()
        assert details == {
            "kind": "project",
            "key": "A",
            "action": "update",
            "status": 400,
            "code": 400400,
            "request_id": "r-1",
            "invalid_params": invalid,
        }
        assert error.sentence().startswith("Cannot update project 'A': ")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>Bad gateway</html>",
            b"\xff\xfe",
            b"[" * 100_000,
            [],
            "text",
            None,
            12,
            {},
            {"error": None},
            {"error": []},
            {"error": "text"},
            {"error": 12},
            {"error": {}},
            {"error": {"code": "400400", "message": ["a"], "detail": {"b": 1}, "invalid_params": {"c": 2}}},
            {"error": {"code": None, "message": None, "detail": None, "invalid_params": None}},
            {
                "error": {
                    "code": 1.5,
                    "message": 0,
                    "invalid_params": [None, 1, "x", [], {}, {"name": None}, {"name": 1}],
                }
            },
            {"error": {"code": True, "message": False, "invalid_params": [{"name": {}, "reason": [], "message": {}}]}},
            {"error": {"code": [], "message": "x" * 100_000}},
            {"data": {"id": "x"}},
        ],
        ids=lambda body: repr(body)[:40],
    )
    @pytest.mark.parametrize("status", [400, 404, 500])
    def test_errors_in_unexpected_shapes(self, canned, client_of, body, status):
        error = self.error(canned, client_of, body, status)
        assert error.code is None or (isinstance(error.code, int) and not isinstance(error.code, bool))
        assert isinstance(error.invalid_params, list)
        assert len(error.sentence()) < 5000 or "x" * 100 in error.sentence()

    @pytest.mark.parametrize(("status", "code"), [(404, 400404), (404, 404404), (400, 400404), (400, 404404), (404, 0)])
    def test_not_found_by_status_or_code(self, canned, client_of, status, code):
        assert self.error(canned, client_of, {"error": {"code": code, "message": "no"}}, status).not_found

    @pytest.mark.parametrize(("code", "taken"), [(400201, True), (400203, True), (400202, True), (400400, False)])
    def test_taken_by_code(self, canned, client_of, code, taken):
        assert self.error(canned, client_of, {"error": {"code": code, "message": "no"}}).taken is taken

    @pytest.mark.parametrize("body", [b"<html>", b"[]", b"null"])
    def test_an_unreadable_response_names_its_request(self, canned, client_of, body):
        server = canned((200, {"X-Request-ID": "r-1", "Content-Type": "text/html; charset=utf-8"}, body))
        with pytest.raises(ApiError, match=r"text/html.*api_url") as caught:
            client_of(server.url, retries=0).get("/")
        assert (caught.value.status, caught.value.request_id) == (200, "r-1")

    def test_requests_name_the_collection(self, canned, client_of):
        server = canned(OK)
        client_of(server.url).get("/")
        agent = server.seen[0][2]["User-Agent"]
        assert re.match(rf"kinescope\.kinescope/{re.escape(VERSION)}( |$)", agent)
        assert server.seen[0][2]["Accept"] == "application/json"

    def test_json_goes_as_json(self, canned, client_of):
        server = canned(OK)
        client_of(server.url).send("POST", "/", body={"name": "пример", "n": None})
        _method, _path, headers, body = server.seen[0]
        assert headers["Content-Type"] == "application/json"
        assert json.loads(body) == {"name": "пример", "n": None}

    def test_no_body_is_no_body(self, canned, client_of):
        server = canned(OK)
        client_of(server.url).send("PUT", "/v2/live/events/x/enable")
        assert server.seen[0][3] == b""
        client_of(server.url).send("PUT", "/", body=[])
        assert server.seen[1][3] == b"[]"
