#!/usr/bin/python

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_analytics_info
short_description: Read how videos are watched
version_added: 1.0.0
description:
  - Reads the statistics of playback. Either the overview, with totals, a timeline and the most frequent devices,
    browsers, countries and cities, or rows of one's own choice.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
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
  from:
    description:
      - Where the span begins. A date, such as V(2026-11-01), or a time with its offset from UTC, such as
        V(2026-11-01T10:00:00Z).
      - A date begins at midnight in the time zone of the workspace.
      - It must not be after O(to). That, and the form of both, is checked before the first request.
    type: str
    required: true
  to:
    description:
      - Where the span ends, in one of the forms of O(from).
      - The API does not say whether the day of a date still counts. In the example of its reference it does not.
    type: str
    required: true
  report:
    description:
      - V(overview) reads totals, a timeline and tops. It takes O(group_time) and O(video).
      - V(custom) reads rows of O(fields). It takes O(group), O(group_entities), O(fields) and O(order). Those that are
        not given are not sent, and what the API takes for them is not documented.
      - An option of the other report is an error.
    type: str
    choices: [overview, custom]
    default: overview
  group_time:
    description:
      - The steps of the timeline. The API takes V(day) when it is not given.
      - Steps of a day and longer begin at midnight in the time zone of the workspace.
    type: str
    choices: [hour, day, week, month]
  video:
    description:
      - Only this video, by its id in either of its forms. A title is not taken, but the lookup
        P(kinescope.kinescope.id#lookup) finds the id by it.
    type: str
  group:
    description:
      - The span of time that each row is about.
    type: str
    choices: [hour, day, week, month]
  group_entities:
    description:
      - By what else to divide the rows.
      - Known are V(video_id), V(device), V(watch_time), V(city), V(country_code), V(folder_name), V(folder_id),
        V(project_name) and V(project_id). The published list may be incomplete, so another name is sent to the API
        too, with a warning.
    type: list
    elements: str
  fields:
    description:
      - What each row is to have besides its date.
      - Known are V(view), V(seek), V(play), V(pause), V(replay), V(player_init), V(player_load), V(buffering_time),
        V(buffering_count), V(unique_view), V(external_id), V(workspace_id) and those of O(group_entities). Another
        name is sent to the API too, with a warning.
    type: list
    elements: str
  order:
    description:
      - By which fields to order the rows, the first one first. V(.asc) or V(.desc) after the name gives the direction,
        and ascending is the default, such as V([view.desc, play]).
      - Not every field can be ordered by. The API is known to refuse V(watch_time.desc), and the task then fails with
        its answer.
    type: list
    elements: str
seealso:
  - module: kinescope.kinescope.kinescope_usage_info
  - module: kinescope.kinescope.kinescope_live_info
  - plugin: kinescope.kinescope.id
    plugin_type: lookup
"""

EXAMPLES = r"""
---
- name: Statistics
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/kinescope.kinescope.kinescope:
      # Without this, the environment variable KINESCOPE_API_TOKEN is used.
      api_token: "{{ vault_kinescope_api_token }}"
  tasks:
    - name: Read the overview of a week
      kinescope.kinescope.kinescope_analytics_info:
        from: "2026-11-02"
        to: "2026-11-09"
      register: week
      # week.overview.total.views says how often videos were watched.

    - name: Read how one video was watched, hour by hour
      kinescope.kinescope.kinescope_analytics_info:
        from: "2026-11-20T18:00:00+03:00"
        to: "2026-11-20T23:00:00+03:00"
        group_time: hour
        video: je7WZBZhdMFQKPHHHmMr2m

    - name: Read the views of each video in each month of a year, the highest number first
      kinescope.kinescope.kinescope_analytics_info:
        report: custom
        from: "2026-01-01"
        to: "2027-01-01"
        group: month
        group_entities: [video_id]
        fields: [view, unique_view, watch_time]
        order: [view.desc]
      register: year
      # year.rows[:10] has the ten highest.
"""

RETURN = r"""
---
time:
  description:
    - The span that the API looked at, with its time zone. Empty when the API does not tell.
  returned: success
  type: dict
  sample:
    from: "2026-11-02T00:00:00Z"
    to: "2026-11-09T00:00:00Z"
    timezone: Europe/Moscow
overview:
  description:
    - The overview, with the API's names of the fields.
  returned: with O(report=overview)
  type: dict
  contains:
    total:
      description: The counts of the whole span. The date that the API gives it, the year 1, is left out.
      type: dict
      returned: success
    timeline:
      description: The counts of each step, and its beginning as C(date) in UTC.
      type: list
      elements: dict
      returned: success
    top:
      description:
        - Lists of the most frequent C(oses), C(devices), C(browsers), C(countries) and C(cities). One of which the API
          knows nothing is empty.
      type: dict
      returned: success
  sample:
    total:
      views: 12
      duration: 3600
      watch_time: 1800
      player_loads: 20
      unique_views: 9
      online: 0
    timeline:
      - date: "2026-11-01T21:00:00Z"
        views: 12
        duration: 3600
        watch_time: 1800
        player_loads: 20
        unique_views: 9
        online: 0
    top:
      oses: []
      devices:
        - name: desktop
          views: 12
          player_loads: 20
          unique_views: 9
      browsers: []
      countries: []
      cities: []
rows:
  description:
    - The rows of the report, each with its C(date) and the chosen fields, in the API's order.
  returned: with O(report=custom)
  type: list
  elements: dict
  sample:
    - date: "2026-10-31T21:00:00Z"
      video_id: 93997264-97ac-4091-b48e-559614c2817a
      view: 12
      unique_view: 9
      watch_time: 1800
error:
  description: What went wrong, for a program to read. The same is in C(msg) as a sentence.
  returned: failure, unless Ansible itself refuses the options
  type: dict
  contains:
    kind:
      description: What was being read. V(analytics).
      type: str
      returned: failure
    key:
      description: Always null.
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
    kind: analytics
    key: null
    action: read
    status: 403
    code: 100103
    request_id: 6f1f4a3e-0f0b-4c55-9d39-6a0a8f0f6f0e
    invalid_params: []
"""

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.analytics import ANALYTICS


def main() -> None:
    read(ANALYTICS)


if __name__ == "__main__":
    main()
