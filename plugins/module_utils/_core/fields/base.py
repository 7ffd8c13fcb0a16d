# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all fields have in common. A field is one option of a kind, and where its value stands in the API's object.

Each class of the family knows everything about its values: how they are declared to Ansible and in the JSON Schema,
what is wrong with them, how they are compared, shown, written and exported, and what in them is secret. Whoever works
on a field asks it; nobody asks what it is.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Union

from ..comparison import MISSING, Comparison, Rules
from ..undeclared import undeclared
from ..values import at, type_in_words, with_at, without_at

if TYPE_CHECKING:
    from ..change import Change, ChildChanges
    from ..kind import Kind
    from ..wanted import Target, Wanted

Raw = Mapping[str, Any]  # an object as the API shows it
EMPTY: Any = (None, "", [], {})


def never(raw: Raw) -> bool:
    """For fields that no read shows."""
    return False


def always(raw: Raw) -> bool:
    """For fields that every read shows."""
    return True


class SecondTry(NamedTuple):
    """Another way to write a field, used when the response to the first shows that it had no effect.

    Either another ``body`` (merged over the first one), or a request of its own: ``PUT {key: value}`` to ``path``
    below the object, where the value that means none is what the object shows at ``none``. With a ``refusal`` there is
    none, and the task fails with that text.
    """

    body: Raw | None = None
    path: str = ""
    key: str = ""
    none: tuple[str, ...] = ()
    refusal: str = ""

    def serves(self, clearing: bool) -> bool:
        """Whether it is a way to take a value away, or else to set one."""
        return bool(self.refusal or (self.body is not None or self.none if clearing else self.path))


