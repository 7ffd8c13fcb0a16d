# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/workspace.md from its beginning to its end, as somebody follows it who has a workspace already."""

from __future__ import annotations

import json
import os
import pathlib
import re

import pytest
import yaml

from tests.integration.console import Console
from tests.integration.play import ROOT
from tests.simulator import Simulator

PAGE = ROOT / "docs/workspace.md"
VAULT = ("a long one", "another one")


def blocks() -> list[tuple[str, str]]:
    """The fenced blocks of the guide: (language, text)."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a block and what is shown of their output."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_the_guide(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Each file is written, each command run, and each line of output seen."""
    if os.environ.get("EDGE") == "shipped":
        pytest.skip("nothing here depends on how modules run; EDGE=worker runs it")
    sim.seed("player", name="Old one")
    sim.seed("player", name="Main", settings={"autoplay": True, "volume": 70})
    old = sim.seed("project", name="Archive", privacy_type="nowhere")
    sim.seed("webhook", name="statistics", endpoint="https://example.com", login="a", password=VAULT[0])
    sim.seed("folder", name="1999", project_id=old["id"], parent_id=old["id"])
    console = Console(tmp_path / "repository", sim, edge)
    (console.home / "password").write_text("of the vault", encoding="utf-8")
    console.environment.update(
        ANSIBLE_VAULT_PASSWORD_FILE=str(console.home / "password"),
        SCHOOL_TOKEN=sim.token,
        COLLEGE_TOKEN=sim.add_workspace(),
    )
    lines = []
    for language, text in blocks():
        name = re.match(r"# ([\w./]+)\n", text)
        if language == "yaml" and name:
            console.write(name[1], text)
        elif language == "console":
            lines += commands(text)
            for command, output in commands(text):
                before = console.environment.get("plan_id", "")
                run = console.run("bash", "-ec", f"{command}\nset -o posix; set >set.txt", env={"plan_id": before})
                shell = re.search(r"^plan_id=(\w*)", console.read("set.txt"), re.MULTILINE) if run else None
                console.environment["plan_id"] = shell[1] if shell else ""
                for line in output:
                    assert line.removesuffix("...") in run.output, (command, run.output)
                fails = any("FAILED!" in line for line in output)
                assert run.code == (2 if fails else 0), (command, run.output)
                assert not any(secret in run.output for secret in (*VAULT, sim.token))
    assert len(lines) > 15
    assert sim.object("player", "Main")["settings"] == {"autoplay": False, "volume": 70}
    assert sim.object("webhook", "backend")["password"] == VAULT[0]
    assert [player["name"] for player in sim.objects("player", workspace=2)] == ["Main"]
    assert sim.object("player", "Old one")


def test_texts_of_the_guide() -> None:
    """What is not run is valid at least, and every variable that is named exists."""
    named = set(re.findall(r"\bkinescope_(?:workspace|drift|export)_\w+", PAGE.read_text(encoding="utf-8")))
    options: set[str] = set()
    for path in (ROOT / "roles").glob("*/meta/argument_specs.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"].values():
            options |= set(entry["options"])
    assert named <= options
    for language, text in blocks():
        if language == "yaml":
            yaml.safe_load(text)
        elif language == "json":
            json.loads(text)
