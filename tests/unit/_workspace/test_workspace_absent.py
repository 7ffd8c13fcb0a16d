# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries with state: absent: what they delete, with which guards, and what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS as CATALOG
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.layers import layer_of_file, overlaid
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions
from tests.unit._workspace.test_workspace_renames import KINDS

PLACES = {"video": "project_id", "playlist": "parent_id", "file_request": "uploading_location_id"}
PLACED = {"video": ("title", {}), "playlist": ("name", {}), "file_request": ("title", {})}


@pytest.fixture
def space(sim: Simulator) -> Space:
    return Space(sim)


def absent(**key: Any) -> dict[str, Any]:
    return {**key, "state": "absent"}


@pytest.mark.parametrize("by_id", [False, True], ids=["by key", "by id"])
@pytest.mark.parametrize("kind", [*KINDS, *PLACED])
def test_each_kind(space: Space, kind: str, by_id: bool) -> None:
    """That object goes, and no other; a second run has nothing to do, and one that is not there is no change."""
    key, more = {**KINDS, **PLACED}[kind]
    names = ["a@example.com", "b@example.com"] if key == "email" else ["a.example.com", "b.example.com"]
    if kind in PLACED:
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        more = {**more, PLACES[kind]: project}
    id_key = CATALOG[kind].routes.id_key
    ids = [space.sim.seed(kind, **{key: name, **more})[id_key] for name in names]
    entry = absent(**{key: names[0]}, **({"id": ids[0]} if by_id else {}))
    told = space.settles({f"{kind}s": [entry]})
    assert actions(told) == [("delete", kind, names[0])]
    assert [row[id_key] for row in space.sim.objects(kind) if not row.get("deleted_at")] == [ids[1]]
    assert told.result["summary"]["unchanged"] == 0
    if kind != "video":
        assert told.result["unmanaged"][f"{kind}s"]["names"] == [names[1]]


def test_settings_that_exist_once(space: Space) -> None:
    id = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    for owner in (None, id):
        space.sim.seed("drm_auth", project_id=owner, url="https://a.example.com")
    document = {"drm_auth": {"state": "absent"}, "projects": [{"name": "P", "drm_auth": {"state": "absent"}}]}
    told = space.settles(document)
    assert sorted(actions(told)) == [("delete", "drm_auth", "P"), ("delete", "drm_auth", "workspace")]


def test_folders(space: Space) -> None:
    """At any depth; what else is in the project stays, also where folders are pruned."""
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    outer = space.sim.seed("folder", name="F", project_id=project, parent_id=project)["id"]
    for name in "ab":
        space.sim.seed("folder", name=name, project_id=project, parent_id=outer)
    document = {
        "projects": [{"name": "P", "folders": [{"name": "F", "folders": [absent(name="a"), absent(name="c")]}]}]
    }
    told = space.settles(document)
    assert actions(told) == [("delete", "folder", "P/F/a")]
    assert told.result["unmanaged"] == {"folders": {"total": 1, "names": ["P/F/b"]}}
    gone = {"projects": [{"name": "P", "folders": [absent(name="F")]}]}
    assert "it is not empty" in space.refused(gone, prune=["folders"])
    told = space.settles(gone, prune=["folders"], prune_empty=True, force=True)
    assert actions(told) == [("delete", "folder", "P/F")]


def test_its_other_options_are_ignored(space: Space) -> None:
    """Also those that nothing could make sense of, and what is in it."""
    space.sim.seed("project", name="P", privacy_type="anywhere")
    project = absent(name="P", player="gone", folders=[{"name": "F"}], drm_auth={"url": "https://a"})
    document = {
        "projects": [project],
        "players": [absent(name="A", logo={"src": "gone.png"})],
        "webhooks": [absent(name="W", id="3" * 22, endpoint="")],
        "videos": [absent(title="V", src="a", url="b", location={"project": "gone"})],
        "playlists": [absent(name="L", location={"project": "P", "folder": ["gone"]}, videos=["no id"])],
    }
    assert actions(space.settles(document)) == [("delete", "project", "P")]


def test_what_it_is_in_is_looked_up(space: Space) -> None:
    for name in "PQ":
        id = space.sim.seed("project", name=name, privacy_type="anywhere")["id"]
        space.sim.seed("playlist", name="L", parent_id=id)
    space.settles({"playlists": [absent(name="L", location={"project": "Q"})]})
    (row,) = space.sim.objects("playlist")
    assert row["parent_id"] != id
    space.sim.seed("playlist", name="L", parent_id=id)
    assert "2 objects have this name" in space.refused({"playlists": [absent(name="L")]})


