# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client's token and where it goes, and the address of the API."""

from __future__ import annotations

import socket
import sys
import time

import pytest
from requests.exceptions import InvalidSchema

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import API_URL, Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
)

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
OK = (200, {}, {"data": {"id": "x"}})


def without_socks(*arguments, **options):
    """What requests has in the place of SOCKS where PySocks is not installed."""
    raise InvalidSchema("Missing dependencies for SOCKS support.")


def told(error: KinescopeError) -> str:
    return f"{error} {error.args} {error.sentence()} {error.details()}"


class TestToken:
    def test_a_connection_that_is_shown_does_not_tell_it(self):
        assert TOKEN not in repr(Connection(TOKEN))

    def test_every_request_carries_it(self, canned, client_of):
        server = canned(OK)
        client = client_of(server.url)
        client.get("/v1/projects", {"page": 1})
        for method in ("POST", "PUT", "DELETE"):
            client.send(method, "/v1/projects", body={"name": "A"})
        client.send("POST", "/v1/players/x/logo", content={"data": b"png", "headers": {"Content-Type": "image/png"}})
        client.send("POST", "/v1/players/x/logo", content={"files": {"file": ("file", b"png", "image/png")}})
        assert len(server.seen) == 6
        for _method, path, headers, _body in server.seen:
            assert headers["Authorization"] == f"Bearer {TOKEN}"
            assert TOKEN not in path

    def test_a_read_that_fails_is_named_without_the_id_of_another_one(self, canned, client_of):
        """The ID of an access token may be the token."""
        client = client_of(canned((400, {}, {"error": {"code": 400400, "message": "not valid"}})).url)
        for path, shown in (
            ("/v1/moderators", "/v1/moderators"),
            (f"/v1/projects/{TOKEN}/folders", f"/v1/projects/{TOKEN}/folders"),
            (f"/v1/access-tokens/{TOKEN}", "/v1/access-tokens/…"),
            ("/v1/access-tokens/0cxfXwkKh4Wzzd1boAnQFE", "/v1/access-tokens/…"),
        ):
            with pytest.raises(ApiError) as caught:
                client.get(path, {"page": 1})
            assert caught.value.sentence().endswith(f": not valid (GET {shown})")
        with pytest.raises(ApiError) as caught:
            client.send("POST", "/v1/moderators", body={})
        assert caught.value.sentence().endswith(": not valid")

    def test_netrc_does_not_replace_it(self, canned, client_of, tmp_path, monkeypatch):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login someone password else\ndefault login a password b\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        server = canned(OK)
        client_of(server.url).get("/")
        assert server.seen[0][2]["Authorization"] == f"Bearer {TOKEN}"

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
    def test_a_redirect_takes_it_nowhere(self, canned, client_of, clock, status, method):
        other = canned(OK)
        server = canned((status, {"Location": f"{other.url}/v1/projects", "X-Request-ID": "r-1"}, b""))
        with pytest.raises(ApiError, match=f"{status}.*redirect") as caught:
            client_of(server.url).send(method, "/v1/projects", body={"name": "A"})
        assert other.seen == []
        assert f"a redirect to {other.url}/v1/projects" in str(caught.value)
        assert len(server.seen) == 1
        assert clock.waits == []
        assert (caught.value.status, caught.value.request_id) == (status, "r-1")
        assert TOKEN not in told(caught.value)

    def test_a_redirect_to_another_path_of_the_same_host_is_not_followed(self, canned, client_of):
        server = canned((302, {"Location": "/elsewhere"}, b""), OK)
        with pytest.raises(ApiError):
            client_of(server.url).get("/v1/projects")
        assert len(server.seen) == 1

    @pytest.mark.parametrize(
        "answer",
        [
            (400, {}, {"error": {"code": 400400, "message": f"bad token {TOKEN}", "detail": TOKEN}}),
            (
                400,
                {},
                {"error": {"code": 400400, "message": "no", "invalid_params": [{"name": "t", "message": TOKEN}]}},
            ),
            (400, {}, {"error": {"code": 400400, "message": "no", "invalid_params": [[TOKEN], TOKEN, {"a": [TOKEN]}]}}),
            (401, {}, {"error": {"code": 100102, "message": f"Bearer {TOKEN.upper()}"}}),
        ],
        ids=["message", "invalid_params", "odd invalid_params", "other case"],
    )
    def test_a_response_that_repeats_it_is_not_repeated(self, canned, client_of, answer):
        server = canned(answer)
        with pytest.raises(ApiError) as caught:
            client_of(server.url, retries=0).get("/")
        assert TOKEN.lower() not in told(caught.value).lower()

    @pytest.mark.parametrize(
        "token",
        [
            "",
            " ",
            TOKEN[:-1],
            TOKEN + "0",
            TOKEN + " ",
            " " + TOKEN,
            TOKEN + "\n",
            "\n" + TOKEN,
            TOKEN[:18] + "\r\n" + TOKEN[18:],
            "{" + TOKEN + "}",
            "urn:uuid:" + TOKEN,
            "Bearer " + TOKEN,
            TOKEN.replace("-", ""),
            TOKEN.replace("-", "_"),
            TOKEN[:-1] + "g",
            TOKEN[:-1] + "\u0661",
            "0cxfXwkKh4Wzzd1boAnQFE",
        ],
    )
    def test_an_invalid_uuid_is_refused_and_not_shown(self, token):
        with pytest.raises(DocumentError, match="api_token") as caught:
            Connection(token)
        assert not token.strip() or token.strip() not in told(caught.value)

    def test_a_uuid_in_capitals_is_one(self):
        assert Connection(TOKEN.upper()).token == TOKEN.upper()


