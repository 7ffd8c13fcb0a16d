# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access tokens: what a program may do in the workspace, and the secret by which it is known."""

from __future__ import annotations

from .._core.kind import Field, Issued, Kind
from .project import PROJECT

PERMISSIONS = ("read", "write", "delete")
# Which field of the answer to a create holds the secret is not documented.
SECRET = Issued("token", ("token", "value", "access_token", "api_token", "secret"))

ACCESS_TOKEN = Kind(
    name="access_token",
    path="/v1/access-tokens",
    update="",
    fields=(
        Field("name", needed_to_create=True),
        Field(
            "scope",
            type="dict",
            needed_to_create=True,
            fields=(
                Field("api", type="list", choices=PERMISSIONS, path=("api", "permissions"), unordered=True),
                Field(
                    "upload",
                    type="list",
                    choices=PERMISSIONS,
                    path=("upload", "permissions"),
                    unordered=True,
                    sent_on_create=[],  # the vendor's own requests have it, also where only projects are meant
                ),
                Field(
                    "projects",
                    type="list",
                    elements="dict",
                    path=("upload", "entities"),
                    match="project",
                    unordered=True,
                    fields=(
                        Field("project", refers=PROJECT, path=("id",)),
                        Field("permissions", type="list", choices=PERMISSIONS, unordered=True, needed_to_create=True),
                    ),
                ),
            ),
        ),
    ),
    read_only=frozenset({"id", "workspace_id"}),
    issues=SECRET,
    generated_secrets=frozenset({"id", *SECRET.keys}),
)
