# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The id of a plan covers all that will happen, and nothing that does not matter, such as the order of lists."""

from __future__ import annotations

import json
from typing import Any, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import digest
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, VOLATILE, Space

ONE, TWO, THREE, FOUR, FIVE = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "12345")


@pytest.fixture
def space(sim: Simulator) -> Space:
    """An empty workspace."""
    return Space(sim)


def planned(space: Space, document: dict[str, Any], **options: Any) -> str:
    return str(space.done(document, True, **options).result["plan_id"])


@pytest.mark.parametrize("option", ["url", "poster_url"])
def test_a_link_that_was_signed_again_is_the_same_plan(space: Space, option: str) -> None:
    def plan(link: str) -> str:
        links = {"url": "https://cdn.example/a.mp4", option: link}
        return planned(space, {"videos": [{"title": "V", "location": {"project": "P"}, **links}]})

    space.sim.seed("project", name="P")
    reviewed = plan("https://cdn.example/a?signature=old")
    assert plan("https://cdn.example/a?signature=new") == reviewed
    assert plan("https://cdn.example/b?signature=old") != reviewed


class TestSecretsByName:
    """Who reviews a plan agrees to send this secret, and no other one."""

    def document(self, name: str, **more: Any) -> dict[str, Any]:
        hook = {"name": "W", "endpoint": "https://w", "login": "l", "password": {"secret": name}}
        key = {"name": "R", "url": "rtmp://r", "key": {"secret": "r"}}
        return {"webhooks": [{**hook, **more}], "live_events": [{"name": "E", "type": "one-time", "restreams": [key]}]}

    @pytest.mark.parametrize("there", [False, True])
    def test_another_name_is_another_plan(self, space: Space, there: bool) -> None:
        space.sim.set(secrets="masked")
        if there:
            space.done(self.document("a"), secrets=Secrets({"a": "pass-of-a", "r": "key-of-r"}))
        reviewed = planned(space, self.document("a", endpoint="https://new"))
        document, values = self.document("b", endpoint="https://new"), Secrets({"b": "pass-of-b", "r": "key-of-r"})
        assert planned(space, document) != reviewed
        told = space.apply(document, expected=reviewed, secrets=values)
        assert told.writes == []
        assert "differs from the reviewed plan" in str(told.error)

    @pytest.mark.parametrize("shown", ["masked", "echoed"])
    @pytest.mark.parametrize("update_secrets", ["on_create", "leave_out", "always"])
    def test_a_plan_without_values_is_the_plan_with_them(self, space: Space, shown: str, update_secrets: str) -> None:
        space.sim.set(secrets=shown)
        values = Secrets({"a": "pass-of-a", "r": "key-of-r"})
        space.done(self.document("a"), secrets=values)
        document = self.document("a", endpoint="https://new")
        reviewed = planned(space, document, update_secrets=update_secrets)
        assert planned(space, document, update_secrets=update_secrets, secrets=values) == reviewed


