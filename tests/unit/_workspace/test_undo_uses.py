# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no entry names and a delete changes all the same: it comes back, or it is told that it cannot."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.unit._workspace.going_back import FORMER, differences, picture, undoing, undone
from tests.unit._workspace.spaces import Space

WISHES: dict[str, Any] = {"max_deletions": 100, "force": True}
P, Q, X, M, D = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abcde")
V, W, U = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123")


@pytest.fixture
def space(sim: Any) -> Space:
    """Two projects, a folder in the first, and things in all of them that use each other."""
    sim.set(restream_keys="masked", put="replace", domains_from_lists="on")
    sim.seed("player", id=M, name="M", settings={"volume": 1})
    sim.seed("privacy_domain", id=D, domain="a.example.com")
    sim.seed("tag", tag="t")
    sim.seed("project", id=P, name="P", privacy_type="anywhere", catalog_type="live")
    sim.seed("folder", id=X, name="x", project_id=P, parent_id=P)
    more = {"privacy_type": "custom", "privacy_domains": ["a.example.com"]}
    sim.seed("project", id=Q, name="Q", player_id=M, **more)
    for id, title, place in ((V, "V", {"project_id": Q}), (W, "W", {"project_id": P, "folder_id": X})):
        sim.seed("video", id=id, title=title, **place)
    sim.seed("video", id=U, title="U", project_id=P)
    sim.seed("playlist", name="in Q", parent_id=Q, entity_ids=[V, W, U], description="d", **more)
    sim.seed("playlist", name="in x", parent_id=X, entity_ids=[V])
    sim.seed("file_request", title="F", uploading_location_id=X)
    for name, place in (("in P", P), ("in x", X), ("in Q", Q)):
        event = sim.seed("live_event", name=name, type="one-time", parent_id=place, record={"parent_id": P})
        sim.seed("restream", event_id=event["id"], name="r", url="rtmp://r", key=FORMER)
    return Space(sim)


def gone(**key: Any) -> dict[str, Any]:
    return {**key, "state": "absent"}


