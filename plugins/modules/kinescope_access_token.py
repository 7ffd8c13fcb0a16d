#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_access_token
short_description: Manage API access tokens
version_added: 1.0.0
description:
  - Creates and deletes the tokens that programs use to access the API, and sets the permissions of each token.
  - The API returns the secret of a token only once, when it creates the token. The module therefore creates a token
    only if the task sets O(token_file), to store the secret in a file, or O(reveal_secrets=true), to return it.
  - A token cannot be updated. If it differs, the task fails, unless O(recreate=true).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._connection
options:
  name:
    description:
      - Name of the token. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - If several tokens have this name, the task fails. Set O(id) to select one.
    type: str
  id:
    description:
      - ID of the token, either a UUID or the 22-character short form.
      - The ID may be the secret of the token itself, so treat it as a secret. It appears in the result only with
        O(reveal_secrets=true), and never in an error.
      - A different O(name) is a difference like any other; see O(recreate).
      - With O(state=present), a token with this ID must exist.
    type: str
  allow_similar:
    description:
      - Whether to create the token although there is one whose name differs only in spelling, which means in capitals,
        spaces, HTML escapes or in the way its characters are composed. Without it, such a task fails.
    type: bool
    default: false
  scope:
    description:
      - Permissions of the token. Required to create a token.
      - Only the keys that you set are managed. To revoke a permission, set an empty list. Omitting a key does not
        revoke it. V({}) is the same as all keys with an empty list.
    type: dict
    suboptions:
      api:
        description:
          - Permissions for the API. V([]) grants none.
          - Order and duplicates do not matter.
        type: list
        elements: str
        choices: [read, write, delete]
      upload:
        description:
          - Permissions for uploads in every project. V([]) grants none.
          - Order and duplicates do not matter.
        type: list
        elements: str
        choices: [read, write, delete]
      projects:
        description:
          - Permissions for uploads in single projects. The complete list; V([]) grants none. Order does not matter.
        type: list
        elements: dict
        suboptions:
          project:
            description: Name or ID of the project. Each project can be listed once.
            type: str
            required: true
          permissions:
            description:
              - Permissions in this project. V([]) grants none.
              - Order and duplicates do not matter.
            type: list
            elements: str
            choices: [read, write, delete]
            required: true
  recreate:
    description:
      - What to do if an existing token differs. With V(false), the task fails with an error that lists the
        differences, and nothing is written.
      - With V(true), the module creates a new token, stores its secret, and only then deletes the old token. The old
        secret is no longer valid after that.
      - A token that does not differ is not recreated.
    type: bool
    default: false
  token_file:
    description:
      - File for the secret of a new token, on the host where the module runs. The file contains only the secret,
        without a line break, and only its owner can read it (mode V(0600)).
      - An existing file is replaced. The directory must exist. A link, a directory or a device is refused.
      - A relative path is relative to the directory of the playbook, unless the module runs on another host. There it
        is relative to the directory where the module runs.
      - The file is written only when a token is created. If the token already exists, the task issues a warning if the
        file does not exist, because the secret cannot be read again, or if users other than the owner can read the
        file.
      - With O(state=absent), the file is not changed.
    type: path
  reveal_secrets:
    description:
      - Whether to return the secret of a token that this task creates, and the ID of the token. Protect the result,
        for example with C(no_log) on the task.
    type: bool
    default: false
notes:
  - If the response to a create request is lost, the secret in it is lost too. The module then deletes the token that
    the request created, and creates another one. It never touches tokens that existed before.
  - If the secret cannot be stored, the module deletes the new token and the task fails.
  - Secrets never appear in results, unless O(reveal_secrets=true), nor in diffs, warnings, errors or logs, at any
    verbosity.
seealso:
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Access tokens
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Create a token with read access, and store its secret in a file
      kinescope.kinescope.kinescope_access_token:
        name: statistics
        scope:
          api: [read]
        token_file: statistics.token

    - name: Create a token that can upload to one project
      kinescope.kinescope.kinescope_access_token:
        name: camera in the hall
        scope:
          api: []
          upload: []
          projects:
            - project: Courses
              permissions: [write]
        token_file: camera.token

    - name: Change the scope of a token, which replaces it with a new one
      kinescope.kinescope.kinescope_access_token:
        name: nightly jobs
        scope:
          api: [read, write]
        recreate: true
        token_file: nightly.token

    - name: Create a token, and use its secret in another task
      kinescope.kinescope.kinescope_access_token:
        name: website
        scope:
          api: [read]
        reveal_secrets: true
      register: website
      no_log: true

    - name: Delete one of several tokens with the same name; the ID may be the secret itself, so keep it in a vault
      kinescope.kinescope.kinescope_access_token:
        name: phone
        id: "{{ vault_lost_phone_token_id }}"
        state: absent

    - name: Delete a token
      kinescope.kinescope.kinescope_access_token:
        name: intern 2019
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The token after the run, as returned by the API.
    - In check mode, the predicted token. An empty dictionary if the token is absent.
    - With O(reveal_secrets=true), also contains the C(id) and, if this task created the token, its secret as C(token).
  returned: success; on failure, the secret of a token that was created before, with O(reveal_secrets=true)
  type: dict
  sample:
    name: ci
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    scope:
      api:
        permissions: [read]
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(access_token).
      type: str
      returned: always
    key:
      description: Name of the token.
      type: str
      returned: always
    action:
      description: The action, V(create) or V(delete).
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
    recreated:
      description: A new object takes the place of the old one, which is deleted.
      type: bool
      returned: if it is so
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: access_token
      key: ci
      action: create
      fields: [name, scope]
      outcome: applied
      after: {name: ci, scope: {api: [read]}}
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
    after_header: access token 'ci'
    before: ""
    after: |
      name: ci
      scope:
        api:
          - read
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
    kind: access_token
    key: ci
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.access_token import ACCESS_TOKEN
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.one_time_secret import OneTimeSecret


def main() -> None:
    manage(ACCESS_TOKEN, OneTimeSecret)


if __name__ == "__main__":
    main()
