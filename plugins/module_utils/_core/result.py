# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan and its outcomes -> the result keys of a task. Secrets are left out by field, never by their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .change import Change
from .errors import ApplyError, KinescopeError
from .free import masked, may_be_secret, secret_texts
from .kind import Field, Kind, Raw
from .masked_address import (
    is_link,
    masked_address,
    secret_parts,
)
from .signed_links import without_signatures
from .values import at, id_form, with_at, without_at


@dataclass
class TaskResult:
    """What a task returns, filled in as the work goes on, so that a failure can tell how far it came.

    ``values`` are the result's keys, ``warnings`` the sentences that Ansible shows beside them.
    """

    values: dict[str, Any] = attribute(default_factory=lambda: {"changed": False, "changes": []})
    warnings: list[str] = attribute(default_factory=list)

    def account(self, changes: Sequence[Change], outcomes: str | Sequence[str]) -> None:
        """Say what became of each change: planned, applied, failed or not_attempted; one word for all, or one each."""
        words = [outcomes] * len(changes) if isinstance(outcomes, str) else list(outcomes)
        changed = "applied" in words or "planned" in words
        self.values.update(changed=changed, changes=changes_of(changes, words))

    def account_for_failure(self, error: KinescopeError, changes: Sequence[Change]) -> None:
        """Say what became of each change of a plan that could not be carried out whole."""
        self.account(changes, error.outcomes if isinstance(error, ApplyError) else "not_attempted")

    def show(
        self, before: Mapping[str, Any], after: Mapping[str, Any], resource: Mapping[str, Any], *unverified: str
    ) -> None:
        """Show the object: what differs in it, in terms of the options, and how it is afterwards."""
        diff = {"before": dict(before), "after": dict(after)}
        self.values.update(diff=diff, resource=dict(resource), unverified=list(unverified))


def changes_of(changes: Sequence[Change], outcomes: Sequence[str]) -> list[dict[str, Any]]:
    """The ``changes`` key: one entry for each write request."""
    return [
        {
            "kind": change.kind.name,
            "key": change.key,
            "action": change.action,
            "fields": list(change.fields),
            "outcome": outcome,
        }
        for change, outcome in zip(changes, outcomes)
    ]


def resource_of(kind: Kind, raw: Raw, reveal: bool) -> dict[str, Any]:
    """The ``resource`` key: the API's object without its secrets, unless the generated ones are to be revealed."""
    shown = {name: value for name, value in raw.items() if name not in kind.hidden}
    revealed = {name: shown[name] for name in kind.generated_secrets if reveal and name in shown}
    for name in kind.generated_secrets:
        shown.pop(name, None)
    for field in kind.fields:
        shown = _without_secrets(field, shown, field.where)
        if field.uploaded and at(shown, field.where):
            shown = with_at(shown, field.where, without_signatures(without_at(at(shown, field.where), ("sha256",))))
    free = {field.name: masked(shown[field.name]) for field in kind.fields if field.free and field.name in shown}
    return {**_without_names(shown), **free, **revealed}


def _without_secrets(field: Field, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """An object without what is secret in the field at a path, and in its parts; addresses are masked."""
    if field.secret:
        return without_at(raw, path)
    if field.address and isinstance(at(raw, path), str):
        return with_at(raw, path, masked_address(at(raw, path)))
    parts = field.children.fields if field.children else field.fields
    value = at(raw, path)
    if not parts or not value:
        return raw
    if isinstance(value, list):
        items = [_item_without_secrets(parts, item) for item in value]
        return with_at(raw, path, items)
    for part in parts:
        raw = _without_secrets(part, raw, (*path, part.name))
    return raw


def _item_without_secrets(parts: Sequence[Field], item: dict[str, Any]) -> dict[str, Any]:
    for part in parts:
        item = _without_secrets(part, item, (part.name,))
    return item


def _without_names(value: Any) -> Any:
    """A value of a field that no kind declares, without what may be a secret by its name."""
    if isinstance(value, Mapping):
        return {name: _without_names(item) for name, item in value.items() if not may_be_secret(name, item)}
    if isinstance(value, list):
        return [_without_names(item) for item in value]
    return value


def secrets_in(kind: Kind, raw: Raw | None) -> set[str]:
    """The secret texts of an observed object, so that they can be kept out of what the API says about it."""
    found: set[str] = set()
    for name in kind.generated_secrets:
        _collect(at(raw, (name,)), found)
        _collect(id_form(at(raw, (name,))), found)
    for field in kind.fields:
        _collect_secrets(field, at(raw, field.where), found)
    return found


def _collect_secrets(field: Field, value: Any, found: set[str]) -> None:
    if field.secret or field.source == "url":
        _collect(value, found)
    if (field.address or field.uploaded) and is_link(value):
        found |= secret_parts(value)
    if field.free:
        found.update(secret_texts(value))
    for part in field.children.fields if field.children else field.fields:
        for item in value if isinstance(value, list) else [value]:
            _collect_secrets(part, at(item, (part.name,)), found)


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str) and value:
        found.add(value)
