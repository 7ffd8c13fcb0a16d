#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_drm_auth
short_description: Manage the DRM authorization callback
version_added: 1.0.0
description:
  - Sets, updates and removes the URL that Kinescope calls to ask whether a viewer may play an encrypted video.
  - The workspace has one callback. Each project can have its own, which then replaces the callback of the workspace.
  - Kinescope sends a C(POST) request with JSON to O(url). HTTP 200 allows playback, HTTP 403 denies it. O(strict)
    controls how other responses are handled.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._secrets
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  project:
    description:
      - Name or ID of the project whose callback is managed. If omitted, the callback of the workspace is managed.
    type: str
  url:
    description:
      - URL to call. Required to create the callback.
      - Its user information and its query may be secret. They are compared, and masked in results and diffs.
    type: str
  username:
    description:
      - User name for HTTP basic authentication at O(url).
      - V("") clears it. To disable authentication, also set O(password) to V("").
    type: str
  password:
    description:
      - Password for HTTP basic authentication at O(url). V("") clears it.
      - Compared if the API returns it. If the API masks it or leaves it out, O(update_secrets) controls when it is
        sent again.
      - Set it whenever O(username) is set. Otherwise an update of the callback can be refused, because it could erase
        the password.
    type: str
  strict:
    description:
      - With V(true), a video is played only if O(url) responds with 200. With V(false), it is played unless the
        response is 403, which includes the cases that your server is down or rejects the password.
      - The API does not return it. It is sent with the next change of the callback, never causes a change by itself,
        and is listed in RV(unverified).
      - Always set it. An update sends the whole callback, and without this option the API may reset it to its default.
      - To change only this option, also set O(password) (V("") if there is none) and run the task once with
        O(update_secrets=always), which sends the whole callback. If the API returns the password, this has no effect.
        In that case change another option at the same time, or remove the callback and set it again.
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
    - name: Set the callback of the workspace; the password is in a vault
      kinescope.kinescope.kinescope_drm_auth:
        url: https://auth.example.com/kinescope
        username: kinescope
        password: "{{ vault_drm_password }}"
        strict: true

    - name: Set a separate callback for one project
      kinescope.kinescope.kinescope_drm_auth:
        project: Exams
        url: https://exams.example.com/may-play
        strict: true

    - name: Change the password; if it cannot be compared, every run sends it again
      kinescope.kinescope.kinescope_drm_auth:
        project: Courses
        password: "{{ lookup('ansible.builtin.env', 'COURSES_DRM_PASSWORD') }}"
        strict: true
        update_secrets: always

    - name: Remove the callback of a project, so that the callback of the workspace applies again
      kinescope.kinescope.kinescope_drm_auth:
        project: Library
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object after the run, as returned by the API.
    - In check mode, the predicted token. An empty dictionary if the token is absent.
    - Secrets are omitted.
  returned: success
  type: dict
  sample:
    url: https://auth.example.com/kinescope
    username: kinescope
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(drm_auth).
      type: str
      returned: always
    key:
      description: Name of the project, or V(workspace).
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
    - kind: drm_auth
      key: workspace
      action: update
      fields: [url]
      outcome: applied
      before: {url: 'https://old.example.com/kinescope'}
      after: {url: 'https://auth.example.com/kinescope'}
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
    before_header: DRM auth 'workspace'
    after_header: DRM auth 'workspace'
    before: |
      url: https://old.example.com/kinescope
    after: |
      url: https://auth.example.com/kinescope
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: [password, strict]
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
    kind: drm_auth
    key: workspace
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.drm_auth import DRM_AUTH
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import protect


def main() -> None:
    manage(DRM_AUTH, protect=protect)


if __name__ == "__main__":
    main()
