#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_annotation
short_description: Manage the annotations of a video
version_added: 1.0.0
description:
  - Creates, changes and deletes annotations, which are texts and links to other videos that the player offers while a
    video plays.
  - An annotation is told apart by its video and its title.
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
      - The video that the annotation belongs to, by its title or id. Several videos of that title are an error; give
        the id then.
      - Needed with O(id) too, because the API finds annotations by video.
    type: str
    required: true
  title:
    description:
      - The title of the annotation. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
    type: str
  type:
    description:
      - What the annotation shows, a text or another video.
      - Required to create an annotation. Set when it is created. A task with another type than that of the annotation
        fails, and changes nothing.
    type: str
    choices: [video, text]
  target_video:
    description:
      - The video that the annotation leads to, by its title or id.
      - Required to create an annotation of O(type=video).
    type: str
  link:
    description:
      - The address that the annotation leads to. V("") removes it.
    type: str
  start_time:
    description:
      - When the annotation appears, in milliseconds from the start of O(video).
    type: int
  end_time:
    description:
      - When the annotation disappears, in milliseconds from the start of O(video). Required to create an annotation.
    type: int
  poster_id:
    description:
      - The id of the picture of the annotation, in either of its forms. V("") removes it.
      - The API documents no way to upload such a picture.
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
    - name: A text, from the tenth second to the twentieth
      kinescope.kinescope.kinescope_annotation:
        video: Introduction
        title: Sign up for the course
        type: text
        link: https://school.example.com/sign-up
        start_time: 10000
        end_time: 20000

    - name: A link to the next lesson in the last seconds of this one
      kinescope.kinescope.kinescope_annotation:
        video: Lesson 1
        title: Next lesson
        type: video
        target_video: Lesson 2
        start_time: 590000
        end_time: 600000

    - name: Show an annotation for longer; all else stays as it is
      kinescope.kinescope.kinescope_annotation:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        title: Subscribe
        end_time: 30000

    - name: Rename an annotation; the id says which one is meant
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
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - It also has V(type), as the option of that name. The API calls it V(annotation_type).
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
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(annotation).
      type: str
      returned: always
    key:
      description: The title of the video and that of the annotation, with a slash between them.
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
    - kind: annotation
      key: Lesson 1/Next lesson
      action: create
      fields: [title, type, target_video, start_time, end_time]
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
      title: Subscribe
      end_time: 20000
    after:
      title: Subscribe
      end_time: 30000
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
