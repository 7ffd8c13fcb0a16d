# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role recording and its playbook, as people call them."""

from __future__ import annotations

import json
import pathlib
import threading
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import yaml

from tests.integration.both_ways import CORE
from tests.integration.console import Console
from tests.integration.play import ROOT
from tests.integration.test_event_playbooks import hostile
from tests.integration.test_guide import follow
from tests.simulator import Simulator

#: whether variables keep their types in templates; before, Ansible itself refuses null for a text
TYPED = CORE >= (2, 19)


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """An empty folder, and a workspace with a live event that is on air."""
    sim.set(stream_words="on-air")
    live, archive = (sim.seed("project", name=name, privacy_type="nowhere")["id"] for name in ("Live", "Archive"))
    sim.seed("project", name="Courses", privacy_type="anywhere")
    sim.seed("playlist", name="Algebra for beginners", settings={"sort_field": "custom"})
    sim.seed("live_event", name="Algebra", type="one-time", parent_id=live, record={"parent_id": archive})
    sim.connect("Algebra")
    return Console(tmp_path / "recording", sim, edge)


@pytest.mark.worker_only
def test_the_guide_recording_shows_what_happens(console: Console, sim: Simulator) -> None:
    """Each file is written, each command run, and each line of output seen."""
    sim.finish("Algebra")
    assert follow(console, "recording", (sim.token,)) == 2
    (video,) = sim.objects("video")
    assert [one["title"] for one in video["chapters"]["items"]] == ["Welcome", "Questions"]
    assert sim.objects("playlist")[0]["entity_ids"] == [video["id"]]


def test_a_recording_is_waited_for_and_a_run_that_was_cut_is_completed(
    console: Console, sim: Simulator, tmp_path: pathlib.Path
) -> None:
    """The stream ends meanwhile, its recording is processed; what other people wrote is not evaluated."""
    made = tmp_path / "made"
    made.mkdir()
    name, *others = hostile(made)
    event = sim.edit("live_event", "Algebra", name=name)
    messages = [f"#chapter {text}" for text in (*others, "Tests")]
    for number, text in enumerate(messages):
        written = datetime.now(timezone.utc) - timedelta(seconds=40 - number)
        sim.seed(
            "chat_message",
            stream_id=event["stream"]["id"],
            message=text,
            is_admin="true",
            created_at=f"{written:%Y-%m-%dT%H:%M:%SZ}",
        )
    other = sim.seed("video", title="Other")["id"]
    sim.edit("playlist", "Algebra for beginners", entity_ids=[other])
    variables = {
        "kinescope_recording_event": event["id"],
        "kinescope_recording_title": "{name} {part}",
        "kinescope_recording_location": {"project": "Courses"},
        "kinescope_recording_playlist": "Algebra for beginners",
        "kinescope_recording_chapters_chat": True,
        "kinescope_recording_chat_dest": "chat.txt",
        "kinescope_recording_chat_format": "txt",
        "kinescope_recording_on_air": "wait",
        "kinescope_recording_wait_interval": 1,
    }
    checked = console.playbook("publish_recording", "--check", **variables)
    assert checked, checked.output
    assert "is on air" in checked.output

    def ends() -> None:
        sim.finish(event["id"])
        sim.edit("video", sim.objects("video")[-1]["id"], status="processing", duration=3600.0)
        threading.Timer(3, lambda: sim.edit("video", sim.objects("video")[-1]["id"], status="done")).start()

    assert sim.writes == []
    sim.fault("status", method="POST", path="*/entities", status=403, times=1)
    looks = len(sim.requests("GET", "*/videos"))
    threading.Thread(target=_when, args=(lambda: len(sim.requests("GET", "*/videos")) > looks, ends)).start()
    cut = console.playbook("publish_recording", **variables)
    assert not cut
    assert "Cannot update playlist 'Algebra for beginners'" in cut.output

    sim.clear_journal()
    completed = console.playbook("publish_recording", **variables)
    assert completed, completed.output
    assert [entry.path.rpartition("/")[2] for entry in sim.writes] == ["entities"]
    assert "changed=0" in console.playbook("publish_recording", **variables).output
    video = sim.objects("video")[-1]
    assert video["title"] == f"{name} 1"
    assert video["privacy_type"] == "anywhere"
    assert len(video["chapters"]["items"]) == len(messages)
    assert sim.objects("playlist")[0]["entity_ids"] == [other, video["id"]]
    assert "touch" in console.read("chat.txt")
    assert list(made.iterdir()) == []


