# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Changes: one write request each, as a value. The class of a change says how it is sent (see _reconcile/execute.py).

Every change has an ``action`` (create, update, delete or move, as results say it), a ``route`` below its object ("" for
none), a ``method`` ("" where it follows from the kind) and a ``body`` (None for none).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from .fields.base import Field, Raw, SecondTry
from .identity import id_of
from .kind import Kind, collection_path, items_path, object_path
from .wanted import Content, NamedSecret, Target

Self = TypeVar("Self", bound="Change")
Sending = TypeVar("Sending", bound="_Sending")
NOTHING: Any = None
NO_FILE = Content()


@dataclass(frozen=True)
class Change:
    """What all changes have in common.

    ``key`` is the object's name in results, ``fields`` are the options that change. ``id`` is None for a create, and
    for what follows a create of the same plan. ``base`` is the path of the object that a child belongs to.
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
    read_after = False  # whether the object has to be read after it, because the answer does not show it

    def __post_init__(self) -> None:
        """Refuse an id that is none, before anything is written. Raises ApiError."""
        if self.id is not None:
            object_path(self.kind, self.base, self.id)

    @property
    def path(self) -> str:
        """The path that the request goes to. Raises ApiError while the object has no id."""
        path = object_path(self.kind, self.base, self.id)
        return f"{path}/{self.route}" if self.route else path

    def bound(self: Self, made: Mapping[Any, Any]) -> Self:
        """The change as it can be sent: with ids (by address) for what has been made meanwhile, and values of secrets.

        Raises PlanError for a secret that is not at hand.
        """
        return self

    def following(self: Self, created: Raw) -> Self:
        """The change once the object is there that the same plan creates."""
        return replace(self, id=created.get(self.kind.routes.id_key))


@dataclass(frozen=True)
class _Sending(Change):
    """A change that sends an object. Targets in it stand for ids that do not exist yet, NamedSecrets for values."""

    body: Any = None

    def bound(self: Sending, made: Mapping[Any, Any]) -> Sending:
        return replace(self, body=_bound(self.body, made))


@dataclass(frozen=True)
class Create(_Sending):
    """POST to the collection; PUT to a singleton.

    ``makes`` is the address of the new object, where later changes of the same plan need its id. ``besides`` are the
    ids of objects that have the same key and were there before.
    """

    makes: Any = None
    besides: tuple[Any, ...] = ()

    action = "create"

    @property
    def path(self) -> str:
        """The path of the collection, or of the singleton."""
        return super().path if self.kind.routes.singleton else collection_path(self.kind, self.base)


@dataclass(frozen=True)
class Update(_Sending):
    """PUT or PATCH to the object. ``second_tries`` are (field, wanted value, the other way to write it).

    ``observed_keys`` are those of the body that the user did not ask for: they go back as they were read.
    """

    second_tries: tuple[tuple[Field, Any, SecondTry], ...] = ()
    observed_keys: frozenset[str] = frozenset()

    action = "update"

    def following(self, created: Raw) -> Update:
        """The change once the object is there: with PUT, the body is the whole object."""
        whole = self.kind.routes.update == "PUT"
        body = {**self.kind.writable(created), **self.body} if whole else self.body
        return replace(self, id=created.get(self.kind.routes.id_key), body=body)


@dataclass(frozen=True)
class Delete(Change):
    """DELETE of the object. ``natural_key`` is that of a child, by which it is found once more."""

    natural_key: Raw | None = None

    action = "delete"


@dataclass(frozen=True)
class Move(_Sending):
    """PUT of the object's new place."""

    route: str = ""

    action = "move"
    method = "PUT"


@dataclass(frozen=True)
class PutPart(_Sending):
    """PUT of a part of the object."""

    route: str = ""

    action = "update"
    method = "PUT"
    read_after = True


@dataclass(frozen=True)
class PutFile(Change):
    """POST of a file that belongs to the object, or DELETE of it."""

    body: Content = NO_FILE
    route: str = ""

    action = "update"
    read_after = True


@dataclass(frozen=True)
class SendUpload(Change):
    """The file that the object is made of, for the uploader."""

    body: Any = None  # an Upload

    action = "update"


@dataclass(frozen=True)
class EditMembers(_Sending):
    """POST adds the members that the body names, DELETE removes them."""

    route: str = ""
    method: str = "POST"

    action = "update"


@dataclass(frozen=True)
class ReplaceMembers(EditMembers):
    """POST of all members in their order. Where the API does not replace them, ``field`` knows the other requests."""

    field: Any = None  # a MemberIds


@dataclass(frozen=True)
class MoveMember(_Sending):
    """PUT of the position of one member, counted from 1: the object itself stays where it is."""

    route: str = ""

    action = "update"
    method = "PUT"


@dataclass(frozen=True)
class Reorder(Change):
    """PATCH of all ids of a list in their order. None is the object that the same plan creates."""

    body: tuple[Any, ...] = ()
    route: str = ""

    action = "move"
    method = "PATCH"

    @property
    def path(self) -> str:
        """The path of the list."""
        return f"{items_path(self.kind, self.base)}/{self.route}"

    def following(self, created: Raw) -> Reorder:
        """The change once the object is there: its id takes the place of None."""
        ids = tuple(id_of(self.kind, created) if id is None else id for id in self.body)
        return replace(self, id=created.get(self.kind.routes.id_key), body=ids)


@dataclass(frozen=True)
class Transition(_Sending):
    """A request that takes the object into another state: a broadcast that begins, a poster that becomes active."""

    route: str = ""
    method: str = "PUT"

    action = "update"


@dataclass(frozen=True)
class ChildChanges:
    """What the objects within an object need, and what speaks against it (see Plan)."""

    changes: tuple[Change, ...] = ()
    at_risk: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: ChildChanges) -> ChildChanges:
        """Both together."""
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
    if isinstance(body, Mapping):
        return {name: _bound(value, made) for name, value in body.items()}
    return [_bound(value, made) for value in body] if isinstance(body, list) else body
