# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the four reports are about: the changes between what is wanted and what is there, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

from .differences import Row, rows_of_entry
from .terms import ACTIONS, DRIFT, Terms

#: What does the most harm comes first, and so is not what a short report leaves out.
_RANKS = {"delete": 0, "move": 1, "update": 2, "create": 3, "error": 0, "warning": 1, "ok": 2}
#: What a task changes that hides its result (no_log).
HIDDEN = "change"
#: Where what is none of ACTIONS or OUTCOMES is counted.
OTHER = "other"
OUTCOMES = ("failed", "not_attempted", "applied", "planned", "kept", "hidden", "found")
#: Where differences come from: the document asks for them, somebody edited the workspace, or both.
ORIGINS = ("document", "workspace", "both")
#: Those that overwrite or undo what somebody edited, and so come first.
UNDOING = ("workspace", "both")


@dataclass(frozen=True)
class FieldChange:
    """One field of one object. Both values are ABSENT when only its name is known."""

    name: str
    before: Any = ABSENT
    after: Any = ABSENT


@dataclass(frozen=True)
class TakesAlong:
    """What a delete takes along: how many items, and how many bytes they have."""

    items: int
    bytes: int


@dataclass(frozen=True)
class Entry:
    """What becomes of one object. ``outcome`` is planned, applied, failed, not_attempted or kept.

    ``origin`` says where the differences come from, by option and key (settings.volume), if that is known. Of an entry
    that is divided by it, ``only`` are the origins that this part has. ``on_air`` says which broadcasts it can hurt.
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
        """The part of the entry that is of some origins; None where there is none."""
        if not {word for _name, word in self.origin} & set(origins):
            return None
        words = [(field, self.origins_of(field.name)) for field in self.fields]
        fields = tuple(field for field, found in words if not found or found & set(origins))
        return replace(self, fields=fields, only=origins)

    def origins_of(self, path: str) -> set[str]:
        """The origins of what differs at a path, or below it."""
        at = {word for name, word in self.origin if name == path or _is_below(path, name)}
        return at or {word for name, word in self.origin if _is_below(name, path)}

    @property
    def is_whole(self) -> bool:
        """Whether this is not a part of an entry."""
        return self.only == ORIGINS

    @cached_property
    def rows(self) -> list[Row]:
        """What differs, part by part, as all reports for people show it."""
        return rows_of_entry(self)

    @property
    def names(self) -> list[str]:
        """What differs: options and keys, of the origins that this part has; without origins, options alone."""
        told = [name for name, word in self.origin if word in self.only]
        return told or [field.name for field in self.fields]

    @property
    def loses(self) -> bool:
        """Whether something is lost besides the object itself."""
        return self.takes_along is not None and bool(self.takes_along.items or self.takes_along.bytes)


@dataclass(frozen=True)
class Failure:
    """A task that failed. What differs in that which it was about is not known, or not all of it."""

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
    refused: bool = False  # whether that plan was refused, and nothing of it attempted

    @property
    def lines(self) -> list[str]:
        """The message for people; every fault of a document stands on a line of its own."""
        return [visible(line) for line in self.message.split("\n")]


@dataclass(frozen=True)
class Unsettled:
    """A field of an object that the API stored otherwise than it was sent, or ignored."""

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
        return f"{self.kind.replace('_', ' ')} {self.key}: {self.field}"


@dataclass(frozen=True)
class Dropped:
    """An object that the document named when it was last applied, and does not name any longer."""

    kind: str
    key: str
    hint: str
    host: str = ""

    @property
    def name(self) -> str:
        """The object, for people."""
        return f"{self.kind.replace('_', ' ')} {self.key}"


@dataclass(frozen=True)
class Undo:
    """The document that undoes what was applied, and what it cannot restore, line by line."""

    dest: str
    lost: tuple[Lost, ...] = ()
    host: str = ""


@dataclass(frozen=True)
class Lost:
    """What cannot be restored of an object: all of it, where no fields are named."""

    kind: str
    key: str
    fields: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Section:
    """How many objects of one kind are as wanted, and how many nobody asked for. None: not known.

    A ``label`` is what people call it, where that does not follow from its name.
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
        words = self.name.replace("_", " ").strip()
        return " ".join(
            word.upper() if word in ("cdn", "drm") else word.capitalize() if not place else word
            for place, word in enumerate(words.split(" "))
        )


