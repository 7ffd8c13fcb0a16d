# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter plan_lines: a plan as text for the console."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: plan_lines
short_description: Show a plan on the console
version_added: 1.0.0
description:
  - Takes the result of M(kinescope.kinescope.kinescope_workspace), also of a task that failed or was refused, and
    returns the lines to print. There is one for each object that changes or for each fault of the document, and one
    with the number of objects for each action.
  - If there are more than 200 lines, those in the middle are left out, and counted.
  - Names in it are other people's text. They are made visible as by P(kinescope.kinescope.visible#filter).
author:
  - Kinescope collection contributors (@kinescope)
options:
  _input:
    description:
      - The registered result.
    type: dict
    required: true
seealso:
  - module: kinescope.kinescope.kinescope_workspace
  - plugin: kinescope.kinescope.drift_report
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Plan
  kinescope.kinescope.kinescope_workspace:
    src: workspace
  check_mode: true
  register: plan

- name: Show the plan
  ansible.builtin.debug:
    msg: "{{ plan | kinescope.kinescope.plan_lines }}"
"""

RETURN = r"""
---
_value:
  description: The lines. Empty if the task failed before there was a plan, and not because of faults of the document.
  type: list
  elements: str
  sample:
    - "+ project 'Courses'"
    - "~ player 'Main': settings.volume 30 → 80"
    - 1 to create, 1 to update, 0 to move, 0 to delete, 12 unchanged
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

MOST = 200
ACTIONS = ("create", "update", "move", "delete")


def plan_lines(result: Any) -> Any:
    """The lines to print for a result. Raises AnsibleFilterError for an invalid result."""
    if not isinstance(result, Mapping):
        raise AnsibleFilterError("plan_lines: expected the registered result of a task")
    found = [result.get(name) or () for name in ("lines", "faults")]
    left_out = sum(map(len, found)) - MOST
    half = MOST // 2
    # Ansible templates each line when it is read, so that thousands that are left out would take long
    places = [(lines, index) for lines in found for index in range(len(lines))]
    shown = [*places[:half], *places[-half:]] if left_out > 0 else places
    lines = [visible(str(several[index])) for several, index in shown]
    if left_out > 0:
        lines.insert(half, f"... {left_out:,} more ...")
    summary = result.get("summary")
    if isinstance(summary, Mapping):
        counts = [f"{summary.get(action, 0)} to {action}" for action in ACTIONS]
        lines.append(", ".join([*counts, f"{summary.get('unchanged', 0)} unchanged"]))
    return wrap_var(lines)


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[[Any], Any]]:
        """The filter by name."""
        return {"plan_lines": plan_lines}
