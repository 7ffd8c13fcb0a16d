# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_access_token, as tasks. Secrets go to their places and show nowhere else, whatever field holds them."""

from __future__ import annotations

import json
import pathlib
import stat
from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    HOSTILE,
    Life,
    assert_failure,
    assert_no_secret,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator, ids


class Issued(dict[str, str]):
    """What the simulator knows of secrets, {secret: id}, and all that it ever knew."""

    def __init__(self, sim: Simulator) -> None:
        super().__init__()
        self.ever: list[tuple[str, str]] = []
        sim.core.issued = self

    def __setitem__(self, secret: str, id: str) -> None:
        super().__setitem__(secret, id)
        self.ever.append((secret, id))

    def texts(self) -> set[str]:
        """Everything that must not be told."""
        return {text for secret, id in self.ever for text in (secret, id, ids.to_short(secret), ids.to_short(id))}


WORLDS = [{**HOSTILE, "token_secret": "id"}, *({"token_secret": holder} for holder in ("token", "value"))]


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path, world: dict[str, str]
) -> None:
    """A file gets the secret, and another one when the token is made anew."""
    sim = simulator(**{"id_form": "short", **world})
    issued = Issued(sim)
    sim.seed("project", name="Courses", privacy_type="anywhere")
    file = tmp_path / "token"
    projects = [{"project": "Courses", "permissions": ["write", "read"]}]
    create = {"name": "ci", "scope": {"api": ["write", "read"], "projects": projects}, "token_file": str(file)}
    update = {"name": "ci", "scope": {"api": ["read"]}, "recreate": True, "token_file": str(file)}
    life = Life(
        "access_token",
        create,
        update,
        {"name": "ci", "state": "absent"},
        key="ci",
        updated_fields=("name", "scope"),
        update_requests=2,
        before={"scope": {"api": ["read", "write"]}},
        after={"scope": {"api": ["read"]}},
    )
    run = live(play, sim, life)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(issued.ever) == 2
    secret, id = issued.ever[1]
    assert file.read_text() == secret
    assert (secret == id) is (world["token_secret"] == "id")
    assert_no_secret(run, issued.texts())
    scope = run("update").writes[0].body["scope"]
    assert scope["upload"]["entities"], "what is not given stays as it is"


@pytest.mark.parametrize("world", WORLDS, ids=world_name)
def test_no_secret_is_shown_at_any_verbosity(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path, world: dict[str, str]
) -> None:
    """At the highest verbosity with --diff, whatever happens."""
    sim = simulator(**world)
    issued = Issued(sim)
    seeded = {name: Secret(sim.seed("access_token", name=name, scope={})["id"]) for name in ("a", "b", "twice")}
    sim.seed("access_token", name="twice", scope={})
    sim.fault("status_after", method="POST", skip=1, status=500)
    scope = {"api": ["read"]}
    file = {"token_file": str(tmp_path / "token")}
    nowhere = {"token_file": str(tmp_path / "missing/token")}
    run = play(
        sim,
        [
            task("access_token", "check", {"name": "new", "scope": scope, **file}, check=True),
            task("access_token", "create", {"name": "new", "scope": scope, **file}),
            task("access_token", "lost answer", {"name": "newer", "scope": scope, **file}),
            task("access_token", "no place", {"name": "newest", "scope": scope}),
            task("access_token", "no folder", {"name": "newest", "scope": scope, **nowhere}),
            task("access_token", "differs", {"name": "a", "scope": scope, **file}),
            task("access_token", "ambiguous", {"name": "twice", "state": "absent"}),
            task("access_token", "by id", {"id": seeded["twice"], "name": "twice", "state": "absent"}),
            task("access_token", "of no token", {"id": seeded["twice"], "scope": scope}),
            task("access_token", "wrong id", {"id": Secret(f"{seeded['a']}0"), "state": "absent"}),
            task("access_token", "taken", {"id": seeded["a"], "name": "b", "recreate": True, **file}),
            task("access_token", "delete", {"name": "a", "state": "absent"}),
        ],
        diff=True,
        verbosity=4,
    )
    assert_predicted(run("check"), run("create"))
    writes = [(entry.method, entry.status < 300) for entry in run("lost answer").writes]
    assert writes == [("POST", False), ("DELETE", True), ("POST", True)]
    for name in ("no place", "no folder", "differs", "ambiguous", "of no token", "wrong id", "taken"):
        assert_failure(run(name))
        assert run(name).writes == []
    for name in ("by id", "delete"):
        assert_written(run(name), ["delete"])
    rows = sim.objects("access_token")
    assert sorted(row["name"] for row in rows) == ["b", "new", "newer", "twice"]
    assert_no_secret(run, {*seeded.values(), *map(ids.to_short, seeded.values()), *issued.texts()})


def test_a_secret_is_returned_to_other_tasks_only_when_asked_for(play: Play, sim: Simulator) -> None:
    """Only when it is asked for, and only once."""
    options = {"name": "ci", "scope": {"api": ["read", "write"]}, "reveal_secrets": True}
    run = play(
        sim,
        [
            task("access_token", "check", options, check=True),
            task("access_token", "create", options, register="made"),
            task("access_token", "again", options),
            task("tag", "use it", {"tag": "made", "api_token": "{{ made.resource.token }}"}),
        ],
    )
    assert_predicted(run("check"), run("create"))
    (row,) = sim.objects("access_token")
    assert run("create").result["resource"]["token"] == row["secret"]
    assert_unchanged(run("again"))
    assert "token" not in run("again").result["resource"]
    assert row["secret"] not in json.dumps([run("create").result["diff"], run("create").result["changes"]])
    assert_written(run("use it"), ["create"])
