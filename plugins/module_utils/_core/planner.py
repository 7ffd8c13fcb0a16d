# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, observed) -> Plan: the ordered changes that turn one into the other. Pure: no network, inputs unchanged.

A change is one write request. Objections are recorded in the plan and enforced by guards.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .bodies import changed_body, full_body
from .change import Change, ChildChanges, Create, Delete, Update
from .comparison import MISSING, Comparison, Rules
from .fields.base import Field, Raw, SecondTry, known_parts
from .kind import Kind, fields_named, fields_with, given_with, object_path
from .plan import Plan
from .values import with_at
from .wanted import Wanted


def plan_object(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    """The plan for one object. ``observed`` is None if the object does not exist.

    Raises PlanError if children with the same name cannot be told apart.
    """
    if not wanted.present:
        return _plan_absent(wanted, observed, rules)
    if observed is None:
        plan = _plan_create(wanted, rules)
        return replace(plan, changes=(*_parents(wanted, rules), *plan.changes)) if wanted.missing_parents else plan
    if any(field.must_recreate(wanted, observed) for field in wanted.kind.sources):
        plan = _plan_create(wanted, rules)
        removal = Delete(wanted.kind, wanted.key, id=route_id(wanted, observed), base=wanted.base)
        return replace(plan, observed=observed, changes=(removal, *plan.changes))
    return _plan_update(wanted, observed, rules)


def plan_object_in_bulk(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    """The result of plan_object(), but without the sides of an object that needs no change, which nobody is shown.

    Most objects of a document are exactly as wanted, and to see that takes a fraction of the time for a whole plan.
    """
    if wanted.present and observed is not None and not wanted.kind.sources:
        field = wanted.kind.field
        if all(field(name).is_at_once_equal(value, observed) for name, value in wanted.values.items()):
            return Plan(wanted, observed, (), {}, {}, observed)
    return plan_object(wanted, observed, rules)


def _plan_absent(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    if observed is None:
        return Plan(wanted, None, (), {}, {}, {})
    kind = wanted.kind
    change = Delete(kind, wanted.key, id=route_id(wanted, observed), base=wanted.base)
    counts = {name: observed.get(name) for name in kind.holds}
    holds = tuple(f"{name}: {len(n) if isinstance(n, list) else n}" for name, n in counts.items() if n)
    return Plan(wanted, observed, (change,), known_parts(kind.fields, observed, rules), {}, {}, holds=holds)


def route_id(wanted: Wanted, observed: Raw) -> str | None:
    """The ID that identifies the object in its route; None for the workspace's own settings."""
    routes = wanted.kind.routes
    return _owner_id(wanted) if routes.singleton else observed.get(routes.id_key)


def _owner_id(wanted: Wanted) -> str | None:
    return wanted.within.id if wanted.within and wanted.kind.routes.singleton else None


def _parents(wanted: Wanted, rules: Rules) -> tuple[Change, ...]:
    """The creates of missing parent folders."""
    return tuple(
        change.replaced(makes=missing.address)
        for missing in wanted.missing_parents
        for change in _plan_create(missing, rules).changes
        if isinstance(change, Create)
    )


def _plan_create(wanted: Wanted, rules: Rules) -> Plan:
    """The plan that creates an object: one create, then requests for the fields that a create does not accept."""
    kind, given = wanted.kind, tuple(wanted.values)
    fields = fields_named(kind, given)
    parts = {field.name: field.compare(wanted.values[field.name], MISSING, rules) for field in fields}
    later: frozenset[str] = frozenset()
    for field in given_with(kind, given, Field.cannot_carry):
        later |= field.cannot_carry(wanted.values, kind.fields)
    body, sent = _create_body(wanted, parts, later)
    besides = (*wanted.order, *wanted.ignored_ids)
    changes: list[Change] = [Create(kind, wanted.key, sent, _owner_id(wanted), wanted.base, body, ignored_ids=besides)]
    expected = body
    for field in given_with(kind, given, Field.predict_created):
        expected = field.predict_created(expected)
    names = later | _set_by_updates(kind)
    after_it = [field for field in fields if field.name in names and not _is_empty(field, wanted)] if names else []
    if after_it:
        rest = changed_body(after_it, parts)
        tries = _second_tries(after_it, wanted)
        changes.append(Update(kind, wanted.key, _names(after_it), None, wanted.base, rest, tries))
        expected = {**expected, **rest}
    for field in given_with(kind, given, Field.after_create):
        own = field.after_create(parts[field.name], wanted)
        changes += own
        expected = field.predict(expected, parts[field.name], wanted) if own else expected
    after = {field.name: parts[field.name].after for field in fields}
    if kind.ranked:
        changes += kind.ranked.after_last(wanted)
        expected = {**expected, **kind.ranked.predicted(wanted, len(wanted.order) + 1)}
    lacking = [name for field in _needed(kind) for name in field.lacking(wanted.values)]
    return Plan(wanted, None, tuple(changes), {}, after, expected, _unverified(fields, parts), missing=tuple(lacking))


@cache
def _needed(kind: Kind) -> tuple[Field, ...]:
    """The fields that a create may require; those that say what an object is made from come first."""
    wary = fields_with(kind, Field.lacking)
    needed = [field for field in kind.fields if field.needed or field in wary]
    return (*kind.sources, *(field for field in needed if not field.source))


def _create_body(
    wanted: Wanted, parts: Mapping[str, Comparison], later: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The body of a create, and the options that it contains."""
    kind, sent = wanted.kind, []
    body: dict[str, Any] = {}
    for field in fields_named(kind, (*parts, *_always_sent(kind))):
        part = parts.get(field.name)
        if part is None:
            body = with_at(body, field.where, field.sent_on_create)
        elif field.name in later:
            if not _is_empty(field, wanted):
                body[field.name] = part.body
        elif field.in_create(wanted.values) and not (field.name == kind.routes.owner or part.body is MISSING):
            sent.append(field.name)
            body = field.create_body(body, part, wanted.values[field.name])
    return body, tuple(sent)


@cache
def _always_sent(kind: Kind) -> tuple[str, ...]:
    """The fields that a create always contains, given or not."""
    return tuple(field.name for field in kind.fields if field.sent_on_create is not None)


@cache
def _set_by_updates(kind: Kind) -> frozenset[str]:
    """The fields that an update sets after the create, which does not accept them."""
    return frozenset(field.name for field in kind.fields if field.written == "by_update" and not field.own_request)


def _is_empty(field: Field, wanted: Wanted) -> bool:
    """Whether the wanted value is what a new object has anyway."""
    return bool(field.shown(wanted.values[field.name]) == field.shown(None))


def _names(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)


def _unverified(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> tuple[str, ...]:
    """The wanted fields of a new object that cannot be read back."""
    names: list[str] = []
    for field in fields:
        names += parts[field.name].unverified or ((field.name,) if field.write_only else ())
    return tuple(names)


def _plan_update(wanted: Wanted, observed: Raw, rules: Rules) -> Plan:
    """The plan that updates an object: one request for its body, and one for each part with its own route."""
    kind, id = wanted.kind, route_id(wanted, observed)
    given = fields_named(kind, tuple(wanted.values))
    parts = _compared(given, wanted, observed, rules)
    unverified = tuple(name for field in given for name in parts[field.name].unverified)
    as_it_is = Plan(wanted, observed, (), *_sides(given, parts), observed, unverified)
    changed = [field for field in given if parts[field.name].differs]
    if not changed and not any(field.child_kind for field in given):
        return as_it_is
    # a write of the whole object must keep the fields that are not given
    parts |= _compared([field for field in kind.fields if field not in given], wanted, observed, rules)
    fixed = [field for field in changed if field.create_only or not (kind.routes.update or field.route)]
    if (fixed and wanted.recreate) or (not fixed and any(field.replaces for field in changed)):
        return _plan_replacement(wanted, observed, parts)
    inline = [field for field in changed if not (field.route or field.source) and field not in fixed]
    changes, at_risk = _inline_update(inline, wanted, observed, parts)
    for field in changed:
        if field.route or field.source:
            changes += field.changes(parts[field.name], wanted, observed, id)
    expected = dict(observed)
    for change in changes:
        expected.update(change.body if isinstance(change, Update) else {})
    for field in changed:
        expected = field.predict(expected, parts[field.name], wanted)
    base = object_path(kind, wanted.base, id)
    children = sum(filter(None, (f.child_changes(wanted, observed, base, rules) for f in kind.fields)), ChildChanges())
    refusals = [field.refusal(wanted, parts[field.name], observed) for field in changed]
    return replace(
        as_it_is,
        changes=(*changes, *children.changes),
        expected=expected,
        at_risk=tuple(dict.fromkeys([*at_risk, *children.at_risk])),
        unknown=_unknown(kind, parts) if inline else (),
        locked=(*_names(fixed), *children.locked),
        missing=children.missing,
        refused=next(filter(None, refusals), ""),
    )


def _unknown(kind: Kind, parts: Mapping[str, Comparison]) -> tuple[str, ...]:
    """The secrets that an update of the whole object may lose if they are stored."""
    fields = [field for field in kind.fields if kind.routes.update == "PUT" and not field.route]
    return tuple(name for field in fields for name in parts[field.name].unknown)


def _inline_update(
    inline: Sequence[Field], wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]
) -> tuple[list[Change], tuple[str, ...]]:
    """The request for the fields in the object's body, and the stored secrets that it would lose."""
    if not inline:
        return [], ()
    kind = wanted.kind
    whole = kind.routes.update == "PUT"
    body, at_risk = full_body(wanted, observed, parts) if whole else (changed_body(inline, parts), ())
    tries = _second_tries(inline, wanted)
    given = {field.where[0] for field in kind.fields if field.name in wanted.values}
    back = frozenset(body) - given if whole else frozenset[str]()
    return [
        Update(kind, wanted.key, _names(inline), route_id(wanted, observed), wanted.base, body, tries, back)
    ], at_risk


def _plan_replacement(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> Plan:
    """Replaces an object that cannot be updated. The new one is created first, so that one exists at any time."""
    kind = wanted.kind
    sent = [field for field in kind.fields if not field.route and parts[field.name].body not in (MISSING, None)]
    body = changed_body(sent, parts)
    changes: list[Change] = [
        Create(kind, wanted.key, _names(sent), None, wanted.base, body, ignored_ids=wanted.order),
        Delete(kind, wanted.key, id=route_id(wanted, observed), base=wanted.base),
    ]
    if kind.ranked:
        changes += kind.ranked.after_another(wanted, observed)
        body = {**body, **kind.ranked.predicted(wanted, kind.ranked.rank_of(observed))}
    return Plan(wanted, observed, tuple(changes), *_sides(kind.fields, parts), body)


def _sides(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of the given fields: what was found and what is wanted."""
    given = [(field.name, parts[field.name]) for field in fields if parts[field.name].after is not MISSING]
    before = {name: part.before for name, part in given if part.before is not MISSING}
    return before, {name: part.after for name, part in given}


def _compared(fields: Sequence[Field], wanted: Wanted, observed: Raw, rules: Rules) -> dict[str, Comparison]:
    """The comparisons of the fields, given or not."""
    parts = {field.name: field.compare_in(wanted, observed, rules) for field in fields}
    owner = wanted.kind.routes.owner
    if owner in parts:  # the route contains the owner, the object does not
        label = wanted.values[owner].label if owner in wanted.values else MISSING
        parts[owner] = Comparison(before=label, after=label)
    return parts


def _second_tries(fields: Sequence[Field], wanted: Wanted) -> tuple[tuple[Field, Any, SecondTry], ...]:
    """The alternative ways to send the changed fields."""
    tries = []
    for field in fields:
        given = wanted.values[field.name]
        other = field.second_try
        if other and other.serves(field.is_cleared(given)):
            tries.append((field, given, other))
    return tuple(tries)
