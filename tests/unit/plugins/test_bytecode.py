# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever Ansible loads on the controller brings the collection's code from bytecode."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
OWN = "ansible_collections.kinescope.kinescope."
#: Loads a plugin as Ansible does, then names what it brought along: as "kept" if its bytecode is on disk.
LOAD = """
import pathlib, sys
from ansible.plugins import loader

loader.init_plugin_loader([])
assert getattr(loader, sys.argv[1] + "_loader").get("kinescope.kinescope." + sys.argv[2], class_only=True)
for name, module in sys.modules.items():
    if name.startswith("ansible_collections.kinescope.kinescope.plugins.") and getattr(module, "__file__", None):
        cached = getattr(module, "__cached__", None)
        print("kept" if cached and pathlib.Path(cached).is_file() else "compiled", name)
"""
#: One plugin of each type that runs on the controller.
PLUGINS = {"action": "kinescope_tag", "callback": "drift", "filter": "visible", "lookup": "id"}


def test_every_type_of_plugin_on_the_controller_is_covered() -> None:
    folders = {path.name for path in (ROOT / "plugins").iterdir() if any(path.glob("*.py"))}
    assert folders - {"doc_fragments", "module_utils", "modules", "plugin_utils"} == set(PLUGINS)


def load(kind: str, cache: pathlib.Path) -> dict[str, str]:
    """What a fresh process imports of the collection for a plugin of this type: name -> kept or compiled."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD, kind, PLUGINS[kind]],
        env={**environment, "PYTHONPYCACHEPREFIX": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("kind", PLUGINS)
def test_each_plugin_brings_its_imports_from_bytecode(kind: str, tmp_path: pathlib.Path) -> None:
    found = load(kind, tmp_path)
    shared = {name for name in found if ".module_utils._" in name}
    assert shared
    assert {name for name in found if found[name] == "compiled"} <= {
        # what brings it about, and packages without code
        f"{OWN}plugins.{kind}",
        f"{OWN}plugins.plugin_utils._bytecode",
        *(name for name in found if name.rpartition(".")[0] == f"{OWN}plugins"),
    }


def test_without_a_place_for_bytecode_everything_is_compiled(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").touch()
    found = load("action", tmp_path / "file/none")
    assert f"{OWN}plugins.modules.kinescope_tag" in found
    assert set(found.values()) == {"compiled"}
