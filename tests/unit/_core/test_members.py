# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of ids with routes of their own: exactly the wanted ones, in the wanted order, by as few requests as can be."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.members import (
    fewest_moves,
    longest_rise,
    settled_moves,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import NO_ID, object_id
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.playlist import PLAYLIST
from tests.unit.conftest import World
from tests.unit.sides import sides

ORDERS = st.integers(0, 12).flatmap(lambda size: st.permutations(range(size)))
SHORT = "je7WZBZhdMFQKPHHHmMr2m"
NOBODY = "0190aa11-2222-4333-8444-555566667777"


def moved(now: list[Any], moves: list[tuple[Any, int]]) -> list[Any]:
    """A list after moves, as the API makes them."""
    current = list(now)
    for item, position in moves:
        current.remove(item)
        current.insert(position - 1, item)
    return current


def rises(numbers: list[int], length: int) -> bool:
    """Whether a list has an increasing subsequence of that length, found by trying all."""
    return any(list(some) == sorted(some) for some in itertools.combinations(numbers, length))


@given(now=ORDERS, data=st.data())
def test_moves_bring_about_the_order(now: list[int], data: Any) -> None:
    wanted = data.draw(st.permutations(now))
    moves = fewest_moves(now, wanted)
    assert moved(now, moves) == list(wanted)
    places = [wanted.index(item) for item in now]
    assert len(moves) == len(now) - len(longest_rise(places))
    assert moved(now, settled_moves(wanted)) == list(wanted)


@given(numbers=st.integers(0, 7).flatmap(lambda size: st.permutations(range(size))))
def test_no_rise_is_longer(numbers: list[int]) -> None:
    rise = longest_rise(numbers)
    assert rise == sorted(rise)
    assert [number for number in numbers if number in rise] == rise
    assert not rises(numbers, len(rise) + 1)


@pytest.mark.parametrize(
    ("now", "wanted", "moves"),
    [
        ("abcd", "abcd", []),
        ("abcd", "dabc", [("d", 1)]),
        ("abcd", "bcda", [("a", 4)]),
        ("abcd", "acbd", [("b", 3)]),
        ("dcba", "abcd", 3),
        ("", "", []),
    ],
)
def test_no_more_moves_than_needed(now: str, wanted: str, moves: Any) -> None:
    found = fewest_moves(now, wanted)
    assert (len(found) if isinstance(moves, int) else found) == moves
    assert "".join(moved(list(now), found)) == wanted


VIDEOS = PLAYLIST.field("videos")


def test_what_is_wrong_with_a_list_in_itself() -> None:
    uuid = str(object_id(SHORT))
    assert VIDEOS.faults([SHORT, NOBODY], "videos") == []
    assert VIDEOS.faults([SHORT, uuid], "videos") == [f"videos contains '{uuid}' twice"]
    assert VIDEOS.faults(["x", NOBODY], "videos") == [f"videos[0] 'x' {NO_ID}"]


