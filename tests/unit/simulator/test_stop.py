# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulator that is stopped."""

from __future__ import annotations

import gc
import socket
import sys
import threading
import time

from tests.simulator import Simulator


def _connect(port: int, until: threading.Event, connected: list[socket.socket]) -> None:
    while not until.is_set() and len(connected) < 100:
        try:
            connected.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        except OSError:
            return


def test_connections_of_the_last_moment_are_closed(monkeypatch):
    """Nothing is left for the garbage collector, whose warning would fail another test."""
    left = []
    monkeypatch.setattr(sys, "unraisablehook", lambda about: left.append(str(about.exc_value)))
    for _round in range(10):
        sim = Simulator().start()
        stopped, connected = threading.Event(), []
        port = int(sim.url.rsplit(":", 1)[1])
        threads = [threading.Thread(target=_connect, args=(port, stopped, connected)) for _thread in range(3)]
        for thread in threads:
            thread.start()
        while not connected:
            time.sleep(0.001)
        sim.stop()
        stopped.set()
        for thread in threads:
            thread.join()
        for one in connected:
            one.close()
    gc.collect()
    assert left == []
