# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Broadcasts: opened, ended and scheduled once, whatever the API shows of it."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.live_stream import LIVE_STREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments
from tests.unit.sides import sides

KEYS = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}
NOON = "2026-12-01T12:00:00Z"


class Stream:
    """Tasks of the module in a workspace; each is predicted first, and the prediction compared."""

    def __init__(self, world):
        self.world, self.sim = world, world.sim
        self.result = TaskResult()

    def run(self, action, check=False, **options):
        valid = ArgumentSpecValidator(arguments(LIVE_STREAM)["argument_spec"]).validate(
            {"api_token": self.sim.token, "action": action, **options}
        )
        assert valid.error_messages == []
        self.sim.clear_journal()
        self.result = TaskResult()
        try:
            LIVE_STREAM.run(valid.validated_parameters, check, self.world.gateway(), self.result)
        except KinescopeError as error:
            self.secret(error.sentence())
            raise
        assert set(self.result.values) == KEYS
        self.secret(json.dumps(self.result.values))
        return self.result.values

    def secret(self, text):
        for event in self.sim.objects("live_event"):
            assert event["streamkey"] not in text

    def does(self, action, writes=1, **options):
        planned = self.run(action, True, **options)
        assert self.sim.writes == []
        done = self.run(action, **options)
        assert len(self.sim.writes) == writes
        for result, outcome in ((planned, "planned"), (done, "applied")):
            assert result["changed"] is True
            assert [(change["action"], change.pop("outcome")) for change in result["changes"]] == [("update", outcome)]
        for key in ("changes", "diff", "unverified"):
            assert planned[key] == done[key]
        return done

    def leaves(self, action, **options):
        for check in (True, False):
            result = self.run(action, check, **options)
            assert self.sim.writes == []
            assert (result["changed"], result["changes"]) == (False, [])
            assert sides(result) == {"before": {}, "after": {}}
        return result


@pytest.fixture
def stream(world):
    return Stream(world)


@pytest.fixture
def event(sim):
    return sim.seed("live_event", name="Open day", type="one-time")


@pytest.fixture
def weekly(sim):
    return sim.seed("live_event", name="Weekly", type="recurring")


class TestEnable:
    def test_enabling_again_changes_nothing(self, stream, sim, event):
        done = stream.does("enable", name="Open day")
        assert sides(done) == {"before": {"enabled": False}, "after": {"enabled": True}}
        about = {"kind": "live_event", "key": "Open day", "action": "update", "fields": ["enabled"]}
        assert done["changes"] == [{**about, **sides(done)}]
        assert sim.object("live_event", event["id"])["enabled"] is True
        sim.connect(event["id"])
        stream.leaves("enable", id=event["id"])

    @pytest.mark.parametrize("word", ["pending", "enabled", "connected", "disconnected", "cancelled", "On air", None])
    def test_only_on_air_proves_that_an_event_is_open(self, stream, sim, event, word):
        sim.edit("live_event", event["id"], stream={**event["stream"], "status": word})
        stream.does("enable", name="Open day")

    @pytest.mark.parametrize("shows", ["nothing", "status"])
    def test_where_nothing_proves_it(self, stream, sim, event, shows):
        sim.set(enable_shows=shows)
        stream.does("enable", name="Open day")
        stream.does("enable", name="Open day")
        sim.set(enable_again="refused")
        result = stream.run("enable", name="Open day")
        assert (result["changed"], result["changes"]) == (False, [])
        assert [entry.status for entry in sim.writes] == [400]

    @pytest.mark.parametrize("kind", ["one-time", "recurring"])
    def test_one_that_has_ended(self, stream, sim, kind):
        event = sim.seed("live_event", name="E", type=kind)
        sim.finish(event["id"])
        with pytest.raises(GuardError, match="schedule its next" if kind == "recurring" else "cannot be opened again"):
            stream.run("enable", name="E")
        assert sim.writes == []

    def test_one_that_ends_meanwhile(self, stream, sim, event):
        sim.fault("status", method="PUT", path="*/enable", status=400, code=400246)
        assert stream.run("enable", name="Open day")["changed"] is False
        sim.fault("status", method="PUT", path="*/enable", status=402, code=402001, message="pay first")
        with pytest.raises(ApiError, match="pay first") as caught:
            stream.run("enable", name="Open day")
        assert caught.value.sentence().startswith("Cannot update live event 'Open day': ")
        assert stream.result.values == {
            "changed": False,
            "changes": [
                {
                    "kind": "live_event",
                    "key": "Open day",
                    "action": "update",
                    "fields": ["enabled"],
                    "outcome": "failed",
                    "before": {"enabled": False},
                    "after": {"enabled": True},
                    "reason": caught.value.sentence(),
                }
            ],
        }


