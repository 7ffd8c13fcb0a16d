#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_workspace
short_description: Reconcile a whole workspace with one document
version_added: 1.0.0
description:
  - Reads one document that names the objects of a workspace, looks each kind of object up once, and writes what differs
    and nothing else.
  - The document is checked whole before the first request. The plan is checked whole before the first write. What
    speaks against either is told at once, each point with its place in the document.
  - Parents are made before what lies in them. Deletes come last, children first.
  - A change that fails does not stop those that do not depend on it. The task then fails at the end, and RV(changes)
    says for each change what became of it. Run it again, and it goes on where it stopped.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.connection
attributes:
  idempotent:
    details:
      - With O(update_secrets=always), a secret that cannot be read back is sent by every run, and every run reports a
        change.
requirements:
  - jsonschema >= 4.17.3
  - PyYAML >= 5.4.1
options:
  config:
    description:
      - The document. Exactly one of this and O(src) must be given.
      - Its sections are C(players), C(privacy_domains), C(tags), C(projects), C(cdn_zones), C(webhooks), C(drm_auth),
        C(moderators), C(live_events), C(videos), C(playlists), C(file_requests) and C(speak_rooms). C(version) must be
        1. An entry takes the options of the module of its kind, also C(id), C(update_secrets) and C(replace), but
        neither C(state) nor the options of the connection. A project may have C(folders), and these C(folders) of
        their own, and C(drm_auth).
      - Of C(videos), only the places are listed that entries name, unless they are pruned. Videos that are uploaded or
        imported are not waited for; the next run begins anew what failed.
      - A section, or an option in an entry, that is not given is not managed.
      - Large documents are slow as a variable. Prefer O(src) for more than a few hundred objects.
    type: dict
  src:
    description:
      - A file with the document, or a folder whose YAML and JSON files hold parts of it, also in folders below. Lists
        of one section in several files become one list. Files whose names begin with a dot are left out.
      - Each is a regular file of at most 16 MiB.
      - It is read where the task runs. With a local connection a relative path is meant from the folder of the
        playbook.
      - It is read as it is. Templates in it are texts like any other, and so are dates. What Ansible Vault encrypted is
        refused; give O(config) for that.
      - File names in the document, such as those of logos and posters, are relative to the file that they stand in.
      - >-
        The collection ships a JSON Schema of the document for editors, C(schemas/workspace.json). Many of them take it
        from a first line such as C(# yaml-language-server: $schema=../schemas/workspace.json).
    type: path
  prune:
    description:
      - Sections of which everything is deleted that the document does not name. Not given or V([]), nothing is deleted.
      - All sections can be named but C(drm_auth).
      - C(folders) deletes folders that are not in the list of folders of their project or folder. Where there is no
        such list nothing is deleted.
      - Refused for a section that the document does not have or has empty, for an object that one of the document's
        still needs, and beyond O(max_deletions).
      - Nothing is deleted from a section in which another change failed.
    type: list
    elements: str
    default: []
  prune_empty:
    description: Whether to prune also sections that the document does not have or has empty, which deletes all of them.
    type: bool
    default: false
  max_deletions:
    description:
      - How many objects O(prune) may delete at most. With more, nothing is written.
      - What lies in a project or folder, and goes along with it, does not count.
    type: int
    default: 10
  force:
    description:
      - Whether O(prune) deletes projects and folders although they hold something, which is deleted with them.
      - Without it, such a plan is refused, and nothing is written.
    type: bool
    default: false
  update_secrets:
    description:
      - When secrets are sent whose stored value the API does not show.
      - V(on_create) sends them when the object is created, or when it is updated anyway.
      - V(always) sends them in each run, which is then always a change.
      - V(leave_out) allows updates that cannot carry a stored secret which the document does not give. The API may then
        wipe the secret.
      - An entry may have its own.
    type: str
    choices: [on_create, always, leave_out]
    default: on_create
  expected_plan_id:
    description:
      - The RV(plan_id) of the plan that was reviewed. When the plan made now has another one, the task fails and writes
        nothing. So it is with an empty text.
    type: str
seealso:
  - module: kinescope.kinescope.kinescope_workspace_info
  - plugin: kinescope.kinescope.drift_report
    plugin_type: filter
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_player
"""

EXAMPLES = r"""
---
- name: One document for the workspace
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Reconcile
      kinescope.kinescope.kinescope_workspace:
        config:
          version: 1
          players:
            - name: Main
              settings: {autoplay: false}
          privacy_domains:
            - domain: school.example.com
          projects:
            - name: Courses
              privacy_type: custom
              privacy_domains: [school.example.com]
              player: Main
              folders:
                - name: "2026"
                  folders: [{name: Spring}]
      register: workspace

    - name: Say what was done
      ansible.builtin.debug:
        msg: "{{ workspace.summary }}"

    # workspace/ holds YAML files, each with some sections, such as webhooks.yml:
    #   version: 1
    #   webhooks:
    #     - name: Site
    #       endpoint: https://school.example.com/kinescope
    - name: See what files would change, and which webhooks they do not name
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        prune: [webhooks]
      check_mode: true
      register: reviewed

    - name: Do just that, or nothing when something else has changed meanwhile
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        prune: [webhooks]
        expected_plan_id: "{{ reviewed.plan_id }}"
"""

RETURN = r"""
---
changes:
  description: Every change, in the order of the work.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: The kind of the object.
      returned: always
      type: str
    key:
      description: The name of the object.
      returned: always
      type: str
    action:
      description: What is done. One of V(create), V(update), V(move) and V(delete).
      returned: always
      type: str
    fields:
      description: The options that are written. Empty for V(delete).
      returned: always
      type: list
      elements: str
    outcome:
      description: V(planned) in check mode, else V(applied), V(failed) or V(not_attempted).
      returned: always
      type: str
    reason:
      description: Why it failed or was not attempted.
      returned: when it was not done
      type: str
    takes_along:
      description: For a delete, the C(items) that are deleted with it, and their C(bytes).
      returned: for deletes of projects and folders
      type: dict
diff:
  description:
    - One entry for each change, with the options that differ. Secrets are masked.
    - C(before) and C(after) are what was found and what is wanted, C(before_header) and C(after_header) say of what.
  returned: when there was a plan
  type: list
  elements: dict
plan_id:
  description:
    - A hash of the plan, equal for equal plans. It covers all that RV(diff) shows, options that are sent along although
      they cannot be read back, and how many items a delete takes along. It does not cover the values of secrets.
  returned: when there was a plan
  type: str
requests:
  description: How many C(reads) and C(writes) were sent.
  returned: always
  type: dict
  sample: {reads: 12, writes: 3}
sections:
  description:
    - For each section how many objects it names (C(wanted)), what is done (C(create), C(update), C(delete), C(move)),
      and how many objects are C(unchanged) and C(unmanaged), that is, there but not named.
  returned: when there was a plan
  type: dict
  sample:
    projects: {wanted: 4, create: 1, update: 0, delete: 0, move: 0, unchanged: 3, unmanaged: 2}
summary:
  description: How many changes there are, by C(create), C(update), C(delete) and C(move), and C(unchanged) objects.
  returned: when there was a plan
  type: dict
  sample: {create: 3, update: 0, delete: 0, move: 0, unchanged: 0}
unverified:
  description:
    - The options that the document gives and that cannot be read back, so that it is not known whether they differ.
      Each once, behind the name of its section.
  returned: when there was a plan
  type: list
  elements: str
  sample: [webhooks.password]
error:
  description: What went wrong first, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What the failed action is about. V(workspace) when it is about none of its objects.
      type: str
      returned: failure
    key:
      description: What the object is called. Null when the task failed over the document or the plan.
      type: str
      returned: failure
    action:
      description: What was being done. One of V(reconcile), V(plan), V(read), V(create), V(update), V(move) and
        V(delete).
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
    kind: webhook
    key: Site
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_edge import manage_workspace


def main() -> None:
    manage_workspace()


if __name__ == "__main__":
    main()
