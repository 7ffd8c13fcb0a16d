# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What others do between the plan and its writes: a reviewed plan is carried out as it is or not at all; one that
nobody reviewed brings about what is wanted all the same, and says what more it wrote."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, Space, actions
from tests.unit._workspace.test_plan_id import ALL, DOCUMENT, EDITS, WISHES, stored
from tests.unit._workspace.test_plan_id import fill as fill_with_everything
from tests.unit._workspace.test_workspace import WORLDS, first, second
from tests.unit.conftest import requests_of

ONE, TWO, THREE = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123")
FEW, OLD, VERY_OLD = 1.0, 4.0, 31.0  # seconds: trusted, too old for an update, too old for a create
PRUNE: dict[str, Any] = {"prune": ["projects"], "prune_empty": True, "force": True}


@pytest.fixture
def space(sim: Simulator) -> Space:
    """An empty workspace."""
    return Space(sim)


def reviewed(space: Space, document: dict[str, Any], **options: Any) -> Any:
    """Apply exactly the plan that was reviewed; others act in between, as arranged."""
    expected = space.done(document, True, **options).result["plan_id"]
    return space.apply(document, expected=expected, **options)


HOOK: dict[str, Any] = {"webhooks": [{"name": "A", "endpoint": "https://new", "events": ["a"]}]}
EVENT: dict[str, Any] = {
    "live_events": [{"name": "A", "subtitle": "new", "auto_start": True, "restreams": [], "location": {"project": "P"}}]
}


def fill(space: Space) -> None:
    space.sim.seed("webhook", name="A", endpoint="https://old", events=["a"])
    space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere", catalog_type="live")
    space.sim.seed("project", id=TWO, name="Q", privacy_type="anywhere", catalog_type="live")
    space.sim.seed("live_event", name="A", type="one-time", auto_start=True, parent_id=ONE)


THEIRS: dict[str, tuple[dict[str, Any], Callable[[Space], Any], list[str]]] = {
    "another field": (HOOK, lambda space: space.sim.edit("webhook", "A", events=["b"]), ["events"]),
    "the same field": (HOOK, lambda space: space.sim.edit("webhook", "A", endpoint="https://theirs"), []),
    "a field of an event": (EVENT, lambda space: space.sim.edit("live_event", "A", auto_start=False), ["auto_start"]),
    "a place": (EVENT, lambda space: space.sim.edit("live_event", "A", parent_id=TWO), ["location"]),
}


@pytest.mark.parametrize("case", THEIRS)
class TestEdits:
    """Somebody edits managed fields of an object that is about to be written."""

    @pytest.mark.parametrize("seconds", [FEW, OLD])
    def test_a_reviewed_plan_is_refused(self, space: Space, case: str, seconds: float) -> None:
        document, act, _more = THEIRS[case]
        fill(space)
        space.meanwhile(seconds, lambda: act(space))
        told = reviewed(space, document)
        assert told.writes == []
        assert "it was changed by somebody else while this task was running" in told.error.text()
        assert "expected_plan_id" in told.error.text()

    def test_else_it_is_written_and_told(self, space: Space, case: str) -> None:
        document, act, more = THEIRS[case]
        fill(space)
        space.meanwhile(OLD, lambda: act(space))
        told = space.done(document)
        assert {name for change in told.result["changes"] for name in change["fields"]} >= set(more)
        said = [text for text in told.warnings if "changed by somebody else" in text]
        assert len(said) == bool(more)
        assert [name for name in more if name not in said[0]] == []
        space.meanwhile(0)
        space.unchanged(document)


def test_an_edit_of_what_is_not_managed_survives(space: Space) -> None:
    fill(space)
    space.sim.set(put="replace")
    document = {"webhooks": [{"name": "A", "endpoint": "https://new"}]}
    space.meanwhile(OLD, lambda: space.sim.edit("webhook", "A", events=["theirs"]))
    assert reviewed(space, document).error is None
    assert space.sim.object("webhook", "A")["events"] == ["theirs"]


def test_what_others_have_done_already_is_not_refused(space: Space) -> None:
    fill(space)
    space.meanwhile(OLD, lambda: space.sim.edit("webhook", "A", endpoint="https://new"))
    told = reviewed(space, HOOK)
    assert told.error is None
    assert told.writes == []
    assert told.result["changed"] is False


@pytest.mark.parametrize("exact", [True, False])
def test_a_part_that_somebody_added_is_not_deleted(space: Space, exact: bool) -> None:
    """A delete that nobody saw in a plan is never made."""
    fill(space)
    restream = {
        "event_id": space.sim.object("live_event", "A")["id"],
        "name": "R",
        "url": "rtmp://r",
        "key": "key-of-r",
    }
    space.meanwhile(OLD, lambda: space.sim.seed("restream", **restream))
    told = reviewed(space, EVENT) if exact else space.apply(EVENT)
    assert told.writes == []
    assert "it was changed by somebody else while this task was running" in told.error.text()


@pytest.mark.parametrize("names", ["unique", "free"])
@pytest.mark.parametrize("age", [FEW, VERY_OLD])
def test_what_somebody_created_is_not_changed_unreviewed(space: Space, names: str, age: float) -> None:
    space.sim.set(names=names)
    space.meanwhile(age, lambda: space.sim.seed("webhook", name="A", endpoint="https://theirs"))
    told = reviewed(space, {"webhooks": [{"name": "A", "endpoint": "https://new", "events": []}]})
    assert [text for text in told.writes if not text.startswith("POST")] == []
    if (names, age) != ("free", FEW):  # the API takes it, and for so short a time nobody looks
        assert "it was changed by somebody else while this task was running" in told.error.text()


