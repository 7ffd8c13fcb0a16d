# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options as they come, before Ansible makes other types of them: it would do so without a word. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .json_values import value_fault

Spec = Mapping[str, Mapping[str, Any]]
_OMIT = "__omit_place_holder__"  # what ansible-core before 2.19 leaves of omit within a list
#: lists of names that lead to a place; a comma may stand in a name
_WAYS = ("parent", "folder")
_NUMBERS = {bool: "a boolean", int: "an integer", float: "a float"}


def with_lists(spec: Spec, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options with lists in the place of texts that are given for lists, at any depth.

    The way to a folder is one name. Any other text is split at commas as by Ansible, but without blanks around items.
    """
    return {name: _listed(name, spec.get(name, {}), value) for name, value in options.items()}


def _listed(name: str, option: Mapping[str, Any], value: Any) -> Any:
    if option.get("type") == "list" and isinstance(value, str):
        return [value] if name in _WAYS else [item.strip() for item in value.split(",")]
    if "options" in option:
        if isinstance(value, Mapping):
            return with_lists(option["options"], value)
        if isinstance(value, list):
            return [with_lists(option["options"], item) if isinstance(item, Mapping) else item for item in value]
    return value


def type_faults(spec: Spec, options: Mapping[str, Any], above: str = "") -> list[str]:
    """What is given for texts and is none, what no request can carry, and what is left of ``omit``, a sentence each.

    No value is repeated. The name of a file may be of any bytes, so nothing is said of paths.
    """
    return [fault for name, value in options.items() for fault in _faults(spec.get(name, {}), value, f"{above}{name}")]


def _faults(option: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    """What type_faults() says of one value, which stands at ``where``."""
    kind = option.get("type", "str")
    if isinstance(value, list):
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
