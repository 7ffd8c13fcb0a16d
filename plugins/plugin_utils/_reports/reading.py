# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a task's result, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .attribution import fields_of_object
from .drift import (
    ABSENT,
    Entry,
    Failure,
    FieldChange,
    Section,
    TakesAlong,
    Unsettled,
)
from .native import number, text

_SINGLETONS = ("drm_auth",)  # a section is named after many, unless there is only one


class NotAResultError(ValueError):
    """What was given is no result of a module that tells its changes."""


def of_workspace(read: Mapping[str, Any]) -> bool:
    """Whether the result is one of kinescope_workspace, and not of a single object."""
    return isinstance(read.get("diff"), list) or "sections" in read or "summary" in read


def told_by_workspace(read: Mapping[str, Any], entries: list[Entry]) -> list[Entry]:
    """The changes with their fields: the diff has a part for each of them. Raises NotAResultError."""
    diff = read.get("diff")
    if not isinstance(diff, list):
        return entries
    if len(diff) != len(entries):
        raise NotAResultError(f"the result has {len(entries)} changes, but {len(diff)} differences")
    return [
        replace(entry, fields=_fields(part) or entry.fields) if isinstance(part, dict) else entry
        for entry, part in zip(entries, diff)
    ]


def sections_of(read: Mapping[str, Any]) -> list[Section]:
    """The numbers of each section. Raises NotAResultError."""
    sections = read.get("sections")
    found = []
    for name, counts in sections.items() if isinstance(sections, dict) else ():
        if not isinstance(counts, dict):
            raise NotAResultError(f"sections.{name} is {named(counts)}, not a dictionary of numbers")
        wanted, unchanged, unmanaged = (number(counts.get(count)) for count in ("wanted", "unchanged", "unmanaged"))
        found.append(Section(name, wanted, unchanged or 0, unmanaged))
    return found


def told_by_object(read: Mapping[str, Any], entries: list[Entry]) -> list[Entry]:
    """The changes with their fields, from the one diff of an object. A failed task has none."""
    diff = read.get("diff")
    if not isinstance(diff, dict):
        return entries
    fields = fields_of_object(entries, _values(diff, "before"), _values(diff, "after"))
    return [replace(entry, fields=own) for entry, own in zip(entries, fields)]


def _fields(diff: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of a change of the workspace: its part of the diff has only those that change."""
    before, after = _values(diff, "before"), _values(diff, "after")
    names = dict.fromkeys((*before, *after))
    return tuple(FieldChange(name, before.get(name, ABSENT), after.get(name, ABSENT)) for name in names)


def _values(diff: Mapping[str, Any], side: str) -> dict[str, Any]:
    values = diff.get(side)
    return values if isinstance(values, dict) else {}


def entry_of(change: Any, place: int, host: str, task: str) -> Entry:
    """A change as the result tells it, its fields by name only. Raises NotAResultError."""
    if not isinstance(change, dict):
        raise NotAResultError(f"changes[{place}] is {named(change)}, not a dictionary")
    for name in ("kind", "key", "action", "outcome"):
        if not isinstance(change.get(name), (str, int)):
            raise NotAResultError(f"changes[{place}] has no {name}")
    names = change.get("fields")
    along = change.get("takes_along")
    return Entry(
        section_of(text(change["kind"])),
        text(change["kind"]),
        text(change["key"]),
        text(change["action"]),
        text(change["outcome"]),
        tuple(FieldChange(text(name)) for name in names) if isinstance(names, list) else (),
        text(change.get("reason") or ""),
        TakesAlong(number(along.get("items")) or 0, number(along.get("bytes")) or 0)
        if isinstance(along, dict)
        else None,
        host,
        task,
    )


def unsettled_of(read: Mapping[str, Any], entries: list[Entry], kind: str, host: str, task: str) -> list[Unsettled]:
    """The fields that did not become what was wanted; of an object they are those of its changes."""
    told, first = read.get("unsettled"), next(iter(entries), None)
    found = []
    for place, one in enumerate(told if isinstance(told, list) else ()):
        if not isinstance(one, dict):
            raise NotAResultError(f"unsettled[{place}] is {named(one)}, not a dictionary")
        of, key = one.get("kind", first.kind if first else kind), one.get("key", first.key if first else "")
        field = text(one.get("field") or "")
        found.append(Unsettled(text(of), text(key), field, one.get("wanted"), one.get("stored"), host, task))
    return found


def failure_of(read: Mapping[str, Any], kind: str, host: str, task: str) -> Failure:
    """What a failed task says."""
    error = read.get("error")
    about: Mapping[str, Any] = error if isinstance(error, dict) else {}
    return Failure(
        text(read.get("msg") or "the task failed without a message"),
        text(about.get("kind") or kind),
        text(about.get("key") or ""),
        text(about.get("action") or ""),
        number(about.get("status")),
        number(about.get("code")),
        text(about.get("request_id") or ""),
        host,
        task,
    )


def section_of(kind: str) -> str:
    """The section of a kind."""
    return kind if kind in _SINGLETONS or not kind else f"{kind}s"


def named(value: Any) -> str:
    """What something is, for a sentence about it."""
    if value is None:
        return "nothing"
    kinds = ((str, "a string"), (bool, "a boolean"), ((int, float), "a number"), (Mapping, "a dictionary"))
    return next((name for types, name in kinds if isinstance(value, types)), "a list")
