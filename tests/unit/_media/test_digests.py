# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Digests that are remembered: a file is not read twice, unless anything about it may have changed."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import stat
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._media import digests
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.tus import Source
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.uploader import digest


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(digests, "SETTLED", 0.0)
    digests.drop_old.cache_clear()
    yield tmp_path / "cache" / "kinescope.kinescope"
    digests.drop_old.cache_clear()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files of which the content was read."""
    found: list[str] = []
    blocks = Source.blocks

    def noted(self: Source, start: int, length: int) -> Any:
        found.append(self.name)
        return blocks(self, start, length)

    monkeypatch.setattr(Source, "blocks", noted)
    return found


@pytest.fixture
def film(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "film.mp4"
    file.write_bytes(b"one")
    return file


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_a_file_is_read_once(film: pathlib.Path, folder: pathlib.Path, reads: list[str]) -> None:
    assert digest(str(film)) == digest(str(film)) == (md5(b"one"), 3)
    assert reads == ["film.mp4"]
    (note,) = folder.iterdir()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert "film" not in note.name + note.read_text()


def rewritten(file: pathlib.Path) -> None:
    """Other content of the same size, with the time of the old one."""
    before = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(file: pathlib.Path) -> None:
    before = file.stat()
    other = file.with_name("other")
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


def longer(file: pathlib.Path) -> None:
    file.write_bytes(b"two more")


def linked(file: pathlib.Path) -> None:
    file.unlink()
    file.with_name("other").write_bytes(b"two")
    file.symlink_to("other")


@pytest.mark.parametrize("change", [rewritten, replaced, longer, linked])
def test_a_file_that_may_have_changed_is_read_again(film: pathlib.Path, change: Callable[[pathlib.Path], None]) -> None:
    digest(str(film))
    time.sleep(0.02)  # longer than the tick of a clock
    change(film)
    content = film.read_bytes()
    assert content != b"one"
    assert digest(str(film)) == (md5(content), len(content))


def test_a_file_that_was_written_just_now_is_read_again(
    film: pathlib.Path, folder: pathlib.Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "SETTLED", 5.0)
    digest(str(film))
    digest(str(film))
    assert len(reads) == 2
    assert not folder.exists()
    os.utime(film, (0, 0))  # whatever it says of itself: it was changed just now
    digest(str(film))
    assert not folder.exists()


@pytest.mark.parametrize("spoiled", ["", "[]", "{}", "null", "[" * 5000, '["' + "z" * 32 + '"]', "md5 only"])
def test_an_invalid_note_is_not_believed(film: pathlib.Path, folder: pathlib.Path, spoiled: str) -> None:
    digest(str(film))
    (note,) = folder.iterdir()
    mark = json.loads(note.read_text())[1:]
    told = json.dumps(["z" * 32, *mark]) if spoiled == "md5 only" else spoiled
    note.write_text(told)
    assert digest(str(film)) == (md5(b"one"), 3)
    assert json.loads(note.read_text()) == [md5(b"one"), *mark]


def test_the_notes_of_others_are_not_believed(film: pathlib.Path, folder: pathlib.Path) -> None:
    digest(str(film))
    (note,) = folder.iterdir()
    note.write_text(json.dumps([md5(b"two"), *json.loads(note.read_text())[1:]]))
    assert digest(str(film))[0] == md5(b"two")  # it would be, if it were the user's own
    note.chmod(0o644)
    assert digest(str(film))[0] == md5(b"one")


def test_old_notes_are_removed(film: pathlib.Path, folder: pathlib.Path) -> None:
    folder.mkdir(mode=0o700, parents=True)
    old, young, other = (folder / name for name in ("digest-old", "digest-young", "upload-old"))
    for note in (old, young, other):
        note.touch()
    long_ago = time.time() - digests.LONGEST - 60
    for note in (old, other):
        os.utime(note, (long_ago, long_ago))
    digest(str(film))
    assert [note.exists() for note in (old, young, other)] == [False, True, True]


def test_without_a_place_to_remember_a_file_is_read(
    film: pathlib.Path, tmp_path: pathlib.Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    for place in ("relative", str(tmp_path / "file")):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        monkeypatch.chdir(tmp_path)
        assert digest(str(film)) == (md5(b"one"), 3)
    assert len(reads) == 2
    assert not (tmp_path / "relative").exists()
