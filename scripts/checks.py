# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""checks.py CHECK...: run the checks of "make test" concurrently; stop at the first that fails.

As many checks run at a time as there are processors: most of them often wait, or use only one processor. The output of
a check is shown when it has ended, and kept in build/checks.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import NoReturn

from stage import ROOT

LANES = int(os.environ.get("LANES", "0")) or max(2, os.cpu_count() or 2)
#: Checks that conflict with others, and those others: they use the same virtual environment, or run ansible-test in the
#: same tree.
AFTER = {"cores": {"package", "sanity"}, "scan": {"package"}}
LOGS = ROOT / "build/checks"


@dataclass
class Check:
    """A check that has been started; ``seconds`` and ``cpu`` (of all its processes) are set when it has ended."""

    name: str
    process: subprocess.Popen[bytes]
    began: float
    seconds: float = 0.0
    cpu: float = 0.0

    @classmethod
    def start(cls, name: str) -> Check:
        with (LOGS / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                ["make", name, "STAGED=1"],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(name, process, time.monotonic())

    def stop(self) -> None:
        """Terminate the check with all its processes."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()

    def show(self) -> None:
        print(f"\n== {self.name}: {self.seconds:.0f} s, {self.cpu:.0f} s of processor time", flush=True)
        sys.stdout.buffer.write((LOGS / f"{self.name}.log").read_bytes())
        sys.stdout.flush()


def next_of(waiting: list[str], unfinished: set[str]) -> str | None:
    """The first check that may start, because it does not have to wait for any of the unfinished ones; or None."""
    return next((name for name in waiting if not AFTER.get(name, set()) & (unfinished - {name})), None)


def wait(running: dict[int, Check]) -> tuple[Check, int]:
    """Wait until one of the checks ends; returns it with its exit status."""
    while True:
        pid, status, usage = os.wait4(-1, 0)
        if pid in running:
            break
    ended = running.pop(pid)
    ended.process.returncode = os.waitstatus_to_exitcode(status)
    ended.seconds = time.monotonic() - ended.began
    ended.cpu = usage.ru_utime + usage.ru_stime
    return ended, ended.process.returncode


def run(names: list[str]) -> list[Check]:
    """Run checks; returns them in the order in which they ended. The process exits if one fails."""
    waiting, done = list(names), list[Check]()
    running: dict[int, Check] = {}
    try:
        while waiting or running:
            while len(running) < LANES:
                name = next_of(waiting, {*waiting, *(check.name for check in running.values())})
                if name is None:
                    break
                waiting.remove(name)
                started = Check.start(name)
                running[started.process.pid] = started
                print(f"-- {name} began", flush=True)
            ended, status = wait(running)
            ended.show()
            if status:
                sys.exit(f'\nmake test: FAILED at "{ended.name}"; to run it alone: make {ended.name}')
            done.append(ended)
    finally:
        for check in running.values():
            check.stop()
    return done


def interrupted(_signal: int, _frame: object) -> NoReturn:
    sys.exit("make test: interrupted")


def main() -> None:
    signal.signal(signal.SIGTERM, interrupted)
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    done = run(sys.argv[1:])
    print(f"\n{'check':12} {'seconds':>8} {'processor':>10}")
    for check in done:
        print(f"{check.name:12} {check.seconds:8.0f} {check.cpu:10.0f}")
    print(f"{'all':12} {time.monotonic() - began:8.0f} {sum(check.cpu for check in done):10.0f}")


if __name__ == "__main__":
    main()
