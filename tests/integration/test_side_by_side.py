# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several hosts, runs and processes at once with one token, and runs that end in the middle."""

from __future__ import annotations

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.simulator import Simulator

HOSTS = "a,b,c,d,e,f"


def test_six_hosts_create_one_project(play: Play, sim: Simulator) -> None:
    """The API would take six projects of one name: exactly one host creates it, the others find it."""
    sim.set(names="free")
    sim.fault("slow", method="POST", seconds=0.5, work="after", times=None)
    project = task("project", "project", {"name": "Courses", "privacy_type": "anywhere"})
    run = play(sim, [project], hosts="all", inventory=HOSTS, forks=6)
    assert [one.outcome for one in run] == ["ok"] * 6, run.output
    assert [one["name"] for one in sim.objects("project")] == ["Courses"]
    assert [one.changed for one in run].count(True) == 1
