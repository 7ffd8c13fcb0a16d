#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_project
short_description: Manage projects
version_added: 1.0.0
description:
  - Creates, updates and deletes projects. Projects are the top level of the content in a Kinescope workspace.
  - A project defines where its videos may be embedded, which player plays them, and whether they are encrypted.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  name:
    description:
      - Name of the project. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - If a name contains double braces, mark it as C(!unsafe) so that Ansible does not treat it as a template.
    type: str
  privacy_type:
    description:
      - Where the videos of the project may be embedded.
      - V(anywhere) allows all sites, V(nowhere) allows none, V(custom) allows those in O(privacy_domains).
      - Required to create a project.
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - Sites that may embed the videos of the project with O(privacy_type=custom).
      - The complete list. Items that are not in the list are removed, and V([]) removes all.
      - Order, duplicates and case do not matter. You can write an international domain in its own script or in
        Punycode.
      - The API stores this list regardless of O(privacy_type).
    type: list
    elements: str
  player:
    description:
      - Name or ID of the player of the project. See M(kinescope.kinescope.kinescope_player).
      - A project always has a player, so this option cannot be cleared. If omitted, the API uses its default player
        for a new project.
    type: str
  encrypted:
    description:
      - Whether the videos of the project are encrypted.
      - Can only be set when the project is created. If it differs from the value of an existing project, the task
        fails without changing anything.
    type: bool
  catalog_type:
    description:
      - Whether the project is for videos (V(vod)) or for live events (V(live)). If omitted, the API uses V(vod).
      - Can only be set when the project is created. If it differs from the value of an existing project, the task
        fails without changing anything.
      - O(name) is looked up in projects of both types. If the API does not return the type of a project, the option is
        listed in RV(unverified).
    type: str
    choices: [vod, live]
  apply_to_videos:
    description:
      - Whether to apply changes of the privacy or the player of the project to the videos that are already in it.
      - This is an instruction, not a property. It is sent with another change of the project, never causes a change by
        itself, and is listed in RV(unverified).
      - Has no effect when the project is created, because the project has no videos yet.
    type: bool
  force:
    description:
      - Whether O(state=absent) may delete a project that is not empty, including everything in it.
      - Without it, the task fails, reports what the project contains (videos, folders, live events, playlists and file
        requests), and deletes nothing.
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
    - name: Create a project that only your own sites may embed
      kinescope.kinescope.kinescope_project:
        name: Courses
        privacy_type: custom
        privacy_domains:
          - school.example.com
          - "*.partner.example.com"
          - школа.рф
        player: Main
      register: courses

    - name: Create an encrypted project that no site may embed yet
      kinescope.kinescope.kinescope_project:
        name: Exams
        privacy_type: nowhere
        encrypted: true

    - name: Create a project for live events
      kinescope.kinescope.kinescope_project:
        name: Webinars
        privacy_type: anywhere
        catalog_type: live

    - name: Change the player of a project and of its existing videos; other options are not changed
      kinescope.kinescope.kinescope_project:
        name: Library
        player: Main
        apply_to_videos: true

    - name: Do not allow any site to embed a project, and clear its list of domains
      kinescope.kinescope.kinescope_project:
        name: Drafts
        privacy_type: nowhere
        privacy_domains: []

    - name: Rename a project, selected by its ID
      kinescope.kinescope.kinescope_project:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Archive 2026

    - name: Create a project with braces in its name, which is not a template
      kinescope.kinescope.kinescope_project:
        name: !unsafe "Mail {{ first_name }}"
        privacy_type: nowhere

    - name: Delete a project with everything in it
      kinescope.kinescope.kinescope_project:
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
    - Secrets are omitted.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(project).
      type: str
      returned: always
    key:
      description: Name of the project.
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
    - kind: project
      key: Courses
      action: update
      fields: [privacy_domains]
      outcome: applied
      before: {privacy_domains: [school.example.com]}
      after: {privacy_domains: ['*.partner.example.com', school.example.com]}
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
    before_header: project 'Courses'
    after_header: project 'Courses'
    before: |
      name: Courses
      privacy_domains:
        - school.example.com
    after: |
      name: Courses
      privacy_domains:
        - "*.partner.example.com"
        - school.example.com
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: [apply_to_videos]
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
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.inhabitants import protect_place


def main() -> None:
    manage(PROJECT, protect=protect_place)


if __name__ == "__main__":
    main()
