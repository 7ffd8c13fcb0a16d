# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Entries with previous names of their objects: which objects are to be renamed, without guessing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .._core.errors import PlanError
from .._core.fields.base import Raw
from .._core.identity import id_of, ids_text, key_of
from .._core.values import object_id
from .document import PREVIOUS_NAMES, Entry, Path

UNCLEAR = (
    "{fault} ({ids}), so it is not clear which one is meant; delete or rename the others, give them entries of their "
    "own, or change previous_names"
)


class Renames:
    """The entries of one level of a document, and which of their objects are to be renamed.

    ``objects_called`` returns the objects with a name, in the present or wanted location of the entry's object.
    """

    def __init__(self, entries: Sequence[Entry], objects_called: Callable[[Entry, str], Iterable[Raw]]) -> None:
        self._entries, self._objects_called = entries, objects_called
        self._asking = [entry for entry in entries if entry.present and PREVIOUS_NAMES in entry.options]
        self._asking = [entry for entry in self._asking if "id" not in entry.options]
        self._taken = {object_id(entry.options.get("id")) for entry in entries}

    def resolved(self, note: Callable[[Path, PlanError], None]) -> list[Entry]:
        """The entries, with IDs added for objects to be renamed; ambiguities are passed to ``note``.

        An object is renamed if none has the name of the entry, and exactly one has a previous name. Objects that
        another entry renames or identifies by ID do not count, so that names can be passed on.
        """
        ids: dict[Path, Any] = {}
        while True:
            meant = {entry.path: self._meant(entry) for entry in self._asking if entry.path not in ids}
            new = {path: found[0] for path, found in meant.items() if len(found) == 1}
            if not new:
                break
            ids.update(new)
            self._taken.update(new.values())
        for entry in self._asking:
            if entry.path not in ids:
                self._check(entry, note)
        return [
            entry._replace(options={**entry.options, "id": ids[entry.path]}) if entry.path in ids else entry
            for entry in self._entries
        ]

    def _meant(self, entry: Entry) -> list[Any]:
        """The IDs of the objects that may have to be renamed for an entry; none if an object has the entry's name."""
        if self._objects_with(entry, [entry.name]):
            return []
        old = self._objects_with(entry, entry.options[PREVIOUS_NAMES])
        return [id_of(entry.kind, raw) for raw in (old if len(old) == 1 else self._without_entry(entry, old))]

    def _check(self, entry: Entry, note: Callable[[Path, PlanError], None]) -> None:
        """Note if objects with more than one name of an entry exist, unless they have entries of their own."""
        current, old = self._objects_with(entry, [entry.name]), self._objects_with(entry, entry.options[PREVIOUS_NAMES])
        fault = ""
        if current and self._without_entry(entry, old):
            fault = "there are objects that have its name and one of its previous names"
        elif len(old) > 1:
            fault = "there are several objects that have one of its previous names"
        if fault:
            ids = ids_text(entry.kind, [*current, *old])
            note(entry.path, PlanError(UNCLEAR.format(fault=fault, ids=ids)))

    def _objects_with(self, entry: Entry, names: Iterable[str]) -> list[Raw]:
        """The objects with one of these names, without those that get another one."""
        found = {id_of(entry.kind, raw): raw for name in names for raw in self._objects_called(entry, name)}
        return [raw for id, raw in found.items() if id not in self._taken]

    def _without_entry(self, entry: Entry, objects: Iterable[Raw]) -> list[Raw]:
        """The objects whose present name no other entry has."""
        others = [other for other in self._entries if other.kind is entry.kind and other is not entry]
        key = entry.kind.key_fields[0]

        def named(raw: Raw) -> bool:
            name, id = key_of(entry.kind, raw)[0], id_of(entry.kind, raw)
            same = [other for other in others if key.canonical_form(other.name) == name]
            return any(
                id == id_of(entry.kind, one) for other in same for one in self._objects_called(other, other.name)
            )

        return [raw for raw in objects if not named(raw)]
