# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter workspace_document: a workspace document as YAML."""

from __future__ import annotations

DOCUMENTATION = r"""
name: workspace_document
short_description: Write a workspace document as YAML
version_added: 1.0.0
description:
  - Writes the document that M(kinescope.kinescope.kinescope_workspace_info) returns as YAML, in the same order.
  - The role P(kinescope.kinescope.export#role) uses it to write a live workspace to a file.
  - Strings that Ansible could treat as a template are marked with C(!unsafe). Otherwise, anyone who can name a video
    project could have a template evaluated by the playbook that loads the file.
  - Strings with invisible characters, or characters that change the direction of text, are written in quotes and
    ASCII so that they are visible in a review. Their value is the same.
author:
  - Kinescope collection contributors (@kinescope)
options:
  _input:
    description:
      - The document.
    type: dict
    required: true
  left_out:
    description:
      - What the document leaves out, as M(kinescope.kinescope.kinescope_workspace_info) returns it. A comment at the
        beginning names it.
    type: list
    elements: dict
    default: []
  section:
    description:
      - Section to write, in a document of its own. A section that the document does not contain gives a document
        without any. If omitted, the whole document is written.
    type: str
    version_added: 1.1.0
seealso:
  - module: kinescope.kinescope.kinescope_workspace_info
  - module: kinescope.kinescope.kinescope_workspace
"""

EXAMPLES = r"""
- name: Show the players as YAML
  ansible.builtin.debug:
    msg: "{{ {'version': 1, 'players': [{'name': 'Main'}]} | kinescope.kinescope.workspace_document }}"
"""

RETURN = r"""
_value:
  description:
    - The YAML text, which ends with a line break.
  type: str
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Callable

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS, SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.yaml_document import yaml_document


def workspace_document(document: Any, left_out: Iterable[Mapping[str, Any]] = (), section: str | None = None) -> Any:
    """The document, or one section of it, as YAML, below a comment on what it leaves out.

    Raises AnsibleFilterError if it is invalid.
    """
    if not isinstance(document, Mapping):
        raise AnsibleFilterError("workspace_document: expected a dictionary, as returned by kinescope_workspace_info")
    if section is not None:
        document = {name: part for name, part in document.items() if name in ("version", section)}
        left_out = [one for one in left_out if _section_of(one) == section]
    return wrap_var("".join(_comment(left_out)) + yaml_document(document))


def _section_of(left_out: Mapping[str, Any]) -> str:
    """The section of a document that contains the entry from which something is left out."""
    kind = KINDS[left_out["kind"]]
    nested = kind.section not in SECTIONS or (kind.routes.singleton and left_out["key"] != "workspace")
    return PROJECT.section if nested else kind.section


def _comment(left_out: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the comment. Names in them come from others and must not end a line."""
    entries = [f"{one['kind']} '{one['key']}': {one['path']} ({one['why']})" for one in left_out]
    if entries:
        yield "# Left out. Applied to the same workspace, these stay unchanged; another workspace does not get them:\n"
    yield from (f"#   {visible(line)}\n" for line in entries)


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"workspace_document": workspace_document}
