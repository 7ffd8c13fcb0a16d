# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for one object: its ordered changes, what they are based on, and what did not take effect. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from .bodies import settled
from .change import Change
from .comparison import MISSING, Rules
from .declaration import record
from .display import unmarked, visible, yaml_text
from .fields.base import Field, Raw
from .kind import Kind
from .values import at, same
from .wanted import Target, Wanted

EMPTY: Mapping[str, Any] = {}


class ObjectChange(NamedTuple):
    """All requests of a plan that concern one object. Its parts and list items count as its fields.

    ``places`` are the indexes of these requests among the plan's changes. ``before`` and ``after`` are both sides of
    its ``fields``, normalized, with secrets masked. ``recreated`` means that a new object replaces the old one.
    """

    kind: Kind
    key: str
    action: str
    fields: tuple[str, ...]
    places: tuple[int, ...]
    before: Mapping[str, Any] = EMPTY
    after: Mapping[str, Any] = EMPTY
    recreated: bool = False

    @property
    def title(self) -> str:
        """The object's name for people."""
        return visible(f"{self.kind.title} '{self.key}'")

    @property
    def diff(self) -> dict[str, str]:
        """Its entry in ``diff``: only fields that differ."""
        return diff_of(self.title, self.action, self.before, self.after)

    def outcome(self, words: Sequence[str]) -> str:
        """The outcome for the object, from the outcomes of its requests: partly applied counts as failed."""
        mine = {words[place] for place in self.places}
        return mine.pop() if len(mine) == 1 else "failed"

    def as_result(self, words: Sequence[str]) -> dict[str, Any]:
        """Its entry in ``changes``; ``words`` are the outcomes of the plan's requests."""
        entry: dict[str, Any] = {
            "kind": self.kind.name,
            "key": self.key,
            "action": self.action,
            "fields": list(self.fields),
            "outcome": self.outcome(words),
        }
        # Ansible takes every value of a result to pieces several times, so those that say nothing are left out
        if len(self.places) > 1:
            entry["requests"] = len(self.places)
        if self.action != "create":
            entry["before"] = self.before
        if self.action != "delete":
            entry["after"] = self.after
        return {**entry, "recreated": True} if self.recreated else entry

    def done_in_part(self, changes: Sequence[Change], words: Sequence[str]) -> str:
        """Which of its fields were written and which were not; '' if all or none of them were."""
        written, others = ([*self._names(changes, words, done)] for done in (True, False))
        if not written or not others:
            return ""
        return f"written: {', '.join(written)}; not written: {', '.join(others)}"

    def _names(self, changes: Sequence[Change], words: Sequence[str], done: bool) -> dict[str, None]:
        """The fields of the requests that were applied (or were not); for a request without fields, its action."""
        mine = [changes[place] for place in self.places if (words[place] == "applied") is done]
        return dict.fromkeys(name for change in mine for name in _fields(self.kind, change) or (change.action,))


