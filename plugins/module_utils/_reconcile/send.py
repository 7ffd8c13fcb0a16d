# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One change -> its request, and the object as the response or a read shows it, compared with what was wanted."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable

from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._core.change import (
    Change,
    Create,
    Delete,
    EditMembers,
    Move,
    MoveMember,
    PutFile,
    PutPart,
    Reorder,
    ReplaceMembers,
    Transition,
    Update,
)
from .._core.comparison import Rules
from .._core.errors import ApiError, ApplyError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.identity import Unseen, id_of, key_of, overlaid
from .._core.kind import Kind
from .._core.plan import Plan, Unsettled, unsettled
from .._core.planner import route_id
from .._core.result import TaskResult
from .._core.values import at, id_form
from .._core.wanted import Wanted
from .member_lists import add_members, missing_steps, with_members

DELETED = "it was deleted while this task was creating it"
TYPE_ERROR = 400102  # the API's error code for a value of the wrong type


def send(change: Change, gateway: Gateway) -> dict[str, Any] | None:
    """Send one change. Returns the object, or None if no response shows it. Raises KinescopeError."""
    response: dict[str, Any] | None = SENDERS[type(change)](change, gateway)
    return response


def _create(change: Create, gateway: Gateway) -> dict[str, Any] | None:
    """Create exactly one object. If a response is lost, the POST is only repeated after a search for the object."""
    kind = change.kind
    if kind.routes.singleton:
        return gateway.write("PUT", change.path, change.body, kind) or gateway.find(change)

    def post() -> dict[str, Any] | None:
        created = gateway.create(change)
        return None if created is None else _marked(change, _own(change, created, gateway))

    unseen = "the API's response does not contain the new object, and neither does any list"
    made = create_once(gateway.client, unseen, post, lambda failure: _find_created(change, failure, gateway))
    return whole(change, made, gateway)  # not in post(): the create is certain and must not be repeated


