# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of each module work as they stand: in check mode, for real, and once more without a change."""

from __future__ import annotations

import ast
import json
import os
import pathlib
import subprocess
from typing import Any, Callable

import pytest
import yaml

from tests.integration.fork_server import PASSED, ansible_playbook
from tests.integration.play import EDGES, RECORDED, ROOT, connection
from tests.simulator import Simulator

# Modules that only read have theirs in test_info_modules.py, workspaces in test_workspace.py;
# examples that change something each time, in the tests of their modules.
ELSEWHERE = ("_info", "_workspace", "_avatar", "_upload_link", "_video_edit")
MODULES = sorted(
    path.stem for path in (ROOT / "plugins/modules").glob("kinescope_*.py") if not path.stem.endswith(ELSEWHERE)
)

# What the examples take from a vault or from the environment; never equal, so that a mix-up shows.
VAULT = {
    name: f"secret of {name}"
    for name in (
        "vault_site_hook_password",
        "vault_control_room_password",
        "vault_public_channel_key",
        "vault_origin_password",
        "vault_secure_link_key",
        "vault_drm_password",
        "vault_moderator_password",
        "vault_night_shift_password",
        "vault_day_shift_password",
    )
}
VAULT["vault_lost_phone_token_id"] = "b7d1c6a2-5f0e-4d43-9b1c-2a6e8f7d9c30"
ENVIRONMENT = {
    name: f"secret of {name}"
    for name in (
        "CHAT_BOT_PASSWORD",
        "PUBLIC_CHANNEL_KEY",
        "LECTURES_LINK_KEY",
        "COURSES_DRM_PASSWORD",
        "GUEST_MODERATOR_PASSWORD",
    )
}
# The ids that examples of renaming give, in both forms.
UUID = "93997264-97ac-4091-b48e-559614c2817a"
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")


def project(sim: Simulator) -> None:
    sim.seed("player", name="Main")
    sim.seed("project", name="Library", privacy_type="anywhere")
    sim.seed("project", name="Drafts", privacy_type="custom", privacy_domains=["old.example.com"])
    sim.seed("project", id=UUID, name="Archive 2025", privacy_type="nowhere")
    summer = sim.seed("project", name="Summer 2019", privacy_type="nowhere", items_count=1)
    sim.seed("folder", name="Camp", project_id=summer["id"], parent_id=summer["id"])


