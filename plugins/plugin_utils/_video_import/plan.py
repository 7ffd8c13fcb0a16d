# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of an import: videos with their locations, and all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import folded
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import is_uuid


@dataclass(frozen=True)
class Entry:
    """One wanted video.

    ``where`` is how people find it: its line, its number in a list or its path. ``folder`` has the names of the folders
    below the location of the import. ``options`` are those of the module without title and location; they may contain
    signed links, so no fault shows them.
    """

    where: str
    title: str
    options: Mapping[str, Any]
    folder: tuple[str, ...] = ()


@dataclass
class Found:
    """The content of a source: ``skipped`` are files that are not videos, ``faults`` are sentences."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def plan_of(found: Found, location: Any, allow_similar: bool = False) -> dict[str, Any]:
    """The import as plain data: {videos, existing, folders, skipped, faults}.

    A video is {where, title, folder, options}: ``folder`` is the path below the location of the import, ``options`` are
    all options of the module, including title and location. ``folders`` are the required folders as {project, parent,
    name}, innermost ones only, because their parents are created with them. ``existing`` are the locations that the
    import does not create and that must exist before. Titles and folders that differ only in spelling are faults unless
    ``allow_similar``: the modules would refuse the second one, after the first has been imported.
    """
    faults = [*_location_faults(location), *found.faults, *_duplicates(found.entries)]
    faults += [] if allow_similar else [*_similar_titles(found.entries), *_similar_folders(found.entries)]
    if faults:
        shown = list(map(visible, faults))
        return {"videos": [], "existing": [], "folders": [], "skipped": list(found.skipped), "faults": shown}
    given = _given(location)
    places = [place(given, entry.folder) for entry in found.entries]
    videos = [
        {
            "where": entry.where,
            "title": entry.title,
            "folder": list(entry.folder),
            "options": {**entry.options, "title": entry.title, "location": where},
        }
        for entry, where in zip(found.entries, places)
    ]
    paths = {tuple(where.get("folder", ())) for where in places}
    on_a_path = {path[:depth] for path in paths for depth in range(len(path))}
    inner = sorted(paths - on_a_path - {()})
    folders = [{"project": project_of(given), "parent": list(path[:-1]), "name": path[-1]} for path in inner]
    existing = _existing(given, inner) if videos else []
    return {"videos": videos, "existing": existing, "folders": folders, "skipped": list(found.skipped), "faults": []}


def _existing(location: Mapping[str, Any], paths: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The locations on the paths that nothing creates: the project, and folders given by ID."""
    depths = {path: max((depth for depth, name in enumerate(path, 1) if is_uuid(name)), default=0) for path in paths}
    made_in = sorted({path[:depth] for path, depth in depths.items()})
    return [{"project": project_of(location), "folder": list(path)} for path in made_in] or [dict(location)]


def place(location: Mapping[str, Any], folder: tuple[str, ...]) -> dict[str, Any]:
    """The location of a video in a folder below the location of the import."""
    if not folder:
        return dict(location)
    return {"project": project_of(location), "folder": [*(location.get("folder") or ()), *folder]}


def project_of(location: Mapping[str, Any]) -> Any:
    """The project of a location, by name or ID. Folders can only be created in a location whose ID is a project's."""
    return location["project"] if "project" in location else location["id"]


def _location_faults(location: Any) -> list[str]:
    if not isinstance(location, Mapping):
        return ["location must be a dictionary with project and, for a folder in it, folder, or with id"]
    unknown = sorted(set(map(str, location)) - {"project", "folder", "id"})
    if unknown:
        return [f"location supports project, folder and id, not {', '.join(unknown)}"]
    given = {name for name, value in location.items() if value is not None}
    if given not in ({"project"}, {"project", "folder"}, {"id"}):
        return ["location must have either project, with or without folder, or id"]
    if "folder" in given and not isinstance(location["folder"], (list, tuple)):
        return ["location.folder must be a list of names"]
    return []


def _given(location: Mapping[str, Any]) -> dict[str, Any]:
    """The location without null; names are converted to text because YAML reads some as numbers."""
    given = {name: value for name, value in location.items() if value is not None}
    return {name: list(map(str, value)) if name == "folder" else str(value) for name, value in given.items()}


def _duplicates(entries: Iterable[Entry]) -> list[str]:
    """Faults for entries with the same title and location, which would be the same video."""
    seen: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for entry in entries:
        seen.setdefault((entry.folder, entry.title), []).append(entry.where)
    return [
        f"{', '.join(places[:-1])} and {places[-1]} have the same title '{title}', so they would be the same video"
        for (_folder, title), places in seen.items()
        if len(places) > 1
    ]


SIMILAR = (
    "differ only in spelling; use one spelling, or set allow_similar: true (in the role, "
    "kinescope_import_allow_similar) if both are wanted"
)


def _similar_titles(entries: Iterable[Entry]) -> list[str]:
    seen: dict[tuple[tuple[str, ...], str], dict[str, str]] = {}
    for entry in entries:
        seen.setdefault((entry.folder, folded(entry.title)), {}).setdefault(entry.title, entry.where)
    return [
        " and ".join(f"{where} ('{title}')" for title, where in places.items()) + f" have titles that {SIMILAR}"
        for places in seen.values()
        if len(places) > 1
    ]


def _similar_folders(entries: Iterable[Entry]) -> list[str]:
    paths = {entry.folder[: depth + 1] for entry in entries for depth in range(len(entry.folder))}
    seen: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for path in sorted(paths):
        seen.setdefault((path[:-1], folded(path[-1])), []).append("'" + " / ".join(path) + "'")
    return [f"the folders {' and '.join(names)} {SIMILAR}" for names in seen.values() if len(names) > 1]