class TestAddress:
    @pytest.mark.parametrize("option", ["api_url", "uploader_url"])
    @pytest.mark.parametrize(
        "url",
        [
            "",
            "api.kinescope.io",
            "//api.kinescope.io",
            "ftp://api.kinescope.io",
            "file:///etc/passwd",
            "http://",
            "https:///v1",
            "https://someone:hunter2@api.kinescope.io",
            "https://:hunter2@api.kinescope.io",
            "https://api.kinescope.io?x=1",
            "https://api.kinescope.io#x",
            "https://[::1",
            "https://[bad]/",
            "https://api.kinescope.io:port",
            "https://api.kinescope.io:99999",
            "https://api kinescope.io",
            "https://api.kinescope.io\n",
        ],
    )
    def test_an_invalid_address_is_refused(self, option, url):
        with pytest.raises(DocumentError, match=option) as caught:
            Connection(TOKEN, **{option: url})
        assert "hunter2" not in told(caught.value)

    @pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e12])
    def test_an_invalid_timeout_is_refused(self, timeout):
        with pytest.raises(DocumentError, match="api_timeout"):
            Connection(TOKEN, timeout=timeout)

    def test_retries_are_not_negative(self):
        with pytest.raises(DocumentError, match="api_retries"):
            Connection(TOKEN, retries=-1)

    @pytest.mark.parametrize("suffix", ["", "/", "//"])
    def test_a_slash_at_its_end_does_not_matter(self, canned, client_of, suffix):
        server = canned(OK)
        client_of(server.url + suffix).get("/v1/projects")
        assert server.seen[0][1] == "/v1/projects"

    def test_it_may_have_a_path(self, canned, client_of):
        server = canned(OK)
        client_of(server.url + "/mirror/").get("/v1/projects")
        assert server.seen[0][1] == "/mirror/v1/projects"

    def test_the_vendors_is_the_default(self):
        assert Connection(TOKEN).api_url == API_URL == "https://api.kinescope.io"
        assert Connection(TOKEN).uploader_url == "https://uploader.kinescope.io"

    @pytest.mark.parametrize(
        ("url", "clear"),
        [
            ("https://api.kinescope.io", False),
            ("http://api.kinescope.io", True),
            ("HTTP://API.kinescope.io", True),
            ("http://127.0.0.1:8080", False),
            ("http://localhost", False),
            ("http://[::1]:80", False),
            ("http://127.0.0.1.example.com", True),
        ],
    )
    def test_a_token_sent_unencrypted_is_reported(self, url, clear):
        assert Connection(TOKEN, url).token_travels_in_clear is clear
        assert Connection(TOKEN, uploader_url=url).token_travels_in_clear is clear

    def test_the_proxy_of_the_environment_is_used(self, canned, client_of, monkeypatch):
        proxy = canned(OK)
        monkeypatch.setenv("http_proxy", proxy.url)
        client_of("http://api.example.com").get("/v1/projects")
        assert proxy.seen[0][1] == "http://api.example.com/v1/projects"
        assert proxy.seen[0][2]["Authorization"] == f"Bearer {TOKEN}"

    def test_the_environments_exceptions_from_the_proxy_hold(self, canned, client_of, monkeypatch):
        proxy, server = canned(OK), canned(OK)
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        client_of(server.url).get("/v1/projects")
        assert (len(proxy.seen), len(server.seen)) == (0, 1)

    def test_a_proxys_password_is_not_told(self, client_of, monkeypatch):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            monkeypatch.setenv("http_proxy", f"http://someone:hunter2@127.0.0.1:{closed.getsockname()[1]}")
            with pytest.raises(ApiError) as caught:
                client_of("http://api.example.com", retries=0).send("POST", "/v1/projects", repeatable=False)
        assert "hunter2" not in told(caught.value)
        assert caught.value.uncertain is False, "nothing got further than to the proxy"
        for words in ("api.example.com:80", "through the proxy http://", "127.0.0.1:", "efused"):
            assert words in told(caught.value)

    def test_a_proxy_that_refuses_to_connect(self, canned, client_of, monkeypatch):
        proxy = canned((403, {}, b""))
        proxy.server.RequestHandlerClass.do_CONNECT = proxy.server.RequestHandlerClass.do_GET
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(ApiError, match=r"api\.example\.com:443 through the proxy .* 403") as caught:
            client_of("https://api.example.com", retries=0).send("POST", "/v1/projects", repeatable=False)
        assert caught.value.uncertain is False

    def test_a_socks_proxy_without_its_library(self, client_of, monkeypatch, clock):
        monkeypatch.setitem(sys.modules, "socks", None)
        monkeypatch.setattr("requests.adapters.SOCKSProxyManager", without_socks)
        monkeypatch.setenv("all_proxy", "socks5://someone:hunter2@127.0.0.1:9")
        with pytest.raises(ApiError, match=r"SOCKS proxy.*PySocks") as caught:
            client_of("http://api.example.com").get("/v1/projects")
        assert clock.waits == []
        assert "hunter2" not in told(caught.value)

    @pytest.mark.parametrize(
        "proxy",
        [
            "http://[::1",
            "nonsense://x",
            "http://:0:0:0",
            "http://",
            "http://someone:hunter2@",
            "someone:hunter2@",
            "http://someone:hunter2@:80",
            "http://someone:hunter2@[x",
            "http://someone:hunter2@x:port",
            "http://someone:hunter2@x:99999",
            "ftp://someone:hunter2@x",
            "http://some one:hunter2@x y",
        ],
    )
    @pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
    def test_a_proxy_that_is_none_is_an_error_that_names_its_place(self, client_of, monkeypatch, clock, proxy, name):
        monkeypatch.setenv(name, proxy)
        with pytest.raises(ApiError, match=rf"through the proxy of {name}: it is not a URL with a host") as caught:
            client_of("http://api.example.com").get("/v1/projects")
        assert clock.waits == []
        assert caught.value.uncertain is False
        assert "hunter2" not in told(caught.value)


def test_by_default_it_waits_for_real():
    client = Client(Connection(TOKEN))
    began = time.monotonic()
    client.sleep(0.05)
    assert time.monotonic() - began >= 0.05
    assert Connection(TOKEN).timeout == 30
    assert Connection(TOKEN).retries == 5
    assert Connection(TOKEN).verify is True
