# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Importing the collection's own code from bytecode, as Python imports everything else.

Ansible's loader for collections compiles every file anew in each process: about 100 ms of a playbook with one task, and
again in each worker that is the first to need a filter. Here Python's own loader takes over for what is in ``plugins``.
It keeps bytecode in ``__pycache__`` and compiles a file again when its time or size has changed, and it honours
PYTHONDONTWRITEBYTECODE and PYTHONPYCACHEPREFIX. Where it cannot write, files are compiled as before.

The packages of the plugin types that run on the controller import this module, so that it is there before any plugin.
Shipped modules do not: Ansible leaves their bytecode out of its archives.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from types import ModuleType

from ansible.utils.collection_loader import AnsibleCollectionConfig

OWN = __name__.removesuffix("plugin_utils._bytecode")

finder = functools.lru_cache(maxsize=None)(lambda folder: FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES)))


class Bytecode(MetaPathFinder):
    """Finds the files of this collection's plugins; leaves everything else, also folders, to the next finder."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See importlib.abc.MetaPathFinder."""
        if path is None or not fullname.startswith(OWN):
            return None
        found = (finder(folder).find_spec(fullname) for folder in path)
        return next((spec for spec in found if spec is not None and spec.loader is not None), None)


# Before Ansible's finder, and behind whatever somebody put before that. Without Ansible's, Python needs no help.
ansible = AnsibleCollectionConfig.collection_finder
if ansible in sys.meta_path:
    sys.meta_path.insert(sys.meta_path.index(ansible), Bytecode())
