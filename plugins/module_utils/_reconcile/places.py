# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locations: projects and folders, resolved by name or ID before planning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core.errors import PlanError
from .._core.fields.base import Raw
from .._core.identity import address_of, id_of, wanted_key
from .._core.kind import Kind, object_path
from .._core.values import is_uuid, object_id, plain
from .._core.wanted import Target, Wanted
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT
from .effects import Effects
from .lookup import Lookup, only_one


class Places(Lookup):
    """Resolves names and locations in a workspace. ``labels`` also has those of locations, under (True, ID)."""

    def label(self, kind: Kind) -> None:
        """Record the names of the objects of a kind; the list of projects contains their folders."""
        known = kind.name in self._labelled
        super().label(kind)
        for raw in self.gateway.objects(PROJECT) if kind is PROJECT and not known else ():
            label = {"project": raw.get("name")}
            self.labels[True, id_of(PROJECT, raw)] = label
            folders = {id_of(FOLDER, folder): folder for folder in raw.get("folders") or []}
            for id in folders:
                self.labels[True, id] = {**label, "folder": folder_path(id, folders)}

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder of a location: {project, folder: [name, ...]} or {id}; {} means none."""
        if not value:
            return Target(None, {}, cleared=True)
        place = self._place_by_id(value["id"]) if "id" in value else self._place_by_name(value)
        project = self.gateway.with_id(PROJECT, (place.project or place).id) or {}
        return replace(place, catalog=project.get("catalog_type") or "")

    def _place_by_name(self, value: Mapping[str, Any]) -> Target:
        project = self.reference(PROJECT, value["project"])
        folder = self._folder(project, list(value.get("folder") or ()))
        target = replace(folder, label={"project": project.label, **({"folder": folder.label} if folder.label else {})})
        if target.id is not None:
            self.labels[True, target.id] = target.label
        return target

    def member(self, kind: Kind, given: Mapping[str, Any]) -> Target:
        """The object of a kind given as {title, location}; the location may be missing.

        Without a location, the name must be unique, also among the objects that the same document creates.
        """
        key, place = kind.key[0], given.get(kind.narrowed_by)
        where = self.place(place) if place else None
        wanted = wanted_key(kind, {key: given[key]})
        address = address_of(kind, wanted, where)
        found: list[dict[str, Any]] = []
        if where is None or where.id is not None:
            location = kind.field(kind.narrowed_by).as_raw(where) if where else None
            found = [
                one for one in self.gateway.with_key(kind, wanted, "", location) if self._keeps_name(kind, one, address)
            ]
        ids = {id_of(kind, one) for one in found}
        to_come = [other for other in self._planned_so(address, where is not None) if self.planned[other] not in ids]
        label = "/".join([*([where.path] if where else []), plain(given[key])])
        what = f"{kind.title} '{label}'"
        if len(found) + len(to_come) > 1:
            raise PlanError(f"{what} is ambiguous, several have this {key}; add {kind.narrowed_by}, or use an ID")
        if found:
            return Target(ids.pop(), given[key])
        return self.missing(f"there is no {what}", label, to_come[0] if to_come else address)

    def _keeps_name(self, kind: Kind, raw: Raw, address: Any) -> bool:
        """Whether an object keeps its name, unless the same document renames it by ID."""
        return bool(self.renamed.get(id_of(kind, raw), address)[2] == address[2])

    def _planned_so(self, address: Any, exactly: bool) -> list[Any]:
        """The planned addresses equal to the given one (``exactly``), or with the same name in any location."""
        if exactly:
            return [address] if address in self.planned else []
        return [other for other in self.planned if other[::2] == address[::2] and other[1] is not None]

    def parent(self, project: Target, path: Sequence[str]) -> Target:
        """The parent of a folder, by its path from the project's root."""
        if not path:
            return Target(None, [], cleared=True)
        target = self._folder(project, path, self.makes_parents)
        return replace(target, label=self.folders_to(project, target.id)) if target.id else target

    def folders_to(self, project: Target, id: str | None) -> list[Any]:
        """The names from a project's root to one of its folders."""
        chain: dict[str, Raw] = {}
        here = id
        while here is not None and here not in chain:
            raw = self.gateway.with_id(FOLDER, here, object_path(PROJECT, "", project.id))
            if raw is None:
                break
            chain[here] = raw
            here = object_id(raw.get("parent_id"))
        names = folder_path(id, chain)
        if id is not None:
            self.labels[True, id] = {"project": project.label, "folder": names}
        return names

    def _folder(self, project: Target, path: Sequence[str], makes: bool = False) -> Target:
        """The folder at a path of names or IDs from a project's root, labelled with the names; [] is the project."""
        here, names = replace(project, label=[]), list(path)
        for depth, name in enumerate(path, 1):
            address = address_of(FOLDER, (name,), here)
            where = " / ".join(path[:depth])
            found: list[dict[str, Any]] = []
            if here.id is not None and project.id is not None:
                found = self._inside(name, None if depth == 1 else here.id, project.id, address)
            if found:
                one = only_one(FOLDER, found, f"folder '{where}'")
                names[depth - 1] = str(one.get("name"))
                here = Target(id_of(FOLDER, one), names)
            elif makes and not is_uuid(name):  # a UUID is meant as an ID, not as the name of a new folder
                values = {"name": name, **({"parent": here} if depth > 1 else {})}
                key = "/".join(map(plain, [project.label, *path[:depth]]))
                self.to_make.append(Wanted(FOLDER, key, values, within=project, address=address))
                here = Target(None, names, address=address)
            elif project.id is None and project.address is None:
                return Target(None, names)  # an earlier task will create the project
            else:
                here = self.missing(f"project '{project.label}' has no folder '{where}'", names, address)
                if here.address is None:
                    break
        return replace(here, project=project) if path else here

    def _inside(self, name: str, parent: str | None, project: str, address: Any) -> list[dict[str, Any]]:
        """The folders with this name or ID in a parent."""
        base = object_path(PROJECT, "", project)
        found = self.without_renamed(FOLDER, self.gateway.with_key(FOLDER, (name, parent), base), address)
        named_so = self.gateway.with_id(FOLDER, object_id(name), base) if object_id(name) else None
        return [*found, *([named_so] if named_so and named_so not in found else [])]

    def _place_by_id(self, text: str) -> Target:
        """The project or folder with this ID."""
        wanted = str(object_id(text))
        projects = self.gateway.objects(PROJECT)
        self.label(PROJECT)
        label = self.labels.get((True, wanted), {"id": wanted})
        within = [(Target(id_of(PROJECT, raw), raw.get("name")), raw.get("folders") or ()) for raw in projects]
        for project, folders in within:
            if project.id == wanted:
                return Target(wanted, label)
            if wanted in {id_of(FOLDER, raw) for raw in folders}:
                return Target(wanted, label, project=project)
        # not in the list of projects, which contains folders: only the slow way, each project's own list, is certain
        for project, _folders in within:
            if self.gateway.with_id(FOLDER, wanted, object_path(PROJECT, "", project.id)):
                return Target(wanted, label, project=project)
        return self.missing(f"there is no project or folder with the ID {text}", {"id": wanted}, None)


def folder_path(id: str | None, folders: Mapping[str, Raw]) -> list[Any]:
    """The path of names from the project's root to a folder; ``folders`` maps IDs to folders."""
    names: list[Any] = []
    here: Any = id
    while here in folders and len(names) <= len(folders):
        names.insert(0, folders[here].get("name"))
        here = object_id(folders[here].get("parent_id"))
    return names


class InPlaces(Effects):
    """The effects of kinds whose objects are in projects and folders."""

    lookup = Places
