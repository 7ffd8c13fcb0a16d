# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options -> the fields that are given, checked as far as possible without requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .errors import DocumentError
from .fields.base import Field
from .kind import Kind, fields_named, given_with
from .values import NO_ID, as_integer, object_id, value_fault, without_none


def given_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields by name; null counts as not given, at any depth.

    Raises a DocumentError that lists all faults.
    """
    values = unchecked_values(kind, options)
    faults = faults_in(kind, options, values)
    if faults:
        raise DocumentError("; ".join(faults))
    return values


def unchecked_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields by name, as given_values() returns them if faults_in() finds nothing."""
    return {
        field.name: value if isinstance(value, str) else field.cleared(without_none(value))
        for field in fields_named(kind, tuple(options))
        if (value := options[field.name]) is not None
    }


def option_faults(kind: Kind, options: Mapping[str, Any]) -> list[str]:
    """All faults of the given fields, a sentence each."""
    return faults_in(kind, options, unchecked_values(kind, options))


def faults_in(kind: Kind, options: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """The result of option_faults(); ``values`` are those of unchecked_values()."""
    sources = [field.name for field in kind.sources if field.name in values]
    faults = [f"{' and '.join(sources)} are mutually exclusive"] if len(sources) > 1 else []
    wary = given_with(kind, tuple(values), Field.clashes)
    faults += [clash for field in wary for clash in field.clashes(values)]
    faults += [fault for _name, fault in field_faults(kind, values)]
    if kind.parent and options.get(kind.parent.name) == "":
        faults.append(f"{kind.parent.name} must not be empty")
    return faults


def field_faults(kind: Kind, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The faults of each given field on its own, as (name of the field, sentence)."""
    return [(name, fault) for name, value in values.items() for fault in _value_faults(kind, name, value)]


def _value_faults(kind: Kind, name: str, value: Any) -> list[str]:
    found = kind.field(name).faults(value, name)
    return found or ([f"{name} must not be empty"] if value == "" and name in kind.key else [])


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
