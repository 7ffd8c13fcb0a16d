# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a document uses is not pruned: what its entries are, refer to, lie in, and have as members."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, Space
from tests.unit._workspace.test_plan_id import read_as, without_folders

IDS = [f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123456"]
P, Q, F, G, ONE, TWO = IDS
ALL: dict[str, Any] = {
    "prune": ["players", "privacy_domains", "projects", "folders", "live_events", "videos", "playlists"],
    "prune_empty": True,
    "force": True,
    "max_deletions": 99,
}


@pytest.fixture
def space(sim: Simulator) -> Space:
    """Two projects, each with a folder, two videos and a playlist of one of them."""
    return filled(sim)


def filled(sim: Simulator) -> Space:
    sim.reset()
    for id, name, folder in ((P, "P", F), (Q, "Q", G)):
        sim.seed("project", id=id, name=name, privacy_type="anywhere")
        sim.seed("folder", id=folder, name="F", project_id=id, parent_id=id)
        sim.seed("player", name=name)
        sim.seed("privacy_domain", domain=f"{name.lower()}.example.com")
    for id in (ONE, TWO):
        sim.seed("video", id=id, title=id[0], project_id=P)
    sim.seed("playlist", name="L", entity_ids=[ONE])
    sim.seed("live_event", name="E", type="one-time", parent_id=G)
    return Space(sim)


class TestWhatIsInAPlace:
    """A place is not empty while anything is in it of which the plan says nothing; the API counts only videos."""

    @pytest.fixture
    def space(self, sim: Simulator) -> Space:
        """Projects P and Q, where folder F of P has an event, a playlist and a file request; Q gets a recording."""
        for id, name in ((P, "P"), (Q, "Q")):
            sim.seed("project", id=id, name=name, privacy_type="anywhere")
        sim.seed("folder", id=F, name="F", project_id=P, parent_id=P)
        sim.seed("live_event", name="E", type="one-time", parent_id=F, record={"parent_id": Q})
        sim.seed("playlist", name="L", parent_id=F)
        sim.seed("file_request", title="R", uploading_location_id=F)
        return Space(sim)

    @pytest.mark.parametrize("how", ["pruned", "absent"])
    def test_it_is_not_deleted_along(self, space: Space, how: str) -> None:
        folders = [] if how == "pruned" else [{"name": "F", "state": "absent"}]
        document = {"projects": [{"name": "P", "folders": folders}]}
        options: dict[str, Any] = {"prune": ["folders"], "prune_empty": True} if how == "pruned" else {}
        said = space.refused(document, **options)
        assert "folder 'P/F': it is not empty (live_events: 1, playlists: 1, file_requests: 1)" in said
        space.settles(document, **options, force=True)
        assert space.sim.objects("live_event") == []

    def test_what_the_token_may_not_list_may_be_in_it(self, space: Space) -> None:
        space.sim.fault("status", status=403, path="/v1/playlists", times=9)
        told = space.apply({"projects": [{"name": "P", "folders": [{"name": "F", "state": "absent"}]}]})
        assert told.error is not None
        assert "it is unknown whether the place to be deleted is empty; allow the token" in told.error.text()
        assert told.writes == []

    def test_what_the_plan_moves_or_deletes_is_no_obstacle(self, space: Space) -> None:
        document = {
            "projects": [{"name": "P", "folders": []}, {"name": "Q"}],
            "live_events": [{"name": "E", "type": "one-time", "location": {"project": "Q"}}],
            "playlists": [{"name": "L", "state": "absent"}],
        }
        options: dict[str, Any] = {"prune": ["folders", "file_requests"], "prune_empty": True}
        space.settles(document, **options)
        assert [len(space.sim.objects(kind)) for kind in ("live_event", "playlist", "file_request")] == [1, 0, 0]

    def test_what_is_recorded_there_is_not_in_it(self, space: Space) -> None:
        assert space.done({"projects": [{"name": "P"}]}, prune=["projects"]).result["changed"]


PLACES: dict[str, dict[str, Any]] = {
    "created in it": {"live_events": [{"name": "New", "type": "one-time", "location": {"project": "Q"}}]},
    "created in a folder": {
        "live_events": [{"name": "New", "type": "one-time", "location": {"project": "Q", "folder": ["F"]}}]
    },
    "created in a folder by its id": {"live_events": [{"name": "New", "type": "one-time", "location": {"id": G}}]},
    "left in a folder": {"live_events": [{"name": "E"}]},
    "recorded to it": {"live_events": [{"name": "New", "type": "one-time", "record_to": {"project": "Q"}}]},
    "a playlist": {"playlists": [{"name": "New", "location": {"project": "Q", "folder": ["F"]}}]},
    "a file request": {"file_requests": [{"title": "New", "location": {"project": "Q"}}]},
}


@pytest.mark.parametrize("shown", [True, False], ids=["folders shown", "folders hidden"])
@pytest.mark.parametrize("case", PLACES)
def test_a_place(space: Space, case: str, shown: bool) -> None:
    if not shown:
        read_as(space, without_folders)
    said = space.refused({**PLACES[case], "projects": [{"name": "P"}]}, prune=["projects"], force=True)
    user = f"{next(iter(PLACES[case]))}[0]"
    assert f"project 'Q' would be deleted, because projects does not contain it, but {user}" in said


@pytest.mark.parametrize("form", ["uuid", "short"])
@pytest.mark.parametrize(
    ("kind", "key", "place"),
    [
        ("playlist", "name", "parent_id"),
        ("file_request", "title", "uploading_location_id"),
        ("video", "title", "folder_id"),
    ],
)
def test_a_place_that_is_left_as_it_is(space: Space, kind: str, key: str, place: str, form: str) -> None:
    """What holds the folder stays, too, however the API writes IDs."""
    space.sim.set(id_form=form)
    inner = space.sim.seed("folder", name="Inner", project_id=Q, parent_id=G)["id"]
    more = {"project_id": Q} if kind == "video" else {}
    id = space.sim.seed(kind, **{key: "Left", place: inner}, **more)["id"]
    document = {f"{kind}s": [{"id": id, key: "Left"}], "projects": [{"name": "P"}]}
    needs = f"but {kind}s[0] needs it"
    assert needs in space.refused(document, prune=["projects"], force=True)
    document["projects"] = [{"name": "P"}, {"name": "Q", "folders": []}]
    assert needs in space.refused(document, prune=["folders"], prune_empty=True, force=True)


@pytest.mark.parametrize("given", [True, False])
def test_a_tag(space: Space, given: bool) -> None:
    space.sim.seed("tag", tag="t")
    space.sim.edit("video", ONE, tags=["t"])
    video = {"title": ONE[0], "location": {"project": "P"}, **({"tags": ["t"]} if given else {})}
    assert "but videos[0] needs it" in space.refused({"videos": [video]}, prune=["tags"], prune_empty=True)


@pytest.mark.parametrize("player", ["je7WZBZhdMFQKPHHHmMr2m", "93997264-97AC-4091-B48E-559614C2817A"])
def test_a_player_by_its_id(space: Space, player: str) -> None:
    space.sim.seed("player", id="93997264-97ac-4091-b48e-559614c2817a", name="M")
    document = {"projects": [{"name": "P", "player": player}], "players": [{"name": "P"}, {"name": "Q"}]}
    assert "player 'M' would be deleted" in space.refused(document, prune=["players"])


@pytest.mark.parametrize(
    ("playlist", "kept"),
    [
        ({"name": "L", "videos": [TWO]}, TWO),
        ({"name": "New", "videos": [TWO.upper()]}, TWO),
        ({"name": "L"}, ONE),  # what it has now, it keeps
        ({"name": "L", "videos": []}, None),
    ],
    ids=["given", "of a new playlist", "not given", "none"],
)
def test_a_member(space: Space, playlist: dict[str, Any], kept: str | None) -> None:
    document = {"playlists": [playlist]}
    if kept is None:
        assert space.settles(document, prune=["videos"], prune_empty=True).result["summary"]["delete"] == 2
    else:
        said = space.refused(document, prune=["videos"], prune_empty=True)
        assert f"video '{kept[0]}' would be deleted, because videos does not contain it, but playlists[0] needs" in said
        assert said.count("would be deleted") == 1


def test_members_are_read_only_to_prune_what_may_be_one(space: Space) -> None:
    document = {"playlists": [{"name": "L"}], "projects": [{"name": "P"}]}
    for prune in ([], ["projects"]):
        told = space.done(document, True, prune=prune, force=True)
        assert [entry.path for entry in told.requests if "entities" in entry.path] == []


NAMES = st.sampled_from("PQ")
PLACE = st.one_of(
    st.fixed_dictionaries({"project": NAMES}, optional={"folder": st.just(["F"])}),
    st.fixed_dictionaries({"id": st.sampled_from([P, Q, F, G])}),
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "players": st.just([{"name": "P"}]),
        "projects": st.fixed_dictionaries(
            {"name": NAMES},
            optional={"player": NAMES, "folders": st.just([]), "privacy_domains": st.just(["q.example.com"])},
        ).map(lambda one: [one]),
        "live_events": st.fixed_dictionaries(
            {"name": st.sampled_from(["E", "New"]), "type": st.just("one-time")},
            optional={"location": PLACE, "record_to": PLACE},
        ).map(lambda one: [one]),
        "playlists": st.fixed_dictionaries(
            {"name": st.sampled_from(["L", "New"])},
            optional={"location": PLACE, "videos": st.lists(st.sampled_from([ONE, TWO]), unique=True)},
        ).map(lambda one: [one]),
    },
)


