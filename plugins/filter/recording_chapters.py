# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter recording_chapters: a text, or the messages of a chat -> the chapters of a recording."""

from __future__ import annotations

DOCUMENTATION = r"""
name: recording_chapters
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.1.0
short_description: Read chapters from a text or from the chat of a live event
description:
  - Reads chapters from a text with times and titles, or from what moderators wrote in the chat, and returns them as
    M(kinescope.kinescope.kinescope_video) takes them.
  - It neither calls the API nor opens files.
  - The role P(kinescope.kinescope.recording#role) sets the chapters of a recording.
options:
  _input:
    description:
      - A string has one chapter in each line, its time and its title, such as V(1:02:30 Questions). Empty lines and
        those that begin with C(#) are ignored.
      - A list contains the messages of a chat, RV(kinescope.kinescope.kinescope_live_info#module:chat).
    type: raw
    required: true
  duration:
    description: Length of the recording in seconds. 0 if it is unknown.
    type: float
    default: 0
  begin:
    description:
      - Time at which the recording began, with its UTC offset or an IANA time zone, such as V(2026-12-01 18:00
        Europe/Moscow). Required with a chat.
    type: str
    default: ""
  delay:
    description: How many seconds after the beginning of a chapter moderators write the message.
    type: int
    default: 0
  marker:
    description:
      - The word that a message of a moderator begins with to announce a chapter. The rest of the message is the title.
        The same message of a viewer has no effect.
    type: str
    default: "#chapter"
seealso:
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
- name: Read chapters from a file
  ansible.builtin.set_fact:
    chapters: "{{ lookup('ansible.builtin.file', 'chapters.txt') | kinescope.kinescope.recording_chapters }}"
  # for 0:00 Welcome, chapters.chapters is [{"time": 0, "title": "Welcome"}]

- name: Stop if there are problems
  ansible.builtin.assert:
    that: chapters.faults == []
    fail_msg: "{{ chapters.faults }}"
"""

RETURN = r"""
_value:
  description: The chapters.
  type: dict
  contains:
    chapters:
      description: The chapters, each with C(time) in milliseconds and C(title). Empty if there are problems.
      type: list
      elements: dict
    notes:
      description: What was left out, and why, as sentences.
      type: list
      elements: str
    faults:
      description: Problems, as sentences. Empty if there are none.
      type: list
      elements: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import type_in_words
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import one_moment, zoned
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._containers import copied
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._recording.chapters import (
    Found,
    read_chat,
    read_text,
)

UNKNOWN = (
    "the time at which the recording began is unknown, because it was interrupted, or belongs to an earlier stream; "
    "set kinescope_recording_chapters_begin"
)


def recording_chapters(
    source: Any, duration: float = 0, begin: str = "", delay: int = 0, marker: str = "#chapter"
) -> Any:
    """The chapters of a recording. Raises AnsibleFilterError if the source is neither a text nor a list of messages."""
    if isinstance(source, str):
        found = read_text(source, duration)
    elif isinstance(source, (list, tuple)):
        found = _of_chat(source, duration, begin, delay, marker)
    else:
        given = type_in_words(source)
        raise AnsibleFilterError(visible(f"recording_chapters: expected a text or the messages of a chat, not {given}"))
    said = {"notes": [visible(note) for note in found.notes], "faults": [visible(fault) for fault in found.faults]}
    return wrap_var({"chapters": found.chapters, **said})


def _of_chat(messages: Any, duration: float, begin: str, delay: int, marker: str) -> Found:
    faults = [] if len(marker.split()) == 1 else ["the marker of chapters must be one word"]
    faults += [] if begin else [UNKNOWN]
    try:
        moment = one_moment(zoned(begin), begin) if begin else None
    except DocumentError as error:
        faults.append(f"kinescope_recording_chapters_begin: {error}")
        moment = None
    if faults or moment is None:
        return Found(faults=faults)
    return read_chat(copied(messages), marker, moment, duration, delay)


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"recording_chapters": recording_chapters}
