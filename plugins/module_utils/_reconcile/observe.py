# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding the object that a task speaks of, and reading as much of it as planning needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._api.gateway import Gateway
from .._core.comparison import SECRET
from .._core.errors import ApiError, PlanError
from .._core.fields.base import Field
from .._core.identity import (
    id_of,
    key_of,
    only_listed,
    told_ids,
)
from .._core.kind import Kind
from .._core.options import given_id
from .._core.plan import Plan
from .._core.result import secrets_in
from .._core.values import at, object_id, plain, with_at
from .._core.wanted import Target, Wanted
from .effects import Effects
from .lookup import Lookup
from .member_lists import refuse_unknown, with_members


def look_up(
    kind: Kind,
    options: Mapping[str, Any],
    given: Mapping[str, Any],
    lookup: Lookup,
    gateway: Gateway,
) -> tuple[Wanted, dict[str, Any] | None]:
    """What a task or an entry of a document wants, its names looked up, and the object that there is.

    ``given`` are the fields to be managed, checked already. Raises PlanError, ApiError.
    """
    present = options.get("state") != "absent"
    id = given_id(options)
    within = lookup.reference(kind.parent, options[kind.parent.name]) if kind.parent else None
    values = lookup.values(kind, given, within)
    within = within or values.get(kind.routes.owner)
    first, recreate = tuple(lookup.to_make), bool(options.get("recreate"))
    wanted = Wanted(kind, called(kind, options), values, present, within, first, recreate=recreate)
    observed = observe(wanted, id, gateway)
    if kind.ranked and wanted.base:
        order = [id_of(kind, raw) for raw in gateway.objects(kind, wanted.base)]
        wanted = kind.ranked.within_list(wanted, order, observed is not None)
    if id is not None and observed is None and present:
        raise PlanError(f"there is no {kind.title} with the ID {id}; remove id to create one")
    if observed is None:
        refuse_unknown(wanted, None, gateway)
        if present and not options.get("allow_similar"):
            _refuse_similar(wanted, _folders(kind, options), lookup, gateway)
    if observed is not None and not present and kind.inside:
        observed = {**observed, kind.section: all_in(observed, kind, kind.inside, gateway, wanted.base)}
    if kind.routes.singleton:
        return replace(wanted, key=within.label if within else wanted.key), observed
    if kind.parent and within:
        return _placed(wanted, within, options, observed, lookup), observed
    if observed is None:
        return wanted, observed
    return replace(wanted, key=plain(at(observed, kind.key_fields[0].where))), observed


def _refuse_similar(wanted: Wanted, path: Sequence[str], lookup: Lookup, gateway: Gateway) -> None:
    """Refuse to create what is there already in another spelling, as far as people can see. Raises PlanError.

    What the same document calls otherwise is another object; ``path`` are the folders that both lie in.
    """
    kind, name = wanted.kind, wanted.values.get(wanted.kind.key[0]) if wanted.kind.key else None
    place = wanted.values.get(kind.narrowed_by)
    around = [target for target in (wanted.within, place) if isinstance(target, Target)]
    if not isinstance(name, str) or any(target.id is None and not target.cleared for target in around):
        return
    there = kind.field(kind.narrowed_by).as_raw(place) if isinstance(place, Target) else None
    for raw in gateway.similar(kind, key_of(kind, key_as_raw(kind, wanted.values)), wanted.base, there):
        if not lookup.names(kind, raw, wanted.within, path):
            other = "another one" if kind.one_time_secret else f"{id_of(kind, raw)}"
            spelled = plain(at(raw, kind.key_fields[0].where))
            raise PlanError(
                f"{kind.title} '{spelled}' (ID {other}) exists, and '{name}' differs from it only in spelling; "
                "use its spelling, or set allow_similar: true to create another object"
            )


def _placed(
    wanted: Wanted, within: Target, options: Mapping[str, Any], observed: Mapping[str, Any] | None, lookup: Lookup
) -> Wanted:
    """An object within another, called by the way to it."""
    kind = wanted.kind
    if observed is None:
        return replace(wanted, key="/".join(map(plain, [within.label, *_way(kind, options)])))
    above = object_id(at(observed, kind.inside.where)) if kind.inside else None
    folders = lookup.folders_to(within, above) if kind.inside else []
    way = [*folders, at(observed, kind.key_fields[0].where)]
    return replace(wanted, key="/".join(map(plain, [within.label, *way])))