class TestComplete:
    @pytest.mark.parametrize("again", ["refused", "ok"])
    def test_completing_again_changes_nothing(self, stream, sim, event, again):
        sim.set(complete_again=again)
        done = stream.does("complete", name="Open day")
        assert done["resource"]["stream"]["finished_at"]
        stream.leaves("complete", name="Open day")

    def test_a_response_that_is_lost(self, stream, sim, event):
        sim.fault("drop_after", method="PUT", path="*/complete", times=1)
        assert stream.run("complete", name="Open day")["changed"] is True
        assert len(sim.writes) == 2

    def test_trouble_that_stays(self, stream, sim, event):
        sim.fault("status", method="PUT", path="*/complete", status=503, times=None)
        with pytest.raises(ApiError, match="503"):
            stream.run("complete", name="Open day")
        sim.fault("status", method="GET", path=f"*{event['id']}", status=500, skip=1, times=None)
        with pytest.raises(ApiError, match="503"):
            stream.run("complete", name="Open day")
        assert stream.result.values["changes"][0]["outcome"] == "failed"

    def test_one_that_goes_away_meanwhile(self, stream, sim, event):
        sim.fault("status", method="GET", path=f"*{event['id']}", status=404, code=400404, skip=1)
        with pytest.raises(PlanError, match="deleted while"):
            stream.run("complete", name="Open day")

    def test_one_that_is_gone_when_it_is_refused(self, stream, sim, event):
        sim.fault("status", method="PUT", path="*/complete", status=400, code=400246)
        sim.fault("status", method="GET", path=f"*{event['id']}", status=404, code=400404, skip=1)
        with pytest.raises(ApiError, match="400246"):
            stream.run("complete", name="Open day")


class TestSchedule:
    @pytest.mark.parametrize("schedule", ["both", "stream", "scheduled"])
    def test_the_coming_stream(self, stream, sim, event, schedule):
        sim.set(schedule=schedule)
        done = stream.does("schedule", name="Open day", starts_at="2026-12-01T15:00:00+03:00")
        assert sides(done) == {"before": {"starts_at": ""}, "after": {"starts_at": NOON}}
        stream.leaves("schedule", name="Open day", starts_at=NOON)
        done = stream.does("schedule", name="Open day", starts_at="2026-12-02T12:00:00Z")
        assert sides(done)["before"] == {"starts_at": NOON}
        assert [entry.method for entry in sim.writes] == ["PUT"]
        assert sim.writes[0].body == {"started_at": "2026-12-02T12:00:00Z"}

    def test_a_stream_made_some_microseconds_after_its_event_is_not_scheduled(self, stream, sim):
        event = sim.seed("live_event", name="Open day", type="one-time", created_at="2026-03-01T09:00:00.5Z")
        sim.edit("live_event", event["id"], stream={**event["stream"], "started_at": "2026-03-01T09:00:00.500038Z"})
        done = stream.does("schedule", name="Open day", starts_at=NOON)
        assert sides(done) == {"before": {"starts_at": ""}, "after": {"starts_at": NOON}}

    def test_what_the_event_shows(self, stream, world, event):
        world.ok("live_event", name="Open day", starts_at=NOON)
        stream.leaves("schedule", name="Open day", starts_at=NOON)
        world.sim.connect(event["id"])
        stream.leaves("schedule", name="Open day", starts_at=NOON)

    @pytest.mark.parametrize("status", [200, 201])
    def test_the_next_stream_of_a_recurring_event(self, stream, sim, weekly, status):
        sim.set(created_status=status)
        stream.does("schedule", name="Weekly", starts_at=NOON)
        stream.does("complete", name="Weekly")
        done = stream.does("schedule", name="Weekly", starts_at=NOON)
        assert [entry.method for entry in sim.writes] == ["POST"]
        assert sides(done)["before"] == {"starts_at": ""}
        assert done["resource"]["stream"]["status"] == "pending"
        stream.leaves("schedule", name="Weekly", starts_at=NOON)
        stream.does("enable", name="Weekly")

    @pytest.mark.parametrize("fault", ["drop_after", "status"])
    def test_no_second_stream_when_a_response_is_lost(self, stream, sim, weekly, fault):
        sim.finish(weekly["id"])
        options = {"status": 503} if fault == "status" else {}
        sim.fault(fault, method="POST", path="*/stream", times=1, **options)
        assert stream.run("schedule", name="Weekly", starts_at=NOON)["changed"] is True
        assert len(sim.object("live_event", weekly["id"])["past_streams"]) == 1
        assert len(sim.writes) == (1 if fault == "drop_after" else 2)

    def test_trouble_that_stays(self, stream, sim, weekly):
        sim.finish(weekly["id"])
        sim.fault("status", method="POST", path="*/stream", status=503, times=None)
        with pytest.raises(ApiError, match="503"):
            stream.run("schedule", name="Weekly", starts_at=NOON)
        assert len(sim.writes) == 4

    def test_an_event_that_has_ended(self, stream, sim, event):
        sim.finish(event["id"])
        with pytest.raises(GuardError, match="has ended"):
            stream.run("schedule", name="Open day", starts_at=NOON)

    def test_an_event_without_a_stream(self, stream, sim, weekly):
        sim.edit("live_event", weekly["id"], stream={"id": None, "status": None})
        result = stream.run("schedule", True, name="Weekly", starts_at=NOON)
        assert result["resource"]["scheduled"] == {"time": NOON}


