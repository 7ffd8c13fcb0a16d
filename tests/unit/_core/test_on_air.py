# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which changes can hurt which broadcasts: every kind, every field, every state of a stream."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Delete, Update
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import (
    HURTS,
    Airing,
    Broadcast,
    airing,
    harms,
    objections,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import RESTREAM

NOW = datetime(2026, 12, 1, 17, 0, tzinfo=timezone.utc)
MARGIN = timedelta(minutes=15)
ID = "93997264-97ac-4091-b48e-559614c2817a"
OTHER = "1f0e7f3a-13c8-4a08-9d1e-0c3b6f1f5a11"

#: what the interface says can hurt a broadcast; nothing else does
HURTING = {
    "live_event": "auto_start delete latency_mode location reconnect_window record_to restreams starts_at",
    "project": "apply_to_videos delete encrypted player privacy_domains privacy_type",
    "folder": "delete",
    "player": "ads delete logo settings",
    "privacy_domain": "archived delete domain",
    "drm_auth": "create delete password strict url username",
}


def ago(minutes: float) -> str:
    return f"{NOW - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def event(
    status: Any,
    started: Any = None,
    finished: Any = None,
    start: Any = None,
    updated: Any = None,
    type: str = "one-time",
) -> dict[str, Any]:
    return {
        "id": ID,
        "name": "Lesson",
        "type": type,
        "updated_at": updated or ago(60 * 24 * 30),
        "scheduled": {"time": start},
        "stream": {"id": OTHER, "status": status, "started_at": started, "finished_at": finished},
    }


HAS_ENDED = "wait until it has ended"


@pytest.mark.parametrize(
    ("seen", "said", "wait"),
    [
        (event("on-air", ago(30)), "is on air since 2026-12-01T16:30:00Z", HAS_ENDED),
        (event("on-air"), "is on air", HAS_ENDED),
        (event("on-air", "soon"), "is on air", HAS_ENDED),
        (event("on-air", ago(9999)), "is on air since 2026-11-24T18:21:00Z", HAS_ENDED),
        # about to start
        (
            event("pending", start=ago(-15)),
            "starts at 2026-12-01T17:15:00Z",
            "does not start, until 2026-12-01T17:30",
        ),
        (event("pending", start=ago(15)), "was to start at 2026-12-01T16:45:00Z", "until 2026-12-01T17:00:00Z"),
        (event(None, start=ago(-1)), "starts at 2026-12-01T17:01:00Z", "has ended or"),
        (event("finished", ago(60), ago(30), ago(-5), type="recurring"), "starts at 2026-12-01T17:05:00Z", ""),
        # a word that nobody knows
        (
            event("connected", ago(30)),
            "may be on air since 2026-12-01T16:30:00Z: the API calls its stream 'connected'",
            "",
        ),
        (event("connected", ago(60)), "may be on air since", "at most until 2026-12-02T16:00:00Z"),
        (
            event("connected", ago(60 * 30), updated=ago(60)),
            "may be on air since",
            "at most until 2026-12-02T16:00:00Z",
        ),
        (event("connected", updated=ago(60)), "may be on air: the", "at most until 2026-12-02T16:00:00Z"),
        (event("connected", ago(60 * 30), start=ago(-10)), "starts at 2026-12-01T17:10:00Z", ""),
        (event(7, ago(30)), "may be on air since 2026-12-01T16:30:00Z: the API calls its stream '7'", ""),
    ],
)
def test_what_is_protected(seen: Any, said: str, wait: str) -> None:
    found = airing(seen, NOW, MARGIN)
    assert found is not None
    assert found.status.startswith(said)
    assert wait in found.wait


@pytest.mark.parametrize(
    "seen",
    [
        event("pending", start=ago(-16)),
        event("pending", start=ago(16)),
        event("pending", ago(-5)),  # not scheduled: a stream has a start of its own
        event("pending"),
        event("finished", ago(60), ago(1)),
        event("finished", ago(10), ago(1), ago(10)),
        event("finished", ago(10), ago(1), ago(10), type="recurring"),
        event("finished", ago(60), ago(1), type="recurring"),
        event("connected", ago(60 * 25)),
        event("connected", ago(60), ago(1)),
        event("connected", ago(-60)),
        {"id": ID, "name": "Lesson"},
    ],
)
def test_what_is_not_protected(seen: Any) -> None:
    assert airing(seen, NOW, MARGIN) is None


