#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_live_event
short_description: Manage live events
version_added: 1.0.0
description:
  - Creates, updates and deletes live events, with their schedule, recording, chat and restreams.
  - It does not open or end broadcasts. Use M(kinescope.kinescope.kinescope_live_stream) for that.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._secrets
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  name:
    description:
      - Name of the event. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - If several events have this name, the task fails. Set O(id) to select one.
    type: str
  type:
    description:
      - Type of the event, either a single broadcast (V(one-time)) or a series of broadcasts at the same URL
        (V(recurring)).
      - Required to create an event. Can only be set when the event is created. If it differs from the type of an
        existing event, the task fails without changing anything.
    type: str
    choices: [one-time, recurring]
  location:
    description:
      - Project or folder that contains the event. If it differs from the current location, the event is moved.
      - Cannot be cleared.
      - A warning is issued if its project is known to have another
        O(kinescope.kinescope.kinescope_project#module:catalog_type) than V(live).
  subtitle:
    description:
      - Text below the name. V("") clears it.
    type: str
  auto_start:
    description:
      - Whether viewers see the broadcast as soon as the encoder starts sending, without a manual start.
    type: bool
  protected:
    description:
      - Whether the broadcast is encrypted.
    type: bool
  time_shift:
    description:
      - Whether viewers can rewind the broadcast.
    type: bool
  reconnect_window:
    description:
      - How many seconds the event stays open after the encoder disconnects, so that the encoder can reconnect.
    type: int
  starts_at:
    description:
      - Scheduled start of the event, such as C(2026-12-01T10:00:00Z) or C(2026-12-01T13:00+03:00). The UTC offset is
        required. Quote the value so that YAML does not convert it to another type.
      - Different notations of the same time are equal.
      - V("") clears the scheduled start.
      - After the stream has started, the API may return the actual start instead. In this case V(starts_at) is listed
        in RV(unverified).
    type: str
  record_to:
    description:
      - Project or folder that the broadcast is recorded to. V({}) turns recording off.
      - A warning is issued if its project is known to have another
        O(kinescope.kinescope.kinescope_project#module:catalog_type) than V(vod).
    type: dict
    suboptions:
      project:
        description:
          - Name or ID of the project.
        type: str
      folder:
        description:
          - Path of the folder as a list of folder names, starting at the project root.
          - If omitted or V([]), this is the project itself.
        type: list
        elements: str
      id:
        description:
          - ID of a project or folder, as a UUID or in the 22-character short form. Mutually exclusive with
            O(record_to.project) and O(record_to.folder).
        type: str
  presets:
    description:
      - Resolutions in which the broadcast is offered to viewers. Known values are V(360p), V(480p), V(720p), V(1080p),
        V(1440p) and V(2160p).
      - The API does not return them. They are sent with the next change of the event, never cause a change by
        themselves, and are listed in RV(unverified). Set them every time, because an update without them may reset
        them.
      - Order and duplicates do not matter. V([]) sends an empty list.
    type: list
    elements: str
  latency_mode:
    description:
      - Delay of the broadcast for viewers. Known values are V(standard) and V(reduced).
    type: str
  show_members:
    description:
      - Whether the chat shows its participants.
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
      - Image that represents the event, either the path of a file on the host where the module runs, or a URL from
        which Kinescope downloads it. JPEG, PNG, WebP and GIF are supported, regardless of the file name. Any other
        image is refused before the first write request, and so is a file that is not a regular file of at most 64 MiB,
        or a URL with user information or a backslash.
      - In a workspace document, a path is relative to the file that contains it.
      - Compared by content, if the current poster of the event can be read and has the same type as the file.
        Otherwise, and always for a URL, nothing is uploaded if the event has a poster of its own, and C(poster) is
        listed in RV(unverified).
      - The API cannot remove it, so V("") is an error.
    type: str
  restreams:
    description:
      - Other platforms to which the broadcast is forwarded.
      - The complete list. Restreams are matched by O(restreams[].name). Restreams that are not in the list are
        removed, and V([]) removes all. Order does not matter.
      - For each restream, only the keys that you set are managed.
      - Each restream that is created, updated or removed takes one write request.
    type: list
    elements: dict
    suboptions:
      name:
        description:
          - Name of the restream. Must be unique within the event.
        type: str
        required: true
      url:
        description:
          - URL of the other platform, usually one that starts with V(rtmp://). Required for a new restream.
          - Its user information and its query may be secret. They are compared, and masked in results and diffs.
        type: str
      key:
        description:
          - Stream key for the other platform. Required for a new restream.
          - Compared if the API returns it. If the API masks it, O(update_secrets) controls when it is sent again.
        type: str
      description:
        description:
          - Description of the restream. V("") clears it.
        type: str
      enabled:
        description:
          - Whether the broadcast is forwarded.
        type: bool
  reveal_secrets:
    description:
      - Whether to include the C(streamkey) in RV(resource). The encoder needs it to send to the event. Anyone who has
        the stream key can broadcast.
      - Set C(no_log) on a task that reveals the stream key.
    type: bool
    default: false
notes:
  - The API rejects all updates of a one-time event that has ended. The module issues a warning, also in check mode,
    and the task fails with the error of the API. Such an event can still be deleted.
  - For a new event, the API sets defaults for all options that the task omits. According to the API reference these
    are V(600) for O(reconnect_window), V(standard) for O(latency_mode), V(true) for O(show_members),
    O(chat_after_stream) and O(chat_preview), and V(false) for O(auto_start), O(protected), O(time_shift) and
    O(chat_active).
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
    - name: Create a webinar with a start time, recorded to a folder and forwarded to another platform
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

    - name: Create a weekly broadcast, and return the stream key for its encoder
      kinescope.kinescope.kinescope_live_event:
        name: Weekly meeting
        type: recurring
        auto_start: true
        reveal_secrets: true
      register: weekly
      no_log: true
      # The encoder sends to weekly.resource.rtmp_link with the key weekly.resource.streamkey.

    - name: Postpone a webinar; other options are not changed
      kinescope.kinescope.kinescope_live_event:
        name: Open day
        starts_at: "2026-12-08T10:00:00Z"

    - name: Clear the start, turn recording off, and remove all restreams
      kinescope.kinescope.kinescope_live_event:
        name: Rehearsal
        starts_at: ""
        record_to: {}
        restreams: []

    - name: Change the stream key of one restream, and remove all other restreams
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

    - name: Rename an event, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - Secrets are omitted, including the stream key unless O(reveal_secrets=true).
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(live_event).
      type: str
      returned: always
    key:
      description: Name of the event.
      type: str
      returned: always
    action:
      description: The action, one of V(create), V(update), V(move) and V(delete).
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
    - kind: live_event
      key: Autumn webinar
      action: update
      fields: [starts_at, restreams]
      outcome: applied
      requests: 2
      before: {starts_at: '', restreams: []}
      after:
        starts_at: '2026-12-01T10:00:00Z'
        restreams:
        - {name: Public channel, url: 'rtmp://live.example.com/app', key: '********'}
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
    before_header: live event 'Autumn webinar'
    after_header: live event 'Autumn webinar'
    before: |
      name: Autumn webinar
      starts_at: ""
      restreams: []
    after: |
      name: Autumn webinar
      starts_at: "2026-12-01T10:00:00Z"
      restreams:
        - name: Public channel
          url: rtmp://live.example.com/app
          key: "********"
unverified:
  description:
    - Options that the task sets but that cannot be read back, so it is unknown whether they differ.
  returned: success
  type: list
  elements: str
  sample: [presets]
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
      description: The action that failed. One of V(plan), V(read), V(create), V(update), V(move) and V(delete).
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
    key: Autumn webinar
    action: update
    status: 400
    code: 400246
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import LIVE_EVENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.event_poster import EventPoster
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import protect


def main() -> None:
    manage(LIVE_EVENT, EventPoster, protect=protect)


if __name__ == "__main__":
    main()
