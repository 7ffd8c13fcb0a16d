# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating what comes with a secret that the API shows once: exactly one object is left, and its secret is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import (
    ApiError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.identity import id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind, Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils.routes import collection_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at, id_form, is_mask


def issue(change: Change, observed: Raw | None, gateway: Gateway, keep: Callable[[str], None]) -> dict[str, Any]:
    """Create one object, put its secret to its place with ``keep``, and return the object without the secret.

    ``observed`` is the one that it takes the place of. Where an answer is lost, its secret is too: what that request
    made is deleted, and another one created. What was there before is never touched. Raises KinescopeError; what was
    made without keeping its secret is gone then, or the message says that it is not.
    """
    kind = change.kind
    before = {id_of(kind, raw) for raw in gateway.same_key(change)}
    if before - {id_of(kind, observed or {})}:
        raise PlanError(f"another {kind.title} of this {kind.key[0]} was created meanwhile; run the task again")
    lost = 0  # requests that may have made something which was not found yet
    failure = ApiError("the API's answer does not show what was created")
    for _attempt in range(gateway.client.connection.retries + 1):
        try:
            created = gateway.write("POST", collection_path(kind, change.base), change.body, kind, repeatable=False)
        except ApiError as error:
            if not error.uncertain and not (lost and error.taken):
                raise
            created, failure = None, error
        if created is not None:
            _kept(change, created, gateway, keep)
            if lost:  # what an earlier request made may have come later than all looks for it
                _take_back(change, before | {id_of(kind, created)}, lost, gateway)
            return {name: value for name, value in created.items() if name not in _keys(kind)}
        lost += 1
        for _moment in gateway.client.looks(failure):
            found = _take_back(change, before, lost, gateway)
            lost -= found
            if found:
                break
        if not failure.uncertain:
            break
    raise failure


def secret_of(kind: Kind, created: Raw) -> str:
    """The secret in the answer to a create."""
    for key in _keys(kind):
        value = created.get(key)
        if isinstance(value, str) and value and not is_mask(value):
            return value
    return str(id_of(kind, created))


def _keys(kind: Kind) -> tuple[str, ...]:
    return kind.issues.keys if kind.issues else ()


def _kept(change: Change, created: Raw, gateway: Gateway, keep: Callable[[str], None]) -> None:
    try:
        keep(secret_of(change.kind, created))
    except KinescopeError as error:
        try:
            _delete(change, created, gateway)
        except ApiError as left:
            left.message = f"{error.message}, and then {left.message}"
            raise left from None
        error.message += "; what was created has been deleted again"
        raise


def _take_back(change: Change, before: set[Any], lost: int, gateway: Gateway) -> int:
    """Delete what requests made whose answers were lost, and say how many that were.

    Raises PlanError when there is more than they can have made.
    """
    kind = change.kind
    found = [raw for raw in gateway.same_key(change) if id_of(kind, raw) not in before and _fits(change, raw)]
    if len(found) > lost:
        raise PlanError(
            f"an answer was lost, and now there are {len(found)} new objects of this {kind.key[0]}, of which somebody "
            "else made some; delete what is too much in the dashboard"
        )
    for raw in found:
        _delete(change, raw, gateway)
    return len(found)


def _fits(change: Change, raw: Raw) -> bool:
    """Whether an object is what a create asked for, as far as its fields tell."""
    return all(_bare(at(raw, field.where)) == _bare(at(change.body, field.where)) for field in change.kind.fields)


def _bare(value: Any) -> Any:
    """A value without what is empty in it, its lists in one order: answers leave empty parts out."""
    if isinstance(value, Mapping):
        parts = {name: _bare(item) for name, item in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, [], {})}
    if isinstance(value, (list, tuple)):
        return sorted((_bare(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return id_form(value)


def _delete(change: Change, raw: Raw, gateway: Gateway) -> None:
    """Delete what nobody has the secret of. Raises ApiError, which says that it is still there."""
    try:
        gateway.delete(replace(change, action="delete", id=raw.get(change.kind.id_key), body=None))
    except ApiError as error:
        error.hide(secrets_in(change.kind, raw))
        error.message += f"; a new {change.kind.title} whose secret is lost is still there: delete it in the dashboard"
        raise
