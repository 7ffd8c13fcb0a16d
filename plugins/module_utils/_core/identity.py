# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tells an object of the API's from others: its id and its natural key, in their comparable forms. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .kind import Field, Kind, Raw
from .masked_address import masked_address
from .values import at, id_form, object_id, with_at
from .wanted import Target


def straightened(kind: Kind, raw: dict[str, Any]) -> dict[str, Any]:
    """The object with its awkward shapes made regular."""
    return kind.straighten(raw) if kind.straighten else raw


def id_of(kind: Kind, raw: Raw) -> Any:
    """An object's id in its one comparable form."""
    return id_form(raw.get(kind.id_key))


def narrowed(kind: Kind, found: list[dict[str, Any]], raw: Raw | None) -> list[dict[str, Any]]:
    """Of objects of one name those that are in the place that ``raw`` is in; all, when it says nothing of that."""
    field = kind.field(kind.narrowed_by) if kind.narrowed_by else None
    place = at(raw, field.where) if field else None
    if field is None or place is None:
        return found
    return [other for other in found if object_id(at(other, field.where)) == object_id(place)]


def split_place(field: Field, place: Target) -> dict[str, Any]:
    """The two ids by which the API holds a place: of the project, and of the folder in it (null for none)."""
    project, folder = field.split
    within = place.project
    return {project: within.value, folder: place.value} if within else {project: place.value, folder: None}


def in_place(field: Field, place: Target) -> dict[str, Any]:
    """What an object shows of the place that it is in."""
    shown = with_at({}, field.where, place.value)
    return {**shown, **split_place(field, place)} if field.split else shown


def part_query(kind: Kind, key: tuple[Any, ...], there: Raw | None) -> dict[str, str]:
    """The query that asks for a part of a vast list: for the place that ``there`` is in, or for one name."""
    project, folder = kind.field(kind.narrowed_by).split
    if there and there.get(folder):
        return {folder: str(there[folder])}
    if there and there.get(project):
        return {project: str(there[project]), "without_folder": "true"}
    return {"q": str(key[0])}


def key_of(kind: Kind, raw: Raw) -> tuple[Any, ...]:
    """An object's natural key in its comparable form."""
    values = [(field, at(raw, field.where)) for field in kind.key_fields]
    return tuple(field.canonical(value) if field.canonical and value else value for field, value in values)


def told_ids(kind: Kind, found: Sequence[Raw]) -> str:
    """The ids of objects of one key, for a message to set in brackets; ids that may be secrets are not told."""
    if kind.issues:
        return "their IDs may be secret and are not shown"
    return "IDs " + ", ".join(sorted(str(id_of(kind, raw)) for raw in found))


def item_identity(field: Field) -> Callable[[Mapping[str, Any]], Any]:
    """What tells the items of a list of dictionaries apart, wanted ones and those that the API shows."""
    part = _telling_part(field)
    if part is None:
        return lambda item: item.get(field.identity)

    def identity(item: Mapping[str, Any]) -> Any:
        value = item[part.name] if part.name in item else at(item, part.where)
        if part.refers:
            return (value.id or value.label) if isinstance(value, Target) else id_form(value)
        return part.canonical(value) if field.children and part.canonical else value

    return identity


def laid_over(current: Raw, answer: Raw | None, kind: Kind) -> dict[str, Any]:
    """The object as an answer shows it, with what only lists know of it; as it was, where there is no answer.

    Not merged: what an answer leaves out may have become empty.
    """
    return dict(current) if answer is None else {**only_listed(kind, current), **answer}


def item_name(field: Field, name: Any) -> Any:
    """What an item of a list of dictionaries is called in messages and diffs, by what tells it apart."""
    part = _telling_part(field)
    return masked_address(name) if part and part.address and isinstance(name, str) else name


def _telling_part(field: Field) -> Field | None:
    parts = field.children.fields if field.children else field.fields
    return next((part for part in parts if part.name == field.identity), None)


def only_listed(kind: Kind, raw: Raw) -> dict[str, Any]:
    """What of an object only its list shows."""
    names = [*dict(kind.lists), *(kind.ranked.where if kind.ranked else ())]
    return {name: raw[name] for name in names if name in raw}
