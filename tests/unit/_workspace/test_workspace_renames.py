# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that pass from one object to another in one document, whether or not the API keeps them unique."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import apply as workspace_apply
from tests.unit._workspace.spaces import Space, actions
from tests.unit.conftest import Clock
from tests.unit.sides import sides

#: of each kind: its key, and what else an object needs
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "player": ("name", {}),
    "project": ("name", {"privacy_type": "anywhere"}),
    "webhook": ("name", {"endpoint": "https://w.example.com"}),
    "cdn_zone": ("name", {}),
    "tag": ("tag", {}),
    "privacy_domain": ("domain", {}),
    "moderator": ("email", {"username": "u", "password": "pass-of-moderator"}),
    "live_event": ("name", {"type": "one-time"}),
    "speak_room": ("name", {"type": "instant_meeting"}),
}


class Hurried(Clock):
    """Time of which two seconds pass whenever somebody looks."""

    def __call__(self) -> float:
        self.now += 2
        return self.now


@pytest.fixture(params=["unique", "free"])
def space(sim: Any, request: Any) -> Space:
    """An empty workspace."""
    sim.set(names=request.param)
    return Space(sim)


def seed(space: Space, kind: str, *names: str) -> list[str]:
    """Objects of these names; their IDs."""
    key, more = KINDS[kind]
    more = {"username": "u"} if kind == "moderator" else more
    hosts = [{"host": f"{name}.example.com"} if kind == "cdn_zone" else {} for name in names]
    rows = [space.sim.seed(kind, **{key: name, **host, **more}) for name, host in zip(names, hosts)]
    return [row["user_id" if kind == "moderator" else "id"] for row in rows]


def names(space: Space, kind: str) -> dict[str, str]:
    key = KINDS[kind][0]
    return {row["user_id" if kind == "moderator" else "id"]: row[key] for row in space.sim.objects(kind)}


@pytest.mark.parametrize("kind", KINDS)
class TestHandovers:
    def entries(self, kind: str, ids: list[str], *wanted: str) -> dict[str, Any]:
        secret = {"password": "pass-of-moderator"} if kind == "moderator" else {}
        return {f"{kind}s": [{"id": id, KINDS[kind][0]: name, **secret} for id, name in zip(ids, wanted)]}

    def test_a_swap(self, space: Space, kind: str) -> None:
        ids = seed(space, kind, "a", "b")
        told = space.settles(self.entries(kind, ids, "b", "a"))
        assert actions(told) == [("update", kind, "b"), ("update", kind, "a")]
        assert names(space, kind) == dict(zip(ids, "ba"))
        assert [line for line in told.warnings if f"'a' is called 'renaming-{ids[0][:8]}.a' for a moment" in line]

    def test_a_cycle(self, space: Space, kind: str) -> None:
        ids = seed(space, kind, "a", "b", "c")
        space.settles(self.entries(kind, ids, "b", "c", "a"))
        assert names(space, kind) == dict(zip(ids, "bca"))

    def test_a_chain(self, space: Space, kind: str) -> None:
        ids = seed(space, kind, "a", "b", "c")
        told = space.settles(self.entries(kind, ids, "b", "c", "d"))
        assert [key for _action, _kind, key in actions(told)] == ["c", "b", "a"]
        assert names(space, kind) == dict(zip(ids, "bcd"))

    @pytest.mark.parametrize("new_first", [False, True])
    def test_a_new_one_under_the_old_name(self, space: Space, kind: str, new_first: bool) -> None:
        ids = seed(space, kind, "a", "b")
        document = self.entries(kind, ids, "b", "c")
        key, more = KINDS[kind]
        host = {"host": "n.example.com"} if kind == "cdn_zone" else {}
        document[f"{kind}s"].insert(0 if new_first else 2, {key: "a", **host, **more})
        told = space.settles(document)
        assert actions(told)[-1] == ("create", kind, "a")
        found = names(space, kind)
        assert (found.pop(ids[0]), found.pop(ids[1]), *found.values()) == ("b", "c", "a")


