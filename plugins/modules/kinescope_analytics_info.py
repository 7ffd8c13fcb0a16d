#!/usr/bin/python

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: kinescope_analytics_info
short_description: Read playback statistics
version_added: 1.0.0
description:
  - Reads playback statistics. This is either the overview, with totals, a timeline and the most frequent devices,
    browsers, countries and cities, or a custom report with the fields that you choose.
author:
  - Kinescope collection contributors (@kinescope)
extends_documentation_fragment:
  - kinescope.kinescope._attributes
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
  from:
    description:
      - Start of the period. A date, such as V(2026-11-01), or a time with its offset from UTC, such as
        V(2026-11-01T10:00:00Z).
      - A date starts at midnight in the time zone of the workspace.
      - Must not be after O(to). The order and the format of both are checked before the first request is sent.
    type: str
    required: true
  to:
    description:
      - End of the period, in the same formats as O(from).
      - The API does not document whether a date includes that day. In the example in the API reference it does not.
    type: str
    required: true
  report:
    description:
      - V(overview) reads totals, a timeline and top lists. It supports O(group_time) and O(video).
      - V(custom) reads rows of O(fields). It supports O(group), O(group_entities), O(fields) and O(order). Options
        that are omitted are not sent. The defaults of the API are not documented.
      - Setting an option of the other report is an error.
    type: str
    choices: [overview, custom]
    default: overview
  group_time:
    description:
      - Interval of the timeline. If omitted, the API uses V(day).
      - Intervals of a day or longer start at midnight in the time zone of the workspace.
    type: str
    choices: [hour, day, week, month]
  video:
    description:
      - ID of the video to limit the report to, as a UUID or in the 22-character short form. Titles are not supported,
        but the lookup P(kinescope.kinescope.id#lookup) finds the ID by the title.
    type: str
  group:
    description:
      - Interval that each row covers.
    type: str
    choices: [hour, day, week, month]
  group_entities:
    description:
      - Additional fields to group the rows by.
      - Known values are V(video_id), V(device), V(watch_time), V(city), V(country_code), V(folder_name), V(folder_id),
        V(project_name) and V(project_id). The published list may be incomplete, so other values are sent to the API
        with a warning.
    type: list
    elements: str
  fields:
    description:
      - Fields of each row, in addition to the date.
      - Known values are V(view), V(seek), V(play), V(pause), V(replay), V(player_init), V(player_load),
        V(buffering_time), V(buffering_count), V(unique_view), V(external_id), V(workspace_id) and those of
        O(group_entities). Other values are sent to the API with a warning.
    type: list
    elements: str
  order:
    description:
      - Fields to sort the rows by, the most significant first. Append V(.asc) or V(.desc) to a field to set the
        direction, as in V([view.desc, play]). The default is ascending.
      - Not all fields can be used for sorting. The API is known to reject V(watch_time.desc), and the task then fails
        with the error of the API.
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
- name: Read statistics
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
      # week.overview.total.views is the number of views.

    - name: Read how one video was watched, hour by hour
      kinescope.kinescope.kinescope_analytics_info:
        from: "2026-11-20T18:00:00+03:00"
        to: "2026-11-20T23:00:00+03:00"
        group_time: hour
        video: je7WZBZhdMFQKPHHHmMr2m

    - name: Read the monthly views of each video in a year, the highest number first
      kinescope.kinescope.kinescope_analytics_info:
        report: custom
        from: "2026-01-01"
        to: "2027-01-01"
        group: month
        group_entities: [video_id]
        fields: [view, unique_view, watch_time]
        order: [view.desc]
      register: year
      # year.rows[:10] contains the ten highest.
"""

RETURN = r"""
---
time:
  description:
    - Period that the API evaluated, with its time zone. Empty if the API does not return it.
  returned: success
  type: dict
  sample:
    from: "2026-11-02T00:00:00Z"
    to: "2026-11-09T00:00:00Z"
    timezone: Europe/Moscow
overview:
  description:
    - The overview, as returned by the API.
  returned: with O(report=overview)
  type: dict
  contains:
    total:
      description: Totals for the whole period, without the placeholder date (year 1) that the API returns.
      type: dict
      returned: success
    timeline:
      description: Values for each interval. C(date) is its start in UTC.
      type: list
      elements: dict
      returned: success
    top:
      description:
        - Lists of the most frequent C(oses), C(devices), C(browsers), C(countries) and C(cities). A list is empty if
          the API has no data for it.
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
    - Rows of the report, each with its C(date) and the selected fields, in the order of the API.
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
  description: Details of the error in a machine-readable form. C(msg) describes the same error in a sentence.
  returned: failure, unless Ansible itself rejects the options
  type: dict
  contains:
    kind:
      description: Kind of the object that was read. V(analytics).
      type: str
      returned: failure
    key:
      description: Always null.
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
