# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan -> outcomes: sends the changes in order, and records the outcome of each."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, Callable

from .._api.create_once import HELD, creating
from .._api.gateway import Gateway
from .._api.halt import HaltedError
from .._core.change import Change, Create, Delete
from .._core.comparison import Rules
from .._core.errors import ApiError, ApplyError, KinescopeError
from .._core.fields.base import Field
from .._core.identity import Unseen, create_names, id_of, key_of, only_listed, overlaid
from .._core.kind import Kind, object_path
from .._core.plan import Plan
from .._core.result import secrets_in
from .._core.values import at
from .effects import Effects
from .member_lists import without_members
from .send import applied

UNSURE = "the API may reject the deletion of a {kind} that is the default, in use or created in the dashboard"
BOTH_THERE = "the new {kind} is active, but the old one still exists: delete it in the dashboard"


def in_order(changes: Sequence[Change], carry_out: Callable[[Change], None]) -> None:
    """Carry out changes one by one, up to the first that fails.

    Raises ApplyError with the outcome of every change: applied, failed or not_attempted (all changes after a stop).
    """
    for done, change in enumerate(changes):
        try:
            carry_out(change)
        except KinescopeError as error:
            error.about(change.kind.name, change.key, change.action)
            word = "not_attempted" if isinstance(error, HaltedError) else "failed"
            rest = len(changes) - done - 1
            raise ApplyError(error, ["applied"] * done + [word] + ["not_attempted"] * rest) from error


def execute(plan: Plan, gateway: Gateway, effects: Effects) -> dict[str, Any]:
    """Carry out a plan and return the object as it is afterwards ({} if it is deleted; Unseen if that is unknown).

    Raises ApplyError with the outcome of every change.
    """
    run = _Run(plan, gateway, effects)
    try:
        in_order(plan.changes, run.carry_out)
        try:
            run.add_children()
        except KinescopeError as error:
            raise applied(plan, error) from error
    except ApplyError as error:
        error.made = run.made()
        raise
    return run.remembered()


