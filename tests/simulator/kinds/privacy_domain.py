# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Privacy domains: `archived` is sent, `archived_at` is returned (documented); no get-one route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import clock
from ..fields import NO_DEFAULT, Field, Kind, Row, stamps
from ..store import Workspace


def archive(ws: Workspace, row: Row, changes: Row, body: Row) -> None:
    """Convert the write-only `archived` to `archived_at`."""
    if "archived" not in changes:
        return
    wanted = changes.pop("archived")
    if wanted != (row["archived_at"] is not None):
        changes["archived_at"] = clock.now() if wanted else None


def archived(ws: Workspace, query: dict[str, list[str]]) -> tuple[Any, Callable[[Row], bool]] | None:
    """?archived=true|false (documented for file requests)."""
    asked = query.get("archived", [""])[-1].lower()
    if asked not in ("true", "false"):
        if ws.switch("archived_lists") == "all":
            return None
        asked = "false"
    return asked, lambda row: (row["archived_at"] is not None) == (asked == "true")


PRIVACY_DOMAIN = Kind(
    name="privacy_domain",
    path="/v1/privacy-domains",
    id_param="domain_id",
    verbs=("list", "create", "put", "delete"),
    family="B",
    required_create=("domain",),
    key="domain",
    unique=400201,
    order=(("created_at", "asc"),),
    order_fields=("domain", "created_at", "updated_at"),
    created_answer=True,
    updated_answer=True,
    go_name="PrivacyDomain",
    on_update=archive,
    filters=archived,
    fields=(
        Field("id", "uuid"),
        Field("workspace_id", "uuid"),
        Field("domain", on="both", default=NO_DEFAULT, domain=True),
        Field("created_by_user_name"),
        *stamps(archived=True),
        Field("media_count", "int"),
        Field("archived", "bool", on="update", shown=False),
    ),
)
