# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection costs: whole ansible-playbook processes against the bundled simulator on this machine.

Figures are medians of several rounds in one run; each round runs every playbook once, so that a machine that slows down
slows all of them. Absolute times say little about another machine, the ratios do. Nothing fails for being slow: targets
are told as reached or missed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import bench_library
import bench_octodns
import bench_peers
import bench_reports
import bench_tls
import bench_upload
import bench_workspace
from bench_play import TOKEN, Aim, Bench, Run, memory, seconds_allowed, show_aims, simulator, wall
from stage import ROOT

ITEMS = 50
LOOP = "{{ range(" + str(ITEMS) + ") | list }}"
PROJECT = "kinescope.kinescope.kinescope_project"
PLAYER = "kinescope.kinescope.kinescope_player"
SHIPPED = {"KINESCOPE_FORCE_MODULE": "1"}
SEPARATE = [f"separate {kind}{how}" for kind in ("players", "projects") for how in ("", ", https")]


def loop(task: dict[str, Any]) -> list[dict[str, Any]]:
    """One task with a loop over all items."""
    return [{**task, "loop": LOOP}]


def separate(task: dict[str, Any]) -> list[dict[str, Any]]:
    """A separate task for each item."""
    return [json.loads(json.dumps(task).replace("{{ item }}", str(item))) for item in range(ITEMS)]


def cases(url: str, https: dict[str, str]) -> dict[str, tuple[list[dict[str, Any]], dict[str, str]]]:
    """The playbooks: name -> (tasks, environment). In the environment ``https``, tasks reach the API by https."""
    project = {PROJECT: {"name": "Bench {{ item }}", "privacy_type": "anywhere"}}
    player = {PLAYER: {"name": "Bench {{ item }}", "settings": {"autoplay": False}}}
    asking = {"url": f"{url}/v1/projects", "headers": {"Authorization": f"Bearer {TOKEN}"}}
    return {
        "empty play": ([], {}),
        "loop of assert": (loop({"ansible.builtin.assert": {"that": True}}), {}),
        "loop of uri": (loop({"ansible.builtin.uri": asking}), {}),
        "loop, in the worker": (loop(project), {}),
        "loop, shipped": (loop(project), SHIPPED),
        "separate debug": (separate({"ansible.builtin.debug": {"msg": "{{ item }}"}}), {}),
        "separate players": (separate(player), {}),
        "separate projects": (separate(project), {}),
        "separate players, https": (separate(player), https),
        "separate projects, https": (separate(project), https),
        **{f"loop of {name}": (loop({name: options}), {}) for name, options in bench_peers.modules().items()},
    }


def rounds(
    bench: Bench, books: dict[str, tuple[list[dict[str, Any]], dict[str, str]]], count: int
) -> dict[str, list[Run]]:
    """Run the playbooks (see cases()) in turn, ``count`` times."""
    runs: dict[str, list[Run]] = {name: [] for name in books}
    for number in range(count):
        for name, (tasks, environment) in books.items():
            runs[name].append(bench.play(tasks, environment=environment))
            print(f"  round {number + 1}: {name}: {runs[name][-1].wall:.2f} s", flush=True)
    return runs


def shipped_size(bench: Bench) -> int:
    """The size in bytes of the module as it is sent to a target."""
    folder = bench.folder / "remote"
    keep = {"ANSIBLE_KEEP_REMOTE_FILES": "1", "ANSIBLE_REMOTE_TMP": str(folder)}
    bench.play([{PROJECT: {"name": "Bench 0", "privacy_type": "anywhere"}}], environment={**SHIPPED, **keep})
    return max((path.stat().st_size for path in folder.rglob("AnsiballZ_*")), default=0)


def pacing(bench: Bench, writes: int) -> dict[str, Any]:
    """Two forks that create projects as fast as the API permits: 10 requests a second and 300 a minute."""
    bench.control("POST", "reset")
    bench.control("PUT", "switches", {"limits": "on"})
    task = {PROJECT: {"name": "{{ inventory_hostname }} {{ item }}", "privacy_type": "anywhere"}}
    run = bench.play([{**task, "loop": "{{ range(" + str(writes) + ") | list }}"}], "one,two,")
    entries = bench.control("GET", "journal")["entries"]
    bench.control("PUT", "switches", {"limits": "off"})
    span = entries[-1]["at"] - entries[0]["at"]
    sent = len(entries)
    allowed = seconds_allowed(sent)
    refused = sum(entry["status"] == 429 for entry in entries)
    return {
        "writes": 2 * writes,
        "requests": sent,
        "refused (429)": refused,
        "failed": run.failed,
        "seconds": round(span, 1),
        "seconds that the limits allow": allowed,
    }


