# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in a project or folder, and goes with it when it is deleted (inferred)."""

from __future__ import annotations

from typing import Any

from ..fields import Row
from ..store import Workspace

# kind, and the fields that name the place where its objects lie
PLACES = (
    ("video", ("project_id", "folder_id")),
    ("live_event", ("parent_id",)),
    ("playlist", ("parent_id",)),
    ("file_request", ("uploading_location_id",)),
)


def empty(ws: Workspace, location: Any) -> None:
    """Delete everything that lies directly in a location, and stop recordings that would go there."""
    for kind, fields in PLACES:
        for row in ws[kind]:
            if location in (row[field] for field in fields):
                ws.delete(kind, row)
    for event in ws["live_event"]:
        if event["record"]["parent_id"] == location:
            event["record"] = {"parent_id": None}


def count(ws: Workspace, video: Row, sign: int) -> None:
    """Keep items_count and size of the project and folder of a video."""
    size = sum(asset["file_size"] for asset in video["assets"])
    places = (ws.get("project", video["project_id"]), ws.get("folder", video["folder_id"]))
    for place in places:
        if place is not None:
            place["items_count"] += sign
            place["size"] += sign * size


def place(ws: Workspace, location: Any) -> dict[str, Any]:
    """project_id and folder_id of a video that is put into a project or folder."""
    folder = ws.get("folder", location)
    if folder is not None:
        return {"project_id": folder["project_id"], "folder_id": folder["id"]}
    return {"project_id": location, "folder_id": None}


def name_domains(ws: Workspace, domains: Any) -> None:
    """Create the domains that a privacy list names, when the switch says that lists do (inferred from two samples)."""
    if ws.switch("domains_from_lists") != "on":
        return
    for domain in domains or []:
        if not ws["privacy_domain"].keyed(domain):
            ws.new("privacy_domain", {"domain": domain})
