# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a task's result, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT

from .drift import (
    Dropped,
    Entry,
    Failure,
    FieldChange,
    Lost,
    Section,
    TakesAlong,
    Undo,
    Unmanaged,
    Unsettled,
)
from .native import number, text

_SINGLETONS = ("drm_auth",)  # sections have plural names, except for singletons


class NotAResultError(ValueError):
    """The value is not a result of a module that reports changes."""


def has_failed(result: Mapping[str, Any]) -> bool:
    """Whether a task failed, or its host could not be reached."""
    return bool(result.get("failed") or result.get("unreachable"))


def of_workspace(read: Mapping[str, Any]) -> bool:
    """Whether the result comes from kinescope_workspace rather than from a module for a single object."""
    return "sections" in read or "summary" in read


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


def entry_of(change: Any, place: int, host: str, task: str) -> Entry:
    """A change in a result, with its fields by name only. Raises NotAResultError."""
    if not isinstance(change, dict):
        raise NotAResultError(f"changes[{place}] is {named(change)}, not a dictionary")
    for name in ("kind", "key", "action", "outcome"):
        if not isinstance(change.get(name), (str, int)):
            raise NotAResultError(f"changes[{place}] has no {name}")
    contents = change.get("takes_along")
    return Entry(
        section_of(text(change["kind"])),
        text(change["kind"]),
        text(change["key"]),
        text(change["action"]),
        text(change["outcome"]),
        _fields(change),
        text(change.get("reason") or ""),
        TakesAlong(number(contents.get("items")) or 0, number(contents.get("bytes")) or 0)
        if isinstance(contents, dict)
        else None,
        host,
        task,
        _origin(change.get("origin")),
        on_air=tuple(names_in(change.get("on_air"))),
    )


def _origin(given: Any) -> tuple[tuple[str, str], ...]:
    return tuple((text(name), text(word)) for name, word in given.items()) if isinstance(given, dict) else ()


def kept_of(read: Mapping[str, Any], host: str, task: str) -> list[Entry]:
    """The changes that are omitted in order to keep somebody's edits."""
    given = read.get("kept")
    return [
        entry_of({**one, "outcome": "kept", "fields": []} if isinstance(one, dict) else one, place, host, task)
        for place, one in enumerate(given if isinstance(given, list) else ())
    ]


def dropped_of(read: Mapping[str, Any], host: str) -> list[Dropped]:
    """The objects that the document no longer contains."""
    given = read.get("dropped")
    found = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    words = [[text(one.get(name) or "") for name in ("kind", "key", "hint")] for one in found]
    return [Dropped(kind, key, hint, host) for kind, key, hint in words]


def undo_of(read: Mapping[str, Any], host: str) -> list[Undo]:
    """The document that undoes a task's changes, if it wrote one."""
    given = read.get("undo")
    if not (isinstance(given, dict) and given.get("dest")):
        return []
    listed = given.get("irreversible")
    lost = [
        Lost(
            text(one.get("kind") or ""),
            text(one.get("key") or ""),
            tuple(names_in(one.get("fields"))),
            text(one.get("why") or ""),
        )
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict)
    ]
    return [Undo(text(given["dest"]), tuple(lost), host)]


def _fields(change: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of a change with their values, or only by name if these are missing. A delete has none."""
    before, after = (value if isinstance(value, dict) else {} for value in (change.get("before"), change.get("after")))
    given = change.get("fields")
    names = dict.fromkeys((*(map(text, given) if isinstance(given, list) else ()), *before, *after))
    return tuple(FieldChange(name, before.get(name, ABSENT), after.get(name, ABSENT)) for name in names)


def unsettled_of(read: Mapping[str, Any], entries: list[Entry], kind: str, host: str, task: str) -> list[Unsettled]:
    """The fields that did not get the wanted values; for an object, those of its changes."""
    given, first = read.get("unsettled"), next(iter(entries), None)
    found = []
    for place, one in enumerate(given if isinstance(given, list) else ()):
        if not isinstance(one, dict):
            raise NotAResultError(f"unsettled[{place}] is {named(one)}, not a dictionary")
        of, key = one.get("kind", first.kind if first else kind), one.get("key", first.key if first else "")
        field = text(one.get("field") or "")
        found.append(Unsettled(text(of), text(key), field, one.get("wanted"), one.get("stored"), host, task))
    return found


def failure_of(read: Mapping[str, Any], kind: str, host: str, task: str) -> Failure:
    """The failure in the result of a failed task."""
    error = read.get("error")
    about: Mapping[str, Any] = error if isinstance(error, dict) else {}
    given = read.get("changes")
    words = (
        {change.get("outcome") for change in given if isinstance(change, dict)} if isinstance(given, list) else set()
    )
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
        planned=bool(words) or "plan_id" in read,
        refused="plan_id" in read and words == {"not_attempted"},
    )


def unmanaged_in(read: Mapping[str, Any]) -> list[Unmanaged]:
    """The unmanaged objects, section by section."""
    sections = read.get("unmanaged")
    return [
        Unmanaged(name, number(one.get("total")) or 0, tuple(names_in(one.get("names"))))
        for name, one in (sections.items() if isinstance(sections, dict) else ())
        if isinstance(one, dict)
    ]


def names_in(value: Any) -> list[str]:
    """The texts in a list; [] for any other value."""
    return [text(name) for name in value] if isinstance(value, list) else []


def section_of(kind: str) -> str:
    """The section of a kind."""
    return kind if kind in _SINGLETONS or not kind else f"{kind}s"


def named(value: Any) -> str:
    """What a value is, for a sentence about it."""
    if value is None:
        return "nothing"
    kinds = ((str, "a string"), (bool, "a boolean"), ((int, float), "a number"), (Mapping, "a dictionary"))
    return next((name for types, name in kinds if isinstance(value, types)), "a list")
