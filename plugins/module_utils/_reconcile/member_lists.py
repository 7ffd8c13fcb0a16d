# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading and writing lists of IDs that have their own routes (see Members)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._api.create_once import create_once
from .._api.gateway import Gateway
from .._api.halt import HaltedError
from .._api.responses import objects
from .._core.change import Change, EditMembers, ReplaceMembers
from .._core.errors import ApiError, PlanError
from .._core.fields.base import Field, Raw
from .._core.kind import Kind, object_path
from .._core.values import as_integer, at, id_form, object_id, with_at
from .._core.wanted import Target, Wanted

REFUSED = (400, 422)  # statuses with which the API refuses an unknown key in a body
NOT_REPLACED = "the list is not the one that was sent"
AT_ONCE = 50  # IDs per request: they are part of its URL


def with_members(kind: Kind, raw: Raw, gateway: Gateway, base: str = "") -> dict[str, Any] | None:
    """An object with the members that its own response does not show; None if it has been deleted. Raises ApiError."""
    whole = dict(raw)
    for field in kind.member_fields:
        path = f"{object_path(kind, base, raw.get(kind.routes.id_key))}/{field.route}"
        try:
            whole = with_at(whole, field.where, _listed(path, gateway))
        except ApiError as error:
            if error.not_found:
                return None
            raise
    return whole


def _listed(path: str, gateway: Gateway) -> list[Any]:
    """The IDs in a list, in the order of the positions that the list shows, or as it returns them if it shows none."""
    items = objects(gateway.client.get(path), path)
    for position, item in enumerate(items, 1):
        if object_id(item.get("id")) is None:
            raise ApiError(f"the list at {path} has at position {position} an item without an id")
    positions = [as_integer(item.get("position")) for item in items]
    if len({place for place in positions if place.__class__ is int}) == len(items):
        items = [item for _place, item in sorted(zip(positions, items), key=lambda one: one[0])]
    return [item["id"] for item in items]


def appended(wanted: Wanted, observed: Raw) -> tuple[Wanted, Raw]:
    """What is wanted, with the existing members before those that the task adds, and the object to compare it with.

    A member that the list contains several times is in both only once: it stays as it is.
    """
    values, seen = dict(wanted.values), observed
    for field in wanted.kind.member_fields:
        if field.name in values:
            existing = {field.canonical_form(id): id for id in at(observed, field.where) or ()}  # without duplicates
            new = [id for id in values[field.name] if field.canonical_form(id) not in existing]
            values[field.name] = [*existing.values(), *new]
            seen = with_at(seen, field.where, list(existing.values()))
    return wanted._replace(values=values), seen


def refuse_unknown(wanted: Wanted, observed: Raw | None, gateway: Gateway) -> None:
    """Refuse wanted members that do not exist. IDs that are members already are not checked.

    Raises PlanError, ApiError.
    """
    for field in wanted.kind.member_fields:
        if not wanted.present or (observed is not None and not field.readable(observed)):
            continue
        known = {id_form(id) for id in at(observed, field.where) or ()}
        given = {id_form(id): id for id in wanted.values.get(field.name, ()) if not isinstance(id, Target)}
        new = [id for id in given if id not in known]
        known |= {object_id(raw.get("id")) for raw in candidates(field, new, gateway)}
        unknown = [given[id] for id in new if id not in known]
        if unknown:
            raise PlanError(f"{field.name} contains IDs that do not exist: {', '.join(unknown)}")


def candidates(field: Field, ids: Sequence[Any], gateway: Gateway) -> Iterator[dict[str, Any]]:
    """The objects with these IDs that can be members, as their list shows them. Raises ApiError."""
    path, key = field.candidates
    for start in range(0, len(ids), AT_ONCE):
        yield from gateway.client.pages(path, {key: ids[start : start + AT_ONCE]})


def add_members(change: EditMembers, gateway: Gateway) -> None:
    """Add members to a list. After a lost response, only the missing ones are sent: others could become duplicates."""
    left = change.body

    def post() -> bool:
        gateway.write("POST", change.path, left, change.kind, repeatable=False)
        return True

    def all_there(failure: ApiError) -> bool | None:
        nonlocal left
        left = _not_added(left, change.path, failure, gateway)
        return None if any(left.values()) else True

    create_once(gateway.client, "the list does not contain the added members", post, all_there)


def _not_added(body: Mapping[str, Any], path: str, failure: ApiError, gateway: Gateway) -> dict[str, Any]:
    """The part of a body that has not been added, as seen until a lost request can no longer take effect."""
    left = dict(body)
    for _moment in gateway.client.recheck_times(failure):
        existing = {id_form(id) for id in _listed(path, gateway)}
        left = {key: [id for id in ids if id_form(id) not in existing] for key, ids in body.items()}
        if not any(left.values()):
            break
    return left


def missing_steps(change: ReplaceMembers, gateway: Gateway) -> list[Change]:
    """Replace a list as a whole; returns the requests for what is still missing afterwards, [] if nothing is.

    The request is sent only once: if the API appends instead of replacing, repeating it could create duplicates.
    """
    failure = ApiError(NOT_REPLACED)
    try:
        gateway.write("POST", change.path, change.body, change.kind, repeatable=False)
    except ApiError as error:
        if not (error.uncertain or error.status in REFUSED):
            raise
        failure = error
    field, steps = change.field, list[Change]()
    try:
        for _moment in gateway.client.recheck_times(failure):
            steps = field.steps(change, _listed(change.path, gateway), change.body[field.body], counts=True)
            if not steps or failure.status in REFUSED:
                break
    except HaltedError:
        raise failure from None  # the outcome of the request is unknown
    return steps


def without_members(kind: Kind, raw: Raw) -> dict[str, Any]:
    """An object without its members, as in lists: remembered members would become outdated."""
    hidden = {field.where[0] for field in kind.member_fields}
    return {name: value for name, value in raw.items() if name not in hidden}


def lists_all_but_members(kind: Kind) -> bool:
    """Whether lists show all fields of a kind except its members."""
    return not any(field.in_lists == "hidden" and not field.members and not field.file for field in kind.fields)
