#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_speak_room
short_description: Manage Speak rooms
version_added: 1.0.0
description:
  - Creates, updates and deletes rooms of Kinescope Speak for video meetings, with their named participants. The URL of
    a room is C(link) in RV(resource).
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
      - Name of the room. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - The API may allow several rooms with the same name. Set O(id) to select one.
    type: str
  owner_id:
    description:
      - ID of the user who owns the room, as a UUID or in the 22-character short form. If omitted, the API chooses the
        owner of a new room, or rejects the room. The task warns about that.
      - Can only be set when the room is created. If it differs from the owner of an existing room, the task fails
        without changing anything.
    type: str
  type:
    description:
      - Whether the room is for a single meeting (V(instant_meeting)) or permanent (V(permanent_meeting)).
      - Required to create a room. Can only be set when the room is created. If it differs from the type of an existing
        room, the task fails without changing anything.
    type: str
    choices: [instant_meeting, permanent_meeting]
  participants:
    description:
      - Participants of the room.
      - The complete list. Participants are matched by O(participants[].user_id). Participants that are not in the list
        are removed, and V([]) removes all. Order does not matter.
      - For each participant, only the keys that you set are managed.
      - The participants of a new room are sent in the same request. If the new room has none afterwards, each is added
        by a request of its own, which is not counted in RV(changes[].requests). In an existing room, each participant
        that is added, renamed or removed takes one write request.
    type: list
    elements: dict
    suboptions:
      user_id:
        description:
          - ID of the user, as a UUID or in the 22-character short form. Each user can be listed once.
        type: str
        required: true
      name:
        description:
          - Display name of the participant. Required for a new participant.
        type: str
      role:
        description:
          - Role of the participant. Required for a new participant. Can only be set when the participant is added.
          - If it differs from the role of an existing participant, the task fails without changing anything. To change
            a role, remove the participant in one run and add it again in the next.
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
    - name: Create a permanent room with its participants
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

    - name: Rename one participant, and remove all others
      kinescope.kinescope.kinescope_speak_room:
        name: Stand-up
        participants:
          - user_id: 019c71e0-18ce-7ad0-6d31-7f6d026d6564
            name: Ann, editor

    - name: Remove all named participants
      kinescope.kinescope.kinescope_speak_room:
        name: Open lesson
        participants: []

    - name: Rename a room, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, V(speak_room).
      type: str
      returned: always
    key:
      description: Name of the room.
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
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: speak_room
      key: Weekly meeting
      action: update
      fields: [participants]
      outcome: applied
      before: {participants: []}
      after: {participants: [{user_id: f236071b-dad9-43c3-a9c3-a3a98f631f86, name: Boris, role: manager}]}
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
    before_header: speak room 'Weekly meeting'
    after_header: speak room 'Weekly meeting'
    before: |
      name: Weekly meeting
      participants: []
    after: |
      name: Weekly meeting
      participants:
        - user_id: f236071b-dad9-43c3-a9c3-a3a98f631f86
          name: Boris
          role: manager
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
