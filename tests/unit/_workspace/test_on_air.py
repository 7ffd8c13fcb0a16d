# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Broadcasts on the simulator, and tasks and documents that could hurt them."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import OnAir
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space
from tests.unit.conftest import World

EVENTS = "GET /v2/live/events"


@pytest.fixture(autouse=True)
def school(sim: Simulator) -> None:
    """A school: a live project with a folder in a folder, where the event lies, and one that the recording goes to."""
    sim.set(stream_words="on-air")
    player = sim.seed("player", name="Main")
    sim.seed("player", name="Spare")
    sim.seed("privacy_domain", domain="school.example")
    live = sim.seed(
        "project",
        name="Live",
        catalog_type="live",
        privacy_type="custom",
        privacy_domains=["school.example"],
        player_id=player["id"],
    )
    archive = sim.seed("project", name="Archive", catalog_type="vod", privacy_type="anywhere")
    sim.seed("project", name="Other", catalog_type="vod", privacy_type="anywhere")
    term = sim.seed("folder", name="Term", project_id=live["id"])
    week = sim.seed("folder", name="Week", project_id=live["id"], parent_id=term["id"])
    sim.seed("folder", name="Empty", project_id=live["id"])
    record = {"parent_id": archive["id"]}
    sim.seed("live_event", name="Lesson", type="one-time", parent_id=week["id"], record=record, enabled=True)
    sim.seed("live_event", name="Idle", type="one-time", parent_id=None)


@pytest.fixture
def world(sim: Simulator) -> World:
    return World(sim)


@pytest.fixture
def space(sim: Simulator) -> Space:
    return Space(sim)


def got(told: Any) -> list[str]:
    return [f"{entry.method} {entry.path}" for entry in told.requests]


HURTING: list[tuple[str, dict[str, Any], str]] = [
    ("live_event", {"name": "Lesson", "state": "absent"}, "deleting this ends the broadcast"),
    ("live_event", {"name": "Lesson", "location": {"project": "Live"}}, "changing location puts"),
    ("live_event", {"name": "Lesson", "starts_at": "2031-01-01T10:00:00Z"}, "changing starts_at can close"),
    (
        "live_event",
        {"name": "Lesson", "restreams": [{"name": "R", "url": "rtmp://r.example", "key": "sekrit-of-r"}]},
        "changing restreams can interrupt",
    ),
    ("project", {"name": "Live", "privacy_type": "nowhere"}, "changing privacy_type can lock viewers out"),
    ("project", {"name": "Live", "player": "Spare"}, "changing player changes"),
    ("project", {"name": "Archive", "state": "absent", "force": True}, "deleting this deletes"),
    ("folder", {"project": "Live", "name": "Term", "state": "absent", "force": True}, "deleting this deletes"),
    ("player", {"name": "Main", "settings": {"color": "#fff"}}, "changing settings changes"),
    ("privacy_domain", {"domain": "school.example", "archived": True}, "changing archived locks"),
    ("drm_auth", {"project": "Live", "url": "https://drm.example"}, "can refuse viewers"),
]


@pytest.mark.parametrize(("kind", "options", "said"), HURTING)
def test_a_task_does_not_hurt_a_broadcast(world: World, kind: str, options: dict[str, Any], said: str) -> None:
    world.sim.connect("Lesson")
    world.sim.edit("live_event", "Lesson", scheduled={"time": "2026-01-01T10:00:00Z"})
    for check in (True, False):
        told = world.refused(kind, check, **options)
        assert isinstance(told.error, GuardError)
        assert "live event 'Lesson' is on air since " in told.error.sentence()
        assert said in told.error.sentence()
        assert "wait until it has ended; on_air: allow" in told.error.sentence()
        assert {change["outcome"] for change in told.result["changes"]} == {"not_attempted"}
    warned = world.ok(kind, True, on_air="warn", **options)
    assert any("live event 'Lesson' is on air since " in text for text in warned.warnings)
    [endangered] = [change["on_air"] for change in warned.result["changes"] if "on_air" in change]
    assert said in endangered[0]
    allowed = world.ok(kind, True, on_air="allow", **options)
    assert not any("is on air" in text for text in allowed.warnings)
    assert not any("on_air" in change for change in allowed.result["changes"])


