# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans of a document compared with octoDNS's plans of as many records, in turn. A part of bench.py.

octoDNS is installed in build/bench; without it, nothing is compared.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench_peers import FOLDER, pip
from bench_play import Aim, Bench, Run, cpu, measured
from bench_workspace import LIFTED, SIZES, document, fill, from_file

OCTODNS = "octodns==1.22.0"
RECORDS = 10_000
NOTHING = "no plan"
CREATES = f"a plan of {RECORDS:,} new objects"
SAME = f"a plan of {RECORDS:,} unchanged objects"
WITH_DIFF = f"{CREATES}, with its diff"
_SYNC = "import sys; from octodns.cmds.sync import main; sys.argv[0] = 'octodns-sync'; main()"


def octodns(folder: Path) -> dict[str, Callable[[], Run]]:
    """What runs octoDNS's plans from files to files; {} without octoDNS."""
    library = FOLDER / "octodns"
    if not library.is_dir() and not pip("install", "-q", "--target", str(library), OCTODNS):
        return {}
    environment = {**os.environ, "PYTHONPATH": str(library)}
    many = "".join(
        f"host{number:05}:\n  type: A\n  value: 10.{number // 256}.{number % 256}.1\n" for number in range(RECORDS)
    )
    plans: dict[str, Callable[[], Run]] = {}
    for number, (what, wanted, there) in enumerate(((CREATES, many, ""), (SAME, many, many))):
        place = folder / str(number)
        for side, records in (("wanted", wanted), ("there", there)):
            (place / side).mkdir(parents=True)
            if records:
                (place / side / "bench.example.yaml").write_text("---\n" + records)
        provider = {
            side: {"class": "octodns.provider.yaml.YamlProvider", "directory": str(place / side)}
            for side in ("wanted", "there")
        }
        zones = {"bench.example.": {"sources": ["wanted"], "targets": ["there"]}}
        (place / "config.yaml").write_text(json.dumps({"providers": provider, "zones": zones}))
        command = [sys.executable, "-c", _SYNC, "--config-file", str(place / "config.yaml")]
        plans[what] = partial(measured, command, environment, place / "output")
    return plans


def measure(bench: Bench, rounds: int) -> list[Aim]:
    """The processor seconds of our plans over an empty play, and of octoDNS's over an empty process, run in turn."""
    theirs = octodns(bench.folder / "octodns")
    if not theirs:
        return []
    new, same = document(RECORDS, 0, 0), document(*SIZES["10,000"])
    many, kept = from_file(bench, new, "new.yml"), from_file(bench, same)
    shown = [{**task, "diff": True} for task in many]
    ours: dict[str, list[Run]] = defaultdict(list)
    octo: dict[str, list[Run]] = defaultdict(list)
    for there, plays in (({}, {CREATES: many, WITH_DIFF: shown}), (same, {SAME: kept})):
        fill(bench, there)
        for _round in range(rounds):
            ours[NOTHING].append(bench.play([]))
            octo[NOTHING].append(bench.script())
            for what, tasks in plays.items():
                if what in theirs:
                    octo[what].append(theirs[what]())
                ours[what].append(bench.play([{**task, "check_mode": True} for task in tasks], environment=LIFTED))
    if any(run.failed for runs in (*ours.values(), *octo.values()) for run in runs):
        raise SystemExit("the plans could not be compared; see the output above")
    found = []
    for what, like in ((CREATES, CREATES), (WITH_DIFF, CREATES), (SAME, SAME)):
        mine, other = (cpu(runs[name]) - cpu(runs[NOTHING]) for runs, name in ((ours, what), (octo, like)))
        print(f"  {what}: {mine:.2f} s of processor time; octoDNS: {other:.2f} s", flush=True)
        found.append(Aim(f"{what}, CPU s", mine, "less", mine < other, "octoDNS", other))
    return found
