# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be imported: videos with their places, and all that is wrong with them, told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import is_uuid


@dataclass(frozen=True)
class Entry:
    """One video that is wanted.

    ``where`` is what people find it by: its line, its number in a list, its path. ``folder`` are the names of the
    folders from the place of the import on. ``options`` are the module's, without title and location. They may hold
    signed links, so no fault shows them.
    """

    where: str
    title: str
    options: Mapping[str, Any]
    folder: tuple[str, ...] = ()


@dataclass
class Found:
    """What a source holds: ``skipped`` are files that are no videos, ``faults`` are sentences."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def plan_of(found: Found, location: Any) -> dict[str, Any]:
    """The import as plain data: {videos, existing, folders, skipped, faults}.

    A video is {where, title, folder, options}: ``folder`` is the way from the place of the import, and ``options`` are
    all of the module's, its title and location among them. ``folders`` are {project, parent, name} of those that must
    be there, only the innermost, because the others lie on the way to them. ``existing`` are the locations that are not
    made, so that they have to be there before.
    """
    faults = [*_location_faults(location), *found.faults, *_twins(found.entries)]
    if faults:
        told = list(map(visible, faults))
        return {"videos": [], "existing": [], "folders": [], "skipped": list(found.skipped), "faults": told}
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
    ways = {tuple(where.get("folder", ())) for where in places}
    on_the_way = {way[:depth] for way in ways for depth in range(len(way))}
    inner = sorted(ways - on_the_way - {()})
    folders = [{"project": project_of(given), "parent": list(way[:-1]), "name": way[-1]} for way in inner]
    existing = _existing(given, inner) if videos else []
    return {"videos": videos, "existing": existing, "folders": folders, "skipped": list(found.skipped), "faults": []}


def _existing(location: Mapping[str, Any], ways: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The locations on the ways that nothing makes: the project, and folders that are given by their ids."""
    depths = {way: max((depth for depth, name in enumerate(way, 1) if is_uuid(name)), default=0) for way in ways}
    made_in = sorted({way[:depth] for way, depth in depths.items()})
    return [{"project": project_of(location), "folder": list(way)} for way in made_in] or [dict(location)]


def place(location: Mapping[str, Any], folder: tuple[str, ...]) -> dict[str, Any]:
    """The location of a video in a folder of the place of the import."""
    if not folder:
        return dict(location)
    return {"project": project_of(location), "folder": [*(location.get("folder") or ()), *folder]}


def project_of(location: Mapping[str, Any]) -> Any:
    """The project of a location, by its name or id. Folders are made in a place given by its id if it is a project."""
    return location["project"] if "project" in location else location["id"]


def copied(value: Any) -> Any:
    """The value in plain containers: those that Ansible hands to filters cannot be copied by everybody."""
    if isinstance(value, Mapping):
        return {name: copied(item) for name, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, (list, tuple)) else value


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
    """The location without what is null; its names as text, for YAML takes some for numbers."""
    given = {name: value for name, value in location.items() if value is not None}
    return {name: list(map(str, value)) if name == "folder" else str(value) for name, value in given.items()}


def _twins(entries: Iterable[Entry]) -> list[str]:
    """Entries of one title in one place would be one video."""
    seen: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for entry in entries:
        seen.setdefault((entry.folder, entry.title), []).append(entry.where)
    return [
        f"{', '.join(places[:-1])} and {places[-1]} have the same title '{title}', so they would be the same video"
        for (_folder, title), places in seen.items()
        if len(places) > 1
    ]