class TestReferences:
    """A name may mean another object than the one that was reviewed."""

    def again(self, space: Space, kind: str, name: str, id: str, **fields: Any) -> None:
        """Delete an object and create it anew: the same for people, another one for the API."""
        space.sim.remove(kind, name)
        space.sim.seed(kind, id=id, name=name, **fields)

    def test_a_player(self, space: Space) -> None:
        space.sim.seed("player", id=ONE, name="Main")
        document = {"projects": [{"name": "P", "privacy_type": "anywhere", "player": "Main"}]}
        reviewed = planned(space, document)
        self.again(space, "player", "Main", TWO)
        assert planned(space, document) != reviewed

    @pytest.mark.parametrize(
        "entry",
        [
            {"live_events": [{"name": "E", "type": "one-time", "location": {"project": "P"}}]},
            {"live_events": [{"name": "E", "type": "one-time", "record_to": {"project": "P"}}]},
            {"playlists": [{"name": "L", "location": {"project": "P"}}]},
            {"projects": [{"name": "P", "folders": [{"name": "F"}]}]},
            {"projects": [{"name": "P", "drm_auth": {"url": "https://a"}}]},
        ],
        ids=["location", "record_to", "playlist", "folder", "drm_auth"],
    )
    def test_a_place(self, space: Space, entry: dict[str, Any]) -> None:
        space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere", catalog_type="live")
        reviewed = planned(space, entry)
        self.again(space, "project", "P", TWO, privacy_type="anywhere", catalog_type="live")
        assert planned(space, entry) != reviewed

    def test_a_folder_under_another_id(self, space: Space) -> None:
        space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere")
        space.sim.seed("folder", id=TWO, name="F", project_id=ONE, parent_id=ONE)
        place = {"project": "P", "folder": ["F"]}
        document = {"live_events": [{"name": "E", "type": "one-time", "location": place}]}
        reviewed = planned(space, document)
        self.again(space, "folder", "F", THREE, project_id=ONE, parent_id=ONE)
        assert planned(space, document) != reviewed

    def test_however_an_id_is_written(self, space: Space) -> None:
        space.sim.seed("player", id="f236071b-dad9-43c3-a9c3-a3a98f631f86", name="Main")
        ids = set()
        for player in ("f236071b-dad9-43c3-a9c3-a3a98f631f86", "F236071B-DAD9-43C3-A9C3-A3A98F631F86"):
            ids.add(planned(space, {"projects": [{"name": "P", "privacy_type": "anywhere", "player": player}]}))
        assert len(ids) == 1


PRUNED: dict[str, Any] = {"prune": ["projects"], "prune_empty": True, "force": True}


class TestDeletes:
    """What a delete takes along is part of what will happen."""

    @pytest.mark.parametrize("edit", [{"items_count": 300}, {"size": 10**9}])
    def test_how_much_it_takes_along(self, space: Space, edit: dict[str, int]) -> None:
        space.sim.seed("project", id=ONE, name="Old", privacy_type="anywhere", items_count=3, size=5)
        reviewed = planned(space, {}, **PRUNED)
        space.sim.edit("project", "Old", **edit)
        assert planned(space, {}, **PRUNED) != reviewed

    @pytest.mark.parametrize("shown", ["by the list of projects", "by their own list"])
    def test_which_folders_it_takes_along(self, space: Space, shown: str) -> None:
        if shown == "by their own list":
            read_as(space, without_folders)
        space.sim.seed("project", id=ONE, name="Old", privacy_type="anywhere")
        space.sim.seed("folder", id=TWO, name="F", project_id=ONE, parent_id=ONE)
        first = planned(space, {}, **PRUNED)
        space.sim.seed("folder", id=THREE, name="G", project_id=ONE, parent_id=ONE)
        second = planned(space, {}, **PRUNED)
        space.sim.edit("folder", THREE, items_count=7)
        assert len({first, second, planned(space, {}, **PRUNED)}) == 3


def without_folders(data: Any) -> Any:
    """Projects that do not show their folders, as an API may show them that leaves out what is long."""
    if isinstance(data, list):
        return [without_folders(row) for row in data]
    return {name: value for name, value in data.items() if name != "folders"} if isinstance(data, dict) else data


def read_as(space: Space, seen: Callable[[Any], Any]) -> None:
    """Have everything read otherwise than it is stored."""
    make = space.gateway

    def gateway() -> Any:
        made = make()
        send = made.client.send

        def sent(method: str, *about: Any, **more: Any) -> Any:
            answer = send(method, *about, **more)
            return answer._replace(payload={**answer.payload, "data": seen(answer.data)})

        made.client.send = sent
        return made

    space.gateway = gateway  # type: ignore[method-assign]


SETS = {"folders", "restreams", "participants", "privacy_domains", "events", "tags"}  # lists in objects, in any order


