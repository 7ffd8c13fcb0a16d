#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_info
short_description: Read objects of any kind
version_added: 1.0.0
description:
  - Reads all objects of one kind, or only those with a certain ID or key, in a certain location, or matching filters
    that the API supports. All pages are read.
  - If nothing is found, the task succeeds and RV(resources) is empty.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - The module only reads from the workspace, so the result is the same.
  diff_mode:
    support: N/A
    details:
      - This module does not change anything.
options:
  kind:
    description:
      - Kind of the objects to read.
      - For projects, both lists of the API are read, so live projects are included. C(catalog_type) says which list a
        project comes from. It is null if the API does not return it.
      - For privacy domains, tags and file requests, archived objects are included. C(archived) says whether an object
        is archived.
      - V(drm_auth) is the DRM callback of the workspace, or of a project with O(project).
      - V(live_event_video) returns the recordings of a live event.
    type: str
    required: true
    choices:
      - project
      - folder
      - player
      - webhook
      - privacy_domain
      - cdn_zone
      - drm_auth
      - live_event
      - live_event_video
      - video
      - subtitle
      - annotation
      - poster
      - material
      - playlist
      - tag
      - file_request
      - moderator
      - access_token
      - speak_room
      - timezone
  id:
    description:
      - ID of the object to read, as a UUID or in the 22-character short form. Mutually exclusive with O(key),
        O(location), O(filters), O(order) and O(limit).
      - Also returns what lists leave out, which is the restreams and the poster of a live event.
      - Not supported for V(access_token), V(drm_auth) and V(timezone).
    type: str
  key:
    description:
      - Key of the objects to read. It is compared as in the module of the kind. The comparison ignores case for
        V(privacy_domain), V(moderator) and V(subtitle), and is exact for all other kinds.
      - The key is the domain of a V(privacy_domain), the tag of a V(tag), the email address of a V(moderator), the
        language of a V(subtitle), the file name of a V(material), the title of a V(video), V(live_event_video),
        V(annotation) or V(file_request), and the name of any other object. V(poster) and V(drm_auth) have no key.
      - Names are not always unique, so several objects may be returned.
    type: str
    aliases: [name]
  project:
    description:
      - Name or ID of the project.
      - Used with V(folder), which requires it or O(location), and with V(drm_auth).
      - In check mode, the project here or in O(location) may be missing. The task then assumes that an earlier task
        will create it, returns nothing and issues a warning.
    type: str
  video:
    description:
      - Title or ID of the video. In check mode it may be missing, as with O(project).
      - Required for V(subtitle), V(annotation), V(poster) and V(material), and not supported for other kinds.
    type: str
  event:
    description:
      - Name or ID of the live event. In check mode it may be missing, as with O(project).
      - Required for V(live_event_video), and not supported for other kinds.
    type: str
  location:
    description:
      - Returns only objects in this location. A project includes everything in it, at any depth. A folder includes
        only what is directly in it, and not the contents of its subfolders.
      - Supported for V(video), V(live_event), V(playlist), V(file_request) and V(folder). Mutually exclusive with
        O(project), and with a project or folder in O(filters).
  filters:
    description:
      - Filters for the API, by the names of its query parameters. You can omit the C([]) that some names end in.
      - V(project) supports C(catalog_type) (V(vod) or V(live)).
      - V(video) supports C(status) (one or a list), C(video_ids) (a list of IDs), C(q) (a search text), C(project_id),
        C(folder_id) and C(without_folder) (a boolean).
      - V(live_event) supports C(project_id), C(folder_id) and C(without_folder).
      - V(file_request) supports C(archived) (a boolean).
      - V(speak_room) supports C(status), C(type) and C(code) (one or a list), and C(q).
      - Any other filter is an error, because the API silently ignores unknown parameters and returns everything. Use
        Ansible filters such as C(selectattr) for other conditions.
    type: dict
  order:
    description:
      - Fields to sort by, the most significant first. Append V(.asc), which is the default, or V(.desc) to a field to
        set the direction.
      - V(folder) and V(live_event) support V(name) and V(created_at).
      - V(video) and V(live_event_video) support V(title), V(description), V(created_at), V(updated_at) and
        V(duration).
      - V(playlist) supports V(title), V(name), V(description), V(created_at) and V(updated_at).
      - V(speak_room) supports V(name), V(code), V(type), V(status), V(created_at) and V(updated_at).
      - For other kinds, the API does not document sorting. The module then reads the whole list and sorts it itself, by
        any field of the result that is a string, a number or a boolean. Not supported for V(drm_auth).
    type: list
    elements: str
  limit:
    description:
      - Maximum number of objects to return, at least 1. If omitted, all objects are returned.
      - Further pages are not read if the API itself can filter and sort the objects.
    type: int
