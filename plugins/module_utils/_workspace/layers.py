# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents laid over each other: one workspace document from several, each part of which knows where it is from. Pure.

A later layer's entry of the same natural key is laid over the earlier one: dictionaries key by key, nested sections
like sections; all other values, lists and the empty dictionary among them, are replaced. Null changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .._core.kind import Kind
from .._core.values import DEEPEST, id_form
from .._core.wanted import is_secret_name
from .._kinds.catalog import SECTIONS
from .document import Entry, Path, natural_key, sections_in


@dataclass(frozen=True)
class Origin:
    """Where a part of a document is from: a file ('' for none), and its path there.

    ``inner`` are the origins of the parts within it that are not from the same place of the same file, ``later`` where
    else the part is given: what was laid over it.
    """

    file: str = ""
    path: Path = ()
    inner: Mapping[Any, Origin] = field(default_factory=dict)
    later: tuple[Origin, ...] = ()

    def of(self, key: Any) -> Origin:
        """The origin of what stands under a key, or at an index."""
        return self.inner.get(key) or Origin(self.file, (*self.path, key))

    def at(self, path: Path) -> Origin:
        """The origin of what stands at a path."""
        here = self
        for key in path:
            here = here.of(key)
        return here

    @property
    def places(self) -> Iterator[tuple[str, Path]]:
        """Each file that gives the part, and the path in it."""
        for origin in (self, *self.later):
            if origin.file:
                yield origin.file, origin.path

    def under(self, over: Origin, inner: Mapping[Any, Origin]) -> Origin:
        """The origin of a part over which another is laid."""
        return Origin(self.file, self.path, inner, (*self.later, over))


class Part(NamedTuple):
    """A part of a document, and its origin."""

    value: Any
    origin: Origin


def whole(file: str, document: Mapping[str, Any]) -> Part:
    """The document that one file holds. Nothing but what stands in it is from there."""
    return Part(document, Origin(inner={section: Origin(file, (section,)) for section in document}))


def joined(part: Part, other: Part) -> tuple[Part, list[tuple[Path, str]]]:
    """Two parts of one layer together, and where they contradict each other: (path, sentence).

    Lists become one list; what else both have must be the same in both.
    """
    value, inner, faults = dict(part.value), dict(part.origin.inner), []
    for section, new in other.value.items():
        old, origin = value.get(section), other.origin.of(section)
        if isinstance(old, list) and isinstance(new, list):
            items = {index: inner[section].of(index) for index in range(len(old))}
            items.update((len(old) + index, origin.of(index)) for index in range(len(new)))
            value[section], inner[section] = old + new, Origin(origin.file, origin.path, items)
            continue
        if new is None:  # which is not given
            continue
        if old is not None and old != new:
            faults.append(((section,), f"is defined differently in {inner[section].file} and {origin.file}"))
        value[section], inner[section] = new, origin
    return Part(value, Origin(inner=inner)), faults


def laid_over(under: Part, over: Part) -> Part:
    """A document with a later layer over it."""
    return _dictionary(under, over, SECTIONS)


def _dictionary(under: Part, over: Part, sections: Mapping[str, Kind]) -> Part:
    """A dictionary with another over it, key by key; ``sections`` are the keys that hold entries, with their kinds."""
    value, inner = dict(under.value), dict(under.origin.inner)
    for name, new in over.value.items():
        if not _is_given(new):
            continue
        part = Part(new, over.origin.of(name))
        if _is_given(value.get(name)):
            part = _laid(Part(value[name], under.origin.of(name)), part, sections.get(name))
        value[name], inner[name] = part
    return Part(value, under.origin.under(over.origin, inner))


def _laid(under: Part, over: Part, kind: Kind | None) -> Part:
    """A value with another over it; ``kind`` is that of the entries in it, if it is a section."""
    both = (under.value, over.value)
    if len(over.origin.path) >= DEEPEST:  # which is refused
        return over
    if kind and all(isinstance(value, list) for value in both):
        return _section(under, over, kind)
    if all(isinstance(value, Mapping) for value in both) and over.value and not all(map(is_secret_name, both)):
        return _dictionary(under, over, sections_in(kind) if kind else {})
    return over


def _section(under: Part, over: Part, kind: Kind) -> Part:
    """A list of entries with another over it.

    Each entry is laid over by one of a layer at most: what stands twice in a layer stays twice, which is refused.
    """
    items, inner = list(under.value), dict(under.origin.inner)
    known: dict[Any, list[int]] = {}
    for index, item in enumerate(items):
        known.setdefault(_key(kind, item), []).append(index)
    for index, item in enumerate(over.value):
        key, part = _key(kind, item), Part(item, over.origin.of(index))
        place = _place(item, items, known.get(key, ())) if key else None
        if place is None:
            items.append(item)
            inner[len(items) - 1] = part.origin
            continue
        known[key].remove(place)
        before = Part(items[place], under.origin.of(place))
        items[place], inner[place] = _dictionary(before, part, sections_in(kind))
    return Part(items, under.origin.under(over.origin, inner))


def _key(kind: Kind, item: Any) -> Any:
    """The natural key of an entry; None for one that has none, which is refused."""
    if not isinstance(item, Mapping) or not isinstance(item.get(kind.key[0]), str):
        return None
    if not isinstance(item.get(kind.narrowed_by) or {}, Mapping):
        return None
    return natural_key(Entry(kind, item, ()))


def _place(item: Mapping[str, Any], items: Sequence[Mapping[str, Any]], places: Sequence[int]) -> int | None:
    """Which of the entries of one natural key another is laid over; None where that is none, or not clear."""
    id = id_form(item.get("id"))
    ids = {place: id_form(items[place].get("id")) for place in places}
    same = [place for place in places if id is None or ids[place] == id]
    same = same or [place for place in places if ids[place] is None]
    return same[0] if len(same) == 1 else None


def _is_given(value: Any, depth: int = 0) -> bool:
    """Whether there is anything but null in a value."""
    if isinstance(value, Mapping) and value and depth < DEEPEST:
        return any(_is_given(item, depth + 1) for item in value.values())
    return value is not None
