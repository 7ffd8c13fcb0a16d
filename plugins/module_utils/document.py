# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A workspace document -> its entries, one for each object it names, and all of its faults. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.catalog import KINDS, SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils.options import option_faults
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import frozen, object_id, without_none

Path = tuple[Any, ...]  # keys and indexes, from the document's root


@dataclass(frozen=True)
class Entry:
    """One object that a document names: the options of its module, and where in the document it stands."""

    kind: Kind
    options: Mapping[str, Any]
    path: Path

    @property
    def where(self) -> str:
        """The path as people write it: projects[2].folders[0]."""
        return path_text(self.path)


def path_text(path: Path) -> str:
    """A path in a document as people write it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".") or "the document"


def nested_kinds(kind: Kind) -> dict[str, Kind]:
    """The sections within an entry of a kind: what belongs to that one object."""
    inside = [other for other in KINDS.values() if other.parent is kind or kind.name == other.owner]
    return {other.section: other for other in inside}


def entries(document: Mapping[str, Any]) -> list[Entry]:
    """Every object that a document names, in its order. The document must fit the schema (see schema.py)."""
    found: list[Entry] = []
    for section, kind in SECTIONS.items():
        given = document.get(section)
        if given is None:
            continue
        if kind.singleton:
            found.append(Entry(kind, given, (section,)))
        else:
            for index, item in enumerate(given):
                found += _with_nested(kind, item, (section, index))
    return found


def _with_nested(kind: Kind, item: Mapping[str, Any], path: Path) -> Iterator[Entry]:
    nested = nested_kinds(kind)
    yield Entry(kind, {name: value for name, value in item.items() if name not in nested}, path)
    named = item.get("id") or item.get(kind.key[0])
    for section, other in nested.items():
        given = item.get(section)
        if given is None:
            continue
        if other.singleton:
            yield Entry(other, {**given, other.owner: named}, (*path, section))
        else:
            yield from _tree(other, given, (*path, section), {kind.name: named, "parent": []})


def _tree(kind: Kind, items: Sequence[Mapping[str, Any]], path: Path, inside: Mapping[str, Any]) -> Iterator[Entry]:
    for index, item in enumerate(items):
        options = {name: value for name, value in item.items() if name != kind.section}
        yield Entry(kind, {**inside, **options}, (*path, index))
        below = {**inside, "parent": [*inside["parent"], item.get("id") or item[kind.key[0]]]}
        yield from _tree(kind, item.get(kind.section) or (), (*path, index, kind.section), below)


def faults(found: Sequence[Entry]) -> list[tuple[Path, str]]:
    """What is wrong with entries in themselves, beyond what a schema can say: (path, sentence)."""
    told: list[tuple[Path, str]] = []
    seen: dict[Any, Entry] = {}
    for entry in found:
        told += [(entry.path, fault) for fault in option_faults(entry.kind, without_none(entry.options))]
        id = entry.options.get("id")
        if id is not None and object_id(id) is None:
            told.append((entry.path, f"id '{id}' is neither a UUID nor a short id of 22 characters"))
        first = seen.setdefault(identity(entry), entry)
        if first is not entry:
            told.append((entry.path, f"is the same object as {first.where}; name it once"))
    return told


def identity(entry: Entry) -> Any:
    """What tells an entry from all others of its document: its id, or its place and natural key."""
    kind, options = entry.kind, entry.options
    if kind.singleton:
        return (kind.name, options.get(kind.owner))
    id = object_id(options.get("id"))
    if id:  # two objects of one name are told apart by their ids
        return (kind.name, "id", id)
    key = [_canonical(kind, name, options.get(name)) for name in kind.key]
    return (kind.name, options.get(PROJECT.name) if kind.parent else None, frozen(key))


def _canonical(kind: Kind, name: str, value: Any) -> Any:
    field = kind.field(name)
    return field.canonical(value) if field.canonical and not field.place and isinstance(value, str) else value
