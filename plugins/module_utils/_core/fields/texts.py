# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of texts: ordered by the user, or sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from ..comparison import MISSING, Comparison, Rules, both
from ..values import at, domain_key, domain_text, first_of_each, frozen, type_in_words
from .base import Field, Names, Raw, always, suggestion
from .scalar import domain_mistakes

if TYPE_CHECKING:
    from ..kind import Kind


def compare_texts(field: Texts, wanted: Any, observed: Any, unordered: bool) -> Comparison:
    """The comparison of two lists. Existing texts are sent back in their stored spelling."""
    if wanted is MISSING:
        return Comparison(body=observed)
    spelled = {} if observed in (MISSING, None) else {frozen(field.canonical_form(item)): item for item in observed}
    distinct = not unordered or len(wanted) < 2
    items = wanted if distinct else first_of_each(wanted, lambda item: frozen(field.canonical_form(item)))
    body = [spelled.get(frozen(field.canonical_form(item)), item) for item in items] if spelled else list(items)
    before = MISSING if observed is MISSING else field.listed(observed, unordered)
    return both(before, field.listed(wanted, unordered), body, observed)


class Texts(Field):
    """A list of texts, ordered by the user. ``canonical`` returns the comparable form of each."""

    choices: tuple[str, ...] = ()
    canonical: Callable[[Any], Any] | None = None

    type: ClassVar[str] = "list"
    schema_type: ClassVar[str] = "array"
    observed_as: ClassVar[str] = "a list"
    unordered: ClassVar[bool] = False

    def spec(self) -> dict[str, Any]:
        choices = {"choices": list(self.choices)} if self.choices else {}
        return {"type": "list", "elements": "str", **choices}

    def schema(self) -> dict[str, Any]:
        choices = {"enum": list(self.choices)} if self.choices else {}
        return {"type": "array", **choices, "items": {"type": "string"}}

    def canonical_form(self, value: Any) -> Any:
        return self.canonical(value) if self.canonical else value

    def mismatch(self, value: Any, where: str) -> str:
        others = [n for n, item in enumerate(value) if not isinstance(item, str)] if isinstance(value, list) else []
        if others:
            return f"{where}[{others[0]}] is {type_in_words(value[others[0]])}, not a string"
        return super().mismatch(value, where)

    def shown(self, value: Any) -> Any:
        return [] if value is None else self.listed(value, self.unordered)

    def listed(self, value: Any, unordered: bool) -> list[Any]:
        """The normalized form of a list; ``unordered`` means that it is a set."""
        items = [self.canonical_form(item) for item in value or ()]
        return sorted(first_of_each(items, frozen), key=str) if unordered and len(items) > 1 else items

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        return compare_texts(self, wanted, observed, self.unordered)

    def is_at_once_equal(self, given: Any, observed: Raw) -> bool:
        return self.readable is always and bool(given == at(observed, self.where))

    def visible(self, value: Any) -> Any:
        return value

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if value is None or (self.choices and not value) else self.shown(value)


class TextSet(Texts):
    """A list of texts that is a set.

    ``mentions`` is the kind of the objects that they name, which the API may create. ``documented`` are the texts that
    any source lists, if others are possible.
    """

    mentions: Kind | None = None
    documented: tuple[str, ...] = ()

    unordered: ClassVar[bool] = True

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        there = {self.canonical_form(item) for item in observed} if observed else ()
        return [
            mistake
            for index, item in enumerate(value)
            if self.canonical_form(item) not in there
            for mistake in self.mistakes_in(item, f"{where}[{index}]")
        ]

    def mistakes_in(self, item: str, where: str) -> list[str]:
        """Probable mistakes in a text that the object does not have yet."""
        if not self.documented or item in self.documented:
            return []
        hint = suggestion(item, self.documented, f"known names are {', '.join(self.documented)}")
        return [f"{where} is '{item}', which is not a known name; {hint}"]

    @property
    def needs(self) -> tuple[Kind, ...]:
        return (self.mentions,) if self.mentions else ()

    def marks(self, value: Any) -> set[Any]:
        return {(self.mentions.name, self.canonical_form(name)) for name in value or ()} if self.mentions else set()


class DomainSet(TextSet):
    """Domains, compared in their IDNA form and shown in their own script."""

    canonical: Callable[[Any], Any] | None = domain_key

    def mistakes_in(self, item: str, where: str) -> list[str]:
        return domain_mistakes(item, where)

    def listed(self, value: Any, unordered: bool) -> list[Any]:
        return sorted(map(domain_text, super().listed(value, unordered)))
