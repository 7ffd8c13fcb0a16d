# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter document_faults: the faults of a workspace document that can be found without requests."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: document_faults
short_description: Check a workspace document offline
version_added: 1.0.0
description:
  - Checks a document as M(kinescope.kinescope.kinescope_workspace) does before its first request, and returns
    everything that is wrong with it. It needs no API token and sends no request.
  - It does not know what is in the workspace, so it cannot tell, for example, whether the names that the document
    refers to exist there.
  - What is probably a mistake, although the API may accept it, is shown as a warning, for example an unknown event name
    of a webhook or an unknown key of player settings.
  - The playbook C(kinescope.kinescope.validate) uses it.
author:
  - Kinescope collection contributors (@kinescope)
options:
  _input:
    description:
      - Files or directories with the document, or one of them, see
        O(kinescope.kinescope.kinescope_workspace#module:src).
    type: raw
    required: true
  config:
    description:
      - A document that is laid over these files, see O(kinescope.kinescope.kinescope_workspace#module:config).
    type: dict
  base_dir:
    description:
      - The directory that relative paths are relative to. The default is the working directory.
    type: path
    default: ""
seealso:
  - module: kinescope.kinescope.kinescope_workspace
"""

EXAMPLES = r"""
---
- name: Check the document
  ansible.builtin.assert:
    that: faults | length == 0
    fail_msg: "{{ faults }}"
  vars:
    faults: "{{ 'workspace' | kinescope.kinescope.document_faults(base_dir=playbook_dir) }}"
"""

RETURN = r"""
---
_value:
  description: The faults, each with its path in the document and, where it comes from a file, its file and line.
  type: list
  elements: str
  sample: ["projects[0].privacy_type (workspace.yml, line 10): must be one of anywhere, nowhere, custom"]
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.guards import likely_mistakes
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import as_declared
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.module import how_to_install, missing
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import (
    WORKSPACE_LIBRARIES,
    effects_of,
    source_of,
    workspace_spec,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import checked, listed


def document_faults(src: Any, config: Any = None, base_dir: str = "") -> Any:
    """All faults of a document. Raises AnsibleFilterError if a library is missing."""
    library = missing(WORKSPACE_LIBRARIES)
    if library:
        raise AnsibleFilterError(visible(f"document_faults requires {library}; {how_to_install(library)}"))
    layers = as_declared(workspace_spec()["argument_spec"], {"src": src or []})["src"]
    try:
        source = source_of(config, layers, base_dir)
        entries = checked(source, effects_of)
    except DocumentError as error:
        return wrap_var([visible(fault) for fault in error.faults or [error.message]])
    mistakes = [(entry.path, text) for entry in entries for text in likely_mistakes(entry.kind, entry.values, {})]
    for line in listed(source, mistakes):
        Display().warning(line)
    return []


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"document_faults": document_faults}
