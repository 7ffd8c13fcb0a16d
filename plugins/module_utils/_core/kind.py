# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vocabulary: a kind of resource is a value, and everything else is derived from it.

A declaration of fields gives the argument spec, the diff, the request bodies and the masking of secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Callable

Raw = Mapping[str, Any]  # an object as the API shows it


def never(raw: Raw) -> bool:
    """For fields that no read shows."""
    return False


def always(raw: Raw) -> bool:
    """For fields that every read shows."""
    return True


#: when a secret that cannot be compared is sent
SECRETS_SENT = ("on_create", "always", "leave_out")


@dataclass(frozen=True)
class SecondTry:
    """Another way to write a field, used when the answer to the first shows that it had no effect.

    Either another ``body`` (merged over the first one), or a request of its own: ``PUT {key: value}`` to ``path``
    below the object. With a ``refusal`` there is none, and the task fails with that text.
    """

    body: Raw | None = None
    path: str = ""
    key: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Members:
    """A list of ids that an object's own answers do not show, with a route of its own below the object (Field.route).

    GET there lists the members, POST adds and DELETE removes those that the ``body`` key names, and PUT
    ``{id}/move`` puts one at a position that counts from 1. ``ordered`` are an option's path and the value with which
    the order is what the user makes it; with any other, the API sorts. ``among`` is the route that lists all that can
    be members, and its query key for some of them.
    """

    body: str
    ordered: tuple[tuple[str, ...], str]
    among: tuple[str, str]


