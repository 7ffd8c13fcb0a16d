# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter recording_plan: a live event and its recordings -> the selected recordings and their new titles."""

from __future__ import annotations

DOCUMENTATION = r"""
name: recording_plan
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.1.0
short_description: Select the recordings of a live event
description:
  - Selects recordings in a result of M(kinescope.kinescope.kinescope_live_info), and says whether they are ready.
  - Recordings are recognized by the ID of the live event, not by their titles.
  - It neither calls the API nor opens files, and never guesses. If it is unclear which recording is meant,
    RV(_value.state) is V(refused), and RV(_value.said) lists the recordings with their IDs.
  - For a recurring live event, only the recordings of its latest stream are considered, unless O(video) is set.
  - The role P(kinescope.kinescope.recording#role) waits for recordings and publishes them.
options:
  _input:
    description: The result of M(kinescope.kinescope.kinescope_live_info) with V(videos) in C(include).
    type: dict
    required: true
  video:
    description: ID of the recording. If empty, or with O(select=ready), O(select) decides.
    type: str
    default: ""
  select:
    description:
      - Which recordings to select if there are several, for example because the stream was interrupted.
      - With V(only), several recordings are refused. V(first) and V(latest) select by the time of creation.
      - With V(all), every recording must be ready. V(ready) selects those that are, and leaves out the others, also
        among the recordings of the stream that O(video) belongs to.
    type: str
    choices: [only, first, latest, longest, all, ready]
    default: only
  title:
    description:
      - New title of the recordings, with C({name}) for the name of the live event, C({date}) for the date of the
        recording, and C({part}) for its number among the recordings of the live event. If empty, titles are not
        changed.
    type: str
    default: ""
  time_zone:
    description: IANA time zone of C({date}), which requires it.
    type: str
    default: ""
  chat:
    description: Whether the chat of the stream is needed. Recordings of earlier streams are then refused.
    type: bool
    default: false
  chapters:
    description: Whether chapters will be set. Several recordings are then refused.
    type: bool
    default: false
seealso:
  - module: kinescope.kinescope.kinescope_live_info
"""

EXAMPLES = r"""
- name: Read a live event and its recordings
  kinescope.kinescope.kinescope_live_info:
    event: Open day
    include: [videos]
  register: open_day

- name: Stop unless there is one recording that is ready
  ansible.builtin.assert:
    that: plan.state == 'ready'
    fail_msg: "{{ plan.said }}"
  vars:
    plan: "{{ open_day | kinescope.kinescope.recording_plan }}"
"""

RETURN = r"""
_value:
  description: Which recordings are meant.
  type: dict
  contains:
    state:
      description:
        - V(ready) if the recordings can be watched.
        - V(not_ended), V(missing) or V(processing) if the stream has not ended, if there is no recording yet, or if one
          is not ready yet. It may be V(ready) later.
        - V(not_recorded) if the recording of the live event is turned off.
        - V(refused) if it is unclear which recording is meant, or if it cannot be watched.
      type: str
    said:
      description: Why it is not V(ready), in lines. Empty if it is.
      type: list
      elements: str
    recordings:
      description:
        - The recordings that are meant, in the order in which they were created. Empty unless the state is V(ready).
        - Each has C(id), C(title) (the current one), C(new_title) (empty if it is not changed), C(duration) in seconds,
          and C(begin), which is the time at which the recording began, calculated from the end of the stream and the
          duration, or empty if that is unknown.
      type: list
      elements: dict
    clock:
      description: Seconds on a clock that is never set, to measure how long something takes.
      type: float
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import steady_time
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import type_in_words
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._containers import copied
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._recording.choice import (
    READY,
    REFUSED,
    SELECT,
    Choice,
    Wanted,
    begin_of,
    choose,
    recordings_of,
)
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._recording.titles import (
    duplicate_titles,
    title_faults,
    titled,
)


def recording_plan(
    live: Any,
    video: str = "",
    select: str = "only",
    title: str = "",
    time_zone: str = "",
    chat: bool = False,
    chapters: bool = False,
) -> Any:
    """The selected recordings. Raises AnsibleFilterError if ``live`` is not a result of kinescope_live_info."""
    if not isinstance(live, Mapping) or not isinstance(live.get("event"), Mapping) or "videos" not in live:
        raise AnsibleFilterError("recording_plan: expected the result of kinescope_live_info with include: [videos]")
    if select not in SELECT:
        raise AnsibleFilterError(visible(f"recording_plan: select must be one of {', '.join(SELECT)}"))
    title, time_zone = title or "", time_zone or ""  # variables that are left empty in YAML are null
    event, videos = copied(live["event"]), copied(live["videos"])
    texts = {"kinescope_recording_title": title, "kinescope_recording_time_zone": time_zone}
    faults = [
        f"{name} must be a string, not {type_in_words(value)}; quote it"
        for name, value in texts.items()
        if not isinstance(value, str)
    ] or title_faults(title, time_zone)
    choice = Choice(REFUSED, faults) if faults else choose(event, videos, Wanted(video, select, chat, chapters))
    own = recordings_of(event, videos) if choice.state == READY else []
    recordings = [
        {
            "id": one["id"],
            "title": one.get("title"),
            "new_title": titled(title, time_zone, event, one, own.index(one) + 1),
            "duration": one.get("duration") or 0,
            "begin": _written(begin_of(event, own, one)),
        }
        for one in choice.videos
    ]
    duplicates = duplicate_titles(recordings, own) if title else []
    if duplicates:
        choice, recordings = Choice(REFUSED, duplicates), []
    return wrap_var({"state": choice.state, "said": choice.said, "recordings": recordings, "clock": steady_time()})


def _written(begin: datetime | None) -> str:
    """When a recording began, in RFC 3339; '' if unknown."""
    return begin.isoformat() if begin else ""


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"recording_plan": recording_plan}