class TestGuards:
    def test_what_holds_items(self, space: Space) -> None:
        space.sim.seed("project", name="P", privacy_type="anywhere", items_count=1)
        document = {"projects": [absent(name="P")]}
        assert "it is not empty (items_count: 1)" in space.refused(document)
        assert actions(space.settles(document, force=True)) == [("delete", "project", "P")]

    def test_as_many_as_there_are(self, space: Space) -> None:
        for number in range(12):
            space.sim.seed("player", name=f"A{number}")
        told = space.settles({"players": [absent(name=f"A{number}") for number in range(12)]}, max_deletions=0)
        assert told.result["summary"]["delete"] == 12

    USES: dict[str, Any] = {  # noqa: RUF012
        "by name": {"projects": [{"name": "P", "privacy_type": "anywhere", "player": "A"}]},
        "by id": {"projects": [{"name": "P", "privacy_type": "anywhere", "player": "1" * 22}]},
        "as it is": {"projects": [{"name": "Q"}]},
        "as a text": {"projects": [{"name": "P", "privacy_type": "custom", "privacy_domains": ["A.example.com"]}]},
        "as a place": {"live_events": [{"name": "E", "type": "one-time", "location": {"project": "R"}}]},
    }

    @pytest.mark.parametrize("there", [True, False], ids=["there", "gone"])
    @pytest.mark.parametrize("name", USES)
    def test_what_other_entries_need(self, space: Space, name: str, there: bool) -> None:
        uses = self.USES[name]
        player = space.sim.seed("player", name="A")["id"]
        space.sim.seed("project", name="R", privacy_type="anywhere")
        space.sim.seed("project", name="Q", privacy_type="anywhere", player_id=player)
        space.sim.seed("privacy_domain", domain="a.example.com")
        document = {
            "players": [absent(name="A")],
            "privacy_domains": [absent(domain="a.example.com")],
            "projects": [absent(name="R"), *uses.get("projects", ())],
            "live_events": uses.get("live_events", []),
        }
        if name == "by id":
            document["projects"][1]["player"] = player
        if not there:
            space.done({"players": [absent(name="A")], "projects": [absent(name="R")]})
            space.done({"privacy_domains": [absent(domain="a.example.com")]})
            if name in ("by id", "as it is"):  # which needs nothing then, or nothing that has a name
                return
        said = space.refused(document)
        if there or name == "as a text":
            assert "has state: absent, but " in said
            assert f"{'live_events[0]' if name == 'as a place' else 'projects[1]'} needs it" in said
        else:
            assert f"and {'projects[0]' if name == 'as a place' else 'players[0]'} has state: absent" in said

    def test_what_has_two_entries(self, space: Space) -> None:
        id = space.sim.seed("player", name="A")["id"]
        for pair in ([absent(name="A"), {"name": "A"}], [absent(name="A", id=id), {"name": "A"}]):
            said = space.refused({"players": pair})
            assert "players[1]: is the same object as players[0]; list it only once" in said

    def test_a_section_of_nothing_else_is_not_pruned(self, space: Space) -> None:
        for name in "AB":
            space.sim.seed("player", name=name)
        document = {"players": [absent(name="A")]}
        assert "the document has no players" in space.refused(document, prune=["players"])
        told = space.settles(document, prune=["players"], prune_empty=True)
        assert sorted(actions(told)) == [("delete", "player", "A"), ("delete", "player", "B")]


def test_it_comes_last_and_children_first(space: Space) -> None:
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    space.sim.seed("live_event", name="E", type="one-time", parent_id=project)
    player = space.sim.seed("player", name="Old")["id"]
    space.sim.seed("project", name="Q", privacy_type="anywhere", player_id=player)
    document = {
        "players": [absent(name="Old"), {"name": "New"}],
        "projects": [absent(name="P"), {"name": "Q", "player": "New"}],
        "live_events": [absent(name="E", location={"project": "P"})],
    }
    assert actions(space.settles(document)) == [
        ("create", "player", "New"),
        ("update", "project", "Q"),
        ("delete", "live_event", "E"),
        ("delete", "project", "P"),
        ("delete", "player", "Old"),
    ]


def test_a_name_that_another_object_takes_over(space: Space) -> None:
    """The one that has the name and gets another stays: the entry means the one that has it afterwards."""
    id = space.sim.seed("player", name="A")["id"]
    told = space.settles({"players": [{"id": id, "name": "B"}, absent(name="A")]})
    assert actions(told) == [("update", "player", "A")]
    assert [row["name"] for row in space.sim.objects("player")] == ["B"]


@pytest.mark.parametrize(("kind", "key"), [("player", "name"), ("playlist", "name"), ("tag", "tag")])
def test_another_object_of_the_same_name(space: Space, kind: str, key: str) -> None:
    """Beside an entry that keeps an object by its ID, the one by name means any other."""
    space.sim.set(names="free")
    id = space.sim.seed(kind, **{key: "A"})["id"]
    document = {f"{kind}s": [absent(**{key: "A"}), {"id": id, key: "A"}]}
    space.unchanged(document)
    space.sim.seed(kind, **{key: "A"})
    assert actions(space.settles(document)) == [("delete", kind, "A")]
    assert [row["id"] for row in space.sim.objects(kind)] == [id]


def test_in_layers(space: Space) -> None:
    """A later layer takes an entry out, and one after it brings it back as it was."""
    space.sim.seed("player", name="A", settings={"a": 2})
    layers = [
        {"version": 1, "players": [{"name": "A", "settings": {"a": 1}}]},
        {"players": [absent(name="A")]},
        {"players": [{"name": "A", "state": "present"}]},
    ]
    parts = [layer_of_file("", layer) for layer in layers]
    gone = Source(*overlaid(parts[0], parts[1]))
    assert actions(space.done(gone, True)) == [("delete", "player", "A")]
    assert actions(space.done(Source(*overlaid(overlaid(*parts[:2]), parts[2])), True)) == [("update", "player", "A")]
