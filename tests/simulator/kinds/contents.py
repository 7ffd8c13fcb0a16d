# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of a project or folder, which are deleted with it (inferred)."""

from __future__ import annotations

from typing import Any

from .. import domains
from ..fields import Row
from ..store import Workspace
from .privacy_domain import PRIVACY_DOMAIN

# kind -> the fields with the location of its objects
PLACES = (
    ("video", ("project_id", "folder_id")),
    ("live_event", ("parent_id",)),
    ("playlist", ("parent_id",)),
    ("file_request", ("uploading_location_id",)),
)


def empty(ws: Workspace, location: Any) -> None:
    """Delete everything directly in a location, and turn off recordings that would be stored there."""
    for kind, fields in PLACES:
        for row in ws[kind]:
            if location in (row[field] for field in fields):
                ws.delete(kind, row)
    for event in ws["live_event"]:
        if event["record"]["parent_id"] == location:
            event["record"] = {"parent_id": None}


def count(ws: Workspace, video: Row, sign: int) -> None:
    """Update items_count and size of the project and folder of a video."""
    size = sum(asset["file_size"] for asset in video["assets"])
    places = (ws.get("project", video["project_id"]), ws.get("folder", video["folder_id"]))
    for place in places:
        if place is not None:
            place["items_count"] += sign
            place["size"] += sign * size


def place(ws: Workspace, location: Any) -> dict[str, Any]:
    """The project_id and folder_id of a video in this project or folder."""
    folder = ws.get("folder", location)
    if folder is not None:
        return {"project_id": folder["project_id"], "folder_id": folder["id"]}
    return {"project_id": location, "folder_id": None}


def name_domains(ws: Workspace, listed: Any) -> None:
    """Create the domains in a privacy list, if the switch says that lists do that (inferred from two samples)."""
    if ws.switch("domains_from_lists") != "on":
        return
    for domain in listed or []:
        if not domains.named(ws, PRIVACY_DOMAIN, domain):
            ws.new("privacy_domain", {"domain": domain})
