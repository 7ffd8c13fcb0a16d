# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A part of a document: the sections that a task names with ``only``, and the patterns that it names for pruning. Pure.

What is not in these sections is not changed. As far as the plan of the others rests on it, it is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from .._core.errors import DocumentError
from .._core.kind import Kind
from .._kinds.catalog import SECTIONS
from .document import PREVIOUS_NAMES, Entry, nested_kinds

#: every section that a document may have, also within entries
ALL: dict[str, Kind] = {
    **SECTIONS,
    **{name: kind for other in SECTIONS.values() for name, kind in nested_kinds(other).items()},
}
#: what can be pruned: settings that exist once are set or not, they are no list
PRUNABLE = {section: kind for section, kind in ALL.items() if not kind.routes.singleton}
EVERYTHING = ("*",)
Patterns = Mapping[str, tuple[str, ...]]  # section -> patterns of the names of what may be deleted


def checked_only(names: Sequence[str]) -> tuple[str, ...]:
    """The sections that a task names, each once. Raises DocumentError for one that there is not."""
    return _known("only", names, ALL)


def checked_prune(value: Any, only: Collection[str] = ()) -> Patterns:
    """What a task wants pruned of the sections that it is narrowed to. Raises DocumentError for what cannot be.

    ``value`` is a list of sections, or a dictionary of them with patterns; either may be a text, as in extra variables.
    """
    given = _parsed(value)
    if not isinstance(given, Mapping):
        given = dict.fromkeys(given, EVERYTHING)
    given = {section: [patterns] if isinstance(patterns, str) else patterns for section, patterns in given.items()}
    for section, patterns in given.items():
        if not isinstance(patterns, (list, tuple)) or not all(isinstance(one, str) for one in patterns):
            raise DocumentError(f"prune.{section} must be a list of patterns")
    sections = _known("prune", list(given), PRUNABLE)
    return {section: tuple(given[section]) for section in sections if is_in(PRUNABLE[section], only)}


def _parsed(value: Any) -> Any:
    """A list, or a dictionary, of what may be a text. Raises DocumentError for anything else."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            raise DocumentError("prune is not valid JSON") from None
    if isinstance(value, str):
        value = [name.strip() for name in value.split(",") if name.strip()]
    if not isinstance(value, (Mapping, list, tuple)) or not all(isinstance(name, str) for name in value):
        raise DocumentError("prune must be a list of sections, or a dictionary of sections with lists of patterns")
    return value


def _known(option: str, names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise DocumentError(f"{option} does not support {', '.join(unknown)}; valid sections are {', '.join(known)}")
    return tuple(dict.fromkeys(names))


def matches(kind: Kind, key: str, patterns: Sequence[str]) -> bool:
    """Whether what an object is called fits one of some patterns. Domains are compared as they are, not as written."""
    form = kind.key_fields[0].canonical_form
    return any(fnmatchcase(form(key), form(pattern)) for pattern in patterns)


def narrowed(found: Sequence[Entry], only: Collection[str], prunes: bool) -> list[Entry]:
    """The entries in some sections, and aside, those that have to be looked at; with no sections, all.

    That is what holds entries of these sections and, where anything may be deleted, all that may need it.
    """
    if not only:
        return list(found)
    deletes = prunes or any(not entry.present for entry in found if is_chosen(entry, only))
    kept = []
    for entry in found:
        if is_chosen(entry, only):
            kept.append(entry)
        elif entry.present and (deletes or not set(nested_kinds(entry.kind)).isdisjoint(only)):
            aside = replace(entry, aside=True)
            kept.append(aside if deletes else bare(aside))
    return kept


def narrowed_document(document: Mapping[str, Any], only: Collection[str]) -> Mapping[str, Any]:
    """The sections of a document that a task names."""
    return {section: part for section, part in document.items() if not only or section in only}


def bare(entry: Entry) -> Entry:
    """An entry that only tells which object it is, so that nothing is to be done for it."""
    names = entry.kind.identifying | {"id", PREVIOUS_NAMES, *([entry.kind.parent.name] if entry.kind.parent else [])}
    options = {name: value for name, value in entry.options.items() if name in names}
    kept = {entry.kind.routes.owner} if "id" in options else entry.kind.identifying
    return replace(entry, options=options, values={n: value for n, value in entry.values.items() if n in kept})


def is_chosen(entry: Entry, only: Collection[str]) -> bool:
    """Whether an entry stands in some sections; with no sections, all do."""
    return not only or entry.path[0] in only or entry.kind.section in only


def is_in(kind: Kind, only: Collection[str]) -> bool:
    """Whether objects of a kind stand in some sections, by themselves or within entries; with no sections, all do."""
    return not only or kind.section in only or (kind.parent is not None and kind.parent.section in only)
