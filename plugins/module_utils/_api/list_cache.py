# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered of lists: objects as read, and those created a moment ago, which lists may not show yet."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Callable

from .._core.errors import ApiError
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


LAG = 10.0  # seconds by which lists and other routes may lag behind a create


class Newborns:
    """Tells a 404 that will pass from one that is true."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._created: dict[str, tuple[float, str]] = {}  # id -> when, and the beginning of its routes

    def sent(self, method: str, path: str, data: Any) -> None:
        """A request was carried out: what its response shows was created, or what its path names is gone."""
        if method == "DELETE":
            self._created.pop(path.rsplit("/", 1)[-1], None)
        elif method == "POST" and isinstance(data, Mapping):
            self.created(data.get("id"), path)

    def created(self, id: Any, collection: str = "") -> None:
        """An object with this id was created; ``collection`` is the route of its list, where that is known."""
        if isinstance(id, str):
            self._created[id] = (self._clock(), collection and "/".join((collection, id)))  # never sent

    def pause(self, error: ApiError, path: str, waited: float) -> float | None:
        """Seconds after which to ask again for something at or below a new object; None when that is no use.

        ``waited`` are the seconds that the request has waited for this already.
        """
        if not error.not_found or waited >= LAG:
            return None
        found = [self._created[part] for part in path.split("/") if part in self._created]
        moments = [moment for moment, route in found if path.startswith(route)]
        if not moments or (not waited and self._clock() - max(moments) >= LAG):
            return None
        return min(waited + 0.5, LAG - waited)