def _when(true: Any, act: Any) -> None:
    """Act as soon as something is true."""
    waits = threading.Event()
    while not true():
        waits.wait(0.05)
    act()


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["set kinescope_recording_event (name or ID"]),
    ({"event": "Algebra"}, ["live event 'Algebra' is on air", "or set kinescope_recording_on_air=wait"]),
    ({"event": "Physics"}, ["live event 'Physics' has 2 recordings", "- {first} ", "- {second} "]),
    (
        {"video": "{first}", "wait_timeout": 1, "wait_interval": 1},
        ["is not ready yet", "took longer than 1 seconds"],
    ),
    ({"event": "Talk", "wait_interval": 600}, ["live event 'Talk' has no recording: its recording is turned off"]),
    ({"event": "Talk", "not_ready": "skip"}, []),
    ({"video": "{other}"}, ["video {other} does not exist, or is not a recording of a live event"]),
    ({"video": "{other}", "not_ready": "skip"}, []),
    ({"event": "Algebra", "poster_src": "no.png"}, ["kinescope_recording_poster_src: file not found: {folder}/no.png"]),
    ({"event": "Algebra", "chapters_src": "bad.txt"}, ["cannot be read from bad.txt", "line 1: is not a time"]),
    ({"event": "Algebra", "playlist": "Geometry"}, ["there is no playlist Geometry"]),
    ({"event": "Algebra", "chat_dest": "none/chat.json"}, ["directory not found: {folder}/none"]),
    ({"event": "Algebra", "chapters": [{"title": "Welcome"}]}, ["missing required arguments: time"]),
    ({"event": "Algebra", "chapters": [{"time": 0}, {"time": "0"}]}, ["several chapters at the same time"]),
    ({"event": "Algebra", "chapters": [{"time": "-1"}]}, ["must be 0 or greater"]),
    ({"event": "Algebra", "poster_time": -0.5}, ["must be 0 or greater"]),
    ({"event": "Algebra", "wait_timeout": -1}, ["must be 0 or greater"]),
]
if TYPED:
    CASES += [
        ({"event": None, "video": None}, ["set kinescope_recording_event (name or ID"]),
        ({"event": 2026}, ["event must be a string, not an integer; quote it"]),
        ({"event": "Algebra", "playlist": 2026}, ["key must be a string, not an integer; quote it"]),
        ({"event": "Algebra", "title": 2026}, ["kinescope_recording_title must be a string, not a number; quote it"]),
    ]


@pytest.mark.worker_only
def test_what_cannot_be_done_is_said_and_nothing_is_written(console: Console, sim: Simulator) -> None:
    """What is wrong or missing, and what to write; before anything is waited for, where that is possible.

    All in one play: what the role found before, it does not take for what is now.
    """
    console.write("bad.txt", "Welcome")
    physics = sim.seed("live_event", name="Physics", type="one-time", stream={"status": "finished"})
    sim.seed("live_event", name="Talk", type="one-time", stream={"status": "finished"}, record={"parent_id": None})
    meta = {"event_id": physics["id"], "stream_id": physics["stream"]["id"]}
    words = {"folder": str(console.folder), "other": sim.seed("video", title="Other")["id"]}
    for word in ("first", "second"):
        words[word] = sim.seed("video", title=word, status="processing", meta=meta)["id"]
    tasks: list[dict[str, Any]] = []
    for options, _said in CASES:
        given = {f"kinescope_recording_{name}": _filled(value, words) for name, value in options.items()}
        role = {"include_role": {"name": "kinescope.kinescope.recording"}, "vars": given}
        failed = {"set_fact": {"said": "{{ said + [ansible_failed_result.msg | default('') | string] }}"}}
        passed = {"set_fact": {"said": "{{ said + [''] }}"}}
        tasks.append({"block": [role, passed], "rescue": [failed]})
    tasks.append({"copy": {"content": "{{ said | to_json }}", "dest": "said.json", "mode": "0600"}})
    tasks.insert(0, {"set_fact": {"said": []}})
    console.write("site.yml", yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    run = console.run("ansible-playbook", "site.yml")
    assert run, run.output
    for (options, said), told in zip(CASES, json.loads(console.read("said.json")), strict=True):
        assert all(_filled(part, words) in told for part in said), (options, told)
        assert bool(said) == bool(told), (options, told)
    assert sim.writes == []


@pytest.mark.worker_only
@pytest.mark.skipif(not TYPED, reason="Ansible itself refuses null for a text")
def test_variables_without_a_value_are_not_given(console: Console, sim: Simulator) -> None:
    """An empty value in YAML is null."""
    sim.finish("Algebra")
    (console.folder / "poster.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(24))
    spec = yaml.safe_load((ROOT / "roles/recording/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = {name: one for name, one in spec["argument_specs"]["main"]["options"].items() if "recording" in name}
    types = ("bool", "int")  # these have defaults that null does not stand for
    empty = [name for name, one in options.items() if one["type"] not in types and "choices" not in one]
    assert {f"kinescope_recording_{name}" for name in ("poster_time", "chapters", "playlist", "title")} <= {*empty}
    variables = {**dict.fromkeys(empty), "kinescope_recording_event": "Algebra"}
    for more in ({}, {"kinescope_recording_poster_src": "poster.png"}):
        run = console.playbook("publish_recording", **{**variables, **more})
        assert run, run.output
    assert [entry.method for entry in sim.writes] == ["PATCH", "POST"]  # privacy; poster


def _filled(value: Any, words: dict[str, str]) -> Any:
    return value.format(**words) if isinstance(value, str) else value
