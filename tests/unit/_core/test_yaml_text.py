# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML for people: they read what was written, and so does a parser."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import yaml_text

READABLE = [
    ({}, ""),
    ({"name": "Курсы по 数学"}, "name: Курсы по 数学\n"),
    ({"domain": "школа.рф"}, "domain: школа.рф\n"),
    ({"link": "https://x.example/a?b=1"}, 'link: "https://x.example/a?b=1"\n'),
    ({"password": "********"}, 'password: "********"\n'),
    ({"a": True, "b": None, "c": 80, "d": 0.5, "e": "", "f": [], "g": {}}, None),
    ({"a": "true", "b": "No", "c": "80", "d": "null", "e": "a: b", "f": "a #b", "g": "a:", "h": " a", "i": "a "}, None),
    ({"settings": {"volume": 80}, "tags": ["а", "б"]}, "settings:\n  volume: 80\ntags:\n  - а\n  - б\n"),
    ({"items": [{"name": "R", "way": ["a", ["b"]]}, {}]}, None),
    ({"text": "строка\nи ещё"}, "text: |-\n  строка\n  и ещё\n"),
    ({"text": "ends\n", "begins": "\na", "indented": "a\n  b", "tab": "a\n\tb"}, None),
    ({"": "empty", "a b": 1, "ключ": 2, "1": 3}, None),
]


@pytest.mark.parametrize(("value", "text"), READABLE)
def test_it_reads_as_what_it_is(value: dict[str, Any], text: str | None) -> None:
    shown = yaml_text(value)
    assert text is None or shown == text
    assert (yaml.safe_load(shown) or {}) == value


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\ufeff"), max_size=12)
WORDS = st.one_of(
    PRINTABLE, st.lists(PRINTABLE, max_size=4).map(" ".join), st.lists(PRINTABLE, max_size=3).map("\n".join)
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), WORDS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(WORDS, VALUES, max_size=3))
def test_whatever_it_is(value: dict[str, Any]) -> None:
    """What is not visible is shown by its number, so only what is visible can be read back."""
    shown = yaml_text(value)
    if "\\u" not in shown:
        assert (yaml.safe_load(shown) or {}) == value


def test_what_cannot_be_seen_is_shown_by_its_number() -> None:
    assert yaml_text({"name": "a\u202eb", "text": "a\nb\u202e"}) == 'name: "a\\u202eb"\ntext: |-\n  a\n  b\\u202e\n'
