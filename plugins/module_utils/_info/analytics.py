# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Analytics of a workspace's videos: the overview, and custom reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .._api.responses import ApiResponse, objects
from .._core.errors import ApiError, DocumentError
from .._core.values import NO_ID, at, object_id, type_in_words
from .date_range import SPAN_OPTIONS, span_of
from .info import Reader, ReadTask

PERIODS = ["hour", "day", "week", "month"]
# The vendor's list may be incomplete: other names are accepted with a warning.
ENTITIES = (
    "video_id",
    "device",
    "watch_time",
    "city",
    "country_code",
    "folder_name",
    "folder_id",
    "project_name",
    "project_id",
)
FIELDS = (
    "view",
    "seek",
    "play",
    "pause",
    "replay",
    "player_init",
    "player_load",
    "buffering_time",
    "buffering_count",
    "unique_view",
    "external_id",
    "workspace_id",
    *ENTITIES,
)
KNOWN = {"group_entities": ENTITIES, "fields": FIELDS}
# Lists for which the API may return null if they are empty.
TOPS = ("oses", "devices", "browsers", "countries", "cities")
NO_TIME = "0001-01-01T00:00:00Z"


def _overview(response: ApiResponse, path: str) -> dict[str, Any]:
    """The figures in the form of results. Raises ApiError for an unexpected response."""
    if not isinstance(response.data, Mapping):
        raise ApiError(f"the API's response for {path} is not an object", request_id=response.request_id)
    parts = {name: response.data.get(name) or {} for name in ("total", "top")}
    for name, part in parts.items():
        if not isinstance(part, Mapping):
            fault = f"the API's response for {path} has {name} that is {type_in_words(part)}, not an object"
            raise ApiError(fault, request_id=response.request_id)
    total = dict(parts["total"])
    if total.get("date") == NO_TIME:  # a total has no date
        del total["date"]
    top = {**dict.fromkeys(TOPS), **parts["top"]}
    return {
        **response.data,
        "total": total,
        "timeline": response.data.get("timeline") or [],
        "top": {name: items or [] for name, items in top.items()},
    }


#: report -> (route, result key, conversion of a response to the result, option -> query key)
REPORTS: dict[str, tuple[str, str, Callable[[ApiResponse, str], Any], dict[str, str]]] = {
    "overview": (
        "/v1/analytics/overview",
        "overview",
        _overview,
        {"group_time": "group_time", "video": "video_id"},
    ),
    "custom": (
        "/v1/analytics",
        "rows",
        objects,
        {name: name for name in ("group", "group_entities", "fields", "order")},
    ),
}


def _analytics(task: ReadTask) -> Mapping[str, Any]:
    path, key, made_of, _own = REPORTS[task.options["report"]]
    query = _query(task.options)
    for name, known in KNOWN.items():
        others = [item for item in task.options[name] or () if item not in known]
        if others:
            task.warnings.append(
                f"{name}: {', '.join(others)} is unknown to this collection and is sent to the API as it is"
            )
    response = task.gateway.client.get(path, query)
    return {"time": at(response.payload, ("meta", "time")) or {}, key: made_of(response, path)}


def _query(options: Mapping[str, Any]) -> dict[str, str]:
    """The query of a report. Raises DocumentError for options that belong to the other report."""
    faults: list[str] = []
    query = span_of(options, faults)
    for report, (_path, _key, _made_of, own) in REPORTS.items():
        given = [name for name in own if options[name] is not None]
        if report != options["report"]:
            faults += [
                f"{name} is only supported with report '{report}', not with '{options['report']}'" for name in given
            ]
            continue
        for name in given:
            value = options[name]
            query[own[name]] = ",".join(value) if isinstance(value, list) else value
    if options["video"] is not None:
        query["video_id"] = object_id(options["video"]) or ""
        if not query["video_id"]:
            faults.append(f"video '{options['video']}' {NO_ID}")
    if faults:
        raise DocumentError("; ".join(faults))
    return {name: text for name, text in query.items() if text}


ANALYTICS = Reader(
    name="analytics",
    options={
        **SPAN_OPTIONS,
        "report": {"type": "str", "choices": list(REPORTS), "default": "overview"},
        "group_time": {"type": "str", "choices": PERIODS},
        "video": {"type": "str"},
        "group": {"type": "str", "choices": PERIODS},
        "group_entities": {"type": "list", "elements": "str"},
        "fields": {"type": "list", "elements": "str"},
        "order": {"type": "list", "elements": "str"},
    },
    run=_analytics,
)
