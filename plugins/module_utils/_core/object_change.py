# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of one object, in however many requests: the entries of ``changes``, ``diff`` and all reports. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .change import Change
from .display import visible
from .kind import Kind
from .yaml_text import yaml_text


@dataclass(frozen=True)
class ObjectChange:
    """All requests of a plan that concern one object. Its parts and the items of its lists are fields of it.

    ``places`` are those of its requests among the plan's changes. ``before`` and ``after`` are the two sides of its
    ``fields``, normalised, secrets masked. ``recreated`` says that a new object takes the place of the old one.
    """

    kind: Kind
    key: str
    action: str
    fields: tuple[str, ...]
    places: tuple[int, ...]
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    recreated: bool = False

    @property
    def title(self) -> str:
        """The object for people."""
        return visible(f"{self.kind.title} '{self.key}'")

    @property
    def diff(self) -> dict[str, str]:
        """Its entry in ``diff``: only the fields that differ."""
        return diff_of(self.title, self.action, self.before, self.after)

    def outcome(self, words: Sequence[str]) -> str:
        """What became of it, from what became of each request: what was done in part has failed."""
        mine = {words[place] for place in self.places}
        return mine.pop() if len(mine) == 1 else "failed"

    def told(self, words: Sequence[str]) -> dict[str, Any]:
        """Its entry in ``changes``; ``words`` are the outcomes of the plan's requests."""
        recreated = {"recreated": True} if self.recreated else {}
        return {
            "kind": self.kind.name,
            "key": self.key,
            "action": self.action,
            "fields": list(self.fields),
            "outcome": self.outcome(words),
            "requests": len(self.places),
            "before": dict(self.before),
            "after": dict(self.after),
            **recreated,
        }

    def done_in_part(self, changes: Sequence[Change], words: Sequence[str]) -> str:
        """Which of its fields were written and which were not, where that differs; '' where all or none were."""
        written, others = ([*self._names(changes, words, done)] for done in (True, False))
        if not written or not others:
            return ""
        return f"written: {', '.join(written)}; not written: {', '.join(others)}"

    def _names(self, changes: Sequence[Change], words: Sequence[str], done: bool) -> dict[str, None]:
        """The fields of the requests that were carried out, or of the others; of a request without any, its action."""
        mine = [changes[place] for place in self.places if (words[place] == "applied") is done]
        return dict.fromkeys(name for change in mine for name in _fields(self.kind, change) or (change.action,))


def object_changes(
    kind: Kind, key: str, changes: Sequence[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[ObjectChange, ...]:
    """The changes of a plan, one for each object, in the order of their first requests.

    ``before`` and ``after`` are the sides of the object that the plan is for; what has to be made on the way to it
    has none.
    """
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
            found.append(_one(mine, tuple(places), mine[0].kind, own, {}, {}))
    return tuple(found)


def _one(
    mine: Sequence[Change],
    places: tuple[int, ...],
    kind: Kind,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> ObjectChange:
    """The change of one object, from its requests and its own two sides."""
    actions = {change.action for change in mine if change.kind is kind}
    fields = tuple(dict.fromkeys(name for change in mine for name in _fields(kind, change)))
    recreated = {"create", "delete"} <= actions
    told = [word for word in ("create", "delete", "move") if word in actions]
    action = "update" if recreated or not told else told[0]
    if action == "delete":
        return ObjectChange(kind, key, action, (), places, before)
    shown = {} if action == "create" else {name: before[name] for name in fields if name in before}
    wanted = {name: after[name] for name in fields if name in after}
    return ObjectChange(kind, key, action, fields, places, shown, wanted, recreated)


def _list_of(kind: Kind, change: Change) -> str:
    """The field that lists what a change is about, where that is an item of the object; '' for anything else."""
    return next((field.name for field in kind.fields if field.child_kind is change.kind), "")


def _fields(kind: Kind, change: Change) -> tuple[str, ...]:
    """The fields of the object that a request writes."""
    listing = _list_of(kind, change)
    return (listing,) if listing else change.fields


def diff_of(title: str, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The two sides of an object as Ansible shows them with --diff: as text, because it escapes all else.

    ``title`` is the object for people, which heads each side on which it is there.
    """
    return {
        "before_header": "" if action == "create" else title,
        "after_header": "" if action == "delete" else title,
        "before": yaml_text(before),
        "after": yaml_text(after),
    }
