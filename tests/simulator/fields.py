# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary for declaring regular kinds: a Field of an object, and a Kind of object with its routes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import Workspace

Row = dict[str, Any]


class _NoDefault:
    """The default of fields without one: a replacing PUT must contain such a field."""

    def __deepcopy__(self, memo: object) -> _NoDefault:
        return self


NO_DEFAULT: Any = _NoDefault()

# Zero values and Go type names: the server is written in Go (its messages are those of encoding/json; observed).
GO_NAMES = {
    "string": "string",
    "bool": "bool",
    "int": "int",
    "number": "float64",
    "uuid": "uuid.UUID",
    "time": "time.Time",
    "strings": "[]string",
    "uuids": "[]uuid.UUID",
    "object": "struct",
    "objects": "[]struct",
    "map": "map[string]interface {}",
    "maps": "[]map[string]interface {}",
    "any": "interface {}",
}
ZEROS: dict[str, Any] = {
    "string": "",
    "bool": False,
    "int": 0,
    "number": 0,
    "strings": [],
    "uuids": [],
    "objects": [],
    "maps": [],
    "map": {},
}


@dataclass(frozen=True)
class Field:
    """One field of an object.

    on       when a body may set it: "create", "update", "both" or "" (read-only)
    default  its value if never set; unset: the zero value of its type; NO_DEFAULT: a replacing PUT must contain it
    lost     its value after a replacing PUT without it, if that is not the default
    nullable whether null is a value (otherwise null in a body counts as not given)
    shown    False: stored but never returned    listed  False: returned by get, but not by list
    secret   the switch that says how the value is returned
    domain   the value is a domain name, or a list of them, and depends on the switches idn and domain_case
    ref      kinds, one of which must have an object with that ID
    merge    a partial update merges the object key by key (otherwise the given object replaces the stored one)
    switch   (name, value): the field exists only while the switch has that value
    write    (name, value): a body may set it only while the switch has that value
    """

    name: str
    type: str = "string"
    on: str = ""
    default: Any = ...
    lost: Any = ...
    nullable: bool = False
    choices: tuple[str, ...] = ()
    shown: bool = True
    listed: bool = True
    secret: str = ""
    domain: bool = False
    ref: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    required: bool = False
    merge: bool = False
    switch: tuple[str, str] | None = None
    write: tuple[str, str] | None = None

    def fresh(self) -> Any:
        """A new default value; fields without a default start with their zero value."""
        if self.default is not ... and self.default is not NO_DEFAULT:
            return copy.deepcopy(self.default)
        if self.type == "object":
            return {field.name: field.fresh() for field in self.fields}
        if self.nullable or self.type in ("uuid", "time", "any"):
            return None
        return copy.deepcopy(ZEROS[self.type])

    def writable(self, moment: str) -> bool:
        """Whether a body may set the field at "create" or "update"."""
        return self.on in ("both", moment)

    @property
    def special(self) -> bool:
        """Whether the field is returned differently from how it is stored."""
        return bool(self.secret or self.domain or any(field.special for field in self.fields))


def _nothing(*_args: Any) -> None:
    """The hook for kinds that do not need one."""


@dataclass(frozen=True)
class Kind:
    """A kind of object: its path, its fields, and how it differs from other kinds.

    path      collection path; "{…}" holds the parent's ID    id_param  name of its own ID in paths
    verbs     which of list, create, get, put, patch, delete exist
    family    "A" page, "B" offset, "C" no paging
    required_create, required_put   fields that a body must contain, otherwise 400400
    demands   (switch, value, "create" or "put", fields): further required fields, depending on a switch
    key       natural key    unique  error code if the key is taken (0: never)
    order     default order, (field, direction) pairs    order_fields  what ?order= accepts
    parent    (kind, field, path parameter)    grouped   field that groups its objects if no path does
    on_create(ws, row, body)     completes a new row
    on_update(ws, row, changes, body)   may change the effect of an update
    on_delete(ws, row)           removes dependent objects
    show(ws, row, answer, listed)        may change the response
    check(ws, row, moment)       checks the state before "put", "patch", "delete"
    filters(ws, query)           (hashable key, predicate) or None
    """

    name: str
    path: str
    id_param: str
    fields: tuple[Field, ...]
    verbs: tuple[str, ...] = ("list", "create", "get", "put", "delete")
    family: str = "A"
    required_create: tuple[str, ...] = ()
    required_put: tuple[str, ...] = ()
    demands: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    key: str = "name"
    unique: int = 0
    order: tuple[tuple[str, str], ...] = (("created_at", "desc"),)
    order_fields: tuple[str, ...] = ("created_at", "updated_at", "name")
    parent: tuple[str, str, str] | None = None
    grouped: str = ""
    id_field: str = "id"
    created_answer: bool = False
    updated_answer: bool = False
    deleted_object: bool = False
    go_name: str = ""
    on_create: Callable[[Workspace, Row, Row], None] = _nothing
    on_update: Callable[[Workspace, Row, Row, Row], None] = _nothing
    on_delete: Callable[[Workspace, Row], None] = _nothing
    show: Callable[[Workspace, Row, Row, bool], None] = _nothing
    check: Callable[[Workspace, Row, str], None] = _nothing
    filters: Callable[[Workspace, dict[str, list[str]]], tuple[Any, Callable[[Row], bool]] | None] = _nothing

    def field(self, name: str) -> Field | None:
        """A field by name."""
        return next((field for field in self.fields if field.name == name), None)

    def fresh(self) -> Row:
        """A new row with all defaults."""
        return {field.name: field.fresh() for field in self.fields}


def stamps(deleted: bool = False, archived: bool = False) -> tuple[Field, ...]:
    """The timestamps that are the last fields of most kinds."""
    names = ["created_at", "updated_at"]
    names += ["deleted_at"] if deleted else []
    names += ["archived_at"] if archived else []
    return tuple(Field(name, "time", nullable=True) for name in names)


# A field that the dashboard might add without the API's clients knowing it: proves that a client sends unknown fields
# back.
DASHBOARD = Field(
    "x_dashboard", on="both", default="kept", lost=None, nullable=True, switch=("unknown_fields", "extra")
)
