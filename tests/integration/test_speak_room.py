# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_speak_room, as tasks, with its participants."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
    Life,
    assert_failure,
    assert_kept,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator

ANN_SHORT = "je7WZBZhdMFQKPHHHmMr2m"
ANN = {"user_id": "93997264-97ac-4091-b48e-559614c2817a", "name": "Ann", "role": "admin"}
BOB = {"user_id": "f236071b-dad9-43c3-a9c3-a3a98f631f86", "name": "Bob", "role": "manager"}
EVE = {"user_id": "019c71e0-18ce-7ad0-6d31-7f6d026d6564", "name": "Ева", "role": "manager"}
CREATE = {"name": "Планёрка", "type": "permanent_meeting", "owner_id": ANN_SHORT, "participants": [BOB, ANN]}
UPDATE = {
    **CREATE,
    "id": "{{ created.resource.id }}",
    "name": "Летучка",
    "participants": [{"user_id": ANN_SHORT, "name": "Anna"}, EVE],
}


@pytest.mark.parametrize("world", SHAPE_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """The room is created whole; then its name is a write of its own, and so is each participant that differs."""
    sim = simulator(**world)
    life = Life(
        "speak_room",
        CREATE,
        UPDATE,
        {"name": "Летучка", "state": "absent"},
        key="Планёрка",
        updated_fields=("name", "participants"),
        update_requests=4,
        before={"name": "Планёрка", "owner_id": ANN["user_id"], "type": "permanent_meeting"},
        after={"participants": [EVE, {"user_id": ANN["user_id"], "name": "Anna"}]},
    )
    run = live(play, sim, life, [task("speak_room", "unmanaged", {"name": "Летучка"})])
    assert run("create").writes[0].body == {**CREATE, "owner_id": ANN["user_id"]}
    assert run("create").result["resource"]["link"]
    assert [(one.method, one.body) for one in run("update").writes] == [
        ("PATCH", {"name": "Летучка"}),
        ("PATCH", {"name": "Anna"}),
        ("POST", EVE),
        ("DELETE", None),
    ]
    assert_unchanged(run("unmanaged"))
    assert sim.objects("speak_room") == []
    assert sim.objects("participant") == []


def test_a_rename_sends_the_name_alone(play: Play, sim: Simulator) -> None:
    """A rename is a PATCH of the name alone; what cannot change is refused before any write."""
    room = sim.seed("speak_room", name="A", type="instant_meeting", owner_id=ANN["user_id"])
    for guest in (ANN, BOB):
        sim.seed("participant", room_id=room["id"], **guest)
    guests = sim.objects("participant")
    refused = {
        "type": {"type": "permanent_meeting"},
        "owner_id": {"owner_id": BOB["user_id"]},
        "role": {"participants": [{**ANN, "name": "Anna", "role": "manager"}, BOB]},
        "twice": {"participants": [ANN, {**ANN, "user_id": ANN_SHORT}]},
        "neither a UUID": {"participants": [{**ANN, "user_id": "Ann"}]},
        "name": {"participants": [ANN, BOB, {"user_id": EVE["user_id"], "role": "admin"}]},
    }
    run = play(
        sim,
        [
            *(task("speak_room", word, {"name": "A", **options}) for word, options in refused.items()),
            task("speak_room", "check rename", {"id": room["id"], "name": "B"}, check=True),
            task("speak_room", "rename", {"id": room["id"], "name": "B", "type": "instant_meeting"}),
            task("speak_room", "both", {"id": room["id"], "name": "C", "participants": [BOB, {**ANN, "name": "Anna"}]}),
            task("speak_room", "without type", {"name": "D"}),
            task("speak_room", "empty", {"name": "C", "participants": []}),
            task("speak_room", "empty again", {"name": "C", "participants": []}),
        ],
    )
    for word in refused:
        assert_failure(run(word))
        assert run(word).writes == []
        assert word in run(word).msg, run(word)
    assert "remove the item" in run("role").msg
    assert run("check rename").result["diff"] != {}
    assert_written(run("rename"), ["update"])
    assert [(entry.method, entry.body) for entry in run("rename").writes] == [("PATCH", {"name": "B"})]
    assert_written(run("both"), ["update"])
    assert_failure(run("without type"))
    assert_written(run("empty"), ["update"])
    assert_unchanged(run("empty again"))
    assert len(guests) == 2
    assert_kept({**room, "participants": []}, sim.object("speak_room", room["id"]), name="C")


def test_rooms_of_one_name_are_never_guessed(play: Play, sim: Simulator) -> None:
    """Which one is meant is never guessed, and no room gets the name of another."""
    first, second = (sim.seed("speak_room", name="A", type="instant_meeting")["id"] for _number in range(2))
    other = sim.seed("speak_room", name="B", type="instant_meeting")["id"]
    here = {"id": first, "participants": [ANN]}
    run = play(
        sim,
        [
            task("speak_room", "ambiguous", {"name": "A", "participants": []}),
            task("speak_room", "taken", {"id": other, "name": "A"}),
            task("speak_room", "check by id", here, check=True),
            task("speak_room", "by id", here),
            task("speak_room", "by id again", here),
        ],
    )
    assert_failure(run("ambiguous"))
    assert first in run("ambiguous").msg
    assert second in run("ambiguous").msg
    assert_failure(run("taken"))
    assert run("taken").writes == []
    assert_predicted(run("check by id"), run("by id"))
    assert_written(run("by id"), ["update"])
    assert_unchanged(run("by id again"))
