#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_speak_room
short_description: Manage Speak rooms
version_added: 1.0.0
description:
  - Creates, changes and deletes the rooms of Kinescope Speak, in which people meet by video, with the participants
    that they know by name. The address of a room is the C(link) in RV(resource).
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
      - The name of the room. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - The API may let several rooms have the same name. Give O(id) then.
    type: str
  owner_id:
    description:
      - The id of the user that the room belongs to, in either of its forms. The API chooses one for a new room if not
        given.
      - Set when the room is created. A task that gives another value than the room has fails, and changes nothing.
    type: str
  type:
    description:
      - Whether the room is for one meeting (V(instant_meeting)) or stays (V(permanent_meeting)).
      - Required when the room is created, and set then. A task that gives another value than the room has fails, and
        changes nothing.
    type: str
    choices: [instant_meeting, permanent_meeting]
  participants:
    description:
      - Who takes part.
      - The whole list. They are matched by O(participants[].user_id), whom the list does not name is removed, and
        V([]) removes all. Order does not count.
      - Of each participant only the keys that are given are managed.
      - Those of a new room are sent along with it. In a room that exists, each participant that is added, renamed or
        removed costs one write request.
    type: list
    elements: dict
    suboptions:
      user_id:
        description:
          - The id of the user, in either of its forms. Each user can be named once.
        type: str
        required: true
      name:
        description:
          - The name that the others see. Required for a new participant.
        type: str
      role:
        description:
          - What the participant may do. Required for a new participant, and set then.
          - A task that gives another role than the participant has fails, and changes nothing. To change a role,
            remove the participant in one run, and add it in the next.
        type: str
        choices: [admin, manager]
seealso:
  - module: kinescope.kinescope.kinescope_live_event
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Speak rooms
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A room that stays, and who leads its meetings
      kinescope.kinescope.kinescope_speak_room:
        name: Weekly meeting
        type: permanent_meeting
        owner_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
        participants:
          - user_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
            name: Ann
            role: admin
          - user_id: vUJJ5W5wmgKBLwVEnHf9uN
            name: Boris
            role: manager
      register: weekly

    - name: Another name for one participant; all others are removed
      kinescope.kinescope.kinescope_speak_room:
        name: Stand-up
        participants:
          - user_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
            name: Ann, editor

    - name: Nobody by name
      kinescope.kinescope.kinescope_speak_room:
        name: Open lesson
        participants: []

    - name: Rename a room; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_speak_room:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Exam

    - name: Delete a room
      kinescope.kinescope.kinescope_speak_room:
        name: Test of cameras
        state: absent
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
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    owner_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
    type: permanent_meeting
    participants:
      - id: 0199f0a5-6a10-7c2b-9e4f-1a2b3c4d5e6f
        user_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
        room_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
        name: Ann
        role: admin
        created_at: "2026-11-02T09:15:27.858112Z"
        updated_at: null
    code: abc-defg-hij
    name: Weekly meeting
    link: https://speak.kinescope.io/abc-defg-hij
    status: scheduled
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(speak_room). An entry about a participant has V(participant).
      type: str
      returned: always
    key:
      description: The name of the room; for a participant the name of the room, a slash and the id of the user.
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
    - kind: participant
      key: Weekly meeting/f236071b-dad9-43c3-a9c3-a3a98f631f86
      action: create
      fields: [user_id, name, role]
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
      name: Weekly meeting
      participants: []
    after:
      name: Weekly meeting
      participants:
        - user_id: f236071b-dad9-43c3-a9c3-a3a98f631f86
          name: Boris
          role: manager
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
    kind: speak_room
    key: Weekly meeting
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.speak_room import SPEAK_ROOM


def main() -> None:
    manage(SPEAK_ROOM)


if __name__ == "__main__":
    main()
