# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What any field answers of which nothing special is declared, and what no declaration can do without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import MISSING, Comparison, Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field, first_mismatch, never
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.children import Children
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.file import File, Picture
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.free import FreeItems
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.items import Items, ListOfParts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.members import MemberIds
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.parts import Parts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.position import Position
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.reference import Reference
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import (
    Domain,
    Flag,
    Integer,
    Number,
    Text,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.texts import TextSet
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import fields_with
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan, unsettled
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import instant
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

PLAYER = KINDS["player"]


def test_what_every_field_can_do() -> None:
    field = Field("shade", path=("look", "shade"))
    wanted = Wanted(PLAYER, "Main", {})
    assert field.candidates == ("", "")
    assert field.as_raw("red") == {"look": {"shade": "red"}}
    assert field.query({"shade": "red"}) == {}
    assert field.body_of("red") == "red"
    assert field.predict_created({"shade": "red"}) == {"shade": "red"}
    assert field.likely_mistakes("red", "", "shade") == []
    assert field.cannot_carry({"shade": "red"}, (field,)) == frozenset()
    assert field.after_create(Comparison(True, after="red"), wanted) == []
    assert field.must_recreate(wanted, {}) is False
    assert (field.exported(None, None), field.exported("red", None)) == (MISSING, "red")  # type: ignore[arg-type]


def test_what_no_field_can_do_without() -> None:
    """A class that forgets it fails in the first test of a kind that uses it."""
    for ask in (lambda: ListOfParts("x").match, lambda: ListOfParts("x").any_order):
        with pytest.raises(NotImplementedError):
            ask()
    with pytest.raises(NotImplementedError):
        Field("x").compare("a", "b", Rules())
    with pytest.raises(ValueError, match="videos are of no kind"):
        repr(MemberIds("videos").needs)
    with pytest.raises(ValueError, match="owner refers to no kind"):
        repr(Reference("owner").kind)
    with pytest.raises(ValueError, match="boxes are objects of no kind"):
        repr(Children("boxes").child_kind)


def test_what_a_file_shows() -> None:
    assert File("logo").link_in({"logo": "https://a.example"}) is None
    assert Picture("poster").shows({"poster": {"original": "https://a.example"}}) is False


class TestUnsettled:
    """What is said of a value with parts: the innermost that differs."""

    def of(self, wanted: object, stored: object, before: object) -> list[str]:
        observed = {"id": "1", "name": "Main", "settings": before}
        plan = Plan(Wanted(PLAYER, "Main", {"settings": wanted}), observed, (), {}, {}, {})
        return [
            f"{one.sentence}{one.advice}"
            for one in unsettled(plan.wanted, plan.observed, {**observed, "settings": stored})
        ]

    def test_the_innermost_value(self) -> None:
        told = self.of({"a": {"volume": 0.3, "b": 1}}, {"a": {"volume": 0.300000012, "b": 1}}, {})
        assert told == [
            "the API stored settings.a.volume 0.3 as 0.300000012; write it as the API stores it, "
            "or every run will try to change it"
        ]

    def test_what_is_ignored_and_long(self) -> None:
        (told,) = self.of({"a": "x" * 200}, {"a": "y"}, {"a": "y"})
        assert told == f'the API accepted settings.a "{"x" * 79}… but did not change it; it still is "y"'

    def test_what_is_as_it_was_wanted(self) -> None:
        assert self.of({"a": 1}, {"a": 1.0, "b": 2}, {}) == []

    def test_what_comes_first_is_as_it_was_wanted(self) -> None:
        assert "stored settings.b 2 as 3" in self.of({"a": 1, "b": 2}, {"a": 1, "b": 3}, {})[0]

    def test_an_empty_dictionary_that_clears(self) -> None:
        assert 'settings.a {} as {"b": 1}' in self.of({"a": {}}, {"a": {"b": 1}}, {})[0]

    def test_a_part_that_is_missing(self) -> None:
        assert "settings.a 1 as null" in self.of({"a": 1}, {"b": 2}, {})[0]


def test_an_empty_dictionary_leaves_alone_what_has_no_empty_value() -> None:
    field = Parts("look", fields=(Text("shade"), Text("form", never_empty=True), Text("side", choices=("left",))))
    assert field.cleared({}) == {"shade": ""}


@pytest.mark.parametrize(
    ("field", "value", "mismatch"),
    [
        (Text("a"), None, ""),
        (Text("a"), True, "a is a boolean, not a string"),
        (Text("a"), 7, "a is a number, not a string"),
        (Text("a", canonical=instant), "soon", "a cannot be understood: 'soon' is not a time such as"),
        (Text("a", path=("b", "c")), 7, "b is a number, not a dictionary"),
        (Integer("a"), "600", ""),
        (Integer("a"), 600.0, ""),
        (Integer("a"), "text", "a is a string, not a number"),
        (Integer("a"), float("-inf"), "a is -inf, not a number"),
        (Integer("a"), float("inf"), "a is infinity, not a number"),
        (Number("a"), 10**400, "a is a number that is too large, not a number"),
        (TextSet("a"), ["b", None], "a[1] is null, not a string"),
        (FreeItems("a"), [{}, b""], "a[1] is bytes, not a dictionary"),
        (Items("a", fields=(Flag("name"),)), [{"name": True}, {"name": 1}], "a[1].name is a number, not a boolean"),
        (Parts("a", fields=(Flag("b", readable=never),)), {"b": 1}, ""),
        (Position("a"), "text", ""),
    ],
)
def test_what_cannot_be_understood(field: Field, value: Any, mismatch: str) -> None:
    raw = {field.where[0]: value}
    found = first_mismatch((field,), raw)
    assert found.startswith(mismatch) if mismatch else found == ""


def test_numbers_that_are_whole() -> None:
    field = Integer("a")
    for wanted, observed in ((600, "600"), (600.0, 600), (600, 600.0)):
        same = field.compare(wanted, observed, Rules())
        assert (same.differs, same.before, same.after, same.body) == (False, 600, 600, 600)
        assert repr(field.compare(MISSING, observed, Rules()).body) == "600"
    assert repr(field.compare(600.0, 1, Rules()).body) == "600"


def _fields(of: Iterable[Field]) -> Iterator[Field]:
    """The fields of kinds, at any depth."""
    for field in of:
        yield field
        yield from _fields(field.parts)


@given(text=st.text())
def test_values_of_the_accepted_type_are_certainly_understood(text: str) -> None:
    checked = [field for kind in KINDS.values() for field in _fields((*kind.fields, *kind.shape.read))]
    accepting = [
        (field, {str: text, bool: bool(text)}[field.accepted_type]) for field in checked if field.accepted_type
    ]
    assert {type(value) for _field, value in accepting} == {str, bool}
    assert [field.name for field, value in accepting if field.mismatch(value, field.name)] == []


def test_only_fields_that_do_something_are_asked() -> None:
    """What fields_with() leaves out says nothing, whatever it is asked."""
    for kind in KINDS.values():
        others = [field for field in kind.fields if field not in fields_with(kind, Field.clashes)]
        assert [clash for field in others for clash in field.clashes([one.name for one in kind.fields])] == []
    assert [field.name for field in fields_with(KINDS["project"], Field.resolve)] == ["player"]


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (None, None),
        ("Example.COM", "Example.COM"),
        ("Пример.рф", "Пример.рф"),
        ("XN--E1AFMKFD.xn--p1ai", "пример.рф"),
        ("*.A.xn--p1ai", "*.A.рф"),
        ("xn--", "xn--"),
    ],
)
def test_a_domain_that_names_an_object(identity: Any, name: Any) -> None:
    assert Domain("domain").display_name(identity) == name
