# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_cdn_zone, as tasks."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    SECRET_WORLDS,
    Life,
    assert_failure,
    assert_kept,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator

SECRETS = tuple(map(Secret, ("Zone-basic-1", "Zone-jwt-1", "Zone-secure-1", "Zone-seeded-jwt", "Zone-seeded-basic")))
CREATE: dict[str, Any] = {
    "name": "Live ",
    "host": "cdn.example.com",
    "origins": [
        {"addr": "http://10.0.0.5:8041", "basic_auth": {"username": "u", "password": SECRETS[0]}},
        {"addr": "second.example.com"},
    ],
    "access_control": {"jwt_secret": SECRETS[1], "secure_link": SECRETS[2]},
    "settings": {"ignore_query_strings": True, "index_html": "index.html", "max_send_size_bytes": 1000},
}
UPDATE = {**CREATE, "host": "new.example.com", "settings": {"ignore_query_strings": False}}
SEED: dict[str, Any] = {
    "name": "Seed",
    "host": "seed.example.com",
    "origins": [{"addr": "o.example.com", "basic_auth": {"username": "u", "password": SECRETS[4]}}],
    "access_control": {"jwt_secret": SECRETS[3], "secure_link": ""},
    "settings": {"block_bad_bots": True, "access_log": True},
}


@pytest.mark.parametrize("world", SECRET_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Origins with logins of their own, secrets beside them, and settings of which only some are managed."""
    sim = simulator(**world)
    before = sim.seed("cdn_zone", **copy.deepcopy(SEED), x_dashboard="theirs")
    life = Life(
        "cdn_zone",
        CREATE,
        UPDATE,
        {"name": "Live ", "state": "absent"},
        key="Live ",
        updated_fields=("host", "settings"),
        secrets=SECRETS,
        before={"settings": {"ignore_query_strings": True}},
        after={"settings": {"ignore_query_strings": False}},
    )
    partial = {"name": "Seed", "settings": {"block_bad_bots": False}}
    given = {**partial, "access_control": SEED["access_control"], "origins": SEED["origins"]}
    run = live(
        play,
        sim,
        life,
        [
            task("cdn_zone", "partial", partial),
            task("cdn_zone", "given", {**given, "settings": {"block_bad_bots": False, "max_send_size_bytes": 5}}),
            task("cdn_zone", "trimmed name", {"name": "Live", "state": "absent"}),
        ],
    )
    body = run("update").writes[0].body
    assert body["settings"]["index_html"] == "index.html"
    assert body["origins"][0]["basic_auth"]["password"] == SECRETS[0]
    assert body["access_control"] == CREATE["access_control"]
    if world["secrets"] == "echoed":
        assert_written(run("partial"), ["update"])
    else:
        assert_failure(run("partial"))
        assert "password" in run("partial").msg
        assert run("partial").writes == []
    assert_written(run("given"), ["update"])
    settings = {**before["settings"], "block_bad_bots": False, "max_send_size_bytes": 5}
    assert_kept(before, sim.object("cdn_zone", "Seed"), settings=settings)
    assert_unchanged(run("trimmed name"))
    assert [entry.body for entry in sim.writes if "<REDACTED>" in str(entry.body)] == []


def test_origins_are_matched_by_address_and_keep_their_logins(play: Play, simulator: Callable[..., Simulator]) -> None:
    """Items are matched by addr: adding one keeps the others' logins, removing one removes just that."""
    sim = simulator(put="replace", secrets="echoed")
    sim.seed("cdn_zone", **copy.deepcopy(SEED))
    two = [{"addr": "o.example.com"}, {"addr": "p.example.com"}]
    run = play(
        sim,
        [
            task("cdn_zone", "add", {"name": "Seed", "origins": two}),
            task("cdn_zone", "add again", {"name": "Seed", "origins": two}),
            task("cdn_zone", "remove", {"name": "Seed", "origins": [{"addr": "p.example.com"}]}),
            task("cdn_zone", "no addr", {"name": "Seed", "origins": [{"basic_auth": {"username": "u"}}]}),
            task("cdn_zone", "clear", {"name": "Seed", "origins": []}),
            task("cdn_zone", "clear again", {"name": "Seed", "origins": []}),
        ],
    )
    assert_written(run("add"), ["update"])
    login = run("add").writes[0].body["origins"][0]["basic_auth"]
    assert login == {"username": "u", "password": SECRETS[4]}
    assert_unchanged(run("add again"))
    assert_written(run("remove"), ["update"])
    assert [origin["addr"] for origin in run("remove").writes[0].body["origins"]] == ["p.example.com"]
    assert run("no addr").failed
    assert run("no addr").writes == []
    assert_written(run("clear"), ["update"])
    assert_unchanged(run("clear again"))
    assert sim.object("cdn_zone", "Seed")["origins"] == []
