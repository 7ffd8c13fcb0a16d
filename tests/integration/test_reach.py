# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks for every module: the same results in both ways to run, and every endpoint of the API is reached.

docs/endpoints.md says which module reaches which; for an endpoint that none reaches it says why.
"""

from __future__ import annotations

import os
import pathlib

import pytest

from tests.integration import reach
from tests.integration.both_ways import CAN_RUN_HERE, COMPARABLE, in_both_ways
from tests.integration.play import ROOT, Run

#: What an older ansible-core does otherwise it does with the first task: it packs the module and reads its options. The
#: rest of a module depends not on ansible-core, but on Python, and "make shipped" tries all of it with the oldest one.
FIRST_ONLY = not CAN_RUN_HERE and os.environ.get("TESTS") not in ("long", "full")


@pytest.mark.skipif(not FIRST_ONLY, reason="all steps are tried")
def test_every_module_runs(tmp_path: pathlib.Path) -> None:
    """The first step of each."""
    run = reach.play(tmp_path / "run", steps=reach.first_steps(), env=COMPARABLE)
    assert [f"{one.name}: {one.msg}" for one in run if one.failed] == []
    assert {one.name.split()[1] for one in run} == {kind for kind, _options in reach.STEPS}


@pytest.mark.skipif(FIRST_ONLY, reason="the first step of each module is tried")
def test_every_module_returns_the_same_either_way_and_every_endpoint_is_reached(tmp_path: pathlib.Path) -> None:
    """To the byte, from TARGET_PYTHON and from Ansible's worker. Endpoints count that the simulator was asked for."""

    def play(edge: str) -> Run:
        run = reach.play(tmp_path / edge, edge, env=COMPARABLE)
        assert [f"{one.name}: {one.msg}" for one in run if one.failed] == []
        assert len(run) == len(reach.STEPS)
        return run

    found = reach.reached(in_both_ways(play, tmp_path))
    assert reach.faults(found) == []
    assert reach.PAGE.read_text(encoding="utf-8") == reach.text(found), "run: make generate"


def test_an_endpoint_that_is_not_reached_or_explained_is_found() -> None:
    """The comparison is exact both ways."""
    found = set(reach.endpoints()) - set(reach.NOT_REACHED)
    gone, explained = "POST /v1/projects", next(iter(reach.NOT_REACHED))
    assert reach.faults(found) == []
    assert [text.split(":")[0] for text in reach.faults(found - {gone})] == [f"{gone} is not reached"]
    assert [text.split(":")[0] for text in reach.faults(found | {explained})] == [f"{explained} is reached"]


def test_every_module_has_a_step() -> None:
    """A module that is not in the playbook would be on no line of the page."""
    modules = {path.stem for path in (ROOT / "plugins/modules").glob("kinescope_*.py")}
    without = modules - {f"kinescope_{kind}" for kind, _options in reach.STEPS}
    assert not without
