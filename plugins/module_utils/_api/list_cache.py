# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of objects as they were read, by id and by natural key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .._core.fields.base import Raw, always
from .._core.identity import key_of
from .._core.kind import Kind
from .._core.values import frozen


class Seen:
    """A list as it was read, kept true by our own writes; ``read_at`` is the clock's time of the reading.

    ``has`` tells whether an object belongs into it.
    """

    def __init__(
        self, kind: Kind, objects: Mapping[Any, dict[str, Any]], read_at: float, has: Callable[[Raw], bool] = always
    ) -> None:
        self.read_at = read_at
        self.has = has
        self.by_id: dict[Any, dict[str, Any]] = {}
        self._kind = kind
        self._by_key: dict[Any, dict[Any, dict[str, Any]]] = {}
        for id, raw in objects.items():
            self.put(id, raw)

    def put(self, id: Any, raw: dict[str, Any]) -> None:
        """Note an object."""
        self.by_id[id] = raw
        self._by_key.setdefault(frozen(key_of(self._kind, raw)), {})[id] = raw

    def drop(self, id: Any) -> dict[str, Any]:
        """Take an object out, and return it ({} when there is none)."""
        raw = self.by_id.pop(id, {})
        self._by_key.get(frozen(key_of(self._kind, raw)), {}).pop(id, None)
        return raw

    def with_key(self, key: tuple[Any, ...]) -> list[dict[str, Any]]:
        """The objects that have a natural key."""
        return list(self._by_key.get(frozen(key), {}).values())
