# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which module reaches which endpoint of the API: one playbook with tasks for every module, and what they sent.

``make generate`` writes docs/endpoints.md from it. For a new module: add its STEPS, and write the page anew.
"""

from __future__ import annotations

import csv
import pathlib
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from tests.integration.play import ROOT, Run, run_playbook, task
from tests.simulator import Simulator
from tests.simulator.core import Core

HEAD = """\
<!--
Copyright (c) 2026, the kinescope.kinescope contributors
GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->
# Endpoints of the API and their modules

All requests of the API, each with the module that manages the object. Other modules send some of them too, for example
to look up an object by its name. `kinescope_workspace`, `kinescope_workspace_info` and `kinescope_info` send the
requests of all kinds that they support. `{uploader}` is the host that receives files.

`make generate` writes this page: a playbook calls every module, and the journal of [the simulator](simulator.md) shows
what each of them sent. A test checks that the page is up to date.

| request | module |
|---|---|"""
PAGE = ROOT / "docs/endpoints.md"
ENDPOINTS = ROOT / "tests/simulator/endpoints.tsv"

ID = "93997264-97ac-4091-b48e-559614c2817a"  # of every seeded object
OTHER = "f236071b-dad9-43c3-a9c3-a3a98f631f86"
GOING = "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"  # a video
PLACE = {"project": "Courses", "folder": ["2026"]}
SPAN = {"from": "2026-11-01", "to": "2026-11-03"}
RESTREAMS = [{"name": name, "url": "rtmp://r.example.com/live", "key": "key-of-stream"} for name in ("one", "two")]
GUESTS = [{"user_id": id, "name": "Guest", "role": "manager"} for id in (ID, OTHER)]
FILES = {
    "picture.png": bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"),
    "film.mp4": b"not really a film",
}
CHAPTERS = {"items": [{"time": 0, "title": "Welcome"}]}
LESSON = str(ROOT / "tests/unit/_reconcile/files/lesson.vtt")
GONE = {"state": "absent"}

#: A module's name without its prefix, and the options of a task. Each must succeed. An endpoint is named for the first
#: module that reaches it: what another one refers to comes before it, modules that read anything come last.
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("player", {"name": "Main", "settings": {"autoplay": True}, "logo": {"src": "picture.png"}}),
    ("player", {"id": ID, "name": "Third", "logo": GONE}),
    ("player", {"id": ID, **GONE}),
    ("project", {"name": "Courses", "privacy_type": "anywhere", "player": "Main"}),
    ("project", {"name": "Courses", "privacy_type": "nowhere"}),
    ("project", {"id": ID, **GONE}),
    ("folder", {"project": "Courses", "name": "2026"}),
    ("folder", {"project": "Library", "id": ID, "name": "Archive"}),
    ("folder", {"project": "Library", "id": ID, **GONE}),
    ("webhook", {"name": "Site", "endpoint": "https://site.example.com"}),
    ("webhook", {"name": "Site", "endpoint": "https://other.example.com"}),
    ("webhook", {"name": "Site", **GONE}),
    ("privacy_domain", {"domain": "school.example.com"}),
    ("privacy_domain", {"domain": "school.example.com", "archived": True}),
    ("privacy_domain", {"domain": "school.example.com", **GONE}),
    ("cdn_zone", {"name": "Files", "host": "files.example.com"}),
    ("cdn_zone", {"name": "Files", "host": "other.example.com"}),
    ("cdn_zone", {"name": "Files", **GONE}),
    ("drm_auth", {"url": "https://auth.example.com"}),
    ("drm_auth", {"project": "Courses", "url": "https://auth.example.com"}),
    ("drm_auth", GONE),
    ("drm_auth", {"project": "Courses", **GONE}),
    ("tag", {"tag": "public"}),
    ("tag", {"tag": "public", "archived": True}),
    ("tag", {"tag": "public", **GONE}),
    ("moderator", {"email": "a@example.com", "username": "Ann", "password": "password-of-ann"}),
    ("moderator", {"id": ID, "email": "b@example.com", "username": "Boris", "password": "password-of-boris"}),
    ("moderator", {"id": ID, **GONE}),
    ("live_event", {"name": "Weekly", "type": "recurring", "restreams": RESTREAMS}),
    (
        "live_event",
        {"name": "Weekly", "subtitle": "s", "location": PLACE, "restreams": [{**RESTREAMS[0], "key": "new-key"}]},
    ),
    ("live_event", {"name": "Weekly", "restreams": RESTREAMS}),
    ("live_event", {"id": ID, **GONE}),
    ("live_stream", {"name": "Weekly", "action": "schedule", "starts_at": "2026-12-01T10:00:00Z"}),
    ("live_stream", {"name": "Weekly", "action": "enable"}),
    ("live_stream", {"name": "Weekly", "action": "complete"}),
    ("live_stream", {"name": "Weekly", "action": "schedule", "starts_at": "2026-12-08T10:00:00Z"}),
    ("access_token", {"name": "ci", "scope": {"api": ["read"]}, "reveal_secrets": True}),
    ("access_token", {"id": ID, **GONE}),
    # videos and what hangs on them: a module of their own stands before its lines for info
    ("video", {"title": "Film", "location": PLACE, "src": "film.mp4"}),
    ("video", {"title": "Concert", "location": PLACE, "url": "https://cdn.example.com/concert.mp4"}),
    ("video", {"title": "Film", "location": PLACE, "tags": ["public"], "chapters": CHAPTERS}),
    ("video", {"id": GOING, "location": PLACE}),
    ("video", {"id": GOING, **GONE}),
    ("info", {"kind": "video"}),
    ("info", {"kind": "video", "id": ID}),
    ("upload_link", {"title": "Talk", "location": PLACE, "filename": "a.mp4", "filesize": 1}),
    ("video_edit", {"video": ID, "action": "copy", "location": PLACE}),
    ("video_edit", {"video": ID, "action": "concat", "append": [OTHER]}),
    (
        "video_edit",
        {"video": ID, "action": "cut", "trim": [{"start": 1, "length": 2}], "title": "Part", "location": PLACE},
    ),
    ("annotation", {"video": ID, "title": "More", "type": "text", "end_time": 1000}),
    ("annotation", {"video": ID, "id": ID, "title": "Less"}),
    ("annotation", {"video": ID, "title": "Less", **GONE}),
    ("poster", {"video": ID, "from_time": 2.5}),
    ("poster", {"video": ID, "from_time": 2.5, "active": True}),
    ("poster", {"video": ID, "src": "picture.png", "replace": True}),
    ("poster", {"video": ID, "from_time": 2.5, **GONE}),
    ("material", {"video": ID, "src": "picture.png"}),
    ("material", {"video": ID, "src": "picture.png", "title": "Cover"}),
    ("material", {"video": ID, "filename": "обложка.png", "src": "picture.png", "position": 1}),
    ("material", {"video": ID, "filename": "обложка.png", **GONE}),
    ("subtitle", {"video": ID, "language": "en", "src": LESSON, "position": 1}),
    ("subtitle", {"video": ID, "language": "en", "description": "English"}),
    ("subtitle", {"video": ID, "language": "en", **GONE}),
    ("info", {"kind": "subtitle", "video": ID}),
    ("info", {"kind": "subtitle", "video": ID, "id": ID}),
    ("info", {"kind": "poster", "video": ID}),
    ("info", {"kind": "poster", "video": ID, "id": ID}),
    ("playlist", {"name": "Season", "location": PLACE, "settings": {"sort_field": "custom"}, "videos": [ID, OTHER]}),
    ("playlist", {"name": "Season", "description": "All of it", "videos": [OTHER, ID]}),
    ("playlist", {"name": "Season", "videos": []}),
    ("playlist", {"name": "Season", "videos": [ID]}),
    ("playlist", {"id": ID, **GONE}),
    ("file_request", {"title": "Talks", "location": PLACE}),
    ("file_request", {"id": ID, "title": "Homework", "archived": True}),
    ("file_request", {"id": ID, **GONE}),
    ("speak_room", {"name": "Lesson", "type": "permanent_meeting", "participants": GUESTS[:1]}),
    ("speak_room", {"name": "Lesson", "participants": []}),
    ("speak_room", {"name": "Exam", "id": ID, "participants": GUESTS}),
    ("speak_room", {"name": "Exam", "participants": [{**GUESTS[0], "name": "Ann"}]}),
    ("speak_room", {"name": "Exam", **GONE}),
    ("avatar", {"src": "picture.png"}),
    ("avatar", GONE),
    ("usage_info", SPAN),
    ("analytics_info", SPAN),
    ("analytics_info", {**SPAN, "report": "custom", "group": "day", "fields": ["view"]}),
    ("live_info", {"event": "Weekly", "include": ["qos", "chat", "restreams", "videos"]}),
    ("info", {"kind": "timezone"}),
    ("info", {"kind": "access_token"}),
    ("workspace", {"config": {"version": 1, "tags": [{"tag": "internal"}]}}),
    ("workspace_info", {}),
]

#: What no module sends, and why.
NOT_REACHED: dict[str, str] = {
    "POST /v1/videos/{video_id}/subtitles/{subtitle_id}/copy": "creates a duplicate; a subtitle is defined by its file",
    "GET /v2/live/events/{event_id}/restreams/{restream_id}": "the event contains its restreams",
    "GET /v1/speak/rooms/{room_id}/participants": "the room contains its participants",
    "GET /v1/speak/rooms/{room_id}/participants/{participant_id}": "the room contains its participants",
    "POST {uploader}/v2/upload/{upload_id}": "files are sent with `PATCH`, which can be resumed",
    "GET /v1/user/avatar/{avatar_id}": "the image itself, for web pages",
    "GET /v1/workspace/avatar/{avatar_id}": "the image itself, for web pages",
}

#: What modules that are still to come will reach.


def seed(sim: Simulator) -> None:
    """Objects that the tasks refer to: one of each kind by the id, and what one module alone cannot make."""
    library = sim.seed("project", name="Library", privacy_type="anywhere")["id"]
    sim.seed("player", id=ID, name="Second", logo={"content_type": "image/png", "data": "aWNvbg==", "file": "logo"})
    sim.seed("folder", id=ID, name="Old", project_id=library, parent_id=library)
    sim.seed("moderator", user_id=ID, email="b@example.com", username="Bob", password="password")
    sim.seed("file_request", id=ID, title="Old", uploading_location_id=library)
    sim.seed("speak_room", id=ID, name="Old", type="instant_meeting")
    for kind in ("project", "live_event", "playlist", "access_token"):
        sim.seed(kind, id=ID, name="Old")
    for id in (ID, OTHER, GOING):
        sim.seed("video", id=id, title="Lesson", project_id=library)
    for kind, owner in (("subtitle", "video_id"), ("annotation", "media_id"), ("poster", "video_id")):
        hanging: dict[str, Any] = {owner: ID}
        sim.seed(kind, id=ID, **hanging)


def endpoints() -> list[str]:
    """Every endpoint of the API, as ``METHOD path``; those of the uploader with its host."""
    with ENDPOINTS.open(encoding="utf-8", newline="") as file:
        return [_named(row["host"], row["method"], row["path"]) for row in csv.DictReader(file, delimiter="\t")]


def _named(host: str, method: str, path: str) -> str:
    return f"{method} {path}" if host == "api" else f"{method} {{{host}}}{path}"


def first_steps() -> list[tuple[str, dict[str, Any]]]:
    """The first step of each module."""
    first: dict[str, dict[str, Any]] = {}
    for kind, options in STEPS:
        first.setdefault(kind, options)
    return list(first.items())


def play(
    folder: pathlib.Path,
    edge: str = "worker",
    steps: Sequence[tuple[str, dict[str, Any]]] = tuple(STEPS),
    **options: Any,
) -> Run:
    """Run all steps, or some, in one playbook, with options of run_playbook()."""
    folder.mkdir()
    files = {name: folder / name for name in FILES}
    for name, path in files.items():
        path.write_bytes(FILES[name])
    with Simulator() as sim:
        seed(sim)
        tasks = [
            task(kind, f"{number} {kind}", _with_files(given, files)) for number, (kind, given) in enumerate(steps)
        ]
        return run_playbook(folder / "play", sim, tasks, edge=edge, **options)


def _with_files(options: Mapping[str, Any], files: Mapping[str, pathlib.Path]) -> dict[str, Any]:
    def whole(value: Any) -> Any:
        if isinstance(value, dict):
            return _with_files(value, files)
        return str(files[value]) if isinstance(value, str) and value in files else value

    return {name: whole(value) for name, value in options.items()}


def reached(run: Run) -> dict[str, list[str]]:
    """Each endpoint that answered a task, and the modules that reached it, in the order of STEPS."""
    find = Core({}).router.find
    names = {name.replace("{format}", "json"): name for name in endpoints()}
    found: dict[str, list[str]] = {}
    for one, (kind, _options) in zip(run, STEPS):
        assert one.name.endswith(f" {kind}")
        for entry in one.requests:
            if entry.status in range(200, 300):
                name = _named(entry.host, entry.method, find(entry.host, entry.method, entry.path)[0].path)
                modules = found.setdefault(names[name], [])
                modules += [] if kind in modules else [kind]
    return found


def faults(found: Collection[str]) -> list[str]:
    """What does not fit together: endpoints reached, endpoints explained, endpoints that there are."""
    every, explained = set(endpoints()), set(NOT_REACHED)
    return [
        *[f"{name} is reached: delete it from NOT_REACHED" for name in sorted(explained & set(found))],
        *[
            f"{name} is not reached: add a step, or say why in NOT_REACHED"
            for name in sorted(every - set(found) - explained)
        ],
        *[f"{name} is no endpoint" for name in sorted(explained - every)],
    ]


def _manager(endpoint: str, modules: Sequence[str]) -> str:
    """The module that manages what an endpoint is for; else the first one that reached it."""
    path = endpoint.partition(" ")[2]
    return next((one for one in modules if one in KINDS and KINDS[one].routes.path == path), modules[0])


def text(found: Mapping[str, Sequence[str]]) -> str:
    """What the page shall hold."""
    every = endpoints()
    rows = [f"| `{name}` | `kinescope_{_manager(name, found[name])}` |" for name in every if name in found]
    others = [f"| `{name}` | {NOT_REACHED[name]} |" for name in every if name in NOT_REACHED]
    parts = [
        HEAD,
        *rows,
        "",
        "## Not needed",
        "",
        "| request | why |",
        "|---|---|",
        *others,
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write the page anew; what does not fit together is told instead."""
    with tempfile.TemporaryDirectory() as folder:
        run = play(pathlib.Path(folder) / "run")
    failed = [f"{one.name}: {one.msg}" for one in run if one.failed]
    found = reached(run)
    wrong = failed or faults(found)
    if wrong:
        sys.exit("\n".join(wrong))
    PAGE.write_text(text(found), encoding="utf-8", newline="\n")