UNREAD: list[tuple[str, dict[str, Any], str]] = [
    (
        "live_event",
        {"name": "Lesson", "subtitle": "Sines", "starts_at": "2031-01-01T10:00:00Z"},
        "sending starts_at along, which no read shows, can close the stream",
    ),
    (
        "project",
        {"id": "{Live}", "name": "Lessons", "apply_to_videos": True},
        "sending apply_to_videos along, which no read shows, can lock viewers out",
    ),
]


@pytest.mark.parametrize(("kind", "options", "said"), UNREAD)
def test_what_is_sent_unread_beside_a_harmless_change(
    world: World, space: Space, kind: str, options: dict[str, Any], said: str
) -> None:
    """A stream on air shows no planned start, and no project shows apply_to_videos, but each write has them."""
    world.sim.connect("Lesson")
    if "id" in options:
        options = {**options, "id": world.sim.object("project", "Live")["id"]}
    for check in (True, False):
        assert said in world.refused(kind, check, **options).error.sentence()
    assert said in space.refused({f"{kind}s": [options]})
    assert space.done({f"{kind}s": [options]}, on_air=OnAir("allow")).result["changed"]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("live_event", {"name": "Lesson", "subtitle": "Sines", "chat_active": True}),
        ("project", {"id": "{Live}", "name": "Lessons", "apply_to_videos": False}),
        ("live_event", {"name": "Idle", "latency_mode": "reduced"}),
        ("project", {"name": "Other", "privacy_type": "nowhere"}),
        ("folder", {"project": "Live", "name": "Empty", "state": "absent"}),
        ("player", {"name": "Spare", "settings": {"color": "#fff"}}),
        ("drm_auth", {"project": "Other", "url": "https://drm.example"}),
    ],
)
def test_what_hurts_nobody_is_done(world: World, kind: str, options: dict[str, Any]) -> None:
    world.sim.connect("Lesson")
    if "id" in options:
        options = {**options, "id": world.sim.object("project", "Live")["id"]}
    assert world.ok(kind, **options).result["changed"]


def test_nothing_is_read_when_nothing_can_hurt(world: World, space: Space) -> None:
    world.sim.connect("Lesson")
    harmless = [
        world.ok("project", name="Other", privacy_type="anywhere"),
        world.ok("player", name="New", settings={}),
        world.ok("project", name="Live", privacy_type="nowhere", check=True, on_air="allow"),
        space.done({"projects": [{"name": "Other"}, {"name": "Newer", "privacy_type": "anywhere"}]}),
    ]
    assert not any("live/events" in line for told in harmless for line in got(told))
    told = world.refused("project", name="Live", privacy_type="nowhere")
    lesson = world.sim.object("live_event", "Lesson")["id"]
    assert [line for line in got(told) if "live/events" in line] == [EVENTS, f"{EVENTS}/{lesson}"]


def test_it_ends_meanwhile_and_nobody_is_hurt(world: World) -> None:
    world.sim.connect("Lesson")
    world.refused("project", name="Live", privacy_type="nowhere")
    world.sim.finish("Lesson")
    assert world.ok("project", name="Live", privacy_type="nowhere").result["changed"]


@pytest.mark.parametrize(("minutes", "margin", "refused"), [(10, 15, True), (20, 15, False), (20, 30, True)])
def test_it_starts_soon(world: World, minutes: int, margin: int, refused: bool) -> None:
    start = datetime.now(timezone.utc) + timedelta(minutes=minutes)
    world.sim.edit("live_event", "Lesson", scheduled={"time": f"{start:%Y-%m-%dT%H:%M:%SZ}"})
    told = world.run("project", True, name="Live", privacy_type="nowhere", on_air_margin=margin)
    assert (told.error is not None) is refused
    if told.error:
        assert f"live event 'Lesson' starts at {start:%Y-%m-%dT%H:%M:%SZ}, and " in told.error.sentence()


