# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding the object of a task, and reading as much of it as planning needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.gateway import Gateway
from .._core.comparison import SECRET
from .._core.errors import ApiError, PlanError
from .._core.fields.base import Field, Raw
from .._core.identity import (
    address_of,
    id_of,
    key_text,
    only_listed,
    wanted_key,
)
from .._core.kind import Kind
from .._core.options import given_id
from .._core.plan import Plan
from .._core.result import secrets_in
from .._core.values import at, object_id, plain
from .._core.wanted import Target, Wanted, container_of
from .effects import Effects
from .find import place_as_raw, with_wanted_key
from .lookup import Lookup
from .member_lists import refuse_unknown, with_members


def look_up(
    kind: Kind,
    options: Mapping[str, Any],
    given: Mapping[str, Any],
    lookup: Lookup,
    effects: Effects,
    gateway: Gateway,
) -> tuple[Wanted, Raw | None]:
    """What a task or an entry of a document wants, with references resolved, and the existing object.

    ``given`` are the managed fields, already validated. Raises PlanError, ApiError.
    """
    present = options.get("state") != "absent"
    id = given_id(options)
    within = lookup.reference(kind.parent, options[kind.parent.name]) if kind.parent else None
    values = lookup.values(kind, given, within)
    within = within or values.get(kind.routes.owner)
    first, recreate = tuple(lookup.to_make), bool(options.get("recreate"))
    address = _address(kind, values, within)
    wanted = Wanted(kind, display_name(kind, options), values, present, within, first, address, recreate)
    ignored_ids = _ignored_ids(wanted, id, lookup, gateway)
    wanted = wanted._replace(ignored_ids=ignored_ids) if ignored_ids else wanted
    observed = effects.find(wanted, id, gateway)
    if kind.ranked and wanted.base:
        order = [id_of(kind, raw) for raw in gateway.objects(kind, wanted.base)]
        wanted = kind.ranked.within_list(wanted, order, observed is not None)
    if id is not None and observed is None and present:
        advice = "; remove id to create one" if kind.key else ""
        raise PlanError(f"there is no {kind.title} with the ID {id}{advice}")
    if observed is None:
        refuse_unknown(wanted, None, gateway)
        if present and not options.get("allow_similar"):
            _refuse_similar(wanted, lookup, gateway)
    if observed is not None and not present and kind.parent_field:
        observed = {**observed, kind.section: all_in(observed, kind, kind.parent_field, gateway, wanted.base)}
    if kind.routes.singleton:
        return wanted._replace(key=within.label if within else wanted.key), observed
    if kind.parent and within:
        return _placed(wanted, within, options, observed, lookup), observed
    if observed is None:
        return wanted, observed
    key = key_text(kind, observed)
    return wanted if key == wanted.key else wanted._replace(key=key), observed


def _address(kind: Kind, values: Mapping[str, Any], within: Target | None) -> Any:
    """The address of the wanted object (see address_of); None for a singleton."""
    return (
        None
        if kind.routes.singleton
        else address_of(kind, wanted_key(kind, values), container_of(kind, values, within))
    )


def _ignored_ids(wanted: Wanted, id: str | None, lookup: Lookup, gateway: Gateway) -> tuple[Any, ...]:
    """The IDs of objects that have the key of the wanted object, but are going to be renamed."""
    kind, address = wanted.kind, wanted.address
    by_id_anywhere = id and kind.narrowed_by  # an object given by ID may have any name
    if not lookup.renamed or kind.routes.singleton or wanted.container_missing or by_id_anywhere:
        return ()
    found = {id_of(kind, raw) for raw in with_wanted_key(wanted, gateway)}
    ignored_ids = {one for one in found if lookup.renamed.get(one, address) != address}
    if id is None and not wanted.present:  # all objects that have entries of their own by ID are kept
        ignored_ids = found & set(lookup.renamed)
    elif id is not None:
        ignored_ids |= lookup.to_delete_at(found, address) - {id}
    return tuple(sorted(ignored_ids))


def _refuse_similar(wanted: Wanted, lookup: Lookup, gateway: Gateway) -> None:
    """Refuse to create an object that seems to exist in another spelling. Raises PlanError.

    Objects that the same document renames do not count.
    """
    kind, name = wanted.kind, wanted.values.get(wanted.kind.key[0]) if wanted.kind.key else None
    if not isinstance(name, str) or wanted.container_missing:
        return
    location = place_as_raw(wanted)
    for raw in gateway.similar(kind, wanted_key(kind, wanted.values), wanted.base, location):
        if not lookup.names(kind, raw, wanted.container):
            raise similar_object_error(kind, raw, name)


