# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object is one object, however a document spells its ID, its place and its key."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import SHORT_ID_ALPHABET, object_id
from tests.unit._workspace.spaces import Space
from tests.unit.conftest import Run
from tests.unit.sides import sides

LONG, SHORT = "93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"
OTHER, OTHER_SHORT = "f236071b-dad9-43c3-a9c3-a3a98f631f86", "vUJJ5W5wmgKBLwVEnHf9uN"
SPELLINGS = [LONG, SHORT, LONG.upper()]


def sent(told: Run) -> list[str]:
    """The spellings of the ID in queries and bodies: a server may compare IDs as texts."""
    return [
        spelling
        for entry in told.requests
        for spelling in re.findall("|".join(SPELLINGS), json.dumps([entry.query, entry.body]))
    ]


@pytest.fixture
def space(sim: Any) -> Space:
    return Space(sim)


class TestIdsOfOthers:
    """IDs of people and videos, which have no entries."""

    def room(self, spelling: str, role: str = "admin") -> dict[str, Any]:
        guest = {"user_id": spelling, "name": "Ann", "role": role}
        return {"speak_rooms": [{"name": "R", "type": "instant_meeting", "owner_id": OTHER, "participants": [guest]}]}

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_a_participant(self, space: Space, spelling: str) -> None:
        space.sim.seed("speak_room", name="R", owner_id=OTHER)
        plans = [space.done(self.room(spelling, role), True).result for role in ("admin", "manager")]
        told = space.settles(self.room(spelling))
        (diff,) = sides(told.result)
        assert diff["after"] == {"participants": [{"user_id": LONG, "name": "Ann", "role": "admin"}]}
        assert plans[0]["plan_id"] != plans[1]["plan_id"]
        for other in SPELLINGS:
            space.unchanged(self.room(other))
        assert sent(told) == [LONG]

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_a_participant_who_gets_another_name(self, space: Space, spelling: str) -> None:
        space.settles(self.room(LONG))
        document = self.room(spelling)
        document["speak_rooms"][0]["participants"][0]["name"] = "Anne"
        (diff,) = sides(space.settles(document).result)
        assert [diff[side]["participants"][0]["name"] for side in ("before", "after")] == ["Ann", "Anne"]
        document["speak_rooms"][0]["participants"] = []
        (diff,) = sides(space.settles(document).result)
        assert diff["before"] == {"participants": [{"user_id": LONG, "name": "Anne", "role": "admin"}]}

    def test_plans_of_one_effect_have_one_id(self, space: Space) -> None:
        assert len({space.done(self.room(spelling), True).result["plan_id"] for spelling in SPELLINGS}) == 1

    @pytest.mark.parametrize("form", ["uuid", "short"])
    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_a_video_of_a_playlist(self, space: Space, spelling: str, form: str) -> None:
        space.sim.set(id_form=form)
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        space.sim.seed("video", id=LONG, title="V", project_id=project)
        space.sim.seed("playlist", name="a")
        told = space.settles({"playlists": [{"name": "a", "videos": [spelling]}]})
        assert sent(told) == [LONG, LONG]
        assert space.sim.object("playlist", "a")["entity_ids"] == [LONG]
        for other in SPELLINGS:
            space.unchanged({"playlists": [{"name": "a", "videos": [other]}]})


def there(space: Space) -> None:
    """Project P with folder F."""
    space.sim.seed("project", id=LONG, name="P", privacy_type="anywhere")
    space.sim.seed("folder", id=OTHER, name="F", project_id=LONG, parent_id=LONG)


NEW = {"name": "N", "privacy_type": "anywhere", "folders": [{"name": "G"}]}
OLD = {"name": "P", "folders": [{"name": "F", "folders": [{"name": "H"}]}]}
PLACES: dict[str, list[dict[str, Any]]] = {
    "project": [
        {"project": "P"},
        {"project": "P", "folder": []},
        *({"project": id} for id in SPELLINGS),
        *({"id": id} for id in SPELLINGS),
    ],
    "folder": [
        {"project": "P", "folder": ["F"]},
        {"project": SHORT, "folder": [OTHER_SHORT]},
        {"project": LONG.upper(), "folder": [OTHER.upper()]},
        *({"id": id} for id in (OTHER, OTHER_SHORT, OTHER.upper())),
    ],
    "new project": [{"project": "N"}, {"project": "N", "folder": []}],
    "new folder": [{"project": "P", "folder": [folder, "H"]} for folder in ("F", OTHER, OTHER_SHORT, OTHER.upper())],
}
TWICE = "is the same object as {}[0]; list it only once"


