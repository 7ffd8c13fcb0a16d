# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live objects -> a document: in stable order, with names for IDs, without volatile fields and secrets. Pure."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from .._core.bodies import with_left_out
from .._core.comparison import MISSING
from .._core.fields.base import Field, Raw, first_mismatch
from .._core.identity import id_of, key_of
from .._core.kind import Kind
from .._core.values import (
    at,
    frozen,
    id_form,
    object_id,
    plain,
)
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT


class Names:
    """What a document uses in place of IDs: names where they are unique, otherwise the IDs.

    With ``secrets``, the document names secrets, each after its path of keys.
    """

    def __init__(self, secrets: bool = False) -> None:
        self._references: dict[tuple[str, str], Any] = {}  # (kind, ID) -> name
        self._places: dict[str, Any] = {}
        self._secrets: dict[str, tuple[Any, ...]] | None = {} if secrets else None  # name -> path
        self._path: tuple[Any, ...] = ()

    def under(self, *path: Any) -> Names:
        """The same names, for values below a path."""
        below = copy.copy(self)
        below._path = (*self._path, *path)
        return below

    def secret(self, *path: Any) -> Any:
        """What a document has in place of the secret at this path; MISSING if secrets are left out."""
        if self._secrets is None:
            return MISSING
        path = (*self._path, *path)
        plainly = name = "/".join(map(plain, path))
        number = 1
        while self._secrets.setdefault(name, path) != path:  # names may contain slashes, so paths may look the same
            number += 1
            name = f"{plainly} ({number})"
        return {"secret": name}

    def learn(self, kind: Kind, objects: Sequence[Raw]) -> None:
        """Add the names of all objects of a kind."""
        several = _ambiguous(kind, objects)
        ids = {id_of(kind, raw) for raw in objects}  # a name that looks like an ID is fine if it is nobody's ID
        for raw in objects:
            id = id_of(kind, raw)
            name = name_of(kind, raw)
            clear = _key(kind, raw) not in several and isinstance(name, str) and name and object_id(name) not in ids
            self._references[kind.name, id] = name if clear else id

    def learn_folders(self, project: Raw, folders: Sequence[Raw]) -> None:
        """Add the locations of a project, whose name is known, and of its folders."""
        id, name = id_of(PROJECT, project), self.reference(PROJECT, id_of(PROJECT, project))
        root = {"id": id} if name == id else {"project": name}
        self._places[id] = root
        by_id = {id_of(FOLDER, raw): raw for raw in folders}
        several = _ambiguous(FOLDER, folders)
        for id, raw in by_id.items():
            path: list[Any] = []
            clear = "project" in root
            here: Any = raw
            while here is not None and len(path) <= len(by_id):
                clear = clear and _key(FOLDER, here) not in several and bool(here.get("name"))
                path.insert(0, here.get("name"))
                here = by_id.get(object_id(here.get("parent_id")))
            self._places[id] = {**root, "folder": path} if clear else {"id": id}

    def reference(self, kind: Kind, id: Any) -> Any:
        """The name or ID by which a document refers to an object; MISSING if it does not exist."""
        return self._references.get((kind.name, id_form(id)), MISSING)

    def place(self, id: Any) -> Any:
        """The location in a document for a project or folder; MISSING if it does not exist."""
        return self._places.get(id_form(id), MISSING)


def name_of(kind: Kind, raw: Raw) -> Any:
    """The first part of the natural key as the document has it, however it is stored."""
    return kind.key_fields[0].shown(raw.get(kind.key[0]))


def _key(kind: Kind, raw: Raw) -> Any:
    """The natural key, with the location if that distinguishes objects with the same name."""
    place = at(raw, kind.field(kind.narrowed_by).where) if kind.narrowed_by else None
    return frozen([*key_of(kind, raw), id_form(place)])


def _ambiguous(kind: Kind, objects: Iterable[Raw]) -> set[Any]:
    """The natural keys that more than one object has."""
    return {key for key, count in Counter(_key(kind, raw) for raw in objects).items() if count > 1}


def exported(kind: Kind, objects: Sequence[Raw], names: Names) -> list[dict[str, Any]]:
    """The section of a kind, sorted by name. Objects with the same key also get IDs, and keep the API's order."""
    several = _ambiguous(kind, objects)
    named = Counter(raw.get(kind.key[0]) for raw in objects)
    entries = []
    for raw in in_order(kind, objects):
        alone = _key(kind, raw) not in several
        entry = exported_one(kind, raw, names.under(kind.section, name_of(kind, raw) if alone else id_of(kind, raw)))
        nowhere = kind.narrowed_by and kind.narrowed_by not in entry and named[raw.get(kind.key[0])] > 1
        if nowhere or not alone:
            entry["id"] = id_of(kind, raw)
        entries.append(entry)
    if kind.narrowed_by:  # another workspace would sort the IDs differently
        entries.sort(key=lambda entry: (*_order(kind, entry)[:2], plain(entry.get(kind.narrowed_by))))
    return entries


def in_order(kind: Kind, objects: Iterable[Raw]) -> list[Raw]:
    """Objects in the order of a document: by name, ignoring spelling, and then by ID."""
    return sorted(objects, key=lambda raw: _order(kind, raw))


def _order(kind: Kind, raw: Raw) -> tuple[str, str, str]:
    name = plain(name_of(kind, raw))
    return (name.casefold(), name, str(id_of(kind, raw)))


def exported_one(kind: Kind, raw: Raw, names: Names) -> dict[str, Any]:
    """The entry of one object."""
    whole = with_left_out(kind, raw)
    fields = [field for field in kind.fields if field.name != kind.routes.owner and field.readable(whole)]
    values = {field.name: field.exported_from(whole, names) for field in fields if not first_mismatch([field], whole)}
    return {name: value for name, value in values.items() if value is not MISSING}


def left_out(kind: Kind, objects: Iterable[Raw], names: Names) -> list[dict[str, str]]:
    """The user's own data that the section of a kind leaves out, and why; applying the document does not change it."""
    return [
        {"kind": kind.name, "key": str(raw.get(kind.key[0])), "path": path, "why": why}
        for raw in in_order(kind, objects)
        for path, why in left_out_of_one(kind, raw, names)
    ]


def left_out_of_one(kind: Kind, raw: Raw, names: Names) -> list[tuple[str, str]]:
    """What the entry of one object leaves out, as (path, why)."""
    return [found for field in kind.fields if field.readable(raw) for found in _left_out(field, raw, names)]


def _left_out(field: Field, raw: Raw, names: Names) -> list[tuple[str, str]]:
    """What a document leaves out of a field, as (path, why)."""
    fault = first_mismatch([field], raw)
    return [(field.name, fault)] if fault else field.left_out(at(raw, field.where), names)


def exported_folders(folders: Sequence[Raw], names: Names) -> list[dict[str, Any]]:
    """The folders of a project, as a tree."""
    known = {id_of(FOLDER, raw) for raw in folders}
    inside: dict[Any, list[Raw]] = {}
    for raw in folders:
        parent = object_id(raw.get("parent_id"))
        inside.setdefault(parent if parent in known else None, []).append(raw)

    def tree(parent: Any) -> list[dict[str, Any]]:
        members = in_order(FOLDER, inside.get(parent, ()))
        below = [tree(id_of(FOLDER, raw)) for raw in members]
        entries = exported(FOLDER, members, names)
        return [{**entry, FOLDER.section: more} for entry, more in zip(entries, below)]

    return tree(None)
