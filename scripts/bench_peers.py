# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of similar tools: modules of other collections, against a stub of their APIs, and octoDNS's plan.

A part of bench.py. The tools are installed in build/bench; without them, everything else is still measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench_play import Aim, Run, cpu, measured, wall
from stage import ROOT

FOLDER = ROOT / "build/bench"
# simple modules of other collections, from the package of collections on PyPI
PACKAGE = "ansible==14.5.0"
VULTR = "vultr.cloud.ssh_key"
HCLOUD = "hetzner.hcloud.ssh_key"
OCTODNS = "octodns==1.22.0"
KEYS = 50
RECORDS = 10_000
CREATES = f"a plan of {RECORDS:,} creates"
SAME = f"a plan of {RECORDS:,} unchanged objects"
_SYNC = "import sys; from octodns.cmds.sync import main; sys.argv[0] = 'octodns-sync'; main()"


class _Api(BaseHTTPRequestHandler):
    """Tells the other modules that all their keys exist, so that they have nothing to do."""

    protocol_version = "HTTP/1.1"
    # otherwise the body, sent after the headers, waits 40 ms for the other side's acknowledgment
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("name")
        names = asked or [f"Bench {item}" for item in range(KEYS)]
        more = {"fingerprint": "", "public_key": "none", "labels": {}, "created": "2026-01-01T00:00:00+00:00"}
        keys = [{"id": number, "name": name, "ssh_key": "none", **more} for number, name in enumerate(names, 1)]
        body = json.dumps({"ssh_keys": keys}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


def _pip(*arguments: str) -> bool:
    """Run pip; returns whether it succeeded."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=False).returncode == 0


@cache
def modules() -> dict[str, dict[str, Any]]:
    """The tasks of the other modules: name -> options for {{ item }}; {} if they cannot be installed."""
    if not all((FOLDER / "ansible_collections" / name.split(".")[0]).is_dir() for name in (VULTR, HCLOUD)):
        if not _pip("download", "-q", "--no-deps", "--only-binary", ":all:", "-d", str(FOLDER), PACKAGE):
            return {}
        with zipfile.ZipFile(next(FOLDER.glob("ansible-*.whl"))) as wheel:
            wanted = tuple("ansible_collections/{}/{}/".format(*name.split(".")) for name in (VULTR, HCLOUD))
            wheel.extractall(FOLDER, [name for name in wheel.namelist() if name.startswith(wanted)])
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    name = "Bench {{ item }}"
    return {
        VULTR: {"name": name, "ssh_key": "none", "api_key": "none", "api_endpoint": url},
        HCLOUD: {"name": name, "api_token": "none", "api_endpoint": f"{url}/v1"},  # of no project  # nosec B105
    }


def octodns(rounds: int) -> dict[str, list[Run]]:
    """Runs of octoDNS's plan from files to files: of an empty zone, and of many records; {} without octoDNS."""
    library = FOLDER / "octodns"
    if not library.is_dir() and not _pip("install", "-q", "--target", str(library), OCTODNS):
        return {}
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = "".join(
            f"host{number:05}:\n  type: A\n  value: 10.{number // 256}.{number % 256}.1\n" for number in range(RECORDS)
        )
        for what, wanted, there in (("empty", "{}\n", "{}\n"), (CREATES, many, ""), (SAME, many, many)):
            place = folder / str(len(list(folder.iterdir())))
            for side, records in (("wanted", wanted), ("there", there)):
                (place / side).mkdir(parents=True)
                if records:
                    (place / side / "bench.example.yaml").write_text("---\n" + records)
            provider = {
                side: {"class": "octodns.provider.yaml.YamlProvider", "directory": str(place / side)}
                for side in ("wanted", "there")
            }
            zones = {"bench.example.": {"sources": ["wanted"], "targets": ["there"]}}
            (place / "config.yaml").write_text(json.dumps({"providers": provider, "zones": zones}))
            command = [sys.executable, "-c", _SYNC, "--config-file", str(place / "config.yaml")]
            environment = {**os.environ, "PYTHONPATH": str(library)}
            runs[what] = [measured(command, environment, place / "output") for _round in range(rounds)]
    return runs


def show(runs: dict[str, list[Run]]) -> dict[str, dict[str, float]]:
    """Print the additional cost of octoDNS's plans over that of an empty zone: {plan: {wall and processor seconds}}."""
    found = {
        what: {"wall": wall(some) - wall(runs["empty"]), "cpu": cpu(some) - cpu(runs["empty"])}
        for what, some in runs.items()
        if what != "empty" and not any(run.failed for run in some)
    }
    for what, figures in found.items():
        print(f"octoDNS, {what}: {figures['wall']:.2f} s, {figures['cpu']:.2f} s of processor time")
    return found


def aims(theirs: dict[str, dict[str, float]], ours: dict[str, float]) -> list[Aim]:
    """The targets: processor seconds of our plans compared with octoDNS's."""
    return [
        Aim(f"{what}, CPU s", ours[what], "less", ours[what] < figures["cpu"], "octoDNS", figures["cpu"])
        for what, figures in theirs.items()
        if what in ours
    ]
