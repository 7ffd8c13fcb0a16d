# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks that rulebooks run, with events as variables: what a caller wrote is no template, and only a hint."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.extensions.eda.plugins.event_source.webhook import Payload
from tests.integration.console import Console, Done
from tests.integration.test_events import Chat
from tests.simulator import Simulator

OVERRIDE = "#jinja2:variable_start_string:'[[', variable_end_string:']]'"


def run(console: Console, playbook: str, payload: dict[str, Any]) -> Done:
    """Run a playbook with an event as ansible-rulebook does: as a file of extra variables."""
    event = {"payload": payload, "meta": {"path": "/"}}
    console.write("extravars", yaml.dump({"ansible_eda": {"event": event}}))
    return console.run("ansible-playbook", "-e", "@extravars", playbook)


def hostile(folder: pathlib.Path) -> list[str]:
    """Texts each of which would make a file in a folder if it were evaluated."""
    act = "lookup('ansible.builtin.pipe', 'touch %s/%d')"
    forms = [
        "{{ ACT }}",
        "{{ACT}}{# #}",
        "{% if ACT %}{% endif %}",
        "{# #}{{ ACT }}",
        "{{ {'a': ACT} }}",
        "x\x00{\x00{{ ACT }}",
        f"{OVERRIDE}\n[[ ACT ]]",
        f"{OVERRIDE}\r\n[[ ACT ]]\n",
        f"#jinja2:#jinja2:{OVERRIDE}\n[[ ACT ]]",
    ]
    return [form.replace("ACT", act % (folder, number)) for number, form in enumerate(forms)]


def test_what_a_caller_wrote_is_not_evaluated(tmp_path: pathlib.Path, edge: str) -> None:
    """Values and keys of any depth, wherever a playbook uses them."""
    made = tmp_path / "made"
    made.mkdir()
    texts = hostile(made)
    said = {"event": "x", "data": {"texts": texts, "deep": [[{"a": {"b": texts}}]], **dict.fromkeys(texts, 1)}}
    said.update({text: {"a": 1} for text in texts})
    console = Console(tmp_path / "site", None, edge)
    tasks: list[dict[str, Any]] = [
        {"debug": {"var": "ansible_eda"}},
        {"debug": {"msg": "{{ item }}"}, "loop": "{{ ansible_eda.event.payload.data.texts }}"},
        {"set_fact": {"joined": "{{ ansible_eda.event.payload.data.texts | join }}"}},
        {"debug": {"msg": "{{ joined }} {{ indirect }}"}},
    ]
    play = {"hosts": "localhost", "gather_facts": False, "tasks": tasks}
    play["vars"] = {"indirect": "{{ ansible_eda.event.payload.data.deep[0][0].a.b | join }}"}
    console.write("play.yml", yaml.safe_dump([play]))
    done = run(console, "play.yml", Payload(said).harmless)
    assert done, done.output
    assert "touch" in done.output
    assert [path.name for path in made.iterdir()] == []


@pytest.mark.parametrize(
    ("playbook", "data"),
    [
        ("report_video", {"id": "../projects/0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10"}),
        ("report_video", "a text"),
        ("publish_recording", {"event_id": "Talk", "id": "0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10\n"}),
    ],
)
def test_what_is_not_an_id_is_not_asked_for(
    playbook: str, data: Any, tmp_path: pathlib.Path, sim: Simulator, edge: str
) -> None:
    """Whatever event source it came from."""
    sim.seed("live_event", name="Talk", type="one-time")
    console = Console(tmp_path / "site", sim, edge)
    done = run(console, f"kinescope.kinescope.{playbook}", {"event": "x", "data": data})
    assert not done
    assert "is neither a UUID nor a 22-character short ID" in done.output
    assert list(sim.journal) == []


def test_what_the_api_shows_is_published(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Recordings that are done, of a stream that is over; whether an event or a recording was hinted at."""
    console = Console(tmp_path / "site", sim, edge)
    project = sim.seed("project", name="Streams", privacy_type="nowhere")["id"]

    def seed(name: str, stream: str, status: str) -> tuple[str, str]:
        event = sim.seed("live_event", name=name, type="one-time", parent_id=project, stream={"status": stream})["id"]
        meta = {"event_id": event, "stream_id": event}
        video = sim.seed("video", title=name, status=status, meta=meta, project_id=project, privacy_type="nowhere")
        return event, video["id"]

    def published(**data: str) -> list[str]:
        before = len(sim.writes)
        done = run(console, "kinescope.kinescope.publish_recording", {"event": "x", "data": data})
        assert done, done.output
        return [entry.path.split("/")[-1] for entry in sim.writes[before:]]

    early, over, processing = (
        seed("Early", "pending", "done"),
        seed("Over", "finished", "done"),
        seed("Processing", "finished", "processing"),
    )
    other = sim.seed("video", title="Other", status="done", project_id=project, privacy_type="nowhere")["id"]
    assert published(event_id=early[0]) == published(event_id=processing[0]) == published(id=other) == []
    assert published(event_id=over[0]) == [over[1]]
    sim.edit("video", "Processing", status="done")
    part = {**sim.object("video", processing[1])["meta"]}  # was done while the stream was on air
    first = sim.seed("video", title="Part", status="done", meta=part, project_id=project, privacy_type="nowhere")["id"]
    assert set(published(id=processing[1])) == {first, processing[1]}


@pytest.mark.worker_only
def test_a_title_commands_no_chat(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """It calls nobody, and shows no link as something else; whoever may upload a video chooses it."""
    title = "{{ 6000 + 71 }} <!channel> <https://evil.example|here> [here](https://evil.example) @all a_b *c*"
    video = sim.seed("video", title=title, status="error")["id"]
    console, chat = Console(tmp_path / "site", sim, edge), Chat()
    try:
        console.variables["kinescope_notify_url"] = chat.url
        done = console.playbook("report_video", kinescope_video_id=video)
    finally:
        chat.server.shutdown()
        chat.server.server_close()
    assert done, done.output
    assert title in done.output
    shown = "{{ 6000 + 71 }} ‹!channel› ‹https://evil.example|here› [here] (https://evil.example) ＠all a_b *c*"
    assert chat.messages == [{"text": f"Video '{shown}' ({video}) cannot be watched: its status is error."}]
