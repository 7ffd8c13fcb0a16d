# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as they come: texts for lists, other types for texts, and what is left of omit."""

from __future__ import annotations

import math
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import as_declared, type_faults

PLACE = {"type": "dict", "options": {"project": {"type": "str"}, "folder": {"type": "list", "elements": "str"}}}
SPEC: dict[str, Any] = {
    "name": {"type": "str"},
    "count": {"type": "int"},
    "parent": {"type": "list", "elements": "str"},
    "privacy_domains": {"type": "list", "elements": "str"},
    "times": {"type": "list", "elements": "float"},
    "location": PLACE,
    "items": {"type": "list", "elements": "dict", "options": {"title": {}, "location": PLACE}},
    "settings": {"type": "dict"},
    "src": {"type": "path"},
}
LEFT = "__omit_place_holder__0123456789abcdef"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"parent": "Day 1, morning"}, {"parent": ["Day 1, morning"]}),
        ({"parent": ["a", "b, c"]}, {"parent": ["a", "b, c"]}),
        ({"privacy_domains": "a, b ,c"}, {"privacy_domains": ["a", "b", "c"]}),
        ({"privacy_domains": ["a, b"]}, {"privacy_domains": ["a, b"]}),
        ({"location": {"folder": "x, y"}}, {"location": {"folder": ["x, y"]}}),
        ({"items": [{"location": {"folder": "x"}}, "y"]}, {"items": [{"location": {"folder": ["x"]}}, "y"]}),
        ({"count": 600.0}, {"count": 600}),
        ({"count": "600.0"}, {"count": 600}),
        ({"count": 600.5}, {"count": 600.5}),
        ({"items": 1, "location": "project=P", "x": "a,b"}, {"items": 1, "location": "project=P", "x": "a,b"}),
    ],
)
def test_what_is_declared(given: dict[str, Any], taken: dict[str, Any]) -> None:
    assert as_declared(SPEC, given) == taken


@pytest.mark.parametrize(
    ("given", "where", "what"),
    [
        ({"name": 1.1}, "name", "a float"),
        ({"name": True}, "name", "a boolean"),
        ({"name": 8}, "name", "an integer"),
        ({"parent": ["a", False]}, "parent[1]", "a boolean"),
        ({"location": {"project": 1.5}}, "location.project", "a float"),
        ({"items": [{}, {"title": 2026}]}, "items[1].title", "an integer"),
    ],
)
def test_other_types_for_texts(given: dict[str, Any], where: str, what: str) -> None:
    (fault,) = type_faults(SPEC, given)
    assert fault.startswith(f"{where} must be a string, not {what}; quote it")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ["a"]}, "name must be a string, not a list"),
        ({"name": []}, "name must be a string, not a list"),
        ({"name": {"a": 1}}, "name must be a string, not a dictionary"),
        ({"src": ["a.png"]}, "src must be a string, not a list"),
        ({"parent": ["a", ["b"]]}, "parent[1] must be a string, not a list"),
        ({"items": [{"title": {}}]}, "items[0].title must be a string, not a dictionary"),
    ],
)
def test_collections_for_texts(given: dict[str, Any], told: str) -> None:
    """Ansible takes what Python shows for them: a password of a moderator would be "['secret']"."""
    assert type_faults(SPEC, given) == [told]


@pytest.mark.parametrize(
    "given", [{"privacy_domains": ["a", LEFT]}, {"settings": {"x": [LEFT]}}, {"items": [{"title": LEFT}]}]
)
def test_what_is_left_of_omit(given: dict[str, Any]) -> None:
    (fault,) = type_faults(SPEC, given)
    assert " is omit, which this version of ansible-core does not take out of lists" in fault


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"settings": {"a": [{"b": math.nan}]}}, "settings.a[0].b is not a finite number"),
        ({"times": [-math.inf]}, "times[0] is not a finite number"),
        ({"count": 1 << 64}, "count is an integer that does not fit into 64 bits"),
        ({"settings": {"a": -(1 << 63) - 1}}, "settings.a is an integer that does not fit into 64 bits"),
        ({"name": "a\ud800"}, "name contains half of a surrogate pair, which is not a character"),
        ({"settings": {"\udcff": 1}}, "settings: a key contains half of a surrogate pair, which is not a character"),
    ],
)
def test_what_no_request_can_carry(given: dict[str, Any], told: str) -> None:
    assert type_faults(SPEC, given) == [told]


def test_what_is_as_it_should_be() -> None:
    given = {"name": "1.10", "count": 1, "times": [1.5, 2], "settings": {"volume": 50, "on": [True, {"x": 1.5}]}}
    given |= {"src": "\udce9.png", "settings": {**given["settings"], "most": [(1 << 64) - 1, -(1 << 63), None, "😀"]}}
    assert type_faults(SPEC, {**given, "location": {}, "items": [], "parent": ["on"]}) == []
