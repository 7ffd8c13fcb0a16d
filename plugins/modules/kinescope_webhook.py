#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_webhook
short_description: Manage webhooks
version_added: 1.0.0
description:
  - Creates, changes and deletes webhooks. A webhook is an address that Kinescope calls when something happens, such
    as a video being ready or a live event being connected.
  - The role P(kinescope.kinescope.webhook#role) uses it to make one for Event-Driven Ansible.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.state.id
  - kinescope.kinescope.secrets
  - kinescope.kinescope.connection
options:
  name:
    description:
      - The name of the webhook. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
    type: str
  endpoint:
    description:
      - The address to call. Required when the webhook is created.
      - Its user information and its query may be secret. They are compared, and masked in results and diffs.
    type: str
  login:
    description:
      - The user name for HTTP basic authentication at O(endpoint).
      - V("") clears it. To turn authentication off, give V("") for O(password) too.
    type: str
  password:
    description:
      - The password for HTTP basic authentication at O(endpoint). V("") clears it.
      - The API is known to mask it. O(update_secrets) says when it is sent again.
      - Give it whenever O(login) is set. Else an update of the webhook is refused, because it could wipe the
        password.
    type: str
  events:
    description:
      - The names of the events to report.
      - The whole list. What it does not name is removed, and V([]) removes all. Order and duplicates do not count.
      - A webhook that is created without any is told of what the API chooses.
      - Known names are V(media.update.status), V(live.created), V(live.connected) and V(live.disconnected). The names
        of some others are not published, so any name is accepted.
    type: list
    elements: str
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_live_event
"""

EXAMPLES = r"""
---
- name: Webhooks
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Tell our site when a video is ready; the password comes from a vault
      kinescope.kinescope.kinescope_webhook:
        name: Site
        endpoint: https://site.example.com/hooks/kinescope
        login: kinescope
        password: "{{ vault_site_hook_password }}"
        events:
          - media.update.status

    - name: Another password; it cannot be compared, so this task sends it each time it runs
      kinescope.kinescope.kinescope_webhook:
        name: Chat bot
        password: "{{ lookup('ansible.builtin.env', 'CHAT_BOT_PASSWORD') }}"
        update_secrets: always

    - name: More events; the password goes along, so that the update does not lose it
      kinescope.kinescope.kinescope_webhook:
        name: Control room
        password: "{{ vault_control_room_password }}"
        events:
          - live.connected
          - live.disconnected

    - name: Another address, without knowing the password, which may be lost
      kinescope.kinescope.kinescope_webhook:
        name: Statistics
        endpoint: https://stats.example.com/v2/kinescope
        update_secrets: leave_out

    - name: No authentication any more
      kinescope.kinescope.kinescope_webhook:
        name: Intranet
        login: ""
        password: ""

    - name: Rename a webhook; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_webhook:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Newsletter

    - name: Delete a webhook
      kinescope.kinescope.kinescope_webhook:
        name: Old site
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - Secrets are left out.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    name: Site
    endpoint: https://site.example.com/hooks/kinescope
    login: kinescope
    events: [media.update.status]
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
    deleted_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(webhook).
      type: str
      returned: always
    key:
      description: The name of the webhook.
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
    - kind: webhook
      key: Site
      action: update
      fields: [password, events]
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
      name: Site
      password: "********"
      events: []
    after:
      name: Site
      password: "******** (changed)"
      events: [media.update.status]
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
    kind: webhook
    key: Site
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.webhook import WEBHOOK


def main() -> None:
    manage(WEBHOOK)


if __name__ == "__main__":
    main()
