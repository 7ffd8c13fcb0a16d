#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_info
short_description: Read a live event, its quality of service, recordings and chat
version_added: 1.0.0
description:
  - Reads one live event, and what is kept apart from it. That is its restreams, its quality of service, its recordings
    and its chat.
  - The chat can be put into a file on the host of the task.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.connection
attributes:
  check_mode:
    details:
      - Nothing in the workspace is ever changed, so the result is the same. O(dest) is not written, and C(changed)
        says whether it would be.
  diff_mode:
    support: none
    details:
      - What was said in a chat is not shown as a diff of O(dest).
  idempotent:
    details:
      - With O(dest), a change is reported when the content of the file changes, that is, when the chat has gone on.
options:
  event:
    description:
      - The live event, by its name or by its id in either of its forms.
      - In check mode it may be missing. The task then takes it that an earlier task will create it, returns an empty
        event, and warns.
    type: str
    required: true
  include:
    description:
      - What to read besides the event itself. Each of them is a key of the result.
      - V(restreams) costs no request, V(qos) and V(chat) cost one each, and V(videos) one for each hundred recordings.
    type: list
    elements: str
    choices: [restreams, qos, videos, chat]
    default: []
  chat_format:
    description:
      - In which form to put the chat into O(dest). V(csv) and V(txt) are written as the API makes them, and need
        O(dest). V(json) is a list of the messages as RV(chat) has them.
    type: str
    choices: [json, csv, txt]
    default: json
  dest:
    description:
      - A file to put the chat into. With it, the chat is not in the result, so that what people said is not in logs.
      - The file is put into its place in one go, and only its owner can read it (mode C(0600)). Its directory must
        exist.
      - A symbolic link is replaced by the file, as C(ansible.builtin.copy) does, and what it leads to stays as it is.
        Anything else that is not a regular file is refused before the first request.
      - A file that has this content already is left as it is.
      - O(include) must have V(chat).
    type: path
notes:
  - Secrets never appear in the result. The stream key of the event and the keys of its restreams are left out, and so
    are the signed links of recordings, with which anyone could watch them.
  - The API keeps a chat for each stream, and shows the latest stream only. So the chats of a recurring event are lost
    to this module when its next stream is scheduled; put them into files before.
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
    - name: Read how a live event is doing, and fail when packets are lost
      kinescope.kinescope.kinescope_live_info:
        event: Open day
        include: [qos, restreams]
      register: open_day
      failed_when: open_day.qos | selectattr('status', 'eq', 5) | length > 0

    - name: Read which recordings a live event left, by its id
      kinescope.kinescope.kinescope_live_info:
        event: 93997264-97ac-4091-b48e-559614c2817a
        include: [videos]

    - name: Keep the chat as a table
      kinescope.kinescope.kinescope_live_info:
        event: Spring webinar
        include: [chat]
        chat_format: csv
        dest: spring-webinar.csv

    - name: Read the chat into a variable, and keep what was said out of the output
      kinescope.kinescope.kinescope_live_info:
        event: Spring webinar
        include: [chat]
      register: spring
      no_log: true
      # spring.chat | rejectattr('is_admin') has the messages of viewers.
"""

RETURN = r"""
---
event:
  description:
    - The live event as the API shows it, with the API's names of the fields.
    - Secrets are left out, and so are the restreams, which RV(restreams) has when they are asked for.
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
  description: Where the event is sent on to, without the keys.
  returned: when O(include) has V(restreams)
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
    - What the encoder delivered, every 30 seconds.
    - Empty, with a warning, when the API has none, as it is once the event has ended.
  returned: when O(include) has V(qos)
  type: list
  elements: dict
  contains:
    bitrate_video:
      description: The bit rate of the picture. Its unit is not documented, and seems to be kbit/s.
      type: int
      returned: success
    bitrate_audio:
      description: The bit rate of the sound, in the same unit.
      type: int
      returned: success
    frame_rate:
      description: Frames a second.
      type: int
      returned: success
    status:
      description:
        - V(0) when all is well, V(3) and V(4) when key frames come too irregularly (by more than 20 and 50 per cent),
          V(5) when packets are lost.
      type: int
      returned: success
    time:
      description: When this was measured.
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
    - The recordings of the event, all of them, as the API shows them. Signed links are left out.
    - C(meta.stream_id) says from which stream a recording is.
  returned: when O(include) has V(videos)
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
    - The messages of the chat, in the API's order.
    - The API shows C(is_admin) as a text, and misspells C(created_at_local) as C(cteated_at_local). Both are put right
      here, and in a file of O(chat_format=json). Files of other formats are as the API makes them.
  returned: when O(include) has V(chat), and O(dest) is not given
  type: list
  elements: dict
  contains:
    id:
      description: The id of the message.
      type: str
      returned: success
    username:
      description: Who wrote it.
      type: str
      returned: success
    external_id:
      description: What the writer is called elsewhere.
      type: str
      returned: success
    is_admin:
      description: Whether the writer is an administrator.
      type: bool
      returned: success
    message:
      description: What was written.
      type: str
      returned: success
    created_at:
      description: When it was written, in UTC.
      type: str
      returned: success
    created_at_local:
      description: The API's other time of it.
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
    - The file that has the chat, or in check mode would have it.
    - Once it exists, Ansible adds what it knows of it, which is C(owner), C(group), C(mode), C(size) and C(state).
  returned: when O(dest) is given
  type: str
  sample: spring-webinar.csv
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What was being read. V(live_event).
      type: str
      returned: failure
    key:
      description: The event, as the task calls it.
      type: str
      returned: failure
    action:
      description: What was being done. V(read).
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
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import read
from ansible_collections.kinescope.kinescope.plugins.module_utils.live_reading import LIVE


def main() -> None:
    read(LIVE)


if __name__ == "__main__":
    main()
