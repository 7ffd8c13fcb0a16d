#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_moderator
short_description: Manage chat moderators
version_added: 1.0.0
description:
  - Creates, updates and deletes moderators. A moderator logs in to the chats of live events and moderates them.
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
      - Email address that the moderator logs in with. Required, unless O(id) is set.
      - Not case-sensitive.
    type: str
  username:
    description:
      - Display name in the chat. Required to create a moderator.
    type: str
  password:
    description:
      - Password that the moderator logs in with. Required to create a moderator.
      - The API never returns it. O(update_secrets) controls when it is sent again.
      - Set it whenever another option changes. An update sends the whole moderator including the password, so an
        update without the password is refused.
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
    - name: Create a moderator; the password is in a vault
      kinescope.kinescope.kinescope_moderator:
        email: chat@example.com
        username: Olga
        password: "{{ vault_moderator_password }}"

    - name: Change the display name; the password is required, so that the update does not erase it
      kinescope.kinescope.kinescope_moderator:
        email: night@example.com
        username: Night shift
        password: "{{ vault_night_shift_password }}"

    - name: Change the password; it cannot be compared, so every run sends it
      kinescope.kinescope.kinescope_moderator:
        email: guest@example.com
        password: "{{ lookup('ansible.builtin.env', 'GUEST_MODERATOR_PASSWORD') }}"
        update_secrets: always

    - name: Change the email address of a moderator, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - The API calls the ID C(user_id). Use it as O(id).
    - Secrets are omitted.
  returned: success
  type: dict
  sample:
    user_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    username: Olga
    email: chat@example.com
    scope: {}
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(moderator).
      type: str
      returned: always
    key:
      description: Email address of the moderator.
      type: str
      returned: always
    action:
      description: The action, one of V(create), V(update) and V(delete).
      type: str
      returned: always
    fields:
      description: Options that change. Empty for V(delete).
      type: list
      elements: str
      returned: always
    outcome:
      description:
        - V(planned) in check mode, V(applied) if the change was made.
        - If the task fails, V(failed), also if a part of it was written, or V(not_attempted).
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
    - kind: moderator
      key: chat@example.com
      action: update
      fields: [username]
      outcome: applied
      before: {username: Olga P.}
      after: {username: Olga}
diff:
  description:
    - The differences, as YAML. Contains only options that the task sets, with both sides normalized. Secrets are
      masked, and marked if they are sent again.
    - For values to work with, use RV(changes[].before) and RV(changes[].after).
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
      description:
        - Current values. Empty if the object does not exist. With O(state=absent), everything that is known about the
          object.
      type: str
      returned: success
    after:
      description: Wanted values. Empty with O(state=absent).
      type: str
      returned: success
  sample:
    before_header: moderator 'chat@example.com'
    after_header: moderator 'chat@example.com'
    before: |
      email: chat@example.com
      username: Olga P.
      password: "********"
    after: |
      email: chat@example.com
      username: Olga
      password: "********"
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: [password]
unsettled:
  description:
    - Options whose value the API stored differently from what was sent, or ignored. A warning says so, too. As long as
      the task sets such a value, every run tries to change it.
  returned: success
  type: list
  elements: dict
  contains:
    field:
      description: The option, with the way to the part of it that differs, such as V(settings.volume).
      type: str
      returned: always
    wanted:
      description: The value that the task sets, as in RV(diff).
      type: raw
      returned: always
    stored:
      description: The value that the API stored.
      type: raw
      returned: always
  sample: []
error:
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that the failed action concerns. Null if the task failed before it was known.
      type: str
      returned: failure
    key:
      description: Name of the object.
      type: str
      returned: failure
    action:
      description: The action that failed. One of V(plan), V(read), V(create), V(update) and V(delete).
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
