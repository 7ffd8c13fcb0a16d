#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_cdn_zone
short_description: Manage CDN zones
version_added: 1.0.0
description:
  - Creates, updates and deletes CDN zones. A zone delivers files from your own servers under a host name.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._secrets
  - kinescope.kinescope._connection
options:
  name:
    description:
      - Name of the zone. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
    type: str
  host:
    description:
      - Host name that serves the files. Required to create a zone.
    type: str
  origins:
    description:
      - Servers that the zone fetches files from.
      - The complete list, in order. Origins are matched by O(origins[].addr). Origins that are not in the list are
        removed, and V([]) removes all.
      - For each origin, only the keys that you set are managed.
    type: list
    elements: dict
    suboptions:
      addr:
        description:
          - Address of the server, either a bare host name, or with scheme and port.
          - User information and the query string may be secret. They are compared, but masked in results and diffs.
        type: str
        required: true
      basic_auth:
        description:
          - Credentials for HTTP basic authentication at the server. Only the keys that you set are managed. V({})
            clears both.
        type: dict
        suboptions:
          username:
            description:
              - User name. V("") clears it.
            type: str
          password:
            description:
              - Password. V("") clears it.
              - Compared if the API returns it. If the API masks it, O(update_secrets) controls when it is sent again.
            type: str
  access_control:
    description:
      - Secrets that protect the zone. Only the keys that you set are managed. V({}) clears both.
      - Compared if the API returns them. If the API masks them, O(update_secrets) controls when they are sent again.
    type: dict
    suboptions:
      jwt_secret:
        description:
          - Secret for JSON web tokens. V("") clears it.
        type: str
      secure_link:
        description:
          - Secret for signed links. V("") clears it.
        type: str
  settings:
    description:
      - Settings of the zone. Only the keys that you set are managed. V({}) resets all of the settings below to
        V(false), V(0) or an empty value.
    type: dict
    suboptions:
      ignore_query_strings:
        description:
          - Whether the cache treats URLs that differ only in their query string as the same file.
        type: bool
      index_html:
        description:
          - Name of the file to deliver for a directory. V("") clears it.
        type: str
      block_bad_bots:
        description:
          - Whether to block known bad bots.
        type: bool
      access_log:
        description:
          - Whether to log requests.
        type: bool
      max_send_size_bytes:
        description:
          - Maximum number of bytes to send of one file. V(0) clears it.
        type: int
notes:
  - An update sends the whole zone. Set every secret that the zone stores, or see O(update_secrets).
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
    - name: Create a zone with two origins and signed links; the secrets are in a vault
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

    - name: Change one setting of a zone; other settings are not changed
      kinescope.kinescope.kinescope_cdn_zone:
        name: Downloads
        settings:
          access_log: true

    - name: Change the key for signed links; if the API masks it, every run sends it again
      kinescope.kinescope.kinescope_cdn_zone:
        name: Lectures
        access_control:
          secure_link: "{{ lookup('ansible.builtin.env', 'LECTURES_LINK_KEY') }}"
        update_secrets: always

    - name: Change the origin without knowing the key for tokens, which may be lost
      kinescope.kinescope.kinescope_cdn_zone:
        name: Images
        origins:
          - addr: images.example.com
        update_secrets: leave_out

    - name: Rename a zone, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Secrets are omitted.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(cdn_zone).
      type: str
      returned: always
    key:
      description: Name of the zone.
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
    - kind: cdn_zone
      key: Static files
      action: update
      fields: [access_control, settings]
      outcome: applied
      before: {access_control: {secure_link: '********'}, settings: {block_bad_bots: false}}
      after: {access_control: {secure_link: '******** (changed)'}, settings: {block_bad_bots: true}}
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
    before_header: CDN zone 'Static files'
    after_header: CDN zone 'Static files'
    before: |
      name: Static files
      access_control:
        secure_link: "********"
      settings:
        block_bad_bots: false
    after: |
      name: Static files
      access_control:
        secure_link: "******** (changed)"
      settings:
        block_bad_bots: true
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: [access_control.secure_link]
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
    kind: cdn_zone
    key: Static files
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.cdn_zone import CDN_ZONE


def main() -> None:
    manage(CDN_ZONE)


if __name__ == "__main__":
    main()
