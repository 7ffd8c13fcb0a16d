# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_privacy_domain, as tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
    Life,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live_archived,
    world_name,
)
from tests.simulator import Simulator

WORLDS = [
    {**world, **more}
    for world, more in zip(
        SHAPE_WORLDS,
        (
            {"idn": "punycode", "archived_lists": "active", "domain_case": "lowered"},
            {"idn": "punycode", "archived_lists": "active"},
            {"idn": "unicode"},
            {"domain_case": "lowered"},
        ),
    )
]


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Created in one spelling, found in every other; an archived domain is still there."""
    sim = simulator(**world)
    life = Life(
        "privacy_domain",
        {"domain": "Пример.рф"},
        {"domain": "xn--e1afmkfd.XN--P1AI", "archived": True},
        {"domain": "пример.рф", "state": "absent"},
        key="Пример.рф",
        updated_fields=("archived",),
        before={"archived": False},
        after={"archived": True},
    )
    live_archived(play, sim, life, {"domain": "ПРИМЕР.рф"}, {"domain": "пример.рф", "archived": False})


def test_every_spelling_of_a_domain_is_the_domain(play: Play, sim: Simulator) -> None:
    """A wildcard, a bare label and case; creating an archived domain takes two writes and then none."""
    for domain in ("*.example.com", "example.com", "newwwww"):
        sim.seed("privacy_domain", domain=domain)
    archived = {"domain": "old.example.com", "archived": True}
    run = play(
        sim,
        [
            task("privacy_domain", "wildcard", {"domain": "*.Example.COM"}),
            task("privacy_domain", "label", {"domain": "NEWWWWW", "archived": False}),
            task("privacy_domain", "check archived", archived, check=True),
            task("privacy_domain", "archived", archived),
            task("privacy_domain", "archived again", archived),
            task("privacy_domain", "absent wildcard", {"domain": "*.EXAMPLE.com", "state": "absent"}),
        ],
    )
    assert_unchanged(run("wildcard"))
    assert_unchanged(run("label"))
    assert_predicted(run("check archived"), run("archived"))
    assert_written(run("archived"), [change["action"] for change in run("archived").result["changes"]])
    assert sim.object("privacy_domain", "old.example.com")["archived_at"]
    assert_unchanged(run("archived again"))
    assert_written(run("absent wildcard"), ["delete"])
    assert {row["domain"] for row in sim.objects("privacy_domain")} == {"example.com", "newwwww", "old.example.com"}
