# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo, which is the first that most people see of the collection. It checks each of its own sentences."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.integration.play import ROOT


@pytest.mark.worker_only
def test_the_demo_tells_its_whole_story() -> None:
    command = [sys.executable, str(ROOT / "scripts/demo.py")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    steps = [line for line in run.stdout.splitlines() if line.startswith("== ")]
    assert [step[3] for step in steps[:-1]] == ["1", "2", "3", "4", "5"]
    assert steps[-1] == "== Summary"
