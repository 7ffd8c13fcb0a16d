# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vocabulary: a kind of resource is a value, and everything else is derived from it.

A declaration of fields gives the argument spec, the diff, the request bodies and the masking of secrets. An ID becomes
part of a route here and nowhere else, after a look at its form: IDs come from responses, and ``../projects/…`` as an ID
would be the route of another object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from .errors import ApiError
from .fields.base import Field, Ranking, Raw, never
from .values import NO_ID, at, object_id

#: when a secret that cannot be compared is sent
SECRETS_SENT = ("on_create", "always", "leave_out")


class ShownOnce(NamedTuple):
    """A secret that the API makes up with an object and shows once, in the response to its create.

    It is what the response has under the first of the ``keys``; where it has none of them, the ID is the secret. So no
    ID of the kind is shown. ``name`` is what results call the secret; the option ``{name}_file`` says where to put it.
    """

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Routes:
    """The API's routes for a kind, and what is missing or different in them.

    ``path`` is that of the collection, and ``path/{id}`` that of an object, of which ``id_key`` is the ID. A child's
    path begins with its parent's object; ``apart`` is the path of children whose own routes do not.
    """

    path: str
    apart: str = ""
    id_key: str = "id"
    singleton: bool = False  # one object at `path`, PUT both creates and updates it
    owner: str = ""  # the field that names the object a singleton belongs to: its ID is appended to `path`
    lists: bool = True  # whether there is a list
    #: lists to be read together to see all objects: (mark, value) pairs sent as query and noted in the object
    listed_by: tuple[tuple[str, str], ...] = ()
    #: lists to look into before an object is taken as missing: the usual list may not show everything
    elsewhere: tuple[tuple[str, str], ...] = ()
    #: there may be too many to list them all: the list is asked for one place, or for one name
    too_many_to_list: bool = False
    reads_one: bool = True
    update: str = "PUT"  # "" when there is no update: a new object takes the place of one that differs
    closed: Callable[[Raw], bool] = never  # whether the API is known to refuse every update of an object
    delete_is_unsure: bool = False  # a refusal to delete is expected from the API


class Shape(NamedTuple):
    """The shape of the API's objects, where it is not that of the fields.

    ``normalize`` makes an object regular. ``read`` is what it looks at besides the fields, or others do before it.
    """

    read: tuple[Field, ...] = ()
    normalize: Callable[[dict[str, Any]], dict[str, Any]] | None = None


