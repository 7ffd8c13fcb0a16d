#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_privacy_domain
short_description: Manage privacy domains
version_added: 1.0.0
description:
  - Creates, changes and deletes the privacy domains of a workspace, which are the sites that its projects, videos and
    playlists can allow to embed them.
  - Which project allows which of them is said in O(kinescope.kinescope.kinescope_project#module:privacy_domains).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
options:
  domain:
    description:
      - The domain, without scheme, port and path. Required, unless O(id) is given.
      - Capitals do not count. An international domain may be written in its own script or in punycode.
      - A domain and its wildcard, such as V(example.com) and V(*.example.com), are two domains.
    type: str
  archived:
    description:
      - Whether the domain is archived.
      - A domain that is created archived costs two write requests, because the API creates active ones only.
      - If not given, an archived domain stays so. It is not created a second time.
    type: bool
seealso:
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_playlist
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Privacy domains
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: The sites that may embed our videos
      kinescope.kinescope.kinescope_privacy_domain:
        domain: "{{ item }}"
      loop:
        - school.example.com
        - "*.partner.example.com"
        - школа.рф

    - name: Archive a domain
      kinescope.kinescope.kinescope_privacy_domain:
        domain: old.example.com
        archived: true

    - name: Use an archived domain again
      kinescope.kinescope.kinescope_privacy_domain:
        domain: summer.example.com
        archived: false

    - name: Replace a domain by another; the id says which one is meant
      kinescope.kinescope.kinescope_privacy_domain:
        id: 93997264-97ac-4091-b48e-559614c2817a
        domain: campus.example.com

    - name: Delete a domain
      kinescope.kinescope.kinescope_privacy_domain:
        domain: test.example.com
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - It also has V(archived), as the option of that name.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    domain: old.example.com
    archived: true
    archived_at: "2026-11-20T12:00:00Z"
    media_count: 0
    created_by_user_name: Jane Doe
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: "2026-11-20T12:00:00Z"
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(privacy_domain).
      type: str
      returned: always
    key:
      description: The domain.
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
    - kind: privacy_domain
      key: old.example.com
      action: update
      fields: [archived]
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
      domain: old.example.com
      archived: false
    after:
      domain: old.example.com
      archived: true
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: []
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
    kind: privacy_domain
    key: old.example.com
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.privacy_domain import PRIVACY_DOMAIN


def main() -> None:
    manage(PRIVACY_DOMAIN)


if __name__ == "__main__":
    main()
