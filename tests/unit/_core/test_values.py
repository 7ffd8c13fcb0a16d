# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canonical forms of single values."""

from __future__ import annotations

import base64
import copy
import hashlib
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import values
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError

# Pairs of both public forms of an id, as the vendor's own examples show them.
IDS = [
    ("93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"),
    ("f236071b-dad9-43c3-a9c3-a3a98f631f86", "vUJJ5W5wmgKBLwVEnHf9uN"),
    ("019c71e0-18ce-7ad0-6d31-7f6d026d6564", "0cxfXwkKh4Wzzd1boAnQFE"),
]
DIGITS = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"


def short(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = DIGITS[digit] + text
    return text.rjust(22, "0")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["a", "b", "c"])
paths = st.lists(keys, min_size=1, max_size=3).map(tuple)
trees = st.recursive(
    st.integers() | st.none(), lambda inner: st.dictionaries(keys, inner, min_size=1, max_size=3), max_leaves=6
).filter(lambda value: isinstance(value, dict))


class TestObjectId:
    @pytest.mark.parametrize(("uuid_form", "short_form"), IDS)
    def test_both_forms_are_one_id(self, uuid_form: str, short_form: str) -> None:
        assert values.object_id(short_form) == uuid_form
        assert values.object_id(uuid_form) == uuid_form
        assert values.object_id(uuid_form.upper()) == uuid_form

    def test_nothing_but_padding_is_the_zero_id(self) -> None:
        assert values.object_id(short(0)) == "00000000-0000-0000-0000-000000000000"

    @given(st.integers(min_value=0, max_value=2**128 - 1))
    def test_every_number_round_trips(self, number: int) -> None:
        assert values.object_id(short(number)) == str(uuid.UUID(int=number))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Main",
            "je7WZBZhdMFQKPHHHmMr2",  # 21 characters
            "je7WZBZhdMFQKPHHHmMr2mm",  # 23
            "je7WZBZhdMFQKPHHHmMr2l",  # l is no digit
            "je7WZBZhdMFQKPHHHmMr2O",  # nor is O
            "je7WZBZhdMFQKPHHHmMr 2",
            "je7WZBZhdM0QKPHHHmMr2m",  # 0 is padding only
            "Z" * 22,  # more than 128 bits
            "93997264-97ac-4091-b48e-559614c2817",
            "93997264-97ac-4091-b48e-559614c2817g",
            "93997264-97ac-4091-b48e-559614c2817a\n",
            "{93997264-97ac-4091-b48e-559614c2817a}",
            "9399726497ac4091b48e559614c2817a",
            "199511994",
            None,
            93997264,
            ["je7WZBZhdMFQKPHHHmMr2m"],
        ],
    )
    def test_anything_else_is_none(self, text: Any) -> None:
        assert values.object_id(text) is None

    def test_the_largest_number_is_one(self) -> None:
        assert values.object_id(short(2**128 - 1)) == "ffffffff-ffff-ffff-ffff-ffffffffffff"
        assert values.object_id(short(2**128)) is None

    def test_versions_and_variants_are_not_checked(self) -> None:
        assert values.is_uuid("00000000-0000-0000-0000-000000000000")
        assert not values.is_uuid("je7WZBZhdMFQKPHHHmMr2m")


class TestDomainKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
            ("ПРИМЕР.РФ", "xn--e1afmkfd.xn--p1ai"),
            ("Пример.рф", "XN--E1AFMKFD.xn--P1AI"),
            ("Example.COM", "example.com"),
            ("*.Example.com", "*.example.com"),
            ("*.пример.рф", "*.xn--e1afmkfd.xn--p1ai"),
            ("всёдлякотлов.com", "ВСЁДЛЯКОТЛОВ.com"),
            ("все\u0308для.com", "всёдля.com"),  # composed and decomposed
            ("example\u3002com", "example.com"),  # full stops of other scripts
            ("example\uff0ecom", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("Newwwww", "newwwww"),
            ("", ""),
        ],
    )
    def test_spellings_of_one_domain(self, one: str, other: str) -> None:
        assert values.domain_key(one) == values.domain_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("*.example.com", "example.com"), ("www.example.com", "example.com"), ("е.com", "e.com"), ("a.b", "ab")],
    )
    def test_different_domains(self, one: str, other: str) -> None:
        assert values.domain_key(one) != values.domain_key(other)

    @given(st.text(max_size=30))
    def test_total_and_stable(self, text: str) -> None:
        once = values.domain_key(text)
        assert once.isascii()
        assert values.domain_key(once) == once

    @given(st.lists(st.text("abcхцёЖ0-", min_size=1, max_size=8), min_size=1, max_size=4))
    def test_case_never_matters(self, labels: list[str]) -> None:
        text = ".".join(labels)
        assert values.domain_key(text.upper()) == values.domain_key(text.lower()) == values.domain_key(text)


