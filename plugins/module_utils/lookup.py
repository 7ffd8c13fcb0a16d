# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names to ids: references and locations, looked up before planning. An ambiguous or missing name is never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway, id_of, key_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind, Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.folder import FOLDER
from ansible_collections.kinescope.kinescope.plugins.module_utils.kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import object_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import object_id


class Lookup:
    """Finds what names mean in a workspace.

    With ``may_be_pending`` (check mode) a missing object is taken as one that an earlier task will create: the target
    has no id, and ``warnings`` says so. ``labels`` collects what the ids that were seen are called.
    """

    def __init__(self, gateway: Gateway, may_be_pending: bool) -> None:
        self._gateway = gateway
        self._may_be_pending = may_be_pending
        self.warnings: list[str] = []
        self.labels: dict[tuple[bool, str], Any] = {}  # (is a place, id) -> label

    def values(self, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given values with references and locations replaced by targets. Raises PlanError, ApiError."""
        values = dict(given)
        for field in kind.fields:
            if field.name in given and field.refers:
                values[field.name] = self.reference(field.refers, given[field.name])
            elif field.name in given and field.place:
                values[field.name] = self.place(given[field.name])
        return values

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with that name or id."""
        objects = self._gateway.objects(kind)
        for raw in objects:
            self.labels[False, id_of(kind, raw)] = raw.get(kind.key[0])
        wanted_key = key_of(kind, {kind.key[0]: name})
        found = [raw for raw in objects if key_of(kind, raw) == wanted_key or id_of(kind, raw) == object_id(name)]
        if not found and object_id(name) and kind.reads_one:
            alone = self._gateway.read(kind, "", object_id(name))
            found = [alone] if alone else []
        if not found:
            return self._missing(f"there is no {kind.title} '{name}'", name)
        one = _only(kind, found, f"{kind.title} '{name}'")
        return Target(id_of(kind, one), one.get(kind.key[0]))

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder that a location names: {project, folder: [name, ...]} or {id}; {} for none."""
        if not value:
            return Target(None, {}, cleared=True)
        if "id" in value:
            return self._place_by_id(value["id"])
        project = self.reference(PROJECT, value["project"])
        self._label_projects()
        path = list(value.get("folder") or ())
        label = {"project": project.label, **({"folder": path} if path else {})}
        here = project.id
        for depth, name in enumerate(path):
            if here is None or project.id is None:
                return Target(None, label)
            folders = self._folders(project.id)
            known = {id_of(FOLDER, raw) for raw in folders}
            # a root folder's parent is the project, or null
            inside = [raw for raw in folders if _parent(raw, known) == (None if depth == 0 else here)]
            found = [raw for raw in inside if raw.get("name") == name]
            if not found:
                where = " / ".join(path[: depth + 1])
                return self._missing(f"project '{project.label}' has no folder '{where}'", label)
            here = id_of(FOLDER, _only(FOLDER, found, f"folder '{' / '.join(path[: depth + 1])}'"))
        if here is not None:
            self.labels[True, here] = label
        return Target(here, label)

    def _place_by_id(self, text: str) -> Target:
        wanted = str(object_id(text))
        projects = self._gateway.objects(PROJECT)
        self._label_projects()
        if (True, wanted) in self.labels:
            return Target(wanted, self.labels[True, wanted])
        # not among the folders that the list of projects carries; asking for each project's is the slow way to be sure
        for raw in projects:
            if any(id_of(FOLDER, folder) == wanted for folder in self._folders(raw.get("id"))):
                return Target(wanted, {"id": wanted})
        return self._missing(f"there is no project or folder with the id {text}", {"id": wanted})

    def _label_projects(self) -> None:
        for raw in self._gateway.objects(PROJECT):
            label = {"project": raw.get("name")}
            self.labels[True, id_of(PROJECT, raw)] = label
            # the list of projects carries their folders
            folders = {id_of(FOLDER, folder): folder for folder in raw.get("folders") or []}
            for id in folders:
                self.labels[True, id] = {**label, "folder": _path(id, folders)}

    def _folders(self, project_id: Any) -> Sequence[Raw]:
        return self._gateway.objects(FOLDER, object_path(PROJECT, "", project_id))

    def _missing(self, what: str, label: Any) -> Target:
        if not self._may_be_pending:
            raise PlanError(what)
        self.warnings.append(f"{what}; check mode takes it that an earlier task will create it")
        return Target(None, label)


def _path(id: str, folders: Mapping[str, Raw]) -> list[Any]:
    """The names from the project's root to a folder."""
    names: list[Any] = []
    here: Any = id
    while here in folders and len(names) <= len(folders):
        names.insert(0, folders[here].get("name"))
        here = object_id(folders[here].get("parent_id"))
    return names


def _parent(folder: Raw, known: set[Any]) -> Any:
    parent = object_id(folder.get("parent_id"))
    return parent if parent in known else None


def _only(kind: Kind, found: Sequence[Raw], what: str) -> Raw:
    """The one object found. Raises PlanError that lists the ids of several."""
    if len(found) > 1:
        ids = ", ".join(sorted(str(id_of(kind, raw)) for raw in found))
        raise PlanError(f"{what} is ambiguous: {len(found)} objects have that name (ids {ids}); use an id")
    return found[0]
