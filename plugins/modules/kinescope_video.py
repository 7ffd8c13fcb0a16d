#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_video
short_description: Upload and manage videos
version_added: 1.0.0
description:
  - Uploads videos from files, imports them from other sites, changes, moves and deletes them.
  - A file is sent once. Another run compares it with what was uploaded, and sends no byte when it is the same. An
    upload that was cut off is gone on with by the next run on the same machine.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.state.id
  - kinescope.kinescope.location
  - kinescope.kinescope.connection
options:
  title:
    description:
      - The title of the video. Required, unless O(id) is given.
      - Capitals and spaces count, also spaces at the ends.
      - Several videos may have the same title. O(location) tells them apart, if they stand in different places, and
        O(id) does in any case.
    type: str
  location:
    description:
      - The project or folder that the video stands in. Required when the video is created.
      - Together with O(title) it says which video is meant. If there is none of that title in that place, one is
        created there, whatever stands elsewhere. Without it, the video may stand anywhere.
      - Give it where you can. The videos of that place alone are listed then; a title alone is searched for, and if
        the search does not find it, all videos of the workspace are listed before it is taken as missing.
      - To move a video, give O(id) and its new place. Nothing is uploaded for that. It cannot be cleared.
  src:
    description:
      - The file of the video, on the host of the task. It takes this or O(url) to create a video, and never both.
      - With a video that is there, it is compared with the file that was uploaded, by its MD5. It takes a reading of
        the whole file to know that. Where the API shows no MD5, the size is compared, and V(src) is listed in
        RV(unverified).
      - Another file is an error, unless O(replace=true).
      - Large files are sent in parts. If that is cut off, the next run with the same file, title and place sends the
        rest. What is needed for that is kept in the cache folder of the user, for at most a week.
      - What an upload left that was suspended, was aborted or failed, and that has no file, is removed, and a new
        video is made, with another id. The same goes for an upload of this machine that cannot be gone on with.
    type: path
  url:
    description:
      - The address from which the API fetches the video. A direct link to a file, or to a page that it knows. One
        with a user, a password or a backslash is refused.
      - Only used to create a video. It is not known of what a video that is there was made, so it stays as it is, and
        V(url) is listed in RV(unverified). One that could not be fetched is removed, and made anew.
      - It is kept out of results and logs, because such addresses often carry a signature.
      - The API takes it along with a title in plain ASCII only. A video with another title is called
        C(kinescope.kinescope import) and a number at first, and gets its title by a second request.
    type: str
  subtitle:
    description:
      - The line below the title. V("") clears it.
      - It is set when O(src) is uploaded. It is not documented that the API changes it later, or takes it along with
        O(url). If it does not, the task fails and says so.
    type: str
  description:
    description:
      - The text below the video. V("") clears it.
    type: str
  privacy_type:
    description:
      - Where the video may be embedded.
      - V(anywhere) allows every site, V(nowhere) none, V(custom) those in O(privacy_domains).
      - A new video has that of its project, unless this is given.
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - The sites that may embed the video when O(privacy_type=custom).
      - The whole list. What it does not name is removed, and V([]) removes all.
      - Order and duplicates do not count, nor do capitals. An international domain may be written in its own script
        or in punycode.
    type: list
    elements: str
  tags:
    description:
      - The tags of the video. The whole list; order and duplicates do not count. V([]) removes all.
      - The API may create tags that do not exist yet.
    type: list
    elements: str
  additional_materials_enabled:
    description:
      - Whether the additional materials of the video are offered to those who watch it.
    type: bool
  chapters:
    description:
      - The chapters of the video. Only the keys that are given are managed. V({}) removes all chapters, and hides them.
    type: dict
    suboptions:
      items:
        description:
          - The chapters, each with another time. The whole list; order does not count. V([]) removes all.
        type: list
        elements: dict
        suboptions:
          time:
            description:
              - When the chapter begins, in milliseconds from the start of the video.
            type: int
            required: true
          title:
            description:
              - The title of the chapter.
            type: str
      enabled:
        description:
          - Whether the chapters are shown.
        type: bool
  replace:
    description:
      - Whether another file in O(src) is uploaded in the place of the one that is there. The video keeps its id and
        its links, and is shown as it was until the new file is processed.
      - Without it, another file is an error, and nothing is written.
    type: bool
    default: false
  wait:
    description:
      - Whether the task waits until the video can be watched, if O(src) or O(url) is given. It looks every second at
        first, and every 20 seconds later. Not in check mode.
      - If the video then cannot be watched, because its file could not be fetched or is no video, the task fails.
        Without waiting, that remains unnoticed until the next run.
    type: bool
    default: true
  wait_timeout:
    description:
      - For how many seconds to wait. When the video is not ready by then, the task fails; what it changed stays.
    type: int
    default: 3600
  force:
    description:
      - Whether a video of that title in that place which has no file yet, and which this machine did not begin to
        upload, is taken for an upload that nobody goes on with. It is removed then, and O(src) uploaded anew. Without
        it, the task waits for that upload to come to its end.
      - It is not needed to delete a video.
    type: bool
    default: false
