# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where addresses lead: one reading for the check and for the connection, and no token to any other host."""

from __future__ import annotations

import ast
import json
import pathlib
import time
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.addresses import (
    Origin,
    ascii_url,
    is_usable,
    link_fault,
    origin_of,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media import upload_state
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.remote_files import file_at
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.tus import Source, Transfer
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import Uploader

PLUGINS = pathlib.Path(__file__).resolve().parents[3] / "plugins"
TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
API = "https://api.kinescope.io"
#: Two parsers read two hosts from these, or one of them reads none: {own} is the API's, {other} is not.
HOSTILE = [
    "http://{other}\\@{own}/a",
    "http://{other}\\\\@{own}/a",
    "http://{own}\\@{other}/a",
    "http://{own}@{other}/a",
    "http://user:{own}@{other}/a",
    "http://@{own}/a",
    "http://{other}\t@{own}/a",
    "http://{other}/\n@{own}/a",
    "http://{own}\r\n/a",
    " http://{own}/a",
    "http://{own}/a b",
    "http://{own}/\u044f",
    "http://{own}\u3002example.com/a",
    "http://{own}%2f@{other}/a",
    "http://{own}%00/a",
    "http:\\\\{own}/a",
    "http:/{own}/a",
    "http:///{own}/a",
    "//{own}/a",
    "{own}/a",
    "ftp://{own}/a",
    "http://{own}:0/a",
]
#: These lead to another host, whatever they hold of the API's.
OTHERS = [
    "http://{other}#@{own}/a",
    "http://{other}?@{own}/a",
    "http://{other}/@{own}/a",
    "HTTP://{other}/http://{own}/",
]


@pytest.fixture
def pair(canned):
    """The API and another server; each answers with its name."""
    return canned((200, {}, b"own")), canned((200, {}, b"other"))


def written(text, own, other):
    return text.format(own=own.url.partition("://")[2], other=other.url.partition("://")[2])


def tokens(server):
    """What requests to a server had to say who asks."""
    return [headers.get("Authorization") for _method, _path, headers, _body in server.seen]


class TestToken:
    @pytest.mark.parametrize("text", [*HOSTILE, *OTHERS])
    def test_no_link_of_a_response_takes_it_along(self, pair, client_of, text):
        own, other = pair
        found = file_at(client_of(own.url), written(text, own, other))
        assert tokens(other) in ([], [None])
        assert own.seen == []
        assert found == (b"other" if text in OTHERS else None)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_no_redirect_takes_it_along(self, canned, client_of, status):
        other = canned((200, {}, b"other"))
        own = canned((status, {"Location": f"{other.url}/a"}, b""))
        client = client_of(own.url, uploader_url=own.url, retries=0)
        assert file_at(client, f"{own.url}/a") is None
        with pytest.raises(ApiError, match="not followed"):
            client.get("/v1/projects")
        with pytest.raises(ApiError, match="not followed"):
            client.send("POST", "/v2/init", body={}, host=own.url)
        assert tokens(own) == [f"Bearer {TOKEN}"] * 3
        assert other.seen == []

    def test_it_is_bound_to_its_addresses(self, pair, client_of):
        """Whoever asks for it: nothing is sent to another address at all."""
        own, other = pair
        client = client_of(own.url, uploader_url=own.url)
        for address in (f"{other.url}/a", written(HOSTILE[0], own, other), f"{own.url}.example.com/a"):
            error, wait = client.attempt("GET", address, auth=client.auth)
            assert isinstance(error, ApiError)
            assert wait is None
        assert (own.seen, other.seen) == ([], [])
        client.attempt("GET", f"{own.url}/a", auth=client.auth)
        assert tokens(own) == [f"Bearer {TOKEN}"]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_address_of_the_api_is_taken_otherwise(self, pair, text):
        address = written(text, *pair).removesuffix("/a")
        for option in ("api_url", "uploader_url"):
            if origin_of(address) is None:
                with pytest.raises(DocumentError, match=option):
                    Connection(TOKEN, **{option: address})


class TestEndpoint:
    """Where the bytes of a file go: the endpoint takes no token, and is a right to upload by itself."""

    @pytest.mark.parametrize("text", HOSTILE)
    def test_an_endpoint_of_a_response_must_be_usable(self, pair, canned, client_of, text):
        endpoint = written(text, *pair)
        answer = {"data": {"id": "93997264-97ac-4091-b48e-559614c2817a", "endpoint": endpoint}}
        uploader = canned((201, {}, answer))
        client = client_of(uploader.url, uploader_url=uploader.url)
        with pytest.raises(ApiError, match="without a valid ID and endpoint"):
            Uploader(client).init({"type": "video"})
        for server in pair:
            assert server.seen == []

    def test_of_a_response_is_sent_without_the_token(self, canned, client_of, tmp_path):
        own = canned((204, {"Upload-Offset": "3"}, b""))
        file = tmp_path / "a.mp4"
        file.write_bytes(b"abc")
        client = client_of(own.url, uploader_url=own.url)
        with Source(str(file)) as source:
            Transfer(client, f"{own.url}/v2/upload/x", source, lambda count: None).run()
        assert set(tokens(own)) == {None}

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_an_earlier_run(self, pair, text):
        own, other = pair
        upload_state.remember("k", "93997264-97ac-4091-b48e-559614c2817a", written(text, own, other))
        assert upload_state.remembered("k", own.url) is None
        (file,) = upload_state.cache_folder().glob("upload-*")
        kept = json.loads(file.read_text())
        assert time.time() - kept["created"] < 60, "it is for its endpoint that it is not taken"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (API, Origin("https", "api.kinescope.io", 443)),
        ("HTTPS://API.Kinescope.io:8443/v1?a=b#c", Origin("https", "api.kinescope.io", 8443)),
        ("http://127.0.0.1:80/", Origin("http", "127.0.0.1", 80)),
        ("http://[::1]:8080/a", Origin("http", "[::1]", 8080)),
        ("https://a_b.example/x/../y%20z", Origin("https", "a_b.example", 443)),
        ("https://a.example?x@b.example", Origin("https", "a.example", 443)),
        ("https://xn--e1afmkfd.xn--p1ai/", Origin("https", "xn--e1afmkfd.xn--p1ai", 443)),
        *[(text, None) for text in (None, 5, b"https://a.example", [], "", "https://", "https://:443/")],
        *[
            (f"https://{place}/a", None)
            for place in (".a", "*.a", "a:", "a:00443", "a:65536", "a:-1", "a:x", "a;b", "a|b")
        ],
        *[
            (f"https://{place}/a", None)
            for place in ("[::1%25lo]", "[v1.a]", "[::1", "::1", "\u0430\u043f\u0438.\u0440\u0444")
        ],
    ],
)
def test_urls_of_one_origin(text, origin):
    assert origin_of(text) == origin


