#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_project
short_description: Manage projects
version_added: 1.0.0
description:
  - Creates, changes and deletes projects, the top level of the content of a Kinescope workspace.
  - A project says who may embed its videos, which player plays them, and whether they are encrypted.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
options:
  name:
    description:
      - The name of the project. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - Mark a name with two braces in it as C(!unsafe), so that Ansible does not take it for a template.
    type: str
  privacy_type:
    description:
      - Where the videos of the project may be embedded.
      - V(anywhere) allows every site, V(nowhere) none, V(custom) those in O(privacy_domains).
      - Required when the project is created.
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - The sites that may embed the videos of the project when O(privacy_type=custom).
      - The whole list. What it does not name is removed, and V([]) removes all.
      - Order and duplicates do not count, nor do capitals. An international domain may be written in its own script
        or in punycode.
      - The API keeps this list whatever O(privacy_type) is.
    type: list
    elements: str
  player:
    description:
      - The player of the project, by its name or id. See M(kinescope.kinescope.kinescope_player).
      - A project always has a player, so this cannot be cleared. The API gives a new project its
        default player if not given.
    type: str
  encrypted:
    description:
      - Whether the videos of the project are encrypted.
      - Set when the project is created. A task that gives another value than the project has fails, and changes
        nothing.
    type: bool
  catalog_type:
    description:
      - Whether the project is for videos (V(vod)) or for live events (V(live)). The API makes it V(vod) if not given.
      - Set when the project is created. A task that gives another value than the project has fails, and changes
        nothing.
      - Projects of both types are looked through for O(name). Where the API does not tell the type of a project, it
        is listed in RV(unverified).
    type: str
    choices: [vod, live]
  apply_to_videos:
    description:
      - Whether a change of the privacy or the player of the project is made to the videos that are in it already,
        too.
      - An instruction and not a property. It goes along with another change of the project, never causes one, and is
        listed in RV(unverified).
      - Of no effect when the project is created, because there are no videos in it.
    type: bool
  force:
    description:
      - Whether O(state=absent) may delete a project that is not empty, with all videos and folders in it.
      - Without it, such a task fails, says what the project holds, and deletes nothing.
    type: bool
    default: false
seealso:
  - module: kinescope.kinescope.kinescope_folder
  - module: kinescope.kinescope.kinescope_player
  - module: kinescope.kinescope.kinescope_privacy_domain
  - module: kinescope.kinescope.kinescope_drm_auth
"""

EXAMPLES = r"""
---
- name: Projects
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A project that only our own sites may embed
      kinescope.kinescope.kinescope_project:
        name: Courses
        privacy_type: custom
        privacy_domains:
          - school.example.com
          - "*.partner.example.com"
          - школа.рф
        player: Main
      register: courses

    - name: An encrypted project, which nobody may embed yet
      kinescope.kinescope.kinescope_project:
        name: Exams
        privacy_type: nowhere
        encrypted: true

    - name: A project for live events
      kinescope.kinescope.kinescope_project:
        name: Webinars
        privacy_type: anywhere
        catalog_type: live

    - name: Another player for a project and for the videos that are in it; all else stays as it is
      kinescope.kinescope.kinescope_project:
        name: Library
        player: Main
        apply_to_videos: true

    - name: Nobody may embed it any more, and no domain stays in its list
      kinescope.kinescope.kinescope_project:
        name: Drafts
        privacy_type: nowhere
        privacy_domains: []

    - name: Rename a project; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_project:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Archive 2026

    - name: A name with braces, which must not be taken for a template
      kinescope.kinescope.kinescope_project:
        name: !unsafe "Mail {{ first_name }}"
        privacy_type: nowhere

    - name: Delete a project, with all that is in it
      kinescope.kinescope.kinescope_project:
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
    - Secrets are left out.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    name: Courses
    privacy_type: custom
    privacy_domains: [school.example.com]
    player_id: 0199f0a1-0c11-7b0e-9f52-7d1f5a3f8c44
    encrypted: false
    catalog_type: vod
    folders: []
    items_count: 12
    size: 73400320
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(project).
      type: str
      returned: always
    key:
      description: The name of the project.
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
    - kind: project
      key: Courses
      action: update
      fields: [privacy_domains]
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
      name: Courses
      privacy_domains: [school.example.com]
    after:
      name: Courses
      privacy_domains: ["*.partner.example.com", school.example.com]
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: [apply_to_videos]
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
    kind: project
    key: Courses
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.project import PROJECT


def main() -> None:
    manage(PROJECT)


if __name__ == "__main__":
    main()
