#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_upload_link
short_description: Create a link that lets a client application upload one file
version_added: 1.0.0
description:
  - Starts an upload and returns the URL that receives the data, so that a browser, a phone or a camera can upload one
    file without the API token.
  - The URL supports Tus 1.0. It is the URL of an existing upload, so configure a Tus client to resume it. A single
    POST request with the whole file works too.
  - B(The URL grants access.) Anyone who has it can upload the file without any other credentials. The API token is not
    part of it, and is never part of the result.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - No link is created, so RV(endpoint) and RV(id) are missing. Returns the C(changed), C(changes) and C(diff) that
        a run without check mode would report.
  idempotent:
    support: none
    details:
      - Every run creates another link and, with O(type=video), another video that has no file until somebody uploads
        it.
options:
  type:
    description:
      - Purpose of the file.
      - V(video) creates a new video, V(attachment) creates an additional material of a video, and V(replace) replaces
        the content of a video, whose ID and links do not change.
    type: str
    choices: [video, attachment, replace]
    default: video
  location:
    description:
      - Location of the new video.
      - Required with O(type=video). An error with other types.
      - In check mode, the project or folder may be missing. The task then assumes that an earlier task will create it,
        and issues a warning.
  video:
    description:
      - Title or ID of the video that the file belongs to. If several videos have this title, the task fails. Set the
        ID instead.
      - Required with O(type=attachment) and O(type=replace). An error with O(type=video).
      - In check mode, the video may be missing, as with O(location).
    type: str
  title:
    description:
      - Title of the new video, in any script. Required with O(type=video).
      - With O(type=attachment), the title of the material. With O(type=replace), the video may get this title, which
        the API does not document.
    type: str
  subtitle:
    description:
      - Subtitle of the new video. Only with O(type=video).
    type: str
  description:
    description:
      - Description of the new video. Only with O(type=video).
    type: str
  filename:
    description:
      - Name of the file, for information only.
    type: str
  filesize:
    description:
      - Size of the file in bytes. It must be correct for a Tus client. A POST request with the whole file works with
        any value, or without one.
    type: int
  client_ip:
    description:
      - IP address that the file will be uploaded from. Kinescope uses it to choose the nearest server.
    type: str
  preview:
    description:
      - Short clip that Kinescope creates from the video. Only with O(type=video).
    type: dict
    suboptions:
      start:
        description:
          - Start of the clip in seconds.
        type: int
        required: true
      length:
        description:
          - Length of the clip in seconds.
        type: int
        required: true
      quality:
        description:
          - Resolution of the clip.
        type: str
        choices: [360p, 480p, 720p, 1080p]
        required: true
notes:
  - Set C(no_log=true) on the task, as in the examples. Otherwise Ansible shows the URL with C(-v) and passes it to
    callbacks. A registered result still contains it.
  - The API does not document how long the URL is valid.
  - If the response to the request is lost, the task fails and does not send the request again, because that would
    create a second video. The error lists the videos with this title that are still waiting for a file. Nothing is
    deleted.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_file_request
  - name: Tus
    description: Protocol for resumable uploads.
    link: https://tus.io/protocols/resumable-upload
"""

EXAMPLES = r"""
---
- name: Create links for client applications
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Create a link for a camera to upload a talk
      kinescope.kinescope.kinescope_upload_link:
        title: The talk of the day
        location:
          project: Conferences
          folder: ["2026"]
        filename: talk.mp4
        filesize: 734003200
      register: talk
      no_log: true

    - name: Send the link to the camera
      ansible.builtin.copy:
        content: "{{ talk.endpoint | default('') }}"
        dest: upload-link.txt
        mode: "0600"
      no_log: true
      diff: false

    - name: Create a link for a colleague to add slides
      kinescope.kinescope.kinescope_upload_link:
        type: attachment
        video: Opening
        filename: slides.pdf
        filesize: 1048576
      register: slides
      no_log: true

    - name: Create a link for a studio to upload a better cut from its own network
      kinescope.kinescope.kinescope_upload_link:
        type: replace
        video: 93997264-97ac-4091-b48e-559614c2817a
        client_ip: 203.0.113.7
      register: cut
      no_log: true
"""

RETURN = r"""
---
endpoint:
  description:
    - URL that receives the file. B(It grants access,) so treat it like a password until the file is uploaded.
  returned: success, except in check mode
  type: str
  sample: https://eu-uploader-1.example.com/v2/upload/0966958f-638b-4aab-bf4a-7f9860a57a93
id:
  description: ID of the new video, or of the video that the file belongs to.
  returned: success, except in check mode
  type: str
  sample: 7127f2d7-0e96-40d0-9a03-2e987c096466
resource:
  description:
    - The same two values, in the key that other modules use for the object that they manage. Empty in check mode.
  returned: success
  type: dict
  contains:
    id:
      description: Same as RV(id).
      type: str
      returned: except in check mode
    endpoint:
      description: Same as RV(endpoint).
      type: str
      returned: except in check mode
  sample:
    id: 7127f2d7-0e96-40d0-9a03-2e987c096466
    endpoint: https://eu-uploader-1.example.com/v2/upload/0966958f-638b-4aab-bf4a-7f9860a57a93
changes:
  description: The link that was created, or that would be created in check mode. One entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object. V(upload_link).
      type: str
      returned: always
    key:
      description: The title or, if there is none, the video as set in the task.
      type: str
      returned: always
    action:
      description: The action, V(create).
      type: str
      returned: always
    fields:
      description: Options that define the link.
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) if the change was made, V(failed) if it failed.
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
    - kind: upload_link
      key: The talk of the day
      action: create
      fields: [type, location, title, filename, filesize]
      outcome: applied
      after: {type: attachment, filename: slides.pdf}
diff:
  description: Options of the link. There is no current object to compare them with.
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
      description: Always empty.
      type: str
      returned: success
    after:
      description: Wanted values.
      type: str
      returned: success
  sample:
    after_header: upload link 'The talk of the day'
    before: ""
    after: |
      type: attachment
      video: Opening
      filename: slides.pdf
unverified:
  description: Always empty. Present for consistency with the modules that manage objects.
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
      description: Kind of the object that the failed action concerns. V(upload_link).
      type: str
      returned: failure
    key:
      description: The title or, if there is none, the video as set in the task.
      type: str
      returned: failure
    action:
      description: The action that failed. One of V(plan), V(read) and V(create).
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
    kind: upload_link
    key: The talk of the day
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.upload_link import UPLOAD_LINK
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act


def main() -> None:
    act(UPLOAD_LINK)


if __name__ == "__main__":
    main()
