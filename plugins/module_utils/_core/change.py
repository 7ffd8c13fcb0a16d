# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes: one write request each, as a value. The class of a change determines how it is sent (_reconcile/execute.py).

Every change has an ``action`` (create, update, delete or move, as shown in results), a ``route`` relative to its object
("" for the object itself), a ``method`` ("" if it follows from the kind) and a ``body`` (None for no body).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from .declaration import Declaration, Value
from .fields.base import Field, Raw, SecondTry
from .identity import id_of
from .kind import Kind, collection_path, items_path, object_path
from .values import DICTIONARY
from .wanted import Content, NamedSecret, Target

Self = TypeVar("Self", bound="Change")
Sending = TypeVar("Sending", bound="_Sending")
NOTHING: Any = None
NO_FILE = Content()


class Change(Value):
    """Attributes that all changes have.

    ``key`` is the object's name in results; ``fields`` are the options that change. ``id`` is None for a create, and
    for changes that follow a create in the same plan. ``base`` is the path of the parent of a child.
    """

    kind: Kind
    key: str
    fields: tuple[str, ...] = ()
    id: str | None = None
    base: str = ""

    action = ""
    method = ""
    route = ""
    body = NOTHING
    read_after = False  # whether the object has to be read afterwards because the response does not show the change

    def _check(self) -> None:
        """Refuse an invalid ID before anything is written. Raises ApiError."""
        if self.id is not None:
            object_path(self.kind, self.base, self.id)

    @property
    def path(self) -> str:
        """The path of the request. Raises ApiError while the object has no ID."""
        path = object_path(self.kind, self.base, self.id)
        return f"{path}/{self.route}" if self.route else path

    def bound(self: Self, made: Mapping[Any, Any]) -> Self:
        """The change ready to be sent: IDs of objects created meanwhile (by address) and secret values are filled in.

        Raises PlanError for a secret whose value is unavailable.
        """
        return self

    def following(self: Self, created: Raw) -> Self:
        """This change, after the object that the same plan creates exists."""
        return self.replaced(id=created.get(self.kind.routes.id_key))


class _Sending(Change):
    """A change that sends an object. Targets in its body stand for future IDs, NamedSecrets for secret values."""

    body: Any = None

    def bound(self: Sending, made: Mapping[Any, Any]) -> Sending:
        return self.replaced(body=_bound(self.body, made))


class Create(_Sending):
    """POST to the collection, or PUT to a singleton.

    ``makes`` is the address of the new object, through which later changes of the same plan get its ID. ``ignored_ids``
    are the IDs of objects that had the same key before.
    """

    makes: Any = None
    ignored_ids: tuple[Any, ...] = ()

    action = "create"

    @property
    def path(self) -> str:
        """The path of the collection or the singleton."""
        return super().path if self.kind.routes.singleton else collection_path(self.kind, self.base)


class Update(_Sending):
    """PUT or PATCH of the object. ``second_tries`` are tuples (field, wanted value, alternative way to send it).

    ``observed_keys`` are the keys of the body that the user did not set: they are sent back as they were read.
    """

    second_tries: tuple[tuple[Field, Any, SecondTry], ...] = ()
    observed_keys: frozenset[str] = frozenset()

    action = "update"

    def following(self, created: Raw) -> Update:
        """This change, after the object exists: for a PUT, the body becomes the whole object."""
        whole = self.kind.routes.update == "PUT"
        body = {**self.kind.writable(created), **self.body} if whole else self.body
        return self.replaced(id=created.get(self.kind.routes.id_key), body=body)


class Delete(Change):
    """DELETE of the object. ``natural_key`` is set for children, which are looked up by it again."""

    natural_key: Raw | None = None

    action = "delete"


class Move(_Sending):
    """PUT of the object's new place."""

    route: str = ""

    action = "move"
    method = "PUT"


class PutPart(_Sending):
    """PUT of a part of the object that has a route of its own."""

    route: str = ""

    action = "update"
    method = "PUT"
    read_after = True


class PutFile(Change):
    """POST or DELETE of a file that belongs to the object."""

    body: Content = NO_FILE
    route: str = ""

    action = "update"
    read_after = True


class SendUpload(Change):
    """Upload of the file that the object consists of."""

    body: Any = None  # an Upload

    action = "update"


class EditMembers(_Sending):
    """POST of members to add, or DELETE of members to remove, as named in the body."""

    route: str = ""
    method: str = "POST"

    action = "update"


class ReplaceMembers(EditMembers):
    """POST of all members in order. If the API does not replace them, ``field`` provides the other requests."""

    field: Any = None  # a MemberIds


class MoveMember(_Sending):
    """PUT of the position of one member, counted from 1; the position of the object itself does not change."""

    route: str = ""

    action = "update"
    method = "PUT"


class Reorder(Change):
    """PATCH of a list with all its IDs in order. None stands for the object that the same plan creates."""

    body: tuple[Any, ...] = ()
    route: str = ""

    action = "move"
    method = "PATCH"

    @property
    def path(self) -> str:
        """The path of the list."""
        return f"{items_path(self.kind, self.base)}/{self.route}"

    def following(self, created: Raw) -> Reorder:
        """This change, after the object exists: its ID replaces None."""
        ids = tuple(id_of(self.kind, created) if id is None else id for id in self.body)
        return self.replaced(id=created.get(self.kind.routes.id_key), body=ids)


class Transition(_Sending):
    """A request that changes the state of the object: starts a broadcast, activates a poster."""

    route: str = ""
    method: str = "PUT"

    action = "update"


class ChildChanges(Declaration):
    """The changes of the children of an object, and the objections to them (see Plan)."""

    changes: tuple[Change, ...] = ()
    at_risk: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: ChildChanges) -> ChildChanges:
        """The changes and objections of both."""
        return ChildChanges(
            self.changes + other.changes,
            self.at_risk + other.at_risk,
            self.locked + other.locked,
            self.missing + other.missing,
        )


def _bound(body: Any, made: Mapping[Any, Any]) -> Any:
    if isinstance(body, Target):
        return made.get(body.address, body)
    if isinstance(body, NamedSecret):
        return body.disclosed
    if isinstance(body, DICTIONARY):
        return {name: _bound(value, made) for name, value in body.items()}
    return [_bound(value, made) for value in body] if isinstance(body, list) else body
