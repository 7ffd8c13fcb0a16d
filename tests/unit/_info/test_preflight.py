# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check before a broadcast as a module does it: what is read, how often, and what a token may not read."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_rules import RULES
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._info import preflight
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE

GONE = "1f0e7f3a-13c8-4a08-9d1e-0c3b6f1f5a11"
KEY = "key-of-the-channel"
CHANNEL = {"name": "Channel", "url": f"rtmp://live.example.com/app?signed={KEY}", "key": KEY}


def at(hours):
    return f"{datetime.now(timezone.utc) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def ask(world):
    """Ask as the module does."""

    def asking(check=False, warnings=None, **options):
        valid = ArgumentSpecValidator(arguments(LIVE)["argument_spec"]).validate(
            {"api_token": world.sim.token, **options}
        )
        assert valid.error_messages == []
        told = [] if warnings is None else warnings
        result = LIVE.run(ReadTask(valid.validated_parameters, check, world.gateway(), told))
        assert world.sim.writes == []
        return result

    return asking


@pytest.fixture
def school(sim):
    """A workspace in which all is well, with three broadcasts in the next two days and one a month away."""
    player = sim.seed("player", name="Main")
    for domain in ("school.example.com", "школа.рф"):
        sim.seed("privacy_domain", domain=domain)
    live = sim.seed(
        "project",
        name="Live",
        catalog_type="live",
        privacy_type="custom",
        privacy_domains=["school.example.com", "школа.рф"],
        player_id=player["id"],
        encrypted=True,
    )
    folder = sim.seed("folder", name="2026", project_id=live["id"])
    vod = sim.seed("project", name="Courses", catalog_type="vod", privacy_type="anywhere")
    sim.seed("drm_auth", url="https://auth.example.com/kinescope", password=KEY)
    for number, hours in enumerate((1, 2, 30, 720)):
        sim.seed(
            "live_event",
            name=f"Lesson {number}",
            type="one-time",
            auto_start=True,
            parent_id=folder["id"] if number else live["id"],
            record={"parent_id": vod["id"]},
            scheduled={"time": at(hours)},
            restreams=[{**CHANNEL, "name": f"Channel {number}", "key": f"{KEY}{number}"}],
        )
    return sim


def bad(result):
    """(event, rule, severity) of all that is not in order."""
    return {
        (event["name"], one["rule"], one["severity"])
        for event in result["events"]
        for one in event["findings"]
        if one["severity"] != "ok"
    }


def test_when_all_is_well(ask, school):
    """One list of each kind, and one read of each event that is near: the others are not asked for."""
    result = ask(within_hours=24)
    assert bad(result) == set()
    assert [event["name"] for event in result["events"]] == ["Lesson 0", "Lesson 1"]
    assert result["summary"] == {"events": 2, "error": 0, "warning": 0, "ok": 2 * len(RULES)}
    assert result["events"][0]["severity"] == "ok"
    assert result["events"][0]["starts_at"] == school.object("live_event", "Lesson 0")["scheduled"]["time"]
    assert result["lines"][-1] == "2 live events within 24 hours: no problems found"
    said = {one["rule"]: one["message"] for one in result["events"][1]["findings"]}
    assert said["location"] == "is in Live/2026"
    assert (
        said["drm_auth"] == "the DRM callback is https://auth.example.com/kinescope; whether it answers was not tried"
    )
    live = school.object("project", "Live")["id"]
    near = [school.object("live_event", f"Lesson {number}")["id"] for number in (0, 1)]
    assert Counter(entry.path for entry in school.journal) == {
        "/v2/live/events": 1,
        **{f"/v2/live/events/{id}": 1 for id in near},
        "/v1/projects": 2,  # those for live events, and those for recordings
        "/v1/players": 1,
        "/v1/privacy-domains": 1,
        f"/v1/drm/auth/{live}": 1,
        "/v1/drm/auth": 1,
    }
    assert KEY not in json.dumps(result)


