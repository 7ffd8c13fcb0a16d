# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""State of the user's own between runs: nothing of it is where others could have put it, or leads elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import Pacer, shared_file
from ansible_collections.kinescope.kinescope.plugins.module_utils._files.safe_open import (
    make_private_folder,
    open_private,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.upload_state import (
    forget,
    remember,
    remembered,
)

KEY = "a" * 32
UPLOADER = "https://uploader.example"
PRECIOUS = b"what must stay as it is" * 100


def pace() -> Path:
    """The file of the pace; it is used, whatever is there."""
    file = shared_file("somebody")
    pacer = Pacer(file, clock=lambda: 5000.0, sleep=lambda seconds: None)
    for _time in range(12):
        pacer.wait()
    pacer.hold(3.0, 5000.0)
    return file


def upload() -> Path:
    """The file of an upload; what is remembered of it is used, whatever is there."""
    remembered(KEY, UPLOADER)
    remember(KEY, "01234567-89ab-4cde-8f01-23456789abcd", f"{UPLOADER}/v2/upload/x")
    return shared_file("").parent / f"upload-{KEY}"


each_use = pytest.mark.parametrize("use", [pace, upload])


def foreign(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Have a file belong to somebody else, as far as anybody can see: only root could give it away."""
    fstat, number = os.fstat, path.stat().st_ino

    def other(descriptor: int) -> Any:
        status = fstat(descriptor)
        if status.st_ino != number:
            return status
        return os.stat_result([*status[:4], os.geteuid() + 1, *status[5:10]])

    monkeypatch.setattr(os, "fstat", other)


@each_use
def test_the_file_and_its_folder_are_for_this_user_only(use: Callable[[], Path]) -> None:
    before = os.umask(0)
    try:
        file = use()
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.stat().st_size > 0


@each_use
@pytest.mark.parametrize("others", [0o640, 0o604, 0o666])
def test_a_file_that_is_open_to_others_is_closed(use: Callable[[], Path], others: int) -> None:
    file = use()
    file.chmod(others)
    use()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@each_use
@pytest.mark.parametrize("target", ["file", "device", "nothing"])
def test_no_link_is_followed(use: Callable[[], Path], tmp_path: Path, target: str) -> None:
    """What it leads to is neither truncated nor made."""
    file = use()
    file.unlink()
    other = {"file": tmp_path / "precious", "device": Path("/dev/full"), "nothing": tmp_path / "none"}[target]
    (tmp_path / "precious").write_bytes(PRECIOUS)
    file.symlink_to(other)
    use()
    assert (tmp_path / "precious").read_bytes() == PRECIOUS
    assert not (tmp_path / "none").exists()
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@each_use
def test_a_folder_that_is_a_link_is_not_used(use: Callable[[], Path], tmp_path: Path) -> None:
    folder = shared_file("").parent
    folder.parent.mkdir(exist_ok=True)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    use()
    assert list((tmp_path / "elsewhere").iterdir()) == []


@each_use
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_change_is_not_used(use: Callable[[], Path], mode: int) -> None:
    folder = shared_file("").parent
    folder.mkdir(parents=True)
    folder.chmod(mode)
    use()
    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == mode


@each_use
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_belongs_to_somebody_else_is_not_used(
    use: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    file = use()
    file.write_bytes(b"")
    foreign(monkeypatch, file.parent if what == "folder" else file)
    assert remembered(KEY, UPLOADER) is None
    if what == "folder" or use is pace:  # a file in a folder of the user's own is replaced
        use()
        assert file.read_bytes() == b""


@each_use
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a FIFO", "a folder"])
def test_what_is_not_a_regular_file_is_not_used(use: Callable[[], Path], make: Callable[[Path], None]) -> None:
    file = use()
    file.unlink()
    make(file)
    before = file.lstat()
    descriptors = len(os.listdir("/proc/self/fd"))
    use()
    assert (file.lstat().st_ino, file.lstat().st_mode) == (before.st_ino, before.st_mode)
    assert len(os.listdir("/proc/self/fd")) == descriptors
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_upload_that_others_could_write_is_not_gone_on_with() -> None:
    file = upload()
    assert remembered(KEY, UPLOADER)
    for mode in (0o602, 0o620, 0o604, 0o640):
        file.chmod(mode)
        assert remembered(KEY, UPLOADER) is None
    forget(KEY)
    assert not file.exists()


def test_reading_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_private(tmp_path / "a" / "b", os.O_RDONLY)
    assert list(tmp_path.iterdir()) == []
    make_private_folder(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    with pytest.raises(FileNotFoundError):
        open_private(tmp_path / "a" / "b", os.O_RDONLY)
    assert list((tmp_path / "a").iterdir()) == []
