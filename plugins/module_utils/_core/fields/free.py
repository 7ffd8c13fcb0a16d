# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dictionaries with arbitrary keys, and lists of them, which are the user's own data.

Nothing in them is dropped because of its name: they are compared, sent and kept as a whole. But a name may suggest that
its value is secret. Such a value is always masked, and a document may give it as a named secret.

A part of a link may be secret, too. It is masked, but a document has the link whole, as it has addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from ..comparison import MISSING, Comparison, Rules
from ..display import secret_parts
from ..undeclared import masked, masks_in, may_be_secret, secret_texts, signed_links
from ..values import same, type_in_words
from ..wanted import NamedSecret, is_secret_name
from .base import Field, Names, items_mismatch, suggestion

BY_NAME = "its name suggests that it is a secret"
HOLDS_SECRET = "it is a list that may contain a secret"  # nosec B105
HOLDS_NULL = "it is a list that contains null, which a document cannot contain"


class FreeParts(Field):
    """A dictionary with arbitrary keys, managed by key: keys that are not given stay unchanged, at any depth.

    ``documented`` maps the keys that any source lists to the types of their values (see type_in_words).
    """

    documented: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    type: ClassVar[str] = "dict"
    schema_type: ClassVar[str] = "object"
    observed_as: ClassVar[str] = "a dictionary"
    by_key: ClassVar[bool] = True
    own_data: ClassVar[bool] = True

    def faults(self, value: Any, where: str) -> list[str]:
        return [f"{path} is a mask, not a secret: set the real value, or omit it" for path in masks_in(value, where)]

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        there = observed or {}
        new = [name for name in value if self.documented and not (name in there and same(value[name], there[name]))]
        return [mistake for name in new for mistake in self._mistakes_in(name, value[name], where)]

    def _mistakes_in(self, name: str, value: Any, where: str) -> list[str]:
        if name not in self.documented:
            return [
                f"{where}.{name} is not a known key; {suggestion(str(name), self.documented, 'the API may ignore it')}"
            ]
        given, known = type_in_words(value), self.documented[name]
        unusual = given not in known and not isinstance(value, NamedSecret)
        return [f"{where}.{name} is {given}, but is known to be {' or '.join(known)}"] if unusual else []

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        if wanted is MISSING:
            return Comparison(body=observed)
        if observed is MISSING:
            return Comparison(True, MISSING, masked(wanted), wanted)
        kept: list[str] = []
        found = self.compare_with(self.as_stored(wanted, observed, kept), observed)
        return found._replace(unverified=tuple(kept))

    def as_stored(self, wanted: Any, observed: Any, kept: list[str]) -> Any:
        """The wanted value, with stored values for named secrets that are equal or unavailable (into ``kept``)."""
        return _as_stored(wanted, observed, self.name, kept)

    def compare_with(self, wanted: Any, observed: Any) -> Comparison:
        """The comparison with the observed value."""
        return _compared_parts(wanted, observed)

    def described(self, value: Any, rules: Rules) -> Any:
        return masked(value)

    def secrets(self, value: Any) -> Iterator[str]:
        yield from secret_texts(value)
        for _path, link in signed_links(value):
            yield from secret_parts(link)

    def visible(self, value: Any) -> Any:
        return masked(value)

    def revealing(self, value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        return (place for place, _link in signed_links(value, path))

    def with_secrets(self, value: Any, path: tuple[Any, ...], taken: Callable[..., Any]) -> Any:
        return _with_secrets(value, path, taken, secret=False)

    def exported(self, value: Any, names: Names) -> Any:
        return MISSING if value is None else exported_value(value, self.name, names.under(self.name))[0]

    def left_out(self, value: Any, names: Names) -> list[tuple[str, str]]:
        return exported_value(value, self.name, names.under(self.name))[1]


class FreeItems(FreeParts):
    """A list of such dictionaries. Items are matched by their value at ``match``; their order matters."""

    match: str = "name"

    type: ClassVar[str] = "list"
    schema_type: ClassVar[str] = "array"
    observed_as: ClassVar[str] = "a list"
    by_key: ClassVar[bool] = False

    def mismatch(self, value: Any, where: str) -> str:
        return super().mismatch(value, where) or items_mismatch((), value, where)

    def spec(self) -> dict[str, Any]:
        return {"type": "list", "elements": "dict"}

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "object"}}

    def compare_with(self, wanted: Any, observed: Any) -> Comparison:
        return _compared_items(self.match, wanted, observed)

    def as_stored(self, wanted: Any, observed: Any, kept: list[str]) -> Any:
        current = observed or []
        return [
            item if place is None else _as_stored(item, current[place], f"{self.name}[{index}]", kept)
            for index, (item, place) in enumerate(zip(wanted, _peers(self.match, wanted, current)))
        ]