class TestAgainstTheSimulator:
    """The real thing: what is in the playlist afterwards, and the requests that it took."""

    @pytest.fixture
    def videos(self, sim: Any) -> list[str]:
        project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
        return [sim.seed("video", title=f"V{number}", project_id=project)["id"] for number in range(6)]

    def playlist(self, world: World, videos: list[str], sort_field: str = "custom") -> list[str]:
        world.sim.seed("playlist", name="L", entity_ids=videos, settings={"sort_field": sort_field})
        return videos

    def inside(self, world: World) -> list[str]:
        return list(world.sim.object("playlist", "L")["entity_ids"])

    @pytest.mark.parametrize("form", ["uuid", "short"])
    def test_many_changes_are_one_request(self, world: World, videos: list[str], form: str) -> None:
        world.sim.set(id_form=form)
        self.playlist(world, videos[:4])
        wanted = [videos[3], videos[5], videos[0], videos[4]]
        told = world.settles("playlist", name="L", videos=wanted)
        assert [line.split()[0] for line in told.writes] == ["POST"]
        assert [change["action"] for change in told.result["changes"]] == ["update"]
        assert self.inside(world) == wanted
        assert sides(told.result)["after"]["videos"] == wanted

    def test_none_and_some(self, world: World, videos: list[str]) -> None:
        self.playlist(world, videos[:2])
        assert len(world.settles("playlist", name="L", videos=[]).writes) == 1
        assert self.inside(world) == []
        assert len(world.settles("playlist", name="L", videos=videos).writes) == 1
        assert self.inside(world) == videos

    def test_order_counts_only_when_it_is_the_users(self, world: World, videos: list[str]) -> None:
        self.playlist(world, videos, "created_at")
        turned = videos[::-1]
        world.unchanged("playlist", name="L", videos=turned)
        told = world.settles("playlist", name="L", videos=turned, settings={"sort_field": "custom"})
        assert [line.split()[0] for line in told.writes] == ["PATCH", "POST"]
        assert self.inside(world) == turned
        world.settles("playlist", name="L", videos=videos, settings={"sort_field": "duration"})
        assert self.inside(world) == turned

    def test_an_order_that_could_not_be_seen(self, world: World, videos: list[str]) -> None:
        """The API shows by chance just what is wanted, and keeps something else."""
        self.playlist(world, videos[::-1], "created_at")
        told = world.settles("playlist", name="L", videos=videos, settings={"sort_field": "custom"})
        assert len(told.writes) == 2
        assert self.inside(world) == videos

    @pytest.mark.parametrize(
        ("meant", "writes"),
        [
            ("honoured", ["POST"]),
            ("ignored", ["POST", "DELETE", "PUT"]),
            ("doubled", ["POST", "DELETE", "POST", "PUT", "PUT"]),
            ("refused", ["POST", "DELETE", "POST", "PUT"]),
        ],
    )
    @pytest.mark.parametrize("fault", ["", "drop_after", "html"])
    def test_a_list_that_is_not_replaced_is_changed_step_by_step(
        self, world: World, videos: list[str], meant: str, writes: list[str], fault: str
    ) -> None:
        world.sim.set(entities_replace=meant)
        self.playlist(world, videos[:4])
        if fault:
            world.sim.fault(fault, method="POST", path="*/entities", times=1)
        wanted = [videos[3], videos[5], videos[0], videos[4]]
        told = world.ok("playlist", name="L", videos=wanted)
        assert [line.split()[0] for line in told.writes] == writes
        assert self.inside(world) == wanted
        assert told.result["unsettled"] == []
        world.unchanged("playlist", name="L", videos=wanted)

    def test_a_long_list_is_turned_round_by_one_request(self, world: World, videos: list[str]) -> None:
        project = world.sim.object("project", "Courses")["id"]
        many = [world.sim.seed("video", title=f"M{number}", project_id=project)["id"] for number in range(50)]
        self.playlist(world, many)
        told = world.settles("playlist", name="L", videos=many[::-1])
        assert (len(told.writes), told.counted("GET")) == (1, 5)
        assert self.inside(world) == many[::-1]

    @pytest.mark.parametrize(
        ("fault", "options"), [("status", {"status": 403}), ("status", {"status": 503, "retry_after": 100000})]
    )
    def test_a_refusal_of_another_cause_changes_nothing(
        self, world: World, videos: list[str], fault: str, options: dict[str, Any]
    ) -> None:
        self.playlist(world, videos)
        world.sim.fault(fault, method="POST", path="*/entities", times=None, **options)
        told = world.run("playlist", name="L", videos=videos[::-1])
        assert told.error.details()["status"] == options["status"]
        assert len(told.writes) == 1
        assert self.inside(world) == videos

    def test_they_are_read_only_when_they_are_managed(self, world: World, videos: list[str]) -> None:
        self.playlist(world, videos)
        told = world.unchanged("playlist", name="L", description="")
        assert [entry.path for entry in told.requests] == ["/v1/playlists"]
        assert "entity_ids" not in told.result["resource"]
        told = world.unchanged("playlist", name="L", videos=videos)
        assert [entry.path.rpartition("/")[2] for entry in told.requests][-1] == "entities"

    @pytest.mark.parametrize("form", ["uuid", "short"])
    def test_appending_removes_and_moves_nothing(self, world: World, videos: list[str], form: str) -> None:
        world.sim.set(id_form=form)
        self.playlist(world, [videos[3], videos[1]])
        more = {"name": "L", "videos": [videos[4], videos[1], videos[0]], "append": True}
        told = world.settles("playlist", **more)
        assert [line.split()[0] for line in told.writes] == ["POST"]
        assert self.inside(world) == [videos[3], videos[1], videos[4], videos[0]]
        told = world.settles("playlist", **more, settings={"sort_field": "duration"})
        assert [line.split()[0] for line in told.writes] == ["PATCH"]
        world.unchanged("playlist", name="L", videos=[], append=True)
        world.unchanged("playlist", name="L", append=True)
        assert NOBODY in world.refused("playlist", name="L", videos=[NOBODY], append=True).error.sentence()
        assert len(world.settles("playlist", name="New", videos=videos[:2], append=True).writes) == 1

    @pytest.mark.parametrize("field", ["custom", "created_at"])
    def test_appending_to_what_has_a_video_twice(self, world: World, videos: list[str], field: str) -> None:
        self.playlist(world, [], field)
        id = world.sim.object("playlist", "L")["id"]
        world.sim.edit("playlist", id, entity_ids=[videos[0], videos[0], videos[1]])
        world.unchanged("playlist", name="L", videos=[videos[1], videos[0]], append=True)
        told = world.settles("playlist", name="L", videos=[videos[2]], append=True)
        assert [line.split()[0] for line in told.writes] == ["POST"]
        assert sides(told.result)["after"]["videos"] == videos[:3]
        assert world.sim.object("playlist", id)["entity_ids"] == [videos[0], *videos[:3]]

    @pytest.mark.parametrize("check", [True, False])
    def test_what_is_refused(self, world: World, videos: list[str], check: bool) -> None:
        self.playlist(world, videos[:1])
        for name in ("L", "New"):
            told = world.refused("playlist", check, name=name, videos=[videos[0], NOBODY])
            assert NOBODY in told.error.sentence()
            assert videos[0] not in told.error.sentence()
        told = world.refused("playlist", check, name="L", videos=["x", videos[0], videos[0]])
        assert "videos[0] 'x'" in told.error.sentence()
        assert f"contains '{videos[0]}' twice" in told.error.sentence()

    def test_more_ids_than_one_question_takes(self, world: World, videos: list[str]) -> None:
        project = world.sim.object("project", "Courses")["id"]
        many = [world.sim.seed("video", title=f"M{number}", project_id=project)["id"] for number in range(103)]
        world.settles("playlist", name="L", videos=many)
        assert self.inside(world) == many
        told = world.refused("playlist", name="L", videos=[*many, NOBODY])
        assert told.counted("GET") == 4, "list, playlist, its videos, and the one that is new"

    def test_a_playlist_that_goes_away_meanwhile(self, world: World, videos: list[str]) -> None:
        self.playlist(world, videos)
        world.sim.fault("status", method="GET", path="*/entities", status=404, code=400404, times=None)
        told = world.refused("playlist", name="L", videos=videos)
        assert "deleted or renamed" in told.error.sentence()
        world.sim.clear_faults()
        world.sim.fault("status", method="GET", path="*/entities", status=403, times=None)
        assert isinstance(world.refused("playlist", name="L", videos=videos).error, ApiError)

    @pytest.mark.parametrize(
        ("fault", "options", "posts"),
        [
            ("drop_after", {}, 1),
            ("status_after", {"status": 502}, 1),
            ("status_after", {"status": 504}, 1),
            ("html", {}, 1),
            ("truncated", {}, 1),
            ("drop_before", {}, 2),
            ("status", {"status": 503}, 2),
        ],
    )
    def test_a_lost_response_adds_nothing_twice(
        self, world: World, videos: list[str], fault: str, options: dict[str, Any], posts: int
    ) -> None:
        self.playlist(world, videos[:1])
        world.sim.fault(fault, method="POST", path="*/entities", times=1, **options)
        told = world.ok("playlist", name="L", videos=videos[:3])
        assert told.counted("POST") == posts
        assert self.inside(world) == videos[:3]

    @pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
    def test_what_may_be_repeated_is(self, world: World, videos: list[str], method: str) -> None:
        self.playlist(world, videos[:4])
        wanted = {"name": "L", "description": "d", "videos": [videos[1], videos[0], videos[2]]}
        hit = world.sim.fault("drop_after", method=method, times=1)
        world.ok("playlist", **wanted)
        assert hit.hits == 1
        world.unchanged("playlist", **wanted)

    def test_adding_fails_in_the_end(self, world: World, videos: list[str]) -> None:
        self.playlist(world, videos[:2])
        world.sim.fault("drop_before", method="POST", path="*/entities", times=None)
        told = world.run("playlist", name="L", videos=videos[1:3])
        assert told.error.outcomes == ("applied", "failed")
        (change,) = told.result["changes"]
        assert change["outcome"] == "failed"
        assert change["reason"].startswith("Cannot update playlist 'L': ")
        assert told.counted("POST") == 4
        world.sim.clear_faults()
        world.sim.fault("status", method="POST", path="*/entities", status=503, retry_after=100000, times=None)
        told = world.run("playlist", name="L", videos=videos[1:3])
        assert told.counted("POST") == 1
        world.sim.clear_faults()
        world.sim.fault("status", method="POST", path="*/entities", status=403, times=None)
        told = world.run("playlist", name="L", videos=videos[1:3])
        assert told.error.details()["status"] == 403
        assert told.counted("POST") == 1
        world.sim.clear_faults()
        world.settles("playlist", name="L", videos=videos[1:3])
