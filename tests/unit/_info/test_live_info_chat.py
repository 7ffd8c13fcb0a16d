# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The chat of a stream: messages made regular, texts that are no JSON, and the file that keeps them."""

from __future__ import annotations

import json
import os
import stat

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.chat import exported, keep, messages

CSV = {"Content-Type": "text/csv; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


class TestMessages:
    @pytest.mark.parametrize(
        ("shown", "straight"),
        [
            ({"is_admin": "true"}, {"is_admin": True}),
            ({"is_admin": "false"}, {"is_admin": False}),
            ({"is_admin": True}, {"is_admin": True}),
            ({"is_admin": "owner"}, {"is_admin": "owner"}),
            ({"is_admin": ["true"]}, {"is_admin": ["true"]}),
            ({"cteated_at_local": "x"}, {"created_at_local": "x"}),
            ({"created_at_local": "x", "more": 1}, {"created_at_local": "x", "more": 1}),
            ({"message": "true"}, {"message": "true"}),
        ],
    )
    def test_they_are_put_right(self, client_of, canned, shown, straight):
        server = canned((200, JSON, {"data": [shown]}))
        assert messages(client_of(server.url), "/chat") == [straight]
        assert server.seen[0][:2] == ("GET", "/chat.json")

    def test_null_is_none(self, client_of, canned):
        assert messages(client_of(canned((200, JSON, {"data": None})).url), "/chat") == []


class TestExported:
    def test_json_is_stable_and_readable(self, client_of, canned):
        server = canned((200, JSON, {"data": [{"message": "Привет", "is_admin": "true"}]}))
        content = exported(client_of(server.url), "/chat", "json").decode()
        assert json.loads(content) == [{"message": "Привет", "is_admin": True}]
        assert "Привет" in content
        assert content.endswith("]\n")

    @pytest.mark.parametrize(
        ("headers", "body"),
        [
            (CSV, "id,message\n1,Привет\n".encode()),
            (CSV, b""),
            (CSV, b"\xff\x00 no text at all"),
            ({"Content-Type": "text/plain"}, b'{"data": []}'),
            ({"Content-Type": "application/octet-stream"}, b"a"),
            ({}, b"a"),
            ({**CSV, "Content-Length": "1"}, b"a"),
        ],
    )
    def test_texts_are_taken_to_the_byte(self, client_of, canned, headers, body):
        server = canned((200, headers, body))
        assert exported(client_of(server.url), "/chat", "csv") == body
        method, path, sent, _body = server.seen[0]
        assert (method, path, sent["Accept"]) == ("GET", "/chat.csv", "*/*")
        assert sent["Authorization"].startswith("Bearer ")

    def test_json_where_a_text_was_asked_for(self, client_of, canned):
        server = canned((200, {**JSON, "X-Request-ID": "r-1"}, {"data": []}))
        with pytest.raises(ApiError, match=r"response for /chat\.txt is JSON") as caught:
            exported(client_of(server.url), "/chat", "txt")
        assert caught.value.request_id == "r-1"

    def test_a_page_of_a_proxy(self, client_of, canned):
        server = canned((200, {"Content-Type": "text/html"}, b"<html>log in</html>"))
        with pytest.raises(ApiError, match="check api_url"):
            exported(client_of(server.url, retries=0), "/chat", "csv")

    @pytest.mark.usefixtures("lenient_urllib3")
    @pytest.mark.parametrize(
        "fault",
        [
            (503, CSV, b"a"),
            (429, {}, b""),
            (200, {"Content-Type": "text/html"}, b"<html>"),
            (200, {**CSV, "Content-Length": "9"}, b"a"),
        ],
        ids=["503", "429", "html", "cut off"],
    )
    def test_faults_that_pass(self, client_of, canned, fault):
        server = canned(fault, (200, CSV, b"a"))
        assert exported(client_of(server.url), "/chat", "csv") == b"a"
        assert len(server.seen) == 2

    def test_a_refused_export_is_an_error(self, client_of, canned):
        server = canned((404, {**JSON, "X-Request-ID": "r-2"}, {"error": {"code": 400404, "message": "not found"}}))
        with pytest.raises(ApiError, match="not found") as caught:
            exported(client_of(server.url), "/chat", "csv")
        assert (caught.value.code, caught.value.request_id) == (400404, "r-2")


class TestKeep:
    def test_a_file_that_only_its_owner_can_read(self, tmp_path):
        path = tmp_path / "chat.csv"
        umask = os.umask(0)
        try:
            assert keep(str(path), b"a", check_mode=False) is True
        finally:
            os.umask(umask)
        assert path.read_bytes() == b"a"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert os.listdir(tmp_path) == ["chat.csv"]

    def test_the_same_content_is_no_change(self, tmp_path):
        path = tmp_path / "chat.csv"
        path.write_bytes(b"a")
        path.chmod(0o640)
        before = path.stat()
        assert keep(str(path), b"a", check_mode=False) is False
        after = path.stat()  # but for the time of the last access, which reading sets
        for name in ("st_ino", "st_mode", "st_size", "st_mtime_ns", "st_ctime_ns"):
            assert getattr(after, name) == getattr(before, name), name

    def test_another_content_takes_its_place(self, tmp_path):
        path = tmp_path / "chat.csv"
        path.write_bytes(b"b")
        path.chmod(0o644)
        assert keep(str(path), b"a", check_mode=True) is True
        assert path.read_bytes() == b"b"
        assert keep(str(path), b"a", check_mode=False) is True
        assert path.read_bytes() == b"a"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_check_mode_makes_nothing(self, tmp_path):
        assert keep(str(tmp_path / "new/chat.csv"), b"a", check_mode=True) is True
        assert os.listdir(tmp_path) == []

    def test_a_name_without_a_folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert keep("chat.csv", b"a", check_mode=False) is True
        assert (tmp_path / "chat.csv").read_bytes() == b"a"

    @pytest.mark.parametrize("place", ["", "missing/chat.csv", "file/chat.csv"])
    def test_places_that_cannot_be_written(self, tmp_path, place):
        (tmp_path / "file").touch()
        with pytest.raises(DocumentError, match="cannot be written: "):
            keep(str(tmp_path / place), b"a", check_mode=False)

    def test_nothing_is_left_when_it_fails(self, tmp_path, monkeypatch):
        def broken(*arguments):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "replace", broken)
        with pytest.raises(DocumentError, match="No space left"):
            keep(str(tmp_path / "chat.csv"), b"a", check_mode=False)
        assert os.listdir(tmp_path) == []
