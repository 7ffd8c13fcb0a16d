# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A workspace document -> its entries, one for each object, and all of its faults. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Callable, NamedTuple

from .._core.kind import Kind
from .._core.options import faults_in, unchecked_values
from .._core.values import DEEPEST, DICTIONARY, NO_ID, frozen, id_form, object_id, value_fault
from .._kinds.catalog import KINDS, SECTIONS
from .._kinds.project import PROJECT

ABSENT = "absent"
PREVIOUS_NAMES = "previous_names"
_MARKS = re.compile(r"\{[{%#]|\A#jinja2:")  # a text that begins with this may set other delimiters in its first line
Path = tuple[Any, ...]  # keys and indexes, starting at the root of the document


class PlainText(str):
    """A text marked with ``!unsafe``: it is not a template, whatever it looks like."""

    __slots__ = ()


class Encrypted(str):
    """Stands for a text that only Ansible can decrypt. It counts as a template, which nobody fills in either."""

    __slots__ = ()


class Entry(NamedTuple):
    """One object in a document: the options of its module, and its position in the document.

    ``has_list`` means that its children (folders) are listed, so that any others are unmanaged. ``parents`` has the
    names of its parents, ``values`` the given fields, with their files read once the document is known to be valid.
    ``place_of`` returns the file and line of a path; that is slow, so it is only called for messages.
    ``reference_only`` means that the object is only read, because the task leaves its section out; ``present`` that it
    is wanted to exist.
    """

    kind: Kind
    options: Mapping[str, Any]
    path: Path
    has_list: bool = False
    parents: tuple[str, ...] = ()
    values: Mapping[str, Any] = {}
    place_of: Callable[[Path], str] | None = None
    reference_only: bool = False
    present: bool = True

    @property
    def where(self) -> str:
        """The path as people write it, such as projects[2].folders[0], with its file and line if there are any."""
        return _placed(self.path, self.place_of)

    @property
    def name(self) -> str:
        """The natural key or its first part; not for singletons."""
        return str(self.options[self.kind.key[0]])


def _placed(path: Path, place_of: Callable[[Path], str] | None) -> str:
    place = place_of(path) if place_of else ""
    return f"{path_text(path)} ({place})" if place else path_text(path)


