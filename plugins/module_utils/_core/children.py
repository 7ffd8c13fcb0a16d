# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes of a sub-collection whose items have routes of their own: matched by name, exactly those wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .bodies import changed_body
from .change import Change, Create, Delete, Update
from .compare import parts_of
from .comparison import MISSING, Rules
from .errors import PlanError
from .identity import item_identity
from .kind import Field, Kind, Raw
from .routes import identified
from .values import plain
from .wanted import Wanted


@dataclass(frozen=True)
class ChildChanges:
    """What a sub-collection needs, and what speaks against it (see Plan)."""

    changes: list[Change]
    at_risk: tuple[str, ...]
    locked: tuple[str, ...]
    missing: tuple[str, ...]


def child_changes(field: Field, kind: Kind, wanted: Wanted, observed: Raw, base: str, rules: Rules) -> ChildChanges:
    """One change for each child that differs. Raises PlanError when two have a wanted name, ApiError for no id."""
    identity = item_identity(field)
    stands: Sequence[Raw] = observed.get(field.name) or []
    changes: list[Change] = []
    at_risk: list[str] = []
    locked: list[str] = []
    new = []
    for item in wanted.values[field.name]:
        name = item[field.identity]
        key = f"{wanted.key}/{name}"
        peers = [peer for peer in stands if identity(peer) == identity(item)]
        if len(peers) > 1:
            ids = ", ".join(plain(peer.get("id")) for peer in peers)
            raise PlanError(f"{len(peers)} {field.name} are named '{name}' (IDs {ids}); remove all but one")
        if peers:
            change, lost, fixed = _update(kind, key, item, peers[0], base, rules)
            changes += change
            at_risk += [f"{field.name}[{name}].{part}" for part in lost]
            locked += [f"{field.name}[{name}].{part}" for part in fixed]
        else:
            new.append(item)
            changes.append(Create(kind, key, tuple(item), None, base, dict(item)))
    given = {identity(item) for item in wanted.values[field.name]}
    for peer in stands:
        if identity(peer) not in given:
            name = peer.get(field.identity)
            key = f"{wanted.key}/{name}"
            changes.append(Delete(kind, key, (), _id(kind, peer, base), base, natural_key={field.identity: name}))
    return ChildChanges(changes, tuple(at_risk), tuple(locked), missing_in_children(field, kind, new))


def _update(
    kind: Kind, key: str, item: Mapping[str, Any], peer: Raw, base: str, rules: Rules
) -> tuple[list[Change], list[str], list[str]]:
    """The change of a child, the stored secrets at risk in it, and the fields that cannot be changed."""
    parts = parts_of(kind.fields, item, peer, rules)
    differing = [field for field in kind.fields if field.name in parts and parts[field.name].differs]
    if not differing:
        return [], [], []
    locked = [field.name for field in differing if field.create_only]
    names = tuple(field.name for field in differing)
    if kind.update != "PUT":
        return (
            [Update(kind, key, names, _id(kind, peer, base), base, changed_body(differing, parts))],
            [],
            locked,
        )
    body = kind.writable(peer)
    for name, part in parts.items():
        body.pop(name, None)
        if part.body is not MISSING:
            body[name] = part.body
    at_risk = [name for part in parts.values() for name in part.at_risk]
    return [Update(kind, key, names, _id(kind, peer, base), base, body)], at_risk, locked


def _id(kind: Kind, peer: Raw, base: str) -> Any:
    """The id of a child that the answer for its owner shows. Raises ApiError for one that has none."""
    return identified(kind, peer, base)[kind.id_key]


def missing_in_children(field: Field, kind: Kind, items: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What new children lack, as ``restreams[name].url``."""
    return tuple(
        f"{field.name}[{item[field.identity]}].{part.name}"
        for item in items
        for part in kind.fields
        if part.needed_to_create and part.name not in item
    )
