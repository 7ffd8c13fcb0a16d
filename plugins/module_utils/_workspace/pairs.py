# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which entries of two versions of a document mean the same object, even if it has been renamed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from .._core.values import frozen, object_id
from .document import Entry, Path

Mark = Callable[[Entry, Path], Iterator[Hashable]]  # (entry, container) -> what distinguishes the entry from others


def container(entry: Entry) -> Path:
    """The path of an entry's parent; () for a top-level entry."""
    return entry.path[:-1] if entry.kind.routes.singleton else entry.path[:-2]


def pairs(found: Sequence[Entry], base: Sequence[Entry], seen: Mapping[Path, str]) -> dict[Path, Entry]:
    """The entry of the base that means the same object, for each path of the document.

    Entries are matched by ID, by natural key, by a previous name, or by the present name of the object (``seen``, by
    path, if it differs from the document's). In both versions, parents come before children.
    """
    matched: dict[Path, Entry] = {}
    homes: dict[Path, Path] = {(): ()}  # a container in the base -> the same container in the document

    def former(entry: Entry, home: Path) -> Iterator[Hashable]:
        names = [*(entry.options.get("previous_names") or ()), *([seen[entry.path]] if entry.path in seen else [])]
        yield from dict.fromkeys(_named(entry, home, name) for name in names)

    rules: list[tuple[Mark, Mark]] = [(_by_id, _by_id), (_by_key, _by_key), (_by_name, _by_name), (former, _by_name)]
    indexes: dict[Mark, dict[Hashable, list[Entry]]] = {}
    for _depth, level in groupby(sorted(base, key=_depth_of), key=_depth_of):
        left = list(level)
        for theirs, mark in rules if left else ():
            if theirs not in indexes:
                indexes[theirs] = _index(found, theirs)
            for key, ones in _index(left, mark, homes).items():
                peers = [peer for peer in indexes[theirs].get(key, ()) if peer.path not in matched]
                peers = [peer for peer in peers if _may_be(peer, ones[0])]
                if len(ones) == len(peers) == 1:
                    matched[peers[0].path] = ones[0]
                    homes[ones[0].path] = peers[0].path
            left = [one for one in left if one.path not in homes]
    return matched


def _depth_of(entry: Entry) -> int:
    return len(entry.path)


def _index(
    entries: Iterable[Entry], mark: Mark, homes: Mapping[Path, Path] | None = None
) -> dict[Hashable, list[Entry]]:
    """The entries by their marks; ``homes`` translates containers."""
    index: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        home = container(entry) if homes is None else homes.get(container(entry))
        for key in mark(entry, home) if home is not None else ():
            index.setdefault(key, []).append(entry)
    return index


def _may_be(one: Entry, other: Entry) -> bool:
    """Whether two entries with the same name can be the same object, as far as their IDs and locations show."""
    ids = [object_id(entry.options.get("id")) for entry in (one, other)]
    if all(ids):
        return ids[0] == ids[1]
    places = [entry.options.get(one.kind.narrowed_by) for entry in (one, other)]
    return not all(places) or _comparable(one, one.kind.narrowed_by) == _comparable(other, one.kind.narrowed_by)


def _by_id(entry: Entry, home: Path) -> Iterator[Hashable]:
    id = object_id(entry.options.get("id"))
    if id:
        yield (entry.kind.name, id)


def _by_key(entry: Entry, home: Path) -> Iterator[Hashable]:
    if entry.kind.routes.singleton:
        yield (entry.kind.name, home)
    else:
        place = entry.kind.narrowed_by
        yield (*_named(entry, home, entry.options[entry.kind.key[0]]), _comparable(entry, place) if place else None)


def _by_name(entry: Entry, home: Path) -> Iterator[Hashable]:
    if not entry.kind.routes.singleton:
        yield _named(entry, home, entry.options[entry.kind.key[0]])


def _named(entry: Entry, home: Path, name: Any) -> tuple[Hashable, ...]:
    return (entry.kind.name, home, entry.kind.key_fields[0].canonical_form(name))


def _comparable(entry: Entry, name: str) -> Hashable:
    value = entry.options.get(name)
    return None if value is None else frozen(entry.kind.field(name).canonical_form(value))