GROWN: dict[str, Callable[[Space], Any]] = {
    "items": lambda space: space.sim.edit("project", "Old", items_count=5_000),
    "bytes": lambda space: space.sim.edit("project", "Old", size=10**12),
    "a folder": lambda space: space.sim.seed("folder", name="New", project_id=THREE, parent_id=THREE),
    "items in a folder": lambda space: space.sim.edit("folder", "F", items_count=5_000),
}


class TestDeletes:
    @pytest.mark.parametrize("seconds", [FEW, OLD])
    @pytest.mark.parametrize("exact", [True, False])
    @pytest.mark.parametrize("act", GROWN)
    def test_a_project_that_grew_is_not_deleted(self, space: Space, act: str, exact: bool, seconds: float) -> None:
        space.sim.seed("project", id=THREE, name="Old", privacy_type="anywhere")
        space.sim.seed("folder", name="F", project_id=THREE, parent_id=THREE)
        space.meanwhile(seconds, lambda: GROWN[act](space))
        told = reviewed(space, {}, **PRUNE) if exact else space.apply({}, **PRUNE)
        assert told.writes == []
        assert "while this task was running" in told.error.text()

    @pytest.mark.parametrize("exact", [True, False])
    def test_one_that_shrank_is_not_what_was_reviewed(self, space: Space, exact: bool) -> None:
        space.sim.seed("project", name="Old", privacy_type="anywhere", items_count=9)
        space.meanwhile(OLD, lambda: space.sim.edit("project", "Old", items_count=8))
        told = reviewed(space, {}, **PRUNE) if exact else space.apply({}, **PRUNE)
        assert len(told.writes) == (not exact)

    def test_a_folder_that_grew(self, space: Space) -> None:
        space.sim.seed("project", id=THREE, name="Old", privacy_type="anywhere")
        folder = space.sim.seed("folder", name="F", project_id=THREE, parent_id=THREE, items_count=1)["id"]
        space.meanwhile(OLD, lambda: space.sim.edit("folder", folder, items_count=5_000))
        document = {"projects": [{"name": "Old", "folders": []}]}
        told = space.apply(document, prune=["folders"], prune_empty=True, force=True)
        assert told.writes == []
        assert "items 1 → 5000" in told.error.text()

    @pytest.mark.parametrize("kind", ["webhook", "live_event"])
    def test_an_object_that_somebody_edited(self, space: Space, kind: str) -> None:
        fill(space)
        edit = {"webhook": {"endpoint": "https://theirs"}, "live_event": {"subtitle": "theirs"}}[kind]
        space.meanwhile(OLD, lambda: space.sim.edit(kind, "A", **edit))
        told = reviewed(space, {}, prune=[f"{kind}s"], prune_empty=True)
        assert told.writes == []
        assert "expected_plan_id" in told.error.text()


@pytest.mark.parametrize("world", ["default", "omitted", "short ids, dropped", "null lists", "urls"])
def test_nothing_is_refused_when_nobody_acts(space: Space, tmp_path: Any, world: str) -> None:
    """What is read again before a write may come by another route: that must not look like an edit."""
    (tmp_path / "logo.png").write_bytes(b"picture")
    space.sim.set(**WORLDS[world])
    space.meanwhile(VERY_OLD)
    for document in (first(tmp_path), second(tmp_path)):
        assert reviewed(space, document).error is None
    options: dict[str, Any] = {"prune_empty": True, "max_deletions": 99, "force": True}
    sections = ["players", "privacy_domains", "projects", "webhooks", "cdn_zones", "live_events"]
    told = reviewed(space, {}, prune=sections, **options)
    assert told.error is None
    assert {action for action, _kind, _key in actions(told)} == {"delete"}


@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 4)
@given(
    edits=st.sets(st.sampled_from(sorted(EDITS)), max_size=3),
    wish=st.sampled_from(sorted(WISHES)),
    edition=EDITIONS,
    seconds=st.sampled_from([FEW, OLD]),
)
def test_nothing_but_the_reviewed_plan_is_written(
    shared_simulator: Simulator, edits: set[str], wish: str, edition: dict[str, str], seconds: float
) -> None:
    """Whatever somebody edits meanwhile: it is there afterwards, unless the plan itself changes it."""
    sim = shared_simulator
    fill_with_everything(sim)
    sim.set(**edition)
    space = Space(sim)
    document = {**DOCUMENT, **WISHES[wish]}
    seen = space.apply(document, True, **ALL)
    assume(seen.error is None)  # it could erase the keys of restreams that are masked
    plan = seen.result
    edited: dict[Any, Any] = {}

    def act() -> None:
        for edit in sorted(edits):
            EDITS[edit](sim)
        edited.update(stored(sim))

    space.meanwhile(seconds, act)
    told = space.apply(document, expected=plan["plan_id"], **ALL)
    allowed = [{**change, "outcome": "applied"} for change in plan["changes"]]
    applied = [change for change in told.result["changes"] if change["outcome"] == "applied"]
    assert [change for change in applied if change not in allowed] == []
    assert len(told.writes) <= requests_of(told)
    written = {entry.path.rsplit("/", 1)[-1] for entry in told.requests if entry.method != "GET"}
    named = {"E", "L", "P", "R"}  # objects of which parts are written by routes of their own
    after = stored(sim)
    for mark, row in edited.items():
        gone = "project_id" in row and row["project_id"] in written
        if mark[1] not in written and not gone and row.get("name") not in named and mark[0] != "restream":
            assert after.get(mark) == row, mark
