#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_info
short_description: Read objects of any kind
version_added: 1.0.0
description:
  - Reads the objects of one kind, all pages of them, or only those that have an id or a key, lie in a place, or match
    the filters that the API knows.
  - That nothing is found is no error. RV(resources) is empty then.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
attributes:
  check_mode:
    details:
      - Nothing in the workspace is ever changed, so the result is the same.
  diff_mode:
    support: N/A
    details:
      - Nothing is changed.
options:
  kind:
    description:
      - What to read.
      - Of projects, both lists of the API are read, so live projects are among them. C(catalog_type) says which list a
        project is from. It is null when the API does not tell.
      - Of privacy domains, tags and file requests, also those are read that are archived. C(archived) says which.
      - V(drm_auth) is the DRM callback of the workspace, or with O(project) that of a project.
      - V(live_event_video) are the recordings of a live event.
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
      - Only the object with this id, in either of its forms. O(key), O(location), O(filters), O(order) and O(limit)
        are errors beside it.
      - It also shows what lists leave out, which is the restreams and the poster of a live event.
      - Not for V(access_token), V(drm_auth) and V(timezone).
    type: str
  key:
    description:
      - Only objects with this key. It is compared as the module of the kind does, which is without regard to capitals
        for V(privacy_domain), V(moderator) and V(subtitle), and to the letter for all else.
      - The key is the domain of a V(privacy_domain), the tag of a V(tag), the e-mail address of a V(moderator), the
        language of a V(subtitle), the file name of a V(material), the title of a V(video), V(live_event_video),
        V(annotation) or V(file_request), and the name of all else. V(poster) and V(drm_auth) have none.
      - Names may repeat, so there may be several.
    type: str
  project:
    description:
      - The project, by its name or id.
      - For V(folder), where it or O(location) is required, and V(drm_auth).
      - In check mode it may be missing, here and in O(location). The task then takes it that an earlier task will
        create it, returns nothing, and warns.
    type: str
  video:
    description:
      - The video, by its title or id. In check mode it may be missing, as with O(project).
      - Required for V(subtitle), V(annotation), V(poster) and V(material), and only for them.
    type: str
  event:
    description:
      - The live event, by its name or id. In check mode it may be missing, as with O(project).
      - Required for V(live_event_video), and only for it.
    type: str
  location:
    description:
      - Only what lies there. Of a project, that is everything in it, at any depth. Of a folder, it is what lies right
        in it, and not what lies in its folders.
      - For V(video), V(live_event), V(playlist), V(file_request) and V(folder). Not together with O(project), nor with
        a project or a folder in O(filters).
  filters:
    description:
      - What to ask the API for, by the names of its query parameters, with or without the C([]) that some of them end
        in.
      - For V(project), C(catalog_type) (V(vod) or V(live)).
      - For V(video), C(status) (one or a list of them), C(video_ids) (a list of ids), C(q) (words to look for),
        C(project_id), C(folder_id) and C(without_folder) (a boolean).
      - For V(live_event), C(project_id), C(folder_id) and C(without_folder).
      - For V(file_request), C(archived) (a boolean).
      - For V(speak_room), C(status), C(type) and C(code) (one or a list of them), and C(q).
      - Others are an error, because the API ignores without a word what it does not know, and shows everything. Use
        filters of Ansible for the rest, such as C(selectattr).
    type: dict
  order:
    description:
      - By which fields the API shall sort, the first one first. Each may be followed by V(.asc), which is the default,
        or V(.desc).
      - For V(folder) and V(live_event), V(name) and V(created_at).
      - For V(video) and V(live_event_video), V(title), V(description), V(created_at), V(updated_at) and V(duration).
      - For V(playlist), V(title), V(name), V(description), V(created_at) and V(updated_at).
      - For V(speak_room), V(name), V(code), V(type), V(status), V(created_at) and V(updated_at).
      - For other kinds the API documents none, and to give one is an error. Use the filter C(sort).
    type: list
    elements: str
  limit:
    description:
      - At most so many objects, one or more. If not given, all of them.
      - Pages beyond them are not read, where the API itself can find and sort what is asked for.
    type: int
notes:
  - Secrets never appear in the result. That is passwords, the keys of CDN zones, the stream key of a live event and the
    keys of its restreams. Signed links are left out too, with which anyone could watch a video.
  - The ids of access tokens are neither shown nor taken. The API shows a new token in one field that is not documented,
    and as far as its examples tell it is the id.
  - The logo of a player is left out for its size.
  - A list is read once for all turns of a loop, and once more when it is older than three seconds.
seealso:
  - plugin: kinescope.kinescope.id
    plugin_type: lookup
  - module: kinescope.kinescope.kinescope_workspace_info
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
---
- name: What is in the workspace
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
      # projects.resources | map(attribute='name') has their names.

    - name: Read one player by its name, and fail when there is none
      kinescope.kinescope.kinescope_info:
        kind: player
        key: Main
      register: main
      failed_when: main.total != 1

    - name: Read a video by its id
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

    - name: Read which languages a video has subtitles in
      kinescope.kinescope.kinescope_info:
        kind: subtitle
        video: 93997264-97ac-4091-b48e-559614c2817a

    - name: Read the recordings of a live event
      kinescope.kinescope.kinescope_info:
        kind: live_event_video
        event: Open day

    - name: Fail when the API has no time zone of that name
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
    - The objects as the API shows them, with its names of the fields, in its order.
    - Awkward shapes are made regular. A list of a video that the API shows as null is empty, and an object that goes in
      with C(archived) and comes out with C(archived_at) has both.
    - The C(restreams) and the C(poster) of a live event are there only with O(id), because the API's lists may leave
      them out.
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
  description: How many there are, whatever O(limit) is.
  returned: success
  type: int
  sample: 1
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What was being read. The same as O(kind).
      type: str
      returned: failure
    key:
      description: The key or the id that was asked for. Null when neither was.
      type: str
      returned: failure
    action:
      description: What was being done. V(read).
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