class _Run:
    """The state of the object after the changes that have been carried out so far."""

    def __init__(self, plan: Plan, gateway: Gateway, effects: Effects) -> None:
        self._plan, self._gateway, self._effects = plan, gateway, effects
        self._kind = plan.wanted.kind
        self._current: dict[str, Any] = dict(plan.observed or {})
        self._created = self._sent = self._added = False
        self._made: dict[Any, Any] = {}  # address -> ID of the objects created on the way, such as parent folders

    def carry_out(self, change: Change) -> None:
        """Send one change of the plan. Raises KinescopeError without secrets."""
        wanted = self._plan.wanted
        try:
            change = self._present(change)
            with creating(change, self._gateway):
                response = self._effects.send(change, self._plan, self._gateway)
        except KinescopeError as error:
            error.hide(secrets_in(self._kind, self._current) | secrets_in(self._kind, wanted.values))
            self._gateway.forget(self._kind, wanted.base)
            if isinstance(change, Delete) and change.kind is self._kind:  # it may be gone nevertheless
                self._gateway.client.create_lock.gone(self._names())
            raise error.note(_hint(error, change, self._created)) from None
        self._sent = True
        if isinstance(change, Create) and change.makes is not None:
            self._made[change.makes] = id_of(change.kind, response or {})
            self._gateway.remember(change.kind, change.base, None, response or {})
        elif change.kind is self._kind:
            deleted = isinstance(change, Delete) and not self._created  # a replacement deletes the old object
            before = self._names()
            self._current = {} if deleted else overlaid(self._current, response, self._kind)
            self._created = self._created or isinstance(change, Create)
            if not self._created and before != self._names():
                self._gateway.client.create_lock.gone(before)

    def add_children(self) -> None:
        """Create the children that the create of a new object contained, if the API has created none of them.

        If it shows any, it has accepted all of them, perhaps in another spelling. It is given time to show them:
        to create them again would make them twice. Raises ApplyError.
        """
        given = [field for field in self._kind.fields if field.child_kind and self._plan.wanted.values.get(field.name)]
        if not self._created or all(at(self._current, field.where) for field in given):
            return
        missing: list[Change] = []
        for _moment in self._gateway.client.recheck_times():
            self._read()
            missing = [change for field in given for change in self._missing(field)]
            if not missing:
                return
        in_order(missing, self.carry_out)
        self._added = True

    def made(self) -> dict[str, Any]:
        """The object if the plan has created it, otherwise {}."""
        return dict(self._current) if self._created else {}

    def _names(self) -> tuple[str, ...]:
        """What the log of creates calls the object; () if there is none."""
        kind, base, current = self._kind, self._plan.wanted.base, self._current
        return create_names(kind, base, key_of(kind, current), current) if current and kind.key else ()

    def _missing(self, field: Field) -> Sequence[Change]:
        """The creates of all children of the object if it shows none."""
        wanted, current = self._plan.wanted, self._current
        base = object_path(self._kind, wanted.base, id_of(self._kind, current))
        found = None if at(current, field.where) else field.child_changes(wanted, current, base, Rules())
        return found.changes if found else ()

    def _read(self) -> None:
        read = self._gateway.read(self._kind, self._plan.wanted.base, self._current.get(self._kind.routes.id_key))
        self._current = overlaid(self._current, read, self._kind)

    def _present(self, change: Change) -> Change:
        """The change, completed by the IDs that are known by now."""
        change = change.bound(self._made)
        if self._created and change.id is None and not isinstance(change, Create):
            return change.following(self._current)
        if change.kind is not self._kind and change.id and change.kind.routes.update == "PUT" and self._sent:
            return self._with_present_id(change)
        return change

    def _with_present_id(self, change: Change) -> Change:
        """A child's change with the child's current ID: a write of the parent may have recreated its children."""
        found = self._gateway.same_key(change)
        return change.replaced(id=found[0].get(change.kind.routes.id_key)) if len(found) == 1 else change

    def remembered(self) -> dict[str, Any]:
        """The object after all changes, which the gateway's lists now know. An Unseen one is left to the caller."""
        kind, base, gateway, plan = self._kind, self._plan.wanted.base, self._gateway, self._plan
        current = without_members(kind, self._current)
        if kind.ranked:
            return _in_list(kind, base, current, gateway)
        if kind.parent_field and plan.holds:
            gateway.forget(kind, base)  # its contents were deleted together with it
            return current
        id = (plan.observed or {}).get(kind.routes.id_key)
        gateway.remember(kind, base, id, current)
        if isinstance(self._current, Unseen):
            return self._current
        if current and (self._added or any(change.kind is not kind or change.read_after for change in plan.changes)):
            # If the object cannot be read, the whole plan has been applied nevertheless, and must be reported so.
            with contextlib.suppress(ApiError):
                current = overlaid(current, gateway.read(kind, base, current.get(kind.routes.id_key)), kind)
                gateway.remember(kind, base, id, current)
        return current


def _in_list(kind: Kind, base: str, current: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
    """The object with its current position in the list."""
    gateway.forget(kind, base)
    with contextlib.suppress(ApiError):
        listed = gateway.with_id(kind, id_of(kind, current), base) if current else None
        return {**current, **only_listed(kind, listed or {})}
    return current


def _hint(error: KinescopeError, change: Change, created: bool) -> str:
    """What the user can do about an expected refusal; '' for any other error."""
    if not isinstance(error, ApiError):
        return ""
    if change.route and error.status == 405:
        return f"the API cannot remove a {change.route}; use the dashboard"
    if isinstance(change, Create) and error.taken:
        return HELD.format(kind=change.kind.title, key=change.kind.key[0])
    if isinstance(change, Delete) and created:
        return BOTH_THERE.format(kind=change.kind.title)
    if isinstance(change, Delete) and change.kind.routes.delete_is_unsure and error.status in (400, 404, 405):
        return UNSURE.format(kind=change.kind.title)
    return ""
