# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of a document: the sections that a task names with ``only``, and the patterns for pruning. Pure.

Objects in other sections are not changed. They are read as far as the plan of the named sections depends on them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from .._core.errors import DocumentError
from .._core.fields.base import suggestion
from .._core.kind import Kind
from .._kinds.catalog import SECTIONS
from .document import PREVIOUS_NAMES, Entry, nested_kinds

#: all sections that a document or an entry may have
ALL: dict[str, Kind] = {
    **SECTIONS,
    **{name: kind for other in SECTIONS.values() for name, kind in nested_kinds(other).items()},
}
#: what can be pruned: singletons are not in any list
PRUNABLE = {section: kind for section, kind in ALL.items() if not kind.routes.singleton}
EVERYTHING = ("*",)
Patterns = Mapping[str, tuple[str, ...]]  # section -> patterns for the names of objects that may be deleted


def checked_only(names: Sequence[str]) -> tuple[str, ...]:
    """The sections that a task names, without duplicates. Raises DocumentError for an unknown one."""
    return _known("only", names, ALL)


def checked_prune(value: Any, only: Collection[str] = ()) -> Patterns:
    """The option ``prune``, limited to the sections in ``only``. Raises DocumentError if it is invalid.

    ``value`` is a list of sections, or a dictionary from sections to patterns; either may be a text, as in extra
    variables.
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
    """A list or a dictionary, which may be given as text. Raises DocumentError for anything else."""
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
        hint = suggestion(unknown[0], known, f"valid sections are {', '.join(known)}")
        raise DocumentError(f"{option}: {', '.join(unknown)} is not a valid section; {hint}")
    return tuple(dict.fromkeys(names))


def matches(kind: Kind, key: str, patterns: Sequence[str]) -> bool:
    """Whether the name of an object matches one of the patterns. Those of domains may be in either form."""
    field = kind.key_fields[0]
    forms = (field.shown, field.canonical_form)
    return any(
        fnmatchcase(form(key), form(pattern))
        for pattern in patterns
        for form in (forms if pattern.isascii() else forms[:1])  # a part of a label has no IDNA form
    )


def narrowed(found: Sequence[Entry], only: Collection[str], prunes: bool) -> list[Entry]:
    """The entries in ``only``, and those whose objects are only read; without ``only``, all entries.

    Only read are the parents of the chosen ones and, if anything may be deleted, all objects that may need it.
    """
    if not only:
        return list(found)
    deletes = prunes or any(not entry.present for entry in found if is_chosen(entry, only))
    kept = []
    for entry in found:
        if is_chosen(entry, only):
            kept.append(entry)
        elif entry.present and (deletes or not set(nested_kinds(entry.kind)).isdisjoint(only)):
            reference = entry._replace(reference_only=True)
            kept.append(reference if deletes else bare(reference))
    return kept


def narrowed_document(document: Mapping[str, Any], only: Collection[str]) -> Mapping[str, Any]:
    """The sections of a document that a task names."""
    return {section: part for section, part in document.items() if not only or section in only}


def bare(entry: Entry) -> Entry:
    """An entry reduced to what identifies its object, so that nothing will be changed."""
    names = entry.kind.identifying | {"id", PREVIOUS_NAMES, *([entry.kind.parent.name] if entry.kind.parent else [])}
    options = {name: value for name, value in entry.options.items() if name in names}
    kept = {entry.kind.routes.owner} if "id" in options else entry.kind.identifying
    return entry._replace(options=options, values={n: value for n, value in entry.values.items() if n in kept})


def is_chosen(entry: Entry, only: Collection[str]) -> bool:
    """Whether an entry is in one of the sections in ``only``; always true if that is empty."""
    return not only or entry.path[0] in only or entry.kind.section in only


def is_in(kind: Kind, only: Collection[str]) -> bool:
    """Whether objects of a kind are in the sections in ``only``, or nested there; always true if it is empty."""
    return not only or kind.section in only or (kind.parent is not None and kind.parent.section in only)
