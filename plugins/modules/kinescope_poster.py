#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_poster
short_description: Manage the posters of a video
version_added: 1.0.0
description:
  - Makes posters of a frame of the video, of a file or of a link to a picture, says which one is active, and deletes
    them. A video may have several posters. The active one stands for it in the player and in lists.
  - A poster is told apart by its video and by what it is made of. A poster of a frame is recognised by its time, one
    of a file by its content.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope.attributes
  - kinescope.kinescope.state
  - kinescope.kinescope.connection
attributes:
  diff_mode:
    details:
      - A file is shown by its SHA-256, a link without its query, which may be a signature.
  idempotent:
    support: partial
    details:
      - With O(replace=true) and O(url), each run uploads the picture. So does each run with O(replace=true) and O(src)
        where the vendor's servers cannot be read, or keep pictures in another form than they were given.
options:
  video:
    description:
      - The video that the poster belongs to, by its title or id. Several videos of that title are an error; give the
        id then.
    type: str
    required: true
  from_time:
    description:
      - The frame that the poster shows, in seconds from the start of the video.
      - A poster whose time differs by less than a twentieth of a second shows the same frame, and is no reason for
        a new one.
      - For the first frame, V(0), nothing tells such a poster from one of a file. If there is either, that is no
        change, and the key RV(unverified) of the result has C(from_time).
      - Exactly one of O(from_time), O(src), O(url) and O(id) is required.
    type: float
  src:
    description:
      - The file of the picture, on the host of the task. JPEG, PNG, WebP and GIF are taken, whatever the file is
        called. Anything else is refused before the first request that writes.
      - The API does not say what a poster is made of. So the pictures of the video's posters that may be of a file are
        read and compared with the file, byte by byte. One that is equal is the poster that is meant.
      - When none is equal, but one of them may have been made of the file all the same (the vendor may change pictures,
        or not let them be read), nothing is uploaded, because that could add a poster in each run. The task then
        warns, and the key RV(unverified) of the result has C(src). The active one of such posters is taken as the one
        that is meant. When none is active and there are several, O(active=true) is an error.
      - To upload another picture in place of the one before, or the first one for a video that has got a poster by
        itself, use O(replace=true).
    type: path
  url:
    description:
      - A link to the picture, from which the vendor fetches it. Only ASCII is taken, and no link with a user, a
        password or a backslash.
      - Results and logs never show more of it than what stands before the query, which may be a signature.
      - What is behind it cannot be compared. When the video has a poster that may be made of a file or a link, nothing
        is uploaded, as with O(src), unless O(replace=true).
    type: str
  id:
    description:
      - Which poster is meant, by its id. Both public forms are accepted, the UUID and the short form of 22 characters.
      - With O(state=present), a poster with this id must exist.
    type: str
  active:
    description:
      - V(true) makes the poster the active one.
      - V(false) says that another one is active. The API has no way to switch the active poster off, so a task that
        would have to do that fails; make another one active instead.
      - The first poster of a video, and one of a file, may become the active one by themselves.
    type: bool
  replace:
    description:
      - Whether the picture of O(src) or O(url) is uploaded when it is not known that the video has it already.
      - The poster before is kept. It can be deleted by its O(id).
    type: bool
    default: false
notes:
  - A poster that is made and made active at once is one entry of RV(changes), whether that takes one request or two.
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_live_event
    description: Has the poster of an event.
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
    - name: Show the frame at two and a half seconds
      kinescope.kinescope.kinescope_poster:
        video: Introduction
        from_time: 2.5
        active: true

    - name: Have a cover; when there is one already, it stays
      kinescope.kinescope.kinescope_poster:
        video: Lesson 1
        src: logo.png

    - name: Put another cover in place of the one before
      kinescope.kinescope.kinescope_poster:
        video: 0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44
        src: logo.png
        active: true
        replace: true

    - name: Have the vendor fetch a cover
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
    - The poster as the API shows it after the run, without signed links.
    - In check mode, as it is predicted; without an id as long as it does not exist. An empty dictionary when it is
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
  description: What was written, or in check mode what would be. One entry for each write request, in their order.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: What the entry is about, such as V(poster).
      type: str
      returned: always
    key:
      description: The title of the video and the time, the name of the file or the id, with a slash between them.
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
    - kind: poster
      key: Introduction/2.5
      action: create
      fields: [from_time, active]
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
    before: {}
    after:
      from_time: 2.5
      active: true
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
    kind: poster
    key: Introduction/2.5
    action: create
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import act
from ansible_collections.kinescope.kinescope.plugins.module_utils.poster import POSTER_DEED


def main() -> None:
    act(POSTER_DEED)


if __name__ == "__main__":
    main()
