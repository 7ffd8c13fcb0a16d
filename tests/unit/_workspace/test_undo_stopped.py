# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that ends between any two of its requests, also those of one object: what it left leads back."""

from __future__ import annotations

import contextlib
import os
import pathlib
from typing import Any

import pytest

from tests.unit._workspace.going_back import FORMER, Killed, differences, killed_after, picture, undone
from tests.unit._workspace.spaces import Space

EDITIONS = [
    {"put": "replace", "secrets": "masked", "restream_keys": "masked"},
    {"put": "replace", "secrets": "omitted", "restream_keys": "omitted"},
    {"put": "merge", "secrets": "echoed", "restream_keys": "echoed"},
]
TRIED = EDITIONS if os.environ.get("TESTS") == "long" else EDITIONS[:1]
WISHES: dict[str, Any] = {"prune_empty": True, "max_deletions": 100, "force": True}
A, B, C = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc")
VIDEOS = [f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "1234"]

PLACE = {"project": "P", "folder": ["x"]}
AROUND: dict[str, Any] = {
    "players": [{"name": "M"}, {"name": "N"}],
    "privacy_domains": [{"domain": "a.example.com"}, {"domain": "пример.рф"}],
    "projects": [{"name": "P", "privacy_type": "anywhere", "folders": [{"name": "x"}]}],
}
PROJECT = {
    "name": "Q",
    "privacy_type": "custom",
    "privacy_domains": ["a.example.com", "пример.рф"],
    "player": "M",
    "drm_auth": {"url": "https://d", "username": "u", "password": FORMER},
    "folders": [{"name": "x", "folders": [{"name": "y"}]}, {"name": "z"}],
}
PROJECT_AFTER = {
    "name": "R",
    "previous_names": ["Q"],
    "privacy_type": "nowhere",
    "privacy_domains": [],
    "player": "N",
    "drm_auth": {"url": "https://e", "username": "v", "password": "new-secret"},
    "folders": [{"name": "x2", "previous_names": ["x"], "folders": [{"name": "y2"}]}, {"name": "z", "state": "absent"}],
}
PLAYLIST = {
    "name": "L",
    "location": PLACE,
    "description": "d",
    "privacy_type": "custom",
    "privacy_domains": ["a.example.com"],
    "settings": {"sort_field": "custom"},
    "videos": VIDEOS[:3],
}
EVENT = {
    "name": "E",
    "type": "one-time",
    "location": PLACE,
    "record_to": PLACE,
    "starts_at": "2026-12-01T10:00:00Z",
    "restreams": [
        {"name": "r1", "url": "rtmp://a", "key": FORMER},
        {"name": "r2", "url": "rtmp://b", "key": FORMER, "description": "d"},
    ],
}
ROOM = {
    "name": "S",
    "type": "permanent_meeting",
    "owner_id": A,
    "participants": [{"user_id": A, "name": "a", "role": "admin"}, {"user_id": B, "name": "b", "role": "manager"}],
}
ZONE = {
    "name": "Z",
    "host": "cdn.example.com",
    "origins": [{"addr": "o1.example.com", "basic_auth": {"username": "u", "password": FORMER}}],
}
REQUEST = {"title": "F", "location": PLACE, "description": "d", "expires_at": "2027-01-01T00:00:00Z"}


LOGIN = {"login": "u", "password": FORMER}


def hook(name: str, endpoint: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "endpoint": f"https://{endpoint}", **more}


def pictured(name: str, picture: str) -> dict[str, Any]:
    return {"name": name, "settings": {"volume": 1}, "logo": {"state": "present", "src": f"{picture}.png"}}


