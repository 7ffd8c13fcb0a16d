# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How stored rows are returned: secrets, domain names, fields that depend on switches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import domains
from .fields import Field, Kind, Row

if TYPE_CHECKING:
    from .store import Workspace

ABSENT: Any = object()


def active(field: Field, switches: dict[str, str]) -> bool:
    """Whether the field exists with these switches."""
    return field.switch is None or switches[field.switch[0]] == field.switch[1]


def secret(value: Any, how: str, mask: str) -> Any:
    """A secret as a switch says; an empty one is returned as such, except that "omitted" omits it, too."""
    if how == "echoed":
        return value
    if how == "omitted":
        return ABSENT
    return mask if value and how == "masked" else ""


def special(field: Field, value: Any, switches: dict[str, str]) -> Any:
    """The returned form of a value that is or contains a secret or a domain name."""
    if field.secret:
        return secret(value, switches[field.secret], switches["mask"])
    if field.domain:
        return domains.form(value, switches)
    if isinstance(value, list):
        return [special(field, item, switches) for item in value]
    if not isinstance(value, dict):
        return value
    shown = dict(value)
    for part in field.fields:
        if part.special and part.name in shown:
            inner = special(part, shown[part.name], switches)
            if inner is ABSENT:
                del shown[part.name]
            else:
                shown[part.name] = inner
    return shown


def show(ws: Workspace, kind: Kind, row: Row, listed: bool = False) -> Row:
    """A row in the form of a response."""
    switches = ws.core.switches
    out: Row = {}
    for field in kind.fields:
        if not field.shown or (listed and not field.listed) or not active(field, switches):
            continue
        value = row.get(field.name)
        if field.switch is not None and value is None:
            continue
        if field.special:
            value = special(field, value, switches)
            if value is ABSENT:
                continue
        out[field.name] = value
    kind.show(ws, row, out, listed)
    return out
