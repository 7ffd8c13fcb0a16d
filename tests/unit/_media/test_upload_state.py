# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered of uploads: for one user, for a week, and never a reason to fail."""

from __future__ import annotations

import json
import os
import pathlib
import stat
import time

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._media import upload_state
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.upload_state import (
    forget,
    is_given_up,
    remember,
    remembered,
    sending,
    state_key,
)

KEY = "a" * 32
HOST = "https://uploader.example"
ENDPOINT = f"{HOST}/v2/upload/x"
VIDEO, OTHER = "93997264-97ac-4091-b48e-559614c2817a", "f236071b-dad9-43c3-a9c3-a3a98f631f86"


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    upload_state.drop_old.cache_clear()
    return tmp_path / "cache" / "kinescope.kinescope"


def test_there_and_back(folder):
    assert remembered(KEY, HOST) is None
    remember(KEY, VIDEO, ENDPOINT)
    begun = remembered(KEY, HOST)
    assert (begun.id, begun.endpoint) == (VIDEO, ENDPOINT)
    assert abs(time.time() - begun.created) < 60
    assert "uploader.example" not in repr(begun)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    remember(KEY, OTHER, ENDPOINT)
    assert remembered(KEY, HOST).id == OTHER
    assert len(list(folder.iterdir())) == 1
    forget(KEY)
    forget(KEY)
    assert remembered(KEY, HOST) is None
    assert list(folder.iterdir()) == []


def test_the_key_depends_on_token_content_and_target():
    token, target = "01234567-89AB-cdef-0123-456789abcdef", {"location": "l", "title": "Введение"}
    key = state_key(token, "md5", 3, target)
    assert key == state_key(token.lower(), "md5", 3, dict(reversed(target.items())))
    others = [
        state_key(token.replace("0", "1"), "md5", 3, target),
        state_key(token, "md6", 3, target),
        state_key(token, "md5", 4, target),
        state_key(token, "md5", 3, {**target, "title": "Intro"}),
    ]
    assert len({key, *others}) == 5
    assert key.isalnum()


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 30_000,
        {"id": None},
        {"id": ""},
        {"endpoint": 5},
        {"created": "x"},
        {"created": None},
        {"age": 8 * 86_400},
        {"created": float("nan")},
        {"endpoint": None},
        {"id": "../projects"},
        {"endpoint": "http://uploader.example/v2/upload/x"},
        {"endpoint": "https://evil.example\\@uploader.example/v2/upload/x"},
    ],
)
def test_an_invalid_state(folder, stored):
    remember(KEY, VIDEO, ENDPOINT)
    (file,) = folder.iterdir()
    if isinstance(stored, dict):
        good = {"id": VIDEO, "endpoint": ENDPOINT, "created": time.time() - stored.get("age", 0)}
        stored = json.dumps({**good, **stored}).encode()
    file.write_bytes(stored)
    assert remembered(KEY, HOST) is None


def test_what_others_may_have_written(folder, tmp_path, monkeypatch):
    remember(KEY, VIDEO, ENDPOINT)
    (file,) = folder.iterdir()
    file.chmod(0o620)
    assert remembered(KEY, HOST) is None
    file.chmod(0o600)
    assert remembered(KEY, HOST)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert remembered(KEY, HOST) is None
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    other = tmp_path / "other"
    file.rename(other)
    file.symlink_to(other)
    assert remembered(KEY, HOST) is None
    file.unlink()
    os.mkfifo(file, 0o600)
    assert remembered(KEY, HOST) is None
    file.unlink()
    file.mkdir()
    assert remembered(KEY, HOST) is None
    remember(KEY, VIDEO, ENDPOINT)
    forget(KEY)
    assert [path.name for path in folder.iterdir()] == [file.name], "nothing is left of what could not be put there"


def test_the_folder_is_searched_once(folder, monkeypatch):
    """Also by a process that begins many uploads: the folder has a file for each video whose digest is known."""
    searched, glob = [], pathlib.Path.glob
    monkeypatch.setattr(pathlib.Path, "glob", lambda self, pattern: searched.append(self) or glob(self, pattern))
    for number in range(3):
        remember(str(number) * 32, VIDEO, ENDPOINT)
    assert searched == [folder]


