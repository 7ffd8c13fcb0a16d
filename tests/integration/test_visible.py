# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that act on terminals and CI systems: what a run prints to the byte, and that results are exact."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import Run, Unsafe, task
from tests.simulator import Simulator
from tests.unit.sides import sides

#: What follows a line break must not become a line, and what Ansible wraps must not become a command.
HOSTILE = "Курс\x1b[2J\r\n::error::one\x9b1m\u202etwo ::error::three ##[error]four ##vso[task.complete]five 👩‍👧"
SHOWN = (
    "Курс\\u001b[2J\\u000d\\u000a\\u003a:error::one\\u009b1m\\u202etwo \\u003a:error::three \\u0023#[error]four "
    "\\u0023#vso[task.complete]five 👩‍👧"
)
#: Where Ansible itself prints a result, or the text of the playbook: data, which is exact, and no sentence of ours.
DATA = re.compile(r"(?:fatal|failed): \[localhost\].*? => |[-+ ]? {2,}|\d+ |Origin: |Task failed: Finalization")


def told(run: Run) -> list[str]:
    """The lines of a run that are no data."""
    return [line for line in run.output.split("\n") if not DATA.match(line)]


def assert_harmless(run: Run) -> None:
    raw = run.output.encode()
    for harm in (b"\x1b", b"\r", b"\x07", b"\x00"):
        assert harm not in raw, run.output
    for line in told(run):
        assert not re.search("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]|##\\w*\\[", line), line
    for line in run.output.split("\n"):
        assert not line.lstrip().startswith("::"), line


@pytest.mark.worker_only
def test_single_objects(play: Play, sim: Simulator) -> None:
    project = sim.seed("project", name=HOSTILE, privacy_type="anywhere")
    sim.seed("video", title=HOSTILE, project_id=project["id"])
    name = Unsafe(HOSTILE)
    filters = "kinescope.kinescope"
    tasks: list[dict[str, Any]] = [
        task("project", "refused", {"name": name, "state": "absent"}),
        task("project", "not a choice", {"name": "x", "privacy_type": name}),
        task("tag", "the API's words", {"tag": "x"}),
        task("project", "warned", {"name": "New", "privacy_type": "anywhere", "player": name}, check=True),
        task("info", "read", {"kind": "video", "location": {"project": name}}, register="read"),
        {
            "name": "label",
            "ansible.builtin.debug": {"msg": f"{{{{ item.title | {filters}.visible }}}}"},
            "loop": "{{ read.resources }}",
            "loop_control": {"label": f"{{{{ item.title | {filters}.visible }}}}"},
        },
        {"name": "lookup", "ansible.builtin.debug": {"msg": f"{{{{ lookup('{filters}.id', 'player', hostile) }}}}"}},
        {"name": "filter", "ansible.builtin.debug": {"msg": f"{{{{ hostile | {filters}.poster_url }}}}"}},
    ]
    sim.fault("status", method="POST", path="/v1/tags", status=400, code=400400, message=HOSTILE)
    run = play(sim, tasks, vars={"hostile": name})
    assert_harmless(run)
    assert all(SHOWN in run(step).msg for step in ("refused", "not a choice", "the API's words")), run.output
    assert run("refused").msg.startswith("Cannot delete project '")
    assert any(SHOWN in warning for warning in run("warned").warnings)
    said = re.sub(r"\s+", " ", run.output).replace(r"\\u", r"\u")  # in results, as JSON writes it
    assert said.count(SHOWN) >= 6
    assert run("refused").result["error"]["key"] == HOSTILE, "results are exact"
    assert run("read").result["resources"][0]["title"] == HOSTILE
    assert (run("lookup").failed, run("filter").failed) == (True, True)


@pytest.mark.worker_only
def test_a_workspace(play: Play, sim: Simulator) -> None:
    sim.seed("player", name=HOSTILE, settings={"volume": 1})
    sim.seed("live_event", name=HOSTILE, type="one-time")
    config = {
        "version": 1,
        "players": [{"name": Unsafe(HOSTILE), "settings": {"volume": 2}}],
        "tags": [{"tag": Unsafe(HOSTILE)}],
    }
    steps = [
        task("workspace", "planned", {"config": config}, check=True, diff=True),
        task("workspace", "failed", {"config": config}),
        task("workspace", "faulty", {"config": {**config, "tags": [{Unsafe(HOSTILE): 1}]}}),
    ]
    sim.fault("status", method="PUT", path="/v1/players/*", status=400, code=400400, message=HOSTILE)
    run = play(sim, steps)
    assert_harmless(run)
    assert f"+++ after: player '{SHOWN}'" in run.stdout
    assert f"--- before: player '{SHOWN}'" in run.stdout
    assert [one["after"] for one in run("planned").result["changes"]] == [{"settings": {"volume": 2}}, {"tag": HOSTILE}]
    assert sides(run("planned").result)[0]["after"] == {"settings": {"volume": 2}}
    (reason,) = [change["reason"] for change in run("failed").result["changes"] if change["kind"] == "player"]
    assert reason.count(SHOWN) == 2
    assert run("failed").result["changes"][0]["key"] == HOSTILE, json.dumps(run("failed").result)
    assert SHOWN in run("faulty").msg
