# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_tag, as tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Unsafe, task
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
            {"archived_lists": "active"},
            {"archived_lists": "active"},
            {"created_status": "201"},
            {"archived_lists": "active"},
        ),
    )
]


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Whether lists show archived tags or not: an archived one is there, and is not made anew."""
    sim = simulator(**world)
    life = Life(
        "tag",
        {"tag": "Лекция 1"},
        {"tag": "Лекция 1", "archived": True},
        {"tag": "Лекция 1", "state": "absent"},
        key="Лекция 1",
        updated_fields=("archived",),
        before={"archived": False},
        after={"archived": True},
    )
    run = live_archived(play, sim, life, {"tag": "Лекция 1"}, {"tag": "Лекция 1", "archived": False})
    assert run("update").writes[0].body["tag"] == "Лекция 1"


def test_tags_are_taken_literally(play: Play, sim: Simulator) -> None:
    """Capitals, spaces and braces count; creating an archived tag takes two writes and then none."""
    odd = [Unsafe("Public"), Unsafe("public "), Unsafe("{{ public }}")]
    sim.seed("tag", tag="public")
    archived = {"tag": "old", "archived": True}
    run = play(
        sim,
        [
            *(task("tag", f"odd {number}", {"tag": text, "allow_similar": True}) for number, text in enumerate(odd)),
            *(
                task("tag", f"odd {number} again", {"tag": text, "allow_similar": True})
                for number, text in enumerate(odd)
            ),
            task("tag", "check archived", archived, check=True),
            task("tag", "archived", archived),
            task("tag", "archived again", archived),
            task("tag", "taken", {"id": sim.object("tag", "public")["id"], "tag": "old"}),
        ],
    )
    for number in range(len(odd)):
        assert_written(run(f"odd {number}"), ["create"])
        assert_unchanged(run(f"odd {number} again"))
    assert_predicted(run("check archived"), run("archived"))
    assert_written(run("archived"), ["create"])
    assert_unchanged(run("archived again"))
    assert run("taken").failed
    assert run("taken").writes == []
    assert sorted(row["tag"] for row in sim.objects("tag")) == sorted([*odd, "old", "public"])
