#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_video_edit
short_description: Copy, join and cut videos
version_added: 1.0.0
description:
  - Copies a video to another location, joins it with other videos, or cuts it down to segments or an area of the
    picture.
  - The API creates the result asynchronously. The task ends when the API has accepted the request. RV(resource) is the
    video at that time, with its C(status).
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
      - V(copy) changes nothing if a video with the same title already exists in the target location.
      - V(concat) and V(cut) are performed in every run, because it is impossible to know whether they were done
        before. Add a condition to the task, such as C(when).
options:
  video:
    description:
      - Title or ID of the video. If several videos have this title, the task fails. Set the ID instead.
      - With O(action=copy), a title refers to the copy first, if one exists in the target location.
      - In check mode, the video may be missing. The task then assumes that an earlier task will create it, reports a
        change and issues a warning. The same applies to O(prepend), O(append) and O(location).
    type: str
    required: true
  action:
    description:
      - Action to perform.
      - V(copy) copies the video to O(location). An existing copy is recognized by its title. If several videos in this
        location have this title, the task fails. To copy a video within its own location, set its ID.
      - V(concat) joins videos, with O(prepend) before O(video) and O(append) after it. At least one of them is
        required.
      - V(cut) cuts the video down to the segments in O(trim) or the picture area in O(crop). The API reference says
        both that the result is a new video and that it replaces the original. C(id) in RV(resource) shows which it
        was.
    type: str
    required: true
    choices: [copy, concat, cut]
  location:
    description:
      - Location of the result. Required with O(action=copy).
      - With O(action=cut), the location of a new video. If omitted, the API chooses it.
  prepend:
    description:
      - Titles or IDs of the videos to put before O(video), in order. Only with O(action=concat).
      - V([]) means none.
    type: list
    elements: str
  append:
    description:
      - Titles or IDs of the videos to put after O(video), in order. Only with O(action=concat).
      - V([]) means none.
    type: list
    elements: str
  replace:
    description:
      - Whether the result replaces O(video) and keeps its ID. Otherwise, and if omitted, the result is a new video.
        Only with O(action=concat).
    type: bool
  trim:
    description:
      - Segments to keep, in order. Only with O(action=cut), which requires this or O(crop).
      - V([]) means none.
    type: list
    elements: dict
    suboptions:
      start:
        description:
          - Start of the segment, in seconds from the start of the video.
        type: float
        required: true
      length:
        description:
          - Length of the segment in seconds.
        type: float
        required: true
  crop:
    description:
      - Area of the picture to keep. Only with O(action=cut), which requires this or O(trim).
    type: dict
    suboptions:
      width:
        description:
          - Width of the area in pixels.
        type: int
        required: true
      height:
        description:
          - Height of the area in pixels.
        type: int
        required: true
      x:
        description:
          - Distance from the left edge in pixels.
        type: int
        default: 0
      y:
        description:
          - Distance from the top edge in pixels.
        type: int
        default: 0
      quality:
        description:
          - Rendition that the numbers refer to, such as V(360p). If omitted, the API chooses it.
        type: str
  title:
    description:
      - Title of the result. Only with O(action=cut). If omitted, the API chooses it. Cannot be empty.
    type: str
  description:
    description:
      - Description of the result. Only with O(action=cut). If omitted, the API chooses it.
    type: str
  allow_similar:
    description:
      - Whether to make a copy although the target location has a video whose title differs only in spelling, which
        means in capitals, spaces, HTML escapes or in the way its characters are composed. Only with O(action=copy).
      - Without it, such a task fails before anything is written, because the two are probably meant to be one video.
    type: bool
    default: false
notes:
  - Tasks on one machine that use the same token make a copy once, even at the same time.
  - If the API stores the title of a copy differently, the task fails and says what to do, because every run would make
    another copy.
  - If the response to a request is lost, the request is not sent again. For V(copy), the module looks for the copy in
    the target location. For V(concat) and V(cut), it cannot know whether they were done, so the task fails and says
    where to check.
  - Signed links are omitted from the result.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_info
  - module: kinescope.kinescope.kinescope_annotation
"""

EXAMPLES = r"""
---
- name: Edit videos
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Copy a video to another project, unless the copy already exists
      kinescope.kinescope.kinescope_video_edit:
        video: Open day
        action: copy
        location:
          project: Archive
          folder: ["2026"]

    - name: Add an opening and credits to a lesson, which keeps its ID
      kinescope.kinescope.kinescope_video_edit:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        action: concat
        prepend: [Opening]
        append: [Credits]
        replace: true

    - name: Create a trailer from two segments; resource.id in the result is its ID
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
    - The resulting video, as returned by the API when it accepts the request. Signed links are omitted.
    - If O(action=copy) changes nothing, the existing copy.
    - In check mode, what is known about the video. This is the title, unless O(action=concat) creates a new video, and
      the ID if the video keeps it.
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
  description: The change that was made, or that would be made in check mode. At most one entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object. V(video).
      type: str
      returned: always
    key:
      description: Title of the video.
      type: str
      returned: always
    action:
      description:
        - The action, V(create) for a new video and V(update) if the video itself changes.
        - Always V(update) for O(action=cut), regardless of the result.
      type: str
      returned: always
    fields:
      description: Options that define the edit.
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
    - kind: video
      key: Concert
      action: update
      fields: [trim, title, location]
      outcome: applied
diff:
  description:
    - The edit, by option, with videos by title.
    - Both sides are empty if nothing changes.
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
    before_header: video edit 'Concert'
    after_header: video edit 'Concert'
    before: ""
    after: |
      prepend:
        - Opening
      append:
        - Credits
      replace: true
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
      description: Kind of the object that the failed action concerns. V(video).
      type: str
      returned: failure
    key:
      description: Title or ID of the video.
      type: str
      returned: failure
    action:
      description: The action that failed. One of V(plan), V(read), V(create) and V(update).
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
