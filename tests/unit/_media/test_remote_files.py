# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files behind links: read with care, and what cannot be read is not known."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._media import remote_files as linked
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.remote_files import file_at, is_copy

DATA = bytes(range(256)) * 40


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "slides.pdf"
    path.write_bytes(DATA)
    return str(path)


def test_the_token_goes_to_the_api_only(canned, client_of):
    api, other = canned((200, {}, DATA)), canned((200, {}, DATA))
    client = client_of(api.url)
    assert file_at(client, f"{api.url}/a?sign=1") == DATA
    assert file_at(client, f"{other.url}/a?sign=1") == DATA
    assert api.seen[0][2]["Authorization"].startswith("Bearer ")
    assert "Authorization" not in other.seen[0][2]
    assert client.reads == 2


def test_no_password_of_the_user_goes_along(canned, client_of, tmp_path, monkeypatch):
    other = canned((200, {}, DATA))
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert file_at(client_of("http://127.0.0.1:9"), f"{other.url}/a") == DATA
    assert "Authorization" not in other.seen[0][2]


@pytest.mark.usefixtures("lenient_urllib3")
@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, DATA),
        (206, {}, DATA),
        (302, {"Location": "/b"}, b""),
        (200, {"Content-Length": "20000"}, DATA),
        (200, {"Content-Encoding": "gzip"}, DATA),
        (200, {}, b""),
    ],
)
def test_what_cannot_be_read(canned, client_of, answer, file):
    server = canned(answer)
    client = client_of(server.url)
    assert file_at(client, f"{server.url}/a") is None
    assert len(server.seen) == 1
    if answer != (200, {}, b""):
        assert is_copy(client, f"{server.url}/a", file, len(DATA)) in (None, False)


@pytest.mark.parametrize("link", [None, "", 5, "ftp://a.example/b", "http://", "http://127.0.0.1:9/a", "http://a:b/c"])
def test_an_invalid_link(client_of, link, file):
    client = client_of("http://127.0.0.1:9")
    assert file_at(client, link) is None
    assert is_copy(client, link, file, len(DATA)) is None


def test_nothing_is_requested_unencrypted(canned, client_of):
    """Of an API that encrypts, no link leads to a server that does not."""
    other = canned((200, {}, DATA))
    assert file_at(client_of("https://api.example.com"), f"{other.url}/a") is None
    assert other.seen == []


@pytest.mark.parametrize(
    ("data", "same"), [(DATA, True), (DATA[:-1], False), (DATA + b"x", False), (DATA[:-1] + b"x", False), (b"", False)]
)
def test_whether_a_remote_file_is_a_copy(canned, client_of, file, data, same, monkeypatch):
    monkeypatch.setattr(linked, "BLOCK", 1000)
    server = canned((200, {}, data))
    assert is_copy(client_of(server.url), f"{server.url}/a", file, len(DATA)) is same


def test_what_is_too_large_is_not_read_to_its_end(canned, client_of, file, monkeypatch):
    monkeypatch.setattr(linked, "LARGEST_WHOLE", 100)
    monkeypatch.setattr(linked, "LARGEST", 100)
    server = canned((200, {}, DATA))
    assert file_at(client_of(server.url), f"{server.url}/a") is None
    assert is_copy(client_of(server.url), f"{server.url}/a", file, len(DATA)) is None
    assert len(server.seen) == 1


def test_what_takes_too_long(canned, client_of, monkeypatch):
    monkeypatch.setattr(linked, "LONGEST", -1)
    server = canned((200, {}, DATA))
    assert file_at(client_of(server.url), f"{server.url}/a") is None
