# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API whose answers lead elsewhere: the token arrives at no second server, however a module runs."""

from __future__ import annotations

import pathlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import assert_failure, assert_unchanged, assert_written
from tests.simulator import Simulator

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


class Elsewhere:
    """A second server: what it was asked, and by whom."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []
        seen = self.seen

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append((self.path, self.headers.get("Authorization")))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(PNG)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    made = Elsewhere()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_the_token_goes_to_the_api_only(
    play: Play, sim: Simulator, elsewhere: Elsewhere, tmp_path: pathlib.Path
) -> None:
    cover = tmp_path / "cover.png"
    cover.write_bytes(PNG + b"\1")
    own = sim.url.partition("://")[2]
    links = {
        "other": f"http://{elsewhere.place}/other.png",
        "backslash": f"http://{elsewhere.place}\\@{own}/backslash.png",
        "user": f"http://{own}@{elsewhere.place}/user.png",
    }
    for name, link in links.items():
        sim.seed("live_event", name=name, type="one-time", poster={"original": link})
    sim.seed("player", name="moved")
    sim.fault("redirect", method="GET", path="/v1/players*", times=None, location=f"http://{elsewhere.place}/moved")
    run = play(
        sim,
        [
            *(task("live_event", name, {"name": name, "poster": str(cover)}) for name in links),
            task("player", "moved", {"name": "moved", "state": "absent"}),
        ],
    )
    assert_written(run("other"), ["update"])
    for name in ("backslash", "user"):  # what cannot be read is not known
        assert_unchanged(run(name))
        assert run(name).result["unverified"] == ["poster"]
    assert_failure(run("moved"))
    assert "it is not followed" in run("moved").msg
    assert elsewhere.seen == [("/other.png", None)]
    assert sim.token not in run.output