def test_old_ones_are_removed(folder):
    old, young, other = "b" * 32, "c" * 32, folder / "pace-1"
    for key in (old, young):
        remember(key, VIDEO, ENDPOINT)
    other.touch()
    for path in (folder / (upload_state.PREFIX + old), other):
        os.utime(path, (0, 0))
    upload_state.drop_old.cache_clear()
    remember(KEY, VIDEO, ENDPOINT)
    assert {path.name for path in folder.iterdir()} == {
        *(upload_state.PREFIX + key for key in (KEY, young)),
        other.name,
    }


def test_nowhere_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    for place in (str(tmp_path / "file"), "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        monkeypatch.chdir(tmp_path)
        remember(KEY, VIDEO, ENDPOINT)
        assert remembered(KEY, HOST) is None
        forget(KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def killed(key):
    """The state that a killed process leaves: the system releases its lock."""
    os.close(upload_state._locked(key))


class TestGivenUp:
    def test_while_it_is_sent_and_afterwards(self, folder):
        assert not is_given_up(KEY)
        with sending(KEY):
            assert not is_given_up(KEY)
        assert not is_given_up(KEY)
        assert list(folder.iterdir()) == []

    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
    def test_a_failure_and_another_attempt(self, folder, fault):
        with pytest.raises(fault), sending(KEY):
            raise fault
        assert is_given_up(KEY)
        assert not is_given_up(OTHER)
        with sending(KEY):
            assert not is_given_up(KEY)
        assert not is_given_up(KEY)

    def test_a_kill(self, folder):
        killed(KEY)
        assert is_given_up(KEY)
        with sending(KEY):
            assert not is_given_up(KEY)
        assert not is_given_up(KEY)

    def test_the_state_of_another_process_is_left_to_it(self, folder):
        with sending(KEY):
            with pytest.raises(ValueError, match="x"), sending(KEY):
                raise ValueError("x")
            assert not is_given_up(KEY)
            with sending(KEY):
                pass
            assert not is_given_up(KEY)
            assert len(list(folder.iterdir())) == 1

    def test_one_that_only_looks_does_not_count(self, folder, monkeypatch):
        looking = upload_state._locked(KEY)
        monkeypatch.setattr(time, "sleep", lambda seconds: os.close(looking))
        with pytest.raises(ValueError, match="x"), sending(KEY):
            raise ValueError("x")
        assert is_given_up(KEY)

    @pytest.mark.parametrize("boot", ["another", ""])
    def test_a_process_of_another_machine_or_start(self, folder, monkeypatch, boot):
        """Locks say nothing about it, so it may go on."""
        killed(KEY)
        monkeypatch.setattr(upload_state, "_boot", lambda: boot)
        assert not is_given_up(KEY)
        killed(KEY)
        assert is_given_up(KEY) is (boot != "")

    def test_a_system_that_does_not_say_when_it_started(self, folder, monkeypatch, tmp_path):
        monkeypatch.setattr(upload_state, "BOOT_ID", tmp_path / "none")
        monkeypatch.setattr(upload_state, "_boot", upload_state._boot.__wrapped__)
        killed(KEY)
        assert not is_given_up(KEY)

    @pytest.mark.parametrize("stored", [b"", b"[]", b'{"boot": "x"}', b'{"given_up": 5}', b'{"given_up": "x"}'])
    def test_an_invalid_state(self, folder, stored):
        killed(KEY)
        (file,) = folder.iterdir()
        file.write_bytes(stored)
        assert not is_given_up(KEY)

    def test_without_locks_only_failures_are_known(self, folder, monkeypatch):
        def none(file):
            raise OSError("no locks here")

        monkeypatch.setattr(upload_state, "try_lock", none)
        with sending(KEY):
            assert list(folder.iterdir()) == []
        with pytest.raises(ValueError, match="x"), sending(KEY):
            raise ValueError("x")
        assert is_given_up(KEY)
        with sending(KEY):
            assert not is_given_up(KEY)
