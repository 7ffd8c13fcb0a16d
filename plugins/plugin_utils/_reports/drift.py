# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The content of the four reports: the differences between the wanted and the observed state, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import kind_title, visible

from .differences import Row, rows_of_entry
from .terms import ACTIONS, DRIFT, Terms

#: the most harmful come first, so that a short report does not omit them
_RANKS = {"delete": 0, "move": 1, "update": 2, "create": 3, "error": 0, "warning": 1, "ok": 2}
#: the action of tasks with a hidden result (no_log)
HIDDEN = "change"
#: counts words that are not in ACTIONS or OUTCOMES
OTHER = "other"
OUTCOMES = ("failed", "not_attempted", "applied", "planned", "kept", "hidden", "found")
#: origins of differences: a change of the document, an edit of the workspace, or both
ORIGINS = ("document", "workspace", "both")
#: origins of changes that undo or overwrite edits, which come first
UNDOING = ("workspace", "both")


@dataclass(frozen=True)
class FieldChange:
    """One field of one object. Both values are ABSENT if only its name is known."""

    name: str
    before: Any = ABSENT
    after: Any = ABSENT


@dataclass(frozen=True)
class TakesAlong:
    """What a delete removes besides the object: the number of items, and their size in bytes."""

    items: int
    bytes: int


@dataclass(frozen=True)
class Entry:
    """The change of one object. ``outcome`` is one of OUTCOMES.

    ``origin`` maps options and keys (settings.volume) to the origins of their differences, if known. If the entry is a
    part of one divided by origin, ``only`` has the origins of this part. ``on_air`` says which broadcasts it can hurt.
    """

    section: str
    kind: str
    key: str
    action: str
    outcome: str
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""
    takes_along: TakesAlong | None = None
    host: str = ""
    task: str = ""
    origin: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ORIGINS
    on_air: tuple[str, ...] = ()

    def of(self, *origins: str) -> Entry | None:
        """The part of the entry with these origins; None if there is none."""
        if not {word for _name, word in self.origin} & set(origins):
            return None
        words = [(field, self.origins_of(field.name)) for field in self.fields]
        fields = tuple(field for field, found in words if not found or found & set(origins))
        return replace(self, fields=fields, only=origins)

    def origins_of(self, path: str) -> set[str]:
        """The origins of the differences at a path, or below it."""
        at = {word for name, word in self.origin if name == path or _is_below(path, name)}
        return at or {word for name, word in self.origin if _is_below(name, path)}

    @property
    def is_whole(self) -> bool:
        """Whether this is a whole entry rather than a part of one."""
        return self.only == ORIGINS

    @cached_property
    def rows(self) -> list[Row]:
        """The differing parts, as shown in all reports for people."""
        return rows_of_entry(self)

    @property
    def names(self) -> list[str]:
        """The options and keys with the origins of this part; without origins, only the options."""
        names = [name for name, word in self.origin if word in self.only]
        return names or [field.name for field in self.fields]

    @property
    def loses(self) -> bool:
        """Whether anything is lost besides the object itself."""
        return self.takes_along is not None and bool(self.takes_along.items or self.takes_along.bytes)


@dataclass(frozen=True)
class Failure:
    """A failed task. The differences of its objects are unknown, or not all known."""

    message: str
    kind: str = ""
    key: str = ""
    action: str = ""
    status: int | None = None
    code: int | None = None
    request_id: str = ""
    host: str = ""
    task: str = ""
    planned: bool = False  # whether a plan had been made
    refused: bool = False  # whether that plan was refused before anything was attempted

    @property
    def lines(self) -> list[str]:
        """The message for people; every fault of a document is on its own line."""
        return [visible(line) for line in self.message.split("\n")]


@dataclass(frozen=True)
class Unsettled:
    """A field of an object whose value the API stored differently, or ignored."""

    kind: str
    key: str
    field: str
    wanted: Any
    stored: Any
    host: str = ""
    task: str = ""

    @property
    def name(self) -> str:
        """The object and the field, for people."""
        return f"{kind_title(self.kind)} {self.key}: {self.field}"


@dataclass(frozen=True)
class Dropped:
    """An object that the last applied document contains, but the present one does not."""

    kind: str
    key: str
    hint: str
    host: str = ""

    @property
    def name(self) -> str:
        """The object, for people."""
        return f"{kind_title(self.kind)} {self.key}"


@dataclass(frozen=True)
class Undo:
    """The document that undoes the changes, and what it cannot restore, line by line."""

    dest: str
    lost: tuple[Lost, ...] = ()
    host: str = ""


