#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_cdn_zone
short_description: Manage CDN zones
version_added: 1.0.0
description:
  - Creates, changes and deletes CDN zones. A zone delivers files from servers of your own under a host name.
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
      - The name of the zone. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
    type: str
  host:
    description:
      - The host name under which the files are delivered. Required when the zone is created.
    type: str
  origins:
    description:
      - The servers that the files come from.
      - The whole list, in its order. They are matched by O(origins[].addr), what the list does not name is removed,
        and V([]) removes all.
      - Of each origin only the keys that are given are managed.
    type: list
    elements: dict
    suboptions:
      addr:
        description:
          - The address of the server, as a bare host name or with scheme and port.
          - Its user information and its query may be secret. They are compared, and masked in results and diffs.
        type: str
        required: true
      basic_auth:
        description:
          - What the server wants for HTTP basic authentication. Only the keys that are given are managed. V({})
            clears both.
        type: dict
        suboptions:
          username:
            description:
              - The user name. V("") clears it.
            type: str
          password:
            description:
              - The password. V("") clears it.
              - It is compared where the API shows it. Where it masks it, O(update_secrets) says when it is sent
                again.
            type: str
  access_control:
    description:
      - The secrets that protect the zone. Only the keys that are given are managed. V({}) clears both.
      - They are compared where the API shows them. Where it masks them, O(update_secrets) says when they are sent
        again.
    type: dict
    suboptions:
      jwt_secret:
        description:
          - The secret for JSON web tokens. V("") clears it.
        type: str
      secure_link:
        description:
          - The secret for signed links. V("") clears it.
        type: str
  settings:
    description:
      - Settings of the zone. Only the keys that are given are managed. V({}) clears all that are listed here, which
        makes them V(false), V(0) and empty.
    type: dict
    suboptions:
      ignore_query_strings:
        description:
          - Whether addresses that differ only in their query string are the same file to the cache.
        type: bool
      index_html:
        description:
          - The name of the file to deliver for a folder. V("") clears it.
        type: str
      block_bad_bots:
        description:
          - Whether known unwanted robots are turned away.
        type: bool
      access_log:
        description:
          - Whether requests are logged.
        type: bool
      max_send_size_bytes:
        description:
          - The most that is sent of one file, in bytes. V(0) clears it.
        type: int
notes:
  - An update sends the whole zone. Give every secret that the zone stores, or see O(update_secrets).
seealso:
  - module: kinescope.kinescope.kinescope_usage_info
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: CDN zones
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A zone with two origins and signed links; the secrets come from a vault
      kinescope.kinescope.kinescope_cdn_zone:
        name: Static files
        host: static.example.com
        origins:
          - addr: https://origin-1.example.com
            basic_auth:
              username: cdn
              password: "{{ vault_origin_password }}"
          - addr: https://origin-2.example.com:8443
        access_control:
          secure_link: "{{ vault_secure_link_key }}"
        settings:
          ignore_query_strings: true
          block_bad_bots: true

    - name: Change one setting of a zone; all others stay as they are
      kinescope.kinescope.kinescope_cdn_zone:
        name: Downloads
        settings:
          access_log: true

    - name: Another key for signed links; where the API masks it, this task sends it each time it runs
      kinescope.kinescope.kinescope_cdn_zone:
        name: Lectures
        access_control:
          secure_link: "{{ lookup('ansible.builtin.env', 'LECTURES_LINK_KEY') }}"
        update_secrets: always

    - name: Another origin, without knowing the key for tokens, which may be lost
      kinescope.kinescope.kinescope_cdn_zone:
        name: Images
        origins:
          - addr: images.example.com
        update_secrets: leave_out

    - name: Rename a zone; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_cdn_zone:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Podcasts

    - name: Delete a zone
      kinescope.kinescope.kinescope_cdn_zone:
        name: Legacy
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
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    name: Static files
    host: static.example.com
    origins:
      - addr: https://origin-1.example.com
        basic_auth: {username: cdn}
    access_control: {}
    settings:
      ignore_query_strings: true
      index_html: ""
      block_bad_bots: true
      access_log: false
      max_send_size_bytes: 0
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(cdn_zone).
      type: str
      returned: always
    key:
      description: The name of the zone.
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
    - kind: cdn_zone
      key: Static files
      action: update
      fields: [access_control, settings]
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
      name: Static files
      access_control: {secure_link: "********"}
      settings: {block_bad_bots: false}
    after:
      name: Static files
      access_control: {secure_link: "******** (changed)"}
      settings: {block_bad_bots: true}
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: [access_control.secure_link]
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
    kind: cdn_zone
    key: Static files
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.cdn_zone import CDN_ZONE


def main() -> None:
    manage(CDN_ZONE)


if __name__ == "__main__":
    main()
