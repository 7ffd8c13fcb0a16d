#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_folder
short_description: Manage the folders of a project
version_added: 1.0.0
description:
  - Creates, renames and deletes folders in the projects of a Kinescope workspace.
  - A folder is told apart by its project, the way to it and its name. Folders that are missing on the way to a new one
    are created too.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
options:
  project:
    description:
      - The project that the folder is in, by its name or id. See M(kinescope.kinescope.kinescope_project).
      - Needed with O(id) too, because the API finds folders by project.
    type: str
    required: true
  parent:
    description:
      - The way to the folder, which is the names of the folders that it lies in, from the root of the project on.
      - V([]) is the root of the project. So is no value, unless O(id) is given.
      - Folders on the way that are missing are created, outermost first, each with an entry of its own in RV(changes).
        With O(state=absent), none is.
      - A list, because a name may hold any character, also a slash. Give it as a list even if it is one name; Ansible
        takes a text apart at its commas.
      - Where several folders on the way have the same name, the id of the one that is meant may stand in place of its
        name.
      - Set when the folder is created. The API documents no way to move a folder. A task with O(id) and another way
        than the one to that folder fails, and changes nothing. Without this option, the folder may lie anywhere in the
        project.
    type: list
    elements: str
  name:
    description:
      - The name of the folder. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - Mark a name with two braces in it as C(!unsafe), so that Ansible does not take it for a template.
    type: str
  force:
    description:
      - Whether O(state=absent) may delete a folder that is not empty, with all videos and folders in it.
      - Without it, such a task fails, says what the folder holds, and deletes nothing. A folder that holds nothing but
        empty folders is not empty either.
    type: bool
    default: false
notes:
  - In check mode, each task sees the folders as they are. Two tasks that need the same missing folder on their way both
    say that they would create it; in the real run the first one does.
seealso:
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_live_event
"""

EXAMPLES = r"""
---
- name: Folders
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A folder at the root of a project
      kinescope.kinescope.kinescope_folder:
        project: Courses
        name: "2026"

    - name: A folder in a folder in a folder; those on the way are created if they are missing
      kinescope.kinescope.kinescope_folder:
        project: Library
        parent: [Music, Jazz]
        name: Before 1960
      register: jazz
      # jazz.resource.id is its id.

    - name: A folder for each week
      kinescope.kinescope.kinescope_folder:
        project: Courses
        parent: ["2025", Autumn]
        name: "{{ item }}"
      loop: [Week 1, Week 2, Week 3]

    - name: A slash is a part of the name, it separates nothing
      kinescope.kinescope.kinescope_folder:
        project: Library
        name: Questions / answers

    - name: Rename a folder; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_folder:
        project: Courses
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Archive 2026

    - name: Delete a folder that is empty; one that is not would be refused
      kinescope.kinescope.kinescope_folder:
        project: Courses
        parent: ["2025"]
        name: Drafts
        state: absent

    - name: Delete a folder with all that is in it
      kinescope.kinescope.kinescope_folder:
        project: Courses
        name: Summer 2019
        state: absent
        force: true
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
  returned: success
  type: dict
  sample:
    id: 0199f0b2-1d44-7c60-8e0b-5a0c7d2f9b31
    name: Week 1
    project_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    parent_id: 0199f0b1-90aa-7b12-93f7-61e0d4c85a02
    size: 0
    items_count: 0
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
      description: What the entry is about, such as V(folder).
      type: str
      returned: always
    key:
      description: The project, the folders on the way, and the folder, with slashes in between.
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
    - kind: folder
      key: Courses/2026
      action: create
      fields: [name]
      outcome: applied
    - kind: folder
      key: Courses/2026/Week 1
      action: create
      fields: [name, parent]
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
    before: {}
    after:
      name: Week 1
      parent: ["2026"]
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
    kind: folder
    key: Courses/2026/Week 1
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.folder import FOLDER


def main() -> None:
    manage(FOLDER)


if __name__ == "__main__":
    main()
