#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_playlist
short_description: Manage playlists
version_added: 1.0.0
description:
  - Creates, changes, moves and deletes playlists, with their privacy, their settings and the videos in them.
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
      - The name of the playlist. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - Several playlists may have the same name. O(location) tells them apart, if they stand in different places, and
        O(id) does in any case.
    type: str
  location:
    description:
      - The project or folder that the playlist stands in.
      - Together with O(name) it says which playlist is meant. If there is none of that name in that place, one is
        created there, whatever stands elsewhere. Without it, the playlist may stand anywhere, and the API chooses the
        place of a new one.
      - To move a playlist, give O(id) and its new place. It cannot be cleared.
  description:
    description:
      - The text below the name. V("") clears it.
    type: str
  privacy_type:
    description:
      - Where the playlist may be embedded.
      - V(anywhere) allows every site, V(nowhere) none, V(custom) those in O(privacy_domains).
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - The sites that may embed the playlist when O(privacy_type=custom).
      - The whole list. What it does not name is removed, and V([]) removes all.
      - Order and duplicates do not count, nor do capitals. An international domain may be written in its own script
        or in punycode.
    type: list
    elements: str
  settings:
    description:
      - How the playlist behaves. Only the keys that are given are managed.
      - V({}) turns O(settings.ignore_interactive_tools) off. The order has no empty value and stays as it is.
    type: dict
    suboptions:
      sort_field:
        description:
          - By what the videos are sorted. Known values are V(custom), which is the order of O(videos), V(created_at)
            and V(duration). It cannot be empty.
          - What a new playlist has when this is not given is up to the API, and may not be V(custom).
        type: str
      sort_order:
        description:
          - Whether the videos are sorted upwards (V(asc), the oldest or the shortest first) or downwards (V(desc)).
        type: str
        choices: [asc, desc]
      ignore_interactive_tools:
        description:
          - Whether the interactive tools of the videos are left out in the playlist.
        type: bool
  videos:
    description:
      - The ids of the videos in the playlist, in either of their forms, each once.
      - The whole list. What it does not name is taken out of the playlist; the videos themselves stay. V([]) takes all
        out.
      - Order counts when O(settings.sort_field) is V(custom), in the task or, where the task does not give it, in the
        playlist. Otherwise the API sorts, and order does not count.
      - All that go cost one write request, all that come another, and each video that has to move one more; no order
        is reached with fewer moves. When the order becomes V(custom) by the same task, all but one are moved, because
        the order that the API kept cannot be seen.
      - Ids that no video has are refused before anything is written.
      - The API shows the videos of a playlist on a route of their own, which is read only when this option is given.
        They are no part of RV(resource).
    type: list
    elements: str
notes:
  - Deleting a playlist deletes no video.
  - A new playlist costs a second write request if O(description), O(privacy_type), O(privacy_domains) or O(settings)
    is given, because it is not documented that the API takes them when it creates one.
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
    - name: A course in the order of its lessons, for one site
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

    - name: Add a lesson in front; what is not in the list goes
      kinescope.kinescope.kinescope_playlist:
        name: Season 0
        settings:
          sort_field: custom
        videos:
          - 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f
          - 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44

    - name: Newest first; the videos stay as they are
      kinescope.kinescope.kinescope_playlist:
        name: News
        settings:
          sort_field: created_at
          sort_order: desc

    - name: Empty a playlist, and show it nowhere
      kinescope.kinescope.kinescope_playlist:
        name: Summer 2019
        privacy_type: nowhere
        videos: []

    - name: Rename a playlist and move it; the id says which one is meant, the rest what it is from now on
      kinescope.kinescope.kinescope_playlist:
        id: 93997264-97ac-4091-b48e-559614c2817a
        name: Season 2025
        location:
          project: Archive

    - name: Delete a playlist; its videos stay
      kinescope.kinescope.kinescope_playlist:
        name: Drafts
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - The videos in it are not shown here, but in RV(diff) when the task gives them. Answers of the API to writes leave
      out a few fields that it shows otherwise.
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
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, which is V(playlist).
      type: str
      returned: always
    key:
      description: The name of the playlist.
      type: str
      returned: always
    action:
      description:
        - What is done. One of V(create), V(update), V(move), which puts one video in its place, and V(delete).
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
    - kind: playlist
      key: Season 1
      action: update
      fields: [description]
      outcome: applied
    - kind: playlist
      key: Season 1
      action: move
      fields: [videos]
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
      name: Season 1
      description: ""
      videos: [0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44, 0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f]
    after:
      name: Season 1
      description: All lessons of the autumn
      videos: [0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f, 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44]
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


def main() -> None:
    manage(PLAYLIST)


if __name__ == "__main__":
    main()
