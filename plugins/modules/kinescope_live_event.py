#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_event
short_description: Manage live events
version_added: 1.0.0
description:
  - Creates, changes and deletes live events, with their schedule, recording, chat and restreams.
  - It neither opens nor ends a broadcast. M(kinescope.kinescope.kinescope_live_stream) does.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.state.id
  - kinescope.kinescope.secrets
  - kinescope.kinescope.location
  - kinescope.kinescope.connection
options:
  name:
    description:
      - The name of the event. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - When several events have this name, the task fails, and nothing is guessed. Give O(id) then.
    type: str
  type:
    description:
      - Whether there is one broadcast (V(one-time)) or a series of them at one address (V(recurring)).
      - Required when the event is created, and set then. A task that gives another value than the event has fails,
        and changes nothing.
    type: str
    choices: [one-time, recurring]
  location:
    description:
      - The project or folder that the event stands in. Another one than it stands in moves it.
      - It cannot be cleared.
  subtitle:
    description:
      - The text below the name. V("") clears it.
    type: str
  auto_start:
    description:
      - Whether viewers see the broadcast as soon as the encoder sends, without anyone starting it.
    type: bool
  protected:
    description:
      - Whether the broadcast is encrypted.
    type: bool
  time_shift:
    description:
      - Whether viewers can go back in the broadcast.
    type: bool
  reconnect_window:
    description:
      - For how many seconds the event stays open after the encoder went away, so that it can come back.
    type: int
  starts_at:
    description:
      - When the event is planned to start, as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The offset from
        UTC is required. Put it in quotes, so that YAML does not make another type of it.
      - Two spellings of the same moment are equal.
      - V("") takes the plan away.
      - Once the stream has begun, the API may show when it began instead. Then V(starts_at) is listed in
        RV(unverified).
    type: str
  record_to:
    description:
      - The project or folder that the broadcast is recorded to. V({}) turns recording off.
    type: dict
    suboptions:
      project:
        description:
          - The project, by its name or id.
        type: str
      folder:
        description:
          - The names of the folders on the way from the root of the project to the one that is meant.
          - Not given or V([]), the project itself is meant.
        type: list
        elements: str
      id:
        description:
          - The id of a project or a folder, in either of its forms. Instead of O(record_to.project) and
            O(record_to.folder), never together with them.
        type: str
  presets:
    description:
      - The heights in which the broadcast is offered to viewers. Known values are V(360p), V(480p), V(720p), V(1080p),
        V(1440p) and V(2160p).
      - The API does not show them. They are sent with the next change of the event, never cause one, and are listed
        in RV(unverified). So give them each time, or an update may lose them.
      - Order and duplicates do not count. V([]) sends an empty list.
    type: list
    elements: str
  latency_mode:
    description:
      - How far behind the broadcast viewers are. Known values are V(standard) and V(reduced).
    type: str
  show_members:
    description:
      - Whether the chat shows who takes part.
    type: bool
  chat_active:
    description:
      - Whether viewers can write in the chat after the stream has ended.
    type: bool
  chat_after_stream:
    description:
      - Whether the chat is shown after the stream has ended.
    type: bool
  chat_preview:
    description:
      - Whether the chat is shown in the preview of the video.
    type: bool
  poster:
    description:
      - The picture that stands for the event, as the path of a file on the host of the task, or a link from which the
        vendor fetches it. JPEG, PNG, WebP and GIF are taken, whatever the file is called; any other file is refused
        before the first request that writes, and so is a link with a user, a password or a backslash.
      - In a workspace document, a path is relative to the file that it stands in.
      - Compared by content, as far as the event's poster can be read, and is of the same type as the file. Where it
        cannot be, and of a link always, nothing is uploaded if the event has a poster of its own, and the key
        RV(unverified) of the result has C(poster).
      - The API has no way to remove it. V("") is refused.
    type: str
  restreams:
    description:
      - Other platforms that the broadcast is passed on to.
      - The whole list. They are matched by O(restreams[].name), what the list does not name is removed, and V([])
        removes all. Order does not count.
      - Of each restream only the keys that are given are managed.
      - Each restream that is created, changed or removed costs one write request of its own.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - The name of the restream, different from those of the other restreams of the event.
        type: str
        required: true
      url:
        description:
          - The address of the other platform, usually one that begins with V(rtmp://). Required for a new restream.
        type: str
      key:
        description:
          - The stream key at the other platform. Required for a new restream.
          - It is compared where the API shows it. Where it masks it, O(update_secrets) says when it is sent again.
        type: str
      description:
        description:
          - A note. V("") clears it.
        type: str
      enabled:
        description:
          - Whether the broadcast is passed on.
        type: bool
  reveal_secrets:
    description:
      - Whether RV(resource) has the C(streamkey), which an encoder needs to send to the event. Who has it can
        broadcast.
      - Set C(no_log) on a task that reveals it.
    type: bool
    default: false
notes:
  - The API refuses every change of a one-time event that has ended. The module warns about it, in check mode too, and
    the task fails with the answer of the API. Deleting such an event works.
  - A new event gets from the API what the task does not give. Its reference says V(600) for O(reconnect_window),
    V(standard) for O(latency_mode), V(true) for O(show_members), O(chat_after_stream) and O(chat_preview), and
    V(false) for O(auto_start), O(protected), O(time_shift) and O(chat_active).
seealso:
  - module: kinescope.kinescope.kinescope_live_stream
  - module: kinescope.kinescope.kinescope_live_info
  - module: kinescope.kinescope.kinescope_moderator
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_webhook
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
    - name: A webinar with a date, recorded to a folder and passed on to another platform
      kinescope.kinescope.kinescope_live_event:
        name: Autumn webinar
        type: one-time
        location:
          project: Webinars
        starts_at: "2026-12-01T13:00:00+03:00"
        record_to:
          project: Courses
          folder: ["2026", Autumn]
        presets: [720p, 1080p]
        chat_after_stream: false
        poster: logo.png
        restreams:
          - name: Public channel
            url: rtmp://live.example.com/app
            key: "{{ vault_public_channel_key }}"
            enabled: true

    - name: A weekly broadcast, and the stream key for its encoder
      kinescope.kinescope.kinescope_live_event:
        name: Weekly meeting
        type: recurring
        auto_start: true
        reveal_secrets: true
      register: weekly
      no_log: true
      # weekly.resource.rtmp_link is where the encoder sends to, weekly.resource.streamkey the key.

    - name: Put a webinar off; all else stays as it is
      kinescope.kinescope.kinescope_live_event:
        name: Open day
        starts_at: "2026-12-08T10:00:00Z"

    - name: Take the date away, do not record, and pass it on to nobody
      kinescope.kinescope.kinescope_live_event:
        name: Rehearsal
        starts_at: ""
        record_to: {}
        restreams: []

    - name: Another stream key for one restream; whichever others there are would be removed
      kinescope.kinescope.kinescope_live_event:
        name: Concert
        restreams:
          - name: Public channel
            key: "{{ lookup('ansible.builtin.env', 'PUBLIC_CHANNEL_KEY') }}"

    - name: Move an event to another project
      kinescope.kinescope.kinescope_live_event:
        name: Spring webinar
        location:
          project: Archive

    - name: Rename an event; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_live_event:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Winter webinar

    - name: Delete an event
      kinescope.kinescope.kinescope_live_event:
        name: Test broadcast
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - Secrets are left out, also the stream key unless O(reveal_secrets=true).
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    parent_id: 0199f0a1-0c11-7b0e-9f52-7d1f5a3f8c44
    name: Autumn webinar
    subtitle: ""
    type: one-time
    auto_start: false
    protected: false
    time_shift: false
    record: {parent_id: 0199f0a1-31a4-7a5c-8d0e-5f5b6a1c7e90}
    restreams:
      - id: 0199f0a5-6a10-7c2b-9e4f-1a2b3c4d5e6f
        name: Public channel
        url: rtmp://live.example.com/app
        description: ""
        enabled: true
        status: disconnected
    reconnect_window: 600
    play_link: https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m
    rtmp_link: rtmp://rtmp.kinescope.io/live
    scheduled: {time: "2026-12-01T10:00:00Z"}
    stream:
      status: pending
      started_at: "2026-12-01T10:00:00Z"
      finished_at: null
    latency_mode: standard
    chat_active: false
    chat_after_stream: false
    chat_preview: true
    show_members: true
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(live_event). An entry about a restream has V(restream).
      type: str
      returned: always
    key:
      description: The name of the event; for a restream the name of its event, a slash and its own name.
      type: str
      returned: always
    action:
      description: What is done. One of V(create), V(update), V(move) and V(delete).
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
    - kind: live_event
      key: Autumn webinar
      action: update
      fields: [starts_at]
      outcome: applied
    - kind: restream
      key: Autumn webinar/Public channel
      action: create
      fields: [name, url, key]
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
      name: Autumn webinar
      starts_at: ""
      restreams: []
    after:
      name: Autumn webinar
      starts_at: "2026-12-01T10:00:00Z"
      restreams:
        - name: Public channel
          url: rtmp://live.example.com/app
          key: "********"
unverified:
  description:
    - The options that the task gives and that cannot be read back, so that it is not known whether they differ.
  returned: success
  type: list
  elements: str
  sample: [presets]
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
      description: What was being done. One of V(plan), V(read), V(create), V(update), V(move) and V(delete).
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
    key: Autumn webinar
    action: update
    status: 400
    code: 400246
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.live_event import LIVE_EVENT


def main() -> None:
    manage(LIVE_EVENT)


if __name__ == "__main__":
    main()