@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [
        ("playlist", "name", "parent_id"),
        ("file_request", "title", "uploading_location_id"),
        ("video", "title", "project_id"),
    ],
)
def test_names_that_may_repeat_need_no_order(space: Space, kind: str, key: str, place: str) -> None:
    project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
    ids = [space.sim.seed(kind, **{key: name, place: project})["id"] for name in "ab"]
    entries = [{"id": id, key: name, "location": {"project": "P"}} for id, name in zip(ids, "ba")]
    told = space.settles({f"{kind}s": entries})
    assert {row["id"]: row[key] for row in space.sim.objects(kind)} == dict(zip(ids, "ba"))
    assert told.warnings == []


class TestFolders:
    def test_in_one_project(self, space: Space) -> None:
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        ids = [
            space.sim.seed("folder", name=name, project_id=project, parent_id=project)["id"] for name in ("a", "b", "c")
        ]
        inner = space.sim.seed("folder", name="x", project_id=project, parent_id=ids[0])["id"]
        folders = [
            {"id": ids[0], "name": "b", "folders": [{"id": inner, "name": "y"}, {"name": "x"}]},
            {"id": ids[1], "name": "a", "folders": [{"name": "x"}]},
            {"id": ids[2], "name": "d"},
            {"name": "c"},
        ]
        events = [
            {"name": f"E{path}", "type": "one-time", "location": {"project": "P", "folder": list(path)}}
            for path in ("a", "b", "ax", "bx", "by", "c", "d")
        ]
        told = space.settles({"projects": [{"name": "P", "folders": folders}], "live_events": events})
        assert ("create", "folder", "P/b/x") in actions(told)
        rows = {row["id"]: row for row in space.sim.objects("folder")}
        assert [rows[id]["name"] for id in (*ids, inner)] == ["b", "a", "d", "y"]
        there = {row["name"]: row["parent_id"] for row in space.sim.objects("live_event")}
        assert (there["Ea"], there["Eb"], there["Ed"], there["Eby"]) == (ids[1], ids[0], ids[2], inner)
        assert [rows[there[name]]["parent_id"] for name in ("Eax", "Ebx", "Ec")] == [ids[1], ids[0], project]

    def test_of_projects_that_exchange_their_names(self, space: Space) -> None:
        one, two = (space.sim.seed("project", name=name, privacy_type="anywhere")["id"] for name in "ab")
        space.sim.seed("folder", name="x", project_id=one, parent_id=one)
        projects = [
            {"id": one, "name": "b", "folders": [{"name": "x"}]},
            {"id": two, "name": "a", "folders": [{"name": "x"}]},
        ]
        event = {"name": "E", "type": "one-time", "location": {"project": "a", "folder": ["x"]}}
        told = space.settles({"projects": projects, "live_events": [event]})
        assert ("create", "folder", "b/x") in actions(told)
        (row,) = space.sim.objects("live_event")
        assert {folder["id"]: folder["project_id"] for folder in space.sim.objects("folder")}[row["parent_id"]] == two


