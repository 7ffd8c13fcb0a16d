#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_player
short_description: Manage players
version_added: 1.0.0
description:
  - Creates, changes and deletes players. A player is the look and the behaviour of the videos that it plays, with its
    logo and its advertisements.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.state.id
  - kinescope.kinescope.connection
options:
  name:
    description:
      - The name of the player. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
    type: str
  settings:
    description:
      - Settings of the player, in the names and types of the API. Any key may be given.
      - Among them are V(autoplay), V(autopause), V(brand_color), V(corner_rounding), V(control_bar), V(endscreen),
        V(hotkeys_control), V(logo_url), V(pip_button), V(playback_speed_button), V(playinline), V(share),
        V(subtitles_button), V(title_subtitle), V(volume) and V(watermark_text).
      - Only the keys that are given are managed. All others stay as they are, so V({}) changes nothing, and there is
        no way to remove a key. To undo a setting, give the value that it had.
      - The same holds for dictionaries in the settings, but V({}) empties such a one. A list is replaced as a whole.
      - What may be a secret by its name, such as C(token) or C(api_key), is masked in results and diffs. A mask is
        refused as a value.
      - Types count. V("50") is not V(50). A template in quotes gives a number or a boolean only when it comes from
        one, or is converted with C(int) or C(bool).
    type: dict
  ads:
    description:
      - The advertisements of the player, in the form of the API. Each is a dictionary with V(url), V(trigger) and
        V(countries).
      - A V(trigger) has a V(type), which is V(preroll), V(midroll) or V(postroll), and can have V(trigger_settings)
        with V(timePoints), V(percentages) and V(interval). V(countries) has V(items), a list, and a V(type), which is
        V(include) or V(exclude).
      - The whole list, in its order. What it does not name is removed, and V([]) removes all.
      - Of each advertisement only the keys that are given are compared. The other keys of one with the same V(url)
        stay as they are.
    type: list
    elements: dict
  logo:
    description:
      - The logo of the player. It is compared by its content and sent only when that differs.
      - Where the API shows a link in place of the content, it cannot be compared. Then V(logo) is listed in
        RV(unverified), and a logo that is there is left as it is.
    type: dict
    suboptions:
      state:
        description:
          - V(present) makes the image in O(logo.src) the logo, V(absent) removes the logo.
          - The API may refuse to remove a logo. The task fails then, and says that the dashboard can do it.
        type: str
        choices: [present, absent]
        default: present
      src:
        description:
          - The path of an image file on the host of the task. Required with O(logo.state=present).
        type: path
notes:
  - Deleting a player is not in the vendor's reference. The API is known to refuse it for the default player, for one
    in use and for one that was made in the dashboard. The task fails then, with the answer of the API.
seealso:
  - module: kinescope.kinescope.kinescope_project
"""

EXAMPLES = r"""
---
- name: Players
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: A player in our colour, with our logo
      kinescope.kinescope.kinescope_player:
        name: Main
        settings:
          autoplay: false
          brand_color: "#81BC3D"
          corner_rounding: 12
          volume: 50
        logo:
          src: "{{ playbook_dir }}/logo.png"

    - name: Change two settings of a player; all others stay as they are
      kinescope.kinescope.kinescope_player:
        name: Landing page
        settings:
          autoplay: true
          volume: 0

    - name: A watermark with the name of the environment
      kinescope.kinescope.kinescope_player:
        name: Preview
        settings:
          watermark_enabled: true
          watermark_text: "{{ lookup('ansible.builtin.env', 'DEPLOY_ENV', default='staging') }}"

    - name: One advertisement before the video, shown in two countries, and no others
      kinescope.kinescope.kinescope_player:
        name: Free lessons
        ads:
          - url: https://ads.example.com/vast.xml
            trigger:
              type: preroll
            countries:
              type: include
              items: [DE, FR]

    - name: Remove the advertisements and the logo
      kinescope.kinescope.kinescope_player:
        name: Subscribers
        ads: []
        logo:
          state: absent

    - name: Rename a player; the id says which one is meant, the name what it is called from now on
      kinescope.kinescope.kinescope_player:
        id: je7WZBZhdMFQKPHHHmMr2m
        name: Spring campaign

    - name: Delete a player
      kinescope.kinescope.kinescope_player:
        name: Black Friday
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
    - Without the content of the logo.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    workspace_id: 0199e8b0-1d2c-7a11-b1d5-0f6c0a7f9b21
    name: Main
    settings:
      autoplay: false
      brand_color: "#81BC3D"
    ads: []
    media_count: 3
    created_by_user_name: Jane Doe
    created_at: "2026-11-02T09:15:27.858112Z"
    updated_at: null
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(player).
      type: str
      returned: always
    key:
      description: The name of the player.
      type: str
      returned: always
    action:
      description: What is done. One of V(create), V(update) and V(delete).
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
    - kind: player
      key: Main
      action: update
      fields: [settings]
      outcome: applied
    - kind: player
      key: Main
      action: update
      fields: [logo]
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
      name: Main
      settings: {autoplay: true}
      logo: {state: absent}
    after:
      name: Main
      settings: {autoplay: false}
      logo: {state: present, sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae}
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
      description: What was being done. One of V(plan), V(read), V(create), V(update) and V(delete).
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
    kind: player
    key: Main
    action: delete
    status: 400
    code: 400400
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.player import PLAYER


def main() -> None:
    manage(PLAYER)


if __name__ == "__main__":
    main()
