# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reconciling an object takes besides requests to its own routes. Kinds with special needs override it.

An instance serves one object and may keep state from one step to the next.
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

#: the path of an option (its keys) -> the folder to which the file name in it is relative
FolderOf = Callable[[Sequence[str]], str]


def working_directory(option: Sequence[str]) -> str:
    """For the options of a task, always the working directory."""
    return ""


class Effects:
    """The effects of most kinds: none. Every method may raise KinescopeError."""

    lookup: ClassVar[type[Lookup]] = Lookup  # resolves the references of the options

    def __init__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> None:
        self.kind = kind
        self.options = options
        self.folder_of = folder_of

    def read_options(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The given fields, with the contents of files in place of their names. Makes no requests."""
        return given

    def find(self, wanted: Wanted, id: str | None, gateway: Gateway) -> Raw | None:
        """The object identified by its ID (a UUID) or by what is wanted; None if it does not exist."""
        return observe(wanted, id, gateway)

    def observe(self, wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
        """What is wanted, completed by what an earlier run left behind for it."""
        return wanted

    def read_files(self, wanted: Wanted, observed: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
        """An observed object, completed by the contents of the files to which it has links."""
        return observed

    def check(self, plan: Plan, check_mode: bool) -> list[str]:
        """Refuse, before the first write, what could not be carried out. Returns warnings."""
        return []

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Send one change. Returns the object, or None if no response shows it."""
        return send(change, gateway)

    def settle(self, plan: Plan, after: Raw, gateway: Gateway) -> Raw:
        """The object after the workspace has finished processing what was sent."""
        return after

    def reveal(self) -> dict[str, Any]:
        """Secrets that the result shows besides the object; also included if the task fails."""
        return {}


class EffectsOf(Protocol):
    """Returns the effects for any kind."""

    def __call__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> Effects:
        """The effects for one object; ``options`` are its own, ``folder_of`` resolves relative paths in them."""