class TestDomainText:
    """How people read a domain that is compared in another form."""

    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
            ("*.xn--e1afmkfd.xn--p1ai", "*.пример.рф"),
            ("xn--bcher-kva.example", "bücher.example"),
            ("example.com", "example.com"),
            ("", ""),
            ("xn--", "xn--"),
            ("xn--example-.com", "xn--example-.com"),  # which would read as another domain
            ("xn--\x7f", "xn--\x7f"),
            ("xn--9999999999", "xn--9999999999"),
        ],
    )
    def test_in_its_own_script(self, key: str, text: str) -> None:
        assert values.domain_text(key) == text

    @given(st.text(max_size=30) | st.from_regex(r"xn--[a-z0-9-]{0,12}(\.xn--[a-z0-9-]{0,12})?", fullmatch=True))
    def test_no_two_domains_read_alike(self, text: str) -> None:
        key = values.domain_key(text)
        assert values.domain_key(values.domain_text(key)) == key


class TestInstant:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z"),
            ("2026-12-01t10:00:00z", "2026-12-01T10:00:00Z"),
            ("2026-12-01T13:00:00+03:00", "2026-12-01T10:00:00Z"),
            ("2026-12-01T13:00:00+0300", "2026-12-01T10:00:00Z"),
            ("2026-12-01T04:30:00-05:30", "2026-12-01T10:00:00Z"),
            ("2026-12-01T01:00:00+03:00", "2026-11-30T22:00:00Z"),
            ("2026-12-31T23:00:00-01:00", "2027-01-01T00:00:00Z"),
            ("2026-12-01 10:00:00+00:00", "2026-12-01T10:00:00Z"),
            ("2026-12-01T10:00Z", "2026-12-01T10:00:00Z"),
            (" 2026-12-01T10:00:00Z\n", "2026-12-01T10:00:00Z"),
            ("2026-12-01T10:00:00.000Z", "2026-12-01T10:00:00Z"),
            ("2026-12-01T10:00:00.249810Z", "2026-12-01T10:00:00.24981Z"),
            ("2026-12-01T10:00:00.5Z", "2026-12-01T10:00:00.5Z"),
            ("2026-12-01T10:00:00.123456789Z", "2026-12-01T10:00:00.123456Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("0900-01-01T00:00:00Z", "0900-01-01T00:00:00Z"),
            ("", ""),
            (None, ""),
        ],
    )
    def test_the_api_form(self, text: Any, expected: str) -> None:
        assert values.instant(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "tomorrow",
            "2026-12-01",
            "2026-12-01T10:00:00",  # which offset?
            "2026-02-30T10:00:00Z",
            "2026-13-01T10:00:00Z",
            "2026-12-01T25:00:00Z",
            "2026-12-01T10:61:00Z",
            "2026-12-01T10:00:00+25:00",
            "2026-12-01T10:00:00+03:75",
            "2026-12-01T10:00:00 Europe/Moscow",
            "0001-01-01T00:00:00+01:00",
            "1796119200",
            True,
        ],
    )
    def test_an_invalid_moment_is_refused_by_its_text(self, text: Any) -> None:
        with pytest.raises(DocumentError) as caught:
            values.instant(text)
        assert str(text) in caught.value.message
        assert values.moment(text) is None

    @given(
        st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9999, 12, 30)),
        st.integers(min_value=-14 * 60, max_value=14 * 60),
    )
    def test_agrees_with_python(self, moment: datetime, minutes: int) -> None:
        zoned = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
        text = values.instant(zoned.isoformat())
        assert datetime.fromisoformat(text.replace("Z", "+00:00")) == zoned
        assert values.instant(text) == text
        assert values.moment(text) == zoned