def _folders(kind: Kind, options: Mapping[str, Any]) -> Sequence[str]:
    """The names of the folders that an object lies in, as far as a task gives them."""
    return (options.get(kind.inside.name) or ()) if kind.inside else ()


def _way(kind: Kind, options: Mapping[str, Any]) -> list[Any]:
    """The names of an object and of those that it lies in, as far as a task gives them."""
    id = options.get("id")
    return [*_folders(kind, options), options.get(kind.key[0]) or (SECRET if id and kind.one_time_secret else id) or ""]


def all_in(raw: Mapping[str, Any], kind: Kind, inside: Field, gateway: Gateway, base: str) -> list[dict[str, Any]]:
    """The objects of the same kind that lie in one, at any depth: a delete takes them along."""
    children: dict[Any, list[dict[str, Any]]] = {}
    for other in gateway.objects(kind, base):
        children.setdefault(object_id(at(other, inside.where)), []).append(other)
    found: list[dict[str, Any]] = []
    waiting = [raw]
    while waiting:
        inner = children.pop(id_of(kind, waiting.pop()), [])
        found += inner
        waiting += inner
    return found


def called(kind: Kind, options: Mapping[str, Any]) -> str:
    """What a task calls its object, as long as no more is known."""
    if kind.routes.singleton:
        return plain(options.get(kind.routes.owner) or "workspace")
    within = [options.get(kind.parent.name)] if kind.parent else []
    return "/".join(map(plain, [*within, *_way(kind, options)]))


def observe(wanted: Wanted, id: str | None, gateway: Gateway) -> dict[str, Any] | None:
    """The object that a task speaks of, as it is now or was a moment ago; None when there is none."""
    kind, within = wanted.kind, wanted.within
    places = [target for target in wanted.values.values() if isinstance(target, Target)]
    if within is not None and within.id is None:
        return None
    if kind.routes.singleton:
        return gateway.read(kind, "", within.id if within else None)
    if id is None and kind.parent and any(target.id is None and not target.cleared for target in places):
        return None
    found = find(kind, wanted.values, id, gateway, wanted.base)
    if id is None and found and not wanted.present and kind.told_apart_by in wanted.values:
        # what is called otherwise stays: else a second run would delete the next one
        return next(iter(_told_apart(kind.field(kind.told_apart_by), wanted.values, [found], True)), None)
    return found


def find(
    kind: Kind, values: Mapping[str, Any], id: str | None, gateway: Gateway, base: str = ""
) -> dict[str, Any] | None:
    """The object with that id, or else with that natural key; None when there is none.

    ``values`` are the given ones, names looked up already; ``base`` is the path of the object that it is in.

    Raises PlanError when several have the key, or when the id's object would take the key of another.
    """
    if id is None:
        return _find_by_key(kind, values, gateway, base)
    if kind.parent or kind.routes.listed_by or not kind.routes.reads_one:
        found = gateway.with_id(kind, id, base)
    else:
        found = gateway.read(kind, base, id)
    if found is not None and kind.key[0] in values:
        _refuse_taken_key(kind, values, found, gateway, base)
    return found