class Ranking(Protocol):
    """The field that is an object's position in a list that the user orders, counted from 1 (``position.Position``)."""

    @property
    def where(self) -> tuple[str, ...]:
        """The path in the API's object."""

    def rank_of(self, raw: Raw) -> int:
        """An object's position, as its list shows it."""

    def numbered(self, found: Mapping[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        """The objects of a list, by ID and in its order, each with its position."""

    def within_list(self, wanted: Wanted, order: Sequence[Any], is_there: bool) -> Wanted:
        """What is wanted in a list: a position beyond its end is the last one."""

    def predicted(self, wanted: Wanted, now: int) -> dict[str, int]:
        """The position that an object will have, as its list will show it; ``now`` is the one that it has or gets."""

    def after_last(self, wanted: Wanted) -> list[Change]:
        """The request that brings a new object, which comes last in the list, to its position."""

    def after_another(self, wanted: Wanted, observed: Raw) -> list[Change]:
        """The request that brings a new object to the position of the one that it replaces, which is gone by then."""


class Names(Protocol):
    """What ids are called in a document that is exported. MISSING stands for an object that does not exist."""

    def reference(self, kind: Kind, id: Any) -> Any:
        """The name or ID of an object."""

    def place(self, id: Any) -> Any:
        """The location of a project or folder."""

    def secret(self, *path: Any) -> Any:
        """What a document has for a secret at that path; MISSING where it names none."""

    def under(self, *path: Any) -> Names:
        """The same names, for what stands at a path below."""


class References(Protocol):
    """What finds the objects that names stand for (see _reconcile/lookup.py). Every method raises KinescopeError."""

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with that name or ID."""

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder that a location names; ``{}`` for none."""

    def parent(self, project: Target, path: Sequence[str]) -> Target:
        """The folder at a path of names from a project's root."""

    def member(self, kind: Kind, given: Mapping[str, Any]) -> Target:
        """The object of a kind that is given by its name and, if need be, its place."""


@dataclass(frozen=True, eq=False)
class Field:
    """One option of a kind.

    ``path`` is where its value stands in the API's object, ``(name,)`` when empty. ``route`` is a request of its own
    below the object, instead of a place in its body.
    """

    name: str
    path: tuple[str, ...] = ()
    route: str = ""
    #: whether nothing can be created without it; a function decides by the other values that are given
    needed: Union[bool, Callable[[Mapping[str, Any]], bool]] = False  # noqa: UP007 - Python 3.9
    #: "on_create" is set once and for all, "by_update" is not taken by a create, so that a second write sets it
    written: str = "always"
    sent_on_create: Any = None  # sent to create when the user gives nothing, because the API asks for it
    usual: bool = False  # every documented create has it, so that one without it may be refused
    readable: Callable[[Raw], bool] = always  # whether the object shows the field's real value
    #: "shown", "perhaps" (lists may leave it out; what they show as empty may be something else) or "hidden"
    in_lists: str = "shown"
    second_try: SecondTry | None = None
    unique: bool = False  # whether the API may grant a value to one object only, besides the natural key
    never_empty: bool = False  # there is no empty value to set: '' is refused, and {} around it leaves it alone

    type: ClassVar[str] = "str"  # Ansible's
    schema_type: ClassVar[str] = "string"
    empty: ClassVar[Any] = ""  # what null in a response means
    observed_as: ClassVar[str] = "text"  # what its values in responses are (see type_in_words); "" for anything
    by_key: ClassVar[bool] = False  # a dictionary that is managed key by key
    own_data: ClassVar[bool] = False  # the user's own: nothing in it is dropped for the name that it stands under
    replaces: ClassVar[bool] = False  # no route changes it: a new object takes the place of one in which it differs
    source: ClassVar[bool] = False  # what a new object is made from
    file: ClassVar[bool] = False  # a file, compared by its content
    members: ClassVar[bool] = False  # IDs in a list with a route of its own
    spreads: ClassVar[str] = ""  # the other objects, in words, to which a write copies values; it is no value itself
    matched: ClassVar[bool] = False  # objects without a natural key are found by it

    # ---- what it is

    @property
    def ranking(self) -> Ranking | None:
        """What this field knows of the list's order, if it is the object's position in it."""
        return None

    @cached_property
    def where(self) -> tuple[str, ...]:
        """The path in the API's object."""
        return self.path or (self.name,)

    @property
    def parts(self) -> tuple[Field, ...]:
        """The fields within its value."""
        return ()

    @property
    def create_only(self) -> bool:
        """Whether it can only be set when the object is created."""
        return self.written == "on_create"

    @property
    def write_only(self) -> bool:
        """Whether no read ever shows it."""
        return self.readable is never

    @property
    def secret(self) -> bool:
        """Whether a write of it may carry a secret."""
        return any(part.secret for part in self.parts)

    @property
    def takes_secrets(self) -> bool:
        """Whether a document may give a secret in it by its name."""
        return self.secret or self.own_data

    @property
    def match(self) -> str:
        """The part that tells the items of a list from each other; '' for what is no list of such items."""
        return ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The names of the options, its own and those within it, that take an address."""
        return tuple(name for part in self.parts for name in part.addresses)

    @property
    def has_empty(self) -> bool:
        """Whether there is an empty value that an empty dictionary around it sets."""
        return not self.never_empty

    @property
    def nothing(self) -> Any:
        """What a task gives for the empty value."""
        return self.empty

    @property
    def needs(self) -> tuple[Kind, ...]:
        """The kinds whose objects have to be there first."""
        return ()

    @property
    def looks_into(self) -> tuple[Kind, ...]:
        """The kinds of whose objects it takes names or IDs."""
        return ()

    @property
    def child_kind(self) -> Kind | None:
        """The kind of its items, where these are objects with routes of their own."""
        return None

    @property
    def may_be_left_out(self) -> bool:
        """Whether a response that has no empty value at all may have left it out."""
        return False

    @property
    def nests(self) -> bool:
        """Whether it says in which other object of the same kind one lies."""
        return False

    @property
    def candidates(self) -> tuple[str, str]:
        """Of members: the route that lists all that can be members, and its query key for some of them."""
        return "", ""

    @property
    def located(self) -> bool:
        """Whether it says in which project or folder the object lies, or where something goes."""
        return False

    @property
    def holds(self) -> bool:
        """Whether the object lies in what it says, and is deleted with that."""
        return False

    @property
    def own_request(self) -> bool:
        """Whether a new object gets the field by a request of its own, after its create."""
        return False

    def maybe_hidden(self, listed: Raw | None) -> bool:
        """Whether a list may say nothing of the field, as far as what it shows of an object tells."""
        return self.in_lists == "hidden" or (self.in_lists == "perhaps" and not at(listed, self.where))

    # ---- what users give

    def spec(self) -> dict[str, Any]:
        """The option of AnsibleModule."""
        return {"type": self.type}

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the value in a workspace document."""
        return {"type": self.schema_type}

    def faults(self, value: Any, where: str) -> list[str]:
        """What is wrong with a value, a sentence each; ``where`` is its path in the options."""
        return [f"{where} must not be empty"] if self.never_empty and value == "" else []

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        """What in a value is probably not meant, a sentence each, although the API may take it.

        What the object has already (``observed``) is not questioned: the API took it.
        """
        return []

    def clashes(self, given: Sequence[str]) -> list[str]:
        """What is wrong with it besides the other options that are given, a sentence each."""
        return []

    def cleared(self, value: Any) -> Any:
        """The value with what an empty dictionary in it means spelled out."""
        return value

    def with_secrets(self, value: Any, path: tuple[Any, ...], taken: Callable[..., Any]) -> Any:
        """The value of an entry with what ``taken`` gives for each secret in it, by its value and its path."""
        return value

    def lacking(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The options without which nothing can be created, besides those given."""
        needed = self.needed(values) if callable(self.needed) else self.needed
        return (self.name,) if needed and self.name not in values else ()

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        """The value with the names in it looked up. Raises KinescopeError."""
        return value

    def as_raw(self, value: Any) -> dict[str, Any]:
        """What an object with that value shows of it."""
        return with_at({}, self.where, value)

    def query(self, there: Raw) -> dict[str, str]:
        """The query for the objects that have the value that ``there`` has; none when that says nothing of it."""
        return {}

    # ---- observing

    def misfit(self, value: Any, where: str) -> str:
        """What keeps an observed value from being understood, as a part of a sentence; '' for nothing.

        ``where`` is its path in the API's object. Null is always understood.
        """
        if value is None or self.observed_as in ("", type_in_words(value)):
            return ""
        return f"{where} is {type_in_words(value)}, not {self.observed_as}"

    # ---- comparing and showing

    def shown(self, value: Any) -> Any:
        """The normalized form of a value. Null means empty: some responses leave empty values out."""
        return self.empty if value is None else value

    def canonical_form(self, value: Any) -> Any:
        """A single value in its one comparable form."""
        return value

    def identity(self, value: Any) -> Any:
        """What tells an item of a list from others, by its value of this field, wanted or observed."""
        return self.canonical_form(value)

    def called(self, identity: Any) -> Any:
        """What an item is called in messages and diffs, by what identifies it."""
        return identity

    def compare(self, wanted: Any, observed: Any, rules: Rules, beside: Any = None) -> Comparison:
        """Compare one value.

        ``wanted`` is MISSING when not given, ``observed`` is MISSING when there is no object yet. ``beside`` is the
        observed dictionary that the value stands in.
        """
        raise NotImplementedError

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Compare the field of an object, also where it is not given: a full write must not lose secrets."""
        given = wanted.values.get(self.name, MISSING)
        if given is not MISSING and not self.readable(observed):
            return Comparison(body=self.compare(given, MISSING, rules).body, unverified=(self.name,))
        return self.compare(given, at(observed, self.where), rules, observed)

    def shows(self, raw: Raw) -> bool:
        """Whether what an object shows of the field tells what a write has brought about."""
        return self.readable(raw)

    def known(self, value: Any, rules: Rules) -> Any:
        """All that is known of an observed value in terms of the option, secrets masked; None where that is nothing."""
        return None if value in EMPTY else self.described(value, rules)

    def described(self, value: Any, rules: Rules) -> Any:
        """What known() says of a value that is not empty."""
        return self.shown(value)

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        """An object without what is secret in the field, which stands at a path; addresses are masked."""
        return raw

    def secrets(self, value: Any) -> Iterator[str]:
        """The secret texts in an observed or given value."""
        return iter(())

    def visible(self, value: Any) -> Any:
        """An observed value as results show it: without what in it no field declares and may be a secret."""
        return undeclared(value)

    # ---- writing

    def body_of(self, value: Any) -> Any:
        """The value as it is sent."""
        return value

    def cannot_carry(self, values: Mapping[str, Any], fields: Sequence[Field]) -> frozenset[str]:
        """The fields that a create with this one does not take along, although it would without it."""
        return frozenset()

    def carried(self, body: dict[str, Any], wanted: Wanted, observed: Raw) -> tuple[dict[str, Any], list[str]]:
        """The object that is written back with the objects within it, and the secrets of these that it cannot carry."""
        return body, []

    def in_create(self, values: Mapping[str, Any]) -> bool:
        """Whether a create with these values takes it along."""
        return not (self.written == "by_update" or self.own_request)

    def create_body(self, body: dict[str, Any], part: Comparison, given: Any) -> dict[str, Any]:
        """The body of a create with the field put in."""
        return with_at(body, self.where, part.body)

    def lay_over(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        """The whole object that is written back, with the field put in as it is wanted or as it is."""
        current = at(observed, self.where)
        if given is MISSING and current is None and self.sent_on_create is not None:
            return with_at(body, self.where, self.sent_on_create)
        if given is MISSING and current is None:
            # a null that means "not shown" would be taken for "none"; any other null says what is there already
            return body if self.readable(observed) else without_at(body, self.where)
        return without_at(body, self.where) if part.body is MISSING else with_at(body, self.where, part.body)

    def after_create(self, part: Comparison, wanted: Wanted) -> list[Change]:
        """The requests of its own that a new object gets the field by."""
        return []

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, here: str | None) -> list[Change]:
        """The requests of its own by which a field that differs is written; ``here`` is the object's ID."""
        return []

    def child_changes(self, wanted: Wanted, observed: Raw, base: str, rules: Rules) -> ChildChanges | None:
        """The changes of the objects within it, where it is given."""
        return None

    def is_cleared(self, given: Any) -> bool:
        """Whether a value asks for none."""
        return bool(given == "")

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        """The object as it will be once a field that differs is written by a request of its own."""
        return with_at(predicted, self.where, part.body) if self.route else predicted

    def predict_created(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of a create as the new object will show it."""
        return body

    # ---- objects that are made from something

    def must_remake(self, wanted: Wanted, observed: Raw) -> bool:
        """Whether the object that there is can only be deleted, and created again."""
        return False

    def interim_name(self, name: str, values: Mapping[str, Any], fields: Sequence[Field], place: Any) -> str:
        """The name that a new object has at the place until its own can be set; '' when it has its own at once."""
        return ""

    def refusal(self, wanted: Wanted, part: Comparison) -> str:
        """Why a field that differs may not be written; '' when it may."""
        return ""

    def respelled(self, wanted: Any, observed: Any) -> list[tuple[str, Any, Any]]:
        """The items whose name was stored in another spelling: (option, wanted, stored)."""
        return []

    # ---- documents

    def exported(self, value: Any, names: Names) -> Any:
        """The value as a document gives it; MISSING for what has no place there."""
        return MISSING if value is None else self.shown(value)

    def exported_from(self, raw: Raw, names: Names) -> Any:
        """The field of an object as a document gives it."""
        return self.exported(at(raw, self.where), names)

    def former(self, raw: Raw, names: Names) -> Any:
        """The field of an object as a document brings it back, its empty value included; MISSING where none can."""
        value = self.exported_from(raw, names)
        if value is not MISSING or at(raw, self.where) not in EMPTY:
            return value
        if self.file or self.source or self.secret or self.write_only or self.faults(self.nothing, self.name):
            return MISSING
        return self.nothing

    def left_out(self, value: Any, names: Names) -> list[tuple[str, str]]:
        """What a document leaves out of the user's own data: (path, why)."""
        return []

    def revealing(self, value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The places of addresses in an entry's value that have something in them that may be secret."""
        return iter(())

    def marks(self, value: Any) -> set[Any]:
        """The marks (see _workspace/references.py) of the objects that a wanted or observed value needs."""
        return set()


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """The known name that is close to another, as a question, or else another hint."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else otherwise


def first_misfit(fields: Sequence[Field], raw: Raw, above: str = "") -> str:
    """What keeps an observed dictionary from being understood: the first of what its fields say, or ''."""
    for field in fields:
        where = field.where
        for depth in range(1, len(where)):
            around = at(raw, where[:depth])
            if not (around is None or isinstance(around, Mapping)):
                return f"{above}{'.'.join(where[:depth])} is {type_in_words(around)}, not a dictionary"
        value = None if field.write_only else at(raw, where)
        found = "" if value is None else field.misfit(value, above + ".".join(where))
        if found:
            return found
    return ""


def items_misfit(parts: Sequence[Field], items: Sequence[Any] | None, where: str) -> str:
    """What keeps the items of an observed list from being understood: what the first of them says, or ''."""
    for index, item in enumerate(items or ()):
        here = f"{where}[{index}]"
        if not isinstance(item, Mapping):
            return f"{here} is {type_in_words(item)}, not a dictionary"
        found = first_misfit(parts, item, f"{here}.")
        if found:
            return found
    return ""


def known_parts(fields: Sequence[Field], observed: Any, rules: Rules) -> dict[str, Any]:
    """What is known of an observed object, by option name."""
    values = {part.name: part.known(at(observed, part.where), rules) for part in fields if part.readable(observed)}
    return {name: value for name, value in values.items() if value is not None}