@dataclass(frozen=True)
class Lost:
    """What cannot be restored of an object: everything, if no fields are named."""

    kind: str
    key: str
    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Section:
    """The number of objects of one kind that are in sync, and of those that are unmanaged. None means unknown.

    ``label`` is the name for people, if it does not follow from ``name``.
    """

    name: str
    wanted: int | None = None
    unchanged: int = 0
    unmanaged: int | None = None
    label: str = ""

    @property
    def title(self) -> str:
        """The name for people."""
        if self.label:
            return self.label
        words = kind_title(self.name).strip()
        return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Unmanaged:
    """The unmanaged objects in a section: their number, and some of their names."""

    section: str
    total: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A section and its changes, deletes first."""

    section: Section
    entries: tuple[Entry, ...]
    actions: tuple[str, ...] = ACTIONS

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of changes for each action."""
        return _counts(self.entries, self.actions)


@dataclass(frozen=True)
class Drift:
    """The content of the results of one or several tasks. ``entries`` are in the order of the plan.

    ``kept`` are the changes that are omitted in order to keep somebody's edits.
    """

    entries: tuple[Entry, ...] = ()
    failures: tuple[Failure, ...] = ()
    sections: tuple[Section, ...] = ()
    unchanged: int = 0
    plan_id: str = ""
    requests: tuple[int, int] | None = None  # reads, writes
    unsettled: tuple[Unsettled, ...] = ()
    hosts: tuple[str, ...] = ()
    unmanaged_objects: tuple[Unmanaged, ...] = ()
    unverified: tuple[str, ...] = ()
    needs_secrets: tuple[str, ...] = ()
    kept: tuple[Entry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    knows_origins: bool = False
    undo: tuple[Undo, ...] = ()
    terms: Terms = DRIFT

    @property
    def differs(self) -> bool | None:
        """Whether there are changes, even omitted ones, in the plan; None if a task failed without a plan."""
        if self.entries or self.kept:
            return True
        return None if any(not failure.planned for failure in self.failures) else False

    @cached_property
    def was_carried_out(self) -> bool:
        """Whether a plan was begun, so that unattempted changes were prevented by something. Refused plans were not."""
        return not set(self.outcomes) <= {"planned", "not_attempted", "hidden", "found"}

    @cached_property
    def refusals(self) -> tuple[Failure, ...]:
        """The plans that were refused."""
        return tuple(failure for failure in self.failures if failure.refused)

    @cached_property
    def origin(self) -> dict[str, int] | None:
        """The number of options and keys that differ, by origin; None if unknown."""
        words = [word for entry in self.entries for _name, word in entry.origin]
        return {word: words.count(word) for word in ORIGINS} if self.knows_origins else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of changes for each action, always including those in ``terms.actions``."""
        return _counts(self.entries, self.terms.actions)

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """The number of changes for each outcome."""
        return _counted((entry.outcome for entry in self.entries), OUTCOMES)

    @cached_property
    def unmanaged(self) -> int | None:
        """The number of unmanaged objects; None if no section knows it."""
        known = [section.unmanaged for section in self.sections if section.unmanaged is not None]
        return sum(known) if known else None

    @cached_property
    def several_hosts(self) -> bool:
        """Whether the reports have to name the hosts of results."""
        return len(self.hosts) > 1

    @cached_property
    def losses(self) -> tuple[Entry, ...]:
        """The deletes that remove other items, too."""
        return tuple(entry for entry in self.entries if entry.loses and entry.outcome != "not_attempted")

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The sections with their changes, including sections without changes."""
        entries: dict[str, list[Entry]] = {section.name: [] for section in self.sections}
        for entry in self.entries:
            entries.setdefault(entry.section, []).append(entry)
        sections = {section.name: section for section in self.sections}
        return tuple(
            Group(sections.get(name) or Section(name), tuple(_ordered(found)), self.terms.actions)
            for name, found in entries.items()
        )


def _is_below(path: str, other: str) -> bool:
    """Whether a path leads to a value inside that at another path."""
    return path.startswith((f"{other}.", f"{other}["))


def _counts(entries: Iterable[Entry], actions: tuple[str, ...]) -> dict[str, int]:
    """The number of changes for each action, always including the given ones."""
    return {**dict.fromkeys(actions, 0), **_counted((entry.action for entry in entries), actions)}


def _counted(words: Iterable[str], known: tuple[str, ...]) -> dict[str, int]:
    """The number of each known word, in order; any others are counted together."""
    found = dict.fromkeys((*known, OTHER), 0)
    for word in words:
        found[word if word in found else OTHER] += 1
    return {word: number for word, number in found.items() if number}


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Failures first, then the most harmful changes; otherwise in the order of the plan."""
    return sorted(entries, key=sort_key)


def sort_key(entry: Entry) -> tuple[bool, int]:
    """The sort key of a change: failures first, then the most harmful changes."""
    return (entry.outcome != "failed", _RANKS.get(entry.action, 1))
