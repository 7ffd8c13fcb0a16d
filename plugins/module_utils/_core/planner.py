# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(wanted, observed) -> Plan: the ordered changes that make one of the other. Pure: no network, no input is changed.

A change is one write request. What speaks against a plan is noted in it, and refused by guards.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import upload_source
from .bodies import changed_body, full_body, settled
from .change import Change, Create, Delete, Move, PutFile, PutPart, SendUpload, Update
from .children import child_changes, missing_in_children
from .compare import compare
from .comparison import MISSING, Comparison, Rules
from .display import known_parts, shown
from .identity import split_place
from .kind import Field, Raw, SecondTry, never
from .members import (
    in_force,
    member_changes,
    with_hidden_order,
)
from .plan import Plan
from .positions import (
    after_another,
    rank_of,
    ranked,
    reordered,
)
from .routes import object_path
from .values import at, with_at
from .wanted import Target, Wanted


def plan_object(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    """The plan for one object. ``observed`` is None when there is none.

    Raises PlanError when children of one name cannot be told apart.
    """
    if not wanted.present:
        return _plan_absent(wanted, observed, rules)
    if observed is None:
        plan = _plan_create(wanted, rules)
        return replace(plan, changes=(*_on_the_way(wanted, rules), *plan.changes))
    if upload_source.must_be_remade(wanted, observed):
        plan = _plan_create(wanted, rules)
        removal = Delete(wanted.kind, wanted.key, id=_here(wanted, observed), base=wanted.base)
        return replace(plan, observed=observed, changes=(removal, *plan.changes))
    return _plan_update(wanted, observed, rules)


def _plan_absent(wanted: Wanted, observed: Raw | None, rules: Rules) -> Plan:
    if observed is None:
        return Plan(wanted, None, (), {}, {}, {})
    kind = wanted.kind
    change = Delete(kind, wanted.key, id=_here(wanted, observed), base=wanted.base)
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
        if isinstance(change, Create)
    )


def _plan_create(wanted: Wanted, rules: Rules) -> Plan:
    """The plan that makes an object: one create, and what a create does not take in requests after it."""
    kind = wanted.kind
    parts = {name: compare(kind.field(name), value, MISSING, rules) for name, value in wanted.values.items()}
    later = upload_source.set_later(kind, wanted.values)
    body, sent = _create_body(wanted, parts, later)
    after_it = [kind.field(name) for name in parts if _set_after(kind.field(name), wanted, later)]
    after_it.sort(key=kind.fields.index)
    changes: list[Change] = [Create(kind, wanted.key, sent, _owner_id(wanted), wanted.base, body)]
    predicted = upload_source.without_sources(kind, body)
    if after_it:
        rest = changed_body(after_it, parts)
        tries = _second_tries(after_it, wanted)
        changes.append(Update(kind, wanted.key, _names(after_it), None, wanted.base, rest, tries))
        predicted.update(rest)
    own = [change for field in kind.fields if field.name in parts for change in _once_made(field, parts, wanted)]
    predicted.update({change.route: change.body for change in own if isinstance(change, PutPart)})
    changes += [*own, *reordered(wanted, len(wanted.order) + 1, (*wanted.order, None))]
    after = {name: part.after for name, part in _in_order(kind.fields, parts)}
    predicted = {**settled(predicted), **ranked(wanted, len(wanted.order) + 1)}
    unverified, lacking = _unverified(kind.fields, parts), _lacking(wanted)
    return Plan(wanted, None, tuple(changes), {}, after, predicted, unverified, missing=lacking)


