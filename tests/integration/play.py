# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks as a test's function calls: play() runs one ansible-playbook process and tells what each task did."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tests.integration.fork_server import PASSED, REAL, ansible_playbook
from tests.simulator import Simulator
from tests.simulator.journal import Entry

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COLLECTION = "kinescope.kinescope"
#: The ways in which a module can run, and the environment that asks for each. EDGE=worker,shipped runs tests in both.
EDGES: dict[str, dict[str, str]] = {"shipped": {"KINESCOPE_FORCE_MODULE": "1"}, "worker": {}}
CHOSEN_EDGES = os.environ.get("EDGE", "worker").split(",")
#: What runs shipped modules; "make shipped" gives the oldest that is supported.
TARGET_PYTHON = os.environ.get("TARGET_PYTHON", sys.executable)
#: The environment in which Ansible records what each task returns, and prints nothing else.
RECORDED = {
    "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/link"),
    "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
    "ANSIBLE_CALLBACKS_ENABLED": "record",
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_LOCALHOST_WARNING": "0",
    "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
}
NO_RETRIES = {"KINESCOPE_API_RETRIES": "0"}
#: Seconds; for a process that hangs, not for one on a busy machine.
TIMEOUT = 600


class Unsafe(str):
    """A text that Ansible must not template: written with !unsafe."""


class Secret(str):
    """A text that the playbook takes from a file of variables: Ansible itself shows lines of playbooks in errors."""


class _Dumper(yaml.SafeDumper):
    """Writes a playbook, and collects the secrets that it refers to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.secrets: list[str] = []

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_secret(self, data: Secret) -> yaml.ScalarNode:
        self.secrets.append(str(data))
        return self.represent_str(f"{{{{ secrets[{len(self.secrets) - 1}] }}}}")


_Dumper.add_representer(Unsafe, lambda dumper, data: dumper.represent_scalar("!unsafe", str(data), style='"'))
_Dumper.add_representer(Secret, _Dumper.represent_secret)


@dataclass(frozen=True)
class TaskRun:
    """What became of one task. ``requests`` are those that the simulator saw meanwhile; ``output`` is the process's."""

    name: str
    outcome: str  # ok, failed, unreachable, skipped
    result: dict[str, Any]
    requests: list[Entry]
    seconds: float
    output: str

    @property
    def failed(self) -> bool:
        return self.outcome in ("failed", "unreachable")

    @property
    def changed(self) -> bool:
        return bool(self.result.get("changed"))

    @property
    def msg(self) -> str:
        return str(self.result.get("msg", ""))

    @property
    def writes(self) -> list[Entry]:
        return [entry for entry in self.requests if entry.method not in ("GET", "HEAD")]

    @property
    def reads(self) -> list[Entry]:
        return [entry for entry in self.requests if entry.method in ("GET", "HEAD")]

    @property
    def warnings(self) -> list[str]:
        return [str(warning) for warning in self.result.get("warnings", [])]

    def __str__(self) -> str:
        writes = [(entry.method, entry.path, entry.status) for entry in self.writes]
        return f"{self.name}: {self.outcome} {json.dumps(self.result, ensure_ascii=False)}; writes {writes}"


class Run(list[TaskRun]):
    """The tasks of one ansible-playbook process, in their order; also by name."""

    def __init__(self, tasks: Iterable[TaskRun], code: int, stdout: str, stderr: str) -> None:
        super().__init__(tasks)
        self.code = code
        self.stdout = stdout
        self.stderr = stderr

    @property
    def output(self) -> str:
        """Everything that the process wrote."""
        return self.stdout + self.stderr

    def __call__(self, name: str) -> TaskRun:
        """The one task of that name."""
        found = [task for task in self if task.name == name]
        assert len(found) == 1, f"{len(found)} tasks are named {name!r}; output:\n{self.output}"
        return found[0]


def with_descendants(pid: int) -> list[int]:
    """A process and those below it; workers, and the playbooks of a rulebook, have sessions and groups of their own."""
    waiting, found = [pid], []
    while waiting:
        found.append(waiting.pop())
        for thread in pathlib.Path(f"/proc/{found[-1]}/task").glob("*/children"):  # each has children of its own
            with contextlib.suppress(OSError):
                waiting += [int(child) for child in thread.read_text(encoding="utf-8").split()]
    return found


def kill(processes: Iterable[int]) -> None:
    """End processes at once, as far as they still run."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def task(
    kind: str,
    name: str,
    options: Mapping[str, Any] | None = None,
    *,
    check: bool | None = None,
    diff: bool | None = None,
    **keywords: Any,
) -> dict[str, Any]:
    """A task that calls the module of a kind; ``keywords`` are the task's own, such as loop, register, until."""
    made: dict[str, Any] = {"name": name, f"{COLLECTION}.kinescope_{kind}": dict(options or {}), **keywords}
    if check is not None:
        made["check_mode"] = check
    if diff is not None:
        made["diff"] = diff
    return made


