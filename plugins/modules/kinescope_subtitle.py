#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_subtitle
short_description: Manage the subtitles of a video
version_added: 1.0.0
description:
  - Uploads, changes, orders and deletes the subtitles of a video.
  - A subtitle is told apart by its video and its language.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.state.id
  - kinescope.kinescope.connection
options:
  video:
    description:
      - The video that the subtitle belongs to, by its title or id. Several videos of that title are an error; give the
        id then.
      - Needed with O(id) too, because the API finds subtitles by video.
    type: str
    required: true
  language:
    description:
      - The language, such as V(en) or V(pt-BR). Required, unless O(id) is given.
      - Compared without regard to capitals.
      - Where a video has several subtitles in this language, O(description) or O(id) says which one is meant. Otherwise
        the task fails, and lists their ids.
    type: str
  src:
    description:
      - The file with the subtitle, VTT or SRT, in UTF-8. Required to create a subtitle.
      - A regular file of at most 10 MiB.
      - It is compared with the stored one, which the API shows a link to. Line ends, comments and what cues are called
        do not count. Between a VTT and an SRT file, only the times and the bare texts count, because the API may
        convert a file.
      - No route of the API replaces a file. A subtitle with another file is created anew, with a new id, in the place
        and with the description of the old one, and the old one is deleted.
      - Where the link cannot be followed, the file is in RV(unverified), and is not sent again. To replace it then,
        delete the subtitle and create it in the next task.
    type: path
  description:
    description:
      - What viewers choose the subtitle by, such as V(English). V("") clears it.
      - With O(state=absent), only a subtitle with this description is deleted.
    type: str
  position:
    description:
      - The place in the list of the video's subtitles, counted from 1. A number beyond its end is the last place.
      - Not given, a new subtitle comes last, and all others stay where they are.
      - It is the place at the end of the task. A later task that adds or moves another subtitle may shift it.
    type: int
notes:
  - The link to a stored file is a secret of its own. It appears in no result. The token is not sent to other hosts than
    the API's.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_annotation
  - module: kinescope.kinescope.kinescope_poster
  - module: kinescope.kinescope.kinescope_material
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Subtitles
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Subtitles in two languages
      kinescope.kinescope.kinescope_subtitle:
        video: Introduction
        language: "{{ item }}"
        src: "lesson.{{ item }}.vtt"
      loop: [en, ru]

    - name: A subtitle that viewers see first in the list
      kinescope.kinescope.kinescope_subtitle:
        video: Lesson 1
        language: de
        description: Deutsch
        src: lesson.de.srt
        position: 1

    - name: Another text for a subtitle; a new one takes its place
      kinescope.kinescope.kinescope_subtitle:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        language: en
        src: lesson.en.vtt

    - name: Say what one of two subtitles in the same language is; the id says which one is meant
      kinescope.kinescope.kinescope_subtitle:
        video: Lesson 1
        id: 93997264-97ac-4091-b48e-559614c2817a
        language: en-GB
        description: English, for the deaf

    - name: Delete a subtitle
      kinescope.kinescope.kinescope_subtitle:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        language: fr
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - It also has V(position), its place in the list of the video's subtitles. Links to files are left out.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    video_id: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
    language: de
    description: Deutsch
    file_name: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10.vtt
    position: 1
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(subtitle).
      type: str
      returned: always
    key:
      description: The title of the video and the language, with a slash between them.
      type: str
      returned: always
    action:
      description: What is done. One of V(create), V(update), V(move) and V(delete).
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
    - kind: subtitle
      key: Lesson 1/en
      action: create
      fields: [language, description, src]
      outcome: applied
    - kind: subtitle
      key: Lesson 1/en
      action: delete
      fields: []
      outcome: applied
    - kind: subtitle
      key: Lesson 1/en
      action: move
      fields: [position]
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
      language: en
      src:
        state: present
        sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
    after:
      language: en
      src:
        state: present
        sha256: 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
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
      description: What was being done. One of V(plan), V(read), V(create), V(update), V(move) and V(delete).
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
    kind: subtitle
    key: Lesson 1/en
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.subtitle import SUBTITLE


def main() -> None:
    manage(SUBTITLE)


if __name__ == "__main__":
    main()
