# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base of all fields. A field is one option of a kind, together with its path in the API's object.

Each class knows everything about its values: how they are declared to Ansible and in the JSON Schema, what makes them
invalid, how they are compared, shown, written and exported, and which parts of them are secret. Other code calls the
methods of a field; it never checks its class.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Union

from ..comparison import MISSING, Comparison, Rules
from ..declaration import Declaration
from ..undeclared import undeclared
from ..values import DICTIONARY, at, type_in_words, with_at, without_at

if TYPE_CHECKING:
    from ..change import Change, ChildChanges
    from ..kind import Kind
    from ..wanted import Target, Wanted

Raw = Mapping[str, Any]  # an object as returned by the API
EMPTY: Any = (None, "", [], {})


def never(raw: Raw) -> bool:
    """For fields that cannot be read back."""
    return False


def always(raw: Raw) -> bool:
    """For fields that can always be read back."""
    return True


class SecondTry(NamedTuple):
    """Another way to write a field, used if the response to the first shows that it had no effect.

    Either another ``body`` (merged into the first one), or a separate request: ``PUT {key: value}`` to ``path`` below
    the object; to clear the field, the value is the one that the object has at ``none``. With a ``refusal``, there is
    no other way, and the task fails with that text.
    """

    body: Raw | None = None
    path: str = ""
    key: str = ""
    none: tuple[str, ...] = ()
    refusal: str = ""

    def serves(self, clearing: bool) -> bool:
        """Whether it can clear a value (``clearing``), or else set one."""
        return bool(self.refusal or (self.body is not None or self.none if clearing else self.path))


