# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents that people start from: short, valid, and true of the workspace that they bootstrap."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROLE = ROOT / "roles/workspace"
STARTERS = sorted((ROLE / "files/starters").iterdir())
SCHEMA = json.loads((ROOT / "schemas/workspace.json").read_text(encoding="utf-8"))
each_starter = pytest.mark.parametrize("starter", STARTERS, ids=lambda path: path.stem)


def test_the_role_offers_every_starter() -> None:
    specs = yaml.safe_load((ROLE / "meta/argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    offered = specs["init"]["options"]["kinescope_init_template"]
    assert sorted(offered["choices"]) == [path.stem for path in STARTERS]
    assert all(path.suffix == ".yml" for path in STARTERS)


@each_starter
def test_a_starter_is_short_and_explains_itself(starter: pathlib.Path) -> None:
    lines = starter.read_text(encoding="utf-8").splitlines()
    assert 30 <= len(lines) <= 60
    assert max(map(len, lines)) <= 120 or lines[0] == max(lines, key=len)
    assert lines[0] == f"# yaml-language-server: $schema={SCHEMA['$id']}"
    assert sum("# " in line for line in lines) >= 8


@each_starter
def test_a_starter_bootstraps_an_empty_workspace_and_comes_back(starter: pathlib.Path, sim: Simulator) -> None:
    """It applies as it is, a second run has nothing to do, and an export has all that it names."""
    document = yaml.safe_load(starter.read_text(encoding="utf-8"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(document)) == []
    space = Space(sim)
    # reviewing it takes no secret
    (name,) = space.done(document, check=True).result["needs_secrets"]
    told = space.done(document, secrets=Secrets({name: "a long one"}))
    assert told.warnings == []
    assert told.result["unsettled"] == []
    space.unchanged(document)
    live = space.exported(secrets=True)
    assert [name for name in document if not holds(live[name], document[name])] == []


def holds(there: Any, wanted: Any) -> bool:
    """Whether a live value has at least what a document says."""
    if isinstance(wanted, dict):
        return all(name in there and holds(there[name], value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return all(any(holds(item, value) for item in there) for value in wanted)
    return bool(there == wanted)
