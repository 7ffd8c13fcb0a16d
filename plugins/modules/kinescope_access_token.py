#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_access_token
short_description: Manage access tokens of the API
version_added: 1.0.0
description:
  - Creates and deletes the tokens by which programs are known to the API, and says what each of them may do.
  - The API shows the secret of a token once, when it is created. So nothing is created unless the task says where to
    put it, with O(token_file), or has it returned, with O(reveal_secrets=true).
  - A token cannot be changed. One that differs is an error, unless O(recreate=true).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._connection
options:
  name:
    description:
      - The name of the token. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - When several tokens have this name, the task fails, and nothing is guessed. Give O(id) then.
    type: str
  id:
    description:
      - Which token is meant, by its id. Both public forms are accepted, the UUID and the short form of 22 characters.
      - An id may be the secret of the token itself, so treat it like one. It is in no result, unless
        O(reveal_secrets=true), and in no error.
      - Another name than the token has is a difference like any other; see O(recreate).
      - With O(state=present), a token with this id must exist.
    type: str
  scope:
    description:
      - What the token may do. Required when it is created.
      - Only the keys that are given are managed. To take a permission away that a token has, give an empty list; to
        leave a key out does not take it away. V({}) stands for all keys with an empty list.
    type: dict
    suboptions:
      api:
        description:
          - What it may do with the API. V([]) stands for nothing.
          - Order and duplicates do not count.
        type: list
        elements: str
        choices: [read, write, delete]
      upload:
        description:
          - What it may do with uploads, in every project. V([]) stands for nothing.
          - Order and duplicates do not count.
        type: list
        elements: str
        choices: [read, write, delete]
      projects:
        description:
          - What it may do with uploads in single projects. When it is given, these are all of them; V([]) stands for
            none. Their order does not count.
        type: list
        elements: dict
        suboptions:
          project:
            description: The project, by its name or id. Each one can be named once.
            type: str
            required: true
          permissions:
            description:
              - What it may do in that project. V([]) stands for nothing.
              - Order and duplicates do not count.
            type: list
            elements: str
            choices: [read, write, delete]
            required: true
  recreate:
    description:
      - What to do about a token that differs. With V(false), it is an error that says what differs, and nothing is
        written.
      - With V(true), a new token is created, its secret is put to its place, and only then the old one is deleted.
        From then on the old secret opens nothing.
      - A token that does not differ stays as it is.
    type: bool
    default: false
  token_file:
    description:
      - Where to put the secret of a new token, on the host where the module runs. The file holds the secret and
        nothing else, not even the end of a line; only its owner can read it (mode V(0600)).
      - A file that is there is replaced as a whole. Its folder must exist. A link, a folder or a device is refused.
      - A relative path is meant from where the module runs. That is the folder of the playbook, unless it runs on
        another host.
      - The file is written when a token is created, and never else. With a token that exists, the task warns when
        there is no such file, because the secret cannot be read again, and when others than its owner can read it.
      - With O(state=absent), the file stays as it is.
    type: path
  reveal_secrets:
    description:
      - Whether the result has the secret of a token that this task creates, and the id of the token. Take care of what
        becomes of the result then, for instance by C(no_log) of the task.
    type: bool
    default: false
notes:
  - When the answer to a create is lost, so is the secret that was in it. What that request created is deleted then,
    and another token is created. Tokens that were there before are never touched.
  - When the secret cannot be put to its place, the new token is deleted again, and the task fails.
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
    - name: A token that can read; its secret goes into a file
      kinescope.kinescope.kinescope_access_token:
        name: statistics
        scope:
          api: [read]
        token_file: statistics.token

    - name: A token that can upload into one project
      kinescope.kinescope.kinescope_access_token:
        name: camera in the hall
        scope:
          api: []
          upload: []
          projects:
            - project: Courses
              permissions: [write]
        token_file: camera.token

    - name: Another scope; a new token takes the place of the old one
      kinescope.kinescope.kinescope_access_token:
        name: nightly jobs
        scope:
          api: [read, write]
        recreate: true
        token_file: nightly.token

    - name: A token whose secret goes on to another task
      kinescope.kinescope.kinescope_access_token:
        name: website
        scope:
          api: [read]
        reveal_secrets: true
      register: website
      no_log: true

    - name: Delete one of several tokens of one name; an id may be the secret itself, so it comes from a vault
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
    - The token as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted. An empty dictionary when it is absent.
    - With O(reveal_secrets=true), also its C(id) and, when this task created it, its secret as C(token).
  returned: success; after a failure, only the secret of a token that was created before, if it is to be revealed
  type: dict
  sample:
    name: ci
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    scope:
      api:
        permissions: [read]
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(access_token).
      type: str
      returned: always
    key:
      description: The name of the token.
      type: str
      returned: always
    action:
      description: What is done. One of V(create) and V(delete).
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
    - kind: access_token
      key: ci
      action: create
      fields: [name, scope]
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
    before: {}
    after:
      name: ci
      scope:
        api: [read]
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