def used(space: Space, document: dict[str, Any]) -> set[tuple[str, str]]:
    """The objects that a document means, as (kind, id): by its entries, their places, references and members."""
    sim = space.sim
    found: set[tuple[str, str]] = set()
    for section, kind in (("players", "player"), ("projects", "project"), ("live_events", "live_event")):
        names = [entry["name"] for entry in document.get(section, ())]
        found |= {(kind, row["id"]) for row in sim.objects(kind) if row["name"] in names}
    players = [entry.get("player") for entry in document.get("projects", ())]
    found |= {("player", row["id"]) for row in sim.objects("player") if row["name"] in players}
    for entry in (*document.get("live_events", ()), *document.get("playlists", ())):
        found |= {("video", id) for id in entry.get("videos", ())}
        for place in (entry.get("location"), entry.get("record_to")):
            named = place and (
                place.get("id") or ({"P": F, "Q": G} if "folder" in place else {"P": P, "Q": Q})[place["project"]]
            )
            found |= {P: {("project", P)}, Q: {("project", Q)}, F: {("folder", F), ("project", P)}}.get(
                named, {("folder", G), ("project", Q)} if named else set()
            )
    return found


@example(document={"playlists": [{"name": "L"}]}, hidden=False, prune={"videos"}, edition={})
@settings(suppress_health_check=list(HealthCheck))
@given(
    document=DOCUMENTS,
    hidden=st.booleans(),
    prune=st.sets(st.sampled_from(ALL["prune"]), min_size=2),
    edition=EDITIONS,
)
def test_nothing_that_a_document_names_is_pruned(
    shared_simulator: Simulator, document: dict[str, Any], hidden: bool, prune: set[str], edition: dict[str, str]
) -> None:
    space = filled(shared_simulator)
    space.sim.set(**edition)
    if hidden:
        read_as(space, without_folders)
    needed = used(space, document)
    space.apply(document, **{**ALL, "prune": sorted(prune)})
    there = {
        (kind, row["id"])
        for kind in ("player", "project", "folder", "live_event", "video")
        for row in space.sim.objects(kind)
    }
    assert needed - there == set()