@dataclass(frozen=True)
class Issued:
    """A secret that the API makes up with an object and shows once, in the answer to its create.

    It is what the answer has under the first of the ``keys``; where it has none of them, the id is the secret. So no
    id of the kind is told. ``name`` is what results call the secret; the option ``{name}_file`` says where to put it.
    """

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Field:
    """One option of a kind, and where it stands in the API's object.

    ``type``, ``elements`` and ``choices`` are Ansible's. A dictionary is managed key by key: with ``fields`` only
    those keys exist, without, any key may be given. A list of dictionaries has ``fields`` and, when its items have
    an identity, ``match``: the field that tells them apart.
    """

    name: str
    type: str = "str"
    elements: str = "str"
    choices: tuple[str, ...] = ()
    default: Any = None
    fields: tuple[Field, ...] = ()
    match: str = ""
    path: tuple[str, ...] = ()  # in the API's object; (name,) when empty
    # how values compare
    canonical: Callable[[Any], Any] | None = None  # of a single value, or of each element of a list
    unordered: bool = False  # a list that is a set
    send: Callable[[Any], Any] | None = None  # the form of a single value to send, when not as given
    # what the API does with it
    secret: bool = False
    address: bool = False  # its user information and its query may be secret: compared, but never shown
    beside: str = ""  # the sibling whose value shows that this secret is stored, although it reads as empty
    readable: Callable[[Raw], bool] = always  # whether the object shows the field's real value
    create_only: bool = False
    update_only: bool = False  # a create does not take it; a second write sets it
    needed_to_create: bool = False
    needed_with: tuple[str, str] | None = None  # needed to create, when that field has that value
    never_empty: bool = False  # there is no empty value to set: '' is refused, and {} around it leaves it alone
    sent_on_create: Any = None  # sent to create when the user gives nothing, because the API asks for it
    hidden_in_list: bool = False
    perhaps_in_list: bool = False  # lists may leave it out; what they show as empty may be something else
    second_try: SecondTry | None = None
    # what it means
    refers: Kind | None = None  # the name or id of an object of that kind; the API holds its id
    mentions: Kind | None = None  # names of objects of that kind, which the API holds as they are, and may create
    # a location: a project or a folder in it; the API holds its id. As a list: the way to the folder that an object of
    # the same kind lies in, as names from the root of what both are within
    place: bool = False
    # a place that the API holds as two ids, of the project and of the folder in it, under these names; what counts of
    # them stands at path (see Kind.straighten), and a move sends both
    split: tuple[str, ...] = ()
    clear: Any = None  # what to send for a cleared place, at the first key of path; places without it cannot be cleared
    children: Kind | None = None  # a list of objects with routes of their own, matched by name
    members: Members | None = None
    content: bool = False  # a file, compared by content
    # the header by which the uploader takes a picture for the object, and another one that may be needed instead; such
    # a field is the path of a file or a link
    uploaded: tuple[str, ...] = ()
    # what a new object is made from: a file, which is compared by its digest and may replace what there is, or a url,
    # of which nothing can be compared. What stands at path is the {md5, size} of the file (see Kind.straighten)
    source: str = ""
    unfit: Callable[[bytes], str] | None = None  # what is wrong with a file; '' for nothing
    # of a file: the name under which the object shows a link to it, and whether what that leads to is the wanted one
    link: str = ""
    equivalent: Callable[[bytes, bytes], bool] | None = None
    anew: bool = False  # no route changes it: a new object takes the place of one in which it differs
    # a place in the list of the kind, counted from 1: `route`, below the list, takes all ids in their order
    rank: bool = False
    # a request of its own below the object, instead of a place in its body
    route: str = ""

    @property
    def identity(self) -> str:
        """What tells the items of a list of dictionaries apart."""
        return self.children.key[0] if self.children else self.match or "name"

    def is_needed(self, given: Mapping[str, Any]) -> bool:
        """Whether nothing can be created without it, besides what is given."""
        name, value = self.needed_with or ("", None)
        return self.needed_to_create or (name in given and given[name] == value)

    @property
    def where(self) -> tuple[str, ...]:
        """The path in the API's object."""
        return self.path or (self.name,)

    @property
    def free(self) -> bool:
        """Whether it holds dictionaries of any keys, which are the user's own data."""
        declared = self.fields or self.children or self.place or self.content
        return "dict" in (self.type, self.elements) and not declared

    @property
    def stands_alone(self) -> bool:
        """Whether it is a dictionary that is written whole, by PUT to a route of its own."""
        return bool(self.route) and self.type == "dict" and not (self.place or self.content)


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of resource: its fields, its natural key and its routes.

    ``path`` is the collection's route; an object's is ``path/{id}``. A child's route begins with its parent's object.
    """

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("name",)
    narrowed_by: str = ""  # the place that tells objects of one name apart, when it is given: names may repeat
    told_apart_by: str = ""  # the field that says, when it is given, which of several objects of one key is meant
    # there may be too many to list them all: the list is asked for one place, or for one name. `narrowed_by` is split
    vast: bool = False
    id_key: str = "id"
    parent: Kind | None = None
    # routes that are missing or different
    singleton: bool = False  # one object at `path`, PUT both creates and updates it
    owner: str = ""  # the field that names the object a singleton belongs to: its id is appended to `path`
    has_list: bool = True
    reads_one: bool = True
    update: str = "PUT"  # "" when the kind has no update route: a new object takes the place of one that differs
    delete_is_unsure: bool = False  # a refusal to delete is expected from the API
    # lists to be read together to see all objects: (mark, value) pairs sent as query and noted in the object
    lists: tuple[tuple[str, str], ...] = ()
    # lists to look into before an object is taken as missing: the usual list may not show everything
    elsewhere: tuple[tuple[str, str], ...] = ()
    # fields of the API's object that are never sent back: the server's own, and volatile ones
    read_only: frozenset[str] = frozenset()
    # fields of the API's object that are secret, besides the fields declared as such; returned only when revealed
    generated_secrets: frozenset[str] = frozenset()
    issues: Issued | None = None
    hidden: frozenset[str] = frozenset()  # left out of results: large or short-lived
    holds: tuple[str, ...] = ()  # counts and lists of the API's object that show that it is not empty
    # what an upload left that did not come to its end: "unfinished" when it may still go on, "failed" when not, or ""
    remains: Callable[[Raw], str] | None = None
    straighten: Callable[[dict[str, Any]], dict[str, Any]] | None = None  # the one hook: awkward shapes, made regular
    finished: Callable[[Raw], bool] = never  # whether the API is known to refuse every update

    def writable(self, observed: Raw) -> dict[str, Any]:
        """The part of an observed object that may be sent back."""
        return {name: value for name, value in observed.items() if name not in self.read_only}

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def issued(self) -> Issued:
        """The secret that comes with a new object. Raises ValueError for a kind without one."""
        if self.issues is None:
            raise ValueError(f"a {self.title} has no secret")
        return self.issues

    @property
    def has_ids(self) -> bool:
        """Whether its objects are known by ids: a singleton is known by its route, a time zone by its name."""
        return not self.singleton and self.id_key not in self.key

    @property
    def section(self) -> str:
        """The kind's part of a workspace document."""
        return self.name if self.singleton else f"{self.name}s"

    @property
    def after(self) -> tuple[Kind, ...]:
        """The kinds whose objects have to be there first."""
        named = [kind for field in self.fields for kind in (field.refers, field.mentions) if kind]
        return tuple(dict.fromkeys([*named, *([self.parent] if self.parent else [])]))

    @property
    def title(self) -> str:
        """The kind in words for messages."""
        return self.name.replace("_", " ")

    @property
    def key_fields(self) -> tuple[Field, ...]:
        """The fields of the natural key."""
        return tuple(self.field(name) for name in self.key)

    @property
    def inside(self) -> Field | None:
        """The field that says in which other object of the same kind one lies, when its objects are a tree."""
        return next((field for field in self.fields if field.place and field.type == "list"), None)

    @property
    def child_fields(self) -> tuple[tuple[Field, Kind], ...]:
        """The fields that are sub-collections, each with the kind of its items."""
        return tuple((field, field.children) for field in self.fields if field.children)

    @property
    def member_fields(self) -> tuple[Field, ...]:
        """The fields that are lists of ids with a route of their own."""
        return tuple(field for field in self.fields if field.members)

    @property
    def sources(self) -> tuple[Field, ...]:
        """The fields that say what a new object is made from; without any, it is made by its other fields alone."""
        return tuple(field for field in self.fields if field.source)

    @property
    def ranked(self) -> Field | None:
        """The field that is the place in the list of the kind, which only that list shows."""
        return next((field for field in self.fields if field.rank), None)

    @property
    def has_secrets(self) -> bool:
        """Whether a write may carry a secret."""
        return any(field.secret for field in within(self.fields))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The names of the fields that are addresses, at any depth."""
        return tuple(field.name for field in within(self.fields) if field.address)


def within(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields, and at any depth those within them."""
    for field in fields:
        yield field
        yield from within(field.children.fields if field.children else field.fields)