def main() -> None:
    """Run the benchmark, print a table and write JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--writes", type=int, default=200, help="of each of two forks, under the limits; 0: none")
    options.add_argument("--json", type=Path, default=ROOT / "build/bench.json")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name, simulator(Path(name)) as url:
        bench = Bench(Path(name), url)
        with bench_tls.encrypted(bench.folder, url) as https:
            books = cases(url, https)
            for name in ("loop, in the worker", "separate players"):
                bench.play(books[name][0])  # creates the objects; warms the caches of files
            print("The API answers at once:")
            quick = rounds(bench, books, chosen.rounds)
        print("Each answer of the API takes 100 ms:")
        bench.control("POST", "fault", {"kind": "slow", "seconds": 0.1, "path": "/v1/*", "times": 1_000_000})
        slow_books = {name: books[name] for name in ("empty play", "loop of uri", "loop, in the worker")}
        slow = rounds(bench, slow_books, max(1, chosen.rounds // 2))
        bench.control("DELETE", "faults")
        size = shipped_size(bench)
        limits = pacing(bench, chosen.writes) if chosen.writes else None
        print("One document for a whole workspace:")
        whole = bench_workspace.measure(bench, chosen.rounds)
        print("Reports:")
        reports = bench_reports.measure(chosen.rounds)
        print("Plans beside those of octoDNS:")
        octodns = bench_octodns.measure(bench, chosen.rounds)
        print("A large library:")
        library = bench_library.measure()
        print("A large file to the uploader:")
        upload = bench_upload.measure(bench.folder, 2 * chosen.rounds)
        print("Many small files at the API's limits:")
        upload["small files"] = bench_upload.measure_small(bench)
    report(quick, slow, size, limits, whole, reports, octodns, library, upload, chosen.json)


def table(quick: dict[str, list[Run]], slow: dict[str, list[Run]]) -> list[dict[str, Any]]:
    """The rows: speed of the API, playbook, and cost; compared with an empty play where it says so."""
    rows = []
    for setting, runs in (("at once", quick), ("100 ms", slow)):
        for name, measured in runs.items():
            rows.append(
                {
                    "answers": setting,
                    "playbook": name,
                    "wall": wall(measured),
                    "ms_per_item": (wall(measured) - wall(runs["empty play"])) / ITEMS * 1000,
                    "requests": measured[-1].requests,
                    "mib": memory(measured) - memory(runs["empty play"]),
                }
            )
    return rows


def show(rows: list[dict[str, Any]]) -> None:
    """Print the table."""
    heads = ("wall s", "ms/item net", "requests", "s by limits", "MiB over empty")
    print(f"\n{'answers':8} {'playbook':24} " + " ".join(f"{head:>14}" for head in heads))
    for row in rows:
        allowed = seconds_allowed(row["requests"])
        figures = (f"{row['wall']:.2f}", f"{row['ms_per_item']:.1f}", row["requests"], allowed, f"{row['mib']:.1f}")
        print(f"{row['answers']:8} {row['playbook']:24} " + " ".join(f"{figure:>14}" for figure in figures))


def aims(quick: dict[str, list[Run]], slow: dict[str, list[Run]], limits: dict[str, Any] | None) -> list[Aim]:
    """The targets."""
    empty, ours = wall(quick["empty play"]), "loop, in the worker"
    per_item = {name: (wall(runs) - empty) / ITEMS * 1000 for name, runs in quick.items()}
    over_assert = per_item[ours] - per_item["loop of assert"]
    debug = wall(quick["separate debug"])
    far, added = slow[ours], memory(quick[ours]) - memory(quick["empty play"])
    beside = {peer: per_item[f"loop of {peer}"] for peer in ("uri", *bench_peers.modules())}
    found = [
        Aim("a looped no-op item over assert, ms", over_assert, "at most 2", over_assert <= 2),
        *(
            Aim("a looped no-op item, ms", per_item[ours], "at most 1/40", per_item[ours] * 40 <= theirs, peer, theirs)
            for peer, theirs in beside.items()
        ),
        Aim("50 no-op projects at 100 ms: requests", far[-1].requests, "at most 4", far[-1].requests <= 4),
        Aim("50 no-op projects at 100 ms: seconds", wall(far), "at most 2", wall(far) <= 2),
        *(
            Aim(
                f"50 {name}, s",
                wall(quick[name]),
                "at most 1.3 times",
                wall(quick[name]) <= 1.3 * debug,
                "debug",
                debug,
            )
            for name in SEPARATE
        ),
        *(
            Aim(f"50 {name}: requests", quick[name][-1].requests, "at most 4", quick[name][-1].requests <= 4)
            for name in SEPARATE
        ),
        Aim("memory over an empty play, MiB", added, "at most 12", added <= 12),
    ]
    if limits:
        took, allowed = limits["seconds"], limits["seconds that the limits allow"]
        fine = took <= 1.1 * allowed and not limits["failed"]
        found.append(Aim("two forks that write, s", took, "at most 1.1 times", fine, "limits", allowed))
    return found


def report(
    quick: dict[str, list[Run]],
    slow: dict[str, list[Run]],
    size: int,
    limits: dict[str, Any] | None,
    whole: list[dict[str, Any]],
    reports: dict[str, float],
    octodns: list[Aim],
    library: list[dict[str, Any]],
    upload: dict[str, Any],
    file: Path,
) -> None:
    """Print the tables and the targets, and write them as JSON."""
    rows = table(quick, slow)
    show(rows)
    if limits:
        print("\nunder the API's limits: " + ", ".join(f"{name} {value}" for name, value in limits.items()))
    print(f"the module as shipped: {size / 1024:.0f} KiB; an empty play: {wall(quick['empty play']):.2f} s\n")
    found = [*aims(quick, slow, limits), *bench_workspace.report(whole), *octodns, *bench_reports.report(reports)]
    found += [*bench_library.report(library), *bench_upload.report(upload)]
    found += bench_upload.report_small(upload["small files"])
    show_aims(found)
    file.parent.mkdir(parents=True, exist_ok=True)
    everything = {
        "rows": rows,
        "aims": [{**asdict(aim), "ratio": aim.ratio} for aim in found],
        "limits": limits,
        "workspace": whole,
        "reports": reports,
        "library": library,
        "upload": upload,
        "shipped_bytes": size,
    }
    file.write_text(json.dumps(everything, indent=2))


if __name__ == "__main__":
    main()
