# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dictionaries that are managed by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from ..change import Change, PutPart
from ..comparison import MISSING, Comparison, Rules
from ..undeclared import undeclared
from ..values import at, with_at, without_at
from ..wanted import Target, Wanted
from .base import Field, Names, References, first_mismatch, known_parts


def parts_of(fields: Sequence[Field], wanted: Any, observed: Any, rules: Rules) -> dict[str, Comparison]:
    """The comparison of each part that is given or observed, by name."""
    parts = {}
    for part in fields:
        given = MISSING if wanted is MISSING else wanted.get(part.name, MISSING)
        current = MISSING if observed is MISSING else at(observed, part.where)
        if given is not MISSING or part.secret or (current is not MISSING and current is not None):
            parts[part.name] = part.compare(given, current, rules, observed)
    if any(part.secret and not part.parts and at(observed, part.where) for part in fields):
        # other secrets beside it are shown, so one that is shown as empty is really empty
        return {name: part._replace(unknown=()) for name, part in parts.items()}
    return parts


def compare_parts(fields: Sequence[Field], wanted: Any, observed: Any, rules: Rules, prefix: str) -> Comparison:
    """The comparison of a dictionary, key by key."""
    parts = parts_of(fields, wanted, observed, rules)
    body = {} if observed in (MISSING, None) else dict(observed)
    for inner in fields:
        part = parts.get(inner.name)
        if part is None:
            if inner.sent_on_create is not None and at(body, inner.where) is None:
                body = with_at(body, inner.where, inner.sent_on_create)
        elif part.body is not MISSING:
            body = with_at(body, inner.where, part.body)
        else:
            body = without_at(body, inner.where)
    after = {name: part.after for name, part in parts.items() if part.after is not MISSING}
    before = {name: part.before for name, part in parts.items() if part.before is not MISSING}
    return Comparison(
        differs=any(part.differs for part in parts.values()),
        before=MISSING if observed is MISSING or wanted is MISSING else before,
        after=MISSING if wanted is MISSING else after,
        body=body or MISSING,
        unverified=tuple(prefix + name for part in parts.values() for name in part.unverified),
        at_risk=tuple(prefix + name for part in parts.values() for name in part.at_risk),
        unknown=tuple(prefix + name for part in parts.values() for name in part.unknown),
    )


def resolved_parts(
    fields: Sequence[Field], value: Mapping[str, Any], references: References, where: str
) -> dict[str, Any]:
    """A dictionary with the references in its parts resolved. Raises KinescopeError."""
    parts = {part.name: part for part in fields}
    return {name: parts[name].resolve(item, references, None, f"{where}.{name}") for name, item in value.items()}


class Composite(Field):
    """A field with parts."""

    def part_faults(self, value: Mapping[str, Any], where: str) -> list[str]:
        """What is wrong with the given parts."""
        given = [part for part in self.parts if part.name in value]
        return [fault for part in given for fault in part.faults(value[part.name], f"{where}.{part.name}")]

    def cleared_parts(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The parts with the meaning of empty dictionaries in them spelled out."""
        return {part.name: part.cleared(value[part.name]) for part in self.parts if part.name in value}

    def with_secrets(self, value: Any, path: tuple[Any, ...], taken: Callable[..., Any]) -> Any:
        if isinstance(value, list):
            return [self.with_secrets(item, (*path, index), taken) for index, item in enumerate(value)]
        parts = {part.name: part for part in self.parts}
        return {
            name: parts[name].with_secrets(item, (*path, name), taken) if name in parts else item
            for name, item in value.items()
        }

    def secrets(self, value: Any) -> Iterator[str]:
        for part in self.parts:
            for item in value if isinstance(value, list) else [value]:
                yield from part.secrets(at(item, (part.name,)))

    def marks(self, value: Any) -> set[Any]:
        items = value if isinstance(value, list) else [value or {}]
        return {
            mark
            for part in self.parts
            for item in items
            for mark in part.marks(item[part.name] if part.name in item else at(item, part.where))
        }

    def visible(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.visible(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        own = {
            part.name: part.visible(value[part.name]) for part in self.parts if part.where[0] in value and not part.path
        }
        return {**undeclared(value), **own}

    def schema_of_parts(self) -> dict[str, Any]:
        """The schema of a dictionary with exactly these parts."""
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {part.name: part.schema() for part in self.parts},
        }

    def exported_parts(self, value: Mapping[str, Any], names: Names) -> dict[str, Any]:
        """A dictionary in a document."""
        values = {part.name: part.exported_from(value, names) for part in self.parts}
        return {name: item for name, item in values.items() if item is not MISSING}


class Parts(Composite):
    """A dictionary with known keys. If it has a route, it is written as a whole by PUT."""

    fields: tuple[Field, ...] = ()

    type: ClassVar[str] = "dict"
    schema_type: ClassVar[str] = "object"
    observed_as: ClassVar[str] = "a dictionary"
    by_key: ClassVar[bool] = True

    @property
    def parts(self) -> tuple[Field, ...]:
        return self.fields

    @property
    def own_request(self) -> bool:
        return bool(self.route)

    def spec(self) -> dict[str, Any]:
        return {"type": "dict", "options": {part.name: part.spec() for part in self.fields}}

    def schema(self) -> dict[str, Any]:
        return self.schema_of_parts()

    def faults(self, value: Any, where: str) -> list[str]:
        return self.part_faults(value, where)

    def cleared(self, value: Any) -> Any:
        if value:
            return {**value, **self.cleared_parts(value)}
        return {part.name: part.shown(None) for part in self.fields if part.has_empty}

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        return resolved_parts(self.fields, value, references, where)

    def mismatch(self, value: Any, where: str) -> str:
        return super().mismatch(value, where) or first_mismatch(self.fields, value or {}, f"{where}.")

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        return compare_parts(self.fields, wanted, observed, rules, f"{self.name}.")

    def described(self, value: Any, rules: Rules) -> Any:
        return known_parts(self.fields, value, rules) or None

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        for part in self.fields if at(raw, path) else ():
            raw = part.without_secrets(raw, (*path, part.name))
        return raw

    def after_create(self, part: Comparison, wanted: Wanted) -> list[Change]:
        sent = self.route and any(part.after.values())
        return self.changes(part, wanted, {}, None) if sent else []

    def changes(self, part: Comparison, wanted: Wanted, observed: Mapping[str, Any], id: str | None) -> list[Change]:
        return [PutPart(wanted.kind, wanted.key, (self.name,), id, wanted.base, part.body, self.route)]

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if value is None else self.exported_parts(value, names.under(self.name)) or MISSING
