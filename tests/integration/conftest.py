# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What integration tests share: simulators, and play(), which runs tasks through ansible-playbook."""

from __future__ import annotations

import itertools
import os
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import pytest

from tests.integration.play import CHOSEN_EDGES, Run, run_playbook
from tests.simulator import Simulator


class Play(Protocol):
    """run_playbook() in a fresh folder of the test, on the edge that is under test."""

    def __call__(self, sim: Simulator | None, tasks: Sequence[Mapping[str, Any]], **options: Any) -> Run:
        """Run the tasks."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would only repeat.

    That is, where modules are shipped, what is marked worker_only. And, unless TESTS=long, what is marked long, and all
    but the first of the ``world`` parameters, the most hostile: the unit tests lead objects of each kind through every
    reading of the API, and neither Ansible nor the way to the target has to do with it.
    """
    long = os.environ.get("TESTS") in ("long", "full")
    every_world = os.environ.get("TESTS") == "long" and CHOSEN_EDGES != ["shipped"]
    kept: list[pytest.Item] = []
    repeated: list[pytest.Item] = []
    tried: set[tuple[str, str]] = set()  # tests, with their other parameters
    for item in items:
        given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        others = sorted((name, repr(value)) for name, value in given.items() if name != "world")
        one = (item.nodeid.partition("[")[0], repr(others))
        shipped = given.get("edge", CHOSEN_EDGES[0]) == "shipped"
        needless = (
            (shipped and item.get_closest_marker("worker_only") is not None)
            or (not long and item.get_closest_marker("long") is not None)
            or ("world" in given and one in tried and not every_world)
        )
        tried.add(one)
        (repeated if needless else kept).append(item)
    config.hook.pytest_deselected(items=repeated)
    items[:] = kept


@pytest.fixture(params=CHOSEN_EDGES)
def edge(request: pytest.FixtureRequest) -> str:
    """The way in which modules run."""
    return str(request.param)


@pytest.fixture
def play(tmp_path: pathlib.Path, edge: str) -> Play:
    """Run tasks in one ansible-playbook process."""
    numbers = itertools.count(1)

    def run(sim: Simulator | None, tasks: Sequence[Mapping[str, Any]], **options: Any) -> Run:
        return run_playbook(tmp_path / f"play-{next(numbers)}", sim, tasks, edge=edge, **options)

    return run


@pytest.fixture
def simulator() -> Iterator[Callable[..., Simulator]]:
    """Start simulators with the given switches; they stop with the test."""
    started: list[Simulator] = []

    def start(**switches: Any) -> Simulator:
        started.append(Simulator(**{"default_player": "off", **switches}).start())
        return started[-1]

    yield start
    for sim in started:
        sim.stop()


@pytest.fixture
def sim(simulator: Callable[..., Simulator]) -> Simulator:
    """A simulator with every switch at its default, but for a player that is there from the start."""
    return simulator()
