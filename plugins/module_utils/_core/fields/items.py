# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of dictionaries whose items have an identity: each is compared with the one of the same identity."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..comparison import MISSING, Comparison, Rules
from ..display import CHANGED
from ..errors import DocumentError, PlanError
from ..values import at, plain, with_at
from ..wanted import Target
from .base import Field, Names, References, items_mismatch, known_parts
from .parts import Composite, compare_parts, resolved_parts


class ListOfParts(Composite):
    """A list of dictionaries, each identified by one of its parts."""

    type: ClassVar[str] = "list"
    schema_type: ClassVar[str] = "array"
    observed_as: ClassVar[str] = "a list"

    @property
    def match(self) -> str:
        """The name of the part that identifies an item."""
        raise NotImplementedError

    @property
    def identifying(self) -> Field:
        """The part that identifies an item."""
        return next(part for part in self.parts if part.name == self.match)

    @property
    def any_order(self) -> bool:
        """Whether the order of the items does not matter."""
        raise NotImplementedError

    def item_identity(self, item: Mapping[str, Any]) -> Any:
        """What identifies an item, wanted or observed."""
        part = self.identifying
        return part.identity(item[part.name] if part.name in item else at(item, part.where))

    def spec(self) -> dict[str, Any]:
        return {"type": "list", "elements": "dict", "options": {part.name: self._part(part) for part in self.parts}}

    def _part(self, part: Field) -> dict[str, Any]:
        return {**part.spec(), "required": True} if part.name in self.required else part.spec()

    @property
    def required(self) -> tuple[str, ...]:
        """The parts that every item must have."""
        return tuple(part.name for part in self.parts if part.name == self.match or part.needed is True)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {**self.schema_of_parts(), "required": [self.match]}}

    def faults(self, value: Any, where: str) -> list[str]:
        """Items without identity, duplicates, and the faults within items."""
        found: list[str] = []
        seen = set()
        for index, item in enumerate(value):
            here = f"{where}[{index}]"
            name = item.get(self.match)
            if name in (None, ""):
                found.append(f"{here} requires {self.match}")
            elif self._comparable(name) in seen:
                found.append(f"{where} contains '{self.identifying.display_name(name)}' twice")
            seen.add(self._comparable(name))
            found += [f"{here} requires {part}" for part in self.required if part != self.match and part not in item]
            given = {key: part for key, part in item.items() if key != self.match or part != ""}
            found += self.part_faults(given, here)
        return found

    def _comparable(self, name: Any) -> Any:
        """The comparable form of an item's identity; an invalid one is reported as a separate fault."""
        part = self.identifying
        try:
            return part.canonical_form(name) if name else name
        except DocumentError:
            return name

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        items = [resolved_parts(self.parts, item, references, where) for item in value]
        named = [self.item_identity(item) for item in items]
        twice = [item[self.match] for item, name in zip(items, named) if named.count(name) > 1]
        if twice:
            label = getattr(twice[0], "label", twice[0])
            raise PlanError(f"{where} contains '{label}' twice, with different spellings")
        return items

    def mismatch(self, value: Any, where: str) -> str:
        return super().mismatch(value, where) or items_mismatch(self.parts, value, where)

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        """Compares each item, part by part, with the one of the same identity."""
        current: Sequence[Any] = [] if observed in (MISSING, None) else observed
        names = [self.item_identity(item) for item in current]
        if wanted is MISSING:
            pairs = [(self.item_identity(item), self._compare_item(MISSING, item, rules)) for item in current]
            before, after = MISSING, MISSING
        else:
            peers: dict[Any, list[Any]] = {}
            for name, item in zip(names, current):
                peers.setdefault(name, []).append(item)
            given = [(self.item_identity(item), item) for item in wanted]
            pairs = [(name, self._compared(item, peers.get(name), rules)) for name, item in given]
            before, after = self._sides(pairs, current, rules)
        named = [name for name, _pair in pairs]
        moved = named != names and not self.any_order
        bodies = [pair.body for _name, pair in pairs if pair.body is not MISSING]
        display_names = [(f"{self.name}[{self.identifying.display_name(name)}]", pair) for name, pair in pairs]
        return Comparison(
            differs=observed is MISSING
            or moved
            or any(name not in named for name in names)
            or any(pair.differs for _name, pair in pairs),
            before=MISSING if observed is MISSING else before,
            after=after,
            body=self.listed(bodies),
            unverified=tuple(f"{name}.{part}" for name, pair in display_names for part in pair.unverified),
            at_risk=tuple(f"{name}.{part}" for name, pair in display_names for part in pair.at_risk),
            unknown=tuple(f"{name}.{part}" for name, pair in display_names for part in pair.unknown),
        )

    def _compared(self, wanted: Any, peers: Sequence[Any] | None, rules: Rules) -> Comparison:
        """A wanted item, compared with the existing one of its identity; of several, with one that is as wanted."""
        pairs = [self._compare_item(wanted, peer, rules) for peer in peers or (MISSING,)]
        return next((pair for pair in pairs if not pair.differs), pairs[0])

    def _compare_item(self, wanted: Any, observed: Any, rules: Rules) -> Comparison:
        return compare_parts(self.parts, wanted, observed, rules, "")

    def _sides(self, pairs: Sequence[tuple[Any, Comparison]], current: Sequence[Any], rules: Rules) -> tuple[Any, Any]:
        """Both sides of a diff. Removed items are shown as far as they are known."""
        kept = dict(pairs)
        names = [self.item_identity(item) for item in current]
        after = self._marked(pairs, names)
        before = [
            kept[name].before if name in kept and names.count(name) == 1 else known_parts(self.parts, item, rules)
            for name, item in zip(names, current)
        ]
        return (
            (by_name(before, self.item_identity), by_name(after, self.item_identity))
            if self.any_order
            else (before, after)
        )

    def _marked(self, pairs: Sequence[tuple[Any, Comparison]], previous: Sequence[Any]) -> list[Any]:
        """The wanted items. One is marked if it looks the same as a different item, there or at its position."""
        displayed = [self.identifying.display_name(name) for name in previous]
        items = []
        for index, (name, pair) in enumerate(pairs):
            shown_name = self.identifying.display_name(name)
            like = previous[index] if displayed[index : index + 1] == [shown_name] else name
            marked = shown_name != name and (like != name or (shown_name in displayed and name not in previous))
            items.append({**pair.after, self.match: shown_name + CHANGED} if marked else pair.after)
        return items

    def described(self, value: Any, rules: Rules) -> Any:
        items = [known_parts(self.parts, item, rules) for item in value]
        return by_name(items, self.item_identity) if self.any_order else items

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        value = at(raw, path)
        if not value:
            return raw
        items = []
        for item in value:
            for part in self.parts:
                item = part.without_secrets(item, (part.name,))
            items.append(item)
        return with_at(raw, path, items)

    def shown(self, value: Any) -> Any:
        return [] if value is None else value

    def exported(self, value: Any, names: Names) -> Any:
        if value is None:
            return MISSING
        display_names = [plain(self.identifying.display_name(self.item_identity(item))) for item in value]
        several = {name for name, count in Counter(display_names).items() if count > 1}
        paths = [f"{name} ({n})" if name in several else name for n, name in enumerate(display_names, 1)]
        return [self.exported_parts(item, names.under(self.name, path)) for item, path in zip(value, paths)]

    def revealing(self, value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for index, item in enumerate(value if isinstance(value, list) else ()):
            for part in self.parts:
                yield from part.revealing(item.get(part.name), (*path, index, part.name))

    def listed(self, bodies: list[Any]) -> list[Any]:
        """The items as they are sent."""
        return bodies


class Items(ListOfParts):
    """A list of dictionaries in the object itself."""

    fields: tuple[Field, ...] = ()
    matched_by: str = "name"
    unordered: bool = False

    @property
    def parts(self) -> tuple[Field, ...]:
        return self.fields

    @property
    def match(self) -> str:
        return self.matched_by

    @property
    def any_order(self) -> bool:
        return self.unordered

    def cleared(self, value: Any) -> Any:
        return [{**item, **self.cleared_parts(item)} for item in value]

    def listed(self, bodies: list[Any]) -> list[Any]:
        return by_name(bodies, self.item_identity) if self.unordered else bodies


def by_name(items: Iterable[Any], identity: Callable[[Mapping[str, Any]], Any]) -> list[Any]:
    """Items sorted by identity, and those with the same identity by the rest of their content."""

    def rank(item: Mapping[str, Any]) -> tuple[int, str, str]:
        name = identity(item)
        return (name if isinstance(name, int) else 0, str(name), json.dumps(item, sort_keys=True, default=str))

    return sorted(items, key=rank)
