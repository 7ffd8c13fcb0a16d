# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses without secrets, secrets among options, and the forms in which they can be printed."""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import display as addresses
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.secrecy import (
    HIDDEN,
    NOT_LOGGED,
    logged_options,
    printable_forms,
    secret_texts,
    shown_options,
)

MASK = "********"


class TestAddress:
    @pytest.mark.parametrize(
        ("address", "shown", "secret"),
        [
            ("https://h.example.com/path", "https://h.example.com/path", set()),
            ("https://user:pw@h/p?x=1#f", f"https://{MASK}@h/p?{MASK}", {"user:pw", "pw", "x=1#f"}),
            ("https://token@h:8080", f"https://{MASK}@h:8080", {"token"}),
            ("https://u:a%2Fb@h", f"https://{MASK}@h", {"u:a%2Fb", "a%2Fb", "u:a/b", "a/b"}),
            ("https://u:p@ss@h/@handle", f"https://{MASK}@h/@handle", {"u:p@ss", "p@ss"}),
            ("https://u@h/p?m=a@b", f"https://{MASK}@h/p?{MASK}", {"u", "m=a@b"}),
            ("https://[::1]/@handle", "https://[::1]/@handle", set()),
            ("https://h/p?", "https://h/p?", set()),
            ("https://h/p#t", f"https://h/p#{MASK}", {"t"}),
            ("rtmp://[::1]:1935/live", "rtmp://[::1]:1935/live", set()),
            ("https://школа.рф/хук?к=т", f"https://школа.рф/хук?{MASK}", {"к=т"}),
            ("origin.example.com:80/a//b?t", f"origin.example.com:80/a//b?{MASK}", {"t"}),
            ("u:p@origin.example.com", f"{MASK}@origin.example.com", {"u:p", "p"}),
            ("//u:p@h/x", f"//{MASK}@h/x", {"u:p", "p"}),
            ("", "", set()),
            # no addresses: what the password is, nobody can tell
            ("https://u:p/w@h/x", MASK, {"https://u:p/w@h/x"}),
            ("https://u:1/w@h/x", MASK, {"https://u:1/w@h/x"}),
            ("https://u:1?w@h/x", MASK, {"https://u:1?w@h/x"}),
            ("https://u:1#w@h/x", MASK, {"https://u:1#w@h/x"}),
            ("https:/u:p@h/x", MASK, {"https:/u:p@h/x"}),
            ("https:///u:p@h/x", MASK, {"https:///u:p@h/x"}),
            ("https:/\\u:p@h/x", MASK, {"https:/\\u:p@h/x"}),
            ("/u:p@h/x", MASK, {"/u:p@h/x"}),
            ("https://a b/c", MASK, {"https://a b/c"}),
            ("https://a\\b/c", MASK, {"https://a\\b/c"}),
        ],
    )
    def test_what_is_shown_of_it(self, address: str, shown: str, secret: set[str]) -> None:
        assert addresses.masked_address(address) == shown
        assert addresses.secret_parts(address) == secret
        assert addresses.is_masked(shown) is (shown != address)
        assert addresses.is_masked(shown + addresses.CHANGED) is (shown != address)
        assert not addresses.is_masked(address)

    @pytest.mark.parametrize("value", [None, 5, "", "https://h/********/x", "https://h/p?a=********"])
    def test_texts_that_are_not_masked(self, value: Any) -> None:
        assert not addresses.is_masked(value)

    @pytest.mark.parametrize(
        ("value", "is_link"),
        [
            ("https://h/x", True),
            ("https:/h/x", True),
            (" https:\\h", True),
            ("see https://h", True),
            ("picture.png", False),
            ("/tmp/a:b/c", False),
            ("C:/a", False),
            ("~/a?b", False),
            (None, False),
            ({"a": "https://h"}, False),
        ],
    )
    def test_what_can_only_be_a_link(self, value: Any, is_link: bool) -> None:
        assert addresses.is_link(value) is is_link
        assert bool(addresses.link_for_path("src", value)) is is_link

    def test_a_link_for_a_path(self) -> None:
        told = addresses.link_for_path("src", "https://h/x.mp4?sign=s")
        assert told == f"src must be the path of a file, not a URL (https://h/x.mp4?{MASK})"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("no link: a@b?c", "no link: a@b?c"),
            ("see https://h/x?t=1,\nand ftp://u:p@h", f"see https://h/x?{MASK}\nand ftp://{MASK}@h"),
            ("https://h/x?t=1\t2 3", f"https://h/x?{MASK}"),
            ("(https://h/x?t=1)", MASK),
        ],
    )
    def test_links_in_a_text(self, text: str, shown: str) -> None:
        assert addresses.masked_links(text) == shown

    def test_long_texts_take_no_long_time(self) -> None:
        began = time.perf_counter()
        for text in ("a:" * 200_000, "://" * 200_000, "@" * 500_000, " " * 500_000, "https://" + ":" * 500_000):
            addresses.masked_links(text)
            addresses.masked_address(text)
            addresses.is_masked(text)
        assert time.perf_counter() - began < 5


