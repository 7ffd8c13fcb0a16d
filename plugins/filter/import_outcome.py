# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter import_outcome: the results of the tasks of an import -> the outcome for each video."""

from __future__ import annotations

DOCUMENTATION = r"""
name: import_outcome
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.0.0
short_description: Summarize the outcome of an import
description:
  - Summarizes the outcome for each video that P(kinescope.kinescope.import_list#filter) planned, from the results of a
    loop of M(kinescope.kinescope.kinescope_video) over the videos, and of a second loop that waited for them.
positional: started, waited
options:
  _input:
    description: C(videos) of the plan.
    type: list
    elements: dict
    required: true
  started:
    description: Results of the first loop, in the order of the videos.
    type: list
    elements: dict
    required: true
  waited:
    description: Results of the second loop, if there was one.
    type: list
    elements: dict
    default: []
seealso:
  - plugin: kinescope.kinescope.import_list
    plugin_type: filter
  - module: kinescope.kinescope.kinescope_video
"""

EXAMPLES = r"""
- name: Plan
  ansible.builtin.set_fact:
    wanted: "{{ 'https://example.com/intro.mp4,Intro' | kinescope.kinescope.import_list({'project': 'Courses'}) }}"

- name: Import
  kinescope.kinescope.kinescope_video:
    title: "{{ item.title }}"
    location: "{{ item.options.location }}"
    url: "{{ item.options.url }}"
  loop: "{{ wanted.videos }}"
  loop_control:
    label: "{{ item.title }}"
  register: started
  ignore_errors: true

- name: Show the outcome
  ansible.builtin.debug:
    msg: "{{ wanted.videos | kinescope.kinescope.import_outcome(started.results) }}"
"""

RETURN = r"""
_value:
  description: Outcome of the import.
  type: dict
  contains:
    imported:
      description: Number of videos that were created, or would be in check mode.
      type: int
    updated:
      description: Number of existing videos that were updated, or would be in check mode.
      type: int
    unchanged:
      description: Number of existing videos that did not differ.
      type: int
    failed:
      description: Number of videos that failed.
      type: int
    videos:
      description:
        - Each video, with its C(title), C(folder), C(where) (its position in the source), C(outcome), the C(id) if it
          has one, and C(msg) if it failed.
        - The outcome is V(imported), V(updated), V(unchanged) or V(failed).
      type: list
      elements: dict
    faults:
      description: A sentence for each video that failed.
      type: list
      elements: str
"""

from collections.abc import Callable, Sequence
from typing import Any

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._containers import copied
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.outcome import outcome_of


def import_outcome(videos: Sequence[Any], started: Sequence[Any], waited: Sequence[Any] = ()) -> Any:
    """The outcome for each video, as import_outcome's documentation describes it."""
    return wrap_var(copied(outcome_of(videos, started, waited)))


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"import_outcome": import_outcome}
