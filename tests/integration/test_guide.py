# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guides from their beginning to their end, as somebody follows them who has a workspace already."""

from __future__ import annotations

import json
import pathlib
import re

import pytest
import yaml

from tests.integration.console import Console
from tests.integration.play import ROOT
from tests.simulator import Simulator

PAGES = {path.stem: path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
VAULT = ("a long one", "another one")


def blocks(page: str) -> list[tuple[str, str, str]]:
    """The fenced blocks of a guide: (language, name of a file or '', text)."""
    text = PAGES[page].read_text(encoding="utf-8")
    found = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(language, name or _named(language, text), text) for language, name, text in found]


def _named(language: str, text: str) -> str:
    name = re.match(r"# ([\w./]+)\n", text) if language == "yaml" else None
    return name[1] if name else ""


def commands(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a block and what is shown of their output."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def follow(console: Console, page: str, secrets: tuple[str, ...]) -> int:
    """Write each file, run each command, and see each line of output; how many commands there were."""
    count = 0
    for language, name, text in blocks(page):
        if name:
            console.write(name, text)
        for command, output in commands(text) if language == "console" else ():
            count += 1
            before = console.environment.get("plan_id", "")
            run = console.run("bash", "-ec", f"{command}\nset -o posix; set >set.txt", env={"plan_id": before})
            shell = re.search(r"^plan_id=(\w*)", console.read("set.txt"), re.MULTILINE) if run else None
            console.environment["plan_id"] = shell[1] if shell else ""
            for line in output:
                assert line.removesuffix("...") in run.output, (command, run.output)
            fails = any("FAILED!" in line for line in output)
            assert run.code == (2 if fails else 0), (command, run.output)
            assert not [secret for secret in secrets if secret in run.output], (command, run.output)
    return count


@pytest.mark.worker_only
def test_the_guide_shows_what_happens(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Each file is written, each command run, and each line of output seen."""
    sim.set(secrets="masked")  # as in the guide Start
    console = Console(tmp_path / "repository", sim, edge)
    (console.home / "password").write_text("of the vault", encoding="utf-8")
    console.environment.update(
        ANSIBLE_VAULT_PASSWORD_FILE=str(console.home / "password"),
        SCHOOL_TOKEN=sim.token,
        COLLEGE_TOKEN=sim.add_workspace(),
    )
    assert follow(console, "workspace", (*VAULT, sim.token)) > 15
    assert sim.object("player", "Main")["settings"] == {"autoplay": False}
    assert sim.object("webhook", "lms")["password"] == VAULT[0]
    assert [player["name"] for player in sim.objects("player", workspace=2)] == ["Main"]
    assert sim.object("player", "School")


@pytest.mark.worker_only
def test_the_guide_to_media(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """The same, with a folder of videos."""
    sim.set(import_polls=0)
    sim.seed("project", name="Courses", privacy_type="anywhere")
    console = Console(tmp_path / "media", sim, edge)
    for name in ("Week 1/Mass.mp4", "Week 1/notes.txt", "Opening.mp4"):
        console.write(f"videos/{name}", f"the video {name}")
    assert follow(console, "media", (sim.token, "media.example.com")) > 10
    titles = [video["title"] for video in sim.objects("video")]
    assert sorted(titles) == [
        "Introduction",
        "Mass",
        "Mass, without the greeting",
        "Opening",
        "Outlook",
        "Trailer",
        "Units, and how to change them",
        "Welcome",
    ]
    assert len(sim.object("video", "Mass")["chapters"]["items"]) == 2


@pytest.mark.parametrize("page", PAGES)
def test_what_guides_do_not_run_is_valid(page: str) -> None:
    """What is not run is valid at least, and every variable that is named exists."""
    named = set(
        re.findall(r"\bkinescope_(?:workspace|drift|export|import|init)_\w+", PAGES[page].read_text(encoding="utf-8"))
    )
    options: set[str] = set()
    for path in (ROOT / "roles").glob("*/meta/argument_specs.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"].values():
            options |= set(entry["options"])
    options |= {path.stem for path in (ROOT / "plugins/modules").glob("*.py")}
    assert named - {"kinescope_import_result", "kinescope_drift_plans", "kinescope_workspace_outcomes"} <= options
    for language, _name, text in blocks(page):
        if language == "yaml":
            yaml.safe_load(text)
        elif language == "json":
            json.loads(text)