@dataclass(frozen=True)
class Alone:
    """What lives in a section of a workspace and no entry names: how many objects, and some of their names."""

    section: str
    total: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A section and its changes, the deletes first."""

    section: Section
    entries: tuple[Entry, ...]
    actions: tuple[str, ...] = ACTIONS

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each action."""
        return _counts(self.entries, self.actions)


@dataclass(frozen=True)
class Drift:
    """All that one or several tasks told. ``entries`` are in the order of the plan.

    ``kept`` are the changes that are not made, because the workspace is left as somebody edited it.
    """

    entries: tuple[Entry, ...] = ()
    failures: tuple[Failure, ...] = ()
    sections: tuple[Section, ...] = ()
    unchanged: int = 0
    plan_id: str = ""
    requests: tuple[int, int] | None = None  # reads, writes
    unsettled: tuple[Unsettled, ...] = ()
    hosts: tuple[str, ...] = ()
    alone: tuple[Alone, ...] = ()
    unverified: tuple[str, ...] = ()
    needs_secrets: tuple[str, ...] = ()

    @property
    def differs(self) -> bool | None:
        """Whether there are changes, or kept ones, by the plan; None where a task failed without one."""
        if self.entries or self.kept:
            return True
        return None if any(not failure.planned for failure in self.failures) else False

    @cached_property
    def was_carried_out(self) -> bool:
        """Whether a plan was begun, so that what is not attempted was prevented by something. A refused one was not."""
        return not set(self.outcomes) <= {"planned", "not_attempted", "hidden", "found"}

    @cached_property
    def refusals(self) -> tuple[Failure, ...]:
        """The plans that were refused."""
        return tuple(failure for failure in self.failures if failure.refused)

    kept: tuple[Entry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    knows_origins: bool = False
    undo: tuple[Undo, ...] = ()
    terms: Terms = DRIFT

    @cached_property
    def origin(self) -> dict[str, int] | None:
        """How many options and keys differ for which reason; None where that is not known."""
        words = [word for entry in self.entries for _name, word in entry.origin]
        return {word: words.count(word) for word in ORIGINS} if self.knows_origins else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each action, those of ``terms.actions`` in any case."""
        return _counts(self.entries, self.terms.actions)

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How many changes had each outcome."""
        return _counted((entry.outcome for entry in self.entries), OUTCOMES)

    @cached_property
    def unmanaged(self) -> int | None:
        """How many objects nobody asked for; None when no section knows."""
        known = [section.unmanaged for section in self.sections if section.unmanaged is not None]
        return sum(known) if known else None

    @cached_property
    def several_hosts(self) -> bool:
        """Whether it has to be said which host told what."""
        return len(self.hosts) > 1

    @cached_property
    def losses(self) -> tuple[Entry, ...]:
        """The deletes that take something along."""
        return tuple(entry for entry in self.entries if entry.loses and entry.outcome != "not_attempted")

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The sections with their changes; a section that has none is there too."""
        entries: dict[str, list[Entry]] = {section.name: [] for section in self.sections}
        for entry in self.entries:
            entries.setdefault(entry.section, []).append(entry)
        sections = {section.name: section for section in self.sections}
        return tuple(
            Group(sections.get(name) or Section(name), tuple(_ordered(found)), self.terms.actions)
            for name, found in entries.items()
        )


def _is_below(path: str, other: str) -> bool:
    """Whether a path leads into what stands at another."""
    return path.startswith((f"{other}.", f"{other}["))


def _counts(entries: Iterable[Entry], actions: tuple[str, ...]) -> dict[str, int]:
    """How many changes there are of each action, the given ones in any case."""
    return {**dict.fromkeys(actions, 0), **_counted((entry.action for entry in entries), actions)}


def _counted(words: Iterable[str], known: tuple[str, ...]) -> dict[str, int]:
    """How often each known word occurs, in their order; the others together."""
    found = dict.fromkeys((*known, OTHER), 0)
    for word in words:
        found[word if word in found else OTHER] += 1
    return {word: number for word, number in found.items() if number}


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    """What failed first, then what does the most harm; else as in the plan."""
    return sorted(entries, key=rank)


def rank(entry: Entry) -> tuple[bool, int]:
    """The place of a change among others: what failed comes first, then what does the most harm."""
    return (entry.outcome != "failed", _RANKS.get(entry.action, 1))
