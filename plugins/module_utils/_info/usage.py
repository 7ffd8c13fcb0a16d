# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The usage of a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.gateway import Gateway
from .._api.responses import objects
from .._core.errors import DocumentError
from .._core.identity import id_of
from .._core.values import object_id
from .._kinds.project import PROJECT
from .._reconcile.lookup import Lookup
from .date_range import SPAN_OPTIONS, span_of
from .info import Reader, ReadTask

PATH = "/v1/billing/usage"


def _usage(task: ReadTask) -> Mapping[str, Any]:
    query = _query(task.options)
    if task.options["project"] is not None:
        lookup = Lookup(task.gateway, task.check_mode)
        project = lookup.reference(PROJECT, task.options["project"])
        task.warnings.extend(lookup.warnings)
        if project.id is None:  # in check mode: a project that an earlier task will create has no usage
            return {"usage": []}
        query["project_id"] = project.id
    # the response has all rows: this list is not paged
    rows = objects(task.gateway.client.get(PATH, query), PATH)
    return {"usage": _named(rows, task.gateway) if task.options["group_by"] else rows}


def _query(options: Mapping[str, Any]) -> dict[str, str]:
    faults: list[str] = []
    query = span_of(options, faults)
    if options["project"] == "":
        faults.append("project must not be empty")
    if faults:
        raise DocumentError("; ".join(faults))
    if options["group_by"]:
        query["group_by"] = options["group_by"]
    return query


def _named(rows: list[dict[str, Any]], gateway: Gateway) -> list[dict[str, Any]]:
    """The rows with the names of their projects; deleted projects and rows without a project have no name."""
    if not any(row.get("project_id") for row in rows):
        return rows
    names = {id_of(PROJECT, raw): raw.get("name") for raw in gateway.objects(PROJECT)}
    return [
        {**row, "project_name": names[id]} if (id := object_id(row.get("project_id"))) in names else row for row in rows
    ]


USAGE = Reader(
    name="usage",
    options={
        **SPAN_OPTIONS,
        "group_by": {"type": "str", "choices": ["project_id"]},
        "project": {"type": "str"},
    },
    run=_usage,
)
