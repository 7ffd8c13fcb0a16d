#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
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
  - A folder is identified by its project, its parent folders and its name. Missing parent folders of a new folder are
    created too.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  project:
    description:
      - Name or ID of the project that contains the folder. See M(kinescope.kinescope.kinescope_project).
      - Required with O(id) too, because the API finds folders by project.
    type: str
    required: true
  parent:
    description:
      - Names of the parent folders, starting at the project root.
      - V([]) is the project root. This is also the default, unless O(id) is set.
      - Missing parent folders are created, outermost first, each with an entry of its own in RV(changes). With
        O(state=absent), none are created.
      - This is a list because a name may contain any character, including a slash. Use a list even for a single name,
        because Ansible splits a string at its commas.
      - If several parent folders have the same name, use the ID of the folder instead of its name.
      - Can only be set when the folder is created, because the API does not document how to move a folder. With O(id)
        and a path that differs from the path of that folder, the task fails without changing anything. With O(id) and
        without this option, the folder may be anywhere in the project.
    type: list
    elements: str
  name:
    description:
      - Name of the folder. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - If a name contains double braces, mark it as C(!unsafe) so that Ansible does not treat it as a template.
    type: str
  force:
    description:
      - Whether O(state=absent) may delete a folder that is not empty, including everything in it.
      - Without it, the task fails, reports what the folder contains (videos, folders, live events, playlists and file
        requests), and deletes nothing. A folder that contains only empty folders is not empty.
    type: bool
    default: false
notes:
  - In check mode, each task sees the folders as they are now. If two tasks need the same missing parent folder, both
    report that they would create it. In a regular run, the first task creates it.
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
    - name: Create a folder at the project root
      kinescope.kinescope.kinescope_folder:
        project: Courses
        name: "2026"

    - name: Create a nested folder; missing parent folders are created too
      kinescope.kinescope.kinescope_folder:
        project: Library
        parent: [Music, Jazz]
        name: Before 1960
      register: jazz
      # jazz.resource.id is the ID of the folder.

    - name: Create a folder for each week
      kinescope.kinescope.kinescope_folder:
        project: Courses
        parent: ["2025", Autumn]
        name: "{{ item }}"
      loop: [Week 1, Week 2, Week 3]

    - name: Create a folder with a slash in its name
      kinescope.kinescope.kinescope_folder:
        project: Library
        name: Questions / answers

    - name: Rename a folder, selected by its ID
      kinescope.kinescope.kinescope_folder:
        project: Courses
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Archive 2026

    - name: Delete an empty folder; a folder that is not empty is refused
      kinescope.kinescope.kinescope_folder:
        project: Courses
        parent: ["2025"]
        name: Drafts
        state: absent

    - name: Delete a folder with everything in it
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(folder).
      type: str
      returned: always
    key:
      description: The project, the parent folders and the folder, separated by slashes.
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
    on_air:
      description:
        - The broadcasts that are on air or about to start and that this change can hurt, each with the harm and until
          when to wait.
      returned: if there are any, unless O(on_air) is V(allow)
      type: list
      elements: str
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: folder
      key: Courses/2026
      action: create
      fields: [name]
      outcome: applied
      after: {}
    - kind: folder
      key: Courses/2026/Week 1
      action: create
      fields: [name, parent]
      outcome: applied
      after: {name: Week 1, parent: ['2026']}
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
    after_header: folder 'Courses/2026/Week 1'
    before: ""
    after: |
      name: Week 1
      parent:
        - "2026"
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
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.inhabitants import protect_place
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.places import InPlaces


def main() -> None:
    manage(FOLDER, InPlaces, protect=protect_place)


if __name__ == "__main__":
    main()
