# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_moderator, as tasks. No read shows the password, and every update rewrites it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    HOSTILE,
    Life,
    assert_failure,
    assert_kept,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    world_name,
    worlds,
)
from tests.simulator import Simulator

SECRETS = (Secret("S3cret-of-create"), Secret("S3cret-of-rotation"), Secret("S3cret-of-seed"))
CREATE = {"email": "Chat@Example.com", "username": "Olga", "password": SECRETS[0]}
UPDATE = {"email": "chat@example.com", "username": "Ольга", "password": SECRETS[0]}


@pytest.mark.parametrize(
    "world",
    [
        {**HOSTILE, "moderator_put": "full"},
        *worlds(put=("merge", "replace"), moderator_put=("partial", "full"), id_form=("short",)),
    ],
    ids=world_name,
)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """An update without the password is refused before any write, unless it may be lost."""
    sim = simulator(**world)
    before = sim.seed("moderator", email="seed@example.com", username="Seed", password=SECRETS[2], scope={"a": 1})
    life = Life(
        "moderator",
        CREATE,
        UPDATE,
        {"email": "CHAT@example.com", "state": "absent"},
        key="Chat@Example.com",
        updated_fields=("username",),
        secrets=SECRETS,
        before={"username": "Olga", "email": "chat@example.com"},
        after={"username": "Ольга"},
    )
    rotate = {"email": "chat@example.com", "password": SECRETS[1]}
    always = {**rotate, "update_secrets": "always"}
    partial = {"email": "seed@example.com", "username": "Renamed"}
    run = live(
        play,
        sim,
        life,
        [
            task("moderator", "rotate", rotate, diff=True),
            task("moderator", "check always", always, check=True, diff=True),
            task("moderator", "always", always, diff=True),
            task("moderator", "check partial", partial, check=True),
            task("moderator", "partial", partial),
            task("moderator", "leave out", {**partial, "update_secrets": "leave_out"}),
        ],
    )
    assert "password" not in run("create").result["resource"]
    assert run("create").result["unverified"] == ["password"]
    assert run("update").writes[0].body["password"] == SECRETS[0]
    assert_unchanged(run("rotate"))
    assert_predicted(run("check always"), run("always"))
    assert_written(run("always"), ["update"])
    assert run("always").writes[0].body["password"] == SECRETS[1]
    for name in ("check partial", "partial"):
        assert_failure(run(name))
        assert run(name).writes == []
        assert "password" in run(name).msg
        assert "leave_out" in run(name).msg
    stored = sim.object("moderator", "seed@example.com")
    if "full" in world.values() or "replace" in world.values():  # what is left out is asked for, and nothing is lost
        assert_failure(run("leave out"))
        assert run("leave out").result["error"]["status"] == 400
        assert_kept(before, stored)
    else:
        assert_written(run("leave out"), ["update"])
        assert "password" not in run("leave out").writes[0].body
        assert_kept(before, stored, username="Renamed")


def test_all_that_a_create_lacks_is_named_at_once(play: Play, sim: Simulator) -> None:
    """Everything that is missing is named at once; nothing can be empty; another address needs the id."""
    sim.seed("moderator", email="a@example.com", username="A", password=SECRETS[2])
    id = sim.seed("moderator", email="b@example.com", username="B", password=SECRETS[2])["user_id"]
    run = play(
        sim,
        [
            task("moderator", "alone", {"email": "new@example.com"}),
            task("moderator", "empty", {"email": "new@example.com", "username": "", "password": Secret("")}),
            task("moderator", "taken", {"id": id, "email": "A@example.com", "password": SECRETS[0]}),
            task("moderator", "renamed", {"id": id, "email": "c@example.com", "password": SECRETS[0]}),
            task("moderator", "renamed again", {"email": "C@example.com"}),
        ],
    )
    for name, words in {"alone": ("username", "password"), "empty": ("username", "password"), "taken": ("a@",)}.items():
        assert_failure(run(name))
        assert run(name).writes == []
        for word in words:
            assert word in run(name).msg.lower()
    assert_written(run("renamed"), ["update"])
    assert_unchanged(run("renamed again"))
    assert sorted(row["email"] for row in sim.objects("moderator")) == ["a@example.com", "c@example.com"]
