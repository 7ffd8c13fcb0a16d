# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names to IDs: references, looked up before planning. An ambiguous or missing name is never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from .._api.gateway import Gateway
from .._core.errors import PlanError
from .._core.fields.base import Raw
from .._core.identity import address_of, id_of, key_of, told_ids
from .._core.kind import Kind
from .._core.values import object_id, plain
from .._core.wanted import Target, Wanted


class Placed(Protocol):
    """What stands somewhere in a document."""

    @property
    def where(self) -> str:
        """The place, for people."""


class Lookup:
    """Finds what names mean in a workspace.

    ``planned`` are the addresses (see address_of) of what the same document brings about, with the ids of those that
    exist already: a name that is missing is looked for there. ``called`` are the addresses that it gives to objects by
    their ids: what it calls otherwise loses its present name. ``absent`` are the addresses of what it wants to be gone,
    and where it says so; ``leaving`` the ids of what it wants to be gone by its id, and the addresses of the rest.
    With ``may_be_pending`` (check mode) a missing object is taken as one that an earlier task will create: the target
    has no id, and ``warnings`` says so; but not one of the ``listed`` kinds, all of which the same document lists.
    With ``makes_parents``, folders that are missing on the way to a new one are no fault: ``to_make`` has them,
    outermost first. ``labels`` collects what the ids that were seen are called.
    """

    def __init__(
        self,
        gateway: Gateway,
        may_be_pending: bool = False,
        makes_parents: bool = False,
        listed: Collection[str] = (),
    ) -> None:
        self.gateway = gateway
        self._may_be_pending = may_be_pending
        self._listed = listed
        self.planned: dict[Any, str | None] = {}
        self.called: dict[str, Any] = {}
        self.absent: dict[Any, Placed] = {}
        self.leaving: set[Any] = set()
        self.makes_parents = makes_parents
        self._labelled: set[str] = set()
        self.to_make: list[Wanted] = []
        self.warnings: list[str] = []
        self.labels: dict[tuple[bool, str], Any] = {}  # (is a place, id) -> label

    def values(self, kind: Kind, given: Mapping[str, Any], within: Target | None = None) -> dict[str, Any]:
        """The given values with references and locations replaced by targets. Raises PlanError, ApiError."""
        values = dict(given)
        for field in kind.fields:
            if field.name in given:
                values[field.name] = field.resolve(given[field.name], self, within, field.name)
        return values

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with that name or id."""
        self.label(kind)
        address = address_of(kind, {kind.key[0]: name})
        id = object_id(name)
        named_so = self.gateway.with_id(kind, id) if id else None
        found: list[dict[str, Any]] = []
        if not (
            named_so and kind.routes.too_many_to_list
        ):  # where all would have to be listed, what is an id is no name as well
            found = self.keeping_name(kind, self.gateway.with_key(kind, key_of(kind, {kind.key[0]: name})), address)
        if id:
            if not (named_so or found) and kind.routes.reads_one:
                named_so = self.gateway.read(kind, "", id)
            found += [named_so] if named_so and named_so not in found else []
        if not found:
            return self.missing(f"there is no {kind.title} '{name}'", name, address)
        one = only_one(kind, found, f"{kind.title} '{name}'")
        return Target(id_of(kind, one), one.get(kind.key[0]))

    def keeping_name(self, kind: Kind, found: Sequence[dict[str, Any]], address: Any) -> list[dict[str, Any]]:
        """The objects found by a name, without those that the same document calls something else."""
        return [raw for raw in found if self.called.get(id_of(kind, raw), address) == address]

    def leaving_of(self, ids: set[str], address: Any) -> set[str]:
        """Those of the objects at an address that the same document wants to be gone."""
        return (ids if address in self.leaving else ids & self.leaving) - set(self.called)

    def names(self, kind: Kind, raw: Raw, container: Target | None) -> bool:
        """Whether the same document has an entry for an object, which is in that other one."""
        container = None if kind.narrowed_by else container
        return address_of(kind, raw, container) in self.planned or id_of(kind, raw) in self.called

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder that a location names (see places.py)."""
        raise NotImplementedError

    def parent(self, project: Target, path: Sequence[str]) -> Target:
        """The folder that another lies in (see places.py)."""
        raise NotImplementedError

    def member(self, kind: Kind, given: Mapping[str, Any]) -> Target:
        """The object that is given by its name and place (see places.py)."""
        raise NotImplementedError

    def folders_to(self, project: Target, id: str | None) -> list[Any]:
        """The names of the folders from a project's root to one of its folders (see places.py)."""
        raise NotImplementedError

    def label(self, kind: Kind) -> None:
        """Note what the objects of a kind are called."""
        if kind.name in self._labelled:
            return
        self._labelled.add(kind.name)
        if kind.routes.too_many_to_list:
            return
        for raw in self.gateway.objects(kind):
            self.labels[False, id_of(kind, raw)] = raw.get(kind.key[0])

    def missing(self, what: str, label: Any, address: Any) -> Target:
        """What stands for an object that does not exist. Raises PlanError where nothing will create it."""
        if address in self.planned:
            named_so = sorted(id for id, other in self.called.items() if other == address)
            if len(named_so) > 1:
                ids = " and ".join(named_so)
                raise PlanError(f"'{plain(label)}' is ambiguous: it is the new name of {ids}; use an ID")
            return Target(self.planned[address], label, address=address)
        if address in self.absent:
            raise PlanError(f"{what}, and {self.absent[address].where} has state: absent")
        if not self._may_be_pending or (address is not None and address[0] in self._listed):
            raise PlanError(what)
        warning = f"{what}; check mode assumes that an earlier task will create it"
        self.warnings += [] if warning in self.warnings else [warning]
        return Target(None, label)


def only_one(kind: Kind, found: Sequence[Raw], what: str) -> Raw:
    """The one object found. Raises PlanError that lists the ids of several."""
    if len(found) > 1:
        ids = told_ids(kind, found)
        raise PlanError(f"{what} is ambiguous: {len(found)} objects have this name ({ids}); use an ID")
    return found[0]


def object_called(
    kind: Kind, gateway: Gateway, text: str, check_mode: bool, warnings: list[str]
) -> dict[str, Any] | None:
    """The object of that name or id as its own route shows it, with what lists hide.

    None in check mode, for one that an earlier task will create. Raises PlanError when there is none.
    """
    id = object_id(text)
    raw = gateway.read(kind, "", id) if id else None
    if raw is not None:
        return raw
    lookup = Lookup(gateway, check_mode)
    target = lookup.reference(kind, text)
    warnings.extend(lookup.warnings)
    if target.id is None:
        return None
    raw = gateway.read(kind, "", target.id)
    if raw is None:
        raise PlanError("it was deleted while this task was running")
    return raw
