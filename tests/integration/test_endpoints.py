# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every endpoint of the API is reached by a module, or it is said why not; and docs/endpoints.md says by which."""

from __future__ import annotations

import pathlib

import pytest

from tests.integration import reach
from tests.integration.play import ROOT


@pytest.mark.worker_only
def test_every_endpoint_is_reached_or_explained(tmp_path: pathlib.Path) -> None:
    """Real tasks in one playbook; what the simulator's journal says of each is what counts."""
    run = reach.play(tmp_path / "run")
    assert [f"{one.name}: {one.msg}" for one in run if one.failed] == []
    assert len(run) == len(reach.STEPS)
    found = reach.reached(run)
    assert reach.faults(found) == []
    assert reach.PAGE.read_text(encoding="utf-8") == reach.text(found), "run: make endpoints"


def test_what_it_would_find() -> None:
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