# ---- named secrets


def _with_secrets(value: Any, path: tuple[Any, ...], taken: Callable[..., Any], secret: bool) -> Any:
    """A value with NamedSecrets: only under names that suggest a secret; elsewhere, ``{secret: …}`` is data."""
    if isinstance(value, list):
        return [_with_secrets(item, (*path, index), taken, secret) for index, item in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    if secret and is_secret_name(value):
        return taken(value, path)
    return {
        name: _with_secrets(item, (*path, name), taken, secret or may_be_secret(name, item))
        for name, item in value.items()
    }


def _as_stored(wanted: Any, observed: Any, path: str, kept: list[str]) -> Any:
    """The result of FreeParts.as_stored() for a value at any depth."""
    if isinstance(wanted, NamedSecret):
        unequal = not same(wanted.value, observed) if wanted.at_hand else wanted.again
        if observed is None or unequal:
            return wanted
        kept += [] if wanted.at_hand else [path]
        return observed
    if isinstance(wanted, Mapping):
        there = observed if isinstance(observed, Mapping) else {}
        return {name: _as_stored(item, there.get(name), f"{path}.{name}", kept) for name, item in wanted.items()}
    if isinstance(wanted, list):
        others = observed if isinstance(observed, list) else []
        return [
            _as_stored(item, others[n] if n < len(others) else None, f"{path}[{n}]", kept)
            for n, item in enumerate(wanted)
        ]
    return wanted


def _compared_parts(wanted: Any, observed: Any) -> Comparison:
    current = observed or {}
    before = _given_of(current, wanted)
    differs = not same(before, wanted)
    body = _overlaid(current, wanted) if differs or observed is None else observed
    return Comparison(differs, masked(before), masked(wanted, before), body)


def _compared_items(match: str, wanted: Any, observed: Any) -> Comparison:
    current = observed or []
    peers = _peers(match, wanted, current)
    known = {place: item for item, place in zip(wanted, peers) if place is not None}
    before = [_given_of(_filled(item, known[n]), known[n]) if n in known else item for n, item in enumerate(current)]
    differs = not same(before, wanted)
    after = [
        _shown_item(item, MISSING if n is None else before[n], before[index] if index < len(before) else MISSING)
        for index, (item, n) in enumerate(zip(wanted, peers))
    ]
    body = [item if n is None else _overlaid(current[n], item) for item, n in zip(wanted, peers)]
    return Comparison(differs, masked(before), after, body if differs or observed is None else observed)


def _shown_item(item: Any, peer: Any, there: Any) -> Any:
    """A wanted item, shown beside its peer; beside what is in its place now if only masks make both look alike."""
    shown = masked(item, peer)
    return masked(item, there) if there is not MISSING and shown == masked(there) else shown


def _peers(match: str, wanted: Sequence[Any], current: Sequence[Any]) -> list[int | None]:
    """The index of each wanted item among the existing ones, or None; items with the same identity keep their order."""
    free = [place for place, item in enumerate(current) if isinstance(item, Mapping)]
    found: list[int | None] = []
    for item in wanted:
        place = next((n for n in free if same(current[n].get(match), item.get(match))), None)
        if place is not None:
            free.remove(place)
        found.append(place)
    return found


def _given_of(observed: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an observed dictionary that has the keys of the wanted one."""
    there = {name: observed[name] for name in wanted if observed.get(name) is not None}
    return {name: _restricted(item, wanted[name]) for name, item in there.items()}


def _restricted(observed: Any, wanted: Any) -> Any:
    # an empty dictionary covers all keys: it clears them
    if wanted and isinstance(observed, Mapping) and isinstance(wanted, Mapping):
        return _given_of(observed, wanted)
    return observed


def _filled(observed: Any, wanted: Any) -> Any:
    """An observed dictionary with the wanted empty values added: some responses omit them, or return null."""
    if not (isinstance(observed, Mapping) and isinstance(wanted, Mapping)):
        return wanted if observed is None and not wanted else observed
    left_out = {name: item for name, item in wanted.items() if not item and observed.get(name) is None}
    return {**{name: _filled(item, wanted.get(name)) for name, item in observed.items()}, **left_out}


def _overlaid(observed: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The observed dictionary with the wanted one merged into it, key by key."""
    return {**observed, **{name: _merged(observed.get(name), item) for name, item in wanted.items()}}


def _merged(observed: Any, wanted: Any) -> Any:
    if wanted and isinstance(observed, Mapping) and isinstance(wanted, Mapping):
        return _overlaid(observed, wanted)
    return wanted


# ---- export: what a document can contain, and what it has to leave out


def exported_value(value: Any, path: str, names: Names) -> tuple[Any, list[tuple[str, str]]]:
    """A free value in a document (MISSING if it is left out), and what is left out, as (path, why).

    Values whose names suggest a secret become named secrets, or are left out if ``names`` does not name secrets.

    Applying the document does not change what it leaves out: a dictionary is managed by key, so single keys can be left
    out; a list within it is replaced as a whole, so it is left out as a whole. Null counts as not given anyway.
    """
    if isinstance(value, list):
        parts = [
            _exported_parts(item, f"{path}[{index}]", names.under(index), False) for index, item in enumerate(value)
        ]
        left_out = [note for _kept, notes in parts for note in notes]
        if any(kept is MISSING for kept, _notes in parts):
            return MISSING, [(path, HOLDS_SECRET if left_out else HOLDS_NULL)]
        return [kept for kept, _notes in parts], left_out
    return _exported_parts(value, path, names, False)


def _exported_parts(value: Any, path: str, names: Names, secret: bool) -> tuple[Any, list[tuple[str, str]]]:
    """The result of exported_value() for a value at any depth; ``secret`` means that its name suggests a secret."""
    if isinstance(value, list):
        return _exported_list(value, path, names, secret)
    if not isinstance(value, Mapping):
        if value is None:
            return MISSING, []
        if not secret or isinstance(value, bool) or value == "":
            return value, []
        named = names.secret()
        return named, ([(path, BY_NAME)] if named is MISSING else [])
    kept: dict[str, Any] = {}
    left_out: list[tuple[str, str]] = []
    for name, item in value.items():
        part, notes = _exported_parts(item, f"{path}.{name}", names.under(name), secret or may_be_secret(name, item))
        left_out += notes
        if part is not MISSING:
            kept[name] = part
    # an empty dictionary would clear the field
    return (MISSING if value and not kept else kept), left_out


def _exported_list(value: Sequence[Any], path: str, names: Names, secret: bool) -> tuple[Any, list[tuple[str, str]]]:
    """A list, which is replaced as a whole: all of it or nothing."""
    kept = []
    for index, item in enumerate(value):
        part, notes = _exported_parts(item, f"{path}[{index}]", names.under(index), secret)
        if item is None:
            return MISSING, [(path, HOLDS_NULL)]
        if part is MISSING or notes or _holds_null(item):
            return MISSING, [(path, HOLDS_SECRET if notes else HOLDS_NULL)]
        kept.append(part)
    return kept, []


def _holds_null(value: Any) -> bool:
    """Whether a value contains null, at any depth."""
    if isinstance(value, (Mapping, list)):
        return any(map(_holds_null, value.values() if isinstance(value, Mapping) else value))
    return value is None
