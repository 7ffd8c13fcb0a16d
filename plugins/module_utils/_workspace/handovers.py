# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Unique values, such as names, that pass from one object to another: which object has to release them first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core.change import Update
from .._core.errors import PlanError
from .._core.fields.base import Raw
from .._core.identity import address_of, id_of, key_of
from .._core.plan import Plan
from .._core.values import at, plain, with_at
from .plan import Faults, PlannedObject

CYCLE = "takes the {field} of {other}, which takes another's in turn; give one of them a {field} of its own first"

Shared = tuple[bool, str]  # (whether it is a field other than the natural key, the field)
Waits = dict[int, dict[int, Shared]]  # item -> the items that release what it needs


def with_handovers(items: Sequence[PlannedObject], faults: Faults) -> list[PlannedObject]:
    """The items in order, each after those that have to release a value that it needs.

    If items wait for each other, one of them first gets a temporary name. What cannot be ordered is added to the
    faults.
    """
    waits = _waits(items)
    steps, temporary = _steps(waits)
    placed = list(items)
    for index, step in steps.items():
        item, level = items[index], items[index].level
        first = tuple((items[n].identity, field) for n, (_other, field) in waits[index].items())
        if not item.plan.wanted.present:  # deletes come last, unless another item needs a value that they release
            level = next(items[n].level for n, others in waits.items() if index in others)
        placed[index] = item._replace(level=(*level[:-1], step), waits_for=first)
    for index, (is_other, field) in temporary.items():
        item = placed[index]
        if is_other:  # only names can be replaced with temporary ones
            text = CYCLE.format(field=field, other=items[next(iter(waits[index]))].plan.wanted.title)
            faults.note(item.entry.path if item.entry else (), PlanError(text))
        placed[index] = item._replace(interim=_interim(item.plan))
    return sorted(placed, key=lambda item: item.level)


def warnings_on(items: Sequence[PlannedObject]) -> list[str]:
    """Warnings about temporary names, and about deletes that do not come last."""
    warnings = [
        f"{item.plan.wanted.title} is called '{item.interim}' for a moment, because objects exchange names"
        for item in items
        if item.interim
    ]
    deleted = {item.identity: item.plan.wanted.title for item in items if not item.plan.wanted.present}
    return warnings + [
        f"{deleted[identity]} is deleted before {item.plan.wanted.title} gets its {field}"
        for item in items
        for identity, field in item.waits_for
        if identity in deleted
    ]


def _waits(items: Sequence[PlannedObject]) -> Waits:
    """Which items need values that others release; only items that are concerned."""
    changing = [(index, item.plan) for index, item in enumerate(items) if item.plan.changes]
    has = {index: _has(plan) for index, plan in changing}
    if not any(has.values()):
        return {}
    wants = {index: _wants(plan) for index, plan in changing}
    held = {value: index for index, _plan in changing for value in has[index] if value not in wants[index]}
    needed = {index: [value for value in wants[index] if value not in has[index]] for index, _plan in changing}
    waits: Waits = {}
    for index, values in needed.items():
        for shared, value in values:
            holder = held.get((shared, value))
            if holder is not None:
                others = waits.setdefault(index, {})
                others[holder] = max(others.get(holder, shared), shared)
                waits.setdefault(holder, {})
    return waits


def _has(plan: Plan) -> list[tuple[Shared, Any]]:
    """The values of an object that the API may require to be unique."""
    if plan.observed is None or plan.wanted.kind.routes.singleton:
        return []
    key = key_of(plan.wanted.kind, plan.observed)
    return _unique(plan, address_of(plan.wanted.kind, key, plan.wanted.container), plan.observed, {})


def _wants(plan: Plan) -> list[tuple[Shared, Any]]:
    """The values that an object is going to have and that the API may require to be unique."""
    if not plan.wanted.present or plan.wanted.kind.routes.singleton:
        return []
    return _unique(plan, plan.wanted.address, plan.observed or {}, plan.wanted.values)


def _unique(plan: Plan, address: Any, observed: Raw, given: Mapping[str, Any]) -> list[tuple[Shared, Any]]:
    kind = plan.wanted.kind
    named = [] if kind.narrowed_by else [((False, kind.key[0]), address)]
    values = [(field.name, given.get(field.name, at(observed, field.where))) for field in kind.fields if field.unique]
    return [*named, *(((True, name), (kind.name, value)) for name, value in values if value)]


def _steps(waits: Mapping[int, Mapping[int, Shared]]) -> tuple[dict[int, int], dict[int, Shared]]:
    """The step of each item, and the items that have to release a value before all others because of a cycle."""
    left = {index: dict(others) for index, others in waits.items()}
    steps: dict[int, int] = {}
    temporary: dict[int, Shared] = {}
    step = 0
    while left:
        ready = [index for index, others in left.items() if not others]
        if not ready:
            one, shared = _in_cycle(left)
            temporary[one] = shared
            for others in left.values():
                if one in others and others[one] <= shared:
                    del others[one]
            continue
        steps.update(dict.fromkeys(ready, step))
        step += 1
        left = {
            index: {other: shared for other, shared in others.items() if other not in ready}
            for index, others in left.items()
            if index not in steps
        }
    return steps, temporary


def _in_cycle(left: Mapping[int, Mapping[int, Shared]]) -> tuple[int, Shared]:
    """One item of a cycle, and the value that its predecessor waits for: the name, if possible."""
    seen: list[int] = []
    here = min(left)
    while here not in seen:
        seen.append(here)
        here = min(left[here])
    circle = seen[seen.index(here) :]
    awaited = {other: left[one][other] for one, other in zip(circle, [*circle[1:], circle[0]])}
    return min(awaited.items(), key=lambda found: (found[1], found[0]))


def _interim(plan: Plan) -> str:
    """A temporary name that no other object has, and that is valid for domains and email addresses, too."""
    kind, observed = plan.wanted.kind, plan.observed or {}
    return f"renaming-{str(id_of(kind, observed))[:8]}.{plain(at(observed, kind.key_fields[0].where))}"


def interim_plan(plan: Plan, name: str) -> Plan:
    """The part of a plan that updates the object itself, with a temporary name."""
    kind = plan.wanted.kind
    own = [change for change in plan.changes if isinstance(change, Update) and change.kind is kind][:1]
    bodies = [with_at(change.body, kind.key_fields[0].where, name) for change in own]
    return replace(plan, changes=tuple(one.replaced(body=body, second_tries=()) for one, body in zip(own, bodies)))
