# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Routes: the methods and paths of each host, and the search for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import checks
from .answers import Answer, not_allowed, not_found

if TYPE_CHECKING:
    from .core import Core
    from .store import Workspace


@dataclass
class Call:
    """A request while it is being checked.

    `cut` means that the connection was lost before the end of the body; `shift` is the number of rows by which later
    pages begin early; `late` means that lists do not contain their newest object yet.
    """

    core: Core
    method: str
    path: str
    query: dict[str, list[str]]
    headers: Any
    raw: bytes
    cut: bool = False
    shift: int = 0
    late: bool = False
    ws: Workspace = field(init=False)
    token: str = ""
    params: dict[str, str] = field(default_factory=dict)

    def switch(self, name: str) -> str:
        """The value of a switch."""
        return self.core.switches[name]

    def header(self, name: str) -> str:
        """A request header; non-ASCII bytes are decoded as UTF-8."""
        value: str = self.headers.get(name, "")
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def asked(self, name: str) -> str | None:
        """The last value of a query parameter."""
        values = self.query.get(name)
        return values[-1] if values else None

    def several(self, name: str) -> list[str]:
        """The values of a list parameter: name[] or its alias without brackets (observed)."""
        return self.query.get(f"{name}[]", []) + self.query.get(name, [])


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """One method and path; `gate` runs before the IDs in the path are checked."""

    method: str
    path: str
    handler: Handler
    host: str = "api"
    auth: bool = True
    gate: Callable[[Call], None] | None = None
    body: str = "json"


class _Node:
    def __init__(self) -> None:
        self.static: dict[str, _Node] = {}
        self.param: _Node | None = None
        self.routes: dict[str, tuple[Route, tuple[str, ...]]] = {}


class Router:
    """A tree of path segments for each host."""

    def __init__(self, routes: list[Route]) -> None:
        self.routes = routes
        self._roots: dict[str, _Node] = {}
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        node = self._roots.setdefault(route.host, _Node())
        names = []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                node.param = node.param or _Node()
                node = node.param
            else:
                node = node.static.setdefault(segment, _Node())
        if route.method in node.routes:
            raise ValueError(f"two routes {route.method} {route.path}")
        node.routes[route.method] = (route, tuple(names))

    def find(self, host: str, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The route and the raw path parameters; 404/400404 if no path matches, 405/400405 if no method (observed)."""
        known = False
        for node, values in self._nodes(host, path):
            known = known or bool(node.routes)
            found = node.routes.get(method)
            if found:
                return found[0], dict(zip(found[1], values))
        if method == "GET" and path.endswith(".csv"):  # documented: JSON if CSV is not supported
            return self.find(host, method, path[:-4])
        raise not_allowed() if known else not_found()

    def _nodes(self, host: str, path: str) -> list[tuple[_Node, tuple[str, ...]]]:
        here: list[tuple[_Node, tuple[str, ...]]] = [(self._roots.setdefault(host, _Node()), ())]
        for segment in path.strip("/").split("/"):
            following = []
            for node, values in here:
                if segment in node.static:
                    following.append((node.static[segment], values))
                if node.param is not None and segment:
                    following.append((node.param, (*values, segment)))
            here = following
        return here

    def table(self) -> list[dict[str, str]]:
        """Every route as plain data."""
        return [{"host": route.host, "method": route.method, "path": route.path} for route in self.routes]


def checked_ids(params: dict[str, str]) -> dict[str, str]:
    """Path parameters, with IDs in their long form; 400301 for a malformed one."""
    return {name: checks.one_id(value) if name.endswith("_id") else value for name, value in params.items()}
