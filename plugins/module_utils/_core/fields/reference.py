# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""References to other objects, by name or ID; the API stores the ID."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ..comparison import MISSING, Comparison, Rules
from ..values import id_form, plain, same
from ..wanted import Target
from .base import Field, Names, References

if TYPE_CHECKING:
    from ..kind import Kind


class Pointer(Field):
    """A field that the API stores as an ID. After it has been resolved, its values are Targets."""

    none: ClassVar[Any] = ""  # the label for no object

    @property
    def nothing(self) -> Any:
        return self.none

    def label_of(self, id: str, rules: Rules) -> Any:
        """The name of the object with an ID, if known."""
        return rules.labels.get((False, id), id)

    def new_body(self, wanted: Target) -> Any:
        """What a create sends."""
        return wanted.value

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        if wanted is MISSING:
            return Comparison(body=observed)
        after = self.none if wanted.cleared else wanted.label
        if observed is MISSING:
            return Comparison(True, MISSING, after, self.new_body(wanted))
        current = id_form(observed)
        if current == (None if wanted.cleared else wanted.value):
            return Comparison(False, after, after, observed)
        before = self.none if current is None else self.label_of(current, rules)
        if same(before, after):  # a name passes to another object, or several objects have it
            before = _with_id(before, current)
            after = after if wanted.address else _with_id(after, wanted.id)  # the document says which one
        return Comparison(True, before, after, wanted.value)

    def described(self, value: Any, rules: Rules) -> Any:
        return self.label_of(id_form(value), rules)

    def is_cleared(self, given: Any) -> bool:
        return bool(given.cleared)

    def marks(self, value: Any) -> set[Any]:
        if isinstance(value, Target):
            return {value.id} if value.id else set()
        return {id_form(value)} if value else set()


def _with_id(label: Any, id: Any) -> Any:
    """An ambiguous label, completed by the ID."""
    return {**label, "id": id} if isinstance(label, dict) else f"{plain(label)} (ID {id})"


class Reference(Pointer):
    """The name or ID of an object of a kind."""

    to: Kind | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the object. Raises ValueError for a declaration without one."""
        if self.to is None:
            raise ValueError(f"{self.name} refers to no kind")
        return self.to

    @property
    def needs(self) -> tuple[Kind, ...]:
        return (self.kind,)

    @property
    def looks_into(self) -> tuple[Kind, ...]:
        return (self.kind,)

    def faults(self, value: Any, where: str) -> list[str]:
        return [f"{where} must not be empty"] if value == "" else []

    def identity(self, value: Any) -> Any:
        return (value.id or value.label) if isinstance(value, Target) else id_form(value)

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        return references.reference(self.kind, value)

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if value is None else names.reference(self.kind, value)
