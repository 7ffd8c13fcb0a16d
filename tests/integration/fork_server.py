# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-playbook in forks of a process that has imported already what does not depend on settings.

Half of the processor time of a short playbook goes into imports. ``ansible_playbook()`` is the path of a command that
does what the real one does, with the same arguments, environment, folder, streams and exit status, and the same code in
a process of its own; only the imports are saved. Nothing is imported before the fork that reads the environment or
ansible.cfg when it is imported, as ansible.constants does.

The command starts the real one where the difference could matter: for variables that Python or a library reads before
the first line of a program, and on a terminal. The command line of the forks, by which modules recognize the process
that waits for them, is ``python fork_server.py ansible-playbook``.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import re
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REAL = Path(sys.executable).with_name("ansible-playbook")
#: What each run needs, as far as this ansible-core has it.
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
#: What of the surrounding environment a playbook may see; everything else would make tests depend on the machine.
PASSED = re.compile(r"PATH|LANG|LC_.*|TZ|TMPDIR|PYTHONDONTWRITEBYTECODE|PYTHONPYCACHEPREFIX")
#: What a run has in common with the server.
EARLY = re.compile(r"(PYTHON|LC_|LD_|OPENSSL_).*|LANG|LANGUAGE")
#: The command: it hands everything to the server, waits, and ends as the fork did.
COMMAND = """\
#!{python} -IS
import json, os, re, signal, socket, sys
command = [{real!r}, *sys.argv[1:]]
environment = dict(os.environ)
early = {{name: value for name, value in environment.items() if re.fullmatch({pattern!r}, name)}}
if early != {early!r} or any(map(os.isatty, range(3))):
    os.execv(command[0], command)
mask = os.umask(0o77)
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
socket.send_fds(server, [b"r"], [0, 1, 2])
server.sendall(json.dumps([command, os.getcwd(), mask, environment]).encode() + b"\\n")
answer = server.makefile("r")
process = int(answer.readline())
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, _frame: os.kill(process, number))
status = int(answer.readline())
if status < 0:
    signal.signal(-status, signal.SIG_DFL)
    os.kill(os.getpid(), -status)
sys.exit(status)
"""


@functools.cache
def ansible_playbook() -> Path:
    """The command, alone in a folder for a PATH. Its server ends with this process, however that ends."""
    folder = Path(tempfile.mkdtemp(prefix="forks"))
    command, address = folder / "bin/ansible-playbook", folder / "socket"
    early = {name: value for name, value in os.environ.items() if PASSED.fullmatch(name) and EARLY.fullmatch(name)}
    command.parent.mkdir()
    given = {"python": sys.executable, "real": str(REAL), "address": str(address), "pattern": EARLY.pattern}
    command.write_text(COMMAND.format(**given, early=early), encoding="utf-8")
    command.chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
        listening.listen(64)  # a run that comes before the imports are done waits for them
        server = subprocess.Popen(
            [sys.executable, __file__, str(REAL), str(listening.fileno())],
            env={**early, "PATH": os.environ.get("PATH", os.defpath)},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[listening.fileno()],
        )
    atexit.register(_end, server, folder)
    return command


def _end(server: subprocess.Popen[bytes], folder: Path) -> None:
    server.communicate()
    shutil.rmtree(folder)


# What follows runs in the server and its forks.


def preload() -> None:
    """Import what runs need, but nothing that reads settings."""
    for name in PRELOADED:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    remember_metadata()
    remember_settings()
    if "ansible.constants" in sys.modules:
        sys.exit("fork_server: PRELOADED imports the settings of Ansible")
    gc.freeze()


def remember_metadata() -> None:
    """Parse the metadata of ansible.builtin, a long file that each run reads again, only once.

    ansible-core lets tools replace this parser, so that they can remember its results.
    """
    finder: Any = importlib.import_module("ansible.utils.collection_loader._collection_finder")
    finder._meta_yml_to_dict = functools.cache(finder._meta_yml_to_dict)
    file = Path(importlib.import_module("ansible").__path__[0], "config/ansible_builtin_runtime.yml")
    finder._meta_yml_to_dict(file.read_bytes(), ("ansible.builtin", "runtime.yml"))


def remember_settings() -> None:
    """Parse the definitions of Ansible's settings, another long file, only once. A run changes its own copy."""
    manager: Any = importlib.import_module("ansible.config.manager")
    read = functools.cache(functools.partial(manager.ConfigManager._read_config_yaml_file, None))  # it needs no self
    manager.ConfigManager._read_config_yaml_file = lambda _self, file: read(file)
    read(f"{os.path.dirname(manager.__file__)}/base.yml")


def serve(listening: socket.socket) -> socket.socket:
    """Fork for each connection; returns it in the fork. Exits at the end of standard input, which the tests hold."""
    running: dict[int, socket.socket] = {}  # process -> who waits for it

    def reap(_signal: int, _frame: object) -> None:
        for process in list(running):
            found, status = os.waitpid(process, os.WNOHANG)
            if found:
                with running.pop(process) as client, contextlib.suppress(OSError):
                    client.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))

    signal.signal(signal.SIGCHLD, reap)
    while True:
        if sys.stdin in select.select([listening, sys.stdin], [], [])[0]:
            sys.exit()
        client, _address = listening.accept()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork()
        if not process:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        else:
            running[process] = client
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        if not process:
            return client


def become(client: socket.socket) -> None:
    """Run what a client asks for in this process, as if it had been started for it."""
    _byte, streams, _flags, _sender = socket.recv_fds(client, 1, 3)
    with client.makefile("rb") as request:
        sys.argv, folder, mask, environment = json.loads(request.readline())
    client.sendall(b"%d\n" % os.getpid())
    for number, (stream, name) in enumerate(zip(streams, ("stdin", "stdout", "stderr"))):
        os.dup2(stream, number)
        before = getattr(sys, name)  # remembers whether the server's can seek
        how = {"encoding": before.encoding, "errors": before.errors, "closefd": False}
        made = open(number, "w" if number else "r", 1 if name == "stderr" else -1, **how)  # noqa: SIM115 - stays open
        setattr(sys, name, made)
        setattr(sys, f"__{name}__", made)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    client.detach()
    os.chdir(folder)
    os.umask(mask)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[0] = os.path.dirname(sys.argv[0])
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    preload()
    with socket.socket(fileno=int(sys.argv[2])) as _listening:
        _client = serve(_listening)
    become(_client)