def test_the_margin(world: World) -> None:
    for minutes in (-1, 10081):
        told = world.refused("player", name="Main", settings={"color": "#fff"}, on_air_margin=minutes)
        assert "on_air_margin must be between 0 and 10080 minutes" in told.error.sentence()


def test_a_place_that_is_gone_concerns_nobody(world: World) -> None:
    world.sim.connect("Lesson")
    world.sim.edit("live_event", "Lesson", record={"parent_id": "1f0e7f3a-13c8-4a08-9d1e-0c3b6f1f5a11"})
    assert world.ok("project", name="Archive", privacy_type="nowhere").result["changed"]


def test_a_token_that_cannot_see_events_gets_the_way_out(world: World, space: Space) -> None:
    world.sim.fault("status", method="GET", path="/v2/live/events", status=403, times=None)
    change = {"name": "Live", "privacy_type": "nowhere"}
    for told in (world.refused("project", **change), space.apply({"projects": [change]})):
        assert told.writes == []
        text = told.error.text() if told.error else ""
        assert "live event" in text
        assert "it is unknown whether this can hurt a broadcast" in text
        assert "set on_air: allow" in text
    warned = space.done(
        {"projects": [change, {"name": "Other", "privacy_type": "anywhere"}]}, True, on_air=OnAir("warn")
    )
    assert sum("it is unknown whether this can hurt" in text for text in warned.warnings) == 1
    world.sim.clear_faults()
    world.sim.fault("status", method="GET", path="/v2/live/events", status=400, times=None)
    assert "it is unknown whether this can hurt" not in str(space.apply({"projects": [change]}).error)
    assert world.ok("project", on_air="allow", **change).result["changed"]


