#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_file_request
short_description: Manage file requests
version_added: 1.0.0
description:
  - Creates, changes and deletes file requests. A file request is a page on which people without access to the
    workspace upload their files to one of its projects or folders. The address of the page is the C(url) in
    RV(resource).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
options:
  title:
    description:
      - The title of the file request. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - Several file requests may have the same title. Then O(location) tells them apart, or O(id).
    type: str
  location:
    description:
      - The project or folder that the files are uploaded to. Required when the file request is created.
      - Without O(id), it also says which file request is meant. One of that title that uploads to somewhere else is
        another one, and stays as it is.
      - With O(id), a file request that uploads to somewhere else uploads to here from now on.
      - It cannot be cleared.
  description:
    description:
      - The text below the title. V("") clears it.
    type: str
  expires_at:
    description:
      - When the page stops accepting files, as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The offset from
        UTC is required. Put it in quotes, so that YAML does not make another type of it.
      - Two spellings of the same moment are equal.
      - V("") takes the limit away.
    type: str
  archived:
    description:
      - Whether the file request is archived.
      - One that is created archived costs two write requests, because the API creates active ones only.
      - If not given, an archived file request stays so. It is not created a second time.
    type: bool
seealso:
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_folder
  - module: kinescope.kinescope.kinescope_upload_link
"""

EXAMPLES = r"""
---
- name: File requests
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Ask speakers for their talks until the end of April
      kinescope.kinescope.kinescope_file_request:
        title: Talks of the spring conference
        description: Please send the final version, in 1080p or better.
        location:
          project: Conferences
          folder: ["2026", Spring]
        expires_at: "2026-04-30T23:59:59+03:00"
      register: talks
      # talks.resource.url is the address to send to the speakers.

    - name: Archive the one of several of this title that uploads to this project
      kinescope.kinescope.kinescope_file_request:
        title: Homework
        location:
          project: Archive
        archived: true

    - name: Accept files without a limit
      kinescope.kinescope.kinescope_file_request:
        title: Ideas for courses
        expires_at: ""

    - name: Rename a file request, and have it upload to another project; the id says which one is meant
      kinescope.kinescope.kinescope_file_request:
        id: 93997264-97ac-4091-b48e-559614c2817a
        title: Talks of the autumn conference
        location:
          project: Conferences

    - name: Delete a file request
      kinescope.kinescope.kinescope_file_request:
        title: Test of uploads
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
    title: Talks of the spring conference
    description: Please send the final version, in 1080p or better.
    uploading_location_id: 0199f0a1-0c11-7b0e-9f52-7d1f5a3f8c44
    expired_at: "2026-04-30T20:59:59Z"
    archived: false
    archived_at: null
    user_count: 0
    media_count: 0
    url: https://kinescope.io/request/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    created_by: Jane Doe
    created_at: "2026-03-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(file_request).
      type: str
      returned: always
    key:
      description: The title of the file request.
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
    - kind: file_request
      key: Talks of the spring conference
      action: update
      fields: [expires_at]
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
      title: Talks of the spring conference
      expires_at: ""
    after:
      title: Talks of the spring conference
      expires_at: "2026-04-30T20:59:59Z"
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
    kind: file_request
    key: Talks of the spring conference
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.file_request import FILE_REQUEST


def main() -> None:
    manage(FILE_REQUEST)


if __name__ == "__main__":
    main()
