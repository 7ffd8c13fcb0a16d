# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A console in a folder of a test: commands as people and pipelines type them."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.integration.fork_server import PASSED, ansible_playbook
from tests.integration.play import COLLECTION, EDGES, ROOT, connection
from tests.simulator import Simulator

TIMEOUT = 300


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    code: int
    output: str

    def __bool__(self) -> bool:
        return self.code == 0


class Console:
    """Runs commands in ``folder``, where everything that they write stays."""

    def __init__(
        self, folder: pathlib.Path, sim: Simulator | None, edge: str, collections: pathlib.Path | None = None
    ) -> None:
        self.folder = folder
        self.variables: dict[str, Any] = {}  # of every playbook
        self.home = folder.parent / f"{folder.name}.home"
        for path in (self.folder, self.home):
            path.mkdir(parents=True, exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if PASSED.fullmatch(name)}
        tools = [str(ansible_playbook().parent), str(pathlib.Path(sys.executable).parent)]
        self.environment: dict[str, str] = {
            **inherited,
            **EDGES[edge],
            **(connection(sim) if sim else {}),
            "PATH": os.pathsep.join([*tools, inherited.pop("PATH", os.defpath)]),
            "HOME": str(self.home),
            "ANSIBLE_HOME": str(self.home / ".ansible"),
            "ANSIBLE_COLLECTIONS_PATH": str(collections or ROOT / "build/link"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        }

    def run(self, *command: str, env: Mapping[str, str | None] | None = None, stdin: str | None = None) -> Done:
        """Run a command; None in ``env`` takes a variable away."""
        surroundings = {**self.environment, **(env or {})}
        process = subprocess.run(
            command,
            cwd=self.folder,
            env={name: value for name, value in surroundings.items() if value is not None},
            stdin=subprocess.DEVNULL if stdin is None else None,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        return Done(process.returncode, process.stdout)

    def playbook(
        self, playbook: str, *arguments: str, env: Mapping[str, str | None] | None = None, **variables: Any
    ) -> Done:
        """Run a playbook: a file, or one of the collection by its short name."""
        name = playbook if playbook.endswith(".yml") else f"{COLLECTION}.{playbook}"
        given = ["-e", json.dumps(variables)] if variables else []
        if self.variables:  # not on the command line, which ansible-playbook prints
            (self.home / "variables.json").write_text(json.dumps(self.variables), encoding="utf-8")
            given += ["-e", f"@{self.home / 'variables.json'}"]
        return self.run("ansible-playbook", *arguments, *given, name, env=env)

    def write(self, name: str, text: str) -> pathlib.Path:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        """The text of a file."""
        return (self.folder / name).read_text(encoding="utf-8")