@pytest.mark.parametrize("schedule", ["scheduled", "stream", "both"])
def test_the_start_is_found_wherever_the_api_shows_it(ask, school, schedule):
    school.set(schedule=schedule)
    assert [event["name"] for event in ask(within_hours=48)["events"]] == ["Lesson 0", "Lesson 1", "Lesson 2"]


def test_what_nobody_needs_is_not_read(ask, sim):
    """No list for a player, domain or license that no near event has."""
    project = sim.seed("project", name="Live", catalog_type="live", privacy_type="anywhere", player_id=None)
    sim.edit("project", project["id"], player_id=None)
    sim.seed("live_event", name="Lesson", type="one-time", parent_id=project["id"], scheduled={"time": at(1)})
    result = ask(within_hours=2)
    assert {entry.path for entry in sim.journal} == {
        "/v2/live/events",
        f"/v2/live/events/{sim.object('live_event', 'Lesson')['id']}",
        "/v1/projects",
    }
    assert bad(result) == {("Lesson", "auto_start", "warning"), ("Lesson", "record_to", "warning")}


def test_no_event_no_further_request(ask, sim):
    result = ask(within_hours=24)
    assert (result["events"], len(sim.journal)) == ([], 1)
    assert result["lines"] == ["no live events within 24 hours"]


def test_what_is_wrong(ask, school):
    """Each fault behind the API's back, as it may happen between the planning and the broadcast."""
    school.edit(
        "live_event", "Lesson 0", auto_start=False, record={"parent_id": school.object("project", "Live")["id"]}
    )
    school.edit("privacy_domain", "школа.рф", archived_at=at(-1))
    school.edit("project", "Live", player_id=GONE)
    school.edit("restream", "Channel 1", enabled=False)
    school.edit("restream", "Channel 0", url="live.example.com")
    school.edit("drm_auth", school.objects("drm_auth")[0]["id"], url="http://auth.example.com")
    school.edit("live_event", "Lesson 1", parent_id=GONE)
    result = ask(within_hours=24)
    assert bad(result) == {
        ("Lesson 0", "auto_start", "warning"),
        ("Lesson 0", "record_to", "warning"),
        ("Lesson 0", "privacy", "error"),
        ("Lesson 0", "player", "error"),
        ("Lesson 0", "restreams", "error"),
        ("Lesson 0", "drm_auth", "warning"),
        ("Lesson 1", "restreams", "warning"),
        ("Lesson 1", "location", "error"),
        *(("Lesson 1", rule, "warning") for rule in ("player", "privacy", "drm_auth")),  # of an unknown project
    }
    assert result["events"][0]["severity"] == "error"
    assert KEY not in json.dumps(result)
    assert bad(ask(within_hours=24, ignore=list(RULES))) == set()


def test_what_is_on_air_is_late_or_has_ended(ask, school):
    school.set(stream_words="on-air")
    school.seed("live_event", name="Late", type="one-time", scheduled={"time": at(-2)})
    school.connect("Lesson 2")
    school.finish("Lesson 1")
    assert {name: severity for name, rule, severity in bad(ask(within_hours=24)) if rule == "starts_at"} == {
        "Late": "warning",  # was to start two hours ago
        "Lesson 2": "warning",  # is on air, although it starts in 30 hours
        "Lesson 1": "error",  # has ended before its start
    }
    school.set(stream_words="connected")
    school.connect("Lesson 0")
    assert ("Lesson 0", "starts_at", "warning") in bad(ask(within_hours=24))  # a word that nobody knows


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/v1/projects", {"location", "record_to", "player", "privacy", "drm_auth"}),
        ("/v1/players", {"player"}),
        ("/v1/privacy-domains", {"privacy"}),
        ("/v1/drm/auth*", {"drm_auth"}),
    ],
)
def test_what_may_not_be_read_is_said(ask, school, path, rules):
    """Never taken for all right; asked for once, and not for every event."""
    school.fault("status", path=path, status=403, code=100103, times=99)
    result = ask(within_hours=24)
    assert {(rule, severity) for _name, rule, severity in bad(result)} == {(rule, "warning") for rule in rules}
    said = [one["message"] for one in result["events"][0]["findings"] if one["rule"] in rules]
    assert all("could not be checked: the token is not allowed to read" in message for message in said)
    assert len(school.requests("GET", path)) == 1


