# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both forms of an id, and timestamps."""

from __future__ import annotations

import uuid

import pytest

from tests.simulator import clock, ids

# Published pairs of id and link.
PAIRS = [
    ("93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"),
    ("f236071b-dad9-43c3-a9c3-a3a98f631f86", "vUJJ5W5wmgKBLwVEnHf9uN"),
    ("019c71e0-18ce-7ad0-6d31-7f6d026d6564", "0cxfXwkKh4Wzzd1boAnQFE"),
]


@pytest.mark.parametrize(("long", "short"), PAIRS)
def test_published_pairs(long, short):
    assert ids.to_short(long) == short
    assert ids.parse(short) == long
    assert ids.parse(long.upper()) == long


@pytest.mark.parametrize(
    "text", ["", "x", None, 5, "z" * 23, "Z" * 22, "0" * 21 + "I", "199511994", "0f955c1ac6c9431f800116c7979042f8"]
)
def test_anything_else_is_no_id(text):
    assert ids.parse(text) is None


def test_new_ids_sort_by_time():
    made = [ids.new_id() for _index in range(2000)]
    assert made == sorted(set(made))
    assert all(uuid.UUID(text) for text in made)


def test_timestamps():
    assert clock.stamp(clock.parse("2026-01-02T03:04:05.249810+03:00")) == "2026-01-02T00:04:05.24981Z"
    assert clock.stamp(clock.parse("2026-01-02T03:04:05Z")) == "2026-01-02T03:04:05Z"
    assert clock.parse("2026-13-02T03:04:05Z") is None
    assert clock.parse("2026-01-02 03:04:05Z") is None
    assert len({clock.now() for _index in range(500)}) == 500


def test_both_forms_work_in_paths_and_bodies(start):
    sim, api = start()
    player = sim.seed("player", name="p")["id"]
    short = ids.to_short(player)
    assert api.data("GET", f"/v1/players/{short}")["id"] == player
    body = {"name": "a", "privacy_type": "anywhere", "player_id": short}
    assert api.data("POST", "/v1/projects", body)["player_id"] == player


def test_short_ids_in_responses(start):
    sim, api = start(id_form="short")
    made = api.data("POST", "/v2/live/events", {"name": "e", "type": "recurring"})
    stored = sim.objects("live_event")[0]
    assert made["id"] == made["stream"]["event_id"] == ids.to_short(stored["id"])
    assert api.data("GET", f"/v2/live/events/{made['id']}")["id"] == made["id"]
