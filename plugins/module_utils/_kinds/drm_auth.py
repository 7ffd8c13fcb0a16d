# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The DRM authorization callback of the workspace, or of one project."""

from __future__ import annotations

from .._core.kind import Field, Kind, never
from .project import PROJECT

DRM_AUTH = Kind(
    name="drm_auth",
    path="/v1/drm/auth",
    singleton=True,
    owner="project",
    key=(),
    fields=(
        Field("project", refers=PROJECT),
        Field("url", address=True, needed_to_create=True),
        Field("username"),
        Field("password", secret=True, beside="username"),
        Field("strict", type="bool", readable=never),
    ),
    read_only=frozenset({"id", "workspace_id", "project_id", "created_at", "updated_at"}),
)