def plan(kind: str, change: str, after: Any = None, within: Any = None, **observed: Any) -> Plan:
    """A plan of one change: of a field, or "delete" or "create"."""
    it = KINDS[kind]
    id = None if it.routes.singleton else ID
    one: Any = Delete(it, "x", id=id) if change == "delete" else Update(it, "x", (change,), id)
    if kind == "live_event" and change == "restreams":
        one = Delete(RESTREAM, "x/R1", id=OTHER, base=f"/v2/live/events/{ID}")
    wanted = Wanted(it, "x", {}, change != "delete", within)
    return Plan(wanted, {"id": ID, **observed}, (one,), {}, {change: after}, {})


NEEDED = {
    "project": {},
    "player": {},
    "folder": {},
    "live_event": {},
    "privacy_domain": {"domain": "School.example"},
    "drm_auth": {},
}
PROJECT = {"id": ID, "player_id": ID, "privacy_type": "custom", "privacy_domains": ["school.example"]}
LIVE = Broadcast(event("on-air", ago(30)), Airing("is on air", HAS_ENDED), frozenset({ID}), (PROJECT,))


#: an event in each state, and whether it is protected then
STATES = {
    "on air": (event("on-air", ago(30)), True),
    "starts within the margin": (event("pending", start=ago(-10)), True),
    "did not start": (event("pending", start=ago(10)), True),
    "recurs within the margin": (event("finished", ago(60), ago(30), ago(-5), type="recurring"), True),
    "an unknown word": (event("connected", ago(30)), True),
    "starts later": (event("pending", start=ago(-60)), False),
    "just ended": (event("finished", ago(60), ago(1), ago(60)), False),
    "recurs later": (event("finished", ago(60), ago(1), ago(-60), type="recurring"), False),
    "not scheduled": (event("pending", ago(1)), False),
    "an unknown word long ago": (event("connected", ago(60 * 25)), False),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in sorted(KINDS) for name in [*(field.name for field in KINDS[kind].fields), "delete"]],
)
def test_every_field_of_every_kind(kind: str, name: str) -> None:
    found = plan(kind, name, within=Target(ID, "School") if kind == "drm_auth" else None, **NEEDED.get(kind, {}))
    on_air_count = name in HURTING.get(kind, "").split()
    assert bool(harms(found)) is on_air_count
    for state, (seen, protected) in STATES.items():
        found_airing = airing(seen, NOW, MARGIN)
        assert bool(found_airing) is protected, state
        if found_airing is None:
            continue  # such an event is none of the broadcasts
        told = objections(found, [LIVE.replaced(airing=found_airing)])
        doing = "deleting this" if name == "delete" else f"changing {name}"
        said, wait = found_airing
        reason = HURTS.get(kind, {}).get(name)
        assert told == ([f"live event 'Lesson' {said}, and {doing} {reason}; {wait}"] if on_air_count else []), state


def test_the_table_has_nothing_else() -> None:
    assert {kind: " ".join(sorted(reasons)) for kind, reasons in HURTS.items()} == HURTING


def apart(**changes: Any) -> list[Broadcast]:
    """A broadcast of another project."""
    return [
        Broadcast(
            event("on-air") | {"id": OTHER}, LIVE.airing, frozenset({OTHER}), ({**PROJECT, "id": OTHER, **changes},)
        )
    ]


@pytest.mark.parametrize(
    ("found", "others"),
    [
        (plan("live_event", "starts_at"), apart()),
        (plan("project", "delete"), apart()),
        (plan("folder", "delete"), apart()),
        (plan("player", "settings"), apart(player_id=OTHER)),
        (plan("player", "settings"), apart(player_id=None)),
        (plan("player", "settings", is_default=True), apart(player_id=OTHER)),
        (plan("privacy_domain", "delete", domain="a.example"), apart()),
        (plan("privacy_domain", "delete", domain="school.example"), apart(privacy_type="anywhere")),
        (plan("privacy_domain", "delete", domain="school.example"), apart(privacy_domains=None)),
        (plan("privacy_domain", "archived", after=False, domain="school.example"), apart()),
        (plan("drm_auth", "url", within=Target(ID, "School")), apart()),
    ],
)
def test_what_a_broadcast_does_not_depend_on(found: Plan, others: list[Broadcast]) -> None:
    assert objections(found, others) == []


@pytest.mark.parametrize(
    ("found", "others"),
    [
        (plan("player", "settings", is_default=True), apart(player_id=None)),
        (plan("player", "delete", default=True), apart(player_id="")),
        (plan("drm_auth", "url"), apart()),  # that of the whole workspace
    ],
)
def test_what_is_used_without_being_named(found: Plan, others: list[Broadcast]) -> None:
    assert len(objections(found, [LIVE, *others])) == 2


def test_what_does_not_exist_yet_hurts_nobody() -> None:
    made = plan("project", "privacy_type")
    assert harms(Plan(made.wanted, None, made.changes, {}, {}, {})) == {}
