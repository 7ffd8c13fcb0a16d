#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_file_request
short_description: Manage file requests
version_added: 1.0.0
description:
  - Creates, updates and deletes file requests. A file request is a page where people without access to the workspace
    upload files to one of its projects or folders. The URL of the page is C(url) in RV(resource).
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
      - Title of the file request. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - Several file requests may have the same title. Use O(location) or O(id) to select one.
    type: str
  location:
    description:
      - Project or folder that receives the files. Required to create a file request.
      - Without O(id), it also identifies the file request. A file request with the same title and a different location
        is a different object, and is not changed.
      - With O(id), the file request uploads to this location from now on.
      - Cannot be cleared.
  description:
    description:
      - Text below the title. V("") clears it.
    type: str
  expires_at:
    description:
      - Time when the page stops accepting files, such as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The UTC
        offset is required. Quote the value so that YAML does not convert it to another type.
      - Different notations of the same time are equal.
      - V("") removes the time limit.
    type: str
  archived:
    description:
      - Whether the file request is archived.
      - Creating an archived file request takes two write requests, because the API only creates active ones.
      - If omitted, an archived file request stays archived. It is not created again.
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
      # talks.resource.url is the URL to send to the speakers.

    - name: Archive a file request; the location selects one of several with this title
      kinescope.kinescope.kinescope_file_request:
        title: Homework
        location:
          project: Archive
        archived: true

    - name: Accept files without a time limit
      kinescope.kinescope.kinescope_file_request:
        title: Ideas for courses
        expires_at: ""

    - name: Rename a file request, selected by its ID, and make it upload to another project
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Also contains V(archived), with the value of the option of the same name.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(file_request).
      type: str
      returned: always
    key:
      description: Title of the file request.
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
    - kind: file_request
      key: Talks of the spring conference
      action: update
      fields: [expires_at]
      outcome: applied
      before: {expires_at: ''}
      after: {expires_at: '2026-04-30T20:59:59Z'}
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
    before_header: file request 'Talks of the spring conference'
    after_header: file request 'Talks of the spring conference'
    before: |
      title: Talks of the spring conference
      expires_at: ""
    after: |
      title: Talks of the spring conference
      expires_at: "2026-04-30T20:59:59Z"
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
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.places import InPlaces


def main() -> None:
    manage(FILE_REQUEST, InPlaces)


if __name__ == "__main__":
    main()
