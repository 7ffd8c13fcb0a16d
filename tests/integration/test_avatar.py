# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_avatar as tasks: uploaded, removed, and nothing of the user in the answer shown."""

from __future__ import annotations

import pathlib

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import assert_failure, assert_no_secret, assert_predicted, assert_written
from tests.integration.test_examples import PIXEL, Pasted, tasks
from tests.simulator import Simulator

USERS = ["simulated-confirmation-token", "simulated-reset-token", "user@example.com"]


def test_each_run_is_a_change_and_predicted(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """Each step in check mode, for real, and again: which is a change, because nothing tells that it is none."""
    picture = tmp_path / "picture.png"
    picture.write_bytes(PIXEL)
    steps = {"set": {"src": str(picture)}, "removed": {"state": "absent"}}
    run = play(
        sim,
        [
            one
            for name, options in steps.items()
            for one in (
                task("avatar", f"check {name}", options, check=True, diff=True),
                task("avatar", name, options, diff=True),
                task("avatar", f"{name} again", options),
            )
        ],
        verbosity=3,
    )
    for name, action in (("set", "update"), ("removed", "delete")):
        assert_predicted(run(f"check {name}"), run(name))
        assert_written(run(name), [action])
        assert_written(run(f"{name} again"), [action])
        assert run(name).result["resource"] == {}
    assert_no_secret(run, USERS)
    assert run("set").writes[0].content_type == "image/png"
    assert run("set").writes[0].size == len(PIXEL)
    assert sim.objects("avatar") == []


def test_refusals_say_why(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """Files that cannot be sent, a missing option, trouble with the API."""
    picture, empty = tmp_path / "picture.png", tmp_path / "empty.png"
    picture.write_bytes(PIXEL)
    empty.touch()
    sim.fault("status", method="*", path="/v1/avatar", status=403, code=100103, message="access denied", times=2)
    run = play(
        sim,
        [
            task("avatar", "missing", {"src": str(tmp_path / "none.png")}),
            task("avatar", "empty", {"src": str(empty)}),
            task("avatar", "no name", {"src": ""}),
            task("avatar", "no src"),
            task("avatar", "denied", {"src": str(picture)}),
            task("avatar", "denied again", {"state": "absent"}),
        ],
    )
    assert "none.png' cannot be read: No such file" in run("missing").msg
    assert "empty.png' is empty" in run("empty").msg
    assert "src must not be empty" in run("no name").msg
    assert "src" in run("no src").msg
    for name, action in (("denied", "update"), ("denied again", "delete")):
        assert_failure(run(name))
        assert run(name).msg.startswith(f"Cannot {action} avatar 'workspace': ")
        assert run(name).result["changes"][0]["outcome"] == "failed"
    assert [entry.method for entry in sim.writes] == ["POST", "DELETE"]


@pytest.mark.slow
def test_examples_work_as_they_stand(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """The documentation's play works as it stands."""
    pasted = Pasted(tmp_path, sim, "kinescope_avatar", edge)
    for arguments in (["--check"], []):
        results = pasted.run(*arguments)
        assert [result["task"] for result in results] == [task["name"] for task in tasks("kinescope_avatar")]
        assert all(result["changed"] for result in results)
    assert len(sim.writes) == 2
