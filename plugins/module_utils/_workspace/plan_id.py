# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The effect of a plan in a form that is equal for plans with the same effect, and its hash. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from .._core.change import Change
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.values import id_form, leaves
from .._core.wanted import Content, Target, secret_names
from .contents import contents_of


def plan_id(plans: Iterable[Plan]) -> str:
    """A hash of the effects of plans: equal for equal plans, whoever makes them and whenever.

    It covers everything that the diffs show, the IDs behind names, values that are sent without being shown, and what a
    delete removes. The order of entries in a document does not count: the order of writes follows from their effects.
    Of secrets, it covers the names, whether or not their values are at hand. The values are left out: the hash is
    public, and a weak secret could be guessed from it.
    """
    effects = sorted(effect_of(plan) for plan in plans if plan.changes)
    return hashlib.sha256(json.dumps(effects).encode()).hexdigest()


def effect_of(plan: Plan) -> str:
    """The effects of the plan of one object, as a text that is equal for plans with the same effects."""
    changes = [_effect(plan, change) for change in plan.changes]
    sides = [[one.kind.name, one.key, one.before, one.after] for one in plan.objects]
    for several in (changes, sides):
        if len(several) > 1:  # most objects have one change
            several.sort(key=_text)
    held = contents_of(plan)
    given = plan.wanted.values
    secret = [given[field.name] for field in plan.wanted.kind.secret_fields if field.name in given]
    secrets = sorted(name for value in secret for name in secret_names(value))
    return _text([changes, sides, _unread(plan), sorted(plan.at_risk), secrets, held.as_json() if held else None])


_text = json.JSONEncoder(sort_keys=True, default=str, check_circular=False).encode  # values are trees


def _effect(plan: Plan, change: Change) -> list[Any]:
    """The target of one request, and the objects to which it refers."""
    where = [change.kind.name, change.key, change.action, change.method, change.route, change.base, id_form(change.id)]
    given = plan.wanted.values
    objects = [(name, list(named(value))) for name in change.fields if not isinstance(value := given.get(name), str)]
    return [*where, change.fields, objects]


def named(value: Any) -> Iterator[Any]:
    """The objects to which a wanted value refers: their IDs, or the addresses of those that do not exist yet."""
    return (one.id or one.address for one in leaves(value) if isinstance(one, Target))


def _unread(plan: Plan) -> dict[str, Any]:
    """Values that are sent but appear in no diff because they cannot be read; without secrets and files."""
    kind, given = plan.wanted.kind, plan.wanted.values
    hidden = _write_only(kind)
    sent = [name for change in plan.changes for name in change.fields if name in hidden] if hidden else []
    names = {*plan.unverified, *sent}
    unread = [field for field in kind.fields if field.name in names and field.name in given] if names else []
    values = [(field, given[field.name]) for field in unread if not field.secret]
    return {field.name: field.shown(value) for field, value in values if not isinstance(value, (Content, Target))}


@cache
def _write_only(kind: Kind) -> frozenset[str]:
    """The fields of a kind that cannot be read."""
    return frozenset(field.name for field in kind.fields if field.write_only)
