# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The origin of a difference: a change of the document, an edit of the workspace, or both. Pure.

For each part of an object, three values are compared: what the document wants, what was observed, and what the document
wanted when it was last applied (the base).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .._core.comparison import MISSING, Comparison, Rules
from .._core.declaration import Declaration
from .._core.display import MASK, unmarked
from .._core.plan import Plan
from .._core.values import plain, same, with_at, without_at
from .._core.wanted import Target

DOCUMENT, WORKSPACE, BOTH = ORIGINS = ("document", "workspace", "both")

Leaf = tuple[str, ...]  # the name of an option, followed by keys if it is managed by key
NOT_GIVEN = object()


class Former(Declaration):
    """What the base wanted of an object, with references resolved.

    ``unknown`` are the fields whose references can no longer be resolved; the value says whether the document gives the
    same text.
    """

    values: Mapping[str, Any]
    unknown: Mapping[str, bool] = {}


def leaf_text(leaf: Leaf) -> str:
    """A leaf as people write it, such as settings.volume."""
    return ".".join(map(str, leaf))


def differing(plan: Plan) -> list[Leaf]:
    """The leaves that a plan changes; for a delete, everything that is known about the object."""
    if not plan.wanted.present:
        return [leaf for name in plan.before for leaf in _leaves_of(plan, name)]
    return [leaf for name in _written(plan) for leaf in _leaves_of(plan, name) or [(name,)]]


def _written(plan: Plan) -> dict[str, None]:
    """The options that the changes of a plan write, in order; an option with objects counts as one."""
    kind = plan.wanted.kind
    owners = {field.child_kind: field.name for field in kind.fields if field.child_kind}
    names = [
        name for change in plan.changes for name in (change.fields if change.kind is kind else [owners[change.kind]])
    ]
    return dict.fromkeys(names)


def _leaves_of(plan: Plan, name: str) -> list[Leaf]:
    before, after = plan.before.get(name, MISSING), plan.after.get(name, MISSING)
    if plan.wanted.kind.field(name).by_key:
        return list(_leaves((name,), before, after))
    return [] if same(before, after) else [(name,)]


def _leaves(path: Leaf, before: Any, after: Any) -> Iterator[Leaf]:
    """The paths at which two sides differ, descending while both sides are dictionaries or missing."""
    if same(before, after):
        return
    sides = [side for side in (before, after) if side is not MISSING]
    if any(sides) and all(isinstance(side, Mapping) for side in sides):
        for name in dict.fromkeys(name for side in sides for name in side):
            yield from _leaves((*path, name), _get(before, name), _get(after, name))
    else:
        yield path


def _get(side: Any, name: str) -> Any:
    return MISSING if side is MISSING else side.get(name, MISSING)


def origins(plan: Plan, rules: Rules, former: Former | None) -> dict[Leaf, str]:
    """The origin of each difference of a wanted object; ``former`` is None if the base did not want it."""
    leaves = differing(plan)
    if former is None:
        return dict.fromkeys(leaves, DOCUMENT if plan.observed is None else BOTH)
    parts = _former_parts(plan, rules, former, {leaf[0] for leaf in leaves})
    return {leaf: _origin(leaf, plan, former, parts) for leaf in leaves}


def _former_parts(plan: Plan, rules: Rules, former: Former, names: Iterable[str]) -> dict[str, Comparison]:
    """The fields of an object, compared with what the base wanted.

    Secrets that cannot be read are assumed to be unchanged.
    """
    rules = rules._replace(update_secrets="on_create")
    wanted, there = plan.wanted._replace(values=former.values), plan.observed
    parts = {}
    for name in names:
        if name in former.values:
            field = wanted.kind.field(name)
            given = former.values[name]
            parts[name] = (
                field.compare(given, MISSING, rules) if there is None else field.compare_in(wanted, there, rules)
            )
    return parts


def _origin(leaf: Leaf, plan: Plan, former: Former, parts: Mapping[str, Comparison]) -> str:
    """The origin of one difference of an object that was in the base."""
    name = leaf[0]
    if name in former.unknown:
        return WORKSPACE if former.unknown[name] else BOTH
    part = parts.get(name)
    asked = NOT_GIVEN if part is None else _at(part.after, leaf[1:])
    if part is None or asked is NOT_GIVEN:
        return DOCUMENT
    if plan.observed is not None and _as_left(leaf, part, asked):
        return DOCUMENT
    return WORKSPACE if _same_target(leaf, asked, plan, former) else BOTH


def _as_left(leaf: Leaf, part: Comparison, asked: Any) -> bool:
    """Whether the workspace still has the value that the base wanted."""
    return not part.differs or (len(leaf) > 1 and same(_at(part.before, leaf[1:]), asked))


def _same_target(leaf: Leaf, asked: Any, plan: Plan, former: Former) -> bool:
    """Whether the document wants the same as the base. Masked values are compared as they were given."""
    now = _at(plan.after.get(leaf[0], MISSING), leaf[1:])
    given = [_at(values[leaf[0]], leaf[1:]) for values in (plan.wanted.values, former.values)]
    if all(isinstance(value, Target) for value in given):
        return bool(given[0].mark == given[1].mark)
    if not same(_unmarked(now), _unmarked(asked)):
        return False
    return now is MISSING or MASK not in plain(_unmarked(now)) or bool(given[0] == given[1])


def _unmarked(value: Any) -> Any:
    """A value of a diff without the marks of changed secrets, at any depth."""
    if isinstance(value, Mapping):
        return {name: _unmarked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    return unmarked(value) if isinstance(value, str) else value


def _at(value: Any, keys: Sequence[str]) -> Any:
    """The value at a path of keys: MISSING if it is cleared, NOT_GIVEN if a dictionary leaves it alone."""
    for key in keys:
        if not isinstance(value, Mapping) or not value:  # an empty dictionary clears everything below it
            return MISSING
        if key not in value:
            return NOT_GIVEN
        value = value[key]
    return value


def without_leaves(values: Mapping[str, Any], leaves: Iterable[Leaf]) -> dict[str, Any]:
    """Wanted values without some leaves. A dictionary that becomes empty is removed: it would clear the field."""
    kept = dict(values)
    for leaf in leaves:
        given = _given_at(kept, leaf)
        kept = without_at(kept, given) if given else kept
    return kept


def _given_at(values: Any, leaf: Leaf) -> Leaf:
    """The longest part of a path that exists in the values: it ends where a dictionary clears everything below."""
    for depth, key in enumerate(leaf):
        if not isinstance(values, Mapping) or key not in values:
            return leaf[:depth]
        values = values[key]
    return leaf


def sides_at(plan: Plan, leaves: Iterable[Leaf]) -> dict[str, Any]:
    """Both sides of some differences of a plan, as in its diff."""
    sides: dict[str, dict[str, Any]] = {"before": {}, "after": {}}
    for leaf in leaves:
        for side, values in (("before", plan.before), ("after", plan.after)):
            value = _at(values, leaf)
            if value is not MISSING and value is not NOT_GIVEN:
                sides[side] = with_at(sides[side], leaf, value)
    return sides


def counted(found: Iterable[Mapping[Leaf, str]]) -> dict[str, int]:
    """The number of differences for each origin."""
    words = [word for words in found for word in words.values()]
    return {word: words.count(word) for word in ORIGINS}
