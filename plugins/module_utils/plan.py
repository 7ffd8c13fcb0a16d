# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values that planning is about: what is wanted, the changes that bring it about, and the plan that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Target
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Field, Kind, Raw, SecondTry
from ansible_collections.kinescope.kinescope.plugins.module_utils.routes import object_path


@dataclass(frozen=True)
class Wanted:
    """What the user asks for: the given fields only, references already looked up.

    ``key`` is the object's name in messages and results, ``within`` the object that it is in (a folder's project) or
    belongs to (a project's DRM settings). ``first`` are the objects that are missing on the way to it and have to be
    created before it; each has the ``address`` by which the targets of others stand for it. ``recreate`` allows a new
    object in the place of one that cannot be changed. ``order`` are the ids of the list that it is in, where an
    object's place in that counts.
    """

    kind: Kind
    key: str
    values: Mapping[str, Any]
    present: bool = True
    within: Target | None = None
    first: tuple[Wanted, ...] = ()
    address: Any = None
    recreate: bool = False
    order: tuple[Any, ...] = ()

    @property
    def base(self) -> str:
        """The path of the object that it is in, by which its own begins; '' for what stands by itself."""
        inside = self.within.id if self.within and self.kind.parent else None
        return object_path(self.kind.parent, "", inside) if self.kind.parent and inside else ""


@dataclass(frozen=True)
class Change:
    """One write request, planned.

    ``id`` is None for a create, and for what follows a create of the same plan. ``base`` is the path of the object
    that a child belongs to, ``route`` a route below the object. ``body`` is what is sent; of a child's delete, which
    sends nothing, the child's key. ``method`` is that of the request, where the action does not say it.
    ``second_tries`` are (field, wanted value, other way to write it). ``makes`` is the address of what a create makes,
    where later changes of the same plan need its id. ``besides`` are the ids of what was there before a create, and
    has the same key.

    Raises ApiError for an id that is none.
    """

    kind: Kind
    key: str
    action: str  # create, update, delete, move
    fields: tuple[str, ...] = ()
    id: str | None = None
    body: Any = None
    route: str = ""
    base: str = ""
    second_tries: tuple[tuple[Field, Any, SecondTry], ...] = ()
    makes: Any = None
    method: str = ""
    besides: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        if self.id is not None:  # what cannot be asked for by its id is told before anything is written
            object_path(self.kind, self.base, self.id)

    @property
    def path(self) -> str:
        """The route of the object that it is about. Raises ApiError when it has no id."""
        return object_path(self.kind, self.base, self.id)


@dataclass(frozen=True)
class Plan:
    """The changes of one object, what the two sides look like, and what speaks against it (refused by guards.py)."""

    wanted: Wanted
    observed: Raw | None
    changes: tuple[Change, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    predicted: Raw  # the API's object as it will be, as far as that can be known
    unverified: tuple[str, ...] = ()  # wanted, but no read shows them
    at_risk: tuple[str, ...] = ()  # stored secrets that the update would lose
    locked: tuple[str, ...] = ()  # create-only fields that differ
    missing: tuple[str, ...] = ()  # fields without which nothing can be created
    holds: tuple[str, ...] = ()  # what a delete would take along
    refused: str = ""  # what else speaks against it
