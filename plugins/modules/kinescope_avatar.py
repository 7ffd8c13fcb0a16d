#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_avatar
short_description: Set or remove the avatar
version_added: 1.0.0
description:
  - Uploads a new avatar or removes the current one. The Kinescope documentation does not say whether it is the avatar
    of the workspace or of the user that the token belongs to.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  diff_mode:
    details:
      - Shows the new image by its SHA-256 checksum. The old image is unknown.
  idempotent:
    support: none
    details:
      - The API identifies the avatar by an ID that it never returns, so the current avatar cannot be compared with the
        wanted one. Every run sends the request and reports a change. To set the avatar only once, use C(when) or a
        separate play.
options:
  src:
    description:
      - The image file, on the host where the module runs.
      - A regular file of at most 10 MiB.
      - Required with O(state=present). Has no effect with O(state=absent).
    type: path
  state:
    description:
      - V(present) uploads the image, V(absent) removes the avatar. If there is no avatar to remove, the task still
        succeeds.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The API responds with a user object that contains tokens. The module neither returns nor shows any of it.
seealso:
  - module: kinescope.kinescope.kinescope_player
"""

EXAMPLES = r"""
---
- name: Manage the avatar
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Set the avatar
      kinescope.kinescope.kinescope_avatar:
        src: logo.png

    - name: Remove the avatar
      kinescope.kinescope.kinescope_avatar:
        state: absent
"""

RETURN = r"""
---
resource:
  description: Always empty. Present for consistency with the modules that manage objects.
  returned: success
  type: dict
  sample: {}
changes:
  description: The change that was made, or that would be made in check mode. One entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object. V(avatar).
      type: str
      returned: always
    key:
      description: V(workspace).
      type: str
      returned: always
    action:
      description: The action, V(update) or V(delete).
      type: str
      returned: always
    fields:
      description: V(src), or empty for V(delete).
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) if the change was made, V(failed) if it failed.
      type: str
      returned: always
    requests:
      description: Number of writes that the change takes. The upload of a file counts as one.
      type: int
      returned: if it takes more than one
    before:
      description: Current values of the options in RV(changes[].fields). For V(delete), all that is known.
      type: dict
      returned: unless the object is created
    after:
      description: Wanted values of the options in RV(changes[].fields).
      type: dict
      returned: unless the object is deleted
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: avatar
      key: workspace
      action: update
      fields: [src]
      outcome: applied
      after:
        src: {state: present, sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae}
diff:
  description: Wanted values. The current values are unknown.
  returned: success
  type: dict
  contains:
    before_header:
      description: Kind and name of the object.
      type: str
      returned: unless it is created
    after_header:
      description: Kind and name of the object.
      type: str
      returned: unless it is deleted
    before:
      description: Always empty.
      type: str
      returned: success
    after:
      description: The state, and the SHA-256 checksum of the image. Empty with O(state=absent).
      type: str
      returned: success
  sample:
    before_header: avatar 'workspace'
    after_header: avatar 'workspace'
    before: ""
    after: |
      src:
        state: present
        sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
unverified:
  description: The option that cannot be read back, V(src) or V(state).
  returned: success
  type: list
  elements: str
  sample: [src]
unsettled:
  description: Always empty, because the avatar cannot be read back.
  returned: success
  type: list
  elements: dict
  sample: []
error:
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that the failed action concerns. V(avatar).
      type: str
      returned: failure
    key:
      description: V(workspace), or null if the task failed before a request was sent.
      type: str
      returned: failure
    action:
      description: The action that failed. One of V(plan), V(update) and V(delete).
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
    kind: avatar
    key: workspace
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.avatar import AVATAR
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act


def main() -> None:
    act(AVATAR)


if __name__ == "__main__":
    main()
