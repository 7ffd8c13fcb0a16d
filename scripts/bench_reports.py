# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of reports: drift of many workspaces compared with apply, and of many changes compared with their plan.

A part of bench.py.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

import bench_workspace
from bench_play import Aim, Bench, Run, cpu, show_aims, simulator, wall

HOSTS = 20
CHANGES = 10_000
DOCUMENT = {
    "version": 1,
    "players": [{"name": "Main", "settings": {"autoplay": False}}],
    "privacy_domains": [{"domain": "school.example.com"}],
    "projects": [{"name": "Courses", "privacy_type": "custom", "privacy_domains": ["school.example.com"]}],
    "tags": [{"tag": "public"}],
}


def role(name: str, **variables: Any) -> list[dict[str, Any]]:
    """A task that runs a role of the collection."""
    return [{"ansible.builtin.include_role": {"name": f"kinescope.kinescope.{name}"}, "vars": variables}]


def measure(rounds: int) -> dict[str, float]:
    """The figures as {name: seconds}."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {**_workspaces(folder / "many", rounds), **_changes(folder / "large", max(1, rounds // 2))}


def _workspaces(folder: Path, rounds: int) -> dict[str, float]:
    """Each host has its own workspace, and so its own token and limits."""
    folder.mkdir()
    tokens = {f"school{number}": f"5e1f0b1e-7b5c-4c62-9d0c-{number:012}" for number in range(HOSTS)}
    with simulator(folder, *tokens.values()) as url:
        bench = Bench(folder, url)
        given = {
            "kinescope_api_token": "{{ tokens[inventory_hostname] }}",  # nosec B105
            "tokens": tokens,
            "kinescope_workspace_config": DOCUMENT,
        }
        hosts = ",".join(tokens)
        both: dict[str, list[Run]] = {}
        bench.play(role("workspace", **given), hosts, forks=10)
        for _round in range(rounds):
            for name in ("workspace", "drift"):
                both.setdefault(name, []).append(_played(bench, role(name, **given), hosts))
    apply, drift = wall(both["workspace"]), wall(both["drift"])
    ratio = statistics.median(one.wall / other.wall for one, other in zip(both["drift"], both["workspace"]))
    print(f"  {HOSTS} workspaces: apply {apply:.2f} s, drift {drift:.2f} s", flush=True)
    return {"apply of many, s": apply, "drift of many, s": drift, "drift of many, times their apply": ratio}


def _changes(folder: Path, rounds: int) -> dict[str, float]:
    folder.mkdir()
    with simulator(folder) as url:
        bench = Bench(folder, url)
        tasks = bench_workspace.from_file(bench, bench_workspace.document(CHANGES, 0, 0))
        file = tasks[0][bench_workspace.WORKSPACE]["src"]
        runs: dict[str, list[Run]] = {"plan": [], "reports": [], "role": []}
        variables = {"kinescope_workspace_src": file, "kinescope_drift_fail": False}
        for _round in range(rounds):
            plan = {**tasks[0], "check_mode": True}
            runs["plan"].append(_played(bench, [plan]))
            plan[bench_workspace.WORKSPACE] = {"src": file, "report_dir": str(folder / "reports")}
            runs["reports"].append(_played(bench, [plan]))
            runs["role"].append(_played(bench, role("drift", **variables)))
    figures = ", ".join(f"{name} {cpu(measured):.2f} s" for name, measured in runs.items())
    print(f"  {CHANGES:,} changes, processor time: {figures}", flush=True)
    return {f"{name} of many changes, s": cpu(measured) for name, measured in runs.items()}


def _played(bench: Bench, tasks: list[dict[str, Any]], hosts: str = "localhost,") -> Run:
    run = bench.play(tasks, hosts, forks=10)
    if run.failed:
        raise SystemExit("the reports could not be measured; see the output above")
    return run


def report(figures: dict[str, float]) -> list[Aim]:
    """The targets."""
    ratio, plan = figures["drift of many, times their apply"], figures["plan of many changes, s"]
    drift, apply = figures["drift of many, s"], figures["apply of many, s"]
    over, more = (figures[f"{name} of many changes, s"] - plan for name in ("reports", "role"))
    return [
        Aim(f"drift of {HOSTS} workspaces, reports, s", drift, "at most 1.3 times", ratio <= 1.3, "their apply", apply),
        Aim(f"four reports of {CHANGES:,} changes, CPU s", over, "at most 1.5", over <= 1.5),
        Aim("all of the drift role beyond its plan, CPU s", more, "at most 1.5", more <= 1.5),
    ]


if __name__ == "__main__":
    show_aims(report(measure(3)))