def gone(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "state": "absent"}


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a new project": ({}, {"projects": [PROJECT]}),
    "a deleted project": ({"projects": [PROJECT]}, {"projects": [gone(PROJECT)]}),
    "a renamed project": ({"projects": [PROJECT]}, {"projects": [PROJECT_AFTER]}),
    "the DRM callback of a project": ({"projects": [PROJECT]}, {"projects": [{"name": "Q", "drm_auth": gone({})}]}),
    "a deleted folder": ({"projects": [PROJECT]}, {"projects": [{"name": "Q", "folders": [gone({"name": "x"})]}]}),
    "a new playlist": ({}, {"playlists": [PLAYLIST]}),
    "a new playlist in a new project": (
        {},
        {"projects": [PROJECT], "playlists": [{**PLAYLIST, "location": {"project": "Q", "folder": ["x"]}}]},
    ),
    "a deleted playlist": ({"playlists": [PLAYLIST]}, {"playlists": [gone(PLAYLIST)]}),
    "entries of a playlist": (
        {"playlists": [PLAYLIST]},
        {
            "playlists": [
                {**PLAYLIST, "privacy_type": "anywhere", "privacy_domains": [], "videos": [*VIDEOS[:1:-1], VIDEOS[0]]}
            ]
        },
    ),
    "a new event": ({}, {"live_events": [EVENT]}),
    "a deleted event": ({"live_events": [EVENT]}, {"live_events": [gone(EVENT)]}),
    "restreams": (
        {"live_events": [EVENT]},
        {
            "live_events": [
                {
                    **EVENT,
                    "location": {"project": "P"},
                    "record_to": {},
                    "starts_at": "",
                    "subtitle": "s",
                    "restreams": [
                        {"name": "r2", "url": "rtmp://c", "key": "new-secret"},
                        {"name": "r3", "url": "rtmp://d", "key": "new-secret"},
                    ],
                }
            ]
        },
    ),
    "a new room": ({}, {"speak_rooms": [ROOM]}),
    "a deleted room": ({"speak_rooms": [ROOM]}, {"speak_rooms": [gone(ROOM)]}),
    "participants": (
        {"speak_rooms": [ROOM]},
        {
            "speak_rooms": [
                {
                    "name": "T",
                    "previous_names": ["S"],
                    "participants": [
                        {"user_id": B, "name": "b2", "role": "manager"},
                        {"user_id": C, "name": "c", "role": "admin"},
                    ],
                }
            ]
        },
    ),
    "a zone": (
        {"cdn_zones": [ZONE]},
        {"cdn_zones": [{**ZONE, "host": "h2.example.com", "origins": [{"addr": "o2.example.com"}]}]},
    ),
    "a deleted zone": ({"cdn_zones": [ZONE]}, {"cdn_zones": [gone(ZONE)]}),
    "a file request": (
        {"file_requests": [REQUEST]},
        {"file_requests": [{**REQUEST, "description": "", "expires_at": "", "archived": True}]},
    ),
    "a deleted file request": ({"file_requests": [REQUEST]}, {"file_requests": [gone(REQUEST)]}),
    "moderators": (
        {"moderators": [{"email": f"{n}@example.com", "username": n, "password": FORMER} for n in "ab"]},
        {
            "moderators": [
                {"email": "a@example.com", "username": "a2", "password": "new-secret"},
                {"email": "b@example.com", "state": "absent"},
                {"email": "c@example.com", "username": "c", "password": "new-secret"},
            ]
        },
    ),
    "the DRM callback": (
        {"drm_auth": {"url": "https://d", "username": "u", "password": FORMER}},
        {"drm_auth": {"url": "https://e", "username": "v", "password": "new-secret"}},
    ),
    "a new DRM callback": ({}, {"drm_auth": {"url": "https://e"}}),
    "a deleted DRM callback": (
        {"drm_auth": {"url": "https://d", "username": "u", "password": FORMER}},
        {"drm_auth": {"state": "absent"}},
    ),
    "a video": (
        {"tags": [{"tag": "t"}]},
        {
            "videos": [
                {
                    "id": VIDEOS[0],
                    "title": "new",
                    "location": {"project": "P", "folder": ["x"]},
                    "description": "d",
                    "privacy_type": "custom",
                    "privacy_domains": ["a.example.com"],
                    "tags": ["t"],
                    "chapters": {"items": [{"time": 0, "title": "c"}], "enabled": True},
                }
            ]
        },
    ),
    "new pictures": ({}, {"players": [pictured("O", "new")], "live_events": [{**EVENT, "poster": "new.png"}]}),
    "other pictures": (
        {"players": [pictured("O", "old")], "live_events": [{**EVENT, "poster": "old.png"}]},
        {"players": [pictured("O", "new")], "live_events": [{**EVENT, "subtitle": "s", "poster": "new.png"}]},
    ),
    "deleted pictures": (
        {"players": [pictured("O", "old")], "live_events": [{**EVENT, "poster": "old.png"}]},
        {"players": [gone({"name": "O"})], "live_events": [gone(EVENT)]},
    ),
    "archived": (
        {"tags": [{"tag": "t"}], "privacy_domains": [{"domain": "b.example.com"}]},
        {
            "tags": [{"tag": "t", "archived": True}, {"tag": "u"}],
            "privacy_domains": [{"domain": "b.example.com", "archived": True}],
        },
    ),
    "names exchanged": (
        {},
        {"webhooks": [hook("a", "a2", id=B, **LOGIN), hook("b", "b", id=A, **LOGIN)]},
    ),
    "a name for another": (
        {},
        {
            "webhooks": [hook("c", "c", id=A, **LOGIN), hook("a", "new")],
            "playlists": [{"id": A, "name": "B"}, {"name": "A"}],
        },
    ),
    "a name of something deleted": ({}, {"webhooks": [hook("b", "new", id=A, **LOGIN), gone({"id": B, "name": "b"})]}),
    "a name that goes round": (
        {"webhooks": [hook("c", "c")]},
        {"webhooks": [hook("c", "a", id=A, **LOGIN), gone({"name": "c"}), hook("a", "new")]},
    ),
    "much at once": (
        {"projects": [PROJECT], "tags": [{"tag": "t"}], "live_events": [EVENT]},
        {
            "projects": [{"name": "R", "privacy_type": "nowhere", "folders": [{"name": "z"}]}, gone(PROJECT)],
            "players": [{"name": "M", "settings": {}}, {"name": "new"}],
            "tags": [{"tag": "t", "state": "absent"}],
            "webhooks": [hook("a", "new", id=A, **LOGIN), {"name": "b", "state": "absent"}],
            "live_events": [{**EVENT, "location": {"project": "R", "folder": ["z"]}}],
        },
    ),
    "settings": (
        {"players": [{"name": "O", "settings": {"volume": 1, "speed": 1}}]},
        {"players": [{"name": "O2", "previous_names": ["O"], "settings": {"volume": 2, "more": 1}}, {"name": "new"}]},
    ),
}


