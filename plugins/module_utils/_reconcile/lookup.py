# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names to ids: references and locations, looked up before planning. An ambiguous or missing name is never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._api.gateway import Gateway
from .._core.errors import PlanError
from .._core.identity import id_of, item_identity, key_of, told_ids
from .._core.kind import Field, Kind, Raw
from .._core.routes import object_path
from .._core.values import frozen, is_uuid, object_id, plain
from .._core.wanted import Target, Wanted
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT


class Lookup:
    """Finds what names mean in a workspace.

    ``planned`` are the addresses (see address_of) of what the same document brings about, with the ids of those that
    exist already under another name, which then is none any more: a name that is missing is looked for there. With
    ``may_be_pending`` (check mode) a missing object is taken as one that an earlier task will create: the target has
    no id, and ``warnings`` says so. With ``makes_parents``, folders that are missing on the way to a new one are no
    fault: ``to_make`` has them, outermost first. ``labels`` collects what the ids that were seen are called.
    """

    def __init__(
        self,
        gateway: Gateway,
        may_be_pending: bool = False,
        planned: Mapping[Any, str | None] | None = None,
        makes_parents: bool = False,
    ) -> None:
        self._gateway = gateway
        self._may_be_pending = may_be_pending
        self._planned = {} if planned is None else planned
        self._addresses: dict[str, set[Any]] = {}
        for address, id in self._planned.items():
            if id:
                self._addresses.setdefault(id, set()).add(address)
        self._makes_parents = makes_parents
        self._labelled: set[str] = set()
        self.to_make: list[Wanted] = []
        self.warnings: list[str] = []
        self.labels: dict[tuple[bool, str], Any] = {}  # (is a place, id) -> label

    def values(self, kind: Kind, given: Mapping[str, Any], within: Target | None = None) -> dict[str, Any]:
        """The given values with references and locations replaced by targets. Raises PlanError, ApiError."""
        values = dict(given)
        for field in kind.fields:
            if field.name in given and (field.refers or field.fields):
                values[field.name] = self._inside_of(field, given[field.name], field.name)
            elif within and field.name in given and field is kind.inside:
                values[field.name] = self._parent(within, given[field.name])
            elif field.name in given and field.place:
                values[field.name] = self.place(given[field.name])
        return values

    def _inside_of(self, field: Field, value: Any, where: str) -> Any:
        """A value with the references in it, at any depth, replaced by targets."""
        if field.refers:
            return self.reference(field.refers, value)
        if not any(part.refers or part.fields for part in field.fields):
            return value
        if field.type == "list":
            items = [self._parts(field, item, where) for item in value]
            named = [item_identity(field)(item) for item in items]
            twice = [item[field.identity] for item, name in zip(items, named) if named.count(name) > 1]
            if twice:
                label = getattr(twice[0], "label", twice[0])
                raise PlanError(f"{where} contains '{label}' twice, with different spellings")
            return items
        return self._parts(field, value, where)

    def _parts(self, field: Field, value: Mapping[str, Any], where: str) -> dict[str, Any]:
        parts = {part.name: part for part in field.fields}
        return {name: self._inside_of(parts[name], item, f"{where}.{name}") for name, item in value.items()}

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with that name or id."""
        self._label(kind)
        address = address_of(kind, {kind.key[0]: name})
        id = object_id(name)
        named_so = self._gateway.with_id(kind, id) if id else None
        found: list[dict[str, Any]] = []
        if not (named_so and kind.vast):  # where all would have to be listed, what is an id is no name as well
            found = self._keeping_name(kind, self._gateway.with_key(kind, key_of(kind, {kind.key[0]: name})), address)
        if id:
            if not (named_so or found) and kind.reads_one:
                named_so = self._gateway.read(kind, "", id)
            found += [named_so] if named_so and named_so not in found else []
        if not found:
            return self._missing(f"there is no {kind.title} '{name}'", name, address)
        one = _only(kind, found, f"{kind.title} '{name}'")
        return Target(id_of(kind, one), one.get(kind.key[0]))

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder that a location names: {project, folder: [name, ...]} or {id}; {} for none."""
        if not value:
            return Target(None, {}, cleared=True)
        if "id" in value:
            return self._place_by_id(value["id"])
        project = self.reference(PROJECT, value["project"])
        path = list(value.get("folder") or ())
        target = self._folder(project, path, {"project": project.label, **({"folder": path} if path else {})})
        if target.id is not None:
            self.labels[True, target.id] = target.label
        return target

    def _parent(self, project: Target, path: Sequence[str]) -> Target:
        """The folder that another lies in, by its path from the project's root."""
        if not path:
            return Target(None, [], cleared=True)
        target = self._folder(project, path, list(path), self._makes_parents)
        return replace(target, label=self.way(project, target.id)) if target.id else target

    def way(self, project: Target, id: str | None) -> list[Any]:
        """The names from a project's root to one of its folders."""
        chain: dict[str, Raw] = {}
        here = id
        while here is not None and here not in chain:
            raw = self._gateway.with_id(FOLDER, here, object_path(PROJECT, "", project.id))
            if raw is None:
                break
            chain[here] = raw
            here = object_id(raw.get("parent_id"))
        way = folder_path(id, chain)
        if id is not None:
            self.labels[True, id] = {"project": project.label, "folder": way}
        return way

    def _folder(self, project: Target, path: Sequence[str], label: Any, makes: bool = False) -> Target:
        """The folder at a path of names from a project's root; the project itself for an empty path."""
        here = replace(project, label=label)
        for depth in range(1, len(path) + 1):
            address = address_of(FOLDER, {"name": path[depth - 1]}, project, path[: depth - 1])
            found: list[dict[str, Any]] = []
            if here.id is not None and project.id is not None:
                found = self._inside(path[depth - 1], None if depth == 1 else here.id, project.id, address)
            where = " / ".join(path[:depth])
            if found:
                here = Target(id_of(FOLDER, _only(FOLDER, found, f"folder '{where}'")), label)
            elif makes and not is_uuid(path[depth - 1]):  # nobody calls a folder so: it is an id that is wrong
                values = {"name": path[depth - 1], **({"parent": here} if depth > 1 else {})}
                key = "/".join(map(plain, [project.label, *path[:depth]]))
                self.to_make.append(Wanted(FOLDER, key, values, within=project, address=address))
                here = Target(None, label, address=address)
            elif project.id is None and project.address is None:
                return Target(None, label)  # an earlier task will create the project
            else:
                here = self._missing(f"project '{project.label}' has no folder '{where}'", label, address)
                if here.address is None:
                    break
        return replace(here, project=project) if path else here

    def _inside(self, name: str, parent: str | None, project: str, address: Any) -> list[dict[str, Any]]:
        """The folders of that name or id in a parent."""
        base = object_path(PROJECT, "", project)
        found = self._keeping_name(FOLDER, self._gateway.with_key(FOLDER, (name, parent), base), address)
        named_so = self._gateway.with_id(FOLDER, object_id(name), base) if object_id(name) else None
        return [*found, *([named_so] if named_so and named_so not in found else [])]

    def _keeping_name(self, kind: Kind, found: Sequence[dict[str, Any]], address: Any) -> list[dict[str, Any]]:
        """The objects found by a name, without those that the same document calls something else."""
        return [raw for raw in found if address in self._addresses.get(id_of(kind, raw), {address})]

    def _place_by_id(self, text: str) -> Target:
        """The project or folder with an id, wherever the folder is."""
        wanted = str(object_id(text))
        projects = self._gateway.objects(PROJECT)
        self._label(PROJECT)
        label = self.labels.get((True, wanted), {"id": wanted})
        within = [(Target(id_of(PROJECT, raw), raw.get("name")), raw.get("folders") or ()) for raw in projects]
        for project, folders in within:
            if project.id == wanted:
                return Target(wanted, label)
            if wanted in {id_of(FOLDER, raw) for raw in folders}:
                return Target(wanted, label, project=project)
        # not among the folders that the list of projects carries; asking for each project's is the slow way to be sure
        for project, _folders in within:
            if self._gateway.with_id(FOLDER, wanted, object_path(PROJECT, "", project.id)):
                return Target(wanted, label, project=project)
        return self._missing(f"there is no project or folder with the ID {text}", {"id": wanted}, None)

    def _label(self, kind: Kind) -> None:
        """Note what the objects of a kind are called."""
        if kind.name in self._labelled:
            return
        self._labelled.add(kind.name)
        if kind.vast:
            return
        for raw in self._gateway.objects(kind):
            self.labels[False, id_of(kind, raw)] = raw.get(kind.key[0])
            if kind is PROJECT:
                label = {"project": raw.get("name")}
                self.labels[True, id_of(PROJECT, raw)] = label
                # the list of projects carries their folders
                folders = {id_of(FOLDER, folder): folder for folder in raw.get("folders") or []}
                for id in folders:
                    self.labels[True, id] = {**label, "folder": folder_path(id, folders)}

    def _missing(self, what: str, label: Any, address: Any) -> Target:
        if address in self._planned:
            return Target(self._planned[address], label, address=address)
        if not self._may_be_pending:
            raise PlanError(what)
        self.warnings.append(f"{what}; check mode assumes that an earlier task will create it")
        return Target(None, label)


