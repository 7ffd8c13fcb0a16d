# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that end in the middle, the document that undoes them, and what the workspace holds then."""

from __future__ import annotations

import copy
import pathlib
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import at, without_at
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.former import HIDDEN_VALUE
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.loader import loaded
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.undo import CONTENTS, USED
from tests.unit._workspace.spaces import Space, picture_of

USERS = ("playlist", "video")  # of players
FORMER = "s3cr3t-of-then"  # the value of every secret of the first state


class Killed(BaseException):
    """The process ends: nothing that comes after runs."""


@contextmanager
def killed_after(writes: int) -> Iterator[None]:
    """A run that ends once so many writes were answered; threads that still run can send nothing more."""
    real, lock, done = Client.attempt, threading.Lock(), [0]

    def attempt(client: Client, method: str, address: str, *others: Any, **arguments: Any) -> Any:
        with lock:
            if done[0] >= writes:
                raise Killed
            answer = real(client, method, address, *others, **arguments)
            done[0] += method not in ("GET", "HEAD")
            if done[0] >= writes:
                raise Killed
            return answer

    with mock.patch.object(Client, "attempt", attempt):
        yield


def undoing(file: pathlib.Path) -> dict[str, Any]:
    """The document at a path, as ``src`` would read it."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = loaded(str(file), file.read_bytes())
    assert found.pop("version") == 1
    return dict(found)


def undone(space: Space, file: pathlib.Path, to: pathlib.Path | None = None) -> Any:
    """Apply the document at a path, and leave the one that undoes that."""
    document = undoing(file)
    secrets = Secrets(dict.fromkeys(names_in(document), FORMER))
    return space.done(document, secrets=secrets, force=True, undo_dest=str(to or ""))


def names_in(value: Any) -> Iterator[str]:
    """The names of the secrets in a document."""
    if isinstance(value, Mapping):
        if isinstance(value.get("secret"), str):
            yield value["secret"]
        for item in value.values():
            yield from names_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item)


def picture(space: Space, lost: Iterable[Mapping[str, Any]] = ()) -> Any:
    """What the workspace holds, without what cannot come back."""
    rows = picture_of(space.sim)
    for one in lost:
        if one["fields"] == ["id"] or one["why"] in (HIDDEN_VALUE, CONTENTS):
            continue  # ids are not compared, these tests have the values, and see themselves to what is lost with them
        if one["why"] == USED.format(users="playlists and videos"):
            rows = {mark: without_at(row, ("player_id",)) if mark[0] in USERS else row for mark, row in rows.items()}
            continue
        kind = KINDS[one["kind"]]
        if "apply_to_videos" in one["fields"]:
            of = f"project {one['key']}"
            rows = {mark: row for mark, row in rows.items() if (mark[0], row.get("project_id")) != ("video", of)}
        for mark in [mark for mark in rows if mark[:2] == (kind.name, one["key"])]:
            kept = rows.pop(mark)
            if one["fields"]:
                rows[mark] = _without(kind, kept, one["fields"])
    return rows


def _without(kind: Kind, row: Any, names: Iterable[str]) -> Any:
    row = copy.deepcopy(row)
    for name in names:
        field, *rest = name.split(".")
        *path, last = (*kind.field(field).where, *rest)
        holder = at(row, path)
        if isinstance(holder, dict):
            holder.pop(last, None)
    return row


def differences(now: Any, then: Any) -> dict[Any, Any]:
    """What differs in two pictures, each part with its two sides."""
    if isinstance(now, dict) and isinstance(then, dict):
        found = {name: differences(now.get(name), then.get(name)) for name in {**now, **then}}
        return {name: both for name, both in found.items() if both}
    return {} if now == then else {"now": now, "then": then}