def object_changes(
    kind: Kind, key: str, changes: Sequence[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[ObjectChange, ...]:
    """The changes of a plan, one for each object, in the order of their first requests.

    ``before`` and ``after`` are the sides of the object that the plan is for. Objects that have to be created first
    (such as parent folders) have none.
    """
    if len(changes) == 1 and (changes[0].kind, changes[0].key) == (kind, key):  # most plans
        return (_one(changes, (0,), kind, key, before, after),)
    grouped: dict[tuple[str, str], list[int]] = {}
    for place, change in enumerate(changes):
        about = (kind.name, key) if _list_of(kind, change) else (change.kind.name, change.key)
        grouped.setdefault(about, []).append(place)
    found = []
    for (name, own), places in grouped.items():
        mine = [changes[place] for place in places]
        if (name, own) == (kind.name, key):
            found.append(_one(mine, tuple(places), kind, own, before, after))
        else:
            found.append(_one(mine, tuple(places), mine[0].kind, own, EMPTY, EMPTY))
    return tuple(found)


def _one(
    mine: Sequence[Change],
    places: tuple[int, ...],
    kind: Kind,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> ObjectChange:
    """The change of one object, from its requests and both of its sides."""
    actions = {change.action for change in mine if change.kind is kind}
    fields = _fields(kind, mine[0])
    if len(mine) > 1:
        fields = tuple(dict.fromkeys(name for change in mine for name in _fields(kind, change)))
    recreated = {"create", "delete"} <= actions
    done = [word for word in ("create", "delete", "move") if word in actions]
    action = "update" if recreated or not done else done[0]
    if action == "delete":
        return ObjectChange(kind, key, action, (), places, before)
    shown = EMPTY if action == "create" else {name: before[name] for name in fields if name in before}
    wanted = after if tuple(after) == fields else {name: after[name] for name in fields if name in after}
    return ObjectChange(kind, key, action, fields, places, shown, wanted, recreated)


def _list_of(kind: Kind, change: Change) -> str:
    """The field that contains the item that a change is about; '' if the change is not about an item."""
    if change.kind is kind:
        return ""
    return next((field.name for field in kind.fields if field.child_kind is change.kind), "")


def _fields(kind: Kind, change: Change) -> tuple[str, ...]:
    """The fields of the object that a request writes."""
    listing = _list_of(kind, change)
    return (listing,) if listing else change.fields


def diff_of(title: str, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Both sides of an object as Ansible shows them with --diff: as text, because Ansible escapes anything else.

    ``title`` is the object's name for people; it heads each side on which the object exists.
    """
    sides = {"before": yaml_text(before), "after": yaml_text(after)}
    if action != "create":
        sides["before_header"] = title
    if action != "delete":
        sides["after_header"] = title
    return sides


@record
class Plan:
    """The changes of one object, both sides of it, and the objections to them (which guards.py enforces)."""

    wanted: Wanted
    observed: Raw | None
    changes: tuple[Change, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    expected: Raw  # the API's object afterwards, as far as IDs and secrets are known
    unverified: tuple[str, ...] = ()  # wanted, but cannot be read back
    at_risk: tuple[str, ...] = ()  # stored secrets that the update would lose
    unknown: tuple[str, ...] = ()  # secrets that it would lose if they are stored, which cannot be read
    locked: tuple[str, ...] = ()  # create-only fields that differ
    missing: tuple[str, ...] = ()  # required fields for a create that are not given
    holds: tuple[str, ...] = ()  # what a delete would remove together with the object
    refused: str = ""  # any other objection
    on_air: tuple[str, ...] = ()  # the broadcasts that would be hurt if it were carried out now, and how

    @cached_property
    def objects(self) -> tuple[ObjectChange, ...]:
        """The changes, one for each object: this one, and those that have to be created first."""
        return object_changes(self.wanted.kind, self.wanted.key, self.changes, self.before, self.after)

    @property
    def predicted(self) -> dict[str, Any]:
        """The object as the API is expected to show it afterwards."""
        return dict(settled(self.expected))

    @property
    def diff(self) -> dict[str, Any]:
        """Both sides: managed fields only, normalized, secrets masked but shown as changed."""
        return {"before": dict(self.before), "after": dict(self.after)}

    @property
    def diff_text(self) -> dict[str, str]:
        """The ``diff`` of a result: both sides as text, headed by the object's name."""
        kind, key = self.wanted.kind, self.wanted.key
        action = next((one.action for one in self.objects if (one.kind, one.key) == (kind, key)), "")
        return diff_of(visible(self.wanted.title), action, self.before, self.after)


def plan_of_one(kind: Kind, key: str, change: Change | None, before: Raw, after: Raw) -> Plan:
    """The plan of an action module: at most one change, and both sides of it."""
    return Plan(Wanted(kind, key, {}), None, (change,) if change else (), before, after, {})


LONGEST = 80  # characters of a value that are shown


class Unsettled(NamedTuple):
    """An option whose value the API stored differently, or ignored.

    ``wanted`` and ``stored`` are as shown in diffs. ``ignored`` means that the value has not changed at all.
    """

    field: Field
    wanted: Any
    stored: Any
    ignored: bool

    @property
    def as_result(self) -> dict[str, Any]:
        """Both values for results. In dictionaries, only the first part that differs; locations are always whole."""
        whole = self.field.located or self.field.needs  # each side may name it in its own way
        path, wanted, stored = self.field.name, self.wanted, self.stored
        values = (path, wanted, stored) if whole else _innermost(path, wanted, stored)
        return dict(zip(("field", "wanted", "stored"), values))

    @property
    def sentence(self) -> str:
        """What the user should know, without the object's name."""
        path, wanted, stored = self.as_result.values()
        if self.ignored:
            return f"the API accepted {path} {_short(wanted)} but did not change it; it still is {_short(stored)}"
        return f"the API stored {path} {_short(wanted)} as {_short(stored)}"

    @property
    def advice(self) -> str:
        """What to do about it if every run compares the option, unlike one of an action; '' for nothing."""
        return "" if self.ignored else "; write it as the API stores it, or every run will try to change it"


def unsettled(wanted: Wanted, before: Raw | None, after: Raw) -> list[Unsettled]:
    """The options of an object that differ from what was wanted although the whole plan was carried out.

    ``before`` is the object before the plan, None for a new one. Fields that cannot be read back are skipped, and so
    are references to objects that did not exist when the plan was made.
    """
    found = []
    for field in wanted.kind.fields:
        given = wanted.values.get(field.name, MISSING)
        pending = isinstance(given, Target) and given.id is None and not given.cleared
        if given is MISSING or pending or field.source or field.name == wanted.kind.routes.owner:
            continue
        part = field.compare_in(wanted, after, Rules())
        if part.differs and field.shows(after):
            ignored = before is not None and same(at(before, field.where), at(after, field.where))
            found.append(Unsettled(field, _plain(part.after), _plain(part.before), ignored))
    return found


def _plain(value: Any) -> Any:
    """A value of a diff without the mark that says that a secret has changed."""
    if isinstance(value, str):
        return unmarked(value)
    return None if value is MISSING else value


def _innermost(path: str, wanted: Any, stored: Any) -> tuple[str, Any, Any]:
    """The first value that differs, as deep in dictionaries as possible, with its path."""
    if isinstance(wanted, Mapping) and isinstance(stored, Mapping):
        for name, value in wanted.items():
            if not same(value, stored.get(name)):
                return _innermost(f"{path}.{name}", value, stored.get(name))
    return path, wanted, stored


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
