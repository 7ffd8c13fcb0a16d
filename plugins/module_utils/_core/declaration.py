# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base of classes with attributes, such as kinds, fields and changes, and a dataclass of many objects. Pure.

For type checkers, subclasses of Declaration are frozen dataclasses. They are compared by identity, or by their
attributes if they are values. A dataclass writes and compiles methods for each class, in each process anew, which takes
as long as to import a file. Fields and changes alone are some fifty classes, so they share the methods here. Use named
tuples for rows of values, and dataclasses for what is changed later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from typing import dataclass_transform
else:

    def dataclass_transform(**options: bool) -> Any:  # new in Python 3.11
        return lambda cls: cls


_REQUIRED: Any = object()
Self = TypeVar("Self", bound="Declaration")
Object = TypeVar("Object")


@dataclass_transform(frozen_default=True)
def record(cls: type[Object]) -> type[Object]:
    """A dataclass that only type checkers see as frozen: a frozen object takes four times as long to create."""
    return dataclass(cls)


@dataclass_transform(eq_default=False, frozen_default=True)
class Declaration:
    """An object with the attributes that its class and the bases of that declare by annotations, in this order."""

    _defaults: ClassVar[dict[str, Any]] = {}
    _mandatory: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._defaults = {
            name: vars(base).get(name, _REQUIRED)
            for base in reversed(cls.__mro__)
            for name, annotation in vars(base).get("__annotations__", {}).items()
            if not annotation.startswith("ClassVar")
        }
        cls._mandatory = frozenset(name for name, value in cls._defaults.items() if value is _REQUIRED)

    def __init__(self, *values: Any, **named: Any) -> None:
        """Set the attributes, as a dataclass does. Raises TypeError if one is missing, unknown or given twice."""
        given = {**dict(zip(self._defaults, values)), **named}
        # set on the object, not only on the class: a function on the class would become a method
        whole = {**self._defaults, **given}
        lost = len(given) < len(values) + len(named)  # given twice, or without a name
        if lost or len(whole) > len(self._defaults) or not self._mandatory <= given.keys():
            about = ", ".join([f"{len(values)} without a name", *named])  # no values, which may be secret
            raise TypeError(f"{type(self).__name__} is declared with wrong attributes: {about}")
        vars(self).update(whole)
        self._check()

    def _check(self) -> None:
        """Refuse invalid values."""

    def replaced(self: Self, **changes: Any) -> Self:
        """A copy with other values of some attributes. Raises TypeError for an unknown attribute."""
        return type(self)(**{**{name: getattr(self, name) for name in self._defaults}, **changes})

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")


class Value(Declaration):
    """An object that equals others of its class with equal attributes. It is never printed: it may contain a secret."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))
