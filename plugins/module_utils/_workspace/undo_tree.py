# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arranges entries in a document: folders and settings are placed within their project. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind
from .._core.values import object_id
from .._core.wanted import Wanted
from .._kinds.catalog import SECTIONS
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT


class Tree:
    """A document under construction. Objects inside others that are created or deleted are handled with them."""

    def __init__(self, projects: Mapping[Any, Raw], folders: Mapping[Any, Sequence[Raw]]) -> None:
        self._projects = projects
        self._folders = {id_of(FOLDER, raw): raw for found in folders.values() for raw in found}
        self._entries: dict[Any, dict[str, Any]] = {}  # (kind, ID) -> entry
        self._recreated: set[Any] = set()  # (kind, ID) of objects that are recreated as a whole
        self._sections: dict[str, Any] = {}
        self._waiting: list[tuple[Wanted, Raw | None, dict[str, Any]]] = []

    def put(self, wanted: Wanted, raw: Raw | None, entry: dict[str, Any]) -> None:
        """Add the entry that undoes a change; ``wanted`` is the change, ``raw`` the old object, None if it is new."""
        kind = wanted.kind
        if raw is not None and not kind.routes.singleton:
            mark = (kind.name, id_of(kind, raw))
            if wanted.present:
                entry = {"id": id_of(kind, raw), kind.key[0]: raw.get(kind.key[0]), **entry}
            else:
                self._recreated.add(mark)
            self._entries[mark] = entry
        if wanted.within:
            self._waiting.append((wanted, raw, entry))
        elif kind.routes.singleton:
            self._sections[kind.section] = entry
        else:
            self._sections.setdefault(kind.section, []).append(entry)

    def document(self) -> dict[str, Any]:
        """The whole document, with its sections in order."""
        for wanted, raw, entry in self._waiting:
            self._nest(wanted, raw, entry)
        self._waiting = []
        return {"version": 1, **{name: self._sections[name] for name in SECTIONS if name in self._sections}}

    def _nest(self, wanted: Wanted, raw: Raw | None, entry: dict[str, Any]) -> None:
        """Add the entry of an object in a project to the entry of its folder or project."""
        project = wanted.within.id if wanted.within else None
        if project is None:  # created by the same run
            return
        parent = None
        if wanted.kind is FOLDER:
            given = wanted.values.get("parent")
            parent = raw.get("parent_id") if raw is not None else getattr(given, "id", None)
            if raw is None and given is not None and parent is None and not given.cleared:
                return
        holder = self._holder(project, object_id(parent))
        if holder is None:
            return
        if wanted.kind.routes.singleton:
            holder[wanted.kind.section] = entry
        elif not any(one is entry for one in holder.setdefault(FOLDER.section, [])):
            holder[FOLDER.section].append(entry)

    def _holder(self, project: Any, folder: Any) -> dict[str, Any] | None:
        """The entry of an object's parent; None if the parent is recreated with everything in it."""
        if folder is None or folder == project or folder not in self._folders:
            return self._entry(PROJECT, project, self._projects.get(project), None)
        raw = self._folders[folder]
        around = self._holder(project, object_id(raw.get("parent_id")))
        return None if around is None else self._entry(FOLDER, folder, raw, around)

    def _entry(self, kind: Kind, id: Any, raw: Raw | None, around: dict[str, Any] | None) -> dict[str, Any] | None:
        mark = (kind.name, id)
        if mark in self._recreated or raw is None:
            return None
        entry = self._entries.setdefault(mark, {"id": id, kind.key[0]: raw.get(kind.key[0])})
        inside = self._sections.setdefault(kind.section, []) if around is None else around.setdefault(kind.section, [])
        if not any(one is entry for one in inside):
            inside.append(entry)
        return entry
