#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_material
short_description: Manage the additional materials of a video
version_added: 1.0.0
description:
  - Uploads, renames, orders and deletes additional materials. These are files that viewers of a video can download. The
    option O(kinescope.kinescope.kinescope_video#module:additional_materials_enabled) of
    M(kinescope.kinescope.kinescope_video) controls whether a video offers them at all.
  - A material is identified by its video and its file name.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._connection
attributes:
  diff_mode:
    details:
      - Shows a file by its SHA-256 checksum, and a current file that differs by its size.
options:
  video:
    description:
      - Title or ID of the video that the material belongs to. If several videos have this title, the task fails. Set
        the ID instead.
      - Required with O(id) too, because the API returns materials only with their video.
    type: str
    required: true
  filename:
    description:
      - File name that viewers see when they download the file. Defaults to the name of O(src). Required, unless O(src)
        or O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - The API cannot change the file name. If it differs from the file name of the material with this O(id), the task
        fails.
      - May contain characters of any language.
    type: str
  id:
    description:
      - ID of the material, either a UUID or the 22-character short form.
      - Required when several materials of the video have the same file name. Without it, the task fails and lists
        their IDs. The module never guesses.
      - With O(state=present), a material with this ID must exist.
    type: str
  src:
    description:
      - The file, on the host where the module runs. Required to create a material.
      - A regular file of at most 1 TiB.
      - Compared with the current file by size and, if the size is the same, by content. A file that is larger than 256
        MiB, or whose current content cannot be read, is not compared by content, and V(src) is listed in
        RV(unverified).
      - The API cannot replace the file of a material. If the file differs, the module uploads a new material with a new
        ID and the title and position of the old one, and then deletes the old one.
    type: path
  title:
    description:
      - Title that viewers see. Defaults to the file name for a new material.
    type: str
  position:
    description:
      - Position among the materials of the video, starting at 1. A number that is too large means the last position.
      - Set it for all materials of a video or only for a few. If several tasks use the same position, they move the
        materials in every run.
    type: int
  allow_similar:
    description:
      - Whether to upload a material although the video has one whose file name differs only in spelling, which means in
        capitals, spaces, HTML escapes or in the way its characters are composed.
      - Without it, such a task fails before anything is written, because the two are probably meant to be one material.
    type: bool
    default: false
notes:
  - Uploading a material and setting its title is one entry in RV(changes), regardless of the number of requests.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_subtitle
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Additional materials
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Offer the slides of a lesson
      kinescope.kinescope.kinescope_material:
        video: Lesson 1
        src: slides.pdf
        title: Slides
        position: 1

    - name: Offer a file under a different file name
      kinescope.kinescope.kinescope_material:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        filename: Конспект.pdf
        src: slides.pdf

    - name: Change the title of a material and move it to the end; the file is not changed
      kinescope.kinescope.kinescope_material:
        video: Introduction
        filename: reading-list.txt
        title: Further reading
        position: 100

    - name: Delete a material
      kinescope.kinescope.kinescope_material:
        video: Trailer
        id: 93997264-97ac-4091-b48e-559614c2817a
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The material after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Does not contain the link to the file, because anyone who has it can download the file.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    video_id: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
    storage_id: 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
    title: Slides
    filename: slides.pdf
    filetype: application/pdf
    size: 163427
    position: 1
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
    deleted_at: null
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(material).
      type: str
      returned: always
    key:
      description: Title of the video and file name or ID of the material, separated by a slash.
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
    - kind: material
      key: Lesson 1/slides.pdf
      action: create
      fields: [filename, src, title, position]
      outcome: applied
      requests: 2
      after: {filename: reading-list.txt, title: Further reading}
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
    after_header: material 'Lesson 1/slides.pdf'
    before: |
      filename: reading-list.txt
      title: Reading list
    after: |
      filename: reading-list.txt
      title: Further reading
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
    kind: material
    key: Lesson 1/slides.pdf
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MATERIALS


def main() -> None:
    act(MATERIALS)


if __name__ == "__main__":
    main()
