# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check before a broadcast: every rule, when all is well, when it is not, for unknown words, and unread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight import counted, findings, worst
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_facts import (
    EventFacts,
    Place,
    Unread,
    Window,
    is_near,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_lines import lines_of, total
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_rules import (
    OK,
    RULES,
    SEVERITIES,
    Finding,
    finding,
)

NOW = datetime(2026, 12, 1, 17, 0, tzinfo=timezone.utc)
WINDOW = Window(NOW, timedelta(hours=24), timedelta(minutes=15))
ID, PLAYER, KEY = "93997264-97ac-4091-b48e-559614c2817a", "1f0e7f3a-13c8-4a08-9d1e-0c3b6f1f5a11", "5ecretkey"
HIDDEN = Unread("the token is not allowed to read it")
PROJECT = {
    "name": "Live",
    "catalog_type": "live",
    "player_id": PLAYER,
    "privacy_type": "custom",
    "privacy_domains": ["Школа.рф", "a.example.com"],
    "encrypted": True,
}
CHANNEL = {"name": "C", "url": "rtmp://live.example.com/app", "key": KEY, "enabled": True, "status": "disconnected"}


def at(hours: float) -> str:
    return f"{NOW + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


def stream(status: Any, started: Any = None, finished: Any = None) -> dict[str, Any]:
    return {"status": status, "started_at": started, "finished_at": finished}


EVENT = {
    "id": ID,
    "name": "Lesson",
    "type": "one-time",
    "auto_start": True,
    "protected": False,
    "streamkey": KEY,
    "restreams": [CHANNEL],
    "parent_id": ID,
    "record": {"parent_id": PLAYER},
    "scheduled": {"time": at(1)},
    "stream": stream("pending"),
    "updated_at": at(-1),
}
GOOD = EventFacts(
    EVENT,
    Place("Live/2026", PROJECT),
    Place("Courses", {"name": "Courses", "catalog_type": "vod"}),
    {PLAYER: {"name": "Main"}},
    [{"domain": "xn--80atdl2c.xn--p1ai", "archived_at": None}, {"domain": "A.example.com", "archived_at": None}],
    {"url": f"https://user:{KEY}@auth.example.com/drm?key={KEY}"},
)


def seen(project: Any = None, **changes: Any) -> EventFacts:
    """What is seen when all is well, but for some keys of the event (or of its project), or parts of what is seen."""
    parts = {
        name: changes.pop(name)
        for name in ("location", "record_to", "players", "domains", "drm_auth")
        if name in changes
    }
    event = {name: value for name, value in {**EVENT, **changes}.items() if value is not ...}
    if project:
        parts["location"] = Place("Live/2026", {**PROJECT, **project})
    return replace(GOOD, event=event, **parts)


def restream(**changes: Any) -> EventFacts:
    return seen(restreams=[{name: value for name, value in {**CHANNEL, **changes}.items() if value is not ...}])


def on_air(**changes: Any) -> dict[str, Any]:
    return {"stream": stream("on-air", at(-1)), "scheduled": {"time": at(-1)}, **changes}


ON_AIR = "is on air since 2026-12-01T16:00:00Z"
NOT_SHOWN = "could not be checked: the API does not show it"
NOT_ALLOWED = "could not be checked: the token is not allowed to read it"
CASES = [
    # starts_at
    (GOOD, "starts_at", "ok: starts at 2026-12-01T18:00:00Z"),
    (seen(type="recurring", stream=stream("finished")), "starts_at", "ok: starts at 2026-12-01T18:00:00Z"),
    (seen(**on_air()), "starts_at", f"ok: {ON_AIR}"),
    (seen(**on_air(scheduled={"time": at(0.25)})), "starts_at", f"ok: {ON_AIR}"),
    (seen(**on_air(scheduled=None)), "starts_at", f"ok: {ON_AIR}"),
    (
        seen(**on_air(scheduled={"time": at(2)})),
        "starts_at",
        f"warning: {ON_AIR}, but starts only at 2026-12-01T19:00:00Z",
    ),
    (seen(stream=stream("enabled")), "starts_at", "warning: the API calls its stream 'enabled', so it is unknown"),
    (seen(stream=stream("finished", None, at(-1))), "starts_at", "error: has already ended"),
    (seen(stream=stream("finished"), scheduled={"time": at(-9)}), "starts_at", "error: has already ended"),
    (seen(stream=stream("finished"), scheduled=None), "starts_at", "error: has already ended"),
    (
        seen(type="recurring", stream=stream("finished"), scheduled={"time": at(-9)}),
        "starts_at",
        "warning: its last stream has ended, and the next one is not scheduled",
    ),
    (seen(type="recurring", stream=stream("finished"), scheduled=None), "starts_at", "warning: its last stream has"),
    (seen(scheduled={"time": at(-0.1)}), "starts_at", "warning: was to start at 2026-12-01T16:54:00Z, and has not"),
    (seen(scheduled=None), "starts_at", "warning: has no start time"),
    # auto_start
    (GOOD, "auto_start", "ok: viewers see it as soon as"),
    (seen(auto_start=False), "auto_start", "warning: viewers only see it after"),
    (seen(auto_start=False, **on_air()), "auto_start", "ok: viewers see it already"),
    (seen(auto_start=...), "auto_start", f"warning: {NOT_SHOWN}"),
    (seen(auto_start="yes"), "auto_start", f"warning: {NOT_SHOWN}"),
    # streamkey
    (GOOD, "streamkey", "ok: has a stream key"),
    (seen(streamkey=""), "streamkey", "error: has no stream key"),
    (seen(streamkey=None), "streamkey", "error: has no stream key"),
    (seen(streamkey=...), "streamkey", f"warning: {NOT_SHOWN}"),
    # restreams
    (GOOD, "restreams", "ok: 'C' is enabled"),
    (restream(url="RTMPS://live.example.com/app"), "restreams", "ok: 'C' is enabled"),
    (seen(restreams=[]), "restreams", "ok: is not restreamed"),
    (seen(restreams=...), "restreams", f"warning: {NOT_SHOWN}"),
    (restream(enabled=False, url="", key=""), "restreams", "warning: 'C' is disabled"),
    (restream(url="live.example.com/app"), "restreams", "error: the URL of 'C' has no scheme and host"),
    (restream(url=None), "restreams", "error: the URL of 'C' has no scheme and host"),
    (restream(url="srt://live.example.com"), "restreams", "warning: the URL of 'C' is neither rtmp://"),
    (restream(key=""), "restreams", "error: 'C' has no stream key"),
    (restream(key=...), "restreams", "warning: the API does not show whether 'C' has a stream key"),
    (seen(**on_air()), "restreams", "warning: 'C' is not connected, although the event is on air"),
    (seen(**on_air(restreams=[{**CHANNEL, "status": "connected"}])), "restreams", "ok: 'C' is enabled"),
    (
        seen(**on_air(restreams=[{**CHANNEL, "status": "warming"}])),
        "restreams",
        "warning: the API calls the state of 'C' 'warming', so",
    ),
    # location
    (GOOD, "location", "ok: is in Live/2026"),
    (seen(project={"catalog_type": "vod"}), "location", "warning: is in Live/2026, a project with catalog_type vod"),
    (seen(project={"catalog_type": None}), "location", "warning: is in Live/2026; the API does not show"),
    (seen(parent_id=None, location=None), "location", "warning: is in no project"),
    (seen(location=None), "location", f"error: no project or folder has the ID {ID}"),
    (seen(location=HIDDEN), "location", f"warning: {NOT_ALLOWED}"),
    # record_to
    (GOOD, "record_to", "ok: is recorded to Courses; the API does not show how much room is left"),
    (seen(record_to=Place("L", PROJECT)), "record_to", "warning: is recorded to L, a project with catalog_type live"),
    (seen(record_to=Place("L", {})), "record_to", "warning: is recorded to L; the API does not show"),
    (seen(record={"parent_id": None}), "record_to", "warning: is not recorded"),
    (seen(record=None), "record_to", "warning: is not recorded"),
    (seen(record_to=None), "record_to", f"error: no project or folder has the ID {PLAYER}"),
    (seen(record_to=HIDDEN), "record_to", f"warning: {NOT_ALLOWED}"),
    # player
    (GOOD, "player", "ok: is shown in player 'Main'"),
    (seen(project={"player_id": None}), "player", "ok: is shown in the default player"),
    (seen(players={}), "player", "error: the player of project 'Live' does not exist"),
    (seen(players=None), "player", "error: the player of project 'Live' does not exist"),
    (seen(players=HIDDEN), "player", f"warning: {NOT_ALLOWED}"),
    (seen(location=HIDDEN), "player", f"warning: {NOT_ALLOWED}"),
    (seen(location=None), "player", "warning: could not be checked: the project that it is in is unknown"),
    # privacy
    (GOOD, "privacy", "ok: can be shown on школа.рф, a.example.com"),
    (seen(project={"privacy_type": "anywhere"}), "privacy", "ok: any site can show it"),
    (seen(project={"privacy_type": "nowhere"}), "privacy", "warning: privacy_type of project 'Live' is nowhere"),
    (
        seen(project={"privacy_type": "friends"}),
        "privacy",
        "warning: privacy_type of project 'Live' is 'friends', which",
    ),
    (
        seen(project={"privacy_domains": None}),
        "privacy",
        "warning: project 'Live' allows only its privacy_domains, but",
    ),
    (seen(domains=GOOD.domains[:1]), "privacy", "warning: the workspace has no domain a.example.com, although"),
    (
        seen(domains=[{"domain": "школа.рф", "archived_at": at(-9)}, *GOOD.domains[1:]]),
        "privacy",
        "error: the domain школа.рф is archived",
    ),
    (
        seen(domains=[*GOOD.domains, {"domain": "a.example.com", "archived_at": at(-9)}]),
        "privacy",
        "ok: can be shown on школа.рф, a.example.com",
    ),
    (seen(domains=HIDDEN), "privacy", f"warning: {NOT_ALLOWED}"),
    (seen(location=HIDDEN), "privacy", f"warning: {NOT_ALLOWED}"),
    # drm_auth
    (GOOD, "drm_auth", "ok: the DRM callback is https://********@auth.example.com/drm?********; whether it answers"),
    (seen(project={"encrypted": False}), "drm_auth", "ok: is not encrypted, so viewers need no license"),
    (seen(drm_auth=None), "drm_auth", "ok: is encrypted; no callback decides"),
    (seen(project={"encrypted": False}, protected=True, drm_auth=None), "drm_auth", "ok: is encrypted; no callback"),
    (seen(drm_auth={"url": "http://a.example.com"}), "drm_auth", "warning: the DRM callback http://a.example.com is"),
    (seen(drm_auth={"url": "ftp://a.example.com"}), "drm_auth", "error: the DRM callback is not an http"),
    (seen(drm_auth={"url": None}), "drm_auth", "error: the DRM callback is not an http"),
    (seen(drm_auth=HIDDEN), "drm_auth", f"warning: {NOT_ALLOWED}"),
    (seen(location=HIDDEN), "drm_auth", f"warning: {NOT_ALLOWED}"),
]


@pytest.mark.parametrize(("given", "rule", "said"), CASES)
def test_what_a_rule_says(given: EventFacts, rule: str, said: str) -> None:
    """One finding of the rule, of that severity, in those words; nothing secret in it."""
    told = findings(given, WINDOW)
    (one,) = [one for one in told if one.rule == rule]
    assert f"{one.severity}: {one.message}".startswith(said)
    assert bool(one.advice) >= (one.severity == "error")
    assert KEY not in str(told)


def test_each_rule_says_something_when_all_is_well() -> None:
    told = findings(GOOD, WINDOW)
    assert [one.rule for one in told] == list(RULES)
    assert worst(told) == OK
    assert counted(told) == {"error": 0, "warning": 0, "ok": len(RULES)}


def test_all_that_can_be_found_has_a_case() -> None:
    """Each saying of the table is reached by a case above, or by one below."""
    messages = {(one.rule, one.message) for given, _rule, _said in CASES for one in findings(given, WINDOW)}
    messages |= {(one.rule, one.message) for one in _shared("pending", 0.1)}
    untold = []
    for rule, sayings in RULES.items():
        for code, saying in sayings.items():
            words = [part.split("}")[-1] for part in saying.message.split("{")]
            if not any(rule == of and all(word in message for word in words) for of, message in messages):
                untold.append((rule, code))
    assert untold == []


def _shared(status: str, start: float, **changes: Any) -> list[Finding]:
    beside = {**EVENT, "name": "Other", "scheduled": {"time": at(1 + start)}, "stream": stream(status), **changes}
    return findings(GOOD, WINDOW, [GOOD.event, beside])


@pytest.mark.parametrize(
    ("status", "start", "changes", "shared"),
    [
        ("pending", 0.25, {}, True),
        ("pending", -0.25, {}, True),
        ("pending", 0.26, {}, False),
        ("on-air", 0, {}, False),  # it is an hour until the start
        ("pending", 0, {"scheduled": None}, False),
        ("finished", 0, {}, False),  # it has ended before its start
        ("finished", 0, {"type": "recurring"}, True),  # its next stream
        ("pending", 0, {"restreams": [{**CHANNEL, "key": "another"}]}, False),
        ("pending", 0, {"restreams": [{**CHANNEL, "url": "rtmp://b.example.com"}]}, False),
        ("pending", 0, {"restreams": [{**CHANNEL, "enabled": False}]}, False),
        ("pending", 0, {"restreams": None}, False),
    ],
)
def test_two_events_that_are_sent_to_one_place(
    status: str, start: float, changes: dict[str, Any], shared: bool
) -> None:
    told = [one.message for one in _shared(status, start, **changes) if one.rule == "restreams"]
    assert told == (
        ["'C' sends to the same place as live event 'Other' at the same time"] if shared else ["'C' is enabled"]
    )


def test_without_a_key_no_place_is_the_same() -> None:
    event = {**EVENT, "restreams": [{**CHANNEL, "key": ""}]}
    told = findings(replace(GOOD, event=event), WINDOW, [{**event, "name": "Other"}])
    assert [one.message for one in told if one.rule == "restreams"] == ["'C' has no stream key"]


def test_each_restream_has_its_finding_and_rules_can_be_ignored() -> None:
    given = seen(restreams=[CHANNEL, {**CHANNEL, "name": "D", "enabled": False}], auto_start=False)
    told = findings(given, WINDOW, ignore=["auto_start"])
    assert [one.message for one in told if one.rule == "restreams"] == ["'C' is enabled", "'D' is disabled"]
    assert "auto_start" not in {one.rule for one in told}
    assert worst([]) == OK


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ({}, True),
        ({"scheduled": {"time": at(24)}}, True),
        ({"scheduled": {"time": at(24.1)}}, False),
        ({"scheduled": {"time": at(-24)}}, True),
        ({"scheduled": {"time": at(-24.1)}}, False),
        ({"scheduled": {"time": None}}, False),
        ({"scheduled": {"time": "soon"}}, False),
        ({"stream": stream("finished", at(-2), at(-1))}, True),  # it ended before it was to start
        ({"scheduled": {"time": at(-2)}, "stream": stream("finished", at(-2), at(-1))}, False),
        ({"scheduled": None, "stream": stream("on-air", at(-99))}, True),
        ({"scheduled": None, "stream": stream("warming", at(-1))}, True),
        ({"scheduled": None, "stream": stream("warming", at(-99)), "updated_at": at(-99)}, False),
        ({"stream": None}, True),
    ],
)
def test_which_events_are_looked_at(changes: dict[str, Any], near: bool) -> None:
    assert is_near({**EVENT, **changes}, WINDOW) is near


