# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A final check of created objects: somebody on another machine may have created the same ones at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from .._api.gateway import Gateway
from .._core.change import Create
from .._core.errors import KinescopeError
from .._core.fields.base import Raw
from .._core.identity import id_of, ids_text, key_of
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.values import id_form
from .apply import Outcome


def duplicate_warnings(outcomes: Iterable[Outcome], gateway: Gateway) -> list[str]:
    """Warnings about objects with the same key as a created one. The lists concerned are read once more.

    Objects below a created one are skipped: nobody else knew it.
    """
    done = [(outcome.plan, outcome.after) for outcome in outcomes if outcome.plan and outcome.after]
    made = [(plan, after) for plan, after in done if _creates(plan)]
    new = {id_of(plan.wanted.kind, after) for plan, after in made}
    created: dict[tuple[str, str], list[tuple[Plan, Raw]]] = {}
    kinds: dict[str, Kind] = {}
    for plan, after in made:
        within, kind = plan.wanted.within, plan.wanted.kind
        if _is_listed(kind) and (within is None or id_form(within.id) not in new):
            kinds[kind.name] = kind
            created.setdefault((kind.name, plan.wanted.base), []).append((plan, after))
    warnings: list[str] = []
    for (name, base), ours in created.items():
        with suppress(KinescopeError):  # the changes have been made, whether or not the list can be read
            gateway.forget(kinds[name], base)
            warnings += [text for plan, after in ours for text in _duplicates_of(plan, after, gateway)]
    return warnings


def _creates(plan: Plan) -> bool:
    return any(isinstance(change, Create) and change.kind is plan.wanted.kind for change in plan.changes)


def _is_listed(kind: Kind) -> bool:
    """Whether there is a list to check. Very long lists are skipped; names in them may repeat anyway."""
    return kind.routes.lists and not kind.routes.singleton and not kind.routes.too_many_to_list


def _duplicates_of(plan: Plan, after: Raw, gateway: Gateway) -> list[str]:
    kind = plan.wanted.kind
    found = gateway.with_key(kind, key_of(kind, after), plan.wanted.base, after)
    if len(found) < 2:
        return []
    return [
        f"{plan.wanted.title} was created by somebody else at the same time ({ids_text(kind, found)}); "
        "keep one, and delete the other"
    ]