class TestPlaces:
    """Whoever says the same place says the same object, whether or not it is there yet."""

    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize(("section", "key"), [("playlists", "name"), ("file_requests", "title")])
    def test_two_entries_for_one_new_object(self, space: Space, place: str, section: str, key: str) -> None:
        there(space)
        first, *others = PLACES[place]
        for other in others:
            entries = [{key: "A", "location": first}, {key: "A", "location": other}]
            assert TWICE.format(section) in space.refused({"projects": [OLD, NEW], section: entries})

    @pytest.mark.parametrize("place", PLACES)
    def test_each_spelling_is_the_same_place(self, space: Space, place: str) -> None:
        there(space)
        first, *others = PLACES[place]
        plans = {
            space.done({"projects": [OLD, NEW], "playlists": [{"name": "A", "location": one}]}, True).result["plan_id"]
            for one in PLACES[place]
        }
        space.settles({"projects": [OLD, NEW], "playlists": [{"name": "A", "location": first}]})
        for other in others:
            space.unchanged({"projects": [OLD, NEW], "playlists": [{"name": "A", "location": other}]})
        assert len(plans) == 1

    @pytest.mark.parametrize("there_already", [False, True])
    def test_an_entry_that_may_mean_another_one(self, space: Space, there_already: bool) -> None:
        there(space)
        if there_already:
            space.sim.seed("playlist", name="A", parent_id=LONG)
        entries = [{"name": "A"}, {"name": "A", "location": {"project": "P", "folder": ["F"]}}]
        said = "has the same name as playlists[0], and one of them may mean any place; set location or id in both"
        assert said in space.refused({"playlists": entries})
        assert said in space.refused({"playlists": entries[::-1]})

    def test_what_is_moved_by_its_id_and_what_is_new_in_its_place(self, space: Space) -> None:
        there(space)
        id = space.sim.seed("playlist", name="A", parent_id=LONG)["id"]
        entries = [
            {"name": "A", "location": {"project": "P"}},
            {"id": id, "name": "A", "location": {"id": OTHER_SHORT}},
        ]
        space.settles({"playlists": entries})
        assert {row["id"]: row["parent_id"] for row in space.sim.objects("playlist")}[id] == OTHER
        assert len(space.sim.objects("playlist")) == 2

    def test_a_new_folder_in_a_new_one_is_not_similar_to_one_at_the_root(self, space: Space) -> None:
        there(space)
        folders = [{"name": "F"}, {"name": "New", "folders": [{"name": "f"}]}]
        space.settles({"projects": [{"name": "P", "folders": folders}]})


# ---- any document, whatever it renames and however it spells what it means

NAMES = ["a", "b", "c"]
PLAYERS, FOLDERS = ([f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in digits] for digits in ("123", "456"))


def spelled(id: str) -> Any:
    """An ID in any of its forms."""
    return st.sampled_from([id, id.upper(), short_id(id)])


def short_id(id: str) -> str:
    number, text = int(id.replace("-", ""), 16), ""
    while number:
        number, digit = divmod(number, 58)
        text = SHORT_ID_ALPHABET[digit] + text
    return text.rjust(22, "0")


@st.composite
def entries(draw: Any, ids: list[str]) -> list[dict[str, Any]]:
    """Some of three objects with any names, of each other too, and one more name: of a new object, or of the others."""
    mine = sorted(draw(st.sets(st.integers(0, 2))))
    names = draw(st.permutations([*(NAMES[n] for n in mine), "d", "e"]))
    last = draw(st.sampled_from([*names[len(mine) :], *(NAMES[n] for n in range(3) if n not in mine)]))
    renamed = [{"id": draw(spelled(ids[n])), "name": name} for n, name in zip(mine, names)]
    return draw(st.permutations([*renamed, {"name": last}]))


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """What is renamed and made anew, and what refers to it, by names and IDs."""
    players, folders = draw(entries(PLAYERS)), draw(entries(FOLDERS))
    player, *ways = (
        draw(st.sampled_from([entry["name"], entry.get("id", entry["name"])])) for entry in (players[0], *folders)
    )
    inner = [{**folder, "folders": [{"name": "a"}]} for folder in folders]
    project = draw(st.sampled_from(["P", LONG, SHORT]))
    places = [{"project": project, "folder": [way, "a"][: draw(st.integers(1, 2))]} for way in ways]
    return {
        "players": players,
        "projects": [{"name": "P", "player": player, "folders": inner}],
        "live_events": [{"name": f"E{n}", "type": "one-time", "location": place} for n, place in enumerate(places)],
        "playlists": [{"name": "L", "location": place} for place in places],
    }


@given(documents(), st.sampled_from(["unique", "free"]), st.sampled_from(["uuid", "short"]))
def test_any_renames_are_predicted_and_settle(
    shared_simulator: Any, document: dict[str, Any], names: str, form: str
) -> None:
    """Check equals apply, and a second run has nothing to do."""
    shared_simulator.reset()
    shared_simulator.set(names=names, id_form=form)
    space = Space(shared_simulator)
    space.sim.seed("project", id=LONG, name="P", privacy_type="anywhere")
    for player, folder, name in zip(PLAYERS, FOLDERS, NAMES):
        space.sim.seed("player", id=player, name=name)
        space.sim.seed("folder", id=folder, name=name, project_id=LONG, parent_id=LONG)
    planned, told = space.done(document, True).result, space.done(document).result
    assert [{**one, "outcome": "applied"} for one in planned["changes"]] == told["changes"]
    assert {name: planned[name] for name in ("diff", "plan_id", "summary")} == {
        name: told[name] for name in ("diff", "plan_id", "summary")
    }
    space.unchanged(document)
    for kind, ids in (("player", PLAYERS), ("folder", FOLDERS)):
        stored = {row["id"]: row["name"] for row in space.sim.objects(kind)}
        section = document["players"] if kind == "player" else document["projects"][0]["folders"]
        wanted = {object_id(entry["id"]): entry["name"] for entry in section if "id" in entry}
        assert {id: stored[id] for id in ids} == {**dict(zip(ids, NAMES)), **wanted}