def test_what_was_observed_is_shown_visibly() -> None:
    told = finding("restreams", "disabled", name="a\u202eb\n::set-output {x}")
    assert told.message == "'a\\u202eb\\u000a\\u003a:set-output {x}' is disabled"


def test_the_severities() -> None:
    assert {saying.severity for sayings in RULES.values() for saying in sayings.values()} == set(SEVERITIES)


EVENTS = [
    {
        "name": "Алгебра",
        "starts_at": "2026-12-01T18:00:00Z",
        "severity": "error",
        "findings": [
            finding("starts_at", "coming", start="2026-12-01T18:00:00Z")._asdict(),
            finding("auto_start", "off")._asdict(),
            finding("streamkey", "empty")._asdict(),
        ],
    },
    {"name": "Open\nday", "starts_at": None, "severity": "ok", "findings": []},
]


def test_the_table() -> None:
    assert lines_of(EVENTS, {"events": 2, "error": 1, "warning": 1, "ok": 1}, 24) == [
        "         starts at (UTC)   live event",
        "error    2026-12-01 18:00  Алгебра",
        "  warning  auto_start  viewers only see it after somebody has",
        "                       started it; set auto_start, or start it with",
        "                       the action enable of kinescope_live_stream",
        "  error    streamkey   has no stream key; create another live event,",
        "                       and send to that",
        "ok       not scheduled     Open\\u000aday",
        "2 live events within 24 hours: 1 error, 1 warning",
    ]


def test_the_numbers() -> None:
    none = {"events": 0, "error": 0, "warning": 0, "ok": 0}
    assert lines_of([], none, 1) == ["no live events within 1 hour"]
    assert total({**none, "events": 1, "warning": 2}) == "1 live event: 2 warnings"