def _create_body(
    wanted: Wanted, parts: Mapping[str, Comparison], later: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a create sends, and which options are in it."""
    kind, sent = wanted.kind, []
    body: dict[str, Any] = {}
    for field in kind.fields:
        part = parts.get(field.name)
        if part is None:
            if field.sent_on_create is not None:
                body = with_at(body, field.where, field.sent_on_create)
        elif field.name in later:
            if _set_after(field, wanted, later):
                body[field.name] = part.body
        elif not (field.update_only or _has_own_request(field) or field.name == kind.owner or part.body is MISSING):
            sent.append(field.name)
            body = with_at(body, (field.name,) if field.source else field.where, part.body)
            if field.split:
                body.update(split_place(field, wanted.values[field.name]))
    return body, tuple(sent)


def _has_own_request(field: Field) -> bool:
    """Whether a new object gets the field by a request of its own."""
    return field.rank or field.stands_alone or (field.content and bool(field.route))


def _set_after(field: Field, wanted: Wanted, later: Collection[str]) -> bool:
    """Whether an update has to follow the create, because that does not take the field; an empty value is there."""
    follows = field.name in later or (field.update_only and not _has_own_request(field))
    return follows and shown(field, wanted.values[field.name]) != shown(field, None)


def _lacking(wanted: Wanted) -> tuple[str, ...]:
    """The fields without which the object, or a child in it, cannot be created."""
    kind, values = wanted.kind, wanted.values
    lacking = upload_source.lacking(kind, values)
    for field in kind.fields:
        if field.name not in values:
            lacking += (field.name,) if field.is_needed(values) else ()
        elif field.children:
            lacking += missing_in_children(field, field.children, values[field.name])
    return lacking


def _once_made(field: Field, parts: Mapping[str, Comparison], wanted: Wanted) -> list[Change]:
    """The change of a field that is written by a request of its own as soon as there is an object."""
    if field.rank or not _has_own_request(field):
        return []
    part = parts[field.name]
    about = (wanted.kind, wanted.key, (field.name,), None, wanted.base)
    if field.content:
        return [PutFile(*about, part.body, field.route)] if part.differs else []
    return [PutPart(*about, part.body, field.route)] if any(part.after.values()) else []


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
    """The plan that changes an object: one request for its body, and one for each part with a route of its own."""
    kind, here = wanted.kind, _here(wanted, observed)
    parts = _compared(wanted, observed, rules)
    changed = [field for field in kind.fields if field.name in parts and parts[field.name].differs]
    fixed = [field for field in changed if field.create_only or not (kind.update or field.route)]
    if (fixed and wanted.recreate) or (not fixed and any(field.anew for field in changed)):
        return _plan_anew(wanted, observed, parts)
    inline = [field for field in changed if not (field.route or field.source) and field not in fixed]
    changes, at_risk = _inline_update(inline, wanted, observed, parts)
    for field in changed:
        if field.route and not field.children:
            changes += _below(field, parts[field.name], wanted, observed)
        elif field.source:
            body = parts[field.name].body
            changes.append(SendUpload(kind, wanted.key, (field.name,), here, wanted.base, body))
    children = [
        child_changes(field, child, wanted, observed, object_path(kind, wanted.base, here), rules)
        for field, child in kind.child_fields
        if field.name in wanted.values
    ]
    before, after = _sides(kind.fields, parts)
    refusals = [upload_source.refusal(field, wanted, parts[field.name]) for field in kind.sources if field in changed]
    return Plan(
        wanted,
        observed,
        (*changes, *(change for more in children for change in more.changes)),
        before,
        after,
        settled(_predicted(wanted, observed, parts, changed, changes)),
        unverified=tuple(name for _name, part in _in_order(kind.fields, parts) for name in part.unverified),
        at_risk=tuple(dict.fromkeys([*at_risk, *(name for more in children for name in more.at_risk)])),
        locked=(*_names(fixed), *(name for more in children for name in more.locked)),
        missing=tuple(name for more in children for name in more.missing),
        refused=next(filter(None, refusals), ""),
    )


def _inline_update(
    inline: Sequence[Field], wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]
) -> tuple[list[Change], tuple[str, ...]]:
    """The request for what is part of the object's body, and the stored secrets that it would lose."""
    if not inline:
        return [], ()
    kind = wanted.kind
    body, at_risk = full_body(wanted, observed, parts) if kind.update == "PUT" else (changed_body(inline, parts), ())
    tries = _second_tries(inline, wanted)
    return [Update(kind, wanted.key, _names(inline), _here(wanted, observed), wanted.base, body, tries)], at_risk


def _predicted(
    wanted: Wanted,
    observed: Raw,
    parts: Mapping[str, Comparison],
    changed: Sequence[Field],
    changes: Sequence[Change],
) -> dict[str, Any]:
    """The object as the API will show it after the changes."""
    predicted = dict(observed)
    for change in changes:
        if isinstance(change, Update):
            predicted.update(change.body)
    for field in changed:
        part = parts[field.name]
        if field.route and not field.children:
            predicted = predicted if field.content else with_at(predicted, field.where, part.body)
            if field.split:
                predicted.update(split_place(field, wanted.values[field.name]))
        elif field.source:
            predicted = with_at(predicted, field.where, part.after)
    for field, _child in wanted.kind.child_fields:
        if field.name in wanted.values:
            predicted[field.name] = parts[field.name].body
    return predicted


def _plan_anew(wanted: Wanted, observed: Raw, parts: Mapping[str, Comparison]) -> Plan:
    """A new object in the place of one that cannot be changed: the new one first, so that there is one at any time."""
    kind = wanted.kind
    sent = [field for field in kind.fields if not field.route and parts[field.name].body not in (MISSING, None)]
    body = changed_body(sent, parts)
    changes = (
        Create(kind, wanted.key, _names(sent), None, wanted.base, body, besides=wanted.order),
        Delete(kind, wanted.key, id=_here(wanted, observed), base=wanted.base),
        *after_another(wanted, observed),
    )
    predicted = {**settled(body), **ranked(wanted, rank_of(kind, observed))}
    return Plan(wanted, observed, changes, *_sides(kind.fields, parts), predicted)


def _sides(fields: Sequence[Field], parts: Mapping[str, Comparison]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was found and what is wanted, of the fields that are given."""
    given = [(name, part) for name, part in _in_order(fields, parts) if part.after is not MISSING]
    before = {name: part.before for name, part in given if part.before is not MISSING}
    return before, {name: part.after for name, part in given}


def _below(field: Field, part: Comparison, wanted: Wanted, observed: Raw) -> Sequence[Change]:
    """The changes of a field with a route of its own: a move, a file, or members."""
    here = _here(wanted, observed)
    if field.members:
        return member_changes(field, wanted, observed, here)
    if field.rank:
        return reordered(wanted, rank_of(wanted.kind, observed), wanted.order, here)
    about = (wanted.kind, wanted.key, (field.name,), here, wanted.base)
    if field.stands_alone:
        return [PutPart(*about, part.body, field.route)]
    if field.content:
        return [PutFile(*about, part.body, field.route)]
    body = split_place(field, wanted.values[field.name]) if field.split else {field.where[-1]: part.body}
    return [Move(*about, body, field.route)]


def _compared(wanted: Wanted, observed: Raw, rules: Rules) -> dict[str, Comparison]:
    """The comparison of each field; also of those not given, for the secrets that a full write must not lose."""
    parts = {}
    for field in wanted.kind.fields:
        given = wanted.values.get(field.name, MISSING)
        if field.name == wanted.kind.owner:
            label = MISSING if given is MISSING else given.label
            parts[field.name] = Comparison(before=label, after=label)
        elif field.source:
            parts[field.name] = upload_source.compare_source(field, wanted, observed)
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
