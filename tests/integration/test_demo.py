# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demo, which is the first that most people see of the collection. It checks each of its own sentences."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from tests.integration.play import ROOT

#: Lines of a terminal.
SCREEN = 30


@pytest.mark.worker_only
def test_the_demo_tells_its_whole_story(tmp_path: pathlib.Path) -> None:
    """Each step fits on a screen; the report is opened where there is a display."""
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" >"${0%/*}/opened"\n', encoding="utf-8")
    browser.chmod(0o755)
    display = {**os.environ, "DISPLAY": ":9", "BROWSER": f"{browser} %s"}
    display.pop("CI", None)
    command = [sys.executable, str(ROOT / "scripts/demo.py"), str(tmp_path / "demo")]
    run = subprocess.run(command, env=display, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    steps = run.stdout.split("\n== ")[1:]
    assert [step[0] for step in steps] == [*"1234567", "T"]
    assert [step for step in steps if step.count("\n") > SCREEN or len(max(step.splitlines(), key=len)) > 140] == []
    assert "privacy_domains -copycat.example" in run.stdout
    opened = (tmp_path / "opened").read_text(encoding="utf-8").strip()
    assert f"file://{tmp_path}/demo/drift/drift.html" == opened
