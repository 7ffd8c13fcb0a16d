# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway that begins with the lists that another process has read a moment ago.

They may tell only that there is nothing to do: before anything is written, refused or warned of, whoever plans calls
forget_inherited(), and plans again with what this process reads itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any, Callable

from .._core.fields.base import Raw, always
from .._core.kind import Kind
from .client import Client
from .gateway import Gateway
from .list_cache import Seen

#: A list as it was read: when its reading began and ended (monotonic clock), and its objects by ID, marshalled.
List = tuple[float, float, bytes]
#: Whole lists by the name of the kind and the path of the parent object ("elsewhere": those beside the usual list).
Lists = dict[tuple[str, str], List]


class _Inherited(Seen):
    """A list that another process has read. It stays as it is: with the first write it would be forgotten."""

    def __init__(self, kind: Kind, read: List) -> None:
        began, ended, objects = read
        # only ever what _left() of another process of the same run has made, see plugin_utils/_handoff.py
        super().__init__(kind, marshal.loads(objects), began, ended)  # noqa: S302  # nosec B302
        self.read = read


class Heir(Gateway):
    """A gateway to which lists were handed over. It hands them on, with what it reads itself."""

    def __init__(self, client: Client, lists: Mapping[tuple[str, str], List]) -> None:
        super().__init__(client)
        self._offered: Lists = dict(lists)  # what nobody has looked at yet

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> Seen:
        offered = self._offered.pop((kind.name, base), None)
        if offered is not None and (kind.name, base) not in self._seen:
            self._seen[kind.name, base] = _Inherited(kind, offered)
        return super()._remembered(kind, base, read, has)

    def forget(self, kind: Kind, base: str = "") -> None:
        """Have the next look at this kind ask the API."""
        self._offered = {}
        super().forget(kind, base)

    def forget_older(self, seconds: float) -> bool:
        """Have the next look at what has been remembered for longer ask the API; whether there was any such thing."""
        self._offered = {}
        return super().forget_older(seconds)

    def forget_inherited(self) -> bool:
        """Have every look from now on ask the API itself; whether anything inherited has been looked at."""
        own = {name: seen for name, seen in self._seen.items() if not isinstance(seen, _Inherited)}
        self._seen, before = own, self._seen
        self._offered = {}
        return len(own) < len(before)

    def left(self) -> Lists:
        """The whole lists that the next process may go on with: none after a write, whatever it was.

        It may have changed more than its own object: of two default players, only one is.
        """
        if self.client.writes:
            return {}
        lists = {name: _left(seen) for name, seen in self._seen.items() if seen.has is always}
        return {**self._offered, **lists}


def _left(seen: Seen) -> List:
    return seen.read if isinstance(seen, _Inherited) else (seen.began, seen.ended, marshal.dumps(seen.by_id))
