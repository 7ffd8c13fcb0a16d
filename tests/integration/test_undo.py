# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-playbook, killed while it applies a document; what it left is applied, and the workspace is as it was."""

from __future__ import annotations

import pathlib
import time
from typing import Any

import pytest

from tests.integration.play import kill, with_descendants
from tests.integration.test_workspace import one_task, started
from tests.simulator import Simulator
from tests.unit._workspace.going_back import FORMER, names_in, picture, undoing
from tests.unit._workspace.spaces import Space

PLACE = {"project": "Courses", "folder": ["2026"]}
BEFORE: dict[str, Any] = {
    "version": 1,
    "players": [{"name": "Main", "settings": {"volume": 30}}],
    "privacy_domains": [{"domain": "пример.рф"}],
    "projects": [
        {
            "name": "Courses",
            "privacy_type": "custom",
            "privacy_domains": ["пример.рф"],
            "player": "Main",
            "drm_auth": {"url": "https://auth.example.com", "username": "u", "password": FORMER},
            "folders": [{"name": "2026", "folders": [{"name": "Spring"}]}],
        }
    ],
    "webhooks": [
        {"name": "lms", "endpoint": "https://lms/{{ a }}", "login": "u", "password": FORMER},
        {"name": "old", "endpoint": "https://old"},
    ],
    "live_events": [
        {
            "name": "Webinar",
            "type": "one-time",
            "location": PLACE,
            "restreams": [{"name": "vk", "url": "rtmp://vk", "key": FORMER}],
        }
    ],
    "playlists": [{"name": "Season", "location": PLACE, "description": "d"}],
}
AFTER: dict[str, Any] = {
    "version": 1,
    "players": [{"name": "Player", "previous_names": ["Main"], "settings": {"volume": 80}}],
    "projects": [
        {
            "name": "Courses",
            "privacy_type": "anywhere",
            "privacy_domains": [],
            "drm_auth": {"state": "absent"},
            "folders": [{"name": "2026", "folders": [{"name": "Autumn", "previous_names": ["Spring"]}]}],
        },
        {"name": "Archive", "privacy_type": "nowhere", "folders": [{"name": "x"}]},
    ],
    "webhooks": [
        {"name": "lms", "endpoint": "https://new", "login": "u", "password": "new-s3cr3t"},
        {"name": "old", "state": "absent"},
        {"name": "new", "endpoint": "https://new"},
    ],
    "live_events": [
        {
            "name": "Webinar",
            "location": {"project": "Archive"},
            "restreams": [{"name": "ok", "url": "rtmp://ok", "key": "new-s3cr3t"}],
        }
    ],
    "playlists": [{"name": "Season", "state": "absent"}],
}


@pytest.mark.slow
@pytest.mark.worker_only
@pytest.mark.parametrize("writes", [5, 13])  # of 13; the unit tests stop runs after each
def test_after_a_kill(
    sim: Simulator, edge: str, tmp_path: pathlib.Path, writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after a write was made and before it was answered, in the way that no process can prepare for."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    sim.set(secrets="masked", restream_keys="masked", put="replace")
    Space(sim).done(BEFORE)
    first, file = picture(Space(sim)), tmp_path / "undo.yml"
    sim.fault("slow", method="[PD]*", skip=writes - 1, times=None, seconds=60.0, work="before")
    playbook = one_task({"config": AFTER, "undo_dest": str(file)}, no_log=True)
    with started(tmp_path / "run", sim, playbook, edge) as process:
        while not any(entry.fault for entry in sim.journal):
            time.sleep(0.02)
            assert process.poll() is None, process.communicate()
        kill(with_descendants(process.pid))
    assert picture(Space(sim)) != first
    sim.clear_faults()
    document = undoing(file)
    options = {"src": str(file), "force": True, "secrets": dict.fromkeys(names_in(document), FORMER)}
    with started(tmp_path / "undo", sim, one_task(options), edge) as process:
        output, _nothing = process.communicate(timeout=60)
        assert process.returncode == 0, output
    assert FORMER not in output
    assert picture(Space(sim)) == first, file.read_text(encoding="utf-8")
