# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that restore the former values of an object, and what cannot be restored. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core.bodies import with_left_out
from .._core.change import Update
from .._core.comparison import MISSING
from .._core.fields.base import Field, Raw, first_mismatch
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.undeclared import masked
from .._core.values import at, plain
from .._core.wanted import is_secret_name
from .export import Names

FILE = "the former file is not kept"
KEY = "a key that did not exist before cannot be removed"
NO_VALUE = "the former value cannot be set"
HIDDEN_VALUE = "the former value cannot be read; set it in secrets"
UNREADABLE = "the former value cannot be read"


def former_values(
    kind: Kind, raw: Raw, changed: Sequence[str], after: Mapping[str, Any], names: Names
) -> tuple[dict[str, Any], list[tuple[list[str], str]]]:
    """The former options of the fields that change, and what cannot be restored, as (fields, why).

    ``raw`` is the object before the change, ``after`` has the wanted values. Stored secrets are named, too, because the
    whole object is sent.
    """
    whole = with_left_out(kind, raw)
    values: dict[str, Any] = {}
    lost: list[tuple[list[str], str]] = []
    for field in kind.fields:
        if field.name == kind.routes.owner or field.propagates_to:
            continue
        value = MISSING if first_mismatch([field], whole) or not field.readable(whole) else field.former(whole, names)
        if field.name not in changed:
            if field.secret and names_secret(value):
                values[field.name] = value
            continue
        if value is MISSING:
            lost.append(([field.name], _why(field, whole)))
            continue
        wanted = after.get(field.name)
        if field.own_data and field.match:
            lost += [([path], KEY) for path in _new_keys_in_items(value, wanted, field)]
        if field.by_key and isinstance(value, Mapping):
            lost += [([path], KEY) for path in new_keys(value, wanted, field.name)]
            value = {name: item for name, item in value.items() if not isinstance(wanted, Mapping) or name in wanted}
        if names_secret(value):
            lost.append(([field.name], HIDDEN_VALUE))
        if value != {} or not field.by_key:
            values[field.name] = value
    return values, lost


def sent_unread(plan: Plan, values: Mapping[str, Any], lost: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """What an update sends along although no read shows its former value, and ``values`` do not restore.

    ``lost`` are the fields that are already known to be lost.
    """
    kind = plan.wanted.kind
    sent = {key for change in plan.changes if isinstance(change, Update) and change.kind is kind for key in change.body}
    for path in plan.unverified:
        field = kind.field(re.split(r"[.\[]", path)[0])
        if field.where[0] not in sent or field.propagates_to or field.name in lost:
            continue
        named = names_secret(values.get(field.name)) if "[" in path else at(values, path.split(".")) is not None
        if not named:
            yield [path], UNREADABLE


def secrets_lost(kind: Kind, raw: Raw, names: Names) -> Iterator[tuple[list[str], str]]:
    """The secrets of a deleted object that cannot be read, as (fields, why)."""
    whole = with_left_out(kind, raw)
    for field in kind.fields:
        if field.name == kind.routes.owner or field.propagates_to or first_mismatch([field], whole):
            continue
        if not field.readable(whole) or field.write_only:
            yield [field.name], UNREADABLE
        elif field.file and at(whole, field.where):
            yield [field.name], FILE
        elif names_secret(field.exported_from(whole, names)):
            yield [field.name], HIDDEN_VALUE


def new_keys(before: Any, after: Any, path: str) -> Iterator[str]:
    """The paths of the keys that only ``after`` has."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name, value in after.items():
            if name not in before:
                yield f"{path}.{name}"
            else:
                yield from new_keys(before[name], value, f"{path}.{name}")


def _new_keys_in_items(before: Sequence[Any], after: Any, field: Field) -> Iterator[str]:
    """The paths of the keys that items have only in ``after``, which is masked; items are managed by key, too."""
    wanted = {plain(item.get(field.match)): item for item in after or ()}
    for index, item in enumerate(before):
        yield from new_keys(item, wanted.get(plain(masked(item.get(field.match)))), f"{field.name}[{index}]")


def names_secret(value: Any) -> bool:
    """Whether a value of a document names a secret, at any depth."""
    if isinstance(value, Mapping):
        return is_secret_name(value) or any(map(names_secret, value.values()))
    return isinstance(value, list) and any(map(names_secret, value))


def _why(field: Field, raw: Raw) -> str:
    if field.file:
        return FILE
    if field.secret or not field.readable(raw):
        return UNREADABLE
    return NO_VALUE
