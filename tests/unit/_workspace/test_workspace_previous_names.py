# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries that say what their objects were called before: one document renames in many workspaces, without an ID."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS as CATALOG
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions
from tests.unit._workspace.test_workspace_absent import PLACED, PLACES
from tests.unit._workspace.test_workspace_renames import KINDS


@pytest.fixture
def space(sim: Simulator) -> Space:
    return Space(sim)


def players(space: Space, *names: str) -> dict[str, str]:
    """Players of these names; {name: id}."""
    return {name: space.sim.seed("player", name=name)["id"] for name in names}


def called(space: Space, kind: str = "player") -> dict[str, str]:
    """{id: name} of all objects of a kind."""
    return {row["id"]: row["name"] for row in space.sim.objects(kind)}


def entry(name: str, *previous: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "previous_names": list(previous), **more}


@pytest.mark.parametrize("kind", [*KINDS, *PLACED])
def test_each_kind(space: Space, kind: str) -> None:
    """Renamed where it has the previous name, left alone where it has the new one."""
    key, more = {**KINDS, **PLACED}[kind]
    old, new = ("a@example.com", "b@example.com") if key == "email" else ("a.example.com", "b.example.com")
    document: dict[str, Any] = {f"{kind}s": [{key: new, "previous_names": [old, "c"], **more}]}
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"] if kind in PLACED else None
    if kind in PLACED:
        document[f"{kind}s"][0]["location"] = {"project": "P"}
    row = space.sim.seed(kind, **{key: old, **more, **({PLACES[kind]: project} if project else {})})
    told = space.settles(document)
    assert actions(told) == [("update", kind, old)]
    (after,) = space.sim.objects(kind)
    id_key = CATALOG[kind].routes.id_key
    assert (after[id_key], after[key]) == (row[id_key], new)


def test_one_that_is_not_there(space: Space) -> None:
    assert actions(space.settles({"players": [entry("New", "Old", "Older")]})) == [("create", "player", "New")]


def test_only_in_its_place(space: Space) -> None:
    for name in "PQ":
        id = space.sim.seed("project", name=name, privacy_type="anywhere")["id"]
        space.sim.seed("playlist", name="Old", parent_id=id)
    (one, two) = space.sim.objects("playlist")
    told = space.settles({"playlists": [entry("New", "Old", location={"project": "Q"})]})
    assert actions(told) == [("update", "playlist", "Old")]
    assert called(space, "playlist") == {one["id"]: "Old", two["id"]: "New"}
    document: dict[str, Any] = {"projects": [], "playlists": [entry("X", "Old", location={"project": "R"})]}
    said = space.apply(document).error.text()
    assert said.endswith("playlists[0]: there is no project 'R'")
    document["projects"] = [{"name": "R", "privacy_type": "anywhere"}]
    assert ("create", "playlist", "X") in actions(space.done(document, True))


def test_projects_and_folders_in_them(space: Space) -> None:
    """What is in them is found, and references take the new names; the second run has nothing to do."""
    project = space.sim.seed("project", name="Old", privacy_type="anywhere")["id"]
    outer = space.sim.seed("folder", name="A", project_id=project, parent_id=project)["id"]
    inner = space.sim.seed("folder", name="B", project_id=project, parent_id=outer)["id"]
    event = space.sim.seed("live_event", name="E", type="one-time", parent_id=inner)["id"]
    space.sim.seed("drm_auth", project_id=project, url="https://a.example.com")
    folders = [entry("A2", "A", folders=[entry("B2", "B", "B1"), {"name": "C"}])]
    document = {
        "projects": [entry("New", "Older", "Old", folders=folders, drm_auth={"url": "https://a.example.com"})],
        "live_events": [{"name": "E", "location": {"project": "New", "folder": ["A2", "B2"]}}],
    }
    told = space.settles(document, prune=["folders"])
    assert actions(told) == [
        ("update", "project", "Old"),
        ("update", "folder", "New/A"),
        ("update", "folder", "New/A/B"),
        ("create", "folder", "New/A2/C"),
    ]
    assert called(space, "folder") == {outer: "A2", inner: "B2", **_new(space, "C")}
    assert [row["parent_id"] for row in space.sim.objects("live_event") if row["id"] == event] == [inner]


