# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of similar modules of other collections, against a stub of their APIs. A part of bench.py.

They are installed in build/bench; without them, everything else is still measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stage import ROOT

FOLDER = ROOT / "build/bench"
# simple modules of other collections, from the package of collections on PyPI
PACKAGE = "ansible==14.5.0"
VULTR = "vultr.cloud.ssh_key"
HCLOUD = "hetzner.hcloud.ssh_key"
KEYS = 50


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


def pip(*arguments: str) -> bool:
    """Run pip; returns whether it succeeded."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, check=False).returncode == 0


@cache
def modules() -> dict[str, dict[str, Any]]:
    """The tasks of the other modules: name -> options for {{ item }}; {} if they cannot be installed."""
    if not all((FOLDER / "ansible_collections" / name.split(".")[0]).is_dir() for name in (VULTR, HCLOUD)):
        if not pip("download", "-q", "--no-deps", "--only-binary", ":all:", "-d", str(FOLDER), PACKAGE):
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