ID = ["id"]
IN_X = {"project": "P", "folder": ["x"]}
UNREAD = ("presets", "restreams")
LEAVES_X: list[tuple[str, str, list[str]]] = [
    ("file_request", "F", ID),
    ("live_event", "in x", ID),
    *(("live_event", "in x", [name]) for name in UNREAD),
    ("playlist", "in Q", ["videos"]),
    ("playlist", "in x", ID),
]
LEAVES_P: list[tuple[str, str, list[str]]] = [
    ("project", "P", ID),
    ("project", "P", []),  # the videos
    ("project", "P", []),  # access tokens
]
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str, list[str]]]]] = {
    "a player": ({"players": [gone(name="M")]}, [("player", "M", ID), ("player", "M", [])]),
    "a domain": (
        {"privacy_domains": [gone(domain="a.example.com")]},
        [("privacy_domain", "a.example.com", ID), ("privacy_domain", "a.example.com", [])],
    ),
    "a tag": ({"tags": [gone(tag="t")]}, [("tag", "t", ID), ("tag", "t", [])]),
    "a video": (
        {"videos": [gone(title="V", location={"project": "Q"})]},
        [("playlist", "in Q", ["videos"]), ("playlist", "in x", ["videos"]), ("video", "V", [])],
    ),
    "a video of a playlist that changes": (
        {
            "videos": [gone(title="V", location={"project": "Q"})],
            "playlists": [{"name": "in Q", "videos": [U]}, gone(name="in x")],
        },
        [
            ("playlist", "in Q", ["videos"]),
            ("playlist", "in x", ID),
            ("playlist", "in x", ["videos"]),
            ("video", "V", []),
        ],
    ),
    "the videos in a project": (
        {"projects": [{"name": "Q", "privacy_type": "anywhere", "privacy_domains": [], "apply_to_videos": True}]},
        [("project", "Q", ["apply_to_videos"])],
    ),
    "what is named for the first time": (
        {
            "projects": [{"name": "Q", "privacy_domains": ["a.example.com", "пример.рф"]}],
            "videos": [{"id": V, "title": "V", "location": {"project": "Q"}, "tags": ["t", "u", "new"]}],
            "tags": [{"tag": "new"}],
        },
        [("privacy_domain", "пример.рф", []), ("tag", "u", [])],
    ),
    "a folder that a video leaves": (
        {
            "projects": [{"name": "P", "folders": [gone(name="x")]}],
            "videos": [{"id": W, "title": "W", "location": {"project": "Q"}}],
            "playlists": [{"name": "in Q", "videos": [V]}, gone(name="in x")],
            "live_events": [gone(name="in x")],
        },
        [*(one for one in LEAVES_X if one[1] != "in Q"), ("folder", "P/x", ID), ("folder", "P/x", [])],
    ),
    "a folder": (
        {"projects": [{"name": "P", "folders": [gone(name="x")]}]},
        [*LEAVES_X, ("folder", "P/x", ID), ("folder", "P/x", [])],
    ),
    "a project": (
        {"projects": [gone(name="P")]},
        [*LEAVES_X, *LEAVES_P, ("live_event", "in P", ID), *(("live_event", "in P", [name]) for name in UNREAD)],
    ),
    "a project that an event leaves": (
        {
            "projects": [gone(name="P")],
            "live_events": [
                {"name": "in P", "location": {"project": "Q"}, "record_to": {}, "restreams": []},
                gone(name="in x"),
            ],
            "playlists": [{"name": "in Q", "description": "e"}, gone(name="in x", location=IN_X)],
        },
        [*LEAVES_X, *LEAVES_P, ("live_event", "in P", ["restreams"])],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_put_back_or_told(space: Space, tmp_path: pathlib.Path, case: str) -> None:
    """All that the workspace held, but for what is listed."""
    document, expected = CASES[case]
    file, start = tmp_path / "undo.yml", space.sim.snapshot()
    lost = space.done(document, undo_dest=str(file), **WISHES).result["undo"]["irreversible"]
    assert sorted((one["kind"], one["key"], one["fields"]) for one in lost) == sorted(expected)
    undone(space, file)
    after = picture(space, lost)
    left = {row["title"] for row in space.sim.objects("video")}
    space.sim.restore(start)
    for title in {"V", "W", "U"} - left:
        space.sim.remove("video", title)
    assert differences(after, picture(space, lost)) == {}, file.read_text(encoding="utf-8")


def test_what_is_finished(space: Space, tmp_path: pathlib.Path) -> None:
    """Such an event takes no update and cannot be made again, so it is only told."""
    file = tmp_path / "undo.yml"
    for name in ("in P", "in Q"):
        space.sim.finish(name)
    told = space.done({"projects": [gone(name="P")]}, undo_dest=str(file), **WISHES)
    lost = {(one["kind"], one["key"], *one["fields"]): one["why"] for one in told.result["undo"]["irreversible"]}
    assert "finished" in lost["live_event", "in P"]
    assert "finished" in lost["live_event", "in Q", "record_to"]
    assert [entry["name"] for entry in undoing(file)["live_events"]] == ["in x"]
    undone(space, file)


def test_two_of_one_name(space: Space, tmp_path: pathlib.Path) -> None:
    """An entry could mean either."""
    file = tmp_path / "undo.yml"
    space.sim.seed("live_event", name="in P", type="one-time", parent_id=Q)
    told = space.done({"projects": [gone(name="P")]}, undo_dest=str(file), **WISHES)
    lost = {(one["kind"], one["key"], *one["fields"]): one["why"] for one in told.result["undo"]["irreversible"]}
    assert "same name" in lost["live_event", "in P"]
    undone(space, file)


def test_what_was_not_deleted(space: Space, tmp_path: pathlib.Path) -> None:
    """Nothing is told of what it did not take along."""
    file = tmp_path / "undo.yml"
    space.sim.fault("status", method="DELETE", status=400, times=None)
    told = space.apply({"tags": [gone(tag="t")], "projects": [gone(name="P")]}, undo_dest=str(file), **WISHES)
    assert told.error is not None
    space.sim.clear_faults()
    first = picture(space)
    undone(space, file)
    assert picture(space) == first


def test_nothing_is_read_for_it_without_a_delete(space: Space, tmp_path: pathlib.Path) -> None:
    document = {"tags": [{"tag": "t", "archived": True}]}
    told = space.done(document, undo_dest=str(tmp_path / "undo.yml"))
    assert {entry.path.split("/")[2] for entry in told.requests} == {"tags"}
