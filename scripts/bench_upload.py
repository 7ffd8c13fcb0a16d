# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cost of uploads: one large file, compared with curl, and many small ones at the API's limits. A part of bench.py.

For the large file, the server only counts bytes, in a separate process, so that only the sender is measured. The sender
is a separate process, too, which prints how long it was sending; starting Python or curl is not included, but the
memory of the whole process is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bench_play import TOKEN, Aim, Bench, seconds_allowed
from bench_workspace import WORKSPACE
from stage import ROOT

SIZE = 1 << 30
MOST_MEMORY = 150.0  # MiB
LEAST_RATIO = 0.95
MANY, SMALL, LONGEST = 200, 1 << 20, 25  # files, bytes of each, seconds for all
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class Sink:
    """A server for uploads that discards them: HEAD and PATCH of Tus, and any other request with a body."""

    def __init__(self) -> None:
        self._offsets: dict[bytes, int] = {}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    def serve(self) -> None:
        """Serve until the process is terminated."""
        while True:
            connection, _address = self._listening.accept()
            threading.Thread(target=self._connected, args=(connection,), daemon=True).start()

    def _connected(self, connection: socket.socket) -> None:
        buffer = memoryview(bytearray(1 << 20))
        with connection:
            while True:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(1 << 16)
                    if not piece:
                        return
                    head += piece
                head, _end, rest = head.partition(b"\r\n\r\n")
                connection.sendall(self._answer(connection, buffer, head, len(rest)))

    def _answer(self, connection: socket.socket, buffer: memoryview, head: bytes, received: int) -> bytes:
        method, path, _rest = head.split(b" ", 2)
        found = LENGTH.search(head)
        length = int(found.group(1)) if found else 0
        while received < length:
            received += connection.recv_into(buffer, min(len(buffer), length - received)) or length
        offset = self._offsets[path] = self._offsets.get(path, 0) + length
        status = b"204 No Content" if method == b"PATCH" else b"200 OK"
        end = b"" if method == b"PATCH" else b"Content-Length: 0\r\n"
        return b"HTTP/1.1 %s\r\nUpload-Offset: %d\r\n%s\r\n" % (status, offset, end)


def _output(process: subprocess.Popen[str]) -> IO[str]:
    if process.stdout is None:
        raise RuntimeError("the output of the process was not asked for")
    return process.stdout


@contextmanager
def sink() -> Iterator[str]:
    """The server in a separate process."""
    process = subprocess.Popen([sys.executable, __file__, "sink"], stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(_output(process).readline())}"
    finally:
        process.terminate()
        process.wait()


def send(url: str, endpoint: str, file: str) -> float:
    """Send a file as the modules do; returns the seconds that it took."""
    from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
    from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
    from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import Uploader

    uploader = Uploader(Client(Connection(TOKEN, url, url, retries=0)), lambda line: None)
    began = time.perf_counter()
    uploader.send_file(endpoint, file, os.path.getsize(file))
    return time.perf_counter() - began


