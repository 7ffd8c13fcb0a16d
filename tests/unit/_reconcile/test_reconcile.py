# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of an object of each kind, under every reading of what is not known of the API.

World.settles holds each step to its check mode, to one write a change, and to no change when it is repeated.
"""

from __future__ import annotations

import itertools

import pytest

from tests.simulator.switches import BY_NAME
from tests.unit._reconcile.test_reconcile_cases import CASES, Case, plain, same_writes, stored_id, surroundings
from tests.unit.pairwise import pairwise

EVENTS = ["live_event", "restream"]
PLACED = [*EVENTS, "file_request", "folder"]
SECRETIVE = ["webhook", "moderator", "cdn_zone", "drm_auth", "drm_auth of a project"]
DEFAULTS = {"default_player": "off"}  # of the simulator that all share
# A switch and its value, and the cases that it touches (all without a word).
SWITCHES = [
    *(("id_form=short", None), ("absent_fields=dropped", None), ("empty_lists=null", None)),
    *(
        ("created_answer=id", None),
        ("created_answer=success", None),
        ("created_answer=no_data", None),
        ("created_status=201", None),
    ),
    *((f"updated_answer={answer}", None) for answer in ("id", "success", "no_data", "no_content")),
    *(("delete_answer=no_content", None), ("delete_answer=object", None), ("names=free", None)),
    ("moderator_put=full", ["moderator"]),
    *((f"{switch}", ["project", "privacy_domain", "playlist"]) for switch in ("idn=punycode", "idn=unicode")),
    *(("domain_case=lowered", ["project", "privacy_domain"]), ("domains_from_lists=on", ["project", "playlist"])),
    ("playlist_sort=custom", ["playlist"]),
    *(
        ("archived_lists=active", ["privacy_domain", "tag", "file_request"]),
        ("create_requires=documented", ["project"]),
    ),
    *(
        (f"catalog_filter={value}", ["project", "live_event", "drm_auth of a project"])
        for value in ("all_by_default", "ignored")
    ),
    *(("root_folder_parent=null", PLACED), ("schedule=stream", EVENTS), ("schedule=scheduled", EVENTS)),
    *(("record_off=null_only", EVENTS), ("record_off=object_only", EVENTS), ("presets=echoed", EVENTS)),
    *(("restream_keys=masked", EVENTS), ("restream_keys=omitted", EVENTS)),
    *(("strict_in_drm=shown", ["drm_auth", "drm_auth of a project"]), ("default_player=on", ["project", "player"])),
    *(
        ("families=page", ["player"]),
        ("families=offset", ["webhook", "project", "folder"]),
        ("page_limit=refuse", ["project", "player"]),
    ),
    *(
        (f"offset_keys={keys}", ["player", "privacy_domain", "tag", "file_request"])
        for keys in ("page", "offset", "none")
    ),
]


def live(world, case: Case, more_writes: int = 0) -> None:
    """Create, leave, change, leave, delete, leave."""
    sim = world.sim
    surroundings(sim)
    done = world.settles(case.kind, **{**case.key, **case.create})
    assert same_writes(done.writes, case.posts), done.writes
    before = case.object(sim)
    assert before is not None
    assert done.result["resource"].keys() & {"id", "user_id", "url"}
    if "x_dashboard" in before:
        sim.edit(case.kind, before["id"], x_dashboard="set by hand")
        before = case.object(sim)

    if case.change:
        done = world.settles(case.kind, more_writes, **{**case.key, **case.change})
        assert same_writes(done.writes[: len(case.puts)], case.puts) or more_writes, done.writes
    expected = {
        name: stored_id(sim, *value) if isinstance(value, tuple) else value for name, value in case.stored.items()
    }
    after = case.object(sim)
    different = {name for name in after if after[name] != plain({**before, **expected})[name]}
    assert different <= case.volatile, {name: (before[name], after[name]) for name in different}

    done = world.settles(case.kind, **case.key, state="absent", **({"force": True} if case.kind == "project" else {}))
    assert same_writes(done.writes, case.deletes), done.writes
    assert done.result["resource"] == {}
    assert case.object(sim) is None


@pytest.mark.parametrize(
    ("name", "put", "secrets"),
    [
        (name, put, secrets)
        for name, put, secrets in itertools.product(
            CASES, ("merge", "replace"), ("masked", "echoed", "omitted", "empty")
        )
        if name in SECRETIVE or secrets == "masked"
    ],
)
def test_a_life(world, name, put, secrets):
    world.sim.set(put=put, secrets=secrets, unknown_fields="extra")
    live(world, CASES[name])


def readings(name: str) -> dict[str, list[str]]:
    """The switches that touch a case, each with its default and the other values to try."""
    found = {"put": ["replace", "merge"], **({"secrets": ["masked", "echoed", "omitted"]} if name in SECRETIVE else {})}
    for setting, names in SWITCHES:
        if name in (names or CASES):
            switch, value = setting.split("=")
            found.setdefault(switch, [DEFAULTS.get(switch, BY_NAME[switch].default)]).append(value)
    return found


@pytest.mark.parametrize(
    ("name", "switches"),
    [
        pytest.param(name, row, id=f"{name}-{number}")
        for name in CASES
        for number, row in enumerate(pairwise(readings(name)))
    ],
)
def test_a_life_under_any_two_readings(world, name, switches):
    world.sim.set(**switches, unknown_fields="extra")
    # where the first way to write has no effect, there is a second one
    second = {"record_off": "object_only", "schedule": "scheduled"}.items() & switches.items()
    live(world, CASES[name], more_writes=len(second) if name == "live_event" else 0)


def test_pairs_are_all_there_and_rows_are_few():
    dimensions = {
        name: [str(value) for value in range(count)] for name, count in zip("abcdefgh", (4, 4, 3, 3, 2, 2, 2, 2))
    }
    rows = pairwise(dimensions)
    there = {frozenset(pair) for row in rows for pair in itertools.combinations(row.items(), 2)}
    wanted = itertools.combinations([(name, value) for name, values in dimensions.items() for value in values], 2)
    assert there == {frozenset(pair) for pair in wanted if pair[0][0] != pair[1][0]}
    assert len(rows) <= 20
