# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run really did decides what is undone: all that it made, under whatever name, and nothing of others."""

from __future__ import annotations

import contextlib
import pathlib
from typing import Any

import pytest

from tests.unit._workspace.going_back import Killed, killed_after, undoing, undone
from tests.unit._workspace.spaces import Space, outcomes

PLACE = {"project": "Courses"}
HOOK = {"webhooks": [{"name": "LMS", "endpoint": "https://a"}]}
IMPORT = {"videos": [{"title": "Лекция", "location": PLACE, "url": "https://cdn.example/a.mp4"}]}


@pytest.fixture
def space(sim: Any) -> Space:
    sim.seed("project", name="Courses", privacy_type="nowhere")
    return Space(sim)


@pytest.fixture
def way_back(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "undo.yml"


def endpoints(space: Space) -> list[str]:
    return [row["endpoint"] for row in space.sim.objects("webhook")]


class TestWhatTheRunMade:
    def test_under_a_name_that_the_api_stored_otherwise(self, space: Space, way_back: pathlib.Path) -> None:
        space.sim.set(stored_names="folded")
        (way_back.parent / "a.mp4").write_bytes(b"film")
        video = {"title": "Лекция", "location": PLACE, "src": str(way_back.parent / "a.mp4")}
        told = space.apply({**HOOK, "videos": [video]}, undo_dest=str(way_back))
        assert told.error is not None
        assert {row["name"] for row in space.sim.objects("webhook")} == {"lms"}
        undone(space, way_back)
        assert space.sim.objects("webhook") == space.sim.objects("video") == []

    @pytest.mark.parametrize(
        ("fault", "options"), [("status", {"status": 403}), ("empty_page", {}), ("unsuccessful", {})]
    )
    def test_although_it_could_not_be_read_afterwards(
        self, space: Space, way_back: pathlib.Path, fault: str, options: Any
    ) -> None:
        """A refused read does not tell that the write before it was refused, too."""
        space.sim.set(created_answer="success")
        space.sim.fault(fault, method="GET", path="/v1/tags", skip=2, times=None, **options)
        told = space.apply({"tags": [{"tag": "T"}]}, undo_dest=str(way_back))
        assert told.error is not None
        assert len(space.sim.objects("tag")) == 1
        space.sim.clear_faults()
        undone(space, way_back)
        assert space.sim.objects("tag") == []

    @pytest.mark.parametrize("status", [400, 401])
    def test_under_its_interim_name(self, space: Space, way_back: pathlib.Path, status: int) -> None:
        """A header cannot carry the title, and the request that would set it afterwards is refused or stops the run."""
        space.sim.fault("status", method="PATCH", path="/v1/videos/*", status=status)
        assert space.apply(IMPORT, undo_dest=str(way_back)).error is not None
        undone(space, way_back)
        assert space.sim.objects("video") == []

    @pytest.mark.parametrize("writes", [1, 2])
    def test_where_the_run_was_killed(self, space: Space, way_back: pathlib.Path, writes: int) -> None:
        with contextlib.suppress(Killed), killed_after(writes):
            space.apply(IMPORT, undo_dest=str(way_back))
        assert len(space.sim.objects("video")) == 1
        undone(space, way_back)
        assert space.sim.objects("video") == []


class TestWhatOthersDid:
    """Between the plan and the first write."""

    def test_an_object_that_somebody_else_created_gets_its_former_values(
        self, space: Space, way_back: pathlib.Path
    ) -> None:
        space.meanwhile(0, lambda: space.sim.seed("webhook", name="LMS", endpoint="https://b"))
        assert outcomes(space.done(HOOK, undo_dest=str(way_back))) == {"applied"}
        assert endpoints(space) == ["https://a"]
        space.meanwhile(0)
        undone(space, way_back)
        assert endpoints(space) == ["https://b"]

    @pytest.mark.parametrize("seconds", [0, 40])
    def test_one_that_is_just_as_wanted_is_left_alone(
        self, space: Space, way_back: pathlib.Path, seconds: float
    ) -> None:
        space.meanwhile(seconds, lambda: space.sim.seed("webhook", **HOOK["webhooks"][0]))
        space.done(HOOK, undo_dest=str(way_back))
        assert undoing(way_back) == {}
        assert endpoints(space) == ["https://a"]

    def test_one_that_was_refused_is_left_alone(self, space: Space, way_back: pathlib.Path) -> None:
        space.meanwhile(40, lambda: space.sim.seed("webhook", name="LMS", endpoint="https://b"))
        assert outcomes(space.apply(HOOK, undo_dest=str(way_back))) == {"failed"}
        assert undoing(way_back) == {}

    def test_an_edit_that_led_to_a_refusal_stays(self, space: Space, way_back: pathlib.Path) -> None:
        row = space.sim.seed("webhook", name="LMS", endpoint="https://b")
        expected = space.done(HOOK, check=True).result["plan_id"]
        space.meanwhile(10, lambda: space.sim.seed("webhook", id=row["id"], name="LMS", endpoint="https://c"))
        assert outcomes(space.apply(HOOK, expected=expected, undo_dest=str(way_back))) == {"failed"}
        assert undoing(way_back) == {}

    def test_one_because_of_which_the_api_refused_a_create_is_left_alone(
        self, space: Space, way_back: pathlib.Path
    ) -> None:
        space.meanwhile(0, lambda: space.sim.seed("moderator", email="a@example.com", username="b"))
        space.sim.fault("status", method="POST", status=400)
        moderator = {"email": "a@example.com", "username": "a", "password": "s3cr3t-w0rd"}
        assert outcomes(space.apply({"moderators": [moderator]}, undo_dest=str(way_back))) == {"failed"}
        assert undoing(way_back) == {}

    def test_one_whose_email_somebody_took_is_updated_and_changed_back(
        self, space: Space, way_back: pathlib.Path
    ) -> None:
        space.meanwhile(0, lambda: space.sim.seed("moderator", email="a@example.com", username="b"))
        moderator = {"email": "a@example.com", "username": "a", "password": "s3cr3t-w0rd"}
        assert outcomes(space.apply({"moderators": [moderator]}, undo_dest=str(way_back))) == {"applied"}
        (entry,) = undoing(way_back)["moderators"]
        assert entry["username"] == "b"

    def test_an_edit_of_an_object_whose_update_the_api_refused_stays(
        self, space: Space, way_back: pathlib.Path
    ) -> None:
        row = space.sim.seed("webhook", name="LMS", endpoint="https://b")
        space.meanwhile(0, lambda: space.sim.edit("webhook", row["id"], endpoint="https://c"))
        space.sim.fault("status", method="PUT", status=400)
        assert outcomes(space.apply(HOOK, undo_dest=str(way_back))) == {"failed"}
        assert undoing(way_back) == {}
