#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_upload_link
short_description: Make a link by which a client application uploads one file
version_added: 1.0.0
description:
  - Begins an upload and returns the address that takes its bytes, so that a browser, a phone or a camera can upload one
    file without having the API token.
  - The address speaks Tus 1.0 and is the upload itself, so that a Tus client is given it as the URL of an upload that
    exists already. A single POST of the whole file works too.
  - B(The address is a capability.) Whoever has it can upload the file, and needs nothing else. The API token is not a
    part of it and never part of the result.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - No link is made, so that RV(endpoint) and RV(id) are missing. C(changed), C(changes) and C(diff) are those that
        the run without check mode then reports.
  idempotent:
    support: none
    details:
      - Every run makes another link, and with O(type=video) another video, which has no file until somebody uploads it.
options:
  type:
    description:
      - What the file will be.
      - V(video) makes a new video, V(attachment) an additional material of a video, and V(replace) gives a video a new
        content while its id and its links stay.
    type: str
    choices: [video, attachment, replace]
    default: video
  location:
    description:
      - Where the new video is to be.
      - Required with O(type=video), and an error with other types.
      - In check mode the project or the folder may be missing. The task then takes it that an earlier task will create
        it, and warns.
  video:
    description:
      - The video that the file belongs to, by its title or id. Several videos of that title are an error; give the id
        then.
      - Required with O(type=attachment) and O(type=replace), and an error with O(type=video).
      - In check mode the video may be missing, as O(location) may.
    type: str
  title:
    description:
      - The title of the new video, in any script. Required with O(type=video).
      - With O(type=attachment), the title of the material. With O(type=replace), the video may get this title; the API
        does not say what it does.
    type: str
  subtitle:
    description:
      - The subtitle of the new video. Only with O(type=video).
    type: str
  description:
    description:
      - The description of the new video. Only with O(type=video).
    type: str
  filename:
    description:
      - The name of the file, for information.
    type: str
  filesize:
    description:
      - The size of the file in bytes. A Tus client needs it to be right. A POST of the whole file works with any, and
        without.
    type: int
  client_ip:
    description:
      - The IP address from which the file will come. The vendor chooses the nearest server by it.
    type: str
  preview:
    description:
      - A short clip of the video that the vendor makes beside it. Only with O(type=video).
    type: dict
    suboptions:
      start:
        description:
          - At which second the clip begins.
        type: int
        required: true
      length:
        description:
          - How many seconds the clip lasts.
        type: int
        required: true
      quality:
        description:
          - The resolution of the clip.
        type: str
        choices: [360p, 480p, 720p, 1080p]
        required: true
notes:
  - Give the task C(no_log=true), as the examples do. Ansible would else show the address at C(-v) and hand it to
    callbacks. A registered result has it all the same.
  - How long the address is good for is not documented.
  - When the answer to the request is lost, the task fails and the request is not sent once more, because a second
    one would make a second video. The error then names the videos of that title that wait for a file. Nothing is
    deleted.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_file_request
  - name: Tus
    description: The protocol for resumable uploads.
    link: https://tus.io/protocols/resumable-upload
"""

EXAMPLES = r"""
---
- name: Links for client applications
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Let a camera upload the talk
      kinescope.kinescope.kinescope_upload_link:
        title: The talk of the day
        location:
          project: Conferences
          folder: ["2026"]
        filename: talk.mp4
        filesize: 734003200
      register: talk
      no_log: true

    - name: Give the camera the link
      ansible.builtin.copy:
        content: "{{ talk.endpoint | default('') }}"
        dest: upload-link.txt
        mode: "0600"
      no_log: true
      diff: false

    - name: Let a colleague add the slides
      kinescope.kinescope.kinescope_upload_link:
        type: attachment
        video: Opening
        filename: slides.pdf
        filesize: 1048576
      register: slides
      no_log: true

    - name: Let the studio upload a better cut, from its own network
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
    - The address that takes the file. B(A capability,) so treat it like a password until the file is there.
  returned: success, except in check mode
  type: str
  sample: https://eu-uploader-1.example.com/v2/upload/0966958f-638b-4aab-bf4a-7f9860a57a93
id:
  description: The id of the new video, or of the video that the file belongs to.
  returned: success, except in check mode
  type: str
  sample: 7127f2d7-0e96-40d0-9a03-2e987c096466
resource:
  description: The same two once more, where the modules that manage objects have what they manage. Empty in check mode.
  returned: success
  type: dict
  contains:
    id:
      description: As RV(id).
      type: str
      returned: except in check mode
    endpoint:
      description: As RV(endpoint).
      type: str
      returned: except in check mode
  sample:
    id: 7127f2d7-0e96-40d0-9a03-2e987c096466
    endpoint: https://eu-uploader-1.example.com/v2/upload/0966958f-638b-4aab-bf4a-7f9860a57a93
changes:
  description: What was made, or in check mode what would be. One entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about. V(upload_link).
      type: str
      returned: always
    key:
      description: The title, or without one the video, as the task gives it.
      type: str
      returned: always
    action:
      description: What is done. V(create).
      type: str
      returned: always
    fields:
      description: The options that say what link it is.
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) when it was done, V(failed) when the task failed over it.
      type: str
      returned: always
  sample:
    - kind: upload_link
      key: The talk of the day
      action: create
      fields: [type, location, title, filename, filesize]
      outcome: applied
diff:
  description: The options of the link. There is nothing that it could be compared with.
  returned: success
  type: dict
  contains:
    before:
      description: Always empty.
      type: dict
      returned: success
    after:
      description: What is wanted.
      type: dict
      returned: success
  sample:
    before: {}
    after:
      type: attachment
      video: Opening
      filename: slides.pdf
unverified:
  description: Always empty. It is there because the modules that manage objects have it.
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
      description: What the failed action is about. V(upload_link).
      type: str
      returned: failure
    key:
      description: The title, or without one the video, as the task gives it.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(plan), V(read) and V(create).
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
