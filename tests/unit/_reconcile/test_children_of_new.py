# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects within a new object: they come with its create, or by requests of their own where that does not take them."""

from __future__ import annotations

from typing import Any

import pytest

ANN = {"user_id": "0190aa11-2222-4333-8444-555566667777", "name": "Ann", "role": "admin"}
BOB = {"user_id": "0190aa11-2222-4333-8444-555566667778", "name": "Bob", "role": "manager"}
ROOM: dict[str, Any] = {
    "name": "Weekly",
    "type": "permanent_meeting",
    "owner_id": ANN["user_id"],
    "participants": [ANN, BOB],
}
LOST = ["drop_before", "drop_after", "status", "html", "truncated"]


def names(sim: Any) -> list[str]:
    return sorted(guest["name"] for guest in sim.objects("participant"))


@pytest.mark.parametrize(("meant", "posts"), [("taken", 1), ("unseen", 1), ("late", 1), ("ignored", 3)])
@pytest.mark.parametrize("answer", ["object", "success", "no_data"])
def test_they_are_there_after_one_run(sim: Any, world: Any, meant: str, posts: int, answer: str) -> None:
    sim.set(room_participants=meant, created_answer=answer)
    planned = world.ok("speak_room", True, **ROOM).result
    done = world.ok("speak_room", **ROOM)
    assert done.counted("POST") == len(done.writes) == posts
    assert [change["outcome"] for change in done.result["changes"]] == ["applied"]
    assert planned["diff"] == done.result["diff"]
    assert done.result["unsettled"] == []
    assert sorted(guest["name"] for guest in done.result["resource"]["participants"]) == ["Ann", "Bob"]
    assert names(sim) == ["Ann", "Bob"]
    world.unchanged("speak_room", **ROOM)


def test_nothing_more_is_read_where_the_response_shows_them(sim: Any, world: Any) -> None:
    done = world.ok("speak_room", **ROOM)
    assert [entry.method for entry in done.requests] == ["GET", "POST"]
    done = world.ok("speak_room", name="Empty", type="permanent_meeting", owner_id=ANN["user_id"], participants=[])
    assert done.requests[-1].method == "POST"


@pytest.mark.parametrize("meant", ["taken", "unseen", "late", "ignored"])
@pytest.mark.parametrize("path", ["/v1/speak/rooms", "*/participants"])
@pytest.mark.parametrize("fault", LOST)
def test_a_lost_response_makes_nobody_twice(sim: Any, world: Any, meant: str, path: str, fault: str) -> None:
    sim.set(room_participants=meant)
    sim.fault(fault, method="POST", path=path, times=1)
    world.ok("speak_room", **ROOM)
    assert len(sim.objects("speak_room")) == 1
    assert names(sim) == ["Ann", "Bob"]
    world.unchanged("speak_room", **ROOM)


def test_one_that_is_refused(sim: Any, world: Any) -> None:
    """The room is there, which the outcome says, and the next run adds who is missing."""
    sim.set(room_participants="ignored")
    sim.fault("status", method="POST", path="*/participants", status=403, skip=1)
    told = world.run("speak_room", **ROOM)
    assert told.error.outcomes == ("applied",)
    assert f"Cannot create participant 'Weekly/{BOB['user_id']}'" in told.error.sentence()
    assert told.result["changed"] is True
    done = world.ok("speak_room", **ROOM)
    assert len(done.writes) == 1
    assert names(sim) == ["Ann", "Bob"]
