# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of a document for a whole workspace, compared with loops over the same objects. A part of bench.py."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import bench_floor
from bench_play import NONE, TOKEN, Aim, Bench, Run, cpu, memory, seconds_allowed, wall

WORKSPACE = "kinescope.kinescope.kinescope_workspace"
# (webhooks, privacy domains, zones): lists of webhooks and domains have pages of 100, the list of zones is not paged
SIZES = {"100": (50, 50, 0), "1,000": (500, 500, 0), "10,000, in 5 lists": (200, 200, 9600), "10,000": (5000, 5000, 0)}
LIFTED = {"KINESCOPE_API_PACE": "off"}
LAYERED = ("1,000", "10,000")  # the sizes that are also measured without limits, and with a base and two layers
LOOPED = "100"  # the size at which loops are measured for comparison


def document(webhooks: int, domains: int, zones: int) -> dict[str, Any]:
    """A document with this many objects."""
    return {
        "version": 1,
        "webhooks": [
            {"name": f"Hook {number}", "endpoint": f"https://hook{number}.example", "events": ["live.created"]}
            for number in range(webhooks)
        ],
        "privacy_domains": [{"domain": f"site{number}.example"} for number in range(domains)],
        **({"cdn_zones": [{"name": f"Zone {n}", "host": f"zone{n}.example"} for n in range(zones)]} if zones else {}),
    }


