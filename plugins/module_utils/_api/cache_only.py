# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A gateway that sends no requests."""

from __future__ import annotations

from typing import Any, Callable

from .._core.fields.base import Raw, always
from .._core.kind import Kind
from .gateway import Gateway
from .list_cache import CachedList


class CacheOnlyGateway(Gateway):
    """The objects that another gateway has seen so far; objects that have not been listed do not exist here."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(gateway.client, gateway.clock)
        self._seen, self.long_lists.announced = gateway._seen, gateway.long_lists.announced

    def read(self, kind: Kind, base: str, id: str | None, as_is: bool = False) -> dict[str, Any] | None:
        """None: objects are never read individually."""
        return None

    def _remembered(
        self, kind: Kind, base: str, read: Callable[[], dict[Any, dict[str, Any]]], has: Callable[[Raw], bool] = always
    ) -> CachedList:
        return self._seen.get((kind.name, base)) or CachedList(kind, {}, 0, 0)

    def _new_with_key(self, kind: Kind, key: tuple[Any, ...], base: str, location: Raw | None) -> list[dict[str, Any]]:
        """None: no list is read, so nobody waits for one."""
        return []
