#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_video
short_description: Upload and manage videos
version_added: 1.0.0
description:
  - Uploads videos from files, imports them from other sites, and updates, moves and deletes them.
  - A file is uploaded once. Later runs compare it with the uploaded file, and send nothing if it is the same. The next
    run on the same machine resumes an interrupted upload.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._state.id
  - kinescope.kinescope._location
  - kinescope.kinescope._connection
options:
  title:
    description:
      - Title of the video. Required, unless O(id) is set.
      - Case-sensitive. Spaces are significant, also at the beginning and the end.
      - Several videos may have the same title. Use O(location) to select one if they are in different locations, or
        O(id) in any case.
    type: str
  location:
    description:
      - Project or folder that contains the video. Required to create a video.
      - Identifies the video together with O(title). If there is no video with this title in this location, it is
        created there, even if one exists elsewhere. If omitted, the video may be anywhere.
      - Set it whenever possible. Only the videos in this location are then listed. Without it, the API is searched for
        the title, and if the search does not find it, all videos of the workspace are listed before the video counts
        as missing.
      - To move a video, set O(id) and the new location. Nothing is uploaded. The location cannot be cleared.
  src:
    description:
      - The video file, on the host where the module runs. Mutually exclusive with O(url). One of them is required to
        create a video.
      - A regular file of at most 1 TiB.
      - A file whose first bytes show that it is not a video is rejected before any request. JPEG, PNG, MP3, PDF and ZIP
        files are recognized.
      - For an existing video, the file is compared with the uploaded file by MD5, which requires reading the whole
        file. If the API returns no MD5, the size is compared, and V(src) is listed in RV(unverified).
      - If the file differs, the task fails, unless O(replace=true).
      - Large files are sent in chunks. If an upload is interrupted, the next run with the same file, title and
        location sends the rest. The data that this requires is stored in the user's cache directory for at most a
        week.
      - If an upload was suspended or aborted, or failed, and left a video without a file, the module deletes that video
        and creates a new one with another ID. The same applies to an upload from this machine that cannot be resumed,
        also because the file has been changed since. This requires O(title) and O(location), even if O(id) is set.
    type: path
  url:
    description:
      - URL from which the API fetches the video, either a direct link to a file or a page that the API supports. A URL
        with user information or a backslash is an error.
      - Only used to create a video. The source of an existing video is unknown, so the video is not changed, and
        V(url) is listed in RV(unverified). A video that could not be fetched is deleted and created again.
      - The URL does not appear in results and logs, because such URLs often contain a signature.
      - The API accepts it only with a title in plain ASCII. A video with any other title is first named
        C(kinescope.kinescope import) and a number, and gets its title by a second request.
    type: str
  poster_url:
    description:
      - URL from which the API fetches a poster when a file is uploaded or a video is imported. A URL with user
        information or a backslash is an error.
      - Not compared later, so it is listed in RV(unverified), and changing it has no effect on an existing video. Use
        M(kinescope.kinescope.kinescope_poster) to manage the posters of a video.
      - The URL does not appear in results and logs, because such URLs often contain a signature.
      - With O(src) but without O(trim), it takes one more request after the upload. If that request fails, the task
        fails, the video is kept, and later runs do not try again.
    type: str
  preview:
    description:
      - Piece of the video of which the API makes a clip when O(src) is uploaded. The clip is an MP4 file at
        C(https://kinescope.io/<id>/preview).
      - Only used to create a video. The API does not return it, so it is listed in RV(unverified).
      - Mutually exclusive with O(url) and O(trim), because the API supports it only for uploads in chunks.
    type: dict
    suboptions:
      start:
        description:
          - Start of the clip, in seconds from the start of the video.
        type: float
        required: true
      length:
        description:
          - Length of the clip, in seconds.
        type: float
        required: true
      quality:
        description:
          - Resolution of the clip.
        type: str
        choices: [360p, 480p, 720p, 1080p]
        required: true
  trim:
    description:
      - Piece of the file in O(src) that becomes the video. The rest is cut off when it is uploaded.
      - Only used to create a video. The API does not return it, so it is listed in RV(unverified). To trim an existing
        video, use M(kinescope.kinescope.kinescope_video_edit).
      - The file is uploaded in a single request, and an interrupted upload starts again from the beginning. The
        request has the same limits for titles as with O(url).
      - The API may store only the piece, so a file that differs from the uploaded one is not an error, and is not
        replaced. V(src) is then listed in RV(unverified).
      - Mutually exclusive with O(url), because the API does not document it for imports.
    type: dict
    suboptions:
      start:
        description:
          - Start of the piece, in seconds from the start of the file.
        type: float
        required: true
      length:
        description:
          - Length of the piece, in seconds. If omitted, it ends where the file ends.
        type: float
  subtitle:
    description:
      - Line below the title. V("") clears it.
      - Set when O(src) is uploaded. The API does not document whether it can be changed later, or set together with
        O(url). If the API does not store it, the task fails with an error that says so.
    type: str
  description:
    description:
      - Text below the video. V("") clears it.
    type: str
  privacy_type:
    description:
      - Where the video may be embedded.
      - V(anywhere) allows all sites, V(nowhere) allows none, V(custom) allows those in O(privacy_domains).
      - If omitted, a new video uses the setting of its project.
    type: str
    choices: [anywhere, nowhere, custom]
  privacy_domains:
    description:
      - Sites that may embed the video with O(privacy_type=custom).
      - The complete list. Items that are not in the list are removed, and V([]) removes all.
      - Order, duplicates and case do not matter. You can write an international domain in its own script or in
        Punycode.
    type: list
    elements: str
  tags:
    description:
      - Tags of the video. The complete list; order and duplicates do not matter. V([]) removes all.
      - The API may create tags that do not exist yet.
    type: list
    elements: str
  additional_materials_enabled:
    description:
      - Whether the additional materials of the video are offered to viewers.
    type: bool
  chapters:
    description:
      - Chapters of the video. Only the keys that you set are managed. V({}) removes all chapters, and hides them.
    type: dict
    suboptions:
      items:
        description:
          - The chapters, each with a different time. The complete list; order does not matter. V([]) removes all.
        type: list
        elements: dict
        suboptions:
          time:
            description:
              - Start of the chapter, in milliseconds from the start of the video.
            type: int
            required: true
          title:
            description:
              - Title of the chapter.
            type: str
      enabled:
        description:
          - Whether the chapters are shown.
        type: bool
  replace:
    description:
      - Whether to upload the file in O(src) if it differs from the current one. The video keeps its ID and links, and
        the previous content is shown until the new file is processed.
      - A file that this machine has sent in the last 24 hours is not sent again while the video still shows the one
        before it. Until then, V(src) is listed in RV(unverified). If processing the file failed, or O(force) is set, it
        is sent again.
      - Without it, a file that differs is an error, and nothing is written.
    type: bool
    default: false
  wait:
    description:
      - Whether to wait until the video can be watched, if O(src) or O(url) is set. The task polls every second at
        first, and every 20 seconds later. Ignored in check mode.
      - If the video cannot be watched, because its file could not be fetched or is not a video, the task fails.
        Without waiting, this is not noticed until the next run.
    type: bool
    default: true
  wait_timeout:
    description:
      - Maximum number of seconds to wait. If the video is not ready in time, the task fails, but its changes are kept.
    type: int
    default: 3600
  force:
    description:
      - Whether to treat a video with this title in this location that has no file yet, and whose upload was not
        started on this machine, as an abandoned upload. It is then deleted, and O(src) is uploaded again. Without it,
        the task waits for that upload to finish.
      - With O(replace), also whether to send a file again that was sent in the last 24 hours.
      - Not required to delete a video.
    type: bool
    default: false
notes:
  - Deleting a video also deletes its subtitles, posters, annotations and materials, and removes the video from all
    playlists.
  - A new video takes a second write request if an option is set that cannot be sent with the file, which are
    O(privacy_type), O(privacy_domains), O(tags) and O(additional_materials_enabled), and one more for O(chapters).
    Chunks of a file are not counted as requests.
  - V(src) is listed in RV(unverified) as long as the API does not return the file, for example while it is processed.
    The file is not compared in this case. If two runs replace it in quick succession with O(wait=false), the second
    may upload the same file again.
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
    - name: Upload a lecture, unless it already exists; the next run resumes an interrupted upload
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

    - name: Replace a video with a corrected recording; its links do not change
      kinescope.kinescope.kinescope_video:
        title: "Lecture 0"
        location:
          project: Courses
        src: lecture.mp4
        replace: true
        wait_timeout: 7200

    - name: Upload a recording without its first minute, and with a poster
      kinescope.kinescope.kinescope_video:
        title: "Lecture 2"
        location:
          project: Courses
        src: lecture.mp4
        trim:
          start: 60
        poster_url: https://cdn.example.com/covers/lecture-2.jpg

    - name: Import videos without waiting for them
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

    - name: Allow only one site to embed a video, and hide its chapters
      kinescope.kinescope.kinescope_video:
        title: Interview
        privacy_type: custom
        privacy_domains: [school.example.com]
        chapters:
          enabled: false

    - name: Rename and move a video, selected by its ID
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
    - The object after the run, as returned by the API. Links that contain a signature are omitted.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
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
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, V(video).
      type: str
      returned: always
    key:
      description: Title of the video.
      type: str
      returned: always
    action:
      description:
        - The action, one of V(create), V(update), V(move), which moves the video to another project or folder, and
          V(delete).
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
    recreated:
      description: A new object takes the place of the old one, which is deleted.
      type: bool
      returned: if it is so
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: video
      key: Lecture 1
      action: create
      fields: [title, location, src, tags]
      outcome: applied
      requests: 2
      after: {title: Lecture 1, tags: [physics]}
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
    after_header: video 'Lecture 1'
    before: |
      title: Lecture 1
      tags: []
    after: |
      title: Lecture 1
      tags:
        - physics
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
    kind: video
    key: Lecture 1
    action: update
    status: 400
    code: 400400
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.manage import manage
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.video_files import VideoFiles


def main() -> None:
    manage(VIDEO, VideoFiles)


if __name__ == "__main__":
    main()
