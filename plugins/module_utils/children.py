# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes of a sub-collection whose items have routes of their own: matched by name, exactly those wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.bodies import writable
from ansible_collections.kinescope.kinescope.plugins.module_utils.compare import parts_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import MISSING, Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Kind, Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import plain


def child_changes(
    field: Field, kind: Kind, wanted: Wanted, observed: Raw, base: str, rules: Rules
) -> tuple[list[Change], tuple[str, ...], tuple[str, ...]]:
    """One change for each child that differs; the stored secrets at risk in them; what creates lack.

    Raises PlanError when two observed children have a wanted name.
    """
    stands: Sequence[Raw] = observed.get(field.name) or []
    changes: list[Change] = []
    at_risk: list[str] = []
    new = []
    for item in wanted.values[field.name]:
        key = f"{wanted.key}/{item['name']}"
        peers = [peer for peer in stands if peer.get("name") == item["name"]]
        if len(peers) > 1:
            ids = ", ".join(plain(peer.get("id")) for peer in peers)
            raise PlanError(f"{len(peers)} {field.name} are named '{item['name']}' (ids {ids}); remove all but one")
        if peers:
            change, lost = _update(kind, key, item, peers[0], base, rules)
            changes += change
            at_risk += [f"{field.name}[{item['name']}].{name}" for name in lost]
        else:
            new.append(item)
            changes.append(Change(kind, key, "create", tuple(item), None, dict(item), "", base))
    given = {item["name"] for item in wanted.values[field.name]}
    for peer in stands:
        if peer.get("name") not in given:
            key = f"{wanted.key}/{peer.get('name')}"
            changes.append(Change(kind, key, "delete", (), peer.get("id"), {"name": peer.get("name")}, "", base))
    return changes, tuple(at_risk), missing_in_children(field, kind, new)


def _update(
    kind: Kind, key: str, item: Mapping[str, Any], peer: Raw, base: str, rules: Rules
) -> tuple[list[Change], list[str]]:
    parts = parts_of(kind.fields, item, peer, rules)
    names = tuple(name for name, part in parts.items() if part.differs)
    if not names:
        return [], []
    body = writable(kind, peer)
    for name, part in parts.items():
        body.pop(name, None)
        if part.body is not MISSING:
            body[name] = part.body
    at_risk = [name for part in parts.values() for name in part.at_risk]
    return [Change(kind, key, "update", names, peer.get("id"), body, "", base)], at_risk


def missing_in_children(field: Field, kind: Kind, items: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What new children lack, as ``restreams[name].url``."""
    return tuple(
        f"{field.name}[{item['name']}].{part.name}"
        for item in items
        for part in kind.fields
        if part.needed_to_create and part.name not in item
    )
