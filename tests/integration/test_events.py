# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebooks at work: webhooks are sent as Kinescope sends them, and what comes of them is looked at."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import shlex
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
import yaml

from tests.integration.console import Console
from tests.integration.play import kill, with_descendants
from tests.integration.test_guide import blocks, commands
from tests.simulator import Simulator, ids

FILES = {name: text for _language, name, text in blocks("events") if name}
READ, START, REGISTER, TRY = (
    command
    for language, _name, text in blocks("events")
    if language == "console"
    for command, _output in commands(text)
)
#: ansible-rulebook would make another number of this password.
LOGIN = (yaml.safe_load(FILES["vars.yml"])["kinescope_webhook_login"], "73_551.20")
VARIABLE = READ.removeprefix("read -rs ").partition(" ")[0]
PASSWORD = {VARIABLE: LOGIN[1]}  # as the guide reads it from the terminal
PASSED_ON = ("KINESCOPE_API_TOKEN", "KINESCOPE_API_URL", "KINESCOPE_UPLOADER_URL")
PATIENCE = 300  # seconds; a run takes some five, and much longer where others work

pytestmark = pytest.mark.worker_only


class Chat:
    """Takes messages as the incoming webhook of a chat does."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                chat.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A chat."""
    chat = Chat()
    yield chat
    chat.server.shutdown()
    chat.server.server_close()