def address_of(kind: Kind, raw: Raw, within: Target | None = None, path: Sequence[str] = ()) -> Any:
    """What tells an object of a document from all others before it exists: its kind, where it is, and its key."""
    inside = (within.id or within.address) if within else None
    return (kind.name, inside, tuple(path), frozen(key_of(kind, raw)[:1]))


def folder_path(id: str | None, folders: Mapping[str, Raw]) -> list[Any]:
    """The names from the project's root to a folder, of ``folders`` by id."""
    names: list[Any] = []
    here: Any = id
    while here in folders and len(names) <= len(folders):
        names.insert(0, folders[here].get("name"))
        here = object_id(folders[here].get("parent_id"))
    return names


def _only(kind: Kind, found: Sequence[Raw], what: str) -> Raw:
    """The one object found. Raises PlanError that lists the ids of several."""
    if len(found) > 1:
        ids = told_ids(kind, found)
        raise PlanError(f"{what} is ambiguous: {len(found)} objects have this name ({ids}); use an ID")
    return found[0]


def object_called(
    kind: Kind, gateway: Gateway, text: str, check_mode: bool, warnings: list[str]
) -> dict[str, Any] | None:
    """The object of that name or id as its own route shows it, with what lists hide.

    None in check mode, for one that an earlier task will create. Raises PlanError when there is none.
    """
    id = object_id(text)
    raw = gateway.read(kind, "", id) if id else None
    if raw is not None:
        return raw
    lookup = Lookup(gateway, check_mode)
    target = lookup.reference(kind, text)
    warnings.extend(lookup.warnings)
    if target.id is None:
        return None
    raw = gateway.read(kind, "", target.id)
    if raw is None:
        raise PlanError("it was deleted while this task was running")
    return raw