def _run(command: list[str]) -> tuple[float, float]:
    """Run a sender: the seconds that it prints, and the maximum memory of its process in MiB."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build/link")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    with _output(process) as output:
        result = output.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed with {process.returncode}")
    return float(result), usage.ru_maxrss / 1024


def measure(folder: Path, rounds: int, size: int = SIZE) -> dict[str, Any]:
    """Send one file alternately with both senders."""
    curl = shutil.which("curl")
    file = folder / "large.mp4"
    with file.open("wb") as sparse:
        sparse.truncate(size)
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    try:
        with sink() as url:
            # PUT streams the file, while --data-binary would read all of it first; and the server never sends "100
            # Continue"
            plain = [str(curl), "-q", "--silent", "--show-error", "--fail", "-H", "Expect:", "-o", os.devnull]
            for number in range(rounds + 1):
                turns = [(ours, [sys.executable, __file__, "send", url, f"{url}/ours/{number}", str(file)])]
                if curl:
                    put = [*plain, "-w", "%{time_total}", "-T", str(file), f"{url}/curl/{number}"]
                    turns.append((theirs, put))
                for runs, command in turns if number % 2 else reversed(turns):
                    runs.append(_run(command))
                print(f"  round {number}: " + ", ".join(f"{one[-1][0]:.2f} s" for one in (ours, theirs) if one))
    finally:
        file.unlink()
    ours, theirs = ours[1:], theirs[1:]  # the first round loads the file into the page cache
    mib = size / (1 << 20)
    return {
        "MiB": mib,
        "ours": _rates(mib, ours),
        "curl": _rates(mib, theirs) if theirs else None,
        "peak MiB": max(memory for _seconds, memory in ours),
    }


def _rates(mib: float, runs: list[tuple[float, float]]) -> dict[str, float]:
    """MiB a second. Other processes can only slow a transfer down, so the best round is the most accurate."""
    seconds = [seconds for seconds, _memory in runs]
    return {"best": mib / min(seconds), "median": mib / statistics.median(seconds)}


def measure_small(bench: Bench) -> dict[str, Any]:
    """Upload many new files, all in one document, as fast as the API permits; the simulator counts the requests."""
    folder = bench.folder / "films"
    folder.mkdir()
    for number in range(MANY):
        (folder / f"{number}.mp4").write_bytes(number.to_bytes(4, "big") * (SMALL // 4))
    place = {"project": "Films"}
    videos = [{"title": f"Film {n}", "location": place, "src": str(folder / f"{n}.mp4")} for n in range(MANY)]
    uploader = json.loads((bench.folder / "ports").read_text())["uploader_url"]
    bench.control("POST", "reset")
    bench.control("POST", "objects/project", {"name": "Films"})
    bench.control("PUT", "switches", {"limits": "on"})
    document = {"version": 1, "videos": videos}
    task = {WORKSPACE: {"config": document, "uploader_url": uploader}}
    run = bench.play([task])
    entries = bench.control("GET", "journal")["entries"]
    bench.control("PUT", "switches", {"limits": "off"})
    shutil.rmtree(folder)
    sent = [entry for entry in entries if entry["path"].startswith("/v2/upload/")]
    limited = len(entries) - len(sent)
    return {
        "seconds": run.wall,
        "requests": limited,
        "limits": seconds_allowed(limited),
        "failed": run.failed or sum(entry["status"] == 204 for entry in sent) != MANY,
    }


def report_small(row: dict[str, Any]) -> list[Aim]:
    """The targets for many small files. Those sent to the endpoints of uploads do not count as requests."""
    seconds, fine = row["seconds"], not row["failed"]
    name = f"{MANY} files of {SMALL >> 20} MiB"
    in_time = fine and seconds <= LONGEST
    few = fine and row["requests"] <= 1.1 * MANY
    return [
        Aim(f"{name} at the limits, s", seconds, f"at most {LONGEST}", in_time, "limits", row["limits"]),
        Aim(f"{name}: requests", row["requests"], "at most 1.1 a file", few, "files", MANY),
    ]


def report(row: dict[str, Any]) -> list[Aim]:
    """Print the figures; returns the targets."""
    print(f"\n{'one file of ' + format(row['MiB'], '.0f') + ' MiB, MiB/s':52} {'best':>7} {'median':>7}")
    for name, rates in (("our uploader", row["ours"]), ("curl -T, to the same server", row["curl"])):
        figures = f"{rates['best']:7.0f} {rates['median']:7.0f}" if rates else "there is no curl here"
        print(f"{name:52} {figures}")
    peak = row["peak MiB"]
    targets = [Aim("memory of a process that uploads, MiB", peak, f"below {MOST_MEMORY:.0f}", peak < MOST_MEMORY)]
    if row["curl"]:
        ours, theirs = row["ours"]["best"], row["curl"]["best"]
        reached = ours / theirs >= LEAST_RATIO
        targets.append(Aim("an upload, MiB/s", ours, f"at least {LEAST_RATIO} times", reached, "curl -T", theirs))
    return targets


if __name__ == "__main__":
    if sys.argv[1:] == ["sink"]:
        server = Sink()
        print(server.port, flush=True)
        server.serve()
    else:
        print(send(*sys.argv[2:5]))
