# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which entries of two versions of a document mean the same object, even if it has been renamed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from .._core.values import frozen, id_form, object_id
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .document import PREVIOUS_NAMES, Entry, Path

Mark = Callable[[Entry, Path], Iterator[Hashable]]  # (entry, container) -> what distinguishes the entry from others


def container(entry: Entry) -> Path:
    """The path of an entry's parent; () for a top-level entry."""
    return entry.path[:-1] if entry.kind.routes.singleton else entry.path[:-2]


def pairs(found: Sequence[Entry], base: Sequence[Entry], seen: Mapping[Path, str]) -> dict[Path, Entry]:
    """The entry of the base that means the same object, for each path of the document.

    Entries are matched by ID, by natural key, by a previous name, or by the present name of the object (``seen``, by
    path, if it differs from the document's). A previous name that the object still has counts more than another entry
    of that name, which is about a new object, or deletes others. In both versions, parents come before children, and
    projects and folders before what is located in them: a location means the same place even if that has been renamed.
    """
    matched: dict[Path, Entry] = {}
    homes: dict[Path, Path] = {(): ()}  # a container in the base -> the same container in the document
    here = _Tree(found)
    there = _Tree(base, here, homes)

    def present(entry: Entry, home: Path) -> Iterator[Hashable]:
        names = entry.options.get(PREVIOUS_NAMES) or () if entry.path in seen else ()
        marks = {_named(entry, home, name) for name in names}
        yield from marks & {_named(entry, home, seen[entry.path])} if marks else ()

    def former(entry: Entry, home: Path) -> Iterator[Hashable]:
        names = [*(entry.options.get(PREVIOUS_NAMES) or ()), *([seen[entry.path]] if entry.path in seen else [])]
        yield from dict.fromkeys(_named(entry, home, name) for name in names)

    rules: list[tuple[Mark, Mark]] = [
        (_by_id, _by_id),
        (present, _by_name),
        (here.by_place, there.by_place),
        (_by_key, _by_key),
    ]
    rules += [(_by_name, _by_name), (former, _by_name)]
    indexes: dict[Mark, dict[Hashable, list[Entry]]] = {}
    for _turn, level in groupby(sorted(base, key=_turn_of), key=_turn_of):
        left = list(level)
        for theirs, mark in rules if left else ():
            if theirs not in indexes:
                indexes[theirs] = _index(found, theirs)
            for key, ones in _index(left, mark, homes).items():
                peers = [peer for peer in indexes[theirs].get(key, ()) if peer.path not in matched]
                peers = [peer for peer in peers if _may_be(peer, ones[0], here.place(peer), there.place(ones[0]))]
                if len(ones) == len(peers) == 1:
                    matched[peers[0].path] = ones[0]
                    homes[ones[0].path] = peers[0].path
            left = [one for one in left if one.path not in homes]
    return matched


class _Tree:
    """The projects and folders of a version, in which the locations of others are found.

    A location is found in terms of the document: the tree of the base has ``document``, the document's own tree, and
    ``homes``, which translates its paths.
    """

    def __init__(
        self, entries: Iterable[Entry], document: _Tree | None = None, homes: Mapping[Path, Path] | None = None
    ) -> None:
        self._document, self._homes = document, homes
        self._inside: dict[tuple[Path, Any], Path] = {}  # (container, name or ID) -> path
        self._with_id: dict[Any, Path] = {}
        for entry in entries:
            if entry.kind in (PROJECT, FOLDER):
                id = object_id(entry.options.get("id"))
                if id:
                    self._with_id[id] = self._inside[container(entry), id] = entry.path
                self._inside[container(entry), id_form(entry.options[entry.kind.key[0]])] = entry.path

    def place(self, entry: Entry) -> Hashable:
        """The place of an entry: the path of a project or folder and the names of folders below; None if unknown."""
        value = entry.options.get(entry.kind.narrowed_by) or {}
        names = tuple(map(id_form, [value["project"], *value.get("folder", ())])) if "project" in value else ()
        path, left = self._below((), names) if names else (self._with_id.get(id_form(value.get("id")), ()), ())
        if self._document is not None and self._homes is not None:
            while path not in self._homes:  # the document does not list it
                if not names:
                    return None
                path, left = path[:-2], names[len(names) - len(left) - 1 :]
            path, left = self._document._below(self._homes[path], left)
        return (path, left) if path else None

    def _below(self, path: Path, names: tuple[Any, ...]) -> tuple[Path, tuple[Any, ...]]:
        """The innermost listed folder on the way from a path along some names, and the names that are left."""
        while names and (path, names[0]) in self._inside:
            path, names = self._inside[path, names[0]], names[1:]
        return path, names

    def by_place(self, entry: Entry, home: Path) -> Iterator[Hashable]:
        """The mark of an entry that is located in a project or folder of the version."""
        place = self.place(entry)
        if place is not None:
            yield (*_named(entry, home, entry.options[entry.kind.key[0]]), place)


def _turn_of(entry: Entry) -> tuple[bool, int]:
    return bool(entry.kind.narrowed_by), len(entry.path)


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


def _may_be(one: Entry, other: Entry, here: Hashable, there: Hashable) -> bool:
    """Whether two entries with the same name can be the same object, as far as their IDs and places show."""
    ids = [object_id(entry.options.get("id")) for entry in (one, other)]
    if all(ids):
        return ids[0] == ids[1]
    if here and there:
        return here == there
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
