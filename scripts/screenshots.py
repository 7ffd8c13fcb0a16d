# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Create the images in docs/images: the drift report as shown by Chromium. Requires Chromium; run manually."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.simulator import Simulator  # noqa: E402

DOCUMENT = """\
version: 1
players:
  - name: Main
    settings: {autoplay: false, brand_color: "#81BC3D", volume: 60}
privacy_domains:
  - domain: school.example.com
projects:
  - name: Courses
    privacy_type: custom
    privacy_domains: [school.example.com]
    player: Main
    folders: [{name: "2026"}]
  - name: Open lessons
    privacy_type: anywhere
webhooks:
  - name: backend
    endpoint: https://hooks.school.example.com/kinescope
    events: [media.update.status]
"""
#: keeps Chromium from trying any network access
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def seed(simulator: Simulator) -> None:
    """Create a workspace that somebody has edited."""
    simulator.seed("player", name="Main", settings={"autoplay": True, "brand_color": "#81BC3D", "volume": 60})
    simulator.seed("privacy_domain", domain="school.example.com")
    simulator.seed("privacy_domain", domain="old.example.com")
    domains = ["school.example.com", "mirror.example.net"]
    simulator.seed("project", name="Courses", privacy_type="custom", privacy_domains=domains)
    simulator.seed("webhook", name="backend", endpoint="https://hooks.school.example.com/old", events=[])


def report(folder: Path) -> Path:
    """Create the report as a user would."""
    with Simulator() as simulator:
        seed(simulator)
        (folder / "workspace.yml").write_text(DOCUMENT, encoding="utf-8")
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "kinescope.kinescope.drift"]
        for setting in ("workspace_src=workspace.yml", "workspace_prune=privacy_domains", "drift_fail=false"):
            command += ["-e", f"kinescope_{setting}"]
        environment = {
            **os.environ,
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/link"),
            "ANSIBLE_HOME": str(folder / "home"),
            "KINESCOPE_API_TOKEN": simulator.token,
            "KINESCOPE_API_URL": simulator.url,
        }
        subprocess.run(
            [*command, "-e", '{"kinescope_drift_title": "Drift of the school"}'],
            cwd=folder,
            env=environment,
            check=True,
        )
    return folder / "drift/drift.html"


def shoot(page: Path, picture: Path, height: int, scheme: int) -> None:
    """Take a screenshot of the top of a page, 1000 pixels wide; scheme 0 is dark, 1 is light."""
    command = [
        "chromium",
        *FLAGS,
        f"--user-data-dir={tempfile.mkdtemp(dir=page.parent)}",
        f"--window-size=1000,{height}",
    ]
    command += [f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def cut(picture: Path, top: int, height: int, result: Path) -> None:
    """Crop an image; Chromium does that, too, so that no other tool is needed."""
    page = picture.with_suffix(".html")
    page.write_text(f'<body style="margin: 0; background: url({picture.name}) 0 -{top}px">', encoding="utf-8")
    shoot(page, result, height, 1)


def main() -> None:
    images = ROOT / "docs/images"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        page = report(Path(name))
        shoot(page, images / "drift.png", 868, 1)
        shoot(page, page.with_name("dark.png"), 2000, 0)
        cut(page.with_name("dark.png"), 1080, 520, images / "drift_changes.png")


if __name__ == "__main__":
    main()
