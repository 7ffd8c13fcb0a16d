# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declarations behave as frozen dataclasses. They are compared by identity, and values by their attributes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Delete, Update
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.declaration import Declaration, Value
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO

ID = "1a2b3c4d-0000-4000-8000-000000000001"


class Base(Declaration):
    name: str
    test: Callable[[Any], bool] = bool
    size: int = 1
    word: ClassVar[str] = "base"


class Other(Base):
    pass


class Derived(Base):
    size: int = 2
    more: tuple[str, ...] = ()
    word: ClassVar[str] = "derived"


class Joined(Other, Derived):
    pass


def test_attributes_are_given_by_position_or_by_name() -> None:
    made = Derived("a", more=("b",))
    assert vars(made) == {"name": "a", "test": bool, "size": 2, "more": ("b",)}
    assert made.word == "derived"


def test_a_function_as_default_does_not_become_a_method() -> None:
    class Own(Declaration):
        test: Callable[[Any], bool] = lambda value: value == 1

    assert Own().test(1)


def test_the_nearest_default_counts_with_several_bases() -> None:
    assert Joined("a").size == 2


def test_no_option_of_an_upload_is_read_back() -> None:
    assert VIDEO.field("trim").write_only


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a",), {"name": "b"}), (("a",), {"more": 1}), (("a", bool, 1, 2), {}), ((), {"title": "a"})],
)
def test_wrong_attributes_are_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Base is declared with wrong attributes"):
        Base(*values, **named)


def test_no_value_is_printed_when_attributes_are_wrong() -> None:
    """It may be a secret."""
    with pytest.raises(TypeError) as caught:
        Base("sesame", bool, 1, "more", word="open")
    assert not any(value in str(caught.value) for value in ("sesame", "more", "open"))
    assert "4 without a name, word" in str(caught.value)


def test_it_is_frozen_and_compared_by_identity() -> None:
    made = Base("a")
    with pytest.raises(AttributeError, match=r"Base\.name cannot be changed"):
        made.name = "b"  # type: ignore[misc]
    assert made != Base("a")
    assert vars(copy.deepcopy(made)) == vars(made)
    assert len({made, Base("a")}) == 2


def test_a_copy_has_other_values_of_some_attributes() -> None:
    made = Derived("a", more=("b",))
    assert vars(made.replaced(name="c")) == {**vars(made), "name": "c"}
    with pytest.raises(TypeError, match="Derived is declared with wrong attributes"):
        made.replaced(title="c")


def test_changes_are_equal_by_value_and_refuse_invalid_ids() -> None:
    one = Delete(VIDEO, "a", id=ID)
    assert one == Delete(VIDEO, "a", id=ID)
    assert one != Delete(VIDEO, "b", id=ID)
    assert one != Update(VIDEO, "a", id=ID)
    with pytest.raises(ApiError, match="neither a UUID nor"):
        one.replaced(id="../projects")


def test_values_are_equal_by_their_attributes_and_are_not_printed() -> None:
    class Point(Value):
        x: int
        y: int = 0

    class Size(Value):
        x: int
        y: int = 0

    assert Point(1) == Point(x=1, y=0)
    assert Point(1) != Point(2)
    assert Point(1) != Size(1)
    assert {Point(1): "a"}[Point(1, 0)] == "a"
    assert "7391" not in repr(Point(7391))
