#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_workspace
short_description: Reconcile a whole workspace with one document
version_added: 1.0.0
description:
  - Reads one document that describes the objects of a workspace, lists each kind of object once, and writes only what
    differs.
  - The whole document is validated before the first request, and the whole plan is checked before the first write. All
    problems are reported at once, each with its position in the document.
  - Parents are created before their children. Deletes come last, children first.
  - If a change fails, changes that do not depend on it are still made. The task then fails at the end, and RV(changes)
    has the outcome of each change. Run it again to make the remaining changes.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._connection
  - kinescope.kinescope._on_air
attributes:
  idempotent:
    details:
      - With O(update_secrets=always), every run sends the secrets that cannot be read back, and reports a change.
requirements:
  - jsonschema >= 4.17.3
  - PyYAML >= 5.4.1
options:
  config:
    description:
      - The document. This or O(src) is required. With both, this is the last layer, laid over those of O(src).
      - Its sections are C(players), C(privacy_domains), C(tags), C(projects), C(cdn_zones), C(webhooks), C(drm_auth),
        C(moderators), C(live_events), C(videos), C(playlists), C(file_requests) and C(speak_rooms). C(version) must be
        1. An entry has the options of the module for its kind, including C(id), C(state), C(update_secrets) and
        C(replace), except the connection options. A project may have C(drm_auth) and C(folders), and each folder may
        have C(folders).
      - With C(state=absent), the object of an entry is deleted, even if O(prune) is not set. Such an entry needs only
        its name; its other options are ignored. If there is no such object, nothing changes. Beside an entry that has
        the same name and an C(id), it means any other object of this name. As with O(prune), deletes come last,
        O(force) is required for what is not empty, and nothing that another entry needs is deleted. O(max_deletions)
        does not apply.
      - C(previous_names), in an entry, is a list of names (or other natural keys) that its object had. If there is no
        object with the name of the entry, but exactly one with one of these in the same place, it is renamed instead of
        a new one being created. If it is unclear which object is meant, that is an error. Objects that have entries of
        their own do not count.
      - >-
        A secret is a string or, without its value, C({secret: <name>}); see O(secrets).
      - For C(videos), only the locations in the entries are listed, unless the section is pruned. The task does not
        wait for videos that it uploads or imports. The next run starts failed ones again.
      - A section that is omitted is not managed. The same applies to an option that is omitted from an entry.
      - Large documents are slow as a variable. Use O(src) for more than a few hundred objects.
    type: dict
  src:
    description:
      - A file with the document, or a directory whose YAML and JSON files, including those in subdirectories, contain
        parts of it. Lists of the same section in several files become one list. Files whose names start with a dot are
        ignored.
      - >-
        Several of them are layers, such as V([workspace, overlays/production]). An entry of a later layer is laid over
        the entry of an earlier one that has the same name (or other natural key, including the location if it is
        given). Dictionaries are merged key by key, and nested C(folders) as sections are. All other values and lists
        are replaced, and V({}) replaces a dictionary with an empty one. Null changes nothing. What is required is
        checked after merging. Within one layer, an entry may be listed only once.
      - Each must be a regular file of at most 16 MiB.
      - Read on the host where the module runs. With a local connection, a relative path is relative to the directory of
        the playbook.
      - Read without templating. Dates in it are strings like any other. A string that looks like a template is an
        error, unless it is marked with C(!unsafe). Secrets in plain text, and values that are encrypted with Ansible
        Vault, are errors as well. Set secrets by name instead (see O(secrets)).
      - File names in the document, such as those of logos and posters, are relative to the file that contains them.
        In O(config), they are relative to the working directory.
      - >-
        The collection includes a JSON Schema of the document for editors, C(schemas/workspace.json). Many editors use
        it with a first line such as C(# yaml-language-server: $schema=../schemas/workspace.json).
    type: list
    elements: path
  base_dir:
    description:
      - Directory that relative paths in O(src) are relative to. Errors name the files in it by their paths from there.
      - If omitted, this is the working directory, which with a local connection is the directory of the playbook.
    type: path
  base:
    description:
      - The document as it was last applied, usually from an earlier commit. With it, the result says where each
        difference comes from, see RV(changes[].origin), and O(on_drift) can leave alone what somebody edited in the
        workspace.
      - It takes no additional requests. If anything in it is no longer valid, refers to something that no longer
        exists, or is in a file and looks like a template, the task issues a warning.
      - Objects that it has and the document does not are listed in RV(dropped). They are not deleted for that reason.
      - If O(base_src) is set, too, this is its last layer.
    type: dict
  base_src:
    description:
      - Files and directories with the document as it was last applied, as for O(src), for example in a worktree of an
        earlier commit (C(git worktree add applied kinescope-applied)). Each must be a regular file of at most 16 MiB.
      - Videos, which can be large, are not read from there.
    type: list
    elements: path
  on_drift:
    description:
      - What to do about what somebody edited in the workspace since O(base) was applied, and which the document does
        not change.
      - V(repair) sets what the document says.
      - V(keep) leaves it as it is, and lists it in RV(kept). An object that somebody deleted is not created again, even
        if its entry in the document has changed. An object that somebody created is not pruned. If the document and the
        workspace changed the same option, the document wins.
      - V(fail) refuses a plan that would overwrite or undo such edits, also those of options that the document changes
        as well. The result shows the plan.
      - V(keep) and V(fail) require O(base) or O(base_src).
    type: str
    choices: [repair, keep, fail]
    default: repair
  prune:
    description:
      - Sections from which to delete all objects that are not in the document. If omitted or V([]), nothing is
        deleted.
      - All sections are supported except C(drm_auth).
      - C(folders) deletes folders that are not in the folder list of their project or parent folder. If there is no
        such list, nothing is deleted. A folder that contains others which stay, because no pattern matches them or
        O(on_drift) keeps them, counts as one that is not empty.
      - A delete is refused if the document omits the section or has it empty, if another object in the document still
        needs the object (refers to it, is in it, or contains it, as a playlist contains videos), and beyond
        O(max_deletions).
      - Nothing is deleted from a section in which another change failed.
      - >-
        Instead of a list of sections, this can be a dictionary of sections with lists of shell patterns, such as
        V({webhooks: [lms-*]}). Then only objects whose names match one of the patterns of their section are deleted, so
        that several documents can own parts of a section. Patterns are case-sensitive, except for domains, which they
        match both in their own script and in punycode. For C(folders), they match the path, such as
        V(Courses/2026/*), where V(*) also matches slashes.
    type: raw
    default: []
  only:
    description:
      - Sections to which this task is limited. Nothing else is changed, pruned or listed as unmanaged, although the
        whole document is validated. If omitted or V([]), all sections are included.
      - C(projects) includes the C(folders) and C(drm_auth) in them. These can also be named alone, so that only they
        are changed, in all projects.
      - References to objects in other sections are looked up in the workspace. The plan fails if they do not exist,
        even if the document lists them.
      - Other sections are read only as far as required, so the token does not need permissions for them, unless
        something is deleted that they may refer to.
    type: list
    elements: str
    default: []
  prune_empty:
    description: Whether to also prune sections that the document omits or has empty, which deletes all their objects.
    type: bool
    default: false
  max_deletions:
    description:
      - Maximum number of objects that O(prune) may delete. If there are more, nothing is written. Entries with
        C(state=absent) do not count.
      - The contents of a project or folder, which are deleted with it, do not count.
    type: int
    default: 10
  force:
    description:
      - Whether O(prune) and entries with C(state=absent) may delete projects and folders that are not empty, including
        their contents. A place is empty if it contains no videos and, apart from what the same run moves or deletes, no
        folders, live events, playlists or file requests.
      - Without it, such a plan is refused, and nothing is written.
    type: bool
    default: false
  secrets:
    description:
      - >-
        The values of the secrets that the document sets by name, as C({secret: <name>}). The document thus contains no
        secrets, while Ansible decrypts and templates the values.
      - A value is only required where it has to be sent, so most plans need none. A plan lists the names in
        RV(needs_secrets). If one of these has no value, a run that would write fails before its first write, and names
        every missing value.
      - >-
        Within player settings and ads, C({secret: <name>}) is only recognized below a key whose name suggests a secret,
        such as C(token). Everywhere else, it is data like any other.
    type: dict
    default: {}
  update_secrets:
    description:
      - When to send secrets whose stored value the API does not return.
      - V(on_create) sends them when the object is created, or when it is updated for another reason.
      - V(always) sends them in every run, so every run reports a change.
      - V(leave_out) allows updates without a stored secret that the document does not set, or whose value is not in
        O(secrets). The API may then erase the secret.
      - A list of names sends these secrets of the document now, which rotates them. Only the objects that use one of
        them are written. An object is sent as a whole, so its other secrets may be required, too.
      - An entry can override this option with one of the three words.
    type: raw
    default: on_create
  expected_plan_id:
    description:
      - RV(plan_id) of the plan that was reviewed. If the current plan has a different ID, the task fails and writes
        nothing. An empty string also makes the task fail.
      - An object that somebody else changes after the plan was made is written only if that still does exactly what
        was reviewed. Without this option, managed options that somebody else changes meanwhile are set as well, and a
        warning names them. A project or folder whose contents grew meanwhile is never deleted, nor is anything that the
        plan did not delete.
    type: str
  allow_similar:
    description:
      - Whether to create objects although there are some whose names differ only in spelling, which means in capitals,
        spaces, HTML escapes or in the way their characters are composed. Entries have an option of this name, too.
      - Without it, such a plan is refused, because the two are probably meant to be one object. An object for which the
        document has an entry of its own does not count.
    type: bool
    default: false
  lock_timeout:
    description:
      - For how many seconds to wait for another run of this module that changes the workspace, on the same machine, as
        the same user and with the same token. V(0) fails at once. When the task fails for this reason, it has written
        nothing.
      - Such runs take turns. After it has waited, a run makes a new plan. Check mode, and runs that have nothing to
        change, do not wait.
    type: float
    default: 600
  freeze:
    description:
      - Windows in which nothing is written. In one of them, the task fails before the first write if there is anything
        to change, and says until when to wait. In check mode, the plan is made all the same, and a warning says that it
        would be refused.
      - A run that has begun to write goes on when a window begins.
      - The time is that of the machine that runs the module.
    type: list
    elements: dict
    default: []
    suboptions:
      from:
        description:
          - Start of the window, with its UTC offset or an IANA time zone, such as V(2026-12-01T18:00+03:00) or
            V(2026-12-01 18:00 Europe/Moscow). A time without either is an error.
          - A time that clocks show twice or skip because of daylight saving time counts in the way that makes the
            window longer.
        type: str
        required: true
      to:
        description: End of the window, written as O(freeze[].from). It does not belong to the window.
        type: str
        required: true
      reason:
        description: Why nothing is written then, for the error message.
        type: str
  undo_dest:
    description:
      - File for a document that undoes what this task applies, with the former values of changed options,
        C(state=absent) for new objects, and entries for deleted objects. Its directory must exist.
      - It is an ordinary document for O(src). Plan it, then apply it. It names secrets, so applying it may require
        their values in O(secrets), and deleting new projects and folders that are not empty requires O(force).
      - It is written before the first write and completed after the last, so it also exists after an interruption.
        Applied then, it leaves alone what was not changed.
      - It also puts back what objects that are not in the document lose, such as the player of a project if the player
        is deleted, and live events, playlists and file requests that are deleted with a project or folder.
      - What cannot be restored is listed in comments at its beginning, and in RV(undo.irreversible).
      - Only its owner can read it. An existing file is only replaced if something is applied. It is not written in
        check mode.
      - Do not put it into a directory that is part of O(src).
    type: path
  report_dir:
    description:
      - Directory on the controller for four reports about the result of this task, for people, comments, pipelines and
        programs. See P(kinescope.kinescope.drift_report#filter).
      - They are written also in check mode, and if the plan is refused or the task fails.
      - A relative path is relative to O(base_dir), or to the directory of the playbook. The directory is created if it
        does not exist.
      - A symbolic link in place of a report is replaced. If anything else there is not a regular file, the task fails
        before any request.
      - It cannot be used with C(async). In a loop, give each item its own O(report_dir) or O(report_name).
      - If omitted or empty, no reports are written.
    type: path
  report_name:
    description: Name of the reports, without C(.html), C(.md), C(.xml) and C(.json).
    type: str
    default: drift
  report_title:
    description: Title of the reports. The inventory host is added to it, unless that is C(localhost).
    type: str
    default: Kinescope drift
seealso:
  - module: kinescope.kinescope.kinescope_workspace_info
  - plugin: kinescope.kinescope.drift_report
    plugin_type: filter
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_player
"""

EXAMPLES = r"""
---
- name: Reconcile the workspace with a document
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

    - name: Show what was done
      ansible.builtin.debug:
        msg: "{{ workspace.summary }}"

    # workspace/ contains YAML files, each with some sections, such as webhooks.yml:
    #   version: 1
    #   webhooks:
    #     - name: Site
    #       endpoint: https://school.example.com/kinescope
    #       login: kinescope
    #       password: {secret: webhooks/Site/password}
    - name: Show what a document in files would change, and which webhooks it would delete
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        prune: [webhooks]
      check_mode: true
      register: reviewed

    # applied/ is a worktree of the commit that was applied last:
    #   git worktree add applied kinescope-applied
    - name: Apply what has changed in the document, and leave alone what somebody edited in the dashboard
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        base_src: applied/workspace
        on_drift: keep

    - name: Apply exactly this plan, or fail if the workspace has changed since
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        prune: [webhooks]
        expected_plan_id: "{{ reviewed.plan_id }}"
        secrets:
          webhooks/Site/password: "{{ vault_site_hook_password }}"

    # overlays/north.yml contains what is special in this workspace, such as:
    #   players:
    #     - name: Main
    #       settings: {brand_color: "#204080"}
    - name: Reconcile with a document that many workspaces share, and what is special in this one
      kinescope.kinescope.kinescope_workspace:
        src: [workspace, overlays/north.yml]

    - name: Apply only the folders of projects, and delete webhooks whose names start with "site-"
      kinescope.kinescope.kinescope_workspace:
        src: workspace
        only: [folders, webhooks]
        prune: {webhooks: ["site-*"]}
"""

RETURN = r"""
---
changes:
  description:
    - All changes, in the order in which they are made. One entry for each object, however many requests it takes. Its
      logo, poster, restreams, participants and the videos of a playlist are fields of it.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      returned: always
      type: str
    key:
      description: Name of the object.
      returned: always
      type: str
    action:
      description:
        - The action, one of V(create), V(update), V(move) and V(delete). An object that is moved and also updated is
          one V(move). An object that is deleted and created again, such as a video whose upload failed, is one
          V(update) with RV(changes[].recreated).
      returned: always
      type: str
    fields:
      description: Options that change. Empty for V(delete).
      returned: always
      type: list
      elements: str
    outcome:
      description:
        - V(planned) in check mode, otherwise V(applied), V(failed) or V(not_attempted). It is V(failed) also if only a
          part of the object was written. It is V(applied) also if somebody else had done it by then, which
          alone does not make the task changed.
      returned: always
      type: str
    requests:
      description: Number of writes that the change takes. The upload of a file counts as one.
      returned: if it takes more than one
      type: int
    before:
      description:
        - Current values of the options in RV(changes[].fields). For V(delete), all that is known. Secrets are masked.
      returned: unless the object is created
      type: dict
    after:
      description: Wanted values of the options in RV(changes[].fields). Secrets are masked.
      returned: unless the object is deleted
      type: dict
    recreated:
      description: A new object takes the place of the old one, which is deleted.
      returned: if it is so
      type: bool
    on_air:
      description:
        - The broadcasts that are on air or about to start and that this change can hurt, each with the harm and until
          when to wait.
      returned: if there are any, unless O(on_air) is V(allow)
      type: list
      elements: str
    reason:
      description:
        - Why the change failed or was not attempted. If only a part of the object was written, also which options were
          written and which were not.
      returned: if the change was not made
      type: str
    origin:
      description:
        - For each option that differs (V(document), V(workspace) or V(both)), where the difference comes from. Options
          that are managed key by key are listed by key, such as C(settings.volume).
        - V(document) means that the document has changed since O(base), and the workspace has not. V(workspace) means
          that somebody edited the workspace, so that the change undoes that. V(both) means that both have changed, in
          different ways.
        - Creating an object that somebody deleted is V(workspace), as far as the document has not changed its entry
          (V(both)). A new entry is V(document), or V(both) if somebody has created the object with other values. A
          delete is V(document) if O(base) has the object, otherwise V(workspace).
      returned: if O(base) or O(base_src) is set
      type: dict
      sample: {settings.volume: workspace, settings.autoplay: document}
    takes_along:
      description: For a delete, the number of C(items) that are deleted with the object, and their size in C(bytes).
      returned: for deletes of projects and folders
      type: dict
diff:
  description:
    - One entry for each entry of RV(changes), with the options that differ, for people. Secrets are masked.
    - C(before) and C(after) are the current and the wanted values, as YAML. C(before_header) and C(after_header) name
      the object on the sides on which it exists.
    - For values to work with, use RV(changes[].before) and RV(changes[].after).
  returned: if a plan was made
  type: list
  elements: dict
faults:
  description: What is wrong with the document, and why the plan is refused, one entry for each reason, as in C(msg).
  returned: if the document is not valid, or the plan is refused
  type: list
  elements: str
  sample: ["players[0].nime (workspace/players.yml, line 3): is not a valid option; did you mean name?"]
lines:
  description:
    - The plan as text, one line for each entry of RV(changes). It begins with C(+) for create, C(~) for update,
      C(>) for move and C(-) for delete.
    - After a run that changed something, a line says if its change failed or was not attempted.
    - A line ends in C(!) and the broadcast that its change can hurt, as in RV(changes[].on_air).
  returned: if a plan was made
  type: list
  elements: str
  sample:
    - "+ project 'Courses'"
    - "~ player 'Main': settings.volume 30 → 80"
    - "> video 'Algebra': folder Archive → 2026"
    - "- webhook 'Site'"
dropped:
  description:
    - Objects that O(base) has and the document does not, unless the plan deletes them or they are known to no longer
      exist.
  returned: if a plan was made and O(base) or O(base_src) is set
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      returned: always
    key:
      description: Name of the object.
      type: str
      returned: always
    hint:
      description: How to delete it.
      type: str
      returned: always
kept:
  description: What O(on_drift=keep) leaves as somebody edited it.
  returned: if a plan was made and O(base) or O(base_src) is set
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      returned: always
    key:
      description: Name of the object.
      type: str
      returned: always
    action:
      description: The action that was not taken, one of V(create), V(update) and V(delete).
      type: str
      returned: always
    fields:
      description: Options that differ, as in RV(changes[].origin).
      type: list
      elements: str
      returned: always
    before:
      description: The values in the workspace, as in RV(diff).
      type: dict
      returned: always
    after:
      description: The values in the document, as in RV(diff).
      type: dict
      returned: always
  sample:
    - kind: player
      key: Main
      action: update
      fields: [settings.volume]
      before: {settings: {volume: 80}}
      after: {settings: {volume: 30}}
origin:
  description: Number of differences of each origin in RV(changes), see RV(changes[].origin).
  returned: if a plan was made and O(base) or O(base_src) is set
  type: dict
  sample: {document: 2, workspace: 1, both: 0}
plan_id:
  description:
    - Hash of the plan. Equal plans have equal hashes. It covers all values in RV(changes), the IDs of the objects that
      names refer to, options that are sent although they cannot be read back, the names of secrets, and what is deleted
      with an object (number of items, bytes, folders). It does not cover the values of secrets, the query of a link to
      a video or poster, which may be its signature, the order in which the API lists objects, nor where differences
      come from.
  returned: if a plan was made
  type: str
requests:
  description: Number of requests that were sent, as C(reads) and C(writes).
  returned: always
  type: dict
  sample: {reads: 12, writes: 3}
sections:
  description:
    - For each section, the number of objects in the document (C(wanted)), of changes (C(create), C(update), C(delete),
      C(move)), and of objects that are C(unchanged) or C(unmanaged), which means that they exist but are not in the
      document.
  returned: if a plan was made
  type: dict
  sample:
    projects: {wanted: 4, create: 1, update: 0, delete: 0, move: 0, unchanged: 3, unmanaged: 2}
summary:
  description:
    - Number of objects by action (C(create), C(update), C(delete) and C(move)), and number of C(unchanged) objects.
  returned: if a plan was made
  type: dict
  sample: {create: 3, update: 0, delete: 0, move: 0, unchanged: 0}
undo:
  description: The document that undoes what was applied.
  returned: if O(undo_dest) is set, except in check mode, and there was something to apply
  type: dict
  contains:
    dest:
      description: Its path.
      type: str
      returned: always
    irreversible:
      description: What it cannot restore.
      type: list
      elements: dict
      returned: always
      contains:
        kind:
          description: Kind of the object.
          type: str
          returned: always
        key:
          description: Name of the object.
          type: str
          returned: always
        fields:
          description: Options, or parts of them. Empty if the whole object or its contents are meant.
          type: list
          elements: str
          returned: always
        why:
          description: The reason.
          type: str
          returned: always
  sample:
    dest: reports/undo.yml
    irreversible:
      - kind: player
        key: Main
        fields: [settings.volume]
        why: a key that did not exist before cannot be removed
reports:
  description: The paths of the reports. Empty if they could not be written.
  returned: if O(report_dir) is set
  type: list
  elements: str
  sample: [/srv/school/reports/drift.html, /srv/school/reports/drift.json]
unmanaged:
  description:
    - For each section of the document, the objects that exist but are not in the document, if there are any. C(total)
      is their number, C(names) the first 100 names. Archived objects are included.
    - C(folders) are those in a project or folder that has a list of folders. C(videos) are included only if the section
      is pruned.
  returned: if a plan was made
  type: dict
  sample:
    projects: {total: 2, names: [Sandbox, Test]}
needs_secrets:
  description:
    - Names of the secrets that applying the plan sends, and whose values it therefore requires in O(secrets).
  returned: if a plan was made
  type: list
  elements: str
  sample: [webhooks/lms/password]
unverified:
  description:
    - Options that the document sets but that cannot be read back, so it is unknown whether they differ. Each is listed
      once, prefixed with its section.
  returned: if a plan was made
  type: list
  elements: str
  sample: [webhooks.password]
unsettled:
  description:
    - Options whose value the API stored differently from what was sent, or ignored. A warning says so, too. As long as
      the document sets such a value, every run tries to change it. Always empty in check mode.
  returned: if a plan was made
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      returned: always
    key:
      description: Name of the object.
      type: str
      returned: always
    field:
      description: The option, with the way to the part of it that differs, such as V(settings.volume).
      type: str
      returned: always
    wanted:
      description: The value that the document sets, as in RV(diff).
      type: raw
      returned: always
    stored:
      description: The value that the API stored.
      type: raw
      returned: always
  sample:
    - kind: player
      key: Main
      field: settings.volume
      wanted: 30
      stored: 25
error:
  description: Details of the first error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that the failed action concerns. V(workspace) if it concerns none of its objects.
      type: str
      returned: failure
    key:
      description: Name of the object. Null if the error concerns the document or the plan.
      type: str
      returned: failure
    action:
      description:
        - The action that failed. One of V(reconcile), V(plan), V(read), V(create), V(update), V(move) and V(delete).
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
    kind: webhook
    key: Site
    action: update
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import (
    WORKSPACE_LIBRARIES,
    manage_workspace,
)

LIBRARIES = WORKSPACE_LIBRARIES


def main() -> None:
    manage_workspace()


if __name__ == "__main__":
    main()