class TestForms:
    @pytest.mark.parametrize(
        "secret",
        [
            "back\\slash",
            'dou"ble',
            "sin'gle",
            "bo'\"th",
            "line\nbreak",
            "t\tab",
            "odd\u2003blank",
            "é/ü?=&",
            "\ud800x:",
        ],
    )
    def test_every_way_to_write_it(self, secret: str) -> None:
        forms = printable_forms([secret])
        data = secret.encode("utf-8", "surrogatepass")
        inside = [
            [secret],
            {"user": f"x:{secret}"},
            {"quotes": f"'{secret}"},
            {"more": f"'\"{secret}"},
            data,
            [b"'" + data],
        ]
        texts = [
            *(json.dumps(value, ensure_ascii=ascii) for value in inside[:4] for ascii in (True, False)),
            *(repr(value) for value in inside),
            *(str(value) for value in inside),
            quote(data),
            quote(data, safe=""),
            quote_plus(data),
            base64.b64encode(data).decode(),
            base64.urlsafe_b64encode(data).decode(),
        ]
        assert [text for text in texts if not any(form in text for form in forms)] == []

    @pytest.mark.parametrize(
        ("secret", "written"),
        [
            ("a<b>&c/d", "a\\u003cb\\u003e\\u0026c/d"),  # JSON of Go
            ("a<b>&c/d", "a<b>&c\\/d"),  # and of PHP
            ("a/\u00e9", "a\\/\\u00e9"),
            ("a\u00e9\u2028", "a\\u00E9\\u2028"),  # digits in the other case
            ("a/\u00e9=", "a%2f%c3%a9%3d"),
            ("a/\u00e9=", "a/%c3%a9%3d"),
            ("<\"a'&", "&lt;&quot;a&#x27;&amp;"),  # pages
            ("<\"a'&", "&lt;&#34;a&#39;&amp;"),
            ("<\"a'&", "&lt;\"a'&amp;"),
            ("a\nb\x1b\u202e::error::", "a\\u000ab\\u001b\\u202e\\u003a:error::"),  # sentences of ours
        ],
    )
    def test_as_others_write_it(self, secret: str, written: str) -> None:
        assert written in printable_forms([secret])

    @pytest.mark.parametrize("around", ["", "u", "me", "log", "user"])
    @pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
    def test_in_base64_with_what_stands_around_it(self, around: str, encode: Any) -> None:
        secret = "пароль?>~"
        code = encode(f"{around}:{secret}{around}".encode()).decode()
        forms = sorted(printable_forms([secret]), key=len, reverse=True)
        found = next(form for form in forms if form in code)
        rest = code.replace(found, "")
        assert len(rest) <= (2 * len(around) + 1) * 8 // 6 + 4  # what is around, and what it shares

    def test_without_blanks_at_its_ends(self) -> None:
        assert "trimmed" in printable_forms(["\u00a0trimmed \n"])
        assert "a" not in printable_forms([" a "])

    def test_one_or_two_letters_are_in_every_sentence(self) -> None:
        assert printable_forms(["", "a", "ab"]) == set()


