# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object is one object, however a document spells its ID, its place and its key."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.unit._workspace.spaces import Space
from tests.unit.conftest import Run

LONG, SHORT = "93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"
OTHER = "f236071b-dad9-43c3-a9c3-a3a98f631f86"
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
        (diff,) = told.result["diff"]
        assert diff["after"] == {"user_id": LONG, "name": "Ann", "role": "admin"}
        assert plans[0]["plan_id"] != plans[1]["plan_id"]
        for other in SPELLINGS:
            space.unchanged(self.room(other))
        assert sent(told) == [LONG]

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_a_participant_who_gets_another_name(self, space: Space, spelling: str) -> None:
        space.settles(self.room(LONG))
        document = self.room(spelling)
        document["speak_rooms"][0]["participants"][0]["name"] = "Anne"
        (diff,) = space.settles(document).result["diff"]
        assert (diff["before"], diff["after"]) == ({"name": "Ann"}, {"name": "Anne"})
        document["speak_rooms"][0]["participants"] = []
        (diff,) = space.settles(document).result["diff"]
        assert diff["before"] == {"user_id": LONG, "name": "Anne", "role": "admin"}

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