def _new(space: Space, name: str) -> dict[str, str]:
    return {row["id"]: name for row in space.sim.objects("folder") if row["name"] == name}


def test_a_domain_in_another_spelling(space: Space) -> None:
    space.sim.seed("privacy_domain", domain="xn--80atdl2c.xn--p1ai")
    document = {"privacy_domains": [{"domain": "школа2.рф", "previous_names": ["ШКОЛА.рф"]}]}
    assert space.settles(document).result["summary"]["update"] == 1


class TestUnclear:
    def test_both_there(self, space: Space) -> None:
        ids = players(space, "Old", "New")
        said = space.refused({"players": [entry("New", "Old")]})
        assert "players[0]: there are objects that have its name and one of its previous names" in said
        assert all(id in said for id in ids.values())

    def test_two_previous_names_there(self, space: Space) -> None:
        players(space, "A", "B", "D")
        said = space.refused({"players": [entry("C", "A", "B", "E")]})
        assert "players[0]: there are several objects that have one of its previous names" in said

    def test_two_of_one_name(self, space: Space) -> None:
        space.sim.set(names="free")
        players(space, "A", "A")
        assert "several objects that have one of its previous names" in space.refused({"players": [entry("C", "A")]})

    def test_two_entries_for_one(self, space: Space) -> None:
        players(space, "A")
        said = space.refused({"players": [entry("B", "A"), entry("C", "A")]})
        assert "players[1]: is the same object as players[0]; list it only once" in said


class TestEntriesOfTheirOwn:
    """Objects that other entries name are not meant."""

    @pytest.mark.parametrize("state", ["present", "absent"])
    def test_both_there(self, space: Space, state: str) -> None:
        ids = players(space, "Old", "New")
        document = {"players": [entry("New", "Old"), {"name": "Old", "state": state}]}
        if state == "present":
            space.unchanged(document)
        else:
            assert actions(space.settles(document)) == [("delete", "player", "Old")]
        assert called(space)[ids["New"]] == "New"

    def test_both_there_and_one_by_its_id(self, space: Space) -> None:
        ids = players(space, "Old", "New")
        document = {"players": [entry("New", "Old"), {"id": ids["Old"], "name": "Other"}]}
        assert actions(space.settles(document)) == [("update", "player", "Old")]

    def test_one_of_two_previous_names(self, space: Space) -> None:
        ids = players(space, "A", "B")
        assert actions(space.settles({"players": [entry("C", "A", "B"), {"name": "A"}]})) == [("update", "player", "B")]
        assert called(space) == {ids["A"]: "A", ids["B"]: "C"}

    def test_a_new_one_under_the_old_name(self, space: Space) -> None:
        ids = players(space, "Old")
        document = {"players": [{"name": "Old"}, entry("New", "Old")]}
        assert actions(space.settles(document)) == [("update", "player", "Old"), ("create", "player", "Old")]
        assert called(space)[ids["Old"]] == "New"

    def test_names_that_are_handed_on(self, space: Space) -> None:
        ids = players(space, "A", "B")
        document = {"players": [entry("B", "A"), entry("C", "B")]}
        assert actions(space.settles(document)) == [("update", "player", "B"), ("update", "player", "A")]
        assert called(space) == {ids["A"]: "B", ids["B"]: "C"}

    def test_names_that_were_exchanged(self, space: Space) -> None:
        """Nobody can tell whether they were already: they are left alone."""
        players(space, "A", "B")
        space.unchanged({"players": [entry("B", "A"), entry("A", "B")]})


def test_an_id_says_more(space: Space) -> None:
    ids = players(space, "Old", "Other")
    document = {"players": [entry("New", "Old", id=ids["Other"]), entry("X", "New", state="absent")]}
    assert actions(space.settles(document)) == [("update", "player", "Other")]


def test_in_check_mode_after_pruning_nothing_is_deleted(space: Space) -> None:
    """What is renamed is named, so it is not pruned."""
    players(space, "Old", "Other")
    told = space.settles({"players": [entry("New", "Old")]}, prune=["players"])
    assert actions(told) == [("update", "player", "Old"), ("delete", "player", "Other")]
