# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A life of each kind, for the tests that lead objects through it: create, change, delete, with the writes of each."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import domain_key
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS


@dataclass(frozen=True)
class Case:
    """A life: the options of each step and its writes, and what the change makes of the stored object."""

    kind: str
    key: Mapping[str, Any]
    create: Mapping[str, Any]
    change: Mapping[str, Any]
    stored: Mapping[str, Any]
    posts: tuple[str, ...]
    puts: tuple[str, ...]
    deletes: tuple[str, ...]
    volatile: frozenset[str] = field(default=frozenset({"updated_at"}))

    def object(self, sim: Any) -> dict[str, Any] | None:
        """The one stored object."""
        rows = sim.objects(self.kind)
        if self.kind == "project":
            rows = [row for row in rows if row["name"] == self.key["name"]]
        if self.kind in ("player", "folder"):
            rows = [row for row in rows if row["name"] == self.key["name"]]
        if self.kind == "drm_auth":
            wanted = sim.object("project", "Holder")["id"] if self.key else None
            rows = [row for row in rows if row["project_id"] == wanted]
        assert len(rows) <= 1
        return plain(rows[0]) if rows else None


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A stored object in the form in which two of them compare."""
    out = dict(row)
    for name in ("domain", "privacy_domains"):
        if name in out:
            value = out[name]
            out[name] = domain_key(value) if isinstance(value, str) else sorted(map(domain_key, value))
    if "ads" in out:  # free-form: an empty part of an item may be shown as null or not at all, and goes back so
        out["ads"] = without_empty(out["ads"])
    if "restreams" in out:
        parts = ("name", "url", "key", "description", "enabled")
        out["restreams"] = sorted([{part: item[part] for part in parts} for item in out["restreams"]], key=str)
    if "participants" in out:
        guests = [{part: item[part] for part in ("user_id", "name", "role")} for item in out["participants"]]
        out["participants"] = sorted(guests, key=str)
    return out


def without_empty(value: Any) -> Any:
    """A value without the empty parts of its dictionaries."""
    if isinstance(value, dict):
        return {name: without_empty(item) for name, item in value.items() if item not in (None, [], 0, "", {})}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


def same_writes(writes: list[str], patterns: tuple[str, ...]) -> bool:
    """Whether writes are as expected, in order."""
    return len(writes) == len(patterns) and all(map(fnmatchcase, writes, patterns))


LESSONS = tuple(f"0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c4{number}" for number in range(3))


def surroundings(sim: Any) -> None:
    """What the cases refer to."""
    for name in ("Main player", "Other player"):
        sim.seed("player", name=name)
    project = sim.seed("project", name="Holder", privacy_type="anywhere")
    year = sim.seed("folder", name="2026", project_id=project["id"])
    sim.seed("folder", name="Spring", project_id=project["id"], parent_id=year["id"])
    sim.seed("project", name="Elsewhere", privacy_type="anywhere", catalog_type="live")
    for id in LESSONS:
        sim.seed("video", id=id, title="Lesson", project_id=project["id"])
    for title in ("Intro", "Outro"):
        sim.seed("video", title=title, project_id=project["id"])


def stored_id(sim: Any, kind: str, name: str) -> str:
    """The id of something in the surroundings."""
    return str(sim.object(kind, name)["id"])


LESSON_VTT = str(pathlib.Path(__file__).parent / "files/lesson.vtt")
SPRING = {"project": "Holder", "folder": ["2026", "Spring"]}
AD = {
    "url": "https://ads.example.com/1",
    "trigger": {"type": "midroll", "trigger_settings": {"timePoints": [10], "percentages": [], "interval": 0}},
    "countries": {"items": ["RU"], "type": "include"},
}
RESTREAM = {"name": "R1", "url": "rtmp://one.example.com", "key": "key-of-restream-1", "enabled": True}
SECOND = {"name": "R2", "url": "rtmp://two.example.com", "key": "key-of-restream-2", "description": "second"}
THIRD = {"name": "R3", "url": "rtmp://three.example.com", "key": "key-of-restream-3", "enabled": False}
ANN = {"user_id": "93997264-97ac-4091-b48e-559614c2817a", "name": "Ann", "role": "admin"}
BOB = {"user_id": "f236071b-dad9-43c3-a9c3-a3a98f631f86", "name": "Bob", "role": "manager"}
EVE = {"user_id": "019c71e0-18ce-7ad0-6d31-7f6d026d6564", "name": "Eve", "role": "manager"}
AUTH = {"username": "drm-user", "password": "drm-password-1"}
EVENT = {
    "name": "Webinar",
    "type": "one-time",
    "subtitle": "Part 1",
    "location": {"project": "Holder"},
    "auto_start": True,
    "time_shift": True,
    "reconnect_window": 120,
    "starts_at": "2030-01-02T12:00:00+02:00",
    "record_to": SPRING,
    "presets": ["360p", "1080p"],
    "latency_mode": "reduced",
    "show_members": False,
    "chat_active": True,
    "restreams": [RESTREAM, SECOND],
}

CASES = {
    "project": Case(
        kind="project",
        key={"name": "Courses"},
        create={
            "privacy_type": "custom",
            "privacy_domains": ["School.Example.com", "Пример.рф", "*.example.org"],
            "player": "Main player",
            "encrypted": True,
            "catalog_type": "live",
        },
        change={"privacy_type": "nowhere", "player": "Other player", "apply_to_videos": True},
        stored={"privacy_type": "nowhere", "player_id": ("player", "Other player")},
        posts=("POST /v1/projects",),
        puts=("PUT /v1/projects/*",),
        deletes=("DELETE /v1/projects/*",),
    ),
    "folder": Case(
        kind="folder",
        key={"project": "Holder", "parent": ["2026", "Spring"], "name": "Week 1 / 2"},
        create={},
        change={},  # what can change is the name, by id
        stored={},
        posts=("POST /v1/projects/*/folders",),
        puts=(),
        deletes=("DELETE /v1/projects/*/folders/*",),
    ),
    "player": Case(
        kind="player",
        key={"name": "Main"},
        create={"settings": {"autoplay": False, "brand_color": "#81BC3D", "volume": 0, "logo_url": ""}, "ads": [AD]},
        change={"settings": {"autoplay": True, "volume": 50}},
        stored={"settings": {"autoplay": True, "brand_color": "#81BC3D", "volume": 50, "logo_url": ""}},
        posts=("POST /v1/players",),
        puts=("PUT /v1/players/*",),
        deletes=("DELETE /v1/players/*",),
    ),
    "webhook": Case(
        kind="webhook",
        key={"name": "ci"},
        create={
            "endpoint": "https://hooks.example.com/k",
            "login": "hook-user",
            "password": "hook-password-1",
            "events": ["media.update.status", "live.created"],
        },
        change={"endpoint": "https://hooks.example.com/l", "password": "hook-password-1"},
        stored={"endpoint": "https://hooks.example.com/l"},
        posts=("POST /v1/webhooks",),
        puts=("PUT /v1/webhooks/*",),
        deletes=("DELETE /v1/webhooks/*",),
    ),
    "privacy_domain": Case(
        kind="privacy_domain",
        key={"domain": "Пример.РФ"},
        create={},
        change={"archived": True},
        stored={},
        posts=("POST /v1/privacy-domains",),
        puts=("PUT /v1/privacy-domains/*",),
        deletes=("DELETE /v1/privacy-domains/*",),
        volatile=frozenset({"updated_at", "archived_at"}),
    ),
    "tag": Case(
        kind="tag",
        key={"tag": "Лекция 1"},
        create={},
        change={"archived": True},
        stored={},
        posts=("POST /v1/tags",),
        puts=("PUT /v1/tags/*",),
        deletes=("DELETE /v1/tags/*",),
        volatile=frozenset({"updated_at", "archived_at"}),
    ),
    "moderator": Case(
        kind="moderator",
        key={"email": "chat@example.com"},
        create={"username": "Olga", "password": "chat-password-1"},
        change={"username": "Ольга", "password": "chat-password-1"},
        stored={"username": "Ольга"},
        posts=("POST /v1/moderators",),
        puts=("PUT /v1/moderators/*",),
        deletes=("DELETE /v1/moderators/*",),
    ),
    "file_request": Case(
        kind="file_request",
        key={"title": "Homework", "location": SPRING},
        create={"description": "As MP4.", "expires_at": "2030-01-02T12:00:00+02:00", "archived": False},
        change={"description": "", "expires_at": "", "archived": True},
        stored={"description": "", "expired_at": None},
        posts=("POST /v1/file-requests",),
        puts=("PUT /v1/file-requests/*",),
        deletes=("DELETE /v1/file-requests/*",),
        volatile=frozenset({"updated_at", "archived_at"}),
    ),
    "speak_room": Case(
        kind="speak_room",
        key={"name": "Weekly"},
        create={"type": "permanent_meeting", "owner_id": ANN["user_id"], "participants": [ANN, BOB]},
        change={"participants": [{**EVE, "name": "Eve"}, {"user_id": ANN["user_id"].upper(), "name": "Anna"}]},
        stored={"participants": [{**ANN, "name": "Anna"}, EVE]},
        posts=("POST /v1/speak/rooms",),
        puts=(
            "POST /v1/speak/rooms/*/participants",
            "PATCH /v1/speak/rooms/*/participants/*",
            "DELETE /v1/speak/rooms/*/participants/*",
        ),
        deletes=("DELETE /v1/speak/rooms/*",),
    ),
    "cdn_zone": Case(
        kind="cdn_zone",
        key={"name": "static "},
        create={
            "host": "cdn.example.com",
            "origins": [
                {
                    "addr": "http://10.0.0.5:8041",
                    "basic_auth": {"username": "zone-user", "password": "zone-password-1"},
                },
                {"addr": "two.example.com"},
            ],
            "access_control": {"jwt_secret": "zone-jwt-secret-1", "secure_link": "zone-secure-link-1"},
            "settings": {"ignore_query_strings": True, "index_html": "", "block_bad_bots": False},
        },
        change={
            "host": "cdn2.example.com",
            "origins": [
                {
                    "addr": "http://10.0.0.5:8041",
                    "basic_auth": {"username": "zone-user", "password": "zone-password-1"},
                },
                {"addr": "two.example.com"},
            ],
            "access_control": {"jwt_secret": "zone-jwt-secret-1", "secure_link": "zone-secure-link-1"},
        },
        stored={"host": "cdn2.example.com"},
        posts=("POST /v1/cdn/zones",),
        puts=("PUT /v1/cdn/zones/*",),
        deletes=("DELETE /v1/cdn/zones/*",),
    ),
    "drm_auth": Case(
        kind="drm_auth",
        key={},
        create={"url": "https://auth.example.com/k", **AUTH, "strict": True},
        change={"url": "https://auth.example.com/l", **AUTH, "strict": True},
        stored={"url": "https://auth.example.com/l"},
        posts=("PUT /v1/drm/auth",),
        puts=("PUT /v1/drm/auth",),
        deletes=("DELETE /v1/drm/auth",),
    ),
    "drm_auth of a project": Case(
        kind="drm_auth",
        key={"project": "Holder"},
        create={"url": "https://auth.example.com/k", **AUTH},
        change={"url": "https://auth.example.com/l", **AUTH},
        stored={"url": "https://auth.example.com/l"},
        posts=("PUT /v1/drm/auth/*",),
        puts=("PUT /v1/drm/auth/*",),
        deletes=("DELETE /v1/drm/auth/*",),
    ),
    "live_event": Case(
        kind="live_event",
        key={"name": "Webinar"},
        create=EVENT,
        change={
            "subtitle": "",
            "auto_start": False,
            "reconnect_window": 1800,
            "record_to": {},
            "starts_at": "2030-02-03T10:00:00.5Z",
            "location": SPRING,
            "presets": ["360p", "1080p"],
            "restreams": [RESTREAM, SECOND],
        },
        stored={
            "subtitle": "",
            "auto_start": False,
            "reconnect_window": 1800,
            "record": {"parent_id": None},
            "parent_id": ("folder", "Spring"),
        },
        posts=("POST /v2/live/events",),
        puts=("PUT /v2/live/events/*", "PUT /v2/live/events/*/move"),
        deletes=("DELETE /v2/live/events/*",),
        volatile=frozenset({"updated_at", "scheduled", "stream"}),
    ),
    "restream": Case(
        kind="live_event",
        key={"name": "Webinar"},
        create=EVENT,
        change={"restreams": [{**RESTREAM, "url": "rtmp://one-b.example.com"}, THIRD]},
        stored={
            "restreams": [
                {**RESTREAM, "url": "rtmp://one-b.example.com", "description": ""},
                {**THIRD, "description": ""},
            ]
        },
        posts=("POST /v2/live/events",),
        puts=(
            "PUT /v2/live/events/*/restreams/*",
            "POST /v2/live/events/*/restreams",
            "DELETE /v2/live/events/*/restreams/*",
        ),
        deletes=("DELETE /v2/live/events/*",),
    ),
    "annotation": Case(
        kind="annotation",
        key={"video": "Intro", "title": "Next lesson"},
        create={"type": "video", "target_video": LESSONS[0], "start_time": 500, "end_time": 1000},
        change={"target_video": "Outro", "start_time": 0, "poster_id": "93997264-97ac-4091-b48e-559614c2817a"},
        stored={
            "video_id": ("video", "Outro"),
            "start_time": 0,
            "annotation_poster_id": "93997264-97ac-4091-b48e-559614c2817a",
        },
        posts=("POST /v1/videos/*/annotations",),
        puts=("PUT /v1/videos/*/annotations/*",),
        deletes=("DELETE /v1/videos/*/annotations/*",),
    ),
    "subtitle": Case(
        kind="subtitle",
        key={"video": "Intro", "language": "EN"},
        create={"src": LESSON_VTT, "description": "English", "position": 2},
        change={"description": "", "position": 1},
        stored={"description": ""},
        posts=("POST /v1/videos/*/subtitles",),
        puts=("PATCH /v1/videos/*/subtitles/*",),
        deletes=("DELETE /v1/videos/*/subtitles/*",),
    ),
    "playlist": Case(
        kind="playlist",
        key={"name": "Season 1", "location": {"project": "Holder"}},
        create={"videos": [LESSONS[0], LESSONS[1]]},
        change={
            "description": "All lessons",
            "privacy_domains": ["Школа.example", "b.example.com"],
            "settings": {"sort_field": "created_at", "ignore_interactive_tools": True},
            "videos": [LESSONS[1], LESSONS[2]],
        },
        stored={
            "description": "All lessons",
            "privacy_domains": ["b.example.com", "школа.example"],
            "settings": {"sort_field": "created_at", "sort_order": "asc", "ignore_interactive_tools": True},
            "entity_ids": [LESSONS[1], LESSONS[2]],
        },
        posts=("POST /v1/playlists",),
        puts=("PATCH /v1/playlists/*", "DELETE /v1/playlists/*/entities", "POST /v1/playlists/*/entities"),
        deletes=("DELETE /v1/playlists/*",),
    ),
}


def test_every_kind_has_a_case():
    # what comes with a secret that is shown once, and what is made from files, have their lives in tests of their own
    own = {name for name, kind in KINDS.items() if kind.one_time_secret or kind.sources}
    assert {case.kind for case in CASES.values()} >= {*KINDS} - own


@pytest.mark.parametrize("name", CASES)
def test_the_cases_speak_of_what_there_is(sim, name):
    surroundings(sim)
    case = CASES[name]
    parent = KINDS[case.kind].parent
    fields = {*(field.name for field in KINDS[case.kind].fields), *([parent.name] if parent else [])}
    assert {*case.key, *case.create, *case.change} <= fields