def folder(sim: Simulator) -> None:
    for name in ("Library", "Courses"):
        courses = sim.seed("project", name=name, privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2025", project_id=courses, parent_id=courses)["id"]
    sim.seed("folder", id=UUID, name="Archive", project_id=courses, parent_id=year)
    for name in ("Autumn", "Drafts"):
        sim.seed("folder", name=name, project_id=courses, parent_id=year)
    summer = sim.seed("folder", name="Summer 2019", project_id=courses, parent_id=courses)["id"]
    sim.seed("video", title="Camp", project_id=courses, folder_id=summer)


def player(sim: Simulator) -> None:
    for name in ("Landing page", "Preview", "Free lessons", "Black Friday"):
        sim.seed("player", name=name, settings={"autoplay": False, "share": True})
    logo = {"content_type": "image/png", "data": "aWNvbg==", "file": "logo"}
    sim.seed("player", name="Subscribers", ads=[{"url": "https://ads.example.com/old.xml"}], logo=logo)
    sim.seed("player", id=UUID, name="Winter campaign")


def webhook(sim: Simulator) -> None:
    for name in ("Chat bot", "Control room", "Statistics", "Intranet"):
        sim.seed("webhook", name=name, endpoint="https://example.com/hook", login="kinescope", password="an old one")
    sim.seed("webhook", id=UUID, name="Letters", endpoint="https://example.com/hook")
    sim.seed("webhook", name="Old site", endpoint="https://example.com/hook")


def live_event(sim: Simulator) -> None:
    for name in ("Webinars", "Archive"):
        sim.seed("project", name=name, privacy_type="anywhere", catalog_type="live")
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2026", project_id=courses, parent_id=courses)
    sim.seed("folder", name="Autumn", project_id=courses, parent_id=year["id"])
    planned = {"type": "one-time", "scheduled": {"time": "2026-12-01T10:00:00Z"}, "record": {"parent_id": courses}}
    channel = {"name": "Public channel", "url": "rtmp://live.example.com/app", "key": "an old one"}
    for name in ("Open day", "Rehearsal", "Concert", "Spring webinar", "Test broadcast"):
        sim.seed("live_event", name=name, parent_id=courses, restreams=[channel], **planned)
    sim.seed("live_event", id=UUID, name="Summer webinar", **planned)


def privacy_domain(sim: Simulator) -> None:
    for domain in ("old.example.com", "test.example.com"):
        sim.seed("privacy_domain", domain=domain)
    sim.seed("privacy_domain", domain="summer.example.com", archived_at="2026-01-01T00:00:00Z")
    sim.seed("privacy_domain", id=UUID, domain="college.example.com")


def tag(sim: Simulator) -> None:
    for text in ("spring-2019", "test"):
        sim.seed("tag", tag=text)
    sim.seed("tag", tag="summer", archived_at="2026-01-01T00:00:00Z")
    sim.seed("tag", id=UUID, tag="talk")


def moderator(sim: Simulator) -> None:
    for name in ("night", "guest", "gone"):
        sim.seed("moderator", email=f"{name}@example.com", username="Somebody", password="an old one")
    sim.seed("moderator", user_id=UUID, email="morning@example.com", username="Somebody", password="an old one")


def file_request(sim: Simulator) -> None:
    for name in ("Courses", "Archive", "Conferences"):
        here = sim.seed("project", name=name, privacy_type="anywhere")["id"]
        sim.seed("file_request", title="Homework", uploading_location_id=here)
    year = sim.seed("folder", name="2026", project_id=here, parent_id=here)["id"]
    sim.seed("folder", name="Spring", project_id=here, parent_id=year)
    sim.seed("file_request", title="Ideas for courses", uploading_location_id=year, expired_at="2026-12-01T10:00:00Z")
    sim.seed("file_request", title="Test of uploads", uploading_location_id=here)
    sim.seed("file_request", id=UUID, title="Talks", uploading_location_id=year)


def speak_room(sim: Simulator) -> None:
    for name in ("Stand-up", "Open lesson", "Test of cameras"):
        room = sim.seed("speak_room", name=name, type="instant_meeting")["id"]
        user = "019c71e0-18ce-7ad0-6d31-7f6d026d6564"
        sim.seed("participant", room_id=room, user_id=user, name="Ann", role="admin")
    sim.seed("speak_room", id=UUID, name="Rehearsal", type="permanent_meeting")


def access_token(sim: Simulator) -> None:
    sim.seed("project", name="Courses", privacy_type="anywhere")
    for name in ("nightly jobs", "phone", "intern 2019"):
        sim.seed("access_token", name=name, scope={"api": {"permissions": ["read"]}})
    sim.seed("access_token", id=VAULT["vault_lost_phone_token_id"], name="phone", scope={})


def cdn_zone(sim: Simulator) -> None:
    sim.seed("cdn_zone", name="Downloads", host="downloads.example.com")
    sim.seed("cdn_zone", name="Lectures", host="lectures.example.com", access_control={"secure_link": "an old one"})
    sim.seed("cdn_zone", name="Images", host="images.example.com", access_control={"jwt_secret": "an old one"})
    sim.seed("cdn_zone", id=UUID, name="Radio", host="radio.example.com")
    sim.seed("cdn_zone", name="Legacy", host="legacy.example.com")


def drm_auth(sim: Simulator) -> None:
    for name in ("Exams", "Courses", "Library"):
        owner = sim.seed("project", name=name, privacy_type="nowhere")["id"]
        if name != "Exams":
            callback = {"url": "https://example.com/drm", "username": "kinescope", "password": "an old one"}
            sim.seed("drm_auth", project_id=owner, **callback)


def playlist(sim: Simulator) -> None:
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    sim.seed("project", name="Archive", privacy_type="anywhere")
    year = sim.seed("folder", name="2026", project_id=courses, parent_id=courses)["id"]
    sim.seed("folder", name="Autumn", project_id=courses, parent_id=year)
    lessons = ["0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44", "0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f"]
    for id in lessons:
        sim.seed("video", id=id, title="Lesson", project_id=courses)
    for name in ("Season 0", "News", "Summer 2019", "Drafts"):
        sim.seed("playlist", name=name, parent_id=courses, entity_ids=lessons[:1], settings={"sort_field": "custom"})
    sim.seed("playlist", id=UUID, name="Last season", parent_id=courses)


def video(sim: Simulator) -> None:
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    sim.seed("project", name="Archive", privacy_type="anywhere")
    year = sim.seed("folder", name="2026", project_id=courses, parent_id=courses)["id"]
    sim.seed("folder", name="Autumn", project_id=courses, parent_id=year)
    old = {"quality": "original", "file_size": 3, "md5": "0" * 32}
    sim.seed("video", title="Lecture 0", project_id=courses, assets=[old])
    for title in ("Interview", "Test of the camera"):
        sim.seed("video", title=title, project_id=courses, chapters={"items": [], "enabled": True})
    sim.seed("video", id=UUID, title="Lecture 7", project_id=courses)


def annotation(sim: Simulator) -> None:
    for title in ("Introduction", "Lesson 1", "Lesson 2"):
        sim.seed("video", title=title)
    intro = sim.object("video", "Introduction")["id"]
    lesson = sim.seed("video", id="0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44", title="Lesson 3")["id"]
    sim.seed("annotation", media_id=lesson, title="Subscribe", annotation_type="text", end_time=20000)
    sim.seed("annotation", media_id=intro, id=UUID, title="More", annotation_type="text", end_time=20000)
    sim.seed("annotation", media_id=intro, title="Summer sale", annotation_type="text", end_time=20000)


def attached(sim: Simulator) -> None:
    for title in ("Introduction", "Trailer", "Lesson 1", "Lesson 2"):
        sim.seed("video", title=title)
    intro, trailer = sim.object("video", "Introduction")["id"], sim.object("video", "Trailer")["id"]
    lesson = sim.seed("video", id="0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44", title="Lesson 3")["id"]
    sim.seed("poster", video_id=lesson, active=True)
    sim.seed("poster", video_id=trailer, id=UUID, from_time=9)
    for position, name in enumerate(("reading-list.txt", "timetable.txt"), 1):
        sim.seed("material", video_id=intro, filename=name, title=name, position=position)
    sim.seed("material", video_id=trailer, id=UUID, filename="old.pdf", position=1)


def subtitle(sim: Simulator) -> None:
    first = sim.seed("video", title="Lesson 1")["id"]
    sim.seed("video", title="Introduction")
    other = sim.seed("video", id="0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44", title="Lesson 3")["id"]
    sim.core.files["old"] = ("text/vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nAn old text\n")
    sim.seed("subtitle", video_id=other, language="en", file_key="old", position=2)
    sim.seed("subtitle", video_id=first, language="en", position=1)
    sim.seed("subtitle", video_id=first, language="en", id=UUID, position=2)
    sim.seed("subtitle", video_id=other, language="fr", position=1)


def live_stream(sim: Simulator) -> None:
    sim.finish(sim.seed("live_event", name="Weekly lecture", type="recurring")["id"])
    sim.seed("live_event", name="Open day", type="one-time")
    sim.seed("live_event", id=UUID, name="Concert", type="one-time")


#: What a module's examples presuppose, by the module's name.
SEEDS: dict[str, Callable[[Simulator], None]] = {
    f"kinescope_{seed.__name__}": seed
    for seed in (
        project,
        folder,
        player,
        webhook,
        live_event,
        live_stream,
        privacy_domain,
        tag,
        speak_room,
        file_request,
        moderator,
        access_token,
        cdn_zone,
        drm_auth,
        playlist,
        video,
        annotation,
        subtitle,
    )
}
SEEDS["kinescope_poster"] = SEEDS["kinescope_material"] = attached


def examples(module: str) -> str:
    """The EXAMPLES of a module."""
    for node in ast.parse((ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [name.id for name in node.targets if isinstance(name, ast.Name)] == [
            "EXAMPLES"
        ]:
            return str(ast.literal_eval(node.value))
    raise LookupError(f"{module} has no EXAMPLES")


class Pasted:
    """A folder with the examples as a playbook, as somebody has it who pasted them."""

    def __init__(self, folder: pathlib.Path, sim: Simulator, module: str, edge: str) -> None:
        self._folder = folder
        (folder / "play.yml").write_text(examples(module), encoding="utf-8")
        (folder / "logo.png").write_bytes(PIXEL)
        (folder / "slides.pdf").write_bytes(b"%PDF-1.7")
        (folder / "lecture.mp4").write_bytes(b"not really a film")
        for name in ("lesson.en.vtt", "lesson.ru.vtt", "lesson.de.srt"):
            (folder / name).write_text(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{name}\n", encoding="utf-8")
        vault = {"vault_kinescope_api_token": sim.token, **VAULT}
        (folder / "vault.json").write_text(json.dumps(vault), encoding="utf-8")
        self._environment = {
            **{name: value for name, value in os.environ.items() if PASSED.fullmatch(name)},
            **EDGES[edge],
            **{name: value for name, value in connection(sim).items() if name != "KINESCOPE_API_TOKEN"},
            **ENVIRONMENT,
            "HOME": str(folder),
            "ANSIBLE_HOME": str(folder / "home"),
            **RECORDED,
            "RECORD_FILE": str(folder / "record.jsonl"),
            "RECORD_JOURNAL": f"{sim.url}/_simulator/journal",
        }

    def run(self, *arguments: str) -> list[dict[str, Any]]:
        """What each task returned, or each turn of a loop. All must succeed, and no secret may be seen."""
        return turns(self._tasks(*arguments, "play.yml"))

    def run_twice(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
        """What run() returns, of one run and of another after it; and how many requests there were before that one."""
        tasks = self._tasks("play.yml", "play.yml")  # one process is cheaper
        middle = len(tasks) // 2
        assert [task["name"] for task in tasks[:middle]] == [task["name"] for task in tasks[middle:]]
        return turns(tasks[:middle]), turns(tasks[middle:]), tasks[middle]["requests"][0]

    def _tasks(self, *arguments: str) -> list[dict[str, Any]]:
        """What the callback plugin recorded of each task."""
        record = self._folder / "record.jsonl"
        record.unlink(missing_ok=True)
        process = subprocess.run(
            [ansible_playbook(), "-vvv", "--diff", "-e@vault.json", *arguments],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        output = process.stdout + process.stderr
        assert process.returncode == 0, output
        for secret in (*VAULT.values(), *ENVIRONMENT.values(), "an old one"):
            assert secret not in output
        return [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]


def turns(recorded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results of tasks, of loops those of each turn, with the task's name."""
    return [
        {"task": task["name"], **turn} for task in recorded for turn in task["result"].get("results", [task["result"]])
    ]


def requests_of(result: dict[str, Any]) -> int:
    """How many requests a result's changes take by its own account."""
    return sum(change.get("requests", 1) for change in result["changes"])


def told(results: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What must be the same in check mode: all but the outcome. A task with no_log tells no more than its name."""
    return [
        (
            result["task"],
            result.get("changed"),
            [{**change, "outcome": ""} for change in result.get("changes", [])],
            result.get("diff"),
        )
        for result in results
    ]


def tasks(module: str) -> list[dict[str, Any]]:
    """The tasks of a module's examples."""
    return list(yaml.load(examples(module).replace("!unsafe ", ""), yaml.SafeLoader)[0]["tasks"])


def sends_each_time(module: str) -> set[str]:
    """The names of the tasks that say that they send a secret in every run."""
    asked = f"kinescope.kinescope.{module}"
    return {task["name"] for task in tasks(module) if task[asked].get("update_secrets") == "always"}


# Modules of objects whose secret no read shows, whatever the API is like.
NEVER_SHOWN = ("kinescope_moderator",)
CASES = [(module, "masked") for module in MODULES] + [
    (module, "echoed") for module in MODULES if sends_each_time(module) and module not in NEVER_SHOWN
]


#: tasks whose effect no response proves: before an encoder has connected, no status says that an event is open
UNPROVEN = {"kinescope_live_stream": {"Open an event to viewers"}}


@pytest.mark.slow
@pytest.mark.parametrize(("module", "secrets"), CASES)
def test_examples_work_as_they_stand(module: str, secrets: str, edge: str, tmp_path: pathlib.Path) -> None:
    with Simulator(secrets=secrets) as sim:
        SEEDS[module](sim)
        pasted = Pasted(tmp_path, sim, module, edge)

        predicted = pasted.run("--check")
        assert {result["task"] for result in predicted} == {task["name"] for task in tasks(module)}
        assert sim.writes == []

        done, again, before = pasted.run_twice()
        assert told(done) == told(predicted)
        # an example that changes nothing shows nothing
        assert [result["task"] for result in done if not result.get("changed", True)] == []
        if not any(task.get("no_log") for task in tasks(module)):
            bytes_of_files = sim.requests("PATCH", "/v2/upload/*")
            assert len(sim.writes) - len(bytes_of_files) == sum(map(requests_of, (*done, *again)))

        changed = {result["task"] for result in again if result.get("changed")}
        expected = sends_each_time(module) if secrets == "masked" else set()
        assert changed == expected | UNPROVEN.get(module, set())
        assert len([entry for entry in sim.journal[before:] if entry.method not in ("GET", "HEAD")]) == len(changed)
