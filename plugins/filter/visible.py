# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter visible: makes text from others safe for terminals and logs."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: visible
short_description: Make text from other people safe to print
version_added: 1.0.0
description:
  - Use it where a playbook prints text that somebody else wrote, such as the title of a video or the name of a file.
    Ansible prints messages and the labels of loops unchanged.
  - Invisible characters, and characters that change the text around them, such as line breaks, escape sequences and
    bidirectional marks, are shown by their code, such as C(\u001b). So are the beginnings of commands to CI systems,
    such as C(::error::) and C(##[error]) of GitHub Actions.
  - Ordinary text of any script, emoji and combining marks are not changed.
  - The modules of this collection do the same with their messages and warnings. Their other results are data, exactly
    as returned by the API.
author:
  - Kinescope collection contributors (@kinescope)
options:
  _input:
    description:
      - The text. Any other value is converted to a string.
    type: raw
    required: true
seealso:
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Read the videos of a project
  kinescope.kinescope.kinescope_info:
    kind: video
    location: {project: Courses}
  register: courses

- name: Show the titles
  ansible.builtin.debug:
    msg: "{{ item.title | kinescope.kinescope.visible }}"
  loop: "{{ courses.resources }}"
  loop_control:
    label: "{{ item.title | kinescope.kinescope.visible }}"
"""

RETURN = r"""
---
_value:
  description: The text on one line.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible


def visible_text(text: Any) -> Any:
    """The text on one line, marked as unsafe for templates."""
    return wrap_var(visible(str(text)))


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[[Any], Any]]:
        """The filter by name."""
        return {"visible": visible_text}
