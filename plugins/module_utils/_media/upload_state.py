# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of an interrupted upload, so that the next run can resume it or start again, and of a replacement.

Each upload has a small file in the user's cache folder. Its content must be kept secret: anyone with the endpoint can
upload. Files that cannot be read, or belong to another user, are ignored; nothing here ever fails a task.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from .._api.addresses import is_usable
from .._api.lock import try_lock
from .._api.pacing import cache_folder
from .._core.declaration import Declaration
from .._core.values import object_id
from .._files.atomic_file import replace_file
from .._files.safe_open import make_private_folder, open_private

PREFIX = "upload-"
LONGEST = 7 * 86_400.0  # seconds; older endpoints are considered expired
LATELY = 86_400.0  # seconds for which an object may show its former file, because the new one is being processed
LOOKS, PAUSE = 5, 0.02  # attempts to lock a state file, and seconds between two of them
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
LARGEST = 1 << 16  # bytes of a state file
#: what reading and interpreting a state file raises if it is missing or damaged
UNUSABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Begun(Declaration):
    """An upload that init has begun: the ID of the video, the endpoint for its content, and the time (Unix time)."""

    id: str
    endpoint: str
    created: float


def state_key(token: str, md5: str, size: int, target: Mapping[str, Any]) -> str:
    """What identifies an upload: the workspace, the content, and its target (IDs, title).

    The key is a hash, which does not reveal these values.
    """
    text = json.dumps([token.lower(), md5, size, target], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def remembered(key: str, uploader_url: str) -> Begun | None:
    """The upload that was begun with a key; None if there is none that may still be valid.

    Its endpoint is checked like one that the uploader has just returned.
    """
    try:
        stored = _stored(key)
        begun = Begun(stored["id"], stored["endpoint"], float(stored["created"]))
    except UNUSABLE:
        return None
    good = object_id(begun.id) is not None and is_usable(begun.endpoint, uploader_url)
    return begun if good and _is_within(LONGEST, begun.created) else None


def remember(key: str, id: str, endpoint: str) -> None:
    """Remember an upload that init has begun. Outdated files are removed."""
    _store(key, {"id": id, "endpoint": endpoint, "created": time.time()})


def remember_replacement(key: str, before: Mapping[str, Any]) -> None:
    """Remember that a file was sent completely, to replace the one that the object showed before (digest and size)."""
    _store(key, {"before": before, "sent": time.time()})


def is_being_replaced(key: str, shown: Mapping[str, Any]) -> bool:
    """Whether the object may show its former file because the new one, which was sent lately, is being processed."""
    try:
        stored = _stored(key)
        if not shown.items() <= stored["before"].items():
            return False
        if time.time() < float(stored["sent"]):  # the clock was set back: the time counts from now on
            remember_replacement(key, stored["before"])
        return _is_within(LATELY, float(stored["sent"]))
    except UNUSABLE:
        return False


@contextlib.contextmanager
def sending(key: str) -> Iterator[None]:
    """Remember that this process sends an upload in the block, or that it has given it up if the block does not end.

    The state file is locked meanwhile. If the process is killed, the system releases the lock: so others see whether
    the upload goes on. If another process holds it, the state is that one's.
    """
    try:
        descriptor = _locked(key)
    except OSError:  # no locks here: only a failure will be known, not that the process was killed
        descriptor = None
        forget(key)
        give_up = partial(_store, key)
    else:
        give_up = partial(_write, descriptor)
    try:
        yield
    except BaseException:
        give_up({"given_up": time.time()})
        raise
    else:
        if descriptor is not None:
            forget(key)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def is_given_up(key: str) -> bool:
    """Whether this machine has given up an upload, and not taken it up again since.

    That is so, too, if the process that sent it has ended without a word.
    """
    try:
        stored = _stored(key)
        if "given_up" in stored:
            return _is_within(LONGEST, float(stored["given_up"]))
        return stored["boot"] == _boot() != "" and _is_within(LONGEST, float(stored["began"])) and not _is_locked(key)
    except UNUSABLE:
        return False


def _locked(key: str) -> int | None:
    """A descriptor that holds the lock of a state file, with the beginning of an upload in it; None if it is taken.

    Raises OSError if locking is impossible.
    """
    folder = cache_folder()
    if folder.is_absolute():
        make_private_folder(folder)
        drop_old(folder, PREFIX, LONGEST)
    for _attempt in range(LOOKS):
        descriptor = try_lock(_file(key))
        if descriptor is not None:
            _write(descriptor, {"boot": _boot(), "began": time.time()})
            return descriptor
        time.sleep(PAUSE)  # it may be one that only looks
    return None


def _is_locked(key: str) -> bool:
    """Whether a process holds the lock of a state file. Raises OSError if that is unknown."""
    descriptor = try_lock(_file(key))
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def _write(descriptor: int | None, state: Mapping[str, Any]) -> None:
    """Write a state into the file that this process has locked: a new file would not be locked."""
    if descriptor is not None:
        with contextlib.suppress(OSError):  # a full disk
            data = json.dumps(state).encode()
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, data, 0)


@cache
def _boot() -> str:
    """The ID of this start of the machine, '' if unknown: only there, locks show what its processes do.

    A cache folder may be shared by several machines.
    """
    with contextlib.suppress(OSError):
        return BOOT_ID.read_text(encoding="ascii").strip()
    return ""


def _is_within(seconds: float, moment: float) -> bool:
    """Whether a time (Unix time) is not past by more than some seconds.

    It may be in the future if the clock was set back. What is known of an upload remains true then, and whether its
    endpoint is still open is always asked.
    """
    return time.time() - moment <= seconds


def _stored(key: str) -> Any:
    with open(open_private(_file(key), os.O_RDONLY), "rb") as file:
        return json.loads(file.read(LARGEST))


def _store(key: str, state: Mapping[str, Any]) -> None:
    folder = cache_folder()
    if not folder.is_absolute():
        return
    text = json.dumps(state)
    with contextlib.suppress(OSError):  # e.g. a read-only home or a full disk: the next run starts again
        make_private_folder(folder)
        drop_old(folder, PREFIX, LONGEST)
        replace_file(str(_file(key)), text.encode())


def forget(key: str) -> None:
    """Remove the state for a key."""
    with contextlib.suppress(OSError):
        _file(key).unlink()


def _file(key: str) -> Path:
    return cache_folder() / (PREFIX + key)


@cache
def drop_old(folder: Path, prefix: str, longest: float) -> None:
    """Remove the files with a prefix that are older than this many seconds.

    Once per process: the folder may contain as many files as there are videos.
    """
    for path in folder.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > longest:
                path.unlink()
