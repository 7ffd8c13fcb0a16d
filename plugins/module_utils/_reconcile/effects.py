# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reconciling an object takes besides requests to its own routes. Kinds with engines of their own override it.

One instance serves one object: it may keep what it learns from one step to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, ClassVar, Protocol

from .._api.gateway import Gateway
from .._core.change import Change
from .._core.fields.base import Raw
from .._core.kind import Kind
from .._core.plan import Plan
from .._core.wanted import Wanted
from .find import observe
from .lookup import Lookup
from .send import send

#: the path of an option (its keys) -> the folder from which the file that it names is meant
FolderOf = Callable[[Sequence[str]], str]


def working_directory(option: Sequence[str]) -> str:
    """The folder of all options of a task: the working directory."""
    return ""


class Effects:
    """The effects of most kinds: none. Every method may raise KinescopeError."""

    lookup: ClassVar[type[Lookup]] = Lookup  # what finds the objects that its options name

    def __init__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> None:
        self.kind = kind
        self.options = options
        self.folder_of = folder_of

    def read_options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given fields, with what is in the files that they name. No look at the workspace."""
        return dict(given)

    def find(self, wanted: Wanted, id: str | None, gateway: Gateway) -> Raw | None:
        """The object that is meant, by its id (a UUID) or by what is wanted; None when there is none."""
        return observe(wanted, id, gateway)

    def observe(self, wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
        """What is wanted, with what an earlier run left that belongs to it."""
        return wanted

    def read_files(self, wanted: Wanted, observed: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
        """An observed object with what is in the files that it only links to."""
        return observed

    def check(self, plan: Plan, check_mode: bool) -> list[str]:
        """Refuse, before the first write, what could not be carried out. Returns warnings."""
        return []

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Send one change. Returns the object, or None where nothing shows it."""
        return send(change, gateway)

    def settle(self, plan: Plan, after: Raw, gateway: Gateway) -> Raw:
        """The object once the workspace is done with what was sent to it."""
        return after

    def reveal(self) -> dict[str, Any]:
        """What the result shows besides the object, although it is secret; also when the task fails."""
        return {}


class EffectsOf(Protocol):
    """What knows the effects of every kind."""

    def __call__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> Effects:
        """The effects of one object; ``options`` are its own, ``folder_of`` says where their relative paths begin."""