@pytest.mark.parametrize("path", ["/v2/live/events", "/v2/live/events/*"])
def test_events_that_may_not_be_read_fail(ask, school, path):
    school.fault("status", path=path, status=403, code=100103)
    with pytest.raises(ApiError, match="100103"):
        ask(within_hours=24)


def test_another_fault_fails_and_tells_no_secret(ask, school):
    key = school.object("live_event", "Lesson 0")["streamkey"]
    school.fault("status", path="/v1/players", status=400, message=f"bad {key} {KEY}0")
    with pytest.raises(ApiError) as caught:
        ask(within_hours=24)
    assert "********" in str(caught.value)
    assert key not in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_machine_whose_clock_is_wrong(ask, school, monkeypatch, hours):
    """What starts soon is checked all the same, and is neither late nor long over."""
    monkeypatch.setattr(preflight, "time", SimpleNamespace(time=lambda: time.time() + hours * 3600))
    warnings = []
    result = ask(within_hours=2, warnings=warnings)
    assert [event["name"] for event in result["events"]] == ["Lesson 0", "Lesson 1"]
    assert bad(result) == set()
    where = "ahead" if hours > 0 else "behind"
    said = f"live events are checked by the clock of the API; this machine's is 180 minutes {where}"
    assert warnings == [said]
    assert bad(ask(event="Lesson 0", include=["preflight"], warnings=warnings)) == set()
    assert warnings == [said] * 2


def test_one_event(ask, school):
    """Whenever it starts, beside what else is asked for."""
    result = ask(event="Lesson 3", include=["preflight", "restreams"])
    assert [event["name"] for event in result["events"]] == ["Lesson 3"]
    assert (result["event"]["name"], len(result["restreams"])) == ("Lesson 3", 1)
    assert result["lines"][-1] == "1 live event: no problems found"
    assert ask(True, event="Later", include=["preflight"])["events"] == []


def test_one_event_beside_others(ask, school):
    """Those that are broadcast at the same time may be sent to the same place; no other one is read."""
    school.seed(
        "live_event", name="Twin", type="one-time", scheduled={"time": at(2)}, restreams=[{**CHANNEL, "key": f"{KEY}1"}]
    )
    result = ask(event="Lesson 1", include=["preflight"])
    (said,) = [one["message"] for one in result["events"][0]["findings"] if one["rule"] == "restreams"]
    assert said == "'Channel 1' sends to the same place as live event 'Twin' at the same time"
    assert result["summary"]["events"] == 1
    assert len(school.requests("GET", "/v2/live/events/*")) == 2
    school.clear_journal()
    assert bad(ask(event="Lesson 1", include=["preflight"], ignore=["restreams"])) == set()
    assert len(school.requests("GET", "/v2/live/events/*")) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "set either event or within_hours"),
        ({"event": "A", "within_hours": 1}, "set either event or within_hours"),
        ({"within_hours": 0}, "within_hours must be between 1 and 8760"),
        ({"within_hours": 8761}, "within_hours must be between 1 and 8760"),
        ({"within_hours": 1, "include": ["preflight", "qos", "videos"]}, "include qos, videos requires event"),
        ({"within_hours": 1, "on_air_margin": -1}, "on_air_margin must be between 0 and 10080 minutes"),
        ({"event": "A", "report_dir": "x"}, "report_dir requires within_hours, or preflight in include"),
    ],
)
def test_faults_before_any_request(ask, sim, options, message):
    with pytest.raises(DocumentError) as caught:
        ask(**options)
    assert str(caught.value) == message
    assert sim.journal == []
