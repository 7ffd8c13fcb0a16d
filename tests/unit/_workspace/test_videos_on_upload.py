# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos of a document with what only an upload takes: sent once, never shown, and refused before anything is read."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.unit._workspace.spaces import Space

HERE = {"project": "Courses"}
LINK = "https://img.example.com/cover.jpg?sign=S3CR3T"
URL = "https://cdn.example.com/a.mp4"


@pytest.fixture
def space(sim: Any) -> Space:
    return Space(sim)


def document(*videos: dict[str, Any]) -> dict[str, Any]:
    return {
        "projects": [{"name": "Courses", "privacy_type": "anywhere"}],
        "videos": [{"title": f"V{number}", "location": HERE, **video} for number, video in enumerate(videos)],
    }


def test_they_are_sent_once_and_shown_nowhere(space: Space, tmp_path: pathlib.Path) -> None:
    (tmp_path / "lesson.mp4").write_bytes(b"lesson" * 100)
    src = str(tmp_path / "lesson.mp4")
    given = document(
        {"url": URL, "poster_url": LINK},
        {"src": src, "poster_url": LINK, "preview": {"start": 0, "length": 5.0, "quality": "360p"}},
        {"src": src, "poster_url": LINK, "trim": {"start": 1.5, "length": 4}},
    )
    for check in (True, False):
        told = space.done(given, check)
        assert "S3CR3T" not in told.text()
    stored = {row["title"]: (row["preview"], row["trim"]) for row in space.sim.objects("video")}
    assert stored == {
        "V0": (None, None),
        "V1": ({"start": 0, "length": 5, "quality": "360p"}, None),
        "V2": (None, {"start": 1.5, "length": 4}),
    }
    assert len(space.sim.objects("poster")) == 3
    again = space.unchanged(given)
    unverified = {f"videos.{name}" for name in ("poster_url", "preview", "src", "trim", "url")}
    assert set(again.result["unverified"]) == unverified


@pytest.mark.parametrize(
    ("video", "said"),
    [
        ({"url": URL, "trim": {"start": 1}}, "trim and url are mutually exclusive"),
        ({"src": "a.mp4", "trim": {"start": "1"}}, "videos[0].trim.start: must be a number"),
        ({"src": "a.mp4", "trim": {"length": 1}}, "videos[0].trim: requires start"),
        ({"src": "a.mp4", "trim": {"start": -1}}, "trim.start must be 0 or greater"),
        ({"src": "a.mp4", "preview": {}}, "videos[0].preview: requires start"),
        (
            {"src": "a.mp4", "preview": {"start": 0, "length": 1, "quality": "4k"}},
            "must be one of 360p, 480p, 720p, 1080p",
        ),
        ({"src": "a.mp4", "poster_url": ""}, "poster_url must not be empty"),
    ],
)
def test_what_no_upload_takes_is_reported_before_any_request(space: Space, video: dict[str, Any], said: str) -> None:
    told = space.apply(document(video))
    assert told.error is not None
    assert said in told.error.text()
    assert told.requests == []