def key_as_raw(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The natural key as an object of the API's would show it."""
    raw: dict[str, Any] = {}
    for field in kind.key_fields:
        value = values.get(field.name)
        raw = with_at(raw, field.where, value.id if isinstance(value, Target) else value)
    return raw


def _find_by_key(kind: Kind, values: Mapping[str, Any], gateway: Gateway, base: str) -> dict[str, Any] | None:
    """The object with the natural key of these values. Raises PlanError for several."""
    place = values.get(kind.narrowed_by)
    if isinstance(place, Target) and place.id is None and not place.cleared:
        return None  # nothing can be in what is not there yet
    there = kind.field(kind.narrowed_by).as_raw(place) if isinstance(place, Target) else None
    found = gateway.with_key(kind, key_of(kind, key_as_raw(kind, values)), base, there)
    if not found and isinstance(place, Target):
        # an import that was cut off before it got its name
        names = [field.interim_name(values[kind.key[0]], values, kind.fields, place.value) for field in kind.sources]
        found = [raw for name in names if name for raw in gateway.with_key(kind, (name,), base, there)]
    if kind.told_apart_by in values:
        found = _told_apart(kind.field(kind.told_apart_by), values, found)
    if len(found) > 1:
        ways = [name for name in (kind.narrowed_by, kind.told_apart_by) if name and name not in values]
        way = " or ".join([*ways, "id"])
        way += ", or delete the others in the dashboard" if kind.one_time_secret else ""
        ids = told_ids(kind, found)
        raise PlanError(f"{len(found)} objects have this {kind.key[0]} ({ids}); select one with {way}")
    return found[0] if found else None


def _told_apart(
    field: Field, values: Mapping[str, Any], found: list[dict[str, Any]], strictly: bool = False
) -> list[dict[str, Any]]:
    """Of several objects of one key those that also have the value of a field; all, where none has, unless strictly."""
    same = [raw for raw in found if field.shown(at(raw, field.where)) == field.shown(values[field.name])]
    return same if same or strictly else found


def _refuse_taken_key(
    kind: Kind, values: Mapping[str, Any], found: Mapping[str, Any], gateway: Gateway, base: str
) -> None:
    # what can only be set once stays as it is: guards.py refuses the rest
    fixed = {field.name: at(found, field.where) for field in kind.key_fields if field.create_only}
    wanted = key_of(kind, key_as_raw(kind, {**values, **fixed}))
    if key_of(kind, found) == wanted or kind.narrowed_by:  # a name that may repeat is never taken
        return
    others = gateway.with_key(kind, wanted, base)
    if others:
        name = plain(at(found, kind.key_fields[0].where))
        other = "another object" if kind.one_time_secret else f"the object {id_of(kind, others[0])}"
        raise PlanError(f"'{name}' cannot have this {kind.key[0]}: {other} already has it")


def read_again(
    wanted: Wanted, observed: Mapping[str, Any], gateway: Gateway, effects: Effects
) -> dict[str, Any] | None:
    """The object as its own route shows it now, with what only lists know; None when it is gone."""
    kind = wanted.kind
    try:
        fresh = gateway.read(kind, wanted.base, observed[kind.routes.id_key])
    except ApiError as error:
        error.hide(secrets_in(kind, observed))
        raise
    if fresh is None:
        return None
    fresh = {**fresh, **only_listed(kind, observed)}
    fresh = effects.read_files(wanted, fresh, gateway)
    if any(field.name in wanted.values for field in kind.member_fields):
        whole = with_members(kind, fresh, gateway, wanted.base)
        if whole is not None:
            refuse_unknown(wanted, whole, gateway)
        return whole
    return fresh


GONE = "it was deleted or renamed while this task was running; run the task again"
FRESH = 3.0  # seconds for which an observation may be the ground of a write
STILL_MISSING = 30.0  # seconds for which "there is none" may


def is_stale(plan: Plan, age: float) -> bool:
    """Whether a plan has changes and rests on a list that is too old: somebody may have changed the object since.

    ``age`` is what the list's was when the task began: one that the task itself reads is as new as one can be.
    """
    own_read = (
        plan.wanted.kind.routes.too_many_to_list and plan.wanted.present
    )  # see needs_own_read; the list itself is expensive
    return bool(plan.changes) and age > (STILL_MISSING if plan.observed is None or own_read else FRESH)


def needs_own_read(kind: Kind, plan: Plan) -> bool:
    """Whether an object known from a list must be read by itself before the plan can be trusted.

    For fields that lists do not show, and before an update: its body is the whole object. Children that lists do not
    show are read in any case, because lists show that there are none.
    """
    if kind.routes.singleton or not kind.routes.reads_one or not plan.wanted.present:
        return False
    hidden = [field for field in kind.fields if field.maybe_hidden(plan.observed)]
    return bool(plan.changes) or any(field.child_kind or field.name in plan.wanted.values for field in hidden)
