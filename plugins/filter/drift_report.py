# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter drift_report: the result of a task -> a report on the differences."""

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_report
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.0.0
short_description: Create a report about the drift of a workspace
description:
  - Creates a report from the result of M(kinescope.kinescope.kinescope_workspace) or another module of this
    collection. The report shows what the module would change or did change.
  - The role P(kinescope.kinescope.drift#role) writes all four reports for a whole workspace.
  - The same results always give the same text. Nothing in it depends on the current time.
  - Names and values are escaped for each format. The results do not contain secrets.
positional: format
options:
  _input:
    description:
      - Registered result of a task of this collection, of a loop over one, or a list of such results.
      - The result of a failed task is reported as an error, together with the changes in it.
    type: raw
    required: true
  format:
    description:
      - Format of the report.
      - V(html) is a single self-contained page for people, with light and dark mode, for screens and print. Its only
        script copies the ID of the plan; a content security policy allows no other.
      - In V(html) and V(markdown), what failed or was not attempted comes first, and folders are with their project.
      - V(markdown) is for a comment on a pull request. It has at most 65,536 characters. If some changes do not fit,
        the report says how many, and its totals include all changes.
      - V(junit) is XML in which each object that differs is a failed test, and each failed task is an error.
      - V(json) is for programs. See the notes.
    type: str
    choices: [html, markdown, junit, json]
    required: true
  title:
    description: Title of the report.
    type: str
    default: Kinescope drift
  host:
    description: Inventory host that the result is about. It is added to the title.
    type: str
    default: ""
  generated_at:
    description: Time when the workspace was checked, in any format. If omitted, the report does not show a time.
    type: str
notes:
  - The keys of the JSON are C(format), C(title), C(generated_at), C(drift), C(refused), C(hosts), C(plan_id),
    C(requests), C(summary), C(outcomes), C(origin), C(sections), C(changes), C(errors), C(unsettled), C(unverified),
    C(unmanaged), C(needs_secrets), C(kept), C(dropped) and C(undo). C(format) is 1, and
    increases if a key is removed or changes its meaning. Unknown values are null.
  - C(drift) says whether there are changes, or kept ones, also if the plan was refused or carried out. It is null if no
    plan could be made, so that this is unknown. C(refused) says why the plan was refused. C(hosts) are the inventory
    hosts.
  - C(summary) has the number of C(changes), the number of each action as C(create), C(update), C(move), C(delete) and,
    if there are any, C(other); the number of objects that are
    C(unchanged) and C(unmanaged); and the number of C(errors). C(outcomes) has the number of changes that are
    C(planned), C(applied), C(failed), C(not_attempted) and C(hidden), and omits those that are zero. C(sections) has
    the same numbers as C(summary) for each section of the workspace, and C(wanted).
  - C(changes) are in the order of the plan. Each has C(section), C(kind), C(key), C(action), C(outcome) and C(fields),
    and optionally C(takes_along) (with C(items) and C(bytes)), C(reason), C(on_air) (which broadcasts the change can
    hurt), C(host) and C(task). C(fields) has the name of each field that changes, with its value C(before) and
    C(after). One of them is missing if the object does not have the field on that side, and both are missing if the
    values are unknown.
  - C(unverified), C(unmanaged) and C(needs_secrets) are those of M(kinescope.kinescope.kinescope_workspace).
  - If the document that was applied last is known (O(kinescope.kinescope.kinescope_workspace#module:base)), C(origin)
    has the number of options that differ because of C(document), C(workspace) and C(both), and each change has
    C(origin) with one of these words for each option. C(kept) are the changes that are not made because the workspace
    is left as somebody edited it. C(dropped) are the objects that the document no longer names, each with C(kind),
    C(key) and C(hint).
  - C(undo) is the RV(kinescope.kinescope.kinescope_workspace#module:undo) of each task that returned one, optionally
    with C(host).
  - C(errors) are the tasks that failed. Each has C(message), C(kind), C(key), C(action), C(status), C(code) and
    C(request_id), and optionally C(host) and C(task).
  - C(unsettled) are the fields that the API stored differently from what was sent, or ignored. Each has C(kind),
    C(key), C(field), C(wanted) and C(stored), and optionally C(host) and C(task).
seealso:
  - module: kinescope.kinescope.kinescope_workspace
  - plugin: kinescope.kinescope.drift
    plugin_type: callback
"""

EXAMPLES = r"""
- name: Plan the changes
  kinescope.kinescope.kinescope_project:
    name: Courses
    privacy_type: custom
    privacy_domains: [school.example.com]
  check_mode: true
  register: seen

- name: Write the report as a page
  ansible.builtin.copy:
    content: "{{ seen | kinescope.kinescope.drift_report('html', title='Courses') }}"
    dest: drift.html
    mode: "0644"
  check_mode: false
"""

RETURN = r"""
_value:
  description: Text of the report.
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.formats import FORMATS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.reading import NotAResultError
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.terms import TITLE


def drift_report(result: Any, format: str, title: str = TITLE, generated_at: str | None = None, host: str = "") -> str:
    """The text of a report. Raises AnsibleFilterError for an unknown format or an invalid result."""
    render = FORMATS.get(format) if isinstance(format, str) else None
    if render is None:
        said = f"drift_report: format must be one of {', '.join(FORMATS)}, not {format!r}"
        raise AnsibleFilterError(visible(said))
    try:
        drift = drift_of(result, str(host))
    except NotAResultError as error:
        raise AnsibleFilterError(visible(f"drift_report: {error}")) from None
    return render(drift, str(title), None if generated_at is None else str(generated_at))


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., str]]:
        """The filter by name."""
        return {"drift_report": drift_report}