@pytest.fixture
def in_the_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of files are relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)


def begun(sim: Any, case: str, folder: pathlib.Path) -> Space:
    """A workspace in the first state of a case."""
    for name in ("old.png", "new.png"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    space = Space(sim)
    space.done(AROUND)
    for number, id in enumerate(VIDEOS):
        sim.seed("video", id=id, title=f"V{number}", project_id=sim.object("project", "P")["id"])
    for name, id in (("a", A), ("b", B)):
        sim.seed("webhook", id=id, name=name, endpoint=f"https://{name}", **LOGIN)
        sim.seed("playlist", id=id, name=name.upper())
    if CASES[case][0]:
        space.done(CASES[case][0])
    return space


@pytest.mark.parametrize("edition", TRIED, ids=lambda edition: "-".join(edition.values()))
@pytest.mark.usefixtures("in_the_folder")
@pytest.mark.parametrize("case", CASES)
def test_it_leads_back(sim: Any, tmp_path: pathlib.Path, case: str, edition: dict[str, str]) -> None:
    """After each number of requests, until a run ends by itself."""
    sim.set(**edition)
    space, after, file = begun(sim, case, tmp_path), CASES[case][1], tmp_path / "undo.yml"
    start = sim.snapshot()
    told = space.done(after, undo_dest=str(file), **WISHES)
    lost = told.result["undo"]["irreversible"]
    sim.restore(start)
    first = picture(space, lost)
    for writes in range(1, len(told.writes) + 2):
        with contextlib.suppress(Killed), killed_after(writes):
            space.apply(after, undo_dest=str(file), **WISHES)
            assert writes == len(told.writes) + 1
        undone(space, file)
        assert differences(picture(space, lost), first) == {}, (writes, file.read_text(encoding="utf-8"))
        sim.restore(start)


@pytest.mark.parametrize(
    "case", ["a renamed project", "entries of a playlist", "a name that goes round", "participants", "much at once"]
)
def test_the_way_back_is_stopped(sim: Any, tmp_path: pathlib.Path, case: str) -> None:
    """Applied again, it goes on."""
    sim.set(**EDITIONS[0])
    space, file = begun(sim, case, tmp_path), tmp_path / "undo.yml"
    start = sim.snapshot()
    lost = space.done(CASES[case][1], undo_dest=str(file), **WISHES).result["undo"]["irreversible"]
    second = sim.snapshot()
    sim.restore(start)
    first = picture(space, lost)
    for writes in range(1, 100):
        sim.restore(second)
        try:
            with killed_after(writes):
                undone(space, file)
            break
        except Killed:
            undone(space, file)
        assert differences(picture(space, lost), first) == {}, (writes, file.read_text(encoding="utf-8"))
    assert writes > 2
