# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same tasks shipped and in the worker: running them in both ways, and comparing what they return."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from difflib import ndiff

from ansible.release import __version__

from tests.integration.play import EDGES, NO_RETRIES, Run

CORE = tuple(int(part) for part in re.findall(r"\d+", __version__)[:3])
#: Whether this ansible-core can run a module in its worker at all; older ones ship every module.
CAN_RUN_HERE = CORE >= (2, 19, 1)
#: What to ask for. Where every module is shipped whatever is asked for, once is enough.
WAYS = tuple(EDGES) if CAN_RUN_HERE else ("worker",)
#: One order of Ansible's own sets in messages, what newer versions leave out of results, and less of a wait.
COMPARABLE = {
    **NO_RETRIES,
    "PYTHONHASHSEED": "0",
    "ANSIBLE_INJECT_INVOCATION": "1",
    "ANSIBLE_PIPELINING": "1",
}
#: What no two runs have in common: each different text becomes the number of its first appearance. And what differs
#: between two Pythons: where they are, and the order of Ansible's own sets in messages.
VOLATILE = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<moment>\d{4}-\d\d-\d\d[T ][\d:.]+Z?)"
    r"|(?P<room>\b[a-z]{3}-[a-z]{4}-[a-z]{3}\b)"
    r"|(?P<port>127\.0\.0\.1:\d+)"
    r"|(?P<short>\b[0-9A-Za-z]{22}\b)"
    r"|(?P<root>[^\s\"\\]*/(?=ansible_collections/|ansible/module_utils/))"
    r"|(?P<frame>Interrupted at [^\"]*)"
    r"|(?P<python>(?<=Python )/[^\s\"]*)"
    r"|(?P<order>Valid booleans include: [^\"]*)"
)
#: Of them, what counts as one text.
SAME = ("frame", "order", "python", "root")


def in_both_ways(run: Callable[[str], Run], folder: pathlib.Path) -> Run:
    """Run a play once for each way, side by side, and compare what became of its tasks; returns the last run.

    Each must keep its files in a folder of its own, named as the way is.
    """
    with ThreadPoolExecutor() as pool:
        runs = dict(zip(WAYS, pool.map(run, WAYS)))
    assert_same_results({way: (found, folder / way) for way, found in runs.items()})
    return runs[WAYS[-1]]


def assert_same_results(runs: Mapping[str, tuple[Run, pathlib.Path]]) -> None:
    """Every task's name, outcome and whole result, as JSON, with its keys in their order."""
    first, *others = (normal(*found) for found in runs.values())
    for other in others:
        assert [name for name, _outcome, _result in first] == [name for name, _outcome, _result in other]
        for mine, theirs in zip(first, other):
            assert mine == theirs, "\n".join(ndiff(*("\n".join(one).splitlines() for one in (mine, theirs))))


def normal(run: Run, folder: pathlib.Path) -> list[tuple[str, str, str]]:
    """Name, outcome and whole result of every task, with numbers for what no two runs have in common."""
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        return kind if kind in SAME else numbers.setdefault(match[0], f"{kind}-{len(numbers)}")

    found = []
    for one in run:
        text = json.dumps(one.result, indent=1, ensure_ascii=False).replace(str(folder), "<folder>")
        found.append((one.name, one.outcome, VOLATILE.sub(number, text)))
    return found


def shipped(run: Run, name: str) -> bool:
    """Whether a task (of a run that is verbose enough) sent its module to a process of its own."""
    section = re.split(r"^TASK \[", run.stdout, flags=re.MULTILINE)
    found = [part for part in section if part.startswith(f"{name}] ")]
    assert len(found) == 1, f"{name}:\n{run.output}"
    return re.search(r"Using module file \S*/kinescope_\w+\.py", found[0]) is not None
