# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Layers: what document they make together, and where each part of it is from."""

from __future__ import annotations

import copy
import pathlib
from collections.abc import Iterator
from functools import reduce
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import given as without_null
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.layers import Part, layer_of_file, overlaid

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "documents/layers.yml").read_text(encoding="utf-8"))


def parts(layers: list[Any]) -> list[Part]:
    return [layer_of_file(f"{number}.yml", layer) for number, layer in enumerate(layers)]


def merged(layers: list[Any]) -> Part:
    return reduce(overlaid, parts(layers))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value that is neither a dictionary nor a list, or is an empty one, with its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not value or not inner:
        yield path, value
    for key, item in inner:
        yield from leaves(item, (*path, key))


def each_leaf_is_where_it_is_said_to_be(layers: list[Any]) -> None:
    document, origin = merged(layers)
    for path, value in leaves(document):
        found = origin.at(path)
        if path:
            there = layers[int(found.file[0])]
            for key in found.path:
                there = there[key]
            assert there == value
            assert type(there) is type(value)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    before = copy.deepcopy(case["layers"])
    assert merged(case["layers"]).value == case["merged"]
    assert case["layers"] == before
    each_leaf_is_where_it_is_said_to_be(case["layers"])


NAMES = st.sampled_from("AB")
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers(0, 2) | st.sampled_from(["", "x"]) | st.just([]) | st.just([1]),
    lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, min_size=1, max_size=3),
    max_leaves=5,
)
STATES = st.sampled_from(["present", "absent", None])


def named(**more: Any) -> st.SearchStrategy[Any]:
    """A list of entries, each name once; of the options more, some."""
    item = st.fixed_dictionaries({"name": NAMES}, optional=more)
    return st.lists(item, max_size=2, unique_by=lambda entry: entry["name"])


FOLDERS: st.SearchStrategy[Any] = st.deferred(lambda: named(folders=FOLDERS | st.none()))
LAYERS = st.fixed_dictionaries(
    {},
    optional={
        "version": st.just(1) | st.none(),
        "players": named(settings=VALUES, state=STATES),
        "drm_auth": st.dictionaries(st.sampled_from("xy"), VALUES, min_size=1),
        "projects": named(folders=FOLDERS, privacy_domains=VALUES, drm_auth=VALUES),
    },
)


@given(LAYERS, LAYERS, LAYERS)
def test_it_does_not_matter_which_are_laid_over_each_other_first(one: Any, two: Any, three: Any) -> None:
    left = overlaid(overlaid(*parts([one, two])), Part(three, layer_of_file("2.yml", three).origin))
    right = overlaid(parts([one])[0], overlaid(*parts([one, two, three])[1:]))
    assert without_null(left.value) == without_null(right.value)


@given(st.lists(LAYERS, min_size=1, max_size=4))
def test_each_part_is_from_where_it_is_said_to_be(layers: list[Any]) -> None:
    each_leaf_is_where_it_is_said_to_be(layers)


@given(LAYERS)
def test_what_changes_nothing(layer: Any) -> None:
    """The same once more, nothing, and what is given already: all are as if they were not there."""
    kept = without_null(layer)
    for others in ([layer, layer], [layer, {}], [{}, layer], [layer, {"players": [], "projects": None}]):
        found = without_null(merged(others).value)[0]
        assert {name: part for name, part in found.items() if name in layer} == kept[0]


def test_a_document_without_end() -> None:
    """It is refused later on; laying it over another must not take for ever."""
    endless: dict[str, Any] = {}
    endless["settings"] = endless
    document = merged([{"players": [{"name": "A", "settings": {"settings": {}}}]}] + 2 * [{"drm_auth": endless}])
    assert without_null(document.value)[1][0][1] == "is nested more than 100 levels deep"
