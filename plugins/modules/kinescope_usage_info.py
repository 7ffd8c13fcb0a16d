#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_usage_info
short_description: Read what the workspace consumed
version_added: 1.0.0
description:
  - Reads how much traffic, storage and encoding the workspace consumed, by day and product, as it is billed.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - Nothing in the workspace is ever changed, so the result is the same.
  diff_mode:
    support: N/A
    details:
      - Nothing is changed.
options:
  from:
    description:
      - Where the span begins. A date, such as V(2026-11-01), or a time with its offset from UTC, such as
        V(2026-11-01T10:00:00Z).
      - A date begins at midnight in the time zone of the workspace.
      - It must not be after O(to). That, and the form of both, is checked before the first request.
    type: str
    required: true
  to:
    description:
      - Where the span ends, in one of the forms of O(from).
      - The API does not say whether the day of a date still counts.
    type: str
    required: true
  group_by:
    description:
      - By what to divide the rows, besides day and product. Not given, by nothing else.
      - With V(project_id), the names of the projects are looked up as well, which costs a request or two more.
    type: str
    choices: [project_id]
  project:
    description:
      - Only what this project consumed. Its name, or its id in either of its forms.
      - In check mode it may be missing. The task then takes it that an earlier task will create it, returns no rows,
        and warns.
    type: str
seealso:
  - module: kinescope.kinescope.kinescope_analytics_info
  - module: kinescope.kinescope.kinescope_project
"""

EXAMPLES = r"""
---
- name: Consumption
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Fail when the traffic of November is above 10 TB
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-01"
        to: "2026-11-30"
      register: november
      failed_when: november.usage | selectattr('product', 'eq', 'cdn') | sum(attribute='usage') > 10 * 1000 ** 4

    - name: Read the same by project
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-01"
        to: "2026-11-30"
        group_by: project_id
      register: by_project
      # by_project.usage | groupby('project_name', default='') has the rows of each project.

    - name: Read what one project consumed in a week, whatever the time zone of the workspace is
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-16T00:00:00+03:00"
        to: "2026-11-23T00:00:00+03:00"
        project: Courses
"""

RETURN = r"""
---
usage:
  description:
    - The rows of the API with its names of the fields, in its order.
    - There are rows without a project, whatever O(group_by) is. They have no C(project_id).
  returned: success
  type: list
  elements: dict
  contains:
    date:
      description: The day.
      type: str
      returned: success
    product:
      description: What was consumed. V(cdn), V(storage), V(encoding) and V(live_traffic) are known.
      type: str
      returned: success
    usage:
      description:
        - How much. Bytes for V(cdn) and V(storage), minutes for V(encoding). The unit of V(live_traffic) is not
          documented.
        - For V(storage) it is what was stored on that day, so adding up several days has no meaning.
      type: float
      returned: success
    project_id:
      description: The id of the project.
      type: str
      returned: when the row belongs to a project
    project_name:
      description: The name of the project. Added by this module.
      type: str
      returned: with O(group_by=project_id), when the project still exists
  sample:
    - date: "2026-11-01T00:00:00Z"
      product: cdn
      usage: 85456358
      project_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
      project_name: Courses
    - date: "2026-11-01T00:00:00Z"
      product: encoding
      usage: 0
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What was being read. V(usage).
      type: str
      returned: failure
    key:
      description: Always null.
      type: str
      returned: failure
    action:
      description: What was being done. V(read).
      type: str
      returned: failure
    status:
      description: The HTTP status. Null when the API did not answer, or was not asked.
      type: int
      returned: failure
    code:
      description: The API's own number for the error. Null when it gave none.
      type: int
      returned: failure
    request_id:
      description: The number by which the vendor's support finds the request, from the header C(X-Request-ID).
      type: str
      returned: failure
    invalid_params:
      description: What the API has to say about single parameters.
      type: list
      elements: dict
      returned: failure
  sample:
    kind: usage
    key: null
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.usage import USAGE


def main() -> None:
    read(USAGE)


if __name__ == "__main__":
    main()
