#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_privacy_domain
short_description: Manage privacy domains
version_added: 1.0.0
description:
  - Creates, updates and deletes the privacy domains of a workspace. These are the sites that projects, videos and
    playlists can allow to embed them.
  - To set which domains a project allows, use the option
    O(kinescope.kinescope.kinescope_project#module:privacy_domains) of M(kinescope.kinescope.kinescope_project).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  domain:
    description:
      - Domain, without scheme, port and path. Required, unless O(id) is set.
      - Not case-sensitive. You can write an international domain in its own script or in Punycode.
      - A domain and its wildcard, such as V(example.com) and V(*.example.com), are two different domains.
    type: str
  archived:
    description:
      - Whether the domain is archived.
      - Creating an archived domain takes two write requests, because the API only creates active ones.
      - If omitted, an archived domain stays archived. It is not created again.
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
    - name: Create privacy domains
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

    - name: Change a domain, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Also contains V(archived), with the value of the option of the same name.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(privacy_domain).
      type: str
      returned: always
    key:
      description: The domain.
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
    on_air:
      description:
        - The broadcasts that are on air or about to start and that this change can hurt, each with the harm and until
          when to wait.
      returned: if there are any, unless O(on_air) is V(allow)
      type: list
      elements: str
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: privacy_domain
      key: old.example.com
      action: update
      fields: [archived]
      outcome: applied
      before: {archived: false}
      after: {archived: true}
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
    before_header: privacy domain 'old.example.com'
    after_header: privacy domain 'old.example.com'
    before: |
      domain: old.example.com
      archived: false
    after: |
      domain: old.example.com
      archived: true
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: []
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
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import protect


def main() -> None:
    manage(PRIVACY_DOMAIN, protect=protect)


if __name__ == "__main__":
    main()