SPEC = {
    "name": {"type": "str"},
    "login": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "api_url": {"type": "str"},
    "src": {"type": "path"},
    "count": {"type": "int", "no_log": False},
    "tags": {"type": "list", "elements": "str"},
    "free": {"type": "dict"},
    "ads": {"type": "list", "elements": "dict"},
    "place": {"type": "dict", "options": {"project": {"type": "str"}}},
    "origins": {
        "type": "list",
        "elements": "dict",
        "options": {
            "addr": {"type": "str"},
            "auth": {"type": "dict", "options": {"username": {}, "password": {"no_log": True}}},
        },
    },
}


class TestSecrets:
    @pytest.mark.parametrize(
        ("options", "secrets"),
        [
            ({}, set()),
            ({"password": "s3cret", "name": "n"}, {"s3cret"}),
            ({"password": None}, set()),
            ({"password": ""}, set()),
            # of a wrong type
            ({"password": 1234, "login": 5}, {"1234"}),
            ({"password": {"a": ["x1", {"b": "x2"}], "c": True}}, {"x1", "x2"}),
            ({"origins": [{"auth": {"username": "u", "password": "p"}}, {"addr": "a"}]}, {"p"}),
            ({"origins": {"auth": {"password": "p"}}}, {"p"}),
            ({"origins": "auth=p"}, {"auth=p"}),
            ({"origins": [{"auth": "password=p"}, 7]}, {"password=p", "7"}),
            ({"place": "project=A"}, set()),
            # links
            ({"src": "https://u:p@h/f?sign=s"}, {"u:p", "p", "sign=s"}),
            ({"src": "file?x"}, set()),
            ({"src": ["https://h?s"]}, set()),
            ({"api_url": "u:p@h"}, {"u:p", "p"}),
            ({"name": "https://h/?public=1", "nowhere": "x"}, set()),
        ],
    )
    def test_secrets_in_options_are_found(self, options: dict[str, Any], secrets: set[str]) -> None:
        assert secret_texts(SPEC, options, ("api_url",)) == secrets


class TestShown:
    @pytest.mark.parametrize(
        ("name", "value", "shown"),
        [
            ("name", "a", "a"),
            ("name", "see https://h?t=1", f"see https://h?{MASK}"),
            ("name", None, None),
            ("name", {"a": "b", "c": 1}, {"a": HIDDEN, "c": 1}),
            ("password", "p", HIDDEN),
            ("password", None, None),
            ("mistyped", "p", HIDDEN),
            ("count", 5, 5),
            ("tags", ["a", "https://u:p@h", 5, ["x"]], ["a", f"https://{MASK}@h", 5, [HIDDEN]]),
            (
                "free",
                {"on": True, "k": "v", "in": [{"k": "v"}, 1.5]},
                {"on": True, "k": HIDDEN, "in": [{"k": HIDDEN}, 1.5]},
            ),
            ("ads", [{"url": "https://h", "time": 5}], [{"url": HIDDEN, "time": 5}]),
            ("origins", "addr=a", HIDDEN),
            ("origins", ["addr=a"], [HIDDEN]),
            (
                "origins",
                [{"addr": "a?b", "auth": {"username": "u", "password": "p"}, "odd": "x"}],
                [{"addr": f"a?{MASK}", "auth": {"username": "u", "password": HIDDEN}, "odd": HIDDEN}],
            ),
        ],
    )
    def test_options_in_a_result(self, name: str, value: Any, shown: Any) -> None:
        assert shown_options(SPEC, {name: value}, ("addr",)) == {name: shown}

    def test_options_in_a_log(self) -> None:
        given = {
            "name": "line\nbreak",
            "login": None,
            "password": "p",
            "api_url": "https://u:p@h",
            "count": 5,
            "tags": ["a"],
            "free": {},
        }
        assert logged_options(SPEC, given, ("api_url",)) == {
            "name": "'line\\nbreak'",
            "password": NOT_LOGGED,
            "api_url": f"'https://{MASK}@h'",
            "count": "5",
            "tags": NOT_LOGGED,
            "free": NOT_LOGGED,
        }
