#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_drm_auth
short_description: Manage the DRM authorization callback
version_added: 1.0.0
description:
  - Sets, changes and removes the address that Kinescope asks whether a viewer may play an encrypted video.
  - There is one for the workspace, and there can be one for each project, which then counts instead.
  - Kinescope sends a C(POST) with JSON to O(url). HTTP 200 lets the video play, 403 forbids it. O(strict) says what
    any other answer means.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.secrets
  - kinescope.kinescope.connection
options:
  project:
    description:
      - The project whose callback is meant, by its name or id. If not given, that of the workspace is meant.
    type: str
  url:
    description:
      - The address to ask. Required when there is no callback yet.
      - Its user information and its query may be secret. They are compared, and masked in results and diffs.
    type: str
  username:
    description:
      - The user name for HTTP basic authentication at O(url).
      - V("") clears it. To turn authentication off, give V("") for O(password) too.
    type: str
  password:
    description:
      - The password for HTTP basic authentication at O(url). V("") clears it.
      - It is compared where the API shows it. Where it masks it or leaves it out, O(update_secrets) says when it is
        sent again.
      - Give it whenever O(username) is set. Else an update of the callback can be refused, because it could wipe the
        password.
    type: str
  strict:
    description:
      - With V(true), a video is played only when O(url) answers 200. With V(false), it is played unless the answer is
        403, so also when your server is down or does not accept the password.
      - The API does not show it. It is sent with the next change of the callback, never causes one, and is listed in
        RV(unverified).
      - Always give it. An update sends the whole callback, and without this option the API may fall back to its
        default.
      - To change it alone, give O(password) too (V("") for none) and run the task once with O(update_secrets=always),
        which sends the whole callback. Where the API shows the password, that has no effect; change another option
        along with it, or remove the callback and set it again.
    type: bool
seealso:
  - module: kinescope.kinescope.kinescope_project
"""

EXAMPLES = r"""
---
- name: DRM authorization
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: The callback of the workspace; the password comes from a vault
      kinescope.kinescope.kinescope_drm_auth:
        url: https://auth.example.com/kinescope
        username: kinescope
        password: "{{ vault_drm_password }}"
        strict: true

    - name: A callback of its own for one project
      kinescope.kinescope.kinescope_drm_auth:
        project: Exams
        url: https://exams.example.com/may-play
        strict: true

    - name: Another password; where it cannot be compared, this task sends it each time it runs
      kinescope.kinescope.kinescope_drm_auth:
        project: Courses
        password: "{{ lookup('ansible.builtin.env', 'COURSES_DRM_PASSWORD') }}"
        strict: true
        update_secrets: always

    - name: No callback of its own for a project; that of the workspace counts again
      kinescope.kinescope.kinescope_drm_auth:
        project: Library
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted. An empty dictionary when it is absent.
    - Secrets are left out.
  returned: success
  type: dict
  sample:
    url: https://auth.example.com/kinescope
    username: kinescope
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(drm_auth).
      type: str
      returned: always
    key:
      description: The name of the project, or V(workspace).
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
    - kind: drm_auth
      key: workspace
      action: update
      fields: [url]
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
      url: https://old.example.com/kinescope
    after:
      url: https://auth.example.com/kinescope
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: [password, strict]
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
    kind: drm_auth
    key: workspace
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.drm_auth import DRM_AUTH


def main() -> None:
    manage(DRM_AUTH)


if __name__ == "__main__":
    main()