class TestReferences:
    def test_say_the_names_of_afterwards(self, space: Space) -> None:
        one, two = seed(space, "player", "a", "b")
        space.sim.seed("project", name="P", privacy_type="anywhere", player_id=one)
        space.sim.seed("project", name="Q", privacy_type="anywhere", player_id=one)
        players = [{"id": one, "name": "b"}, {"id": two, "name": "a"}]
        projects = [{"name": "P", "player": "b"}, {"name": "Q", "player": "a"}]
        told = space.settles({"players": players, "projects": projects})
        assert actions(told)[2:] == [("update", "project", "Q")]
        assert told.result["diff"][-1]["after_header"] == "project 'Q'"
        diff = sides(told.result)[-1]
        assert (diff["before"], diff["after"]) == ({"player": f"a (ID {one})"}, {"player": "a"})

    def test_a_new_one_under_the_old_name(self, space: Space) -> None:
        (one,) = seed(space, "player", "a")
        space.sim.seed("project", name="P", privacy_type="anywhere", player_id=one)
        document = {"players": [{"id": one, "name": "b"}, {"name": "a"}], "projects": [{"name": "P", "player": "a"}]}
        told = space.settles(document)
        (row,) = space.sim.objects("project")
        assert row["player_id"] not in (one, None)
        assert sides(told.result)[-1]["before"] == {"player": f"a (ID {one})"}
        assert sides(told.result)[-1]["after"] == {"player": "a"}

    def test_objects_of_one_name(self, space: Space) -> None:
        space.sim.set(names="free")
        one, two = seed(space, "player", "a", "a")
        space.sim.seed("project", name="P", privacy_type="anywhere", player_id=one)
        told = space.settles({"projects": [{"name": "P", "player": two}]})
        assert sides(told.result)[-1]["before"] == {"player": f"a (ID {one})"}
        assert sides(told.result)[-1]["after"] == {"player": f"a (ID {two})"}

    def test_a_new_name_of_two(self, space: Space) -> None:
        ids = seed(space, "player", "a", "b")
        document = {
            "players": [{"id": id, "name": "c"} for id in ids],
            "projects": [{"name": "P", "privacy_type": "anywhere", "player": "c"}],
        }
        assert "'c' is ambiguous: it is the new name of" in space.refused(document)

    def test_places_of_one_name(self, space: Space) -> None:
        one, two = seed(space, "project", "a", "b")
        space.sim.seed("live_event", name="E", type="one-time", parent_id=one)
        document = {
            "projects": [{"id": one, "name": "b"}, {"id": two, "name": "a"}],
            "live_events": [{"name": "E", "location": {"project": "a"}}],
        }
        told = space.settles(document)
        assert sides(told.result)[-1]["before"] == {"location": {"project": "a", "id": one}}
        assert sides(told.result)[-1]["after"] == {"location": {"project": "a"}}


class TestFailures:
    @pytest.mark.parametrize("failing", [1, 2, 3])
    def test_the_next_run_goes_on(self, space: Space, failing: int) -> None:
        """Whichever of the three writes of an exchange fails, all is told, and no name is given twice."""
        ids = seed(space, "player", "a", "b")
        document = {"players": [{"id": ids[0], "name": "b"}, {"id": ids[1], "name": "a"}]}
        space.sim.fault("status", method="PUT", status=403, skip=failing - 1)
        told = space.apply(document)
        assert told.error is not None
        assert len(set(names(space, "player").values())) == 2
        said = {change["key"]: (change["outcome"], change.get("reason", "")) for change in told.result["changes"]}
        if failing == 1:
            assert said["a"][0] == "failed"
            assert said["b"] == ("not_attempted", "player 'a' could not be changed and still has its name")
            assert names(space, "player") == dict(zip(ids, "ab"))
        else:
            assert said["b"][0] == ("failed" if failing == 2 else "applied")
            assert said["a"][0] == "failed"
            assert f"it is called 'renaming-{ids[0][:8]}.a' now; run the task again" in said["a"][1]
        space.sim.clear_faults()
        space.done(document)
        assert names(space, "player") == dict(zip(ids, "ba"))
        space.unchanged(document)

    def test_what_takes_long(self, space: Space) -> None:
        """What was seen is too old to be written upon before each step."""
        ids = seed(space, "player", "a", "b", "c")
        document = {"players": [{"id": id, "name": name, "settings": {"x": 1}} for id, name in zip(ids, "bca")]}
        space.time = Hurried()
        space.settles(document)
        assert names(space, "player") == dict(zip(ids, "bca"))

    @pytest.mark.parametrize("skip", [0, 1])
    def test_a_run_that_is_stopped(self, space: Space, skip: int) -> None:
        ids = seed(space, "player", "a", "b")
        document = {"players": [{"id": ids[0], "name": "b"}, {"id": ids[1], "name": "a"}]}
        space.sim.fault("status", method="PUT", status=401, code=100102, skip=skip)
        told = space.apply(document)
        assert "the run was stopped" in told.error.text()
        assert [change["outcome"] for change in told.result["changes"]].count("applied") == 0
        space.sim.clear_faults()
        space.done(document)
        assert names(space, "player") == dict(zip(ids, "ba"))

    def test_an_error_in_the_collection_itself(self, space: Space, monkeypatch: Any) -> None:
        ids = seed(space, "player", "a", "b")
        document = {"players": [{"id": ids[0], "name": "b"}, {"id": ids[1], "name": "a"}]}
        monkeypatch.setattr(workspace_apply, "interim_plan", lambda plan, name: 1 / 0)
        told = space.apply(document)
        assert "internal error of the collection (ZeroDivisionError" in told.error.text()
        assert sorted(change["outcome"] for change in told.result["changes"]) == ["failed", "not_attempted"]
        assert told.writes == []

    def test_what_needs_a_name_that_stays_is_not_attempted(self, space: Space) -> None:
        (id,) = seed(space, "player", "a")
        document = {"players": [{"id": id, "name": "b"}, {"name": "a"}]}
        space.sim.fault("status", method="PUT", status=403)
        told = space.apply(document)
        assert [change["outcome"] for change in told.result["changes"]] == ["failed", "not_attempted"]
        assert names(space, "player") == {id: "a"}
        space.settles(document)


