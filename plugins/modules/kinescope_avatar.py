#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_avatar
short_description: Set or remove the avatar
version_added: 1.0.0
description:
  - Uploads the picture that stands for the workspace or the user whom the token belongs to, in place of the one before,
    or removes it. The vendor's documentation does not say which of the two it is.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.connection
attributes:
  diff_mode:
    details:
      - The new picture is shown by its SHA-256. The old one is not known.
  idempotent:
    support: none
    details:
      - The API shows an avatar by an id that none of its answers tells, so what there is cannot be compared with what
        is wanted. Every run sends the request and reports a change. Use C(when), or a play of its own, for a picture
        that is to be set once.
options:
  src:
    description:
      - The file of the picture, on the host of the task.
      - A regular file of at most 10 MiB.
      - Required with O(state=present), and without a meaning otherwise.
    type: path
  state:
    description:
      - V(present) uploads the picture, V(absent) removes it. That there is none is no error.
    type: str
    choices: [present, absent]
    default: present
notes:
  - The API answers with a user, tokens and all. Nothing of it is returned or shown.
seealso:
  - module: kinescope.kinescope.kinescope_player
"""

EXAMPLES = r"""
---
- name: The avatar
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
  description: Always empty. It is there because the modules that manage objects have it.
  returned: success
  type: dict
  sample: {}
changes:
  description: What was written, or in check mode what would be. One entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about. V(avatar).
      type: str
      returned: always
    key:
      description: V(workspace).
      type: str
      returned: always
    action:
      description: What is done. V(update) or V(delete).
      type: str
      returned: always
    fields:
      description: V(src), or nothing for V(delete).
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) when it was done, V(failed) when the task failed over it.
      type: str
      returned: always
  sample:
    - kind: avatar
      key: workspace
      action: update
      fields: [src]
      outcome: applied
diff:
  description: What is wanted. What there was is not known.
  returned: success
  type: dict
  contains:
    before:
      description: Always empty.
      type: dict
      returned: success
    after:
      description: The state, and the SHA-256 of the picture.
      type: dict
      returned: success
  sample:
    before: {}
    after:
      state: present
      sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
unverified:
  description: The option that cannot be read back, V(src) or V(state).
  returned: success
  type: list
  elements: str
  sample: [src]
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What the failed action is about. V(avatar).
      type: str
      returned: failure
    key:
      description: V(workspace), or null when the task failed before anything was sent.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(plan), V(update) and V(delete).
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
    kind: avatar
    key: workspace
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.avatar import AVATAR
from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import act


def main() -> None:
    act(AVATAR)


if __name__ == "__main__":
    main()
