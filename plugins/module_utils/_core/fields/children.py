# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of child objects with their own routes: restreams of an event, participants of a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..bodies import changed_body, with_left_out
from ..change import ChildChanges, Create, Delete, Update
from ..comparison import MISSING, Comparison, Rules
from ..errors import PlanError
from ..identity import is_similar
from ..kind import identified
from ..values import id_form, plain
from ..wanted import Wanted
from .base import Field, Names, Raw
from .items import ListOfParts
from .parts import parts_of
from .scalar import Secret

if TYPE_CHECKING:
    from ..kind import Kind


class Children(ListOfParts):
    """Objects of a kind, matched by key. Afterwards, exactly the given ones exist; their order does not matter."""

    of: Kind | None = None

    @property
    def child_kind(self) -> Kind:
        """The kind of the objects. Raises ValueError for a declaration without one."""
        if self.of is None:
            raise ValueError(f"{self.name} are objects of no kind")
        return self.of

    @property
    def parts(self) -> tuple[Field, ...]:
        return self.child_kind.fields

    @property
    def match(self) -> str:
        return self.child_kind.key[0]

    @property
    def any_order(self) -> bool:
        return True

    @property
    def required(self) -> tuple[str, ...]:
        return (self.match,)

    def lacking(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return self.missing_in(values[self.name]) if self.name in values else ()

    def missing_in(self, items: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        """Options that new children lack, such as ``restreams[name].url``."""
        return tuple(
            f"{self.name}[{item[self.match]}].{part}"
            for item in items
            for field in self.parts
            for part in field.lacking(item)
        )

    def child_changes(self, wanted: Wanted, observed: Raw, base: str, rules: Rules) -> ChildChanges | None:
        """One change for each differing child. Raises PlanError if two have a wanted name, ApiError for a bad ID."""
        if self.name not in wanted.values:
            return None
        kind, found = self.child_kind, ChildChanges()
        current: Sequence[Raw] = observed.get(self.name) or []
        new = []
        for item in wanted.values[self.name]:
            name = self.item_identity(item)
            key = f"{wanted.key}/{name}"
            peers = [peer for peer in current if self.item_identity(peer) == name]
            if len(peers) > 1:
                ids = ", ".join(plain(peer.get("id")) for peer in peers)
                raise PlanError(f"{len(peers)} {self.name} are named '{name}' (IDs {ids}); remove all but one")
            if peers:
                found += self._update(key, item, peers[0], base, rules)
            else:
                new.append(item)
                body = self._body(item)  # in the declared order, in whatever order the options are given
                found += ChildChanges((Create(kind, key, tuple(body), None, base, body),))
        given = {self.item_identity(item) for item in wanted.values[self.name]}
        for peer in sorted(current, key=self._sort_key):
            if self.item_identity(peer) not in given:
                key, natural = f"{wanted.key}/{self.item_identity(peer)}", {self.match: peer.get(self.match)}
                found += ChildChanges((Delete(kind, key, (), _id(kind, peer, base), base, natural),))
        return found + ChildChanges(missing=self.missing_in(new))

    def respelled(self, wanted: Any, observed: Any) -> list[tuple[str, Any, Any]]:
        given, existing = ({self.item_identity(item) for item in items or ()} for items in (wanted, observed))
        missing = [name for name in map(self.item_identity, wanted) if name not in existing]
        others = [peer for peer in observed or () if self.item_identity(peer) not in given]
        alike = [(name, peer) for name in missing for peer in others if is_similar(self.child_kind, peer, (name,))]
        return [(self.match, name, self.item_identity(peer)) for name, peer in alike]

    def _sort_key(self, peer: Raw) -> tuple[str, str]:
        """A sort key for children, independent of the order in which the parent lists them."""
        return str(self.item_identity(peer)), str(id_form(peer.get(self.child_kind.routes.id_key)))

    def _body(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {part.name: part.body_of(item[part.name]) for part in self.parts if part.name in item}

    def _update(self, key: str, item: Mapping[str, Any], peer: Raw, base: str, rules: Rules) -> ChildChanges:
        """The change of a child, the stored secrets at risk in it, and the fields that cannot be changed."""
        kind = self.child_kind
        parts = parts_of(kind.fields, item, peer, rules)
        differing = [field for field in kind.fields if field.name in parts and parts[field.name].differs]
        if not differing:
            return ChildChanges()
        names = tuple(field.name for field in differing)
        inside = f"{self.name}[{self.item_identity(item)}]."
        locked = tuple(inside + field.name for field in differing if field.create_only)
        about = (kind, key, names, _id(kind, peer, base), base)
        if kind.routes.update != "PUT":
            return ChildChanges((Update(*about, changed_body(differing, parts)),), locked=locked)
        body = kind.writable(with_left_out(kind, peer))
        for name, part in parts.items():
            body.pop(name, None)
            if part.body is not MISSING:
                body[name] = part.body
        at_risk = tuple(inside + name for part in parts.values() for name in part.at_risk)
        return ChildChanges((Update(*about, body),), at_risk, locked)

    def carried(self, body: dict[str, Any], wanted: Wanted, observed: Raw) -> tuple[dict[str, Any], list[str]]:
        """The children in a write of their parent: as observed, because their own writes follow.

        Secrets whose values are unknown are left out. Children to be deleted may be missing.
        """
        kind = self.child_kind
        given = {self.item_identity(item): item for item in wanted.values.get(self.name, ())}
        secrets = [part for part in self.parts if isinstance(part, Secret)]
        bodies = []
        at_risk = []
        for item in observed.get(self.name) or []:
            is_deleted = self.name in wanted.values and self.item_identity(item) not in given
            whole = with_left_out(kind, item)
            child = {name: value for name, value in whole.items() if name == "id" or name not in kind.read_only}
            for part in secrets:
                value = part.compare(MISSING, item.get(part.name), Rules(), item).body
                if value is MISSING:
                    value = given.get(self.item_identity(item), {}).get(part.name)
                child[part.name] = value
            unknown = [part.name for part in secrets if child[part.name] is None]
            if not (is_deleted and unknown):
                at_risk += [f"{self.name}[{item.get(self.match)}].{name}" for name in unknown]
                bodies.append({name: value for name, value in child.items() if name not in unknown})
        rest = {name: value for name, value in body.items() if name != self.name}
        return ({**rest, self.name: bodies} if bodies else rest), at_risk

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        return {**predicted, self.name: part.body} if self.name in wanted.values else predicted

    def exported(self, value: Any, names: Names) -> Any:
        whole = value and [with_left_out(self.child_kind, item) for item in value]
        items = super().exported(whole, names)
        return items if items is MISSING else sorted(items, key=lambda item: str(item.get(self.match)))


def _id(kind: Kind, peer: Raw, base: str) -> Any:
    """The ID of a child in its parent's response. Raises ApiError if it has none."""
    return identified(kind, peer, base)[kind.routes.id_key]
