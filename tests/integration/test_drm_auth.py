# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_drm_auth, as tasks: of the workspace and of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    SECRET_WORLDS,
    Life,
    assert_failure,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator

SECRETS = (Secret("Drm-password-1"), Secret("Drm-password-2"), Secret("Drm-workspace-1"))
CREATE: dict[str, Any] = {
    "project": "Courses",
    "url": "https://auth.example.com/kinescope",
    "username": "drm",
    "password": SECRETS[0],
    "strict": True,
}
UPDATE = {**CREATE, "url": "https://auth.example.com/new", "strict": False}


@pytest.mark.parametrize("world", SECRET_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """A project's settings come and go; the workspace's own are left alone. strict alone never causes a change."""
    sim = simulator(**world)
    project = sim.seed("project", name="Courses", privacy_type="anywhere")
    sim.seed("drm_auth", url="https://w.example.com", username="w", password=SECRETS[2])
    life = Life(
        "drm_auth",
        CREATE,
        UPDATE,
        {"project": "Courses", "state": "absent"},
        key="Courses",
        updated_fields=("url",),
        secrets=SECRETS,
        before={"url": CREATE["url"], "username": "drm"},
        after={"url": UPDATE["url"], "username": "drm"},
    )
    run = live(
        play,
        sim,
        life,
        [
            task("drm_auth", "strict", {"project": project["id"], "strict": True}),
            task("drm_auth", "partial", {"url": "https://w.example.com/2"}),
            task("drm_auth", "rotate", {"password": SECRETS[1], "update_secrets": "always"}),
        ],
    )
    assert run("create").writes[0].body["strict"] is True
    assert "strict" in run("create").result["unverified"]
    assert run("update").writes[0].body["strict"] is False
    assert run("update").writes[0].body["password"] == SECRETS[0]
    assert_unchanged(run("strict"))
    assert run("strict").result["unverified"] == ["strict"]
    if world["secrets"] == "echoed":
        assert_written(run("partial"), ["update"])
    else:
        assert_failure(run("partial"))
        assert "password" in run("partial").msg
    assert_written(run("rotate"), ["update"])
    assert run("rotate").result["changes"][0]["key"] == "workspace"
    stored = sim.objects("drm_auth")
    assert len(stored) == 1
    assert stored[0]["password"] == SECRETS[1]
    assert stored[0]["username"] == "w"
    assert stored[0]["url"] == ("https://w.example.com/2" if world["secrets"] == "echoed" else "https://w.example.com")


def test_a_project_that_is_missing_is_an_error_but_for_removing(play: Play, sim: Simulator) -> None:
    """A project that is not there is an error, except for removing what cannot be there."""
    run = play(
        sim,
        [
            task("drm_auth", "missing", {"username": "u"}),
            task("drm_auth", "no project", {"project": "Nowhere", "url": "https://a.example.com"}),
            task("drm_auth", "absent without project", {"project": "Nowhere", "state": "absent"}),
            task("drm_auth", "absent workspace", {"state": "absent"}),
            task("drm_auth", "workspace", {"url": "https://a.example.com"}),
            task("drm_auth", "workspace again", {"url": "https://a.example.com"}),
            task("drm_auth", "clear", {"username": ""}),
        ],
    )
    assert_failure(run("missing"))
    assert "url" in run("missing").msg
    assert run("missing").writes == []
    assert_failure(run("no project"))
    assert "Nowhere" in run("no project").msg
    assert_unchanged(run("absent without project"))
    assert_unchanged(run("absent workspace"))
    assert_written(run("workspace"), ["create"])
    assert_unchanged(run("workspace again"))
    assert_unchanged(run("clear"))
