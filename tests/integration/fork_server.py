# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-playbook in forks of a process that has imported already what does not depend on settings.

More than half of the processor time of a short playbook goes into imports. ``run`` is ``subprocess.run`` for tests,
with the same command in a process of its own and the same result; the server only saves the imports. Nothing that reads
the environment or ansible.cfg when it is imported, such as ansible.constants, is imported before the fork. What the
environment changes before the first line of Python, such as PYTHONPATH, is left to a real new process.

The command line of the server, which its forks show, is ``python fork_server.py ansible-playbook``, as of any playbook.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

PROGRAM = str(Path(sys.executable).with_name("ansible-playbook"))
#: What a fork needs anyway, as far as this ansible-core has it. None of it imports ansible.constants.
PRELOADED = (
    "ansible._internal._ssh._ssh_agent",
    "ansible._internal._templating._utils",
    "ansible._internal._worker._inventory_rpc",
    "ansible.config.manager",
    "ansible.context",
    "ansible.errors",
    "ansible.module_utils.common.sys_info",
    "ansible.utils._junit_xml",
    "ansible.utils.collection_loader",
    "cryptography.hazmat.backends.openssl",
    "jinja2.nativetypes",
    "jinja2.sandbox",
    "multiprocessing.managers",
    "multiprocessing.popen_fork",
    "multiprocessing.synchronize",
    "packaging.specifiers",
    "pty",
    "requests",
    "tarfile",
    "yaml",
)
#: What Python or a library reads when it starts: a server for each combination of the first, a process for the second.
EARLY = re.compile(r"LANG|LANGUAGE|LC_.*|PYTHONDONTWRITEBYTECODE|PYTHONHASHSEED|PYTHONPYCACHEPREFIX")
TOO_EARLY = re.compile(r"(?!PYTHON(DONTWRITEBYTECODE|HASHSEED|PYCACHEPREFIX)$)(PYTHON|LD_|OPENSSL_).*")


class Request(NamedTuple):
    """What a fork becomes; its standard streams are passed beside it."""

    command: list[str]
    folder: str
    environment: dict[str, str]


# -- in tests ----------------------------------------------------------------------------------------------------------


def run(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], timeout: float, together: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a command without standard input and capture its output; ``together`` captures stderr in stdout.

    Raises subprocess.TimeoutExpired, after the process was killed.
    """
    program = _found(command[0], env)
    if program != PROGRAM or any(TOO_EARLY.fullmatch(name) for name in env):
        streams: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT if together else subprocess.PIPE,
        }
        return subprocess.run(command, cwd=cwd, env=dict(env), timeout=timeout, check=False, **streams)
    request = Request([program, *command[1:]], str(cwd), dict(env))
    with contextlib.ExitStack() as opened, open(os.devnull, "rb") as nothing:
        output = opened.enter_context(tempfile.TemporaryFile())
        errors = output if together else opened.enter_context(tempfile.TemporaryFile())
        code = _server(env).run(request, (nothing.fileno(), output.fileno(), errors.fileno()), timeout)
        told = [_read(file) for file in (output, errors)]
    return subprocess.CompletedProcess(command, code, told[0], None if together else told[1])


def _found(program: str, env: Mapping[str, str]) -> str | None:
    """The file that a command runs."""
    if os.sep in program:
        return program
    folders = env.get("PATH", os.defpath).split(os.pathsep)
    return next((path for folder in folders if os.access(path := os.path.join(folder, program), os.X_OK)), None)


def _read(file: Any) -> bytes:
    file.seek(0)
    return bytes(file.read())


class Server:
    """A server, with its end of the socket that takes requests."""

    def __init__(self, early: Mapping[str, str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, PROGRAM, str(theirs.fileno())],
                env={**early, "PATH": os.environ.get("PATH", os.defpath)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.close)

    def close(self) -> None:
        """End the server."""
        self._socket.close()
        self._process.wait()

    def run(self, request: Request, streams: Sequence[int], timeout: float) -> int:
        """Run a request; returns its status, as subprocess does."""
        answers, theirs = os.pipe()
        with open(answers, encoding="ascii") as answer, tempfile.TemporaryFile() as file:
            file.write(json.dumps(request).encode())
            file.flush()
            try:
                socket.send_fds(self._socket, [b"r"], [file.fileno(), theirs, *streams])
            finally:
                os.close(theirs)
            process = int(answer.readline())
            late = threading.Timer(timeout, os.kill, (process, signal.SIGKILL))
            late.start()
            began = time.monotonic()
            status = os.waitstatus_to_exitcode(int(answer.readline()))
            late.cancel()
        if status == -signal.SIGKILL and time.monotonic() - began >= timeout:
            raise subprocess.TimeoutExpired(request.command, timeout)
        return status


_servers: dict[tuple[tuple[str, str], ...], Server] = {}
_turn = threading.Lock()


def _server(env: Mapping[str, str]) -> Server:
    """The server of an environment."""
    early = {name: value for name, value in env.items() if EARLY.fullmatch(name)}
    key = tuple(sorted(early.items()))
    with _turn:
        if key not in _servers:
            _servers[key] = Server(early)
        return _servers[key]


# -- in the server -----------------------------------------------------------------------------------------------------


def preload() -> None:
    """Import what forks need; what reads settings is not among it."""
    for name in PRELOADED:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    if "ansible.constants" in sys.modules:
        sys.exit("fork_server: PRELOADED imports the settings of Ansible")
    gc.freeze()


def serve(requests: socket.socket) -> tuple[Request, list[int]]:
    """Take requests until the other end is closed; returns one in each fork, with its three streams."""
    running: dict[int, int] = {}  # process -> where its status is awaited

    def reap(_signal: int, _frame: object) -> None:
        for process in list(running):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                with contextlib.suppress(BrokenPipeError), open(running.pop(process), "w", encoding="ascii") as answer:
                    answer.write(f"{status}\n")

    signal.signal(signal.SIGCHLD, reap)
    while True:
        told, (file, answer, *streams) = _received(requests)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork() if told else 0
        if not process:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            with open(file, "rb") as text:
                text.seek(0)
                return Request(*json.load(text)), streams
        running[process] = answer
        os.write(answer, f"{process}\n".encode())
        for handle in (file, *streams):
            os.close(handle)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _received(requests: socket.socket) -> tuple[bytes, list[int]]:
    """The next request; the process ends when there can be none any more."""
    told, handles, _flags, _address = socket.recv_fds(requests, 1, 5)
    if not told:
        os._exit(0)  # no test needs it any more
    return told, handles


def become(request: Request, streams: Sequence[int]) -> NoReturn:
    """Run a request in this process, as if it had been started for it."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    sys.argv = request.command
    sys.path[0] = os.path.dirname(request.command[0])
    runpy.run_path(request.command[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    preload()
    become(*serve(socket.socket(fileno=int(sys.argv[2]))))
