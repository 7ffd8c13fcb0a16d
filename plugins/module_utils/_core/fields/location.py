# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locations of objects: a project, a folder in it, or the parent of a folder; the API stores IDs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ..change import Change, Move
from ..comparison import MISSING, Comparison, Rules
from ..values import NO_ID, id_form, object_id, with_at
from ..wanted import Target, Wanted
from .base import Names, Raw, References
from .reference import Pointer

#: a location as an option of AnsibleModule
OPTIONS = {
    "project": {"type": "str"},
    "folder": {"type": "list", "elements": "str"},
    "id": {"type": "str"},
}
_NAME = {"type": "string", "minLength": 1}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"project": _NAME, "folder": {"type": "array", "items": _NAME}, "id": _NAME},
}


class Location(Pointer):
    """A project, or a folder in it.

    ``split`` names the API's two keys for a location, the IDs of the project and of the folder in it; the one that
    counts is at ``path`` (see kind.Shape), and a move sends both. ``clear`` is the value that clears the location, at
    the first key of ``path``; without it, the location cannot be cleared.
    """

    split: tuple[str, ...] = ()
    clear: Any = None

    type: ClassVar[str] = "dict"
    none: ClassVar[Any] = {}

    @property
    def located(self) -> bool:
        return True

    @property
    def holds(self) -> bool:
        return not self.clear  # a location that can be cleared does not contain the object

    def spec(self) -> dict[str, Any]:
        return {"type": "dict", "options": OPTIONS}

    def schema(self) -> dict[str, Any]:
        return SCHEMA

    def faults(self, value: Any, where: str) -> list[str]:
        if not value:
            return [] if self.clear else [f"{where} requires project or id"]
        if "id" in value:
            if len(value) > 1:
                return [f"{where} must have either id, or project and folder"]
            return [] if object_id(value["id"]) else [f"{where}.id '{value['id']}' {NO_ID}"]
        if not value.get("project"):
            return [f"{where} requires project or id"]
        return [] if all(value.get("folder", ())) else [f"{where}.folder must not contain an empty name"]

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        return references.place(value)

    def canonical_form(self, value: Any) -> Any:
        """A location as given in a task, not resolved: two different forms may still mean the same place."""
        return {name: id_form(part) if isinstance(part, str) else part for name, part in value.items() if part}

    def label_of(self, id: str, rules: Rules) -> Any:
        return rules.labels.get((True, id), {"id": id})

    def ids(self, place: Target) -> dict[str, Any]:
        """The two IDs that the API stores: of the project, and of the folder in it (null for none)."""
        project, folder = self.split
        within = place.project
        return {project: within.value, folder: place.value} if within else {project: place.value, folder: None}

    def as_raw(self, value: Target) -> dict[str, Any]:
        """The part of an API's object that has this location."""
        raw = with_at({}, self.where, value.value)
        return {**raw, **self.ids(value)} if self.split else raw

    def marks(self, value: Any) -> set[Any]:
        """The marks of the location, including the project of a folder."""
        within = super().marks(value.project) if isinstance(value, Target) and value.project else set()
        return super().marks(value) | within

    def query(self, location: Raw) -> dict[str, str]:
        """The query for objects in the same ``location``; {} if it has none."""
        project, folder = self.split
        if location.get(folder):
            return {folder: str(location[folder])}
        return {project: str(location[project]), "without_folder": "true"} if location.get(project) else {}

    def create_body(self, body: dict[str, Any], part: Comparison, given: Any) -> dict[str, Any]:
        whole = super().create_body(body, part, given)
        return {**whole, **self.ids(given)} if self.split else whole

    def overlay(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        if isinstance(given, Target) and given.cleared and part.differs:
            return {**body, **self.clear}
        return super().overlay(body, given, observed, part)

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        body = self.ids(wanted.values[self.name]) if self.split else {self.where[-1]: part.body}
        return [Move(wanted.kind, wanted.key, (self.name,), id, wanted.base, body, self.route)]

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        whole = super().predict(predicted, part, wanted)
        return {**whole, **self.ids(wanted.values[self.name])} if self.split else whole

    def exported(self, value: Any, names: Names) -> Any:
        return names.place(value) if value is not None else {} if self.clear else MISSING


class ParentFolders(Pointer):
    """The path to the parent of the same kind: names from the root of their common container."""

    canonical: Callable[[Any], Any] = object_id

    type: ClassVar[str] = "list"
    none: ClassVar[Any] = []

    @property
    def nests(self) -> bool:
        return True

    def spec(self) -> dict[str, Any]:
        return {"type": "list", "elements": "str"}

    def faults(self, value: Any, where: str) -> list[str]:
        return [] if all(value) else [f"{where} must not contain an empty name"]

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        return value if within is None else references.parent(within, value)

    def canonical_form(self, value: Any) -> Any:
        return self.canonical(value)

    def label_of(self, id: str, rules: Rules) -> Any:
        label: Mapping[str, Any] = rules.labels.get((True, id), {"id": id})
        return label.get("folder", label)

    def new_body(self, wanted: Target) -> Any:
        # without a parent, the API puts a new object at the root
        return MISSING if wanted.cleared else wanted.value

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING  # the position in the document determines it
