# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vocabulary: a kind of resource is a value, and everything else is derived from it.

The fields of a kind determine the argument spec, the diff, the request bodies and the masking of secrets. IDs become
parts of routes only here, after their form has been checked: they come from responses, and an ID such as
``../projects/…`` would lead to another object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from .declaration import Declaration
from .display import kind_title
from .errors import ApiError
from .fields.base import Field, Ranking, Raw, never
from .values import NO_ID, at, object_id

#: when a secret that cannot be compared is sent
SECRETS_SENT = ("on_create", "always", "leave_out")


class ShownOnce(NamedTuple):
    """A secret that the API generates with an object and shows once, in the response to the create.

    It is the value of the first of the ``keys`` that the response has; without any of them, the ID is the secret. So
    IDs of this kind are never shown. ``name`` is the key of the secret in results; the option ``{name}_file`` says
    where to save it.
    """

    name: str
    keys: tuple[str, ...]


class Routes(Declaration):
    """The API's routes for a kind, and what is missing or different in them.

    ``path`` is the route of the collection, ``path/{id}`` that of an object; ``id_key`` is the key of its ID. The path
    of children begins with the path of their parent; ``items_path`` is the path of children whose own routes do not.
    """

    path: str
    items_path: str = ""
    id_key: str = "id"
    singleton: bool = False  # one object at `path`; PUT both creates and updates it
    owner: str = ""  # the field with the ID of the owner of a singleton, which is appended to `path`
    lists: bool = True  # whether the API has a list of all objects
    #: lists that must be read together to see all objects: (key, value) pairs, sent as query and added to the objects
    listed_by: tuple[tuple[str, str], ...] = ()
    #: lists that are searched before an object counts as missing: the usual list may not show everything
    additional_lists: tuple[tuple[str, str], ...] = ()
    #: there may be too many objects to list them all, so the list is requested for one place or one name
    too_many_to_list: bool = False
    within: str = ""  # the key under which each object of a list shows the ID of its parent
    ids_filter: str = ""  # the query key with which a list returns only objects with given IDs
    reads_one: bool = True
    update: str = "PUT"  # "" if the API has no update: a new object then replaces one that differs
    closed: Callable[[Raw], bool] = never  # whether the API is known to refuse every update of this object
    delete_is_unsure: bool = False  # the API may refuse to delete an object


class Shape(NamedTuple):
    """How the API's objects differ from the shape that the fields describe.

    ``normalize`` makes an object regular. ``read`` names the keys that it, or code that runs before it, reads in
    addition to the fields.
    """

    read: tuple[Field, ...] = ()
    normalize: Callable[[dict[str, Any]], dict[str, Any]] | None = None


AS_FIELDS = Shape()


