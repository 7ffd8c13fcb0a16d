# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding an object by its ID or its natural key, without ever guessing between two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.gateway import Gateway
from .._api.list_cache import typed_object
from .._core.errors import PlanError
from .._core.fields.base import Field
from .._core.identity import id_of, ids_text, key_of, key_text, wanted_key
from .._core.kind import Kind, collection_path
from .._core.values import at, with_at
from .._core.wanted import Target, Wanted


def observe(wanted: Wanted, id: str | None, gateway: Gateway) -> dict[str, Any] | None:
    """The object of a task, as it is now or was a moment ago; None if it does not exist."""
    kind, within = wanted.kind, wanted.within
    if (within is not None and within.id is None) or (id is None and wanted.container_missing):
        return None
    if kind.routes.singleton:
        return gateway.read(kind, "", within.id if within else None)
    found = find(wanted, id, gateway)
    if id is None and found and not wanted.present and kind.distinguished_by in wanted.values:
        # delete only an exact match: otherwise a second run would delete the next object with the same key
        return next(iter(_distinguished(kind.field(kind.distinguished_by), wanted.values, [found], True)), None)
    return found


def find(wanted: Wanted, id: str | None, gateway: Gateway) -> dict[str, Any] | None:
    """The object with this ID, or else with the wanted natural key; None if it does not exist.

    Raises PlanError if several objects have the key, or if the object with the ID would take the key of another.
    """
    kind, base = wanted.kind, wanted.base
    if id is None:
        found = _find_by_key(wanted, gateway)
    elif read_by_id(kind):
        found = gateway.read(kind, base, id)
    else:
        found = gateway.with_id(kind, id, base)
    if found is None:
        return None
    if id is not None and set(kind.key[:1]) & set(wanted.values):
        _refuse_taken_key(wanted, found, gateway)
    return typed_object(kind, found, collection_path(kind, base))


def read_by_id(kind: Kind) -> bool:
    """Whether an object given by its ID is read from its own route, and not looked up in a list."""
    return kind.routes.reads_one and not (kind.parent or kind.routes.listed_by)


def key_as_raw(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The natural key in the form of an object of the API."""
    raw: dict[str, Any] = {}
    for field in kind.key_fields:
        value = values.get(field.name)
        raw = with_at(raw, field.where, value.id if isinstance(value, Target) else value)
    return raw


def place_as_raw(wanted: Wanted) -> dict[str, Any] | None:
    """The wanted location in the form of an object of the API, if it distinguishes objects with the same name."""
    kind, place = wanted.kind, wanted.values.get(wanted.kind.narrowed_by)
    return kind.field(kind.narrowed_by).as_raw(place) if isinstance(place, Target) else None


def with_wanted_key(wanted: Wanted, gateway: Gateway) -> list[dict[str, Any]]:
    """All objects with the wanted natural key in the wanted location."""
    key = wanted_key(wanted.kind, wanted.values)
    return gateway.with_key(wanted.kind, key, wanted.base, place_as_raw(wanted))


def interim_names(wanted: Wanted) -> list[str]:
    """The names that the wanted object may have until its own can be set."""
    kind, values = wanted.kind, wanted.values
    place = values.get(kind.narrowed_by)
    if not isinstance(place, Target) or place.value is place:  # which does not exist yet
        return []
    names = [field.interim_name(values[kind.key[0]], values, kind.fields, place.value) for field in kind.fields]
    return list(filter(None, names))


def _find_by_key(wanted: Wanted, gateway: Gateway) -> dict[str, Any] | None:
    """The object with the wanted natural key. Raises PlanError if there is more than one."""
    kind, values = wanted.kind, wanted.values
    found = with_wanted_key(wanted, gateway)
    if wanted.ignored_ids:
        found = [raw for raw in found if id_of(kind, raw) not in wanted.ignored_ids]
    if not found:  # an interrupted import still has its interim name
        location = place_as_raw(wanted)
        names = interim_names(wanted)
        found = [raw for name in names for raw in gateway.with_key(kind, (name,), wanted.base, location)]
    if kind.distinguished_by in values:
        found = _distinguished(kind.field(kind.distinguished_by), values, found)
    if len(found) > 1:
        selectors = [name for name in (kind.narrowed_by, kind.distinguished_by) if name and name not in values]
        selector = " or ".join([*selectors, "id"])
        selector += ", or delete the others in the dashboard" if kind.one_time_secret else ""
        ids = ids_text(kind, found)
        raise PlanError(f"{len(found)} objects have this {kind.key[0]} ({ids}); select one with {selector}")
    return found[0] if found else None


def _distinguished(
    field: Field, values: Mapping[str, Any], found: list[dict[str, Any]], strictly: bool = False
) -> list[dict[str, Any]]:
    """Of objects with the same key, those with the field's wanted value; all if none match, unless ``strictly``."""
    same = [raw for raw in found if field.shown(at(raw, field.where)) == field.shown(values[field.name])]
    return same if same or strictly else found


def _refuse_taken_key(wanted: Wanted, found: Mapping[str, Any], gateway: Gateway) -> None:
    kind = wanted.kind
    # create-only fields keep their values here: guards.py refuses to change them
    fixed = {field.name: at(found, field.where) for field in kind.key_fields if field.create_only}
    key = wanted_key(kind, {**wanted.values, **fixed})
    if key_of(kind, found) == key or kind.narrowed_by:  # names that need not be unique are never taken
        return
    others = [raw for raw in gateway.with_key(kind, key, wanted.base) if id_of(kind, raw) not in wanted.ignored_ids]
    if others:
        name = key_text(kind, found)
        other = "another object" if kind.one_time_secret else f"the object {id_of(kind, others[0])}"
        raise PlanError(f"'{name}' cannot have this {kind.key[0]}: {other} already has it")
