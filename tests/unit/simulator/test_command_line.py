# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOKEN = "e51e55a1-7615-493e-9055-10ac9cc44ccd"


def launch(*arguments):
    command = [sys.executable, "-m", "tests.simulator", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_told_to_stop(tmp_path, how):
    file = tmp_path / "port.json"
    process = launch("--port-file", str(file), "--token", TOKEN, "--switch", "put=replace", "--switch", "mask=a=b")
    try:
        for _index in range(200):
            if file.exists():
                break
            time.sleep(0.05)
        about = json.loads(file.read_text())
        assert about["pid"] == process.pid
        assert about["tokens"] == [TOKEN]
        answer = requests.get(f"{about['api_url']}/_simulator/switches", timeout=5)
        assert (answer.json()["put"], answer.json()["mask"]) == ("replace", "a=b")
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert requests.get(f"{about['api_url']}/v1/projects", headers=headers, timeout=5).status_code == 200
        os.kill(process.pid, how)
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, err) == (0, "")
    assert out == f"api {about['api_url']} uploader {about['uploader_url']} token {TOKEN}\n"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("switch", "message"),
    [("x=1", "unknown switch 'x'"), ("put", "is not name=value"), ("put=x", "put must be one of merge")],
)
def test_mistakes_are_named(switch, message):
    process = launch("--switch", switch)
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 2
    assert message in err


def test_a_token_that_modules_refuse():
    process = launch("--token", "abc")
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "'abc' is not a UUID" in err


def test_a_port_that_is_taken():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        process = launch("--port", str(held.getsockname()[1]))
        _out, err = process.communicate(timeout=10)
    assert process.returncode == 1
    assert err.startswith("cannot serve: ")
