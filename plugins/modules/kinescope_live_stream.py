#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_stream
short_description: Open, end and schedule broadcasts of a live event
version_added: 1.0.0
description:
  - Opens a live event to viewers, ends its broadcast, or says when the broadcast starts.
  - The event itself, with all its settings, is the business of M(kinescope.kinescope.kinescope_live_event).
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
      - V(complete) and V(schedule) are no change when the event has ended, or is scheduled so, already.
      - Whether an open event shows that it is open before an encoder connects is not documented. Where it does,
        V(enable) is no change. Where it does not, the request is sent once more; if the API refuses that, nothing is
        changed and the task succeeds, and otherwise it reports a change.
options:
  name:
    description:
      - The name of the event. Capitals and spaces count. Its id is understood too.
      - Exactly one of O(name) and O(id) is required. Several events of that name are an error; give O(id) then.
      - In check mode the event may be missing. The task then takes it that an earlier task will create it, reports a
        change, and warns.
    type: str
  id:
    description:
      - The id of the event, in either of its forms. There must be such an event, also in check mode.
    type: str
  action:
    description:
      - What to do.
      - V(enable) opens the event to viewers. An event that has ended cannot be opened; that is an error. Schedule the
        next stream of a recurring event first.
      - V(complete) ends the broadcast, and no more is taken from the encoder. B(A one-time event is over then for
        ever.) The API refuses every later change of it.
      - V(schedule) sets the start of the coming stream to O(starts_at). For a recurring event whose stream has ended,
        it makes the next stream. For a one-time event that has ended it is an error.
    type: str
    required: true
    choices: [enable, complete, schedule]
  starts_at:
    description:
      - When the stream starts, as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The offset from UTC is
        required. Put it in quotes, so that YAML does not make another type of it.
      - Two spellings of the same moment are equal.
      - Required with O(action=schedule), and an error with other actions.
    type: str
notes:
  - Secrets never appear in the result. The stream key and the keys of restreams are left out.
  - O(action=schedule) and O(kinescope.kinescope.kinescope_live_event#module:starts_at) set the same time as long as a
    stream is to come. Use one of them for an event.
seealso:
  - module: kinescope.kinescope.kinescope_live_event
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
---
- name: A broadcast
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

    - name: End an event, given by its id
      kinescope.kinescope.kinescope_live_stream:
        id: 93997264-97ac-4091-b48e-559614c2817a
        action: complete
"""

RETURN = r"""
---
resource:
  description:
    - The event as the API shows it after the run, with the API's names of the fields. Secrets are left out.
    - In check mode, as it was found, but for the start that is to be set. An empty dictionary when there is no such
      event yet.
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
  description: What was written, or in check mode what would be. One entry, or none.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about. V(live_event).
      type: str
      returned: always
    key:
      description: The name of the event.
      type: str
      returned: always
    action:
      description: What is done. V(update).
      type: str
      returned: always
    fields:
      description: V(enabled), V(completed) or V(starts_at).
      type: list
      elements: str
      returned: always
    outcome:
      description: V(planned) in check mode, V(applied) when it was done, V(failed) when the task failed over it.
      type: str
      returned: always
  sample:
    - kind: live_event
      key: Weekly lecture
      action: update
      fields: [starts_at]
      outcome: applied
diff:
  description:
    - What changes. V(enabled) or V(completed) from false to true, or the old and the new V(starts_at) in UTC.
    - Both sides are empty when nothing does.
  returned: success
  type: dict
  contains:
    before:
      description: What was found.
      type: dict
      returned: success
    after:
      description: What is wanted.
      type: dict
      returned: success
  sample:
    before: {starts_at: ""}
    after: {starts_at: "2026-12-01T10:00:00Z"}
unverified:
  description: Always empty. It is there because the modules that manage objects have it.
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
      description: What the failed action is about. V(live_event).
      type: str
      returned: failure
    key:
      description: The name or the id of the event.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(plan), V(read) and V(update).
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
