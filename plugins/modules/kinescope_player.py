#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_player
short_description: Manage players
version_added: 1.0.0
description:
  - Creates, updates and deletes players. A player defines how videos look and behave during playback, with its logo
    and advertisements.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
options:
  name:
    description:
      - Name of the player. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
    type: str
  settings:
    description:
      - Settings of the player, with the names and types of the API. Any key is accepted.
      - Examples are V(autoplay), V(autopause), V(brand_color), V(corner_rounding), V(control_bar), V(endscreen),
        V(hotkeys_control), V(logo_url), V(pip_button), V(playback_speed_button), V(playinline), V(share),
        V(subtitles_button), V(title_subtitle), V(volume) and V(watermark_text).
      - Only the keys that you set are managed. All other settings keep their values, so V({}) changes nothing, and a
        key cannot be removed. To undo a setting, set its previous value.
      - A key that is not documented, or a value of another type than documented, gets a warning when it is written.
      - Types matter, so V("50") is not the same as V(50). A quoted template returns a number or boolean only if its
        expression does, or is converted with C(int) or C(bool).
      - The same applies to dictionaries in the settings, except that V({}) empties them. Lists are replaced as a whole.
      - Values whose names suggest a secret, such as C(token) or C(api_key), are masked in results and diffs, and so is
        what may be secret in a link that is signed, has a parameter of such a name, or a password. A mask is rejected
        as a value.
    type: dict
  ads:
    description:
      - Advertisements of the player, in the format of the API. Each is a dictionary with V(url), V(trigger) and
        V(countries).
      - A V(trigger) has a V(type), which is V(preroll), V(midroll) or V(postroll), and optionally V(trigger_settings)
        with V(timePoints), V(percentages) and V(interval). V(countries) has a list V(items) and a V(type), which is
        V(include) or V(exclude).
      - The complete list, in order. Items that are not in the list are removed, and V([]) removes all.
      - For each advertisement, only the keys that you set are compared. Other keys of an existing advertisement with
        the same V(url) keep their values.
      - Secrets in them are masked like those in O(settings).
    type: list
    elements: dict
  logo:
    description:
      - Logo of the player. It is compared by content, and uploaded only if the content differs.
      - If the API returns a link instead of the content, the logo cannot be compared. In this case V(logo) is listed
        in RV(unverified), and an existing logo is not changed.
    type: dict
    suboptions:
      state:
        description:
          - V(present) sets the image in O(logo.src) as the logo, V(absent) removes the logo.
          - The API may reject the removal of a logo. In this case the task fails, and the error suggests using the
            dashboard.
        type: str
        choices: [present, absent]
        default: present
      src:
        description:
          - Path of an image file on the host where the module runs. Required with O(logo.state=present).
          - A regular file of at most 10 MiB.
        type: path
notes:
  - The API reference does not document how to delete a player. The API is known to reject it for the default player,
    for a player that is in use and for a player that was created in the dashboard. The task then fails with the error
    of the API.
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
    - name: Create a player with a brand color and a logo
      kinescope.kinescope.kinescope_player:
        name: Main
        settings:
          autoplay: false
          brand_color: "#81BC3D"
          corner_rounding: 12
          volume: 50
        logo:
          src: "{{ playbook_dir }}/logo.png"

    - name: Change two settings of a player; other settings are not changed
      kinescope.kinescope.kinescope_player:
        name: Landing page
        settings:
          autoplay: true
          volume: 0

    - name: Set a watermark with the name of the environment
      kinescope.kinescope.kinescope_player:
        name: Preview
        settings:
          watermark_enabled: true
          watermark_text: "{{ lookup('ansible.builtin.env', 'DEPLOY_ENV', default='staging') }}"

    - name: Show only one advertisement, before the video and in two countries
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

    - name: Rename a player, selected by its ID
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
    - The object after the run, as returned by the API.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
    - The content of the logo is omitted.
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(player).
      type: str
      returned: always
    key:
      description: Name of the player.
      type: str
      returned: always
    action:
      description: The action, one of V(create), V(update) and V(delete).
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
    - kind: player
      key: Main
      action: update
      fields: [settings, logo]
      outcome: applied
      requests: 2
      before: {settings: {autoplay: true}, logo: {state: absent}}
      after:
        settings: {autoplay: false}
        logo: {state: present, sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae}
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
    before_header: player 'Main'
    after_header: player 'Main'
    before: |
      name: Main
      settings:
        autoplay: true
      logo:
        state: absent
    after: |
      name: Main
      settings:
        autoplay: false
      logo:
        state: present
        sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
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
      description: The action that failed. One of V(plan), V(read), V(create), V(update) and V(delete).
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
    kind: player
    key: Main
    action: delete
    status: 400
    code: 400400
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.player import PLAYER
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.on_air import protect
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.option_files import OptionFiles


def main() -> None:
    manage(PLAYER, OptionFiles, protect=protect)


if __name__ == "__main__":
    main()
