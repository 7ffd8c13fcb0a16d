# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared parts of the benchmarks: whole ansible-playbook processes, run against a simulator and measured."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import requests
from stage import ROOT

TOKEN = "5e1f0b1e-7b5c-4c62-9d0c-0d9a3b6f2c11"  # of no real workspace  # nosec B105
# not passed on: settings of the user; and without bytecode, compiling takes longer than what is measured
UNSUITABLE = ("ANSIBLE_", "KINESCOPE_", "PYTHONDONTWRITEBYTECODE")
NONE: Mapping[str, str] = MappingProxyType({})  # no additional environment variables


@dataclass
class Run:
    """The figures of one process: wall and processor seconds, memory and requests.

    Memory is the largest resident size in MiB, of the process and of those that it waited for.
    """

    wall: float
    cpu: float
    memory: float
    requests: int
    failed: bool


@dataclass
class Aim:
    """A target: one of our figures, and the limit or the figure of another tool with which it is compared."""

    what: str
    ours: float
    aim: str
    reached: bool
    beside: str = ""
    theirs: float | None = None

    @property
    def ratio(self) -> float | None:
        """Our figure divided by the other one; None if there is none."""
        return self.ours / self.theirs if self.theirs else None


class Bench:
    """Runs playbooks against a simulator."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(UNSUITABLE)},
            "ANSIBLE_COLLECTIONS_PATH": f"{ROOT / 'build/link'}:{ROOT / 'build/bench'}",
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "KINESCOPE_API_TOKEN": TOKEN,
            "KINESCOPE_API_URL": url,
        }

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Send a control request to the simulator."""
        answer = requests.request(method, f"{self.url}/_simulator/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def play(
        self,
        tasks: list[dict[str, Any]],
        hosts: str = "localhost,",
        forks: int = 2,
        environment: Mapping[str, str] = NONE,
    ) -> Run:
        """Run one play and measure its process.

        It has its own cache: with a shared pace file, a run would wait because of the requests of earlier ones.
        """
        book = self.folder / "play.yml"
        book.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
        self.control("DELETE", "journal")
        command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", hosts, "-c", "local"]
        command += ["-f", str(forks), "-e", f"ansible_python_interpreter={sys.executable}", str(book)]
        with tempfile.TemporaryDirectory(dir=self.folder) as cache:
            surroundings = {**self.environment, "XDG_CACHE_HOME": cache, **environment}
            run = measured(command, surroundings, self.output)
        run.requests = len(self.control("GET", "journal")["entries"])
        return run

    def script(self, *arguments: str) -> Run:
        """Run Python and measure its process; without arguments, one that does nothing."""
        return measured([sys.executable, *(arguments or ("-c", ""))], self.environment, self.output)

    @property
    def output(self) -> Path:
        """The file with the output of the last process."""
        return self.folder / "output"


def measured(command: list[str], environment: Mapping[str, str], output: Path) -> Run:
    """Run a process and measure it. Its output is written to a file, whose end is shown if the process fails."""
    with output.open("wb") as file:
        began = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(output.read_text()[-3000:], file=sys.stderr)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, 0, process.returncode != 0)


@contextmanager
def simulator(folder: Path, *tokens: str) -> Iterator[str]:
    """A simulator in a separate process, so that it does not distort the measurement; one workspace for each token."""
    ports = folder / "ports"
    given = [argument for token in tokens or (TOKEN,) for argument in ("--token", token)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulator", "--port-file", str(ports), *given],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not ports.exists():
            time.sleep(0.02)
        yield json.loads(ports.read_text())["api_url"]
    finally:
        process.terminate()
        process.wait()


def wall(runs: list[Run]) -> float:
    """The median of the wall seconds."""
    return statistics.median(run.wall for run in runs)


def cpu(runs: list[Run]) -> float:
    """The lowest processor seconds: other processes on the machine can only add to them."""
    return min(run.cpu for run in runs)


def memory(runs: list[Run]) -> float:
    """The median of the largest resident sizes, in MiB."""
    return statistics.median(run.memory for run in runs)


def seconds_allowed(sent: int) -> int:
    """The minimum of seconds between the first and the last of ``sent`` requests, by the API's limits.

    The windows slide: after 300 requests, the next one has to wait until the first is a minute old.
    """
    return max((sent - 1) // 10, (sent - 1) // 300 * 60 + ((sent - 1) % 300) // 10) if sent else 0


def show_aims(found: list[Aim]) -> None:
    """Print the table of targets."""
    heads = f"{'ours':>9} {'beside':>22} {'theirs':>9} {'ratio':>6}"
    print(f"\n{'':50} {heads}  aim")
    for aim in found:
        theirs, ratio = (f"{aim.theirs:9.2f}", f"{aim.ratio:6.2f}") if aim.theirs else (" " * 9, " " * 6)
        reached = "reached" if aim.reached else "MISSED"
        print(f"{aim.what:50} {aim.ours:9.2f} {aim.beside:>22} {theirs} {ratio}  {aim.aim}: {reached}")
