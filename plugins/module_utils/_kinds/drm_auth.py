# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The DRM authorization callback of the workspace, or of one project."""

from __future__ import annotations

from typing import ClassVar

from .._core.fields.base import never
from .._core.fields.reference import Reference
from .._core.fields.scalar import Flag, Secret, Text, WebAddress
from .._core.kind import Kind, Routes
from .project import PROJECT


class _HiddenFlag(Flag):
    """Whether DRM is strict: no source says what an update without it does to a stored value."""

    reset_unless_sent: ClassVar[bool] = True


DRM_AUTH = Kind(
    name="drm_auth",
    routes=Routes("/v1/drm/auth", singleton=True, owner="project"),
    key=(),
    fields=(
        Reference("project", to=PROJECT),
        WebAddress("url", needed=True),
        Text("username"),
        Secret("password", sibling="username"),
        _HiddenFlag("strict", readable=never),
    ),
    read_only=frozenset({"id", "workspace_id", "project_id", "created_at", "updated_at"}),
)
