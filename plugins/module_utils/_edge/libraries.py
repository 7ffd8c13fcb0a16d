# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Python libraries that modules need besides Ansible's own, and how to get one that is missing."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Mapping

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._api.client import REQUESTS_IMPORT_ERROR

#: The libraries of every module, each with what went wrong when it was imported; None for nothing.
LIBRARIES: Mapping[str, str | None] = {"requests": REQUESTS_IMPORT_ERROR}


def missing(libraries: Mapping[str, str | None]) -> str | None:
    """The first library that this Python does not have; None when it has all."""
    return next((name for name, fault in libraries.items() if fault), None)


def refuse_missing(module: AnsibleModule, libraries: Mapping[str, str | None]) -> None:
    """Leave with a failed task when a library is missing. The message names the Python, and what to do."""
    name = missing(libraries)
    if name:
        other = "or set ansible_python_interpreter to a Python that has it"
        module.fail_json(
            msg=f"{missing_required_lib(name)}. To install it, {how_to_install(name)}, {other}",
            exception=libraries[name],
        )


def how_to_install(library: str) -> str:
    """What brings a library to this very Python, as a part of a sentence."""
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return f"run 'pipx inject {os.path.basename(sys.prefix)} {library}'"
    managed = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    if sys.prefix == sys.base_prefix and os.path.exists(managed):
        return f"use the package manager of the system, because {sys.executable} belongs to it"
    if importlib.util.find_spec("pip"):
        return f"run '{sys.executable} -m pip install {library}'"
    return f"run 'uv pip install --python {sys.executable} {library}'"
