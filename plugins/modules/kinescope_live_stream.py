#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_stream
short_description: Open, end and schedule broadcasts of a live event
version_added: 1.0.0
description:
  - Opens a live event to viewers, ends its broadcast, or schedules the start of the broadcast.
  - To manage the event itself and its settings, use M(kinescope.kinescope.kinescope_live_event).
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  diff_mode:
    details:
      - The diff shows the start of the broadcast, or that the event is opened or ended.
  idempotent:
    support: partial
    details:
      - V(complete) changes nothing if the event has already ended. V(schedule) changes nothing if the event already
        has this start.
      - V(enable) changes nothing if the status of the stream is C(on-air), which proves that the event is open. The
        API does not document other signs of an open event. With any other status, the request is sent again. If the
        API then rejects the request, the task succeeds without a change. Otherwise the task reports a change.
options:
  name:
    description:
      - Name of the event. Case-sensitive, and spaces are significant. Also accepts the ID.
      - Set exactly one of O(name) and O(id). If several events have this name, the task fails. Set O(id) instead.
      - In check mode, the event may be missing. The task then assumes that an earlier task will create it, reports a
        change and issues a warning.
    type: str
  id:
    description:
      - ID of the event, as a UUID or in the 22-character short form. The event must exist, also in check mode.
    type: str
  action:
    description:
      - Action to perform.
      - V(enable) opens the event to viewers. An event that has ended cannot be opened, and the task fails. For a
        recurring event, schedule the next stream first.
      - V(complete) ends the broadcast and stops accepting data from the encoder. B(A one-time event cannot be reopened
        after that.) The API rejects all later updates of it.
      - V(schedule) sets the start of the next stream to O(starts_at). For a recurring event whose stream has ended, it
        creates the next stream. For a one-time event that has ended, the task fails.
    type: str
    required: true
    choices: [enable, complete, schedule]
  starts_at:
    description:
      - Start of the stream, such as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The UTC offset is required.
        Quote the value so that YAML does not convert it to another type.
      - Different notations of the same time are equal.
      - Required with O(action=schedule). An error with other actions.
    type: str
notes:
  - Secrets never appear in the result. The stream key and the keys of restreams are omitted.
  - As long as the stream has not started, O(action=schedule) sets the same time as the option
    O(kinescope.kinescope.kinescope_live_event#module:starts_at) of M(kinescope.kinescope.kinescope_live_event). Use
    only one of them for an event.
seealso:
  - module: kinescope.kinescope.kinescope_live_event
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
---
- name: Manage a broadcast
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Schedule the next stream of a recurring event
      kinescope.kinescope.kinescope_live_stream:
        name: Weekly lecture
        action: schedule
        starts_at: "2026-12-01T13:00:00+03:00"

    - name: Open an event to viewers
      kinescope.kinescope.kinescope_live_stream:
        name: Open day
        action: enable

    - name: End an event by its ID
      kinescope.kinescope.kinescope_live_stream:
        id: 93997264-97ac-4091-b48e-559614c2817a
        action: complete
"""

RETURN = r"""
---
resource:
  description:
    - The event after the run, as returned by the API. Secrets are omitted.
    - In check mode, the current event with the new start. An empty dictionary if the event does not exist yet.
  returned: success
  type: dict
  sample:
    id: 93997264-97ac-4091-b48e-559614c2817a
    name: Weekly lecture
    type: recurring
    play_link: https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m
    scheduled: {time: "2026-12-01T10:00:00Z"}
    stream:
      id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
      status: pending
      started_at: "2026-12-01T10:00:00Z"
      finished_at: null
changes:
  description: The change that was made, or that would be made in check mode. At most one entry.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object. V(live_event).
      type: str
      returned: always
    key:
      description: Name of the event.
      type: str
      returned: always
    action:
      description: The action, V(update).
      type: str
      returned: always
    fields:
      description: V(enabled), V(completed) or V(starts_at).
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) if the change was made, V(failed) if it failed.
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
    - kind: live_event
      key: Weekly lecture
      action: update
      fields: [starts_at]
      outcome: applied
      before: {starts_at: ''}
      after: {starts_at: '2026-12-01T10:00:00Z'}
diff:
  description:
    - What changes, either V(enabled) or V(completed) from false to true, or the old and the new V(starts_at) in UTC.
    - Both sides are empty if nothing changes.
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
      description: Current values.
      type: str
      returned: success
    after:
      description: Wanted values.
      type: str
      returned: success
  sample:
    before_header: live stream 'Weekly lecture'
    after_header: live stream 'Weekly lecture'
    before: |
      starts_at: ""
    after: |
      starts_at: "2026-12-01T10:00:00Z"
unverified:
  description: Always empty. Present for consistency with the modules that manage objects.
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
      description: Kind of the object that the failed action concerns. V(live_event).
      type: str
      returned: failure
    key:
      description: Name or ID of the event.
      type: str
      returned: failure
    action:
      description: The action that failed. One of V(plan), V(read) and V(update).
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
    kind: live_event
    key: Open day
    action: update
    status: 400
    code: 400246
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.live_stream import LIVE_STREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act


def main() -> None:
    act(LIVE_STREAM)


if __name__ == "__main__":
    main()
