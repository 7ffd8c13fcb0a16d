#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_workspace_info
short_description: Read a whole workspace as a document
version_added: 1.0.0
description:
  - Reads everything in a workspace that M(kinescope.kinescope.kinescope_workspace) can manage, and returns the document
    that describes it. Applied to the same workspace, that document changes nothing.
  - Objects refer to each other by name. The order is always the same, and the document contains nothing volatile.
  - The document contains no secrets, unless an address holds one. With O(secrets=named) it names those that the API
    stores, so that it can be applied to another workspace when their values are set.
  - URLs of webhooks and DRM callbacks and addresses of origins and restreams are returned in full. A warning lists
    those with user information or a query string, which may be secret. So are links in the settings and ads of players;
    the warning lists those that are signed, or have a parameter whose name suggests a secret, or a password.
  - The settings and ads of players may contain any keys. Values whose keys suggest a secret are left out unless
    O(secrets=named), and so are lists that contain such a value, or null. RV(left_out) and a warning list them. Applied
    to the same workspace, the document leaves them unchanged.
  - What M(kinescope.kinescope.kinescope_workspace) would refuse is left out as well, such as a choice that it does not
    know, two restreams of one name or a number that the API returns as a string. A list is left out as a whole, and an
    object only if it has no valid name.
  - If several objects of a kind have the same name, their entries also contain C(id). Such a document only fits this
    workspace.
  - Logos of players and posters of live events are files and are left out, and so is everything that the API does not
    return, such as C(strict) of a DRM callback.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - The module only reads from the workspace, so the result is the same.
  diff_mode:
    support: N/A
    details:
      - This module does not change anything.
requirements:
  - jsonschema >= 4.17.3
options:
  kinds:
    description:
      - Sections of the document to return. If omitted, all sections except C(videos), because there may be very many.
      - Entries in C(videos) do not contain the source of the video, so they describe, and change, only videos that
        exist.
    type: list
    elements: str
    choices:
      - players
      - privacy_domains
      - tags
      - projects
      - cdn_zones
      - webhooks
      - drm_auth
      - moderators
      - live_events
      - videos
      - playlists
      - file_requests
      - speak_rooms
  secrets:
    description:
      - V(omit) leaves out all secrets.
      - >-
        V(named) returns C({secret: <name>}) for each secret that the API stores, never its value. The name is the path
        of keys that leads to it, such as C(webhooks/lms/password). Whether a secret is stored is known if the API
        returns its value or a mask, or a login beside it, or if there could be no such object without it.
    type: str
    choices: [omit, named]
    default: omit
seealso:
  - module: kinescope.kinescope.kinescope_workspace
  - module: kinescope.kinescope.kinescope_info
  - plugin: kinescope.kinescope.workspace_document
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Adopt an existing workspace
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Read the workspace
      kinescope.kinescope.kinescope_workspace_info:
      register: live

    - name: Write it to a file
      ansible.builtin.copy:
        content: "{{ live.workspace | kinescope.kinescope.workspace_document(left_out=live.left_out | default([])) }}"
        dest: "{{ playbook_dir }}/workspace.yml"
        mode: "0644"
"""

RETURN = r"""
---
workspace:
  description: The document, with C(version) and a key for each section.
  returned: success
  type: dict
  sample:
    version: 1
    privacy_domains:
      - domain: school.example.com
        archived: false
left_out:
  description:
    - What the document does not contain because it may be secret or cannot be expressed. Applied to the same workspace,
      the document leaves it unchanged. Another workspace does not get it.
    - With C(prune) of its section, an object that is left out as a whole would be deleted.
  returned: if anything is left out
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(player).
      type: str
      returned: success
    key:
      description: Name of the object.
      type: str
      returned: success
    path:
      description: Path of the value in the object, or V(the whole entry).
      type: str
      returned: success
    why:
      description: Reason why it is left out.
      type: str
      returned: success
  sample:
    - kind: player
      key: Main
      path: settings.analytics.token
      why: its name suggests that it is a secret
error:
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that was read. V(workspace).
      type: str
      returned: failure
    key:
      description: Always null.
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
    kind: workspace
    key: null
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.workspace import WORKSPACE

LIBRARIES = WORKSPACE.libraries


def main() -> None:
    read(WORKSPACE)


if __name__ == "__main__":
    main()
