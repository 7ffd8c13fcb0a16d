# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a workspace holds, its export is a valid document that changes nothing, and says what it leaves out."""

from __future__ import annotations

import math
import pathlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.filter.workspace_document import workspace_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.expressible import expressible
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import checked
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

ID, OTHER = "0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f", "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"


def exported(space: Space) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The document of the workspace by way of a file, and (kind, key, path) of what it leaves out."""
    told: list[dict[str, str]] = []
    with ThreadPoolExecutor(4) as pool, TemporaryDirectory() as folder:
        document = live_document(space.gateway(), pool, list(SECTIONS), told)
        file = pathlib.Path(folder) / "workspace.yml"
        file.write_text(workspace_document(document, told), encoding="utf-8", newline="")
        source, faults = read_source(str(file))
    assert faults == []
    assert source.document == document
    checked(source, effects_of)
    return document, [(one["kind"], one["key"], one["path"]) for one in told]


def adopted(space: Space) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The same, after it was seen that to apply it changes nothing."""
    document, told = exported(space)
    space.unchanged(document)
    return document, told


def zone(sim: Simulator, **values: Any) -> None:
    sim.seed("cdn_zone", name="Z", host="cdn.example", **values)


def room(sim: Simulator, *people: dict[str, Any]) -> None:
    made = sim.seed("speak_room", name="R", type="permanent_meeting", owner_id=ID)
    for one in people:
        sim.seed("participant", room_id=made["id"], **one)


def event(sim: Simulator, **values: Any) -> Any:
    return sim.seed("live_event", **{"name": "E", "type": "one-time", **values})


def tree(sim: Simulator, deep: int) -> None:
    project, parent = sim.seed("project", name="P", privacy_type="anywhere")["id"], None
    for _level in range(deep):
        row = {"parent_id": parent} if parent else {}
        parent = sim.seed("folder", project_id=project, name="F", **row)["id"]


CHANNEL = {"name": "A", "url": "rtmp://a.example", "key": "key-of-the-restream"}
PERSON = {"name": "Guest", "role": "manager"}
CASES: dict[str, tuple[Callable[[Simulator], Any], list[tuple[str, str, str]]]] = {
    "an unknown privacy": (
        lambda sim: sim.seed("project", name="P", privacy_type="friends"),
        [("project", "P", "privacy_type")],
    ),
    "an unknown type of an event": (lambda sim: event(sim, type="daily"), [("live_event", "E", "type")]),
    "an unknown role": (
        lambda sim: room(sim, {**PERSON, "user_id": ID, "role": "guest"}),
        [("speak_room", "R", "participants")],
    ),
    "an empty name": (lambda sim: sim.seed("player", name=""), [("player", "", "the whole entry")]),
    "an empty name of a project": (
        lambda sim: event(sim, parent_id=sim.seed("project", name="", privacy_type="anywhere")["id"]),
        [("project", "", "the whole entry")],
    ),
    "an empty name of a folder": (
        lambda sim: sim.seed(
            "folder", project_id=sim.seed("project", name="P", privacy_type="anywhere")["id"], name=""
        ),
        [("folder", "", "the whole entry")],
    ),
    "an empty URL": (lambda sim: sim.seed("drm_auth", url=""), []),
    "a masked URL": (
        lambda sim: sim.seed("webhook", name="w", endpoint="https://h.example/?********"),
        [("webhook", "w", "endpoint")],
    ),
    "two origins of one address": (
        lambda sim: zone(sim, origins=[{"addr": "o.example"}, {"addr": "o.example"}]),
        [("cdn_zone", "Z", "origins")],
    ),
    "an origin without address": (lambda sim: zone(sim, origins=[{"addr": ""}]), [("cdn_zone", "Z", "origins")]),
    "two restreams of one name": (
        lambda sim: event(sim, restreams=[CHANNEL, CHANNEL]),
        [("live_event", "E", "restreams")],
    ),
    "a restream without name": (
        lambda sim: event(sim, restreams=[{**CHANNEL, "name": ""}]),
        [("live_event", "E", "restreams")],
    ),
    "a participant twice": (
        lambda sim: room(sim, {**PERSON, "user_id": ID}, {**PERSON, "user_id": ID}),
        [("speak_room", "R", "participants")],
    ),
    "a participant without id": (
        lambda sim: room(sim, {**PERSON, "user_id": OTHER}, {**PERSON, "user_id": ""}),
        [("speak_room", "R", "participants")],
    ),
    "null within settings": (
        lambda sim: sim.seed("player", name="P", settings={"a": None, "b": [None], "c": {"d": None}, "e": 1}),
        [("player", "P", "settings.b")],
    ),
    "numbers that no document has": (
        lambda sim: sim.seed("player", name="P", settings={"a": 1 << 70, "b": {"c": 1 << 70}, "e": [1 << 70], "f": 1}),
        [("player", "P", f"settings.{path}") for path in ("a", "b.c", "e")],
    ),
    "folders in 60 folders": (lambda sim: tree(sim, 60), [("folder", "F", "folders")]),
    "a name that reads as an id": (
        lambda sim: event(
            sim, parent_id=sim.seed("project", name="je7WZBZhdMFQKPHHHmMr2m", privacy_type="anywhere")["id"]
        ),
        [],
    ),
    "a line break of another age": (lambda sim: sim.seed("player", name="a\u0085b", settings={"\u0085": "\u0085"}), []),
}