class Ranking(Protocol):
    """The field for an object's position in a list that the user orders, counted from 1 (``position.Position``)."""

    @property
    def where(self) -> tuple[str, ...]:
        """The path in the API's object."""

    def rank_of(self, raw: Raw) -> int:
        """An object's position, as its list shows it."""

    def numbered(self, found: Mapping[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        """The objects of a list, by ID and in order, each with its position."""

    def within_list(self, wanted: Wanted, order: Sequence[Any], is_there: bool) -> Wanted:
        """What is wanted within a list: a position beyond its end means the last one."""

    def predicted(self, wanted: Wanted, now: int) -> dict[str, int]:
        """The position that an object is going to have in its list; ``now`` is its present or first one."""

    def after_last(self, wanted: Wanted) -> list[Change]:
        """The request that moves a new object from the end of the list to its position."""

    def after_another(self, wanted: Wanted, observed: Raw) -> list[Change]:
        """The request that moves a new object to the position of the one that it replaces, which is deleted by then."""


class Names(Protocol):
    """What an exported document uses in place of IDs. MISSING stands for an object that does not exist."""

    def reference(self, kind: Kind, id: Any) -> Any:
        """The name or ID of an object."""

    def place(self, id: Any) -> Any:
        """The location of a project or folder."""

    def secret(self, *path: Any) -> Any:
        """What a document has in place of the secret at this path; MISSING if secrets are left out."""

    def under(self, *path: Any) -> Names:
        """The same names, for values below a path."""


class References(Protocol):
    """Finds the objects that names refer to (see _reconcile/lookup.py). Every method raises KinescopeError."""

    def reference(self, kind: Kind, name: str) -> Target:
        """The object of a kind with this name or ID."""

    def place(self, value: Mapping[str, Any]) -> Target:
        """The project or folder of a location; ``{}`` means none."""

    def parent(self, project: Target, path: Sequence[str]) -> Target:
        """The folder at a path of names from a project's root."""

    def member(self, kind: Kind, given: Mapping[str, Any]) -> Target:
        """The object of a kind given by its name and, if necessary, its location."""


class Field(Declaration):
    """One option of a kind.

    ``path`` is where the API's object has its value, ``(name,)`` if empty. ``route`` is a separate request below the
    object, used instead of its body.
    """

    name: str
    path: tuple[str, ...] = ()
    route: str = ""
    #: whether a create requires it; a function decides by the other given values
    needed: Union[bool, Callable[[Mapping[str, Any]], bool]] = False  # noqa: UP007 - Python 3.9
    #: "on_create": can only be set then; "by_update": not accepted by a create, so that an update has to follow
    written: str = "always"
    sent_on_create: Any = None  # sent with a create if the user sets nothing, because the API requires it
    usual: bool = False  # every documented create has it, so the API may refuse one without it
    readable: Callable[[Raw], bool] = always  # whether the object shows the field's real value
    #: "shown", "hidden", or "perhaps" (lists may omit it, so that an empty value may be wrong)
    in_lists: str = "shown"
    second_try: SecondTry | None = None
    unique: bool = False  # whether the API may require it to be unique, besides the natural key
    never_empty: bool = False  # it cannot be cleared: '' is refused, and {} around it leaves it unchanged

    type: ClassVar[str] = "str"  # Ansible's type
    schema_type: ClassVar[str] = "string"
    empty: ClassVar[Any] = ""  # the meaning of null in a response
    observed_as: ClassVar[str] = "a string"  # the type of its values in responses (see type_in_words); "" means any
    by_key: ClassVar[bool] = False  # a dictionary that is managed by key
    own_data: ClassVar[bool] = False  # the user's own data: nothing in it is dropped because of its name
    replaces: ClassVar[bool] = False  # cannot be updated: if it differs, a new object replaces the old one
    source: ClassVar[bool] = False  # says what a new object is made from
    file: ClassVar[bool] = False  # a file, compared by its content
    members: ClassVar[bool] = False  # IDs in a list with its own route
    propagates_to: ClassVar[str] = ""  # other objects, in words, to which a write copies values; it has no value itself
    reset_unless_sent: ClassVar[bool] = False  # no response shows it, and a full update without it may reset it
    matched: ClassVar[bool] = False  # identifies objects without a natural key

    # ---- what it is

    @property
    def ranking(self) -> Ranking | None:
        """The field itself if it is the object's position in a list, otherwise None."""
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

    @cached_property
    def write_only(self) -> bool:
        """Whether it can never be read back."""
        return self.readable is never

    @property
    def secret(self) -> bool:
        """Whether writing it may send a secret."""
        return any(part.secret for part in self.parts)

    @cached_property
    def takes_secrets(self) -> bool:
        """Whether a document may give a secret in it by name."""
        return self.secret or self.own_data

    @property
    def match(self) -> str:
        """The part that identifies the items of a list; '' if it is not a list of such items."""
        return ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The names of the options that are addresses: its own and those within it."""
        return tuple(name for part in self.parts for name in part.addresses)

    @property
    def has_empty(self) -> bool:
        """Whether an empty dictionary around it clears it."""
        return not self.never_empty

    @property
    def nothing(self) -> Any:
        """The value with which a task clears it."""
        return {"a list": [], "a dictionary": {}}.get(self.observed_as, self.empty)

    @property
    def needs(self) -> tuple[Kind, ...]:
        """The kinds whose objects have to exist first."""
        return ()

    @property
    def looks_into(self) -> tuple[Kind, ...]:
        """The kinds of the objects whose names or IDs it accepts."""
        return ()

    @property
    def child_kind(self) -> Kind | None:
        """The kind of its items, if these are objects with their own routes."""
        return None

    @property
    def may_be_left_out(self) -> bool:
        """Whether a response without any empty value may have omitted it."""
        return False

    @property
    def nests(self) -> bool:
        """Whether it refers to the parent of the same kind."""
        return False

    @property
    def candidates(self) -> tuple[str, str]:
        """For members: the route that lists all possible members, and the query key to select some of them."""
        return "", ""

    @property
    def located(self) -> bool:
        """Whether it says in which project or folder the object is, or where something is stored."""
        return False

    @property
    def holds(self) -> bool:
        """Whether the object is inside the object that it refers to, and is deleted with that."""
        return False

    @property
    def own_request(self) -> bool:
        """Whether a new object gets the field by a separate request after its create."""
        return False

    def maybe_hidden(self, listed: Raw | None) -> bool:
        """Whether a list may omit the field, judging by what it shows of the object."""
        return self.in_lists == "hidden" or (self.in_lists == "perhaps" and not at(listed, self.where))

    # ---- options

    def spec(self) -> dict[str, Any]:
        """The option in AnsibleModule's argument spec."""
        return {"type": self.type}

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the value in a workspace document."""
        return {"type": self.schema_type}

    def faults(self, value: Any, where: str) -> list[str]:
        """What is wrong with a value, a sentence each; ``where`` is its path in the options."""
        return [f"{where} must not be empty"] if self.never_empty and value == "" else []

    def likely_mistakes(self, value: Any, observed: Any, where: str) -> list[str]:
        """Probable mistakes in a value, a sentence each, although the API may accept it.

        Values that the object already has (``observed``) are not questioned because the API has accepted them.
        """
        return []

    def clashes(self, given: Mapping[str, Any]) -> list[str]:
        """Conflicts with the other given options, a sentence each."""
        return []

    def cleared(self, value: Any) -> Any:
        """The value with the meaning of empty dictionaries in it spelled out."""
        return value

    def with_secrets(self, value: Any, path: tuple[Any, ...], taken: Callable[..., Any]) -> Any:
        """The value of an entry with each secret in it replaced by the result of ``taken(value, path)``."""
        return value

    def lacking(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The options, besides the given ones, that a create requires."""
        needed = self.needed(values) if callable(self.needed) else self.needed
        return (self.name,) if needed and self.name not in values else ()

    def resolve(self, value: Any, references: References, within: Target | None, where: str) -> Any:
        """The value with its references resolved. Raises KinescopeError."""
        return value

    def as_raw(self, value: Any) -> dict[str, Any]:
        """The part of an API's object that has this value."""
        return with_at({}, self.where, value)

    def query(self, location: Raw) -> dict[str, str]:
        """The query for objects with the same value as in ``location``; {} if it has none."""
        return {}

    # ---- observed values

    def mismatch(self, value: Any, where: str) -> str:
        """Why an observed value cannot be understood, as a part of a sentence; '' if it can.

        ``where`` is its path in the API's object. Null is always understood.
        """
        if value is None or self.observed_as in ("", type_in_words(value)):
            return ""
        return f"{where} is {type_in_words(value)}, not {self.observed_as}"

    @cached_property
    def accepted_type(self) -> Any:
        """The type of observed values that mismatch() certainly accepts; None if it depends on the value."""
        return None

    # ---- comparing and showing

    def shown(self, value: Any) -> Any:
        """The normalized form of a value. Null means empty: some responses omit empty values."""
        return self.empty if value is None else value

    def canonical_form(self, value: Any) -> Any:
        """A single value in its comparable form."""
        return value

    def identity(self, value: Any) -> Any:
        """What identifies an item of a list, from its wanted or observed value of this field."""
        return self.canonical_form(value)

    def display_name(self, identity: Any) -> Any:
        """How messages and diffs name an item, given its identity."""
        return identity

    def compare(self, wanted: Any, observed: Any, rules: Rules, siblings: Any = None) -> Comparison:
        """Compare one value.

        ``wanted`` is MISSING if it is not given, ``observed`` is MISSING if the object does not exist yet. ``siblings``
        is the observed dictionary that contains the value.
        """
        raise NotImplementedError

    def compare_in(self, wanted: Wanted, observed: Raw, rules: Rules) -> Comparison:
        """Compare the field of an object, even if it is not given: a full write must not lose secrets."""
        given = wanted.values.get(self.name, MISSING)
        if given is not MISSING and not self.readable(observed):
            return Comparison(body=self.compare(given, MISSING, rules).body, unverified=(self.name,))
        return self.compare(given, at(observed, self.where), rules, observed)

    def is_at_once_equal(self, given: Any, observed: Raw) -> bool:
        """Whether compare_in() certainly finds no difference, and nothing else to mention, in this object."""
        return False

    def shows(self, raw: Raw) -> bool:
        """Whether an object shows the field's value, so that the effect of a write can be checked."""
        return self.readable(raw)

    def known(self, value: Any, rules: Rules) -> Any:
        """An observed value in terms of the option, secrets masked; None if nothing is known."""
        return None if value in EMPTY else self.described(value, rules)

    def described(self, value: Any, rules: Rules) -> Any:
        """The result of known() for a non-empty value."""
        return self.shown(value)

    def without_secrets(self, raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        """An object without the secrets in the field at ``path``; addresses are masked."""
        return raw

    def secrets(self, value: Any) -> Iterator[str]:
        """The secret texts in an observed or given value."""
        return iter(())

    def visible(self, value: Any) -> Any:
        """An observed value for results, without undeclared parts that may be secret."""
        return undeclared(value)

    # ---- writing

    def body_of(self, value: Any) -> Any:
        """The value as it is sent."""
        return value

    def cannot_carry(self, values: Mapping[str, Any], fields: Sequence[Field]) -> frozenset[str]:
        """The fields that a create would normally send but cannot send together with this one."""
        return frozenset()

    def carried(self, body: dict[str, Any], wanted: Wanted, observed: Raw) -> tuple[dict[str, Any], list[str]]:
        """The object to write back with the objects within it, and the secrets of these that it cannot contain."""
        return body, []

    def in_create(self, values: Mapping[str, Any]) -> bool:
        """Whether a create with these values includes it."""
        return not (self.written == "by_update" or self.own_request)

    def create_body(self, body: dict[str, Any], part: Comparison, given: Any) -> dict[str, Any]:
        """The body of a create with the field added."""
        return with_at(body, self.where, part.body)

    def overlay(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        """The whole object to write back, with the wanted value of the field, or its present one."""
        current = at(observed, self.where)
        if given is MISSING and current is None and self.sent_on_create is not None:
            return with_at(body, self.where, self.sent_on_create)
        if given is MISSING and current is None:
            # a null that means "not shown" would be read as "none"; any other null is already the stored value
            return body if self.readable(observed) else without_at(body, self.where)
        return without_at(body, self.where) if part.body is MISSING else with_at(body, self.where, part.body)

    def after_create(self, part: Comparison, wanted: Wanted) -> list[Change]:
        """The separate requests that set the field of a new object."""
        return []

    def changes(self, part: Comparison, wanted: Wanted, observed: Raw, id: str | None) -> list[Change]:
        """The separate requests that change the field; ``id`` is the object's ID."""
        return []

    def child_changes(self, wanted: Wanted, observed: Raw, base: str, rules: Rules) -> ChildChanges | None:
        """The changes of the objects within it; None if it is not given."""
        return None

    def is_cleared(self, given: Any) -> bool:
        """Whether a value clears the field."""
        return bool(given == "")

    def predict(self, predicted: dict[str, Any], part: Comparison, wanted: Wanted) -> dict[str, Any]:
        """The expected object after the field has been written by a separate request."""
        return with_at(predicted, self.where, part.body) if self.route else predicted

    def predict_created(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of a create as the new object is expected to show it."""
        return body

    # ---- objects that are made from something

    def must_recreate(self, wanted: Wanted, observed: Raw) -> bool:
        """Whether the existing object can only be deleted and created again."""
        return False

    def interim_name(self, name: str, values: Mapping[str, Any], fields: Sequence[Field], place: Any) -> str:
        """The name that a new object has in a location until its own can be set; '' if it has its own at once."""
        return ""

    def refusal(self, wanted: Wanted, part: Comparison, observed: Raw) -> str:
        """Why a differing field must not be written; '' if it may be."""
        return ""

    def respelled(self, wanted: Any, observed: Any) -> list[tuple[str, Any, Any]]:
        """The items whose names were stored in another spelling, as (option, wanted, stored)."""
        return []

    # ---- documents

    def exported(self, value: Any, names: Names) -> Any:
        """The value in a document; MISSING if a document cannot contain it."""
        return MISSING if value is None else self.shown(value)

    def exported_from(self, raw: Raw, names: Names) -> Any:
        """The field of an object in a document."""
        return self.exported(at(raw, self.where), names)

    def former(self, raw: Raw, names: Names) -> Any:
        """The value with which a document restores the field, even if empty; MISSING if that is impossible."""
        value = self.exported_from(raw, names)
        if value is not MISSING or at(raw, self.where) not in EMPTY:
            return value
        hidden = self.secret and not self.match  # an empty list has no secrets
        if self.file or self.source or hidden or self.write_only or self.faults(self.nothing, self.name):
            return MISSING
        return self.nothing

    def left_out(self, value: Any, names: Names) -> list[tuple[str, str]]:
        """The user's own data that a document leaves out, as (path, why)."""
        return []

    def revealing(self, value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The paths of addresses in an entry's value that may contain secrets."""
        return iter(())

    def marks(self, value: Any) -> set[Any]:
        """The marks (see _workspace/references.py) of the objects that a wanted or observed value needs."""
        return set()


def suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """A question that suggests a similar known name, or otherwise another hint."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else otherwise


def first_mismatch(fields: Sequence[Field], raw: Raw, above: str = "") -> str:
    """Why an observed dictionary cannot be understood: the first fault that its fields find, or ''."""
    for field in fields:
        where = field.where
        value = raw.get(where[0])
        for depth in range(1, len(where)):
            if value is None:
                break
            if not isinstance(value, DICTIONARY):
                return f"{above}{'.'.join(where[:depth])} is {type_in_words(value)}, not a dictionary"
            value = value.get(where[depth])
        if value is None or value.__class__ is field.accepted_type or field.write_only:
            continue
        found = field.mismatch(value, above + ".".join(where))
        if found:
            return found
    return ""


def items_mismatch(parts: Sequence[Field], items: Sequence[Any] | None, where: str) -> str:
    """Why the items of an observed list cannot be understood: the first fault found, or ''."""
    for index, item in enumerate(items or ()):
        here = f"{where}[{index}]"
        if not isinstance(item, Mapping):
            return f"{here} is {type_in_words(item)}, not a dictionary"
        found = first_mismatch(parts, item, f"{here}.")
        if found:
            return found
    return ""


def known_parts(fields: Sequence[Field], observed: Any, rules: Rules) -> dict[str, Any]:
    """The known values of an observed object, by option name."""
    values = {part.name: part.known(at(observed, part.where), rules) for part in fields if part.readable(observed)}
    return {name: value for name, value in values.items() if value is not None}