def path_text(path: Path) -> str:
    """A path in a document as people write it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".") or "the document"


class Given(NamedTuple):
    """A document without null, which means "not given", and what is wrong with single values, each with its path.

    ``problems`` are the faults of values that no document can contain, as sentences. Null in a list is such a fault. It
    stays in the list, so that the indexes of the other items remain correct. ``templates`` are the texts, including
    keys, that look like templates.
    """

    document: Any
    problems: list[tuple[Path, str]]
    templates: list[tuple[Path, str]]


def given(document: Any) -> Given:
    """A document as far as it is given, with the objections to its values."""
    found = Given(None, [], [])
    return found._replace(document=_given(document, (), found))


def _given(value: Any, path: Path, found: Given) -> Any:
    """A value without null; objections are added to ``found``."""
    if isinstance(value, str):  # the most frequent type
        return _single(value, path, found)
    if isinstance(value, (dict, list, Mapping)) and len(path) >= DEEPEST:
        found.problems.append((path, f"is nested more than {DEEPEST} levels deep"))
        return None
    if isinstance(value, DICTIONARY):
        return _given_items(value, path, found)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is None:
                found.problems.append(((*path, index), "is null; remove the item"))
        return [_given(item, (*path, index), found) for index, item in enumerate(value)]
    return _single(value, path, found)


def _given_items(value: Mapping[Any, Any], path: Path, found: Given) -> dict[str, Any]:
    """A dictionary without null."""
    kept = {}
    for key, item in value.items():
        fault = "is not a string, so it cannot be a key; quote it"
        if isinstance(key, str):
            fault = "" if key.isascii() else value_fault(key)
        if fault:
            found.problems.append(((*path, str(key)), fault))
            continue
        if reads_like_template(key):
            found.templates.append(((*path, key), key))
        if isinstance(item, str) and item.isascii() and not reads_like_template(item):  # most values
            kept[key] = item
            continue
        rest = _given(item, (*path, key), found)
        # a dictionary that only contains null is not given either, while an empty one clears the field
        if rest is not None and (rest or not isinstance(item, Mapping) or not item):
            kept[key] = rest
    return kept


def _single(value: Any, path: Path, found: Given) -> Any:
    """A value that is neither a list nor a dictionary."""
    fault = value_fault(value)
    if fault:
        found.problems.append((path, fault))
    if isinstance(value, str) and reads_like_template(value):
        found.templates.append((path, value))
    return value


def reads_like_template(text: str) -> bool:
    """Whether a text looks like a template and is not marked as plain text."""
    marked = "{" in text or text[:1] == "#"  # hardly any text is
    return marked and not isinstance(text, PlainText) and _MARKS.search(text) is not None


@cache
def nested_kinds(kind: Kind) -> Mapping[str, Kind]:
    """The sections within an entry of a kind, for objects that belong to it; none for kinds too numerous to list."""
    if kind.routes.too_many_to_list:
        return {}
    inside = [other for other in KINDS.values() if other.parent is kind or kind.name == other.routes.owner]
    return {other.section: other for other in inside}


def sections_in(kind: Kind) -> dict[str, Kind]:
    """All sections that an entry of a kind may contain; folders may contain folders."""
    return {**nested_kinds(kind), **({kind.section: kind} if kind.parent else {})}


def without(document: Mapping[str, Any], faulty: Iterable[Path]) -> dict[str, Any]:
    """A copy of a document without what is at the ``faulty`` paths.

    This is the whole option. If it identifies its object, it is the whole entry; null takes its place.
    """
    rest: dict[str, Any] = _without(document, (), {_option_or_entry(path) for path in faulty})
    return rest


def _option_or_entry(path: Path) -> Path:
    """The path of the option that a path leads into, or of the entry that this option identifies."""
    if not path or path[0] not in SECTIONS:
        return path[:1]
    entry, kind = entry_at(path)
    option = path[: len(entry) + 1]
    return entry if option[-1] in kind.identifying | {"id", "state"} else option


def entry_at(path: Path) -> tuple[Path, Kind]:
    """The innermost entry on a path that begins with a section, and its kind."""
    kind = SECTIONS[path[0]]
    length = 1 if kind.routes.singleton else 2
    while len(path) > length:
        other = sections_in(kind).get(path[length])
        step = 1 if other and other.routes.singleton else 2
        if other is None or len(path) < length + step:
            break
        kind, length = other, length + step
    return path[:length], kind


def _without(value: Any, path: Path, left_out: set[Path]) -> Any:
    if isinstance(value, Mapping):
        kept = [key for key in value if (*path, key) not in left_out]
        return {key: _without(value[key], (*path, key), left_out) for key in kept}
    if isinstance(value, list):
        paths = [(*path, index) for index in range(len(value))]
        return [None if its in left_out else _without(item, its, left_out) for item, its in zip(value, paths)]
    return value


def entries(document: Mapping[str, Any]) -> list[Entry]:
    """The entries of a document, in order; null in place of one is skipped. Everything must match the schema otherwise.

    The schema is in schema.py.
    """
    found: list[Entry] = []
    for section, kind in SECTIONS.items():
        content = document.get(section)
        if content is None:
            continue
        if kind.routes.singleton:
            found.append(_entry(kind, content, (section,)))
            continue
        for index, item in enumerate(content):
            if item is not None:
                found += _with_nested(kind, item, (section, index))
    return found


def _entry(
    kind: Kind, options: Mapping[str, Any], path: Path, has_list: bool = False, parents: tuple[str, ...] = ()
) -> Entry:
    """An entry. For an object to be deleted, only the options that identify it count."""
    present = options.get("state") != ABSENT
    if not present:
        kept = kind.identifying | {"state", "id", *([kind.parent.name] if kind.parent else [])}
        options, has_list = {name: value for name, value in options.items() if name in kept}, False
    return Entry(kind, options, path, has_list, parents, unchecked_values(kind, options), present=present)


def _with_nested(kind: Kind, item: Mapping[str, Any], path: Path) -> Iterator[Entry]:
    """The entry for an item of a section, and those nested in it."""
    nested = nested_kinds(kind)
    if not nested:
        yield _entry(kind, item, path)
        return
    options = {name: value for name, value in item.items() if name not in nested}
    yield _entry(kind, options, path, any(name in item for name, other in nested.items() if other.parent))
    if item.get("state") == ABSENT:  # nested objects are deleted with it
        return
    named = item.get("id") or item.get(kind.key[0])
    for section, other in nested.items():
        content = item.get(section)
        if content is None:
            continue
        if other.routes.singleton:
            yield _entry(other, {**content, other.routes.owner: named}, (*path, section))
        else:
            yield from _tree(other, content, (*path, section), {kind.name: named, "parent": []}, ())


def _tree(
    kind: Kind,
    items: Sequence[Mapping[str, Any] | None],
    path: Path,
    inside: Mapping[str, Any],
    parents: tuple[str, ...],
) -> Iterator[Entry]:
    """The entries for the items of a list of folders, and those nested in them."""
    for index, item in enumerate(items):
        if item is None:
            continue
        options = {name: value for name, value in item.items() if name != kind.section}
        yield _entry(kind, {**inside, **options}, (*path, index), kind.section in item, parents)
        if item.get("state") == ABSENT:
            continue
        name = item[kind.key[0]]
        below = {**inside, "parent": [*inside["parent"], item.get("id") or name]}
        yield from _tree(kind, item.get(kind.section) or (), (*path, index, kind.section), below, (*parents, name))


def faults(found: Sequence[Entry], place_of: Callable[[Path], str] | None = None) -> list[tuple[Path, str]]:
    """The faults of entries that a schema cannot express, as (path, sentence). ``place_of`` is that of Entry."""
    problems: list[tuple[Path, str]] = []
    by_id: dict[Any, Entry] = {}
    by_key: dict[Any, Entry] = {}
    by_name: dict[Any, Entry] = {}
    for entry in found:
        problems += [(entry.path, fault) for fault in faults_in(entry.kind, entry.options, entry.values)]
        id = entry.options.get("id")
        if id is not None and object_id(id) is None:
            problems.append((entry.path, f"id '{id}' {NO_ID}"))
        duplicate = by_id.setdefault((entry.kind.name, object_id(id)), entry) if object_id(id) else entry
        if duplicate is entry:
            duplicate = by_key.setdefault(natural_key(entry), entry)
            duplicate = entry if duplicate is entry or _are_two(duplicate, entry) else duplicate
        if duplicate is not entry:
            problems.append((entry.path, SAME_OBJECT.format(_placed(duplicate.path, place_of))))
        elif entry.kind.narrowed_by:
            first = by_name.setdefault((entry.kind.name, entry.options[entry.kind.key[0]]), entry)
            anywhere = _is_anywhere(first) or _is_anywhere(entry)
            if first is not entry and anywhere and not _are_two(first, entry):
                problems.append(
                    (
                        entry.path,
                        ANY_PLACE.format(entry.kind.key[0], _placed(first.path, place_of), entry.kind.narrowed_by),
                    )
                )
    return problems


SAME_OBJECT = "is the same object as {}; list it only once"
ANY_PLACE = "has the same {} as {}, and one of them may mean any place; set {} or id in both"


def _are_two(one: Entry, other: Entry) -> bool:
    """Whether two entries with the same key mean two objects: both have IDs, or one that stays has an ID."""
    by_id, by_key = sorted((one, other), key=lambda entry: entry.options.get("id") is None)
    if by_id.options.get("id") is None:
        return False
    return by_key.options.get("id") is not None or (by_id.present and not by_key.present)


def _is_anywhere(entry: Entry) -> bool:
    """Whether an entry means the only object with its name, regardless of its location."""
    return not entry.options.get("id") and entry.kind.narrowed_by not in entry.options


def natural_key(entry: Entry) -> Any:
    """What distinguishes an entry without an ID from all others in its document, as far as that is known offline."""
    kind, options = entry.kind, entry.options
    if kind.routes.singleton:
        return (kind.name, id_form(options.get(kind.routes.owner)))
    key = [_canonical(kind, name, options.get(name)) for name in (*kind.key, kind.narrowed_by) if name]
    return (kind.name, id_form(options.get(PROJECT.name)) if kind.parent else None, frozen(key))


def _canonical(kind: Kind, name: str, value: Any) -> Any:
    field = kind.field(name)
    if field.nests:
        return [id_form(part) for part in value or ()]
    return field.canonical_form(value) if value is not None else None
