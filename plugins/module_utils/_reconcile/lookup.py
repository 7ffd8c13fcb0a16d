# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names -> IDs: references, resolved before planning. Missing or ambiguous names are never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from .._api.gateway import Gateway
from .._core.errors import DELETED_MEANWHILE, PlanError
from .._core.fields.base import Field, Raw, suggestion
from .._core.identity import address_of, id_of, ids_text, key_of, wanted_key
from .._core.kind import Kind, given_with
from .._core.values import object_id, plain
from .._core.wanted import Target, Wanted


class Placed(Protocol):
    """Something with a position in a document."""

    @property
    def where(self) -> str:
        """The position, for people."""


#: How many missing names get a hint, and the longest list in which one is looked for: a name takes up to 60 µs.
MOST_HINTS, LONGEST_LIST = 20, 1000


class Lookup:
    """Resolves names in a workspace.

    ``planned`` maps the addresses (see address_of) of the objects that the same document creates or keeps to their IDs,
    or None: names that are missing in the workspace are looked up there. ``renamed`` maps IDs to the addresses that the
    document gives to these objects: an object with another one loses its present name. ``absent`` maps the addresses of
    objects that the document deletes to their positions in it. ``to_delete`` has the IDs of the objects that it deletes
    by ID, and the addresses of the others. With ``may_be_pending`` (check mode), a missing object is expected to be
    created by an earlier task: its target has no ID, and ``warnings`` says so. This does not apply to the kinds in
    ``listed``, whose objects are all in the same document. With ``makes_parents``, missing parent folders of a new
    folder are no fault: ``to_make`` has them, outermost first. ``labels`` collects the names of the IDs that were seen.
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
        self.renamed: dict[str, Any] = {}
        self.absent: dict[Any, Placed] = {}
        self.to_delete: set[Any] = set()
        self.makes_parents = makes_parents
        self._labelled: set[str] = set()
        self.to_make: list[Wanted] = []
        self.warnings: list[str] = []
        self.labels: dict[tuple[bool, str], Any] = {}  # (is a location, ID) -> label
        self._hints: dict[tuple[str, Any], str] = {}  # (kind, missing name) -> a similar name, as a question

    def values(self, kind: Kind, given: Mapping[str, Any], within: Target | None = None) -> Mapping[str, Any]:
        """The given values with references and locations resolved to targets. Raises PlanError, ApiError."""
        found = given_with(kind, tuple(given), Field.resolve)
        targets = {field.name: field.resolve(given[field.name], self, within, field.name) for field in found}
        return {**given, **targets} if targets else given

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with this name or ID."""
        self.label(kind)
        key = wanted_key(kind, {kind.key[0]: name})
        address = address_of(kind, key)
        id = object_id(name)
        named_so = self.gateway.with_id(kind, id) if id else None
        found: list[dict[str, Any]] = []
        if not (
            named_so and kind.routes.too_many_to_list
        ):  # avoids reading a very long list just to look for an object whose name is a valid ID
            found = self.without_renamed(kind, self.gateway.with_key(kind, key), address)
        if id:
            if not (named_so or found) and kind.routes.reads_one:
                named_so = self.gateway.read(kind, "", id)
            found += [named_so] if named_so and named_so not in found else []
        if not found:
            return self.missing(f"there is no {kind.title} '{name}'", name, address, kind)
        one = only_one(kind, found, f"{kind.title} '{name}'")
        return Target(id_of(kind, one), one.get(kind.key[0]))

    def without_renamed(self, kind: Kind, found: Sequence[dict[str, Any]], address: Any) -> list[dict[str, Any]]:
        """The objects found by a name, without those that the same document renames."""
        return [raw for raw in found if self.renamed.get(id_of(kind, raw), address) == address]

    def to_delete_at(self, ids: set[str], address: Any) -> set[str]:
        """The given objects at an address that the same document deletes."""
        return (ids if address in self.to_delete else ids & self.to_delete) - set(self.renamed)

    def names(self, kind: Kind, raw: Raw, container: Target | None) -> bool:
        """Whether the same document has an entry for an object in ``container``."""
        container = None if kind.narrowed_by else container
        return address_of(kind, key_of(kind, raw), container) in self.planned or id_of(kind, raw) in self.renamed

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder that a location identifies (see places.py)."""
        raise NotImplementedError

    def parent(self, project: Target, path: Sequence[str]) -> Target:
        """The parent of a folder (see places.py)."""
        raise NotImplementedError

    def member(self, kind: Kind, given: Mapping[str, Any]) -> Target:
        """An object given by its name and location (see places.py)."""
        raise NotImplementedError

    def folders_to(self, project: Target, id: str | None) -> list[Any]:
        """The names of the folders from a project's root to one of its folders (see places.py)."""
        raise NotImplementedError

    def label(self, kind: Kind) -> None:
        """Record the names of the objects of a kind."""
        if kind.name in self._labelled:
            return
        self._labelled.add(kind.name)
        if kind.routes.too_many_to_list:
            return
        for raw in self.gateway.objects(kind):
            self.labels[False, id_of(kind, raw)] = raw.get(kind.key[0])

    def missing(self, what: str, label: Any, address: Any, kind: Kind | None = None) -> Target:
        """The target of an object that does not exist yet. Raises PlanError if nothing is going to create it.

        ``kind`` is that of an object that was looked up by its name alone.
        """
        if address in self.planned:
            named_so = sorted(id for id, other in self.renamed.items() if other == address)
            if len(named_so) > 1:
                ids = " and ".join(named_so)
                raise PlanError(f"'{plain(label)}' is ambiguous: it is the new name of {ids}; use an ID")
            return Target(self.planned[address], label, address=address)
        if address in self.absent:
            raise PlanError(f"{what}, and {self.absent[address].where} has state: absent")
        hint = self._hint(kind, label) if kind and self.gateway.is_listed(kind) else ""
        what += f" ({hint})" if hint else ""
        if not self._may_be_pending or (address is not None and address[0] in self._listed):
            raise PlanError(what)
        warning = f"{what}; check mode assumes that an earlier task will create it"
        self.warnings += [] if warning in self.warnings else [warning]
        return Target(None, label)

    def _hint(self, kind: Kind, name: str) -> str:
        """A question that suggests a similar name that an object of a listed kind has and keeps; '' if none has one.

        To find one takes a while, so it is done for a few names only, and not in long lists.
        """
        asked = (kind.name, name)
        if asked not in self._hints and len(self._hints) < MOST_HINTS:
            objects = self.gateway.objects(kind)
            among = objects if len(objects) <= LONGEST_LIST else ()
            pairs = [(raw, address_of(kind, key_of(kind, raw))) for raw in among]
            kept = [raw for raw, address in pairs if self.renamed.get(id_of(kind, raw), address) == address]
            self._hints[asked] = suggestion(name, [str(raw.get(kind.key[0])) for raw in kept], "")
        return self._hints.get(asked, "")


def only_one(kind: Kind, found: Sequence[Raw], what: str) -> Raw:
    """The only object found. Raises a PlanError that lists the IDs if there are several."""
    if len(found) > 1:
        ids = ids_text(kind, found)
        raise PlanError(f"{what} is ambiguous: {len(found)} objects have this name ({ids}); use an ID")
    return found[0]


def object_called(
    kind: Kind, gateway: Gateway, text: str, check_mode: bool, warnings: list[str]
) -> dict[str, Any] | None:
    """The object with this name or ID as its own route shows it, including fields that lists hide.

    None in check mode if an earlier task will create it. Raises PlanError if it does not exist.
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
        raise PlanError(DELETED_MEANWHILE)
    return raw
