#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_info
short_description: Read a live event, its quality of service, recordings and chat
version_added: 1.0.0
description:
  - Reads one live event and its related data, which is its restreams, quality of service, recordings and chat.
  - Can write the chat to a file on the host where the task runs.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - The module only reads from the workspace, so the result is the same. O(dest) is not written, and C(changed)
        says whether it would be.
  diff_mode:
    support: none
    details:
      - The diff does not show the content of the chat in O(dest).
  idempotent:
    details:
      - With O(dest), a change is reported if the content of the file changes, which means that the chat has new
        messages.
options:
  event:
    description:
      - Name or ID of the live event. The ID can be a UUID or in the 22-character short form.
      - In check mode, the event may be missing. The task then assumes that an earlier task will create it, returns an
        empty event and issues a warning.
    type: str
    required: true
  include:
    description:
      - Data to read in addition to the event. Each value is a key of the result.
      - V(restreams) takes no request, V(qos) and V(chat) take one each, and V(videos) takes one for every 100
        recordings.
    type: list
    elements: str
    choices: [restreams, qos, videos, chat]
    default: []
  chat_format:
    description:
      - Format of the chat in O(dest). V(csv) and V(txt) are written as returned by the API, and require O(dest).
        V(json) is a list of messages, the same as RV(chat).
    type: str
    choices: [json, csv, txt]
    default: json
  dest:
    description:
      - File to write the chat to. The chat is then not returned, so that messages do not appear in logs.
      - The file is replaced atomically, and only its owner can read it (mode C(0600)). Its directory must exist.
      - A symbolic link is replaced by the file, as C(ansible.builtin.copy) does, and its target is not changed.
        Anything else that is not a regular file is refused before the first request.
      - A file that already has this content is not changed.
      - Requires V(chat) in O(include).
    type: path
notes:
  - Secrets never appear in the result. The stream key of the event and the keys of its restreams are omitted, and so
    are the signed links of recordings, because anyone who has one can watch the recording.
  - The API keeps a separate chat for each stream, but only returns the chat of the latest stream. Once the next stream
    of a recurring event is scheduled, this module can no longer read the earlier chat. Write it to a file before.
seealso:
  - module: kinescope.kinescope.kinescope_live_event
  - module: kinescope.kinescope.kinescope_live_stream
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Live events
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Read the quality of service of a live event, and fail if packets are lost
      kinescope.kinescope.kinescope_live_info:
        event: Open day
        include: [qos, restreams]
      register: open_day
      failed_when: open_day.qos | selectattr('status', 'eq', 5) | length > 0

    - name: Read the recordings of a live event by its ID
      kinescope.kinescope.kinescope_live_info:
        event: 93997264-97ac-4091-b48e-559614c2817a
        include: [videos]

    - name: Write the chat to a CSV file
      kinescope.kinescope.kinescope_live_info:
        event: Spring webinar
        include: [chat]
        chat_format: csv
        dest: spring-webinar.csv

    - name: Read the chat into a variable, and hide the messages in the output
      kinescope.kinescope.kinescope_live_info:
        event: Spring webinar
        include: [chat]
      register: spring
      no_log: true
      # spring.chat | rejectattr('is_admin') returns the messages of viewers.
"""

RETURN = r"""
---
event:
  description:
    - The live event, as returned by the API.
    - Secrets are omitted, and so are the restreams. See RV(restreams).
  returned: success
  type: dict
  sample:
    id: 93997264-97ac-4091-b48e-559614c2817a
    name: Open day
    type: one-time
    play_link: https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m
    rtmp_link: rtmp://rtmp.kinescope.io/live
    stream:
      id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
      event_id: 93997264-97ac-4091-b48e-559614c2817a
      status: pending
      started_at: "2026-12-01T10:00:00Z"
      finished_at: null
restreams:
  description: Restreams of the event, without the keys.
  returned: when O(include) contains V(restreams)
  type: list
  elements: dict
  sample:
    - id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e11
      event_id: 93997264-97ac-4091-b48e-559614c2817a
      name: Public channel
      url: rtmp://live.example.com/app
      status: disconnected
      enabled: true
      description: ""
qos:
  description:
    - Measurements of the encoder's stream, every 30 seconds.
    - Empty, with a warning, if the API has no data. This is the case after the event has ended.
  returned: when O(include) contains V(qos)
  type: list
  elements: dict
  contains:
    bitrate_video:
      description: Video bit rate. The unit is not documented, and seems to be kbit/s.
      type: int
      returned: success
    bitrate_audio:
      description: Audio bit rate, in the same unit.
      type: int
      returned: success
    frame_rate:
      description: Frames per second.
      type: int
      returned: success
    status:
      description:
        - V(0) if there are no problems, V(3) and V(4) if key frames are too irregular (by more than 20 and 50
          percent), V(5) if packets are lost.
      type: int
      returned: success
    time:
      description: Time of the measurement.
      type: str
      returned: success
  sample:
    - bitrate_video: 2438
      bitrate_audio: 156
      frame_rate: 30
      status: 0
      time: "2026-12-01T10:01:30Z"
videos:
  description:
    - All recordings of the event, as returned by the API. Signed links are omitted.
    - C(meta.stream_id) is the stream that the recording belongs to.
  returned: when O(include) contains V(videos)
  type: list
  elements: dict
  sample:
    - id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e12
      title: Open day
      status: done
      duration: 3600.5
      play_link: https://kinescope.io/08KBqRHh7PtNShLEj5YDLC
      meta:
        event_id: 93997264-97ac-4091-b48e-559614c2817a
        stream_id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
chat:
  description:
    - Messages of the chat, in the order of the API.
    - The API returns C(is_admin) as a string, and misspells C(created_at_local) as C(cteated_at_local). Both are
      corrected here and in files with O(chat_format=json). Files in other formats are as returned by the API.
  returned: when O(include) contains V(chat), and O(dest) is not set
  type: list
  elements: dict
  contains:
    id:
      description: ID of the message.
      type: str
      returned: success
    username:
      description: Name of the author.
      type: str
      returned: success
    external_id:
      description: ID of the author in another system.
      type: str
      returned: success
    is_admin:
      description: Whether the author is an administrator.
      type: bool
      returned: success
    message:
      description: Text of the message.
      type: str
      returned: success
    created_at:
      description: Time of the message, in UTC.
      type: str
      returned: success
    created_at_local:
      description: The second timestamp that the API returns for the message.
      type: str
      returned: success
  sample:
    - id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e13
      username: Ann
      external_id: ""
      is_admin: false
      message: Hello!
      created_at: "2026-12-01T10:05:00Z"
      created_at_local: "2026-12-01T10:05:00Z"
dest:
  description:
    - File that contains the chat, or would contain it in check mode.
    - If the file exists, Ansible adds its attributes C(owner), C(group), C(mode), C(size) and C(state).
  returned: when O(dest) is set
  type: str
  sample: spring-webinar.csv
error:
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that was read. V(live_event).
      type: str
      returned: failure
    key:
      description: Name or ID of the event, as set in the task.
      type: str
      returned: failure
    action:
      description: The action that failed. V(read).
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
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE


def main() -> None:
    read(LIVE)


if __name__ == "__main__":
    main()