def in_order(seed: int) -> Callable[[Any], Any]:
    """Have lists come in another order for each seed."""

    def seen(data: Any, name: str = "") -> Any:
        if isinstance(data, dict):
            return {key: seen(value, key) for key, value in data.items()}
        if not isinstance(data, list):
            return data
        items = [seen(item, "-") for item in data]
        mixed = sorted(items, key=lambda item: digest(f"{seed}{json.dumps(item, sort_keys=True)}".encode()))
        return mixed if name == "" or name in SETS else items

    return seen


RESTREAMS = [{"name": name, "url": "rtmp://r", "key": f"key-of-{name}"} for name in "abc"]
DOCUMENT: dict[str, Any] = {
    "players": [{"name": "Main"}, {"name": "New"}],
    "projects": [{"name": "P", "player": "New", "folders": [{"name": "F"}], "privacy_domains": ["b.example.com"]}],
    "webhooks": [{"name": "W", "events": ["c"]}],
    "live_events": [{"name": "E", "restreams": RESTREAMS[:1], "location": {"project": "P", "folder": ["F"]}}],
    "speak_rooms": [{"name": "R", "participants": []}],
    "playlists": [{"name": "L", "videos": []}],
}
ALL: dict[str, Any] = {
    "prune": ["players", "projects", "folders", "webhooks", "live_events", "tags"],
    "prune_empty": True,
    "force": True,
    "max_deletions": 99,
}


def fill(sim: Simulator) -> None:
    """A workspace in which ``DOCUMENT`` changes something of everything, several objects of each kind."""
    sim.reset()
    for name in ("Main", "Old", "Older", "old"):
        sim.seed("player", name=name)
        sim.seed("webhook", name=name, endpoint="https://w")
        sim.seed("tag", tag=name)
    for id, name in ((ONE, "P"), (TWO, "Old"), (THREE, "Older")):
        sim.seed("project", id=id, name=name, privacy_type="anywhere", privacy_domains=["a.example.com", "c.com"])
        for folder in "FGH":
            sim.seed("folder", name=folder, project_id=id, parent_id=id)
    sim.seed("webhook", name="W", endpoint="https://w", events=["b", "a"])
    for name in ("E", "Past", "Over"):
        sim.seed("live_event", name=name, type="one-time", parent_id=ONE, restreams=RESTREAMS)
    people = [{"user_id": id, "name": "N", "role": "admin"} for id in (FOUR, FIVE)]
    sim.seed("speak_room", name="R", type="permanent_meeting", participants=people)
    videos = [sim.seed("video", title=f"V{number}", project_id=ONE)["id"] for number in range(3)]
    sim.seed("playlist", name="L", entity_ids=videos)


@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 4)
@given(seed=st.integers(0, 99), edition=EDITIONS)
def test_lists_may_come_in_any_order(shared_simulator: Simulator, seed: int, edition: dict[str, str]) -> None:
    fill(shared_simulator)
    shared_simulator.set(**edition)
    usual = Space(shared_simulator).done(DOCUMENT, True, **ALL).result
    assert len(usual["changes"]) > 20
    space = Space(shared_simulator)
    read_as(space, in_order(seed))
    told = space.done(DOCUMENT, True, **ALL).result
    assert {**told, "requests": 0} == {**usual, "requests": 0}


