# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, observed) -> Plan: the ordered changes that make one of the other. Pure: no network, no input is changed.

A change is one write request. What speaks against a plan is noted in it, and refused by guards.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils import contents
from ansible_collections.kinescope.kinescope.plugins.module_utils.bodies import (
    changed_body,
    full_body,
    settled,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.children import child_changes, missing_in_children
from ansible_collections.kinescope.kinescope.plugins.module_utils.compare import compare
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import MISSING, Comparison, Rules, Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.identity import split_place
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Raw, SecondTry, never
from ansible_collections.kinescope.kinescope.plugins.module_utils.members import (
    in_force,
    member_changes,
    with_hidden_order,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change, Plan, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils.ranks import (
    after_another,
    rank_of,
    ranked,
    reordered,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.routes import object_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.shown import known_parts, shown
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at, with_at


def plan_object(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    """The plan for one object. ``observed`` is None when there is none.

    Raises PlanError when children of one name cannot be told apart.
    """
    if not wanted.present:
        return _plan_absent(wanted, observed, rules)
    if observed is None:
        plan = _plan_create(wanted, rules)
        return replace(plan, changes=(*_on_the_way(wanted, rules), *plan.changes))
    if contents.must_be_remade(wanted, observed):
        plan = _plan_create(wanted, rules)
        removal = Change(wanted.kind, wanted.key, "delete", id=_here(wanted, observed), base=wanted.base)
        return replace(plan, observed=observed, changes=(removal, *plan.changes))
    return _plan_update(wanted, observed, rules)


def _plan_absent(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    if observed is None:
        return Plan(wanted, None, (), {}, {}, {})
    kind = wanted.kind
    change = Change(kind, wanted.key, "delete", id=_here(wanted, observed), base=wanted.base)
    counts = {name: observed.get(name) for name in kind.holds}
    holds = tuple(f"{name}: {len(n) if isinstance(n, list) else n}" for name, n in counts.items() if n)
    return Plan(wanted, observed, (change,), known_parts(kind.fields, observed, rules), {}, {}, holds=holds)


def _here(wanted: Wanted, observed: Raw) -> str | None:
    return _owner_id(wanted) if wanted.kind.singleton else observed.get(wanted.kind.id_key)


def _owner_id(wanted: Wanted) -> str | None:
    return wanted.within.id if wanted.within and wanted.kind.singleton else None


def _on_the_way(wanted: Wanted, rules: Rules) -> tuple[Change, ...]:
    """The creates of what is missing on the way to an object."""
    return tuple(
        replace(change, makes=missing.address)
        for missing in wanted.first
        for change in _plan_create(missing, rules).changes
    )


def _plan_create(wanted: Wanted, rules: Rules) -> Plan:
    kind, key, base = wanted.kind, wanted.key, wanted.base
    parts = {name: compare(kind.field(name), value, MISSING, rules) for name, value in wanted.values.items()}
    body: dict[str, Any] = {}
    sent: list[str] = []
    files: list[Change] = []
    update_only: list[Field] = []
    lacking = contents.lacking(kind, wanted.values)
    later = contents.set_later(kind, wanted.values)
    for field in kind.fields:
        part = parts.get(field.name)
        if part is None:
            lacking += (field.name,) if field.is_needed(wanted.values) else ()
            if field.sent_on_create is not None:
                body = with_at(body, field.where, field.sent_on_create)
        elif field.rank:
            pass
        elif (field.content and field.route) or field.stands_alone:
            files += _once_made(field, part, wanted)
        elif field.update_only or field.name in later:
            if shown(field, wanted.values[field.name]) != shown(field, None):
                update_only.append(field)
                body = {**body, **({field.name: part.body} if field.name in later else {})}
        elif field.name != kind.owner and part.body is not MISSING:
            sent.append(field.name)
            body = with_at(body, (field.name,) if field.source else field.where, part.body)
            if field.split:
                body.update(split_place(field, wanted.values[field.name]))
            if field.children:
                lacking += missing_in_children(field, field.children, wanted.values[field.name])
    changes = [Change(kind, key, "create", tuple(sent), _owner_id(wanted), body, "", base)]
    predicted = contents.without_sources(kind, body)
    if update_only:
        rest = changed_body(update_only, parts)
        tries = _second_tries(update_only, wanted)
        changes.append(Change(kind, key, "update", _names(update_only), None, rest, "", base, tries))
        predicted.update(rest)
    predicted.update({change.route: change.body for change in files if change.method})
    after = {name: part.after for name, part in _in_order(kind.fields, parts)}
    unverified = _unverified(kind.fields, parts)
    changes += [*files, *reordered(wanted, len(wanted.order) + 1, (*wanted.order, None))]
    predicted = {**settled(predicted), **ranked(wanted, len(wanted.order) + 1)}
    return Plan(wanted, None, tuple(changes), {}, after, predicted, unverified, missing=lacking)


def _once_made(field: Field, part: Comparison, wanted: Wanted) -> list[Change]:
    """The change of a field that is written by a request of its own as soon as there is an object."""
    needed = part.differs if field.content else any(part.after.values())
    method = "PUT" if field.stands_alone else ""
    change = Change(wanted.kind, wanted.key, "update", (field.name,), None, part.body, field.route, wanted.base)
    return [replace(change, method=method)] if needed else []


def _names(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)


def _in_order(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> list[tuple[str, Comparison]]:
    return [(field.name, parts[field.name]) for field in fields if field.name in parts]


def _unverified(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> tuple[str, ...]:
    """What is wanted and not shown by any read, for an object that is about to be created."""
    return tuple(
        name
        for field in fields
        if field.name in parts
        for name in (parts[field.name].unverified or ((field.name,) if field.readable is never else ()))
    )


def _plan_update(wanted: Wanted, observed: Raw, rules: Rules) -> Plan:
    kind, key, base, here = wanted.kind, wanted.key, wanted.base, _here(wanted, observed)
    parts = _compared(wanted, observed, rules)
    changed = [field for field in kind.fields if field.name in parts and parts[field.name].differs]
    fixed = [field for field in changed if field.create_only or not (kind.update or field.route)]
    if (fixed and wanted.recreate) or (not fixed and any(field.anew for field in changed)):
        return _plan_anew(wanted, observed, parts)
    locked = _names(fixed)
    inline = [field for field in changed if not (field.route or field.source) and field not in fixed]
    changes: list[Change] = []
    at_risk: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    predicted = dict(observed)
    if inline:
        whole = kind.update == "PUT"
        body, at_risk = full_body(wanted, observed, parts) if whole else (changed_body(inline, parts), ())
        changes.append(Change(kind, key, "update", _names(inline), here, body, "", base, _second_tries(inline, wanted)))
        predicted.update(body)
    for field in changed:
        if field.route and not field.children:
            changes += _below(field, parts[field.name], wanted, observed)
            predicted = predicted if field.content else with_at(predicted, field.where, parts[field.name].body)
            if field.split:
                predicted.update(split_place(field, wanted.values[field.name]))
    refused = ""
    for field in kind.sources:
        if field in changed:
            changes.append(Change(kind, key, "update", (field.name,), here, parts[field.name].body, "", base))
            refused = contents.refusal(field, wanted, parts[field.name])
            predicted = with_at(predicted, field.where, parts[field.name].after)
    for field, child in kind.child_fields:
        if field.name in wanted.values:
            more = child_changes(field, child, wanted, observed, object_path(kind, base, here), rules)
            changes, at_risk, lacking = changes + more.changes, at_risk + more.at_risk, lacking + more.missing
            locked += more.locked
            predicted[field.name] = parts[field.name].body
    return Plan(
        wanted,
        observed,
        tuple(changes),
        *_sides(kind.fields, parts),
        settled(predicted),
        unverified=tuple(name for _name, part in _in_order(kind.fields, parts) for name in part.unverified),
        at_risk=tuple(dict.fromkeys(at_risk)),
        locked=locked,
        missing=lacking,
        refused=refused,
    )


def _plan_anew(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> Plan:
    """A new object in the place of one that cannot be changed: the new one first, so that there is one at any time."""
    kind = wanted.kind
    sent = [field for field in kind.fields if not field.route and parts[field.name].body not in (MISSING, None)]
    body = changed_body(sent, parts)
    changes = (
        Change(kind, wanted.key, "create", _names(sent), None, body, "", wanted.base, besides=wanted.order),
        Change(kind, wanted.key, "delete", id=_here(wanted, observed), base=wanted.base),
        *after_another(wanted, observed),
    )
    predicted = {**settled(body), **ranked(wanted, rank_of(kind, observed))}
    return Plan(wanted, observed, changes, *_sides(kind.fields, parts), predicted)


def _sides(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was found and what is wanted, of the fields that are given."""
    given = [(name, part) for name, part in _in_order(fields, parts) if part.after is not MISSING]
    before = {name: part.before for name, part in given if part.before is not MISSING}
    return before, {name: part.after for name, part in given}


def _below(field: Field, part: Comparison, wanted: Wanted, observed: Raw) -> list[Change]:
    """The changes of a field with a route of its own: a move, a file, or members."""
    here = _here(wanted, observed)
    if field.members:
        return member_changes(field, wanted, observed, here)
    if field.stands_alone:
        change = Change(wanted.kind, wanted.key, "update", (field.name,), here, part.body, field.route, wanted.base)
        return [replace(change, method="PUT")]
    if field.rank:
        return reordered(wanted, rank_of(wanted.kind, observed), wanted.order, here)
    action, body = ("update", part.body) if field.content else ("move", {field.where[-1]: part.body})
    if field.split:
        body = split_place(field, wanted.values[field.name])
    return [Change(wanted.kind, wanted.key, action, (field.name,), here, body, field.route, wanted.base)]


def _compared(wanted: Wanted, observed: Raw, rules: Rules) -> dict[str, Comparison]:
    """The comparison of each field; also of those not given, for the secrets that a full write must not lose."""
    parts = {}
    for field in wanted.kind.fields:
        given = wanted.values.get(field.name, MISSING)
        if field.name == wanted.kind.owner:
            label = MISSING if given is MISSING else given.label
            parts[field.name] = Comparison(before=label, after=label)
        elif field.source:
            parts[field.name] = contents.compare_source(field, wanted, observed)
        elif given is not MISSING and not field.readable(observed):
            body = compare(field, given, MISSING, rules).body
            parts[field.name] = Comparison(body=body, unverified=(field.name,))
        else:
            part = compare(in_force(field, wanted.values, observed), given, at(observed, field.where), rules, observed)
            parts[field.name] = with_hidden_order(field, part, wanted, observed)
    return parts


def _second_tries(fields: Sequence[Field], wanted: Wanted) -> tuple[tuple[Field, Any, SecondTry], ...]:
    """The other ways to write the changed fields: a body is for clearing, a path for setting."""
    tries = []
    for field in fields:
        given = wanted.values[field.name]
        cleared = given.cleared if isinstance(given, Target) else given == ""
        if field.second_try and (field.second_try.refusal or cleared == (field.second_try.body is not None)):
            tries.append((field, given, field.second_try))
    return tuple(tries)