notes:
  - Deleting a video deletes its subtitles, posters, annotations and materials, and takes it out of all playlists.
  - A new video costs a second write request if an option is given that is not sent along with the file, which are
    O(privacy_type), O(privacy_domains), O(tags) and O(additional_materials_enabled), and one more for O(chapters).
    Parts of a file are not counted as requests.
  - V(src) is listed in RV(unverified) as long as the API does not show the file, as while it is processed. It is not
    compared then. If two runs replace it one right after the other with O(wait=false), the second may upload the same
    file again.
seealso:
  - module: kinescope.kinescope.kinescope_project
  - module: kinescope.kinescope.kinescope_folder
  - module: kinescope.kinescope.kinescope_playlist
  - module: kinescope.kinescope.kinescope_privacy_domain
  - module: kinescope.kinescope.kinescope_tag
  - module: kinescope.kinescope.kinescope_poster
  - module: kinescope.kinescope.kinescope_subtitle
  - module: kinescope.kinescope.kinescope_annotation
  - module: kinescope.kinescope.kinescope_material
  - module: kinescope.kinescope.kinescope_video_edit
  - module: kinescope.kinescope.kinescope_upload_link
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Videos
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Upload a lecture, unless it is there; a run that is cut off is gone on with by the next
      kinescope.kinescope.kinescope_video:
        title: "Lecture 1"
        location:
          project: Courses
          folder: ["2026", Autumn]
        src: lecture.mp4
        description: Introduction
        tags: [physics]
        chapters:
          items:
            - time: 0
              title: Welcome
            - time: 95000
              title: Units
          enabled: true

    - name: Put a corrected recording in the place of the old one; links stay as they are
      kinescope.kinescope.kinescope_video:
        title: "Lecture 0"
        location:
          project: Courses
        src: lecture.mp4
        replace: true
        wait_timeout: 7200

    - name: Import films, and do not wait for them
      kinescope.kinescope.kinescope_video:
        title: "{{ item.title }}"
        location:
          project: Archive
        url: "{{ item.url }}"
        wait: false
      loop:
        - title: Summer camp
          url: https://cdn.example.com/camp.mp4
        - title: Весенний концерт
          url: https://cdn.example.com/concert.mp4
      loop_control:
        label: "{{ item.title }}"

    - name: Show a video on one site only, and without its chapters
      kinescope.kinescope.kinescope_video:
        title: Interview
        privacy_type: custom
        privacy_domains: [school.example.com]
        chapters:
          enabled: false

    - name: Rename a video and move it; the id says which one is meant, the rest what it is from now on
      kinescope.kinescope.kinescope_video:
        id: 93997264-97ac-4091-b48e-559614c2817a
        title: "Lecture 7 (2025)"
        location:
          project: Archive

    - name: Delete a video
      kinescope.kinescope.kinescope_video:
        title: Test of the camera
        location:
          project: Courses
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The object as the API shows it after the run, with the API's names of the fields. Links that carry a signature are
      left out.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
      absent.
  returned: success
  type: dict
  sample:
    id: 93997264-97ac-4091-b48e-559614c2817a
    project_id: 0199f0a1-0c11-7b0e-9f52-7d1f5a3f8c44
    folder_id: null
    player_id: 0199f0a0-0f0b-7c55-9d39-6a0a8f0f6f0e
    title: Lecture 1
    subtitle: ""
    description: Introduction
    status: done
    progress: 100
    duration: 2711.4
    assets:
      - quality: original
        file_size: 183500800
        md5: 9e107d9d372bb6826bd81d3542a419d6
        filetype: mp4
        resolution: 1920x1080
    chapters: {items: [{time: 0, title: Welcome}], enabled: true}
    privacy_type: custom
    privacy_domains: [school.example.com]
    tags: [physics]
    play_link: https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m
changes:
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, which is V(video).
      type: str
      returned: always
    key:
      description: The title of the video.
      type: str
      returned: always
    action:
      description:
        - What is done. One of V(create), V(update), V(move), which is to another project or folder, and V(delete).
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
    - kind: video
      key: Lecture 1
      action: create
      fields: [title, location, src]
      outcome: applied
    - kind: video
      key: Lecture 1
      action: update
      fields: [tags]
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
      title: Lecture 1
      tags: []
    after:
      title: Lecture 1
      tags: [physics]
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
    kind: video
    key: Lecture 1
    action: update
    status: 400
    code: 400400
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.video import VIDEO


def main() -> None:
    manage(VIDEO)


if __name__ == "__main__":
    main()