def turned(value: Any) -> Any:
    """The same document, written from its end."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(item) for item in reversed(value)] if isinstance(value, list) else value


@pytest.mark.parametrize("section", ["players", "projects", "webhooks", "live_events", "speak_rooms"])
def test_a_document_may_list_what_it_wants_in_any_order(sim: Simulator, section: str) -> None:
    fill(sim)
    more = [{"name": name, "url": "rtmp://new", "key": f"key-of-{name}"} for name in "xy"]
    people = [{"user_id": id, "name": "Guest", "role": "admin"} for id in (FOUR, FIVE)]
    document: dict[str, Any] = {
        "players": [{"name": "Main", "settings": {"x": 1}}, {"name": "New"}, {"name": "Newer"}],
        "projects": [
            {"name": "P", "privacy_domains": ["a.example.com", "b.example.com"], "folders": [{"name": "F"}]},
            {"name": "N", "privacy_type": "anywhere", "folders": [{"name": "F"}, {"name": "G"}]},
        ],
        "webhooks": [{"name": "W", "events": ["c", "d"]}, {"name": "Old", "events": ["a", "b"]}],
        "live_events": [{"name": "E", "subtitle": "new", "presets": ["360p", "720p"], "restreams": more}],
        "speak_rooms": [{"name": "R", "participants": people}],
    }
    there = Space(sim)
    ids = {planned(there, {section: one}) for one in (document[section], turned(document[section]))}
    assert len(ids) == 1


def renamed(sim: Simulator) -> None:
    """The names of two players change places."""
    first, second = sim.object("player", "Main")["id"], sim.object("player", "Old")["id"]
    sim.edit("player", first, name="Old")
    sim.edit("player", second, name="Main")


#: what somebody may change between two plans: with another effect, or with none
EDITS: dict[str, Callable[[Simulator], Any]] = {
    "nothing": lambda sim: None,
    "players": renamed,
    "items": lambda sim: sim.edit("project", TWO, items_count=5),
    "bytes": lambda sim: sim.edit("project", TWO, size=5),
    "folder": lambda sim: sim.seed("folder", name="More", project_id=TWO, parent_id=TWO),
    "one less": lambda sim: sim.remove("webhook", "Old"),
    "managed": lambda sim: sim.edit("webhook", "W", events=["c"]),
    "not managed": lambda sim: sim.edit("webhook", "W", endpoint="https://theirs"),
    "place": lambda sim: sim.edit("live_event", "E", parent_id=THREE),
    "new place": lambda sim: sim.remove("folder", sim.seed("folder", name="-", project_id=ONE, parent_id=ONE)["id"]),
}
PROJECT = {"name": "P", "player": "Main", "folders": [{"name": "F"}]}
WISHES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "player": {"projects": [PROJECT]},
    "push": {"projects": [{**PROJECT, "apply_to_videos": True}]},
    "location": {"live_events": [{"name": "E", "location": {"project": "P"}}]},
    "record": {"live_events": [{"name": "E", "location": {"project": "P"}, "record_to": {"project": "P"}}]},
}


def effect(sim: Simulator, wish: str) -> tuple[str, Any]:
    """The id of a plan, and what it does to what is stored; new objects by their names."""
    before = stored(sim)
    told = Space(sim).done({**DOCUMENT, **WISHES[wish]}, **ALL).result
    after = stored(sim)
    new = {id: f"new {row.get('name')}" for (_kind, id), row in after.items() if (_kind, id) not in before}
    changes = []
    for mark in sorted({*before, *after}):
        old, now = before.get(mark, {}), after.get(mark, {})
        changed = {name: now.get(name) for name in {*old, *now} if old.get(name) != now.get(name)}
        if changed:
            taken = [old.get("items_count"), old.get("size")] if not now else []
            text = json.dumps([mark[0], mark[1] if old else "", {} if not now else changed, taken], sort_keys=True)
            for id, name in new.items():
                text = text.replace(id, name)
            changes.append(text)
    return told["plan_id"], sorted(changes)


def stored(sim: Simulator) -> dict[tuple[str, str], dict[str, Any]]:
    kinds = ("player", "project", "folder", "webhook", "tag", "live_event", "restream", "playlist", "video")
    return {
        (kind, str(row["id"])): {name: value for name, value in row.items() if name not in VOLATILE}
        for kind in kinds
        for row in sim.objects(kind)
    }


def test_plans_of_one_id_do_the_same(sim: Simulator) -> None:
    """Each of them is compared with all others."""
    fill(sim)
    start = sim.snapshot()
    found: dict[str, Any] = {}
    several = [*((edit, "player") for edit in EDITS), *(("nothing", wish) for wish in WISHES)]
    for edit, wish in several:
        sim.restore(start)
        EDITS[edit](sim)
        id, does = effect(sim, wish)
        assert found.setdefault(id, does) == does, (edit, wish)
    assert len(found) == len(several) - 3, "two change nothing, and one stands there twice"
