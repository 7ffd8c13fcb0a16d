# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs between a wanted and an observed value, field by field.

Both sides are normalised per field, then compared with ``==``. One walk gives all that later steps need: the two sides
for the diff, the value to send, and what must not be guessed about secrets. Nothing here is changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Callable

from .comparison import MISSING, NEW_SECRET, SECRET, Comparison, Rules
from .display import (
    content_shown,
    file_digest,
    file_shown,
    known_parts,
    label_of,
    shown,
)
from .free import compare_free
from .identity import item_identity, item_name
from .kind import Field
from .masked_address import CHANGED, masked_address
from .upload_source import compare_new
from .values import (
    at,
    first_of_each,
    frozen,
    id_form,
    is_mask,
    same,
    with_at,
    without_at,
)


def compare(field: Field, wanted: Any, observed: Any, rules: Rules, beside: Any = None) -> Comparison:
    """Compare one value.

    ``wanted`` is MISSING when not given, ``observed`` is MISSING when there is no object yet. ``beside`` is the
    observed dictionary that the value stands in.
    """
    if field.secret:
        return _secret(field, wanted, observed, rules, beside)
    return _comparer(field)(field, wanted, observed, rules)


def _comparer(field: Field) -> Callable[[Field, Any, Any, Rules], Comparison]:
    """The function that compares values of a field."""
    if field.refers or field.place:
        return _target
    if field.content:
        return _content
    if field.source:
        return _source
    if field.address:
        return _address
    if field.free:
        return compare_free
    if field.children or field.elements == "dict":
        return _items
    if field.type == "dict":
        return _named_parts
    return _values if field.type == "list" else _scalar


def _both(before: Any, after: Any, body: Any, observed: Any) -> Comparison:
    """Two normalised sides. What is equal goes back as it was observed, so that no other spelling is written."""
    if observed is MISSING:
        return Comparison(True, MISSING, after, body)
    differs = not same(before, after)
    return Comparison(differs, before, after, body if differs or observed is None else observed)


