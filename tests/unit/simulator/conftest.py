# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running simulator per test, and a small client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

try:
    import requests

    from tests.simulator import Simulator
except ModuleNotFoundError:  # no aiohttp here, or not run from the root of the checkout
    collect_ignore_glob = ["test_*.py"]


class Api:
    """Requests with a token; `data` unwraps the envelope of a call that must succeed."""

    def __init__(self, sim: Simulator, token: str) -> None:
        self.sim = sim
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def __call__(
        self, method: str, path: str, json: Any = None, host: str = "api", **options: Any
    ) -> requests.Response:
        base = self.sim.uploader_url if host == "uploader" else self.sim.url
        options.setdefault("timeout", 5)
        options.setdefault("allow_redirects", False)
        url = path if path.startswith("http") else base + path
        return self.session.request(method, url, json=json, **options)

    def data(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        answer = self(method, path, json, **options)
        assert answer.status_code < 300, answer.text
        return answer.json()["data"]

    def error(self, method: str, path: str, json: Any = None, **options: Any) -> tuple[int, int]:
        """(HTTP status, error code)."""
        answer = self(method, path, json, **options)
        return answer.status_code, answer.json()["error"]["code"]

    def control(self, method: str, path: str, json: Any = None) -> requests.Response:
        return requests.request(method, f"{self.sim.url}/_simulator/{path}", json=json, timeout=5)


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Simulator, Api]]]:
    """start(switch=value, …) -> (simulator, client)."""
    running: list[tuple[Simulator, Api]] = []

    def begin(**switches: Any) -> tuple[Simulator, Api]:
        sim = Simulator(**{"default_player": "off", **switches}).start()
        api = Api(sim, sim.token)
        running.append((sim, api))
        return sim, api

    yield begin
    for sim, api in running:
        api.session.close()
        sim.stop()


@pytest.fixture
def sim_api(start: Callable[..., tuple[Simulator, Api]]) -> tuple[Simulator, Api]:
    """A simulator with every switch at its default but for a player that is there from the start, and its client."""
    return start()
