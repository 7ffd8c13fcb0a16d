# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of a library, only what is looked for is remembered, and finding it takes no more requests than it has to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import SHORTEST_CUT, id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO
from tests.unit._workspace.spaces import Space
from tests.unit.conftest import World

LONG = "x" * SHORTEST_CUT
TITLES = ["News", "news", " News", "N&#101;ws", "News 2", "Other", LONG, LONG + "y", "Й", "И\u0306"]
titles = st.lists(st.sampled_from(TITLES), max_size=6)


def remembered(gateway: Gateway) -> set[str]:
    """The titles of all that is remembered."""
    return {raw["title"] for seen in gateway._seen.values() for raw in seen.by_id.values()}


def ids(found: list[dict[str, Any]]) -> set[Any]:
    return {id_of(VIDEO, raw) for raw in found}


def queries(sim: Any, before: int = 0) -> list[dict[str, Any]]:
    return [entry.query for entry in sim.journal[before:] if entry.path == "/v1/videos"]


@pytest.mark.parametrize("sought", [False, True])
def test_a_search_remembers_what_could_be_meant(sim: Any, world: World, sought: bool) -> None:
    for title in ("News", "NEWS", "News of the day", "Old News"):
        sim.seed("video", title=title)
    gateway = world.gateway()
    if sought:
        gateway.long_lists.announce(VIDEO, [("News",)])
    assert len(gateway.with_key(VIDEO, ("News",))) == 1
    assert len(gateway.similar(VIDEO, ("News",))) == 1
    assert remembered(gateway) == {"News", "NEWS"}
    assert [query["q"] for query in queries(sim)] == [["News"]]


def test_what_no_search_finds_is_looked_for_in_the_whole_list_once(sim: Any, world: World) -> None:
    for number in range(30):
        sim.seed("video", title=f"Lesson {number}")
    gateway = world.gateway()
    gateway.long_lists.announce(VIDEO, [("A",), ("B",), ("lesson 7",)])
    assert not any(gateway.with_key(VIDEO, (title,)) for title in ("A", "B", "lesson 7"))
    assert [raw["title"] for raw in gateway.similar(VIDEO, ("lesson 7",))] == ["Lesson 7"]
    assert [query.get("q") for query in queries(sim)] == [["A"], None]
    assert remembered(gateway) == {"Lesson 7"}
    assert not gateway.is_listed(VIDEO)
    assert len(gateway.with_key(VIDEO, ("Lesson 8",))) == 1, "that nobody said would be looked for"
    made = sim.seed("video", title="B")
    gateway.remember(VIDEO, "", made["id"], made)
    assert [id_of(VIDEO, raw) for raw in gateway.with_key(VIDEO, ("B",))] == [made["id"]]


def test_one_place_holds_its_own(sim: Any, world: World) -> None:
    here, there = (sim.seed("project", name=name, privacy_type="anywhere")["id"] for name in ("A", "B"))
    for number in range(120):
        sim.seed("video", title=f"Lesson {number}", project_id=here)
    sim.seed("video", title="Lesson 7", project_id=there)
    gateway = world.gateway()
    gateway.long_lists.announce(VIDEO, [("Lesson 7",), ("Lesson 8",)])
    for title in ("Lesson 7", "Lesson 8"):
        assert len(gateway.with_key(VIDEO, (title,), location={"parent_id": here})) == 1
    assert remembered(gateway) == {"Lesson 7", "Lesson 8"}
    assert len(queries(sim)) == 2, "its pages, once"
    for title in ("Lesson 9", "Lesson 10"):
        assert len(gateway.with_key(VIDEO, (title,), location={"parent_id": here})) == 1
    assert len(queries(sim)) == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(there=titles, sought=titles, asked=titles, listed=st.booleans())
def test_what_is_found_does_not_depend_on_it(
    sim: Any, world: World, there: list[str], sought: list[str], asked: list[str], listed: bool
) -> None:
    """Whatever was said to be looked for, and whichever list was read for it.

    Where one has the very name, a search may miss those with a similar one.
    """
    sim.reset()
    for title in there:
        sim.seed("video", title=title)
    plain, told, whole = world.gateway(), world.gateway(), world.gateway()
    whole.objects(VIDEO)
    told.long_lists.announce(VIDEO, [(title,) for title in sought])
    if listed:
        told.long_lists.announced_objects(VIDEO)
    for title in asked:
        some, found, true = (ids(gateway.with_key(VIDEO, (title,))) for gateway in (plain, told, whole))
        assert some == found == true, title
        near = [ids(gateway.similar(VIDEO, (title,))) for gateway in (plain, told, whole)]
        assert near[0] == near[1] == near[2] or (true and near[0] | near[1] <= near[2]), title


@pytest.mark.parametrize(
    ("library", "wanted", "lists"),
    [(150, 8, 8), (150, 40, 1 + 2), (3000, 20, 1 + 20)],
    ids=["few are searched for", "all are read where that is cheaper", "many are searched for in a large library"],
)
def test_a_document_reads_what_takes_fewer_requests(sim: Any, library: int, wanted: int, lists: int) -> None:
    for number in range(1000, 1000 + library):
        sim.seed("video", title=f"Lesson {number}")
    space, before = Space(sim), len(sim.journal)
    space.unchanged({"videos": [{"title": f"Lesson {number}"} for number in range(1000, 1000 + wanted)]})
    assert len(queries(sim, before)) == 2 * lists, "planned, and applied"
