# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is remembered of an upload that did not come to its end, so that the next run can go on with it.

One small file an upload, in the user's cache folder. Its content is a capability: whoever has the endpoint can upload.
What cannot be read, or is not the user's own, counts as nothing remembered; nothing here ever fails a task.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .._api.addresses import is_fit
from .._api.pacing import cache_folder
from .._core.values import object_id
from .._files.atomic_file import replace_file
from .._files.safe_open import make_private_folder, open_private

PREFIX = "upload-"
LONGEST = 7 * 86_400.0  # seconds; an older endpoint is taken as expired
LARGEST = 1 << 16  # bytes of a file of ours


@dataclass(frozen=True)
class Begun:
    """An upload that init began: the id of the video, where its bytes go, and when (seconds since the epoch)."""

    id: str
    endpoint: str = field(repr=False)  # never in a text
    created: float


def state_key(token: str, md5: str, size: int, target: Mapping[str, Any]) -> str:
    """What tells an upload from others: the workspace, the content, and where it goes (ids, the title).

    The key does not tell what it is made of.
    """
    text = json.dumps([token.lower(), md5, size, target], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def remembered(key: str, uploader_url: str) -> Begun | None:
    """The upload that was begun under a key; None when there is none that can still be good.

    Its endpoint is looked at as one that the uploader gives now.
    """
    try:
        with open(open_private(_file(key), os.O_RDONLY), "rb") as file:
            stored = json.loads(file.read(LARGEST))
        begun = Begun(stored["id"], stored["endpoint"], float(stored["created"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    good = object_id(begun.id) is not None and is_fit(begun.endpoint, uploader_url)
    return begun if good and 0 <= time.time() - begun.created <= LONGEST else None


def remember(key: str, id: str, endpoint: str) -> None:
    """Note an upload that init began. Notes that have become too old are removed."""
    folder = cache_folder()
    if not folder.is_absolute():
        return
    text = json.dumps({"id": id, "endpoint": endpoint, "created": time.time()})
    with contextlib.suppress(OSError):  # a read-only home, a full disk: then the next run begins anew
        make_private_folder(folder)
        _drop_old(folder)
        replace_file(str(_file(key)), text.encode())


def forget(key: str) -> None:
    """Remove what is remembered under a key."""
    with contextlib.suppress(OSError):
        _file(key).unlink()


def _file(key: str) -> Path:
    return cache_folder() / (PREFIX + key)


def _drop_old(folder: Path) -> None:
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > LONGEST:
                path.unlink()