class Kind(Declaration):
    """A kind of resource: its routes, its fields and its natural key."""

    name: str
    routes: Routes
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("name",)
    narrowed_by: str = ""  # the location that distinguishes objects with the same name; names need not be unique
    distinguished_by: str = ""  # the field that selects one of several objects with the same key
    parent: Kind | None = None
    # fields of the API's object that are never sent back: set by the server, or volatile
    read_only: frozenset[str] = frozenset()
    # secret fields of the API's object, besides the fields declared as secret; returned only if revealed
    generated_secrets: frozenset[str] = frozenset()
    one_time_secret: ShownOnce | None = None
    hidden: frozenset[str] = frozenset()  # left out of results because they are large or short-lived
    holds: tuple[str, ...] = ()  # counts and lists in the API's object that show that it is not empty
    shape: Shape = AS_FIELDS
    #: how messages name an object, from its options, if the natural key is optional or does not exist
    display_name: Callable[[Raw], Any] | None = None

    def writable(self, observed: Raw) -> dict[str, Any]:
        """The part of an observed object that can be sent back."""
        return {name: value for name, value in observed.items() if name not in self.read_only}

    def field(self, name: str) -> Field:
        """The field with this name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def issued(self) -> ShownOnce:
        """The secret that is shown once. Raises ValueError for a kind without one."""
        if self.one_time_secret is None:
            raise ValueError(f"a {self.title} has no secret")
        return self.one_time_secret

    @cached_property
    def has_ids(self) -> bool:
        """Whether objects have IDs: a singleton is identified by its route, a time zone by its name."""
        return not self.routes.singleton and self.routes.id_key not in self.key

    @cached_property
    def section(self) -> str:
        """The kind's section in a workspace document."""
        return self.name if self.routes.singleton else f"{self.name}s"

    @cached_property
    def depends_on(self) -> tuple[Kind, ...]:
        """The kinds whose objects have to exist first."""
        needed = [kind for field in self.fields for kind in field.needs]
        return tuple(dict.fromkeys([*needed, *([self.parent] if self.parent else [])]))

    @cached_property
    def title(self) -> str:
        """The kind in words for messages."""
        return kind_title(self.name)

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        """The fields that make up the natural key."""
        return tuple(self.field(name) for name in self.key)

    @cached_property
    def identifying(self) -> frozenset[str]:
        """The options that identify the object; when it is to be deleted, only these matter."""
        names = {*self.key, self.narrowed_by, self.distinguished_by, self.routes.owner}
        return frozenset(names | {field.name for field in self.fields if field.matched})

    @cached_property
    def parent_field(self) -> Field | None:
        """The field that refers to the parent of the same kind, if the objects form a tree."""
        return next((field for field in self.fields if field.nests), None)

    @cached_property
    def member_fields(self) -> tuple[Field, ...]:
        """The fields that are lists of IDs with their own route."""
        return tuple(field for field in self.fields if field.members)

    @cached_property
    def sources(self) -> tuple[Field, ...]:
        """The fields that say what a new object is made from; without any, the other fields suffice."""
        return tuple(field for field in self.fields if field.source)

    @cached_property
    def ranked(self) -> Ranking | None:
        """The field with the position in the list of the kind, which only that list shows."""
        return next(filter(None, (field.ranking for field in self.fields)), None)

    @cached_property
    def secret_fields(self) -> tuple[Field, ...]:
        """The fields in which a document may give a secret by name."""
        return tuple(field for field in self.fields if field.takes_secrets)

    @cached_property
    def has_secrets(self) -> bool:
        """Whether a write may contain a secret."""
        return any(field.secret for field in self.fields)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The names of the options that are addresses, at any depth."""
        return tuple(name for field in self.fields for name in field.addresses)


@cache
def fields_with(kind: Kind, method: Callable[..., Any]) -> tuple[Field, ...]:
    """The fields of a kind for which a method of Field that usually does nothing does something.

    Most fields have no special needs, so it takes much less time to ask only those that may have them.
    """
    return tuple(field for field in kind.fields if getattr(type(field), method.__name__) is not method)


@lru_cache(maxsize=1024)
def fields_named(kind: Kind, names: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of a kind among these names, in the kind's order. Many objects are given the same options."""
    return tuple(field for field in kind.fields if field.name in names)


@lru_cache(maxsize=1024)
def given_with(kind: Kind, names: tuple[str, ...], method: Callable[..., Any]) -> tuple[Field, ...]:
    """The fields among these names for which a method of Field does something (see fields_with())."""
    return tuple(field for field in fields_with(kind, method) if field.name in names)


LONGEST_SHOWN = 80  # characters that messages show of an invalid ID


def collection_path(kind: Kind, base: str = "") -> str:
    """The route of all objects of a kind, relative to the route of their parent."""
    return f"{base}{kind.routes.path}"


def items_path(kind: Kind, base: str = "") -> str:
    """The route under which the individual objects of a kind have theirs."""
    return kind.routes.items_path or collection_path(kind, base)


def object_path(kind: Kind, base: str, id: Any) -> str:
    """The route of one object; ``id`` is None for the workspace's singleton. Raises ApiError for an invalid ID."""
    path = items_path(kind, base)
    return (
        path
        if kind.routes.singleton and id is None
        else item_path(path, id, kind.title, kind.one_time_secret is not None)
    )


def item_path(path: str, id: Any, what: str, secret: bool = False) -> str:
    """The route of an item below ``path``. Raises ApiError for an invalid ID; a secret one is not shown."""
    if object_id(id) is None:
        raise ApiError(
            f"the API returned {with_article(what)} {_fault('id', id, secret)}; no request can be sent for it"
        )
    return f"{path}/{quote(id, safe='')}"


def identified(kind: Kind, raw: Any, path: str, request_id: str | None = None) -> dict[str, Any]:
    """The object in a response. Raises ApiError if the response is not an object or has no valid ID."""
    if not isinstance(raw, Mapping):
        raise ApiError(f"the API's response for {path} is not an object", request_id=request_id)
    id, secret = raw.get(kind.routes.id_key), kind.one_time_secret is not None
    if kind.has_ids and object_id(id) is None:
        described = with_article(kind.title, at(raw, kind.key_fields[0].where) if kind.key else None)
        fault = _fault(kind.routes.id_key, id, secret)
        raise ApiError(f"the API's response for {path} contains {described} {fault}", request_id=request_id)
    return dict(raw)


def with_article(what: str, name: Any = None) -> str:
    """The name of something, with its article, for the middle of a sentence."""
    article = "an" if what[0] in "aeiou" else "a"
    return f"{article} {what} '{name}'" if isinstance(name, str) else f"{article} {what}"


def _fault(key: str, id: Any, secret: bool) -> str:
    if id is None:
        return f"without {key}"
    shown = "" if secret else f" '{str(id)[:LONGEST_SHOWN]}'"
    return f"whose {key}{shown} {NO_ID}"
