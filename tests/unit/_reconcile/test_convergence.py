# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that could end in a change in every run, or in none where one is due, whatever the API makes of the request."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.conftest import World
from tests.unit.sides import sides

NEW_YEAR, LATER = "2030-01-01T10:00:00Z", "2030-02-01T10:00:00Z"
readings = pytest.mark.parametrize("schedule", ["both", "stream", "scheduled"])


@readings
@pytest.mark.parametrize("put", ["merge", "replace"])
def test_a_start_that_is_taken_away(world: World, schedule: str, put: str) -> None:
    world.sim.set(schedule=schedule, put=put)
    world.settles("live_event", name="E", type="one-time", starts_at=NEW_YEAR)
    if schedule == "scheduled":  # where the stream keeps its own
        event = world.sim.objects("live_event")[0]
        world.sim.edit("live_event", event["id"], stream={**event["stream"], "started_at": NEW_YEAR})
    world.settles("live_event", name="E", starts_at="", more_writes=schedule == "scheduled")
    event = world.sim.objects("live_event")[0]
    assert event["stream"]["started_at"] == event["created_at"]
    told = world.settles("live_event", name="E", subtitle="x")
    assert NEW_YEAR not in str([entry.body for entry in told.requests])


def test_an_old_start_is_not_sent_again(world: World) -> None:
    world.sim.set(schedule="scheduled")
    world.ok("live_event", name="E", type="one-time", starts_at=NEW_YEAR)
    event = world.sim.objects("live_event")[0]
    world.sim.edit("live_event", event["id"], stream={**event["stream"], "started_at": LATER})
    told = world.settles("live_event", name="E", subtitle="x")
    assert NEW_YEAR not in str([entry.body for entry in told.requests])
    assert world.sim.objects("live_event")[0]["stream"]["started_at"] == LATER


@pytest.mark.parametrize("field", ["custom", "created_at"])
@pytest.mark.parametrize("order", [[0, 1, 0, 0], [1, 0, 1, 2], [2, 2]])
def test_videos_that_a_playlist_contains_twice(world: World, field: str, order: list[int]) -> None:
    videos = [world.sim.seed("video", title=f"V{number}")["id"] for number in range(3)]
    playlist = world.sim.seed("playlist", name="P", settings={"sort_field": field, "sort_order": "asc"})
    world.sim.edit("playlist", playlist["id"], entity_ids=[videos[number] for number in order])
    told = world.settles("playlist", name="P", videos=[videos[1], videos[0]])
    assert sides(told.result)["before"]["videos"] != sides(told.result)["after"]["videos"]
    stored = world.sim.objects("playlist")[0]["entity_ids"]
    assert stored == [videos[1], videos[0]] if field == "custom" else set(stored) == {videos[0], videos[1]}
    assert len(stored) == 2


@pytest.mark.parametrize(
    ("kind", "options", "name", "empty"),
    [
        ("webhook", {"name": "W", "endpoint": "https://hooks.example.com"}, "events", []),
        ("cdn_zone", {"name": "Z", "host": "cdn.example.com"}, "origins", []),
        ("project", {"name": "P", "privacy_type": "anywhere"}, "privacy_domains", []),
    ],
)
def test_what_every_documented_create_has(world: World, kind: str, options: Any, name: str, empty: Any) -> None:
    told = world.settles(kind, **options)
    assert told.requests[-1].body[name] == empty
    assert told.warnings == []


@pytest.mark.parametrize(
    ("kind", "options", "name"),
    [("playlist", {"name": "P"}, "location"), ("speak_room", {"name": "R", "type": "instant_meeting"}, "owner_id")],
)
def test_what_has_no_empty_form(world: World, kind: str, options: Any, name: str) -> None:
    for check in (True, False):
        (warning,) = world.ok(kind, check, **options).warnings
        assert f"is created without {name}; if the API rejects that, set {name}" in warning
    assert world.ok(kind, **options).warnings == []


def test_videos_of_a_playlist_by_their_titles(world: World) -> None:
    for name in "PQ":
        project = world.sim.seed("project", name=name, privacy_type="anywhere")["id"]
        world.sim.seed("video", title="V", project_id=project)
    world.sim.seed("playlist", name="L")
    videos = [{"title": "V", "location": {"project": "Q"}}]
    world.settles("playlist", name="L", videos=videos)
    assert world.sim.objects("playlist")[0]["entity_ids"] == [world.sim.objects("video")[1]["id"]]
    said = world.refused("playlist", name="L", videos=[{"title": "V"}]).error.sentence()
    assert "video 'V' is ambiguous, several have this title; add location, or use an ID" in said
