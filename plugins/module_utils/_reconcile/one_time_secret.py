# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating an object with a secret that the API shows once: exactly one object remains, and its secret is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from .._api.create_once import create_once
from .._api.gateway import Gateway
from .._core import guards
from .._core.change import Change, Create, Delete
from .._core.errors import (
    ApiError,
    KinescopeError,
    PlanError,
)
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.result import secrets_in
from .._core.values import at, id_form, is_mask
from .effects import Effects, FolderOf, working_directory
from .secret_file import place_of

NO_PLACE = (
    "the API returns the secret of a new {kind} only once; set where to store it with {name}_file, or have it returned "
    "with reveal_secrets: true"
)


def issue(change: Create, observed: Raw | None, gateway: Gateway, keep: Callable[[str], None]) -> dict[str, Any]:
    """Create one object, save its secret with ``keep``, and return the object without the secret.

    ``observed`` is the object that it replaces. If a response is lost, so is the secret in it: the object created by
    that request is deleted, and another one is created. Objects that existed before are never touched. Raises
    KinescopeError; an object whose secret was not saved has then been deleted, or the message says that it could not
    be.
    """
    kind = change.kind
    before = {id_of(kind, raw) for raw in gateway.same_key(change)}
    if before - {id_of(kind, observed or {})}:
        raise PlanError(f"another {kind.title} with this {kind.key[0]} was created in the meantime; run the task again")
    kept: set[Any] = set()
    lost = 0  # requests whose objects, if there are any, have not been found yet

    def post() -> dict[str, Any] | None:
        created = gateway.create(change)
        if created is not None:
            _kept(change, created, gateway, keep)
            kept.add(id_of(kind, created))
        return created

    def take_back(failure: ApiError) -> None:
        nonlocal lost
        lost += not kept
        if kept:  # an earlier request may have taken effect after the last search for its object
            lost -= _take_back(change, before | kept, lost, gateway)
            return
        for _moment in gateway.client.recheck_times(failure):
            found = _take_back(change, before, lost, gateway)
            lost -= found
            if found:
                return

    created = create_once(gateway.client, "the API's response does not contain the created object", post, take_back)
    return {name: value for name, value in created.items() if name not in kind.issued.keys}


def secret_of(kind: Kind, created: Raw) -> str:
    """The secret in the response to a create."""
    for key in kind.issued.keys:
        value = created.get(key)
        if isinstance(value, str) and value and not is_mask(value):
            return value
    return str(id_of(kind, created))


def _kept(change: Create, created: Raw, gateway: Gateway, keep: Callable[[str], None]) -> None:
    try:
        keep(secret_of(change.kind, created))
    except KinescopeError as error:
        try:
            _delete(change, created, gateway)
        except ApiError as left:
            left.uncertain = False  # the create is certain and must not be repeated
            raise left.note(f"it should have been deleted because {error.message}") from None
        raise error.note("the new object was deleted again") from None


def _take_back(change: Create, before: set[Any], lost: int, gateway: Gateway) -> int:
    """Delete the objects created by requests whose responses were lost; returns how many there were.

    Raises PlanError if there are more than these requests can have created.
    """
    kind = change.kind
    found = [raw for raw in gateway.same_key(change) if id_of(kind, raw) not in before and _fits(change, raw)]
    if len(found) > lost:
        raise PlanError(
            f"a response was lost, and there are now {len(found)} new objects with this {kind.key[0]}, some of them "
            "created by somebody else; delete the extra ones in the dashboard"
        )
    for raw in found:
        _delete(change, raw, gateway)
    return len(found)


def _fits(change: Create, raw: Raw) -> bool:
    """Whether an object is what a create requested, as far as its fields show."""
    return all(_bare(at(raw, field.where)) == _bare(at(change.body, field.where)) for field in change.kind.fields)


def _bare(value: Any) -> Any:
    """A value without its empty parts, with lists sorted: responses omit empty parts."""
    if isinstance(value, Mapping):
        parts = {name: _bare(item) for name, item in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, [], {})}
    if isinstance(value, (list, tuple)):
        return sorted((_bare(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return id_form(value)


def _delete(change: Create, raw: Raw, gateway: Gateway) -> None:
    """Delete an object whose secret is lost. The ApiError, if any, says that the object still exists."""
    try:
        gateway.delete(Delete(change.kind, change.key, id=raw.get(change.kind.routes.id_key), base=change.base))
    except ApiError as error:
        error.hide(secrets_in(change.kind, raw))
        lost = f"a new {change.kind.title} whose secret is lost still exists: delete it in the dashboard"
        raise error.note(lost) from None


class OneTimeSecret(Effects):
    """The effects of a kind whose objects come with a secret, which is saved as soon as it is shown."""

    def __init__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> None:
        super().__init__(kind, options, folder_of)
        self._secret = kind.issued
        self._place = place_of(self._secret, options)

    def check(self, plan: Plan, check_mode: bool) -> list[str]:
        """Refuse a create if there is no place to save the secret, or if it cannot be written."""
        if not any(isinstance(change, Create) for change in plan.changes):
            return self._place.warnings() if plan.wanted.present else []
        if not self._place.exists:
            raise guards.refusal(plan, NO_PLACE.format(kind=self.kind.title, name=self._secret.name))
        return self._place.check(may_be_pending=check_mode)

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Create an object and save its secret; send any other change as usual."""
        if isinstance(change, Create):
            return issue(change, plan.observed, gateway, self._place.keep)
        return super().send(change, plan, gateway)

    def reveal(self) -> dict[str, Any]:
        """The secret, if the task wants to see it: the API never shows it again."""
        return self._place.revealed_secret()
