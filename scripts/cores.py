# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""cores.py quick|long|full CORE:OLDEST_PYTHON...: tests with other versions of ansible-core, each in build/core-CORE.

quick ("make test"): the minimum that shows that plugins, modules and roles run. long ("make test-all"): everything that
depends on the version of ansible-core, and all playbooks with the oldest. full: all of sanity, all unit tests and all
integration tests. Only full repeats what the other checks cover anyway. Skipped versions are listed with the reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree  # only parses our own reports  # nosec B405

from stage import ROOT

#: what differs between versions: loading of plugins, execution of modules, results, roles
UNIT = (
    "tests/unit/repository/test_documentation.py",
    "tests/unit/_edge/test_module.py",
    "tests/unit/plugins/test_in_worker.py",
)
QUICK = (
    *UNIT,
    "tests/integration/test_drift_callback.py",
    "tests/integration/test_edges.py",
    "tests/integration/test_lookup.py",
    "tests/integration/test_reach.py",
    "tests/integration/test_roles.py::test_playbooks_work_from_an_installed_collection",
    "tests/integration/test_recording.py::test_a_recording_is_waited_for_and_a_run_that_was_cut_is_completed",
)
LONG = (
    *QUICK,
    "tests/integration/test_manners.py",
    "tests/integration/test_project.py",
    "tests/integration/test_workspace.py::test_each_step_of_a_documents_life_is_predicted_and_needed_once",
)
#: everything except tests that do not depend on ansible-core: scripts of the workflows, and ansible-rulebook
WHOLE = (
    "tests/unit",
    "tests/integration",
    *(f"--ignore=tests/integration/test_{name}.py" for name in ("gitops", "events")),
)
PATHS = {"quick": QUICK, "long": LONG, "full": WHOLE}
#: ansible-core's own tests of the collection; () stands for all of sanity
SANITY = {
    "quick": ("validate-modules",),
    "long": ("action-plugin-docs", "ansible-doc", "import", "runtime-metadata", "validate-modules"),
    "full": (),
}
#: the number of Python versions that an ansible-core supports for controllers
SPAN = 3
#: all of sanity has at least this many tests with every ansible-core
SANITY_TESTS = 24
OLDEST = "2.16"
#: from this version on, modules can also run in Ansible's worker
WITH_WORKER = (2, 19)


class Unusable(Exception):
    """The tests could not run or proved nothing; the text says why."""


def number(core: str) -> tuple[int, ...]:
    return tuple(int(part) for part in core.split("."))


def find_python(oldest: str) -> str | None:
    """The newest installed Python that can be the controller, or the one that CORE_PYTHON names."""
    minor = number(oldest)[1]
    names = [f"python3.{minor + more}" for more in reversed(range(SPAN))]
    asked = os.environ.get("CORE_PYTHON")
    command: list[str] = [str(ROOT / "scripts/find-python"), *([asked] if asked else names)]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    if asked and not found:
        raise SystemExit(f"cores: CORE_PYTHON={asked} is not on this machine")
    return found or None


def python_of(venv: Path) -> str:
    """The version of Python in a virtual environment, such as 3.12."""
    command = [str(venv / "bin/python"), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def core_of(venv: Path) -> str:
    """The version of ansible-core in a virtual environment, such as 2.19; '' if there is none."""
    if not (venv / "bin/python").exists():
        return ""
    command = [str(venv / "bin/python"), "-c", "from ansible.release import __version__ as v; print(v)"]
    return ".".join(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split(".")[:2])


def sanity(core: str, venv: Path, tests: tuple[str, ...]) -> str:
    """Run all of ansible-test sanity, or some tests with the controller's Python; returns a summary."""
    log = ROOT / f"build/sanity-core-{core}.log"
    options = [part for test in tests for part in ("--test", test)]
    options += ["--python", python_of(venv)] if tests else []
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            [ROOT / "scripts/ansible-test", venv, "sanity", *options],
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    text = log.read_text(encoding="utf-8")
    if done.returncode:
        print("\n".join(line for line in text.splitlines() if line.startswith(("ERROR", "FATAL"))), flush=True)
        raise Unusable(f"sanity, see {log.relative_to(ROOT)}")
    names = set(re.findall(r'^Running sanity test "([^"]+)"', text, re.MULTILINE))
    if "All targets skipped" in text or "No tests applicable" in text or len(names) < (len(tests) or SANITY_TESTS):
        raise Unusable(f"sanity ran {len(names)} tests, which is not all; see {log.relative_to(ROOT)}")
    return f"{len(names)} sanity tests"


def pytest(core: str, venv: Path, paths: tuple[str, ...]) -> str:
    """Run tests; returns the number that passed."""
    report = ROOT / f"build/junit/core-{core}.xml"
    environment = {
        **os.environ,
        "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "build/link"),
        "EDGE": "worker" if number(core) >= WITH_WORKER else "shipped",
    }
    command = [str(venv / "bin/python"), "-m", "pytest", *paths, "-n", os.environ.get("WORKERS", "2")]
    done = subprocess.run([*command, f"--junitxml={report}"], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise Unusable(f"{' '.join(paths)} failed")
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - written by pytest a moment ago  # nosec B314
    count = sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)
    if count < SANITY_TESTS:
        raise Unusable(f"only {count} tests of {' '.join(paths)} ran")
    return f"{count} tests"


def try_core(core: str, python: str, tests: str) -> str:
    """Run the requested tests with one ansible-core; returns a summary."""
    venv = ROOT / f"build/core-{core}"
    subprocess.run(["make", f"build/core-{core}/.stamp", f"PYTHON={python}"], cwd=ROOT, check=True)
    if core_of(venv) != core:
        raise Unusable(f"{venv} holds ansible-core {core_of(venv)}")
    paths = (*UNIT, "tests/integration") if (tests, core) == ("long", OLDEST) else PATHS[tests]
    return f"{sanity(core, venv, SANITY[tests])}, {pytest(core, venv, paths)}"


def main() -> int:
    tests = sys.argv[1]
    if tests not in PATHS:
        raise SystemExit(f"cores: TESTS is {', '.join(PATHS)}, not {tests}")
    supported = [pair.split(":") for pair in sys.argv[2:]]
    covered = core_of(ROOT / "build/venv") if tests != "full" else ""
    lines, failed = [], False
    unknown = [core for core, oldest_python in supported if not oldest_python]
    if unknown or not supported:
        raise SystemExit(f"cores: not a supported ansible-core: {' '.join(unknown) or 'none is named'}")
    for position, (core, oldest_python) in enumerate(supported):
        begun = time.monotonic()
        python = find_python(oldest_python)
        if core == covered:
            lines.append(f"ansible-core {core}: tested by the other checks")
            continue
        if python is None:
            last = f"3.{number(oldest_python)[1] + SPAN - 1}"
            lines.append(f"SKIPPED: ansible-core {core}: no Python {oldest_python} to {last} on this machine")
            continue
        try:
            said = try_core(core, python, tests)
        except (Unusable, subprocess.CalledProcessError) as error:
            said, failed = f"FAILED: {error}", True
        minutes = (time.monotonic() - begun) / 60
        lines.append(f"ansible-core {core} with {Path(python).name}: {said} ({minutes:.1f} min)")
        print(f"-- {position + 1}/{len(supported)} {lines[-1]}", flush=True)
    print("\n".join(["cores:", *lines]))
    return 1 if failed or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
