# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Layers: one workspace document, merged from several, which knows the origin of each of its parts. Pure.

An entry is merged into the entry of an earlier layer with the same natural key: dictionaries key by key, nested
sections like sections. All other values are replaced, including lists and empty dictionaries. Null changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._core.kind import Kind
from .._core.values import DEEPEST, id_form
from .._core.wanted import is_secret_name
from .._kinds.catalog import SECTIONS
from .document import Entry, Path, natural_key, sections_in


class Origin(NamedTuple):
    """The origin of a part of a document: a file ('' for none), and the path in that file.

    ``inner`` has the origins of the parts within it that come from elsewhere. ``later`` are the origins in later layers
    that were merged into it.
    """

    file: str = ""
    path: Path = ()
    inner: Mapping[Any, Origin] = {}
    later: tuple[Origin, ...] = ()

    def of(self, key: Any) -> Origin:
        """The origin of the value with a key or an index."""
        return self.inner.get(key) or Origin(self.file, (*self.path, key))

    def at(self, path: Path) -> Origin:
        """The origin of the value at a path."""
        here = self
        for key in path:
            here = here.of(key)
        return here

    @property
    def places(self) -> Iterator[tuple[str, Path]]:
        """Each file that contributes to the part, with the path in it."""
        for origin in (self, *self.later):
            if origin.file:
                yield origin.file, origin.path

    def under(self, over: Origin, inner: Mapping[Any, Origin]) -> Origin:
        """The origin of a part after another one has been merged into it."""
        return Origin(self.file, self.path, inner, (*self.later, over))


class Part(NamedTuple):
    """A part of a document, and its origin."""

    value: Any
    origin: Origin


def layer_of_file(file: str, document: Mapping[str, Any]) -> Part:
    """The document in one file, which is the origin of all of its parts."""
    return Part(document, Origin(inner={section: Origin(file, (section,)) for section in document}))


def joined(part: Part, other: Part) -> tuple[Part, list[tuple[Path, str]]]:
    """Two parts of the same layer, merged, and their contradictions as (path, sentence).

    Lists are concatenated; any other value that both have must be equal.
    """
    value, inner, faults = dict(part.value), dict(part.origin.inner), []
    for section, new in other.value.items():
        old, origin = value.get(section), other.origin.of(section)
        if isinstance(old, list) and isinstance(new, list):
            items = {index: inner[section].of(index) for index in range(len(old))}
            items.update((len(old) + index, origin.of(index)) for index in range(len(new)))
            value[section], inner[section] = old + new, Origin(origin.file, origin.path, items)
            continue
        if new is None:  # null means not given
            continue
        if old is not None and old != new:
            faults.append(((section,), f"is defined differently in {inner[section].file} and {origin.file}"))
        value[section], inner[section] = new, origin
    return Part(value, Origin(inner=inner)), faults


def overlaid(under: Part, over: Part) -> Part:
    """A document with a later layer merged into it."""
    return _dictionary(under, over, SECTIONS)


def _dictionary(under: Part, over: Part, sections: Mapping[str, Kind]) -> Part:
    """A dictionary with another merged into it; ``sections`` maps the keys that contain entries to their kinds."""
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
    """A value with another merged into it; ``kind`` is the kind of its entries if it is a section."""
    both = (under.value, over.value)
    if len(over.origin.path) >= DEEPEST:  # refused later
        return over
    if kind and all(isinstance(value, list) for value in both):
        return _section(under, over, kind)
    if all(isinstance(value, Mapping) for value in both) and over.value and not all(map(is_secret_name, both)):
        return _dictionary(under, over, sections_in(kind) if kind else {})
    return over


def _section(under: Part, over: Part, kind: Kind) -> Part:
    """A section with another merged into it.

    An entry is merged with at most one entry of each layer. Duplicates within a layer are kept, and refused later.
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
    """The natural key of an entry; None if it has none, which is refused later."""
    if not isinstance(item, Mapping) or not isinstance(item.get(kind.key[0]), str):
        return None
    if not isinstance(item.get(kind.narrowed_by) or {}, Mapping):
        return None
    return natural_key(Entry(kind, item, ()))


def _place(item: Mapping[str, Any], items: Sequence[Mapping[str, Any]], places: Sequence[int]) -> int | None:
    """The index of the entry with the same natural key to merge with; None if there is none or several."""
    id = id_form(item.get("id"))
    ids = {place: id_form(items[place].get("id")) for place in places}
    same = [place for place in places if id is None or ids[place] == id]
    same = same or [place for place in places if ids[place] is None]
    return same[0] if len(same) == 1 else None


def _is_given(value: Any, depth: int = 0) -> bool:
    """Whether a value contains anything but null."""
    if isinstance(value, Mapping) and value and depth < DEEPEST:
        return any(_is_given(item, depth + 1) for item in value.values())
    return value is not None
