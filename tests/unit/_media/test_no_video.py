# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file that is certainly no video is refused before it is read whole, and before any request."""

from __future__ import annotations

import pathlib

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media import uploader
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import digest
from tests.unit.conftest import World

BEGINNINGS = [
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
    (b"ID3\x04\x00", "an MP3 file"),
    (b"\xff\xfb\x90\x64", "an MP3 file"),
    (b"%PDF-1.7", "a PDF file"),
    (b"PK\x03\x04\x14\x00", "a ZIP archive"),
]
#: MP4, Matroska, AVI, FLV, WMV, MPEG transport and program streams, raw AAC, text, one byte
MAYBE = [
    b"\x00\x00\x00 ftypisom",
    b"\x1aE\xdf\xa3",
    b"RIFF\x00\x00\x00\x00AVI ",
    b"FLV\x01",
    b"0&\xb2u\x8ef\xcf\x11",
    b"G@\x00",
    b"\x00\x00\x01\xba",
    b"\xff\xf1",
    b"text",
    b"\xff",
    b"P",
]


@pytest.mark.parametrize(("begins", "words"), BEGINNINGS)
def test_a_file_that_is_not_a_video(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, begins: bytes, words: str
) -> None:
    def read(*_arguments: object) -> None:
        raise AssertionError("it is read")

    monkeypatch.setattr(uploader.Source, "blocks", read)
    file = tmp_path / "film.mp4"
    file.write_bytes(begins + bytes(100))
    with pytest.raises(DocumentError, match=f"film.mp4' is {words}, not a video"):
        digest(str(file))


@pytest.mark.parametrize("begins", MAYBE)
def test_what_may_be_one(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "film"
    file.write_bytes(begins)
    assert digest(str(file))[1] == len(begins)


@pytest.mark.parametrize("check", [False, True])
def test_a_task_refuses_a_file_that_is_not_a_video(world: World, tmp_path: pathlib.Path, check: bool) -> None:
    project = world.sim.seed("project", name="Courses")
    file = tmp_path / "film.mp4"
    file.write_bytes(BEGINNINGS[1][0])
    told = world.refused("video", check=check, title="Film", location={"project": project["id"]}, src=str(file))
    assert "is a PNG image, not a video" in told.error.text()
    assert told.requests == []
