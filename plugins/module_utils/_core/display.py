# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as diffs show them: normalised, named, secrets masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .comparison import SECRET, Rules
from .free import masked
from .kind import Field
from .masked_address import masked_address
from .values import (
    at,
    data_uri_digest,
    first_of_each,
    frozen,
    id_form,
)
from .wanted import Content


def shown(field: Field, value: Any) -> Any:
    """The normalised form of a scalar or a list of scalars. Null means empty: some answers leave empty values out."""
    if value is None:
        return {"bool": False, "int": 0, "list": []}.get(field.type, "")
    if field.type == "list":
        items = [field.canonical(item) if field.canonical else item for item in value]
        return sorted(first_of_each(items, frozen), key=str) if field.unordered else items
    return field.canonical(value) if field.canonical else value


def label_of(field: Field, id: str, rules: Rules) -> Any:
    """What people call the object behind an id, where that is known."""
    label = rules.labels.get((field.place, id), {"id": id} if field.place else id)
    return label.get("folder", label) if field.place and field.type == "list" else label


def content_shown(sha256: str) -> dict[str, str]:
    """A file in a diff: its content by its SHA-256."""
    return {"state": "present", "sha256": sha256} if sha256 else {"state": "absent"}


def file_digest(value: Any) -> str:
    """The SHA-256 of an observed file; '' where it is not known. What was read of it stands beside its links."""
    if isinstance(value, Content):
        return value.sha256
    return str(value.get("sha256") or "") if isinstance(value, Mapping) else data_uri_digest(value) or ""


def file_shown(content: Content) -> dict[str, str]:
    """A wanted file in a diff. A link may be signed."""
    if content.url:
        return {"state": "present", "url": masked_address(content.url)}
    return content_shown(content.sha256)


def known(field: Field, value: Any, rules: Rules) -> Any:
    """All that is known of an observed value in terms of the field, secrets masked; None where that is nothing."""
    if value in (None, "", [], {}):
        return None
    if field.secret:
        return SECRET
    if field.address:
        return masked_address(value)
    if field.refers or field.place:
        return label_of(field, id_form(value), rules)
    if field.source:
        return value
    if field.content:
        sha256 = file_digest(value)
        return content_shown(sha256) if sha256 else {"state": "present"}
    fields = field.children.fields if field.children else field.fields
    if not fields:
        return masked(value) if field.free else shown(field, value)
    if field.type == "list":
        return [known_parts(fields, item, rules) for item in value]
    return known_parts(fields, value, rules) or None


def known_parts(fields: Sequence[Field], observed: Any, rules: Rules) -> dict[str, Any]:
    """What is known of an observed object, by option name."""
    values = {part.name: known(part, at(observed, part.where), rules) for part in fields if part.readable(observed)}
    return {name: value for name, value in values.items() if value is not None}