def _scalar(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    if wanted is MISSING:
        return Comparison(body=observed)
    before = MISSING if observed is MISSING else shown(field, observed)
    return _both(before, shown(field, wanted), field.send(wanted) if field.send else wanted, observed)


def _address(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    """Compared as it is, shown without what may be secret in it."""
    whole = _scalar(field, wanted, observed, rules)
    if wanted is MISSING:
        return whole
    before = MISSING if observed is MISSING else masked_address(whole.before)
    after = masked_address(whole.after)
    return replace(whole, before=before, after=after + CHANGED if whole.differs and before == after else after)


def _values(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    if wanted is MISSING:
        return Comparison(body=observed)
    spelled = {} if observed in (MISSING, None) else {frozen(shown(field, [item])): item for item in observed}
    items = first_of_each(wanted, lambda item: frozen(shown(field, [item]))) if field.unordered else wanted
    body = [spelled.get(frozen(shown(field, [item])), item) for item in items]
    before = MISSING if observed is MISSING else shown(field, observed)
    return _both(before, shown(field, wanted), body, observed)


def _target(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    if wanted is MISSING:
        return Comparison(body=observed)
    nothing: Any = ([] if field.type == "list" else {}) if field.place else ""
    after = nothing if wanted.cleared else wanted.label
    if observed is MISSING:
        # a new object lies at the root unless the API is told otherwise
        return Comparison(True, MISSING, after, MISSING if after == [] else wanted.value)
    here = id_form(observed)
    if here == (None if wanted.cleared else wanted.value):
        return Comparison(False, after, after, observed)
    before = nothing if here is None else label_of(field, here, rules)
    return Comparison(True, before, after, wanted.value)


def _source(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    return compare_new(field, wanted)  # with what there is, it is compared as a whole


def _content(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    if wanted is MISSING:
        return Comparison()
    after = file_shown(wanted)
    unverified = (field.name,) if wanted.url else ()
    if observed is MISSING:
        return Comparison(wanted.exists, MISSING, after, wanted, unverified)
    stands = file_digest(observed)
    if observed and (wanted.url or not stands):  # there is one, but its content is not known, or not the wanted one's
        if wanted.exists:
            return Comparison(unverified=(field.name,))
        return Comparison(True, {"state": "present"}, after, wanted)
    before = content_shown(stands)
    return Comparison(before != after, before, after, wanted, unverified)


def _secret(field: Field, wanted: Any, observed: Any, rules: Rules, beside: Any) -> Comparison:
    """A secret is compared where a read shows its real value; elsewhere it is sent by the rules for secrets."""
    name = field.name
    real = isinstance(observed, str) and observed != "" and not is_mask(observed)
    if wanted is MISSING:
        if real:
            return Comparison(body=observed)
        login = beside.get(field.beside) if isinstance(beside, Mapping) else None
        return Comparison(at_risk=(name,) if is_mask(observed) or login else ())
    if observed is MISSING:
        return Comparison(True, MISSING, SECRET, wanted, unverified=(name,))
    if real:
        differs = bool(wanted != observed)
        return Comparison(differs, SECRET, NEW_SECRET if differs else SECRET, wanted)
    again = rules.update_secrets == "always"
    return Comparison(again, SECRET, NEW_SECRET if again else SECRET, wanted, unverified=(name,))


def _named_parts(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    parts = parts_of(field.fields, wanted, observed, rules)
    body = {} if observed in (MISSING, None) else dict(observed)
    for inner in field.fields:
        part = parts.get(inner.name)
        if part is None:
            if inner.sent_on_create is not None and at(body, inner.where) is None:
                body = with_at(body, inner.where, inner.sent_on_create)
        elif part.body is not MISSING:
            body = with_at(body, inner.where, part.body)
        else:
            body = without_at(body, inner.where)
    return _gathered(field.name + ".", parts, body or MISSING, wanted, observed)


def parts_of(fields: Sequence[Field], wanted: Any, observed: Any, rules: Rules) -> dict[str, Comparison]:
    """The comparison of each part that is given or observed, by name."""
    parts = {}
    for part in fields:
        given = MISSING if wanted is MISSING else wanted.get(part.name, MISSING)
        stands = MISSING if observed is MISSING else at(observed, part.where)
        if given is not MISSING or part.secret or (stands is not MISSING and stands is not None):
            parts[part.name] = compare(part, given, stands, rules, observed)
    return parts


def _gathered(prefix: str, parts: Mapping[str, Comparison], body: Any, wanted: Any, observed: Any) -> Comparison:
    """One comparison of a dictionary made of those of its parts."""
    after = {name: part.after for name, part in parts.items() if part.after is not MISSING}
    before = {name: part.before for name, part in parts.items() if part.before is not MISSING}
    return Comparison(
        differs=any(part.differs for part in parts.values()),
        before=MISSING if observed is MISSING or wanted is MISSING else before,
        after=MISSING if wanted is MISSING else after,
        body=body,
        unverified=tuple(prefix + name for part in parts.values() for name in part.unverified),
        at_risk=tuple(prefix + name for part in parts.values() for name in part.at_risk),
    )


def _items(field: Field, wanted: Any, observed: Any, rules: Rules) -> Comparison:
    """A list of dictionaries, matched by what identifies its items: each is compared part by part."""
    fields = field.children.fields if field.children else field.fields
    free = field.unordered or field.children is not None  # their order does not count
    identity = item_identity(field)
    stands: Sequence[Any] = [] if observed in (MISSING, None) else observed
    peers = {identity(item): item for item in reversed(stands)}
    item_field = Field(field.name, type="dict", fields=fields)
    if wanted is MISSING:
        pairs = [(identity(item), _named_parts(item_field, MISSING, item, rules)) for item in stands]
    else:
        pairs = [
            (identity(item), _named_parts(item_field, item, peers.get(identity(item), MISSING), rules))
            for item in wanted
        ]
    if wanted is MISSING:
        before, after = MISSING, MISSING
    else:
        kept = dict(pairs)
        after = _told_apart(field, pairs, [identity(item) for item in stands])
        before = [
            kept[identity(item)].before if identity(item) in kept else known_parts(fields, item, rules)
            for item in stands
        ]
        if free:
            before, after = _by_name(before, identity), _by_name(after, identity)
    named = [name for name, _pair in pairs]
    moved = named != [identity(item) for item in stands] and not free
    gone = any(identity(item) not in named for item in stands)
    bodies = [pair.body for _name, pair in pairs if pair.body is not MISSING]
    bodies = _by_name(bodies, identity) if field.unordered else bodies
    prefix = len(field.name) + 1
    called = [(f"{field.name}[{item_name(field, name)}]", pair) for name, pair in pairs]
    return Comparison(
        differs=observed is MISSING or moved or gone or any(pair.differs for _name, pair in pairs),
        before=MISSING if observed is MISSING else before,
        after=after,
        body=bodies,
        unverified=tuple(f"{name}.{x[prefix:]}" for name, pair in called for x in pair.unverified),
        at_risk=tuple(f"{name}.{x[prefix:]}" for name, pair in called for x in pair.at_risk),
    )


def _told_apart(field: Field, pairs: Sequence[tuple[Any, Comparison]], stood: Sequence[Any]) -> list[Any]:
    """The wanted items of a list. One is marked that looks like another which stood there, or stood in its place."""
    looks = [item_name(field, name) for name in stood]
    items = []
    for index, (name, pair) in enumerate(pairs):
        look = item_name(field, name)
        like = stood[index] if looks[index : index + 1] == [look] else name
        marked = look != name and (like != name or (look in looks and name not in stood))
        items.append({**pair.after, field.identity: look + CHANGED} if marked else pair.after)
    return items


def _by_name(items: Iterable[Any], identity: Callable[[Mapping[str, Any]], Any]) -> list[Any]:
    def rank(item: Mapping[str, Any]) -> tuple[int, str]:
        name = identity(item)
        return (name if isinstance(name, int) else 0, str(name))

    return sorted(items, key=rank)
