#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_moderator
short_description: Manage chat moderators
version_added: 1.0.0
description:
  - Creates, changes and deletes moderators, who log in to the chats of live events and keep order there.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._secrets
  - kinescope.kinescope._connection
options:
  email:
    description:
      - The e-mail address that the moderator logs in with. Required, unless O(id) is given.
      - Capitals do not count.
    type: str
  username:
    description:
      - The name that others see in the chat. Required when the moderator is created.
    type: str
  password:
    description:
      - The password that the moderator logs in with. Required when the moderator is created.
      - The API never shows it. O(update_secrets) says when it is sent again.
      - Give it whenever something else changes. An update sends the whole moderator, the password too, so that
        without it the update is refused.
    type: str
seealso:
  - module: kinescope.kinescope.kinescope_live_event
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
---
- name: Moderators
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A moderator; the password comes from a vault
      kinescope.kinescope.kinescope_moderator:
        email: chat@example.com
        username: Olga
        password: "{{ vault_moderator_password }}"

    - name: Another name; the password goes along, so that the update does not lose it
      kinescope.kinescope.kinescope_moderator:
        email: night@example.com
        username: Night shift
        password: "{{ vault_night_shift_password }}"

    - name: Another password; it cannot be compared, so this task sends it each time it runs
      kinescope.kinescope.kinescope_moderator:
        email: guest@example.com
        password: "{{ lookup('ansible.builtin.env', 'GUEST_MODERATOR_PASSWORD') }}"
        update_secrets: always

    - name: Another address; the id says which moderator is meant
      kinescope.kinescope.kinescope_moderator:
        id: 93997264-97ac-4091-b48e-559614c2817a
        email: day@example.com
        password: "{{ vault_day_shift_password }}"

    - name: Delete a moderator
      kinescope.kinescope.kinescope_moderator:
        email: gone@example.com
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - The API calls the id C(user_id). It is what O(id) takes.
    - Secrets are left out.
  returned: success
  type: dict
  sample:
    user_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    username: Olga
    email: chat@example.com
    scope: {}
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(moderator).
      type: str
      returned: always
    key:
      description: The e-mail address of the moderator.
      type: str
      returned: always
    action:
      description: What is done. One of V(create), V(update) and V(delete).
      type: str
      returned: always
    fields:
      description: The options that the request is sent for. Empty for V(delete).
      type: list
      elements: str
      returned: always
    outcome:
      description:
        - V(planned) in check mode, V(applied) when it was done.
        - When the task fails, V(failed) for what failed and V(not_attempted) for what was to come after it.
      type: str
      returned: always
  sample:
    - kind: moderator
      key: chat@example.com
      action: update
      fields: [username]
      outcome: applied
diff:
  description:
    - What differs, in the terms of the options. Only options that the task gives are in it, written in one way on
      both sides. Secrets are masked, and marked when they are sent anew.
  returned: success
  type: dict
  contains:
    before:
      description: What was found. Empty when there was no object. With O(state=absent), all that is known of it.
      type: dict
      returned: success
    after:
      description: What is wanted. Empty with O(state=absent).
      type: dict
      returned: success
  sample:
    before:
      email: chat@example.com
      username: Olga P.
      password: "********"
    after:
      email: chat@example.com
      username: Olga
      password: "********"
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: [password]
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What the failed action is about. Null when the task failed before it was known.
      type: str
      returned: failure
    key:
      description: What the object is called.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(plan), V(read), V(create), V(update) and V(delete).
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
    kind: moderator
    key: chat@example.com
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.moderator import MODERATOR


def main() -> None:
    manage(MODERATOR)


if __name__ == "__main__":
    main()