class Rulebook:
    """A rulebook of the collection that runs, as the guide starts it, and waits for events.

    ``variables`` are for the playbooks that it runs, besides those of the guide.
    """

    def __init__(self, console: Console, name: str, **variables: Any) -> None:
        self.log = console.folder / "rulebook.log"
        self.port = _free_port()
        given = {**yaml.safe_load(FILES["vars.yml"]), "kinescope_webhook_port": self.port}
        inventory = yaml.safe_load(FILES["inventory.yml"])
        inventory["all"]["hosts"]["localhost"].update(variables)
        console.write("vars.yml", yaml.safe_dump(given))
        console.write("inventory.yml", yaml.safe_dump(inventory))
        command = START.replace("video_failed", name).replace("KINESCOPE_API_TOKEN", ",".join(PASSED_ON))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                shlex.split(command),
                cwd=console.folder,
                env={**console.environment, **PASSWORD},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def listens(self) -> bool:
        """Whether it takes webhooks yet."""
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"http://127.0.0.1:{self.port}/health", timeout=5).ok
        return False

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, f"not in {PATIENCE} s: {what}\n{self.log.read_text()}"
            time.sleep(0.1)

    def send(self, event: str, **data: Any) -> int:
        """Send a webhook; the status of the answer."""
        return self.post({"event": event, "data": data})

    def post(self, body: Any) -> int:
        """Send anything; the status of the answer."""
        return requests.post(f"http://127.0.0.1:{self.port}/", json=body, auth=LOGIN, timeout=60).status_code

    def says(self, text: str) -> bool:
        """Whether it has said something so far."""
        return text in self.log.read_text()

    def stop(self) -> None:
        """End it, with the playbooks that it started: one that loses its terminal may hang for ever."""
        below: list[int] = []
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGSTOP)  # it starts no more of them
            _rulebook, *below = with_descendants(self.process.pid)
            for number in (signal.SIGTERM, signal.SIGCONT):
                os.killpg(self.process.pid, number)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        kill(below)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def rulebook(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Iterator[Callable[..., Rulebook]]:
    """Start a rulebook."""
    if not shutil.which("java"):
        pytest.skip("Java is missing, which ansible-rulebook needs")
    started: list[Rulebook] = []
    console = Console(tmp_path / "rules", sim, edge)

    def start(name: str, **variables: Any) -> Rulebook:
        rules = Rulebook(console, name, **variables)
        started.append(rules)
        rules.until(rules.listens, "it listens")
        return rules

    yield start
    for one in started:
        one.stop()
        assert not one.says(sim.token)
        assert not one.says(LOGIN[1])


def test_a_video_failed(rulebook: Callable[..., Rulebook], sim: Simulator, chat: Chat, tmp_path: pathlib.Path) -> None:
    """People are told of a video that failed, and not of one that an event only claims to have failed.

    What a caller writes is not evaluated, and does not stop the engine.
    """
    project = sim.seed("project", name="Courses", privacy_type="anywhere")
    place = {"project_id": project["id"]}
    good = sim.seed("video", title="Good", status="done", **place)
    bad = sim.seed("video", title="Lecture «1»", status="error", **place)
    rules = rulebook("video_failed", kinescope_notify_url=chat.url)
    console = Console(tmp_path / "guide", None, "worker")
    called = TRY.replace(":5000/", f":{rules.port}/").replace("...", "")
    tried = console.run("sh", "-c", f"{called} --fail-with-body", env=PASSWORD)
    assert tried, tried.output
    made = tmp_path / "made"
    act = f"{{{{ lookup('ansible.builtin.pipe', 'touch {made}') }}}}"
    assert rules.send("media.update.status", id=act, status="error", message=act, **{act: {"": act}}) == 200
    assert rules.post({"event": "x", "": 1}) == 200
    assert rules.post({"event": act}) == 400
    assert rules.send("media.update.status", id=good["id"], status="processing") == 200
    assert rules.send("media.update.status", id=good["id"], status="error") == 200
    assert rules.send("media.update.status", id=bad["id"], status="error", message="cannot download") == 200
    rules.until(lambda: bool(chat.messages), "the chat is told")
    assert chat.messages == [{"text": f"Video 'Lecture «1»' ({bad['id']}) cannot be watched: its status is error."}], (
        rules.log.read_text()
    )
    assert rules.says("is neither a UUID nor a 22-character short ID")
    assert not made.exists()
    assert rules.send("media.update.status", id=bad["id"], status="error") == 200
    rules.process.terminate()
    assert rules.process.wait(PATIENCE) == 0, rules.log.read_text()
    assert len(chat.messages) == 2, "what was accepted is done before it ends"


def test_several_events_lead_to_one_look_for_drift(
    rulebook: Callable[..., Rulebook], sim: Simulator, tmp_path: pathlib.Path
) -> None:
    """Several events lead to one look for drift."""
    (tmp_path / "workspace.yml").write_text("version: 1\nplayers: [{name: Main, settings: {autoplay: true}}]\n")
    reports = tmp_path / "reports"
    rules = rulebook(
        "drift_check",
        kinescope_workspace_src=str(tmp_path / "workspace.yml"),
        kinescope_drift_report_dir=str(reports),
        kinescope_drift_fail=False,
    )
    for _number in range(3):
        assert rules.send("media.update.status", id=ids.new_id(), status="done") == 200
    rules.until((reports / "drift.xml").exists, "the report is there")
    assert json.loads((reports / "drift.json").read_text())["summary"]["create"] == 1
    assert [entry for entry in sim.journal if entry.method != "GET"] == []


def test_the_role_registers_the_webhook_once(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """Once; again is no change; the password is sent and never shown."""
    console = Console(tmp_path / "site", sim, edge)
    console.write("webhook.yml", FILES["webhook.yml"])
    for changed in (1, 0):
        run = console.run(*shlex.split(REGISTER), "-vvv", "--diff", env=PASSWORD)
        assert run, run.output
        assert f"changed={changed} " in run.output
        assert LOGIN[1] not in run.output
    (hook,) = sim.objects("webhook")
    registered = [hook[name] for name in ("endpoint", "login", "password")]
    assert registered == ["https://events.example.com/kinescope", *LOGIN]
    assert hook["events"] == ["media.update.status", "live.created", "live.connected", "live.disconnected"], "the known"
    assert len(sim.writes) == 1


def test_a_stream_ended(rulebook: Callable[..., Rulebook], sim: Simulator) -> None:
    """What was recorded can be watched, when its stream is over and it is done; other videos stay as they are."""
    project = sim.seed("project", name="Streams", privacy_type="nowhere")
    place = {"project_id": project["id"], "privacy_type": "nowhere"}

    def seed(name: str, stream: str) -> tuple[str, str]:
        event = sim.seed("live_event", name=name, type="one-time", stream={"status": stream})["id"]
        meta = {"event_id": event, "stream_id": event}
        return event, sim.seed("video", title=name, status="done", meta=meta, **place)["id"]

    def published() -> list[str]:
        assert all((entry.method, entry.body) == ("PATCH", {"privacy_type": "anywhere"}) for entry in sim.writes)
        return [entry.path.rpartition("/")[2] for entry in sim.writes]

    (early, _recording), (talk, first), (_event, second) = (
        seed("Early", "pending"),
        seed("Talk", "finished"),
        seed("Late", "finished"),
    )
    other = sim.seed("video", title="Other", status="done", **place)["id"]
    rules = rulebook("stream_ended")
    assert rules.send("live.connected", event_id=early) == 200
    assert rules.send("live.finished", event_id=early, video_id=other) == 200
    assert rules.send("media.update.status", id=other, status="done") == 200
    assert rules.send("live.finished", event_id=talk) == 200
    rules.until(lambda: published() == [first], "the recording is published")
    assert rules.says("the stream of live event 'Early' has not ended: its status is 'pending'")
    assert rules.send("media.update.status", id=second, status="done") == 200
    rules.until(lambda: published() == [first, second], "the recording that is done later is published")
    assert sim.object("video", other)["privacy_type"] == "nowhere"
