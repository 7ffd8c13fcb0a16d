# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates an exported document with the rules for documents: anything that they refuse is left out and reported."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from .._core.options import field_faults
from .._core.values import DEEPEST, plain
from .document import Path, entries, entry_at, faults, given, path_text
from .schema import schema_faults

WHOLE = "the whole entry"


def expressible(document: dict[str, Any], left_out: list[dict[str, str]]) -> dict[str, Any]:
    """The document without anything that a document cannot express, which is added to ``left_out`` (see export).

    As little as possible is removed: a single key from a dictionary, which is managed by key; a list as a whole,
    because a given list replaces the existing one; an entry only if it has no valid key.
    """
    kept: dict[str, Any] = copy.deepcopy(document)
    while True:
        removed: dict[Path, str] = {}
        for path, why in _refused(kept):
            removed.setdefault(_smallest(path), why)
        if not removed:
            return kept
        # parts within removed parts are gone anyway; in lists, later items are removed first
        outermost = [path for path in removed if not any(path[:n] in removed for n in range(1, len(path)))]
        left_out += [_note(kept, path, removed[path]) for path in sorted(outermost, key=path_text)]
        for path in sorted(outermost, key=_sort_key, reverse=True):
            _take_out(kept, path)


def _refused(document: dict[str, Any]) -> Iterable[tuple[Path, str]]:
    """What the rules refuse, as (path, sentence). A rule is only checked if the ones before it found nothing."""
    return given(document)[1] or schema_faults(document) or list(_of_fields(document)) or faults(entries(document))


def _of_fields(document: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for entry in entries(document):
        for name, fault in field_faults(entry.kind, entry.values):
            yield (*entry.path, name), fault


def _smallest(path: Path) -> Path:
    """The path of the smallest part that can be left out because of a fault at a path."""
    entry, kind = entry_at(path)
    rest = path[len(entry) :]
    if len(entry) >= DEEPEST:  # together with its list, so that its objects are not considered unmanaged and pruned
        return entry[:-1]
    if not rest or rest[0] in ("id", *kind.key[:1], kind.routes.owner):
        return entry
    numbers = [place for place, part in enumerate(rest) if isinstance(part, int)]
    return (*entry, *(rest[: numbers[0]] if numbers else rest))


def _note(document: dict[str, Any], path: Path, why: str) -> dict[str, str]:
    entry, kind = entry_at(path)
    rest = path[len(entry) :]
    named = _at(document, entry) if kind.key else _at(document, entry[:-1])
    key = plain(named.get("name" if not kind.key else kind.key[0])) if len(entry) > 1 else "workspace"
    if not rest and not kind.routes.singleton:
        why = f"{why}; prune would delete the object"
    return {"kind": kind.name, "key": key, "path": path_text(rest) if rest else WHOLE, "why": why}


def _at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


def _take_out(document: dict[str, Any], path: Path) -> None:
    """Remove a part of a document, and dictionaries of an entry that become empty: they would clear the field."""
    entry, _kind = entry_at(path)
    while True:
        holder = _at(document, path[:-1])
        del holder[path[-1]]
        path = path[:-1]
        if holder or len(path) <= len(entry):
            return


def _sort_key(path: Path) -> tuple[tuple[str, int], ...]:
    return tuple(("", part) if isinstance(part, int) else (str(part), 0) for part in path)