def pages(size: tuple[int, int, int]) -> int:
    """The number of pages of the lists of such a workspace; there is also a list of archived domains."""
    return sum(-(-count // 100) for count in size[:2]) + bool(size[1]) + bool(size[2])


def fill(bench: Bench, wanted: dict[str, Any]) -> None:
    """Create a document's objects in the simulator."""
    bench.control("POST", "reset")
    for section, entries in wanted.items():
        for entry in entries if isinstance(entries, list) else ():
            bench.control("POST", f"objects/{section[:-1]}", entry)


def from_file(bench: Bench, wanted: dict[str, Any], name: str = "workspace.yml") -> list[dict[str, Any]]:
    """The task that reconciles a document in a file of this name."""
    file = bench.folder / name
    file.write_text(_yaml(wanted))
    return [{WORKSPACE: {"src": str(file)}}]


def with_base_and_layers(bench: Bench) -> list[dict[str, Any]]:
    """The task of from_file(), with the last applied document as base, and with two additional layers."""
    file = bench.folder / "workspace.yml"
    layers = [bench.folder / f"layer{number}.yml" for number in (1, 2)]
    for number, layer in enumerate(layers):
        layer.write_text(_yaml(document(1, number, 0)))  # repeats values of the first layer
    return [{WORKSPACE: {"src": [str(file), *map(str, layers)], "base_src": str(file)}}]


def _yaml(wanted: dict[str, Any]) -> str:
    lines = ["version: 1"]
    for section, entries in wanted.items():
        if isinstance(entries, list):
            lines.append(f"{section}:")
            for entry in entries:
                pairs = [f"{name}: {json.dumps(value)}" for name, value in entry.items()]
                lines += ["- " + pairs[0], *(f"  {pair}" for pair in pairs[1:])]
    return "\n".join(lines) + "\n"


class Scripts:
    """Runs of bench_floor.py: the lowest processor seconds for reading the file (``read``), and in total (``whole``).

    The total is that of the process over one that does nothing, as that of a playbook is over an empty play: both
    include what they import.
    """

    def __init__(self, bench: Bench, file: str) -> None:
        self.bench = bench
        self.arguments = [bench_floor.__file__, file, bench.url, TOKEN]
        self.read = math.inf
        self._runs: list[Run] = []
        self._empty: list[Run] = []

    def run(self) -> None:
        """Run it once more."""
        self._empty.append(self.bench.script())
        self._runs.append(self.bench.script(*self.arguments))
        self.read = min(self.read, float(self.bench.output.read_text()))

    @property
    def whole(self) -> float:
        """The processor seconds of the script."""
        return cpu(self._runs) - cpu(self._empty)


def measure(bench: Bench, rounds: int) -> list[dict[str, Any]]:
    """The rows of the table."""
    rows = []

    def row(
        what: str,
        tasks: list[dict[str, Any]],
        count: int,
        least: int,
        environment: Mapping[str, str] = NONE,
        beside: Callable[[], None] = lambda: None,
    ) -> float:
        runs, empty = [], []
        for _round in range(count):
            empty.append(bench.play([]))
            runs.append(bench.play(tasks, environment=environment))
            beside()
        seconds = wall(runs) - wall(empty)
        extra = memory(runs) - memory(empty)
        requests = runs[-1].requests
        print(f"  {what}: {seconds:.2f} s", flush=True)
        rows.append(
            {
                "what": what,
                "net": seconds,
                "cpu": cpu(runs) - cpu(empty),
                "requests": requests,
                "pages": least,
                "limits": seconds_allowed(requests),
                "mib": extra,
                "failed": any(run.failed for run in runs),
            }
        )
        return seconds

    for name, size in SIZES.items():
        wanted = document(*size)
        fill(bench, wanted)
        tasks = from_file(bench, wanted)
        seconds = row(f"{name} unchanged, one document", tasks, rounds, pages(size))
        if name in LAYERED:
            scripts = Scripts(bench, tasks[0][WORKSPACE]["src"])
            row(f"{name} unchanged, limits lifted", tasks, rounds, pages(size), LIFTED, scripts.run)
            rows[-1].update({"floor read": scripts.read, "floor": scripts.whole})
            layered = with_base_and_layers(bench)
            row(f"{name} unchanged, with base and layers", layered, rounds, pages(size), LIFTED)
        if name == LOOPED:
            _loops(bench, wanted, row, seconds, rows)
    bench.control("POST", "reset")
    for count in (1000, 10_000):
        tasks = [{**task, "check_mode": True, "diff": True} for task in from_file(bench, document(count, 0, 0))]
        row(f"{count:,} creates planned, shown as a diff", tasks, 1, 1)
    bench.control("POST", "fault", {"kind": "slow", "seconds": 0.5, "path": "/v1/*", "times": 1_000_000})
    tasks = from_file(bench, document(100, 0, 0))
    row("100 creates, 500 ms an answer", tasks, 1, 1)
    bench.control("DELETE", "faults")
    return rows


def _loops(bench: Bench, wanted: dict[str, Any], row: Any, seconds: float, rows: list[dict[str, Any]]) -> None:
    """The same objects with loops: over the modules, and over plain requests without a collection."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    asking = {"url": f"{bench.url}/v1/{{{{ item }}}}?per_page=100", "headers": headers}
    routes = ["webhooks"] * len(wanted["webhooks"]) + ["privacy-domains"] * len(wanted["privacy_domains"])
    modules = [
        {f"kinescope.kinescope.kinescope_{kind}": dict.fromkeys(wanted[section][0]), "loop": wanted[section]}
        for kind, section in (("webhook", "webhooks"), ("privacy_domain", "privacy_domains"))
    ]
    for task in modules:
        name = next(iter(task))
        task[name] = {option: f"{{{{ item.{option} }}}}" for option in task[name]}
    for what, tasks in (
        ("the same, a loop of our modules", modules),
        ("the same, a loop of uri", [{"ansible.builtin.uri": asking, "loop": routes}]),
    ):
        looped = row(f"{LOOPED} unchanged, {what}", tasks, 1, 2)
        rows[-1]["times one document"] = looped / seconds


def report(rows: list[dict[str, Any]]) -> list[Aim]:
    """Print the table; returns the targets."""
    heads = f"{'net s':>7} {'CPU s':>7} {'requests':>9} {'pages':>6} {'s by limits':>12} {'MiB':>6}"
    print(f"\n{'one document for a workspace':52} {heads}")
    for row in rows:
        times = f"  {row['times one document']:.0f} times one document" if "times one document" in row else ""
        failed = "  FAILED" if row["failed"] else ""
        figures = f"{row['net']:7.2f} {row['cpu']:7.2f} {row['requests']:9} {row['pages']:6} {row['limits']:12}"
        print(f"{row['what']:52} {figures} {row['mib']:6.1f}{times}{failed}")
    by_name = {row["what"].split(" unchanged, one document")[0]: row for row in rows}
    small, large = by_name["1,000"], by_name["10,000"]
    reads = max(row["requests"] / row["pages"] for name, row in by_name.items() if name in SIZES)
    paged = large["net"] - large["limits"]
    planned = next(row for row in rows if row["what"].startswith("10,000 creates"))
    return [
        Aim("1,000 unchanged objects from a file, s net", small["net"], "at most 1", small["net"] <= 1),
        Aim("10,000 unchanged, s net", large["net"], "at most 1.2 more", paged <= 1.2, "limits", large["limits"]),
        Aim("reads for each page of a list", reads, "at most 1", reads <= 1),
        Aim("10,000 creates planned, s net", planned["net"], "at most 2", planned["net"] <= 2),
        *(aim for name in LAYERED for aim in _lifted(name, {row["what"]: row for row in rows})),
    ]


def _lifted(name: str, by_what: dict[str, dict[str, Any]]) -> Iterator[Aim]:
    """The targets for documents of one size without limits: alone, and with a base and layers."""
    plain, layered = by_what[f"{name} unchanged, limits lifted"], by_what[f"{name} unchanged, with base and layers"]
    most = 1.1 * plain["cpu"] + plain["floor read"]
    if name == LAYERED[-1]:
        yield Aim(f"{name} unchanged, limits lifted, s net", plain["net"], "at most 0.9", plain["net"] <= 0.9)
        yield Aim(f"{name} unchanged, MiB over an empty play", plain["mib"], "at most 50", plain["mib"] <= 50)
        ratio = plain["cpu"] / plain["floor"]
        yield Aim(f"{name} unchanged, CPU s", plain["cpu"], "at most 3 times", ratio <= 3, "a script", plain["floor"])
    yield Aim(
        f"{name} with a base and layers, CPU s",
        layered["cpu"],
        f"at most {most:.2f}",
        layered["cpu"] <= most,
        "without",
        plain["cpu"],
    )
    more = layered["requests"] - plain["requests"]
    yield Aim(f"{name} with a base and layers, more requests", more, "0", more <= 0)