def _own(change: Create, created: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
    """The new object; if the response shows one with another key, the one with the right key, if the list shows it.

    Then the response belongs to another request. Otherwise the API stored the key differently.
    """
    kind = change.kind
    if shows_only_id(kind, created) or not kind.key or key_of(kind, created) == key_of(kind, change.body):
        return created
    with contextlib.suppress(ApiError):  # the create is certain, whatever became of the search
        found = _new(change, gateway)
        return found[0] if len(found) == 1 else created
    return created


def _new(change: Create, gateway: Gateway) -> list[dict[str, Any]]:
    """The present objects that may be the new one."""
    return [raw for raw in gateway.same_key(change) if id_of(change.kind, raw) not in change.ignored_ids]


def whole(change: Change, created: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
    """A new object; it is read if the response shows no more than its ID, as soon as its list shows it.

    Otherwise an update that follows would not send the whole object. Raises PlanError if nothing shows it, and ApiError
    if it cannot be read.
    """
    kind = change.kind
    if not shows_only_id(kind, created):
        return created
    id = created[kind.routes.id_key]
    for _moment in gateway.client.recheck_times():
        try:
            found = gateway.find(change.replaced(id=id))
        except ApiError as error:
            error.uncertain = True  # the object exists, whatever became of the read
            raise error.note(f"the API has created it with the ID {id}; run the task again") from None
        if found is not None:
            return overlaid(created, found, kind)
    raise PlanError(f"the API has created it with the ID {id}, but does not show it; run the task again later")


def shows_only_id(kind: Kind, shown: Raw) -> bool:
    """Whether a response shows no more of an object than its ID: it has not even the name."""
    return bool(kind.key) and at(shown, kind.key_fields[0].where) is None


def _marked(change: Create, created: dict[str, Any]) -> dict[str, Any]:
    """A new object with the values that only lists show; a value that is not given is that of the first list."""
    marks = {mark: change.body.get(mark, value) for mark, value in reversed(change.kind.routes.listed_by)}
    return {**marks, **created}


def _find_created(change: Create, failure: ApiError, gateway: Gateway) -> dict[str, Any] | None:
    """The object that a create made although its response was lost, or None if it certainly made none."""
    kind = change.kind
    found = find_created(gateway.client, kind, failure, lambda: _new(change, gateway))
    if found is not None and kind.routes.reads_one:  # a list may show less than the object's own route
        return overlaid(found, gateway.find(change.replaced(id=found[kind.routes.id_key])), kind)
    return found


def _update(change: Update, gateway: Gateway) -> dict[str, Any] | None:
    """Send the body; if the API refuses keys that the user did not set, send it again without them."""
    kind, method = change.kind, change.kind.routes.update
    before = _as_listed(change, gateway)
    try:
        response = gateway.write(method, change.path, change.body, kind, id=change.id)
    except ApiError as error:
        refused = _refused_of_observed(change, error)
        if not refused:
            raise
        rest = {name: value for name, value in change.body.items() if name not in refused}
        response = gateway.write(method, change.path, rest, kind, id=change.id)
        names = " and ".join(sorted(refused))
        gateway.warned.append(
            f"{kind.title} '{change.key}': the API rejected {names} as it had returned them, so the update was sent "
            "without them; check whether they are unchanged"
        )
    return _second_tries(change, response or _updated(change, before, gateway), gateway)


def _as_listed(change: Update, gateway: Gateway) -> dict[str, Any] | None:
    """An object that only its list shows, as remembered from there; None for any other, or if an update changes nothing
    that the list shows.
    """
    kind = change.kind
    shown = any(not (field.secret or field.write_only) for field in map(kind.field, change.fields))
    if not shown or kind.routes.reads_one or kind.routes.singleton or not gateway.is_listed(kind, change.base):
        return None
    return gateway.with_id(kind, id_form(change.id), change.base)


def _updated(change: Update, before: Raw | None, gateway: Gateway) -> dict[str, Any] | None:
    """An object whose update no response has shown, as soon as its list no longer shows it as it was ``before``."""
    found = None
    for _moment in gateway.client.recheck_times():
        found = gateway.find(change)
        if before is None or found != before:
            break
    return found


def _refused_of_observed(change: Update, error: ApiError) -> set[str]:
    """The keys of a body that the API refuses and the user did not set; none if it also refuses others.

    Faults of list items do not count: without the list in the body, the API might delete all items.
    """
    if error.status != 400:
        return set()
    names = {str(item.get("name")) for item in error.invalid_params if isinstance(item, Mapping)}
    names |= set(re.findall(r"Go struct field \w+\.(\w+)", error.message)) if error.code == TYPE_ERROR else set()
    return names if names <= change.observed_keys else set()


def _second_tries(change: Update, response: dict[str, Any] | None, gateway: Gateway) -> dict[str, Any] | None:
    """Send fields in their alternative ways if the response shows that they have not changed."""
    for field, wanted, other in change.second_tries:
        if response is None or not field.compare(wanted, at(response, field.where), Rules()).differs:
            continue
        if other.refusal:
            raise PlanError(other.refusal)
        if other.path:
            value = at(response, other.none) if field.is_cleared(wanted) else field.body_of(wanted)
            gateway.write("PUT", change.path + other.path, {other.key: value}, change.kind)
        else:
            gateway.write(change.kind.routes.update, change.path, {**change.body, **(other.body or {})}, change.kind)
        response = gateway.find(change)
    return response


def _delete(change: Delete, gateway: Gateway) -> None:
    gateway.delete(change)


def _move(change: Move | Transition, gateway: Gateway) -> dict[str, Any] | None:
    shown = gateway.write(change.method, change.path, change.body, change.kind, id=change.id)
    return shown or gateway.find(change)


def _put(change: PutPart | MoveMember | Reorder, gateway: Gateway) -> None:
    gateway.write(change.method, change.path, change.body, change.kind)


def _put_file(change: PutFile, gateway: Gateway) -> None:
    if change.body.data is None:
        gateway.delete_file(change.path)
    else:
        gateway.upload(change.path, change.body)


def _edit_members(change: EditMembers, gateway: Gateway) -> None:
    if change.method == "POST":
        add_members(change, gateway)
    else:
        gateway.write(change.method, change.path, change.body, change.kind)


def _replace_members(change: ReplaceMembers, gateway: Gateway) -> None:
    for step in missing_steps(change, gateway):
        send(step, gateway)


SENDERS: dict[type[Change], Callable[[Any, Gateway], Any]] = {
    Create: _create,
    Update: _update,
    Delete: _delete,
    Move: _move,
    PutPart: _put,
    PutFile: _put_file,
    EditMembers: _edit_members,
    ReplaceMembers: _replace_members,
    MoveMember: _put,
    Reorder: _put,
    Transition: _move,
}


def seen(plan: Plan, after: Raw, gateway: Gateway) -> Raw:
    """The object after a plan was carried out, which is read if no response has shown it.

    Raises ApplyError if it cannot be read: all changes of the plan have been applied by then.
    """
    if not isinstance(after, Unseen):
        return after
    wanted, kind = plan.wanted, plan.wanted.kind
    id = after.get(kind.routes.id_key)
    try:
        fresh = gateway.read(kind, wanted.base, id)
        if fresh is None:
            raise PlanError(DELETED)
    except KinescopeError as error:
        gateway.forget(kind, wanted.base)
        raise applied(plan, error.about(kind.name, wanted.key, "read")) from error
    gateway.remember(kind, wanted.base, id, fresh)
    return fresh


def applied(plan: Plan, error: KinescopeError) -> ApplyError:
    """An error after all changes of a plan have been applied."""
    return ApplyError(error, ["applied"] * len(plan.changes))


def verified(plan: Plan, after: Raw, gateway: Gateway) -> tuple[Raw, list[Unsettled]]:
    """The object after a plan was carried out, and the options that differ from what was wanted.

    The responses to the writes usually suffice. Only if something differs is the object read once more, because a
    response may show less. Raises ApplyError if the API stored a natural key differently, even that of a child: another
    run would not find the object and would create a second one.
    """
    wanted, kind = plan.wanted, plan.wanted.kind
    if not plan.changes or not wanted.present or not after:
        return after, []
    found = unsettled(wanted, plan.observed, _with_members(plan, after, gateway))
    if found:
        with contextlib.suppress(ApiError):  # the whole plan is applied, and the response has shown the object
            fresh = gateway.find(Update(kind, wanted.key, id=route_id(wanted, after), base=wanted.base))
            after = overlaid(after, fresh, kind)
            found = unsettled(wanted, plan.observed, _with_members(plan, after, gateway))
    for name, given, stored in _keys_of(wanted, after, found):
        error = PlanError(
            f"the API stored {name} '{given}' as '{stored}'; set {name} to '{stored}', "
            "or every run would create another object"
        ).about(kind.name, wanted.key, plan.changes[0].action)
        raise applied(plan, error)
    return after, found


def _keys_of(wanted: Wanted, after: Raw, found: Sequence[Unsettled]) -> Iterator[tuple[str, Any, Any]]:
    """The natural keys, including children's, that the API stored differently, as (option, wanted, stored)."""
    for one in found:
        field = one.field
        if one.ignored:
            continue
        if field.name in wanted.kind.key or field.matched:
            yield field.name, one.wanted, one.stored
        else:
            respelled = field.respelled(wanted.values[field.name], at(after, field.where))
            yield from ((f"{field.name}.{name}", given, stored) for name, given, stored in respelled)


def _with_members(plan: Plan, after: Raw, gateway: Gateway) -> Raw:
    """The object with its members if the plan changed them: responses to such writes do not show them."""
    if not any(isinstance(change, (EditMembers, MoveMember)) for change in plan.changes):
        return after
    with contextlib.suppress(ApiError):
        return with_members(plan.wanted.kind, after, gateway, plan.wanted.base) or after
    return after


def find_unsettled(wanted: Wanted, before: Raw | None, after: Raw, result: TaskResult) -> list[Unsettled]:
    """The options that differ from what an action should have made of them; adds warnings to the result."""
    found = unsettled(wanted, before, after)
    result.warnings += [f"{wanted.title}: {one.sentence}" for one in found]
    return found


def warnings_of(title: str, found: Sequence[Unsettled]) -> list[str]:
    """A warning for each option that differs from what every run compares; ``title`` names the object."""
    return [f"{title}: {one.sentence}{one.advice}" for one in found]
