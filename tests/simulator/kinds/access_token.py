# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens: created and deleted, never changed (documented); it is unknown which field has the secret.

A token created here works: it gives access to the same workspace, within its scope.
"""

from __future__ import annotations

import uuid

from ..answers import Answer
from ..fields import Field, Kind, Row
from ..regular import Regular, routes
from ..router import Call, Route
from ..store import Workspace

PERMISSIONS = Field("permissions", "strings")
ENTITY = (Field("id", "uuid"), PERMISSIONS)


def _create(ws: Workspace, row: Row, body: Row) -> None:
    row["secret"] = row["id"] if ws.switch("token_secret") == "id" else row["secret"] or str(uuid.uuid4())
    row["scope"] = {name: part for name, part in (row["scope"] or {}).items() if part is not None}
    for part in row["scope"].values():
        for name in [name for name, value in part.items() if value is None]:
            del part[name]
    ws.core.tokens[row["secret"]] = ws
    ws.core.issued[row["secret"]] = row["id"]


def _delete(ws: Workspace, row: Row) -> None:
    ws.core.tokens.pop(row["secret"], None)
    ws.core.issued.pop(row["secret"], None)


ACCESS_TOKEN = Kind(
    name="access_token",
    path="/v1/access-tokens",
    id_param="token_id",
    verbs=("list", "get", "delete"),
    family="B",
    required_create=("name", "scope"),
    order=(("name", "asc"),),
    order_fields=("name",),
    go_name="AccessToken",
    on_create=_create,
    on_delete=_delete,
    fields=(
        Field("id", "uuid"),
        Field("name", on="create"),
        Field("workspace_id", "uuid"),
        Field(
            "scope",
            "object",
            on="create",
            fields=(
                Field("api", "object", nullable=True, default=None, fields=(PERMISSIONS,)),
                Field(
                    "upload",
                    "object",
                    nullable=True,
                    default=None,
                    fields=(
                        Field("permissions", "strings", nullable=True),
                        Field("entities", "objects", nullable=True, fields=ENTITY),
                    ),
                ),
            ),
        ),
        Field("secret", shown=False),
        Field("created_at", "time", shown=False),
    ),
)


def create(call: Call) -> Answer:
    """POST: the response contains the secret, once."""
    before = set(call.core.issued)
    answer = Regular(ACCESS_TOKEN).create(call)
    name = call.switch("token_secret")
    if name != "id":
        answer.body["data"][name] = next(secret for secret in call.core.issued if secret not in before)
    return answer


ROUTES = [*routes(ACCESS_TOKEN), Route("POST", "/v1/access-tokens", create)]
