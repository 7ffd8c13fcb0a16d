#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_usage_info
short_description: Read the usage of the workspace
version_added: 1.0.0
description:
  - Reads how much traffic, storage and encoding the workspace used, by day and product, as it is billed.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - The module only reads from the workspace, so the result is the same.
  diff_mode:
    support: N/A
    details:
      - This module does not change anything.
options:
  from:
    description:
      - Start of the period. A date, such as V(2026-11-01), or a time with its offset from UTC, such as
        V(2026-11-01T10:00:00Z).
      - A date starts at midnight in the time zone of the workspace.
      - Must not be after O(to). The order and the format of both are checked before the first request is sent.
    type: str
    required: true
  to:
    description:
      - End of the period, in the same formats as O(from).
      - The API does not document whether a date includes that day.
    type: str
    required: true
  group_by:
    description:
      - Additional field to group the rows by, besides day and product. If omitted, no other field is used.
      - With V(project_id), the names of the projects are looked up too, which takes one or two more requests.
    type: str
    choices: [project_id]
  project:
    description:
      - Name or ID of the project to limit the usage to. The ID can be a UUID or in the 22-character short form.
      - In check mode, the project may be missing. The task then assumes that an earlier task will create it, returns
        no rows and issues a warning.
    type: str
seealso:
  - module: kinescope.kinescope.kinescope_analytics_info
  - module: kinescope.kinescope.kinescope_project
"""

EXAMPLES = r"""
---
- name: Read the usage
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Fail if the traffic in November exceeds 10 TB
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-01"
        to: "2026-11-30"
      register: november
      failed_when: november.usage | selectattr('product', 'eq', 'cdn') | sum(attribute='usage') > 10 * 1000 ** 4

    - name: Read the same, by project
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-01"
        to: "2026-11-30"
        group_by: project_id
      register: by_project
      # by_project.usage | groupby('project_name', default='') returns the rows of each project.

    - name: Read the usage of one project in a week, regardless of the time zone of the workspace
      kinescope.kinescope.kinescope_usage_info:
        from: "2026-11-16T00:00:00+03:00"
        to: "2026-11-23T00:00:00+03:00"
        project: Courses
"""

RETURN = r"""
---
usage:
  description:
    - The rows as returned by the API, in the order of the API.
    - Some rows do not belong to a project, regardless of O(group_by). They have no C(project_id).
  returned: success
  type: list
  elements: dict
  contains:
    date:
      description: The day.
      type: str
      returned: success
    product:
      description: The product. Known values are V(cdn), V(storage), V(encoding) and V(live_traffic).
      type: str
      returned: success
    usage:
      description:
        - The quantity. Bytes for V(cdn) and V(storage), minutes for V(encoding). The unit of V(live_traffic) is not
          documented.
        - For V(storage), this is the amount stored on that day, so a sum over several days is meaningless.
      type: float
      returned: success
    project_id:
      description: ID of the project.
      type: str
      returned: if the row belongs to a project
    project_name:
      description: Name of the project. Added by this module.
      type: str
      returned: with O(group_by=project_id), if the project still exists
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
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that was read. V(usage).
      type: str
      returned: failure
    key:
      description: Always null.
      type: str
      returned: failure
    action:
      description: The action that failed. V(read).
      type: str
      returned: failure
    status:
      description: HTTP status code. Null if the API did not respond, or no request was sent.
      type: int
      returned: failure
    code:
      description: Error code of the API. Null if the API returned none.
      type: int
      returned: failure
    request_id:
      description: ID of the request from the C(X-Request-ID) header, for Kinescope support.
      type: str
      returned: failure
    invalid_params:
      description: Errors of the API about individual parameters.
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
