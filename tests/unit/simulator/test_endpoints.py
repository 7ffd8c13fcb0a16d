# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every documented endpoint is served, and the documentation's tables are those of the code."""

from __future__ import annotations

import csv
import pathlib
import uuid

import pytest

from tests.simulator import control, faults, switches
from tests.simulator.core import Core

ROOT = pathlib.Path(__file__).resolve().parents[3]
with open(ROOT / "tests/simulator/endpoints.tsv", encoding="utf-8", newline="") as _file:
    ENDPOINTS = list(csv.DictReader(_file, delimiter="\t"))


def test_the_list_is_whole():
    assert len(ENDPOINTS) == 134
    assert len({(row["host"], row["method"], row["path"]) for row in ENDPOINTS}) == 134


@pytest.fixture(scope="module")
def router():
    return Core({}).router


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: f"{row['method']} {row['path']}")
def test_served(router, row):
    path = row["path"]
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        path = path.replace(f"{{{name}}}", "csv" if name == "format" else str(uuid.uuid4()))
    route, _path = router.find(row["host"], row["method"], path)
    assert route.method == row["method"]


def test_listed(sim_api):
    _sim, api = sim_api
    served = {(row["host"], row["method"], row["path"]) for row in api.control("GET", "endpoints").json()}
    known = {(row["host"], row["method"], row["path"].replace(".{format}", "")) for row in ENDPOINTS}
    assert known <= served


@pytest.mark.parametrize(
    "table", [switches.table(), faults.table(), control.table()], ids=["switches", "faults", "control"]
)
def test_documented(table):
    assert table in (ROOT / "docs/simulator.md").read_text(encoding="utf-8")
