#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_material
short_description: Manage the additional materials of a video
version_added: 1.0.0
description:
  - Uploads, names, orders and deletes additional materials, which are files that viewers of a video can download.
    Whether they are offered at all is a setting of the video,
    O(kinescope.kinescope.kinescope_video#module:additional_materials_enabled).
  - A material is told apart by its video and its file name.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.connection
attributes:
  diff_mode:
    details:
      - A file is shown by its SHA-256, one that the video has and that differs by its size.
options:
  video:
    description:
      - The video that the material belongs to, by its title or id. Several videos of that title are an error; give the
        id then.
      - Needed with O(id) too, because only the video shows its materials.
    type: str
    required: true
  filename:
    description:
      - The name of the file, as viewers get it. By default, that of O(src). Required, unless O(src) or O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - The API has no way to change it. With O(id) and another name than the material has, the task fails.
      - Names in any language are taken.
    type: str
  id:
    description:
      - Which material is meant, by its id. Both public forms are accepted, the UUID and the short form of 22
        characters.
      - Needed when several materials of the video have the same file name. Without it, such a task fails with a list
        of their ids; nothing is ever guessed.
      - With O(state=present), a material with this id must exist.
    type: str
  src:
    description:
      - The file, on the host of the task. Required to create a material.
      - A regular file of at most 1 TiB.
      - Compared with what the video has by its size, and when that is the same, by its content. What is larger than
        256 MiB, or cannot be read, is not compared by content; the key RV(unverified) of the result then has C(src).
      - The API cannot put another file in place of a material's. So a file that differs is uploaded as a new material,
        which gets the title and the place of the old one, and then the old one is deleted. The material has another id
        after that.
    type: path
  title:
    description:
      - What viewers see. A new material without it is called as its file.
    type: str
  position:
    description:
      - The place of the material among those of the video, counted from 1. A number beyond the last place stands for
        the last place.
      - Give it to all materials of a video or to few of them. Tasks that want the same place for several materials
        move them about in each run.
    type: int
notes:
  - A material that is uploaded and put in its place is one entry of RV(changes), however many requests that takes.
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

    - name: A name for viewers that differs from that of the file
      kinescope.kinescope.kinescope_material:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        filename: Конспект.pdf
        src: slides.pdf

    - name: Rename a material and put it last; the file stays as it is
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
    - The material as the API shows it after the run.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - The link to the file is not in it, because whoever has it can download the file.
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
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(material).
      type: str
      returned: always
    key:
      description: The title of the video and the file name, or the id, with a slash between them.
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
    - kind: material
      key: Lesson 1/slides.pdf
      action: create
      fields: [filename, src, title, position]
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
      filename: reading-list.txt
      title: Reading list
    after:
      filename: reading-list.txt
      title: Further reading
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
    kind: material
    key: Lesson 1/slides.pdf
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import act
from ansible_collections.kinescope.kinescope.plugins.module_utils.material import MATERIAL_DEED


def main() -> None:
    act(MATERIAL_DEED)


if __name__ == "__main__":
    main()