class TestMasks:
    @pytest.mark.parametrize(
        "text",
        [
            "<REDACTED>",
            "********",
            "***",
            "••••••",
            "●●●●",
            "[hidden]",
            "(masked)",
            "REDACTED",
            "ab******yz",
            "{ MASKED }",
        ],
    )
    def test_texts_that_are_masks(self, text: str) -> None:
        assert values.is_mask(text)

    @pytest.mark.parametrize(
        "value",
        [
            *("", "s3cret", "a*b", "**", "x<y>z", "live_81BC3D-xyz", "redacted it was", None, 0, ["***"], "{{ x }}"),
            *(f"<{' ' * 4000}", f"<A{' ' * 4000}", f"<{'A ' * 2000}", "*" * 5000, f"<{'A' * 5000}>", "< >"),
        ],
    )
    def test_texts_that_are_not_masks(self, value: Any) -> None:
        assert not values.is_mask(value)

    @pytest.mark.parametrize("text", ["<REDACTED>", "********", "•••", "[HIDDEN]", "MASKED", "< NOT SHOWN >", "(A)"])
    def test_nothing_but_masks(self, text: str) -> None:
        assert values.is_bare_mask(text)
        assert values.is_mask(text)

    @pytest.mark.parametrize("value", ["*** Live now ***", "[draft]", "(see below)", "<b>", "", None, 3, "*" * 5000])
    def test_texts_that_people_write(self, value: Any) -> None:
        assert not values.is_bare_mask(value)


class TestSame:
    @pytest.mark.parametrize(
        ("left", "right"),
        [(1, 1.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1.0}), ([1, [2]], (1, (2,))), ({}, {}), (None, None), ("", "")],
    )
    def test_equal_as_json(self, left: Any, right: Any) -> None:
        assert values.same(left, right)

    @pytest.mark.parametrize(
        ("left", "right"),
        [
            (1, True),
            (0, False),
            (0, ""),
            (None, False),
            ([1, 2], [2, 1]),
            ({"a": 1}, {"a": True}),
            ({}, []),
            ({"a": None}, {}),
            ("1", 1),
            ([], None),
        ],
    )
    def test_different_as_json(self, left: Any, right: Any) -> None:
        assert not values.same(left, right)

    @given(json_values)
    def test_frozen_is_hashable_and_leaves_its_value_alone(self, value: Any) -> None:
        before = copy.deepcopy(value)
        assert hash(values.frozen(value)) == hash(values.frozen(copy.deepcopy(value)))
        assert values.same(value, before)
        assert value == before

    @given(st.lists(st.integers(0, 3) | st.booleans()))
    def test_first_of_each(self, items: list[Any]) -> None:
        kept = values.first_of_each(items, values.frozen)
        marks = [values.frozen(item) for item in items]
        assert [values.frozen(item) for item in kept] == sorted(set(marks), key=marks.index)


class TestNulls:
    def test_null_is_not_given_at_any_depth(self) -> None:
        value = {"a": None, "b": {"c": None, "d": [1, None, {"e": None, "f": ""}]}, "g": [], "h": 0, "i": False}
        assert values.without_none(value) == {"b": {"d": [1, {"f": ""}]}, "g": [], "h": 0, "i": False}

    @given(json_values)
    def test_without_none_holds_no_null(self, value: Any) -> None:
        def nulls(inner: Any) -> bool:
            items = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else []
            return any(item is None or nulls(item) for item in items)

        before = copy.deepcopy(value)
        assert not nulls(values.without_none(value))
        assert value == before

    @pytest.mark.parametrize(
        ("options", "given_options"),
        [
            ({"a": None, "b": ""}, {"b": ""}),
            ({"a": {}}, {"a": {}}),  # an empty dictionary clears
            ({"a": {"b": None}}, {}),  # one of nulls does not
            ({"a": {"b": {"c": None}}}, {}),
            ({"a": {"b": None, "c": 1}}, {"a": {"c": 1}}),
            ({"a": {"b": {}}}, {"a": {"b": {}}}),
            ({"a": [], "b": False, "c": 0}, {"a": [], "b": False, "c": 0}),
            ({"a": [{"b": None}]}, {"a": [{}]}),
        ],
    )
    def test_a_dictionary_of_nulls_is_not_the_empty_one(self, options: Any, given_options: Any) -> None:
        assert values.given_only(options) == (given_options, [])

    def test_nulls_in_lists_are_named(self) -> None:
        options = {"events": ["a", None], "origins": [{"tags": [None]}], "deep": {"list": [None, None]}}
        expected = {"events": ["a"], "origins": [{"tags": []}], "deep": {"list": []}}
        assert values.given_only(options) == (expected, ["events", "origins.tags", "deep.list"])


