#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_video_edit
short_description: Copy, join and cut videos
version_added: 1.0.0
description:
  - Copies a video to another place, puts other videos before and after it, or cuts pieces and a frame out of it.
  - The API makes the result in its own time. The task ends when the API has taken the request. RV(resource) is the
    video as it is then, with its C(status).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
attributes:
  idempotent:
    support: partial
    details:
      - V(copy) is no change when a video of the same title is in the target location already.
      - V(concat) and V(cut) are done in every run, because nothing tells that they were done before. Give the task a
        condition, such as C(when).
options:
  video:
    description:
      - The video, by its title or id. Several videos of that title are an error; give the id then.
      - With O(action=copy), a title means the copy first, if there is one in the target location.
      - In check mode the video may be missing. The task then takes it that an earlier task will create it, reports a
        change, and warns. So it is with O(prepend), O(append) and O(location).
    type: str
    required: true
  action:
    description:
      - What to do.
      - V(copy) makes a copy of the video in O(location). There may be one already, which is told by its title. Several
        of that title there are an error. To copy a video within the place that it is in, give its id.
      - V(concat) joins videos, with those of O(prepend) before O(video) and those of O(append) after it. One of the two
        is needed.
      - V(cut) cuts the pieces of O(trim), or the frame O(crop), out of the video. The API's reference says both that
        the result is a new video and that it takes the place of the old one. The C(id) in RV(resource) tells which it
        was.
    type: str
    required: true
    choices: [copy, concat, cut]
  location:
    description:
      - Where the result goes. Required with O(action=copy).
      - With O(action=cut), a new video is put there. Not given, that is up to the API.
  prepend:
    description:
      - The videos to put before O(video), in their order, by their titles or ids. Only with O(action=concat).
      - V([]) is none.
    type: list
    elements: str
  append:
    description:
      - The videos to put after O(video), in their order, by their titles or ids. Only with O(action=concat).
      - V([]) is none.
    type: list
    elements: str
  replace:
    description:
      - Whether the result takes the place of O(video), and keeps its id. Otherwise it is a new video, as it is when
        this is not given. Only with O(action=concat).
    type: bool
  trim:
    description:
      - The pieces to keep, in their order. Only with O(action=cut), which needs this or O(crop).
      - V([]) is none.
    type: list
    elements: dict
    suboptions:
      start:
        description:
          - Where the piece starts, in seconds from the start of the video.
        type: float
        required: true
      length:
        description:
          - How long the piece is, in seconds.
        type: float
        required: true
  crop:
    description:
      - The part of the picture to keep. Only with O(action=cut), which needs this or O(trim).
    type: dict
    suboptions:
      width:
        description:
          - The width of the part, in pixels.
        type: int
        required: true
      height:
        description:
          - The height of the part, in pixels.
        type: int
        required: true
      x:
        description:
          - How far the part is from the left edge, in pixels.
        type: int
        default: 0
      y:
        description:
          - How far the part is from the upper edge, in pixels.
        type: int
        default: 0
      quality:
        description:
          - The rendition that the numbers are meant for, such as V(360p). Not given, that is up to the API.
        type: str
  title:
    description:
      - The title of the result. Only with O(action=cut). Not given, that is up to the API. It cannot be empty.
    type: str
  description:
    description:
      - The description of the result. Only with O(action=cut). Not given, that is up to the API.
    type: str
notes:
  - No request is sent a second time when the answer to the first is lost. A copy is looked for in the target location
    then. Of V(concat) and V(cut) nothing tells whether they were done; the task fails, and says where to look.
  - Signed links are left out of the result.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_info
  - module: kinescope.kinescope.kinescope_annotation
"""

EXAMPLES = r"""
---
- name: Edits
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Keep a copy of a video in another project; there is one afterwards, however often this runs
      kinescope.kinescope.kinescope_video_edit:
        video: Open day
        action: copy
        location:
          project: Archive
          folder: ["2026"]

    - name: Put the opening before a lesson and the credits after it; the lesson keeps its id
      kinescope.kinescope.kinescope_video_edit:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        action: concat
        prepend: [Opening]
        append: [Credits]
        replace: true

    - name: Make a trailer of two pieces; resource.id in the result is its id
      kinescope.kinescope.kinescope_video_edit:
        video: Concert
        action: cut
        trim:
          - start: 12.5
            length: 20
          - start: 95
            length: 10
        title: Concert, trailer
        location:
          project: Archive
"""

RETURN = r"""
---
resource:
  description:
    - The video that comes of it, as the API shows it when it has taken the request, with the API's names of the fields.
      Signed links are left out.
    - When O(action=copy) is no change, the copy that there is.
    - In check mode, what is known of it. That is the title, unless O(action=concat) makes a new video, and the id,
      where the video keeps it.
  returned: success
  type: dict
  sample:
    id: 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
    project_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    folder_id: null
    title: Concert, trailer
    status: pending
    duration: 30
    play_link: https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m
changes:
  description: What was written, or in check mode what would be. One entry, or none.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about. V(video).
      type: str
      returned: always
    key:
      description: The title of the video.
      type: str
      returned: always
    action:
      description:
        - What is done. V(create) for a new video, V(update) where the video itself changes.
        - It is V(update) for O(action=cut), whatever comes of it.
      type: str
      returned: always
    fields:
      description: The options that say what is done.
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) when it was done, V(failed) when the task failed over it.
      type: str
      returned: always
  sample:
    - kind: video
      key: Concert
      action: update
      fields: [trim, title, location]
      outcome: applied
diff:
  description:
    - What is asked for, in the terms of the options, videos by their titles.
    - Both sides are empty when nothing is to do.
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
    after: {prepend: [Opening], append: [Credits], replace: true}
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
      description: What the failed action is about. V(video).
      type: str
      returned: failure
    key:
      description: The title or the id of the video.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(plan), V(read), V(create) and V(update).
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
    kind: video
    key: Concert
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.video_edit import VIDEO_EDIT
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act


def main() -> None:
    act(VIDEO_EDIT)


if __name__ == "__main__":
    main()
