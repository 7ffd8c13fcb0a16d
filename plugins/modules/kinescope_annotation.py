#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_annotation
short_description: Manage the annotations of a video
version_added: 1.0.0
description:
  - Creates, updates and deletes annotations. An annotation is a text or a link to another video that the player shows
    during playback.
  - An annotation is identified by its video and its title.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
options:
  video:
    description:
      - Title or ID of the video that the annotation belongs to. If several videos have this title, the task fails. Set
        the ID instead.
      - Required with O(id) too, because the API finds annotations by video.
    type: str
    required: true
  title:
    description:
      - Title of the annotation. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
    type: str
  type:
    description:
      - What the annotation shows, a text or another video.
      - Required to create an annotation. Can only be set when the annotation is created. If it differs from the type
        of an existing annotation, the task fails without changing anything.
    type: str
    choices: [video, text]
  target_video:
    description:
      - Title or ID of the video that the annotation links to.
      - Required to create an annotation with O(type=video).
    type: str
  link:
    description:
      - URL that the annotation links to. V("") clears it.
    type: str
  start_time:
    description:
      - Time when the annotation appears, in milliseconds from the start of O(video).
    type: int
  end_time:
    description:
      - Time when the annotation disappears, in milliseconds from the start of O(video). Required to create an
        annotation.
      - Must not be before O(start_time).
    type: int
  poster_id:
    description:
      - ID of the image of the annotation, as a UUID or in the 22-character short form. V("") clears it.
      - The API does not document how to upload such an image.
    type: str
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_subtitle
  - module: kinescope.kinescope.kinescope_video_edit
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Annotations
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Show a text from second 10 to second 20
      kinescope.kinescope.kinescope_annotation:
        video: Introduction
        title: Sign up for the course
        type: text
        link: https://school.example.com/sign-up
        start_time: 10000
        end_time: 20000

    - name: Link to the next lesson in the last seconds of a lesson
      kinescope.kinescope.kinescope_annotation:
        video: Lesson 1
        title: Next lesson
        type: video
        target_video: Lesson 2
        start_time: 590000
        end_time: 600000

    - name: Show an annotation for longer; other options are not changed
      kinescope.kinescope.kinescope_annotation:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        title: Subscribe
        end_time: 30000

    - name: Rename an annotation, selected by its ID
      kinescope.kinescope.kinescope_annotation:
        video: Introduction
        id: 93997264-97ac-4091-b48e-559614c2817a
        title: Read more

    - name: Delete an annotation
      kinescope.kinescope.kinescope_annotation:
        video: Introduction
        title: Summer sale
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Also contains V(type), with the value of the option of the same name. The API calls it V(annotation_type).
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    media_id: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
    video_id: 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
    type: video
    annotation_type: video
    title: Next lesson
    link: ""
    start_time: 590000
    end_time: 600000
    annotation_poster_id: null
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(annotation).
      type: str
      returned: always
    key:
      description: Title of the video and title of the annotation, separated by a slash.
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
    - kind: annotation
      key: Lesson 1/Next lesson
      action: create
      fields: [title, type, target_video, start_time, end_time]
      outcome: applied
      after: {title: Subscribe, end_time: 30000}
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
    after_header: annotation 'Lesson 1/Next lesson'
    before: |
      title: Subscribe
      end_time: 20000
    after: |
      title: Subscribe
      end_time: 30000
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
    kind: annotation
    key: Lesson 1/Subscribe
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.annotation import ANNOTATION


def main() -> None:
    manage(ANNOTATION)


if __name__ == "__main__":
    main()