class TestDocuments:
    DOCUMENT: ClassVar[Any] = {
        "projects": [{"name": "Live", "privacy_type": "nowhere"}, {"name": "Other", "privacy_type": "nowhere"}],
        "live_events": [{"name": "Lesson", "reconnect_window": 5}],
    }

    def test_every_change_that_hurts_is_reported(self, space: Space) -> None:
        space.sim.connect("Lesson")
        said = space.refused(self.DOCUMENT)
        assert "projects[0]" in said
        assert "changing privacy_type can lock viewers out; wait until" in said
        assert "live_events[0]" in said
        assert "changing reconnect_window can end the broadcast when" in said
        assert "Other" not in said

    def test_what_is_pruned(self, space: Space) -> None:
        space.sim.connect("Lesson")
        said = space.refused({"players": [{"name": "Spare"}]}, prune=["players"])
        assert "live event 'Lesson' is on air since " in said
        assert "deleting this takes away the player" in said

    def test_warn_and_allow(self, space: Space) -> None:
        space.sim.connect("Lesson")
        warned = space.done(self.DOCUMENT, True, on_air=OnAir("warn")).warnings
        assert sum("is on air since" in text for text in warned) == 2
        planned = space.done(self.DOCUMENT, True, on_air=OnAir("warn")).result
        marked = [line.partition(" ! ") for line in planned["lines"] if " ! " in line]
        assert [line for line, _mark, _why in marked] == [
            "~ project 'Live': privacy_type custom → nowhere",
            "~ live event 'Lesson': reconnect_window 600 → 5",
        ]
        assert all(why.startswith("live event 'Lesson' is on air since ") for _line, _mark, why in marked)
        endangered = [change["key"] for change in planned["changes"] if "on_air" in change]
        assert endangered == ["Live", "Lesson"]
        told = space.done(self.DOCUMENT, on_air=OnAir("allow"))
        assert told.result["changed"]
        assert not any("is on air since" in text for text in told.warnings)

    def test_what_somebody_else_changed_meanwhile_is_not_set_back(self, space: Space) -> None:
        """A run may write more of an object than it planned, but nothing that hurts a broadcast."""
        space.sim.connect("Lesson")
        document = {"live_events": [{"name": "Lesson", "subtitle": "Sines", "latency_mode": "standard"}]}
        space.meanwhile(4.0, lambda: space.sim.edit("live_event", "Lesson", latency_mode="reduced"))
        told = space.apply(document)
        assert told.writes == []
        said = told.error.text() if told.error else ""
        assert "is on air since" in said
        assert "changing latency_mode can interrupt playback" in said
        assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
        for policy in ("warn", "allow"):
            space.sim.edit("live_event", "Lesson", subtitle="", latency_mode="standard")
            told = space.done(document, on_air=OnAir(policy))
            assert len([text for text in told.warnings if "is on air since" in text]) == (policy == "warn")
            assert len([change for change in told.result["changes"] if "on_air" in change]) == (policy == "warn")
        assert [text for text in told.warnings if "so latency_mode had to be set, too" in text]

    def test_what_somebody_else_created_meanwhile_is_not_changed(self, space: Space) -> None:
        """An object that was to be created exists by now, and a broadcast uses it."""

        def act() -> None:
            player = space.sim.seed("player", name="New", settings={"color": "#000"})
            space.sim.edit("project", "Live", player_id=player["id"])

        space.sim.connect("Lesson")
        space.meanwhile(0.0, act)
        told = space.apply({"players": [{"name": "New", "settings": {"color": "#fff"}}]})
        assert [line for line in told.writes if line.startswith("PUT")] == []
        assert "changes the player that viewers are watching in" in (told.error.text() if told.error else "")

    def test_what_hurts_no_broadcast_is_set_back(self, space: Space) -> None:
        space.meanwhile(4.0, lambda: space.sim.edit("live_event", "Lesson", latency_mode="reduced"))
        told = space.done({"live_events": [{"name": "Lesson", "subtitle": "Sines", "latency_mode": "standard"}]})
        assert [text for text in told.warnings if "so latency_mode had to be set, too" in text]

    def test_the_clock_of_the_run_counts(self, space: Space) -> None:
        space.sim.edit("live_event", "Lesson", scheduled={"time": "2031-01-01T10:00:00Z"})
        noon = datetime(2031, 1, 1, 9, 50, tzinfo=timezone.utc).timestamp()
        assert "starts at 2031-01-01T10:00:00Z" in space.refused(self.DOCUMENT, on_air=OnAir(now=lambda: noon))
        assert space.done(self.DOCUMENT, on_air=OnAir(now=lambda: noon - 600)).result["changed"]

    @pytest.mark.parametrize("hours", [-24, -3, 3, 24])
    def test_so_does_the_time_of_the_api(self, space: Space, hours: int) -> None:
        """The clock of the machine may be wrong."""
        soon = datetime.now(timezone.utc) + timedelta(minutes=5)
        space.sim.edit("live_event", "Lesson", scheduled={"time": f"{soon:%Y-%m-%dT%H:%M:%SZ}"})
        wrong = OnAir(now=lambda: time.time() + hours * 3600)
        said = space.refused(self.DOCUMENT, on_air=wrong)
        assert (
            f"starts at {soon:%Y-%m-%dT%H:%M:%SZ} (by the clock of the API; this machine's is {abs(hours) * 60} minutes"
            in said
        )
        space.sim.edit("live_event", "Lesson", scheduled={"time": "2031-01-01T10:00:00Z"})
        assert space.done(self.DOCUMENT, on_air=wrong).result["changed"]

    def test_an_unknown_status_by_a_clock_that_is_behind(self, space: Space) -> None:
        space.sim.set(stream_words="connected")
        space.sim.connect("Lesson")
        said = space.refused(self.DOCUMENT, on_air=OnAir(now=lambda: time.time() - 3 * 3600))
        assert "may be on air since" in said
