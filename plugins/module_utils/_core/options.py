# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options -> the fields that are given, checked as far as possible without requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .errors import DocumentError
from .fields.base import Field
from .kind import Kind, fields_named, fields_with
from .values import NO_ID, as_integer, object_id, value_fault, without_none


def given_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields by name; null counts as not given, at any depth.

    Raises a DocumentError that lists all faults.
    """
    faults = option_faults(kind, options)
    if faults:
        raise DocumentError("; ".join(faults))
    return faultless_values(kind, options)


def faultless_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The result of given_values() for options that option_faults() has already accepted."""
    return {field.name: value for field, value in _given(kind, options)}


def _given(kind: Kind, options: Mapping[str, Any]) -> list[tuple[Field, Any]]:
    """The given fields, each with its value."""
    given = [(field, options[field.name]) for field in fields_named(kind, tuple(options))]
    return [
        (field, one if isinstance(one, str) else field.cleared(without_none(one)))
        for field, one in given
        if one is not None
    ]


def option_faults(kind: Kind, options: Mapping[str, Any]) -> list[str]:
    """All faults of the given fields, a sentence each."""
    given = _given(kind, options)
    values = {field.name: value for field, value in given}
    sources = [field.name for field, _value in given if field.source]
    faults = [f"{' and '.join(sources)} are mutually exclusive"] if len(sources) > 1 else []
    wary = [field for field in fields_with(kind, Field.clashes) if field.name in values]
    faults += [clash for field in wary for clash in field.clashes(values)]
    faults += [fault for field, value in given for fault in _value_faults(kind, field, value)]
    if kind.parent and options.get(kind.parent.name) == "":
        faults.append(f"{kind.parent.name} must not be empty")
    return faults


def field_faults(kind: Kind, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The faults of each given field on its own, as (name of the field, sentence)."""
    for field, value in _given(kind, options):
        yield from ((field.name, fault) for fault in _value_faults(kind, field, value))


def _value_faults(kind: Kind, field: Field, value: Any) -> list[str]:
    found = field.faults(value, field.name)
    return found or ([f"{field.name} must not be empty"] if value == "" and field.name in kind.key else [])


def given_id(options: Mapping[str, Any]) -> str | None:
    """The object's ID as a UUID, from either public form. Raises DocumentError for anything else."""
    text = options.get("id")
    if text is None:
        return None
    uuid = object_id(text)
    if uuid is None:
        raise DocumentError(f"id '{text}' {NO_ID}")
    return uuid


Spec = Mapping[str, Mapping[str, Any]]
_OMIT = "__omit_place_holder__"  # what ansible-core before 2.19 leaves in a list for an omitted item
#: options that are paths of names; the names may contain commas
_WAYS = ("parent", "folder")
_NUMBERS = {bool: "a boolean", int: "an integer", float: "a float"}
_TEXTS = ("str", "path")


def as_declared(spec: Spec, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options with texts converted to lists where lists are expected, at any depth, and ``600.0`` to 600.

    A path of folders given as text is one name. Other texts are split at commas as Ansible does, and items are
    stripped.
    """
    return {name: _as_declared(name, spec.get(name, {}), value) for name, value in options.items()}


def _as_declared(name: str, option: Mapping[str, Any], value: Any) -> Any:
    if option.get("type") == "int":
        return as_integer(value)
    if option.get("type") == "list" and isinstance(value, str):
        return [value] if name in _WAYS else [item.strip() for item in value.split(",")]
    if "options" in option:
        if isinstance(value, Mapping):
            return as_declared(option["options"], value)
        if isinstance(value, list):
            return [as_declared(option["options"], item) if isinstance(item, Mapping) else item for item in value]
    return value


def type_faults(spec: Spec, options: Mapping[str, Any], above: str = "") -> list[str]:
    """Non-texts given for text options, values that no request can carry, and leftovers of ``omit``, a sentence each.

    No value is repeated. Paths are not checked because file names may consist of any bytes.
    """
    return [fault for name, value in options.items() for fault in _faults(spec.get(name, {}), value, f"{above}{name}")]


def _faults(option: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    """The faults of one value (see type_faults()), found at the path ``where``."""
    kind = option.get("type", "str")
    if kind in _TEXTS and isinstance(value, (list, Mapping)):
        # Ansible would take the text that Python shows for it, such as "['a']"
        yield f"{where} must be a string, not {'a list' if isinstance(value, list) else 'a dictionary'}"
    elif isinstance(value, list):
        item = {**option, "type": option.get("elements", "raw")}
        for index, each in enumerate(value):
            yield from _faults(item, each, f"{where}[{index}]")
    elif isinstance(value, Mapping):
        inner = option.get("options")
        yield from (f"{where}: a key {fault}" for fault in map(value_fault, () if inner else value) if fault)
        yield from type_faults({key: {"type": "raw"} for key in value} if inner is None else inner, value, f"{where}.")
    elif isinstance(value, str) and value.startswith(_OMIT):
        yield f"{where} is omit, which this version of ansible-core does not take out of lists; leave out the item"
    elif kind == "str" and type(value) in _NUMBERS:
        yield (
            f"{where} must be a string, not {_NUMBERS[type(value)]}; quote it, because YAML reads texts such as 1.10, "
            "on and 010 as other types"
        )
    elif kind != "path" and value_fault(value):
        yield f"{where} {value_fault(value)}"