class TestHosts:
    """The host of a zone passes from one to another; whether the API keeps hosts unique is not known."""

    def zone(self, name: str, host: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "host": f"{host}.example.com", **more}

    def test_a_new_zone_with_the_host_of_one_that_is_pruned(self, space: Space) -> None:
        space.sim.seed("cdn_zone", **self.zone("Old", "x"))
        space.sim.seed("cdn_zone", **self.zone("Other", "y"))
        told = space.settles({"cdn_zones": [self.zone("New", "x")]}, prune=["cdn_zones"])
        assert actions(told) == [
            ("delete", "cdn_zone", "Old"),
            ("create", "cdn_zone", "New"),
            ("delete", "cdn_zone", "Other"),
        ]
        assert told.warnings == ["CDN zone 'Old' is deleted before CDN zone 'New' gets its host"]
        assert [entry.method for entry in told.requests if entry.method != "GET"] == ["DELETE", "POST", "DELETE"]

    def test_a_zone_that_stays_keeps_its_host(self, space: Space) -> None:
        space.sim.seed("cdn_zone", **self.zone("Old", "x"))
        space.sim.fault("status", method="DELETE", status=403)
        document = {"cdn_zones": [self.zone("New", "x")]}
        told = space.apply(document, prune=["cdn_zones"])
        assert [change["outcome"] for change in told.result["changes"]] == ["failed", "not_attempted"]
        assert told.result["changes"][1]["reason"] == "CDN zone 'Old' could not be changed and still has its host"
        space.settles(document, prune=["cdn_zones"])

    def test_a_chain(self, space: Space) -> None:
        for name, host in ("Ax", "By"):
            space.sim.seed("cdn_zone", **self.zone(name, host))
        told = space.settles({"cdn_zones": [self.zone("A", "y"), self.zone("B", "z"), self.zone("C", "x")]})
        assert [key for _action, _kind, key in actions(told)] == ["B", "A", "C"]

    def test_a_zone_that_is_there_and_takes_the_host_of_one_that_is_pruned(self, space: Space) -> None:
        for name, host in ("Ax", "By"):
            space.sim.seed("cdn_zone", **self.zone(name, host))
        told = space.settles({"cdn_zones": [self.zone("A", "y")]}, prune=["cdn_zones"])
        assert actions(told) == [("delete", "cdn_zone", "B"), ("update", "cdn_zone", "A")]

    @pytest.mark.parametrize("by_id", [False, True])
    def test_an_exchange_is_refused(self, space: Space, by_id: bool) -> None:
        """Also where the zones exchange their names too: those alone could be temporary."""
        ids = [space.sim.seed("cdn_zone", **self.zone(name, host))["id"] for name, host in ("Ax", "By")]
        zones = [self.zone("A", "y"), self.zone("B", "x")]
        if by_id:
            zones = [self.zone("B", "y", id=ids[0]), self.zone("A", "x", id=ids[1])]
        said = space.refused({"cdn_zones": zones})
        assert (
            "takes the host of CDN zone 'B', which takes another's in turn; give one of them a host of its own" in said
        )