notes:
  - Secrets never appear in the result. These are passwords, the keys of CDN zones, the stream key of a live event and
    the keys of its restreams. Signed links are omitted too, because anyone who has one can watch the video.
  - IDs of access tokens are neither returned nor accepted. The API returns the secret of a new token in an
    undocumented field, which according to its examples is the ID.
  - The logo of a player is omitted because of its size.
  - In a loop, a list is read once for all iterations, and again if it is older than three seconds.
seealso:
  - plugin: kinescope.kinescope.id
    plugin_type: lookup
  - module: kinescope.kinescope.kinescope_workspace_info
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
---
- name: Read the workspace
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Read all projects
      kinescope.kinescope.kinescope_info:
        kind: project
      register: projects
      # projects.resources | map(attribute='name') returns their names.

    - name: Read one player by its name, and fail if it does not exist
      kinescope.kinescope.kinescope_info:
        kind: player
        key: Main
      register: main
      failed_when: main.total != 1

    - name: Read a video by its ID
      kinescope.kinescope.kinescope_info:
        kind: video
        id: 93997264-97ac-4091-b48e-559614c2817a

    - name: Read the ten longest videos of a folder that are ready
      kinescope.kinescope.kinescope_info:
        kind: video
        location:
          project: Courses
          folder: ["2026", Spring]
        filters:
          status: done
        order: [duration.desc]
        limit: 10

    - name: Read the folders of a project
      kinescope.kinescope.kinescope_info:
        kind: folder
        project: Courses

    - name: Read the subtitle languages of a video
      kinescope.kinescope.kinescope_info:
        kind: subtitle
        video: 93997264-97ac-4091-b48e-559614c2817a

    - name: Read the recordings of a live event
      kinescope.kinescope.kinescope_info:
        kind: live_event_video
        event: Open day

    - name: Fail if the API does not know a time zone
      kinescope.kinescope.kinescope_info:
        kind: timezone
        key: Europe/Moscow
      register: zones
      failed_when: zones.total == 0
"""

RETURN = r"""
---
resources:
  description:
    - The objects as returned by the API, in the order of the API unless O(order) is set.
    - Irregular values are normalized. If the API returns a list of a video as null, the list is empty. If an object is
      written with C(archived) and read with C(archived_at), both are returned.
    - The C(restreams) and the C(poster) of a live event are returned only with O(id), because the lists of the API may
      omit them.
  returned: success
  type: list
  elements: dict
  sample:
    - id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
      name: Courses
      catalog_type: vod
      privacy_type: custom
      privacy_domains: [school.example.com]
      player_id: 0199f0a1-31a4-7a5c-8d0e-5f5b6a1c7e90
      encrypted: false
      items_count: 12
      size: 85456358
      folders: []
      created_at: "2026-11-02T09:15:27.858112Z"
      updated_at: null
total:
  description: Number of objects that match, regardless of O(limit).
  returned: success
  type: int
  sample: 1
error:
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that was read. Same as O(kind).
      type: str
      returned: failure
    key:
      description: Key or ID that was requested. Null if there was none.
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
    kind: video
    key: null
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.objects import INFO


def main() -> None:
    read(INFO)


if __name__ == "__main__":
    main()
