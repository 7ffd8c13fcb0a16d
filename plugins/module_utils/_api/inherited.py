# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway that starts with the lists that another process has just read.

These lists may only be used to find that nothing has to change: before anything is written, refused or warned about,
the caller must call forget_inherited() and plan again with what this process reads itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, Callable

from .._core.fields.base import Raw, always
from .._core.kind import Kind
from .client import Client
from .gateway import Gateway
from .list_cache import CachedList

#: a list as it was read: begin and end of reading (steady_time), and its objects by ID, marshalled
List = tuple[float, float, bytes]
#: (name of the kind, path of the parent) -> whole list; ELSEWHERE as path means the additional lists
Lists = dict[tuple[str, str], List]


LONGEST = 3.0  # seconds; what was read longer ago is read again


def is_recent(read: List, now: float) -> bool:
    """Whether the reading of a list began at most LONGEST seconds ago, by the clock of gateways."""
    return 0 <= now - read[0] <= LONGEST


class _InheritedList(CachedList):
    """A list that another process has read. It is never updated: the first write would discard it."""

    def __init__(self, kind: Kind, read: List) -> None:
        began, ended, objects = read
        # only contains what _shareable() has stored in another process of the same run, see plugin_utils/_handoff.py
        super().__init__(kind, marshal.loads(objects), began, ended)  # noqa: S302  # nosec B302
        self.read = read


class SharingGateway(Gateway):
    """A gateway that has received lists. It hands them on, together with those that it reads itself."""

    def __init__(self, client: Client, lists: Mapping[tuple[str, str], List]) -> None:
        super().__init__(client)
        self._offered: Lists = dict(lists)  # lists that have not been used yet

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> CachedList:
        offered = self._offered.pop((kind.name, base), None)
        # a task may take long before it needs a list, for example to compute the digest of a file
        if offered is not None and (kind.name, base) not in self._seen and is_recent(offered, self.clock()):
            self._seen[kind.name, base] = _InheritedList(kind, offered)
        return super()._remembered(kind, base, read, has)

    def forget(self, kind: Kind, base: str = "") -> None:
        """Make the next lookup of this kind request the list."""
        self._offered = {}
        super().forget(kind, base)

    def forget_older(self, seconds: float) -> bool:
        """Forget everything remembered for longer than this; returns whether there was anything."""
        self._offered = {}
        return super().forget_older(seconds)

    def forget_inherited(self) -> bool:
        """Make every further lookup request its list; returns whether any inherited list has been used."""
        own = {name: seen for name, seen in self._seen.items() if not isinstance(seen, _InheritedList)}
        self._seen, before = own, self._seen
        self._offered = {}
        return len(own) < len(before)

    def lists_to_share(self) -> Lists:
        """The whole lists that the next process may use: none after any write.

        A write may change more than its own object: of two default players, only one remains the default.
        """
        if self.client.writes:
            return {}
        lists = {name: _shareable(seen) for name, seen in self._seen.items() if seen.has is always}
        return {**self._offered, **lists}


def _shareable(seen: CachedList) -> List:
    return seen.read if isinstance(seen, _InheritedList) else (seen.began, seen.ended, marshal.dumps(seen.by_id))
