# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One change -> the request that it is, and the object as the answer, or a read after it, shows it."""

from __future__ import annotations

from dataclasses import replace
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
    Transition,
    Update,
)
from .._core.comparison import Rules
from .._core.errors import ApiError, PlanError
from .._core.identity import id_of, laid_over
from .._core.values import at
from .member_lists import add_members


def send(change: Change, gateway: Gateway) -> dict[str, Any] | None:
    """Send one change. Returns the object, or None where nothing shows it. Raises KinescopeError."""
    answer: dict[str, Any] | None = SENDERS[type(change)](change, gateway)
    return answer


def _create(change: Create, gateway: Gateway) -> dict[str, Any] | None:
    """Create exactly one object, also when an answer is lost: no second POST without a look for what the first made."""
    kind = change.kind
    if kind.routes.singleton:
        return gateway.write("PUT", change.path, change.body, kind) or gateway.find(change)

    def post() -> dict[str, Any] | None:
        created = gateway.write("POST", change.path, change.body, kind, repeatable=False)
        return None if created is None else _marked(change, created)

    unseen = "the API's response does not contain the new object, and neither does any list"
    return create_once(gateway.client, unseen, post, lambda failure: _look(change, failure, gateway))


def _marked(change: Create, created: dict[str, Any]) -> dict[str, Any]:
    """A new object with what only the lists know of it; without a word from the user the first list's value holds."""
    marks = {mark: change.body.get(mark, value) for mark, value in reversed(change.kind.routes.listed_by)}
    return {**marks, **created}


def _look(change: Create, failure: ApiError, gateway: Gateway) -> dict[str, Any] | None:
    """The object that a create made although its answer was lost, or None when it surely made none."""
    kind = change.kind

    def new() -> list[dict[str, Any]]:
        return [raw for raw in gateway.same_key(change) if id_of(kind, raw) not in change.besides]

    found = find_created(gateway.client, kind, failure, new)
    if found is not None and kind.routes.reads_one:  # a list may not show all that its own route does
        return laid_over(found, gateway.find(replace(change, id=found[kind.routes.id_key])), kind)
    return found


def _update(change: Update, gateway: Gateway) -> dict[str, Any] | None:
    kind = change.kind
    answer = gateway.write("PUT" if kind.routes.singleton else kind.routes.update, change.path, change.body, kind)
    return _second_tries(change, answer or gateway.find(change), gateway)


def _second_tries(change: Update, answer: dict[str, Any] | None, gateway: Gateway) -> dict[str, Any] | None:
    """Write in their other way the fields which the answer shows to have stayed as they were."""
    for field, wanted, other in change.second_tries:
        if answer is None or not field.compare(wanted, at(answer, field.where), Rules()).differs:
            continue
        if other.refusal:
            raise PlanError(other.refusal)
        if other.path:
            value = at(answer, other.none) if field.is_cleared(wanted) else field.body_of(wanted)
            gateway.write("PUT", change.path + other.path, {other.key: value}, change.kind)
        else:
            gateway.write(change.kind.routes.update, change.path, {**change.body, **(other.body or {})}, change.kind)
        answer = gateway.find(change)
    return answer


def _delete(change: Delete, gateway: Gateway) -> None:
    gateway.delete(change)


def _move(change: Move | Transition, gateway: Gateway) -> dict[str, Any] | None:
    return gateway.write(change.method, change.path, change.body, change.kind) or gateway.find(change)


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


SENDERS: dict[type[Change], Callable[[Any, Gateway], Any]] = {
    Create: _create,
    Update: _update,
    Delete: _delete,
    Move: _move,
    PutPart: _put,
    PutFile: _put_file,
    EditMembers: _edit_members,
    MoveMember: _put,
    Reorder: _put,
    Transition: _move,
}