class TestWhich:
    def test_a_missing_event_is_an_error(self, stream, event):
        with pytest.raises(PlanError, match="there is no live event 'Closed day'"):
            stream.run("enable", name="Closed day")
        with pytest.raises(PlanError, match="there is no live event with the ID"):
            stream.run("enable", id="93997264-97ac-4091-b48e-559614c2817a")

    @pytest.mark.parametrize(("action", "more"), [("enable", {}), ("complete", {}), ("schedule", {"starts_at": NOON})])
    def test_an_event_that_an_earlier_task_creates(self, stream, action, more):
        result = stream.run(action, True, name="New", **more)
        assert (result["changed"], result["resource"]) == (True, {})
        assert "'New'" in stream.result.warnings[0]

    def test_two_of_one_name(self, stream, sim, event):
        sim.seed("live_event", name="Open day", type="one-time")
        with pytest.raises(PlanError, match="ambiguous"):
            stream.run("enable", name="Open day")

    @pytest.mark.parametrize(
        ("action", "options", "message"),
        [
            ("enable", {"name": ""}, "name must not be empty"),
            ("enable", {"id": "x"}, "id 'x' is neither a UUID nor a 22-character short ID"),
            ("enable", {"name": "E", "starts_at": NOON}, "starts_at is only supported with action schedule"),
            ("schedule", {"name": "E", "starts_at": ""}, "starts_at must not be empty"),
            ("schedule", {"name": "E", "starts_at": "noon"}, "starts_at: 'noon' is not a time such as"),
        ],
    )
    def test_faults_before_any_request(self, stream, sim, action, options, message):
        with pytest.raises(DocumentError, match=message) as caught:
            stream.run(action, **options)
        assert caught.value.kind == "live_event"
        assert sim.journal == []


class TestWhatIsSeen:
    """A transition counts when the event shows it."""

    @pytest.mark.parametrize(
        ("action", "route", "options", "one"),
        [
            ("complete", "complete", {}, {"field": "completed", "wanted": True, "stored": False}),
            ("schedule", "stream", {"starts_at": NOON}, {"field": "starts_at", "wanted": NOON, "stored": ""}),
        ],
    )
    def test_one_that_is_ignored(self, stream, action, route, options, one):
        stream.sim.seed("live_event", name="E", type="one-time")
        stream.sim.set(ignored=route)
        told = stream.run(action, name="E", **options)
        assert (told["changed"], told["unsettled"]) == (True, [one])
        assert "did not change it" in stream.result.warnings[0]
        stream.sim.set(ignored="")
        assert stream.run(action, name="E", **options)["unsettled"] == []
