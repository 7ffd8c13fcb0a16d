# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-playbook in forks: nothing shows that it was not started anew."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
import yaml

from tests.integration import fork_server
from tests.integration.play import ROOT

SHOWN = "pwd; umask; env | grep -v '^_=' | sort"
PLAY: list[dict[str, Any]] = [
    {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {"debug": {"msg": f"{{{{ lookup('ansible.builtin.pipe', {SHOWN!r}).splitlines() }}}}"}},
            {"debug": {"msg": "{{ lookup('ansible.builtin.config', 'DEFAULT_FORKS', 'DEFAULT_REMOTE_USER') }}"}},
            {"fail": {"msg": "{{ ansible_playbook_python }} {{ '%H:%M' | strftime(0) }} {{ ansible_run_tags }} Ω"}},
        ],
    }
]

pytestmark = pytest.mark.worker_only


def environment(folder: pathlib.Path, **more: str) -> dict[str, str]:
    """What a test gives to a playbook."""
    kept = {name: value for name, value in os.environ.items() if fork_server.PASSED.fullmatch(name)}
    return {**kept, "HOME": str(folder), "ANSIBLE_LOCALHOST_WARNING": "0", "ANSIBLE_NOCOLOR": "1", "TZ": "UTC", **more}


@pytest.mark.parametrize("more", [{}, {"TZ": "ABC-3", "ANSIBLE_FORKS": "7"}, {"PYTHONHASHSEED": "0"}])
def test_a_run_shows_no_difference(tmp_path: pathlib.Path, more: dict[str, str]) -> None:
    """To the byte: status and output, settings of the folder and of the environment, what its processes inherit."""
    (tmp_path / "play.yml").write_text(yaml.safe_dump(PLAY), encoding="utf-8")
    (tmp_path / "ansible.cfg").write_text("[defaults]\nremote_user = ann\n", encoding="utf-8")
    runs = [
        subprocess.run(
            ["sh", "-c", 'umask 027; exec "$0" --diff -t all play.yml', command],
            cwd=tmp_path,
            env=environment(tmp_path, **more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        for command in (fork_server.REAL, fork_server.ansible_playbook())
    ]
    real, forked = ((run.returncode, run.stdout, run.stderr) for run in runs)
    assert real == forked
    assert real[0] == 2
    hour = "03:00" if "TZ" in more else "00:00"
    for text in ("ann", "0027", more.get("ANSIBLE_FORKS", "5"), f"{sys.executable} {hour} ['all'] Ω"):
        assert text in real[1].decode() + real[2].decode()


def test_a_signal_reaches_the_run_and_ends_the_command(tmp_path: pathlib.Path) -> None:
    """As it ends the real one."""
    slow = "{{ lookup('ansible.builtin.pipe', 'touch began; exec sleep 5') }}"
    (tmp_path / "play.yml").write_text(yaml.safe_dump([{"hosts": slow, "tasks": []}]), encoding="utf-8")
    statuses = []
    for command in (fork_server.REAL, fork_server.ansible_playbook()):
        with subprocess.Popen(
            [command, "play.yml"], cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.DEVNULL
        ) as process:
            while not (tmp_path / "began").exists():
                time.sleep(0.02)
            process.terminate()
        (tmp_path / "began").unlink()
        statuses.append(process.returncode)
    assert statuses == [-signal.SIGTERM] * 2


def test_what_is_remembered_is_what_a_run_reads() -> None:
    """The metadata of ansible.builtin, which a fork finds parsed already."""
    code = (
        "from ansible.utils.collection_loader import _collection_finder as finder, _collection_meta as meta\n"
        "from tests.integration import fork_server\n"
        "fork_server.preload()\n"
        "remembered = finder._meta_yml_to_dict\n"
        "read = []\n"
        "finder._meta_yml_to_dict = lambda *given: read.append(given) or remembered(*given)\n"
        "finder._AnsibleCollectionFinder()._install()\n"
        "found = finder._get_collection_metadata('ansible.builtin')\n"
        "assert found == meta._meta_yml_to_dict(*read[0])\n"
        "print(remembered.cache_info().hits, remembered.cache_info().misses, len(found['plugin_routing']) > 1)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["1", "1", "True"]


def test_what_is_imported_before_the_fork_reads_no_settings() -> None:
    """No variable is looked at but two, of the library that recognizes a distribution, which no test sets."""
    code = (
        "import os, sys\n"
        "read = set()\n"
        "class Watched(type(os.environ)):\n"
        "    def __getitem__(self, name):\n"
        "        read.add(name)\n"
        "        return super().__getitem__(name)\n"
        "    def __contains__(self, name):\n"
        "        read.add(name)\n"
        "        return super().__contains__(name)\n"
        "os.environ.__class__ = Watched\n"
        "from tests.integration import fork_server\n"
        "fork_server.preload()\n"
        "print(*sorted(read))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["UNIXCONFDIR", "UNIXUSRLIBDIR"]
