#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_info
short_description: Read and check live events, their quality of service, recordings and chat
version_added: 1.0.0
description:
  - Reads one live event and its related data, which is its restreams, quality of service, recordings and chat.
  - Can write the chat to a file on the host where the task runs.
  - Checks live events before their broadcast, with everything that the broadcast depends on. See
    O(within_hours). The role P(kinescope.kinescope.preflight#role) does this, and fails if something is not in order.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - The module only reads from the workspace, so the result is the same. O(dest) is not written, and C(changed)
        says whether it would be. The reports are written.
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
      - Either this or O(within_hours) is required.
    type: str
  within_hours:
    description:
      - Checks each live event that starts within so many hours from now, is on air, or should have started within so
        many hours before now and has not. The findings are in RV(events).
      - If the clock of the machine that runs the module and that of the API differ by more than two minutes, the module
        warns, checks the events of both periods, and decides by the clock of the API whether one is late.
      - Reads each list that is needed once (live events, projects, players, domains), and each of these live events and
        the DRM settings of encrypted ones by themselves. If a project or folder is missing, the folders of each project
        are listed, too.
      - Between 1 and 8760.
    type: int
    version_added: 1.1.0
  include:
    description:
      - Data to read in addition to the event. Each value is a key of the result.
      - V(restreams) takes no request, V(qos) and V(chat) take one each, and V(videos) takes one for every 100
        recordings.
      - V(preflight) checks the event as O(within_hours) does, whenever it starts. It is the only one that can be used
        with O(within_hours), where it is implied. For an event with restreams, it also reads the list of live events,
        and each of those that are broadcast at the same time.
    type: list
    elements: str
    choices: [restreams, qos, videos, preflight, chat]
    default: []
  chat_format:
    description:
      - Format of the chat in O(dest). V(csv) and V(txt) are written as returned by the API, and require O(dest).
        V(json) is a list of messages, the same as RV(chat).
      - Anyone in the chat writes what is in V(csv), and a spreadsheet takes a message that begins with C(=), C(+), C(-)
        or C(@) for a formula. Import its columns as text.
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
  on_air_margin:
    description:
      - For the checks. A live event that is on air for more than so many minutes before its start is too early, and
        starts that are no further apart count as simultaneous.
    type: int
    default: 15
    version_added: 1.1.0
  ignore:
    description: Rules of the checks that do not apply. RV(events[].findings) describes them.
    type: list
    elements: str
    choices: [starts_at, auto_start, streamkey, restreams, location, record_to, player, privacy, drm_auth]
    default: []
    version_added: 1.1.0
  report_dir:
    description:
      - Directory on the controller for four reports about the checks, for people, comments, pipelines and programs.
        They are those of P(kinescope.kinescope.drift_report#filter), with findings instead of changes.
      - They are written also in check mode, and if the task fails.
      - A relative path is relative to the directory of the playbook. The directory is created if it does not exist.
      - A symbolic link in place of a report is replaced. If anything else there is not a regular file, the task fails
        before any request.
      - Requires O(within_hours), or V(preflight) in O(include). It cannot be used with C(async).
      - If omitted or empty, no reports are written.
    type: path
    version_added: 1.1.0
  report_name:
    description: Name of the reports, without C(.html), C(.md), C(.xml) and C(.json).
    type: str
    default: preflight
    version_added: 1.1.0
  report_title:
    description: Title of the reports. The inventory host is added to it, unless that is C(localhost).
    type: str
    default: Kinescope rundown
    version_added: 1.1.0
notes:
  - Secrets never appear in the result. The stream key of the event and the keys of its restreams are omitted, and so
    are the signed links of recordings, because anyone who has one can watch the recording.
  - The checks only read. Whether an encoder, another platform or the DRM callback answers is not tried, and the API
    does not show how much storage is left.
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

    - name: Check the broadcasts of the next 12 hours, and fail if one is not in order
      kinescope.kinescope.kinescope_live_info:
        within_hours: 12
        report_dir: reports
      register: rundown
      failed_when: rundown.summary is not defined or rundown.summary.error > 0
"""

RETURN = r"""
---
event:
  description:
    - The live event, as returned by the API.
    - Secrets are omitted, and so are the restreams. See RV(restreams).
  returned: when O(event) is set
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
events:
  description: The live events that were checked, by their start.
  returned: when O(within_hours) is set, or O(include) contains V(preflight)
  type: list
  elements: dict
  contains:
    id:
      description: ID of the live event.
      type: str
      returned: success
    name:
      description: Its name.
      type: str
      returned: success
    starts_at:
      description: When it is to start, in UTC. Null if it is not scheduled.
      type: str
      returned: success
    status:
      description: What the API calls the state of its stream.
      type: str
      returned: success
    severity:
      description: The worst severity among the findings.
      type: str
      returned: success
    findings:
      description:
        - What each rule found, also if that is in order. Each has C(rule), C(severity) (V(error), V(warning) or V(ok)),
          C(message), and C(advice), which is empty if there is nothing to do. C(restreams) has one for each restream.
        - V(error) is for what keeps the broadcast from going well. V(warning) is for what may be meant so, for words of
          the API that are unknown, and for what could not be checked, for example because the token is not allowed to
          read it.
        - The rules are C(starts_at), C(auto_start), C(streamkey), C(restreams), C(location) (exists, and is for live
          events), C(record_to) (exists, and is for recordings), C(player), C(privacy) (the domains that the project
          allows exist and are not archived) and C(drm_auth).
      type: list
      elements: dict
      returned: success
  sample:
    - id: 93997264-97ac-4091-b48e-559614c2817a
      name: Open day
      starts_at: "2026-12-01T10:00:00Z"
      status: pending
      severity: error
      findings:
        - rule: restreams
          severity: error
          message: "'Public channel' has no stream key"
          advice: set its key
        - rule: streamkey
          severity: ok
          message: has a stream key
          advice: ""
summary:
  description: The number of live events as C(events), and the number of findings as C(error), C(warning) and C(ok).
  returned: when O(within_hours) is set, or O(include) contains V(preflight)
  type: dict
  sample: {events: 1, error: 1, warning: 0, ok: 1}
lines:
  description: What is not in order, as a table for a console of at least 80 columns, and the numbers.
  returned: when O(within_hours) is set, or O(include) contains V(preflight)
  type: list
  elements: str
  sample:
    - "         starts at (UTC)   live event"
    - "error    2026-12-01 10:00  Open day"
    - "  error    restreams   'Public channel' has no stream key; set its"
    - "                       key"
    - "1 live event within 24 hours: 1 error"
reports:
  description: The paths of the reports. Empty if they could not be written.
  returned: if O(report_dir) is set
  type: list
  elements: str
  sample: [/srv/school/reports/preflight.html, /srv/school/reports/preflight.json]
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