PARTS = [
    "http",
    "https",
    ":",
    "/",
    "//",
    "\\",
    "@",
    "?",
    "#",
    "%2f",
    "a.example",
    "b.example",
    "[::1]",
    "80",
    "\t",
    " ",
]
ADDRESSES = st.one_of(
    st.lists(st.sampled_from(PARTS), max_size=9).map("".join),
    st.lists(st.sampled_from(PARTS), max_size=9).map(lambda parts: "https://a.example" + "".join(parts)),
    st.text(max_size=12).map(lambda text: f"http://a.example{text}"),
    st.text(max_size=12).map(lambda text: f"https://{text}"),
)


@given(ADDRESSES)
def test_whatever_is_taken_all_parsers_read_alike(text):
    origin = origin_of(text)
    if origin is None:
        return
    sent = requests.Request("GET", text).prepare().url
    assert origin_of(sent) == origin
    for parse in (parse_url, urlsplit):
        for address in (text, sent):
            parts = parse(address)
            host = parts.host if parse is parse_url else parts.hostname
            assert (parts.scheme.lower(), host.strip("[]")) == (origin.scheme, origin.host.strip("[]"))
            assert (parts.port or {"http": 80, "https": 443}[origin.scheme]) == origin.port


@pytest.mark.parametrize(
    ("text", "beside", "fit"),
    [
        ("https://a.example/x", API, True),
        ("https://a.example/x", "http://127.0.0.1:1", True),
        ("http://a.example/x", "http://127.0.0.1:1", True),
        ("http://a.example/x", API, False),
        ("https://a.example\\@api.kinescope.io/x", API, False),
    ],
)
def test_what_a_response_may_lead_to(text, beside, fit):
    assert is_usable(text, beside) is fit


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://a.example/b.jpg?sign=c", ""),
        ("cover.jpg", "starts with https://"),
        ("https:///b", "starts with https://"),
        ("https://a.example/b c", "in ASCII"),
        ("https://\u044f.\u0440\u0444", "in ASCII"),
        ("https://user:pa55@a.example/b", "with only a host"),
        ("https://a.example\\@b.example/c", "without backslashes"),
        ("https://a.example:0/b", "with only a host"),
    ],
)
def test_links_that_are_handed_on(link, fault):
    told = link_fault("poster", link)
    assert fault in told
    assert bool(told) is bool(fault)
    assert "pa55" not in told


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://a.example/b%20c%2f?d=e&f#g", "https://a.example/b%20c%2f?d=e&f#g"),
        (" https://a.example/b c/\u044f.mp4?q=\u044f\n", "https://a.example/b%20c/%D1%8F.mp4?q=%D1%8F"),
        ("HTTPS://\u042f.\u0440\u0444:8443/b", "HTTPS://xn--41a.xn--p1ai:8443/b"),
        ("https://a.example", "https://a.example"),
        ("https://a.example\\@b.example/c", "https://a.example\\@b.example/c"),
        ("https://a.example/b\tc", "https://a.example/b\tc"),
        ("ftp://\u044f", "ftp://\u044f"),
    ],
)
def test_addresses_as_http_takes_them(given, sent):
    assert ascii_url(given) == sent


@given(st.one_of(st.text(), st.text(st.characters(categories=["Cs", "Lu", "Zs"])).map(lambda text: f"https://{text}")))
def test_any_text_is_made_an_address_or_left(text):
    made = ascii_url(text)
    assert ascii_url(made) == made
    assert origin_of(made) is None or link_fault("url", made) == ""


def names(path):
    """What a file imports of the standard library's parser, and the texts in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in ("urllib.parse", "urllib3.util"):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and node.value == "Authorization":
            yield "Authorization"


#: What writes texts as addresses have them, and reads them; it does not say where an address leads.
SPELLING = ("quote", "quote_plus", "unquote")


def test_one_file_parses_addresses_and_one_gives_the_token():
    found = [(name, path.name) for path in PLUGINS.rglob("*.py") for name in names(path) if name not in SPELLING]
    assert sorted(found) == [("Authorization", "addresses.py"), ("parse_url", "addresses.py")]