def similar_object_error(kind: Kind, raw: Raw, name: str) -> PlanError:
    """The error for a new object whose name is another spelling of an existing one."""
    id = "" if kind.one_time_secret else f" (ID {id_of(kind, raw)})"
    spelled = plain(at(raw, kind.key_fields[0].where))
    return PlanError(
        f"{kind.title} '{spelled}'{id} exists, and '{name}' differs from it only in spelling; "
        "use its spelling, or set allow_similar: true (in roles, kinescope_workspace_allow_similar or "
        "kinescope_import_allow_similar) to create another object"
    )


def _placed(
    wanted: Wanted, within: Target, options: Mapping[str, Any], observed: Mapping[str, Any] | None, lookup: Lookup
) -> Wanted:
    """A child, named by the path of its parents."""
    kind = wanted.kind
    if observed is None:
        return wanted._replace(key="/".join(map(plain, [within.label, *_names_to(kind, options)])))
    above = object_id(at(observed, kind.parent_field.where)) if kind.parent_field else None
    folders = lookup.folders_to(within, above) if kind.parent_field else []
    names = [*folders, at(observed, kind.key_fields[0].where)] if kind.key else _names_to(kind, options)
    return wanted._replace(key="/".join(map(plain, [within.label, *names])))


def _folders(kind: Kind, options: Mapping[str, Any]) -> Sequence[str]:
    """The parent folders of an object, as far as a task names them."""
    return (options.get(kind.parent_field.name) or ()) if kind.parent_field else ()


def _names_to(kind: Kind, options: Mapping[str, Any]) -> list[Any]:
    """The names of an object's parents and of the object itself, as far as a task gives them."""
    id = options.get("id")
    name = (
        kind.display_name(options) if kind.display_name else kind.key_fields[0].display_name(options.get(kind.key[0]))
    )
    return [*_folders(kind, options), name or (SECRET if id and kind.one_time_secret else id) or ""]


def all_in(raw: Mapping[str, Any], kind: Kind, inside: Field, gateway: Gateway, base: str) -> list[dict[str, Any]]:
    """The objects of the same kind inside an object, at any depth: they are deleted with it."""
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


def display_name(kind: Kind, options: Mapping[str, Any]) -> str:
    """How a task names its object, as long as nothing else is known."""
    if kind.routes.singleton:
        return plain(options.get(kind.routes.owner) or "workspace")
    within = [options.get(kind.parent.name)] if kind.parent else []
    return "/".join(map(plain, [*within, *_names_to(kind, options)]))


def read_again(
    wanted: Wanted, observed: Mapping[str, Any], gateway: Gateway, effects: Effects
) -> dict[str, Any] | None:
    """The object as its own route shows it now, plus what only lists show; None if it has been deleted."""
    kind = wanted.kind
    try:
        fresh = gateway.read(kind, wanted.base, observed[kind.routes.id_key])
    except ApiError as error:
        error.hide(secrets_in(kind, observed))
        raise
    if fresh is None:
        return None
    return completed(wanted, {**fresh, **only_listed(kind, observed)}, gateway, effects)


def completed(wanted: Wanted, raw: dict[str, Any], gateway: Gateway, effects: Effects) -> dict[str, Any] | None:
    """An object that was read from its own route, with its files and members; None if it has been deleted."""
    kind = wanted.kind
    fresh = effects.read_files(wanted, raw, gateway)
    if any(field.name in wanted.values for field in kind.member_fields):
        whole = with_members(kind, fresh, gateway, wanted.base)
        if whole is not None:
            refuse_unknown(wanted, whole, gateway)
        return whole
    return fresh


GONE = "it was deleted or renamed while this task was running; run the task again"
FRESH = 3.0  # seconds for which an observation may be the basis of a write
STILL_MISSING = 30.0  # seconds for which the observation that an object does not exist may be


def is_stale(plan: Plan, age: float) -> bool:
    """Whether a plan has changes based on an outdated list: the object may have been changed since.

    ``age`` is the age of the list when the task began; lists that the task itself reads are always recent enough.
    """
    own_read = (
        plan.wanted.kind.routes.too_many_to_list and plan.wanted.present
    )  # its own read is recent (see needs_own_read); reading the list again would be expensive
    return bool(plan.changes) and age > (STILL_MISSING if plan.observed is None or own_read else FRESH)


def needs_own_read(kind: Kind, plan: Plan) -> bool:
    """Whether an object known from a list must also be read by itself before the plan can be trusted.

    That is so for fields that lists do not show, and before an update, whose body is the whole object. Children that
    lists do not show are always read, because lists pretend that there are none.
    """
    if kind.routes.singleton or not kind.routes.reads_one or not plan.wanted.present:
        return False
    hidden = [field for field in kind.fields if field.maybe_hidden(plan.observed)]
    return bool(plan.changes) or any(field.child_kind or field.name in plan.wanted.values for field in hidden)