AS_FIELDS = Shape()


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of resource: its routes, its fields and its natural key."""

    name: str
    routes: Routes
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("name",)
    narrowed_by: str = ""  # the location that tells objects of one name apart, when it is given: names may repeat
    told_apart_by: str = ""  # the field that says, when it is given, which of several objects of one key is meant
    parent: Kind | None = None
    # fields of the API's object that are never sent back: the server's own, and volatile ones
    read_only: frozenset[str] = frozenset()
    # fields of the API's object that are secret, besides the fields declared as such; returned only when revealed
    generated_secrets: frozenset[str] = frozenset()
    one_time_secret: ShownOnce | None = None
    hidden: frozenset[str] = frozenset()  # left out of results: large or short-lived
    holds: tuple[str, ...] = ()  # counts and lists of the API's object that show that it is not empty
    shape: Shape = AS_FIELDS
    #: what a task calls an object, by its options, where it need not give the natural key, or there is none
    called: Callable[[Raw], Any] | None = None

    def writable(self, observed: Raw) -> dict[str, Any]:
        """The part of an observed object that may be sent back."""
        return {name: value for name, value in observed.items() if name not in self.read_only}

    def field(self, name: str) -> Field:
        """The field of that name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def issued(self) -> ShownOnce:
        """The secret that comes with a new object. Raises ValueError for a kind without one."""
        if self.one_time_secret is None:
            raise ValueError(f"a {self.title} has no secret")
        return self.one_time_secret

    @cached_property
    def has_ids(self) -> bool:
        """Whether its objects are known by IDs: a singleton is known by its route, a time zone by its name."""
        return not self.routes.singleton and self.routes.id_key not in self.key

    @cached_property
    def section(self) -> str:
        """The kind's part of a workspace document."""
        return self.name if self.routes.singleton else f"{self.name}s"

    @cached_property
    def after(self) -> tuple[Kind, ...]:
        """The kinds whose objects have to be there first."""
        needed = [kind for field in self.fields for kind in field.needs]
        return tuple(dict.fromkeys([*needed, *([self.parent] if self.parent else [])]))

    @cached_property
    def title(self) -> str:
        """The kind in words for messages."""
        return self.name.replace("_", " ")

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        """The fields of the natural key."""
        return tuple(self.field(name) for name in self.key)

    @cached_property
    def identifying(self) -> frozenset[str]:
        """The names of the options that tell which object is meant: all that counts where it is to be deleted."""
        names = {*self.key, self.narrowed_by, self.told_apart_by, self.routes.owner}
        return frozenset(names | {field.name for field in self.fields if field.matched})

    @cached_property
    def inside(self) -> Field | None:
        """The field that says in which other object of the same kind one lies, when its objects are a tree."""
        return next((field for field in self.fields if field.nests), None)

    @cached_property
    def member_fields(self) -> tuple[Field, ...]:
        """The fields that are lists of IDs with a route of their own."""
        return tuple(field for field in self.fields if field.members)

    @cached_property
    def sources(self) -> tuple[Field, ...]:
        """The fields that say what a new object is made from; without any, it is made by its other fields alone."""
        return tuple(field for field in self.fields if field.source)

    @cached_property
    def ranked(self) -> Ranking | None:
        """The field that is the position in the list of the kind, which only that list shows."""
        return next(filter(None, (field.ranking for field in self.fields)), None)

    @cached_property
    def has_secrets(self) -> bool:
        """Whether a write may carry a secret."""
        return any(field.secret for field in self.fields)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The names of the options that take an address, at any depth."""
        return tuple(name for field in self.fields for name in field.addresses)


LONGEST_SHOWN = 80  # characters of what should be an id


def collection_path(kind: Kind, base: str = "") -> str:
    """The route of all objects of a kind, below the route of the object that they are in."""
    return f"{base}{kind.routes.path}"


def items_path(kind: Kind, base: str = "") -> str:
    """The route below which the objects of a kind have their own."""
    return kind.routes.apart or collection_path(kind, base)


def object_path(kind: Kind, base: str, id: Any) -> str:
    """The route of one object; a singleton of the workspace has no id (None). Raises ApiError for what is no id."""
    path = items_path(kind, base)
    return (
        path
        if kind.routes.singleton and id is None
        else item_path(path, id, kind.title, kind.one_time_secret is not None)
    )


def item_path(path: str, id: Any, what: str, secret: bool = False) -> str:
    """The route of what has an id below a route. Raises ApiError for what is no id; a secret one is not shown."""
    if object_id(id) is None:
        raise ApiError(
            f"the API returned {with_article(what)} {_fault('id', id, secret)}; no request can be sent for it"
        )
    return f"{path}/{quote(id, safe='')}"


def identified(kind: Kind, raw: Any, path: str, request_id: str | None = None) -> dict[str, Any]:
    """An object that the answer for a path has. Raises ApiError for what is no object, or has no id."""
    if not isinstance(raw, Mapping):
        raise ApiError(f"the API's response for {path} is not an object", request_id=request_id)
    id, secret = raw.get(kind.routes.id_key), kind.one_time_secret is not None
    if kind.has_ids and object_id(id) is None:
        called = with_article(kind.title, at(raw, kind.key_fields[0].where) if kind.key else None)
        fault = _fault(kind.routes.id_key, id, secret)
        raise ApiError(f"the API's response for {path} contains {called} {fault}", request_id=request_id)
    return dict(raw)


def with_article(what: str, name: Any = None) -> str:
    """What something is called in the middle of a sentence."""
    article = "an" if what[0] in "aeiou" else "a"
    return f"{article} {what} '{name}'" if isinstance(name, str) else f"{article} {what}"


def _fault(key: str, id: Any, secret: bool) -> str:
    if id is None:
        return f"without {key}"
    shown = "" if secret else f" '{str(id)[:LONGEST_SHOWN]}'"
    return f"whose {key}{shown} {NO_ID}"
