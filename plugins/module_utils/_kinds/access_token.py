# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens: what a program may do in the workspace, and the secret with which it authenticates."""

from __future__ import annotations

from .._core.fields.items import Items
from .._core.fields.parts import Parts
from .._core.fields.reference import Reference
from .._core.fields.scalar import Text
from .._core.fields.texts import TextSet
from .._core.kind import Kind, Routes, ShownOnce
from .project import PROJECT

PERMISSIONS = ("read", "write", "delete")
# It is undocumented which field of the response to a create contains the secret.
SECRET = ShownOnce("token", ("token", "value", "access_token", "api_token", "secret"))

ACCESS_TOKEN = Kind(
    name="access_token",
    routes=Routes("/v1/access-tokens", update=""),
    fields=(
        Text("name", needed=True),
        Parts(
            "scope",
            needed=True,
            fields=(
                TextSet("api", choices=PERMISSIONS, path=("api", "permissions")),
                TextSet(
                    "upload",
                    choices=PERMISSIONS,
                    path=("upload", "permissions"),
                    sent_on_create=[],  # the vendor's own requests always contain it, even if only projects are meant
                ),
                Items(
                    "projects",
                    path=("upload", "entities"),
                    matched_by="project",
                    unordered=True,
                    fields=(
                        Reference("project", to=PROJECT, path=("id",)),
                        TextSet("permissions", choices=PERMISSIONS, needed=True),
                    ),
                ),
            ),
        ),
    ),
    read_only=frozenset({"id", "workspace_id"}),
    one_time_secret=SECRET,
    generated_secrets=frozenset({"id", *SECRET.keys}),
)