class TestPaths:
    @pytest.mark.parametrize(
        ("value", "path", "expected"),
        [
            ({"a": {"b": 1}}, ("a", "b"), 1),
            ({"a": {"b": 1}}, ("a",), {"b": 1}),
            ({"a": {"b": 1}}, ("a", "c"), None),
            ({"a": None}, ("a", "b"), None),
            ({"a": "text"}, ("a", "b"), None),
            ({"a": ["b"]}, ("a", "b"), None),
            (None, ("a",), None),
            ({"a": 1}, (), {"a": 1}),
        ],
    )
    def test_at(self, value: Any, path: tuple[str, ...], expected: Any) -> None:
        assert values.at(value, path) == expected

    @given(trees, paths, st.integers())
    def test_what_is_put_is_there_and_nothing_else_changes(self, tree: Any, path: tuple[str, ...], item: int) -> None:
        before = copy.deepcopy(tree)
        result = values.with_at(tree, path, item)
        assert values.at(result, path) == item
        assert tree == before
        for other in ("a", "b", "c"):
            if other != path[0]:
                assert result.get(other) == before.get(other)

    @given(trees, paths)
    def test_what_is_taken_out_is_gone_and_nothing_else_changes(self, tree: Any, path: tuple[str, ...]) -> None:
        before = copy.deepcopy(tree)
        result = values.without_at(tree, path)
        assert values.at(result, path) is None
        assert tree == before
        for other in ("a", "b", "c"):
            if other != path[0]:
                assert result.get(other) == before.get(other)

    @pytest.mark.parametrize(
        ("value", "path", "expected"),
        [
            ({"a": {"b": 1, "c": 2}}, ("a", "b"), {"a": {"c": 2}}),
            ({"a": {"b": 1}}, ("a", "b"), {}),  # emptied by this
            ({"a": {"b": {"c": 1}}, "d": 1}, ("a", "b", "c"), {"d": 1}),
            ({"a": None}, ("a", "b"), {"a": None}),
            ({"a": "text"}, ("a", "b"), {"a": "text"}),
            ({"a": {}}, ("a", "b"), {"a": {}}),  # empty before
            ({}, ("a",), {}),
        ],
    )
    def test_without_at(self, value: Any, path: tuple[str, ...], expected: Any) -> None:
        assert values.without_at(value, path) == expected


class TestContent:
    @given(st.binary(max_size=40), st.sampled_from(["image/png", "image/svg+xml;charset=utf-8", ""]))
    def test_the_digest_of_a_data_uri_is_that_of_its_content(self, content: bytes, media_type: str) -> None:
        uri = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
        assert values.data_uri_digest(uri) == hashlib.sha256(content).hexdigest() == values.digest(content)

    @pytest.mark.parametrize(
        "value",
        [
            None,
            "",
            {"url": "x"},
            "https://cdn.example.com/logo.png",
            "data:image/png,raw",
            "data:image/png;base64,not base64!",
            "data:image/png;base64,AAA",
            "data:image/png;base64,ёё",
        ],
    )
    def test_what_carries_no_content(self, value: Any) -> None:
        assert values.data_uri_digest(value) is None


def test_plain_is_text_as_it_is_and_json_else() -> None:
    assert values.plain('Курс "1"') == 'Курс "1"'
    assert values.plain({"folder": ["Ё"], "a": None}) == '{"a": null, "folder": ["Ё"]}'


def test_the_single_values_in_a_value() -> None:
    value = {"a": [1, None, {"b": "text", "c": []}], "d": (2, 3), "e": {}}
    assert list(values.leaves(value)) == [1, None, "text", (2, 3)]
    assert list(values.leaves("text")) == ["text"]
