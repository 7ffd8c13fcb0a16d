# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options -> what they ask for, checked as far as that is possible without a look at the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .errors import DocumentError
from .kind import Kind
from .values import NO_ID, object_id, without_none


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
    return {field.name: field.cleared(without_none(value)) for field, value in given.items()}


def option_faults(kind: Kind, options: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with the fields given, a sentence each."""
    sources = [field.name for field in kind.sources if options.get(field.name) is not None]
    exclusive = [f"{' and '.join(sources)} are mutually exclusive"] if len(sources) > 1 else []
    return exclusive + [fault for _name, fault in field_faults(kind, options)]


def field_faults(kind: Kind, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with each field that is given, by itself: (its name, a sentence)."""
    for field in kind.fields:
        value = options.get(field.name)
        if value is None:
            continue
        found = field.faults(field.cleared(without_none(value)), field.name)
        if field.name in kind.key and value == "" and not found:
            found = [f"{field.name} must not be empty"]
        yield from ((field.name, fault) for fault in found)


def given_id(options: Mapping[str, Any]) -> str | None:
    """The object's ID as a UUID, from either public form. Raises DocumentError for anything else."""
    text = options.get("id")
    if text is None:
        return None
    uuid = object_id(text)
    if uuid is None:
        raise DocumentError(f"id '{text}' {NO_ID}")
    return uuid
