#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_poster
short_description: Manage the posters of a video
version_added: 1.0.0
description:
  - Creates posters from a frame of the video, from a file or from a link to an image, selects the active poster, and
    deletes posters. A video may have several posters. The active poster represents the video in the player and in
    lists.
  - A poster is identified by its video and its source, which is the time of the frame or the content of the file.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
  - kinescope.kinescope._state
  - kinescope.kinescope._connection
attributes:
  diff_mode:
    details:
      - A file is shown by its SHA-256 checksum. A URL is shown with its query string masked, because it may contain a
        signature.
  idempotent:
    support: partial
    details:
      - With O(replace=true) and O(url), every run uploads the image. With O(replace=true) and O(src), every run
        uploads the image if Kinescope's servers cannot be read, or store images in a different form.
options:
  video:
    description:
      - Title or ID of the video that the poster belongs to. If several videos have this title, the task fails. Set the
        ID instead.
    type: str
    required: true
  from_time:
    description:
      - Frame that the poster shows, in seconds from the start of the video.
      - A poster whose time differs by less than 0.05 seconds shows the same frame, so no new poster is created.
      - For the first frame, V(0), such a poster cannot be distinguished from a poster that was uploaded from a file.
        If either exists, nothing is changed, and RV(unverified) contains C(from_time).
      - Set exactly one of O(from_time), O(src), O(url) and O(id).
    type: float
  src:
    description:
      - The image file, on the host where the module runs. JPEG, PNG, WebP and GIF are supported, regardless of the file
        name. Any other image is refused before the first write request, and so is a file that is not a regular file of
        at most 64 MiB.
      - The API does not return the source of a poster. The module therefore reads the posters of the video that may
        come from a file, and compares them with the file byte by byte. A poster that is equal is the one that the task
        manages.
      - If no poster is equal, but one may still come from the file, because Kinescope may convert images or not let
        them be read, nothing is uploaded, because otherwise every run could add a poster. The task then issues a
        warning, and V(src) is listed in RV(unverified). The task manages the active one of these posters. If none is
        active and there are several, O(active=true) is an error.
      - To upload a different image, or the first image for a video whose poster was created automatically, use
        O(replace=true).
    type: path
  url:
    description:
      - URL of the image, which Kinescope downloads. Only ASCII characters are allowed, and no user information and no
        backslash.
      - Results and logs show it only without the query string, which may contain a signature.
      - The image at the URL cannot be compared. If the video has a poster that may come from a file or URL, nothing is
        uploaded, as with O(src), unless O(replace=true).
    type: str
  id:
    description:
      - ID of the poster, either a UUID or the 22-character short form.
      - With O(state=present), a poster with this ID must exist.
    type: str
  active:
    description:
      - V(true) makes the poster the active one.
      - V(false) requires that another poster is active. The API cannot deactivate the active poster, so the task fails
        if this would be necessary. Activate another poster instead.
      - The first poster of a video, and a poster from a file, may become active automatically.
    type: bool
  replace:
    description:
      - Whether to upload the image in O(src) or O(url) if it is unknown whether the video already has it.
      - The previous poster is kept. Delete it by its O(id).
    type: bool
    default: false
notes:
  - Creating a poster and activating it is one entry in RV(changes), regardless of whether it takes one request or two.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_live_event
    description: Manages the poster of an event.
  - module: kinescope.kinescope.kinescope_info
  - plugin: kinescope.kinescope.poster_url
    plugin_type: filter
"""

EXAMPLES = r"""
---
- name: Posters
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Use the frame at 2.5 seconds as the poster
      kinescope.kinescope.kinescope_poster:
        video: Introduction
        from_time: 2.5
        active: true

    - name: Upload a cover, unless the video already has one
      kinescope.kinescope.kinescope_poster:
        video: Lesson 1
        src: logo.png

    - name: Replace the cover
      kinescope.kinescope.kinescope_poster:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        src: logo.png
        active: true
        replace: true

    - name: Let Kinescope download a cover from a URL
      kinescope.kinescope.kinescope_poster:
        video: Lesson 2
        url: https://cdn.example.com/covers/lesson-2.jpg

    - name: Delete a poster
      kinescope.kinescope.kinescope_poster:
        video: Trailer
        id: 93997264-97ac-4091-b48e-559614c2817a
        state: absent
"""

RETURN = r"""
---
resource:
  description:
    - The poster after the run, as returned by the API, without signed links.
    - In check mode, the predicted object, without an ID if it does not exist yet. An empty dictionary if the object is
      absent.
  returned: success
  type: dict
  sample:
    id: 0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10
    type: image
    status: done
    active: true
    from_time: 2.5
    to_time: 0
    original: https://kinescopecdn.net/0199f0a4/posters/0199f0b1/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10.jpg
    md: https://kinescopecdn.net/0199f0a4/posters/0199f0b1/md/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10.jpg
    sm: https://kinescopecdn.net/0199f0a4/posters/0199f0b1/sm/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10.jpg
    xs: https://kinescopecdn.net/0199f0a4/posters/0199f0b1/xs/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10.jpg
changes:
  description: Changes that were made, or that would be made in check mode. One entry for each object, in order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, such as V(poster).
      type: str
      returned: always
    key:
      description: Title of the video and the time, file name or ID of the poster, separated by a slash.
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
    recreated:
      description: A new object takes the place of the old one, which is deleted.
      type: bool
      returned: if it is so
    reason:
      description: Why the change failed, and which options were written and which were not.
      type: str
      returned: if the change failed
  sample:
    - kind: poster
      key: Introduction/2.5
      action: create
      fields: [from_time, active]
      outcome: applied
      after: {from_time: 2.5, active: true}
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
    after_header: poster 'Introduction/2.5'
    before: ""
    after: |
      from_time: 2.5
      active: true
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
    kind: poster
    key: Introduction/2.5
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import act
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import POSTERS


def main() -> None:
    act(POSTERS)


if __name__ == "__main__":
    main()
