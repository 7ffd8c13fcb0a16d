# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order in which reports show changes: failures first, then by origin, with folders next to their project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .drift import UNDOING, Drift, Entry, Group, Section, sort_key

NOT_DONE_WORDS = ("failed", "not_attempted")
NOT_DONE, APPLIED, REST = "Failed or not attempted", "Applied", "Other changes"
UNDONE, ASKED, UNKNOWN = "Overwrites edits made in the workspace", "Asked for by the document", "Of unknown origin"
_PROJECTS, _FOLDERS = "projects", "folders"
_BOTH = "projects_and_folders"


@dataclass(frozen=True)
class Part:
    """Changes below one heading; the heading is '' if there is only one part."""

    title: str
    drift: Drift


@dataclass(frozen=True)
class Family:
    """Changes that belong together: a project, if it changes itself, and its folders.

    ``project`` is the name of a project without changes in this part of the report; otherwise ''.
    """

    entries: tuple[Entry, ...]
    project: str = ""


def parts_of(drift: Drift) -> tuple[Part, ...]:
    """The changes in parts: those not made, then the others by origin; a single part if all are alike."""
    late: list[Entry] = []
    rest: list[Entry] = []
    for entry in drift.entries:
        (late if drift.was_carried_out and entry.outcome in NOT_DONE_WORDS else rest).append(entry)
    named = [(NOT_DONE, late), *(_by_origin(rest) if drift.knows_origins else [(_title(rest, late), rest)])]
    parts = tuple(Part(title, replace(drift, entries=tuple(entries))) for title, entries in named if entries)
    return parts or (Part("", drift),)


def _title(entries: Sequence[Entry], late: Sequence[Entry]) -> str:
    """The heading of the other changes if some were not made; otherwise ''."""
    if not late:
        return ""
    return APPLIED if {entry.outcome for entry in entries} == {"applied"} else REST


def _by_origin(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Changes that undo something come first. A change with several origins appears in several parts, divided."""
    undone = list(filter(None, (entry.of(*UNDOING) for entry in entries)))
    asked = list(filter(None, (entry.of("document") for entry in entries)))
    return [(UNDONE, undone), (ASKED, asked), (UNKNOWN, [entry for entry in entries if not entry.origin])]


def read_together(drift: Drift) -> tuple[Group, ...]:
    """The sections with changes: projects and folders as one, and those with failures first."""
    groups = [group for group in drift.groups if group.entries]
    both = [group for group in groups if group.section.name in (_PROJECTS, _FOLDERS)]
    if any(group.section.name == _FOLDERS for group in both):
        together = families([entry for group in both for entry in group.entries])
        entries = tuple(entry for family in together for entry in family.entries)
        place = groups.index(both[0])
        groups[place : place + 1] = [Group(Section(_BOTH), entries)]
        groups = [group for group in groups if group not in both]
    return tuple(sorted(groups, key=lambda group: all(entry.outcome != "failed" for entry in group.entries)))


def anchors_of(groups: Sequence[Group]) -> dict[str, str]:
    """The anchor on a page for each section with changes."""
    names = dict.fromkeys(group.section.name for group in groups)
    places = {name: f"section-{place}" for place, name in enumerate(names, 1)}
    return {**places, **dict.fromkeys((_PROJECTS, _FOLDERS), places[_BOTH])} if _BOTH in places else places


def families(entries: Iterable[Entry]) -> list[Family]:
    """Changes grouped into families, the worst first; within one, the project and then its folders."""
    listed = list(entries)
    projects = {(entry.host, entry.key) for entry in listed if entry.kind == "project"}
    found: dict[object, list[Entry]] = {}
    names: dict[object, str] = {}
    for place, entry in enumerate(listed):
        family: object = place
        if entry.kind in ("project", "folder"):
            name = entry.key if entry.kind == "project" else _project_of(entry, projects)
            family = (entry.host, name)
            names[family] = name
        found.setdefault(family, []).append(entry)
    ordered = sorted(found, key=lambda family: min(map(sort_key, found[family])))
    return [_family(found[family], names.get(family, "")) for family in ordered]


def _family(entries: Sequence[Entry], name: str) -> Family:
    own = [entry for entry in entries if entry.kind != "folder"]
    folders = sorted((entry for entry in entries if entry.kind == "folder"), key=sort_key)
    return Family((*own, *folders), "" if own else name)


def _project_of(folder: Entry, projects: set[tuple[str, str]]) -> str:
    """The project in a folder's key; names may contain slashes, so it is matched with the changed projects."""
    parts = folder.key.split("/")
    names = ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    return next((name for name in names if (folder.host, name) in projects), parts[0])