def connection(sim: Simulator) -> dict[str, str]:
    """The environment that points every module at a simulator, which does not mind how fast it is asked."""
    return {
        "KINESCOPE_API_PACE": "off",
        "KINESCOPE_API_TOKEN": sim.token,
        "KINESCOPE_API_URL": sim.url,
        "KINESCOPE_UPLOADER_URL": sim.uploader_url,
    }


def write_playbook(
    path: pathlib.Path, variables: pathlib.Path, tasks: Sequence[Mapping[str, Any]], **keywords: Any
) -> None:
    """One play on localhost, its secrets in a file of variables. A task's failure does not end it by itself."""
    play = {
        "name": "Test",
        "hosts": "localhost",
        "gather_facts": False,
        **keywords,
        "tasks": [{"ignore_errors": True, **one} for one in tasks],
    }
    with path.open("w", encoding="utf-8") as stream:
        dumper = _Dumper(stream, sort_keys=False, allow_unicode=True, width=10_000)
        dumper.open()
        dumper.represent([play])
        dumper.close()
        secrets = dumper.secrets
        dumper.dispose()
    variables.write_text(json.dumps({"secrets": secrets}), encoding="utf-8")


def prepared(
    folder: pathlib.Path,
    sim: Simulator | None,
    tasks: Sequence[Mapping[str, Any]],
    *,
    edge: str,
    check: bool = False,
    diff: bool = False,
    verbosity: int = 0,
    forks: int = 1,
    inventory: str = "localhost,",
    env: Mapping[str, str | None] | None = None,
    vars: Mapping[str, Any] | None = None,
    **keywords: Any,
) -> tuple[list[str], dict[str, str]]:
    """The command and the environment of one ansible-playbook process whose files all stay in ``folder``.

    The simulator's connection is in the environment; ``env`` adds to it, and None takes a variable away. So does None
    in ``vars``.
    ``keywords`` are the play's own, such as module_defaults.
    """
    folder.mkdir(parents=True)
    (folder / "home").mkdir()
    playbook, secrets, record = folder / "playbook.yml", folder / "secrets.json", folder / "record.jsonl"
    usual = {"ansible_connection": "local", "ansible_python_interpreter": TARGET_PYTHON}
    given = {name: value for name, value in {**usual, **(vars or {})}.items() if value is not None}
    write_playbook(playbook, secrets, tasks, vars=given, **keywords)
    surroundings: dict[str, str | None] = {
        **{name: value for name, value in os.environ.items() if PASSED.fullmatch(name)},
        **EDGES[edge],
        **(connection(sim) if sim else {}),
        "HOME": str(folder / "home"),
        "ANSIBLE_HOME": str(folder / "home/.ansible"),
        "ANSIBLE_ASYNC_DIR": str(folder / "home/.ansible_async"),
        **RECORDED,
        "RECORD_FILE": str(record),
        "RECORD_JOURNAL": f"{sim.url}/_simulator/journal" if sim else None,
        **(env or {}),
    }
    command = [str(REAL), "-i", inventory, "-f", str(forks)]
    command += ["--check"] * check + ["--diff"] * diff + [f"-{'v' * verbosity}"] * bool(verbosity)
    command += ["-e", f"@{secrets}", str(playbook)]
    return command, {name: value for name, value in surroundings.items() if value is not None}


def run_playbook(
    folder: pathlib.Path, sim: Simulator | None, tasks: Sequence[Mapping[str, Any]], **options: Any
) -> Run:
    """Run tasks in one ansible-playbook process; ``options`` are those of prepared()."""
    command, surroundings = prepared(folder, sim, tasks, **options)
    record = folder / "record.jsonl"
    process = subprocess.run(
        [ansible_playbook(), *command[1:]],
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    stdout, stderr = process.stdout.decode(), process.stderr.decode()  # to the byte: carriage returns stay
    output = stdout + stderr
    if not record.exists():
        raise AssertionError(f"no task ran (exit status {process.returncode}):\n{output}")
    journal = sim.journal if sim else []
    runs = []
    for line in record.read_text(encoding="utf-8").splitlines():
        seen = json.loads(line)
        first, last = seen["requests"]
        seconds = seen["ended"] - seen["begun"]
        runs.append(
            TaskRun(seen["name"], seen["outcome"], seen["result"], journal[first:last], seconds, output),
        )
    return Run(runs, process.returncode, stdout, stderr)
