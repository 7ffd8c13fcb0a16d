# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options -> what they ask for, checked as far as that is possible without a look at the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .display import shown
from .errors import DocumentError
from .free import masks_in
from .identity import item_name
from .kind import Field, Kind
from .masked_address import (
    is_link,
    is_masked,
    link_for_path,
)
from .members import member_faults
from .values import (
    NO_ID,
    is_bare_mask,
    object_id,
    without_none,
)

#: a location as an option of AnsibleModule
PLACE = {
    "project": {"type": "str"},
    "folder": {"type": "list", "elements": "str"},
    "id": {"type": "str"},
}


def given_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are given, by name; null counts as not given, at any depth.

    Raises DocumentError that lists every fault at once.
    """
    faults = option_faults(kind, options)
    if kind.parent and options.get(kind.parent.name) == "":
        faults.append(f"{kind.parent.name} must not be empty")
    if faults:
        raise DocumentError("; ".join(faults))
    given = {field: options[field.name] for field in kind.fields if options.get(field.name) is not None}
    return {field.name: _cleared(field, without_none(value)) for field, value in given.items()}


def option_faults(kind: Kind, options: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with the fields given, a sentence each."""
    faults: list[str] = []
    sources = [field.name for field in kind.sources if options.get(field.name) is not None]
    if len(sources) > 1:
        faults.append(f"{' and '.join(sources)} are mutually exclusive")
    faults += [f"{name} must not be empty" for name in sources if options[name] == ""]
    for field in kind.fields:
        value = options.get(field.name)
        if value is None:
            continue
        faults += _faults(field, _cleared(field, without_none(value)), field.name)
        if (field.name in kind.key or field.refers) and value == "":
            faults.append(f"{field.name} must not be empty")
    return faults


def _cleared(field: Field, value: Any) -> Any:
    """An empty dictionary of known keys clears each of them; so does one in an item of a list."""
    if field.content or not field.fields:
        return value
    if field.type == "list":
        return [{**item, **_cleared_parts(field, item)} for item in value]
    if not value:
        return {part.name: shown(part, None) for part in field.fields if _has_empty(part)}
    return {**value, **_cleared_parts(field, value)}


def _has_empty(part: Field) -> bool:
    return not part.never_empty and (part.type == "list" or not part.choices)


def _cleared_parts(field: Field, value: Mapping[str, Any]) -> dict[str, Any]:
    return {part.name: _cleared(part, value[part.name]) for part in field.fields if part.name in value}


def given_id(options: Mapping[str, Any]) -> str | None:
    """The object's id as a UUID, from either public form. Raises DocumentError for anything else."""
    text = options.get("id")
    if text is None:
        return None
    uuid = object_id(text)
    if uuid is None:
        raise DocumentError(f"id '{text}' {NO_ID}")
    return uuid


def _faults(field: Field, value: Any, where: str) -> list[str]:
    """What is wrong with the value of a field, a sentence each; ``where`` is its path in the options."""
    if field.type == "path" and is_link(value):
        return [link_for_path(where, value)]
    if field.place:
        return _place_faults(field, value, where)
    if field.content:
        return _file_faults(field, value, where)
    if field.members:
        return member_faults(value, where)
    if field.free:
        return [f"{path} is a mask, not a secret: set the real value, or omit it" for path in masks_in(value, where)]
    parts = field.children.fields if field.children else field.fields
    if field.type == "list":
        return _list_faults(field, parts, value, where)
    return _parts_faults(parts, value, where) if parts else _text_faults(field, value, where)


def _file_faults(field: Field, value: Any, where: str) -> list[str]:
    """What is wrong with the path of a file, or with a dictionary that holds it."""
    if field.uploaded:
        return [] if value else [f"{where} must not be empty: the API cannot remove it"]
    if field.type != "dict":
        return [] if value else [f"{where} must not be empty"]
    lacks_src = value.get("state") != "absent" and not value.get("src")
    return [f"{where} requires src or state: absent"] if lacks_src else _parts_faults(field.fields, value, where)


def _text_faults(field: Field, value: Any, where: str) -> list[str]:
    """What is wrong with a single value: a mask instead of what it hides, or a form that the field does not take."""
    if field.secret and is_bare_mask(value):
        return [f"{where} is a mask, not a secret; set the real value"]
    if field.address and is_masked(value):
        return [f"{where} is masked, as in results; set the real URL"]
    if field.never_empty and value == "":
        return [f"{where} must not be empty"]
    try:
        if field.canonical:
            field.canonical(value)
    except DocumentError as error:
        return [f"{where}: {error.message}"]
    return []


def _parts_faults(parts: Sequence[Field], value: Mapping[str, Any], where: str) -> list[str]:
    given = [part for part in parts if part.name in value]
    return [fault for part in given for fault in _faults(part, value[part.name], f"{where}.{part.name}")]


def _list_faults(field: Field, parts: Sequence[Field], items: Sequence[Any], where: str) -> list[str]:
    """What is wrong with a list: items without identity, twins, and what is wrong within them."""
    faults = []
    identity = field.identity
    seen = set()
    for index, item in enumerate(items) if parts else ():
        name = item.get(identity)
        if name in (None, ""):
            faults.append(f"{where}[{index}] requires {identity}")
        elif _told_apart(parts, identity, name) in seen:
            faults.append(f"{where} contains '{item_name(field, name)}' twice")
        seen.add(_told_apart(parts, identity, name))
        lacking = [
            part.name for part in parts if part.needed_to_create and not field.children and part.name != identity
        ]
        faults += [f"{where}[{index}] requires {part}" for part in lacking if part not in item]
        faults += _parts_faults(parts, item, f"{where}[{index}]")
    return faults


def _told_apart(parts: Sequence[Field], identity: str, name: Any) -> Any:
    """What tells an item from others, in its one comparable form; what has none is a fault of its own."""
    canonical = next((part.canonical for part in parts if part.name == identity), None)
    try:
        return canonical(name) if canonical and name else name
    except DocumentError:
        return name


def _place_faults(field: Field, value: Any, where: str) -> list[str]:
    if field.type == "list":
        return [] if all(value) else [f"{where} must not contain an empty name"]
    if not value:
        return [] if field.clear else [f"{where} requires project or id"]
    if "id" in value:
        if len(value) > 1:
            return [f"{where} must have either id, or project and folder"]
        if object_id(value["id"]) is None:
            return [f"{where}.id '{value['id']}' {NO_ID}"]
        return []
    if not value.get("project"):
        return [f"{where} requires project or id"]
    return [] if all(value.get("folder", ())) else [f"{where}.folder must not contain an empty name"]
