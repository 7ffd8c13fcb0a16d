#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_subtitle
short_description: Manage the subtitles of a video
version_added: 1.0.0
description:
  - Uploads, updates, orders and deletes the subtitles of a video.
  - A subtitle is identified by its video and its language.
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
      - Title or ID of the video that the subtitle belongs to. If several videos have this title, the task fails. Set
        the ID instead.
      - Required with O(id) too, because the API finds subtitles by video.
    type: str
    required: true
  language:
    description:
      - Language, such as V(en) or V(pt-BR). Required, unless O(id) is set.
      - Not case-sensitive.
      - If a video has several subtitles in this language, set O(description) or O(id) to select one. Otherwise the
        task fails and lists their IDs.
    type: str
  src:
    description:
      - The subtitle file, in VTT or SRT format and in UTF-8. Required to create a subtitle.
      - A regular file of at most 10 MiB.
      - Compared with the stored file, to which the API returns a link. Line endings, comments and cue identifiers do
        not matter. Between a VTT and an SRT file, only the times and the plain text are compared, because the API may
        convert a file.
      - The API cannot replace the file of a subtitle. If the file differs, the module creates a new subtitle with a
        new ID and the position and description of the old one, and then deletes the old one.
      - If the link cannot be read, the file is listed in RV(unverified) and is not sent again. To replace the file in
        this case, delete the subtitle and create it again in the next task.
    type: path
  description:
    description:
      - Name that viewers select the subtitle by, such as V(English). V("") clears it.
      - With O(state=absent), only a subtitle with this description is deleted.
    type: str
  position:
    description:
      - Position in the list of subtitles of the video, starting at 1. A number that is too large means the last
        position.
      - If omitted, a new subtitle is added at the end, and existing subtitles are not moved.
      - The position applies at the end of the task. A later task that adds or moves another subtitle may change it.
    type: int
notes:
  - The link to a stored file is a secret. It never appears in results. The token is sent only to the API host.
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
    - name: Upload subtitles in two languages
      kinescope.kinescope.kinescope_subtitle:
        video: Introduction
        language: "{{ item }}"
        src: "lesson.{{ item }}.vtt"
      loop: [en, ru]

    - name: Upload a subtitle that is first in the list
      kinescope.kinescope.kinescope_subtitle:
        video: Lesson 1
        language: de
        description: Deutsch
        src: lesson.de.srt
        position: 1

    - name: Replace the file of a subtitle, which creates a new subtitle
      kinescope.kinescope.kinescope_subtitle:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        language: en
        src: lesson.en.vtt

    - name: Set the description of a subtitle, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Also contains V(position), the position in the list of subtitles of the video. Links to files are omitted.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(subtitle).
      type: str
      returned: always
    key:
      description: Title of the video and language, separated by a slash.
      type: str
      returned: always
    action:
      description: The action, one of V(create), V(update), V(move) and V(delete).
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
    recreated:
      description: A new object takes the place of the old one, which is deleted.
      type: bool
      returned: if it is so
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: subtitle
      key: Lesson 1/en
      action: update
      fields: [language, description, src, position]
      outcome: applied
      requests: 3
      before:
        language: en
        src: {state: present, sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03}
      after:
        language: en
        src: {state: present, sha256: 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d}
      recreated: true
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
    before_header: subtitle 'Lesson 1/en'
    after_header: subtitle 'Lesson 1/en'
    before: |
      language: en
      src:
        state: present
        sha256: "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    after: |
      language: en
      src:
        state: present
        sha256: "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
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
      description: The action that failed. One of V(plan), V(read), V(create), V(update), V(move) and V(delete).
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
    kind: subtitle
    key: Lesson 1/en
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.subtitle import SUBTITLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.remote_files import RemoteFiles


def main() -> None:
    manage(SUBTITLE, RemoteFiles)


if __name__ == "__main__":
    main()
