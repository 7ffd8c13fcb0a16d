# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shorter guides in docs/ from their beginning to their end: each file written, each command run."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
import requests

from tests.integration.console import Console
from tests.integration.pipelines import GIT
from tests.integration.play import ROOT
from tests.integration.test_guide import blocks, follow
from tests.simulator import Simulator

TOKEN = "11111111-2222-3333-4444-555555555555"
PASSWORD = "a long one"

pytestmark = pytest.mark.worker_only


def test_the_guide_start_shows_what_happens(tmp_path: pathlib.Path, edge: str) -> None:
    """With the simulator that the guide starts, and the environment that it sets."""
    console = Console(tmp_path / "start", None, edge)
    shell = [line for language, _name, text in blocks("start") if language == "sh" for line in text.splitlines()]
    command = next(line for line in shell if "tests.simulator" in line).split(" ", 1)[1]
    ports = tmp_path / "ports.json"
    own = ["--port", "0", "--uploader-port", "0", "--port-file", str(ports)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build/link")}
    process = subprocess.Popen(
        [sys.executable, *shlex.split(command)[1:], *own], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        while not ports.exists():
            assert process.poll() is None
            time.sleep(0.05)
        there = json.loads(ports.read_text(encoding="utf-8"))
        # Whoever follows the guide gets the warnings that it does not tell how to avoid.
        for name in ("ANSIBLE_LOCALHOST_WARNING", "ANSIBLE_INVENTORY_UNPARSED_WARNING"):
            del console.environment[name]
        exports = " ".join(line for line in shell if line.startswith("export ") and not re.search(r"\.\.\.|\$", line))
        console.environment.update(re.findall(r"(\w+)=(\S+)", exports))
        assert there["tokens"] == [console.environment["KINESCOPE_API_TOKEN"]] == [TOKEN]
        console.environment["KINESCOPE_API_URL"] = there["api_url"]
        assert follow(console, "start", (TOKEN, "No inventory was parsed", "hosts list is empty")) == 7
    finally:
        process.terminate()
        process.wait()


def test_the_readme_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """In an empty workspace."""
    assert follow(Console(tmp_path / "readme", sim, edge), "README", (sim.token,)) == 5
    assert sim.object("video", "Introduction")


def test_the_guide_adopt_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """The workspace of a school, with the switches of the simulator of the guide Start."""
    sim.set(secrets="masked")
    console = Console(tmp_path / "adopt", sim, edge)
    (console.home / "password").write_text("of the vault", encoding="utf-8")
    console.environment["ANSIBLE_VAULT_PASSWORD_FILE"] = str(console.home / "password")
    assert follow(console, "adopt", (sim.token, PASSWORD)) == 15
    assert sim.object("player", "School")["settings"]["autoplay"] is True
    hook = sim.object("webhook", "backend")
    assert (hook["endpoint"], hook["password"]) == ("https://hooks.school.example.com/new", PASSWORD)


def test_the_guide_bootstrap_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """From nothing to a workspace."""
    console = Console(tmp_path / "bootstrap", sim, edge)
    (console.home / "password").write_text("of the vault", encoding="utf-8")
    console.environment["ANSIBLE_VAULT_PASSWORD_FILE"] = str(console.home / "password")
    assert follow(console, "bootstrap", (sim.token, PASSWORD)) == 9
    assert sim.object("webhook", "lms")["password"] == PASSWORD
    assert sim.object("project", "Courses")["privacy_domains"] == ["school.example.org", "*.lms.example.org"]
    assert {folder["name"] for folder in sim.objects("folder")} == {"Chemistry", "Autumn", "Spring", "Physics"}


@pytest.mark.parametrize("secrets", ["masked", "omitted"])
def test_the_guide_secrets_shows_what_happens(
    tmp_path: pathlib.Path, simulator: Callable[..., Simulator], edge: str, secrets: str
) -> None:
    """The token comes from the vault; the password is not shown, or there would be nothing to rotate."""
    sim = simulator(tokens=[TOKEN], secrets=secrets)
    console = Console(tmp_path / "secrets", sim, edge)
    del console.environment["KINESCOPE_API_TOKEN"]
    (console.home / "password").write_text("of the vault", encoding="utf-8")
    console.environment["ANSIBLE_VAULT_PASSWORD_FILE"] = str(console.home / "password")
    assert follow(console, "secrets", (TOKEN, PASSWORD)) == 7
    assert sim.object("webhook", "backend")["password"] == PASSWORD
    assert console.read("nightly.token") in {token["id"] for token in sim.objects("access_token")}


def test_the_guide_many_workspaces_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Two workspaces of one simulator."""
    console = Console(tmp_path / "many", sim, edge)
    tokens = {"NORTH_TOKEN": sim.token, "SOUTH_TOKEN": sim.add_workspace()}
    del console.environment["KINESCOPE_API_TOKEN"]
    console.environment.update(tokens)
    assert follow(console, "many_workspaces", tuple(tokens.values())) == 10
    folders = [{row["name"] for row in sim.objects("folder", workspace=number)} for number in (1, 2)]
    assert folders == [{"Video lectures", "Labs"}, {"Video lectures", "Archive"}]
    privacy = [sim.object("project", "Courses", workspace=number)["privacy_type"] for number in (1, 2)]
    assert privacy == ["custom", "nowhere"]
    colours = [sim.object("player", "Main", workspace=number)["settings"]["brand_color"] for number in (1, 2)]
    assert colours == ["#81BC3D", "#204080"]
    assert [len(sim.objects("tag", workspace=number)) for number in (1, 2)] == [1, 1]


def test_the_guide_drift_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Both ways to a report."""
    sim.seed("player", name="Main", settings={"autoplay": True})
    console = Console(tmp_path / "drift", sim, edge)
    assert follow(console, "drift", (sim.token,)) == 6
    assert not sim.writes


def test_the_guide_edits_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """A hotfix is seen, refused to be overwritten, and kept."""
    console = Console(tmp_path / "edits", sim, edge)
    console.environment.update(GIT)
    assert follow(console, "edits", (sim.token,)) == 11
    assert sim.object("player", "Main")["settings"] == {"volume": 80, "autoplay": True}


def test_the_guide_limits_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Two objects of one name."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")
    for _number in range(2):
        sim.seed("playlist", name="Season 1", parent_id=project["id"])
    assert follow(Console(tmp_path / "limits", sim, edge), "limits", (sim.token,)) == 1
    assert not sim.writes


def test_the_guide_testing_shows_what_happens(tmp_path: pathlib.Path, edge: str) -> None:
    """The tests of the guide pass."""
    console = Console(tmp_path / "testing", None, edge)
    console.environment.update(PYTHONPATH=str(ROOT / "build/link"), PYTEST_ADDOPTS="-p no:pytest-ansible")
    assert follow(console, "testing", ()) == 1


def test_the_guide_simulator_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """What the reference of the simulator shows: its requests, and its calls."""
    console = Console(tmp_path / "simulator", sim, edge)
    curl = next(text for language, _name, text in blocks("simulator") if "$ curl" in text and "/v1/" in text)
    if shutil.which("curl"):
        assert console.run("bash", "-ec", curl.removeprefix("$ "))
        assert sim.object("project", "Courses")["privacy_type"] == "anywhere"
    names = {
        "sim": sim,
        "run_playbook": lambda url, _uploader, token: requests.post(
            f"{url}/v1/projects",
            headers={"Authorization": f"Bearer {token}"},
            json={"name": "Courses", "privacy_type": "anywhere"},
            timeout=10,
        ),
    }
    for language, _name, text in blocks("simulator"):
        if language == "python":
            exec(text, names)  # noqa: S102
