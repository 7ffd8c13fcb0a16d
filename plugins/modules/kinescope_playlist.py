#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_playlist
short_description: Manage playlists
version_added: 1.0.0
description:
  - Creates, updates, moves and deletes playlists, with their privacy, settings and videos.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
options:
  name:
    description:
      - Name of the playlist. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - Several playlists may have the same name. Use O(location) to select one if they are in different locations, or
        O(id) in any case.
    type: str
  location:
    description:
      - Project or folder that contains the playlist.
      - Identifies the playlist together with O(name). If there is no playlist with this name in this location, it is
        created there, even if one exists elsewhere. If omitted, the playlist may be anywhere, and the API chooses the
        location of a new one, or rejects it. The task warns about that.
      - To move a playlist, set O(id) and the new location. The location cannot be cleared.
  description:
    description:
      - Text below the name. V("") clears it.
    type: str
  privacy_type:
    description:
      - Where the playlist may be embedded.
      - V(anywhere) allows all sites, V(nowhere) allows none, V(custom) allows those in O(privacy_domains).
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - Sites that may embed the playlist with O(privacy_type=custom).
      - The complete list. Items that are not in the list are removed, and V([]) removes all.
      - Order, duplicates and case do not matter. You can write an international domain in its own script or in
        Punycode.
    type: list
    elements: str
  settings:
    description:
      - Settings of the playlist. Only the keys that you set are managed.
      - V({}) turns O(settings.ignore_interactive_tools) off. The sort settings have no empty value and are not
        changed.
    type: dict
    suboptions:
      sort_field:
        description:
          - Field to sort the videos by. Known values are V(custom), which is the order of O(videos), V(created_at) and
            V(duration). Cannot be empty.
          - If omitted, the API chooses the value for a new playlist, which may not be V(custom).
        type: str
      sort_order:
        description:
          - Sort order, either ascending (V(asc), the oldest or shortest first) or descending (V(desc)).
        type: str
        choices: [asc, desc]
      ignore_interactive_tools:
        description:
          - Whether the playlist omits the interactive tools of the videos.
        type: bool
  videos:
    description:
      - IDs of the videos in the playlist, as UUIDs or in the 22-character short form, each listed once.
      - >-
        A video can also be a dictionary with its C(title) and, if there are several of this title, its C(location),
        such as V({title: Week 1, location: {project: Courses, folder: [Spring]}}). In a document for
        M(kinescope.kinescope.kinescope_workspace), this includes videos that the same document creates.
      - The complete list. Videos that are not in the list are removed from the playlist, but are not deleted. V([])
        removes all.
      - Order matters if O(settings.sort_field) is V(custom) in the task or, if the task omits it, in the playlist.
        Otherwise the API sorts the videos, and order does not matter.
      - Removing videos takes one write request, adding videos takes another, and each video that has to move takes one
        more. If that would be three requests or more, one request replaces the complete list, and the list is read to
        check it. If the API did not replace it, the other requests follow, which are not counted in
        RV(changes[].requests).
      - An ID that does not belong to a video is an error before anything is written.
      - The API returns the videos of a playlist on a separate route, which is read only if this option is set. They
        are not part of RV(resource).
    type: list
    elements: raw
  append:
    description:
      - Whether O(videos) is not the complete list. Those that are not in the playlist yet are then added at its end,
        and its other videos and their order are not changed.
    type: bool
    default: false
notes:
  - Deleting a playlist does not delete its videos.
  - A new playlist takes a second write request if O(description), O(privacy_type), O(privacy_domains) or O(settings)
    is set, because the API does not document that it accepts them when it creates a playlist.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_folder
  - module: kinescope.kinescope.kinescope_privacy_domain
"""

EXAMPLES = r"""
---
- name: Playlists
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Create a playlist in a fixed order that only one site may embed
      kinescope.kinescope.kinescope_playlist:
        name: Season 1
        location:
          project: Courses
          folder: ["2026", Autumn]
        description: All lessons of the autumn
        privacy_type: custom
        privacy_domains: [school.example.com]
        settings:
          sort_field: custom
        videos:
          - 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
          - 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f

    - name: Add a lesson at the start; videos that are not in the list are removed
      kinescope.kinescope.kinescope_playlist:
        name: Season 0
        settings:
          sort_field: custom
        videos:
          - 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
          - 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44

    - name: Add a lesson at the end; the other videos stay
      kinescope.kinescope.kinescope_playlist:
        name: News
        videos:
          - 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
        append: true

    - name: Sort a playlist by creation time, newest first; its videos are not changed
      kinescope.kinescope.kinescope_playlist:
        name: News
        settings:
          sort_field: created_at
          sort_order: desc

    - name: Remove all videos from a playlist, and do not allow any site to embed it
      kinescope.kinescope.kinescope_playlist:
        name: Summer 2019
        privacy_type: nowhere
        videos: []

    - name: Rename and move a playlist, selected by its ID
      kinescope.kinescope.kinescope_playlist:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Season 2025
        location:
          project: Archive

    - name: Delete a playlist; its videos are not deleted
      kinescope.kinescope.kinescope_playlist:
        name: Drafts
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - The videos of the playlist are not included. If the task sets them, they are in RV(diff). Responses of the API to
      write requests omit a few fields.
  returned: success
  type: dict
  sample:
    id: 0199f0c0-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    player_id: 0199f0a0-0f0b-7c55-9d39-6a0a8f0f6f0e
    parent_id: 0199f0a1-0c11-7b0e-9f52-7d1f5a3f8c44
    name: Season 1
    description: All lessons of the autumn
    privacy_type: custom
    privacy_domains: [school.example.com]
    privacy_email_domains: []
    privacy_share: {}
    unique_codes_enabled: false
    tags: []
    settings: {sort_field: custom, sort_order: asc, ignore_interactive_tools: false}
    play_link: https://kinescope.io/pl/je7WZBZhdMFQKPHHHmMr2m
    embed_link: https://kinescope.io/embed/pl/je7WZBZhdMFQKPHHHmMr2m
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, V(playlist).
      type: str
      returned: always
    key:
      description: Name of the playlist.
      type: str
      returned: always
    action:
      description:
        - The action, one of V(create), V(update), V(move), which moves one video to its position, and V(delete).
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
    - kind: playlist
      key: Season 1
      action: move
      fields: [description, videos]
      outcome: applied
      requests: 2
      before: {description: '', videos: [0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44, 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f]}
      after:
        description: All lessons of the autumn
        videos: [0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f, 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44]
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
    before_header: playlist 'Season 1'
    after_header: playlist 'Season 1'
    before: |
      name: Season 1
      description: ""
      videos:
        - "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"
        - "0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f"
    after: |
      name: Season 1
      description: All lessons of the autumn
      videos:
        - "0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f"
        - "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"
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
    kind: playlist
    key: Season 1
    action: update
    status: 400
    code: 400400
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.playlist import PLAYLIST
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.places import InPlaces


def main() -> None:
    manage(PLAYLIST, InPlaces)


if __name__ == "__main__":
    main()