SLOW = "folders in 60 folders"
#: What no plan can be made for, as it says: an export leaves it out all the same.
UNINTELLIGIBLE: dict[str, tuple[Callable[[Simulator], Any], list[tuple[str, str, str]]]] = {
    "an owner without id": (
        lambda sim: sim.edit(
            "speak_room", sim.seed("speak_room", name="R", type="instant_meeting")["id"], owner_id="x"
        ),
        [("speak_room", "R", "owner_id")],
    ),
    "a flag as text": (lambda sim: event(sim, protected="yes"), [("live_event", "E", "protected")]),
}


def nested(deep: int) -> Any:
    return {"x": nested(deep - 1)} if deep else 1


@pytest.mark.parametrize("name", [*CASES, *UNINTELLIGIBLE])
def test_what_no_document_can_express_is_left_out_and_told(sim: Simulator, name: str) -> None:
    make, expected = {**CASES, **UNINTELLIGIBLE}[name]
    make(sim)
    sim.seed("tag", tag="beside it")
    document, told = (exported if name in UNINTELLIGIBLE else adopted)(Space(sim))
    assert told == expected
    assert document["tags"] == [{"tag": "beside it", "archived": False}]


@pytest.mark.parametrize(
    ("place", "expected"),
    [(lambda sim: event(sim, reconnect_window="600"), 600), (lambda sim: event(sim, reconnect_window=600.0), 600)],
)
def test_a_whole_number_is_one_however_it_is_written(sim: Simulator, place: Any, expected: int) -> None:
    place(sim)
    document, told = adopted(Space(sim))
    assert (document["live_events"][0]["reconnect_window"], told) == (expected, [])


@pytest.mark.parametrize(
    ("value", "path"),
    [("\ud800", "settings.a"), ({"\udc00": 1}, "settings.a.\udc00"), ({"x": [math.nan]}, "settings.a.x")],
)
def test_what_no_request_could_carry(value: Any, path: str) -> None:
    told: list[dict[str, str]] = []
    document = {"version": 1, "players": [{"name": "P", "settings": {"a": value}}]}
    assert expressible(document, told) == {"version": 1, "players": [{"name": "P"}]}
    assert [one["path"] for one in told] == [path]


def test_what_is_nested_too_deeply_is_left_out_from_there_on() -> None:
    told: list[dict[str, str]] = []
    document = {"version": 1, "players": [{"name": "P", "settings": {"a": nested(200), "b": 1}}]}
    assert expressible(document, told)["players"] == [{"name": "P", "settings": {"b": 1}}]
    assert [one["why"] for one in told] == ["is nested more than 100 levels deep"]
    assert len(document["players"][0]["settings"]) == 2, "the input is left as it is"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(names=st.lists(st.sampled_from(sorted({*CASES} - {SLOW})), min_size=2, max_size=5, unique=True))
def test_any_of_it_together(sim: Simulator, names: list[str]) -> None:
    sim.reset()
    sim.set(names="free")
    for name in names:
        CASES[name][0](sim)
    _document, told = adopted(Space(sim))
    assert {note for name in names for note in CASES[name][1]} <= set(told)
